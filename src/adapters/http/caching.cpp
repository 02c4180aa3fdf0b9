#include "adapters/http/caching.hpp"

#include <span>

#include "adapters/http/text.hpp"
#include "base/sha256.hpp"

namespace yakusoku::http {

namespace {

std::string_view opaque(std::string_view tag) {
  return tag.starts_with("W/") ? tag.substr(2) : tag;
}

}  // namespace

std::string weak_etag(std::string_view version) {
  const auto digest = sha256(version);
  return "W/\"" + to_hex(std::span(digest).first(12)) + "\"";
}

bool etag_matches(std::string_view if_none_match, std::string_view etag) {
  if (trim(if_none_match) == "*") return true;
  // A comma inside a tag splits it wrongly; such a tag is none of ours and matches nothing either way.
  while (!if_none_match.empty()) {
    const std::string_view item = if_none_match.substr(0, if_none_match.find(','));
    if_none_match.remove_prefix(std::min(if_none_match.size(), item.size() + 1));
    if (!etag.empty() && opaque(trim(item)) == opaque(etag)) return true;
  }
  return false;
}

std::optional<Response> not_modified(const Request& request, std::string_view etag) {
  if (request.method != "GET" && request.method != "HEAD") return std::nullopt;
  const auto known = request.header("If-None-Match");
  if (!known || !etag_matches(*known, etag)) return std::nullopt;
  Response response;
  response.status = 304;
  response.headers.add("ETag", std::string(etag));
  return response;
}

}  // namespace yakusoku::http
