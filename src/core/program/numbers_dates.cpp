// Numbers, dates, bounds and spans as written (PROGRAM.md sections 3 and 5); what they come to is formulas.cpp.

#include <utility>

#include <fmt/format.h>

#include "core/program/leaves.hpp"
#include "core/program/words.hpp"

namespace yakusoku::program {
namespace {

// number := integer | fact | number (+ - * /) number | min(..) max(..) ceil(..) floor(..)
class NumberReader {
 public:
  NumberReader(std::string_view text, const Place& place, const std::string& key, const Sink& sink)
      : text_(text), place_(place), key_(key), sink_(sink) {}

  std::optional<Number> read() {
    auto value = sum(0);
    skip();
    if (!value || at_ != text_.size()) return std::nullopt;
    return value;
  }

 private:
  static constexpr int deepest = 12;

  void skip() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }
  bool take(char c) {
    skip();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  static Number joined(Number::Is is, Number left, Number right) {
    Number number;
    number.is = is;
    number.of.push_back(std::move(left));
    number.of.push_back(std::move(right));
    return number;
  }
  std::optional<Number> sum(int depth) {
    auto left = product(depth);
    while (left) {
      const bool plus = take('+');
      if (!plus && !take('-')) return left;
      auto right = product(depth);
      if (!right) return std::nullopt;
      left = joined(plus ? Number::Is::add : Number::Is::subtract, *std::move(left), *std::move(right));
    }
    return left;
  }
  std::optional<Number> product(int depth) {
    auto left = factor(depth);
    while (left) {
      const bool times = take('*');
      if (!times && !take('/')) return left;
      auto right = factor(depth);
      if (!right) return std::nullopt;
      left = joined(times ? Number::Is::multiply : Number::Is::divide, *std::move(left), *std::move(right));
    }
    return left;
  }
  std::optional<Number> factor(int depth) {
    if (depth > deepest || ++parts_ > 100) return std::nullopt;
    if (take('(')) {
      auto inner = sum(depth + 1);
      return inner && take(')') ? std::move(inner) : std::nullopt;
    }
    skip();
    const std::size_t from = at_;
    while (at_ < text_.size() && (is_digit(text_[at_]) || (text_[at_] >= 'a' && text_[at_] <= 'z') ||
                                  text_[at_] == '_' || text_[at_] == '.')) {
      ++at_;
    }
    const std::string word(text_.substr(from, at_ - from));
    if (word.empty()) return std::nullopt;
    Number number;
    if (is_digit(word[0])) {
      const auto count = parse_count(word);
      if (!count) return std::nullopt;
      number.integer = *count;
      return number;
    }
    if (const auto function = function_of(word)) return call(*function, depth);
    if (!is_fact_name(word)) return std::nullopt;
    sink_.use(word, {}, false, false, place_, key_);
    number.is = Number::Is::fact;
    number.fact = word;
    return number;
  }
  static std::optional<Number::Is> function_of(std::string_view word) {
    if (word == "min") return Number::Is::min;
    if (word == "max") return Number::Is::max;
    if (word == "ceil") return Number::Is::ceil;
    if (word == "floor") return Number::Is::floor;
    return std::nullopt;
  }
  std::optional<Number> call(Number::Is function, int depth) {
    if (!take('(')) return std::nullopt;
    Number number;
    number.is = function;
    do {
      auto argument = sum(depth + 1);
      if (!argument) return std::nullopt;
      number.of.push_back(*std::move(argument));
    } while (take(','));
    const bool one = function == Number::Is::ceil || function == Number::Is::floor;
    if (!take(')') || (one && number.of.size() != 1)) return std::nullopt;
    return number;
  }

  std::string_view text_;
  const Place& place_;
  const std::string& key_;
  const Sink& sink_;
  std::size_t at_ = 0;
  int parts_ = 0;
};

void refer_period(const std::string& period, const Place& place, const std::string& key, const Sink& sink) {
  if (std::ranges::find(period_words(), period) == period_words().end()) sink.refer("period", period, place, key);
}

std::optional<DateFormula> formula_of(const std::vector<std::string>& words, const Place& place,
                                      const std::string& key, const Sink& sink) {
  DateFormula formula;
  if (words.size() == 1) {
    if (is_date(words[0])) {
      formula.date = static_cast<calendars::Date>(days_of_date(words[0]));
      return formula;
    }
    formula.is = words[0] == "now" ? DateFormula::Is::now : DateFormula::Is::fact;
    if (formula.is == DateFormula::Is::now) return formula;
    if (!is_fact_name(words[0])) return std::nullopt;
    sink.use(words[0], {}, false, false, place, key);
    formula.fact = words[0];
    return formula;
  }
  if (words.size() >= 3 && (words[words.size() - 2] == "+" || words[words.size() - 2] == "-")) {
    const auto length = parse_calendar_length(words.back());
    auto base = formula_of({words.begin(), words.end() - 2}, place, key, sink);
    if (!length || !base) return std::nullopt;
    formula.is = words[words.size() - 2] == "+" ? DateFormula::Is::add : DateFormula::Is::subtract;
    formula.length = *length;
    formula.of.push_back(*std::move(base));
    return formula;
  }
  if (words.size() >= 4 && words[0] == "next" && words[2] == "after") {
    auto base = formula_of({words.begin() + 3, words.end()}, place, key, sink);
    if (!base) return std::nullopt;
    refer_period(words[1], place, key, sink);
    formula.is = DateFormula::Is::next;
    formula.period = words[1];
    formula.of.push_back(*std::move(base));
    return formula;
  }
  return std::nullopt;
}

std::optional<Bound> bound_written(const Node& node) {
  const auto words = words_of(node.text);
  if (!node.is_scalar() || words.size() != 3 || words[0] != "at" || (words[1] != "least" && words[1] != "most"))
    return std::nullopt;
  Bound bound;
  bound.at_least = words[1] == "least";
  bound.written = node.text;
  std::string_view figure = words[2];
  if (figure.ends_with('%')) {  // 99.95% stays exact: hundredths of a percent
    const auto parts = cut(figure.substr(0, figure.size() - 1), '.');
    const auto whole = parse_count(parts[0]);
    std::string rest = parts.size() == 2 ? parts[1] : "";
    if (!whole || *whole > 100 || parts.size() > 2 || rest.size() > 2) return std::nullopt;
    rest.resize(2, '0');
    const auto hundredths = parse_count(rest);
    if (!hundredths || *whole * 100 + *hundredths > 10000) return std::nullopt;
    bound.of = Bound::Of::share;
    bound.figure = *whole * 100 + *hundredths;
  } else if (const auto count = parse_count(figure)) {
    bound.figure = *count;
  } else if (const auto length = parse_length(figure)) {
    bound.of = Bound::Of::length;
    bound.figure = length->seconds;
  } else {
    return std::nullopt;
  }
  return bound;
}

std::optional<Span> span_written(const Node& node) {
  const auto words = words_of(node.text);
  if (!node.is_scalar()) return std::nullopt;
  if (words.size() == 1 && is_name(words[0])) return Span{words[0], 0};
  if (words.size() != 3 || words[0] != "any") return std::nullopt;
  const auto count = parse_count(words[1]);
  std::string unit = words[2];
  if (unit.ends_with('s')) unit.pop_back();
  const auto& units = period_words();
  if (!count || *count == 0 || *count > 1000 || std::ranges::find(units, unit) == units.end()) return std::nullopt;
  return Span{unit, *count};
}

constexpr std::string_view number_words[] = {"integer", "fact", "add", "subtract", "multiply",
                                             "divide",  "min",  "max", "ceil",     "floor"};

}  // namespace

std::optional<Number> parse_number(std::string_view text, const Place& place, const std::string& key,
                                   const Sink& sink) {
  if (text.size() > 500) return std::nullopt;
  return NumberReader(text, place, key, sink).read();
}

Number read_number(const Node& node, const std::string& key, const Sink& sink) {
  std::optional<Number> number;
  if (node.is_scalar()) number = parse_number(node.text, node.place, key, sink);
  if (!number) {
    sink.error("bad_number", node.place, key, fmt::format("`{}` is no number", node.text.substr(0, 60)),
               "a whole number, a fact, or a formula such as 3 * contract.licences");
    return {};
  }
  return *std::move(number);
}

DateFormula read_date(const Node& node, const std::string& key, const Sink& sink) {
  std::optional<DateFormula> date;
  if (node.is_scalar() && node.text.size() <= 200) date = formula_of(words_of(node.text), node.place, key, sink);
  if (!date) {
    sink.error("bad_date", node.place, key, fmt::format("`{}` is no date", node.text.substr(0, 60)),
               "a date such as 2026-04-01, a fact, now, DATE + length, or next PERIOD after DATE");
    return {};
  }
  return *std::move(date);
}

Bound read_bound(const Node& node, const std::string& key, const Sink& sink) {
  const auto bound = bound_written(node);
  if (bound) return *bound;
  sink.error("bad_bound", node.place, key, fmt::format("`{}` is no bound", node.text.substr(0, 60)),
             "at least or at most with a number, a percentage or a length");
  return {};
}

Span read_span(const Node& node, const std::string& key, const Sink& sink) {
  const auto span = span_written(node);
  if (span) {
    if (span->any == 0) refer_period(span->period, node.place, key, sink);
    return *span;
  }
  sink.error("bad_span", node.place, key, fmt::format("`{}` is no period", node.text.substr(0, 60)),
             "day, week, month, quarter, half, year, a name under periods, or any N months");
  return {};
}

CalendarLength read_calendar_length(const Node& node, const std::string& key, const Sink& sink) {
  const auto length = node.is_scalar() ? parse_calendar_length(node.text) : std::nullopt;
  if (length) return *length;
  read_length(node, key, sink);  // says what is wrong with it
  return {};
}

Json to_json(const Number& number) {
  if (number.is == Number::Is::integer) return number.integer;
  if (number.is == Number::Is::fact) return Json::object({{"fact", number.fact}});
  Json arguments = Json::array();
  for (const Number& each : number.of) arguments.push(to_json(each));
  return Json::object({{std::string(number_words[static_cast<std::size_t>(number.is)]), std::move(arguments)}});
}

Json to_json(const CalendarLength& length) {
  Json json = Json::object({{"seconds", length.seconds}});
  if (length.months != 0) json.set("months", length.months);
  return json;
}

Json to_json(const DateFormula& formula) {
  using Is = DateFormula::Is;
  switch (formula.is) {
    case Is::date: return Json::object({{"date", date_of_days(formula.date)}});
    case Is::fact: return Json::object({{"fact", formula.fact}});
    case Is::now: return Json::object({{"now", true}});
    case Is::add:
    case Is::subtract:
      return Json::object({{formula.is == Is::add ? "add" : "subtract",
                            Json::array({to_json(formula.of[0]), to_json(formula.length)})}});
    case Is::next: return Json::object({{"next", formula.period}, {"after", to_json(formula.of[0])}});
  }
  return {};
}

Json to_json(const Bound& bound) {
  Json json = Json::object({{"bound", bound.at_least ? "at_least" : "at_most"}});
  switch (bound.of) {
    case Bound::Of::share: json.set("hundredths_of_percent", bound.figure); break;
    case Bound::Of::count: json.set("count", bound.figure); break;
    case Bound::Of::length: json.set("seconds", bound.figure); break;
  }
  return json;
}

Json to_json(const Span& span) {
  if (span.any == 0) return Json::object({{"each", span.period}});
  return Json::object({{"any", span.any}, {"of", span.period}});
}

}  // namespace yakusoku::program
