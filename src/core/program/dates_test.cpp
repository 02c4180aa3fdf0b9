// Dates as written, .ics files, and calendars for one request.

#include <fmt/format.h>

#include "core/program/dates_written.hpp"
#include "core/program/folder_for_tests.hpp"
#include "core/program/words.hpp"

namespace yakusoku::program {
namespace {

std::string written(const Dates& dates) {
  std::string text;
  for (const calendars::Date date : dates) text += (text.empty() ? "" : " ") + date_of_days(date);
  return text;
}
std::string dates_text(std::string_view text, Years years) {
  const auto dates = parse_dates(text, years);
  return dates ? written(*dates) : "-";
}

TEST(Dates, single_ranges_and_yearly) {
  EXPECT_EQ("2026-08-13", dates_text("2026-08-13", {2026, 2027}));
  EXPECT_EQ("2026-08-30 2026-08-31 2026-09-01", dates_text("2026-08-30..2026-09-01", {2026, 2027}));
  EXPECT_EQ("2025-01-01 2026-01-01 2027-01-01", dates_text("01-01", {2026, 2027}));
  EXPECT_EQ("2024-02-29", dates_text("02-29", {2024, 2027}));
  EXPECT_EQ("2025-12-31 2026-01-01 2026-12-31 2027-01-01", dates_text("12-31..01-01", {2026, 2026}));
  for (const char* no : {"", "2026-02-29", "2026-13-01", "13-01", "2026-01-02..2026-01-01", "2026-01-01..2099-01-01",
                         "tomorrow", "last mon of", "sixth mon of may", "last monday of may", "last mon of mayo"})
    EXPECT_EQ("-", dates_text(no, {2026, 2026})) << no;
}

TEST(Dates, nth_weekdays) {
  EXPECT_EQ("2026-05-25 2027-05-31", dates_text("last mon of may", {2026, 2027}));
  EXPECT_EQ("2026-11-26", dates_text("fourth thu of november", {2026, 2026}));
  EXPECT_EQ("2026-01-01", dates_text("first thu of jan", {2026, 2026}));
  EXPECT_EQ("2026-12-31", dates_text("last thu of dec", {2026, 2026}));
  EXPECT_EQ("2027-01-29", dates_text("fifth fri of jan", {2026, 2027}).substr(11));  // 2026 has five as well
}

std::string ics(std::string_view events, Years years = {2025, 2027}) {
  Report report;
  const std::string text = fmt::format("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{}END:VCALENDAR\r\n", events);
  const Dates dates = read_ics("x.ics", text, years, report);
  return report.has_errors() ? "error" : written(dates);
}
std::string event(std::string_view lines) { return fmt::format("BEGIN:VEVENT\r\n{}END:VEVENT\r\n", lines); }

TEST(Ics, days_and_lengths) {
  EXPECT_EQ("2026-05-04", ics(event("DTSTART;VALUE=DATE:20260504\r\n")));
  EXPECT_EQ("2026-05-04 2026-05-05", ics(event("DTSTART;VALUE=DATE:20260504\r\nDTEND;VALUE=DATE:20260506\r\n")));
  EXPECT_EQ("2026-05-04 2026-05-05", ics(event("DTSTART:20260504T090000\r\nDTEND:20260505T170000\r\n")));
  EXPECT_EQ("2026-05-04 2026-05-05 2026-05-06", ics(event("DTSTART;VALUE=DATE:20260504\r\nDURATION:P3D\r\n")));
  EXPECT_EQ("", ics(event("DTSTART;VALUE=DATE:20260504\r\nSTATUS:CANCELLED\r\n")));
  // A folded line, an alarm inside, a property with a quoted colon.
  EXPECT_EQ("2026-05-04", ics(event("SUMMARY;X=\"a:b\":Long\r\n  words\r\nDTSTART;VALUE=DA\r\n TE:20260504\r\n"
                                    "BEGIN:VALARM\r\nTRIGGER:-PT5M\r\nDURATION:PT5M\r\nEND:VALARM\r\n")));
}

TEST(Ics, yearly_rules) {
  EXPECT_EQ("2024-05-03 2025-05-03 2026-05-03 2027-05-03",
            ics(event("DTSTART;VALUE=DATE:20240503\r\nRRULE:FREQ=YEARLY\r\n")));
  EXPECT_EQ("2026-05-25 2027-05-31",
            ics(event("DTSTART;VALUE=DATE:20260525\r\nRRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO\r\n")));
  EXPECT_EQ("2025-11-27 2026-11-26",
            ics(event("DTSTART;VALUE=DATE:20251127\r\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;COUNT=2\r\n")));
  EXPECT_EQ("2025-05-03", ics(event("DTSTART;VALUE=DATE:20250503\r\nRRULE:FREQ=YEARLY;UNTIL=20251231\r\n")));
  EXPECT_EQ("2025-05-03 2027-05-03 2027-06-01",
            ics(event("DTSTART;VALUE=DATE:20250503\r\nRRULE:FREQ=YEARLY\r\nEXDATE;VALUE=DATE:20260503\r\nRDATE;VALUE="
                      "DATE:20270601\r\n")));
}

TEST(Ics, what_is_no_calendar_is_an_error) {
  Report report;
  read_ics("x.ics", "hello", {}, report);
  EXPECT_EQ("bad_ics", report.findings.front().code);
  for (const char* lines : {"SUMMARY:no date\r\n", "DTSTART;VALUE=DATE:20260230\r\n", "DTSTART;VALUE=DATE:2026\r\n",
                            "DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=WEEKLY\r\n",
                            "DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=YEARLY;BYSETPOS=1\r\n",
                            "DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=YEARLY;BYDAY=XX\r\n",
                            "DTSTART;VALUE=DATE:20260101\r\nDURATION:P5Y\r\n"})
    EXPECT_EQ("error", ics(event(lines))) << lines;
}

const char* const calendars_text = R"(
program: p
effective: 2026-01-01
zone: Asia/Tokyo
severity: {levels: {1: {}, 2: {}}}
days:
  jp: {ics: jp.ics}
  ours: [2026-05-05, 2026-08-13..2026-08-14]
  shared: {intersect: [jp, ours]}
  all: {union: [jp, ours]}
  rest: {except: [all, shared]}
  makeup: [2026-09-26]
calendars:
  tokyo: {zone: Asia/Tokyo, open: {mon-fri: "09:00-12:00, 13:00-18:00"}, dates: {jp: closed, makeup: "09:00-15:00"}, day: same_time}
  night: {zone: UTC-8, open: {sun-thu: "22:00-06:00", fri-sat: "20:00-24:00"}}
  theirs: {zone: [contract.zone, customer.zone], open: {daily: "08:00-17:00"}, dates: {ours: closed}, day: 9h}
  either: {union: [tokyo, night], zone: America/Denver}
  weekend: {from: fri 18:00 America/New_York, to: mon 09:00 Asia/Singapore}
  week: {except: [always, weekend]}
  served: [{when: {severity: 1, restored: no}, is: always}, {when: {language: ja}, is: tokyo}, {by: [kind], cells: {phone: week}}, {is: theirs}]
kinds: {phone: {}, mail: {}}
)";

class CalendarsWritten : public testing::Test {
 protected:
  static std::shared_ptr<const Program> program() {
    static const auto read_once =
        program_of(calendars_text, {{"jp.ics",
                                     "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260504\nDTEND;VALUE=DATE:"
                                     "20260506\nEND:VEVENT\nEND:VCALENDAR\n"}});
    return read_once;
  }
  static calendars::Definition calendar(std::string_view name, const FactMap& facts = {}) {
    auto definition = program()->calendar(name, facts);
    EXPECT_TRUE(definition) << name;
    return definition.value_or(calendars::Definition{});
  }
  static calendars::Date date(std::string_view text) { return static_cast<calendars::Date>(days_of_date(text)); }
};

TEST_F(CalendarsWritten, weeks_with_their_dates) {
  using calendars::Definition;
  const Definition tokyo = calendar("tokyo");
  EXPECT_EQ(Definition::Kind::week, tokyo.kind);
  EXPECT_EQ("Asia/Tokyo", tokyo.week.zone);
  EXPECT_EQ((std::vector<calendars::Window>{{9 * 3600, 12 * 3600}, {13 * 3600, 18 * 3600}}), tokyo.week.weekly[4]);
  EXPECT_TRUE(tokyo.week.weekly[5].empty());
  ASSERT_EQ(3u, tokyo.week.closed.size());  // the dates with hours of their own replace the week's
  EXPECT_EQ(date("2026-05-04"), tokyo.week.closed[0].date);
  EXPECT_EQ(date("2026-09-26"), tokyo.week.closed[2].date);
  ASSERT_EQ(1u, tokyo.week.extra.size());
  EXPECT_EQ((calendars::Window{9 * 3600, 15 * 3600}), tokyo.week.extra[0].window);
  EXPECT_EQ(calendars::BusinessDay::Reading::same_time, tokyo.day->reading);

  const Definition night = calendar("night");
  EXPECT_EQ((std::vector<calendars::Window>{{22 * 3600, 30 * 3600}}), night.week.weekly[6]);
  EXPECT_EQ((std::vector<calendars::Window>{{20 * 3600, 24 * 3600}}), night.week.weekly[5]);
  EXPECT_EQ("UTC-8", night.day->zone);
}

TEST_F(CalendarsWritten, sets_of_dates) {
  const auto program_with = [](const std::string& set) {
    std::string text = calendars_text;
    const auto at = text.find("dates: {ours: closed}");
    text.replace(at, 21, "dates: {" + set + ": closed}");
    const auto read_it = program_of(text, {{"jp.ics",
                                            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260504\nDTEND;VALUE="
                                            "DATE:20260506\nEND:VEVENT\nEND:VCALENDAR\n"}});
    std::string dates;
    const auto definition = read_it->calendar("theirs", FactMap{});
    if (definition)
      for (const auto& each : definition->week.closed) dates += date_of_days(each.date) + " ";
    return dates;
  };
  EXPECT_EQ("2026-05-05 ", program_with("shared"));
  EXPECT_EQ("2026-05-04 2026-05-05 2026-08-13 2026-08-14 ", program_with("all"));
  EXPECT_EQ("2026-05-04 2026-08-13 2026-08-14 ", program_with("rest"));
}

TEST_F(CalendarsWritten, zones_from_facts_and_cases) {
  EXPECT_EQ("Europe/Paris",
            calendar("theirs", {{"contract.zone", "Europe/Paris"}, {"customer.zone", "Asia/Seoul"}}).week.zone);
  EXPECT_EQ("Asia/Seoul",
            calendar("theirs", {{"contract.zone", "Nowhere/None"}, {"customer.zone", "Asia/Seoul"}}).week.zone);
  EXPECT_EQ("Asia/Tokyo", calendar("theirs").week.zone);
  EXPECT_EQ(hours(9), calendar("theirs").day->length);

  using Kind = calendars::Definition::Kind;
  EXPECT_EQ(Kind::always, calendar("served", {{"severity", "1"}, {"restored", "no"}}).kind);
  EXPECT_EQ(calendar("tokyo"), calendar("served", {{"language", "ja"}}));
  EXPECT_EQ(calendar("week"), calendar("served", {{"kind", "phone"}}));
  EXPECT_EQ(Kind::week, calendar("served", {{"kind", "mail"}}).kind);
  EXPECT_EQ((std::vector<std::string>{"contract.zone", "customer.zone", "kind", "language", "restored", "severity"}),
            program()->calendar_asks("served"));
  EXPECT_EQ(std::vector<std::string>{}, program()->calendar_asks("either"));
}

TEST_F(CalendarsWritten, algebra) {
  using Kind = calendars::Definition::Kind;
  const auto either = calendar("either");
  EXPECT_EQ(Kind::union_of, either.kind);
  ASSERT_EQ(2u, either.parts.size());
  EXPECT_FALSE(either.parts[0].day);
  EXPECT_EQ("America/Denver", either.day->zone);
  EXPECT_EQ("Asia/Tokyo", calendar("week").day->zone);
  for (const char* name : {"tokyo", "night", "theirs", "either", "weekend", "week", "served", "always", "never"})
    EXPECT_TRUE(calendars::valid(calendar(name))) << name;
  EXPECT_FALSE(program()->calendar("nights", FactMap{}));

  // Friday 18:00 in New York is 22:00 UTC in summer; Monday 09:00 in Singapore is 01:00 UTC.
  const auto week = calendars::Calendar::compile(calendar("week"), *from_iso("2026-07-01T00:00:00Z"),
                                                 *from_iso("2026-08-01T00:00:00Z"));
  EXPECT_TRUE(week->is_open(*from_iso("2026-07-03T21:59:59Z")));
  EXPECT_FALSE(week->is_open(*from_iso("2026-07-03T22:00:00Z")));
  EXPECT_FALSE(week->is_open(*from_iso("2026-07-06T00:59:59Z")));
  EXPECT_TRUE(week->is_open(*from_iso("2026-07-06T01:00:00Z")));
}

}  // namespace
}  // namespace yakusoku::program
