#include "adapters/http/request_target.hpp"

#include "adapters/http/text.hpp"

namespace yakusoku::http {

namespace {

constexpr std::size_t most_query_pairs = 500;

std::optional<std::string> read_path(std::string_view text) {
  std::string path;
  while (!text.empty()) {
    text.remove_prefix(1);  // its '/'
    const std::string_view raw = text.substr(0, text.find('/'));
    text.remove_prefix(raw.size());
    if (raw.empty()) continue;
    const auto segment = percent_decode(raw);
    if (!segment || *segment == "." || *segment == ".." || has_control(*segment)) return std::nullopt;
    if (segment->find_first_of("/\\") != std::string::npos) return std::nullopt;
    path += '/';
    path += *segment;
  }
  return path.empty() ? "/" : path;
}

}  // namespace

std::optional<Pairs> read_pairs(std::string_view text, std::size_t most) {
  Pairs pairs;
  while (!text.empty()) {
    const std::string_view item = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(text.size(), item.size() + 1));
    if (item.empty()) continue;
    if (pairs.size() == most) return std::nullopt;
    const std::size_t sign = item.find('=');
    auto name = percent_decode(item.substr(0, sign), true);
    auto value = percent_decode(sign == std::string_view::npos ? std::string_view{} : item.substr(sign + 1), true);
    if (!name || !value) return std::nullopt;
    pairs.emplace_back(std::move(*name), std::move(*value));
  }
  return pairs;
}

std::optional<RequestTarget> read_target(std::string_view target) {
  for (std::string_view scheme : {"http://", "https://"}) {
    // The absolute form that a proxy may send (RFC 9112 3.2.2).
    if (!equal_ignoring_case(target.substr(0, scheme.size()), scheme)) continue;
    const std::size_t path = target.find_first_of("/?", scheme.size());
    target = path == std::string_view::npos ? "/" : target.substr(path);
  }
  if (!target.starts_with('/') || target.contains('#')) return std::nullopt;
  const std::size_t mark = target.find('?');
  auto path = read_path(target.substr(0, mark));
  if (!path) return std::nullopt;
  RequestTarget result{std::move(*path), {}};
  if (mark == std::string_view::npos) return result;
  auto query = read_pairs(target.substr(mark + 1), most_query_pairs);
  if (!query) return std::nullopt;
  result.query = std::move(*query);
  return result;
}

}  // namespace yakusoku::http
