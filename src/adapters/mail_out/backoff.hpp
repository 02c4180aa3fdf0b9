// When a mail that could not be delivered is tried again. Pure: the attempt, the times and the chance are given.
// 1, 5 and 15 minutes, then 1, 2 and 4 hours, then every 4 hours until three days have passed since the first try; each
// wait up to a fifth longer, so that a server that comes back is not met by everybody at once.
#pragma once

#include <cstdint>
#include <optional>

#include "base/time.hpp"

namespace yakusoku::mail_out {

constexpr Duration given_up_after = days(3);

// After `attempts` failed ones (at least 1), the first at `first`, the newest at `now`. `chance`: any number, thrown by
// the caller. Nothing: it is dead. The last wait is cut so that the end of the three days is tried as well.
std::optional<Instant> next_try(int attempts, Instant first, Instant now, std::uint64_t chance);

}  // namespace yakusoku::mail_out
