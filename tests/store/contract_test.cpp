// rooms: adapters/store adapters/engine_postgres adapters/engine_sqlite adapters/system ports base
// What every engine owes the ports for batches, log and tickets: run in memory and on disk.

#include <gtest/gtest.h>

#include "contract_fixture.hpp"

namespace yakusoku::store_tests {
namespace {

INSTANTIATE_TEST_SUITE_P(Engines, Contract, testing::ValuesIn(engines()), name_of);

using Ids = std::vector<std::int64_t>;

TEST_P(Contract, a_ticket_comes_back_as_it_was_written) {
  TicketRow written;
  change([&](Transaction& to) {
    written = open_ticket(to, {5}, "words", [](TicketRow& row) {
      row.severity = "sev1";
      row.category = Category::hold;
      row.rank = -3;
      row.next_due = {77};
      row.next_wake = {66};
      row.group = {2};
      row.assignee = {3};
      row.organization = {4};
      row.tags = {"vip", "引用\"符"};
    });
  });
  const auto read = ask<std::optional<TicketRow>>([&](Reader& r) { return r.ticket(Viewer::desk(), written.id); });
  ASSERT_TRUE(read);
  EXPECT_EQ(read->id, written.id);
  EXPECT_EQ(read->version, 1);
  EXPECT_EQ(read->state, written.state);
  EXPECT_EQ(read->program, ProgramId{1});
  EXPECT_EQ(read->kind, "incident");
  EXPECT_EQ(read->severity, "sev1");
  EXPECT_EQ(read->category, Category::hold);
  EXPECT_EQ(read->rank, -3);
  EXPECT_EQ(read->next_due, Instant{77});
  EXPECT_EQ(read->next_wake, Instant{66});
  EXPECT_EQ(read->group, GroupId{2});
  EXPECT_EQ(read->assignee, PersonId{3});
  EXPECT_EQ(read->requester, PersonId{5});
  EXPECT_EQ(read->organization, OrganizationId{4});
  EXPECT_EQ(read->subject, "回線が落ちた");
  EXPECT_EQ(read->created_at, start);
  EXPECT_EQ(read->changed, 1);
  EXPECT_EQ(read->tags, (std::vector<std::string>{"vip", "引用\"符"}));

  change([&](Transaction& to) {
    TicketRow next = *to.ticket(Viewer::desk(), written.id);
    next.version = 2;
    next.subject = "changed";
    next.next_due = far_future;
    next.changed = to.append(record(next.id.value, 2, to.now())).position;
    to.update(next);
  });
  const auto again = ask<std::optional<TicketRow>>([&](Reader& r) { return r.ticket(Viewer::desk(), written.id); });
  EXPECT_EQ(again->subject, "changed");
  EXPECT_EQ(again->next_due, far_future);
  EXPECT_EQ(again->version, 2);
  EXPECT_EQ(again->changed, 2);
}

TEST_P(Contract, the_same_key_is_answered_again_and_not_done_again) {
  const Done first = run(opening("key", "words"));
  ASSERT_TRUE(first.answer);
  EXPECT_FALSE(first.replayed);
  const Done second = run(opening("key", "words"));
  ASSERT_TRUE(second.answer);
  EXPECT_TRUE(second.replayed);
  EXPECT_EQ(second.answer->body, first.answer->body);
  EXPECT_EQ(second.answer->status, 201);
  EXPECT_EQ(all_tickets().size(), 1u);
  const Done other = run(opening("key", "other words"));
  ASSERT_FALSE(other.answer);
  EXPECT_EQ(other.answer.error().code, ErrorCode::key_reused);
}

TEST_P(Contract, twice_the_same_key_in_one_batch_is_done_once) {
  std::vector<Command> batch{opening("key", "words"), opening("key", "words")};
  const std::vector<Done> done = store().run(batch);
  EXPECT_FALSE(done[0].replayed);
  EXPECT_TRUE(done[1].replayed);
  EXPECT_EQ(all_tickets().size(), 1u);
}

TEST_P(Contract, a_key_is_forgotten_after_fourteen_days) {
  run(opening("key", "words"));
  desk_->clock.push_to(start + days(14) - seconds(1));
  run(opening("", "anything that lets the store tidy up"));
  EXPECT_TRUE(run(opening("key", "words")).replayed);
  desk_->clock.push_to(start + days(14));
  run(opening("", "again"));
  EXPECT_FALSE(run(opening("key", "words")).replayed);
}

TEST_P(Contract, an_expected_no_undoes_its_own_command_only) {
  const auto refusing = [](Transaction& to) -> Result<Answer> {
    open_ticket(to, {5}, "gone");
    return fail(ErrorCode::refused_by_program, "severity");
  };
  std::vector<Command> batch{opening("a", "first"), {"b", "", refusing}, opening("c", "third")};
  const std::vector<Done> done = store().run(batch);
  EXPECT_EQ(done[0].answer->body, "1");
  EXPECT_EQ(done[1].answer.error().code, ErrorCode::refused_by_program);
  EXPECT_EQ(done[2].answer->body, "2");  // the id of the undone one is free again
  EXPECT_EQ(head(), 2);
  // A "no" is not remembered: what forbade it may have gone.
  const Done again = run(Command{"b", "", [](Transaction&) -> Result<Answer> { return Answer{200, "now"}; }});
  EXPECT_EQ(again.answer->body, "now");
  EXPECT_FALSE(again.replayed);
}

TEST_P(Contract, our_own_bug_ends_its_command_only) {
  const auto broken = [](Transaction& to) -> Result<Answer> {
    open_ticket(to, {5}, "gone");
    throw BrokenInvariant("a bug");
  };
  const auto twice = [](Transaction& to) -> Result<Answer> {
    to.insert(*to.ticket(Viewer::desk(), {1}));  // the rows refuse it
    return Answer{};
  };
  std::vector<Command> batch{opening("", "first"), {"", "", broken}, {"", "", twice}, opening("", "last")};
  const std::vector<Done> done = store().run(batch);
  EXPECT_TRUE(done[0].answer);
  EXPECT_EQ(done[1].answer.error().code, ErrorCode::internal);
  EXPECT_EQ(done[2].answer.error().code, ErrorCode::internal);
  EXPECT_TRUE(done[3].answer);
  EXPECT_EQ(all_tickets().size(), 2u);
}

TEST_P(Contract, the_desk_clock_never_goes_back) {
  class Reversed : public TimeSource {
   public:
    Instant now() override { return at; }
    Instant at{2'000'000'000};
  } time;
  system::SeededDice dice{1};
  auto second = store::open_store(*desk_->database, time, dice);
  ASSERT_TRUE(second);
  Instant seen;
  std::vector<Command> look{{"", "", [&](Transaction& to) -> Result<Answer> {
                               seen = to.now();
                               return Answer{};
                             }}};
  (*second)->run(look);
  EXPECT_EQ(seen, Instant{2'000'000'000});
  time.at = {1'000};
  (*second)->run(look);
  EXPECT_EQ(seen, Instant{2'000'000'000});
  EXPECT_EQ(ask<Instant>([](Reader& reader) { return reader.clock_at(); }), Instant{2'000'000'000});
}

TEST_P(Contract, the_log_is_chained_and_its_versions_follow) {
  change([](Transaction& to) {
    open_ticket(to, {5}, "one");
    const LogRow second = to.append(record(1, 2, to.now()));
    EXPECT_EQ(second.position, 2);
    EXPECT_EQ(to.head(), 2);
  });
  const auto records = ask<std::vector<LogRow>>([](Reader& reader) { return reader.log_of(Subject::ticket, 1); });
  ASSERT_EQ(records.size(), 2u);
  EXPECT_EQ(records[0].chain.size(), 64u);
  EXPECT_NE(records[0].chain, records[1].chain);
  EXPECT_EQ(records[1].act, R"({"act":"open"})");
  const auto after = ask<std::vector<LogRow>>([](Reader& reader) { return reader.log_after(1, 10); });
  ASSERT_EQ(after.size(), 1u);
  EXPECT_EQ(after[0].version, 2);
}

TEST_P(Contract, a_version_that_does_not_follow_is_our_bug) {
  change([](Transaction& to) { open_ticket(to, {5}, "one"); });
  const Done repeated = run([](Transaction& to) -> Result<Answer> {
    to.append(record(1, 1, to.now()));
    return Answer{};
  });
  EXPECT_EQ(repeated.answer.error().code, ErrorCode::internal);
  EXPECT_DEATH(run([](Transaction& to) -> Result<Answer> {
                 to.append(record(1, 3, to.now()));
                 return Answer{};
               }),
               "broken invariant");
}

TEST_P(Contract, queues_are_in_order_and_paged_by_key) {
  change([](Transaction& to) {
    const auto add = [&](std::int64_t rank, Instant due, Category category, PersonId assignee, GroupId group) {
      open_ticket(to, {5}, "x", [&](TicketRow& row) {
        row.rank = rank;
        row.next_due = due;
        row.category = category;
        row.assignee = assignee;
        row.group = group;
      });
    };
    add(2, {100}, Category::open, {8}, {1});          // 1
    add(1, far_future, Category::pending, {8}, {2});  // 2
    add(1, {300}, Category::fresh, {}, {1});          // 3
    add(1, {200}, Category::open, {9}, {1});          // 4
    add(0, {50}, Category::solved, {8}, {1});         // 5
    add(0, far_future, Category::closed, {8}, {1});   // 6
    add(1, {200}, Category::hold, {8}, {1});          // 7
  });
  using View = QueueQuery::View;
  EXPECT_EQ(queue({.view = View::open}), (Ids{4, 7, 3, 2, 1}));
  EXPECT_EQ(queue({.view = View::mine, .assignee = {8}}), (Ids{7, 2, 1}));
  EXPECT_EQ(queue({.view = View::group, .group = {1}}), (Ids{4, 7, 3, 1}));
  EXPECT_EQ(queue({.view = View::unassigned}), (Ids{3}));
  EXPECT_EQ(queue({.view = View::due}), (Ids{5, 4, 7, 3, 1}));
  EXPECT_EQ(queue({.view = View::pending}), (Ids{7, 2}));
  EXPECT_EQ(queue({.view = View::solved}), (Ids{5}));
  EXPECT_EQ(queue({.view = View::all}), (Ids{5, 6, 4, 7, 3, 2, 1}));
  EXPECT_EQ(queue({.view = View::all, .program = {2}}), (Ids{}));
  EXPECT_EQ(queue({.view = View::open, .limit = 2}), (Ids{4, 7}));
  EXPECT_EQ(queue({.view = View::open, .after = QueueQuery::After{1, {200}, {7}}, .limit = 2}), (Ids{3, 2}));
  const auto count = [&](QueueQuery query, std::int64_t at_most) {
    return ask<std::int64_t>([&](Reader& reader) { return reader.count(Viewer::desk(), query, at_most); });
  };
  EXPECT_EQ(count({.view = View::open}, 1000), 5);
  EXPECT_EQ(count({.view = View::open}, 3), 3);
  EXPECT_EQ(count({.view = View::mine, .assignee = {8}}, 1000), 3);
}

TEST_P(Contract, a_viewer_sees_his_scope_and_nothing_else) {
  change([](Transaction& to) {
    open_ticket(to, {5}, "five's", [](TicketRow& row) { row.organization = {30}; });
    open_ticket(to, {6}, "six's", [](TicketRow& row) { row.organization = {30}; });
    open_ticket(to, {7}, "seven's", [](TicketRow& row) { row.organization = {31}; });
    open_ticket(to, {}, "nobody's");
    to.insert(ParticipantRow{{3}, {5}, "cc", 2});
  });
  const auto seen = [&](const Viewer& viewer) {
    Ids ids;
    for (const auto& row : ask<std::vector<TicketRow>>([&](Reader& r) { return r.tickets_after(viewer, {}, 100); }))
      ids.push_back(row.id.value);
    return ids;
  };
  const Viewer customer{{5}, Role::customer, {30}};
  const Viewer admin{{6}, Role::customer_admin, {30}};
  EXPECT_EQ(seen(Viewer::desk()), (Ids{1, 2, 3, 4}));
  EXPECT_EQ(seen({{9}, Role::light_agent, {}}), (Ids{1, 2, 3, 4}));
  EXPECT_EQ(seen(customer), (Ids{1, 3}));
  EXPECT_EQ(seen(admin), (Ids{1, 2}));
  EXPECT_EQ(seen({{8}, Role::customer_admin, {}}), (Ids{}));
  EXPECT_EQ(seen({{}, Role::customer, {}}), (Ids{}));
  EXPECT_EQ(queue({.view = QueueQuery::View::all}, customer), (Ids{1, 3}));
  store().read([&](Reader& reader) {
    EXPECT_FALSE(reader.ticket(customer, {2}));
    EXPECT_TRUE(reader.ticket(admin, {1}));
    const std::vector<TicketId> asked{{1}, {2}, {3}};
    EXPECT_EQ(reader.tickets(customer, asked).size(), 2u);
    EXPECT_EQ(reader.requests_of(customer, {6}, 0, 10).size(), 0u);
    EXPECT_EQ(reader.requests_of(admin, {5}, 0, 10).size(), 1u);
    EXPECT_EQ(reader.requests_of_organization(customer, {30}, 0, 10).size(), 1u);
    EXPECT_EQ(reader.requests_of_organization(admin, {30}, 2, 10).size(), 1u);
    EXPECT_EQ(reader.tickets_changed_since(customer, 1, 10).size(), 1u);
    EXPECT_EQ(reader.count(customer, {.view = QueueQuery::View::open}, 10), 2);
    EXPECT_EQ(reader.participants(customer, {3}).size(), 1u);
    EXPECT_EQ(reader.participants(admin, {3}).size(), 0u);
  });
}

TEST_P(Contract, customers_read_public_messages_and_participants_what_came_after_them) {
  change([](Transaction& to) {
    open_ticket(to, {7}, "before");
    const auto add = [&](std::int64_t version, Visibility visibility, const std::string& body) {
      MessageRow message;
      message.id = {to.next_id("message")};
      message.ticket = {1};
      message.version = version;
      message.visibility = visibility;
      message.at = to.now();
      message.body = body;
      to.insert(std::move(message));
    };
    add(2, Visibility::staff, "note");
    add(3, Visibility::everyone, "reply");
    to.insert(ParticipantRow{{1}, {5}, "cc", 3});
  });
  const auto bodies = [&](const Viewer& viewer) {
    std::vector<std::string> out;
    for (const auto& row : ask<std::vector<MessageRow>>([&](Reader& r) { return r.messages(viewer, {1}); }))
      out.push_back(row.body);
    return out;
  };
  using Bodies = std::vector<std::string>;
  EXPECT_EQ(bodies(Viewer::desk()), (Bodies{"before", "note", "reply"}));
  EXPECT_EQ(bodies({{7}, Role::customer, {}}), (Bodies{"before", "reply"}));
  EXPECT_EQ(bodies({{5}, Role::customer, {}}), (Bodies{"reply"}));
  EXPECT_EQ(bodies({{8}, Role::customer, {}}), (Bodies{}));
}

TEST_P(Contract, clocks_are_put_by_cycle_and_customers_see_theirs) {
  change([](Transaction& to) {
    open_ticket(to, {7}, "x");
    ClockRow clock;
    clock.ticket = {1};
    clock.clock = "first_response";
    clock.due = {500};
    clock.budget = 60;
    to.put(clock);
    clock.verdict = "met";
    clock.state = CycleState::met;
    to.put(clock);
    clock.cycle = 2;
    to.put(clock);
    clock.clock = "internal";
    clock.customer_facing = false;
    to.put(clock);
  });
  const auto clocks = [&](const Viewer& viewer) {
    return ask<std::vector<ClockRow>>([&](Reader& r) { return r.clocks(viewer, {1}); });
  };
  const auto all = clocks(Viewer::desk());
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[0].verdict, "met");
  EXPECT_EQ(all[0].state, CycleState::met);
  EXPECT_EQ(all[1].cycle, 2);
  EXPECT_EQ(clocks({{7}, Role::customer, {}}).size(), 2u);
  EXPECT_EQ(clocks({{8}, Role::customer, {}}).size(), 0u);
}

TEST_P(Contract, erasing_a_message_leaves_who_when_and_why) {
  change([](Transaction& to) { open_ticket(to, {7}, "secret words"); });
  const auto message = [&] {
    return ask<std::vector<MessageRow>>([&](Reader& r) { return r.messages(Viewer::desk(), {1}); }).at(0);
  };
  const std::string digest = message().digest;
  EXPECT_EQ(digest.size(), 64u);
  change([](Transaction& to) { to.erase_message({1}, to.now(), {9}, "asked by the customer"); });
  EXPECT_EQ(message().body, "");
  EXPECT_EQ(message().digest, digest);
  EXPECT_EQ(message().erased_at, start);
  EXPECT_EQ(message().erased_by, PersonId{9});
  EXPECT_EQ(message().erased_why, "asked by the customer");
}

TEST_P(Contract, wakes_are_due_once_their_second_is_over) {
  change([](Transaction& to) {
    for (const std::int64_t wake : {300, 100, 200})
      open_ticket(to, {7}, "x", [&](TicketRow& row) { row.next_wake = {wake}; });
    open_ticket(to, {7}, "never");
  });
  store().read([](Reader& reader) {
    EXPECT_EQ(reader.earliest_wake(), Instant{100});
    EXPECT_TRUE(reader.due_wakes({100}, 10).empty());
    const auto due = reader.due_wakes({201}, 10);
    ASSERT_EQ(due.size(), 2u);
    EXPECT_EQ(due[0].first, TicketId{2});
    EXPECT_EQ(due[1].first, TicketId{3});
    EXPECT_EQ(reader.due_wakes(far_future, 1).size(), 1u);
  });
}

TEST_P(Contract, readers_see_nothing_that_is_not_committed) {
  run(opening("", "one"));
  if (GetParam() == Engine::memory) return;  // in memory readers wait for the writer
  const Done done = run([&](Transaction& to) -> Result<Answer> {
    open_ticket(to, {5}, "two");
    EXPECT_EQ(all_tickets().size(), 1u);
    return Answer{};
  });
  EXPECT_TRUE(done.answer);
  EXPECT_EQ(all_tickets().size(), 2u);
}

TEST_P(Contract, ids_go_on_after_a_restart) {
  if (GetParam() == Engine::memory) return;
  run(opening("", "one"));
  desk_.reset();
  SetUp();
  EXPECT_EQ(run(opening("", "two")).answer->body, "2");
  EXPECT_EQ(head(), 2);
}

}  // namespace
}  // namespace yakusoku::store_tests
