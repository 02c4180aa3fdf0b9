#pragma once

// The machine's clock in whole seconds, and whether it jumped: by more than a minute against the monotonic clock, which
// holds all timers (DESIGN.md section 3) until somebody has looked.

#include <chrono>
#include <mutex>

#include "ports/store.hpp"

namespace yakusoku::system {

class SystemTime : public ports::TimeSource {
 public:
  SystemTime();
  Instant now() override;
  bool jumped();
  void accept_jump();  // the new time is right: timers run again

 private:
  std::mutex mutex_;
  std::chrono::seconds offset_;  // wall minus monotonic, as last believed
};

}  // namespace yakusoku::system
