// rooms: sim/backtest core/lifecycle core/program base
// What a backtest says of requests whose promises were counted by hand.

#include <gtest/gtest.h>

#include "backtest_traces.hpp"
#include "small_program.hpp"

namespace yakusoku::sim::backtest::tests {
namespace {

const std::string monday9 = "2025-06-09T09:00:00+09:00";

// Answered three hours after it was opened, solved after five.
std::string answered_after_three_hours(const std::string& id = "r1", const std::string& more = {}) {
  return request(
      id, {opened(monday9), did("2025-06-09T12:00:00+09:00", "reply"), did("2025-06-09T14:00:00+09:00", "solve")},
      more);
}

std::shared_ptr<const program::Program> strict() { return small({{"4h in office", "2h in office"}}); }

TEST(BacktestCases, a_tighter_target_turns_met_into_missed) {
  const Backtest result = run(answered_after_three_hours(), options(small(), strict()));
  const Sides& first = result.tally.by_clock.at("first_response");
  EXPECT_EQ(first.before, (Count{1, 0, 0, 0, 0}));
  EXPECT_EQ(first.after, (Count{0, 1, 0, 0, 1}));
  const Sides& restore = result.tally.by_clock.at("restore");
  EXPECT_EQ(restore.before, (Count{1, 0, 0, 0, 0}));
  EXPECT_EQ(restore.after, restore.before);
  EXPECT_EQ(result.tally.promises.before, (Count{2, 0, 0, 0, 0}));
  EXPECT_EQ(result.tally.promises.after, (Count{1, 1, 0, 0, 1}));
  EXPECT_EQ(result.tally.changed, 1);
  EXPECT_EQ(result.tally.newly_missed, 1);
  EXPECT_EQ(result.tally.newly_met, 0);
  EXPECT_EQ(result.tally.dues_earlier, 1);
  ASSERT_EQ(result.changed.size(), 1u);
  const Changed& changed = result.changed.front();
  EXPECT_EQ(changed.id, "r1");
  ASSERT_EQ(changed.clocks.size(), 1u);  // restore stays as it is
  EXPECT_EQ(changed.clocks[0].clock, "first_response");
  EXPECT_EQ(changed.clocks[0].before->end, End::met);
  EXPECT_EQ(changed.clocks[0].before->due, at("2025-06-09T13:00:00+09:00"));
  EXPECT_EQ(changed.clocks[0].after->end, End::missed);
  EXPECT_EQ(changed.clocks[0].after->due, at("2025-06-09T11:00:00+09:00"));
  EXPECT_EQ(changed.clocks[0].after->breached_at, at("2025-06-09T11:00:00+09:00"));
  EXPECT_EQ(changed.moved, 2 * 3600);
}

TEST(BacktestCases, a_looser_target_turns_missed_into_met) {
  const Backtest result = run(answered_after_three_hours(), options(strict(), small()));
  EXPECT_EQ(result.tally.by_clock.at("first_response").before, (Count{0, 1, 0, 0, 1}));
  EXPECT_EQ(result.tally.by_clock.at("first_response").after, (Count{1, 0, 0, 0, 0}));
  EXPECT_EQ(result.tally.newly_met, 1);
  EXPECT_EQ(result.tally.newly_missed, 0);
  EXPECT_EQ(result.tally.dues_later, 1);
  EXPECT_EQ(result.changed.front().weight, 2);
}

TEST(BacktestCases, the_same_version_changes_nothing) {
  const Backtest result = run(answered_after_three_hours(), options(small(), small()));
  EXPECT_EQ(result.tally.changed, 0);
  EXPECT_TRUE(result.changed.empty());
  EXPECT_TRUE(result.compared);
}

TEST(BacktestCases, receipts_of_both_sides_tell_the_dues_and_the_breach) {
  const Backtest result = run(answered_after_three_hours(), options(small(), strict()));
  const Changed& changed = result.changed.front();
  ASSERT_EQ(changed.receipts_before.size(), 1u);
  ASSERT_EQ(changed.receipts_before[0].lines.size(), 2u);  // started, ended
  EXPECT_EQ(changed.receipts_before[0].lines[0].due, at("2025-06-09T13:00:00+09:00"));
  ASSERT_EQ(changed.receipts_after[0].lines.size(), 3u);
  EXPECT_EQ(changed.receipts_after[0].lines[1].change, "breached");
  EXPECT_EQ(changed.receipts_after[0].lines[1].at, at("2025-06-09T11:00:00+09:00"));
  // The simulated worker is punctual: the clock has passed the due by one second.
  EXPECT_EQ(changed.receipts_after[0].lines[1].detected_at, at("2025-06-09T11:00:01+09:00"));
  EXPECT_EQ(changed.receipts_after[0].lines[2].over_open, 3600);
  ASSERT_EQ(changed.receipts_after[0].segments.size(), 1u);
  EXPECT_EQ(changed.receipts_after[0].segments[0].to, at("2025-06-09T12:00:00+09:00"));
}

// Severity 1 has six hours: asked after one, answered after 24, solved two later. Three hours ran outside the pause.
TEST(BacktestCases, waiting_for_the_customer_counts_only_where_the_version_pauses) {
  const std::string trace =
      request("r1", {opened(monday9, "1"), did("2025-06-09T10:00:00+09:00", "reply", R"("asks":true)"),
                     did("2025-06-10T10:00:00+09:00", "message"), did("2025-06-10T12:00:00+09:00", "solve")});
  const Backtest result = run(trace, options(small(), small({{"paused_while: {waiting_on: customer}, ", ""}})));
  EXPECT_EQ(result.tally.by_clock.at("restore").before, (Count{1, 0, 0, 0, 0}));
  EXPECT_EQ(result.tally.by_clock.at("restore").after, (Count{0, 1, 0, 0, 1}));
  const Changed& changed = result.changed.front();
  EXPECT_EQ(changed.clocks[0].before->due, at("2025-06-10T15:00:00+09:00"));
  EXPECT_EQ(changed.clocks[0].after->due, at("2025-06-09T15:00:00+09:00"));
  // The customer's own duty is a clock of its own, and no promise of ours.
  EXPECT_EQ(result.tally.by_clock.at("silence").before, (Count{1, 0, 0, 0, 0}));
  EXPECT_EQ(result.tally.promises.before.met, 2);
}

TEST(BacktestCases, what_the_desk_did_by_itself_is_decided_anew) {
  // Nobody answers the question: today's version closes after 72 hours, the tried one after 24, before his message.
  const std::string trace =
      request("r1", {opened(monday9), did("2025-06-09T10:00:00+09:00", "reply", R"("asks":true)"),
                     did("2025-06-11T10:00:00+09:00", "message")});
  const Backtest result = run(trace, options(small(), small({{"within: 72h", "within: 24h"}})));
  EXPECT_EQ(result.tally.by_clock.at("silence").before, (Count{1, 0, 0, 0, 0}));
  EXPECT_EQ(result.tally.by_clock.at("silence").after, (Count{0, 1, 0, 0, 1}));
  EXPECT_TRUE(result.tally.diverged_before.empty());
}

TEST(BacktestCases, an_act_that_no_longer_fits_is_left_out_and_counted) {
  const std::string trace =
      request("r1", {opened(monday9), did("2025-06-09T10:00:00+09:00", "set", R"("severity":"2")"),
                     did("2025-06-09T11:00:00+09:00", "reply")});
  const auto other = small({{"2: {title: Two}, ", ""}, {"2: 24h, ", ""}});
  const Backtest result = run(trace, options(small(), other));
  EXPECT_TRUE(result.tally.diverged_before.empty());
  EXPECT_EQ(result.tally.diverged_after, (Divergences{{"set: unknown_value (severity)", 1}}));
  // The reply after it was done all the same.
  EXPECT_EQ(result.tally.by_clock.at("first_response").after.met, 1);
  EXPECT_EQ(result.tally.by_severity.at("3").after.met, 1);
  ASSERT_EQ(result.changed.size(), 1u);
  ASSERT_EQ(result.changed[0].diverged_after.size(), 1u);
  EXPECT_EQ(result.changed[0].diverged_after[0].at, at("2025-06-09T10:00:00+09:00"));
  EXPECT_EQ(result.changed[0].severity_before, "2");
  EXPECT_EQ(result.changed[0].severity_after, "3");
}

TEST(BacktestCases, names_of_old_levels_kinds_and_plans_are_read_through_was) {
  const std::string trace =
      request("r1", {opened(monday9, "2"), did("2025-06-09T11:00:00+09:00", "reply")}, R"(,"known":{"plan":"gold"})");
  const auto other =
      small({{"2: {title: Two}", "high: {title: High}"},
             {"2: 24h", "high: 12h"},
             {"incident: {title: Incident}", "fault: {title: Fault}"},
             {"gold: {title: Gold}", "premium: {title: Premium}"},
             {"closing:", "was: {levels: {2: high}, kinds: {incident: fault}, plans: {gold: premium}}\nclosing:"}});
  const Backtest result = run(trace, options(small(), other));
  EXPECT_TRUE(result.tally.diverged_after.empty());
  EXPECT_EQ(result.tally.renamed, 3);
  EXPECT_EQ(result.tally.by_severity.at("2").before.met, 1);
  EXPECT_EQ(result.tally.by_severity.at("high").after.met, 1);
  EXPECT_EQ(result.tally.by_plan.at("premium").after.met, 1);
  EXPECT_EQ(result.tally.by_kind.at("fault").after.met, 1);
  // Restore: 24 hours before, 12 after, from Monday 09:00; it runs until the week is over.
  EXPECT_EQ(result.changed.front().clocks[0].after->due, at("2025-06-09T21:00:00+09:00"));
}

TEST(BacktestCases, a_request_that_the_version_does_not_take_stays_at_the_door) {
  const Backtest result =
      run(answered_after_three_hours(), options(small(), small({{"incident: {title: Incident}\n  ", ""}})));
  EXPECT_EQ(result.tally.not_taken_before, 0);
  EXPECT_EQ(result.tally.not_taken_after, 1);
  EXPECT_EQ(result.tally.diverged_after, (Divergences{{"open: unknown_value (kind)", 1}}));
  EXPECT_EQ(result.tally.promises.after, Count{});
  EXPECT_EQ(result.tally.only_before, 2);
}

TEST(BacktestCases, what_has_not_happened_by_the_end_runs_on) {
  Options until_ten = options(small(), strict());
  until_ten.until = at("2025-06-09T10:00:00+09:00");
  const Backtest result = run(answered_after_three_hours(), until_ten);
  EXPECT_EQ(result.tally.by_clock.at("first_response").after, (Count{0, 0, 0, 1, 0}));
  EXPECT_EQ(result.tally.dues_earlier, 1);
  EXPECT_EQ(result.tally.changed, 1);  // its due is another one
}

TEST(BacktestCases, a_due_that_passed_unanswered_is_missed_while_it_runs_on) {
  const Backtest result = run(request("r1", {opened(monday9)}), options(small(), strict()));
  EXPECT_EQ(result.tally.by_clock.at("first_response").before, (Count{0, 1, 0, 0, 1}));
  // Restore: 48 hours from Monday, passed by the next Monday.
  EXPECT_EQ(result.tally.by_clock.at("restore").before, (Count{0, 1, 0, 0, 1}));
}

TEST(BacktestCases, a_clock_that_only_one_version_has_is_counted_there) {
  const auto other = small({{"  restore: {title: Restore", "  repair: {title: Repair"}});
  const Backtest result = run(answered_after_three_hours(), options(small(), other));
  EXPECT_EQ(result.tally.only_before, 1);
  EXPECT_EQ(result.tally.only_after, 1);
  EXPECT_EQ(result.tally.by_clock.at("repair").before, Count{});
  EXPECT_EQ(result.tally.by_clock.at("repair").after.met, 1);
}

TEST(BacktestCases, a_trace_without_a_version_of_today_is_told_alone) {
  const Backtest result = run(answered_after_three_hours(), options(nullptr, strict()));
  EXPECT_FALSE(result.compared);
  EXPECT_EQ(result.tally.by_clock.at("first_response").after.missed, 1);
  EXPECT_EQ(result.tally.changed, 0);
}

TEST(BacktestCases, promises_are_grouped_by_severity_plan_customer_kind_and_hour) {
  const std::string of_acme = R"(,"customer":"Acme","known":{"plan":"gold"})";
  const std::string of_bell = R"(,"customer":"Bell","known":{"plan":"basic"})";
  const std::string trace =
      answered_after_three_hours("r1", of_acme) +
      // Sunday evening in UTC is Monday morning in Tokyo, the program's zone; answered at once.
      request("r2",
              {opened("2025-06-08T22:30:00Z", "1"), did("2025-06-08T22:40:00Z", "reply"),
               did("2025-06-08T23:00:00Z", "solve")},
              of_bell) +
      request("r3",
              {R"("at":"2025-06-10T09:00:00+09:00","do":"open","kind":"question","severity":"3")",
               did("2025-06-10T09:30:00+09:00", "reply"), did("2025-06-10T10:00:00+09:00", "solve")},
              of_bell);
  const Backtest result = run(trace, options(small(), strict()));
  const Tally& tally = result.tally;
  EXPECT_EQ(tally.requests, 3);
  EXPECT_EQ(tally.changed, 3);  // each has an earlier due
  EXPECT_EQ(tally.dues_earlier, 3);
  EXPECT_EQ(tally.newly_missed, 1);
  EXPECT_EQ(tally.by_severity.at("3").before, (Count{4, 0, 0, 0, 0}));
  EXPECT_EQ(tally.by_severity.at("3").after, (Count{3, 1, 0, 0, 1}));
  EXPECT_EQ(tally.by_severity.at("1").after, (Count{2, 0, 0, 0, 0}));
  EXPECT_EQ(tally.by_plan.at("gold").after, (Count{1, 1, 0, 0, 1}));
  EXPECT_EQ(tally.by_plan.at("basic").after, (Count{4, 0, 0, 0, 0}));
  EXPECT_EQ(tally.by_customer.at("Acme").after.missed, 1);
  EXPECT_EQ(tally.by_customer.at("Bell").before.met, 4);
  EXPECT_EQ(tally.by_kind.at("question").after.met, 2);
  EXPECT_EQ(tally.by_kind.at("incident").after, (Count{3, 1, 0, 0, 1}));
  EXPECT_EQ(tally.by_hour[9].after, (Count{1, 1, 0, 0, 1}));       // Monday 09:00
  EXPECT_EQ(tally.by_hour[7].after, (Count{2, 0, 0, 0, 0}));       // Monday 07:30
  EXPECT_EQ(tally.by_hour[24 + 9].after, (Count{2, 0, 0, 0, 0}));  // Tuesday 09:00
}

TEST(BacktestCases, a_customer_whose_contact_is_away_is_known_from_then_on) {
  // With `silence` paused while he is away, his 72 hours stand still from the note on.
  const auto pausing =
      small({{"met_by: message, ends_on", "met_by: message, paused_while: {contact.away: yes}, ends_on"}});
  const std::string trace =
      request("r1", {opened(monday9), did("2025-06-09T10:00:00+09:00", "reply", R"("asks":true)"),
                     did("2025-06-09T11:00:00+09:00", "know", R"("facts":{"contact.away":true})"),
                     did("2025-06-09T11:00:00+09:00", "happen", R"("event":"away_notice","by":"customer")")});
  const Backtest result = run(trace, options(small(), pausing));
  EXPECT_EQ(result.tally.by_clock.at("silence").before, (Count{0, 1, 0, 0, 1}));
  EXPECT_EQ(result.tally.by_clock.at("silence").after, (Count{0, 0, 0, 1, 0}));
}

TEST(BacktestCases, a_number_that_is_spelled_is_read_as_the_program_takes_it) {
  const std::string spelled =
      request("r1", {opened(monday9), did("2025-06-09T10:00:00+09:00", "set", R"("facts":{"seats":"12"})")});
  EXPECT_TRUE(run(spelled, options(nullptr, small())).tally.diverged_after.empty());
  const std::string wrong =
      request("r1", {opened(monday9), did("2025-06-09T10:00:00+09:00", "set", R"("facts":{"seats":"a dozen"})")});
  EXPECT_EQ(run(wrong, options(nullptr, small())).tally.diverged_after, (Divergences{{"set: invalid (seats)", 1}}));
}

// R9: what was merged in had the earlier due; the request that took it over keeps that one.
TEST(BacktestCases, a_request_takes_over_the_earlier_due_of_the_one_that_was_merged_into_it) {
  const std::string trace = request("first", {opened(monday9, "1"), did("2025-06-09T11:00:00+09:00", "merged")}) +
                            request("second", {opened("2025-06-09T10:00:00+09:00", "2"),
                                               did("2025-06-09T11:00:00+09:00", "absorb", R"("request":"first")")});
  Options slower = options(small(), small({{"1: 6h", "1: 8h"}}));
  const Backtest result = run(trace, slower);
  ASSERT_EQ(result.changed.size(), 2u);
  const auto second = std::ranges::find(result.changed, "second", &Changed::id);
  ASSERT_NE(second, result.changed.end());
  ASSERT_EQ(second->clocks.size(), 1u);
  EXPECT_EQ(second->clocks[0].before->due, at("2025-06-09T15:00:00+09:00"));
  EXPECT_EQ(second->clocks[0].after->due, at("2025-06-09T17:00:00+09:00"));
}

TEST(BacktestCases, a_merge_of_what_is_not_there_diverges) {
  const std::string trace =
      request("second", {opened(monday9), did("2025-06-09T11:00:00+09:00", "absorb", R"("request":"first")")}) +
      request("first", {opened(monday9), did("2025-06-09T11:00:00+09:00", "merged")});
  const Backtest result = run(trace, options(nullptr, small()));
  EXPECT_EQ(result.tally.diverged_after, (Divergences{{"absorb: not_found (request)", 1}}));
}

}  // namespace
}  // namespace yakusoku::sim::backtest::tests
