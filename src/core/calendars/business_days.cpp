// Business days and moments (CLOCKS.md R17, PROGRAM.md section 3). A calendar is a set of instants and does not
// remember its windows, so a date's opening is read off the set: a stretch shorter than a day belongs to the date on
// which it begins, also where it passes midnight (a night shift closes in the morning); a longer one belongs to each
// date that it touches, cut at midnight (24x5 closes at 24:00).

#include <algorithm>

#include "base/zones.hpp"
#include "core/calendars/business_days.hpp"

namespace yakusoku::calendars {
namespace {

constexpr Duration a_day = days(1);
constexpr Duration patience = days(3653);

}  // namespace

BusinessDays::BusinessDays(const Calendar& calendar) : calendar_(calendar) {
  const Definition& definition = calendar.definition();
  if (definition.day && !definition.day->zone.empty()) {
    zone_ = definition.day->zone;
  } else {
    zone_ = definition.kind == Definition::Kind::week ? definition.week.zone : "UTC";
  }
}

// Dates follow each other without overlap, also around a fold at midnight: each begins at its first 00:00.
Date BusinessDays::date_of(Instant at) const {
  Date date = zones::wall_time(zone_, at).date;
  while (at < begins(date)) --date;
  while (at >= begins(date + 1)) ++date;
  return date;
}

Instant BusinessDays::begins(Date date) const { return zones::instant_of(zone_, date, 0); }

std::optional<BusinessDays::Day> BusinessDays::day(Date date) const {
  const Instant midnight = begins(date);
  const Instant next_midnight = begins(date + 1);
  if (midnight >= next_midnight) return std::nullopt;  // a date that the zone skipped
  std::optional<Day> found;
  for (const Interval& open : calendar_.open_within(midnight - a_day, next_midnight + a_day)) {
    const bool shift = open.to - open.from < a_day;
    if (open.to <= midnight || open.from >= next_midnight || (shift && open.from < midnight)) continue;
    if (!found) found = Day{date, std::max(open.from, midnight), open.to};
    found->closes = shift ? open.to : std::min(open.to, next_midnight);
  }
  return found;
}

std::optional<BusinessDays::Day> BusinessDays::next_after(Date date) const {
  const Instant limit = begins(date) + patience;
  for (Instant from = begins(date + 1); from < limit; from = begins(date + 1)) {
    const auto opens = calendar_.next_open(from);
    if (!opens || *opens >= limit) return std::nullopt;
    date = date_of(*opens);
    if (const auto found = day(date)) return found;
  }
  return std::nullopt;
}

std::optional<BusinessDays::Day> BusinessDays::nth_after(Date date, int n) const {
  std::optional<Day> found;
  for (; n > 0; --n) {
    found = next_after(date);
    if (!found) return std::nullopt;
    date = found->date;
  }
  return found;
}

std::optional<Instant> BusinessDays::same_time(Instant start, int n) const {
  const auto anchor = calendar_.next_open(start);
  if (!anchor) return std::nullopt;
  const auto target = nth_after(date_of(*anchor), n);
  if (!target) return std::nullopt;
  const Instant same = zones::instant_of(zone_, target->date, zones::wall_time(zone_, *anchor).second);
  if (calendar_.is_open(same)) return same;
  if (same <= target->opens) return target->opens;
  if (same >= target->closes) return target->closes;
  // In a break of that day: the moment at which the break began.
  const auto before = calendar_.open_within(target->opens, same);
  return before.empty() ? same : before.back().to;
}

Instant BusinessDays::moment_of(const Day& day, DayTime time, Duration time_of_day) const {
  switch (time) {
    case DayTime::open: return day.opens;
    case DayTime::close: return day.closes;
    case DayTime::at: break;
  }
  return zones::instant_of(zone_, day.date, static_cast<std::int32_t>(time_of_day.seconds));
}

std::optional<Instant> Calendar::after_business_days(Instant start, int n) const {
  const BusinessDays business(*this);
  const auto reading = definition().day ? definition().day->reading : BusinessDay::Reading::close;
  switch (reading) {
    case BusinessDay::Reading::close: {
      const auto day = business.nth_after(business.date_of(start), n);
      return day ? std::optional(day->closes) : std::nullopt;
    }
    case BusinessDay::Reading::same_time: return business.same_time(start, n);
    case BusinessDay::Reading::hours: return add(start, n * definition().day->length);
  }
  return std::nullopt;
}

std::optional<Instant> Calendar::moment(Instant start, DayTime time, Duration time_of_day, int day) const {
  const BusinessDays business(*this);
  const Date today = business.date_of(start);
  if (day <= 0) {
    if (const auto open = business.day(today)) {
      const Instant at = business.moment_of(*open, time, time_of_day);
      if (at >= start) return at;
    }
  }
  const auto later = business.nth_after(today, std::max(day, 1));
  return later ? std::optional(business.moment_of(*later, time, time_of_day)) : std::nullopt;
}

}  // namespace yakusoku::calendars
