#pragma once

// THE WRITER'S THREAD: takes what waits, runs it in one batch, and only after the commit says what became of it. Lanes
// are bounded: a full one answers `unavailable` at once. It also wakes what is due, and does chores slice by slice. There is no timer while work waits;
// without work it sleeps until a command comes, the next wake's second is over, or it is poked.

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "ports/store.hpp"

namespace yakusoku::store {

enum class Lane { interactive, background };

class Writer {
 public:
  using Continuation = std::function<void(ports::Done)>;

  struct Options {
    std::size_t interactive_limit = 1024;
    std::size_t background_limit = 256;
    std::size_t batch = 64;              // interactive commands a batch
    std::size_t background_batch = 16;   // where no interactive one waits: people must not wait long for these
    std::size_t wakes_per_batch = 256;
    Duration retry_failed_wake = minutes(1);
    bool clock_is_pushed = false;        // --test-clock: no timed sleep, only poke()
  };
  struct Hooks {
    std::function<void(std::int64_t head)> on_commit;          // the log's head after a batch that moved it
    std::function<ports::Command(TicketId)> wake_command;      // absent: nothing is woken
    std::function<std::optional<Instant>(ports::Reader&)> next_chore;  // what is due besides wakes, zero: at once
    std::function<ports::Command()> chore_command;             // does a slice of it
    std::function<bool()> timers_held;                         // the clock jumped: no wakes
    std::function<void(TicketId, const Error&)> wake_failed;   // for the log; it is tried again later
    std::function<void(const Error&)> chore_failed;            // the same
  };

  Writer(ports::Store& store, ports::TimeSource& time, Options options, Hooks hooks);
  ~Writer();  // stops
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // The continuation runs on the writer's thread after the commit (hand it on to workers, it holds up the next batch);
  // where the lane is full or the writer has stopped, at once on the caller's.
  void submit(Lane lane, ports::Command command, Continuation continuation);
  // The clock was pushed, or wakes were changed by another process. `settled` runs once nothing is due or waiting.
  void poke(std::function<void()> settled = {});
  // Finishes what was accepted, then ends the thread.
  void stop();
  // Whether the last batch could be written; a desk that cannot write is not ready.
  std::size_t waiting() const;  // commands in its lanes
  bool healthy() const;

 private:
  struct Waiting {
    ports::Command command;
    Continuation continuation;
  };

  void loop();
  void wait_for_work(std::unique_lock<std::mutex>& lock);
  std::vector<Waiting> take();  // with the lock held
  void add_due_wakes(std::vector<Waiting>& batch);
  void add_chore(std::vector<Waiting>& batch);
  void add_wake(std::vector<Waiting>& batch, TicketId ticket, Instant due, Instant now);
  void run(std::vector<Waiting> batch);
  void look();
  void tell();
  bool wake_is_due();
  bool chore_is_due();
  Instant desk_now();
  void put_off(TicketId ticket, const Error& why);
  void settle();

  ports::Store& store_;
  ports::TimeSource& time_;
  Options options_;
  Hooks hooks_;

  mutable std::mutex mutex_;
  std::condition_variable work_;
  std::deque<Waiting> interactive_, background_;
  std::vector<std::function<void()>> settled_;
  bool stopping_ = false;
  bool poked_ = false;
  bool healthy_ = true;

  // The thread's own.
  Instant clock_at_{};                          // the desk clock as last written
  std::int64_t head_ = 0, told_head_ = 0;
  Instant next_wake_ = far_future, next_chore_ = far_future;
  bool held_ = false;                           // by hooks_.timers_held
  Instant chore_put_off_{};                     // after a failure: not again before then
  std::map<TicketId, Instant> put_off_;         // wakes that failed: not again before then
  std::map<TicketId, Instant> woken_;           // in the round before, by the instant they were due
  std::vector<std::function<void()>> settling_;
  std::thread thread_;
};

}  // namespace yakusoku::store
