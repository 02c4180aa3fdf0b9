#pragma once
// private to the room

// The one call into ICU's converters.

#include <optional>
#include <string>
#include <string_view>

namespace yakusoku::mime {

// Nothing where ICU knows no such charset. What can't be read is U+FFFD.
std::optional<std::string> icu_to_utf8(const char* charset, std::string_view bytes);

}  // namespace yakusoku::mime
