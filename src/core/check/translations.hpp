#pragma once

// Words in several languages, compared: what is missing, and what differs in numbers, links or placeholders.

#include <span>
#include <string>
#include <vector>

#include "core/program/program.hpp"

namespace yakusoku::check {

void compare_translations(std::span<const program::TextUse> texts, const std::vector<std::string>& languages,
                          std::vector<program::Finding>& findings);

}  // namespace yakusoku::check
