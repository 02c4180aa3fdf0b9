#include "adapters/mime/letters.hpp"

namespace yakusoku::mime {

std::int32_t next_letter(std::string_view text, std::size_t& at) {
  const auto first = static_cast<unsigned char>(text[at++]);
  if (first < 0x80) return first;
  const int more = first >= 0xf0 && first <= 0xf4  ? 3
                   : first >= 0xe0 && first < 0xf0 ? 2
                   : first >= 0xc2 && first < 0xe0 ? 1
                                                   : 0;
  if (more == 0) return -1;
  std::int32_t letter = first & (0x3f >> more);
  for (int n = 0; n < more; ++n) {
    if (at >= text.size() || (static_cast<unsigned char>(text[at]) & 0xc0) != 0x80) return -1;
    letter = (letter << 6) | (static_cast<unsigned char>(text[at]) & 0x3f);
    // Overlong forms, surrogates and what lies beyond Unicode show in the second byte.
    if (n == 0 && ((more == 2 && (letter < 0x20 || (letter >= 0x360 && letter <= 0x37f))) ||
                   (more == 3 && (letter < 0x10 || letter > 0x10f))))
      return -1;
    ++at;
  }
  return letter;
}

void put_letter(std::string& to, std::int32_t letter) {
  if (letter < 0 || letter > 0x10ffff || (letter >= 0xd800 && letter <= 0xdfff)) letter = 0xfffd;
  const auto put = [&](std::int32_t byte) { to += static_cast<char>(byte); };
  if (letter < 0x80) return put(letter);
  if (letter < 0x800) {
    put(0xc0 | (letter >> 6));
  } else if (letter < 0x10000) {
    put(0xe0 | (letter >> 12));
    put(0x80 | ((letter >> 6) & 0x3f));
  } else {
    put(0xf0 | (letter >> 18));
    put(0x80 | ((letter >> 12) & 0x3f));
    put(0x80 | ((letter >> 6) & 0x3f));
  }
  put(0x80 | (letter & 0x3f));
}

}  // namespace yakusoku::mime
