#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <set>

#include "adapters/system/data_folder.hpp"
#include "adapters/system/dice.hpp"
#include "adapters/system/passwords.hpp"
#include "adapters/system/system_time.hpp"
#include "adapters/system/test_clock.hpp"

namespace yakusoku::system {
namespace {

TEST(TestClock, stands_still_until_pushed_and_never_goes_back) {
  TestClock clock({100});
  EXPECT_EQ(clock.now(), Instant{100});
  clock.push_to({150});
  clock.push_to({120});
  EXPECT_EQ(clock.now(), Instant{150});
}

TEST(SystemTime, has_not_jumped_when_nothing_moved_it) {
  SystemTime time;
  EXPECT_GT(time.now(), Instant{1'700'000'000});
  EXPECT_FALSE(time.jumped());
  time.accept_jump();
  EXPECT_FALSE(time.jumped());
}

TEST(Dice, the_seeded_twin_repeats_itself_and_the_kernels_does_not) {
  SeededDice one(1), same(1), other(2);
  const std::string first = one.bytes(32);
  EXPECT_EQ(first.size(), 32u);
  EXPECT_EQ(same.bytes(32), first);
  EXPECT_NE(other.bytes(32), first);
  EXPECT_NE(one.bytes(32), first);
  SystemDice dice;
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) seen.insert(dice.bytes(16));
  EXPECT_EQ(seen.size(), 100u);
  EXPECT_EQ(dice.bytes(0), "");
}

TEST(Passwords, match_only_their_own_hash) {
  SeededDice dice(1);
  ArgonPasswords passwords(dice);
  const std::string hash = passwords.hash("約束は守る");
  EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
  EXPECT_NE(passwords.hash("約束は守る"), hash);  // another salt
  EXPECT_TRUE(passwords.matches("約束は守る", hash));
  EXPECT_FALSE(passwords.matches("約束は守らない", hash));
  EXPECT_FALSE(passwords.matches("", hash));
  EXPECT_FALSE(passwords.matches("", ""));
  EXPECT_FALSE(passwords.matches("x", "$argon2id$broken"));
}

TEST(DataFolder, is_served_by_one_at_a_time) {
  std::string pattern = (std::filesystem::temp_directory_path() / "yakusoku-folder-XXXXXX").string();
  const std::filesystem::path path = std::filesystem::path(::mkdtemp(pattern.data())) / "data";
  {
    auto first = DataFolder::open(path);
    ASSERT_TRUE(first);
    EXPECT_TRUE(std::filesystem::is_directory(first->blobs()));
    EXPECT_EQ(std::filesystem::status(path).permissions(), std::filesystem::perms::owner_all);
    EXPECT_TRUE(first->lock());
    auto second = DataFolder::open(path);
    ASSERT_TRUE(second);
    const Outcome refused = second->lock();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::unavailable);
    EXPECT_NE(refused.error().detail.find(std::to_string(::getpid())), std::string::npos);
    { const DataFolder gone = *std::move(first); }
    EXPECT_TRUE(second->lock());
  }
  std::filesystem::remove_all(path.parent_path());
}

TEST(DataFolder, a_file_in_its_place_is_an_error) {
  EXPECT_FALSE(DataFolder::open("/dev/null/data"));
}

}  // namespace
}  // namespace yakusoku::system
