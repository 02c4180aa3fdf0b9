#pragma once

// WHAT `yakusoku check` SAYS OF A PROGRAM THAT READS (PROGRAM.md section 8): promises that can't be kept, cells nobody
// reaches or nobody wrote, words that differ between languages, the author's choices. Pure: it looks at one program and
// at time from a given date on, through the same calendars, clocks and choices that the desk runs.

#include <vector>

#include "core/program/program.hpp"

namespace yakusoku::check {

// By place; the reader's own remarks among them.
std::vector<program::Finding> findings_of(const program::Program& program);

}  // namespace yakusoku::check
