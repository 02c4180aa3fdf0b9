// rooms: adapters/api adapters/shelf adapters/store adapters/engine_postgres adapters/engine_sqlite adapters/system desk core/lifecycle
// Mail that waits for a person, what mail knows of a request, and the doctor, over the API.

#include "desk/mail.hpp"
#include "api_desk.hpp"

namespace yakusoku::api_tests {
namespace {

class ApiMail : public ApiDesk {
 protected:
  void SetUp() override {
    ApiDesk::SetUp();
    ports::Mailbox box;
    box.name = "support";
    box.address = "support@vendor.example";
    box.severity = "1";
    (void)store_->read([&](ports::Reader& reader) { box.program = reader.programs().front().key; });
    settings_.mailboxes = {box};
    settings_.own_server = "mx.vendor.example";
    office_ = {&settings_, "a key of thirty-two bytes, always"};
    services_->mail.office = &office_;
    services_->mail.read = [this](const ports::MailSourceRow& row) -> Result<desk::TakenMail> {
      return taken_.at(row.id);
    };
  }

  // Kept, and held for that reason.
  std::string hold(const std::string& from, const std::string& why, const std::string& result = "fail") {
    ports::MailSourceRow row;
    row.arrival = "spool/" + std::to_string(taken_.size() + 1);
    row.mailbox = "support";
    row.envelope = "{}";
    row.arrived_at = time_.now();
    row.blob = *blobs_.put("Subject: Port down " + row.arrival + "\r\n\r\n<script>alert(1)</script>");
    const auto id = number([&](auto& t) { return desk::keep_mail(t, row); }, "mail");
    desk::TakenMail taken;
    taken.source = id;
    taken.mail.from = {"Misaki", from};
    if (!from.empty()) taken.mail.authors = {taken.mail.from};
    taken.mail.message_id = row.arrival + "@mailer.example";
    taken.mail.subject = "Port down";
    taken.mail.text = "Nothing reaches us.\n\n> before";
    taken.mail.reply = "Nothing reaches us.";
    taken.mail.folded = "> before";
    taken.mail.authentication = {{"mx.vendor.example", "dmarc", result, "example.com"}};
    taken.files = {{"trace.txt", "text/plain", 12, *blobs_.put("trace of 12 "), "", false, {}}};
    taken_[id] = taken;
    number([&](auto& t) { return desk::hold_mail(t, shelf_, office_, taken, why); }, "mail");
    return std::to_string(id);
  }

  std::string may_of(const std::string& who, const std::string& mail) {
    std::string all;
    for (const Json& each : get(who, "/suspended_tickets/" + mail).list({"suspended_ticket", "may"}))
      all += each.string() + " ";
    return all;
  }

  ports::MailSettings settings_;
  desk::MailOffice office_;
  std::map<std::int64_t, desk::TakenMail> taken_;
};

TEST_F(ApiMail, held_mail_stands_among_the_views_with_its_count) {
  const auto mail_view = [&](const std::string& language) {
    const auto views = get("emma", "/desk/views", {{"Accept-Language", language}}).list({"views"});
    return views.empty() ? Json() : views.back();
  };
  EXPECT_EQ(mail_view("en").get_integer("count"), 0);
  hold("misaki@example.com", "unverified_sender");
  hold("eve@example.com", "spam");
  EXPECT_EQ(mail_view("en").get_string("view"), "mail");
  EXPECT_EQ(mail_view("en").get_integer("count"), 2);
  services_->mail = {};
  EXPECT_NE(mail_view("en").get_string("view"), "mail");
}

TEST_F(ApiMail, one_mail_says_what_our_server_says_and_what_may_be_done) {
  const std::string id = hold("misaki@example.com", "unverified_sender");
  const Answered one = get("emma", "/suspended_tickets/" + id);
  EXPECT_EQ(one.at({"suspended_ticket", "cause"}), Json("unverified_sender"));
  EXPECT_EQ(one.at({"suspended_ticket", "sender_verification"}), Json("failed"));
  EXPECT_EQ(one.at({"suspended_ticket", "folded"}), Json("> before"));
  EXPECT_EQ(one.at({"suspended_ticket", "attachments", "0", "file_name"}), Json("trace.txt"));
  EXPECT_EQ(may_of("emma", id), "recover dismiss ");
  EXPECT_EQ(may_of("noor", id), "");
  EXPECT_EQ(may_of("ada", hold("emma@example.com", "unverified_agent")), "dismiss ");
  EXPECT_EQ(may_of("ada", hold("", "no_sender")), "dismiss ");
  EXPECT_EQ(may_of("ada", hold("support@vendor.example", "from_us")), "dismiss ");
  EXPECT_EQ(call("emma", "DELETE", "/suspended_tickets/" + id).status, 200);
  EXPECT_EQ(may_of("emma", id), "");
  EXPECT_EQ(get("misaki", "/suspended_tickets/" + id).status, 403);
}

TEST_F(ApiMail, a_programs_no_is_told_in_the_readers_words) {
  const std::string id = hold("misaki@example.com", "refused:required:product");
  const Answered one = get("emma", "/suspended_tickets/" + id);
  EXPECT_EQ(one.at({"suspended_ticket", "cause"}), Json("refused"));
  EXPECT_EQ(one.at({"suspended_ticket", "about_ticket_id"}), Json());
  EXPECT_EQ(one.at({"suspended_ticket", "refusal", "field"}), Json("product"));
  EXPECT_EQ(one.at({"suspended_ticket", "refusal", "description"}),
            Json(std::string(entry_of(ErrorCode::required).english)));
}

TEST_F(ApiMail, the_source_is_a_download_that_no_browser_reads_as_a_page) {
  const std::string id = hold("misaki@example.com", "unverified_sender");
  const Answered source = get("emma", "/suspended_tickets/" + id + "/source");
  EXPECT_EQ(source.status, 200);
  EXPECT_EQ(source.header("Content-Type"), "message/rfc822");
  EXPECT_EQ(source.header("X-Content-Type-Options"), "nosniff");
  EXPECT_TRUE(source.header("Content-Disposition").starts_with("attachment; filename=\"mail-" + id + ".eml\""));
  EXPECT_NE(source.header("Content-Security-Policy").find("sandbox"), std::string::npos);
  EXPECT_NE(source.body.find("<script>"), std::string::npos);
  EXPECT_EQ(get("misaki", "/suspended_tickets/" + id + "/source").status, 403);
  EXPECT_EQ(get("emma", "/suspended_tickets/999/source").status, 404);
  EXPECT_EQ(send("GET", "/api/v2/suspended_tickets/" + id + "/source", {}, {}).status, 401);
}

TEST_F(ApiMail, a_message_says_to_us_how_it_came) {
  const std::string id = hold("misaki@example.com", "not_a_participant:12");
  EXPECT_EQ(get("emma", "/suspended_tickets/" + id).at({"suspended_ticket", "about_ticket_id"}), Json(12));
  const Answered taken = call("emma", "PUT", "/suspended_tickets/" + id + "/recover", "{}");
  ASSERT_EQ(taken.status, 200) << taken.body;
  const std::string ticket = std::to_string(taken.at({"ticket"}).integer());
  const Answered screen = get("emma", "/desk/tickets/" + ticket);
  EXPECT_EQ(screen.at({"conversation", "0", "via_mail", "cause"}), Json("accepted"));
  EXPECT_EQ(std::to_string(screen.at({"conversation", "0", "via_mail", "source_id"}).integer()), id);
  EXPECT_EQ(get("misaki", "/desk/tickets/" + ticket).at({"conversation", "0", "via_mail"}), Json());
  EXPECT_EQ(get("emma", "/desk/tickets/" + open_ticket()).at({"conversation", "0", "via_mail"}), Json());
  EXPECT_EQ(get("emma", "/suspended_tickets/" + id + "/source").status, 200);
}

TEST_F(ApiMail, a_stranger_may_be_added_to_a_request_where_the_mailbox_has_no_program) {
  settings_.mailboxes.front().program = "nobody";
  const std::string id = hold("new@elsewhere.example", "no_mailbox"), ticket = open_ticket();
  EXPECT_EQ(call("emma", "PUT", "/suspended_tickets/" + id + "/recover", "{}").status, 422);
  EXPECT_EQ(call("emma", "PUT", "/suspended_tickets/" + id + "/recover", "{\"ticket_id\":" + ticket + "}").status,
            200);
}

TEST_F(ApiMail, an_address_that_bounces_is_told_on_the_request) {
  const std::string ticket = open_ticket();
  number(
      [&](ports::Transaction& t) -> Result<ports::Answer> {
        ports::MailAddressRow row;
        row.address = "misaki@example.com";
        row.state = "bounced";
        row.since = t.now();
        row.code = "5.1.1";
        row.detail = "no such user";
        t.put(row);
        return ports::Answer{};
      },
      "none");
  const Answered mail = get("emma", "/tickets/" + ticket + "/mail");
  EXPECT_EQ(mail.at({"addresses", "0", "state"}), Json("bounced"));
  EXPECT_EQ(mail.at({"addresses", "0", "detail"}), Json("no such user"));
  EXPECT_EQ(get("misaki", "/tickets/" + ticket + "/mail").status, 403);
}

TEST_F(ApiMail, the_doctor_is_for_administrators_and_asks_once_a_minute) {
  EXPECT_EQ(get("ada", "/mail/doctor").status, 503);
  int asked = 0;
  services_->mail.doctor = [&](std::string_view language) -> Result<Json> {
    ++asked;
    return Json::object({{"findings", Json::array()}, {"said_in", std::string(language)}});
  };
  EXPECT_EQ(get("emma", "/mail/doctor").status, 403);
  EXPECT_EQ(asked, 0);
  EXPECT_EQ(get("ada", "/mail/doctor").status, 200);
  EXPECT_EQ(get("ada", "/mail/doctor").at({"asked_at"}), Json("2026-11-24T01:00:00Z"));
  EXPECT_EQ(asked, 1);
  EXPECT_EQ(get("ada", "/mail/doctor?language=ja").at({"said_in"}), Json("ja"));
  time_.push_to(time_.now() + minutes(1));
  EXPECT_EQ(get("ada", "/mail/doctor").at({"asked_at"}), Json("2026-11-24T01:01:00Z"));
  EXPECT_EQ(asked, 3);
}

}  // namespace
}  // namespace yakusoku::api_tests
