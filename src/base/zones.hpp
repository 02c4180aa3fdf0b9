#pragma once

// Time zones: wall clocks and their instants (cctz; right beyond 2037). Names are IANA's or fixed offsets ("UTC+9",
// "UTC-3:30", "UTC"). The zone data may be replaced as a whole, in tests and on machines without /usr/share/zoneinfo.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"

namespace yakusoku::zones {

struct WallTime {
  std::int32_t date = 0;    // days since 1970-01-01
  std::int32_t second = 0;  // since the day's midnight as the wall reads, 0 .. 86,399
};

// Whether the name can be used. "../etc/passwd", "localtime", empty and absurdly long names can't.
bool exists(std::string_view zone);
// What the wall shows there. An unknown zone reads as UTC: ask `exists` first.
WallTime wall_time(std::string_view zone, Instant at);
// Seconds east of UTC at that instant.
std::int32_t offset(std::string_view zone, Instant at);
// The abbreviation on the wall then: JST, PDT, UTC+9.
std::string abbreviation(std::string_view zone, Instant at);
// The next instant > at from which the offset differs; nullopt: never again.
std::optional<Instant> next_transition(std::string_view zone, Instant at);
// The instant of a single wall moment: in a gap the gap's end, in a fold the first. `second` may be 86,400 and more.
Instant instant_of(std::string_view zone, std::int32_t date, std::int32_t second);
// Version of the zone data in use ("2026a"), "unknown" where the data does not say.
std::string data_version();

// "2026-04-01" <-> days since 1970-01-01; nullopt where there is no such day. Years 1900 to 9999.
std::optional<std::int32_t> date_of(std::string_view text);
std::string date_text(std::int32_t date);
// Monday 0.
constexpr int day_of_week(std::int32_t date) { return static_cast<int>(((date + 3) % 7 + 7) % 7); }

}  // namespace yakusoku::zones
