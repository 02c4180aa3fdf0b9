#pragma once
// private to the room

// Authentication-Results (RFC 8601), with comments and quotes, whoever wrote them: the caller asks which server it
// was.

#include <string_view>
#include <vector>

#include "adapters/mime/header_text.hpp"
#include "ports/mail.hpp"

namespace yakusoku::mime {

// One header's results, in their order; none for "none" or for what is no such header.
std::vector<ports::AuthenticationResult> read_authentication(std::string_view raw);

// Those that our own servers may have added: they stand above the Received line of the server that took the mail from
// outside, or right below it, before any other Received and before the author's own headers. Lines of handing it on
// within the house (LMTP, a pipe, the loopback) do not count. What stands lower came with the mail: `others` says that
// there was some. Where no Received tells of the outside, all are taken.
std::vector<ports::AuthenticationResult> top_authentication(const std::vector<Field>& fields, bool& others);

}  // namespace yakusoku::mime
