// rooms: adapters/shelf adapters/store adapters/engine_postgres adapters/engine_sqlite adapters/system desk core/lifecycle
// The use cases over SQLite in memory: who may do what, what is kept, what is told.

#include "desk/outlook.hpp"
#include "desk_fixture.hpp"

namespace yakusoku {
namespace {

TEST_F(Desk, a_request_lives_from_filing_to_its_reason_and_proof) {
  const TicketId ticket = open();
  EXPECT_EQ(state(customer_, ticket, "first_response"), "running");
  ASSERT_TRUE(act(agent_, ticket, Verb::reply, "We are on it."));
  EXPECT_EQ(state(customer_, ticket, "first_response"), "met");
  EXPECT_EQ(state(customer_, ticket, "update"), "running");
  const auto unproven = act(agent_, ticket, Verb::solve, "", [](auto& a) { a.reason = "restored"; });
  EXPECT_EQ(code_of(unproven), ErrorCode::proof_missing);
  EXPECT_EQ(unproven.error().clause, "closing.reasons.restored");
  ASSERT_TRUE(act(agent_, ticket, Verb::happen, "", [](auto& a) { a.event = "restored"; }));
  ASSERT_TRUE(act(agent_, ticket, Verb::solve, "It is back.", [](auto& a) { a.reason = "restored"; }));
  EXPECT_EQ(state(customer_, ticket, "restore"), "met");
  EXPECT_EQ(view(customer_, ticket).row.category, ports::Category::solved);
}

TEST_F(Desk, a_breach_is_written_once_at_its_due_however_often_it_is_woken) {
  const TicketId ticket = open();
  time_.push_to(time_.now() + hours(1));
  wake_all();
  const auto before = view(agent_, ticket);
  EXPECT_EQ(before.clocks.front().breached_at, *from_iso("2026-11-24T01:15:00Z"));
  ASSERT_TRUE(run([&](auto& t) { return desk::wake_ticket(t, shelf_, ticket); }));
  EXPECT_EQ(view(agent_, ticket).row.version, before.row.version);
}

TEST_F(Desk, strangers_learn_nothing_and_customers_see_no_notes) {
  const TicketId ticket = open();
  ASSERT_TRUE(act(agent_, ticket, Verb::note, "Looks like the usual cable."));
  EXPECT_EQ(view(customer_, ticket).conversation.size(), 1U);
  EXPECT_EQ(view(agent_, ticket).conversation.size(), 2U);
  EXPECT_EQ(code_of(act(stranger_, ticket, Verb::message, "Hello?")), ErrorCode::not_found);
  EXPECT_EQ(code_of(act(colleague_, ticket, Verb::message, "Hello?")), ErrorCode::not_found);
  EXPECT_EQ(code_of(act(stranger_, TicketId{4711}, Verb::message, "Hello?")), ErrorCode::not_found);
}

TEST_F(Desk, a_role_does_what_is_its_own) {
  const TicketId ticket = open();
  EXPECT_EQ(code_of(act(customer_, ticket, Verb::reply, "As if I were staff")), ErrorCode::not_allowed);
  EXPECT_EQ(code_of(act(customer_, ticket, Verb::note, "x")), ErrorCode::not_allowed);
  EXPECT_EQ(code_of(act(customer_, ticket, Verb::set, "",
                        [](auto& a) { a.values = {tickets::Value::of("severity", std::string("3"))}; })),
            ErrorCode::refused_by_program);
  EXPECT_EQ(code_of(act(light_, ticket, Verb::reply, "x")), ErrorCode::not_allowed);
  EXPECT_TRUE(act(light_, ticket, Verb::note, "Seen this before."));
  EXPECT_EQ(code_of(act(agent_, ticket, Verb::wake)), ErrorCode::not_allowed);
  EXPECT_EQ(code_of(act(agent_, ticket, Verb::assign, "", [&](auto& a) { a.owner = customer_.person; })),
            ErrorCode::unknown_value);
}

TEST_F(Desk, what_is_not_the_customers_to_say_is_refused_at_filing) {
  for (const char* name : {"plan", "tag", "severity_set", "contact.role", "parked"}) {
    desk::OpenTicket input = incident();
    input.values.push_back(tickets::Value::of(name, std::string("premier")));
    EXPECT_FALSE(run([&](auto& t) { return desk::open_ticket(t, shelf_, customer_, input); })) << name;
  }
  desk::OpenTicket for_another = incident();
  for_another.requester = stranger_.person;
  EXPECT_EQ(code_of(run([&](auto& t) { return desk::open_ticket(t, shelf_, customer_, for_another); })),
            ErrorCode::not_allowed);
}

TEST_F(Desk, a_field_conflicts_only_where_it_changed_since) {
  const TicketId ticket = open();
  const std::int64_t seen = view(agent_, ticket).row.version;
  const auto set = [&](std::string level) {
    desk::ChangeTicket change;
    change.ticket = ticket;
    change.expected_version = seen;
    change.act.verb = Verb::set;
    change.act.values = {tickets::Value::of("severity", std::move(level))};
    return run([&](auto& t) { return desk::change_ticket(t, shelf_, agent_, change); });
  };
  ASSERT_TRUE(act(customer_, ticket, Verb::message, "Still down."));
  ASSERT_TRUE(set("2"));
  EXPECT_EQ(code_of(set("3")), ErrorCode::conflict);
}

TEST_F(Desk, a_merged_request_goes_on_in_the_other_and_its_asker_with_it) {
  const TicketId first = open();
  const TicketId second = open();
  ASSERT_TRUE(run([&](auto& t) { return desk::merge_tickets(t, shelf_, agent_, second, first); }));
  EXPECT_EQ(view(agent_, second).row.category, ports::Category::closed);
  EXPECT_EQ(view(agent_, second).request.ticket.merged_into, first);
  EXPECT_EQ(state(agent_, second, "first_response"), "merged");
  EXPECT_EQ(code_of(run([&](auto& t) { return desk::merge_tickets(t, shelf_, agent_, first, first); })),
            ErrorCode::invalid);
}

TEST_F(Desk, erasing_a_person_empties_his_words_and_leaves_the_log_whole) {
  const TicketId ticket = open();
  ASSERT_TRUE(act(customer_, ticket, Verb::message, "My number is 090-0000-0000."));
  EXPECT_EQ(code_of(run([&](auto& t) { return desk::erase_person(t, agent_, customer_.person, "asked"); })),
            ErrorCode::not_allowed);
  ASSERT_TRUE(run([&](auto& t) { return desk::erase_person(t, Caller::desk(), customer_.person, "asked for it"); }));
  for (const auto& item : view(agent_, ticket).conversation) {
    EXPECT_EQ(item.message.body, "");
    EXPECT_EQ(item.message.erased_why, "asked for it");
  }
  const auto findings = store::verify(*database_);
  ASSERT_TRUE(findings);
  for (const auto& each : *findings) ADD_FAILURE() << each.where << ": " << each.detail;
}

TEST_F(Desk, receipts_retell_each_segment_with_its_cause) {
  desk::OpenTicket input = incident();
  input.severity = "3";
  const TicketId ticket{
      number(run([&](auto& t) { return desk::open_ticket(t, shelf_, customer_, input); }), "ticket")};
  ASSERT_TRUE(act(agent_, ticket, Verb::reply, "Which port?", [](auto& a) { a.asks = true; }));
  time_.push_to(time_.now() + hours(2));
  ASSERT_TRUE(act(customer_, ticket, Verb::message, "LA1."));
  std::vector<desk::Receipt> receipts;
  const auto seen = view(agent_, ticket);
  (void)store_->read([&](ports::Reader& reader) { receipts = desk::receipts(reader, shelf_, seen); });
  const auto restore = std::ranges::find_if(receipts, [](const auto& each) { return each.clock.clock == "restore"; });
  ASSERT_NE(restore, receipts.end());
  std::vector<std::string> changes;
  for (const auto& line : restore->lines) changes.push_back(line.change);
  EXPECT_EQ(changes, (std::vector<std::string>{"started", "paused", "resumed"}));
  EXPECT_EQ(restore->lines[1].rule, "R2");
  EXPECT_EQ(restore->lines[1].by, "vendor");
  EXPECT_EQ(restore->lines[2].by, "customer");
  const auto pause = std::ranges::find(restore->segments, desk::Segment::Kind::paused, &desk::Segment::kind);
  ASSERT_NE(pause, restore->segments.end());
  EXPECT_EQ(pause->cause, "customer");
  EXPECT_EQ(pause->to - pause->from, hours(2));
}

// Golden 4: a holiday that becomes known while a request runs moves its due, and nothing before now.
TEST_F(Desk, a_holiday_put_in_force_moves_what_runs) {
  desk::OpenTicket input = incident();
  input.severity = "3";
  const TicketId ticket{
      number(run([&](auto& t) { return desk::open_ticket(t, shelf_, customer_, input); }), "ticket")};
  const auto due = [&] {
    for (const desk::ClockView& each : view(agent_, ticket).clocks)
      if (each.clock == "restore") return each.due;
    return far_future;
  };
  EXPECT_EQ(due(), *from_iso("2026-12-02T01:00:00Z"));  // 48 h of 8 a day from Tuesday 10:00: Wednesday week 10:00
  const std::vector<program::SourceFile> files{{"program.yaml", content_of("tests/programs/golden/program.yaml")},
                                               {"days.yaml", "days:\n  jp: [2025-01-01, 2026-11-26]\n"}};
  const auto enacted = run([&](auto& t) { return desk::enact_program(t, shelf_, Caller::desk(), {files}); });
  EXPECT_EQ(number(enacted, "spliced"), 1);
  EXPECT_EQ(due(), *from_iso("2026-12-03T01:00:00Z"));
  const auto findings = store::verify(*database_);
  ASSERT_TRUE(findings);
  EXPECT_TRUE(findings->empty());
}

TEST_F(Desk, the_form_foretells_what_filing_then_promises) {
  std::vector<desk::ClockView> foreseen;
  (void)store_->read([&](ports::Reader& reader) {
    foreseen = desk::outlook(reader, shelf_, customer_, incident(), time_.now())->clocks;
  });
  const auto promised = view(customer_, open()).clocks;
  ASSERT_EQ(foreseen.size(), promised.size());
  for (std::size_t i = 0; i < promised.size(); ++i) {
    EXPECT_EQ(foreseen[i].clock, promised[i].clock);
    EXPECT_EQ(foreseen[i].due, promised[i].due);
  }
}

}  // namespace
}  // namespace yakusoku
