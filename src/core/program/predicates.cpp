// Predicates as written (PROGRAM.md section 1), and as printed.

#include <utility>

#include <fmt/format.h>

#include "core/program/leaves.hpp"
#include "core/program/words.hpp"

namespace yakusoku::program {
namespace {

constexpr std::string_view test_forms =
    "a value, a list of values, known, unknown, or one of {not: ..}, {or_worse: v}, {or_better: v}, {at_least: n}, "
    "{at_most: n}, {below: n}, {from: date}, {before: date}, {in: calendar}, {like: pattern}";

using TestKind = Test::Kind;

const std::vector<std::pair<std::string, TestKind>>& comparisons() {
  static const std::vector<std::pair<std::string, TestKind>> table = {
      {"or_worse", TestKind::or_worse}, {"or_better", TestKind::or_better},
      {"at_least", TestKind::at_least}, {"at_most", TestKind::at_most},
      {"below", TestKind::below},       {"from", TestKind::from},
      {"before", TestKind::before},     {"in", TestKind::in},
      {"like", TestKind::like}};
  return table;
}

std::vector<std::string> comparison_words() {
  std::vector<std::string> words = {"not"};
  for (const auto& [word, kind] : comparisons()) words.push_back(word);
  return words;
}

void read_values(const Node& node, Test& test, const std::string& key, const Sink& sink) {
  if (node.is_scalar()) {
    if (node.text == "known" || node.text == "unknown") {
      test.kind = node.text == "known" ? TestKind::known : TestKind::unknown;
    } else {
      test.values = {node.text};
    }
    return;
  }
  if (node.items.empty()) sink.error("bad_test", node.place, key, "an empty list of values", std::string(test_forms));
  for (const Node& item : node.items) {
    if (item.is_scalar()) {
      test.values.push_back(item.text);
    } else {
      sink.error("bad_test", item.place, key, "a value is expected in this list", "a list of plain values");
    }
  }
}

void read_comparison(const Node& argument, Test& test, const std::string& key, const Sink& sink) {
  if (!argument.is_scalar()) {
    sink.error("bad_test", argument.place, key, "this test takes one plain value", std::string(test_forms));
    return;
  }
  test.values = {argument.text};
  switch (test.kind) {
    case TestKind::at_least:
    case TestKind::at_most:
    case TestKind::below:
      if (const auto number = parse_integer(argument.text)) {
        test.number = *number;
      } else {
        sink.error("bad_number", argument.place, key, fmt::format("`{}` is no whole number", argument.text),
                   "a whole number");
      }
      break;
    case TestKind::from:
    case TestKind::before:
      test.date =
          std::make_shared<const DateBound>(DateBound{read_date(argument, key, sink), sink.zone, sink.periods});
      break;
    case TestKind::in: sink.refer("calendar", argument.text, argument.place, key); break;
    case TestKind::one_of:
    case TestKind::known:
    case TestKind::unknown:
    case TestKind::or_worse:
    case TestKind::or_better:
    case TestKind::like: break;
  }
}

}  // namespace

Test read_test(const Node& node, const std::string& fact, const std::string& key, const Sink& sink) {
  Test test;
  if (node.is_empty()) {
    sink.error("bad_test", node.place, key, "a test is missing", std::string(test_forms));
    return test;
  }
  if (!node.is_map()) {
    read_values(node, test, key, sink);
  } else if (node.entries.size() != 1) {
    sink.error("bad_test", node.place, key, "a test has one word", std::string(test_forms));
    return test;
  } else if (const Node::Entry& entry = node.entries.front(); entry.key == "not") {
    const Node& inner = entry.value;
    if (inner.is_map()) {  // {not: {or_worse: 2}} reads as one would expect
      test = read_test(inner, fact, key + ".not", sink);
      test.negated = !test.negated;
      return test;
    }
    read_values(inner, test, key + ".not", sink);
    test.negated = true;
  } else {
    bool found = false;
    for (const auto& [word, kind] : comparisons()) {
      if (word != entry.key) continue;
      found = true;
      test.kind = kind;
      read_comparison(entry.value, test, key + "." + word, sink);
    }
    if (!found) {
      const std::string guess = nearest(entry.key, comparison_words());
      sink.error("unknown_test", entry.key_place, key,
                 fmt::format("`{}` is no test{}", entry.key, guess.empty() ? "" : "; did you mean `" + guess + "`?"),
                 std::string(test_forms));
    }
  }
  const bool ordered = test.kind == TestKind::or_worse || test.kind == TestKind::or_better;
  if (ordered && sink.order) test.order = sink.order(fact);
  const bool compares_values = test.kind == TestKind::one_of || ordered;
  sink.use(fact, compares_values ? test.values : std::vector<std::string>{}, ordered, true, node.place, key);
  return test;
}

Predicate read_predicate(const Node& node, const std::string& key, const Sink& sink, int depth) {
  Predicate predicate;
  predicate.place = node.place;
  if (!node.is_map() || node.entries.empty()) {
    sink.error("bad_predicate", node.place, key, "a predicate is expected", "{fact: test, ..}, as in {severity: 1}");
    return predicate;
  }
  if (depth > 8) {
    sink.error("too_deep", node.place, key, "predicates lie too deep within each other", "at most eight levels");
    return predicate;
  }
  for (const Node::Entry& entry : node.entries) {
    const std::string below = key + "." + entry.key;
    if (entry.key == "any") {
      if (!entry.value.is_list() || entry.value.items.empty()) {
        sink.error("bad_predicate", entry.value.place, below, "a list of predicates is expected",
                   "any: [{fact: test}, ..]");
        continue;
      }
      std::vector<Predicate> alternatives;
      for (std::size_t i = 0; i < entry.value.items.size(); ++i) {
        alternatives.push_back(
            read_predicate(entry.value.items[i], fmt::format("{}[{}]", below, i), sink, depth + 1));
      }
      predicate.any.push_back(std::move(alternatives));
    } else if (entry.key == "not") {
      if (entry.value.is_list()) {
        for (std::size_t i = 0; i < entry.value.items.size(); ++i)
          predicate.none.push_back(
              read_predicate(entry.value.items[i], fmt::format("{}[{}]", below, i), sink, depth + 1));
      } else {
        predicate.none.push_back(read_predicate(entry.value, below, sink, depth + 1));
      }
    } else if (!is_fact_name(entry.key)) {
      sink.error("bad_name", entry.key_place, below, fmt::format("`{}` is no fact's name", entry.key),
                 "a fact, such as severity or contact.role");
    } else {
      predicate.all.push_back({entry.key, read_test(entry.value, entry.key, below, sink)});
    }
  }
  return predicate;
}

Json to_json(const Test& test) {
  Json json = Json::object();
  Json values = Json::array();
  for (const std::string& value : test.values) values.push(value);
  const auto single = [&] { return test.values.empty() ? Json("") : Json(test.values.front()); };
  switch (test.kind) {
    case TestKind::one_of: json.set("one_of", std::move(values)); break;
    case TestKind::known: json.set("known", true); break;
    case TestKind::unknown: json.set("known", false); break;
    case TestKind::at_least: json.set("at_least", test.number); break;
    case TestKind::at_most: json.set("at_most", test.number); break;
    case TestKind::below: json.set("below", test.number); break;
    case TestKind::or_worse:
    case TestKind::or_better:
    case TestKind::from:
    case TestKind::before:
    case TestKind::in:
    case TestKind::like:
      for (const auto& [word, kind] : comparisons())
        if (kind == test.kind) json.set(word, single());
      break;
  }
  if (test.negated) return Json::object({{"not", std::move(json)}});
  return json;
}

Json to_json(const Predicate& predicate) {
  Json json = Json::object();
  Json all = Json::array();
  for (const FactTest& each : predicate.all) {
    Json item = Json::object({{"fact", each.fact}});
    const Json test = to_json(each.test);
    for (const auto& [name, value] : test.members()) item.set(name, value);
    all.push(std::move(item));
  }
  json.set("all", std::move(all));
  if (!predicate.any.empty()) {
    Json any = Json::array();
    for (const auto& alternatives : predicate.any) {
      Json list = Json::array();
      for (const Predicate& alternative : alternatives) list.push(to_json(alternative));
      any.push(std::move(list));
    }
    json.set("any", std::move(any));
  }
  if (!predicate.none.empty()) {
    Json none = Json::array();
    for (const Predicate& each : predicate.none) none.push(to_json(each));
    json.set("none", std::move(none));
  }
  return json;
}

}  // namespace yakusoku::program
