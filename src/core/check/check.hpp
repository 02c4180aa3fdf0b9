#pragma once

// WHAT `yakusoku check` SAYS OF A PROGRAM THAT READS (PROGRAM.md section 8): promises that can't be kept, cells nobody
// reaches or nobody wrote, words that differ between languages, the author's choices. Pure: it looks at one program and
// at time from a given date on, through the same calendars, clocks and choices that the desk runs. Where a program has
// too many cases to be walked, it says nothing of them.

#include <vector>

#include "base/time.hpp"
#include "core/program/program.hpp"

namespace yakusoku::check {

// From when on examples and real lengths are computed.
struct Period {
  Instant from, to;
};
// Two years from the day on which the program begins, in its own zone.
Period period_of(const program::Program& program);

// By place, the reader's own remarks among them. English; catalogue.hpp tells them in another language.
std::vector<program::Finding> findings_of(const program::Program& program);
std::vector<program::Finding> findings_of(const program::Program& program, Period period);

}  // namespace yakusoku::check
