#include "adapters/mail_in/spool.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <thread>

namespace yakusoku::mail_in {
namespace {

namespace fs = std::filesystem;

class spool_folder : public testing::Test {
 protected:
  spool_folder() {
    std::string pattern = (fs::temp_directory_path() / "spool-XXXXXX").string();
    folder_ = fs::path(::mkdtemp(pattern.data())) / "spool";
  }
  ~spool_folder() override { fs::remove_all(folder_.parent_path()); }

  Keep keep() {
    return [this](Arrival arrival) -> Outcome {
      const std::lock_guard lock(mutex_);
      ++asked_;
      changed_.notify_all();
      if (arrival.source == refused_) return fail(ErrorCode::storage, "", "not now");
      arrivals_.push_back(std::move(arrival));
      return {};
    };
  }
  template <class Condition>
  bool comes(Condition condition) {
    std::unique_lock lock(mutex_);
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!condition()) {
      if (std::chrono::steady_clock::now() > until) return false;
      changed_.wait_for(lock, std::chrono::milliseconds(20));
    }
    return true;
  }
  std::size_t files() const {
    std::size_t count = 0;
    std::error_code error;
    for (const auto& each : fs::directory_iterator(folder_, error)) count += each.is_regular_file() ? 1u : 0u;
    return count;
  }

  fs::path folder_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::string refused_ = "\x01 never";
  int asked_ = 0;
  std::vector<Arrival> arrivals_;
};

TEST_F(spool_folder, what_is_spooled_before_and_after_the_start_is_taken_in_order) {
  const std::string bytes("Subject: x\r\n\r\n\0\xff binary", 22);
  const auto first = spool(folder_, bytes, {"a@example.com", {"desk@example.org", "\"q\" x@example.org"}});
  ASSERT_TRUE(first);
  ASSERT_TRUE(spool(folder_, "second", {"<>", {}}));
  SpoolReader reader(folder_, keep());
  ASSERT_TRUE(comes([&] { return arrivals_.size() == 2; }));
  ASSERT_TRUE(spool(folder_, "", {}));
  ASSERT_TRUE(comes([&] { return arrivals_.size() == 3 && files() == 0; }));
  reader.stop();
  EXPECT_EQ(arrivals_[0].source, bytes);
  EXPECT_EQ(arrivals_[0].key, "spool/" + *first);
  EXPECT_EQ(arrivals_[0].mailbox, "spool");
  EXPECT_EQ(arrivals_[0].envelope_from, "a@example.com");
  EXPECT_EQ(arrivals_[0].envelope_to, (std::vector<std::string>{"desk@example.org", "\"q\" x@example.org"}));
  EXPECT_LT(std::abs(arrivals_[0].at.seconds - ::time(nullptr)), 60);
  EXPECT_EQ(arrivals_[1].source, "second");
  EXPECT_EQ(arrivals_[1].envelope_from, "<>");
  EXPECT_EQ(arrivals_[2].source, "");
  EXPECT_EQ(reader.status().taken, 3u);
  EXPECT_TRUE(reader.status().read_once);
}

TEST_F(spool_folder, what_is_refused_stays_and_comes_again_and_the_others_go_on) {
  refused_ = "refused";
  ASSERT_TRUE(spool(folder_, "refused", {}));
  ASSERT_TRUE(spool(folder_, "good", {}));
  SpoolReader reader(folder_, keep());
  ASSERT_TRUE(comes([&] { return arrivals_.size() == 1; }));
  EXPECT_EQ(arrivals_[0].source, "good");
  ASSERT_TRUE(comes([&] { return asked_ >= 3; }));  // the refused one twice by now
  EXPECT_EQ(files(), 1u);
  EXPECT_EQ(reader.status().waiting, 1u);
  EXPECT_NE(reader.status().trouble.find("not now"), std::string::npos);
  {
    const std::lock_guard lock(mutex_);
    refused_ = "\x01 never";
  }
  ASSERT_TRUE(comes([&] { return arrivals_.size() == 2 && files() == 0; }));
  ASSERT_TRUE(comes([&] { return reader.status().waiting == 0 && reader.status().trouble.empty(); }));
}

TEST_F(spool_folder, a_stranger_s_file_is_moved_aside_and_told) {
  ASSERT_TRUE(spool(folder_, "good", {}));
  std::ofstream(folder_ / "000-no-envelope.mail") << "Subject: x\n\nbody";
  fs::create_directory(folder_ / "001-folder.mail");
  fs::create_symlink("/etc/passwd", folder_ / "002-link.mail");
  std::ofstream(folder_ / ".half.mail.part") << "{\"from\":";
  std::vector<std::string> told;
  SpoolReader reader(folder_, keep(), [&](const std::string& name) {
    const std::lock_guard lock(mutex_);
    told.push_back(name);
  });
  ASSERT_TRUE(comes([&] { return arrivals_.size() == 1 && told.size() == 2; }));
  reader.stop();
  EXPECT_EQ(told, (std::vector<std::string>{"000-no-envelope.mail", "001-folder.mail"}));
  EXPECT_TRUE(fs::exists(folder_ / "bad" / "000-no-envelope.mail"));
  EXPECT_EQ(arrivals_[0].source, "good");  // and never what a link points to
  EXPECT_TRUE(fs::exists(folder_ / ".half.mail.part"));
  EXPECT_EQ(reader.status().bad, 2u);
}

TEST_F(spool_folder, the_abandoned_half_of_a_killed_writer_goes_after_a_day) {
  fs::create_directory(folder_);
  const fs::path half = folder_ / ".x.mail.part";
  std::ofstream(half) << "half";
  fs::last_write_time(half, fs::file_time_type::clock::now() - std::chrono::hours(25));
  SpoolReader reader(folder_, keep());
  EXPECT_TRUE(comes([&] { return !fs::exists(half); }));
}

TEST_F(spool_folder, two_writers_at_once_never_share_a_name) {
  std::vector<std::thread> writers;
  for (int writer = 0; writer < 4; ++writer)
    writers.emplace_back([&] {
      for (int i = 0; i < 50; ++i) EXPECT_TRUE(spool(folder_, "x", {}));
    });
  for (std::thread& each : writers) each.join();
  EXPECT_EQ(files(), 200u);
}

TEST_F(spool_folder, what_is_too_large_or_has_no_place_is_refused_and_leaves_nothing) {
  const auto large = spool(folder_, std::string(largest_source + 1, 'x'), {});
  ASSERT_FALSE(large);
  EXPECT_EQ(large.error().code, ErrorCode::too_large);
  EXPECT_EQ(files(), 0u);
  const auto nowhere = spool(folder_ / "missing" / "spool", "x", {});
  ASSERT_FALSE(nowhere);
  EXPECT_EQ(nowhere.error().code, ErrorCode::storage);
  ASSERT_TRUE(spool(folder_, std::string(largest_source, 'x'), {}));
  EXPECT_EQ(files(), 1u);
}

}  // namespace
}  // namespace yakusoku::mail_in
