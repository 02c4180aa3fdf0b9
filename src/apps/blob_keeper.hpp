#pragma once

// A thread of the running desk that takes away blobs: each minute what was erased, and a few shelves of what nobody uses,
// so that all of them are seen within the hour. A failure is told and tried again a minute later.

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "adapters/blobs/kept_blobs.hpp"

namespace yakusoku::apps {

class BlobKeeper {
 public:
  struct Desk {
    blobs::KeptBlobs& blobs;
    ports::Store& store;
    ports::TimeSource& time;
    std::function<void(ports::Command)> submit;  // to the writer; its answer is not waited for
    std::function<void(const Error&)> failed;
    std::function<bool()> on_duty;  // of several nodes one clears away
  };
  explicit BlobKeeper(Desk desk) : desk_(std::move(desk)), thread_([this] { loop(); }) {}
  ~BlobKeeper() { stop(); }
  BlobKeeper(const BlobKeeper&) = delete;
  BlobKeeper& operator=(const BlobKeeper&) = delete;

  void stop() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
  }

 private:
  static constexpr std::chrono::seconds pause{60};
  static constexpr int shelves_a_round = 5;

  Outcome round() {
    if (!desk_.on_duty()) return {};
    auto rows = TRY(blobs::remove_erased(desk_.blobs, desk_.store, desk_.time.now()));
    if (!rows.empty()) desk_.submit(blobs::settled(std::move(rows)));
    for (int i = 0; i < shelves_a_round; ++i) {
      TRY(blobs::collect(desk_.blobs, desk_.store, desk_.time.now(), shelf_));
      shelf_ = (shelf_ + 1) % blobs::KeptBlobs::shelves;
    }
    return {};
  }

  void loop() {
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, pause, [this] { return stopping_; })) {
      lock.unlock();
      if (const Outcome outcome = round(); !outcome) desk_.failed(outcome.error());
      lock.lock();
    }
  }

  Desk desk_;
  int shelf_ = 0;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace yakusoku::apps
