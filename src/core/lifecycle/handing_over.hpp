#pragma once
// private to the room
// Acts on a request's hand-offs and on gaps of promised effort.

#include "core/lifecycle/decision.hpp"

namespace yakusoku::lifecycle {

yakusoku::Outcome handing_over(Decision& decision, const Act& act);
// Somebody else has it now: what its former owner offered is off.
void owner_changed(Decision& decision, const Act& act);

}  // namespace yakusoku::lifecycle
