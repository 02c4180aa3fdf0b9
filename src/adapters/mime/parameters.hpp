#pragma once
// private to the room

// `value; name=value; …` of Content-Type and Content-Disposition: RFC 2231 with continuations and a charset a piece,
// the encoded words and raw bytes that mailers put there instead, missing quotes.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/mime/charsets.hpp"

namespace yakusoku::mime {

struct Parameters {
  std::string value;                                      // lower-case, "attachment", "text/plain"
  std::vector<std::pair<std::string, std::string>> list;  // names lower-case, values UTF-8 on one line
  std::string_view get(std::string_view name) const;
};

Parameters read_parameters(std::string_view raw, const CharsetHint& hint);

// A name for a file that came by mail: no folder, no control, no direction mark, not hidden, 150 bytes at most with
// its ending kept. Empty where nothing is left.
std::string file_name(std::string_view written);
// An ending that goes with a type (".png"); ".bin" where none is known.
std::string_view ending_of(std::string_view type);
std::string_view type_of_ending(std::string_view name);  // application/octet-stream where none is known

}  // namespace yakusoku::mime
