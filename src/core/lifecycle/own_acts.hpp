#pragma once

// WHAT THE DESK DOES BY ITSELF BECAUSE OF PEOPLE: it routes a request, offers and drops hand-offs, notes gaps of promised
// effort. Each is an act of its own in the log, with what decided it among its attributes: so `decide` needs no roster,
// and a replay none either. Pure. Asked again after each act and wake, until there is nothing more to do.

#include <functional>
#include <optional>

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

}  // namespace yakusoku::lifecycle
