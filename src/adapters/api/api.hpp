#pragma once

// THE API: /api/v2 over the use cases, in the shape of docs/api.md. It decides nothing: it reads JSON, names the use case,
// and says what came of it. Refusals are the catalogue's, in the reader's language, a program's with its clause.

#include <memory>
#include <mutex>

#include "adapters/access/access.hpp"
#include "adapters/http/http.hpp"
#include "ports/store.hpp"

namespace yakusoku::api {

// Live listeners. After each commit the writer tells the log's head; whoever listens hears of the tickets between.
class LiveHub {
 public:
  explicit LiveHub(ports::Store& store);
  ~LiveHub();
  // From the writer's thread: must not wait for listeners, and does not.
  void publish(std::int64_t head);
  // Staff only; events after `last_seen` first, or `reload` where that lies too far back.
  void listen(http::EventStream stream, PersonId person, std::int64_t last_seen);
  std::size_t listeners() const;

 private:
  struct Listeners;
  ports::Store& store_;
  std::unique_ptr<Listeners> listeners_;
};

// What the server refuses by itself below /api (no such address, too large, …), as any other refusal.
http::Response refusal(const http::Refusal& refused);

// `services`, `gate` and `hub` must outlive the router.
void add_api(http::Router& router, access::Services& services, access::Gate& gate, LiveHub& hub);

}  // namespace yakusoku::api
