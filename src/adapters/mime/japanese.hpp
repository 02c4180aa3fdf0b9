#pragma once
// private to the room

// The escape-driven Japanese encoding of mail in all its dialects: ISO-2022-JP, -1, -3 where it overlaps, CP50220/1/2
// (half-width kana by ESC ( I, by SO/SI or as raw bytes, NEC and IBM rows), JIS7, JIS8. Lenient as mail is: a line
// end leads back to ASCII, a missing last escape is none.

#include <string>
#include <string_view>

namespace yakusoku::mime {

// Escape sequences of ISO-2022-JP's family stand in it.
bool has_japanese_escape(std::string_view bytes);
std::string decode_iso_2022_jp(std::string_view bytes);

}  // namespace yakusoku::mime
