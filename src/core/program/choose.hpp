#pragma once

// Choosing by case: the templates that predicate.hpp promises.

#include <algorithm>

#include "core/program/predicate.hpp"

namespace yakusoku::program {

// What a branch of a table asks of the fact's value. `none` also takes an unknown fact, `unknown` only that.
bool matches_cell(const std::vector<std::string>& keys, const FactValue& value);
// The values under which a table looks for its cell: the plans held, best first, for `plan`; else the value alone.
std::vector<FactValue> values_for_table(std::string_view fact, const Facts& facts);
// "1, 2", or else.
std::string written_keys(const std::vector<std::string>& keys);
void add_facts_asked(const Predicate& predicate, std::vector<std::string>& facts);
void sort_each_once(std::vector<std::string>& names);

namespace choosing {

// The leaf in that part of the table, or nullptr; `path` grows by the cells gone through.
template <class T>
const TableNode<T>* find_cell(const TableNode<T>& node, const std::vector<std::string>& by, std::size_t depth,
                              const Facts& facts, std::string& path) {
  if (node.leaf) return &node;
  if (depth >= by.size()) return nullptr;
  const auto go = [&](const typename TableNode<T>::Branch& branch) -> const TableNode<T>* {
    std::string below = path + "." + written_keys(branch.keys);
    const TableNode<T>* found = find_cell(branch.below, by, depth + 1, facts, below);
    if (found) path = std::move(below);
    return found;
  };
  bool named = false;
  for (const FactValue& value : values_for_table(by[depth], facts)) {
    for (const auto& branch : node.branches) {
      if (branch.keys.empty() || !matches_cell(branch.keys, value)) continue;
      named = true;
      if (const TableNode<T>* found = go(branch)) return found;
    }
  }
  // `else` is for values that have no branch of their own; along plans also for one whose branch lacks the cell.
  if (named && by[depth] != "plan") return nullptr;
  for (const auto& branch : node.branches)
    if (branch.keys.empty()) return go(branch);
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
    std::string path = rule.path + ".cells";
    if (const TableNode<T>* cell = choosing::find_cell(table.cells, table.by, 0, facts, path))
      return {&*cell->leaf, cell->says.empty() ? says : &cell->says, std::move(path)};
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
