#pragma once

// WHAT THE DESK DOES BY ITSELF BECAUSE OF PEOPLE: it routes a request, offers and drops hand-offs, notes gaps of promised
// effort. Each is an act of its own in the log, with what decided it among its attributes: so `decide` needs no roster,
// and a replay none either. Pure. Asked again after each act and wake, until there is nothing more to do.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/lifecycle/decide.hpp"
#include "core/people/roster.hpp"

namespace yakusoku::lifecycle {

struct Staff {
  const people::Roster* roster = nullptr;  // of the request's program
  // How many open requests somebody has on his desk now.
  std::function<std::int64_t(PersonId)> open_of = [](PersonId) { return std::int64_t{0}; };
};

// At most so many follow one act; more would be our own bug.
constexpr int most_own_acts = 8;

// The next act, nullopt: none. `world.staff` may be absent: then there is never one.
std::optional<Act> own_act(const Request& request, const World& world);
// When to look again although nothing happens to the request: a shift ends, a team comes, a hand-off runs out.
std::optional<Instant> own_wake(const Request& request, const World& world);

// The team that owns it now: named by somebody, else by coverage; empty: none, also where that is on purpose.
std::string team_of(const Request& request, const World& world);

// Whether anybody of those whom the program's ladders name is on duty then: duty.ROLE, duty.TEAM, yes or no. Nothing is
// said of those whom no roster knows. They are known to the world, and copied into the act that saw them.
std::vector<tickets::Value> duty_facts(const people::Roster& roster, const program::Program& program, Instant now);

// When work goes on for a request whose severity promises effort (PROGRAM.md, `effort`).
struct Effort {
  std::string calendar;  // empty: nothing is promised
  bool around_the_clock = false;
  bool open_now = false;
  Instant goes_on_at = far_future;  // where it is closed now
};
Effort effort_of(const Request& request, const World& world);

// A promise that falls due while nobody of its owner's and owning team's is on shift.
struct DueGap {
  std::string clock;
  Instant due = far_future;
  friend bool operator==(const DueGap&, const DueGap&) = default;
};
// Of each clock that we owe a customer firmly; soonest first. None where nobody keeps a rota.
std::vector<DueGap> due_gaps(const Request& request, const World& world);

}  // namespace yakusoku::lifecycle
