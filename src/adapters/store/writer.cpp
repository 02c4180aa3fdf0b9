#include "adapters/store/writer.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

namespace yakusoku::store {

using ports::Command;
using ports::Done;

namespace {

// Beyond this no sleep is timed: a poke or a command comes first, and the system's clock counts in nanoseconds.
constexpr Instant latest_sleep{9'000'000'000};
constexpr std::chrono::seconds held_timers_are_asked_every{1};

}  // namespace

Writer::Writer(ports::Store& store, ports::TimeSource& time, Options options, Hooks hooks)
    : store_(store), time_(time), options_(options), hooks_(std::move(hooks)) {
  thread_ = std::thread([this] { loop(); });
}

Writer::~Writer() { stop(); }

void Writer::submit(Lane lane, Command command, Continuation continuation) {
  {
    const std::scoped_lock lock(mutex_);
    std::deque<Waiting>& queue = lane == Lane::interactive ? interactive_ : background_;
    const std::size_t limit = lane == Lane::interactive ? options_.interactive_limit : options_.background_limit;
    if (!stopping_ && queue.size() < limit) {
      queue.push_back({std::move(command), std::move(continuation)});
      work_.notify_one();
      return;
    }
  }
  continuation(Done{fail(ErrorCode::unavailable, "", "the writer's lane is full or closed")});
}

void Writer::poke(std::function<void()> settled) {
  {
    const std::scoped_lock lock(mutex_);
    if (!stopping_) {
      poked_ = true;
      if (settled) settled_.push_back(std::move(settled));
      work_.notify_one();
      return;
    }
  }
  if (settled) settled();
}

void Writer::stop() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
    work_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
}

std::size_t Writer::waiting() const {
  const std::scoped_lock lock(mutex_);
  return interactive_.size() + background_.size();
}

bool Writer::healthy() const {
  const std::scoped_lock lock(mutex_);
  return healthy_;
}

void Writer::loop() {
  look();
  told_head_ = head_;
  while (true) {
    std::vector<Waiting> batch;
    bool stopping = false, poked = false;
    {
      std::unique_lock lock(mutex_);
      wait_for_work(lock);
      stopping = stopping_;
      poked = std::exchange(poked_, false);
      std::move(settled_.begin(), settled_.end(), std::back_inserter(settling_));
      settled_.clear();
      batch = take();
    }
    if (poked) {
      look();
      tell();
    }
    if (!stopping) {
      add_due_wakes(batch);
      add_chore(batch);
    }
    if (!batch.empty()) {
      run(std::move(batch));
      continue;
    }
    settle();
    if (stopping) return;
  }
}

void Writer::wait_for_work(std::unique_lock<std::mutex>& lock) {
  const auto ready = [this] {
    return stopping_ || poked_ || !interactive_.empty() || !background_.empty() || !settling_.empty() || wake_is_due() ||
           chore_is_due();
  };
  while (!ready()) {
    // A timer of second t runs when the clock has passed t; a chore when it has come.
    const Instant wake = hooks_.wake_command ? std::min(next_wake_, latest_sleep) + seconds(1) : latest_sleep;
    const Instant next = hooks_.chore_command ? std::min(wake, next_chore_) : wake;
    if (options_.clock_is_pushed || next >= latest_sleep) {
      work_.wait(lock);
    } else if (held_) {
      if (work_.wait_for(lock, held_timers_are_asked_every) == std::cv_status::timeout) held_ = false;
    } else {
      work_.wait_until(lock, std::chrono::system_clock::time_point(std::chrono::seconds(next.seconds)));
    }
  }
}

std::vector<Writer::Waiting> Writer::take() {
  const auto end = interactive_.begin() + static_cast<std::ptrdiff_t>(std::min(interactive_.size(), options_.batch));
  std::vector<Waiting> batch(std::make_move_iterator(interactive_.begin()), std::make_move_iterator(end));
  interactive_.erase(interactive_.begin(), end);
  // One beside people's commands; where nobody waits, a batch of them shares the commit.
  for (std::size_t left = batch.empty() ? options_.background_batch : 1; left > 0 && !background_.empty(); --left) {
    batch.push_back(std::move(background_.front()));
    background_.pop_front();
  }
  return batch;
}

Instant Writer::desk_now() { return std::max(clock_at_, time_.now()); }

bool Writer::wake_is_due() { return hooks_.wake_command && !held_ && next_wake_ < desk_now(); }

void Writer::add_due_wakes(std::vector<Waiting>& batch) {
  held_ = hooks_.timers_held && hooks_.timers_held();
  const std::map<TicketId, Instant> woken = std::exchange(woken_, {});
  if (!wake_is_due()) return;
  const Instant now = desk_now();
  std::vector<std::pair<TicketId, Instant>> due;
  const auto limit = static_cast<int>(options_.wakes_per_batch + put_off_.size());
  const Outcome read = store_.read([&](ports::Reader& reader) { due = reader.due_wakes(now, limit); });
  const std::size_t before = batch.size();
  if (read) {
    for (const auto& [ticket, at] : due) {
      const auto again = woken.find(ticket);
      if (again != woken.end() && again->second == at)
        put_off(ticket, Error{ErrorCode::internal, "", "woken and still due at the same instant", ""});
      else
        add_wake(batch, ticket, at, now);
    }
  }
  if (batch.size() == before) look();  // what was due is put off, or the disk fails: find when to try again
}

void Writer::add_wake(std::vector<Waiting>& batch, TicketId ticket, Instant due, Instant now) {
  if (const auto found = put_off_.find(ticket); found != put_off_.end()) {
    if (now < found->second) return;
    put_off_.erase(found);
  }
  woken_[ticket] = due;
  batch.push_back({hooks_.wake_command(ticket), [this, ticket](const Done& done) {
                     if (!done.answer) put_off(ticket, done.answer.error());
                   }});
}

bool Writer::chore_is_due() { return hooks_.chore_command && next_chore_ <= desk_now(); }

void Writer::add_chore(std::vector<Waiting>& batch) {
  if (!chore_is_due()) return;
  batch.push_back({hooks_.chore_command(), [this](const Done& done) {
                     if (done.answer) return;
                     chore_put_off_ = desk_now() + options_.retry_failed_wake;
                     if (hooks_.chore_failed) hooks_.chore_failed(done.answer.error());
                   }});
}

void Writer::put_off(TicketId ticket, const Error& why) {
  put_off_[ticket] = desk_now() + options_.retry_failed_wake;
  if (hooks_.wake_failed) hooks_.wake_failed(ticket, why);
}

void Writer::run(std::vector<Waiting> batch) {
  std::vector<Command> commands;
  commands.reserve(batch.size());
  for (Waiting& waiting : batch) commands.push_back(std::move(waiting.command));
  std::vector<Done> done = store_.run(commands);
  const bool written = std::none_of(done.begin(), done.end(), [](const Done& one) {
    return !one.answer && one.answer.error().code == ErrorCode::storage;
  });
  {
    const std::scoped_lock lock(mutex_);
    healthy_ = written;
  }
  for (std::size_t i = 0; i < batch.size(); ++i) batch[i].continuation(std::move(done[i]));
  look();
  tell();
}

// Commits of other processes are told with the next of ours.
void Writer::tell() {
  if (std::exchange(told_head_, head_) != head_ && hooks_.on_commit) hooks_.on_commit(head_);
}

// Reads where the log's head is and which wake comes next.
void Writer::look() {
  std::vector<std::pair<TicketId, Instant>> first;
  std::optional<Instant> chore;
  const Outcome read = store_.read([&](ports::Reader& reader) {
    if (hooks_.next_chore) chore = hooks_.next_chore(reader);
    head_ = reader.head();
    clock_at_ = reader.clock_at();
    first = reader.due_wakes(far_future, static_cast<int>(put_off_.size() + 1));
  });
  if (!read) {
    next_wake_ = next_chore_ = desk_now() + options_.retry_failed_wake;
    return;
  }
  next_chore_ = chore ? std::max(*chore, chore_put_off_) : far_future;
  next_wake_ = far_future;
  for (const auto& [ticket, at] : first) {
    const auto found = put_off_.find(ticket);
    // "From then on" is "after the second before".
    const Instant earliest = found == put_off_.end() ? at : std::max(at, found->second - seconds(1));
    next_wake_ = std::min(next_wake_, earliest);
  }
}

void Writer::settle() {
  for (const std::function<void()>& settled : std::exchange(settling_, {})) settled();
}

}  // namespace yakusoku::store
