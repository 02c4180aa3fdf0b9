#include "adapters/mail_out/backoff.hpp"

#include <algorithm>
#include <array>

#include "base/assert.hpp"

namespace yakusoku::mail_out {

std::optional<Instant> next_try(int attempts, Instant first, Instant now, std::uint64_t chance) {
  ASSERT(attempts >= 1);
  constexpr std::array waits{minutes(1), minutes(5), minutes(15), hours(1), hours(2), hours(4)};
  const Instant end = first + given_up_after;
  if (now >= end) return std::nullopt;
  const Duration wait = waits[std::min(static_cast<std::size_t>(attempts), waits.size()) - 1];
  const Duration more = seconds(static_cast<std::int64_t>(chance % static_cast<std::uint64_t>(wait.seconds / 5 + 1)));
  return std::min(now + wait + more, end);
}

}  // namespace yakusoku::mail_out
