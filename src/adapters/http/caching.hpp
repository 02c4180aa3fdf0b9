#pragma once

// Weak entity tags, and 304 for whoever holds the answer already.

#include <optional>
#include <string>
#include <string_view>

#include "adapters/http/message.hpp"

namespace yakusoku::http {

// W/"…" from whatever names the content's version: a row's version and viewer, or the content itself.
std::string weak_etag(std::string_view version);
// Whether an If-None-Match holds the tag, compared weakly; "*" matches.
bool etag_matches(std::string_view if_none_match, std::string_view etag);
// The 304 that answers a GET or HEAD whose client has that tag, else nothing. It repeats the tag; add the Cache-Control
// and Vary that the full answer would have.
std::optional<Response> not_modified(const Request& request, std::string_view etag);

}  // namespace yakusoku::http
