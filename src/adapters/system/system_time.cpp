#include "adapters/system/system_time.hpp"

namespace yakusoku::system {
namespace {

constexpr std::chrono::seconds believable{60};
constexpr std::chrono::seconds drift{1};

std::chrono::seconds wall_seconds() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch());
}

std::chrono::seconds current_offset() {
  return wall_seconds() - std::chrono::floor<std::chrono::seconds>(std::chrono::steady_clock::now().time_since_epoch());
}

}  // namespace

SystemTime::SystemTime() : offset_(current_offset()) {}

Instant SystemTime::now() { return {wall_seconds().count()}; }

bool SystemTime::jumped() {
  const std::scoped_lock lock(mutex_);
  const std::chrono::seconds current = current_offset();
  const std::chrono::seconds by = current > offset_ ? current - offset_ : offset_ - current;
  if (by > believable) return true;
  if (by > drift) offset_ = current;  // slow corrections are followed, so that years of them are no jump
  return false;
}

void SystemTime::accept_jump() {
  const std::scoped_lock lock(mutex_);
  offset_ = current_offset();
}

}  // namespace yakusoku::system
