// rooms: adapters/store adapters/engine_postgres adapters/engine_sqlite adapters/system ports base
// The statements that run all day go through the index made for them: no scan, no sort.

#include <gtest/gtest.h>

#include <deque>

#include "adapters/store/statements.hpp"
#include "desk_fixture.hpp"

namespace yakusoku::store_tests {
namespace {

class Plans : public testing::Test {
 protected:
  Plans() : desk_("") {}

  std::string plan_of(const std::string& statement) {
    std::string plan;
    desk_.database->with_writer([&](store::Connection& connection) {
      const std::string& name = kept_.emplace_back("explain " + statement);
      const std::string& text = kept_.emplace_back("EXPLAIN QUERY PLAN " + store::sql_named(statement).text);
      store::Rows rows(connection.prepared(name, text, {}));
      while (rows.next()) {
        rows.integer(), rows.integer(), rows.integer();
        plan += rows.text() + "\n";
      }
    });
    return plan;
  }
  void expect_index(const std::string& statement, const std::string& index) {
    const std::string plan = plan_of(statement);
    EXPECT_NE(plan.find("INDEX " + index + " "), std::string::npos) << statement << "\n" << plan;
    EXPECT_EQ(plan.find("TEMP B-TREE"), std::string::npos) << statement << "\n" << plan;
  }

  Desk desk_;
  std::deque<std::string> kept_;  // the connection keeps views of them
};

TEST_F(Plans, queues_walk_their_partial_index_in_order) {
  expect_index("queue/open", "tickets_open");
  expect_index("queue/mine", "tickets_open_mine");
  expect_index("queue/group", "tickets_open_group");
  expect_index("queue/unassigned", "tickets_open_mine");
  expect_index("queue/due", "tickets_due");
  expect_index("queue/pending", "tickets_waiting");
  expect_index("queue/solved", "tickets_solved");
  expect_index("queue/all", "tickets_order");
}

TEST_F(Plans, the_key_of_a_page_is_sought_and_not_skipped_to) {
  for (const char* view : {"queue/open", "queue/mine", "queue/group", "queue/solved", "queue/all"})
    EXPECT_NE(plan_of(view).find("(rank,next_due,tie)>"), std::string::npos) << plan_of(view);
}

TEST_F(Plans, wakes_and_lists_go_through_theirs) {
  expect_index("tickets/due_wakes", "tickets_wake");
  expect_index("tickets/earliest_wake", "tickets_wake");
  expect_index("tickets/of_person", "tickets_person");
  expect_index("tickets/of_organization", "tickets_organization");
  expect_index("tickets/changed_since", "tickets_changed");
  expect_index("messages/of_ticket", "messages_ticket");
  expect_index("log/of_subject", "log_subject");
  expect_index("log/newest_version", "log_subject");
  expect_index("people/by_address", "people_email");
  expect_index("once/forget", "once_forget");
}

TEST_F(Plans, what_is_named_by_its_id_is_sought_by_it) {
  for (const char* statement :
       {"tickets/load", "tickets/update", "people/load", "once/load", "sessions/load", "log/after"}) {
    const std::string plan = plan_of(statement);
    EXPECT_NE(plan.find("PRIMARY KEY"), std::string::npos) << statement << "\n" << plan;
    EXPECT_EQ(plan.find("SCAN"), std::string::npos) << statement << "\n" << plan;
  }
}

// A customer's own view of a ticket must not walk participants.
TEST_F(Plans, the_viewers_scope_is_sought_too) {
  EXPECT_NE(plan_of("tickets/load").find("(ticket_id=? AND person_id=?)"), std::string::npos)
      << plan_of("tickets/load");
}

}  // namespace
}  // namespace yakusoku::store_tests
