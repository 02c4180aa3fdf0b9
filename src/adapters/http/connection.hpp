#pragma once

// Inside the room: one client's connection, and what the connections of one I/O thread share. A connection lives on
// its thread alone; others reach it through the thread's mailbox.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "adapters/http/router.hpp"
#include "adapters/http/server.hpp"

namespace boost::asio {
class io_context;
class thread_pool;
}  // namespace boost::asio

namespace yakusoku::http {

using TimePoint = std::chrono::steady_clock::time_point;

// What all threads share, for as long as any of them or a late Responder needs it.
struct Shared {
  ServerOptions options;
  Router router;
  std::string id_prefix;
  std::atomic<std::uint64_t> next_id{1};
  std::atomic<std::size_t> connections{0};
  std::atomic<std::size_t> body_memory{0};
  std::atomic<bool> stopping{false};
  std::mutex mutex;
  std::condition_variable all_gone;  // connections fell to 0
};

// Work for an I/O thread, from anywhere, also after that thread has ended: then post() says false.
class Mailbox {
 public:
  explicit Mailbox(boost::asio::io_context& context) : context_(&context) {}
  bool post(std::move_only_function<void()> work);
  void close();

 private:
  std::mutex mutex_;
  boost::asio::io_context* context_;
};

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  virtual ~Connection() = default;
  virtual void start() = 0;
  virtual void tick(TimePoint now) = 0;  // deadlines and heartbeats
  virtual void wind_down() = 0;          // close now if idle, else after what runs
  virtual void kill() = 0;
  // The answer to the connection's request number `turn`, or why there is none.
  virtual void answered(std::uint64_t turn, Response response, std::string problem) = 0;
};

// Carries an answer from whatever thread to the connection's own. May outlive both.
class Answer : public ResponseSink {
 public:
  Answer(std::weak_ptr<Connection> connection, std::uint64_t turn, std::shared_ptr<Mailbox> mailbox)
      : connection_(std::move(connection)), turn_(turn), mailbox_(std::move(mailbox)) {}
  void take(Response response) override { deliver(std::move(response), {}); }
  void abandon() override { deliver({}, "the handler gave no answer"); }
  void deliver(Response response, std::string problem);

 private:
  std::weak_ptr<Connection> connection_;
  std::uint64_t turn_;
  std::shared_ptr<Mailbox> mailbox_;
};

struct Loop {
  boost::asio::io_context& context;
  std::shared_ptr<Mailbox> mailbox;
  std::shared_ptr<Shared> shared;
  boost::asio::thread_pool& workers;
  std::vector<char> scratch;  // every read of the thread goes through it: idle connections hold no buffer
  std::unordered_map<const Connection*, std::shared_ptr<Connection>> connections;
};

// One less; wakes whoever waits for none.
void connection_gone(Shared& shared);

// Takes over the file descriptor of an accepted socket.
void open_connection(Loop& loop, int descriptor, bool is_v6);

// The head of a response as it goes over the wire. `body_bytes` is absent for what the close of the connection ends.
struct HeadFacts {
  bool close = false;
  bool secure = false;
  bool security_headers = true;
  std::string_view id;
  const std::size_t* body_bytes = nullptr;
};
std::string response_head(const Response& response, const HeadFacts& facts);
// What is wrong with a handler's response, so that it can't be sent; empty where nothing is.
std::string fault_of(const Response& response);
// Percent-encoded, but for '/' and a pattern's braces.
std::string path_to_log(std::string_view path);

// The client behind trusted proxies: the rightmost forwarded address that is none of them. `socket_peer` where the
// socket's own end is not trusted or nothing usable was forwarded.
std::string client_address(const std::vector<std::string>& trusted, const std::string& socket_peer,
                           const Headers& headers);

}  // namespace yakusoku::http
