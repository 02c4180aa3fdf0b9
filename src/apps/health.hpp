#pragma once

// HOW THE DESK IS: `/healthz` answers as long as the process does; `/readyz` writes a count that nobody reads, so that
// it says yes only where a request would be taken, too; `/metrics` tells figures as Prometheus reads them (text format
// 0.0.4). None of them says anything about anybody; a proxy in front keeps the last to itself (docs/howto/nodes.md).

#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <tuple>

#include "adapters/http/http.hpp"
#include "ports/store.hpp"

namespace yakusoku::apps {

// Requests by method, route and status, with how long they took. Safe from any thread.
class RequestFigures {
 public:
  void take(const http::AccessLine& line);
  std::string text() const;

 private:
  static constexpr std::array<std::int64_t, 9> bounds_us{1000,   2500,   5000,    10000,  25000,
                                                         100000, 500000, 2000000, 10000000};
  struct Series {
    std::array<std::int64_t, bounds_us.size()> within{};
    std::int64_t count = 0, microseconds = 0;
  };
  mutable std::mutex mutex_;
  std::map<std::tuple<std::string, std::string, int>, Series> series_;
};

struct HealthOf {
  ports::Store& store;
  std::function<void(ports::Command, std::function<void(ports::Done)>)> submit;
  std::function<bool()> on_duty;         // whether this node has what only one does
  std::function<std::size_t()> waiting;  // commands that wait for the writer
  std::function<Instant()> now;
};
// `figures` must outlive the router.
void add_health(http::Router& router, HealthOf desk, const RequestFigures& figures);

}  // namespace yakusoku::apps
