#pragma once
// private to the room

// THE MESSAGE'S OWN HEADERS AS VALUES: who, to whom, when, about what, which chain, who vouches for it.

#include <vector>

#include "adapters/mime/header_text.hpp"
#include "ports/mail.hpp"

namespace yakusoku::mime {

// Fills everything of `mail` that headers alone tell; notes what stands twice.
void read_headers(const std::vector<Field>& fields, const CharsetHint& hint, ports::ReadMail& mail);

}  // namespace yakusoku::mime
