// rooms: sim/faults adapters/engine_sqlite adapters/store adapters/shelf desk core/notices core/program
// The fault simulator on fixed seeds and a fresh one; and each planted bug is found.

#include <gtest/gtest.h>

#include <random>

#include "fault_house.hpp"

namespace yakusoku::sim {
namespace {

constexpr std::uint64_t fixed_seeds = 4;

class Faults : public testing::TestWithParam<const char*> {};

TEST_P(Faults, nothing_is_lost_and_nothing_is_done_twice) {
  for (std::uint64_t seed = 1; seed <= fixed_seeds; ++seed) {
    const FaultReport report = live_with_faults(options_for(GetParam(), seed));
    ASSERT_FALSE(report.failure.has_value()) << told(report, seed);
    EXPECT_GT(report.faults, 0);
    EXPECT_GT(report.records, 20);
  }
}

TEST_P(Faults, nor_on_a_seed_that_nobody_has_seen) {
  const std::uint64_t seed = (std::uint64_t{std::random_device{}()} << 20) ^ std::random_device{}();
  std::printf("fresh seed %llu\n", static_cast<unsigned long long>(seed));
  const FaultReport report = live_with_faults(options_for(GetParam(), seed));
  EXPECT_FALSE(report.failure.has_value()) << told(report, seed);
}

INSTANTIATE_TEST_SUITE_P(Programs, Faults,
                         testing::Values("golden", "bittitan", "6clicks", "megaport", "atlassian-premier", "logicmonitor"),
                         [](const auto& about) {
                           std::string name = about.param;
                           for (char& each : name)
                             if (each == '-') each = '_';
                           return name;
                         });

struct Planted {
  Plant plant;
  const char* name;
  const char* found_as;
};

class PlantedBugs : public testing::TestWithParam<Planted> {};

TEST_P(PlantedBugs, are_found) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    FaultOptions options = options_for("golden", seed);
    options.plant = GetParam().plant;
    const FaultReport report = live_with_faults(options);
    if (!report.failure) continue;
    EXPECT_NE(report.failure->what.find(GetParam().found_as), std::string::npos) << told(report, seed);
    return;
  }
  FAIL() << "forty lives, and nobody saw it";
}

INSTANTIATE_TEST_SUITE_P(
    Bugs, PlantedBugs,
    testing::Values(Planted{Plant::forgets_keys, "forgets_keys", "stand there 2 times"},
                    Planted{Plant::answers_too_early, "answers_too_early", "was acknowledged and is lost"},
                    Planted{Plant::loses_wakes, "loses_wakes", "was due for a look"},
                    Planted{Plant::reads_mail_twice, "reads_mail_twice", "stands there 2 times"},
                    Planted{Plant::another_message_id, "another_message_id", "under another Message-ID"}),
    [](const auto& about) { return std::string(about.param.name); });

TEST(Faults, the_same_seed_is_the_same_life) {
  const FaultReport one = live_with_faults(options_for("golden", 3)), other = live_with_faults(options_for("golden", 3));
  EXPECT_EQ(one.records, other.records);
  EXPECT_EQ(one.commands, other.commands);
  EXPECT_EQ(one.letters, other.letters);
}

}  // namespace
}  // namespace yakusoku::sim
