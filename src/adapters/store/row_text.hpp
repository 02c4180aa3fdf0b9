#pragma once

// Short lists inside a row (tags, domains) are JSON arrays of text.

#include <string>
#include <string_view>
#include <vector>

namespace yakusoku::store {

std::string list_text(const std::vector<std::string>& items);
std::vector<std::string> list_of(std::string_view text);

}  // namespace yakusoku::store
