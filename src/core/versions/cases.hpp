#pragma once

// Two choices (PROGRAM.md section 1) compared by what they come to: every case that either of them tells apart is looked
// up in both, and cases with the same change are told as one. So a table rewritten as rules has no difference, and a
// changed cell has one, with the facts for which it holds.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/versions/versions.hpp"

namespace yakusoku::versions {

// What a reduced tree knows of facts: their values, and which plans build on which.
class FactSpace {
 public:
  explicit FactSpace(const Json& tree) : tree_(tree) {}
  std::vector<std::string> values(std::string_view fact) const;        // worst first; empty: it has no list of values
  std::vector<std::string> plan_chain(const std::string& plan) const;  // itself, then those beneath
  bool is_flag(std::string_view fact) const;

 private:
  const Json* below(std::string_view first, std::string_view second) const;
  const Json& tree_;
};

struct CaseChange {
  std::vector<Case> cases;
  std::optional<Json> before, after;  // what the rule or cell that counts gives; nothing: none does
  std::string before_path, after_path;
};

// Rules as a reduced tree holds them, nullptr where there is no choice at all. nullopt: too many cases to tell apart.
struct ChoiceSide {
  const Json* rules = nullptr;
  const FactSpace* space = nullptr;
  std::string path;        // of the choice
  std::string first_path;  // of its first rule, where it has only one
};
std::optional<std::vector<CaseChange>> changes_by_case(const ChoiceSide& before, const ChoiceSide& after);

}  // namespace yakusoku::versions
