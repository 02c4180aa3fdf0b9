#include "adapters/mime/charsets.hpp"
#include "adapters/mime/letters.hpp"
#include "base/text.hpp"

namespace yakusoku::mime {
namespace {

bool direction_mark(std::int32_t c) {
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200e || c == 0x200f || c == 0xfeff;
}

template <class Take>
void each_letter(std::string_view text, Take take) {
  for (std::size_t at = 0; at < text.size();) {
    const std::int32_t letter = next_letter(text, at);
    take(letter < 0 ? 0xfffd : letter);
  }
}

}  // namespace

std::string_view trim(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n\f\v";
  const auto from = text.find_first_not_of(blanks);
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(blanks) - from + 1);
}

bool same_word(std::string_view a, std::string_view b) {
  return a.size() == b.size() && ascii_lower(a) == ascii_lower(b);
}

std::string clean_text(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool after_return = false;
  each_letter(text, [&](std::int32_t letter) {
    if (letter == '\r' || (letter == '\n' && !after_return))
      out += '\n';
    else if (letter == '\t' ||
             (letter >= 0x20 && letter != 0x7f && letter != 0xfeff && !(letter >= 0x80 && letter < 0xa0)))
      put_letter(out, letter);
    after_return = letter == '\r';
  });
  return out;
}

std::string clean_line(std::string_view text) {
  std::string out;
  bool blank = false;
  each_letter(text, [&](std::int32_t letter) {
    if (letter == ' ' || (letter >= 9 && letter <= 13) || letter == 0x2028 || letter == 0x2029 || letter == 0xa0) {
      blank = true;
    } else if (letter >= 0x20 && letter != 0x7f && !(letter >= 0x80 && letter < 0xa0) && !direction_mark(letter)) {
      if (blank && !out.empty()) out += ' ';
      blank = false;
      put_letter(out, letter);
    }
  });
  return out;
}

std::string language_of_letters(std::string_view text) {
  std::size_t kana = 0, hangul = 0;
  each_letter(text.substr(0, 20000), [&](std::int32_t letter) {
    if ((letter >= 0x3041 && letter <= 0x30fe && letter != 0x30fb) || (letter >= 0xff66 && letter <= 0xff9d)) ++kana;
    if (letter >= 0xac00 && letter <= 0xd7a3) ++hangul;
  });
  if (kana > 0 && kana >= hangul) return "ja";
  return hangul > 0 ? "ko" : "";
}

}  // namespace yakusoku::mime
