#pragma once

// Choosing by case: the templates that predicate.hpp promises.

#include <algorithm>

#include "core/program/predicate.hpp"

namespace yakusoku::program {

// What a branch of a table asks of the fact's value. `none` also takes an unknown fact, `unknown` only that.
bool matches_cell(const std::vector<std::string>& keys, const FactValue& value);
// The values under which a table looks for its cell where it branches on `plan`: the plans held, best first.
std::vector<FactValue> plans_for_table(const Facts& facts);
// "1, 2", or else.
std::string written_keys(const std::vector<std::string>& keys);
void add_facts_asked(const Predicate& predicate, std::vector<std::string>& facts);
void sort_each_once(std::vector<std::string>& names);

namespace choosing {

// The leaf in that part of the table, or nullptr.
template <class T>
const TableNode<T>* find_cell(const TableNode<T>& node, const std::vector<std::string>& by, std::size_t depth,
                              const Facts& facts) {
  if (node.leaf) return &node;
  if (depth >= by.size()) return nullptr;
  const bool plans = by[depth] == "plan";
  const TableNode<T>* found = nullptr;
  bool named = false;
  const auto look = [&](const FactValue& value) {
    for (const auto& branch : node.branches) {
      if (branch.keys.empty() || !matches_cell(branch.keys, value)) continue;
      named = true;
      found = find_cell(branch.below, by, depth + 1, facts);
      if (found) return;
    }
  };
  if (plans) {
    for (const FactValue& value : plans_for_table(facts)) {
      look(value);
      if (found) return found;
    }
  } else {
    look(facts.value_of(by[depth]));
    if (found) return found;
  }
  // `else` is for values that have no branch of their own; along plans also for one whose branch lacks the cell.
  if (named && !plans) return nullptr;
  for (const auto& branch : node.branches)
    if (branch.keys.empty()) return find_cell(branch.below, by, depth + 1, facts);
  return nullptr;
}

}  // namespace choosing

template <class T>
Chosen<T> choose(const Choice<T>& choice, const Facts& facts) {
  for (const auto& rule : choice.rules) {
    if (!holds(rule.when, facts)) continue;
    const Text* says = rule.says.empty() ? nullptr : &rule.says;
    if (const T* plain = std::get_if<T>(&rule.is)) return {plain, says, rule.path};
    const Table<T>& table = std::get<Table<T>>(rule.is);
    if (const TableNode<T>* cell = choosing::find_cell(table.cells, table.by, 0, facts))
      return {&*cell->leaf, cell->says.empty() ? says : &cell->says, cell->path};
  }
  return {};
}

template <class T>
std::vector<std::string> facts_asked(const Choice<T>& choice) {
  std::vector<std::string> facts;
  for (const auto& rule : choice.rules) {
    add_facts_asked(rule.when, facts);
    if (const auto* table = std::get_if<Table<T>>(&rule.is))
      facts.insert(facts.end(), table->by.begin(), table->by.end());
  }
  sort_each_once(facts);
  return facts;
}

}  // namespace yakusoku::program
