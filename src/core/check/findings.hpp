#pragma once

// Collects findings: a code of the catalogue, the key it is about, and the named words of its sentences.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/program/program.hpp"

namespace yakusoku::check {

using Named = std::vector<std::pair<std::string, std::string>>;

class Findings {
 public:
  explicit Findings(const program::Program& program) : program_(program) {}
  // The place is the key's; each code stands once at a key with the same words.
  void add(std::string_view code, const std::string& key, Named parameters = {});
  void add(std::string_view code, const program::Place& place, const std::string& key, Named parameters = {});
  std::vector<program::Finding> all;

 private:
  const program::Program& program_;
};

}  // namespace yakusoku::check
