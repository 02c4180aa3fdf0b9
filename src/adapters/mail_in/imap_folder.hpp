#pragma once
// private to the room

// Reads one folder over one session, round after round: which mails are there, which of them are not kept, fetch, keep,
// and only then mark, move or delete. Remembers between rounds what it has seen and what could not be done yet; a new
// session goes on where the old one broke. Of one thread, but for its counts.

#include <atomic>
#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "adapters/mail_in/imap_session.hpp"

namespace yakusoku::mail_in {

class FolderReader {
 public:
  using Clock = std::chrono::steady_clock;

  FolderReader(const ImapSettings& settings, Keep keep, Missing missing, ports::TimeSource& time, const Waker& waker);

  // Until nothing is left that can be done now. A Failure: the session, or whoever keeps, is good for nothing now.
  Reached<void> read(ImapSession& session);
  // When a mail that could not be read or kept is tried again.
  std::optional<Clock::time_point> next_try() const;
  // What went wrong in the last round and did not hold it up.
  const Failure& noted() const { return noted_; }

  std::uint64_t taken() const { return taken_; }
  std::uint64_t waiting() const { return waiting_; }

 private:
  struct Try {
    int failures = 0;
    Clock::time_point not_before{};
  };
  using Uids = std::vector<std::uint32_t>;
  using Sizes = std::map<std::uint32_t, std::uint64_t>;

  void start_anew(std::uint32_t uid_validity);
  std::string key_of(std::uint32_t uid) const;
  Reached<void> look(ImapSession& session);
  Reached<void> sort_out(ImapSession& session, const Uids& fresh);
  Uids due() const;
  Reached<Sizes> sizes_of(ImapSession& session, Uids uids);
  Reached<void> take(ImapSession& session, const Uids& uids);
  Reached<void> fetch(ImapSession& session, const Uids& uids, std::uint64_t oversize);
  void keep(Fetched fetched, std::uint64_t oversize);
  void failed(std::uint32_t uid, bool again_at_once);
  Reached<void> tidy(ImapSession& session);
  Reached<Reply> tidy_some(ImapSession& session, const std::string& set);
  Reached<Reply> remove_some(ImapSession& session, const std::string& set);
  void note(Trouble trouble, std::string text);

  const ImapSettings& settings_;
  const Keep keep_;
  const Missing missing_;
  ports::TimeSource& time_;
  const Waker& waker_;
  const std::string place_;

  bool selected_once_ = false;
  std::uint32_t uid_validity_ = 0;
  std::uint32_t seen_to_ = 0;          // higher ones are new
  std::map<std::uint32_t, Try> tries_;  // in the folder and not kept
  std::set<std::uint32_t> oversize_;    // turned out larger than the server had said
  std::set<std::uint32_t> tidy_;        // kept, not yet marked, moved or deleted
  int noes_in_a_row_ = 0;
  Failure noted_;
  std::atomic<std::uint64_t> taken_ = 0, waiting_ = 0;
};

}  // namespace yakusoku::mail_in
