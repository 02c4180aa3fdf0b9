#include "adapters/http/connection.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/write.hpp>
#include <exception>
#include <optional>

#include "adapters/http/request_reader.hpp"
#include "adapters/http/text.hpp"

namespace yakusoku::http {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

enum class Phase {
  waiting,    // for a request's first byte
  head,
  body,
  handling,   // the handler has it; nothing is read meanwhile
  writing,
  streaming,
  lingering,  // all is written and our side shut; what still comes is thrown away, so that no reset eats the answer
  closed,
};

constexpr milliseconds linger_time{2'000};
constexpr std::string_view continue_line = "HTTP/1.1 100 Continue\r\n\r\n";

class ClientConnection final : public Connection {
 public:
  ClientConnection(Loop& loop, int descriptor, bool is_v6)
      : loop_(loop), shared_(*loop.shared), socket_(loop.context, is_v6 ? tcp::v6() : tcp::v4(), descriptor) {}

  void start() override;
  void tick(TimePoint now) override;
  void wind_down() override;
  void kill() override;
  void answered(std::uint64_t turn, Response response, std::string problem) override;

 private:
  std::shared_ptr<ClientConnection> self() { return std::static_pointer_cast<ClientConnection>(shared_from_this()); }
  const ServerLimits& limits() const { return shared_.options.limits; }
  void wait_for_bytes();
  void on_readable(error_code failed);
  void take_bytes(std::size_t count);
  void process();
  bool advance();
  bool on_head();
  void invite_body();
  void dispatch();
  void refuse(int status, std::string problem, std::string allow = {});
  void respond(Response response);
  void write_rest(std::size_t written);
  void on_written();
  void begin_stream();
  void pump();
  void write_events(std::string text);
  void account(std::size_t body_bytes);
  void log_line();
  void shut_down_our_side();
  TimePoint after(milliseconds grace, std::size_t bytes) const;

  Loop& loop_;
  Shared& shared_;
  tcp::socket socket_;
  std::string in_;
  std::optional<RequestReader> reader_;
  Router::Found found_;
  AccessLine line_;
  std::string socket_peer_;
  std::uint64_t turn_ = 0;  // counts the requests, so that an answer finds its own
  TimePoint began_{};
  TimePoint deadline_{};
  Phase phase_ = Phase::waiting;
  bool waiting_for_bytes_ = false;
  bool continue_in_flight_ = false;
  bool first_ = true;
  bool secure_ = false;
  bool close_after_ = false;
  bool head_only_ = false;
  std::size_t accounted_ = 0;
  std::string out_head_;
  std::string out_body_;
  std::optional<EventStream> events_;
  bool writing_events_ = false;
  TimePoint last_event_{};
};

void ClientConnection::start() {
  error_code ignored;
  socket_.non_blocking(true, ignored);
  socket_.set_option(tcp::no_delay(true), ignored);
  const auto peer = socket_.remote_endpoint(ignored);
  socket_peer_ = ignored ? std::string{} : peer.address().to_string();
  deadline_ = steady_clock::now() + limits().header_time;
  wait_for_bytes();
}

TimePoint ClientConnection::after(milliseconds grace, std::size_t bytes) const {
  return steady_clock::now() + grace + milliseconds(bytes * 1000 / std::max<std::size_t>(limits().slowest, 1));
}

void ClientConnection::wait_for_bytes() {
  if (waiting_for_bytes_ || phase_ == Phase::closed) return;
  waiting_for_bytes_ = true;
  socket_.async_wait(tcp::socket::wait_read,
                     [self = self()](error_code failed) { self->on_readable(failed); });
}

void ClientConnection::on_readable(error_code failed) {
  waiting_for_bytes_ = false;
  if (phase_ == Phase::closed) return;
  if (failed) return kill();
  const std::size_t count = socket_.read_some(asio::buffer(loop_.scratch), failed);
  if (failed == asio::error::would_block) return wait_for_bytes();
  if (failed) return kill();  // also the end: whoever has gone reads no answer
  take_bytes(count);
}

void ClientConnection::take_bytes(std::size_t count) {
  switch (phase_) {
    case Phase::waiting:
    case Phase::head:
    case Phase::body:
      in_.append(loop_.scratch.data(), count);
      return process();
    case Phase::streaming:
    case Phase::lingering:
      return wait_for_bytes();
    case Phase::handling:
    case Phase::writing:
      // Only a wait begun before a 408 can end here.
      in_.append(loop_.scratch.data(), count);
      return;
    case Phase::closed:
      return;
  }
}

void ClientConnection::process() {
  while (phase_ == Phase::waiting || phase_ == Phase::head || phase_ == Phase::body) {
    if (continue_in_flight_) return;
    if (in_.empty() && phase_ != Phase::body) break;
    if (!advance()) break;
  }
  if (phase_ == Phase::waiting || phase_ == Phase::head || phase_ == Phase::body) wait_for_bytes();
}

// One step of reading; false: it needs more bytes.
bool ClientConnection::advance() {
  if (phase_ == Phase::waiting) {
    phase_ = Phase::head;
    // The first head's time runs from the connection on: saying nothing for long and then little gains nothing.
    if (!std::exchange(first_, false)) deadline_ = steady_clock::now() + limits().header_time;
    reader_.emplace(limits().header_bytes);
  }
  std::string_view input = in_;
  const auto step = reader_->advance(input);
  in_.erase(0, in_.size() - input.size());
  if (!step) {
    refuse(step.error().status, step.error().reason);
    return true;
  }
  switch (*step) {
    case RequestReader::Step::head:
      return on_head();
    case RequestReader::Step::more:
      if (phase_ == Phase::body) account(reader_->request().body.size());
      return false;
    case RequestReader::Step::complete:
      account(reader_->request().body.size());
      if (phase_ == Phase::body) dispatch();
      return true;
  }
  return false;
}

bool ClientConnection::on_head() {
  began_ = steady_clock::now();
  Request& request = reader_->request();
  request.id = shared_.id_prefix + std::to_string(shared_.next_id.fetch_add(1, std::memory_order_relaxed));
  request.peer = client_address(shared_.options.trusted_proxies, socket_peer_, request.headers);
  line_.peer = request.peer;
  const bool by_proxy = std::ranges::find(shared_.options.trusted_proxies, socket_peer_) !=
                        shared_.options.trusted_proxies.end();
  secure_ = shared_.options.always_secure ||
            (by_proxy && equal_ignoring_case(request.header("X-Forwarded-Proto").value_or(""), "https"));
  request.secure = secure_;
  close_after_ = !reader_->keep_alive();
  head_only_ = request.method == "HEAD";
  found_ = shared_.router.find(request.method, request.path);
  if (found_.route == nullptr) {
    // Its body would be read for nothing: the connection ends instead.
    if (reader_->has_body()) close_after_ = true;
    refuse(found_.allow.empty() ? 404 : 405, {}, found_.allow);
    return true;
  }
  const std::size_t own = found_.route->options.body_limit;
  if (const auto fits = reader_->limit_body(own == 0 ? limits().body_bytes : own); !fits) {
    close_after_ = true;
    refuse(fits.error().status, fits.error().reason);
    return true;
  }
  phase_ = Phase::body;
  deadline_ = after(limits().body_time, 0);
  if (reader_->has_body() && reader_->expects_continue() && in_.empty()) invite_body();
  if (reader_->has_body()) return !in_.empty();
  dispatch();
  return true;
}

void ClientConnection::invite_body() {
  continue_in_flight_ = true;
  asio::async_write(socket_, asio::buffer(continue_line), [self = self()](error_code failed, std::size_t) {
    self->continue_in_flight_ = false;
    if (self->phase_ == Phase::closed) return;
    if (failed) return self->kill();
    self->process();
  });
}

// What bodies being read and worked on take together is bounded: a thousand slow uploads must not take the memory.
void ClientConnection::account(std::size_t body_bytes) {
  if (body_bytes > accounted_) {
    deadline_ = std::max(deadline_, began_ + limits().body_time +
                                        milliseconds(body_bytes * 1000 / std::max<std::size_t>(limits().slowest, 1)));
    const std::size_t more = body_bytes - accounted_;
    accounted_ = body_bytes;
    if (shared_.body_memory.fetch_add(more) + more > limits().body_memory) {
      close_after_ = true;
      refuse(503, "the memory for bodies is used up");
    }
    return;
  }
  shared_.body_memory.fetch_sub(accounted_ - body_bytes);
  accounted_ = body_bytes;
}

void ClientConnection::dispatch() {
  phase_ = Phase::handling;
  Request request = std::move(reader_->request());
  reader_.reset();
  line_.id = request.id;
  line_.method = request.method;
  line_.route = found_.route->pattern;
  line_.path = found_.route->options.secret_path ? found_.route->pattern : request.path;
  line_.request_bytes = request.body.size();
  request.route = found_.route->pattern;
  request.path_values = std::move(found_.path_values);
  if (in_.empty() && in_.capacity() > 16 * 1024) in_ = {};
  const auto answer = std::make_shared<Answer>(weak_from_this(), ++turn_, loop_.mailbox);
  const Route* route = found_.route;
  auto work = [shared = loop_.shared, route, request = std::move(request), answer]() mutable {
    Responder responder(answer);
    try {
      route->handler(std::move(request), responder);
    } catch (const std::exception& thrown) {
      answer->deliver({}, std::string("thrown: ") + thrown.what());
    }
  };
  if (route->options.on_io_thread) work();
  else asio::post(loop_.workers, std::move(work));
}

void ClientConnection::answered(std::uint64_t turn, Response response, std::string problem) {
  // A handler that answers and then throws is late: its second word must not answer the connection's next request.
  if (phase_ != Phase::handling || turn != turn_) {
    if (response.events) response.events->detach();
    return;
  }
  if (!problem.empty()) return refuse(500, std::move(problem));
  if (const std::string fault = fault_of(response); !fault.empty()) {
    if (response.events) response.events->detach();
    return refuse(500, fault);
  }
  respond(std::move(response));
}

void ClientConnection::refuse(int status, std::string problem, std::string allow) {
  std::string language;
  if (phase_ != Phase::handling) {
    line_.method = "-";
    line_.path = "-";
    line_.route.clear();
    line_.id.clear();
    if (line_.peer.empty()) line_.peer = socket_peer_;
    if (reader_ && !reader_->request().path.empty()) {
      const Request& request = reader_->request();
      language = request.header("Accept-Language").value_or("");
      line_.method = request.method;
      line_.path = found_.route != nullptr && found_.route->options.secret_path ? found_.route->pattern : request.path;
      line_.id = request.id;
      line_.request_bytes = request.body.size();
    }
    if (found_.route == nullptr && (status == 404 || status == 405)) problem.clear();
    else close_after_ = true;  // where the next request begins is not known any more
  }
  line_.problem = std::move(problem);
  const Refusal refusal{status, line_.path == "-" ? "" : line_.path, line_.id, std::move(language)};
  Response response = shared_.options.refusal_page
                          ? shared_.options.refusal_page(refusal)
                          : Response::text(status, std::string(reason_phrase(status)) + "\n");
  response.status = status;
  if (!allow.empty()) response.headers.set("Allow", std::move(allow));
  if (status == 503) response.headers.set("Retry-After", "5");
  respond(std::move(response));
}

void ClientConnection::respond(Response response) {
  phase_ = Phase::writing;
  if (line_.id.empty()) began_ = steady_clock::now();
  if (shared_.stopping.load(std::memory_order_relaxed)) close_after_ = true;
  const bool bodiless = response.status == 204 || response.status == 304 || response.status < 200;
  events_ = std::move(response.events);
  if (events_ && (head_only_ || bodiless)) {
    events_->detach();
    events_.reset();
    close_after_ = true;
  }
  if (events_) close_after_ = true;
  line_.status = response.status;
  const std::size_t size = response.body.size();
  out_head_ = response_head(response, HeadFacts{close_after_, secure_, shared_.options.security_headers, line_.id,
                                                events_ || bodiless ? nullptr : &size});
  out_body_ = head_only_ || bodiless || events_ ? std::string{} : std::move(response.body);
  line_.response_bytes = out_head_.size() + out_body_.size();
  deadline_ = after(limits().write_time, line_.response_bytes);
  // Most answers fit into the socket's buffer: then nothing has to be waited for.
  error_code failed;
  const std::array<asio::const_buffer, 2> buffers{asio::buffer(out_head_), asio::buffer(out_body_)};
  const std::size_t written = continue_in_flight_ ? 0 : socket_.write_some(buffers, failed);
  if (failed && failed != asio::error::would_block) return kill();
  if (written == line_.response_bytes) return on_written();
  write_rest(written);
}

void ClientConnection::write_rest(std::size_t written) {
  const std::size_t of_head = std::min(written, out_head_.size());
  const std::array<asio::const_buffer, 2> rest{asio::buffer(out_head_) + of_head,
                                               asio::buffer(out_body_) + (written - of_head)};
  asio::async_write(socket_, rest, [self = self()](error_code failed, std::size_t) {
    if (self->phase_ == Phase::closed) return;
    if (failed) return self->kill();
    self->on_written();
    if (self->phase_ == Phase::waiting) self->process();
  });
}

void ClientConnection::on_written() {
  account(0);
  out_head_.clear();
  if (out_body_.capacity() > 16 * 1024) out_body_ = {};
  if (events_) return begin_stream();
  log_line();
  reader_.reset();
  found_ = {};
  if (close_after_) return shut_down_our_side();
  phase_ = Phase::waiting;
  deadline_ = steady_clock::now() + limits().idle_time;
  if (shared_.stopping.load(std::memory_order_relaxed) && in_.empty()) return kill();
  // A pipelined request is waiting in in_: process() goes on with it, from a fresh stack.
  if (in_.empty()) return wait_for_bytes();
  asio::post(loop_.context, [self = self()] { self->process(); });
}

void ClientConnection::log_line() {
  line_.microseconds =
      std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - began_).count();
  if (shared_.options.access_log) {
    line_.path = path_to_log(line_.path);
    shared_.options.access_log(line_);
  }
  line_ = {};
}

void ClientConnection::begin_stream() {
  phase_ = Phase::streaming;
  in_ = {};
  reader_.reset();
  out_head_ = {};
  out_body_ = {};
  last_event_ = steady_clock::now();
  events_->attach([mailbox = loop_.mailbox, weak = std::weak_ptr(self())] {
    mailbox->post([weak] {
      if (const auto alive = weak.lock()) alive->pump();
    });
  });
  if (shared_.stopping.load()) events_->close();
  wait_for_bytes();
}

void ClientConnection::pump() {
  if (phase_ != Phase::streaming || writing_events_) return;
  const bool ended = events_->closed();  // asked first: what was sent before the end is still taken below
  std::string text = events_->take_waiting();
  if (!text.empty()) return write_events(std::move(text));
  if (!ended) return;
  events_->detach();
  events_.reset();
  log_line();
  shut_down_our_side();
}

void ClientConnection::write_events(std::string text) {
  writing_events_ = true;
  out_body_ = std::move(text);
  line_.response_bytes += out_body_.size();
  deadline_ = after(limits().write_time, out_body_.size());
  asio::async_write(socket_, asio::buffer(out_body_), [self = self()](error_code failed, std::size_t) {
    self->writing_events_ = false;
    if (self->phase_ == Phase::closed) return;
    if (failed) return self->kill();
    self->out_body_ = {};
    self->last_event_ = steady_clock::now();
    self->pump();
  });
}

void ClientConnection::tick(TimePoint now) {
  switch (phase_) {
    case Phase::waiting:
    case Phase::writing:
    case Phase::lingering:
      if (now >= deadline_) kill();
      return;
    case Phase::head:
    case Phase::body:
      if (now < deadline_) return;
      if (continue_in_flight_) return kill();
      return refuse(408, phase_ == Phase::head ? "the header came too slowly" : "the body came too slowly");
    case Phase::streaming:
      if (writing_events_) {
        if (now >= deadline_) kill();
      } else if (now - last_event_ >= limits().heartbeat) {
        write_events(":\n\n");
      }
      return;
    case Phase::handling:
    case Phase::closed:
      return;
  }
}

void ClientConnection::wind_down() {
  switch (phase_) {
    case Phase::waiting:
      if (in_.empty()) kill();
      return;
    case Phase::lingering:
      return kill();
    case Phase::streaming:
      return events_->close();
    case Phase::head:
    case Phase::body:
    case Phase::handling:
    case Phase::writing:
    case Phase::closed:
      return;  // respond() sees that the server stops, and closes after the answer
  }
}

void ClientConnection::shut_down_our_side() {
  error_code failed;
  socket_.shutdown(tcp::socket::shutdown_send, failed);
  if (failed || shared_.stopping.load(std::memory_order_relaxed)) return kill();
  phase_ = Phase::lingering;
  deadline_ = steady_clock::now() + linger_time;
  in_ = {};
  wait_for_bytes();
}

void ClientConnection::kill() {
  if (std::exchange(phase_, Phase::closed) == Phase::closed) return;
  account(0);
  if (events_) {
    events_->detach();
    log_line();
  }
  events_.reset();
  error_code ignored;
  socket_.close(ignored);
  const auto alive = self();
  loop_.connections.erase(this);
  connection_gone(shared_);
}

}  // namespace

void open_connection(Loop& loop, int descriptor, bool is_v6) {
  auto connection = std::make_shared<ClientConnection>(loop, descriptor, is_v6);
  loop.connections.emplace(connection.get(), connection);
  connection->start();
}

}  // namespace yakusoku::http
