#pragma once
// private to the room

// Bytes without a label, which are neither ASCII, UTF-8 nor escape-driven: whose are they most likely? Headers are
// short, so letters are weighed by how usual they are in each script, and what is known of the mail tips the scale.

#include <string>
#include <string_view>

#include "adapters/mime/charsets.hpp"

namespace yakusoku::mime {

// A name that ICU knows; always one.
std::string likely_charset(std::string_view bytes, const CharsetHint& hint);

}  // namespace yakusoku::mime
