#pragma once

// Every scenario of this folder as a GoogleTest of its own, played on whichever stage a program brings.

#include <functional>
#include <optional>
#include <string>

#include "runner.hpp"

namespace yakusoku::scenarios {

struct Played {
  std::optional<Failure> failure;
  std::string unfit;  // why this stage can't play it; empty: it could
};
using Stage = std::function<Played(const Scenario&)>;

void register_scenarios(const Stage& stage);

}  // namespace yakusoku::scenarios
