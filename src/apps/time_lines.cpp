// yakusoku time: the calendars, tested from any script (DESIGN.md section 6).

#include <iostream>

#include "apps/command.hpp"
#include "core/calendars/time_lines.hpp"
#include "core/program/amount.hpp"

namespace yakusoku::apps {
namespace {

using program::Amount;

Result<std::optional<Instant>> due_of(std::string_view text, Instant start,
                                      const calendars::CalendarLookup& calendar_of) {
  const Amount amount = TRY(program::parse_amount(text));
  std::shared_ptr<const calendars::Calendar> calendar;
  if (!amount.calendar.empty()) {
    calendar = calendar_of(amount.calendar);
    if (!calendar)
      return fail(ErrorCode::unknown_value, "amount", "no calendar `" + amount.calendar + "` was defined");
  }
  const auto day_time = [&] {
    switch (amount.time) {
      case Amount::TimeOfDay::at: return calendars::DayTime::at;
      case Amount::TimeOfDay::open: return calendars::DayTime::open;
      case Amount::TimeOfDay::close: return calendars::DayTime::close;
    }
    return calendars::DayTime::at;
  };
  switch (amount.form) {
    case Amount::Form::nothing: return std::nullopt;
    case Amount::Form::length: return start + amount.length;
    case Amount::Form::length_in: return calendar->add(start, amount.length);
    case Amount::Form::length_then_in: {
      const Instant end = start + amount.length;
      return calendar->is_open(end - seconds(1)) ? std::optional(end) : calendar->next_open(end);
    }
    case Amount::Form::business_days: return calendar->after_business_days(start, amount.days);
    case Amount::Form::moment: return calendar->moment(start, day_time(), amount.time_of_day, amount.days);
    case Amount::Form::by_next_opening: {
      const auto closed = calendar->next_closed(start);
      return closed ? calendar->next_open(*closed) : std::nullopt;
    }
    case Amount::Form::by_fact:
    case Amount::Form::from_fact: return fail(ErrorCode::invalid, "amount", "a fact is known only of a request");
  }
  return std::nullopt;
}

}  // namespace

int time_lines(std::span<const std::string> arguments) {
  if (!arguments.empty())
    return usage_error("time", {ErrorCode::unknown_value, arguments[0], "it takes no words, only lines", ""});
  std::ios::sync_with_stdio(false);
  calendars::TimeLines lines(due_of);
  std::string line;
  while (std::getline(std::cin, line)) {
    if (const auto answer = lines.answer(line)) std::cout << *answer << '\n';
    if (std::cin.rdbuf()->in_avail() <= 0) std::cout.flush();
  }
  std::cout.flush();
  return 0;
}

}  // namespace yakusoku::apps
