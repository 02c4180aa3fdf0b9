// Calendars as people's programs write them. Expected by hand.

#include "adapters/ical/ical.hpp"

#include <gtest/gtest.h>

namespace yakusoku::ical {
namespace {

std::string calendar(std::string_view events) {
  return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//t//EN\r\n" + std::string(events) + "END:VCALENDAR\r\n";
}
std::string event(std::string_view lines) {
  return "BEGIN:VEVENT\r\nUID:one\r\n" + std::string(lines) + "END:VEVENT\r\n";
}
std::vector<std::string> seen(const std::string& text, const std::string& zone = "Asia/Tokyo",
                              const char* from = "2026-01-01T00:00:00Z", const char* to = "2027-01-01T00:00:00Z") {
  std::vector<std::string> out;
  const auto found = stretches(text, zone, *from_iso(from), *from_iso(to));
  if (!found) return {"refused"};
  for (const Stretch& each : *found) out.push_back(to_iso(each.from) + " " + to_iso(each.to));
  return out;
}
using Lines = std::vector<std::string>;

TEST(Ical, a_whole_day_is_a_day_of_the_reader_s_zone) {
  const auto text = calendar(event("DTSTART;VALUE=DATE:20260501\r\nDTEND;VALUE=DATE:20260504\r\nSUMMARY:有休\r\n"));
  EXPECT_EQ(Lines{"2026-04-30T15:00:00Z 2026-05-03T15:00:00Z"}, seen(text));
  EXPECT_EQ(Lines{"2026-05-01T00:00:00Z 2026-05-04T00:00:00Z"}, seen(text, "UTC"));
  EXPECT_EQ(Lines{"2026-04-30T15:00:00Z 2026-05-01T15:00:00Z"},
            seen(calendar(event("DTSTART;VALUE=DATE:20260501\r\n"))));  // no end: that day
}

TEST(Ical, times_stand_in_their_zone_in_utc_or_in_the_reader_s) {
  EXPECT_EQ(
      Lines{"2026-05-01T00:00:00Z 2026-05-01T09:00:00Z"},
      seen(calendar(event("DTSTART;TZID=Asia/Tokyo:20260501T090000\r\nDTEND;TZID=Asia/Tokyo:20260501T180000\r\n")),
           "UTC"));
  EXPECT_EQ(Lines{"2026-05-01T09:00:00Z 2026-05-01T10:30:00Z"},
            seen(calendar(event("DTSTART:20260501T090000Z\r\nDURATION:PT1H30M\r\n"))));
  EXPECT_EQ(Lines{"2026-05-01T00:00:00Z 2026-05-01T01:00:00Z"},
            seen(calendar(event("DTSTART:20260501T090000\r\nDTEND:20260501T100000\r\n"))));
}

TEST(Ical, a_weekly_shift_keeps_its_hour_over_the_change_of_the_clocks_and_leaves_out_what_is_called_off) {
  // Sundays at 09:00 in Berlin: summer time begins on 29 March 2026.
  const auto text =
      calendar(event("DTSTART;TZID=Europe/Berlin:20260315T090000\r\nDTEND;TZID=Europe/Berlin:20260315T170000\r\n"
                     "RRULE:FREQ=WEEKLY;COUNT=4\r\nEXDATE;TZID=Europe/Berlin:20260322T090000\r\n"));
  EXPECT_EQ((Lines{"2026-03-15T08:00:00Z 2026-03-15T16:00:00Z", "2026-03-29T07:00:00Z 2026-03-29T15:00:00Z",
                   "2026-04-05T07:00:00Z 2026-04-05T15:00:00Z"}),
            seen(text));
}

TEST(Ical, one_turn_that_was_moved_counts_where_it_stands_now) {
  const auto text =
      calendar(event("DTSTART:20260601T000000Z\r\nDTEND:20260601T080000Z\r\nRRULE:FREQ=DAILY;COUNT=3\r\n") +
               event("RECURRENCE-ID:20260602T000000Z\r\nDTSTART:20260602T120000Z\r\nDTEND:20260602T200000Z\r\n"));
  EXPECT_EQ((Lines{"2026-06-01T00:00:00Z 2026-06-01T08:00:00Z", "2026-06-02T12:00:00Z 2026-06-02T20:00:00Z",
                   "2026-06-03T00:00:00Z 2026-06-03T08:00:00Z"}),
            seen(text));
}

TEST(Ical, what_is_cancelled_or_lies_elsewhere_in_time_is_left_out) {
  EXPECT_EQ(Lines{},
            seen(calendar(event("DTSTART:20260501T090000Z\r\nDTEND:20260501T100000Z\r\nSTATUS:CANCELLED\r\n"))));
  EXPECT_EQ(Lines{}, seen(calendar(event("DTSTART:20250501T090000Z\r\nDTEND:20250501T100000Z\r\n"))));
  EXPECT_EQ(Lines{}, seen(calendar("")));
}

TEST(Ical, a_rule_without_end_ends_where_the_time_asked_for_does) {
  const auto text = calendar(event("DTSTART:20260101T000000Z\r\nDTEND:20260101T010000Z\r\nRRULE:FREQ=MONTHLY\r\n"));
  EXPECT_EQ(3u, seen(text, "UTC", "2026-01-01T00:00:00Z", "2026-03-15T00:00:00Z").size());
  EXPECT_EQ(Lines{"refused"},
            seen(calendar(event("DTSTART:20260101T000000Z\r\nDTEND:20260101T000001Z\r\nRRULE:FREQ=SECONDLY\r\n"))));
}

TEST(Ical, what_is_no_calendar_is_refused) {
  EXPECT_EQ(Lines{"refused"}, seen("hello"));
  EXPECT_EQ(Lines{"refused"}, seen(""));
  EXPECT_EQ(Lines{"refused"}, seen(std::string(most_bytes + 1, 'x')));
}

}  // namespace
}  // namespace yakusoku::ical
