#pragma once

// Amounts and moments (PROGRAM.md section 3) as written: a length or a moment, and how firmly it is promised.
// core/clocks turns one into open seconds of a calendar when a cycle starts.

#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/time.hpp"

namespace yakusoku::program {

struct Amount {
  enum class Promise {
    none,         // a deliberate empty cell: no promise
    best_effort,  // soft, without a figure
    aim,          // soft with a figure: shown and measured, never a breach
    at_least,     // a lower bound
    firm
  };
  enum class Form {
    nothing,          // none, best effort
    length,           // 30m, 2d (48 h), 3mo: elapsed
    length_in,        // counted only while the calendar is open
    length_then_in,   // elapsed; ends in closed time -> the next opening (R15)
    business_days,    // Nbd in CAL (R17)
    moment,           // by (HH:MM | open | close) (today | next day | day N) in CAL
    by_next_opening,  // by next opening of CAL: absolute
    by_fact,          // by FACT: a known date or instant, absolute
    from_fact         // the amount is itself a fact of type amount
  };
  enum class TimeOfDay { at, open, close };

  Promise promise = Promise::none;
  Form form = Form::nothing;
  Duration length;  // length, length_in, length_then_in (months count 30 days of 24 h: 3mo is 90 d)
  int days = 0;     // business_days: N; moment: 0 today, 1 next day, N day N
  TimeOfDay time = TimeOfDay::at;
  Duration time_of_day;  // moment at: since local midnight
  std::string calendar;  // a name of the program; empty where none is used
  std::string fact;      // by_fact, from_fact
  std::string written;   // as in the program

  // Whether missing it is a breach.
  bool binding() const { return promise == Promise::firm; }
};

// Reads one amount. Negative, zero or absurd ones (over ten years, over 3,000 business days) are refused with what was
// expected. Names are not looked up here.
Result<Amount> parse_amount(std::string_view text);

// A plain length such as 1h30m, 2d, 1w, 3mo.
Result<Duration> parse_length(std::string_view text);

}  // namespace yakusoku::program
