// Amounts and lengths as people write them (PROGRAM.md section 3).

#include "core/program/leaves.hpp"

#include <fmt/format.h>

#include "core/program/words.hpp"

namespace yakusoku::program {
namespace {

constexpr std::int64_t most_seconds = 3660LL * 86400;  // ten years and leap days
constexpr int most_business_days = 3000;

constexpr std::string_view forms =
    "none, best effort, a length (30m, 2d, 3mo), `L in CAL`, `L then in CAL`, `Nbd in CAL`, "
    "`by (HH:MM | open | close) (today | next day | day N) in CAL`, `by next opening of CAL`, `by FACT`, or a fact; "
    "`aim` or `at least` may stand before a length";

std::unexpected<Error> refuse(std::string_view written, std::string_view why) {
  return fail(ErrorCode::invalid, std::string(written), fmt::format("`{}`: {}", written, why));
}

std::optional<std::int64_t> seconds_of_unit(std::string_view unit) {
  if (unit == "s") return 1;
  if (unit == "m" || unit == "min") return 60;
  if (unit == "h") return 3600;
  if (unit == "d") return 86400;
  if (unit == "w") return 7 * 86400;
  if (unit == "mo") return 30 * 86400;
  if (unit == "y") return 365 * 86400;
  return std::nullopt;
}

std::optional<Duration> time_of_day(std::string_view text) {
  const auto parts = cut(text, ':');
  if (parts.size() != 2 || parts[0].size() != 2 || parts[1].size() != 2) return std::nullopt;
  const auto hour = parse_count(parts[0]);
  const auto minute = parse_count(parts[1]);
  if (!hour || !minute || *hour > 24 || *minute > 59 || (*hour == 24 && *minute > 0)) return std::nullopt;
  return Duration{*hour * 3600 + *minute * 60};
}

using Words = std::vector<std::string>;

// `in CAL` at the end of the words; the words before it stay.
std::optional<std::string> take_calendar(Words& words) {
  if (words.size() < 2 || words[words.size() - 2] != "in" || !is_name(words.back())) return std::nullopt;
  std::string calendar = words.back();
  words.resize(words.size() - 2);
  return calendar;
}

Result<Amount> parse_by(std::string_view written, Words words, Amount amount) {
  words.erase(words.begin());
  if (words.size() == 4 && words[0] == "next" && words[1] == "opening" && words[2] == "of") {
    if (!is_name(words[3])) return refuse(written, "a calendar's name is expected after `of`");
    amount.form = Amount::Form::by_next_opening;
    amount.calendar = words[3];
    return amount;
  }
  if (words.size() == 1 && is_fact_name(words[0]) && words[0] != "open" && words[0] != "close") {
    amount.form = Amount::Form::by_fact;
    amount.fact = words[0];
    return amount;
  }
  const auto calendar = take_calendar(words);
  if (!calendar) return refuse(written, "a moment says in which calendar: `by 17:00 next day in CAL`");
  if (words.empty()) return refuse(written, "a moment says when: `by 17:00 next day in CAL`");
  amount.form = Amount::Form::moment;
  amount.calendar = *calendar;
  if (words[0] == "open") {
    amount.time = Amount::TimeOfDay::open;
  } else if (words[0] == "close") {
    amount.time = Amount::TimeOfDay::close;
  } else if (const auto time = time_of_day(words[0])) {
    amount.time_of_day = *time;
  } else {
    return refuse(written, "HH:MM, open or close is expected after `by`");
  }
  words.erase(words.begin());
  if (words.empty() || words == Words{"today"}) {
    amount.days = 0;
  } else if (words == Words{"next", "day"}) {
    amount.days = 1;
  } else if (words.size() == 2 && words[0] == "day" && parse_count(words[1]) && *parse_count(words[1]) <= 3000) {
    amount.days = static_cast<int>(*parse_count(words[1]));
  } else {
    return refuse(written, "today, next day or day N is expected after the time");
  }
  return amount;
}

Result<Amount> parse_business_days(std::string_view written, Words words, Amount amount) {
  const auto calendar = take_calendar(words);
  if (!calendar) return refuse(written, "business days say in which calendar: `2bd in CAL`");
  std::string count = words[0].substr(0, words[0].size() - 2);
  if (words.size() != 1) return refuse(written, "expected `Nbd in CAL`");
  const auto days = parse_count(count);
  if (!days || *days == 0 || *days > most_business_days) {
    return refuse(written, fmt::format("business days go from 1 to {}", most_business_days));
  }
  amount.form = Amount::Form::business_days;
  amount.days = static_cast<int>(*days);
  amount.calendar = *calendar;
  return amount;
}

Result<Amount> parse_firm(std::string_view written, Words words, Amount amount) {
  if (words[0] == "by") return parse_by(written, std::move(words), std::move(amount));
  if (words[0].size() > 2 && words[0].ends_with("bd") && is_digit(words[0][0])) {
    return parse_business_days(written, std::move(words), std::move(amount));
  }
  if (words[0].starts_with('-')) return refuse(written, "a negative length");
  if (is_digit(words[0][0])) {
    const auto calendar = take_calendar(words);
    const bool then = calendar && words.size() == 2 && words[1] == "then";
    if (words.size() != (then ? 2U : 1U)) return refuse(written, fmt::format("expected {}", forms));
    amount.length = TRY(parse_length(words[0]));
    amount.form = !calendar ? Amount::Form::length : then ? Amount::Form::length_then_in : Amount::Form::length_in;
    amount.calendar = calendar.value_or("");
    return amount;
  }
  if (words.size() == 1 && is_fact_name(words[0])) {
    amount.form = Amount::Form::from_fact;
    amount.fact = words[0];
    return amount;
  }
  return refuse(written, fmt::format("no amount; expected {}", forms));
}

constexpr std::string_view form_names[] = {"nothing",         "length",        "length_in",
                                           "length_then_in",  "business_days", "moment",
                                           "by_next_opening", "by_fact",       "from_fact"};
constexpr std::string_view promise_names[] = {"none", "best_effort", "aim", "at_least", "firm"};
constexpr std::string_view time_names[] = {"at", "open", "close"};

}  // namespace

Result<Duration> parse_length(std::string_view text) {
  const std::string_view written = trimmed(text);
  if (written.starts_with('-')) return refuse(written, "a negative length");
  std::int64_t total = 0;
  std::size_t at = 0;
  while (at < written.size()) {
    const std::size_t digits = at;
    while (at < written.size() && is_digit(written[at])) ++at;
    const auto count = parse_count(written.substr(digits, at - digits));
    const std::size_t letters = at;
    while (at < written.size() && written[at] >= 'a' && written[at] <= 'z') ++at;
    const auto unit = seconds_of_unit(written.substr(letters, at - letters));
    if (!count || !unit)
      return refuse(written, "no length; expected numbers with s, m, h, d, w, mo or y, as in 1h30m");
    if (*count > most_seconds) return refuse(written, "longer than ten years");
    total += *count * *unit;
    if (total > most_seconds) return refuse(written, "longer than ten years");
  }
  if (total == 0) return refuse(written, "a length of nothing");
  return Duration{total};
}

Result<Amount> parse_amount(std::string_view text) {
  const std::string_view written = trimmed(text);
  Words words = words_of(written);
  Amount amount;
  amount.written = std::string(written);
  if (words.empty()) return refuse(written, fmt::format("an amount is missing; expected {}", forms));
  if (words == Words{"none"}) return amount;
  if (words == Words{"best", "effort"}) {
    amount.promise = Amount::Promise::best_effort;
    return amount;
  }
  amount.promise = Amount::Promise::firm;
  if (words[0] == "aim") {
    amount.promise = Amount::Promise::aim;
    words.erase(words.begin());
  } else if (words[0] == "at" && words.size() > 1 && words[1] == "least") {
    amount.promise = Amount::Promise::at_least;
    words.erase(words.begin(), words.begin() + 2);
  }
  if (words.empty()) return refuse(written, "a length is expected after it");
  return parse_firm(written, std::move(words), std::move(amount));
}

Json to_json(const Amount& amount) {
  Json json = Json::object({{"promise", promise_names[static_cast<std::size_t>(amount.promise)]}});
  if (amount.form != Amount::Form::nothing) json.set("form", form_names[static_cast<std::size_t>(amount.form)]);
  switch (amount.form) {
    case Amount::Form::length:
    case Amount::Form::length_in:
    case Amount::Form::length_then_in: json.set("seconds", amount.length.seconds); break;
    case Amount::Form::business_days: json.set("days", amount.days); break;
    case Amount::Form::moment:
      json.set("time", time_names[static_cast<std::size_t>(amount.time)]);
      if (amount.time == Amount::TimeOfDay::at) json.set("time_of_day", amount.time_of_day.seconds);
      json.set("day", amount.days);
      break;
    case Amount::Form::by_fact:
    case Amount::Form::from_fact: json.set("fact", amount.fact); break;
    case Amount::Form::nothing:
    case Amount::Form::by_next_opening: break;
  }
  if (!amount.calendar.empty()) json.set("calendar", amount.calendar);
  json.set("written", amount.written);
  return json;
}

}  // namespace yakusoku::program
