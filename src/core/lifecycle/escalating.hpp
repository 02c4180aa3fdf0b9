#pragma once
// private to the room
// Acts on a request's escalations, and what the program's ladders and events do to them.

#include "core/lifecycle/decision.hpp"

namespace yakusoku::lifecycle {

yakusoku::Outcome escalating(Decision& decision, const Act& act);

// A rung of a clock's ladder ({escalate: lead}). Acknowledged, the ladder stands still (R16).
bool climbs(const Decision& decision, const std::string& clock);
// Records and tells; false where nobody of that role is on duty: then the next rung follows at once (R16).
bool climb(Decision& decision, const program::Action& action, const std::string& clock, const std::string& path);

// Whose answer is bound not to come before a moment, since a clock "at least …" began with it.
void note_bounds(Decision& decision);
// Escalations that nobody took on by the time by which their level answers: noted once, and whoever leads hears of it.
void note_unanswered(Decision& decision);
// No rung of that ladder found anybody on duty (R16): administrators hear of it.
void nobody_on_ladder(Decision& decision, const std::string& path);

// Those that stand end with any of the program's events (escalation.ends_on).
void end_escalations(Decision& decision, const std::vector<tickets::Event>& events);

}  // namespace yakusoku::lifecycle
