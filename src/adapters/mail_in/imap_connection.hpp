#pragma once
// private to the room

// A connection on which somebody is logged in, and bytes both ways. libcurl does what is dangerous to do oneself:
// names, TLS and its proof, STARTTLS, SASL (CURLOPT_CONNECT_ONLY). Its own IMAP commands would mark what they fetch
// as read (BODY[], never BODY.PEEK[]) and hand on neither dates nor batches; those are imap_session.hpp's.

#include <expected>
#include <memory>
#include <string>
#include <string_view>

#include "adapters/mail_in/imap.hpp"
#include "adapters/mail_in/waker.hpp"

namespace yakusoku::mail_in {

struct Failure {
  Trouble trouble = Trouble::none;
  std::string text;  // may still hold what a server echoed: the worker takes secrets out
};
template <class T>
using Reached = std::expected<T, Failure>;

inline std::unexpected<Failure> failing(Trouble trouble, std::string text) {
  return std::unexpected(Failure{trouble, std::move(text)});
}

class ImapConnection {
 public:
  // Ends early, as a failure, when `waker` says stop; so do all others.
  static Reached<ImapConnection> open(const ImapSettings& settings, const std::string& token, const Waker& waker);

  Reached<void> send(std::string_view bytes);
  // Appends at least one byte. A server that says nothing for a minute counts as gone.
  Reached<void> receive(std::string& into);
  // Appends what has come, which may be nothing; never waits. To be asked before and after poll(socket()).
  Reached<void> receive_what_came(std::string& into);
  int socket() const { return socket_; }

 private:
  struct Close {
    void operator()(void* curl) const;
  };
  ImapConnection(void* curl, int socket, const Waker& waker) : curl_(curl), socket_(socket), waker_(&waker) {}
  Reached<bool> receive_some(std::string& into);  // false: nothing there now
  Reached<void> wait(short events);

  std::unique_ptr<void, Close> curl_;
  int socket_;
  const Waker* waker_;
};

}  // namespace yakusoku::mail_in
