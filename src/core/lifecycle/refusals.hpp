#pragma once
// private to the room
// What the program does not allow, each with the clause that says so.

#include "core/lifecycle/decision.hpp"

namespace yakusoku::lifecycle {

yakusoku::Outcome may_open(const tickets::Ticket& ticket, const Act& act, const World& world);
yakusoku::Outcome may_reopen(const Request& request, const Act& act, const World& world);
yakusoku::Outcome may_promise(const Request& request, const Act& act, const World& world);
yakusoku::Outcome may_set(const Request& request, const tickets::Value& value, const Act& act, const World& world);
yakusoku::Outcome may_solve(const Request& request, const std::string& reason, const World& world);
yakusoku::Outcome known_event(const program::Program& program, const std::string& event);
yakusoku::Outcome known_mark(const program::Program& program, const std::string& mark);

// Used by reply and close, too.
yakusoku::Outcome solve(Decision& decision, const Act& act);

}  // namespace yakusoku::lifecycle
