#pragma once

// CALENDARS OF PEOPLE, read (RFC 5545): shifts and absences that are kept in a calendar program, as stretches of time.
// Repeated events are laid out with their exceptions, in the zone in which they are written; an event that was moved or
// called off counts as it stands now. Whole days and times without a zone are days of the reader's zone. libical reads
// the text; a file that it cannot read, or that is too large, is refused and nothing of it taken. Knows no desk.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"

namespace yakusoku::ical {

constexpr std::size_t most_bytes = 2 << 20;
constexpr std::size_t most_stretches = 2000;

struct Stretch {
  std::string uid;
  std::string summary;
  Instant from, to;
  friend bool operator==(const Stretch&, const Stretch&) = default;
};

// What touches [from, to), by its beginning. Errors: malformed (no calendar), too_large (bytes), too_many (stretches).
Result<std::vector<Stretch>> stretches(std::string_view calendar, const std::string& zone, Instant from, Instant to);

}  // namespace yakusoku::ical
