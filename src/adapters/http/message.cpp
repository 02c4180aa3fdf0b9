#include "adapters/http/message.hpp"

#include <algorithm>
#include <atomic>

#include "adapters/http/text.hpp"
#include "base/assert.hpp"

namespace yakusoku::http {

std::optional<std::string_view> find_value(const Pairs& pairs, std::string_view name) {
  for (const auto& [key, value] : pairs)
    if (key == name) return value;
  return std::nullopt;
}

std::optional<std::string_view> Headers::find(std::string_view name) const {
  for (const auto& [key, value] : fields_)
    if (equal_ignoring_case(key, name)) return value;
  return std::nullopt;
}

std::size_t Headers::count(std::string_view name) const {
  return static_cast<std::size_t>(std::ranges::count_if(
      fields_, [&](const auto& field) { return equal_ignoring_case(field.first, name); }));
}

void Headers::set(std::string_view name, std::string value) {
  remove(name);
  fields_.emplace_back(std::string(name), std::move(value));
}

void Headers::remove(std::string_view name) {
  std::erase_if(fields_, [&](const auto& field) { return equal_ignoring_case(field.first, name); });
}

namespace {

Response with_type(int status, const char* type, std::string body) {
  Response response;
  response.status = status;
  response.headers.add("Content-Type", type);
  response.body = std::move(body);
  return response;
}

}  // namespace

Response Response::text(int status, std::string body) {
  return with_type(status, "text/plain; charset=utf-8", std::move(body));
}

Response Response::html(int status, std::string body) {
  return with_type(status, "text/html; charset=utf-8", std::move(body));
}

Response Response::json(int status, std::string body) {
  return with_type(status, "application/json; charset=utf-8", std::move(body));
}

Response Response::redirect(std::string location) {
  Response response;
  response.status = 303;
  response.headers.add("Location", std::move(location));
  return response;
}

Response Response::stream(EventStream events) {
  Response response = with_type(200, "text/event-stream; charset=utf-8", {});
  response.headers.add("Cache-Control", "no-store");
  response.headers.add("X-Accel-Buffering", "no");  // nginx would keep events back otherwise
  response.events = std::move(events);
  return response;
}

std::string_view reason_phrase(int status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 415: return "Unsupported Media Type";
    case 417: return "Expectation Failed";
    case 422: return "Unprocessable Content";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 503: return "Service Unavailable";
    case 505: return "HTTP Version Not Supported";
    default: return "Status";
  }
}

struct Responder::State {
  explicit State(std::shared_ptr<ResponseSink> waiting) : sink(std::move(waiting)) {}
  ~State() {
    if (!answered.load()) sink->abandon();
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  std::shared_ptr<ResponseSink> sink;
  std::atomic<bool> answered{false};
};

Responder::Responder(std::shared_ptr<ResponseSink> sink) : state_(std::make_shared<State>(std::move(sink))) {}

void Responder::operator()(Response response) const {
  ASSERT(state_ != nullptr);
  ASSERT(!state_->answered.exchange(true));
  state_->sink->take(std::move(response));
}

}  // namespace yakusoku::http
