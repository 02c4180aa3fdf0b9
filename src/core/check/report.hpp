#pragma once

// Findings as `yakusoku check` prints them: a line each for people and editors, JSON for programs.

#include <span>
#include <string>

#include "base/json.hpp"
#include "core/program/program.hpp"

namespace yakusoku::check {

// error, warning, note
std::string_view word_of(program::Weight weight);
// FILE:LINE:COLUMN: WEIGHT: KEY: MESSAGE; expected EXPECTED, a line each; what is absent is left out.
std::string findings_text(std::span<const program::Finding> findings);
// [{"weight", "code", "file", "line", "column", "key", "message", "expected"}, ..]; the place only where known.
Json findings_json(std::span<const program::Finding> findings);

}  // namespace yakusoku::check
