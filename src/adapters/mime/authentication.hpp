#pragma once
// private to the room

// Authentication-Results (RFC 8601), with comments and quotes, whoever wrote them: the caller asks which server it
// was.

#include <string_view>
#include <vector>

#include "ports/mail.hpp"

namespace yakusoku::mime {

// One header's results, in their order; none for "none" or for what is no such header.
std::vector<ports::AuthenticationResult> read_authentication(std::string_view raw);

}  // namespace yakusoku::mime
