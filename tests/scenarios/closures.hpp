#pragma once

// A program's files with more days on which a calendar is closed, as an administrator would write them: another version.

#include <string>
#include <vector>

#include "base/result.hpp"
#include "core/program/program.hpp"

namespace yakusoku::scenarios {

// The calendar must stand in one line, or have `dates` in a line of its own.
Result<std::vector<program::SourceFile>> files_with_closures(const std::string& program, const std::string& calendar,
                                                             const std::vector<calendars::Date>& closed);

}  // namespace yakusoku::scenarios
