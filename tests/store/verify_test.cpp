// rooms: adapters/store adapters/engine_postgres adapters/engine_sqlite adapters/system ports base
// `verify` finds each kind of drift, and nothing on a desk that is as it was written.

#include <gtest/gtest.h>

#include "adapters/store/verify.hpp"
#include "desk_fixture.hpp"

namespace yakusoku::store_tests {
namespace {

using namespace ports;
using store::Finding;

class VerifyTest : public testing::Test {
 protected:
  VerifyTest() : desk_("") {
    for (int i = 0; i < 3; ++i) desk_.run(opening("", "words " + std::to_string(i)));
    desk_.run([](Transaction& to) -> Result<Answer> {
      TicketRow row = *to.ticket(Viewer::desk(), {2});
      row.version = 2;
      row.next_wake = {500};
      row.changed = to.append(record(2, 2, to.now())).position;
      to.update(row);
      ClockRow clock;
      clock.ticket = {2};
      clock.clock = "first_response";
      clock.due = {500};
      to.put(clock);
      return Answer{};
    });
  }
  void spoil(const std::string& sql) {
    desk_.database->with_writer([&](store::Connection& connection) { connection.execute_script(sql); });
  }
  std::vector<Finding> findings(const store::VerifyOptions& options = {}) {
    return store::verify(*desk_.database, options).value();
  }
  // The one finding that the change leads to.
  void expect_one(Finding::Kind kind, const std::string& where) {
    const std::vector<Finding> found = findings();
    ASSERT_EQ(found.size(), 1u) << (found.empty() ? "" : found.front().detail + " | " + found.back().detail);
    EXPECT_EQ(found[0].kind, kind);
    EXPECT_EQ(found[0].where, where);
  }

  Desk desk_;
};

TEST_F(VerifyTest, a_desk_as_it_was_written_is_clean) { EXPECT_TRUE(findings().empty()); }

TEST_F(VerifyTest, an_erased_message_is_clean_and_a_half_erased_one_is_not) {
  desk_.run([](Transaction& to) -> Result<Answer> {
    to.erase_message({1}, to.now(), {9}, "asked");
    return Answer{};
  });
  EXPECT_TRUE(findings().empty());
  spoil("UPDATE messages SET body = 'back again' WHERE id = 1");
  expect_one(Finding::Kind::message, "message 1");
}

TEST_F(VerifyTest, a_changed_record) {
  spoil("UPDATE log SET at = at + 1 WHERE position = 2");
  expect_one(Finding::Kind::chain, "log 2");
}

TEST_F(VerifyTest, a_changed_text_in_a_record) {
  spoil(R"(UPDATE log SET act = '{"act":"other"}' WHERE position = 3)");
  expect_one(Finding::Kind::chain, "log 3");
}

TEST_F(VerifyTest, a_dropped_record) {
  spoil("DELETE FROM log WHERE position = 2");
  const std::vector<Finding> found = findings();
  const auto has = [&](Finding::Kind kind) {
    return std::any_of(found.begin(), found.end(), [&](const Finding& one) { return one.kind == kind; });
  };
  EXPECT_TRUE(has(Finding::Kind::position));
  EXPECT_TRUE(has(Finding::Kind::chain));
  EXPECT_TRUE(has(Finding::Kind::version));
}

TEST_F(VerifyTest, a_lost_end_of_the_log) {
  spoil("DELETE FROM log WHERE position = 4; UPDATE tickets SET version = 1, changed = 2 WHERE id = 2");
  expect_one(Finding::Kind::position, "log 4");
}

TEST_F(VerifyTest, a_row_that_does_not_stand_where_the_log_does) {
  spoil("UPDATE tickets SET version = 7 WHERE id = 2");
  expect_one(Finding::Kind::ticket_row, "ticket 2");
}

TEST_F(VerifyTest, a_row_that_is_gone) {
  spoil("DELETE FROM tickets WHERE id = 3");
  expect_one(Finding::Kind::ticket_row, "ticket 3");
}

TEST_F(VerifyTest, words_that_were_changed) {
  spoil("UPDATE messages SET body = 'never said' WHERE id = 2");
  expect_one(Finding::Kind::message, "message 2");
}

TEST_F(VerifyTest, a_due_that_nobody_wakes_for) {
  spoil("UPDATE tickets SET next_wake = 501 WHERE id = 2");
  expect_one(Finding::Kind::wake, "ticket 2");
}

TEST_F(VerifyTest, a_replay_that_differs) {
  store::VerifyOptions options;
  options.replay = [](const TicketRow& row, const std::vector<LogRow>& records) -> std::optional<std::string> {
    if (row.id == TicketId{2} && records.size() == 2) return "differs";
    return std::nullopt;
  };
  const std::vector<Finding> found = findings(options);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].kind, Finding::Kind::replay);
}

}  // namespace
}  // namespace yakusoku::store_tests
