#include "adapters/http/server.hpp"

#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <charconv>
#include <optional>
#include <random>
#include <sys/socket.h>
#include <thread>

#include "adapters/http/connection.hpp"

namespace yakusoku::http {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using reuse_port = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

constexpr std::string_view full_answer =
    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
constexpr std::size_t read_bytes = 64 * 1024;

std::optional<tcp::endpoint> read_endpoint(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  std::string_view host = text.substr(0, colon);
  const std::string_view port_text = text.substr(colon + 1);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  std::uint16_t port = 0;
  const auto [end, wrong] = std::from_chars(port_text.data(), port_text.data() + port_text.size(), port);
  if (wrong != std::errc{} || end != port_text.data() + port_text.size()) return std::nullopt;
  error_code failed;
  if (host == "localhost") host = "127.0.0.1";
  const auto address = asio::ip::make_address(std::string(host), failed);
  if (failed) return std::nullopt;
  return tcp::endpoint(address, port);
}

// How often deadlines are looked at: often enough for the shortest of them, seldom enough to cost nothing.
milliseconds tick_time(const ServerLimits& limits) {
  const milliseconds shortest = std::min({limits.header_time, limits.body_time, limits.idle_time, limits.write_time,
                                          limits.heartbeat});
  return std::clamp(shortest / 4, milliseconds(10), milliseconds(500));
}

}  // namespace

// A thread with its own context, its own listening socket on the common port, and its connections.
class IoThread {
 public:
  IoThread(std::shared_ptr<Shared> shared, asio::thread_pool& workers)
      : context_(1),
        acceptor_(context_),
        accept_again_(context_),
        ticker_(context_),
        work_(context_.get_executor()),
        loop_{context_, std::make_shared<Mailbox>(context_), std::move(shared), workers, std::vector<char>(read_bytes),
              {}} {}

  error_code listen(const tcp::endpoint& endpoint) {
    error_code failed;
    if (!failed) acceptor_.open(endpoint.protocol(), failed);
    if (!failed) acceptor_.set_option(tcp::acceptor::reuse_address(true), failed);
    if (!failed) acceptor_.set_option(reuse_port(true), failed);
    if (!failed) acceptor_.bind(endpoint, failed);
    if (!failed) acceptor_.listen(1024, failed);
    if (!failed) acceptor_.non_blocking(true, failed);
    return failed;
  }

  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

  void run() {
    accept();
    tick();
    thread_ = std::thread([this] { context_.run(); });
  }

  void wind_down() {
    asio::post(context_, [this] {
      error_code ignored;
      acceptor_.close(ignored);
      accept_again_.cancel();
      for (const auto& connection : all()) connection->wind_down();
    });
  }

  void kill_all() {
    asio::post(context_, [this] {
      for (const auto& connection : all()) connection->kill();
    });
  }

  // After the workers have ended: only late Responders may post now, and the mailbox refuses them.
  void end() {
    loop_.mailbox->close();
    asio::post(context_, [this] {
      for (const auto& connection : all()) connection->kill();
      ticker_.cancel();
      ended_ = true;
      work_.reset();
    });
    if (thread_.joinable()) thread_.join();
  }

 private:
  // Held while they are spoken to: any of them may leave the set and die of it.
  std::vector<std::shared_ptr<Connection>> all() const {
    std::vector<std::shared_ptr<Connection>> result;
    result.reserve(loop_.connections.size());
    for (const auto& entry : loop_.connections) result.push_back(entry.second);
    return result;
  }

  void accept() {
    acceptor_.async_accept([this](error_code failed, tcp::socket socket) {
      if (!acceptor_.is_open() || failed == asio::error::operation_aborted) return;
      if (!failed) {
        take(std::move(socket));
        return accept();
      }
      // Out of descriptors, most likely: asking again at once would only burn the processor.
      accept_again_.expires_after(milliseconds(100));
      accept_again_.async_wait([this](error_code cancelled) {
        if (!cancelled && acceptor_.is_open()) accept();
      });
    });
  }

  void take(tcp::socket socket) {
    Shared& shared = *loop_.shared;
    error_code failed;
    if (shared.connections.fetch_add(1) >= shared.options.limits.connections) {
      connection_gone(shared);
      socket.non_blocking(true, failed);
      socket.write_some(asio::buffer(full_answer), failed);
      socket.shutdown(tcp::socket::shutdown_send, failed);
      return;
    }
    const auto local = socket.local_endpoint(failed);
    const bool is_v6 = !failed && local.address().is_v6();
    const int descriptor = socket.release(failed);
    open_connection(loop_, descriptor, is_v6);
  }

  void tick() {
    ticker_.expires_after(tick_time(loop_.shared->options.limits));
    ticker_.async_wait([this](error_code) {
      if (ended_) return;
      const TimePoint now = steady_clock::now();
      for (const auto& connection : all()) connection->tick(now);
      tick();
    });
  }

  asio::io_context context_;
  tcp::acceptor acceptor_;
  asio::steady_timer accept_again_;
  asio::steady_timer ticker_;
  asio::executor_work_guard<asio::io_context::executor_type> work_;
  Loop loop_;
  bool ended_ = false;
  std::thread thread_;
};

namespace {

// With SO_REUSEPORT a second desk would silently share the first one's port. A plain socket may not: it asks first.
error_code check_free(const tcp::endpoint& endpoint) {
  asio::io_context context;
  tcp::acceptor probe(context);
  error_code failed;
  if (endpoint.port() == 0) return failed;
  probe.open(endpoint.protocol(), failed);
  if (!failed) probe.set_option(tcp::acceptor::reuse_address(true), failed);
  if (!failed) probe.bind(endpoint, failed);
  if (!failed) probe.listen(1, failed);
  return failed;
}

std::string random_prefix() {
  static constexpr std::string_view letters = "abcdefghijkmnpqrstuvwxyz23456789";
  std::random_device dice;
  std::string prefix;
  for (int i = 0; i < 6; ++i) prefix += letters[dice() % letters.size()];
  return prefix + "-";
}

}  // namespace

struct Server::Parts {
  explicit Parts(unsigned worker_count) : workers(worker_count) {}
  std::shared_ptr<Shared> shared = std::make_shared<Shared>();
  asio::thread_pool workers;
  std::vector<std::unique_ptr<IoThread>> threads;
  std::uint16_t port = 0;
  bool stopped = false;

  bool stop(milliseconds deadline) {
    if (std::exchange(stopped, true)) return true;
    shared->stopping = true;
    for (auto& thread : threads) thread->wind_down();
    bool in_time = false;
    {
      std::unique_lock lock(shared->mutex);
      in_time = shared->all_gone.wait_for(lock, deadline, [&] { return shared->connections.load() == 0; });
    }
    for (auto& thread : threads) thread->kill_all();
    workers.stop();
    workers.join();
    for (auto& thread : threads) thread->end();
    return in_time;
  }
};

Result<Server> Server::start(ServerOptions options, Router router) {
  const auto wanted = read_endpoint(options.listen);
  if (!wanted) return fail(ErrorCode::invalid, "listen", "not an address and port: " + options.listen);
  if (const error_code taken = check_free(*wanted))
    return fail(ErrorCode::unavailable, "listen", options.listen + ": " + taken.message());
  auto parts = std::make_unique<Parts>(std::max(options.workers, 1U));
  const unsigned thread_count = std::max(options.io_threads, 1U);
  parts->shared->options = std::move(options);
  parts->shared->router = std::move(router);
  parts->shared->id_prefix = random_prefix();
  tcp::endpoint endpoint = *wanted;
  for (unsigned i = 0; i < thread_count; ++i) {
    auto thread = std::make_unique<IoThread>(parts->shared, parts->workers);
    if (const error_code failed = thread->listen(endpoint))
      return fail(ErrorCode::unavailable, "listen", parts->shared->options.listen + ": " + failed.message());
    endpoint.port(thread->port());
    parts->threads.push_back(std::move(thread));
  }
  parts->port = endpoint.port();
  for (auto& thread : parts->threads) thread->run();
  return Server(std::move(parts));
}

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Server::Server(Server&&) noexcept = default;
Server& Server::operator=(Server&& other) noexcept {
  if (parts_) parts_->stop(milliseconds(0));
  parts_ = std::move(other.parts_);
  return *this;
}
Server::~Server() {
  if (parts_) parts_->stop(milliseconds(0));
}

std::uint16_t Server::port() const { return parts_->port; }
std::size_t Server::connections() const { return parts_->shared->connections.load(); }
bool Server::stop(milliseconds deadline) { return parts_->stop(deadline); }

}  // namespace yakusoku::http
