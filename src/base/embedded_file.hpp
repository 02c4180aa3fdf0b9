#pragma once

// A file that the binary carries (cmake/embed.cmake). The rooms that have some declare a function returning them all,
// sorted by path; the views live as long as the program.

#include <span>
#include <string_view>

namespace yakusoku {

struct EmbeddedFile {
  std::string_view path;  // below the embedded folder, with '/'
  std::string_view content;
};

}  // namespace yakusoku
