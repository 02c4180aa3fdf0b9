#pragma once

// Which handler takes a request. Patterns are paths of segments: "/api/v2/tickets/{id}", a last "{rest...}" takes what
// remains (at least one segment). A literal wins over a {name}, a {name} over {rest...}, whatever the order of adding.
// Below /api a last segment's ".json" counts as absent. HEAD is answered by GET's handler. One pattern and method twice
// is our own bug.

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/http/message.hpp"

namespace yakusoku::http {

using Handler = std::function<void(Request, Responder)>;

struct RouteOptions {
  std::size_t body_limit = 0;   // bytes; 0: the server's
  bool secret_path = false;     // the path holds a token: the access log gets the pattern instead
  bool on_io_thread = false;    // for handlers that never wait, nor read files or databases: saves two thread switches
};

struct Route {
  std::string method;
  std::string pattern;
  std::vector<std::string> names;  // of the captured segments, in order
  Handler handler;
  RouteOptions options;
};

class Router {
 public:
  struct Found {
    const Route* route = nullptr;  // lives as long as the router
    Pairs path_values;
    std::string allow;             // without a route: the methods this path takes; empty means 404
  };

  Router();
  ~Router();
  Router(Router&&) noexcept;
  Router& operator=(Router&&) noexcept;

  void add(std::string_view method, std::string_view pattern, Handler handler, RouteOptions options = {});
  // `path` as in Request::path.
  Found find(std::string_view method, std::string_view path) const;

 private:
  struct Node;
  std::unique_ptr<Node> root_;
};

}  // namespace yakusoku::http
