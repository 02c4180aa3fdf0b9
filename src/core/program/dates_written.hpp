#pragma once

// Dates as people write them (PROGRAM.md section 2) and as .ics files list them. What comes back every year is spelled
// out for a span of years, so that a set of dates is always a sorted list.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/calendars/calendars.hpp"
#include "core/program/yaml_text.hpp"

namespace yakusoku::program {

struct Years {
  int first = 2018;
  int last = 2046;
};

using Dates = std::vector<calendars::Date>;      // sorted, each once
inline constexpr std::size_t most_dates = 9000;  // of one set

// `2026-08-13`, `2026-08-13..2026-08-14`, `01-01`, `12-29..01-03`, `last mon of may`; else nullopt.
std::optional<Dates> parse_dates(std::string_view text, Years years);
// "mon" -> 0.
std::optional<int> parse_weekday(std::string_view text);
void sort_dates(Dates& dates);

// The days of a calendar file's events: all-day events, those with times by their local dates, DTEND, DURATION in days
// and weeks, EXDATE, RDATE, and RRULEs that are yearly. What it can't read is reported with its line.
Dates read_ics(const std::string& file, std::string_view content, Years years, Report& report);

}  // namespace yakusoku::program
