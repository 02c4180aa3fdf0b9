#pragma once

// Requests, responses and the right to answer, as plain values.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/http/event_stream.hpp"

namespace yakusoku::http {

using Pairs = std::vector<std::pair<std::string, std::string>>;

// The first value of that name.
std::optional<std::string_view> find_value(const Pairs& pairs, std::string_view name);

// Header fields in their order; names compare without regard to ASCII case.
class Headers {
 public:
  std::optional<std::string_view> find(std::string_view name) const;
  std::size_t count(std::string_view name) const;
  void add(std::string name, std::string value) { fields_.emplace_back(std::move(name), std::move(value)); }
  // Replaces every field of that name.
  void set(std::string_view name, std::string value);
  void remove(std::string_view name);
  const Pairs& fields() const { return fields_; }

 private:
  Pairs fields_;
};

struct Request {
  std::string id;      // also in the access log and the answer's X-Request-Id
  std::string method;  // as sent: GET, POST, …
  std::string target;  // as sent; for links back use safe_return_to (security_headers.hpp)
  std::string path;    // decoded, begins with '/', without empty segments, dots, NUL or a trailing '/'
  Pairs query;         // decoded
  Pairs path_values;   // what the route's pattern captured
  std::string route;   // the pattern that matched
  Headers headers;
  std::string body;
  std::string host;    // lower case, with its port; empty only for HTTP/1.0. Never build links from it
  std::string peer;    // numeric address: the socket's, or what a trusted proxy says
  bool secure = false;  // whether a trusted proxy says that it was reached by TLS

  std::optional<std::string_view> header(std::string_view name) const { return headers.find(name); }
  std::optional<std::string_view> query_value(std::string_view name) const { return find_value(query, name); }
  // What the pattern's {name} captured; empty where the pattern has no such name.
  std::string_view path_value(std::string_view name) const { return find_value(path_values, name).value_or(""); }
};

// A header with an empty value is not sent: so a handler takes away one that the server would add. Control characters
// in values become spaces on the wire. Content-Length and Connection are the server's.
struct Response {
  int status = 200;
  Headers headers;
  std::string body;
  std::optional<EventStream> events;  // then the body is not sent, and the connection belongs to the stream

  static Response text(int status, std::string body);
  static Response html(int status, std::string body);
  static Response json(int status, std::string body);
  // 303: the browser follows with GET. The location must be ours or safe_return_to's.
  static Response redirect(std::string location);
  // 200 text/event-stream, fed by whoever keeps a copy of the handle.
  static Response stream(EventStream events);
};

std::string_view reason_phrase(int status);

// Whoever waits for the response; the server implements it.
class ResponseSink {
 public:
  virtual ~ResponseSink() = default;
  virtual void take(Response response) = 0;
  virtual void abandon() = 0;  // every Responder went without an answer
};

// The right to answer one request, from any thread, once. A second answer is our own bug (ASSERT); dropping the last
// copy unanswered answers 500. Copies share the one right: they exist because std::function wants copies.
class Responder {
 public:
  Responder() = default;
  explicit Responder(std::shared_ptr<ResponseSink> sink);
  void operator()(Response response) const;
  explicit operator bool() const { return state_ != nullptr; }

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace yakusoku::http
