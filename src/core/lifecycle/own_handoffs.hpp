#pragma once
// private to the room
// Hand-offs that are offered and dropped, and gaps of effort, as acts of the desk's own.

#include "core/lifecycle/own_acts.hpp"

namespace yakusoku::lifecycle {

std::optional<Act> own_handoff(const Request& request, const World& world);
std::optional<Instant> handoff_wake(const Request& request, const World& world);
std::optional<Act> own_effort(const Request& request, const World& world);
std::optional<Instant> effort_wake(const Request& request, const World& world);

}  // namespace yakusoku::lifecycle
