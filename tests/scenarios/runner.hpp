#pragma once

// Plays one scenario on a driver and stops at the first line that fails.

#include <optional>
#include <string>

#include "driver.hpp"
#include "scenario_text.hpp"

namespace yakusoku::scenarios {

struct Failure {
  int line = 0;
  std::string text;  // the line
  std::string why;   // what was there instead
};

std::optional<Failure> run(const Scenario& scenario, Driver& driver);

}  // namespace yakusoku::scenarios
