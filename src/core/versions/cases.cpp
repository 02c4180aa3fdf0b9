#include "core/versions/cases.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace yakusoku::versions {
namespace {

constexpr std::size_t most_combinations = 20'000;

// One thing by which cases are told apart: the values of a fact, stretches of numbers or dates, or a test that no list
// of values stands for.
struct Axis {
  enum class Is { values, numbers, dates, test };
  Is is = Is::values;
  std::string fact;
  std::vector<std::optional<std::string>> values;  // nullopt: not known
  bool other = false;                              // one more: any other value
  std::vector<std::int64_t> numbers;               // where stretches begin; before the first lies another
  std::vector<std::string> dates;
  Json test;
  std::size_t size() const {
    switch (is) {
      case Is::values: return values.size() + (other ? 1 : 0);
      case Is::numbers: return numbers.size() + 1;
      case Is::dates: return dates.size() + 1;
      case Is::test: return 2;
    }
    return 0;
  }
};

const Json& plain(const Json& test) {
  const Json* inner = test.find("not");
  return inner ? *inner : test;
}
Json without_fact(const Json& test) {
  Json json = Json::object();
  for (const auto& [name, value] : test.members())
    if (name != "fact") json.set(name, value);
  return json;
}

void add_once(std::vector<std::string>& list, const std::string& word) {
  if (std::ranges::find(list, word) == list.end()) list.push_back(word);
}

// Gathers the axes of both choices.
class Axes {
 public:
  Axes(const FactSpace& before, const FactSpace& after) : before_(before), after_(after) {}

  void look_at_rules(const Json& rules) {
    if (!rules.is_array()) return;
    for (const Json& rule : rules.items()) {
      if (const Json* when = rule.find("when")) look_at(*when);
      const Json* by = rule.find("by");
      const Json* cells = rule.find("cells");
      if (by && by->is_array() && cells) look_at_cells(*cells, *by, 0);
    }
  }

  std::vector<Axis> take() {
    // Severity, plan and kind lead, as pages print them; a fact that every case shares drops out later.
    std::ranges::stable_sort(all_, {}, [](const Axis& axis) {
      return axis.fact == "severity" ? 0 : axis.fact == "plan" ? 1 : axis.fact == "kind" ? 2 : 3;
    });
    for (Axis& axis : all_) {
      std::ranges::sort(axis.numbers);
      axis.numbers.erase(std::ranges::unique(axis.numbers).begin(), axis.numbers.end());
      std::ranges::sort(axis.dates);
      axis.dates.erase(std::ranges::unique(axis.dates).begin(), axis.dates.end());
      if (axis.is == Axis::Is::values) fill(axis);
    }
    std::erase_if(all_, [](const Axis& axis) { return axis.size() == 0; });
    return std::move(all_);
  }

 private:
  Axis& axis_of(Axis::Is is, const std::string& fact, const Json& test = {}) {
    for (Axis& each : all_)
      if (each.is == is && each.fact == fact && each.test == test) return each;
    Axis axis;
    axis.is = is;
    axis.fact = fact;
    axis.test = test;
    all_.push_back(std::move(axis));
    return all_.back();
  }
  void mention(const std::string& fact, const Json& words) {
    axis_of(Axis::Is::values, fact);
    std::vector<std::string>& known = mentioned_[fact];
    if (words.is_string()) add_once(known, words.string());
    if (words.is_array())
      for (const Json& each : words.items())
        if (each.is_string()) add_once(known, each.string());
  }
  void look_at(const Json& predicate) {
    if (const Json* all = predicate.find("all"); all && all->is_array())
      for (const Json& test : all->items()) look_at_test(test);
    if (const Json* any = predicate.find("any"); any && any->is_array())
      for (const Json& alternatives : any->items())
        if (alternatives.is_array())
          for (const Json& each : alternatives.items()) look_at(each);
    if (const Json* none = predicate.find("none"); none && none->is_array())
      for (const Json& each : none->items()) look_at(each);
  }
  void look_at_test(const Json& written) {
    const std::string fact = written.get_string("fact").value_or("");
    const Json test = without_fact(plain(written));
    for (const auto& [word, value] : test.members()) {
      if (word == "one_of") {
        mention(fact, value);
      } else if (word == "known") {
        mention(fact, {});
      } else if (word == "or_worse" || word == "or_better") {
        mention(fact, value);
      } else if ((word == "at_least" || word == "below") && value.is_integer()) {
        axis_of(Axis::Is::numbers, fact).numbers.push_back(value.integer());
      } else if (word == "at_most" && value.is_integer()) {
        axis_of(Axis::Is::numbers, fact).numbers.push_back(value.integer() + 1);
      } else if ((word == "from" || word == "before") && value.is_string()) {
        axis_of(Axis::Is::dates, fact).dates.push_back(value.string());
      } else {
        axis_of(Axis::Is::test, fact, test);
      }
    }
  }
  void look_at_cells(const Json& cells, const Json& by, std::size_t depth) {
    if (!cells.is_array() || depth >= by.items().size() || !by.items()[depth].is_string()) return;
    const std::string fact = by.items()[depth].string();
    mention(fact, {});
    for (const Json& cell : cells.items()) {
      if (const Json* keys = cell.find("keys"); keys && keys->is_array()) {
        for (const Json& key : keys->items())
          if (key != Json("none") && key != Json("unknown") && key != Json("known")) mention(fact, key);
      }
      if (const Json* deeper = cell.find("cells")) look_at_cells(*deeper, by, depth + 1);
    }
  }
  // A value that the later version no longer has is told by what became of it, not case by case.
  void fill(Axis& axis) const {
    const std::vector<std::string> old_values = before_.values(axis.fact), values = after_.values(axis.fact);
    const bool listed = !old_values.empty() || !values.empty();
    const bool flag = before_.is_flag(axis.fact) || after_.is_flag(axis.fact);
    std::vector<std::string> words = values;
    if (flag) words = {"yes", "no"};
    if (const auto found = mentioned_.find(axis.fact); found != mentioned_.end())
      for (const std::string& each : found->second)
        if (std::ranges::find(old_values, each) == old_values.end()) add_once(words, each);
    for (const std::string& each : words) axis.values.emplace_back(each);
    axis.other = !listed && !flag;
    if (axis.fact != "kind") axis.values.emplace_back(std::nullopt);
  }

  const FactSpace& before_;
  const FactSpace& after_;
  std::vector<Axis> all_;
  std::map<std::string, std::vector<std::string>> mentioned_;
};

// What a rule or cell gives: its `is` and what stands beside it, without when, table and remarks. What stands beside a
// table holds for each of its cells that does not say it itself.
Json given_by(const Json& rule, const Json* table = nullptr) {
  if (!rule.is_object()) return Json::object({{"is", rule}});
  Json given = Json::object();
  for (const Json* each : {table, &rule}) {
    if (!each) continue;
    for (const auto& [name, value] : each->members())
      if (name != "when" && name != "keys" && name != "by" && name != "cells" && name != "note" && name != "source" &&
          name != "claims" && name != "clause")
        given.set(name, value);
  }
  std::ranges::sort(given.members(), {}, &Json::Member::first);
  return given;
}

using Position = std::vector<std::size_t>;  // one index an axis

class Lookup {
 public:
  Lookup(const ChoiceSide& side, const std::vector<Axis>& axes) : side_(side), axes_(axes) {}

  struct Found {
    std::optional<Json> given;
    std::string path;
  };
  Found at(const Position& position) {
    position_ = &position;
    if (!side_.rules || !side_.rules->is_array()) return {};
    const bool single = side_.rules->items().size() == 1;
    for (std::size_t i = 0; i < side_.rules->items().size(); ++i) {
      const Json& rule = side_.rules->items()[i];
      if (const Json* when = rule.find("when"); when && !holds(*when)) continue;
      const std::string path = single ? side_.first_path : fmt::format("{}[{}]", side_.path, i);
      const Json* cells = rule.find("cells");
      const Json* by = rule.find("by");
      if (!cells || !by || !by->is_array()) return {given_by(rule), path};
      Found found = cell(*cells, *by, 0, path + ".cells", rule);
      if (found.given) return found;
    }
    return {};
  }

 private:
  const Axis* axis_of(Axis::Is is, std::string_view fact, std::size_t& index, const Json& test = {}) const {
    for (std::size_t i = 0; i < axes_.size(); ++i) {
      if (axes_[i].is != is || axes_[i].fact != fact || axes_[i].test != test) continue;
      index = (*position_)[i];
      return &axes_[i];
    }
    return nullptr;
  }
  // The words that the fact has here: of a plan also those beneath. Empty: not known. "*" is any other.
  std::vector<std::string> words_of(std::string_view fact) const {
    std::size_t index = 0;
    const Axis* axis = axis_of(Axis::Is::values, fact, index);
    if (!axis) return {};
    if (index >= axis->values.size()) return {"*"};
    const auto& value = axis->values[index];
    if (!value) return {};
    return fact == "plan" ? side_.space->plan_chain(*value) : std::vector<std::string>{*value};
  }
  bool holds(const Json& predicate) const {
    if (const Json* all = predicate.find("all"); all && all->is_array())
      for (const Json& test : all->items())
        if (!holds_test(test)) return false;
    if (const Json* any = predicate.find("any"); any && any->is_array())
      for (const Json& list : any->items())
        if (list.is_array() && std::ranges::none_of(list.items(), [&](const Json& each) { return holds(each); }))
          return false;
    if (const Json* none = predicate.find("none"); none && none->is_array())
      for (const Json& each : none->items())
        if (holds(each)) return false;
    return true;
  }
  bool holds_test(const Json& written) const {
    const std::string fact = written.get_string("fact").value_or("");
    const Json test = without_fact(plain(written));
    const bool result = std::ranges::all_of(
        test.members(), [&](const Json::Member& each) { return holds_one(fact, each.first, each.second, test); });
    return written.find("not") ? !result : result;
  }
  bool holds_one(const std::string& fact, const std::string& word, const Json& value, const Json& test) const {
    std::size_t index = 0;
    if (word == "one_of") {
      const auto words = words_of(fact);
      return value.is_array() && std::ranges::any_of(value.items(), [&](const Json& each) {
               return each.is_string() && std::ranges::find(words, each.string()) != words.end();
             });
    }
    if (word == "known") return words_of(fact).empty() == (value == Json(false));
    if ((word == "or_worse" || word == "or_better") && value.is_string()) {
      const auto words = words_of(fact), order = side_.space->values(fact);
      const auto place = [&](const std::string& each) { return std::ranges::find(order, each) - order.begin(); };
      const auto end = static_cast<std::ptrdiff_t>(order.size());
      if (words.empty() || place(words[0]) == end || place(value.string()) == end) return false;
      return word == "or_worse" ? place(words[0]) <= place(value.string()) : place(words[0]) >= place(value.string());
    }
    if ((word == "at_least" || word == "below" || word == "at_most") && value.is_integer()) {
      const Axis* axis = axis_of(Axis::Is::numbers, fact, index);
      const std::int64_t limit = value.integer() + (word == "at_most" ? 1 : 0);
      const bool reached = axis && index > 0 && axis->numbers[index - 1] >= limit;
      return word == "at_least" ? reached : !reached;
    }
    if ((word == "from" || word == "before") && value.is_string()) {
      const Axis* axis = axis_of(Axis::Is::dates, fact, index);
      const bool reached = axis && index > 0 && axis->dates[index - 1] >= value.string();
      return word == "from" ? reached : !reached;
    }
    return axis_of(Axis::Is::test, fact, index, test) && index == 0;
  }
  // As core/program/choose.hpp: a value's own branch before `else`; along plans a missing cell is sought beneath.
  Found cell(const Json& cells, const Json& by, std::size_t depth, const std::string& path, const Json& rule) const {
    if (!cells.is_array() || depth >= by.items().size() || !by.items()[depth].is_string()) return {};
    const std::string fact = by.items()[depth].string();
    const bool plans = fact == "plan";
    bool named = false;
    std::vector<std::string> words = words_of(fact);
    const bool unknown = words.empty();
    if (unknown) words.emplace_back();
    for (const std::string& word : words) {
      for (const Json& branch : cells.items()) {
        if (!matches(branch, word, unknown)) continue;
        named = true;
        if (Found found = into(branch, by, depth, path, rule); found.given) return found;
      }
    }
    if (named && !plans) return {};
    for (const Json& branch : cells.items())
      if (const Json* keys = branch.find("keys"); keys && keys->is_array() && keys->items().empty())
        return into(branch, by, depth, path, rule);
    return {};
  }
  static bool matches(const Json& branch, const std::string& word, bool unknown) {
    const Json* keys = branch.find("keys");
    if (!keys || !keys->is_array()) return false;
    return std::ranges::any_of(keys->items(), [&](const Json& key) {
      if (!key.is_string()) return false;
      if (unknown) return key.string() == "none" || key.string() == "unknown";
      return key.string() == word || key.string() == "known";
    });
  }
  Found into(const Json& branch, const Json& by, std::size_t depth, const std::string& path, const Json& rule) const {
    std::string keys;
    if (const Json* written = branch.find("keys"); written && written->is_array())
      for (const Json& key : written->items())
        keys += (keys.empty() ? "" : ", ") + (key.is_string() ? key.string() : to_text(key));
    const std::string below = path + "." + (keys.empty() ? "else" : keys);
    const Json* deeper = branch.find("cells");
    return deeper ? cell(*deeper, by, depth + 1, below, rule) : Found{given_by(branch, &rule), below};
  }

  const ChoiceSide& side_;
  const std::vector<Axis>& axes_;
  const Position* position_ = nullptr;
};

bool same_changes(const std::vector<CaseChange>& a, const std::vector<CaseChange>& b) {
  return std::ranges::equal(a, b, [](const CaseChange& left, const CaseChange& right) {
    return left.cases == right.cases && left.before == right.before && left.after == right.after;
  });
}

// The case that these indices of an axis make together.
Case case_of(const Axis& axis, const std::vector<std::size_t>& indices) {
  Case made;
  made.fact = axis.fact;
  if (axis.is == Axis::Is::values) {
    // One or two of many left out are said shorter than all the others.
    const std::size_t left_out = axis.size() - indices.size();
    made.all_but = left_out <= 2 && indices.size() > left_out + 1;
    for (std::size_t i = 0; i < axis.size(); ++i) {
      if ((std::ranges::find(indices, i) != indices.end()) == made.all_but) continue;
      if (i < axis.values.size()) {
        made.values.push_back(axis.values[i]);
      } else {
        made.other = true;
      }
    }
    return made;
  }
  if (axis.is == Axis::Is::test) {
    made.condition = indices.front() == 0 ? axis.test : Json::object({{"not", axis.test}});
    return made;
  }
  const std::size_t first = indices.front(), last = indices.back();
  made.condition = Json::object();
  const bool numbers = axis.is == Axis::Is::numbers;
  if (first > 0)
    made.condition.set(numbers ? "at_least" : "from",
                       numbers ? Json(axis.numbers[first - 1]) : Json(axis.dates[first - 1]));
  if (last + 1 < axis.size())
    made.condition.set(numbers ? "below" : "before", numbers ? Json(axis.numbers[last]) : Json(axis.dates[last]));
  return made;
}

class Splitter {
 public:
  Splitter(const std::vector<Axis>& axes, Lookup before, Lookup after)
      : axes_(axes), before_(before), after_(after), position_(axes.size()) {}

  std::vector<CaseChange> split(std::size_t depth) {
    if (depth == axes_.size()) return compare();
    struct Group {
      std::vector<std::size_t> indices;
      std::vector<CaseChange> changes;
    };
    std::vector<Group> groups;
    const Axis& axis = axes_[depth];
    const bool stretches = axis.is == Axis::Is::numbers || axis.is == Axis::Is::dates;
    for (std::size_t i = 0; i < axis.size(); ++i) {
      position_[depth] = i;
      std::vector<CaseChange> changes = split(depth + 1);
      const auto same = std::ranges::find_if(groups, [&](const Group& group) {
        return same_changes(group.changes, changes) && (!stretches || group.indices.back() + 1 == i);
      });
      if (same != groups.end()) {
        same->indices.push_back(i);
      } else {
        groups.push_back({{i}, std::move(changes)});
      }
    }
    if (groups.size() == 1) return std::move(groups.front().changes);
    std::vector<CaseChange> all;
    for (Group& group : groups) {
      for (CaseChange& change : group.changes) {
        change.cases.insert(change.cases.begin(), case_of(axis, group.indices));
        all.push_back(std::move(change));
      }
    }
    return all;
  }

 private:
  std::vector<CaseChange> compare() {
    Lookup::Found before = before_.at(position_), after = after_.at(position_);
    if (before.given == after.given) return {};
    CaseChange change;
    change.before = std::move(before.given);
    change.after = std::move(after.given);
    change.before_path = std::move(before.path);
    change.after_path = std::move(after.path);
    return {std::move(change)};
  }

  const std::vector<Axis>& axes_;
  Lookup before_, after_;
  Position position_;
};

}  // namespace

const Json* FactSpace::below(std::string_view first, std::string_view second) const {
  const Json* found = tree_.find(first);
  return found ? found->find(second) : nullptr;
}

std::vector<std::string> FactSpace::values(std::string_view fact) const {
  const Json* map = nullptr;
  if (fact == "severity" || fact == "asked_severity") map = below("severity", "levels");
  if (fact == "kind") map = tree_.find("kinds");
  if (fact == "plan" || fact == "contract.plan" || fact == "asset.plan") map = tree_.find("plans");
  if (fact == "product") map = tree_.find("products");
  if (fact == "channel") map = tree_.find("doors");
  if (fact == "environment") map = tree_.find("environments");
  if (!map)
    if (const Json* own = below("facts", fact)) map = own->find("values");
  std::vector<std::string> values;
  if (map && map->is_object())
    for (const auto& [name, member] : map->members()) values.push_back(name);
  if (fact.ends_with("plan")) std::ranges::reverse(values);
  return values;
}

std::vector<std::string> FactSpace::plan_chain(const std::string& plan) const {
  std::vector<std::string> chain = {plan};
  for (std::size_t i = 0; i < chain.size(); ++i) {
    const Json* record = below("plans", chain[i]);
    const Json* beneath = record ? record->find("builds_on") : nullptr;
    if (beneath && beneath->is_array())
      for (const Json& each : beneath->items())
        if (each.is_string()) add_once(chain, each.string());
  }
  return chain;
}

bool FactSpace::is_flag(std::string_view fact) const {
  if (fact == "phoned" || fact == "restored" || fact == "outage") return true;
  const Json* own = below("facts", fact);
  return own && own->get_string("type") == "flag";
}

std::optional<std::vector<CaseChange>> changes_by_case(const ChoiceSide& before, const ChoiceSide& after) {
  Axes gathering(*before.space, *after.space);
  if (after.rules) gathering.look_at_rules(*after.rules);
  if (before.rules) gathering.look_at_rules(*before.rules);
  const std::vector<Axis> axes = gathering.take();
  std::size_t combinations = 1;
  for (const Axis& axis : axes) {
    combinations *= axis.size();
    if (combinations > most_combinations) return std::nullopt;
  }
  return Splitter(axes, Lookup(before, axes), Lookup(after, axes)).split(0);
}

}  // namespace yakusoku::versions
