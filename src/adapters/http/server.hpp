#pragma once

// The server: listens, reads, calls handlers on a pool of workers, writes answers in order, keeps streams alive, ends
// in order. What it refuses by itself: 400 malformed, 404 and 405 (with Allow), 408 too slow, 413 and 431 too large,
// 417, 501, 503 (connections or body memory used up), 505. It raises no limit of the process on open files.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/http/message.hpp"
#include "adapters/http/router.hpp"
#include "base/result.hpp"

namespace yakusoku::http {

// One answered request. The path is percent-encoded and without its query; no header's value and no body is ever in it.
struct AccessLine {
  std::string id;
  std::string peer;
  std::string method;
  std::string path;   // the pattern where the path is secret; "-" where the request could not be read
  std::string route;  // the pattern; empty where none matched
  int status = 0;
  std::uint64_t request_bytes = 0;   // of the body
  std::uint64_t response_bytes = 0;  // head and body, as written; of an event stream until it ended
  std::int64_t microseconds = 0;     // from the read head to the last written byte
  std::string problem;               // why the server refused, or what a handler threw; empty otherwise
};

// An answer that the server gives by itself, to be dressed by the owner (JSON below /api, a page elsewhere).
struct Refusal {
  int status = 500;
  std::string path;  // empty where the request could not be read
  std::string id;
  std::string accept_language = {};  // the header's value; empty where it was not read or a handler failed
};

struct ServerLimits {
  std::size_t header_bytes = 32 * 1024;
  std::size_t body_bytes = 1024 * 1024;         // a route may say otherwise
  std::size_t body_memory = 512 * 1024 * 1024;  // of all bodies being read or worked on
  std::size_t connections = 12'000;
  std::chrono::milliseconds header_time{15'000};  // for the whole head
  std::chrono::milliseconds body_time{30'000};    // grace; beyond it `slowest` bytes a second must have come
  std::chrono::milliseconds idle_time{75'000};    // between requests
  std::chrono::milliseconds write_time{30'000};   // grace, as for bodies
  std::size_t slowest = 16 * 1024;
  std::chrono::milliseconds heartbeat{15'000};  // a comment to silent event streams
};

struct ServerOptions {
  std::string listen = "127.0.0.1:8080";  // numeric address ("[::1]:8080") and port; port 0: a free one
  unsigned io_threads = 2;
  unsigned workers = 4;
  ServerLimits limits;
  std::vector<std::string> trusted_proxies;  // numeric addresses whose X-Forwarded-For and -Proto are believed
  bool always_secure = false;                // every request came by TLS (the base URL says https)
  bool security_headers = true;              // on every answer that does not bring its own (security_headers.hpp)
  // Both are called on I/O threads, from several at once, and must neither wait nor throw.
  std::function<Response(const Refusal&)> refusal_page;  // absent: plain text
  std::function<void(const AccessLine&)> access_log;
};

class Server {
 public:
  // Listens and serves from here on. Fails with `unavailable` where the address cannot be had: also when another
  // process listens there.
  static Result<Server> start(ServerOptions options, Router router);

  Server(Server&&) noexcept;
  Server& operator=(Server&&) noexcept;
  ~Server();  // stop(0)

  std::uint16_t port() const;
  std::size_t connections() const;
  // Takes no new connection, closes idle ones, ends event streams, lets running requests finish until the deadline,
  // then closes what is left. Returns when no thread of the server runs: a handler that is running then is waited for.
  // True if everything finished in time. Not to be called from a handler.
  bool stop(std::chrono::milliseconds deadline);

 private:
  struct Parts;
  explicit Server(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace yakusoku::http
