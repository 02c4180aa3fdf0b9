#pragma once
// private to the room

// Commands on a logged-in connection and the responses to them, one command at a time. A literal that did not come to
// its end is never handed on; of one that is larger than largest_source only that it was there. An answer of NO or
// BAD is a value; a connection that broke is a Failure, and the session is then good for nothing.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/mail_in/imap_connection.hpp"
#include "adapters/mail_in/imap_responses.hpp"

namespace yakusoku::mail_in {

struct Reply {
  bool ok = false;
  std::string text;  // "[TRYCREATE] no such folder"
};

struct Folder {
  std::uint32_t uid_validity = 0;  // 0: the server names none
};

class ImapSession {
 public:
  using OnResponse = std::function<void(Response)>;

  // Logs in and asks what the server can.
  static Reached<ImapSession> open(const ImapSettings& settings, const std::string& token, const Waker& waker);

  bool can(std::string_view capability) const;  // "IDLE", "UIDPLUS"
  // EXAMINE where it is only to be looked at.
  Reached<Folder> select(std::string_view folder, bool only_look);
  Reached<Reply> command(const std::string& text, const OnResponse& on_response = {});
  void log_out();  // says so, waits for nothing

  // IDLE: between start and end only news() may be asked. Each tells whether new mail was spoken of.
  Reached<bool> start_idling();
  Reached<bool> news();
  Reached<bool> end_idling();
  int socket() const { return connection_.socket(); }

 private:
  explicit ImapSession(ImapConnection connection) : connection_(std::move(connection)) {}
  Reached<std::string> read_line();
  Reached<Literal> read_literal(std::uint64_t size);
  Reached<Response> read_response();
  Reached<Reply> read_reply(const OnResponse& on_response);
  std::string next_tag();

  ImapConnection connection_;
  std::string buffer_;      // read, not yet used from at_ on
  std::size_t at_ = 0;
  std::uint64_t commands_ = 0;
  std::string tag_;
  std::string last_bye_;
  std::vector<std::string> capabilities_;
};

}  // namespace yakusoku::mail_in
