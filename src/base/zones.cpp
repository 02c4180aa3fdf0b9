#include "base/zones.hpp"

#include <cctz/time_zone.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>

namespace yakusoku::zones {
namespace {

using Point = cctz::time_point<cctz::seconds>;

constexpr std::int64_t day_seconds = 86400;
// The Gregorian calendar, and with it every law that a TZif footer can say, repeats after so many seconds.
constexpr std::int64_t gregorian_cycle = 146097 * day_seconds;
// Further out a date no longer fits WallTime.
constexpr std::int64_t furthest = (std::int64_t{1} << 31) * (day_seconds - 1);

Point point(Instant at) { return Point(cctz::seconds(std::clamp(at.seconds, -furthest, furthest))); }
Instant instant(const Point& at) { return {at.time_since_epoch().count()}; }

// "+9", "-3:30" behind "UTC": nullopt where it isn't that.
std::optional<std::int32_t> fixed_offset(std::string_view zone) {
  if (!zone.starts_with("UTC")) return std::nullopt;
  zone.remove_prefix(3);
  if (zone.empty()) return 0;
  const bool west = zone.front() == '-';
  if (!west && zone.front() != '+') return std::nullopt;
  zone.remove_prefix(1);
  const auto colon = zone.find(':');
  const std::string_view hours = zone.substr(0, colon);
  const std::string_view minutes = colon == std::string_view::npos ? "00" : zone.substr(colon + 1);
  const auto digits = [](std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  };
  if (hours.empty() || hours.size() > 2 || minutes.size() != 2 || !digits(hours) || !digits(minutes))
    return std::nullopt;
  const int hour = hours.size() == 1 ? hours[0] - '0' : (hours[0] - '0') * 10 + hours[1] - '0';
  const int minute = (minutes[0] - '0') * 10 + minutes[1] - '0';
  if (hour > 18 || minute > 59) return std::nullopt;
  return (west ? -1 : 1) * (hour * 3600 + minute * 60);
}

// Only what may be a file of the zone data: no dots, no absolute paths, no zones that mean "this machine's".
bool well_formed(std::string_view zone) {
  if (zone.empty() || zone.size() > 64) return false;
  const auto letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
  if (!letter(zone.front()) || zone.back() == '/' || zone.find("//") != std::string_view::npos) return false;
  for (const char c : zone)
    if (!letter(c) && !(c >= '0' && c <= '9') && std::string_view("_-+/#").find(c) == std::string_view::npos)
      return false;
  // `right` counts leap seconds; the others follow the machine or nobody.
  for (const std::string_view refused : {"right/", "posix/", "localtime", "posixrules", "Factory"})
    if (zone.starts_with(refused)) return false;
  return true;
}

std::optional<cctz::time_zone> find(std::string_view zone) {
  if (const auto fixed = fixed_offset(zone)) return cctz::fixed_time_zone(cctz::seconds(*fixed));
  if (!well_formed(zone)) return std::nullopt;
  cctz::time_zone loaded;
  if (!cctz::load_time_zone(std::string(zone), &loaded)) return std::nullopt;
  return loaded;
}

cctz::time_zone find_or_utc(std::string_view zone) { return find(zone).value_or(cctz::utc_time_zone()); }

std::int32_t offset_in(const cctz::time_zone& zone, Instant at) { return zone.lookup(point(at)).offset; }

// The next change that the data lists. cctz also reports changes of the abbreviation alone: skipped here.
std::optional<Instant> listed_transition(const cctz::time_zone& zone, Instant at) {
  const std::int32_t before = offset_in(zone, at);
  cctz::time_zone::civil_transition found;
  while (zone.next_transition(point(at), &found)) {
    // `from` is what the wall would have read had nothing changed, and the offset until then is known.
    const Instant next{(found.from - cctz::civil_second(1970, 1, 1)) - before};
    if (next <= at) return std::nullopt;
    if (offset_in(zone, next) != before) return next;
    at = next;
  }
  return std::nullopt;
}

std::string version_of_files() {
  const char* folder = std::getenv("TZDIR");
  std::ifstream file(std::string(folder != nullptr ? folder : "/usr/share/zoneinfo") + "/tzdata.zi");
  std::string line;
  constexpr std::string_view head = "# version ";
  if (std::getline(file, line) && line.starts_with(head)) return line.substr(head.size());
  return "unknown";
}

}  // namespace

bool exists(std::string_view zone) { return find(zone).has_value(); }

WallTime wall_time(std::string_view zone, Instant at) {
  const std::int64_t wall = point(at).time_since_epoch().count() + offset(zone, at);
  const std::int64_t second = (wall % day_seconds + day_seconds) % day_seconds;
  return {static_cast<std::int32_t>((wall - second) / day_seconds), static_cast<std::int32_t>(second)};
}

std::int32_t offset(std::string_view zone, Instant at) {
  if (const auto fixed = fixed_offset(zone)) return *fixed;
  return offset_in(find_or_utc(zone), at);
}

std::string abbreviation(std::string_view zone, Instant at) {
  if (fixed_offset(zone)) return std::string(zone);
  return find_or_utc(zone).lookup(point(at)).abbr;
}

std::optional<Instant> next_transition(std::string_view zone, Instant at) {
  if (fixed_offset(zone)) return std::nullopt;
  const cctz::time_zone found = find_or_utc(zone);
  if (const auto listed = listed_transition(found, at)) return listed;
  // cctz lists 400 years from the last change that the data spells out, and reads later instants in that cycle: so
  // do we. What lies behind the list and before 2500 is found one cycle earlier, where the footer's law holds as well.
  constexpr Instant last_cycle{4102444800};  // 2100: all listed exceptions lie before
  if (at < last_cycle || at.seconds > furthest) return std::nullopt;
  const std::int64_t cycles = (at.seconds - last_cycle.seconds) / gregorian_cycle;
  for (const std::int64_t shift : {cycles * gregorian_cycle, (cycles + 1) * gregorian_cycle}) {
    const auto next = listed_transition(found, Instant{at.seconds - shift});
    if (!next) continue;
    const Instant later{next->seconds + shift};
    if (offset_in(found, later) != offset_in(found, at)) return later;
  }
  return std::nullopt;
}

Instant instant_of(std::string_view zone, std::int32_t date, std::int32_t second) {
  const cctz::time_zone found = find_or_utc(zone);
  const cctz::civil_second wall = cctz::civil_second(cctz::civil_day(1970, 1, 1) + date) + second;
  const auto lookup = found.lookup(wall);
  return instant(lookup.kind == cctz::time_zone::civil_lookup::SKIPPED ? lookup.trans : lookup.pre);
}

std::string data_version() {
  static const std::string version = [] {
    const std::string carried = find_or_utc("Etc/UTC").version();
    return carried.empty() ? version_of_files() : carried;
  }();
  return version;
}

std::optional<std::int32_t> date_of(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  int digits[8];
  int count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i == 4 || i == 7) continue;
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    digits[count++] = text[i] - '0';
  }
  const int year = digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3];
  const int month = digits[4] * 10 + digits[5];
  const int day = digits[6] * 10 + digits[7];
  if (year < 1900 || month < 1 || month > 12 || day < 1) return std::nullopt;
  const cctz::civil_day civil(year, month, day);  // normalises: the 30th of February comes out as March
  if (civil.month() != month || civil.day() != day) return std::nullopt;
  return static_cast<std::int32_t>(civil - cctz::civil_day(1970, 1, 1));
}

std::string date_text(std::int32_t date) {
  const cctz::civil_day civil = cctz::civil_day(1970, 1, 1) + date;
  return fmt::format("{:04}-{:02}-{:02}", civil.year(), civil.month(), civil.day());
}

}  // namespace yakusoku::zones
