#pragma once

// What one node of several does for all: the mail room and clearing blobs away. A thread asks every two seconds whether
// this node has the duty and tells of each change; where the desk is no node of several, it has it from the start on.

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "adapters/engine_postgres/postgres.hpp"

namespace yakusoku::apps {

class NodeDuty {
 public:
  // `changed` comes from this class's thread, or, where `duty` is nullptr, once from here.
  NodeDuty(std::unique_ptr<engine_postgres::Duty> duty, std::function<void(bool held)> changed)
      : duty_(std::move(duty)), changed_(std::move(changed)) {
    if (duty_) {
      thread_ = std::thread([this] { loop(); });
    } else {
      held_ = true;
      changed_(true);
    }
  }
  ~NodeDuty() { stop(); }
  NodeDuty(const NodeDuty&) = delete;
  NodeDuty& operator=(const NodeDuty&) = delete;

  bool held() const { return held_; }
  void stop() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
  }

 private:
  static constexpr std::chrono::seconds pause{2};

  void loop() {
    std::unique_lock lock(mutex_);
    do {
      lock.unlock();
      if (const bool held = duty_->held(); held != held_) {
        held_ = held;
        changed_(held);
      }
      lock.lock();
    } while (!wake_.wait_for(lock, pause, [this] { return stopping_; }));
  }

  std::unique_ptr<engine_postgres::Duty> duty_;
  std::function<void(bool)> changed_;
  std::atomic<bool> held_ = false;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace yakusoku::apps
