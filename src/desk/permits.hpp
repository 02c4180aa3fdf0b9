#pragma once
// private to the room
// Who may do what to a ticket that he may see. What the program allows is core/lifecycle's to say.

#include "desk/writing.hpp"

namespace yakusoku::desk {

Outcome may_do(Reader& reader, const Caller& caller, const Loaded& loaded, const lifecycle::Act& act);
// The words of what this caller may do now, for screens; see TicketView::may.
std::vector<std::string> allowed_verbs(const Caller& caller, const Loaded& loaded);
// Administers people, organisations and programs.
Outcome administers(const Caller& caller);

}  // namespace yakusoku::desk
