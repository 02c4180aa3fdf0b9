#pragma once

// What both builders of the typed program read off its nodes: texts, plain words, predicates, clauses.

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "core/program/build_choice.hpp"
#include "core/program/leaf_values.hpp"
#include "core/program/read_shape.hpp"

namespace yakusoku::program {

// The value of that key; an empty node where it lacks.
inline const Node& at(const Node& node, std::string_view key) {
  static const Node empty;
  const Node* found = node.find(key);
  return found ? *found : empty;
}

// A list of plain words; one alone stands for a list of one.
inline std::vector<std::string> words_in(const Node& node) {
  std::vector<std::string> words;
  if (node.is_scalar()) words.push_back(node.text);
  for (const Node& item : node.items)
    if (item.is_scalar()) words.push_back(item.text);
  return words;
}

// The formulas of a computed fact (facts.NAME.is).
inline Choice<Number> number_by_case(const Node* node, const std::string& key, const Sink& sink) {
  return build_choice<Number>(node, key, value_form("Fact", "is"), sink,
                              [&](const RuleForm& rule, const std::string& path) {
                                return rule.value ? read_number(*rule.value, path, sink) : Number{};
                              });
}
inline Choice<DateFormula> date_by_case(const Node* node, const std::string& key, const Sink& sink) {
  return build_choice<DateFormula>(node, key, value_form("Fact", "is"), sink,
                                   [&](const RuleForm& rule, const std::string& path) {
                                     return rule.value ? read_date(*rule.value, path, sink) : DateFormula{};
                                   });
}

class NodeReader {
 public:
  explicit NodeReader(Sink sink) : sink_(std::move(sink)) {}

 protected:
  Text text(const Node& node, std::string_view key) const { return read_text(at(node, key), sink_.first_language); }
  // A title alone, or of a record that may hold one.
  Text title_of(const Node& node) const {
    const bool by_language = std::ranges::all_of(
        node.entries, [](const Node::Entry& each) { return is_language(each.key) && each.value.is_scalar(); });
    if (node.is_scalar() || by_language) return read_text(node, sink_.first_language);
    return text(node, "title");
  }
  Predicate when(const Node& node, const std::string& key, std::string_view name = "when") const {
    const Node* found = node.find(name);
    return found ? read_predicate(*found, fmt::format("{}.{}", key, name), sink_) : Predicate{};
  }
  static std::string clause_of(const Node& node, const std::string& path) {
    const std::string& written = at(node, "clause").text;
    return written.empty() ? path : written;
  }
  Choice<std::string> words_by_case(const Node* node, const std::string& key, std::string_view record,
                                    std::string_view name) const {
    return build_choice<std::string>(
        node, key, value_form(record, name), sink_,
        [](const RuleForm& rule, const std::string&) { return rule.value ? rule.value->text : std::string(); });
  }

  Sink sink_;
};

}  // namespace yakusoku::program
