#pragma once
// private to the room
// Acts on a request's meetings: asked for, scheduled, declined, called off, held, missed.

#include "core/lifecycle/decision.hpp"

namespace yakusoku::lifecycle {

// Refusals: not_in_this_state (the request is closed, the meeting is over), unknown_value (door, session, meeting, event),
// required (from), invalid (to), not_allowed (whose act it is), too_many, and refused_by_program with the clause that
// speaks against it: a door's or session's `when`, `control`, `notice`, `hours`, `cancel`, `approval`, a ledger's `overdraw`.
yakusoku::Outcome meeting(Decision& decision, const Act& act);

// Those that are still to come end with the request.
void end_meetings(Decision& decision);

}  // namespace yakusoku::lifecycle
