#pragma once

// THE MAIL ROOM of a running desk: threads that fetch and keep (one a mailbox, one for the spool), one that reads what was
// kept, one that follows the log and writes letters into the outbox, and a few that send them. Each step is noted by a
// command before the next one relies on it; a crash between two leaves work that is done again with the same names.

#include <atomic>
#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "adapters/mail_in/spool.hpp"
#include "apps/mail_parts.hpp"
#include "apps/unsettled.hpp"

namespace yakusoku::apps {

class MailRoom {
 public:
  struct Desk {
    ports::Store& store;
    ports::Blobs& blobs;
    desk::Shelf& shelf;
    ports::TimeSource& time;
    // To the writer, in the background; the continuation comes on any thread.
    std::function<void(ports::Command, std::function<void(ports::Done)>)> submit;
    std::function<void(std::string_view event, std::string_view what, std::string_view detail)> log;
    std::filesystem::path spool;
    std::function<void()> timers_go_on = {};  // told once, from the room's thread, when holds_timers() ends
  };
  // Starts at once. `mail` must outlive it.
  MailRoom(Desk desk, const MailParts& mail);
  ~MailRoom() { stop(); }
  MailRoom(const MailRoom&) = delete;
  MailRoom& operator=(const MailRoom&) = delete;

  // The log grew: there may be letters to write.
  void log_grew();
  // Ladders wait until every mailbox and the spool were looked into after the start, and what lay there was read: an answer
  // may be among it. Not for ever: a server that is away for two minutes is told of, and time goes on.
  bool holds_timers() const { return !all_looked_into_; }
  std::vector<std::pair<std::string, mail_in::MailboxStatus>> mailboxes() const;
  void stop();

 private:
  using UseCase = std::function<Result<ports::Answer>(ports::Transaction&)>;
  using Asked = std::future<Result<ports::Answer>>;
  using TakenSource = std::shared_ptr<desk::TakenMail>;
  Asked start(UseCase body);
  Result<ports::Answer> ask(UseCase body);  // and waits
  Outcome keep(mail_in::Arrival arrival);
  void read_loop();
  bool read_some();
  bool read_batch(const std::vector<ports::MailSourceRow>& sources);
  void look_whether_all_was_read();
  bool stopping();
  TakenSource read_one(const ports::MailSourceRow& source, bool& given_up);
  Asked take(const TakenSource& taken, const ports::MailSourceRow& source);
  bool settle(const TakenSource& taken, Result<ports::Answer> answer);
  void letter_loop();
  void send_loop();
  bool send_some();
  UseCase send_one(const ports::OutboxRow& row);
  ports::Delivery deliver(desk::Letter& letter);
  void note_letter(std::int64_t letter, const UseCase& outcome);
  void note_unsettled(Unsettled::Time by);
  bool wait(std::chrono::milliseconds at_most, bool& poked);

  Desk desk_;
  const MailParts& mail_;
  std::unique_ptr<mail_out::Sender> sender_;
  std::vector<std::pair<std::string, std::unique_ptr<mail_in::ImapMailbox>>> mailboxes_;
  std::unique_ptr<mail_in::SpoolReader> spool_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false, kept_ = true, grew_ = true, letters_ = true;
  std::set<std::int64_t> sending_;  // nobody else takes these: under way, or what became of them is not written yet
  Unsettled unsettled_;
  std::int64_t read_after_ = 0;      // the reading thread's: how far this look through what waits has come
  std::set<std::int64_t> survived_;  // the reading thread's: an attempt is counted, it ended by a passing error
  std::atomic<bool> all_looked_into_{false};
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  std::vector<std::thread> threads_;  // last: they use all of the above
};

// How it goes with each mailbox: as /api/v2/mailboxes tells it. nullptr: another node has the room.
Json mailboxes_json(const MailParts& mail, const MailRoom* room);

}  // namespace yakusoku::apps
