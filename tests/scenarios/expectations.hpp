#pragma once
// private to the scenarios' front

#include "scenario_text.hpp"
#include "words.hpp"

namespace yakusoku::scenarios {

// What stands after `expect`.
Result<Expect> read_expectation(Words& words);

}  // namespace yakusoku::scenarios
