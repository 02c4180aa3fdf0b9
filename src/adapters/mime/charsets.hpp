#pragma once
// private to the room

// BYTES OF UNKNOWN WRITERS AS UTF-8. Every charset goes through ICU; the Japanese ones through one table (cp932), so
// that ～ and ① come out the same whichever way they were written. Promises: any bytes are answered, never more than a
// few times their size; what can't be read becomes U+FFFD. A label is believed unless the bytes contradict it.

#include <string>
#include <string_view>

namespace yakusoku::mime {

struct Decoded {
  std::string text;     // UTF-8; NUL and line ends still as they came
  std::string charset;  // what was used, lower-case: "utf-8", "iso-2022-jp", "shift_jis", …; "us-ascii" says nothing
  bool known = true;    // false: the label names no charset of ours, or nothing fitted
};

// What may be believed where no label is: the charset of another part of the same mail, a language ("ja").
struct CharsetHint {
  std::string charset;
  std::string language;
};

bool is_utf8(std::string_view bytes);
bool is_ascii(std::string_view bytes);

// As in Content-Type: any case, known nicknames (x-sjis, cp50221, ks_c_5601-1987, …). Empty: guess.
Decoded decode(std::string_view bytes, std::string_view label, const CharsetHint& hint = {});
Decoded guess(std::string_view bytes, const CharsetHint& hint = {});
// "ja" of iso-2022-jp, "ko", "zh", …; empty where a charset tells nothing.
std::string language_of_charset(std::string_view charset);
// "ja" where the text has kana, "ko" where it has hangul; else empty.
std::string language_of_letters(std::string_view text);

std::string_view trim(std::string_view text);
bool same_word(std::string_view a, std::string_view b);  // ASCII, whatever the case
// No NUL, no control but \n and \t, \n line ends.
std::string clean_text(std::string_view text);
// One line: white space of any kind is one space, controls and direction marks are gone; trimmed.
std::string clean_line(std::string_view text);

}  // namespace yakusoku::mime
