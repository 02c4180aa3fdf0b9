#pragma once

// Cookies by one rule: under TLS the name is prefixed with __Host- and the cookie is Secure, for the whole host,
// without a Domain; without TLS (a trial on localhost) the plain name stands. Always HttpOnly but where a script must
// read it.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/http/message.hpp"

namespace yakusoku::http {

enum class SameSite { lax, strict, none };

struct Cookie {
  std::string name;   // without the prefix; a token
  std::string value;  // RFC 6265 cookie octets: printable ASCII without space " , ; and backslash
  std::optional<std::int64_t> max_age = {};  // seconds; absent: until the browser closes; 0: forget it
  bool for_scripts = false;
  SameSite same_site = SameSite::lax;  // none needs TLS (the widget in another site's page)
};

// The value of a Set-Cookie header. A name or value that can't stand in one is our own bug.
std::string set_cookie(const Cookie& cookie, bool secure);
// The name that the browser knows it by.
std::string cookie_name(std::string_view name, bool secure);

// All pairs of all Cookie headers, in order, at most 100; what is malformed is passed over.
Pairs read_cookies(const Headers& headers);
// The value of that cookie as set_cookie wrote it under the same `secure`: a plain one never stands in for __Host-.
// Nothing where it came twice: then somebody else's subdomain or path has set one, too.
std::optional<std::string> cookie_value(const Request& request, std::string_view name, bool secure);

}  // namespace yakusoku::http
