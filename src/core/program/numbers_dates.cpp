// Numbers, dates, bounds and spans as written (PROGRAM.md sections 3 and 5).

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

  std::optional<Json> read() {
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
  std::optional<Json> sum(int depth) {
    auto left = product(depth);
    while (left) {
      const bool plus = take('+');
      if (!plus && !take('-')) return left;
      auto right = product(depth);
      if (!right) return std::nullopt;
      left = Json::object({{plus ? "add" : "subtract", Json::array({std::move(*left), std::move(*right)})}});
    }
    return left;
  }
  std::optional<Json> product(int depth) {
    auto left = factor(depth);
    while (left) {
      const bool times = take('*');
      if (!times && !take('/')) return left;
      auto right = factor(depth);
      if (!right) return std::nullopt;
      left = Json::object({{times ? "multiply" : "divide", Json::array({std::move(*left), std::move(*right)})}});
    }
    return left;
  }
  std::optional<Json> factor(int depth) {
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
    if (is_digit(word[0])) {
      const auto number = parse_count(word);
      return number ? std::optional<Json>(Json(*number)) : std::nullopt;
    }
    if (word == "min" || word == "max" || word == "ceil" || word == "floor") return call(word, depth);
    if (!is_fact_name(word)) return std::nullopt;
    sink_.use(word, {}, false, false, place_, key_);
    return Json::object({{"fact", word}});
  }
  std::optional<Json> call(const std::string& word, int depth) {
    if (!take('(')) return std::nullopt;
    Json arguments = Json::array();
    do {
      auto argument = sum(depth + 1);
      if (!argument) return std::nullopt;
      arguments.push(std::move(*argument));
    } while (take(','));
    const bool one = word == "ceil" || word == "floor";
    if (!take(')') || (one && arguments.items().size() != 1)) return std::nullopt;
    return Json::object({{word, std::move(arguments)}});
  }

  std::string_view text_;
  const Place& place_;
  const std::string& key_;
  const Sink& sink_;
  std::size_t at_ = 0;
  int parts_ = 0;
};

const std::vector<std::string>& calendar_periods() {
  static const std::vector<std::string> periods = {"day", "week", "month", "quarter", "half", "year"};
  return periods;
}

void refer_period(const std::string& period, const Place& place, const std::string& key, const Sink& sink) {
  if (std::ranges::find(calendar_periods(), period) == calendar_periods().end())
    sink.refer("period", period, place, key);
}

std::optional<Json> date_of(const std::vector<std::string>& words, const Place& place, const std::string& key,
                            const Sink& sink) {
  if (words.size() == 1) {
    if (is_date(words[0])) return Json::object({{"date", words[0]}});
    if (words[0] == "now") return Json::object({{"now", true}});
    if (!is_fact_name(words[0])) return std::nullopt;
    sink.use(words[0], {}, false, false, place, key);
    return Json::object({{"fact", words[0]}});
  }
  if (words.size() >= 3 && (words[words.size() - 2] == "+" || words[words.size() - 2] == "-")) {
    const auto length = parse_length(words.back());
    auto base = date_of({words.begin(), words.end() - 2}, place, key, sink);
    if (!length || !base) return std::nullopt;
    return Json::object({{words[words.size() - 2] == "+" ? "add" : "subtract",
                          Json::array({std::move(*base), Json::object({{"seconds", length->seconds}})})}});
  }
  if (words.size() >= 4 && words[0] == "next" && words[2] == "after") {
    auto base = date_of({words.begin() + 3, words.end()}, place, key, sink);
    if (!base) return std::nullopt;
    refer_period(words[1], place, key, sink);
    return Json::object({{"next", words[1]}, {"after", std::move(*base)}});
  }
  return std::nullopt;
}

}  // namespace

Json read_number(const Node& node, const std::string& key, const Sink& sink) {
  std::optional<Json> number;
  if (node.is_scalar() && node.text.size() <= 500) number = NumberReader(node.text, node.place, key, sink).read();
  if (!number) {
    sink.error("bad_number", node.place, key, fmt::format("`{}` is no number", node.text.substr(0, 60)),
               "a whole number, a fact, or a formula such as 3 * contract.licences");
    return {};
  }
  return *std::move(number);
}

Json read_date(const Node& node, const std::string& key, const Sink& sink) {
  std::optional<Json> date;
  if (node.is_scalar() && node.text.size() <= 200) date = date_of(words_of(node.text), node.place, key, sink);
  if (!date) {
    sink.error("bad_date", node.place, key, fmt::format("`{}` is no date", node.text.substr(0, 60)),
               "a date such as 2026-04-01, a fact, now, DATE + length, or next PERIOD after DATE");
    return {};
  }
  return *std::move(date);
}

Json read_bound(const Node& node, const std::string& key, const Sink& sink) {
  const auto words = words_of(node.text);
  if (node.is_scalar() && words.size() == 3 && words[0] == "at" && (words[1] == "least" || words[1] == "most")) {
    Json json = Json::object({{"bound", "at_" + words[1]}});
    std::string_view figure = words[2];
    if (figure.ends_with('%')) {  // 99.95% stays exact: hundredths of a percent
      const auto parts = cut(figure.substr(0, figure.size() - 1), '.');
      const auto whole = parse_count(parts[0]);
      std::string rest = parts.size() == 2 ? parts[1] : "";
      if (whole && *whole <= 100 && parts.size() <= 2 && rest.size() <= 2) {
        rest.resize(2, '0');
        if (const auto hundredths = parse_count(rest); hundredths && *whole * 100 + *hundredths <= 10000)
          return json.set("hundredths_of_percent", *whole * 100 + *hundredths);
      }
    } else if (const auto count = parse_count(figure)) {
      return json.set("count", *count);
    } else if (const auto length = parse_length(figure)) {
      return json.set("seconds", length->seconds);
    }
  }
  sink.error("bad_bound", node.place, key, fmt::format("`{}` is no bound", node.text.substr(0, 60)),
             "at least or at most with a number, a percentage or a length");
  return {};
}

Json read_span(const Node& node, const std::string& key, const Sink& sink) {
  const auto words = words_of(node.text);
  if (node.is_scalar() && words.size() == 1 && is_name(words[0])) {
    refer_period(words[0], node.place, key, sink);
    return Json::object({{"each", words[0]}});
  }
  if (node.is_scalar() && words.size() == 3 && words[0] == "any") {
    const auto count = parse_count(words[1]);
    std::string unit = words[2];
    if (unit.ends_with('s')) unit.pop_back();
    const auto& units = calendar_periods();
    if (count && *count > 0 && *count <= 1000 && std::ranges::find(units, unit) != units.end())
      return Json::object({{"any", *count}, {"of", unit}});
  }
  sink.error("bad_span", node.place, key, fmt::format("`{}` is no period", node.text.substr(0, 60)),
             "day, week, month, quarter, half, year, a name under periods, or any N months");
  return {};
}

}  // namespace yakusoku::program
