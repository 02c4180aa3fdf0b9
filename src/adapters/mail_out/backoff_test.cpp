#include "adapters/mail_out/backoff.hpp"

#include <gtest/gtest.h>

namespace yakusoku::mail_out {
namespace {

constexpr Instant first{1'000'000};

TEST(Backoff, waits_grow_to_four_hours) {
  const std::int64_t expected[] = {60, 300, 900, 3600, 7200, 14400, 14400, 14400};
  for (int attempts = 1; attempts <= 8; ++attempts)
    EXPECT_EQ(next_try(attempts, first, first, 0), first + seconds(expected[attempts - 1])) << attempts;
}

TEST(Backoff, chance_makes_a_wait_longer_by_a_fifth_at_most) {
  EXPECT_EQ(next_try(1, first, first, 12), first + seconds(72));
  EXPECT_EQ(next_try(1, first, first, 13), first + seconds(60));
  for (std::uint64_t chance = 0; chance < 10'000; chance += 7) {
    const Instant at = next_try(4, first, first, chance).value();
    EXPECT_GE(at, first + hours(1));
    EXPECT_LE(at, first + minutes(72));
  }
}

TEST(Backoff, three_days_are_tried_to_the_end_and_then_it_is_dead) {
  EXPECT_EQ(next_try(30, first, first + days(3) - minutes(5), 0), first + days(3));
  EXPECT_EQ(next_try(30, first, first + days(3), 0), std::nullopt);
  Instant now = first;
  int attempts = 1;
  while (const auto at = next_try(attempts, first, now, 0)) now = *at, ++attempts;
  EXPECT_EQ(now, first + days(3));
  EXPECT_LT(attempts, 30);
}

}  // namespace
}  // namespace yakusoku::mail_out
