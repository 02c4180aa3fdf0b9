#pragma once
// private to the HTTP stage
// A program's files with more days on which a calendar is closed, as an administrator would write them.

#include <string>
#include <vector>

#include "base/result.hpp"
#include "core/program/program.hpp"

namespace yakusoku::scenarios {

// `definition`: the calendar as it is to be from then on, as JSON; only its closed dates differ from the folder's.
Result<std::vector<program::SourceFile>> files_with_closures(const std::string& program, const std::string& calendar,
                                                             const std::string& definition);

}  // namespace yakusoku::scenarios
