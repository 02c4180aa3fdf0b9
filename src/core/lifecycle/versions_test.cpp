// What a request's open promises become when its program gets another version.

#include <gtest/gtest.h>

#include "core/clocks/compiled_calendars.hpp"
#include "core/lifecycle/decide.hpp"

namespace yakusoku::lifecycle {
namespace {

using tickets::Value;

constexpr const char* today = R"(
program: small
title: Small
effective: 2025-01-01
zone: UTC
languages: [en]
calendars:
  office: {zone: UTC, open: {mon-fri: "09:00-17:00"}}
severity:
  levels: {high: {title: High}, low: {title: Low}}
  is: asked
kinds: {problem: {title: Problem}}
clocks:
  answer: {title: Answer, starts: opened, met_by: reply, within: {by: [severity], cells: {high: 4h in office, low: 16h in office}},
           warn: [50%]}
  update: {title: Update, starts: [answer.met, update.met], met_by: reply, within: 8h in office}
  nagging: {owed_by: nobody, starts: opened, ends_on: solved, steps: [{at: 1h, do: {tell: owner}}, {at: 200h, do: {tell: lead}}]}
closing: {reasons: {done: {title: Done}}, default: done}
)";

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const std::size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), by);
}

std::shared_ptr<const program::Program> read(const std::string& text) {
  const std::vector<program::SourceFile> files{{"program.yaml", text}};
  const program::Reading reading = program::read(files);
  for (const program::Finding& finding : reading.findings)
    if (finding.weight == program::Weight::error) ADD_FAILURE() << finding.key << ": " << finding.message;
  return reading.program;
}

Instant at(const char* iso) { return *from_iso(iso); }

// The office is closed on Wednesday 2025-06-11 in the version of tomorrow.
const std::string tomorrow =
    replaced(replaced(today, "calendars:\n", "days: {closed: [2025-06-11]}\ncalendars:\n"),
             "{mon-fri: \"09:00-17:00\"}", "{mon-fri: \"09:00-17:00\"}, dates: {closed: closed}");

class Versions : public testing::Test {
 protected:
  World world(Instant now, const program::Program& program) {
    World world;
    world.now = now;
    world.program = &program;
    world.calendars = &calendars_;
    return world;
  }
  static Act act(Verb verb) {
    Act made;
    made.verb = verb;
    made.actor.role = "agent";
    if (verb == Verb::wake || verb == Verb::splice || verb == Verb::move) made.actor = {Side::program, {}, ""};
    return made;
  }
  // Opened on Tuesday 2025-06-10 at 15:00.
  Request opened(const program::Program& program, const char* severity) {
    Act opening = act(Verb::open);
    opening.actor.side = Side::customer;
    opening.values = {Value::of("kind", std::string("problem")), Value::of("asked_severity", std::string(severity))};
    return did(Request{}, opening, at("2025-06-10T15:00:00Z"), program);
  }
  Request did(Request request, const Act& act, Instant now, const program::Program& program) {
    auto decided = act_on(std::move(request), act, world(now, program));
    EXPECT_TRUE(decided.has_value());
    if (!decided) return {};
    facts_ = decided->facts;
    return decided->request;
  }
  int changes(Change what) const {
    int found = 0;
    for (const Fact& fact : facts_)
      if (const auto* cycle = std::get_if<CycleChanged>(&fact); cycle && cycle->change == what) ++found;
    return found;
  }

  clocks::CompiledCalendars calendars_;
  std::vector<Fact> facts_;
  std::shared_ptr<const program::Program> today_ = read(today), tomorrow_ = read(tomorrow);
};

TEST_F(Versions, a_running_clock_goes_on_in_the_spliced_calendar) {
  const Request before = opened(*today_, "high");  // two hours on Tuesday, two on Wednesday
  ASSERT_EQ(before.cycle("answer")->due, at("2025-06-11T11:00:00Z"));
  const auto spliced = program::with_splices(*today_, {{at("2025-06-10T16:00:00Z"), tomorrow_}});
  const Request after = did(before, act(Verb::splice), at("2025-06-10T16:00:00Z"), *spliced);
  EXPECT_EQ(after.cycle("answer")->due, at("2025-06-12T11:00:00Z"));
  EXPECT_EQ(changes(Change::spliced), 1);  // nothing else counts in it yet
  EXPECT_EQ(changes(Change::selected), 0);
  // Seen once, there is nothing more to see, and no other act selects it anew.
  const Request again = did(after, act(Verb::note), at("2025-06-10T16:30:00Z"), *spliced);
  EXPECT_EQ(changes(Change::spliced) + changes(Change::selected), 0);
  EXPECT_EQ(again.cycle("answer")->due, at("2025-06-12T11:00:00Z"));
}

TEST_F(Versions, a_later_cycle_of_the_old_version_counts_in_the_spliced_calendar) {
  const auto spliced = program::with_splices(*today_, {{at("2025-06-10T16:00:00Z"), tomorrow_}});
  Request request = opened(*today_, "high");
  request = did(request, act(Verb::reply), at("2025-06-10T16:30:00Z"), *spliced);
  // Half an hour on Tuesday, nothing on Wednesday, seven and a half hours on Thursday.
  EXPECT_EQ(request.cycle("update")->due, at("2025-06-12T16:30:00Z"));
  EXPECT_EQ(request.cycle("update")->version, today_->hash);
}

TEST_F(Versions, an_overdue_verdict_is_told_by_the_spliced_calendar) {
  const Request before = opened(*today_, "high");
  const auto spliced = program::with_splices(*today_, {{at("2025-06-10T16:00:00Z"), tomorrow_}});
  // Nobody looked before Wednesday noon, when the old due has passed.
  const Request after = did(before, act(Verb::wake), at("2025-06-11T12:00:00Z"), *spliced);
  EXPECT_EQ(changes(Change::breached), 0);
  EXPECT_EQ(after.cycle("answer")->due, at("2025-06-12T11:00:00Z"));
}

TEST_F(Versions, a_splice_that_lies_behind_the_due_moves_nothing) {
  const Request before = opened(*today_, "high");
  const auto spliced = program::with_splices(*today_, {{at("2025-06-13T00:00:00Z"), tomorrow_}});
  const Request after = did(before, act(Verb::splice), at("2025-06-10T16:00:00Z"), *spliced);
  EXPECT_EQ(after.cycle("answer")->due, at("2025-06-11T11:00:00Z"));
}

TEST_F(Versions, what_was_spliced_goes_back_when_the_version_is_withdrawn) {
  const auto spliced = program::with_splices(*today_, {{at("2025-06-11T00:00:00Z"), tomorrow_}});
  Request request = did(opened(*today_, "high"), act(Verb::splice), at("2025-06-10T16:00:00Z"), *spliced);
  ASSERT_EQ(request.cycle("answer")->due, at("2025-06-12T11:00:00Z"));
  request = did(request, act(Verb::splice), at("2025-06-10T16:10:00Z"), *today_);
  EXPECT_EQ(request.cycle("answer")->due, at("2025-06-11T11:00:00Z"));
  EXPECT_EQ(changes(Change::spliced), 1);
}

TEST_F(Versions, rules_are_kept_under_a_splice) {
  const auto stricter = read(replaced(tomorrow, "high: 4h in office", "high: 1h in office"));
  const auto spliced = program::with_splices(*today_, {{at("2025-06-10T16:00:00Z"), stricter}});
  const Request after = did(opened(*today_, "high"), act(Verb::splice), at("2025-06-10T16:00:00Z"), *spliced);
  EXPECT_EQ(after.cycle("answer")->selection->amount, "4h in office");
  EXPECT_EQ(after.cycle("answer")->due, at("2025-06-12T11:00:00Z"));
}

TEST_F(Versions, a_request_that_moves_is_selected_anew) {
  const auto stricter = read(replaced(today, "low: 16h in office", "low: 3h in office"));
  const Request before = opened(*today_, "low");
  ASSERT_EQ(before.cycle("answer")->due, at("2025-06-12T15:00:00Z"));
  const Request after = did(before, act(Verb::move), at("2025-06-10T16:00:00Z"), *stricter);
  EXPECT_EQ(after.ticket.version, stricter->hash);
  EXPECT_EQ(after.cycle("answer")->version, stricter->hash);
  // Tighter: three hours from the change (R4), one of them today.
  EXPECT_EQ(after.cycle("answer")->due, at("2025-06-11T11:00:00Z"));
  EXPECT_NE(after.ticket.occurrence("moved"), nullptr);
  EXPECT_EQ(changes(Change::selected), 1);
}

TEST_F(Versions, a_looser_version_takes_nothing_from_its_own_promise) {
  const auto looser = read(replaced(today, "high: 4h in office", "high: 8h in office"));
  const Request after = did(opened(*today_, "high"), act(Verb::move), at("2025-06-10T16:00:00Z"), *looser);
  EXPECT_EQ(after.cycle("answer")->due, at("2025-06-11T15:00:00Z"));  // eight hours from the start (R5)
}

TEST_F(Versions, old_names_are_mapped) {
  std::string text = replaced(today, "{high: {title: High}, low: {title: Low}}", "{one: {title: One}, two: {title: Two}}");
  text = replaced(text, "{high: 4h in office, low: 16h in office}", "{one: 4h in office, two: 16h in office}");
  text = replaced(text, "languages: [en]", "languages: [en]\nwas: {levels: {high: one, low: two}}");
  const auto renamed = read(text);
  const Request after = did(opened(*today_, "high"), act(Verb::move), at("2025-06-10T16:00:00Z"), *renamed);
  EXPECT_EQ(after.ticket.word("asked_severity"), "one");
  EXPECT_EQ(after.cycle("answer")->due, at("2025-06-11T11:00:00Z"));
}

TEST_F(Versions, a_clock_that_is_gone_is_withdrawn_and_one_by_the_move_begins) {
  std::string text = replaced(today, "update: {title: Update, starts: [answer.met, update.met]", "update: {title: Update, starts: moved");
  text = replaced(text, "answer: {title: Answer, starts: opened", "first: {title: First, starts: opened");
  const auto other = read(text);
  const Request after = did(opened(*today_, "high"), act(Verb::move), at("2025-06-10T16:00:00Z"), *other);
  EXPECT_EQ(after.cycle("answer")->verdict, clocks::Verdict::withdrawn);
  EXPECT_EQ(after.cycle("first"), nullptr);  // its event is long over
  EXPECT_EQ(after.cycle("update")->started_at, at("2025-06-10T16:00:00Z"));
}

TEST_F(Versions, rungs_and_warnings_that_were_taken_are_not_taken_again) {
  Request request = opened(*today_, "high");
  request = did(request, act(Verb::wake), at("2025-06-10T17:00:01Z"), *today_);  // half is used up; one rung after 1 h
  ASSERT_EQ(request.cycle("nagging")->next_step, 1);
  ASSERT_EQ(request.cycle("answer")->warned.size(), 1U);
  const auto other = read(replaced(today, "title: Small", "title: Smaller"));
  request = did(request, act(Verb::move), at("2025-06-10T17:00:02Z"), *other);
  EXPECT_EQ(changes(Change::warned) + changes(Change::stepped), 0);
  EXPECT_EQ(request.cycle("nagging")->next_step, 1);
  EXPECT_EQ(request.cycle("answer")->warned.size(), 1U);
}

TEST_F(Versions, who_is_there_already_does_not_move) {
  const Request before = opened(*today_, "high");
  const Request after = did(before, act(Verb::move), at("2025-06-10T16:00:00Z"), *today_);
  EXPECT_TRUE(facts_.empty());
}

TEST_F(Versions, facts_of_a_move_survive_their_json) {
  const auto other = read(replaced(today, "title: Small", "title: Smaller"));
  const Request before = opened(*today_, "high");
  const Request after = did(before, act(Verb::move), at("2025-06-10T16:00:00Z"), *other);
  Request folded = before;
  for (const Fact& fact : facts_) {
    const auto read = fact_from_json(to_json(fact));
    ASSERT_TRUE(read.has_value());
    evolve(folded, *read);
  }
  EXPECT_EQ(to_text(to_json(folded)), to_text(to_json(after)));
}

}  // namespace
}  // namespace yakusoku::lifecycle
