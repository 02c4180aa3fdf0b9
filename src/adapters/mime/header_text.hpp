#pragma once
// private to the room

// HEADERS AS PEOPLE READ THEM. RFC 2047 words are joined before they are decoded, for many mailers cut them inside a
// letter; they are read wherever they stand, also in quotes and parameters. What is 8-bit or escape-driven without a
// label is guessed. All answers are UTF-8 on one line.

#include <string>
#include <string_view>
#include <vector>

#include "adapters/mime/charsets.hpp"

namespace yakusoku::mime {

struct Field {
  std::string name;
  std::string raw;  // unfolded, trimmed, still in the writer's bytes
};

// The first of that name, or "".
std::string_view field(const std::vector<Field>& fields, std::string_view name);
std::vector<std::string_view> all_fields(const std::vector<Field>& fields, std::string_view name);
// The fields that stand at the beginning of `text`, and where what follows them begins.
std::vector<Field> read_fields(std::string_view text, std::size_t* end = nullptr);

std::string unfold(std::string_view raw);
// The end of a whole encoded word (`=?…?=`) that begins at `at`; `at` itself where none does.
std::size_t end_of_word(std::string_view raw, std::size_t at);
// The end of a run of Japanese two-byte letters whose escape sequence stands at `at`: nothing in it is a quote, a
// comma or a bracket. `at` itself where none does.
std::size_t end_of_kanji(std::string_view raw, std::size_t at);

std::string decode_header(std::string_view raw, const CharsetHint& hint);
// The charset that the header's encoded words name, or "".
std::string charset_of_words(std::string_view raw);

}  // namespace yakusoku::mime
