#pragma once
// private to the runner
// Each expectation against what is seen: empty where it holds, else what was there instead.

#include <optional>
#include <string>

#include "driver.hpp"
#include "scenario_text.hpp"

namespace yakusoku::scenarios {

std::string failed_check(const Expect& expect, const std::string& request, Driver& driver);
std::string failed_refusal(const Expect& expect, const std::optional<Error>& refused);
std::string refusal_text(const Error& error);

}  // namespace yakusoku::scenarios
