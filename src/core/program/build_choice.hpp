#pragma once

// Builds a Choice<T> from a node that reads without errors.

#include <string>
#include <utility>

#include "core/program/choice_form.hpp"
#include "core/program/leaves.hpp"
#include "core/program/predicate.hpp"

namespace yakusoku::program {

// `read` makes the T of one value: it is given the rule (the value and what stands beside it) and its key.
template <class T, class Read>
class ChoiceBuilder {
 public:
  ChoiceBuilder(const ValueForm& form, const Sink& sink, Read read)
      : form_(form), sink_(sink), read_(std::move(read)) {}

  Choice<T> build(const Node& node, const std::string& key) {
    Choice<T> choice;
    for (const RuleForm& form : rules_of(node, key, form_)) {
      typename Choice<T>::Rule rule;
      rule.path = form.key;
      if (form.when) rule.when = read_predicate(*form.when, form.key + ".when", sink_);
      if (form.says) rule.says = read_text(*form.says, sink_.first_language);
      if (form.by && form.cells) {
        Table<T> table;
        table.by = facts_of_table(*form.by);
        table.cells = cells(*form.cells, form.key + ".cells", form.key + ".cells", 0, table.by.size());
        rule.is = std::move(table);
      } else {
        rule.is = read_(form, form.key);
      }
      choice.rules.push_back(std::move(rule));
    }
    return choice;
  }

 private:
  // The path says a cell's keys as written_keys does, whatever blanks stand between them.
  TableNode<T> cells(const Node& node, const std::string& key, const std::string& path, std::size_t depth,
                     std::size_t facts) {
    TableNode<T> table;
    for (const Node::Entry& entry : node.entries) {
      const std::string below = key + "." + entry.key;
      typename TableNode<T>::Branch branch;
      branch.keys = cell_keys(entry.key);
      const std::string path_below = path + "." + written_keys(branch.keys);
      const CellForm cell = cell_of(entry.value, below, depth + 1, facts, form_);
      if (cell.deeper) {
        branch.below = cells(*cell.deeper, below, path_below, depth + 1, facts);
      } else {
        branch.below.leaf = read_(cell.rule, below);
        branch.below.path = path_below;
        if (cell.rule.says) branch.below.says = read_text(*cell.rule.says, sink_.first_language);
      }
      table.branches.push_back(std::move(branch));
    }
    return table;
  }

  const ValueForm& form_;
  const Sink& sink_;
  Read read_;
};

template <class T, class Read>
Choice<T> build_choice(const Node* node, const std::string& key, const ValueForm& form, const Sink& sink, Read read) {
  if (!node || node->is_empty()) return {};
  return ChoiceBuilder<T, Read>(form, sink, std::move(read)).build(*node, key);
}

}  // namespace yakusoku::program
