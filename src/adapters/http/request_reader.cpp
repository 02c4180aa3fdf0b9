#include "adapters/http/request_reader.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <limits>

#include "adapters/http/request_target.hpp"
#include "adapters/http/text.hpp"
#include "base/text.hpp"

namespace yakusoku::http {

namespace {

namespace beast = boost::beast;
namespace bhttp = boost::beast::http;
using beast::error_code;

constexpr std::size_t most_fields = 200;
// A chunk's size line with its extensions, or the trailers, must fit in what we hold unparsed.
constexpr std::size_t most_unparsed = 16 * 1024;

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

}  // namespace

// Fills our own Request as Beast takes the message apart: no second copy of every field.
class MessageParser : public bhttp::basic_parser<true> {
 public:
  Request request;
  int version = 11;
  bool head_done = false;
  std::size_t body_limit_bytes = std::numeric_limits<std::size_t>::max();

 private:
  void on_request_impl(bhttp::verb, beast::string_view method, beast::string_view target, int number,
                       error_code&) override {
    request.method = view(method);
    request.target = view(target);
    version = number;
  }
  void on_response_impl(int, beast::string_view, int, error_code&) override {}
  void on_field_impl(bhttp::field, beast::string_view name, beast::string_view value, error_code& failed) override {
    if (head_done) return;  // a trailer: nothing of ours reads those
    if (request.headers.fields().size() == most_fields)
      failed = bhttp::error::header_limit;
    else
      request.headers.add(std::string(view(name)), std::string(view(value)));
  }
  void on_header_impl(error_code&) override { head_done = true; }
  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
  std::size_t on_body_impl(beast::string_view body, error_code& failed) override { return take(body, failed); }
  void on_chunk_header_impl(std::uint64_t, beast::string_view, error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view body, error_code& failed) override {
    return take(body, failed);
  }
  void on_finish_impl(error_code&) override {}

  std::size_t take(beast::string_view bytes, error_code& failed) {
    if (bytes.size() > body_limit_bytes - request.body.size()) {
      failed = bhttp::error::body_limit;
      return 0;
    }
    request.body.append(bytes.data(), bytes.size());
    return bytes.size();
  }
};

namespace {

std::unexpected<ReadRefusal> refuse(int status, std::string reason) {
  return std::unexpected(ReadRefusal{status, std::move(reason)});
}

std::unexpected<ReadRefusal> refuse(const error_code& code) {
  if (code == bhttp::error::header_limit) return refuse(431, "too many header fields");
  if (code == bhttp::error::body_limit) return refuse(413, "the body is too large");
  if (code == bhttp::error::bad_version) return refuse(505, "only HTTP/1.1 and HTTP/1.0 are spoken here");
  return refuse(400, code.message());
}

// Every line ends in CR LF, no line continues another, and no control character hides in one.
bool is_clean_head(std::string_view head) {
  for (std::size_t i = 0; i < head.size(); ++i) {
    const auto byte = static_cast<unsigned char>(head[i]);
    if (byte >= 0x20 && byte != 0x7F) continue;
    if (byte == '\t') continue;
    if (byte != '\r' || i + 1 >= head.size() || head[i + 1] != '\n') return false;
    ++i;
    const bool folded = i + 1 < head.size() && (head[i + 1] == ' ' || head[i + 1] == '\t');
    if (folded) return false;
  }
  return true;
}

bool is_host(std::string_view host) {
  return host.size() <= 300 && host.find_first_not_of(
                                   "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                   ".-_:[]") == std::string_view::npos;
}

std::expected<void, ReadRefusal> check_head(MessageParser& parser) {
  Request& request = parser.request;
  const std::size_t hosts = request.headers.count("Host");
  if (hosts > 1 || (hosts == 0 && parser.version >= 11)) return refuse(400, "exactly one Host is needed");
  const std::string_view host = request.header("Host").value_or("");
  if (!is_host(host)) return refuse(400, "the Host is malformed");
  request.host = ascii_lower(host);
  const std::size_t codings = request.headers.count("Transfer-Encoding");
  if (request.headers.count("Content-Length") > 1) return refuse(400, "more than one Content-Length");
  if (codings > 0) {
    if (request.headers.count("Content-Length") > 0) return refuse(400, "Content-Length beside Transfer-Encoding");
    if (codings > 1 || parser.version < 11) return refuse(400, "a Transfer-Encoding that cannot be trusted");
    if (!equal_ignoring_case(*request.header("Transfer-Encoding"), "chunked"))
      return refuse(501, "chunked is the only transfer coding spoken here");
  }
  if (const auto length = request.header("Content-Length"))
    if (length->empty() || length->find_first_not_of("0123456789") != std::string_view::npos)
      return refuse(400, "the Content-Length is malformed");
  auto target = read_target(request.target);
  if (!target) return refuse(400, "the target is malformed");
  request.path = std::move(target->path);
  request.query = std::move(target->query);
  if (const auto expectation = request.header("Expect"))
    if (!equal_ignoring_case(*expectation, "100-continue")) return refuse(417, "an unknown expectation");
  return {};
}

}  // namespace

struct RequestReader::State {
  MessageParser parser;
  std::size_t header_limit = 0;
  std::size_t searched = 0;  // of the head, where no end was found
  std::size_t blank = 0;     // of the empty lines that may precede a request
};

RequestReader::RequestReader(std::size_t header_limit) : state_(std::make_unique<State>()) {
  state_->header_limit = header_limit;
  state_->parser.header_limit(static_cast<std::uint32_t>(header_limit));
  state_->parser.body_limit(boost::none);  // ours, because Beast's is known only before the route is
}

RequestReader::~RequestReader() = default;
RequestReader::RequestReader(RequestReader&&) noexcept = default;
RequestReader& RequestReader::operator=(RequestReader&&) noexcept = default;

std::expected<RequestReader::Step, ReadRefusal> RequestReader::advance(std::string_view& input) {
  return state_->parser.head_done ? read_body(input) : read_head(input);
}

std::expected<RequestReader::Step, ReadRefusal> RequestReader::read_head(std::string_view& input) {
  State& state = *state_;
  while (input.starts_with("\r\n")) {
    if (++state.blank > 8) return refuse(400, "empty lines instead of a request");
    input.remove_prefix(2);
  }
  const std::size_t end = input.find("\r\n\r\n", state.searched);
  if (std::min(end, input.size()) > state.header_limit) return refuse(431, "the header is too large");
  if (end == std::string_view::npos) {
    state.searched = input.size() < 3 ? 0 : input.size() - 3;
    return Step::more;
  }
  const std::string_view head = input.substr(0, end + 4);
  if (!is_clean_head(head)) return refuse(400, "the header is malformed");
  error_code failed;
  state.parser.header_limit(static_cast<std::uint32_t>(head.size() + 1));
  state.parser.put(boost::asio::const_buffer(head.data(), head.size()), failed);
  if (failed) return refuse(failed);
  if (!state.parser.head_done) return refuse(400, "the header is malformed");
  input.remove_prefix(head.size());
  if (auto checked = check_head(state.parser); !checked) return std::unexpected(std::move(checked.error()));
  state.parser.eager(true);
  state.parser.header_limit(most_unparsed);
  return Step::head;
}

std::expected<RequestReader::Step, ReadRefusal> RequestReader::read_body(std::string_view& input) {
  MessageParser& parser = state_->parser;
  // An unfinished chunked body always lacks five bytes or more ("0\r\n\r\n"). Beast 1.81 asserts that it sees as many
  // when it comes back to a last chunk, and would end the process over a "0\r\n" and a "\r" that come apart.
  const std::size_t least = parser.chunked() ? 5 : 1;
  while (!parser.is_done() && input.size() >= least) {
    error_code failed;
    const std::size_t taken = parser.put(boost::asio::const_buffer(input.data(), input.size()), failed);
    input.remove_prefix(taken);
    if (failed == bhttp::error::need_more) {
      if (input.size() > most_unparsed) return refuse(400, "a chunk's head is too large");
      return Step::more;
    }
    if (failed) return refuse(failed);
  }
  return parser.is_done() ? Step::complete : Step::more;
}

std::expected<void, ReadRefusal> RequestReader::limit_body(std::size_t bytes) {
  MessageParser& parser = state_->parser;
  parser.body_limit_bytes = bytes;
  const auto length = parser.content_length();
  if (length && *length > bytes) return refuse(413, "the body is too large");
  return {};
}

Request& RequestReader::request() { return state_->parser.request; }
bool RequestReader::has_body() const { return !state_->parser.is_done(); }
bool RequestReader::keep_alive() const { return state_->parser.keep_alive(); }

bool RequestReader::expects_continue() const {
  return state_->parser.version >= 11 && state_->parser.request.headers.count("Expect") > 0;
}

}  // namespace yakusoku::http
