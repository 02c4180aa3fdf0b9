#pragma once

// So many per so long for each key (an account, an address, a token): a bucket of `burst` tokens that refills evenly,
// all of it in `period`. Time is passed in. At most `most_keys` are remembered: full buckets are forgotten first, then
// those that were asked for least recently. Usable from any thread.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace yakusoku::http {

struct Rate {
  std::int64_t burst = 10;
  Duration period = minutes(1);
};

class RateLimiter {
 public:
  explicit RateLimiter(Rate rate, std::size_t most_keys = 100'000);
  ~RateLimiter();
  RateLimiter(RateLimiter&&) noexcept;
  RateLimiter& operator=(RateLimiter&&) noexcept;

  // Takes one token; zero seconds: it was there. Otherwise nothing is taken, and so long it takes until one is there
  // (for Retry-After).
  Duration take(std::string_view key, Instant now);
  // Gives all tokens back: after a right password.
  void forget(std::string_view key);
  std::size_t keys() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The key for an address: an IPv4 address itself, of IPv6 its /64, since one customer has as many as he likes of the
// rest. Anything else as it is.
std::string address_key(std::string_view address);

}  // namespace yakusoku::http
