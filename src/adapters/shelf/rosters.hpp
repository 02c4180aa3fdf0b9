#pragma once
// private to the room
// A program's roster out of the store's rows.

#include "core/people/roster.hpp"
#include "ports/store.hpp"

namespace yakusoku::shelf {

// Empty where nobody of the program's teams has a rota or a single shift. Absences from `now` less a month on.
people::Roster roster_of(ports::Reader& reader, ProgramId program, Instant now);

}  // namespace yakusoku::shelf
