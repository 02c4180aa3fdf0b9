#include "adapters/http/credentials.hpp"

#include "adapters/http/text.hpp"

namespace yakusoku::http {

namespace {

std::optional<std::string_view> after_scheme(const Headers& headers, std::string_view scheme) {
  const auto value = headers.find("Authorization");
  if (!value || headers.count("Authorization") != 1) return std::nullopt;
  const std::size_t space = value->find(' ');
  if (space == std::string_view::npos || !equal_ignoring_case(value->substr(0, space), scheme)) return std::nullopt;
  return trim(value->substr(space));
}

}  // namespace

std::optional<BasicCredentials> basic_credentials(const Headers& headers) {
  const auto encoded = after_scheme(headers, "Basic");
  if (!encoded || encoded->empty()) return std::nullopt;
  const auto text = base64_decode(*encoded);
  if (!text || !is_utf8(*text) || has_control(*text)) return std::nullopt;
  const std::size_t colon = text->find(':');
  if (colon == std::string::npos) return std::nullopt;
  return BasicCredentials{text->substr(0, colon), text->substr(colon + 1)};
}

std::optional<std::string> bearer_token(const Headers& headers) {
  const auto token = after_scheme(headers, "Bearer");
  if (!token || token->empty() || token->find_first_of(" \t,\"") != std::string_view::npos) return std::nullopt;
  return std::string(*token);
}

}  // namespace yakusoku::http
