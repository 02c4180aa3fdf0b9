// rooms: adapters/engine_postgres adapters/engine_sqlite adapters/store adapters/system base ports
// What only an engine behind a connection does: waits for the desk's lock and for the pool no longer than it says, and goes
// over a connection that the server ended. Skipped where no server is named (tests/engines/run names one).

#include <future>

#include "contract_fixture.hpp"

namespace yakusoku::store_tests {
namespace {

class PostgresEngine : public testing::Test {
 protected:
  void SetUp() override {
    if (postgres_uri().empty()) GTEST_SKIP() << "no PostgreSQL is named";
    schema_ = "e" + std::to_string(getpid()) + "_" + testing::UnitTest::GetInstance()->current_test_info()->name();
    options_.uri = postgres_uri();
    options_.schema = schema_;
    options_.own_clock = false;
    options_.wait_seconds = 1;
    options_.readers = 1;
    desk_.emplace(Desk::in_postgres(postgres_uri(), schema_));
    second_ = std::move(*engine_postgres::open_database(options_));
    auto made = store::open_store(*second_, clock_, dice_);
    ASSERT_TRUE(made);
    store_ = *std::move(made);
  }
  void TearDown() override {
    if (!desk_) return;
    store_.reset();
    second_.reset();
    desk_->database->with_writer(
        [&](store::Connection& connection) { connection.execute_script("DROP SCHEMA " + schema_ + " CASCADE"); });
  }
  // Ends every connection of the server's but the one that asks.
  void end_connections() {
    desk_->database->with_reader([&](store::Connection& connection) {
      connection.execute_script(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND application_name LIKE "
          "'yakusoku writes'");
    });
  }
  static Result<Answer> nothing(Transaction& to) {
    to.next_id("probe");
    return Answer{};
  }

  std::string schema_;
  engine_postgres::Options options_;
  std::optional<Desk> desk_;
  system::TestClock clock_{start};
  system::SeededDice dice_{9};
  std::unique_ptr<store::Database> second_;
  std::unique_ptr<Store> store_;
};

TEST_F(PostgresEngine, a_pool_that_is_used_up_says_so_within_the_wait_and_goes_on_when_it_is_free) {
  std::promise<void> in_hand, go_on;
  auto holder = std::async(std::launch::async, [&] {
    return store_->read([&](Reader&) {
      in_hand.set_value();
      go_on.get_future().wait();
    });
  });
  in_hand.get_future().wait();
  const Outcome refused = store_->read([](Reader&) {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::storage);
  go_on.set_value();
  EXPECT_TRUE(holder.get());
  EXPECT_TRUE(store_->read([](Reader&) {}));
}

TEST_F(PostgresEngine, who_does_not_get_the_desk_s_lock_answers_storage_and_later_takes_it) {
  std::promise<void> in_hand, go_on;
  auto holder = std::async(std::launch::async, [&] {
    return desk_->run([&](Transaction& to) {
      in_hand.set_value();
      go_on.get_future().wait();
      return nothing(to);
    });
  });
  in_hand.get_future().wait();
  Command command;
  command.run = nothing;
  EXPECT_EQ(store_->run(std::span(&command, 1)).front().answer.error().code, ErrorCode::storage);
  go_on.set_value();
  EXPECT_TRUE(holder.get().answer);
  const Done later = store_->run(std::span(&command, 1)).front();
  EXPECT_TRUE(later.answer) << later.answer.error().detail;
}

TEST_F(PostgresEngine, a_connection_that_the_server_ended_in_the_middle_is_made_anew_and_the_command_runs_once) {
  int runs = 0;
  const Done done = desk_->run([&](Transaction& to) {
    if (++runs == 1) end_connections();
    return nothing(to);
  });
  EXPECT_TRUE(done.answer) << done.answer.error().detail;
  EXPECT_EQ(runs, 2);
  // Of the first run nothing stands: the next number is the second.
  std::int64_t next = 0;
  EXPECT_TRUE(desk_
                  ->run([&](Transaction& to) {
                    next = to.next_id("probe");
                    return Result<Answer>(Answer{});
                  })
                  .answer);
  EXPECT_EQ(next, 2);
}

TEST_F(PostgresEngine, of_two_sessions_one_has_the_duty_and_the_other_gets_it_when_that_one_ends) {
  auto first = engine_postgres::duty(options_, "duty"), second = engine_postgres::duty(options_, "duty");
  EXPECT_TRUE(first->held());
  EXPECT_TRUE(first->held());
  EXPECT_FALSE(second->held());
  first.reset();
  bool held = false;
  for (int tries = 0; tries < 1000 && !held; ++tries) held = second->held();  // the server frees it as the session ends
  EXPECT_TRUE(held);
}

TEST_F(PostgresEngine, a_statement_that_the_rows_refuse_ends_its_own_command_alone) {
  std::vector<Command> commands(3);
  commands[0].run = commands[2].run = nothing;
  commands[1].run = [](Transaction& to) -> Result<Answer> {
    TicketRow row;
    row.id = {1};
    to.insert(row);
    to.insert(row);  // the same number again
    return Answer{};
  };
  const auto done = store_->run(commands);
  EXPECT_TRUE(done[0].answer);
  EXPECT_EQ(done[1].answer.error().code, ErrorCode::internal);
  EXPECT_TRUE(done[2].answer);
}

}  // namespace
}  // namespace yakusoku::store_tests
