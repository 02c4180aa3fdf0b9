// The mailbox's thread: connections, pauses, waiting for news, and what is told of them.

#include <poll.h>

#include <algorithm>
#include <mutex>
#include <thread>

#include "adapters/mail_in/imap.hpp"
#include "adapters/mail_in/imap_folder.hpp"

namespace yakusoku::mail_in {
namespace {

using Clock = FolderReader::Clock;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr minutes look_in_anyway{5};  // while idling: a push may get lost
constexpr std::size_t longest_text = 300;

// One line, no secret, whatever a server echoed.
std::string fit_to_be_told(std::string text, const std::vector<std::string>& secrets) {
  for (const std::string& secret : secrets) {
    if (secret.empty()) continue;
    for (std::size_t at = text.find(secret); at != std::string::npos; at = text.find(secret, at))
      text.replace(at, secret.size(), "…");
  }
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) == 0x7f) c = ' ';
  if (text.size() > longest_text) {
    std::size_t end = longest_text;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0u) == 0x80u) --end;
    text.resize(end);
  }
  return text;
}

}  // namespace

class ImapMailbox::Worker {
 public:
  Worker(ImapSettings settings, Keep keep, Missing missing, ports::TimeSource& time,
         std::function<void(const MailboxStatus&)> told)
      : settings_(std::move(settings)),
        time_(time),
        told_(std::move(told)),
        reader_(settings_, std::move(keep), std::move(missing), time_, waker_),
        thread_([this] { run(); }) {}

  ~Worker() { stop(); }

  void stop() {
    waker_.stop();
    if (thread_.joinable()) thread_.join();
  }
  void read_now() { waker_.wake(); }

  MailboxStatus status() const {
    const std::lock_guard lock(mutex_);
    MailboxStatus status = status_;
    status.taken = reader_.taken();
    status.waiting = reader_.waiting();
    return status;
  }

 private:
  void run() {
    int failures = 0;
    while (!waker_.stopping()) {
      const std::uint64_t before = reader_.taken();
      Reached<void> outcome = pass();
      if (waker_.stopping()) break;
      if (outcome) {
        failures = 0;
        tell(reader_.noted(), true);
        wait_for_news();
        continue;
      }
      const bool stale = std::exchange(reused_, false) && outcome.error().trouble == Trouble::dropped;
      session_.reset();
      if (reader_.taken() > before) failures = 0;
      if (stale && failures == 0) continue;  // servers hang up on the silent: no trouble yet
      tell(outcome.error(), false);
      // A wrong password is not asked for over and over: accounts get locked.
      if (outcome.error().trouble == Trouble::log_in) failures = std::max(failures, 3);
      pause(failures++);
    }
    if (session_) session_->log_out();
    idle_.reset();
    session_.reset();
  }

  Reached<ImapSession> log_in() {
    std::string token;
    if (settings_.token) {
      const auto given = settings_.token();
      if (!given)
        return failing(Trouble::token, std::string(entry_of(given.error().code).name) + " " + given.error().detail);
      token = *given;
      last_token_ = token;
    }
    return ImapSession::open(settings_, token, waker_);
  }

  Reached<void> pass() {
    reused_ = session_ != nullptr;
    if (!session_) session_ = std::make_unique<ImapSession>(TRY(log_in()));
    if (!idle_ && settings_.idle && session_->can("IDLE") && Clock::now() >= no_idle_before_) start_idling();
    return reader_.read(*session_);
  }

  // Without it the mailbox is polled: a failure here is no trouble.
  void start_idling() {
    const auto start = [this]() -> Reached<std::unique_ptr<ImapSession>> {
      auto session = std::make_unique<ImapSession>(TRY(log_in()));
      TRY(session->select(settings_.folder, true));
      TRY(session->start_idling());
      return session;
    };
    auto started = start();
    if (started)
      idle_ = std::move(*started);
    else
      no_idle_before_ = Clock::now() + look_in_anyway;
    idle_since_ = Clock::now();
    const std::lock_guard lock(mutex_);
    status_.pushed = idle_ != nullptr;
  }

  void stop_idling() {
    idle_.reset();
    if (Clock::now() - idle_since_ < minutes(1)) no_idle_before_ = Clock::now() + look_in_anyway;
    const std::lock_guard lock(mutex_);
    status_.pushed = false;
  }

  void renew_idling() {
    const auto renew = [this]() -> Reached<bool> {
      TRY(idle_->end_idling());
      return idle_->start_idling();
    };
    if (renew())
      idle_since_ = Clock::now();
    else
      stop_idling();
  }

  void wait_for_news() {
    const auto now = Clock::now();
    Clock::time_point until = now + seconds(std::max(settings_.poll_seconds, 1));
    if (idle_) until = std::max(until, now + look_in_anyway);
    if (idle_) until = std::min(until, idle_since_ + seconds(settings_.idle_seconds));
    if (const auto next = reader_.next_try()) until = std::min(until, *next);
    for (;;) {
      if (idle_) {
        const auto news = idle_->news();
        if (!news) stop_idling();
        if (!news || *news) return;
      }
      if (Clock::now() >= until || slept(until)) break;
    }
    if (idle_ && Clock::now() >= idle_since_ + seconds(settings_.idle_seconds)) renew_idling();
  }

  void pause(int failures) {
    const auto doublings = std::min(failures, 16);
    const auto length = std::min(seconds(settings_.first_pause_seconds) * (1 << doublings),
                                 seconds(settings_.longest_pause_seconds));
    const auto until = Clock::now() + length;
    if (idle_) stop_idling();
    no_idle_before_ = {};  // the server was away as a whole: that says nothing of its IDLE
    while (Clock::now() < until && !slept(until)) {
    }
  }

  // Until then, or news of the idling connection; true where somebody called.
  bool slept(Clock::time_point until) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count() + 1;
    pollfd each[2] = {{waker_.handle(), POLLIN, 0}, {idle_ ? idle_->socket() : -1, POLLIN, 0}};
    ::poll(each, 2, static_cast<int>(std::clamp<std::int64_t>(left, 0, 3'600'000)));
    if (each[0].revents == 0) return false;
    waker_.clear();
    return true;
  }

  void tell(const Failure& failure, bool read_to_the_end) {
    MailboxStatus told;
    {
      const std::lock_guard lock(mutex_);
      if (read_to_the_end) {
        status_.read_once = true;
        status_.last_read = time_.now();
      }
      const bool changed = status_.trouble != failure.trouble;
      if (changed) status_.trouble_since = time_.now();
      status_.trouble = failure.trouble;
      status_.trouble_text = fit_to_be_told(failure.text, {settings_.password, last_token_});
      if (!changed) return;
    }
    told = status();
    if (told_) told_(told);
  }

  const ImapSettings settings_;
  ports::TimeSource& time_;
  const std::function<void(const MailboxStatus&)> told_;
  Waker waker_;
  FolderReader reader_;
  std::unique_ptr<ImapSession> session_, idle_;
  bool reused_ = false;
  std::string last_token_;
  Clock::time_point idle_since_{}, no_idle_before_{};
  mutable std::mutex mutex_;
  MailboxStatus status_;
  std::thread thread_;  // last: it starts when everything else stands
};

ImapMailbox::ImapMailbox(ImapSettings settings, Keep keep, Missing missing, ports::TimeSource& time,
                         std::function<void(const MailboxStatus&)> told)
    : worker_(std::make_unique<Worker>(std::move(settings), std::move(keep), std::move(missing), time,
                                       std::move(told))) {}
ImapMailbox::~ImapMailbox() = default;

bool ImapMailbox::first_read() const { return status().read_once; }
MailboxStatus ImapMailbox::status() const { return worker_->status(); }
void ImapMailbox::read_now() { worker_->read_now(); }
void ImapMailbox::stop() { worker_->stop(); }

}  // namespace yakusoku::mail_in
