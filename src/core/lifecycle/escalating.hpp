#pragma once
// private to the room
// Acts on a request's escalations.

#include "core/lifecycle/decision.hpp"

namespace yakusoku::lifecycle {

yakusoku::Outcome escalating(Decision& decision, const Act& act);

}  // namespace yakusoku::lifecycle
