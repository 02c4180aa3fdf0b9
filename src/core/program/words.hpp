#pragma once

// Small tools over written words: cutting, trimming, spelling, and the nearest known word to a misspelt one.

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace yakusoku::program {

inline std::string_view trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(" \t\n\r");
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(" \t\n\r") - from + 1);
}

// The parts between separators, trimmed; an empty text has one empty part.
std::vector<std::string> cut(std::string_view text, char separator);
// The words between white space.
std::vector<std::string> words_of(std::string_view text);

// Digits only, without sign or leading blanks, within 0 .. 2^53.
std::optional<std::int64_t> parse_count(std::string_view text);
// The same with an optional minus.
std::optional<std::int64_t> parse_integer(std::string_view text);

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A name that a program may give: letters of any script, digits, `_` and `-`; `.` only where `dots`.
bool is_name(std::string_view text, bool dots = false);
// A fact's name: words of lower-case letters, digits and `_`, joined with dots.
bool is_fact_name(std::string_view text);

// YYYY-MM-DD of a day that exists.
bool is_date(std::string_view text);
// Days since 1970-01-01 of such a date.
std::int64_t days_of_date(std::string_view date);
std::string date_of_days(std::int64_t days);

// The known word nearest to a misspelt one; empty where none is near.
std::string nearest(std::string_view word, std::span<const std::string> known);

}  // namespace yakusoku::program
