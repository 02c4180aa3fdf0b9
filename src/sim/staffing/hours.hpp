#pragma once
// private to the room
// A stretch of time cut at the hours of one zone's wall, as its clock shows them.

#include <string>
#include <vector>

#include "base/time.hpp"

namespace yakusoku::sim::staffing {

struct Hour {
  Instant from, to;
  std::size_t of_week = 0;  // Monday 00:00 is 0
  std::int32_t date = 0;    // days since 1970-01-01
};
std::vector<Hour> hours_between(const std::string& zone, Instant from, Instant to);

}  // namespace yakusoku::sim::staffing
