#pragma once

// THE WAY UP AND ON from a request: which tiers and levels its program has, where it stands, which level the customer may
// ask for next and from when, and what speaks against it, with the clause. Reads only; pages, API and `decide` share it.

#include <optional>
#include <string>
#include <vector>

#include "core/lifecycle/decide.hpp"

namespace yakusoku::lifecycle {

struct PathLevel {
  const program::EscalationLevel* level = nullptr;
  bool reached = false;        // an escalation to it stands or stood
  bool allowed = false;        // the customer may ask for it now
  Instant from = far_future;   // else: from when, where a clock will tell; far_future: nothing in sight
  std::string clause;          // what keeps him from it; empty where it is allowed
};
// The levels whose `when` holds, in order.
std::vector<PathLevel> escalation_path(const Request& request, const World& world);

// Where the request is worked on: the tier it was escalated to, else the first; nullptr: the program has none.
const program::EscalationTier* present_tier(const Request& request, const program::Program& program);
const program::EscalationTier* next_tier(const Request& request, const World& world);

// The newest escalation that stands; nullptr: none.
const escalation::Escalation* standing_escalation(const Request& request);
bool in_lane(const Request& request);

// The rank of a request in a priority lane comes before all others by so much.
constexpr std::int64_t lane_lead = 1'000'000;

}  // namespace yakusoku::lifecycle
