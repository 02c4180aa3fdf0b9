#pragma once

// Small things about text that every room may need. Bytes of UTF-8 beyond ASCII stay as they are.

#include <string>
#include <string_view>

namespace yakusoku {

inline std::string ascii_lower(std::string_view text) {
  std::string out(text);
  for (char& each : out)
    if (each >= 'A' && each <= 'Z') each = static_cast<char>(each - 'A' + 'a');
  return out;
}

}  // namespace yakusoku
