#pragma once

// How a value by case is written (PROGRAM.md section 1), taken apart once for reader and builder alike:
// a plain value, one rule, a list of rules, or a table; and in a table's cells a value, {is: value}, or deeper cells.

#include <string>
#include <vector>

#include "core/program/yaml_text.hpp"

namespace yakusoku::program {

// What the value itself may look like, which tells it from a rule.
struct ValueForm {
  bool list = false;                     // the value may be a list
  bool map = false;                      // the value may be a map
  std::vector<std::string> inline_keys;  // the value is a record whose keys may stand in the rule itself
};

struct RuleForm {
  const Node* node = nullptr;  // the rule, or the plain value
  const Node* when = nullptr;
  const Node* value = nullptr;  // the value; the rule itself where its keys are the value's
  const Node* by = nullptr;
  const Node* cells = nullptr;
  const Node* says = nullptr;
  bool bare = false;     // no rule: a plain value
  bool in_rule = false;  // the value's keys stand in the rule
  std::string key;
};

std::vector<RuleForm> rules_of(const Node& node, const std::string& key, const ValueForm& form);

// What stands in a cell at that depth of a table with so many facts: deeper cells, or a value.
struct CellForm {
  const Node* deeper = nullptr;
  RuleForm rule;  // where it is a value
};
CellForm cell_of(const Node& node, const std::string& key, std::size_t depth, std::size_t facts,
                 const ValueForm& form);

// "1, 2" -> 1 and 2; else -> none.
std::vector<std::string> cell_keys(std::string_view key);
std::vector<std::string> facts_of_table(const Node& by);

}  // namespace yakusoku::program
