#include "adapters/system/test_clock.hpp"

namespace yakusoku::system {

void TestClock::push_to(Instant at) {
  std::int64_t present = seconds_.load();
  while (present < at.seconds && !seconds_.compare_exchange_weak(present, at.seconds)) {
  }
}

}  // namespace yakusoku::system
