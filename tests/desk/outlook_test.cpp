// rooms: adapters/shelf adapters/store adapters/engine_postgres adapters/engine_sqlite adapters/system desk core/program core/calendars
// What an asker reads before he sends, against what sending then makes of it (Atlassian's program: teams, weekends, language).

#include "desk/outlook.hpp"
#include "core/lifecycle/own_acts.hpp"
#include "desk/customers.hpp"
#include "desk/shifts.hpp"
#include "desk_fixture.hpp"

namespace yakusoku {
namespace {

class Outlooks : public Desk {
 protected:
  std::vector<program::SourceFile> program_files() override {
    std::vector<program::SourceFile> files;
    for (const std::string name : {"program.yaml", "hours.yaml", "clocks.yaml", "people.yaml", "engagements.yaml",
                                   "sydney.ics", "amsterdam.ics", "san_francisco.ics"})
      files.push_back({name, content_of("programs/atlassian-premier/" + name)});
    return files;
  }

  void SetUp() override {
    Desk::SetUp();
    ports::ContractRow contract;
    contract.organization = acme_;
    contract.program = program_;
    contract.plan = "premier";
    contract.licences = 1;
    ASSERT_TRUE(run([&](auto& t) { return desk::put_contract(t, shelf_, Caller::desk(), contract); }));
    ports::OrganizationRow row;
    (void)store_->read([&](ports::Reader& reader) { row = *reader.organization(acme_); });
    row.domains = {"example.com"};
    ASSERT_TRUE(run([&](auto& t) { return desk::update_organization(t, Caller::desk(), row); }));
    desk::NewContact named;
    named.organization = acme_;
    named.program = program_;
    named.person = customer_.person;
    named.values = Json::object({{"personal", "yes"}});
    ASSERT_TRUE(run([&](auto& t) { return desk::name_contact(t, shelf_, Caller::desk(), named); }));
  }

  desk::OpenTicket problem(const std::string& severity, const std::string& product) const {
    desk::OpenTicket input = incident();
    input.kind = "problem";
    input.severity = severity;
    input.values.push_back(tickets::Value::of("product", product));
    return input;
  }

  desk::Outlook seen(const Caller& who, const desk::OpenTicket& input, std::string_view at) {
    time_.push_to(*from_iso(at));
    desk::Outlook found;
    (void)store_->read([&](ports::Reader& reader) {
      auto outlook = desk::outlook(reader, shelf_, who, input, time_.now());
      ASSERT_TRUE(outlook) << entry_of(outlook.error().code).name << " " << outlook.error().detail;
      found = std::move(*outlook);
    });
    return found;
  }

  void works(const std::string& team, const std::string& zone, int from, int to) {
    calendars::Definition hours;
    hours.kind = calendars::Definition::Kind::week;
    hours.week.zone = zone;
    for (std::size_t day = 0; day < 5; ++day) hours.week.weekly[day] = {{from * 3600, to * 3600}};
    ports::RotaRow rota;
    rota.name = team;
    rota.hours = to_text(calendars::to_json(hours));
    ASSERT_TRUE(run([&](auto& t) { return desk::put_rota(t, Caller::desk(), rota); }));
    ports::PersonRow person;
    (void)store_->read([&](ports::Reader& reader) {
      person = *reader.person(agent_.person);
      for (const ports::GroupRow& group : reader.groups())
        if (group.key == team) person.groups = {group.id.value};
    });
    ASSERT_TRUE(run([&](auto& t) { return desk::update_person(t, Caller::desk(), person); }));
    ports::AgentRow agent;
    agent.person = agent_.person;
    agent.rota = team;
    ASSERT_TRUE(run([&](auto& t) { return desk::put_agent(t, Caller::desk(), agent); }));
  }
};

TEST_F(Outlooks, a_plan_and_its_team_and_why_not_the_better_one) {
  const desk::Outlook named = seen(customer_, problem("L1", "confluence"), "2026-11-25T10:00:00Z");
  EXPECT_EQ("premier", named.coverage.plan);
  EXPECT_EQ("premier", named.team);
  ASSERT_EQ(1u, named.clocks.size());
  EXPECT_EQ(*from_iso("2026-11-25T10:30:00Z"), named.clocks[0].due);
  const desk::Outlook other = seen(colleague_, problem("L1", "confluence"), "2026-11-25T10:00:00Z");
  EXPECT_EQ("select", other.coverage.plan);
  EXPECT_EQ("select", other.team);
  ASSERT_FALSE(other.coverage.missed.empty());
  EXPECT_EQ("plans.premier.when.contact.named", other.coverage.missed.back().clause);
}

TEST_F(Outlooks, who_is_there_and_until_when_else_when_somebody_comes) {
  works("premier", "Europe/Amsterdam", 8, 18);
  const desk::Outlook there = seen(customer_, problem("L2", "confluence"), "2026-11-25T10:00:00Z");
  EXPECT_TRUE(there.rotas_kept);
  EXPECT_TRUE(there.somebody_there);
  EXPECT_EQ(*from_iso("2026-11-25T17:00:00Z"), there.until);
  const desk::Outlook gone = seen(customer_, problem("L2", "confluence"), "2026-11-25T20:00:00Z");
  EXPECT_FALSE(gone.somebody_there);
  EXPECT_EQ(*from_iso("2026-11-26T07:00:00Z"), gone.back_at);
}

TEST_F(Outlooks, the_weekend_limits_products_to_level_1) {
  EXPECT_EQ("weekend", seen(customer_, problem("L1", "fisheye"), "2026-11-28T12:00:00Z").team);
  EXPECT_EQ("", seen(customer_, problem("L2", "fisheye"), "2026-11-28T12:00:00Z").team);
  const desk::Outlook due = seen(customer_, problem("L2", "fisheye"), "2026-11-28T12:00:00Z");
  ASSERT_EQ(1u, due.clocks.size());
  // Monday 10:00 in Sydney is where the weekend ends; two hours from there.
  EXPECT_EQ(*from_iso("2026-11-30T01:00:00Z"), due.clocks[0].due);
}

TEST_F(Outlooks, answers_come_in_the_plan_s_language) {
  desk::OpenTicket japanese = problem("L1", "confluence");
  japanese.language = "ja";
  const desk::Outlook outlook = seen(customer_, japanese, "2026-11-25T10:00:00Z");
  EXPECT_EQ(std::vector<std::string>{"en"}, outlook.languages);
  EXPECT_FALSE(outlook.answered_in_it);
  japanese.language = "en";
  EXPECT_TRUE(seen(customer_, japanese, "2026-11-25T10:00:00Z").answered_in_it);
}

TEST_F(Outlooks, nothing_is_written) {
  std::int64_t before = 0, after = 0;
  (void)store_->read([&](ports::Reader& reader) { before = reader.head(); });
  (void)seen(customer_, problem("L1", "confluence"), "2026-11-25T10:00:00Z");
  (void)store_->read([&](ports::Reader& reader) { after = reader.head(); });
  EXPECT_EQ(before, after);
}

TEST_F(Outlooks, what_would_be_refused_is_refused) {
  desk::OpenTicket training = incident();
  training.kind = "training";
  training.severity = "L4";
  (void)store_->read([&](ports::Reader& reader) {
    const auto outlook = desk::outlook(reader, shelf_, customer_, training, time_.now());
    ASSERT_FALSE(outlook);
    EXPECT_EQ(ErrorCode::refused_by_program, outlook.error().code);
    EXPECT_EQ("admit[4]", outlook.error().clause);
  });
}

}  // namespace
}  // namespace yakusoku
