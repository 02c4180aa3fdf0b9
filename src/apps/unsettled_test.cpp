#include "apps/unsettled.hpp"

#include <gtest/gtest.h>

namespace yakusoku::apps {
namespace {

using std::chrono::seconds;

Result<ports::Answer> nothing(ports::Transaction&) { return ports::Answer{}; }

TEST(Unsettled, is_tried_again_after_a_pause_that_doubles_up_to_its_limit) {
  Unsettled unsettled;
  Unsettled::Time now{};
  for (const int pause : {2, 4, 8, 16, 32, 64, 128, 256, 300, 300}) {
    unsettled.keep(7, nothing, now);
    EXPECT_TRUE(unsettled.due(now + seconds(pause) - std::chrono::milliseconds(1)).empty()) << pause;
    now += seconds(pause);
    const auto due = unsettled.due(now);
    ASSERT_EQ(1u, due.size()) << pause;
    EXPECT_EQ(7, due.front().first);
  }
}

TEST(Unsettled, one_that_is_being_tried_is_nobody_elses_and_a_written_one_is_gone) {
  Unsettled unsettled;
  const Unsettled::Time now{};
  unsettled.keep(7, nothing, now);
  unsettled.keep(8, nothing, now);
  EXPECT_EQ(2u, unsettled.due(Unsettled::Time::max()).size());
  EXPECT_TRUE(unsettled.due(Unsettled::Time::max()).empty());
  EXPECT_EQ(2u, unsettled.size());
  unsettled.written(7);
  unsettled.keep(8, nothing, now);
  const auto left = unsettled.due(Unsettled::Time::max());
  ASSERT_EQ(1u, left.size());
  EXPECT_EQ(8, left.front().first);
  unsettled.written(8);
  EXPECT_EQ(0u, unsettled.size());
}

}  // namespace
}  // namespace yakusoku::apps
