#include "core/program/formulas.hpp"

#include <algorithm>
#include <utility>

#include "base/zones.hpp"
#include "core/program/amount.hpp"
#include "core/program/program.hpp"
#include "core/program/words.hpp"

namespace yakusoku::program {
namespace {

using calendars::Date;

// A civil date; `month` counts months from the year 0.
struct Civil {
  std::int64_t month = 0;
  int day = 1;
};

// Years are told from 1 March on, so that the leap day ends one; four centuries have 146,097 days.
constexpr std::int64_t days_to_epoch = 719468, days_in_era = 146097;
Civil civil(Date date) {
  const std::int64_t days = date + days_to_epoch;
  const std::int64_t era = (days >= 0 ? days : days - days_in_era + 1) / days_in_era;
  const std::int64_t of_era = days - era * days_in_era;
  const std::int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  const std::int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
  const std::int64_t shifted = (5 * of_year + 2) / 153;  // March is 0
  return {(year + era * 400) * 12 + shifted + 2, static_cast<int>(of_year - (153 * shifted + 2) / 5 + 1)};
}
std::int64_t first_of_month(std::int64_t month) {
  const std::int64_t shifted = month - 2, year = shifted / 12;
  return 365 * year + year / 4 - year / 100 + year / 400 + (153 * (shifted % 12) + 2) / 5 - days_to_epoch;
}
// Periods and lengths stay within the years that dates know; a month that is too short ends with its last day.
constexpr std::int64_t earliest_month = 1900 * 12, latest_month = 9999 * 12 + 11;
Date date_in_month(std::int64_t month, int day) {
  month = std::clamp(month, earliest_month, latest_month);
  const std::int64_t first = first_of_month(month);
  return static_cast<Date>(std::min(first + day, first_of_month(month + 1)) - 1);
}

std::int64_t months_in(Period::Every every) {
  switch (every) {
    case Period::Every::day:
    case Period::Every::week: return 0;
    case Period::Every::month: return 1;
    case Period::Every::quarter: return 3;
    case Period::Every::half: return 6;
    case Period::Every::year: return 12;
  }
  return 0;
}

// The month in which the period of that date begins.
std::int64_t first_month_of(const Period& period, Date date) {
  const std::int64_t length = months_in(period.every);
  const std::int64_t anchor = period.from_month - 1;
  const std::int64_t month = civil(date).month;
  std::int64_t begins = month - ((month - anchor) % length + length) % length;
  if (date_in_month(begins, period.from_day) > date) begins -= length;
  return begins;
}

std::optional<std::int64_t> number_in(const FactValue& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
  if (const auto* word = std::get_if<std::string>(&value)) return parse_integer(*word);
  return std::nullopt;
}

using Joined = std::optional<Fraction> (*)(const Fraction&, const Fraction&);

std::optional<Fraction> fold(const Number& number, const Facts& facts, Joined join) {
  std::optional<Fraction> value;
  for (const Number& each : number.of) {
    const auto next = evaluate(each, facts);
    if (!next) return std::nullopt;
    value = value ? join(*value, *next) : next;
    if (!value) return std::nullopt;
  }
  return value;
}

void gather_facts(const Number& number, std::vector<std::string>& facts) {
  if (number.is == Number::Is::fact) facts.push_back(number.fact);
  for (const Number& each : number.of) gather_facts(each, facts);
}
void gather_facts(const DateFormula& formula, std::vector<std::string>& facts) {
  if (formula.is == DateFormula::Is::fact) facts.push_back(formula.fact);
  if (formula.is == DateFormula::Is::now) facts.emplace_back("now");
  for (const DateFormula& each : formula.of) gather_facts(each, facts);
}

std::optional<Moment> moment_of(const FactValue& value) {
  if (const auto* word = std::get_if<std::string>(&value); word && is_date(*word))
    return Moment{static_cast<Date>(days_of_date(*word)), far_future};
  if (const auto at = number_in(value)) return Moment{std::nullopt, Instant{*at}};
  return std::nullopt;
}

constexpr std::int64_t seconds_a_day = 86400;

Moment added(const Moment& base, const CalendarLength& length, std::int64_t sign, std::string_view zone) {
  CalendarLength signed_length = length;
  signed_length.months *= sign;
  signed_length.seconds *= sign;
  if (base.date && length.seconds % seconds_a_day == 0) {  // whole days of a date stay dates
    const auto days = static_cast<Date>(signed_length.seconds / seconds_a_day);
    return {add_months(*base.date, signed_length.months) + days, far_future};
  }
  return {std::nullopt, after(base.begins(zone), signed_length, zone)};
}

}  // namespace

std::optional<Fraction> evaluate(const Number& number, const Facts& facts) {
  using Is = Number::Is;
  switch (number.is) {
    case Is::integer: return Fraction(number.integer);
    case Is::fact: {
      const auto value = number_in(facts.value_of(number.fact));
      return value ? std::optional(Fraction(*value)) : std::nullopt;
    }
    case Is::add: return fold(number, facts, add);
    case Is::subtract: return fold(number, facts, subtract);
    case Is::multiply: return fold(number, facts, multiply);
    case Is::divide: return fold(number, facts, divide);
    case Is::min:
      return fold(number, facts, [](const Fraction& a, const Fraction& b) { return std::optional(b < a ? b : a); });
    case Is::max:
      return fold(number, facts, [](const Fraction& a, const Fraction& b) { return std::optional(a < b ? b : a); });
    case Is::ceil:
    case Is::floor: {
      const auto value = number.of.empty() ? std::nullopt : evaluate(number.of[0], facts);
      if (!value) return std::nullopt;
      return Fraction(number.is == Is::ceil ? value->ceil() : value->floor());
    }
  }
  return std::nullopt;
}

std::optional<std::int64_t> evaluate_whole(const Number& number, const Facts& facts) {
  const auto value = evaluate(number, facts);
  return value ? std::optional(value->floor()) : std::nullopt;
}

std::vector<std::string> facts_asked(const Number& number) {
  std::vector<std::string> facts;
  gather_facts(number, facts);
  sort_each_once(facts);
  return facts;
}
std::vector<std::string> facts_asked(const DateFormula& formula) {
  std::vector<std::string> facts;
  gather_facts(formula, facts);
  sort_each_once(facts);
  return facts;
}

std::optional<CalendarLength> parse_calendar_length(std::string_view text) {
  CalendarLength length;
  length.written = std::string(trimmed(text));
  std::string_view rest = length.written;
  // Years and months stand first, as the larger units; whatever follows is a length of its own.
  for (const auto& [unit, months] : {std::pair<std::string_view, std::int64_t>{"y", 12}, {"mo", 1}}) {
    const auto at = rest.find_first_not_of("0123456789");
    if (at == std::string_view::npos || !rest.substr(at).starts_with(unit)) continue;
    const auto count = parse_count(rest.substr(0, at));
    if (!count || *count > 1200) return std::nullopt;
    length.months += *count * months;
    rest.remove_prefix(at + unit.size());
  }
  if (rest.empty() && length.months > 0 && length.months <= 1200) return length;
  const auto seconds = parse_length(rest);
  if (!seconds || length.months > 1200) return std::nullopt;
  length.seconds = seconds->seconds;
  return length;
}

Instant after(Instant from, const CalendarLength& length, std::string_view zone) {
  Instant at = from;
  if (length.months != 0) {
    const zones::WallTime wall = zones::wall_time(zone, from);
    at = zones::instant_of(zone, add_months(wall.date, length.months), wall.second);
  }
  return at + seconds(length.seconds);
}

Date add_months(Date date, std::int64_t months) {
  const Civil from = civil(date);
  return date_in_month(from.month + months, from.day);
}

const std::vector<std::string>& period_words() {
  static const std::vector<std::string> periods = {"day", "week", "month", "quarter", "half", "year"};
  return periods;
}

const Period* period_of(const Program& program, std::string_view name) { return period_of(program.periods, name); }
const Period* period_of(std::span<const Period> own, std::string_view name) {
  for (const Period& each : own)
    if (each.name == name) return &each;
  static const std::vector<Period> built_in = [] {
    std::vector<Period> periods;
    for (std::size_t i = 0; i < period_words().size(); ++i)
      periods.push_back({period_words()[i], {}, static_cast<Period::Every>(i), 1, 1});
    return periods;
  }();
  for (const Period& each : built_in)
    if (each.name == name) return &each;
  return nullptr;
}

Date begin_of(const Period& period, Date date) {
  if (period.every == Period::Every::day) return date;
  if (period.every == Period::Every::week) return date - zones::day_of_week(date);
  return date_in_month(first_month_of(period, date), period.from_day);
}

Date next_after(const Period& period, Date date) {
  if (period.every == Period::Every::day) return date + 1;
  if (period.every == Period::Every::week) return date - zones::day_of_week(date) + 7;
  return date_in_month(first_month_of(period, date) + months_in(period.every), period.from_day);
}

Instant Moment::begins(std::string_view zone) const { return date ? zones::instant_of(zone, *date, 0) : at; }
Date Moment::on(std::string_view zone) const { return date ? *date : zones::wall_time(zone, at).date; }

std::optional<Moment> evaluate(const DateFormula& formula, const Program& program, const Facts& facts) {
  return evaluate(formula, program.zone, program.periods, facts);
}
std::optional<Moment> evaluate(const DateFormula& formula, std::string_view zone, std::span<const Period> periods,
                               const Facts& facts) {
  using Is = DateFormula::Is;
  switch (formula.is) {
    case Is::date: return Moment{formula.date, far_future};
    case Is::fact: return moment_of(facts.value_of(formula.fact));
    case Is::now: return moment_of(facts.value_of("now"));
    case Is::add:
    case Is::subtract: {
      const auto base = evaluate(formula.of[0], zone, periods, facts);
      if (!base) return std::nullopt;
      return added(*base, formula.length, formula.is == Is::add ? 1 : -1, zone);
    }
    case Is::next: {
      const auto base = evaluate(formula.of[0], zone, periods, facts);
      const Period* period = period_of(periods, formula.period);
      if (!base || !period) return std::nullopt;
      return Moment{next_after(*period, base->on(zone)), far_future};
    }
  }
  return std::nullopt;
}

std::optional<bool> is_before(const FactValue& value, const DateBound& bound, const Facts& facts) {
  const auto mine = moment_of(value);
  const auto other = evaluate(bound.formula, bound.zone, bound.periods, facts);
  if (!mine || !other) return std::nullopt;
  if (mine->date && other->date) return *mine->date < *other->date;
  return mine->begins(bound.zone) < other->begins(bound.zone);
}

namespace {

// The same facts at another moment.
class FactsAt final : public Facts {
 public:
  FactsAt(const Facts& facts, Instant now) : facts_(facts), now_(now) {}
  FactValue value_of(std::string_view fact) const override {
    return fact == "now" ? FactValue(now_.seconds) : facts_.value_of(fact);
  }
  bool is_open(std::string_view calendar, Instant at) const override { return facts_.is_open(calendar, at); }

 private:
  const Facts& facts_;
  Instant now_;
};

}  // namespace

std::optional<Instant> turns_at(const FactTest& test, const Facts& facts, Instant now, Duration ahead) {
  if (!test.test.date) return std::nullopt;
  const auto answer = [&](Instant at) {
    const FactsAt then(facts, at);
    return is_before(then.value_of(test.fact), *test.test.date, then);
  };
  Instant same = now, other = now + ahead;
  const auto as_now = answer(same);
  if (!as_now || answer(other) == as_now) return std::nullopt;
  while (other.seconds - same.seconds > 1) {
    const Instant middle{same.seconds + (other.seconds - same.seconds) / 2};
    (answer(middle) == as_now ? same : other) = middle;
  }
  return same;
}

bool Bound::holds_for(const Fraction& value) const {
  Fraction limit(figure);
  if (of == Of::share) limit = Fraction::of(figure, 10000).value_or(Fraction(1));
  return at_least ? value >= limit : value <= limit;
}

}  // namespace yakusoku::program
