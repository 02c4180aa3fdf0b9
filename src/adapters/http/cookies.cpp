#include "adapters/http/cookies.hpp"

#include <algorithm>

#include "adapters/http/text.hpp"
#include "base/assert.hpp"

namespace yakusoku::http {

namespace {

constexpr std::size_t most_cookies = 100;

bool is_cookie_value(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return c > ' ' && c < '\x7F' && c != '"' && c != ',' && c != ';' && c != '\\';
  });
}

std::string_view word_of(SameSite same_site) {
  switch (same_site) {
    case SameSite::lax: return "Lax";
    case SameSite::strict: return "Strict";
    case SameSite::none: return "None";
  }
  return "Strict";
}

}  // namespace

std::string cookie_name(std::string_view name, bool secure) {
  return (secure ? "__Host-" : "") + std::string(name);
}

std::string set_cookie(const Cookie& cookie, bool secure) {
  ASSERT(is_token(cookie.name) && is_cookie_value(cookie.value));
  ASSERT(secure || cookie.same_site != SameSite::none);
  std::string text = cookie_name(cookie.name, secure) + "=" + cookie.value + "; Path=/";
  if (cookie.max_age) text += "; Max-Age=" + std::to_string(*cookie.max_age);
  if (secure) text += "; Secure";
  if (!cookie.for_scripts) text += "; HttpOnly";
  return text.append("; SameSite=").append(word_of(cookie.same_site));
}

Pairs read_cookies(const Headers& headers) {
  Pairs pairs;
  for (const auto& [field, text] : headers.fields()) {
    if (!equal_ignoring_case(field, "Cookie")) continue;
    std::string_view left = text;
    while (!left.empty() && pairs.size() < most_cookies) {
      const std::string_view item = left.substr(0, left.find(';'));
      left.remove_prefix(std::min(left.size(), item.size() + 1));
      const std::size_t sign = item.find('=');
      if (sign == std::string_view::npos) continue;
      const std::string_view name = trim(item.substr(0, sign));
      std::string_view value = trim(item.substr(sign + 1));
      const bool quoted = value.size() >= 2 && value.starts_with('"') && value.ends_with('"');
      if (quoted) value = value.substr(1, value.size() - 2);
      if (is_token(name) && is_cookie_value(value)) pairs.emplace_back(std::string(name), std::string(value));
    }
  }
  return pairs;
}

std::optional<std::string> cookie_value(const Request& request, std::string_view name, bool secure) {
  const std::string wanted = cookie_name(name, secure);
  std::optional<std::string> found;
  for (auto& [key, value] : read_cookies(request.headers)) {
    if (key != wanted) continue;
    if (found) return std::nullopt;
    found = std::move(value);
  }
  return found;
}

}  // namespace yakusoku::http
