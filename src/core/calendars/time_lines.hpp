#pragma once

// The protocol of `yakusoku time` (DESIGN.md section 6): one JSON line in, at most one out. Definitions are remembered
// and answered with nothing; queries are answered with {"answer":…}; whatever cannot be read, is unknown or breaks a
// limit with {"error":"…"}, and the next line is as good as the first. No line can make it crash or grow without end.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "core/calendars/calendars.hpp"

namespace yakusoku::calendars {

// The calendar of that id, quick around the query's start; nullptr where none was defined.
using CalendarLookup = std::function<std::shared_ptr<const Calendar>(std::string_view id)>;
// When an amount (PROGRAM.md section 3) that starts then is due; nullopt: never. Amounts are core/program's to read,
// so whoever wires the two rooms brings the function.
using DueFunction =
    std::function<Result<std::optional<Instant>>(std::string_view amount, Instant start, const CalendarLookup&)>;

class TimeLines {
 public:
  static constexpr std::size_t longest_line = std::size_t{1} << 20;
  static constexpr std::size_t most_calendars = 10000;

  explicit TimeLines(DueFunction due);
  // The line to print for this one, without its end; nothing for a definition that was taken and for a blank line.
  std::optional<std::string> answer(std::string_view line);

 private:
  // Compiled by decades of the starts that were asked about.
  struct Known {
    Definition definition;
    std::map<std::int64_t, std::shared_ptr<const Calendar>> decades;
  };

  Outcome define(const Json& line);
  Result<Json> query(const Json& line);
  Result<Json> due(const Json& line, Instant start);
  std::shared_ptr<const Calendar> calendar(std::string_view id, Instant around);

  DueFunction due_;
  std::map<std::string, Known, std::less<>> known_;
  std::size_t compiled_ = 0;  // stretches held, over all calendars and decades
};

}  // namespace yakusoku::calendars
