#pragma once

// THE CASES A PROGRAM CAN MEET: requests imagined for the check, one for each combination of the facts that some rules
// look at. What a rule compares a fact with, and one value besides, stand for all values; dates, patterns and hours
// ("opened in office hours") are either so or not so. Too many combinations are not walked at all: then the check says
// nothing rather than something untrue.

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/program/choose.hpp"
#include "core/program/program.hpp"

namespace yakusoku::check {

// One imagined request. Facts of the program that are computed are computed.
class Imagined final : public program::Facts {
 public:
  explicit Imagined(const program::Program& program) : program_(program) {}
  std::map<std::string, program::FactValue, std::less<>> values;
  program::FactValue value_of(std::string_view fact) const override;
  bool is_open(std::string_view, Instant) const override { return false; }
  bool says(std::string_view fact) const;  // whether the case speaks of the fact at all

 private:
  const program::Program& program_;
  mutable int depth_ = 0;
};

// Dates, patterns and hours as facts of their own that are yes or no.
program::Predicate told_apart(program::Predicate predicate);
template <class T>
program::Choice<T> told_apart(program::Choice<T> choice) {
  for (auto& rule : choice.rules) rule.when = told_apart(std::move(rule.when));
  return choice;
}

// What a case does not speak of may be either way.
bool may_hold(const program::Predicate& predicate, const Imagined& request);
bool surely_holds(const program::Predicate& predicate, const Imagined& request);

// Predicates out of the tree, for parts that have no type of their own.
program::Predicate predicate_in(const Json* json, const program::Program& program);
// The plan and all beneath it, best first.
std::vector<std::string> plan_and_beneath(const program::Program& program, const std::string& plan);

class Cases {
 public:
  explicit Cases(const program::Program& program);

  void look_at(const program::Predicate& predicate);
  template <class T>
  void look_at(const program::Choice<T>& choice) {
    for (const auto& rule : choice.rules) {
      look_at(rule.when);
      if (const auto* table = std::get_if<program::Table<T>>(&rule.is)) keys_of(table->cells, table->by, 0);
    }
  }
  void look_at_fact(const std::string& fact);
  bool has(std::string_view fact) const { return values_.contains(fact); }

  // Each combination, in order; `see` may say no more with false. False: there are too many.
  bool each(const std::function<bool(const Imagined&)>& see) const;
  // Whether a request can be so: its kind's level, plan and door in. `changed`: its level may have been changed since.
  bool arises(const Imagined& request, bool changed) const;

  const program::Program& program() const { return program_; }

  static constexpr std::size_t most = 30000;

 private:
  template <class Node>
  void keys_of(const Node& node, const std::vector<std::string>& by, std::size_t depth) {
    if (depth >= by.size()) return;
    look_at_fact(by[depth]);
    for (const auto& branch : node.branches) {
      for (const std::string& key : branch.keys)
        if (key != "known" && key != "unknown" && key != "none") value(by[depth], key);
      keys_of(branch.below, by, depth + 1);
    }
  }
  void value(const std::string& fact, const program::FactValue& value);
  bool level_fits(const Imagined& request, bool changed) const;

  const program::Program& program_;
  program::Choice<program::SeverityRule> level_rule_;
  std::map<std::string, program::Predicate, std::less<>> plan_rules_;
  std::map<std::string, std::vector<program::FactValue>, std::less<>> values_;
  std::set<std::string, std::less<>> computed_;
};

// "kind question, severity 3"; a fact that is not known is left out.
std::string in_words(const Imagined& request, const std::vector<std::string>& facts);

}  // namespace yakusoku::check
