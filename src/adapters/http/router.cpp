#include "adapters/http/router.hpp"

#include <set>
#include <span>

#include "base/assert.hpp"

namespace yakusoku::http {

namespace {

using Methods = std::map<std::string, std::unique_ptr<Route>, std::less<>>;

std::vector<std::string_view> segments_of(std::string_view path) {
  std::vector<std::string_view> segments;
  while (path.starts_with('/')) {
    path.remove_prefix(1);
    const std::size_t end = path.find('/');
    if (!path.empty()) segments.push_back(path.substr(0, end));
    path = end == std::string_view::npos ? std::string_view{} : path.substr(end);
  }
  return segments;
}

const Route* route_for(const Methods& methods, std::string_view method) {
  auto found = methods.find(method);
  if (found == methods.end() && method == "HEAD") found = methods.find(std::string_view("GET"));
  return found == methods.end() ? nullptr : found->second.get();
}

std::string join(std::span<const std::string_view> segments) {
  std::string out;
  for (std::string_view segment : segments) {
    if (!out.empty()) out += '/';
    out += segment;
  }
  return out;
}

}  // namespace

struct Router::Node {
  std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
  std::unique_ptr<Node> parameter;
  Methods methods;
  Methods rest;

  // Depth first, the most literal way first. Where a path matches but no method does, its methods go to `allowed` and
  // the search goes on: "/a/{x}" may take what "/a/new" does not.
  const Route* find(std::span<const std::string_view> left, std::string_view method, std::vector<std::string>& captured,
                    std::set<std::string>& allowed) const {
    if (left.empty()) {
      const Route* route = route_for(methods, method);
      if (route == nullptr)
        for (const auto& entry : methods) allowed.insert(entry.first);
      return route;
    }
    if (const auto next = literals.find(left.front()); next != literals.end())
      if (const Route* route = next->second->find(left.subspan(1), method, captured, allowed)) return route;
    if (parameter) {
      captured.emplace_back(left.front());
      if (const Route* route = parameter->find(left.subspan(1), method, captured, allowed)) return route;
      captured.pop_back();
    }
    const Route* route = route_for(rest, method);
    if (route != nullptr) captured.push_back(join(left));
    if (route == nullptr)
      for (const auto& entry : rest) allowed.insert(entry.first);
    return route;
  }
};

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

void Router::add(std::string_view method, std::string_view pattern, Handler handler, RouteOptions options) {
  ASSERT(pattern.starts_with('/') && handler != nullptr);
  auto route = std::make_unique<Route>(
      Route{std::string(method), std::string(pattern), {}, std::move(handler), options});
  Node* node = root_.get();
  bool takes_rest = false;
  for (std::string_view segment : segments_of(pattern)) {
    ASSERT(!takes_rest);
    if (!segment.starts_with('{')) {
      auto& next = node->literals[std::string(segment)];
      if (!next) next = std::make_unique<Node>();
      node = next.get();
      continue;
    }
    ASSERT(segment.ends_with('}'));
    takes_rest = segment.ends_with("...}");
    route->names.emplace_back(segment.substr(1, segment.size() - (takes_rest ? 5 : 2)));
    if (takes_rest) continue;
    if (!node->parameter) node->parameter = std::make_unique<Node>();
    node = node->parameter.get();
  }
  auto& place = (takes_rest ? node->rest : node->methods)[std::string(method)];
  ASSERT(place == nullptr);
  place = std::move(route);
}

Router::Found Router::find(std::string_view method, std::string_view path) const {
  if (path.starts_with("/api/") && path.ends_with(".json")) path.remove_suffix(5);
  const auto segments = segments_of(path);
  std::vector<std::string> captured;
  std::set<std::string> allowed;
  Found found;
  found.route = root_->find(segments, method, captured, allowed);
  if (found.route != nullptr) {
    for (std::size_t i = 0; i < captured.size(); ++i)
      found.path_values.emplace_back(found.route->names[i], std::move(captured[i]));
    return found;
  }
  if (allowed.contains("GET")) allowed.insert("HEAD");
  for (const std::string& name : allowed) found.allow += (found.allow.empty() ? "" : ", ") + name;
  return found;
}

}  // namespace yakusoku::http
