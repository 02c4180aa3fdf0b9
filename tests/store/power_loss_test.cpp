// rooms: adapters/store adapters/engine_postgres adapters/engine_sqlite adapters/system ports base
// with: lossy_disk.cpp
// The power goes at every write of a seeded run. Whatever was answered is there afterwards, nothing half done is, and
// the desk goes on.

#include <gtest/gtest.h>

#include <map>

#include "adapters/store/verify.hpp"
#include "desk_fixture.hpp"
#include "lossy_disk.hpp"

namespace yakusoku::store_tests {
namespace {

using namespace ports;

constexpr int batches = 12;
constexpr std::size_t commands_a_batch = 3;

using Answered = std::map<std::string, std::string>;  // key -> the ticket's id

// A reply, so that rows are changed too and not only added.
Command reply_to(std::int64_t ticket, const std::string& key) {
  return {key, key, [ticket, key](Transaction& to) -> Result<Answer> {
            const std::optional<TicketRow> found = to.ticket(Viewer::desk(), {ticket});
            if (!found) return fail(ErrorCode::not_found);  // the power went before it was written
            TicketRow row = *found;
            MessageRow message;
            message.id = {to.next_id("message")};
            message.ticket = row.id;
            message.version = ++row.version;
            message.at = to.now();
            message.body = key;
            message = to.insert(std::move(message));
            row.changed = to.append(record(ticket, row.version, to.now(), "[\"" + message.digest + "\"]")).position;
            to.update(row);
            return Answer{200, std::to_string(ticket)};
          }};
}

// Runs until the power goes; what was answered by then.
Answered seeded_run(const std::string& file) {
  Answered answered;
  Desk desk(file, "lossy");
  // Small steps, so that checkpoints are crashed too.
  desk.database->with_writer([](store::Connection& c) { c.execute_script("PRAGMA wal_autocheckpoint=40"); });
  for (int batch = 0; batch < batches; ++batch) {
    std::vector<Command> commands;
    for (std::size_t i = 0; i < commands_a_batch; ++i) {
      const std::string key = "key-" + std::to_string(batch) + "-" + std::to_string(i);
      commands.push_back(batch > 0 && i == 2 ? reply_to(batch, key) : opening(key, key));
    }
    const std::vector<Done> done = desk.desk->run(commands);
    for (std::size_t i = 0; i < done.size(); ++i) {
      if (done[i].answer) answered[commands[i].key] = done[i].answer->body;
    }
  }
  return answered;
}

Answered run_until(std::int64_t write) {
  const TemporaryFolder folder;
  LossyDisk::forget();
  LossyDisk::power_fails_at(write);
  try {
    return seeded_run((folder.path() / "desk.sqlite").string());
  } catch (const std::runtime_error&) {
    return {};  // before the desk was open
  }
}

void expect_all_kept(const Answered& answered, LossyDisk::Unsynced unsynced, std::uint64_t seed) {
  const TemporaryFolder folder;
  LossyDisk::put_remains(folder.path(), unsynced, seed);
  Desk desk((folder.path() / "desk.sqlite").string());
  ASSERT_TRUE(desk.desk->read([&](Reader& reader) {
    std::map<std::string, std::string> words;
    for (const TicketRow& row : reader.tickets_after(Viewer::desk(), {}, 1000)) {
      for (const MessageRow& message : reader.messages(Viewer::desk(), row.id))
        words[message.body] = std::to_string(row.id.value);
    }
    for (const auto& [key, ticket] : answered) EXPECT_EQ(words[key], ticket) << key;
  }));
  const auto findings = store::verify(*desk.database);
  ASSERT_TRUE(findings);
  EXPECT_TRUE(findings->empty()) << findings->front().where << ": " << findings->front().detail;
  for (const auto& [key, ticket] : answered) {
    const Done again = desk.run(Command{key, key, {}});
    EXPECT_TRUE(again.replayed && again.answer->body == ticket) << key;
  }
  EXPECT_TRUE(desk.run(opening("after", "after")).answer);
}

TEST(PowerLoss, at_every_write_of_a_run_nothing_answered_is_lost) {
  LossyDisk::install();
  const Answered whole = run_until(0);
  ASSERT_EQ(whole.size(), batches * commands_a_batch);
  const std::int64_t writes = LossyDisk::writes();
  ASSERT_GT(LossyDisk::syncs(), batches);
  std::size_t most = 0;
  for (std::int64_t write = 1; write <= writes && !testing::Test::HasFailure(); ++write) {
    SCOPED_TRACE("power lost at write " + std::to_string(write) + " of " + std::to_string(writes));
    const Answered answered = run_until(write);
    most = std::max(most, answered.size());
    expect_all_kept(answered, LossyDisk::Unsynced::lost, 0);
    expect_all_kept(answered, LossyDisk::Unsynced::by_chance, static_cast<std::uint64_t>(write));
  }
  EXPECT_GE(most, whole.size() - commands_a_batch);
  RecordProperty("writes", static_cast<int>(writes));
}

TEST(PowerLoss, a_full_or_failing_disk_answers_storage_and_reads_go_on) {
  LossyDisk::install();
  LossyDisk::forget();
  const TemporaryFolder folder;
  Desk desk((folder.path() / "desk.sqlite").string(), "lossy");
  ASSERT_TRUE(desk.run(opening("a", "a")).answer);
  LossyDisk::power_fails_at(1);
  std::vector<Command> batch{opening("b", "b"), opening("c", "c")};
  for (const Done& done : desk.desk->run(batch)) {
    ASSERT_FALSE(done.answer);
    EXPECT_EQ(done.answer.error().code, ErrorCode::storage);
  }
  desk.desk->read([](Reader& reader) {
    EXPECT_EQ(reader.tickets_after(Viewer::desk(), {}, 10).size(), 1u);
    EXPECT_EQ(reader.head(), 1);
  });
}

}  // namespace
}  // namespace yakusoku::store_tests
