// Amounts and events in words.

#include <algorithm>

#include <fmt/format.h>

#include "core/publishing/teller.hpp"
#include "core/wording/time_words.hpp"

namespace yakusoku::publishing {

using program::Amount;

bool is_soft(const Amount& amount) {
  return amount.promise == Amount::Promise::best_effort || amount.promise == Amount::Promise::aim;
}

// In the units in which the author wrote it: what he calls 72 hours is not told as three days.
std::string Teller::length(std::string_view written, std::int64_t seconds) const {
  std::string all;
  std::size_t at = 0;
  while (at < written.size()) {
    const std::size_t digits = written.find_first_not_of("0123456789", at);
    if (digits == at || digits == std::string_view::npos) break;
    std::size_t end = written.find_first_of("0123456789", digits);
    if (end == std::string_view::npos) end = written.size();
    const std::string number(written.substr(at, digits - at));
    const std::string_view unit = written.substr(digits, end - digits);
    if (unit != "m" && unit != "h" && unit != "d" && unit != "w" && unit != "mo") break;
    const std::string id = fmt::format("unit.{}{}", unit, number == "1" ? ".one" : "");
    all += (all.empty() ? "" : " ") + say(id, {{"n", number}});
    at = end;
  }
  return at == written.size() && !all.empty() ? all : wording::length_words(language, seconds);
}

std::string Teller::bare_amount(const Amount& amount) const {
  const std::string_view written = std::string_view(amount.written);
  // The length is the first word that begins with a digit: `aim 8h`, `48h in office`.
  std::string_view figure;
  for (std::size_t at = 0; at < written.size();) {
    const std::size_t end = std::min(written.find(' ', at), written.size());
    if (written[at] >= '0' && written[at] <= '9') {
      figure = written.substr(at, end - at);
      break;
    }
    at = end + 1;
  }
  return length(figure, amount.length.seconds);
}

namespace {

std::string moment_id(const Amount& amount) {
  const std::string day = amount.days == 0 ? "today" : amount.days == 1 ? "next" : "day";
  const std::string time = amount.time == Amount::TimeOfDay::at     ? "at"
                           : amount.time == Amount::TimeOfDay::open ? "open"
                                                                    : "close";
  return "moment." + day + "." + time;
}

}  // namespace

std::string Teller::amount(const Amount& amount) const {
  if (amount.promise == Amount::Promise::none) return say("amount.none");
  if (amount.promise == Amount::Promise::best_effort) return say("amount.best_effort");
  const std::string titled = amount.calendar.empty() ? std::string() : calendar(amount.calendar);
  const std::string hours = titled.empty() ? say("hours.support") : titled;
  const bool counted = !amount.calendar.empty() && amount.calendar != "always";
  const bool firm = amount.promise == Amount::Promise::firm;
  std::string words;
  switch (amount.form) {
    case Amount::Form::nothing: words = say("amount.none"); break;
    case Amount::Form::length:
    case Amount::Form::length_in:
    case Amount::Form::length_then_in:
      words = bare_amount(amount);
      if (firm) words = say("amount.within", {{"length", words}});
      if (amount.form == Amount::Form::length_in && counted)
        words = say("amount.in", {{"length", words}, {"hours", hours}});
      if (amount.form == Amount::Form::length_then_in && counted)
        words = say("amount.then_in", {{"length", words}, {"hours", hours}});
      break;
    case Amount::Form::business_days:
      words = say(amount.days == 1 ? "unit.bd.one" : "unit.bd", {{"n", std::to_string(amount.days)}});
      if (firm) words = say("amount.within", {{"length", words}});
      if (!titled.empty()) words = say("amount.of", {{"length", words}, {"hours", hours}});
      break;
    case Amount::Form::moment: {
      const std::string clock =
          fmt::format("{}:{:02}", amount.time_of_day.seconds / 3600, amount.time_of_day.seconds / 60 % 60);
      words = say(moment_id(amount), {{"time", clock}, {"n", std::to_string(amount.days)}});
      words = say("amount.of", {{"length", words}, {"hours", hours}});
      break;
    }
    case Amount::Form::by_next_opening: words = say("amount.next_opening", {{"hours", hours}}); break;
    case Amount::Form::by_fact: words = say("amount.by", {{"fact", fact(amount.fact)}}); break;
    case Amount::Form::from_fact: words = say("amount.within", {{"length", fact(amount.fact)}}); break;
  }
  if (amount.promise == Amount::Promise::aim) return say("amount.aim", {{"length", words}});
  if (amount.promise == Amount::Promise::at_least) return say("amount.at_least", {{"length", words}});
  return words;
}

std::string Teller::event(const program::EventPattern& pattern) const {
  std::string words;
  if (!pattern.clock.empty()) {
    words = say("event.clock." + pattern.event, {{"clock", name("clocks", pattern.clock)}});
  } else if (pattern.event == "changed") {
    std::vector<std::string> values;
    if (pattern.changed_to && pattern.changed_to->kind == program::Test::Kind::one_of && !pattern.changed_to->negated)
      for (const std::string& each : pattern.changed_to->values) values.push_back(value(pattern.changed_fact, each));
    words = values.empty()
                ? say("event.changed", {{"fact", fact(pattern.changed_fact)}})
                : say("event.changed_to", {{"fact", fact(pattern.changed_fact)}, {"value", either(values)}});
  } else if (const Json* mark = part({"marks", pattern.event})) {
    words = text(mark->find("title") ? mark->find("title") : mark, pattern.event).text;
  } else {
    const std::string_view known = term(japanese, "event." + pattern.event);
    words = known.empty() ? word(pattern.event) : std::string(known);
  }
  return words;
}

std::string Teller::events(const std::vector<program::EventPattern>& patterns) const {
  std::vector<std::string> parts;
  for (const auto& each : patterns) {
    const std::string words = event(each);
    if (std::ranges::find(parts, words) == parts.end()) parts.push_back(words);
  }
  return either(parts);
}

}  // namespace yakusoku::publishing
