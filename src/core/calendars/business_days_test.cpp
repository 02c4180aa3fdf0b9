// PROGRAM.md section 3: business days and moments, as its examples work them.

#include <gtest/gtest.h>

#include "base/zones.hpp"
#include "core/calendars/calendars.hpp"

namespace yakusoku::calendars {
namespace {

constexpr std::int32_t hour = 3600;
using Reading = BusinessDay::Reading;

Instant at(const char* text) { return from_iso(text).value(); }

Definition office(const char* zone, int from, int to, Reading reading = Reading::close) {
  Definition definition;
  definition.kind = Definition::Kind::week;
  definition.week.zone = zone;
  for (std::size_t day = 0; day < 5; ++day) definition.week.weekly[day] = {{from * hour, to * hour}};
  definition.day = BusinessDay{reading, reading == Reading::hours ? hours(9) : Duration{}, ""};
  return definition;
}

std::shared_ptr<const Calendar> compiled(const Definition& definition) {
  EXPECT_TRUE(valid(definition).has_value());
  return Calendar::compile(definition, at("2025-01-01T00:00:00Z"), at("2028-01-01T00:00:00Z"));
}

// 2026-01-07 is a Wednesday.
TEST(BusinessDays, close_at_the_nth_days_close) {
  const auto calendar = compiled(office("Asia/Tokyo", 8, 17));
  EXPECT_EQ(calendar->after_business_days(at("2026-01-04T12:00:00+09:00"), 1), at("2026-01-05T17:00:00+09:00"));
  EXPECT_EQ(calendar->after_business_days(at("2026-01-07T11:00:00+09:00"), 3), at("2026-01-12T17:00:00+09:00"));
  // The start's own date is day 0, also after its close.
  EXPECT_EQ(calendar->after_business_days(at("2026-01-07T20:00:00+09:00"), 1), at("2026-01-08T17:00:00+09:00"));
  // Dates are the zone's: Wednesday 16:00 UTC is Thursday in Tokyo.
  EXPECT_EQ(calendar->after_business_days(at("2026-01-07T16:00:00Z"), 1), at("2026-01-09T17:00:00+09:00"));
}

TEST(BusinessDays, same_time_as_the_language_works_it) {
  const auto calendar = compiled(office("UTC", 10, 19, Reading::same_time));
  EXPECT_EQ(calendar->after_business_days(at("2026-01-07T11:00:00Z"), 3), at("2026-01-12T11:00:00Z"));
  EXPECT_EQ(calendar->after_business_days(at("2026-01-07T20:00:00Z"), 3), at("2026-01-13T10:00:00Z"));
}

TEST(BusinessDays, same_time_ends_with_a_shorter_day) {
  Definition definition = office("UTC", 10, 19, Reading::same_time);
  definition.week.closed = {{zones::date_of("2026-01-08").value(), {15 * hour, 24 * hour}}};
  EXPECT_EQ(compiled(definition)->after_business_days(at("2026-01-07T17:00:00Z"), 1), at("2026-01-08T15:00:00Z"));
  definition.week.closed = {{zones::date_of("2026-01-08").value(), {12 * hour, 13 * hour}}};
  EXPECT_EQ(compiled(definition)->after_business_days(at("2026-01-07T12:30:00Z"), 1), at("2026-01-08T12:00:00Z"));
  definition.week.closed = {{zones::date_of("2026-01-08").value(), {0, 24 * hour}}};
  EXPECT_EQ(compiled(definition)->after_business_days(at("2026-01-07T12:30:00Z"), 1), at("2026-01-09T12:30:00Z"));
}

TEST(BusinessDays, counted_in_hours) {
  const auto calendar = compiled(office("UTC", 10, 19, Reading::hours));
  EXPECT_EQ(calendar->after_business_days(at("2026-01-07T11:00:00Z"), 2), at("2026-01-09T11:00:00Z"));
}

TEST(BusinessDays, a_shift_past_midnight_belongs_to_its_first_date_and_a_long_stretch_to_each) {
  Definition nights = office("UTC", 22, 30);
  EXPECT_EQ(compiled(nights)->after_business_days(at("2026-01-04T12:00:00Z"), 1), at("2026-01-06T06:00:00Z"));
  // Saturday has only the end of Friday's shift: no business day.
  EXPECT_EQ(compiled(nights)->after_business_days(at("2026-01-09T12:00:00Z"), 1), at("2026-01-13T06:00:00Z"));
  const auto weekdays = compiled(office("UTC", 0, 24));
  EXPECT_EQ(weekdays->after_business_days(at("2026-01-06T12:00:00Z"), 1), at("2026-01-08T00:00:00Z"));
  EXPECT_EQ(weekdays->after_business_days(at("2026-01-09T12:00:00Z"), 1), at("2026-01-13T00:00:00Z"));
  Definition all = always();
  all.day = BusinessDay{Reading::close, {}, "Asia/Tokyo"};
  EXPECT_EQ(compiled(all)->after_business_days(at("2026-01-09T12:00:00+09:00"), 2), at("2026-01-12T00:00:00+09:00"));
}

TEST(BusinessDays, none_are_told) {
  EXPECT_FALSE(compiled(never())->after_business_days(at("2026-01-09T12:00:00Z"), 1).has_value());
  EXPECT_FALSE(compiled(never())->moment(at("2026-01-09T12:00:00Z"), DayTime::close, {}, 0).has_value());
}

TEST(BusinessDays, skip_a_date_that_the_zone_skipped) {
  const auto calendar = compiled(office("Pacific/Apia", 9, 17));
  // Thursday 2011-12-29; the Friday does not exist.
  EXPECT_EQ(calendar->after_business_days(at("2011-12-29T12:00:00-10:00"), 1), at("2012-01-02T17:00:00+14:00"));
}

TEST(Moments, today_next_day_and_day_n) {
  const auto calendar = compiled(office("Asia/Tokyo", 9, 18));
  const Instant wednesday = at("2026-01-07T12:00:00+09:00"), saturday = at("2026-01-10T12:00:00+09:00");
  EXPECT_EQ(calendar->moment(wednesday, DayTime::at, hours(17), 0), at("2026-01-07T17:00:00+09:00"));
  EXPECT_EQ(calendar->moment(wednesday, DayTime::at, hours(12), 0), wednesday);
  EXPECT_EQ(calendar->moment(wednesday, DayTime::at, hours(11), 0), at("2026-01-08T11:00:00+09:00"));
  EXPECT_EQ(calendar->moment(wednesday, DayTime::open, {}, 0), at("2026-01-08T09:00:00+09:00"));
  EXPECT_EQ(calendar->moment(wednesday, DayTime::close, {}, 1), at("2026-01-08T18:00:00+09:00"));
  EXPECT_EQ(calendar->moment(wednesday, DayTime::at, hours(10), 3), at("2026-01-12T10:00:00+09:00"));
  EXPECT_EQ(calendar->moment(saturday, DayTime::close, {}, 0), at("2026-01-12T18:00:00+09:00"));
}

TEST(Moments, in_a_gap_are_its_end_and_in_a_fold_the_first) {
  Definition definition = always();
  definition.day = BusinessDay{Reading::close, {}, "America/New_York"};
  const auto calendar = compiled(definition);
  EXPECT_EQ(calendar->moment(at("2026-03-08T00:00:00-05:00"), DayTime::at, minutes(150), 0),
            at("2026-03-08T03:00:00-04:00"));
  EXPECT_EQ(calendar->moment(at("2026-11-01T00:00:00-04:00"), DayTime::at, minutes(90), 0),
            at("2026-11-01T01:30:00-04:00"));
}

}  // namespace
}  // namespace yakusoku::calendars
