#pragma once

// A small server for the tests: echoing handlers, short times, and the access log kept.

#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <vector>

#include "adapters/http/http.hpp"
#include "raw_client.hpp"

namespace yakusoku::http_tests {

class TestServer {
 public:
  explicit TestServer(http::ServerOptions options = {}, http::Router router = routes()) {
    options.listen = "127.0.0.1:0";
    options.access_log = [this](const http::AccessLine& line) {
      const std::lock_guard lock(mutex_);
      lines_.push_back(line);
      logged_.notify_all();
    };
    auto started = http::Server::start(std::move(options), std::move(router));
    if (!started) throw std::runtime_error(started.error().detail);
    server_.emplace(std::move(*started));
  }
  ~TestServer() { server_.reset(); }  // before the log that its threads write to

  http::Server& server() { return *server_; }
  std::uint16_t port() const { return server_->port(); }
  RawClient client() const { return RawClient(port()); }

  // Waits until so many requests were logged.
  std::vector<http::AccessLine> log(std::size_t count) {
    std::unique_lock lock(mutex_);
    logged_.wait_for(lock, std::chrono::seconds(10), [&] { return lines_.size() >= count; });
    return lines_;
  }

  static http::Router routes() {
    http::Router router;
    router.add("GET", "/hello", [](http::Request, http::Responder answer) {
      answer(http::Response::text(200, "hello"));
    });
    router.add("GET", "/quick", [](http::Request, http::Responder answer) {
      answer(http::Response::text(200, "quick"));
    }, {.on_io_thread = true});
    router.add("GET", "/echo/{rest...}", [](http::Request request, http::Responder answer) {
      std::string text = request.path;
      for (const auto& [name, value] : request.query) text += "|" + name + "=" + value;
      answer(http::Response::text(200, text));
    });
    const auto echo_body = [](http::Request request, http::Responder answer) {
      answer(http::Response::text(200, request.body));
    };
    router.add("POST", "/body", echo_body);
    router.add("POST", "/large", echo_body, {.body_limit = 8 * 1024 * 1024});
    router.add("GET", "/peer", [](http::Request request, http::Responder answer) {
      answer(http::Response::text(200, request.peer + (request.secure ? " secure" : " plain")));
    });
    router.add("GET", "/throws", [](http::Request, http::Responder) { throw std::runtime_error("broken inside"); });
    router.add("GET", "/silent", [](http::Request, http::Responder) {});
    router.add("GET", "/answers-and-throws", [](http::Request, http::Responder answer) {
      answer(http::Response::text(200, "said"));
      throw std::runtime_error("too late");
    });
    router.add("GET", "/split", [](http::Request, http::Responder answer) {
      http::Response response = http::Response::text(200, "x");
      response.headers.add("X-Name", "a\r\nSet-Cookie: evil=1");
      answer(response);
    });
    router.add("GET", "/reset/{token}", [](http::Request, http::Responder answer) {
      answer(http::Response::text(200, "reset"));
    }, {.secret_path = true});
    router.add("GET", "/empty", [](http::Request, http::Responder answer) { answer(http::Response{204, {}, "", {}}); });
    return router;
  }

 private:
  std::mutex mutex_;
  std::condition_variable logged_;
  std::vector<http::AccessLine> lines_;
  std::optional<http::Server> server_;
};

}  // namespace yakusoku::http_tests
