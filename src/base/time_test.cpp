#include "base/time.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace yakusoku {
namespace {

TEST(Time, writes_and_reads_instants) {
  EXPECT_EQ(to_iso(Instant{0}), "1970-01-01T00:00:00Z");
  EXPECT_EQ(from_iso("2026-11-24T09:00:00+09:00"), Instant{1795478400});
  EXPECT_EQ(from_iso("2024-02-29T00:00:00Z").has_value(), true);
  for (const char* bad : {"", "2026-02-29T00:00:00Z", "2026-01-01", "2026-01-01T24:00:00Z", "2026-01-01T00:00:00.5Z",
                          "2026-01-01T00:00:00", "2026-01-01T00:00:00Zx"})
    EXPECT_FALSE(from_iso(bad).has_value()) << bad;
}

TEST(Time, every_second_survives_the_round_trip) {
  EXPECT_TRUE(rc::check([](std::int64_t raw) {
    const Instant at{raw % 200000000000};
    if (at.seconds < -62135596800) return;
    RC_ASSERT(from_iso(to_iso(at)) == at);
  }));
}

}  // namespace
}  // namespace yakusoku
