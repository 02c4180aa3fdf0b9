// rooms: adapters/pages adapters/access adapters/http adapters/shelf adapters/store adapters/engine_sqlite adapters/system desk core/program ports base
// The customer's own administrator: what is held, and the named contacts whom he changes within the limit.

#include "base/sha256.hpp"
#include "base/zones.hpp"
#include "desk/balances.hpp"
#include "desk/customers.hpp"
#include "desk/shifts.hpp"
#include "pages_desk.hpp"

namespace yakusoku::pages_tests {
namespace {

class OrganizationPage : public PagesDesk {
 protected:
  void SetUp() override {
    PagesDesk::SetUp();
    std::vector<program::SourceFile> files;
    for (const std::string name : {"program.yaml", "days.yaml"})
      files.push_back({name, file_text("tests/programs/golden/" + name)});
    files.front().content += R"(
plans:
  premier: {title: {en: Premier, ja: プレミア}, when: {contact.named: yes}}
  standard: {title: {en: Standard, ja: スタンダード}, bought: no}
facts:
  licences: {title: {en: Licences, ja: ライセンス数}, type: number, from: contract.licences}
contacts: {number: 1 * licences, must: {contact.personal: yes}}
)";
    program_ =
        number([&](auto& t) { return desk::enact_program(t, shelf_, desk::Caller::desk(), {files}); }, "program");
  }

  void sign(std::string to) {
    ports::ContractRow row;
    row.organization = OrganizationId{1};
    row.program = ProgramId{program_};
    row.plan = "premier";
    row.from = "2020-01-01";
    row.to = std::move(to);
    row.licences = 1;
    row.price = Json::object({{"en", "$1,000 a year"}, {"ja", "年額15万円"}});
    number([&](auto& t) { return desk::put_contract(t, shelf_, desk::Caller::desk(), row); }, "contract");
  }

  http::Response name(const std::string& who, const std::string& replaces = "0") {
    const auto page = get("/organization");
    return post("/organization", {{"csrf", hidden(page, "csrf")},
                                  {"key", hidden(page, "key")},
                                  {"program", std::to_string(program_)},
                                  {"program_key", key_},
                                  {"name", who},
                                  {"address", who + "@example.com"},
                                  {"personal", "yes"},
                                  {"replaces", replaces}});
  }

  std::int64_t program_ = 0;
};

TEST_F(OrganizationPage, it_is_its_administrators_alone) {
  EXPECT_EQ(get("/organization").status, 303);
  log_in("misaki");
  EXPECT_EQ(get("/organization").status, 403);
  log_in("boss");
  const auto page = get("/organization");
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("No contract is recorded"), std::string::npos);
  EXPECT_NE(get("/requests").body.find("href=\"/organization\""), std::string::npos);
}

TEST_F(OrganizationPage, contacts_are_named_swapped_and_removed_within_the_limit) {
  sign("");
  log_in("boss");
  const auto before = get("/organization").body;
  EXPECT_NE(before.find("0 of 1"), std::string::npos);
  EXPECT_NE(before.find("$1,000 a year"), std::string::npos);
  EXPECT_EQ(name("misaki").status, 303);
  EXPECT_NE(get("/organization").body.find("1 of 1"), std::string::npos);
  // The second is one too many; the clause says so and leads to the program.
  const auto refused = name("ken");
  EXPECT_GE(refused.status, 400);
  EXPECT_NE(refused.body.find("<code>contacts.number</code>"), std::string::npos);
  // In the place of the first he may be one.
  const auto page = get("/organization").body;
  const std::string mark = "name=\"remove\" value=\"";
  const auto at = page.find(mark) + mark.size();
  const std::string contact = page.substr(at, page.find('"', at) - at);
  EXPECT_EQ(name("ken", contact).status, 303);
  const auto swapped = get("/organization").body;
  EXPECT_NE(swapped.find("<b>ken</b>"), std::string::npos);
  EXPECT_EQ(swapped.find("<b>misaki</b>"), std::string::npos);
}

TEST_F(OrganizationPage, from_a_request_s_own_page_its_asker_becomes_a_contact_and_it_moves_at_once) {
  sign("");
  log_in("boss");
  EXPECT_EQ(name("ken").status, 303);  // the one place is taken
  log_in("misaki");
  const auto form = get("/requests/new?brand=" + key_ + "&kind=incident");
  const auto sent = post("/requests/new", {{"csrf", hidden(form, "csrf")},
                                           {"key", "one"},
                                           {"brand", key_},
                                           {"kind", "incident"},
                                           {"severity", "1"},
                                           {"subject", "Port down"},
                                           {"description", "Nothing reaches us."}});
  const std::string path = header(sent, "Location");
  EXPECT_EQ(get(path).body.find("class=\"stack swap\""), std::string::npos);  // not his to do
  log_in("boss");
  const auto page = get(path);
  ASSERT_NE(page.body.find("class=\"stack swap\""), std::string::npos) << page.body;
  const std::string mark = "<select name=\"replaces\"><option value=\"";
  const auto at = page.body.find(mark);
  ASSERT_NE(at, std::string::npos) << "somebody's place has to be given";
  const std::string ken =
      page.body.substr(at + mark.size(), page.body.find('"', at + mark.size()) - at - mark.size());
  const auto swapped = post("/organization", {{"csrf", hidden(page, "csrf")},
                                              {"key", "swap"},
                                              {"program", std::to_string(program_)},
                                              {"program_key", key_},
                                              {"name", "misaki"},
                                              {"address", "misaki@example.com"},
                                              {"personal", "yes"},
                                              {"replaces", ken},
                                              {"return", path.substr(path.rfind('/') + 1)}});
  EXPECT_EQ(header(swapped, "Location"), path);
  const auto after = get(path).body;
  EXPECT_EQ(after.find("class=\"stack swap\""), std::string::npos);
  EXPECT_EQ(after.find("plans.premier.when.contact.named"), std::string::npos) << "it is covered now";
}

TEST_F(OrganizationPage, a_contract_that_has_ended_covers_nothing_today) {
  sign("2020-12-31");
  log_in("boss");
  EXPECT_NE(get("/organization").body.find("not in force today"), std::string::npos);
}

TEST_F(OrganizationPage, its_administrator_records_what_they_run_and_it_fills_the_form) {
  sign("");
  log_in("boss");
  const auto page = get("/organization");
  const auto save = [&](const std::string& asset, const std::string& name, const std::string& details) {
    return post("/organization", {{"csrf", hidden(page, "csrf")},
                                  {"key", name + details},
                                  {"act", "environment"},
                                  {"program", std::to_string(program_)},
                                  {"asset", asset},
                                  {"name", name},
                                  {"version", "9.12"},
                                  {"details", details}});
  };
  EXPECT_EQ(save("0", "jira-tokyo", "VM: OpenJDK 21\r\nデータベース：PostgreSQL 15\r\n").status, 303);
  const auto shown = get("/organization").body;
  EXPECT_NE(shown.find("jira-tokyo"), std::string::npos);
  EXPECT_NE(shown.find("データベース: PostgreSQL 15"), std::string::npos);
  const std::string mark = "/organization?environment=";
  const auto at = shown.find(mark) + mark.size();
  const std::string id = shown.substr(at, shown.find('#', at) - at);
  EXPECT_EQ(save(id, "jira-osaka", "").status, 303);
  const auto changed = get("/organization").body;
  EXPECT_EQ(changed.find("jira-tokyo"), std::string::npos);
  EXPECT_NE(changed.find("jira-osaka"), std::string::npos);
  // What says no name is named, and so is what is missing.
  const auto refused = save("0", "x", "just words");
  EXPECT_GE(refused.status, 400);
  EXPECT_NE(refused.body.find("“just words”"), std::string::npos);
  EXPECT_NE(save("0", "", "").body.find("Please give the environment a name."), std::string::npos);
  // A person of the organisation chooses it in the form.
  log_in("misaki");
  const auto form = get("/requests/new?brand=" + key_ + "&kind=incident").body;
  EXPECT_NE(form.find("asset=" + id), std::string::npos) << form;
  EXPECT_NE(
      get("/requests/new?brand=" + key_ + "&kind=incident&asset=" + id).body.find("aria-current=\"true\">jira-osaka"),
      std::string::npos);
}

TEST_F(OrganizationPage, whoever_asks_says_himself_until_when_he_is_away) {
  log_in("misaki");
  const auto page = get("/requests");
  const auto say = [&](const std::string& until, bool back = false) {
    http::Pairs fields{{"csrf", hidden(page, "csrf")}, {"key", until + (back ? "b" : "a")}, {"until", until}};
    if (back) fields.emplace_back("back", "yes");
    return post("/away", fields);
  };
  EXPECT_EQ(page.body.find("class=\"tag\">"), std::string::npos);
  EXPECT_EQ(header(say("2020-01-01"), "Location"), "/requests?away=wrong#away");
  EXPECT_EQ(header(say("tomorrow"), "Location"), "/requests?away=wrong#away");
  const std::string day = zones::date_text(zones::wall_time("UTC", time_.now()).date + 3);
  EXPECT_EQ(header(say(day), "Location"), "/requests#away");
  EXPECT_NE(get("/requests").body.find("class=\"tag\">"), std::string::npos) << get("/requests").body;
  EXPECT_EQ(header(say("", true), "Location"), "/requests#away");
  EXPECT_EQ(get("/requests").body.find("class=\"tag\">"), std::string::npos);
}

// A program that takes the wish in a kind of its own.
class AlignedDates : public OrganizationPage {
 protected:
  void SetUp() override {
    OrganizationPage::SetUp();
    std::vector<program::SourceFile> files;
    for (const std::string name : {"program.yaml", "days.yaml"})
      files.push_back({name, file_text("tests/programs/golden/" + name)});
    std::string& text = files.front().content;
    const std::string title = "    title: {en: General inquiry, ja: 一般的なお問い合わせ}\n";
    text.insert(text.find(title), "    opens_from: contracts\n");
    text +=
        "plans: {premier: {title: {en: Premier, ja: プレミア}}, standard: {title: {en: Standard, ja: "
        "スタンダード}}}\n";
    program_ =
        number([&](auto& t) { return desk::enact_program(t, shelf_, desk::Caller::desk(), {files}); }, "program");
  }
};

TEST_F(AlignedDates, who_has_several_last_days_asks_in_one_click_to_have_them_on_one) {
  sign("2027-03-31");
  log_in("boss");
  EXPECT_EQ(get("/organization").body.find("value=\"align\""), std::string::npos);  // one day: nothing to align
  sign("2027-09-30");
  const auto page = get("/organization");
  ASSERT_NE(page.body.find("value=\"align\""), std::string::npos);
  const auto asked = post(
      "/organization",
      {{"csrf", hidden(page, "csrf")}, {"key", "align"}, {"act", "align"}, {"program", std::to_string(program_)}});
  ASSERT_EQ(asked.status, 303) << asked.body;
  const auto request = get(header(asked, "Location")).body;
  EXPECT_NE(request.find("Please align the dates of our contracts"), std::string::npos);
  EXPECT_NE(request.find("Premier: until 2027-03-31"), std::string::npos) << request;
  EXPECT_NE(request.find("Premier: until 2027-09-30"), std::string::npos);
}

TEST_F(PagesDesk, a_calendar_is_read_by_whoever_knows_its_word) {
  const std::string word = "abcdefghijklmnopqrstuvwxyz";
  desk::Caller agent;
  agent.person = PersonId{agent_};
  agent.role = ports::Role::agent;
  number([&](auto& t) { return desk::put_feed(t, agent, PersonId{agent_}, to_hex(sha256(word))); }, "person");
  const std::string path = "/calendars/" + std::to_string(agent_) + "-";
  const auto calendar = get(path + word + ".ics");
  ASSERT_EQ(calendar.status, 200);
  EXPECT_EQ(header(calendar, "Content-Type"), "text/calendar; charset=utf-8");
  EXPECT_TRUE(calendar.body.starts_with("BEGIN:VCALENDAR\r\n"));
  EXPECT_NE(calendar.body.find("X-WR-CALNAME:Shifts of "), std::string::npos);
  for (const std::string other : {"abcdefghijklmnopqrstuvwxy", "", "-"})
    EXPECT_EQ(get(path + other + ".ics").status, 404);
  EXPECT_EQ(get("/calendars/x-" + word + ".ics").status, 404);
  EXPECT_EQ(get("/calendars/" + word).status, 404);
}

TEST_F(OrganizationPage, what_is_left_of_packs_is_said_with_its_end) {
  const std::vector<program::SourceFile> files{
      {"program.yaml", file_text("tests/programs/incident_packs/program.yaml")}};
  const ProgramId packs{
      number([&](auto& t) { return desk::enact_program(t, shelf_, desk::Caller::desk(), {files}); }, "program")};
  log_in("boss");
  EXPECT_EQ(get("/organization").body.find("id=\"balances\""), std::string::npos);
  number(
      [&](auto& t) { return desk::buy_packs(t, shelf_, desk::Caller::desk(), OrganizationId{1}, packs, "packs", 2); },
      "position");
  const auto page = get("/organization").body;
  EXPECT_NE(page.find("Incidents of your packs: 10"), std::string::npos) << page;
  EXPECT_NE(page.find("10 of it end "), std::string::npos);
}

}  // namespace
}  // namespace yakusoku::pages_tests
