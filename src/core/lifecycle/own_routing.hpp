#pragma once
// private to the room
// Who gets a request, by the program's routing, as an act of the desk's own.

#include "core/lifecycle/own_acts.hpp"

namespace yakusoku::lifecycle {

std::optional<Act> own_routing(const Request& request, const World& world);
std::optional<Instant> routing_wake(const Request& request, const World& world);

}  // namespace yakusoku::lifecycle
