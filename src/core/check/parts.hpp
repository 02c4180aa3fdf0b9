#pragma once

// The parts of the check, each over the whole program. Inside the room only.

#include <functional>
#include <string>

#include "core/check/cases.hpp"
#include "core/check/examples.hpp"
#include "core/check/findings.hpp"

namespace yakusoku::check {

void check_cells(const program::Program& program, Findings& findings);      // reached by nobody, written by nobody
void check_clocks(const program::Program& program, Findings& findings);     // what starts, meets, closes
void check_promises(Examples& examples, Findings& findings);                // soft, vague, in each other's way
void check_hours(Examples& examples, Findings& findings);                   // against their calendars
void check_ladders(Examples& examples, Findings& findings);                 // order of steps
void check_people(const program::Program& program, Findings& findings);     // plans, contacts, ledgers, objectives
void check_doors(const program::Program& program, Findings& findings);      // doors, kinds, closing, notices
void check_claims(Examples& examples, Findings& findings);
void compare_translations(const program::Program& program, Findings& findings);

// Every amount of a clock with its cell's words and path.
using SeeAmount = std::function<void(const program::Amount&, const program::Text& says, const std::string& path)>;
void each_amount(const program::ClockRule& clock, const SeeAmount& see);
// All of a clock's cases that arise: those of its `when`, its amounts and their calendars.
Cases cases_of(const program::Program& program, const program::ClockRule& clock);
// Whether the clock runs for that request at all, as far as can be told.
bool applies(const program::ClockRule& clock, const Cases& cases, const Imagined& request, bool changed);
bool has_event(const program::ClockRule& clock, std::string_view event);  // among what meets it
bool starts_by(const program::ClockRule& clock, std::string_view event);

}  // namespace yakusoku::check
