#include "core/program/words.hpp"

#include <cstddef>
#include <numeric>

#include <fmt/format.h>

namespace yakusoku::program {

std::vector<std::string> cut(std::string_view text, char separator) {
  std::vector<std::string> parts;
  std::size_t from = 0;
  while (true) {
    const std::size_t end = text.find(separator, from);
    parts.emplace_back(trimmed(text.substr(from, end == std::string_view::npos ? end : end - from)));
    if (end == std::string_view::npos) return parts;
    from = end + 1;
  }
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      if (!word.empty()) words.push_back(std::move(word));
      word.clear();
    } else {
      word += c;
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

std::optional<std::int64_t> parse_count(std::string_view text) {
  if (text.empty() || text.size() > 16 || !std::ranges::all_of(text, is_digit)) return std::nullopt;
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  if (number > 9007199254740991) return std::nullopt;
  return number;
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  const bool negative = text.starts_with('-');
  const auto count = parse_count(text.substr(negative ? 1 : 0));
  if (!count) return std::nullopt;
  return negative ? -*count : *count;
}

bool is_name(std::string_view text, bool dots) {
  if (text.empty() || text.size() > 100) return false;
  return std::ranges::all_of(text, [&](char c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
    return letter || is_digit(c) || c == '_' || c == '-' || (dots && (c == '.' || c == ' ' || c == '+'));
  });
}

bool is_fact_name(std::string_view text) {
  if (text.empty() || text.size() > 100 || text.front() == '.' || text.back() == '.') return false;
  if (is_digit(text.front())) return false;
  return std::ranges::all_of(
      text, [](char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '_' || c == '-' || c == '.'; });
}

namespace {

struct Civil {
  std::int64_t year = 0;
  int month = 0;
  int day = 0;
};

bool is_leap(std::int64_t year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int days_in(std::int64_t year, int month) {
  constexpr int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : lengths[month - 1];
}

std::optional<Civil> civil_of(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = parse_count(text.substr(0, 4));
  const auto month = parse_count(text.substr(5, 2));
  const auto day = parse_count(text.substr(8, 2));
  if (!year || !month || !day || *year < 1900 || *month < 1 || *month > 12 || *day < 1) return std::nullopt;
  const int m = static_cast<int>(*month);
  if (*day > days_in(*year, m)) return std::nullopt;
  return Civil{*year, m, static_cast<int>(*day)};
}

}  // namespace

bool is_date(std::string_view text) { return civil_of(text).has_value(); }

std::int64_t days_of_date(std::string_view date) {
  const auto civil = civil_of(date);
  if (!civil) return 0;
  // Counted from 1 March of year 0, so that the leap day ends the year.
  const std::int64_t year = civil->month <= 2 ? civil->year - 1 : civil->year;
  const int shifted = (civil->month + 9) % 12;
  const std::int64_t day_of_year = (153 * shifted + 2) / 5 + civil->day - 1;
  return 365 * year + year / 4 - year / 100 + year / 400 + day_of_year - 719468;
}

std::string date_of_days(std::int64_t days) {
  std::int64_t year = 1970 + days / 366;
  if (days < 0) year -= 1;
  const auto first_of = [](std::int64_t y) { return days_of_date(fmt::format("{:04}-01-01", y)); };
  if (year < 1900 || year > 9990) return {};
  while (first_of(year + 1) <= days) ++year;
  while (first_of(year) > days && year > 1900) --year;
  int rest = static_cast<int>(days - first_of(year));
  int month = 1;
  while (month < 12 && rest >= days_in(year, month)) rest -= days_in(year, month++);
  return fmt::format("{:04}-{:02}-{:02}", year, month, rest + 1);
}

std::string nearest(std::string_view word, std::span<const std::string> known) {
  if (word.size() > 60) return {};
  std::string best;
  std::size_t best_distance = std::max<std::size_t>(1, word.size() / 3) + 1;
  for (const std::string& candidate : known.first(std::min<std::size_t>(known.size(), 300))) {
    const std::size_t difference = std::max(candidate.size(), word.size()) - std::min(candidate.size(), word.size());
    if (candidate.size() > 60 || difference >= best_distance) continue;
    std::vector<std::size_t> row(candidate.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < word.size(); ++i) {
      std::size_t diagonal = row[0];
      row[0] = i + 1;
      for (std::size_t j = 0; j < candidate.size(); ++j) {
        const std::size_t above = row[j + 1];
        const std::size_t swap = diagonal + (word[i] == candidate[j] ? 0U : 1U);
        row[j + 1] = std::min({above + 1, row[j] + 1, swap});
        diagonal = above;
      }
    }
    if (row.back() < best_distance) {
      best_distance = row.back();
      best = candidate;
    }
  }
  return best;
}

}  // namespace yakusoku::program
