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
  // Whether another open request of the same customer, or of the same asker, has an owner (`queue.one_at_a_time`).
  std::function<bool(const tickets::Ticket&, bool same_asker)> another_in_work = [](const tickets::Ticket&, bool) {
    return false;
  };
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
// said of those whom no roster knows. duty.manager is the person who leads escalations now. They are known to the world,
// and copied into the act that saw them.
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

// A day on which a hand-off that the program wants has no time, or too little, in which both are on shift; or nobody comes.
struct MissingOverlap {
  std::string rule;             // the clause: handoffs[0]
  std::string giver, receiver;  // teams or sites
  Instant at;                   // the giver's shift ends
  Duration together;            // how long both are there; less than `wanted`
  Duration wanted;
  friend bool operator==(const MissingOverlap&, const MissingOverlap&) = default;
};
// Of the rules whose `between` keeps rotas, in the order of time. Each giver is looked at whenever the last of his group
// goes and another group of the rule comes within the day.
std::vector<MissingOverlap> missing_overlaps(const program::Program& program, const people::Roster& roster,
                                             Instant from, Instant to);

}  // namespace yakusoku::lifecycle
