#pragma once

// A client that sends exactly the bytes it is told and reads answers with its own eyes. Reads end after ten seconds, so
// that a server which says nothing fails a test instead of hanging it.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

namespace yakusoku::http_tests {

struct RawAnswer {
  int status = 0;  // 0: the connection ended before a whole head came
  std::string head;
  std::string body;

  // Of the field, "" where it is not there.
  std::string header(std::string_view name) const {
    const auto lower = [](std::string text) {
      std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
      return text;
    };
    const std::string all = lower(head);
    const std::size_t at = all.find("\r\n" + lower(std::string(name)) + ": ");
    if (at == std::string::npos) return {};
    const std::size_t begin = at + name.size() + 4;
    return head.substr(begin, head.find("\r\n", begin) - begin);
  }
};

class RawClient {
 public:
  explicit RawClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    timeval limit{10, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0;
  }
  RawClient(RawClient&& other) noexcept
      : socket_(std::exchange(other.socket_, -1)), connected_(other.connected_), held_(std::move(other.held_)) {}
  RawClient& operator=(RawClient&&) = delete;
  ~RawClient() {
    if (socket_ >= 0) ::close(socket_);
  }

  bool connected() const { return connected_; }

  bool send(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  RawAnswer read_answer(bool without_body = false) {
    while (!held_.contains("\r\n\r\n"))
      if (!receive()) return {};
    RawAnswer answer;
    const std::size_t end = held_.find("\r\n\r\n") + 4;
    answer.head = held_.substr(0, end);
    held_.erase(0, end);
    answer.status = std::atoi(answer.head.substr(9, 3).c_str());
    const std::string length = answer.header("Content-Length");
    if (without_body || length.empty()) return answer;
    const auto size = static_cast<std::size_t>(std::atoll(length.c_str()));
    while (held_.size() < size)
      if (!receive()) return {};
    answer.body = held_.substr(0, size);
    held_.erase(0, size);
    return answer;
  }

  RawAnswer ask(std::string_view bytes) {
    send(bytes);
    return read_answer();
  }

  // Whatever comes until `text` did; false at the end of the connection.
  bool read_until(std::string_view text) {
    while (!held_.contains(text))
      if (!receive()) return false;
    return true;
  }
  const std::string& held() const { return held_; }

  // True once the server has closed; false if it says more or nothing within the time.
  bool is_closed_by_server() {
    if (!held_.empty()) return false;
    char byte = 0;
    return ::recv(socket_, &byte, 1, 0) == 0;
  }

 private:
  bool receive() {
    char bytes[16384];
    const ssize_t count = ::recv(socket_, bytes, sizeof bytes, 0);
    if (count <= 0) return false;
    held_.append(bytes, static_cast<std::size_t>(count));
    return true;
  }

  int socket_;
  bool connected_ = false;
  std::string held_;
};

}  // namespace yakusoku::http_tests
