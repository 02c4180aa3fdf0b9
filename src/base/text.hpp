#pragma once

// Small things about text that every room may need. Bytes of UTF-8 beyond ASCII stay as they are.

#include <cstddef>
#include <string>
#include <string_view>

namespace yakusoku {

inline std::string ascii_lower(std::string_view text) {
  std::string out(text);
  for (char& each : out)
    if (each >= 'A' && each <= 'Z') each = static_cast<char>(each - 'A' + 'a');
  return out;
}

// At most `most` bytes, cut at the beginning of a character.
inline std::string_view cut_between_characters(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
  return text.substr(0, most);
}

}  // namespace yakusoku
