#pragma once

// Numbers, dates, bounds and periods as values (PROGRAM.md section 3 and 5): read by the leaves, evaluated here over
// Facts. Exact: whole numbers and fractions, civil dates in the program's zone; what a formula asks and nobody knows
// makes the whole unknown (nullopt), never a zero.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "core/calendars/calendars.hpp"
#include "core/program/fraction.hpp"
#include "core/program/predicate.hpp"

namespace yakusoku::program {

// number := integer | fact | number (+ - * /) number | min(..) max(..) ceil(..) floor(..)
struct Number {
  enum class Is { integer, fact, add, subtract, multiply, divide, min, max, ceil, floor };
  Is is = Is::integer;
  std::int64_t integer = 0;
  std::string fact;
  std::vector<Number> of;
};
// nullopt: a fact is unknown or no number, a division by zero, or a result that no 64 bits hold.
std::optional<Fraction> evaluate(const Number& number, const Facts& facts);
// Where things are counted: the whole things in it (a contact and a half is one).
std::optional<std::int64_t> evaluate_whole(const Number& number, const Facts& facts);
std::vector<std::string> facts_asked(const Number& number);

// A length that is added to a date: months are the calendar's, the rest is elapsed; 18mo from 31 August ends on the last
// of February. (An amount's `3mo` is 90 days: it is counted in seconds; this is not.)
struct CalendarLength {
  std::int64_t months = 0;
  std::int64_t seconds = 0;
  std::string written;
};
std::optional<CalendarLength> parse_calendar_length(std::string_view text);
// The same wall time so many months on (in a shorter month its last day), and the rest elapsed.
Instant after(Instant from, const CalendarLength& length, std::string_view zone);
// So many months on, or back; the month's last day where it is too short.
calendars::Date add_months(calendars::Date date, std::int64_t months);

// A period of the calendar, or the program's own (`periods`).
struct Period {
  enum class Every { day, week, month, quarter, half, year };
  std::string name;
  Text title;
  Every every = Every::month;
  int from_month = 1, from_day = 1;  // a month and day on which one begins; not of days and weeks
};
const std::vector<std::string>& period_words();  // day, week, month, quarter, half, year
struct Program;
// A built-in one or the program's own; nullptr: no period of that name.
const Period* period_of(const Program& program, std::string_view name);
const Period* period_of(std::span<const Period> own, std::string_view name);
// The first date of the period in which that date lies, and of the one after it. Weeks begin on Monday.
calendars::Date begin_of(const Period& period, calendars::Date date);
calendars::Date next_after(const Period& period, calendars::Date date);

// date := 2026-04-01 | fact | now | date (+ -) length | next PERIOD after date
struct DateFormula {
  enum class Is { date, fact, now, add, subtract, next };
  Is is = Is::date;
  calendars::Date date = 0;
  std::string fact;
  std::string period;  // next
  CalendarLength length;
  std::vector<DateFormula> of;  // add, subtract, next: one
};
// A date, or an instant where it came from one or a part of a day was added.
struct Moment {
  std::optional<calendars::Date> date;
  Instant at = far_future;  // where there is no date
  // When it begins in that zone.
  Instant begins(std::string_view zone) const;
  // On which date it lies in that zone.
  calendars::Date on(std::string_view zone) const;
};
std::optional<Moment> evaluate(const DateFormula& formula, const Program& program, const Facts& facts);
std::optional<Moment> evaluate(const DateFormula& formula, std::string_view zone, std::span<const Period> periods,
                               const Facts& facts);
std::vector<std::string> facts_asked(const DateFormula& formula);

// What a predicate compares a date or an instant with, and all that it takes to tell it.
struct DateBound {
  DateFormula formula;
  std::string zone = "UTC";
  std::vector<Period> periods;  // the program's own
};
// nullopt: the bound, or the value, is no date.
std::optional<bool> is_before(const FactValue& value, const DateBound& bound, const Facts& facts);

// The last second at which a test of a date (from, before) answers as it does at `now`, where the passing of time alone
// makes it another: `cutover: {before: now + 2d}` turns two days before the cutover. nullopt: not within `ahead`.
std::optional<Instant> turns_at(const FactTest& test, const Facts& facts, Instant now, Duration ahead);

// `at least 92%`, `at most 3`, `at least 60d`
struct Bound {
  enum class Of { share, count, length };
  bool at_least = true;
  Of of = Of::count;
  std::int64_t figure = 0;  // share: hundredths of a percent; length: seconds
  std::string written;
  bool holds_for(const Fraction& value) const;  // a share as a fraction of one, seconds as they are
};

// A period, or any so many of them on end.
struct Span {
  std::string period;    // `month`, `fiscal`; of `any 4 months`: month
  std::int64_t any = 0;  // 0: each period of its own
};

}  // namespace yakusoku::program
