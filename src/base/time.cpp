#include "base/time.hpp"

#include <fmt/format.h>

#include <charconv>

namespace yakusoku {
namespace {

struct Civil {
  std::int64_t year;
  int month, day;
};

// Days since 1970-01-01 of a proleptic Gregorian date, and back; whole eras of 400 years keep it in integers.
std::int64_t days_of(Civil date) {
  const std::int64_t y = date.month <= 2 ? date.year - 1 : date.year;
  const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
  const std::int64_t year_of_era = y - era * 400;
  const std::int64_t day_of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

Civil civil_of(std::int64_t day) {
  const std::int64_t z = day + 719468;
  const std::int64_t era = (z >= 0 ? z : z - 146096) / 146097;
  const std::int64_t doe = z - era * 146097;
  const std::int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  const std::int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  const std::int64_t mp = (5 * doy + 2) / 153;
  const int month = static_cast<int>(mp < 10 ? mp + 3 : mp - 9);
  return {yoe + era * 400 + (month <= 2 ? 1 : 0), month, static_cast<int>(doy - (153 * mp + 2) / 5 + 1)};
}

bool read_digits(std::string_view& text, std::size_t count, int& out) {
  if (text.size() < count) return false;
  const auto [end, error] = std::from_chars(text.data(), text.data() + count, out);
  if (error != std::errc{} || end != text.data() + count || out < 0) return false;
  text.remove_prefix(count);
  return true;
}

bool read_char(std::string_view& text, char expected) {
  if (text.empty() || text.front() != expected) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

std::string to_iso(Instant at) {
  std::int64_t day = at.seconds / 86400;
  std::int64_t second = at.seconds % 86400;
  if (second < 0) {
    second += 86400;
    --day;
  }
  const Civil date = civil_of(day);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", date.year, date.month, date.day, second / 3600,
                     second / 60 % 60, second % 60);
}

std::optional<Instant> from_iso(std::string_view text) {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  if (!read_digits(text, 4, year) || !read_char(text, '-') || !read_digits(text, 2, month) || !read_char(text, '-') ||
      !read_digits(text, 2, day))
    return std::nullopt;
  if (month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
  const std::int64_t days = days_of({year, month, day});
  if (const Civil back = civil_of(days); back.month != month || back.day != day) return std::nullopt;
  if (!read_char(text, 'T') && !read_char(text, ' ')) return std::nullopt;
  if (!read_digits(text, 2, hour) || !read_char(text, ':') || !read_digits(text, 2, minute)) return std::nullopt;
  if (read_char(text, ':') && !read_digits(text, 2, second)) return std::nullopt;
  if (hour > 23 || minute > 59 || second > 59) return std::nullopt;
  std::int64_t offset = 0;
  if (!read_char(text, 'Z')) {
    const bool east = !text.empty() && text.front() == '+';
    if (!east && (text.empty() || text.front() != '-')) return std::nullopt;
    text.remove_prefix(1);
    int offset_hours = 0, offset_minutes = 0;
    if (!read_digits(text, 2, offset_hours) || !read_char(text, ':') || !read_digits(text, 2, offset_minutes))
      return std::nullopt;
    if (offset_hours > 23 || offset_minutes > 59) return std::nullopt;
    offset = (east ? 1 : -1) * (offset_hours * 3600 + offset_minutes * 60);
  }
  if (!text.empty()) return std::nullopt;
  return Instant{days * 86400 + hour * 3600 + minute * 60 + second - offset};
}

}  // namespace yakusoku
