// What is done to HTML before the parser reads it, so that no mail can make the parser slow: tags of allow-listed
// elements only, closed in the order they were opened, no deeper and no more than the caps, the rest of the text as it
// stands. It makes nothing safe: the tree the parser builds from it is what the allow-list is held against.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace yakusoku::mail_text {

struct Caps {
  std::size_t bytes = 2 * 1024 * 1024;
  std::size_t depth = 200;
  std::size_t tags = 100'000;
};

// A whole document in standards mode, whose body is what `html` shows. `html` is clean text (text.hpp).
std::string balanced(std::string_view html, const Caps& caps);

// The last resort: the text alone, its lines where blocks began.
std::string without_tags(std::string_view html);

}  // namespace yakusoku::mail_text
