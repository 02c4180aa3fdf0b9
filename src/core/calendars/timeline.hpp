#pragma once

// A definition made ready to be read off over any stretch of time, and the slow but boundless answers on which a
// Calendar falls back where its compiled years end. After the last date, splice and exception of a zone's law every
// calendar repeats with the Gregorian cycle of 400 years: so nothing here has a horizon, and an empty calendar ends.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/calendars/calendars.hpp"
#include "core/calendars/intervals.hpp"

namespace yakusoku::calendars {

class Timeline {
 public:
  explicit Timeline(const Definition& definition);

  // The open stretches inside [from, to), in UTC.
  Stretches open(std::int64_t from, std::int64_t to) const;
  // Open seconds of [from, to), from <= to.
  std::int64_t count(std::int64_t from, std::int64_t to) const;
  // The least t >= at with `seconds` (> 0) open, or closed, seconds in [at, t).
  std::optional<std::int64_t> forward(std::int64_t at, std::int64_t seconds, bool open) const;
  // The greatest t <= at with `seconds` (> 0) open seconds in [t, at).
  std::optional<std::int64_t> backward(std::int64_t at, std::int64_t seconds) const;

 private:
  // One part of the definition, its week turned to stretches on the wall.
  struct Part {
    Definition::Kind kind = Definition::Kind::never;
    std::string zone;
    Stretches weekly;  // seconds since Monday 00:00, below one week
    Stretches closed;  // seconds since 1970-01-01 00:00 on the wall
    Stretches extra;
    std::vector<Part> parts;
    std::vector<std::int64_t> from;
  };
  Part prepare(const Definition& definition);
  static Stretches open(const Part& part, std::int64_t from, std::int64_t to);
  static Stretches open_week(const Part& part, std::int64_t from, std::int64_t to);
  static Stretches open_splice(const Part& part, std::int64_t from, std::int64_t to);
  std::int64_t count_plainly(std::int64_t from, std::int64_t to) const;
  std::int64_t longest_step() const;
  static std::int64_t skip(std::int64_t& seconds, std::int64_t per_cycle, std::int64_t most);

  Part root_;
  std::int64_t first_ = 0;      // before it the calendar repeats
  std::int64_t last_ = 0;       // from it on the calendar repeats
  std::int64_t week_size_ = 1;  // stretches a week, over all parts: bounds what one step holds in memory
};

}  // namespace yakusoku::calendars
