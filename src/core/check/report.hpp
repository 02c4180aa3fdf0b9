#pragma once

// Findings as `yakusoku check` prints them: for people and editors, or JSON for programs.

#include <span>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "core/program/program.hpp"

namespace yakusoku::check {

// error, warning, note
std::string_view word_of(program::Weight weight);
// FILE:LINE:COLUMN: WEIGHT: KEY: MESSAGE; expected EXPECTED, a line each; what is absent is left out. Beneath a warning
// or an error of the catalogue, indented, why it matters and the example, where there is one.
std::string findings_text(std::span<const program::Finding> findings, std::string_view language = "en");
// [{"weight", "code", "file", "line", "column", "key", "message", "expected", "why", "example", "parameters"}, ..]; what
// is absent is left out.
Json findings_json(std::span<const program::Finding> findings, std::string_view language = "en");

}  // namespace yakusoku::check
