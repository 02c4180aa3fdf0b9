#include "adapters/http/security_headers.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "adapters/http/forms.hpp"
#include "adapters/http/text.hpp"
#include "base/text.hpp"

namespace yakusoku::http {

namespace {

// The last one holds only under TLS: security_headers() leaves it out without.
constexpr std::array<FixedHeader, 8> all_headers{{
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
     "frame-src 'self'; "
     "manifest-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "same-origin"},
    {"X-Frame-Options", "DENY"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
    {"Strict-Transport-Security", "max-age=31536000"},
}};

constexpr std::array<std::string_view, 8> harmless_types{"image/png",       "image/jpeg",      "image/gif",
                                                         "image/webp",      "text/plain",      "application/pdf",
                                                         "application/zip", "application/json"};

}  // namespace

std::span<const FixedHeader> security_headers(bool secure) {
  return std::span(all_headers).first(all_headers.size() - (secure ? 0 : 1));
}

void add_security_headers(Response& response, bool secure) {
  for (const auto& [name, value] : security_headers(secure))
    if (!response.headers.find(name)) response.headers.add(std::string(name), std::string(value));
}

bool is_picture(std::string_view content_type, std::string_view content) {
  const std::string type = ascii_lower(trim(content_type.substr(0, content_type.find(';'))));
  if (type == "image/png") return content.starts_with("\x89PNG\r\n\x1a\n");
  if (type == "image/jpeg") return content.starts_with("\xFF\xD8\xFF");
  if (type == "image/gif") return content.starts_with("GIF87a") || content.starts_with("GIF89a");
  return type == "image/webp" && content.starts_with("RIFF") && content.substr(0, 12).ends_with("WEBP");
}

Response file_download(std::string_view file_name, std::string_view content_type, std::string content) {
  const std::string type = ascii_lower(trim(content_type.substr(0, content_type.find(';'))));
  Response response;
  const bool harmless = std::ranges::find(harmless_types, type) != harmless_types.end();
  response.headers.add("Content-Type", harmless ? type : "application/octet-stream");
  const bool picture = is_picture(content_type, content);
  response.headers.add("Content-Disposition", content_disposition(file_name, picture ? "inline" : "attachment"));
  response.headers.add("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'");
  response.headers.add("X-Content-Type-Options", "nosniff");
  response.headers.add("Cache-Control", "private, no-store");
  response.body = std::move(content);
  return response;
}

std::string content_disposition(std::string_view file_name, std::string_view kind) {
  const std::string name = safe_file_name(file_name);
  std::string plain;
  for (char c : name) {
    const auto byte = static_cast<std::uint8_t>(c);
    if (byte >= 0x80) {
      if (byte >= 0xC0) plain += '_';  // one for each character, not for each of its bytes
      continue;
    }
    plain += c == '"' || c == '\\' || c == '%' ? '_' : c;
  }
  return std::string(kind) + "; filename=\"" + plain + "\"; filename*=UTF-8''" + percent_encode(name);
}

std::string safe_return_to(std::string_view wanted, std::string_view otherwise) {
  const bool local = wanted.starts_with('/') && !wanted.starts_with("//") && wanted.size() <= 2000;
  const bool plain = std::ranges::all_of(wanted, [](char c) { return c > ' ' && c < '\x7F' && c != '\\'; });
  return std::string(local && plain ? wanted : otherwise);
}

}  // namespace yakusoku::http
