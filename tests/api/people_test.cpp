// rooms: adapters/api adapters/access adapters/shelf adapters/store adapters/engine_postgres adapters/engine_sqlite adapters/system desk core/calendars base
// Balances, absences of those who ask, thin spots and the outlook over the API.

#include "api_desk.hpp"
#include "core/calendars/calendars.hpp"

namespace yakusoku::api_tests {
namespace {

class People : public ApiDesk {
 protected:
  void SetUp() override {
    ApiDesk::SetUp();
    lead_ = add("lena", ports::Role::lead, 0);
    administrator_ = add("aoi", ports::Role::customer_admin, acme_);
    std::ifstream stream(std::string(YAKUSOKU_SOURCE_DIR) + "/tests/programs/incident_packs/program.yaml");
    std::ostringstream text;
    text << stream.rdbuf();
    const std::vector<program::SourceFile> files{{"program.yaml", text.str()}};
    packs_ =
        number([&](auto& t) { return desk::enact_program(t, shelf_, desk::Caller::desk(), {files}); }, "program");
  }
  std::string bought(std::int64_t packs) const {
    return R"({"program_id":)" + std::to_string(packs_) + R"(,"ledger":"packs","packs":)" + std::to_string(packs) +
           "}";
  }
  std::string organization() const { return "/desk/organizations/" + std::to_string(acme_); }

  std::int64_t lead_ = 0, administrator_ = 0, packs_ = 0;
};

TEST_F(People, packs_are_bought_by_a_lead_and_seen_by_the_customer_s_administrator) {
  EXPECT_EQ(403, call("emma", "POST", organization() + "/purchases", bought(1)).status);
  EXPECT_EQ(403, call("aoi", "POST", organization() + "/purchases", bought(1)).status);
  const Answered nothing = call("lena", "POST", organization() + "/purchases", bought(0));
  EXPECT_EQ(422, nothing.status);
  EXPECT_EQ(404, call("lena", "POST", "/desk/organizations/999/purchases", bought(1)).status);
  const Answered done = call("lena", "POST", organization() + "/purchases", bought(2));
  ASSERT_EQ(201, done.status) << done.body;
  for (const std::string who : {"aoi", "emma"}) {
    const Answered seen = get(who, organization() + "/ledgers");
    ASSERT_EQ(200, seen.status) << seen.body;
    EXPECT_EQ(Json(std::int64_t{10}), seen.at({"ledgers", "0", "balance"})) << who;
    EXPECT_EQ(Json("granted"), seen.at({"ledgers", "0", "latest", "0", "kind"})) << who;
    EXPECT_EQ(Json(lead_), seen.at({"ledgers", "0", "latest", "0", "by"})) << who;
  }
  EXPECT_EQ(403, get("misaki", organization() + "/ledgers").status);
  EXPECT_GE(get("eve", organization() + "/ledgers").status, 403);
}

TEST_F(People, somebody_is_away_until_he_says_so_and_comes_back) {
  const std::string self = "/users/" + std::to_string(customer_) + "/away";
  EXPECT_EQ(422, call("misaki", "PUT", self, R"({"until":"soon"})").status);
  ASSERT_EQ(200, call("misaki", "PUT", self, R"({"until":"2026-12-24T00:00:00Z"})").status);
  EXPECT_EQ(Json("2026-12-24T00:00:00Z"),
            get("emma", "/users/" + std::to_string(customer_)).at({"user", "away_until"}));
  ASSERT_EQ(200, call("aoi", "PUT", self, R"({"until":""})").status);
  EXPECT_TRUE(get("emma", "/users/" + std::to_string(customer_)).at({"user", "away_until"}).is_null());
  EXPECT_EQ(404, call("eve", "PUT", self, R"({"until":"2026-12-24T00:00:00Z"})").status);
  EXPECT_EQ(422,
            call("emma", "PUT", "/users/" + std::to_string(agent_) + "/away", R"({"until":"2026-12-24T00:00:00Z"})")
                .status);
  EXPECT_EQ(422, call("misaki", "PUT", self, R"({"until":"2036-12-24T00:00:00Z"})").status);
}

TEST_F(People, thin_spots_are_the_staff_s_and_none_where_nobody_keeps_a_rota) {
  EXPECT_EQ(403, get("misaki", "/desk/thin_spots").status);
  const Answered none = get("emma", "/desk/thin_spots");
  ASSERT_EQ(200, none.status) << none.body;
  for (const Json& each : none.list({"programs"})) EXPECT_TRUE(each.find("spots")->items().empty());
}

// Mondays to Fridays, nine to six in Tokyo.
std::string office_hours() {
  calendars::Definition hours;
  hours.kind = calendars::Definition::Kind::week;
  hours.week.zone = "Asia/Tokyo";
  for (std::size_t day = 0; day < 5; ++day) hours.week.weekly[day] = {{9 * 3600, 18 * 3600}};
  return to_text(calendars::to_json(hours));
}

// Emma is in every team of the packs' program and works in office hours.
class Shifts : public People {
 protected:
  void SetUp() override {
    People::SetUp();
    number(
        [&](auto& t) -> Result<ports::Answer> {
          ports::PersonRow person = *t.person(PersonId{agent_});
          for (const ports::GroupRow& group : t.groups()) person.groups.push_back(group.id.value);
          return desk::update_person(t, desk::Caller::desk(), person);
        },
        "person");
    const Answered rota =
        call("lena", "PUT", "/desk/rotas/office", R"({"title":"Office","hours":)" + office_hours() + "}");
    ASSERT_EQ(200, rota.status) << rota.body;
    const Answered agent = call("lena", "PUT", "/desk/agents/" + std::to_string(agent_), R"({"rota":"office"})");
    ASSERT_EQ(200, agent.status) << agent.body;
  }
  std::string absence(const std::string& from, const std::string& to) const {
    return R"({"person":)" + std::to_string(agent_) + R"(,"from":")" + from + R"(","to":")" + to +
           R"(","kind":"leave"})";
  }
  Answered duty(const std::string& at) {
    return get("emma", "/desk/duty?program=" + std::to_string(packs_) + "&at=" + at);
  }
};

TEST_F(Shifts, who_is_on_duty_now_and_who_is_next) {
  const Answered noon = duty("2026-11-25T03:00:00Z");
  ASSERT_EQ(200, noon.status) << noon.body;
  EXPECT_EQ(Json("emma"), noon.at({"teams", "0", "on_duty", "0", "name"}));
  EXPECT_EQ(Json("2026-11-25T09:00:00Z"), noon.at({"teams", "0", "on_duty", "0", "until"}));
  const Answered night = duty("2026-11-25T15:00:00Z");
  EXPECT_TRUE(night.list({"teams", "0", "on_duty"}).empty());
  EXPECT_EQ(Json("2026-11-26T00:00:00Z"), night.at({"teams", "0", "next", "at"}));
  EXPECT_EQ(Json("emma"), night.at({"teams", "0", "next", "people", "0", "name"}));
  EXPECT_EQ(400, duty("noon").status / 100 * 100);
}

TEST_F(Shifts, an_absence_takes_him_off_duty_and_its_removal_brings_him_back) {
  const Answered made =
      call("lena", "POST", "/desk/duty_exceptions", absence("2026-11-25T02:00:00Z", "2026-11-25T05:00:00Z"));
  ASSERT_EQ(201, made.status) << made.body;
  EXPECT_TRUE(duty("2026-11-25T03:00:00Z").list({"teams", "0", "on_duty"}).empty());
  const Json id = get("emma", "/desk/duty_exceptions?person=" + std::to_string(agent_)).at({"exceptions", "0", "id"});
  ASSERT_TRUE(id.is_integer());
  const std::string path = "/desk/duty_exceptions/" + std::to_string(id.integer());
  EXPECT_EQ(403, call("noor", "DELETE", path, "").status);
  EXPECT_LT(call("lena", "DELETE", path, "").status, 300);
  EXPECT_EQ(1u, duty("2026-11-25T03:00:00Z").list({"teams", "0", "on_duty"}).size());
}

TEST_F(Shifts, hours_are_the_leads_to_set) {
  EXPECT_EQ(403, call("emma", "PUT", "/desk/rotas/office", R"({"hours":)" + office_hours() + "}").status);
  EXPECT_EQ(403, call("misaki", "GET", "/desk/board", "").status);
  EXPECT_EQ(422, call("lena", "PUT", "/desk/rotas/office", R"({"title":"Office"})").status);
  EXPECT_EQ(422, call("lena", "POST", "/desk/duty_exceptions", absence("tomorrow", "2026-11-25T05:00:00Z")).status);
  EXPECT_EQ(404, call("lena", "DELETE", "/desk/duty_exceptions/999", "").status);
}

std::string calendar_of(const std::string& zone, const std::string& lines, bool away = true) {
  return R"({"away":)" + std::string(away ? "true" : "false") + R"(,"kind":"vacation","zone":")" + zone +
         R"(","calendar":"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\n)" + lines +
         R"(END:VEVENT\r\nEND:VCALENDAR\r\n"})";
}

TEST_F(Shifts, a_calendar_brings_absences_and_brought_again_replaces_them) {
  const std::string path = "/desk/agents/" + std::to_string(agent_) + "/calendars/leave.ics";
  const std::string first =
      calendar_of("Asia/Tokyo", R"(DTSTART;VALUE=DATE:20261125\r\nDTEND;VALUE=DATE:20261127\r\n)");
  const Answered taken = call("emma", "PUT", path, first);  // her own absence: hers to enter
  ASSERT_EQ(200, taken.status) << taken.body;
  EXPECT_EQ(Json(1), taken.at({"taken"}));
  EXPECT_TRUE(duty("2026-11-25T03:00:00Z").list({"teams", "0", "on_duty"}).empty());
  EXPECT_TRUE(duty("2026-11-26T03:00:00Z").list({"teams", "0", "on_duty"}).empty());
  const std::string moved =
      calendar_of("Asia/Tokyo", R"(DTSTART;VALUE=DATE:20261126\r\nDTEND;VALUE=DATE:20261127\r\n)");
  ASSERT_EQ(200, call("emma", "PUT", path, moved).status);
  EXPECT_EQ(1u, duty("2026-11-25T03:00:00Z").list({"teams", "0", "on_duty"}).size());
  EXPECT_TRUE(duty("2026-11-26T03:00:00Z").list({"teams", "0", "on_duty"}).empty());
  const Answered listed = get("emma", "/desk/duty_exceptions?person=" + std::to_string(agent_));
  EXPECT_EQ(1u, listed.list({"exceptions"}).size());
  EXPECT_EQ(Json("leave.ics"), listed.at({"exceptions", "0", "source"}));
}

TEST_F(Shifts, shifts_and_others_absences_are_the_leads_to_bring) {
  const std::string path = "/desk/agents/" + std::to_string(agent_) + "/calendars/night.ics";
  const std::string night = calendar_of("UTC", R"(DTSTART:20261125T150000Z\r\nDTEND:20261125T210000Z\r\n)", false);
  EXPECT_EQ(403, call("emma", "PUT", path, night).status);
  EXPECT_EQ(200, call("lena", "PUT", path, night).status);
  EXPECT_EQ(1u, duty("2026-11-25T16:00:00Z").list({"teams", "0", "on_duty"}).size());
  EXPECT_EQ(400, call("lena", "PUT", path, R"({"calendar":"hello"})").status);
  EXPECT_EQ(422, call("lena", "PUT", path, calendar_of("Asia/Nowhere", "")).status);
}

TEST_F(Shifts, everybody_of_the_staff_is_listed_by_name_and_the_address_of_a_calendar_is_not) {
  const std::string path = "/desk/agents/" + std::to_string(agent_) + "/calendar_address";
  EXPECT_EQ(422, call("emma", "PUT", path, R"({"word":"short"})").status);
  EXPECT_EQ(403, call("noor", "PUT", path, R"({"word":"abcdefghijklmnopqrstuvwxyz"})").status);
  ASSERT_EQ(200, call("emma", "PUT", path, R"({"word":"abcdefghijklmnopqrstuvwxyz"})").status);
  const Answered agents = get("lena", "/desk/agents");
  ASSERT_EQ(200, agents.status);
  bool there = false;
  for (const Json& each : agents.list({"agents"})) {
    EXPECT_EQ(nullptr, each.find("feed"));
    if (each.get_integer("person") == agent_) {
      there = true;
      EXPECT_EQ("emma", *each.get_string("name"));
      EXPECT_EQ("office", *each.get_string("rota"));
    }
  }
  EXPECT_TRUE(there);
  // Who has an address keeps it when his rota changes.
  ASSERT_EQ(200,
            call("lena", "PUT", "/desk/agents/" + std::to_string(agent_), R"({"rota":"office","site":"x"})").status);
  const auto shifts = get("emma", "/desk/agents/" + std::to_string(agent_) + "/shifts");
  ASSERT_EQ(200, shifts.status);
  EXPECT_FALSE(shifts.list({"shifts"}).empty());
}

// Golden's and the packs' first answers run on the wall clock; outside office hours nobody is there to give them.
TEST_F(Shifts, office_hours_leave_thin_spots_and_the_first_is_the_coming_night) {
  const Answered seen = get("emma", "/desk/thin_spots");
  ASSERT_EQ(200, seen.status) << seen.body;
  for (const Json& each : seen.list({"programs"})) {
    if (each.get_integer("program") != packs_) continue;
    const auto& spots = each.find("spots")->items();
    ASSERT_FALSE(spots.empty());
    EXPECT_EQ("clocks.first_response.within", *spots[0].get_string("clause"));
    EXPECT_EQ("Support", *spots[0].get_string("team"));
    return;
  }
  ADD_FAILURE() << "the program is not there: " << seen.body;
}

TEST_F(People, a_queue_row_says_the_customer_s_date_and_who_waits_for_his_turn) {
  std::ifstream stream(std::string(YAKUSOKU_SOURCE_DIR) + "/tests/scenarios/programs/queue/program.yaml");
  std::ostringstream text;
  text << stream.rdbuf();
  std::string program = text.str();
  program.replace(program.find("  then: [due, opened]"), 21, "  then: [due, opened]\n  one_at_a_time: customer");
  const std::vector<program::SourceFile> files{{"program.yaml", program}};
  const ProgramId queue{
      number([&](auto& t) { return desk::enact_program(t, shelf_, desk::Caller::desk(), {files}); }, "program")};
  const auto file = [&](bool dated) {
    desk::OpenTicket input;
    input.program = queue;
    input.kind = "incident";
    input.subject = dated ? "dated" : "plain";
    input.description = "x";
    input.requester = PersonId{customer_};
    if (dated) input.values.push_back(tickets::Value::of("cutover", std::string("2027-01-10")));
    return number([&](auto& t) { return desk::open_ticket(t, shelf_, desk::Caller::desk(), input); }, "ticket");
  };
  const std::int64_t dated = file(true);
  desk::Caller agent;
  agent.person = PersonId{agent_};
  agent.role = ports::Role::agent;
  desk::ChangeTicket take;
  take.ticket = TicketId{dated};
  take.act.verb = lifecycle::Verb::assign;
  take.act.owner = PersonId{agent_};
  number([&](auto& t) { return desk::change_ticket(t, shelf_, agent, take); }, "ticket");
  file(false);
  int seen = 0;
  for (const Json& each : get("emma", "/desk/queue?view=all").list({"items"})) {
    const bool is_dated = each.find("ticket")->get_integer("id") == dated;
    const auto& dates = each.find("dates")->items();
    if (is_dated) {
      ASSERT_EQ(1u, dates.size());
      EXPECT_EQ("Planned cutover", *dates[0].get_string("title"));
      EXPECT_EQ("2027-01-10", *dates[0].get_string("value"));
    } else {
      EXPECT_TRUE(dates.empty());
    }
    EXPECT_EQ(!is_dated, *each.get_boolean("waits_its_turn"));
    ++seen;
  }
  EXPECT_EQ(2, seen);
}

TEST_F(People, the_outlook_names_plan_team_and_first_answer_and_writes_nothing) {
  const std::int64_t before = head();
  const Answered seen = call("misaki", "POST", "/requests/outlook",
                             R"({"request":{"brand_id":)" + std::to_string(packs_) +
                                 R"(,"kind":"incident","subject":"x","comment":{"body":"y"}}})");
  ASSERT_EQ(200, seen.status) << seen.body;
  EXPECT_EQ(before, head());
  EXPECT_EQ(Json("Support"), seen.at({"team", "title"})) << seen.body;
}

}  // namespace
}  // namespace yakusoku::api_tests
