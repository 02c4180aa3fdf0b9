#include "adapters/blobs/folder_blobs.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "base/sha256.hpp"

namespace yakusoku::blobs {
namespace {
namespace fs = std::filesystem;

class Clock : public ports::TimeSource {
 public:
  Instant now() override { return at; }
  Instant at{1'800'000'000};
};

class FolderBlobsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("blobs-" + std::to_string(::getpid()));
    fs::remove_all(folder_);
    auto opened = FolderBlobs::open(folder_, clock_);
    ASSERT_TRUE(opened);
    blobs_ = std::move(*opened);
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string put(std::string_view bytes) {
    const auto hash = blobs_->put(bytes);
    EXPECT_TRUE(hash) << hash.error().detail;
    return hash.value_or("");
  }
  fs::path path_of(const std::string& hash) const { return folder_ / hash.substr(0, 2) / hash; }
  static int shelf_of(const std::string& hash) { return std::stoi(hash.substr(0, 2), nullptr, 16); }

  fs::path folder_;
  Clock clock_;
  std::unique_ptr<FolderBlobs> blobs_;
};

TEST_F(FolderBlobsTest, what_was_put_comes_back_under_its_hash) {
  const std::string bytes("\0\xFF picture \n", 12);
  const std::string hash = put(bytes);
  EXPECT_EQ(hash, to_hex(sha256(bytes)));
  EXPECT_TRUE(blobs_->has(hash));
  EXPECT_EQ(blobs_->get(hash).value_or(""), bytes);
  EXPECT_EQ(put(""), to_hex(sha256("")));
  EXPECT_EQ(blobs_->get(to_hex(sha256(""))).value_or("?"), "");
}

TEST_F(FolderBlobsTest, one_that_is_not_there_is_not_found_and_a_path_is_no_hash) {
  const std::string none(64, 'a');
  EXPECT_EQ(blobs_->get(none).error().code, ErrorCode::not_found);
  EXPECT_FALSE(blobs_->has(none));
  EXPECT_TRUE(blobs_->remove(none));
  for (const std::string& name : {std::string("../../etc/passwd"), std::string(), std::string(64, '/'), std::string(64, 'A')})
    EXPECT_EQ(blobs_->get(name).error().code, ErrorCode::not_found) << name;
}

TEST_F(FolderBlobsTest, changed_bytes_are_not_given_out) {
  const std::string hash = put("the bytes as they were");
  std::ofstream(path_of(hash), std::ios::binary) << "the bytes as they are.";
  EXPECT_EQ(blobs_->get(hash).error().code, ErrorCode::storage);
  // A cut one is not taken for what is put again.
  std::ofstream(path_of(hash), std::ios::binary) << "the";
  put("the bytes as they were");
  EXPECT_TRUE(blobs_->get(hash));
}

TEST_F(FolderBlobsTest, a_full_disk_is_an_answer_and_leaves_nothing_behind) {
  const std::string large(100'000, 'x');
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const rlimit tight{10'000, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &tight), 0);
  const auto refused = blobs_->put(large);
  ::setrlimit(RLIMIT_FSIZE, &before);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::storage);
  const std::string hash = to_hex(sha256(large));
  EXPECT_FALSE(blobs_->has(hash));
  EXPECT_TRUE(fs::is_empty(path_of(hash).parent_path()));
  EXPECT_EQ(put(large), hash);
}

TEST_F(FolderBlobsTest, a_shelf_that_can_not_be_made_is_an_answer) {
  const std::string hash = to_hex(sha256("words"));
  std::ofstream(folder_ / hash.substr(0, 2)) << "a file where a folder should be";
  EXPECT_EQ(blobs_->put("words").error().code, ErrorCode::storage);
  EXPECT_EQ(blobs_->get(hash).error().code, ErrorCode::storage);
  EXPECT_FALSE(FolderBlobs::open(folder_ / "no" / "such", clock_));
}

TEST_F(FolderBlobsTest, a_put_of_what_is_there_makes_it_young_again) {
  const std::string hash = put("old");
  const Instant first = clock_.at;
  clock_.at = first + days(8);
  EXPECT_EQ(blobs_->older_than(clock_.at - unused_life, shelf_of(hash)).value(), std::vector{hash});
  EXPECT_EQ(blobs_->older_than(first, shelf_of(hash)).value(), std::vector<std::string>{});
  put("old");
  EXPECT_EQ(blobs_->older_than(clock_.at - unused_life, shelf_of(hash)).value(), std::vector<std::string>{});
  EXPECT_FALSE(blobs_->remove_unless_put_since(hash, clock_.at).value());
  EXPECT_TRUE(blobs_->has(hash));
  EXPECT_TRUE(blobs_->remove_unless_put_since(hash, clock_.at + seconds(1)).value());
  EXPECT_FALSE(blobs_->has(hash));
}

TEST_F(FolderBlobsTest, what_a_lost_process_left_unfinished_goes_once_it_is_old) {
  const std::string hash = put("neighbour");
  const fs::path left = path_of(hash).parent_path() / ".new-1-1";
  std::ofstream(left) << "half";
  EXPECT_EQ(blobs_->older_than(Instant{0}, shelf_of(hash)).value().size(), 0u);
  EXPECT_TRUE(fs::exists(left));
  EXPECT_EQ(blobs_->older_than(far_future, shelf_of(hash)).value(), std::vector{hash});
  EXPECT_FALSE(fs::exists(left));
}

}  // namespace
}  // namespace yakusoku::blobs
