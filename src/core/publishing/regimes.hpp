#pragma once
// private to the room
// How one zone's wall stands to another's over the coming year: daylight saving said plainly, period by period.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/zones.hpp"

namespace yakusoku::publishing {

struct Regime {
  std::int32_t shift = 0;  // seconds by which the reader's wall is ahead
  std::vector<std::pair<std::int32_t, std::int32_t>>
      periods;  // dates, both included, as the calendar's zone counts them
};
// Over a year from that date; each shift once, in the order in which it first holds.
std::vector<Regime> regimes_between(std::string_view zone, std::string_view readers, std::int32_t from);

struct SpanEnd {
  int day = 0;
  std::int32_t second = 0;
  std::string zone;
};
// Weeks in a row in which a weekly span reads the same on the reader's wall and lasts as long.
struct SpanRegime {
  std::int32_t first = 0, last = 0;  // dates on which such spans begin, in the zone of their beginning
  zones::WallTime from, to;          // of the first of them, on the reader's wall
  std::int64_t seconds = 0;
};
std::vector<SpanRegime> span_regimes(const SpanEnd& from, const SpanEnd& to, std::string_view readers,
                                     std::int32_t first_date);

}  // namespace yakusoku::publishing
