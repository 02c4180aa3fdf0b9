// rooms: core/lifecycle core/clocks core/tickets core/program core/calendars base
// with: core_driver.cpp closures.cpp seen.cpp
// What holds of every life of a request: random acts, told as triples of numbers so that failures shrink.

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <array>
#include <tuple>

#include "core_driver.hpp"

namespace yakusoku::scenarios {
namespace {

using lifecycle::Act;
using lifecycle::Change;
using lifecycle::CycleChanged;
using lifecycle::Side;
using lifecycle::Verb;
using tickets::Value;

struct Move {
  Duration after;
  Act act;
};
// How long after the one before, which act, and its argument.
using Raw = std::tuple<std::uint32_t, std::uint8_t, std::uint8_t>;

// The programs that are lived: their kind, and their levels from the worst.
struct Place {
  const char* program;
  const char* kind;
  std::array<const char*, 3> levels;
};
constexpr Place golden{"golden", "incident", {"1", "2", "3"}};
constexpr std::array<Place, 4> places{golden, Place{"megaport", "incident", {"1", "2", "3"}},
                                      Place{"rules", "problem", {"high", "normal", "low"}},
                                      Place{"6clicks", "problem", {"critical", "level_3", "level_2"}}};

constexpr Instant beginning{1749437400};  // Mon 2025-06-09 11:50 in Tokyo

Act vendor(Verb verb) {
  Act act;
  act.verb = verb;
  act.actor.side = Side::vendor;
  act.actor.role = "agent";
  return act;
}

Act customer(Verb verb) {
  Act act;
  act.verb = verb;
  act.actor.side = Side::customer;
  return act;
}

Act happening(const char* event) {
  Act act = vendor(Verb::happen);
  act.event = event;
  return act;
}

std::string level(const Place& place, std::uint8_t argument) { return place.levels[argument % 3]; }

Act act_of(const Place& place, std::uint8_t which, std::uint8_t argument, Instant now) {
  Act act;
  switch (which % 16) {
    case 0:
    case 1:
    case 2:
      act = vendor(Verb::set);
      act.values.push_back(Value::of("severity", level(place, argument)));
      act.consent = true;
      return act;
    case 3: return vendor(Verb::reply);
    case 4:
      act = vendor(Verb::reply);
      act.asks = true;
      return act;
    case 5:
      act = vendor(argument % 2 == 0 ? Verb::reply : Verb::promise);
      act.until = now + minutes(argument);
      return act;
    case 6:
      act = vendor(Verb::reply);
      act.keeps_promise = true;
      return act;
    case 7:
    case 8: return customer(Verb::message);
    case 9: return happening("status_post");
    case 10: return happening("restored");
    case 11:
      act = vendor(Verb::hold);
      act.values.push_back(Value::of("waiting_on", std::string(argument % 2 == 0 ? "customer" : "third_party")));
      return act;
    case 12: return vendor(Verb::resume);
    case 13: return vendor(argument % 3 == 0 ? Verb::close : Verb::solve);
    case 14: return vendor(Verb::reopen);
    default: return vendor(Verb::note);
  }
}

std::vector<Move> moves_of(const Place& place, const std::vector<Raw>& raw) {
  std::vector<Move> moves;
  Instant now = beginning;
  for (const auto& [gap, which, argument] : raw) {
    // Mostly minutes and hours; a few land on the second of a due.
    const std::int64_t after = gap % 5 == 0 ? gap / 5 % 13 * std::int64_t{900} : gap % 200'000;
    now = now + seconds(after);
    moves.push_back({seconds(after), act_of(place, which, argument, now)});
  }
  return moves;
}

Act opening(const Place& place, std::uint8_t argument) {
  Act act = customer(Verb::open);
  act.values.push_back(Value::of("kind", std::string(place.kind)));
  act.values.push_back(Value::of("asked_severity", level(place, argument)));
  return act;
}

void begin(CoreDriver& driver, const Place& place, std::uint8_t argument) {
  RC_ASSERT(driver.begin(place.program).has_value());
  RC_ASSERT(driver.move_to(beginning, false).has_value());
  RC_ASSERT(driver.act("it", opening(place, argument), "").has_value());
}

TEST(Lives, waking_again_changes_nothing) {
  EXPECT_TRUE(rc::check([](std::uint8_t where, std::uint8_t first, const std::vector<Raw>& raw) {
    const Place& place = places[where % places.size()];
    CoreDriver driver;
    begin(driver, place, first);
    Instant now = beginning;
    for (const Move& move : moves_of(place, raw)) {
      now = now + move.after;
      RC_ASSERT(driver.move_to(now, now.seconds % 2 == 0).has_value());
      (void)driver.act("it", move.act, "");
      const std::size_t before = driver.kept("it")->facts.size();
      RC_ASSERT(driver.wake().has_value());
      for (std::size_t i = before; i < driver.kept("it")->facts.size(); ++i) {
        RC_FAIL("woken twice it says " + to_text(lifecycle::to_json(driver.kept("it")->facts[i])));
      }
    }
  }));
}

// Breaches, verdicts and outcomes of promises: what was judged, and at which due.
std::vector<std::string> judged(const CoreDriver& driver) {
  std::vector<std::string> all;
  for (const lifecycle::Fact& fact : driver.kept("it")->facts) {
    if (const auto* changed = std::get_if<CycleChanged>(&fact)) {
      const std::string cycle = changed->cycle->clock + " " + std::to_string(changed->cycle->number) + " ";
      if (changed->change == Change::breached) all.push_back(cycle + "breached " + to_iso(changed->at));
      if (changed->change == Change::ended) {
        all.push_back(
            cycle +
            std::string(enum_words(changed->cycle->verdict)[static_cast<std::size_t>(changed->cycle->verdict)]) +
            " " + to_iso(changed->at));
      }
    }
    if (const auto* promise = std::get_if<lifecycle::PromiseChanged>(&fact)) {
      all.push_back("promise " + to_iso(promise->promise.due) + " " +
                    std::to_string(static_cast<int>(promise->promise.outcome)));
    }
  }
  std::ranges::sort(all);
  return all;
}

TEST(Lives, a_late_worker_judges_as_a_punctual_one) {
  // Not `rules`: its ladders close requests, and acts of the desk happen when they are done.
  EXPECT_TRUE(rc::check([](std::uint8_t where, std::uint8_t first, const std::vector<Raw>& raw) {
    const Place& place = places[where % 3 == 2 ? 3 : where % 3];
    CoreDriver punctual, late;
    begin(punctual, place, first);
    begin(late, place, first);
    Instant now = beginning;
    for (const Move& move : moves_of(place, raw)) {
      now = now + move.after;
      RC_ASSERT(punctual.move_to(now, false).has_value());
      RC_ASSERT(late.move_to(now, true).has_value());
      const bool done = punctual.act("it", move.act, "").has_value();
      RC_ASSERT(late.act("it", move.act, "").has_value() == done);
    }
    RC_ASSERT(punctual.move_to(now + days(60), false).has_value());
    RC_ASSERT(late.move_to(now + days(60), true).has_value());
    RC_ASSERT(judged(late) == judged(punctual));
  }));
}

TEST(Lives, the_facts_are_the_state_and_survive_json) {
  EXPECT_TRUE(rc::check([](std::uint8_t where, std::uint8_t first, const std::vector<Raw>& raw) {
    const Place& place = places[where % places.size()];
    CoreDriver driver;
    begin(driver, place, first);
    Instant now = beginning;
    for (const Move& move : moves_of(place, raw)) {
      now = now + move.after;
      RC_ASSERT(driver.move_to(now, false).has_value());
      (void)driver.act("it", move.act, "");
    }
    const CoreDriver::Kept& kept = *driver.kept("it");
    lifecycle::Request folded;
    for (const lifecycle::Fact& fact : kept.facts) {
      const auto json = parse_json(to_text(lifecycle::to_json(fact)));
      RC_ASSERT(json.has_value());
      const auto read = lifecycle::fact_from_json(*json);
      RC_ASSERT(read.has_value());
      RC_ASSERT(*read == fact);
      lifecycle::evolve(folded, *read);
    }
    RC_ASSERT(folded == kept.request);
    const auto json = parse_json(to_text(lifecycle::to_json(kept.request)));
    RC_ASSERT(json.has_value());
    const auto read = lifecycle::request_from_json(*json);
    RC_ASSERT(read.has_value());
    RC_ASSERT(*read == kept.request);
  }));
}

TEST(Lives, up_never_gives_time_and_down_never_takes_it) {
  EXPECT_TRUE(rc::check([](std::uint8_t first, const std::vector<Raw>& raw) {
    CoreDriver driver;
    begin(driver, golden, first);
    Instant now = beginning;
    for (const Move& move : moves_of(golden, raw)) {
      now = now + move.after;
      RC_ASSERT(driver.move_to(now, false).has_value());
      const auto before = driver.kept("it")->request;
      const std::string severity = driver.fact("it", "severity");
      (void)driver.act("it", move.act, "");
      if (move.act.verb != Verb::set) continue;
      const std::string after_severity = driver.fact("it", "severity");
      for (const clocks::Cycle& was : before.cycles) {
        const clocks::Cycle& is = *driver.kept("it")->request.cycle(was.clock);
        if (was.state != clocks::State::running || is.number != was.number || is.state != clocks::State::running)
          continue;
        if (after_severity > severity) RC_ASSERT(is.due >= was.due);
        if (after_severity < severity) RC_ASSERT(is.due <= was.due);
        if (after_severity == severity) RC_ASSERT(is.due == was.due);
      }
    }
  }));
}

TEST(Lives, a_trip_down_and_up_gains_nothing) {
  // Severity 1 all the time against the same with detours: the due with detours is never later.
  EXPECT_TRUE(rc::check([](const std::vector<std::uint16_t>& gaps) {
    CoreDriver driver;
    begin(driver, golden, 0);
    Instant now = beginning;
    std::int64_t at_one = 0;
    bool one = true;
    for (const std::uint16_t gap : gaps) {
      now = now + seconds(gap);
      if (one) at_one += gap;
      RC_ASSERT(driver.move_to(now, false).has_value());
      one = !one;
      Act act = vendor(Verb::set);
      act.values.push_back(Value::of("severity", std::string(one ? "1" : "2")));
      RC_ASSERT(driver.act("it", act, "").has_value());
      const clocks::Cycle& restore = *driver.kept("it")->request.cycle("restore");
      if (one && restore.breaches == 0) RC_ASSERT(restore.due <= std::max(now, now + seconds(6 * 3600 - at_one)));
    }
  }));
}

}  // namespace
}  // namespace yakusoku::scenarios
