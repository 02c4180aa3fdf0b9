// Taking out of the spool: in order of name, each until Keep says yes. Woken by inotify, and now and then by itself.

#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "adapters/mail_in/spool_file.hpp"
#include "adapters/mail_in/waker.hpp"

namespace yakusoku::mail_in {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr seconds first_pause{1}, longest_pause{300};
// inotify loses what another machine writes into a shared folder, and is refused where its watches are used up.
constexpr seconds look_despite_inotify{30}, look_without_inotify{1};
constexpr hours abandoned_after{24};

}  // namespace

class SpoolReader::Worker {
 public:
  Worker(fs::path folder, Keep keep, std::function<void(const std::string&)> bad)
      : folder_(std::move(folder)),
        keep_(std::move(keep)),
        bad_(std::move(bad)),
        inotify_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)),
        thread_([this] { run(); }) {}
  ~Worker() { stop(); }

  void stop() {
    waker_.stop();
    if (thread_.joinable()) thread_.join();
  }

  SpoolStatus status() const {
    const std::lock_guard lock(mutex_);
    return status_;
  }

 private:
  struct Try {
    int failures = 0;
    Clock::time_point not_before{};
  };

  void run() {
    bool watched = false;
    while (!waker_.stopping()) {
      const Outcome made = make_folder(folder_);
      if (!made) trouble(made.error().detail);
      if (!watched && made && inotify_)
        watched = ::inotify_add_watch(inotify_.get(), folder_.c_str(), IN_MOVED_TO | IN_CLOSE_WRITE) >= 0;
      if (made) look();
      wait(watched ? look_despite_inotify : look_without_inotify);
    }
  }

  void look() {
    const std::uint64_t before = status().bad;
    std::error_code error;
    std::vector<std::string> names;
    for (fs::directory_iterator each(folder_, error), end; !error && each != end; each.increment(error)) {
      const std::string name = each->path().filename().string();
      if (name.starts_with('.')) {
        sweep(*each, name);
      } else if (name.ends_with(spool_suffix)) {
        names.push_back(name);
      }
    }
    if (error) return trouble(error.message());
    std::ranges::sort(names);
    std::erase_if(tries_, [&](const auto& each) { return !std::ranges::binary_search(names, each.first); });
    for (const std::string& name : names) {
      if (waker_.stopping()) return;
      take(name);
    }
    const std::lock_guard lock(mutex_);
    status_.read_once = true;
    if (tries_.empty() && status_.bad == before) status_.trouble.clear();
  }

  // Of a writer that was killed: its sender was told no, or will try again.
  static void sweep(const fs::directory_entry& entry, const std::string& name) {
    std::error_code error;
    if (!name.ends_with(unfinished_suffix)) return;
    const auto written = entry.last_write_time(error);
    if (!error && fs::file_time_type::clock::now() - written > abandoned_after) fs::remove(entry.path(), error);
  }

  void take(const std::string& name) {
    const auto known = tries_.find(name);
    if (known != tries_.end() && known->second.not_before > Clock::now()) return;
    const fs::path path = folder_ / name;
    if (!kept_.contains(name)) {
      auto file = read_spool_file(path);
      if (!file && file.error().code == ErrorCode::malformed) return put_aside(name, file.error().detail);
      if (!file) return failed(name, file.error().detail);
      Arrival arrival;
      arrival.mailbox = "spool";
      arrival.key = "spool/" + name;
      arrival.at = file->at;
      arrival.source = std::move(file->source);
      arrival.envelope_from = std::move(file->envelope.from);
      arrival.envelope_to = std::move(file->envelope.to);
      const Outcome kept = keep_(std::move(arrival));
      if (!kept) return failed(name, std::string(entry_of(kept.error().code).name) + " " + kept.error().detail);
      kept_.insert(name);
      const std::lock_guard lock(mutex_);
      ++status_.taken;
    }
    std::error_code error;
    fs::remove(path, error);
    if (error) return failed(name, error.message());
    kept_.erase(name);
    tries_.erase(name);
    count_waiting();
  }

  void put_aside(const std::string& name, const std::string& why) {
    const fs::path bad = folder_ / "bad";
    if (const Outcome made = make_folder(bad); !made) return failed(name, made.error().detail);
    std::error_code error;
    fs::rename(folder_ / name, bad / name, error);
    if (error) return failed(name, error.message());
    tries_.erase(name);
    {
      const std::lock_guard lock(mutex_);
      ++status_.bad;
      status_.trouble = name + ": " + why;
    }
    if (bad_) bad_(name);
  }

  void failed(const std::string& name, const std::string& why) {
    Try& each = tries_[name];
    const auto pause = std::min(first_pause * (1 << std::min(each.failures++, 16)), longest_pause);
    each.not_before = Clock::now() + pause;
    trouble(name + ": " + why);
    count_waiting();
  }

  void trouble(std::string text) {
    const std::lock_guard lock(mutex_);
    status_.trouble = std::move(text);
  }
  void count_waiting() {
    const std::lock_guard lock(mutex_);
    status_.waiting = tries_.size();
  }

  void wait(seconds at_most) {
    auto until = Clock::now() + at_most;
    for (const auto& [name, each] : tries_) until = std::min(until, each.not_before);
    const auto left = std::chrono::duration_cast<milliseconds>(until - Clock::now()).count() + 1;
    pollfd each[2] = {{waker_.handle(), POLLIN, 0}, {inotify_.get(), POLLIN, 0}};
    ::poll(each, 2, static_cast<int>(std::max<std::int64_t>(left, 0)));
    std::array<char, 4096> events;
    while (inotify_ && ::read(inotify_.get(), events.data(), events.size()) > 0) {
    }
  }

  const fs::path folder_;
  const Keep keep_;
  const std::function<void(const std::string&)> bad_;
  const Handle inotify_;
  Waker waker_;
  std::map<std::string, Try> tries_;
  std::set<std::string> kept_;  // kept, but could not be removed yet
  mutable std::mutex mutex_;
  SpoolStatus status_;
  std::thread thread_;  // last: it starts when everything else stands
};

SpoolReader::SpoolReader(fs::path folder, Keep keep, std::function<void(const std::string&)> bad)
    : worker_(std::make_unique<Worker>(std::move(folder), std::move(keep), std::move(bad))) {}
SpoolReader::~SpoolReader() = default;

bool SpoolReader::first_read() const { return status().read_once; }
SpoolStatus SpoolReader::status() const { return worker_->status(); }
void SpoolReader::stop() { worker_->stop(); }

}  // namespace yakusoku::mail_in
