#pragma once

// MOMENTS AND LENGTHS IN WORDS, for people, in Japanese or English (any other language reads English). One place says how
// the house writes a date, a time of day with its zone, and a length; pages, mail and terminal share it. Pure.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace yakusoku::wording {

// "2026年11月24日(火)", "Tue 24 Nov 2026". `date` in days since the epoch.
std::string date_words(std::string_view language, std::int32_t date);
// "14:30 JST"
std::string clock_words(std::string_view zone, Instant at);
// Day and time: "2026年11月24日(火) 14:30 JST", "Tue 24 Nov 2026, 14:30 JST".
std::string moment_words(std::string_view language, std::string_view zone, Instant at);
// The same; of today the time alone.
std::string moment_words(std::string_view language, std::string_view zone, Instant at, Instant now);
// Rounded up to minutes: "25 分", "2 h 5 min"; beyond two days in days and hours.
std::string length_words(std::string_view language, std::int64_t seconds);

}  // namespace yakusoku::wording
