#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <charconv>

#include "adapters/http/connection.hpp"
#include "adapters/http/security_headers.hpp"
#include "adapters/http/text.hpp"

namespace yakusoku::http {

namespace {

void append_number(std::string& out, std::size_t number) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  out.append(digits, end);
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ");
  if (has_control(value)) {
    // A name from a stranger in a header must never begin another one.
    for (char c : value) out += has_control({&c, 1}) ? ' ' : c;
  } else {
    out.append(value);
  }
  out.append("\r\n");
}

bool is_address(const std::string& text) {
  boost::system::error_code failed;
  boost::asio::ip::make_address(text, failed);
  return !failed;
}

}  // namespace

std::string response_head(const Response& response, const HeadFacts& facts) {
  std::string out;
  out.reserve(1024);
  out.append("HTTP/1.1 ");
  append_number(out, static_cast<std::size_t>(response.status));
  out.append(" ").append(reason_phrase(response.status)).append("\r\n");
  for (const auto& [name, value] : response.headers.fields()) {
    if (!value.empty()) append_field(out, name, value);
  }
  if (facts.security_headers)
    for (const auto& [name, value] : security_headers(facts.secure))
      if (!response.headers.find(name)) out.append(name).append(": ").append(value).append("\r\n");
  if (!facts.id.empty()) out.append("X-Request-Id: ").append(facts.id).append("\r\n");
  if (facts.body_bytes != nullptr) {
    out.append("Content-Length: ");
    append_number(out, *facts.body_bytes);
    out.append("\r\n");
  }
  out.append(facts.close ? "Connection: close\r\n\r\n" : "Connection: keep-alive\r\n\r\n");
  return out;
}

std::string fault_of(const Response& response) {
  if (response.status < 200 || response.status > 599) return "the handler answered with an impossible status";
  for (const auto& [name, value] : response.headers.fields())
    if (!is_token(name)) return "the handler answered with a header of an impossible name";
  return {};
}

std::string path_to_log(std::string_view path) {
  std::string out;
  for (char c : path) out += c == '/' || c == '{' || c == '}' ? std::string(1, c) : percent_encode({&c, 1});
  return out;
}

std::string client_address(const std::vector<std::string>& trusted, const std::string& socket_peer,
                           const Headers& headers) {
  const auto is_trusted = [&](const std::string& address) {
    return std::ranges::find(trusted, address) != trusted.end();
  };
  if (trusted.empty() || !is_trusted(socket_peer)) return socket_peer;
  std::string all;
  for (const auto& [name, value] : headers.fields())
    if (equal_ignoring_case(name, "X-Forwarded-For")) all += (all.empty() ? "" : ",") + value;
  std::string_view left = all;
  while (!left.empty()) {
    const std::size_t comma = left.rfind(',');
    const std::string item(trim(comma == std::string_view::npos ? left : left.substr(comma + 1)));
    left = comma == std::string_view::npos ? std::string_view{} : left.substr(0, comma);
    if (!is_address(item)) return socket_peer;
    if (!is_trusted(item)) return item;
  }
  return socket_peer;
}

}  // namespace yakusoku::http
