#pragma once

// Whether calendars stay within what core/calendars takes, however their names build on each other.

#include <map>
#include <string>

#include "core/program/calendars_written.hpp"
#include "core/program/predicate.hpp"

namespace yakusoku::program {

void check_calendar_sizes(const Node& root, const std::map<std::string, Choice<CalendarSpec>, std::less<>>& calendars,
                          const std::map<std::string, Dates, std::less<>>& days, Report& report);

}  // namespace yakusoku::program
