// rooms: adapters/shelf adapters/store adapters/engine_postgres adapters/engine_sqlite adapters/system desk core/program core/calendars
// Which office answers, around the clock for a year of both changes of the clocks, by a reckoning of its own.

#include "desk/phone.hpp"
#include "base/zones.hpp"
#include "desk/customers.hpp"
#include "desk/shifts.hpp"
#include "desk_fixture.hpp"

namespace yakusoku {
namespace {

// Atlassian's program; its page gives no numbers, so three that nobody has stand here.
class Phone : public Desk {
 protected:
  std::vector<program::SourceFile> program_files() override {
    std::vector<program::SourceFile> files;
    for (const std::string name : {"program.yaml", "hours.yaml", "clocks.yaml", "people.yaml", "engagements.yaml",
                                   "sydney.ics", "amsterdam.ics", "san_francisco.ics"})
      files.push_back({name, content_of("programs/atlassian-premier/" + name)});
    std::string& people = files[3].content;
    const std::string door = "  phone:\n    title: {en: Phone, ja: 電話}\n";
    EXPECT_NE(people.find(door), std::string::npos);
    people.insert(people.find(door) + door.size(), R"(    numbers:
      - {number: "+61 2 5550 0100", site: sydney}
      - {number: "+31 20 555 0100", site: amsterdam}
      - {number: "+1 415 555 0100", site: san_francisco}
)");
    return files;
  }

  desk::PhoneRoute route(std::string_view called, Instant at, std::string_view calling = {}) {
    desk::PhoneRoute found;
    (void)store_->read([&](ports::Reader& reader) {
      auto answer = desk::phone_route(reader, shelf_, Caller::desk(), called, calling, at);
      ASSERT_TRUE(answer) << entry_of(answer.error().code).name;
      found = std::move(*answer);
    });
    return found;
  }
};

struct Office {
  std::string id, zone, holidays;
  int from, to;
};
const std::vector<Office> offices{{"sydney", "Australia/Sydney", "sydney_holidays", 9, 19},
                                  {"amsterdam", "Europe/Amsterdam", "amsterdam_holidays", 8, 18},
                                  {"san_francisco", "America/Los_Angeles", "san_francisco_holidays", 8, 17}};

bool is_there(const Office& office, const program::Program& program, Instant at) {
  const std::int64_t local = at.seconds + zones::offset(office.zone, at);
  const auto date = static_cast<calendars::Date>(local / 86400);
  const auto holidays = program.dates(office.holidays);
  const std::int64_t weekday = (date + 3) % 7;  // 1 January 1970 was a Thursday
  const std::int64_t hour = local % 86400 / 3600;
  return weekday < 5 && std::ranges::find(holidays, date) == holidays.end() && office.from <= hour &&
         hour < office.to;
}

TEST_F(Phone, the_dialled_office_or_the_next_that_is_online) {
  const auto program = program::read(program_files()).program;
  ASSERT_TRUE(program);
  int own = 0, forwarded = 0, nobody_at_a_site = 0;
  for (Instant at = *from_iso("2026-01-01T00:00:00Z"); at < *from_iso("2027-01-01T00:00:00Z");
       at = at + minutes(45)) {
    std::string expected;
    for (std::size_t i = 0; i < offices.size() && expected.empty(); ++i)
      if (is_there(offices[i], *program, at)) expected = offices[i].id;
    const desk::PhoneRoute found = route("0061 (2) 5550-0100", at);
    if (expected.empty()) {
      ++nobody_at_a_site;
      EXPECT_TRUE(std::ranges::none_of(offices, [&](const Office& each) { return each.id == found.office; }))
          << to_iso(at);
    } else {
      ++(expected == "sydney" ? own : forwarded);
      ASSERT_EQ(expected, found.office) << to_iso(at);
      EXPECT_GT(found.until, at);
    }
  }
  EXPECT_GT(own, 2000);
  EXPECT_GT(forwarded, 4000);
  EXPECT_GT(nobody_at_a_site, 2000);
}

TEST_F(Phone, at_the_weekend_the_standing_in_team_answers_premier_customers) {
  ports::ContractRow contract;
  contract.organization = acme_;
  contract.program = program_;
  contract.plan = "premier";
  contract.licences = 1;
  ASSERT_TRUE(run([&](auto& t) { return desk::put_contract(t, shelf_, Caller::desk(), contract); }));
  ASSERT_TRUE(
      run([&](auto& t) { return desk::put_phones(t, Caller::desk(), customer_.person, {"+81 3 5550 0199"}); }));
  const Instant saturday = *from_iso("2026-11-28T12:00:00Z");
  // No named contact: the phone is not his, and the clause says why.
  const desk::PhoneRoute stranger = route("+61255500100", saturday, "0081-3-5550-0199");
  EXPECT_EQ(customer_.person, stranger.caller);
  EXPECT_FALSE(stranger.entitled);
  EXPECT_EQ("doors.phone.when.plan", stranger.clause);
  EXPECT_EQ("select", stranger.plan);
  desk::NewContact named;
  named.organization = acme_;
  named.program = program_;
  named.person = customer_.person;
  named.values = Json::object({{"personal", "yes"}});
  ports::OrganizationRow row;
  (void)store_->read([&](ports::Reader& reader) { row = *reader.organization(acme_); });
  row.domains = {"example.com"};
  ASSERT_TRUE(run([&](auto& t) { return desk::update_organization(t, Caller::desk(), row); }));
  const auto done = run([&](auto& t) { return desk::name_contact(t, shelf_, Caller::desk(), named); });
  ASSERT_TRUE(done) << entry_of(done.error().code).name << " " << done.error().clause;
  const desk::PhoneRoute premier = route("+61255500100", saturday, "0081-3-5550-0199");
  EXPECT_TRUE(premier.entitled);
  EXPECT_EQ("premier", premier.plan);
  EXPECT_EQ("weekend", premier.office);
}

TEST_F(Phone, who_is_on_duty_rings_first_then_the_next_office) {
  const auto work = [&](const Caller& who, std::string site, std::string zone, std::string phone) {
    ports::RotaRow rota;
    rota.name = site;
    calendars::Definition hours;
    hours.kind = calendars::Definition::Kind::week;
    hours.week.zone = zone;
    hours.week.weekly[0] = {{8 * 3600, 20 * 3600}};
    rota.hours = to_text(calendars::to_json(hours));
    auto made = run([&](auto& t) { return desk::put_rota(t, Caller::desk(), rota); });
    ASSERT_TRUE(made) << made.error().detail;
    ports::PersonRow person;
    (void)store_->read([&](ports::Reader& reader) {
      person = *reader.person(who.person);
      for (const ports::GroupRow& group : reader.groups())
        if (group.key == "premier") person.groups = {group.id.value};
    });
    ASSERT_TRUE(run([&](auto& t) { return desk::update_person(t, Caller::desk(), person); }));
    ports::AgentRow agent;
    agent.person = who.person;
    agent.site = site;
    agent.rota = site;
    agent.phone = phone;
    ASSERT_TRUE(run([&](auto& t) { return desk::put_agent(t, Caller::desk(), agent); }));
  };
  work(agent_, "sydney", "Australia/Sydney", "+61 2 5550 0101");
  work(add("Anke", ports::Role::agent, {}), "amsterdam", "Europe/Amsterdam", "+31 20 555 0101");
  // Monday 08:30 UTC: 19:30 in Sydney, 9:30 in Amsterdam.
  const desk::PhoneRoute both = route("+31 20 555 0100", *from_iso("2026-03-02T08:30:00Z"));
  EXPECT_EQ("amsterdam", both.office);
  EXPECT_EQ((std::vector<std::string>{"+31 20 555 0101", "+61 2 5550 0101"}), both.rings);
  const desk::PhoneRoute late = route("+61 2 5550 0100", *from_iso("2026-03-02T10:00:00Z"));
  EXPECT_EQ("amsterdam", late.office);
  EXPECT_EQ((std::vector<std::string>{"+31 20 555 0101"}), late.rings);
}

TEST_F(Phone, a_number_that_no_program_has_and_another_person_s) {
  (void)store_->read([&](ports::Reader& reader) {
    const auto answer = desk::phone_route(reader, shelf_, Caller::desk(), "+49 30 5550", "", time_.now());
    ASSERT_FALSE(answer);
    EXPECT_EQ(ErrorCode::unknown_value, answer.error().code);
  });
  ASSERT_TRUE(
      run([&](auto& t) { return desk::put_phones(t, Caller::desk(), customer_.person, {"+81 3 5550 0199"}); }));
  const auto twice =
      run([&](auto& t) { return desk::put_phones(t, Caller::desk(), agent_.person, {"0081355500199"}); });
  ASSERT_FALSE(twice);
  EXPECT_EQ(ErrorCode::duplicate, twice.error().code);
}

}  // namespace
}  // namespace yakusoku
