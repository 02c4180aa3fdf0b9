#include "core/program/choice_form.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/program/words.hpp"

namespace yakusoku::program {
namespace {

bool is_rule(const Node& node) { return node.is_map() && (node.has("is") || node.has("by") || node.has("cells")); }

bool only_inline(const Node& node, const ValueForm& form) {
  static const std::vector<std::string> beside = {"title", "note", "source", "claims", "clause", "says"};
  if (form.inline_keys.empty()) return false;
  return std::ranges::all_of(node.entries, [&](const Node::Entry& entry) {
    return std::ranges::find(form.inline_keys, entry.key) != form.inline_keys.end() ||
           std::ranges::find(beside, entry.key) != beside.end();
  });
}

RuleForm rule_of(const Node& node, const std::string& key, const ValueForm& form) {
  RuleForm rule;
  rule.node = &node;
  rule.key = key;
  if (!is_rule(node) && form.inline_keys.empty() && !(node.is_map() && node.has("when"))) {
    rule.bare = true;
    rule.value = &node;
    return rule;
  }
  if (!node.is_map()) {
    rule.bare = true;
    rule.value = &node;
    return rule;
  }
  rule.when = node.find("when");
  rule.says = node.find("says");
  rule.by = node.find("by");
  rule.cells = node.find("cells");
  rule.value = node.find("is");
  if (!rule.by && !rule.cells && !rule.value && !form.inline_keys.empty()) {
    rule.value = &node;
    rule.in_rule = true;
  }
  return rule;
}

}  // namespace

std::vector<RuleForm> rules_of(const Node& node, const std::string& key, const ValueForm& form) {
  const bool rules = node.is_list() && (!form.list || std::ranges::any_of(node.items, is_rule));
  if (!rules) return {rule_of(node, key, form)};
  std::vector<RuleForm> all;
  for (std::size_t i = 0; i < node.items.size(); ++i)
    all.push_back(rule_of(node.items[i], fmt::format("{}[{}]", key, i), form));
  return all;
}

CellForm cell_of(const Node& node, const std::string& key, std::size_t depth, std::size_t facts,
                 const ValueForm& form) {
  const bool value = !node.is_map() || depth >= facts || node.has("is") || only_inline(node, form);
  CellForm cell;
  if (value) {
    cell.rule = rule_of(node, key, form);
  } else {
    cell.deeper = &node;
  }
  return cell;
}

std::vector<std::string> cell_keys(std::string_view key) {
  if (key == "else") return {};
  std::vector<std::string> keys;
  for (std::string& part : cut(key, ','))
    if (!part.empty()) keys.push_back(std::move(part));
  return keys;
}

std::vector<std::string> facts_of_table(const Node& by) {
  if (by.is_scalar()) return {by.text};
  std::vector<std::string> facts;
  for (const Node& item : by.items) facts.push_back(item.text);
  return facts;
}

}  // namespace yakusoku::program
