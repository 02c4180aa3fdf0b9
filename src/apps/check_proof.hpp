#pragma once

// The coverage proof as `yakusoku check` tells it: findings always, rows and gaps with --proof.

#include <span>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "core/program/program.hpp"

namespace yakusoku::apps {

struct Proved {
  std::vector<program::Finding> findings;
  std::string text;  // rows and gaps
  Json json;
};

// `only`: FACT=VALUE,VALUE, the cases to look at.
Proved proved(const program::Program& program, std::span<const std::string> only);

}  // namespace yakusoku::apps
