#pragma once

// Small text tools of the web: escapes, percent-encoding, UTF-8 and base64 as they come from strangers. All are pure.

#include <optional>
#include <string>
#include <string_view>

namespace yakusoku::http {

// ASCII only, as HTTP's names are.
bool equal_ignoring_case(std::string_view a, std::string_view b);
// Without spaces and tabs at both ends.
std::string_view trim(std::string_view text);
// Whether it is a token of RFC 9110: header and cookie names, methods, media types' halves.
bool is_token(std::string_view text);
// Strict: no overlong forms, no surrogates, nothing above U+10FFFF.
bool is_utf8(std::string_view text);
// Any of U+0000..U+001F and U+007F.
bool has_control(std::string_view text);

// & < > " ' as character references: safe in text and in quoted attributes, not in script, style or URLs.
std::string html_escape(std::string_view text);
// Everything but letters, digits and -._~ as %XX.
std::string percent_encode(std::string_view text);
// Decodes %XX; nothing where an escape is malformed or the result is no UTF-8 or holds NUL.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space = false);
// Standard alphabet, with its padding, nothing else.
std::optional<std::string> base64_decode(std::string_view text);

}  // namespace yakusoku::http
