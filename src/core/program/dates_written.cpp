#include "core/program/dates_written.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/zones.hpp"
#include "core/program/words.hpp"

namespace yakusoku::program {
namespace {

using calendars::Date;

constexpr std::array<std::string_view, 7> weekdays = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
constexpr std::array<std::string_view, 12> months = {"jan", "feb", "mar", "apr", "may", "jun",
                                                     "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::array<std::string_view, 5> ordinals = {"first", "second", "third", "fourth", "fifth"};
constexpr Date longest_range = 3660;

std::optional<Date> date_in(int year, std::string_view month_day) {
  const std::string text = fmt::format("{:04}-{}", year, month_day);
  if (!is_date(text)) return std::nullopt;
  return static_cast<Date>(days_of_date(text));
}
std::optional<Date> full_date(std::string_view text) {
  if (!is_date(text)) return std::nullopt;
  return static_cast<Date>(days_of_date(text));
}
// A leap year shows whether a month has such a day at all.
bool is_month_day(std::string_view text) { return text.size() == 5 && date_in(2024, text).has_value(); }

void add_range(Dates& dates, Date from, Date to) {
  for (Date date = from; date <= to; ++date) dates.push_back(date);
}

std::optional<Dates> yearly_range(std::string_view from, std::string_view to, Years years) {
  if (!is_month_day(from) || !is_month_day(to)) return std::nullopt;
  Dates dates;
  const bool wraps = to < from;
  for (int year = years.first - 1; year <= years.last; ++year) {
    // 29 February stands for 1 March where there is none, so that a range keeps its end.
    const auto begin = date_in(year, from).value_or(date_in(year, "03-01").value_or(0));
    auto end = date_in(wraps ? year + 1 : year, to);
    if (!end) end = date_in(wraps ? year + 1 : year, "02-28");
    if (from == to && !date_in(year, from)) continue;
    if (end) add_range(dates, begin, *end);
  }
  sort_dates(dates);
  return dates;
}

std::optional<Dates> nth_weekday(const std::vector<std::string>& words, Years years) {
  if (words.size() != 4 || words[2] != "of") return std::nullopt;
  const auto weekday = parse_weekday(words[1]);
  const auto month = std::ranges::find(months, words[3].substr(0, 3));
  const auto ordinal = std::ranges::find(ordinals, words[0]);
  const bool last = words[0] == "last";
  static constexpr std::array<std::string_view, 12> long_names = {"january",   "february", "march",    "april",
                                                                  "may",       "june",     "july",     "august",
                                                                  "september", "october",  "november", "december"};
  if (!weekday || month == months.end() || (!last && ordinal == ordinals.end())) return std::nullopt;
  const auto index = static_cast<int>(month - months.begin());
  if (words[3] != *month && words[3] != long_names[static_cast<std::size_t>(index)]) return std::nullopt;
  Dates dates;
  for (int year = years.first; year <= years.last; ++year) {
    const Date first = *date_in(year, fmt::format("{:02}-01", index + 1));
    const Date end = index == 11 ? *date_in(year + 1, "01-01") : *date_in(year, fmt::format("{:02}-01", index + 2));
    const Date first_one = first + (*weekday - zones::day_of_week(first) + 7) % 7;
    if (last) {
      dates.push_back(first_one + (end - 1 - first_one) / 7 * 7);
    } else if (const Date date = first_one + 7 * static_cast<Date>(ordinal - ordinals.begin()); date < end) {
      dates.push_back(date);
    }
  }
  return dates;
}

}  // namespace

std::optional<int> parse_weekday(std::string_view text) {
  const auto found = std::ranges::find(weekdays, text);
  if (found == weekdays.end()) return std::nullopt;
  return static_cast<int>(found - weekdays.begin());
}

void sort_dates(Dates& dates) {
  std::ranges::sort(dates);
  const auto rest = std::ranges::unique(dates);
  dates.erase(rest.begin(), rest.end());
}

std::optional<Dates> parse_dates(std::string_view text, Years years) {
  const std::string_view written = trimmed(text);
  if (const auto date = full_date(written)) return Dates{*date};
  if (is_month_day(written)) return yearly_range(written, written, years);
  if (const auto dots = written.find(".."); dots != std::string_view::npos) {
    const std::string_view from = trimmed(written.substr(0, dots));
    const std::string_view to = trimmed(written.substr(dots + 2));
    const auto begin = full_date(from);
    const auto end = full_date(to);
    if (!begin || !end) return yearly_range(from, to, years);
    if (*end < *begin || *end - *begin > longest_range) return std::nullopt;
    Dates dates;
    add_range(dates, *begin, *end);
    return dates;
  }
  return nth_weekday(words_of(written), years);
}

}  // namespace yakusoku::program
