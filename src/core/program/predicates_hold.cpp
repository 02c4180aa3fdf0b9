// Whether a predicate holds, and which cell of a table a value finds.

#include <algorithm>

#include "core/program/formulas.hpp"
#include "core/program/predicate.hpp"
#include "core/program/words.hpp"

namespace yakusoku::program {

std::string to_text(const FactValue& value) {
  if (const auto* word = std::get_if<std::string>(&value)) return *word;
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  std::string text;
  if (const auto* words = std::get_if<std::vector<std::string>>(&value)) {
    for (const std::string& word : *words) text += (text.empty() ? "" : ", ") + word;
  }
  return text;
}

namespace {

bool is_one_of(const FactValue& value, const std::vector<std::string>& wanted) {
  const auto among = [&](const std::string& word) { return std::ranges::find(wanted, word) != wanted.end(); };
  if (const auto* words = std::get_if<std::vector<std::string>>(&value)) return std::ranges::any_of(*words, among);
  return known(value) && among(to_text(value));
}

std::optional<std::int64_t> number_of(const FactValue& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
  if (const auto* word = std::get_if<std::string>(&value)) return parse_integer(*word);
  return std::nullopt;
}

bool compare_order(const Test& test, const FactValue& value) {
  const auto place = [&](const std::string& word) { return std::ranges::find(test.order, word); };
  const auto mine = place(to_text(value));
  const auto bound = place(test.values.empty() ? std::string() : test.values.front());
  if (mine == test.order.end() || bound == test.order.end()) return false;
  return test.kind == Test::Kind::or_worse ? mine <= bound : mine >= bound;
}

bool compare_date(const Test& test, const FactValue& value, const Facts& facts) {
  const auto before = test.date ? is_before(value, *test.date, facts) : std::nullopt;
  return before && *before == (test.kind == Test::Kind::before);
}

std::string lower(std::string_view text) {
  std::string lowered(text);
  for (char& c : lowered)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lowered;
}

// The pattern with each {fact} replaced by its value; nothing where one is unknown. A star of a value stays a star of
// the value: it is escaped as a byte that no text holds.
constexpr char literal_star = '\x01';
std::optional<std::string> filled(std::string_view pattern, const Facts& facts) {
  std::string text;
  for (std::size_t at = 0; at < pattern.size();) {
    const std::size_t end = pattern[at] == '{' ? pattern.find('}', at) : std::string_view::npos;
    if (end == std::string_view::npos) {
      text += pattern[at++];
      continue;
    }
    const FactValue value = facts.value_of(trimmed(pattern.substr(at + 1, end - at - 1)));
    if (!known(value)) return std::nullopt;
    std::string word = to_text(value);
    std::ranges::replace(word, '*', literal_star);
    text += word;
    at = end + 1;
  }
  return lower(text);
}

// `*` stands for any text. Greedy with one way back, so that no pattern is slow.
bool is_like(std::string_view text, std::string_view pattern) {
  std::size_t t = 0, p = 0, star = std::string_view::npos, resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && (pattern[p] == text[t] || (pattern[p] == literal_star && text[t] == '*'))) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

bool compare_like(const Test& test, const FactValue& value, const Facts& facts) {
  const auto pattern = filled(test.values.empty() ? std::string_view() : test.values.front(), facts);
  if (!pattern) return false;
  if (const auto* words = std::get_if<std::vector<std::string>>(&value))
    return std::ranges::any_of(*words, [&](const std::string& word) { return is_like(lower(word), *pattern); });
  return is_like(lower(to_text(value)), *pattern);
}

bool passes(const Test& test, const FactValue& value, const Facts& facts) {
  switch (test.kind) {
    case Test::Kind::one_of: return is_one_of(value, test.values);
    case Test::Kind::known: return known(value);
    case Test::Kind::unknown: return !known(value);
    case Test::Kind::or_worse:
    case Test::Kind::or_better: return compare_order(test, value);
    case Test::Kind::at_least:
    case Test::Kind::at_most:
    case Test::Kind::below: {
      const auto number = number_of(value);
      if (!number) return false;
      if (test.kind == Test::Kind::at_least) return *number >= test.number;
      return test.kind == Test::Kind::at_most ? *number <= test.number : *number < test.number;
    }
    case Test::Kind::from:
    case Test::Kind::before: return compare_date(test, value, facts);
    case Test::Kind::in: {
      const auto* at = std::get_if<std::int64_t>(&value);
      return at && !test.values.empty() && facts.is_open(test.values.front(), Instant{*at});
    }
    case Test::Kind::like: return compare_like(test, value, facts);
  }
  return false;
}

FactValue value_for_test(const std::string& fact, const Facts& facts) {
  if (fact == "plan") {  // a plan is also every plan that it builds on
    FactValue chain = facts.value_of("plan.chain");
    if (known(chain)) return chain;
  }
  return facts.value_of(fact);
}

}  // namespace

bool holds(const Test& test, const FactValue& value, const Facts& facts) {
  const bool asks_whether_known = test.kind == Test::Kind::known || test.kind == Test::Kind::unknown;
  if (!known(value) && !asks_whether_known) return test.negated;
  return passes(test, value, facts) != test.negated;
}

bool holds(const Predicate& predicate, const Facts& facts) {
  for (const FactTest& each : predicate.all)
    if (!holds(each.test, value_for_test(each.fact, facts), facts)) return false;
  const auto it_holds = [&](const Predicate& each) { return holds(each, facts); };
  for (const auto& alternatives : predicate.any)
    if (std::ranges::none_of(alternatives, it_holds)) return false;
  return std::ranges::none_of(predicate.none, it_holds);
}

std::string failing_part(const Predicate& predicate, const Facts& facts) {
  for (const FactTest& each : predicate.all)
    if (!holds(each.test, value_for_test(each.fact, facts), facts)) return each.fact;
  const auto it_holds = [&](const Predicate& each) { return holds(each, facts); };
  for (const auto& alternatives : predicate.any)
    if (std::ranges::none_of(alternatives, it_holds)) return "any";
  return std::ranges::any_of(predicate.none, it_holds) ? "not" : "";
}

void add_facts_asked(const Predicate& predicate, std::vector<std::string>& facts) {
  for (const FactTest& each : predicate.all) {
    facts.push_back(each.fact);
    if (each.test.date) {
      const std::vector<std::string> asked = facts_asked(each.test.date->formula);
      facts.insert(facts.end(), asked.begin(), asked.end());
    }
    if (each.test.kind != Test::Kind::like) continue;
    for (const std::string& value : each.test.values) {
      for (std::size_t at = value.find('{'); at != std::string::npos; at = value.find('{', at + 1)) {
        const std::size_t end = value.find('}', at);
        if (end != std::string::npos)
          facts.emplace_back(trimmed(std::string_view(value).substr(at + 1, end - at - 1)));
      }
    }
  }
  for (const auto& alternatives : predicate.any)
    for (const Predicate& each : alternatives) add_facts_asked(each, facts);
  for (const Predicate& each : predicate.none) add_facts_asked(each, facts);
}

void sort_each_once(std::vector<std::string>& names) {
  std::ranges::sort(names);
  const auto rest = std::ranges::unique(names);
  names.erase(rest.begin(), rest.end());
}

std::vector<std::string> facts_asked(const Predicate& predicate) {
  std::vector<std::string> facts;
  add_facts_asked(predicate, facts);
  sort_each_once(facts);
  return facts;
}

bool matches_cell(const std::vector<std::string>& keys, const FactValue& value) {
  if (is_one_of(value, keys)) return true;
  const auto has = [&](std::string_view word) { return std::ranges::find(keys, word) != keys.end(); };
  return known(value) ? has("known") : has("none") || has("unknown");
}

std::vector<FactValue> plans_for_table(const Facts& facts) {
  const FactValue chain = facts.value_of("plan.chain");
  if (const auto* plans = std::get_if<std::vector<std::string>>(&chain)) return {plans->begin(), plans->end()};
  return {facts.value_of("plan")};
}

std::string written_keys(const std::vector<std::string>& keys) {
  std::string text;
  for (const std::string& key : keys) text += (text.empty() ? "" : ", ") + key;
  return text.empty() ? "else" : text;
}

}  // namespace yakusoku::program
