#include "core/lifecycle/own_acts.hpp"

#include <algorithm>

#include "core/lifecycle/own_handoffs.hpp"
#include "core/lifecycle/own_routing.hpp"
#include "core/routing/routing.hpp"

namespace yakusoku::lifecycle {

std::string team_of(const Request& request, const World& world) {
  const FactsSeen facts(request, world);
  std::string team = routing::owning_team(*world.program, facts).team;
  return team == "none" ? std::string() : team;
}

std::optional<Act> own_act(const Request& request, const World& world) {
  if (!world.staff || !world.staff->roster) return std::nullopt;
  for (const auto& look : {own_routing, own_handoff, own_effort})
    if (auto act = look(request, world)) return act;
  return std::nullopt;
}

std::optional<Instant> own_wake(const Request& request, const World& world) {
  if (!world.staff || !world.staff->roster) return std::nullopt;
  std::optional<Instant> earliest;
  for (const auto& look : {routing_wake, handoff_wake, effort_wake})
    if (const auto at = look(request, world); at && (!earliest || *at < *earliest)) earliest = at;
  return earliest;
}

}  // namespace yakusoku::lifecycle
