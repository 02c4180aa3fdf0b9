// rooms: adapters/pages adapters/shelf adapters/store adapters/engine_sqlite adapters/system desk core/lifecycle
// What lets our mail through, and the one click that stops digests.

#include "desk/mail.hpp"
#include "pages_desk.hpp"

namespace yakusoku::pages_tests {
namespace {

class MailPages : public PagesDesk {
 protected:
  void SetUp() override {
    PagesDesk::SetUp();
    settings_.base_url = "https://desk.example";
    office_ = {&settings_, "a key of thirty-two bytes, always"};
    services_->mail.office = &office_;
  }
  bool unsubscribed(const std::string& address) {
    bool done = false;
    (void)store_->read([&](ports::Reader& reader) {
      const auto row = reader.mail_address(address);
      done = row && row->unsubscribed_at != far_future;
    });
    return done;
  }
  const http::Pairs one_click{{"List-Unsubscribe", "One-Click"}};
  ports::MailSettings settings_;
  desk::MailOffice office_;
};

TEST_F(MailPages, the_foot_leads_to_the_advice_where_mail_is_sent) {
  EXPECT_EQ(get("/").body.find("href=\"/mail\""), std::string::npos);
  EXPECT_EQ(get("/mail").status, 404);
  services_->mail.advice = [](std::string_view language) {
    return Json::object(
        {{"title", language == "ja" ? "題" : "Title"},
         {"opening", "Please <permit>"},
         {"lists",
          Json::array({Json::object({{"title", "Addresses:"}, {"items", Json::array({"support@vendor.example"})}})})},
         {"closing", Json::array({"Look into your spam folder."})}});
  };
  EXPECT_NE(get("/").body.find("href=\"/mail\""), std::string::npos);
  const auto page = get("/mail?language=ja");
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("<h1>題</h1>"), std::string::npos);
  EXPECT_NE(page.body.find("Please &lt;permit&gt;"), std::string::npos);
  EXPECT_NE(page.body.find("<code>support@vendor.example</code>"), std::string::npos);
  EXPECT_NE(page.body.find("spam folder"), std::string::npos);
}

TEST_F(MailPages, one_click_stops_digests_without_cookies_and_a_look_does_not) {
  const std::string link = desk::unsubscribe_path(office_, "Misaki+x@Example.com");
  const auto look = get(link);
  EXPECT_EQ(look.status, 200);
  EXPECT_NE(look.body.find("misaki+x@example.com"), std::string::npos);
  EXPECT_FALSE(unsubscribed("misaki+x@example.com"));
  // Another site's page or a mail program: no cookie, an Origin of its own.
  const auto done = send("POST", link, form_text(one_click), {{"Origin", "https://mailer.example"}});
  EXPECT_EQ(done.status, 200);
  EXPECT_TRUE(unsubscribed("misaki+x@example.com"));
  EXPECT_EQ(post(link, one_click).status, 200);  // again: the same
}

TEST_F(MailPages, only_our_own_links_work_and_only_that_body) {
  const std::string link = desk::unsubscribe_path(office_, "misaki@example.com");
  post(link, {{"something", "else"}});
  send("POST", link, "not a form", {{"Content-Type", "text/plain"}});
  EXPECT_FALSE(unsubscribed("misaki@example.com"));
  std::string forged = link;
  forged.back() = forged.back() == 'a' ? 'b' : 'a';
  EXPECT_EQ(post(forged, one_click).status, 404);
  EXPECT_EQ(get(forged).status, 404);
  const std::string others = desk::unsubscribe_path(office_, "ken@example.com");
  const std::string mixed = link.substr(0, link.find("&word=")) + others.substr(others.find("&word="));
  EXPECT_EQ(post(mixed, one_click).status, 404);
  EXPECT_EQ(post("/mail/unsubscribe", one_click).status, 404);
  EXPECT_FALSE(unsubscribed("misaki@example.com"));
  EXPECT_FALSE(unsubscribed("ken@example.com"));
}

TEST_F(MailPages, any_address_survives_the_way_there_and_back) {
  for (const std::string address : {"a@b.c", "ab@b.c", "abc@b.c", "用事@例え.jp", "x>?~@b.c"}) {
    const std::string link = desk::unsubscribe_path(office_, address);
    EXPECT_EQ(link.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_/?=&"),
              std::string::npos);
    post(link, one_click);
    EXPECT_TRUE(unsubscribed(address)) << address;
  }
}

}  // namespace
}  // namespace yakusoku::pages_tests
