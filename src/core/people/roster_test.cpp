// Who is on duty, against a naive walk minute by minute over both changes of the clocks.

#include "core/people/roster.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "base/zones.hpp"

namespace yakusoku::people {
namespace {

Instant at(std::string_view iso) { return *from_iso(iso); }

// Each day of the week from one wall-clock time to another; past midnight where `to` is not behind `from`.
calendars::Definition daily(std::string zone, int from_hour, int to_hour, int days = 7) {
  calendars::Definition hours;
  hours.kind = calendars::Definition::Kind::week;
  hours.week.zone = std::move(zone);
  const int to = to_hour > from_hour ? to_hour : to_hour + 24;
  for (int day = 0; day < days; ++day)
    hours.week.weekly[static_cast<std::size_t>(day)].push_back({from_hour * 3600, to * 3600});
  return hours;
}

Agent agent(int id, std::string team, std::string rota) {
  Agent agent;
  agent.id = PersonId{id};
  agent.teams = {std::move(team)};
  agent.rota = std::move(rota);
  return agent;
}

Roster roster(std::vector<Agent> agents, std::vector<Rota> rotas, std::vector<Exception> exceptions = {}) {
  return Roster({std::move(agents), std::move(rotas), std::move(exceptions), at("2026-01-01T00:00:00Z"),
                 at("2027-01-01T00:00:00Z")});
}

TEST(Roster, a_shift_its_gaps_and_the_next_one) {
  const Roster people = roster({agent(1, "support", "day")}, {{"day", daily("Asia/Tokyo", 9, 18, 5)}});
  // Monday 2 March 2026, 9:00 in Tokyo is midnight in UTC.
  EXPECT_FALSE(people.on_duty(PersonId{1}, at("2026-03-01T23:59:59Z")));
  EXPECT_TRUE(people.on_duty(PersonId{1}, at("2026-03-02T00:00:00Z")));
  EXPECT_FALSE(people.on_duty(PersonId{1}, at("2026-03-02T09:00:00Z")));
  const auto now = people.shift(PersonId{1}, at("2026-03-02T03:00:00Z"));
  ASSERT_TRUE(now);
  EXPECT_EQ(at("2026-03-02T00:00:00Z"), now->from);
  EXPECT_EQ(at("2026-03-02T09:00:00Z"), now->to);
  // Friday evening: the next is Monday's.
  EXPECT_EQ(at("2026-03-09T00:00:00Z"), people.shift(PersonId{1}, at("2026-03-06T10:00:00Z"))->from);
  EXPECT_EQ(at("2026-03-02T09:00:00Z"), people.next_change("support", at("2026-03-02T03:00:00Z")));
  EXPECT_EQ(at("2026-03-03T00:00:00Z"), people.next_change("support", at("2026-03-02T09:00:00Z")));
}

TEST(Roster, whoever_is_away_is_away_from_single_shifts_too) {
  const Roster people = roster({agent(1, "support", "day")}, {{"day", daily("UTC", 9, 17)}},
                               {{PersonId{1}, at("2026-03-02T18:00:00Z"), at("2026-03-02T22:00:00Z"), false},
                                {PersonId{1}, at("2026-03-02T12:00:00Z"), at("2026-03-02T20:00:00Z"), true}});
  EXPECT_TRUE(people.on_duty(PersonId{1}, at("2026-03-02T11:59:59Z")));
  EXPECT_FALSE(people.on_duty(PersonId{1}, at("2026-03-02T12:00:00Z")));
  EXPECT_TRUE(people.away(PersonId{1}, at("2026-03-02T19:00:00Z")));
  EXPECT_FALSE(people.on_duty(PersonId{1}, at("2026-03-02T19:00:00Z")));
  EXPECT_TRUE(people.on_duty(PersonId{1}, at("2026-03-02T20:00:00Z")));
  EXPECT_EQ((std::vector<Interval>{{at("2026-03-02T09:00:00Z"), at("2026-03-02T12:00:00Z")},
                                   {at("2026-03-02T20:00:00Z"), at("2026-03-02T22:00:00Z")}}),
            people.duty(PersonId{1}, at("2026-03-02T00:00:00Z"), at("2026-03-03T00:00:00Z")));
}

// Sydney 9:00-19:00 and Amsterdam 8:00-18:00 share an hour in March, two from 29 March, none of it by a table.
TEST(Roster, the_time_together_moves_with_the_clocks) {
  const Roster people = roster({agent(1, "sydney", "s"), agent(2, "amsterdam", "a")},
                               {{"s", daily("Australia/Sydney", 9, 19)}, {"a", daily("Europe/Amsterdam", 8, 18)}});
  const auto together = [&](const char* day) {
    const Instant from = at(std::string(day) + "T00:00:00Z");
    std::int64_t common = 0;  // hour by hour: shifts begin and end on the hour here
    for (Instant hour = from; hour < from + days(1); hour = hour + hours(1))
      common += people.on_duty(PersonId{1}, hour) && people.on_duty(PersonId{2}, hour) ? 1 : 0;
    return common;
  };
  EXPECT_EQ(1, together("2026-03-02"));  // 22:00-08:00 and 07:00-17:00 UTC
  EXPECT_EQ(2, together("2026-03-30"));  // Europe's summer time: 06:00-16:00
  EXPECT_EQ(3, together("2026-04-06"));  // Sydney's winter time: 23:00-09:00
}

TEST(Roster, nobody_and_whom_nobody_knows) {
  const Roster nobody;
  EXPECT_TRUE(nobody.empty());
  EXPECT_FALSE(nobody.on_duty(PersonId{1}, at("2026-03-02T12:00:00Z")));
  EXPECT_FALSE(nobody.shift("support", at("2026-03-02T12:00:00Z")));
  const Roster one = roster({agent(1, "support", "")}, {});
  EXPECT_FALSE(one.empty());
  EXPECT_FALSE(one.on_duty(PersonId{1}, at("2026-03-02T12:00:00Z")));  // he has no rota
}

RC_GTEST_PROP(Roster, agrees_with_a_walk_by_minutes, ()) {
  const std::vector<std::string> zones{"Europe/London", "America/Los_Angeles", "Australia/Sydney", "Asia/Kolkata"};
  const Instant begin = *rc::gen::element(at("2026-03-07T00:00:00Z"), at("2026-03-28T00:00:00Z"),
                                          at("2026-10-03T00:00:00Z"), at("2026-10-31T00:00:00Z"));
  std::vector<Agent> agents;
  std::vector<Rota> rotas;
  std::vector<Exception> exceptions;
  struct Told {
    std::string zone;
    int from, to;
  };
  std::vector<Told> told;
  const int count = *rc::gen::inRange(1, 4);
  for (int i = 1; i <= count; ++i) {
    const Told hours{*rc::gen::elementOf(zones), *rc::gen::inRange(0, 24), *rc::gen::inRange(0, 24)};
    told.push_back(hours);
    rotas.push_back({std::to_string(i), daily(hours.zone, hours.from, hours.to)});
    agents.push_back(agent(i, "team", std::to_string(i)));
    for (int each = *rc::gen::inRange(0, 3); each > 0; --each) {
      const Instant from = begin + minutes(*rc::gen::inRange(0, 2000));
      exceptions.push_back({PersonId{i}, from, from + minutes(*rc::gen::inRange(1, 600)), *rc::gen::arbitrary<bool>()});
    }
  }
  const Roster people = roster(agents, rotas, exceptions);
  const auto there = [&](int id, Instant moment) {
    bool shift = false;
    for (const Exception& each : exceptions) {
      if (each.person != PersonId{id} || moment < each.from || each.to <= moment) continue;
      if (each.away) return false;
      shift = true;
    }
    if (shift) return true;
    const Told& hours = told[static_cast<std::size_t>(id - 1)];
    const std::int64_t hour = ((moment.seconds + zones::offset(hours.zone, moment)) % 86400) / 3600;
    return hours.from < hours.to ? hours.from <= hour && hour < hours.to : hour >= hours.from || hour < hours.to;
  };
  const Instant end = begin + days(2);
  const auto team = people.duty("team", begin, end);
  for (Instant moment = begin; moment < end; moment = moment + minutes(7)) {
    bool anybody = false;
    for (int id = 1; id <= count; ++id) {
      RC_ASSERT(people.on_duty(PersonId{id}, moment) == there(id, moment));
      anybody = anybody || there(id, moment);
    }
    RC_ASSERT(anybody == std::ranges::any_of(team, [&](const Interval& each) {
                return each.from <= moment && moment < each.to;
              }));
  }
}

}  // namespace
}  // namespace yakusoku::people
