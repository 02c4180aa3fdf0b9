// rooms: adapters/pages adapters/shelf adapters/store adapters/engine_sqlite adapters/system desk core/lifecycle
// What customers see and may send, page by page, as a browser without script would.

#include "pages_desk.hpp"

namespace yakusoku::pages_tests {
namespace {

using lifecycle::Verb;

std::int64_t number_of(const std::string& path) { return std::stoll(path.substr(path.rfind('/') + 1)); }
bool says(const http::Response& page, std::string_view words) { return page.body.find(words) != std::string::npos; }

TEST_F(PagesDesk, anyone_reads_the_entry_and_the_program_in_either_language) {
  const auto english = get("/", {{"Accept-Language", "en-GB,en"}});
  EXPECT_EQ(english.status, 200);
  EXPECT_TRUE(says(english, "<html lang=\"en\">") && says(english, "/requests/new?brand=" + key_));
  EXPECT_TRUE(says(get("/", {{"Accept-Language", "ja,en;q=0.5"}}), "<html lang=\"ja\">"));
  const auto program = get("/program/" + key_ + "?language=ja");
  EXPECT_EQ(program.status, 200);
  EXPECT_TRUE(says(program, "id=\"clocks.first_response") && says(program, "15 分以内"));
  EXPECT_EQ(get("/program/nothing").status, 404);
}

TEST_F(PagesDesk, a_version_and_a_clause_have_addresses_that_stay) {
  const auto program = get("/program/" + key_);
  const std::size_t at = program.body.find("/program/" + key_ + "/versions/");
  ASSERT_NE(at, std::string::npos);
  const std::string address = program.body.substr(at, program.body.find('"', at) - at);
  EXPECT_TRUE(says(get(address), "id=\"clocks.first_response"));
  EXPECT_EQ(get("/program/" + key_ + "/versions/0123").status, 404);
  // A path that stands nowhere leads to its nearest ancestor.
  const auto clause = get("/program/" + key_ + "/clause?path=clocks.first_response.within%5B1%5D.cells.no_such_cell");
  EXPECT_EQ(clause.status, 303);
  EXPECT_TRUE(header(clause, "Location").starts_with("/program/" + key_ + "#clocks.first_response"));
  EXPECT_EQ(header(get("/program/" + key_ + "/clause?path=nonsense"), "Location"), "/program/" + key_);
  EXPECT_TRUE(says(get("/program/" + key_ + "?zone=Europe%2FBerlin"), "Europe/Berlin"));
}

TEST_F(PagesDesk, a_language_once_chosen_stays_and_its_link_keeps_the_address) {
  const auto login = get("/login?return_to=%2Frequests%2F1&language=ja", {{"Accept-Language", "en"}});
  EXPECT_TRUE(says(login, "/login?language=en&amp;return_to=%2Frequests%2F1"));
  const std::string set = header(login, "Set-Cookie");
  cookie_ = set.substr(0, set.find(';'));
  EXPECT_TRUE(says(get("/", {{"Accept-Language", "en"}}), "<html lang=\"ja\">"));
}

TEST_F(PagesDesk, strangers_are_asked_to_log_in_and_led_back_only_to_us) {
  const auto asked = get("/requests/7?x=1");
  EXPECT_EQ(asked.status, 303);
  EXPECT_EQ(header(asked, "Location"), "/login?return_to=%2Frequests%2F7%3Fx%3D1");
  EXPECT_EQ(header(log_in("misaki", "/requests/7"), "Location"), "/requests/7");
  for (const char* away : {"https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"})
    EXPECT_EQ(header(log_in("misaki", away), "Location"), "/requests") << away;
  cookie_.clear();
  EXPECT_FALSE(says(get("/login?return_to=%2F%2Fevil.example"), "value=\"//evil.example\""));
  const auto wrong = post("/login", {{"email", "misaki@example.com"}, {"password", "no"}, {"return_to", "/requests/7"}});
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(hidden(wrong, "return_to"), "/requests/7");
  EXPECT_TRUE(header(wrong, "Set-Cookie").empty());
}

TEST_F(PagesDesk, the_form_says_what_will_happen_before_it_is_sent) {
  log_in("misaki");
  const auto form = get("/requests/new?brand=" + key_ + "&kind=incident");
  ASSERT_EQ(form.status, 200);
  // Filed at 10:00 in Tokyo, severity 1 is answered within a quarter of an hour.
  EXPECT_TRUE(says(form, "10:15 JST")) << form.body;
  EXPECT_FALSE(hidden(form, "key").empty());
}

TEST_F(PagesDesk, a_request_is_filed_once_however_often_it_is_sent) {
  log_in("misaki");
  const auto fields = filled(get("/requests/new?brand=" + key_ + "&kind=incident"));
  const auto first = post("/requests/new", fields);
  ASSERT_EQ(first.status, 303) << first.body;
  const std::int64_t written = head();
  EXPECT_EQ(header(post("/requests/new", fields), "Location"), header(first, "Location"));
  EXPECT_EQ(head(), written);
}

TEST_F(PagesDesk, what_is_missing_is_said_and_what_was_written_is_kept) {
  log_in("misaki");
  auto fields = filled(get("/requests/new?brand=" + key_ + "&kind=incident"));
  fields[5].second = "";
  const std::int64_t before = head();
  const auto again = post("/requests/new", fields);
  EXPECT_EQ(again.status, 422);
  EXPECT_TRUE(says(again, "role=\"alert\"") && says(again, "reaches us."));
  EXPECT_EQ(hidden(again, "key"), fields[1].second);
  EXPECT_EQ(head(), before);
}

TEST_F(PagesDesk, every_change_needs_the_sessions_token) {
  log_in("misaki");
  const std::string path = file_one();
  const std::int64_t before = head();
  for (const char* token : {"", "00000000"}) {
    auto fields = filled(get("/requests/new?brand=" + key_ + "&kind=incident"));
    fields[0].second = token;
    EXPECT_EQ(post("/requests/new", fields).status, 403);
    EXPECT_EQ(post(path, {{"csrf", token}, {"act", "reply"}, {"body", "x"}}).status, 403);
    EXPECT_EQ(post("/logout", {{"csrf", token}}).status, 403);
  }
  EXPECT_EQ(head(), before);
  const auto foreign = send("POST", "/login", form_text({{"email", "eve@example.com"}, {"password", "word of eve"}}),
                            {{"Origin", "https://evil.example"}});
  EXPECT_EQ(foreign.status, 403);
}

TEST_F(PagesDesk, a_request_shows_its_promises_in_words_and_in_a_figure) {
  log_in("misaki");
  const auto page = get(file_one());
  ASSERT_EQ(page.status, 200);
  EXPECT_TRUE(says(page, "<svg class=\"promise-line\"") && says(page, "role=\"img\" aria-label=\""));
  EXPECT_TRUE(says(page, "10:15 JST") && says(page, "残り 15 分"));
  EXPECT_TRUE(says(page, "clocks.first_response"));
  EXPECT_TRUE(says(page, "Port &lt;b&gt;down&lt;/b&gt;"));
  EXPECT_FALSE(says(page, "<b>down") || says(page, "<script>alert"));
  EXPECT_FALSE(says(page, "style=\"") || says(page, "onclick="));
}

TEST_F(PagesDesk, a_customer_sees_no_notes_and_nothing_of_others) {
  log_in("misaki");
  const std::string path = file_one();
  act(number_of(path), Verb::note, "between ourselves");
  act(number_of(path), Verb::reply, "We are on it.");
  EXPECT_TRUE(says(get(path), "We are on it."));
  EXPECT_FALSE(says(get(path), "between ourselves"));
  for (const char* other : {"ken", "eve"}) {
    log_in(other);
    EXPECT_EQ(get(path).status, 404) << other;
    EXPECT_EQ(get(path).body, get("/requests/" + std::to_string(number_of(path))).body);
    EXPECT_FALSE(says(get("/requests"), path)) << other;
    const std::string token = hidden(get("/requests"), "csrf");
    EXPECT_EQ(post(path, {{"csrf", token}, {"act", "reply"}, {"body", "Hello?"}}).status, 404) << other;
  }
  log_in("boss");
  EXPECT_TRUE(says(get("/requests"), path));
  EXPECT_EQ(get(path).status, 200);
}

TEST_F(PagesDesk, a_customer_replies_solves_and_reopens) {
  log_in("misaki");
  const std::string path = file_one();
  const auto send_act = [&](const char* what, const char* words) {
    const auto page = get(path);
    return post(path, {{"csrf", hidden(page, "csrf")}, {"key", hidden(page, "key")}, {"act", what}, {"body", words}});
  };
  EXPECT_EQ(send_act("reply", "It is **worse** now.").status, 303);
  EXPECT_TRUE(says(get(path), "<strong>worse</strong>"));
  EXPECT_EQ(send_act("reply", "").status, 422);
  EXPECT_FALSE(says(get(path), "value=\"reopen\""));
}

TEST_F(PagesDesk, the_workspace_is_for_staff) {
  EXPECT_EQ(header(get("/desk"), "Location"), "/login?return_to=%2Fdesk");
  log_in("misaki");
  EXPECT_EQ(get("/desk").status, 403);
  EXPECT_EQ(header(log_in("emma"), "Location"), "/desk");
  EXPECT_TRUE(says(get("/desk"), "<div id=\"workspace\"></div>"));
}

TEST_F(PagesDesk, assets_have_tags_and_no_path_leads_out) {
  const auto sheet = get("/assets/css/pages.css");
  EXPECT_EQ(sheet.status, 200);
  EXPECT_EQ(get("/assets/css/pages.css", {{"If-None-Match", header(sheet, "ETag")}}).status, 304);
  EXPECT_EQ(get("/assets/css/../text/ja.yaml").status, 404);
  EXPECT_TRUE(says(get("/no/such/page"), "tokens.css"));
}

}  // namespace
}  // namespace yakusoku::pages_tests
