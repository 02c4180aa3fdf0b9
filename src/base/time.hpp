#pragma once

// Instants are UTC in whole seconds since 1970, durations whole seconds. Civil times exist only with their zone
// (zones.hpp). Nothing here reads a clock: `now` is always an argument.

#include <compare>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace yakusoku {

struct Duration {
  std::int64_t seconds = 0;
  friend auto operator<=>(Duration, Duration) = default;
};

struct Instant {
  std::int64_t seconds = 0;
  friend auto operator<=>(Instant, Instant) = default;
};

constexpr Instant operator+(Instant at, Duration by) { return {at.seconds + by.seconds}; }
constexpr Instant operator-(Instant at, Duration by) { return {at.seconds - by.seconds}; }
constexpr Duration operator-(Instant a, Instant b) { return {a.seconds - b.seconds}; }
constexpr Duration operator+(Duration a, Duration b) { return {a.seconds + b.seconds}; }
constexpr Duration operator-(Duration a, Duration b) { return {a.seconds - b.seconds}; }
constexpr Duration operator*(std::int64_t n, Duration d) { return {n * d.seconds}; }

constexpr Duration seconds(std::int64_t n) { return {n}; }
constexpr Duration minutes(std::int64_t n) { return {n * 60}; }
constexpr Duration hours(std::int64_t n) { return {n * 3600}; }
constexpr Duration days(std::int64_t n) { return {n * 86400}; }

// The due of what has none, in sort keys and nowhere else: the largest integer that JSON carries exactly.
constexpr Instant far_future{9007199254740991};

// "2026-11-20T01:02:03Z", the only form that goes out on the wire.
std::string to_iso(Instant at);
// Reads that form, also with an offset (+09:00) instead of Z, and without seconds. Fractions are refused.
std::optional<Instant> from_iso(std::string_view text);

}  // namespace yakusoku
