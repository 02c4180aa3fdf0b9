#include "core/wording/time_words.hpp"

#include <fmt/format.h>

#include "base/zones.hpp"

namespace yakusoku::wording {
namespace {

constexpr std::string_view japanese_days[] = {"月", "火", "水", "木", "金", "土", "日"};
constexpr std::string_view english_days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr std::string_view months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::int64_t hours_shown = 48;  // longer ones in days

std::string joined(std::string_view language, const std::string& date, const std::string& clock) {
  return language == "ja" ? date + " " + clock : date + ", " + clock;
}

}  // namespace

std::string date_words(std::string_view language, std::int32_t when) {
  const std::string date = zones::date_text(when);
  const auto weekday = static_cast<std::size_t>(zones::day_of_week(when));
  const auto two_digits = [&](std::size_t at) { return (date[at] - '0') * 10 + date[at + 1] - '0'; };
  const int month = two_digits(5), day = two_digits(8);
  const std::string year = date.substr(0, 4);
  if (language == "ja") return fmt::format("{}年{}月{}日({})", year, month, day, japanese_days[weekday]);
  return fmt::format("{} {} {} {}", english_days[weekday], day, months[static_cast<std::size_t>(month - 1)], year);
}

std::string clock_words(std::string_view zone, Instant at) {
  const zones::WallTime time = zones::wall_time(zone, at);
  return fmt::format("{}:{:02} {}", time.second / 3600, time.second / 60 % 60, zones::abbreviation(zone, at));
}

std::string moment_words(std::string_view language, std::string_view zone, Instant at) {
  return joined(language, date_words(language, zones::wall_time(zone, at).date), clock_words(zone, at));
}

std::string moment_words(std::string_view language, std::string_view zone, Instant at, Instant now) {
  if (zones::wall_time(zone, at).date == zones::wall_time(zone, now).date) return clock_words(zone, at);
  return moment_words(language, zone, at);
}

std::string length_words(std::string_view language, std::int64_t seconds) {
  const bool japanese = language == "ja";
  const std::int64_t minutes = (seconds + 59) / 60;
  if (minutes < 60) return japanese ? fmt::format("{} 分", minutes) : fmt::format("{} min", minutes);
  const std::int64_t hours = minutes / 60, rest = minutes % 60;
  if (hours <= hours_shown) {
    if (rest == 0) return japanese ? fmt::format("{} 時間", hours) : fmt::format("{} h", hours);
    return japanese ? fmt::format("{} 時間 {} 分", hours, rest) : fmt::format("{} h {} min", hours, rest);
  }
  if (hours % 24 == 0 && rest == 0)
    return japanese ? fmt::format("{} 日", hours / 24) : fmt::format("{} d", hours / 24);
  return japanese ? fmt::format("{} 日 {} 時間", hours / 24, hours % 24)
                  : fmt::format("{} d {} h", hours / 24, hours % 24);
}

}  // namespace yakusoku::wording
