#pragma once

// Whether the languages of a text say the same in what can be compared: numbers, links, placeholders.

#include <string>
#include <vector>

#include "core/program/leaves.hpp"

namespace yakusoku::program {

void compare_translations(const std::vector<TextUse>& texts, const std::vector<std::string>& languages,
                          std::vector<Finding>& findings);

}  // namespace yakusoku::program
