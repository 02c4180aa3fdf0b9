#pragma once

// ONE MAILBOX, READ BY IMAP in a thread of its own. Each mail of the folder is handed to Keep, oldest first, without
// being marked as read; when Keep said yes, and not before, it is marked, moved or deleted as the settings want. A
// second connection idles (RFC 2177) and wakes the reading; where the server can't, it is looked into every `poll`
// seconds. What was taken is told by what Keep keeps, not by flags: a restart, a lost connection, a changed
// UIDVALIDITY or another reader of the same mailbox lose nothing. A mail that can't be read or kept waits for its
// turn apart; the others go on. Connections are TLS verified unless the settings say that there is none. Passwords
// and tokens stand in no error.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/mail_in/arrival.hpp"
#include "ports/store.hpp"

namespace yakusoku::mail_in {

enum class Tls { none, starttls, implicit };
inline std::span<const std::string_view> enum_words(Tls) {
  static constexpr std::string_view words[] = {"none", "starttls", "implicit"};
  return words;
}

enum class After { keep, seen, remove, move };
inline std::span<const std::string_view> enum_words(After) {
  static constexpr std::string_view words[] = {"keep", "seen", "delete", "move"};
  return words;
}

struct ImapSettings {
  std::string name;  // in keys: never renamed; letters, digits, - and _
  std::string host;
  std::uint16_t port = 0;  // 0: 993 with implicit TLS, else 143
  Tls tls = Tls::implicit;
  std::string ca_file;  // empty: the machine's authorities
  std::string user;
  std::string password;
  // Instead of the password (XOAUTH2): asked at every log-in for a token that is good now. May take its time.
  std::function<Result<std::string>()> token;
  std::string folder = "INBOX";  // UTF-8, as people read it
  After after = After::keep;
  std::string move_to;  // of After::move; made where it is missing
  int poll_seconds = 60;  // at least 1
  bool idle = true;  // false: only polled
  // Waits after failures, doubled each time. Tests shorten them.
  int first_pause_seconds = 2, longest_pause_seconds = 300;
  int idle_seconds = 25 * 60;  // then IDLE is renewed: servers may hang up after 30 minutes
};

// Which of these keys are not kept yet, in the same order? At most 1,000 at a time. Asked for everything in the
// folder once after each start, later for what is new. The keys carry a digest of host, user and folder: another
// place under the same name, whose numbers may be the same, is never taken for the old one.
using Missing = std::function<Result<std::vector<std::string>>(const std::vector<std::string>& keys)>;

// What went wrong last. `keep`: some mails could not be kept; `message`: some could not be read from the server.
enum class Trouble { none, token, connect, tls, log_in, folder, server, dropped, keep, message, after };
inline std::span<const std::string_view> enum_words(Trouble) {
  static constexpr std::string_view words[] = {"none",   "token",   "connect", "tls",     "log_in", "folder",
                                               "server", "dropped", "keep",    "message", "after"};
  return words;
}

struct MailboxStatus {
  bool read_once = false;     // since the start
  Instant last_read{};        // when it was last read to its end; zero: never
  bool pushed = false;        // the server tells of new mail now (IDLE)
  Trouble trouble = Trouble::none;
  std::string trouble_text;   // one line, without secrets
  Instant trouble_since{};
  std::uint64_t taken = 0;    // mails kept since the start
  std::uint64_t waiting = 0;  // mails seen that could not be read or kept yet
};

class ImapMailbox {
 public:
  // Starts reading at once. `time` serves the status alone. `told` is called from the mailbox's thread when its
  // trouble changes, for the log; may be empty.
  ImapMailbox(ImapSettings settings, Keep keep, Missing missing, ports::TimeSource& time,
              std::function<void(const MailboxStatus&)> told = {});
  ~ImapMailbox();
  ImapMailbox(const ImapMailbox&) = delete;
  ImapMailbox& operator=(const ImapMailbox&) = delete;

  // Everything that lay in the folder at the start was seen (and kept, but for what `waiting` counts). Ladders wait
  // for it.
  bool first_read() const;
  MailboxStatus status() const;
  void read_now();  // does not wait for the next poll or pause
  void stop();      // within a second or two, but for a Keep or token under way

 private:
  class Worker;
  std::unique_ptr<Worker> worker_;
};

}  // namespace yakusoku::mail_in
