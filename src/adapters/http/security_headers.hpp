#pragma once

// What browsers are told to refuse, and the checks against links that lead away.

#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "adapters/http/message.hpp"

namespace yakusoku::http {

using FixedHeader = std::pair<std::string_view, std::string_view>;

// Scripts, styles, images and connections from ourselves only, nothing inline, no frames, no plug-ins, no base.
// With `secure` also Strict-Transport-Security.
std::span<const FixedHeader> security_headers(bool secure);
// Adds those that the response does not have yet. The server does so by itself (ServerOptions::security_headers).
void add_security_headers(Response& response, bool secure);

// A stranger's file as an answer: offered for download under its name, never run in our origin (sandbox, nosniff).
// `content_type` is kept only for types that no browser runs; others go out as application/octet-stream. A picture whose
// bytes begin as its type says is shown in place.
bool is_picture(std::string_view content_type, std::string_view content);
Response file_download(std::string_view file_name, std::string_view content_type, std::string content);
// KIND (attachment, inline); filename="…"; filename*=UTF-8''… for any name.
std::string content_disposition(std::string_view file_name, std::string_view kind = "attachment");

// Where to go after a log-in: `wanted` if it is a path of ours (begins with one '/', no backslash, no control
// characters, ASCII, at most 2,000 bytes), else `otherwise`.
std::string safe_return_to(std::string_view wanted, std::string_view otherwise = "/");

}  // namespace yakusoku::http
