#include "adapters/http/rate_limiter.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <functional>
#include <list>
#include <mutex>
#include <unordered_map>

#include "base/assert.hpp"

namespace yakusoku::http {

struct RateLimiter::State {
  struct Bucket {
    std::string key;
    std::int64_t full_at = 0;  // in milliseconds: when every token is back. One number says all of a bucket's state
  };

  mutable std::mutex mutex;
  std::int64_t step = 0;      // milliseconds a token
  std::int64_t capacity = 0;  // milliseconds the whole bucket
  std::size_t most_keys = 0;
  std::list<Bucket> recent;   // the latest asked for in front
  std::unordered_map<std::string_view, std::list<Bucket>::iterator> by_key;

  void drop(std::list<Bucket>::iterator bucket) {
    by_key.erase(bucket->key);
    recent.erase(bucket);
  }

  void make_room(std::int64_t now) {
    while (!recent.empty() && recent.back().full_at <= now) drop(std::prev(recent.end()));
    if (recent.size() >= most_keys) drop(std::prev(recent.end()));
  }
};

RateLimiter::RateLimiter(Rate rate, std::size_t most_keys) : state_(std::make_unique<State>()) {
  ASSERT(rate.burst > 0 && rate.period.seconds > 0 && most_keys > 0);
  state_->step = std::max<std::int64_t>(1, rate.period.seconds * 1000 / rate.burst);
  state_->capacity = state_->step * rate.burst;
  state_->most_keys = most_keys;
}

RateLimiter::~RateLimiter() = default;
RateLimiter::RateLimiter(RateLimiter&&) noexcept = default;
RateLimiter& RateLimiter::operator=(RateLimiter&&) noexcept = default;

Duration RateLimiter::take(std::string_view key, Instant at) {
  State& state = *state_;
  const std::int64_t now = at.seconds * 1000;
  const std::lock_guard lock(state.mutex);
  auto found = state.by_key.find(key);
  if (found == state.by_key.end()) {
    state.make_room(now);
    state.recent.push_front({std::string(key), now});
    found = state.by_key.emplace(state.recent.front().key, state.recent.begin()).first;
  } else {
    state.recent.splice(state.recent.begin(), state.recent, found->second);
  }
  State::Bucket& bucket = *found->second;
  // A clock that went back must not lock anybody out for longer than an empty bucket would.
  const std::int64_t full_at = std::clamp(bucket.full_at, now, now + state.capacity);
  const std::int64_t lacking = full_at + state.step - (now + state.capacity);
  if (lacking > 0) return Duration{(lacking + 999) / 1000};
  bucket.full_at = full_at + state.step;
  return Duration{0};
}

void RateLimiter::forget(std::string_view key) {
  const std::lock_guard lock(state_->mutex);
  if (const auto found = state_->by_key.find(key); found != state_->by_key.end()) state_->drop(found->second);
}

std::size_t RateLimiter::keys() const {
  const std::lock_guard lock(state_->mutex);
  return state_->recent.size();
}

std::string address_key(std::string_view text) {
  boost::system::error_code failed;
  const auto address = boost::asio::ip::make_address(std::string(text), failed);
  if (failed || !address.is_v6()) return std::string(text);
  if (address.to_v6().is_v4_mapped())
    return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address.to_v6()).to_string();
  auto bytes = address.to_v6().to_bytes();
  std::fill(bytes.begin() + 8, bytes.end(), std::uint8_t{0});
  return boost::asio::ip::address_v6(bytes).to_string() + "/64";
}

}  // namespace yakusoku::http
