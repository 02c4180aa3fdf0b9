#include "core/wording/time_words.hpp"

#include <gtest/gtest.h>

namespace yakusoku::wording {
namespace {

constexpr Instant noon_utc{1795608000};  // 2026-11-25 12:00 UTC, a Wednesday

TEST(TimeWords, a_moment_bears_its_zone) {
  EXPECT_EQ(moment_words("en", "Asia/Tokyo", noon_utc), "Wed 25 Nov 2026, 21:00 JST");
  EXPECT_EQ(moment_words("ja", "Asia/Tokyo", noon_utc), "2026年11月25日(水) 21:00 JST");
}

TEST(TimeWords, of_today_the_time_alone_and_today_is_the_readers) {
  EXPECT_EQ(moment_words("en", "UTC", noon_utc, noon_utc + hours(-3)), "12:00 UTC");
  EXPECT_EQ(moment_words("en", "Asia/Tokyo", noon_utc + hours(4), noon_utc), "Thu 26 Nov 2026, 1:00 JST");
}

TEST(TimeWords, lengths_round_up_and_grow_into_days) {
  EXPECT_EQ(length_words("en", 1), "1 min");
  EXPECT_EQ(length_words("en", 3600), "1 h");
  EXPECT_EQ(length_words("ja", 7500), "2 時間 5 分");
  EXPECT_EQ(length_words("en", 48 * 3600), "48 h");
  EXPECT_EQ(length_words("en", 72 * 3600), "3 d");
  EXPECT_EQ(length_words("ja", 73 * 3600), "3 日 1 時間");
}

}  // namespace
}  // namespace yakusoku::wording
