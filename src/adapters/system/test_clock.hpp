#pragma once

// A clock that stands still until it is pushed; never back.

#include <atomic>

#include "ports/store.hpp"

namespace yakusoku::system {

class TestClock : public ports::TimeSource {
 public:
  explicit TestClock(Instant start) : seconds_(start.seconds) {}
  Instant now() override { return {seconds_.load()}; }
  // Earlier than now changes nothing. Whoever pushes pokes the writer (adapters/store/writer.hpp).
  void push_to(Instant at);

 private:
  std::atomic<std::int64_t> seconds_;
};

}  // namespace yakusoku::system
