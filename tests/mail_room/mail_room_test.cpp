// rooms: apps adapters/engine_sqlite adapters/shelf adapters/store adapters/system desk
// The reading side of the mail room over a desk in memory: what waits, what is counted, when timers go on.

#include "apps/mail_room.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <fstream>
#include <sstream>

#include "../fixtures/memory_blobs.hpp"
#include "adapters/engine_sqlite/sqlite.hpp"
#include "adapters/shelf/locked_shelf.hpp"
#include "adapters/store/open_store.hpp"
#include "adapters/store/writer.hpp"
#include "adapters/system/dice.hpp"
#include "adapters/system/test_clock.hpp"

namespace yakusoku::apps {
namespace {

constexpr std::chrono::seconds patience{60};

// Tells of each look, and may say that the disk can't be read.
class WatchedBlobs : public MemoryBlobs {
 public:
  Result<std::string> get(std::string_view hash) override {
    if (seen && !seen()) return fail(ErrorCode::storage);
    return MemoryBlobs::get(hash);
  }
  std::function<bool()> seen;
};

class Room : public ::testing::Test {
 protected:
  void SetUp() override {
    char folder[] = "/tmp/mail_room_XXXXXX";
    ASSERT_NE(nullptr, mkdtemp(folder));
    folder_ = folder;
    database_ = std::move(*engine_sqlite::open_database({}));
    store_ = std::move(*store::open_store(*database_, time_, dice_));
    std::vector<program::SourceFile> files;
    for (const std::string name : {"program.yaml", "days.yaml"}) {
      std::ifstream stream(std::string(YAKUSOKU_SOURCE_DIR) + "/tests/programs/golden/" + name);
      std::ostringstream text;
      text << stream.rdbuf();
      files.push_back({name, text.str()});
    }
    run([&](auto& t) { return desk::enact_program(t, shelf_, desk::Caller::desk(), {files}); });
    ports::Mailbox box;
    box.name = "support";
    box.address = "support@vendor.example";
    (void)store_->read([&](ports::Reader& reader) { box.program = reader.programs().front().key; });
    mail_.mail.mailboxes = {box};
    mail_.office = {&mail_.mail, "a key of thirty-two bytes, always"};
  }
  void TearDown() override {
    room_.reset();
    writer_.reset();
    std::filesystem::remove_all(folder_);
  }

  void run(std::function<Result<ports::Answer>(ports::Transaction&)> body) {
    std::vector<ports::Command> commands(1);
    commands[0].run = std::move(body);
    const auto answer = store_->run(commands).front().answer;
    ASSERT_TRUE(answer) << entry_of(answer.error().code).name << " " << answer.error().detail;
  }
  std::int64_t keep(const std::string& name) {
    ports::MailSourceRow row;
    row.arrival = "spool/" + name;
    row.mailbox = "support";
    row.envelope = "{}";
    row.arrived_at = time_.now();
    row.blob = *blobs_.put("From: " + name + "@customer.example\r\nSubject: " + name + "\r\n\r\nHello\r\n");
    run([&](auto& t) { return desk::keep_mail(t, row); });
    std::int64_t id = 0;
    (void)store_->read([&](ports::Reader& reader) { id = reader.mail_source_by_arrival(row.arrival)->id; });
    return id;
  }
  ports::MailSourceRow source(std::int64_t id) {
    ports::MailSourceRow row;
    (void)store_->read([&](ports::Reader& reader) { row = *reader.mail_source(id); });
    return row;
  }
  void open() {
    writer_ = std::make_unique<store::Writer>(*store_, time_, store::Writer::Options{}, store::Writer::Hooks{});
    MailRoom::Desk desk{*store_, blobs_, shelf_, time_,
                        [this](ports::Command command, std::function<void(ports::Done)> done) {
                          writer_->submit(store::Lane::background, std::move(command), std::move(done));
                        },
                        [](std::string_view, std::string_view, std::string_view) {}, folder_ / "spool",
                        [this] {
                          const std::lock_guard lock(mutex_);
                          ++told_;
                          changed_.notify_all();
                        }};
    room_ = std::make_unique<MailRoom>(std::move(desk), mail_);
  }
  // Until the room says that timers go on: all that waited was read.
  bool timers_go_on() {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, patience, [&] { return told_ > 0; });
  }

  std::filesystem::path folder_;
  system::TestClock time_{*from_iso("2026-11-20T01:15:00Z")};
  system::SeededDice dice_{7};
  shelf::LockedShelf shelf_;
  WatchedBlobs blobs_;
  std::unique_ptr<store::Database> database_;
  std::unique_ptr<ports::Store> store_;
  std::unique_ptr<store::Writer> writer_;
  MailParts mail_;
  std::unique_ptr<MailRoom> room_;
  std::mutex mutex_;
  std::condition_variable changed_;
  int told_ = 0;
};

TEST_F(Room, a_disk_that_cannot_be_read_for_a_while_costs_a_mail_no_attempt_and_timers_wait) {
  const std::int64_t id = keep("anna");
  int looks = 0;
  bool held = true;
  blobs_.seen = [&] {
    const std::lock_guard lock(mutex_);
    held = held && told_ == 0;
    return ++looks > desk::most_attempts + 1;
  };
  open();
  ASSERT_TRUE(timers_go_on());
  EXPECT_TRUE(held);
  EXPECT_FALSE(room_->holds_timers());
  EXPECT_EQ(desk::most_attempts + 2, looks);
  const ports::MailSourceRow row = source(id);
  EXPECT_NE(ports::MailOutcome::waiting, row.outcome);
  EXPECT_NE(ports::MailOutcome::failed, row.outcome);
  EXPECT_EQ(1, row.attempts);
  EXPECT_EQ(1, told_);
}

TEST_F(Room, those_that_were_begun_by_a_desk_that_died_are_read_one_at_a_time) {
  std::vector<std::int64_t> all;
  for (const char* name : {"anna", "ben", "cleo"}) all.push_back(keep(name));
  run([&](auto& t) { return desk::begin_reading(t, all); });
  int looks = 0;
  blobs_.seen = [&] {
    int begun = 0;
    for (const std::int64_t id : all) {
      const ports::MailSourceRow row = source(id);
      if (row.outcome == ports::MailOutcome::waiting && row.attempts == 2) ++begun;
    }
    EXPECT_EQ(1, begun);
    ++looks;
    return true;
  };
  open();
  ASSERT_TRUE(timers_go_on());
  EXPECT_EQ(3, looks);
  for (const std::int64_t id : all) EXPECT_NE(ports::MailOutcome::waiting, source(id).outcome);
}

TEST_F(Room, one_that_killed_the_desk_too_often_is_given_up_unread_and_its_neighbours_are_taken) {
  const std::int64_t deadly = keep("deadly"), neighbour = keep("ben");
  for (int i = 0; i < desk::most_attempts; ++i)
    run([&](auto& t) { return desk::begin_reading(t, std::vector{deadly}); });
  int looks = 0;
  blobs_.seen = [&] { return ++looks > 0; };
  open();
  ASSERT_TRUE(timers_go_on());
  EXPECT_EQ(1, looks);
  EXPECT_EQ(ports::MailOutcome::failed, source(deadly).outcome);
  EXPECT_NE(ports::MailOutcome::waiting, source(neighbour).outcome);
  EXPECT_NE(ports::MailOutcome::failed, source(neighbour).outcome);
}

// Sixty-four that can't be read at the moment do not stand before the others.
TEST_F(Room, what_stands_behind_a_round_that_has_to_wait_has_its_turn) {
  for (int i = 0; i < 64; ++i) keep("stuck" + std::to_string(i));
  const std::int64_t behind = keep("behind");
  int looks = 0;
  blobs_.seen = [&] {
    return ++looks > 64;
  };
  open();
  ASSERT_TRUE(timers_go_on());
  EXPECT_NE(ports::MailOutcome::waiting, source(behind).outcome);
  EXPECT_EQ(64 + 65, looks);
}

}  // namespace
}  // namespace yakusoku::apps
