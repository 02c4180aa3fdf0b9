#pragma once

// The Authorization header taken apart. What it holds is secret: it goes to the check and nowhere else.

#include <optional>
#include <string>

#include "adapters/http/message.hpp"

namespace yakusoku::http {

struct BasicCredentials {
  std::string user;
  std::string password;
};

// Nothing where the scheme is another, the base64 or the UTF-8 is malformed, the colon is missing, or the header came
// twice.
std::optional<BasicCredentials> basic_credentials(const Headers& headers);
std::optional<std::string> bearer_token(const Headers& headers);

}  // namespace yakusoku::http
