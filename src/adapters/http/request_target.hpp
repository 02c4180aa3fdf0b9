#pragma once

// Inside the room: a request's target taken apart. Refuses (nothing) what has more than one reading: an encoded slash
// or backslash, dot segments, NUL and other control characters, malformed escapes, text that is no UTF-8.

#include <optional>
#include <string>
#include <string_view>

#include "adapters/http/message.hpp"

namespace yakusoku::http {

struct RequestTarget {
  std::string path;
  Pairs query;
};

std::optional<RequestTarget> read_target(std::string_view target);
// a=1&b=2 as pages and queries write it; nothing where it is malformed or has over `most` pairs.
std::optional<Pairs> read_pairs(std::string_view text, std::size_t most);

}  // namespace yakusoku::http
