// The rows of CLOCKS.md 2.2 and the worked examples of CLOCKS.md and PROGRAM.md, on pinned zone data.

#include "core/calendars/calendars.hpp"

#include <gtest/gtest.h>

#include "base/zones.hpp"

namespace yakusoku::calendars {
namespace {

constexpr std::int32_t hour = 3600;

Instant at(const char* text) { return from_iso(text).value(); }
Date date(const char* text) { return zones::date_of(text).value(); }

Definition week(const char* zone, const std::vector<int>& days, const std::vector<Window>& windows) {
  Definition definition;
  definition.kind = Definition::Kind::week;
  definition.week.zone = zone;
  for (const int day : days) definition.week.weekly[static_cast<std::size_t>(day)] = windows;
  return definition;
}
const std::vector<int> mon_fri{0, 1, 2, 3, 4}, daily{0, 1, 2, 3, 4, 5, 6};
std::vector<Window> hours_of(int from, int to) { return {{from * hour, to * hour}}; }

std::shared_ptr<const Calendar> compiled(const Definition& definition) {
  EXPECT_TRUE(valid(definition).has_value());
  return Calendar::compile(definition, at("2004-01-01T00:00:00Z"), at("2046-01-01T00:00:00Z"));
}

std::int64_t open_on(const Calendar& calendar, const char* zone, const char* day) {
  return calendar.between(zones::instant_of(zone, date(day), 0), zones::instant_of(zone, date(day) + 1, 0));
}

TEST(Walls, days_are_as_long_as_their_zone_says) {
  const struct {
    const char *zone, *day;
    double hours;
  } days[] = {{"America/New_York", "2026-03-08", 23},      {"America/New_York", "2026-11-01", 25},
              {"Europe/London", "2026-03-29", 23},         {"Europe/London", "2026-10-25", 25},
              {"Europe/Dublin", "2026-10-25", 25},         {"Australia/Lord_Howe", "2026-10-04", 23.5},
              {"Australia/Lord_Howe", "2026-04-05", 24.5}, {"America/Sao_Paulo", "2018-11-04", 23},
              {"America/Sao_Paulo", "2018-02-17", 25},     {"America/Sao_Paulo", "2019-11-03", 24},
              {"Africa/Casablanca", "2026-02-15", 25},     {"Africa/Casablanca", "2026-03-22", 23},
              {"Pacific/Chatham", "2026-04-05", 25},       {"Antarctica/Troll", "2026-03-29", 22},
              {"Asia/Kathmandu", "2026-03-29", 24},        {"Pacific/Apia", "2011-12-30", 0},
              {"America/New_York", "2045-03-12", 23},      {"Europe/London", "2098-10-26", 25}};
  for (const auto& day : days) {
    const auto calendar = compiled(week(day.zone, daily, hours_of(0, 24)));
    EXPECT_EQ(open_on(*calendar, day.zone, day.day), static_cast<std::int64_t>(day.hours * hour))
        << day.zone << day.day;
  }
}

TEST(Walls, a_day_whose_midnight_is_skipped_opens_at_one) {
  const auto calendar = compiled(week("America/Sao_Paulo", daily, hours_of(0, 9)));
  EXPECT_EQ(calendar->next_open(at("2018-11-03T20:00:00-03:00")), at("2018-11-04T01:00:00-02:00"));
  EXPECT_EQ(open_on(*calendar, "America/Sao_Paulo", "2018-11-04"), 8 * hour);
}

TEST(Walls, a_date_that_a_zone_skipped_has_no_open_time) {
  const auto fridays = compiled(week("Pacific/Apia", {4}, hours_of(9, 17)));
  EXPECT_EQ(fridays->between(at("2011-12-29T00:00:00-10:00"), at("2012-01-05T00:00:00+14:00")), 0);
  EXPECT_EQ(fridays->next_open(at("2011-12-29T00:00:00-10:00")), at("2012-01-06T09:00:00+14:00"));
}

TEST(Walls, a_repeated_hour_is_open_twice_and_leaves_the_published_hole) {
  const auto calendar = compiled(week("America/New_York", {6}, {{5400, 3 * hour}}));  // Sunday 01:30-03:00
  EXPECT_EQ(calendar->open_within(at("2026-11-01T00:00:00-04:00"), at("2026-11-01T06:00:00-05:00")),
            (std::vector<Interval>{{at("2026-11-01T01:30:00-04:00"), at("2026-11-01T02:00:00-04:00")},
                                   {at("2026-11-01T01:30:00-05:00"), at("2026-11-01T03:00:00-05:00")}}));
  // Over the fold the answer never goes back.
  const auto always_open = compiled(week("America/New_York", daily, hours_of(0, 24)));
  EXPECT_EQ(always_open->add(at("2026-11-01T01:30:00-04:00"), hours(1)), at("2026-11-01T01:30:00-05:00"));
}

TEST(Walls, the_law_goes_on_behind_the_last_listed_year) {
  const auto calendar = compiled(week("America/New_York", mon_fri, hours_of(9, 17)));
  EXPECT_EQ(calendar->next_open(at("2500-07-05T00:00:00Z")), at("2500-07-05T13:00:00Z"));  // a Monday in summer
  EXPECT_EQ(calendar->next_open(at("2500-01-04T00:00:00Z")), at("2500-01-04T14:00:00Z"));  // and one in winter
}

TEST(Windows, pass_midnight_touch_and_overlap) {
  const auto night = compiled(week("UTC", {4}, hours_of(22, 30)));
  EXPECT_EQ(night->open_within(at("2026-01-02T00:00:00Z"), at("2026-01-05T00:00:00Z")),
            (std::vector<Interval>{{at("2026-01-02T22:00:00Z"), at("2026-01-03T06:00:00Z")}}));
  const auto sunday_night = compiled(week("UTC", {6}, hours_of(22, 30)));
  EXPECT_TRUE(sunday_night->is_open(at("2026-01-05T05:59:59Z")));
  EXPECT_FALSE(sunday_night->is_open(at("2026-01-05T06:00:00Z")));
  const auto overlapping = compiled(week("UTC", {0}, {{9 * hour, 12 * hour}, {11 * hour, 14 * hour}}));
  EXPECT_EQ(open_on(*overlapping, "UTC", "2026-01-05"), 5 * hour);
  const auto lunch = compiled(week("UTC", mon_fri, {{9 * hour, 12 * hour}, {13 * hour, 18 * hour}}));
  EXPECT_EQ(lunch->add(at("2026-01-05T11:30:00Z"), hours(1)), at("2026-01-05T13:30:00Z"));
  const auto whole = compiled(week("UTC", {0}, hours_of(0, 24)));
  EXPECT_EQ(open_on(*whole, "UTC", "2026-01-05"), 24 * hour);
  const auto seconds_count = compiled(week("UTC", {0}, {{9 * hour + 7, 9 * hour + 20}}));
  EXPECT_EQ(open_on(*seconds_count, "UTC", "2026-01-05"), 13);
  EXPECT_FALSE(compiled(week("UTC", daily, hours_of(9, 9)))->next_open(at("2026-01-05T00:00:00Z")).has_value());
}

TEST(Dates, mask_by_the_walls_reading_and_make_up_days_beat_them) {
  Definition definition = week("UTC", {3}, hours_of(22, 30));
  definition.week.closed = {{date("2026-01-02"), {0, 24 * hour}}};  // the Friday into which Thursday's shift spills
  EXPECT_EQ(compiled(definition)->between(at("2026-01-01T00:00:00Z"), at("2026-01-04T00:00:00Z")), 2 * hour);
  definition = week("America/New_York", daily, hours_of(0, 24));
  definition.week.closed = {{date("2026-11-01"), {0, 24 * hour}}, {date("2026-12-24"), {12 * hour, 24 * hour}}};
  EXPECT_EQ(open_on(*compiled(definition), "America/New_York", "2026-11-01"), 0);  // all 25 hours
  EXPECT_EQ(open_on(*compiled(definition), "America/New_York", "2026-12-24"), 12 * hour);
  EXPECT_EQ(open_on(*compiled(definition), "America/New_York", "2026-11-02"), 24 * hour);
  definition.week.extra = {{date("2026-11-01"), {9 * hour, 15 * hour}}};
  EXPECT_EQ(open_on(*compiled(definition), "America/New_York", "2026-11-01"), 6 * hour);
}

TEST(Arithmetic, edges) {
  const auto office = compiled(week("UTC", mon_fri, hours_of(9, 17)));
  const Instant saturday = at("2026-01-03T12:00:00Z"), friday_close = at("2026-01-02T17:00:00Z");
  EXPECT_EQ(office->add(at("2026-01-02T09:00:00Z"), hours(8)), friday_close);  // the lower closing edge
  EXPECT_EQ(office->next_open(friday_close), at("2026-01-05T09:00:00Z"));      // is the other reading
  EXPECT_EQ(office->add(saturday, seconds(0)), saturday);
  EXPECT_EQ(office->between(saturday, at("2026-01-02T16:00:00Z")), -hour);
  EXPECT_EQ(office->add(saturday, hours(-1)), at("2026-01-02T16:00:00Z"));
  EXPECT_EQ(office->add(at("2026-01-05T10:00:00Z"), hours(-1)), at("2026-01-05T09:00:00Z"));  // the greatest
  EXPECT_EQ(office->add(at("2026-01-05T10:00:00Z"), seconds(-3601)), at("2026-01-02T16:59:59Z"));
  EXPECT_EQ(office->next_closed(at("2026-01-02T10:00:00Z")), friday_close);
  EXPECT_EQ(office->next_closed(saturday), saturday);
}

TEST(Arithmetic, what_never_opens_or_closes_ends) {
  Definition one_day = never();
  for (const Definition& empty :
       {never(), union_of({}), week("Europe/London", {}, {}), complement_of(always()),
        intersection_of({week("UTC", {0}, hours_of(9, 17)), week("UTC", {1}, hours_of(9, 17))})}) {
    const auto calendar = compiled(empty);
    EXPECT_FALSE(calendar->add(at("2026-01-01T00:00:00Z"), seconds(1)).has_value());
    EXPECT_FALSE(calendar->add(at("2026-01-01T00:00:00Z"), seconds(-1)).has_value());
    EXPECT_FALSE(calendar->next_open(at("2026-01-01T00:00:00Z")).has_value());
    EXPECT_EQ(calendar->between(Instant{-far_future.seconds}, far_future), 0);
  }
  EXPECT_FALSE(compiled(always())->next_closed(at("2026-01-01T00:00:00Z")).has_value());
  EXPECT_FALSE(compiled(intersection_of({}))->next_closed(at("2026-01-01T00:00:00Z")).has_value());
  one_day = week("UTC", {}, {});
  one_day.week.extra = {{date("2026-01-05"), {9 * hour, 10 * hour}}};
  EXPECT_EQ(compiled(one_day)->add(at("1900-01-01T00:00:00Z"), hours(1)), at("2026-01-05T10:00:00Z"));
  EXPECT_FALSE(compiled(one_day)->add(at("2026-01-05T09:30:00Z"), hours(1)).has_value());
  EXPECT_EQ(compiled(one_day)->add(at("2500-01-01T00:00:00Z"), hours(-1)), at("2026-01-05T09:00:00Z"));
}

TEST(Arithmetic, no_length_is_too_long) {
  const auto office = compiled(week("UTC", mon_fri, hours_of(9, 17)));
  // 400 years hold 20,871 weeks of 40 hours.
  const std::int64_t cycle_open = 20871 * std::int64_t{40} * hour, cycle = 20871 * std::int64_t{7} * 86400;
  const Instant monday = at("2026-01-05T09:00:00Z");
  EXPECT_EQ(office->add(monday, seconds(1000 * cycle_open + hour)), monday + seconds(1000 * cycle + hour));
  EXPECT_EQ(office->between(monday, monday + seconds(1000 * cycle)), 1000 * cycle_open);
  EXPECT_FALSE(office->add(monday, seconds(INT64_MAX)).has_value());
  EXPECT_FALSE(office->add(monday, seconds(INT64_MIN)).has_value());
  EXPECT_EQ(office->next_open(Instant{-far_future.seconds}).has_value(), true);
}

TEST(Weekend, is_two_walls_and_not_a_length) {
  // CLOCKS.md section 0: 48, 47 and 46 hours.
  const Definition weekend = span({4, 17 * hour, "America/Los_Angeles"}, {0, 10 * hour, "Australia/Sydney"});
  const auto calendar = compiled(weekend);
  const auto length = [&](const char* friday) { return calendar->between(at(friday), at(friday) + days(5)) / hour; };
  EXPECT_EQ(length("2025-07-11T00:00:00-07:00"), 48);
  EXPECT_EQ(length("2025-10-24T00:00:00-07:00"), 47);
  EXPECT_EQ(length("2025-12-12T00:00:00-08:00"), 46);
  EXPECT_EQ(calendar->next_open(at("2025-07-10T00:00:00Z")), at("2025-07-11T17:00:00-07:00"));
  EXPECT_EQ(calendar->next_closed(at("2025-07-12T12:00:00Z")), at("2025-07-14T10:00:00+10:00"));
  // The working week, told as a span, is the rest.
  const auto working = compiled(span({0, 10 * hour, "Australia/Sydney"}, {4, 17 * hour, "America/Los_Angeles"}));
  EXPECT_EQ(working->next_open(at("2025-07-12T12:00:00Z")), at("2025-07-14T10:00:00+10:00"));
  const Instant a = at("2025-01-01T00:00:00Z"), b = at("2026-01-01T00:00:00Z");
  EXPECT_EQ(working->between(a, b) + calendar->between(a, b), (b - a).seconds);
  // PROGRAM.md section 2.
  const auto other = compiled(span({4, 18 * hour, "America/New_York"}, {0, 9 * hour, "Asia/Singapore"}));
  EXPECT_EQ(other->open_within(at("2026-01-08T00:00:00Z"), at("2026-01-13T00:00:00Z")),
            (std::vector<Interval>{{at("2026-01-09T18:00:00-05:00"), at("2026-01-12T09:00:00+08:00")}}));
}

TEST(Golden, eight) {
  const auto calendar =
      compiled(complement_of(span({4, 17 * hour, "America/Los_Angeles"}, {0, 10 * hour, "Australia/Sydney"})));
  const struct {
    const char *raised, *due;
    double wall_hours;
  } cases[] = {{"2025-07-11T16:50:00-07:00", "2025-07-14T10:20:00+10:00", 48.5},
               {"2025-10-24T16:50:00-07:00", "2025-10-27T10:20:00+11:00", 47.5},
               {"2025-12-12T16:50:00-08:00", "2025-12-15T10:20:00+11:00", 46.5}};
  for (const auto& one : cases) {
    EXPECT_EQ(calendar->add(at(one.raised), minutes(30)), at(one.due));
    EXPECT_EQ((at(one.due) - at(one.raised)).seconds, static_cast<std::int64_t>(one.wall_hours * hour));
  }
}

TEST(Golden, one_to_four_by_hand) {
  const Definition tokyo = week("Asia/Tokyo", mon_fri, hours_of(9, 17));
  const auto calendar = compiled(tokyo);
  const Instant opened = at("2025-06-06T16:50:00+09:00");
  EXPECT_EQ(calendar->add(opened, hours(48)), at("2025-06-16T16:50:00+09:00"));
  // Waiting from Monday 10:00 to Tuesday 15:00.
  const std::int64_t spent = calendar->between(opened, at("2025-06-09T10:00:00+09:00"));
  EXPECT_EQ(calendar->add(at("2025-06-10T15:00:00+09:00"), hours(48) - seconds(spent)),
            at("2025-06-18T13:50:00+09:00"));
  EXPECT_EQ(calendar->between(at("2025-06-06T18:00:00+09:00"), at("2025-06-08T12:00:00+09:00")), 0);
  // A holiday on the 12th, declared on the 9th, and on the 13th.
  Definition holiday = tokyo;
  holiday.week.closed = {{date("2025-06-12"), {0, 24 * hour}}};
  const auto declared = [&](const char* when) {
    Definition splice;
    splice.kind = Definition::Kind::splice;
    splice.parts = {tokyo, holiday};
    splice.from = {at("2025-01-01T00:00:00Z"), at(when)};
    return compiled(splice)->add(opened, hours(48));
  };
  EXPECT_EQ(declared("2025-06-09T00:00:00Z"), at("2025-06-17T16:50:00+09:00"));
  EXPECT_EQ(declared("2025-06-13T00:00:00Z"), at("2025-06-16T16:50:00+09:00"));
}

TEST(Twelve_hours, have_three_readings) {  // R15, over the end of winter in Sydney
  const auto office = compiled(week("Australia/Sydney", mon_fri, hours_of(8, 17)));
  const Instant start = at("2025-10-03T16:00:00+10:00");
  EXPECT_EQ(office->add(start, hours(12)), at("2025-10-07T10:00:00+11:00"));
  EXPECT_EQ(start + hours(12), at("2025-10-04T04:00:00+10:00"));
  EXPECT_EQ(office->next_open(start + hours(12)), at("2025-10-06T08:00:00+11:00"));
}

TEST(Valid, says_what_is_wrong) {
  const auto code = [](const Definition& definition) {
    const Outcome outcome = valid(definition);
    return outcome ? ErrorCode::internal : outcome.error().code;
  };
  EXPECT_EQ(code(week("Mars/Base", daily, hours_of(9, 17))), ErrorCode::unknown_zone);
  EXPECT_EQ(code(week("../etc/passwd", daily, hours_of(9, 17))), ErrorCode::unknown_zone);
  EXPECT_EQ(code(week("UTC", daily, hours_of(17, 9))), ErrorCode::invalid);
  EXPECT_EQ(code(week("UTC", daily, hours_of(9, 49))), ErrorCode::invalid);
  Definition deep = always();
  for (int i = 0; i < 15; ++i) deep = complement_of(std::move(deep));
  EXPECT_EQ(code(deep), ErrorCode::internal);
  EXPECT_EQ(code(complement_of(std::move(deep))), ErrorCode::limit);
  Definition many = week("UTC", {}, {});
  many.week.closed.resize(10001, {0, {0, 24 * hour}});
  EXPECT_EQ(code(many), ErrorCode::limit);
}

}  // namespace
}  // namespace yakusoku::calendars
