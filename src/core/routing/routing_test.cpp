// Who gets a request. Expected by hand from PROGRAM.md section 6.

#include "core/routing/routing.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "core/program/folder_for_tests.hpp"

namespace yakusoku::routing {
namespace {

using program::FactMap;
using program::program_of;

constexpr std::string_view house = R"(
program: p
zone: Asia/Tokyo
plans: {gold: {}, basic: {}}
sites: {tokyo: {zone: Asia/Tokyo}, london: {zone: Europe/London}}
facts: {region: {type: zone, from: customer}}
teams:
  support: {}
  seniors: {reserved: {plan: gold}}
coverage: [{when: {plan: gold}, is: seniors}, {when: {kind: outage}, is: none}, {is: support}]
routing:
  - {when: {tag: far}, pick: [nearest_site, load]}
  - {when: {tag: expert}, require: {agent.certified: yes}, pick: [skill, on_shift, load]}
  - {pick: [skill, on_shift, load]}
kinds: {question: {}, outage: {}}
severity: {levels: {1: {}}}
)";

struct Desk {
  std::shared_ptr<const program::Program> program = program_of(std::string(house));
  FactMap facts;
  std::vector<people::Agent> agents;
  std::vector<people::Exception> exceptions;
  std::map<std::int64_t, std::int64_t> open;
  Instant now = *from_iso("2026-03-02T03:00:00Z");

  people::Agent& add(int id, std::string team, std::string rota = "always") {
    people::Agent& agent = agents.emplace_back();
    agent.id = PersonId{id};
    agent.teams = {std::move(team)};
    agent.rota = std::move(rota);
    return agent;
  }
  Picked pick(PersonId not_to = {}) const {
    const people::Roster roster({agents,
                                 {{"always", calendars::always()}, {"never", calendars::never()}},
                                 exceptions,
                                 now - days(40),
                                 now + days(40)});
    const std::function<std::int64_t(PersonId)> open_of = [&](PersonId person) {
      const auto found = open.find(person.value);
      return found == open.end() ? 0 : found->second;
    };
    return routing::pick({*program, facts, roster, open_of, now, not_to});
  }
};

TEST(Routing, skill_goes_before_load) {
  Desk desk;
  desk.add(1, "support");
  desk.add(2, "support").skills = {"question"};
  desk.open = {{2, 9}};
  desk.facts.facts = {{"kind", std::string("question")}};
  EXPECT_EQ(PersonId{2}, desk.pick().owner);
  EXPECT_EQ("routing[2]", desk.pick().rule);
  EXPECT_EQ("coverage[2]", desk.pick().team_clause);
}

TEST(Routing, what_is_required_is_required) {
  Desk desk;
  desk.add(1, "support");
  desk.facts.facts = {{"tag", std::string("expert")}};
  EXPECT_EQ(Nobody::nobody_fits, desk.pick().nobody);
  desk.add(2, "support").known = {{"certified", std::string("yes")}};
  EXPECT_EQ(PersonId{2}, desk.pick().owner);
}

TEST(Routing, the_nearest_clock_the_short_way_round) {
  Desk desk;
  desk.add(1, "support").site = "london";
  desk.add(2, "support").site = "tokyo";
  desk.facts.facts = {{"tag", std::string("far")}, {"region", std::string("Pacific/Auckland")}};
  EXPECT_EQ(PersonId{2}, desk.pick().owner);  // 4 h to Tokyo, 11 h to London
  desk.facts.facts["region"] = std::string("America/New_York");
  EXPECT_EQ(PersonId{1}, desk.pick().owner);  // 5 h to London, 10 h to Tokyo
}

TEST(Routing, why_nobody) {
  Desk desk;
  EXPECT_EQ(Nobody::nobody_there, desk.pick().nobody);
  desk.add(1, "support", "never");
  EXPECT_EQ(Nobody::nobody_there, desk.pick().nobody);
  desk.agents[0].rota = "always";
  desk.agents[0].at_most = 2;
  desk.open = {{1, 2}};
  EXPECT_EQ(Nobody::all_full, desk.pick().nobody);
  desk.facts.facts = {{"kind", std::string("outage")}};
  EXPECT_EQ(Nobody::none_on_purpose, desk.pick().nobody);
}

TEST(Routing, a_reserved_team_takes_nothing_else_and_is_not_lent) {
  Desk desk;
  desk.add(1, "support").teams = {"support", "seniors"};
  EXPECT_EQ(Nobody::nobody_fits, desk.pick().nobody);
  desk.facts.facts = {{"team", std::string("seniors")}};
  EXPECT_EQ(Nobody::nobody_fits, desk.pick().nobody);
  desk.facts.facts = {{"plan", std::string("gold")}};
  EXPECT_EQ(PersonId{1}, desk.pick().owner);
  EXPECT_EQ("seniors", desk.pick().team);
}

// Whatever the order of the rows, the same state gives the same answer, and never somebody who may not have it.
RC_GTEST_PROP(Routing, is_the_same_for_the_same_state, ()) {
  Desk desk;
  static const auto read = program_of(std::string(house));
  desk.program = read;
  desk.facts.facts = {{"kind", std::string("question")},
                      {"tag", *rc::gen::element<std::string>("far", "expert", "other")},
                      {"region", *rc::gen::element<std::string>("Asia/Tokyo", "Europe/London")},
                      {"plan", *rc::gen::element<std::string>("gold", "basic")}};
  for (int id = *rc::gen::inRange(1, 9); id > 0; --id) {
    people::Agent& agent = desk.add(id, *rc::gen::element<std::string>("support", "seniors"),
                                    *rc::gen::element<std::string>("always", "never"));
    agent.site = *rc::gen::element<std::string>("tokyo", "london", "");
    agent.at_most = *rc::gen::inRange(0, 3);
    if (*rc::gen::arbitrary<bool>()) agent.known = {{"certified", std::string("yes")}};
    desk.open[id] = *rc::gen::inRange(0, 3);
    if (*rc::gen::arbitrary<bool>())
      desk.exceptions.push_back({agent.id, desk.now - hours(1), desk.now + hours(1), true});
  }
  const Picked picked = desk.pick();
  Desk turned = desk;
  std::ranges::reverse(turned.agents);
  std::ranges::reverse(turned.exceptions);
  RC_ASSERT(turned.pick() == picked);
  if (!picked.owner) return;
  const auto owner = std::ranges::find(desk.agents, picked.owner, &people::Agent::id);
  RC_ASSERT(owner->rota == "always");
  RC_ASSERT(std::ranges::none_of(desk.exceptions, [&](const auto& each) { return each.person == picked.owner; }));
  RC_ASSERT(std::ranges::find(owner->teams, picked.team) != owner->teams.end());
  RC_ASSERT(owner->at_most == 0 || desk.open[picked.owner.value] < owner->at_most);
  if (desk.facts.facts["tag"] == program::FactValue(std::string("expert"))) RC_ASSERT(!owner->known.empty());
}

}  // namespace
}  // namespace yakusoku::routing
