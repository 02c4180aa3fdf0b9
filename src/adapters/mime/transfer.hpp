#pragma once
// private to the room

// Content-Transfer-Encodings and the encodings inside headers, read as leniently as mail needs: what does not belong
// is passed over, missing padding is no loss.

#include <string>
#include <string_view>

namespace yakusoku::mime {

std::string decode_base64(std::string_view text);
std::string decode_quoted_printable(std::string_view text);
std::string decode_uu(std::string_view lines);      // with or without its `begin` and `end`
std::string decode_percent(std::string_view text);  // RFC 2231
std::string decode_q(std::string_view text);        // RFC 2047: `_` is a blank

// By the name a Content-Transfer-Encoding gives. `fits` is false where the bytes are nothing of that kind; then they
// come back as they are.
std::string decode_transfer(std::string_view bytes, std::string_view encoding, bool& fits);

}  // namespace yakusoku::mime
