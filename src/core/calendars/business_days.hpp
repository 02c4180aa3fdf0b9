#pragma once

// The dates of a calendar's zone on which it opens, and the moments of such a date. Inside the room only: others ask
// Calendar::after_business_days and Calendar::moment.

#include <optional>
#include <string>

#include "core/calendars/calendars.hpp"

namespace yakusoku::calendars {

class BusinessDays {
 public:
  struct Day {
    Date date = 0;
    Instant opens, closes;
  };

  explicit BusinessDays(const Calendar& calendar);

  Date date_of(Instant at) const;
  // Nothing where the calendar does not open on that date.
  std::optional<Day> day(Date date) const;
  // The n-th (n >= 1) business day behind the date; nothing where ten years bring none.
  std::optional<Day> nth_after(Date date, int n) const;
  // The same wall time n business days on, from the next opening where the start is closed.
  std::optional<Instant> same_time(Instant start, int n) const;
  Instant moment_of(const Day& day, DayTime time, Duration time_of_day) const;

 private:
  Instant begins(Date date) const;
  std::optional<Day> next_after(Date date) const;

  const Calendar& calendar_;
  std::string zone_;
};

}  // namespace yakusoku::calendars
