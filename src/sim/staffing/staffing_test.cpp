// Staffing against what can be known beforehand: Erlang's formula, weeks counted by hand, and rules of the queue.

#include "sim/staffing/staffing.hpp"

#include <gtest/gtest.h>

#include "core/clocks/compiled_calendars.hpp"
#include "core/program/program.hpp"

namespace yakusoku::sim::staffing {
namespace {

constexpr const char* program_text = R"(
program: small
title: Small
effective: 2025-01-01
zone: UTC
languages: [en]
products: {left: {title: Left}, right: {title: Right}}
kinds: {problem: {title: Problem}}
severity:
  levels: {1: {title: One}, 2: {title: Two}}
  is: asked
clocks:
  first_response: {title: First, starts: opened, met_by: reply, reopening: never, within: {by: [severity], cells: {1: 30m, 2: 4h}}}
  update: {title: Update, starts: [first_response.met, update.met], met_by: reply, ends_on: solved, reopening: never, within: 2h}
closing: {reasons: {done: {title: Done}}, default: done}
)";

class Staffing : public testing::Test {
 protected:
  std::shared_ptr<const program::Program> program(const std::string& more = "") {
    const std::vector<program::SourceFile> files{{"program.yaml", program_text + more}};
    const program::Reading reading = program::read(files);
    for (const program::Finding& each : reading.findings)
      if (each.weight == program::Weight::error) ADD_FAILURE() << each.key << ": " << each.message;
    return reading.program;
  }
  Plan plan(const std::string& text, const program::Program& of) {
    const PlanReading reading = read_plan("plan.yaml", text, of);
    for (const program::Finding& each : reading.findings)
      ADD_FAILURE() << each.place.line << ":" << each.place.column << " " << each.key << ": " << each.message;
    return reading.plan.value_or(Plan{});
  }
  // What one run lived through, a line a step.
  std::vector<std::string> steps(const program::Program& of, const Plan& plan) {
    std::vector<std::string> lines;
    RunOptions options;
    options.step = [&](const Step& step) {
      lines.push_back(to_iso(step.at) + " " + std::to_string(step.request) + " " + step.what +
                      (step.shift.empty() ? "" : " " + step.shift));
    };
    const auto tally = run(of, plan, calendars_, options);
    EXPECT_TRUE(tally.has_value());
    if (tally) tally_ = *tally;
    for (const auto& [what, count] : tally_.refused) ADD_FAILURE() << what << " " << count;
    return lines;
  }
  clocks::CompiledCalendars calendars_;
  RunTally tally_;
};

TEST_F(Staffing, chance_is_the_same_on_each_machine_and_has_the_means_it_should) {
  EXPECT_EQ(log2_fixed(1), 0);
  EXPECT_EQ(log2_fixed(8), 3 * one);
  EXPECT_NEAR(static_cast<double>(log2_fixed(10)) / static_cast<double>(one), 3.321928094887362, 1e-8);
  EXPECT_NEAR(static_cast<double>(times_power_of_two(1'000'000, one / 2)), 1414213.56, 2);
  EXPECT_NEAR(static_cast<double>(times_power_of_two(1'000'000, -3 * one / 2)), 353553.39, 2);
  Dice dice(7, 1);
  std::int64_t sum = 0;
  constexpr int count = 100'000;
  for (int i = 0; i < count; ++i) sum += exponential(dice) >> 16;
  // A mean of `count` draws spreads by 1/sqrt(count) = 0.3%; four of these.
  EXPECT_NEAR(static_cast<double>(sum) / count / 65536.0, 1.0, 0.0127);
  Distribution handling;
  handling.form = Distribution::Form::lognormal;
  handling.seconds = 600, handling.ninetieth = 3000;
  int below_median = 0, below_ninetieth = 0;
  for (int i = 0; i < count; ++i) {
    const std::int64_t drawn = handling.sample(dice);
    below_median += drawn < 600 ? 1 : 0;
    below_ninetieth += drawn <= 3000 ? 1 : 0;
  }
  EXPECT_NEAR(below_median, 50'000, 700);      // sd 158
  EXPECT_NEAR(below_ninetieth, 90'000, 500);   // sd 95
}

// Berlin springs forward on 2026-03-29, a Sunday. The shift is Mon-Fri 09:00-17:00 with a break at noon; Friday's last
// two hours of work go on for one on Monday. All by hand: CET is UTC+1 on Friday, CEST UTC+2 on Monday.
TEST_F(Staffing, weeks_counted_by_hand_across_a_closed_weekend_that_changes_the_clock) {
  const auto small = program();
  const Plan week = plan(R"(
from: 2026-03-27
weeks: 1
zone: Europe/Berlin
arrivals:
  - facts: {kind: problem, asked_severity: 2, product: left}
    at: [2026-03-27T11:30:00+01:00, 2026-03-27T15:45:00+01:00]
work: [{first: 1h15m}]
unfinished: waits
shifts:
  day: {heads: 1, days: mon-fri, hours: 09:00-17:00, breaks: 12:00-12:30}
)",
                         *small);
  // 11:30 to 12:00 and 12:30 to 13:15; then 15:45 to 17:00, done as the shift closes.
  EXPECT_EQ(steps(*small, week), (std::vector<std::string>{"2026-03-27T10:30:00Z 1 opened",
                                                           "2026-03-27T12:15:00Z 1 solved day 1",
                                                           "2026-03-27T14:45:00Z 2 opened",
                                                           "2026-03-27T16:00:00Z 2 solved day 1"}));
  Plan later = week;
  later.arrivals[0].at[1] = *from_iso("2026-03-27T16:15:00+01:00");
  // 45 minutes on Friday, 30 on Monday from 09:00 CEST: its four hours are long gone.
  EXPECT_EQ(steps(*small, later).back(), "2026-03-30T07:30:00Z 2 solved day 1");
  const Kept expected{1, 1, 0, 0};
  EXPECT_EQ((tally_.clocks[{"first_response", "2"}]), expected);
  // Busy: Friday 75 + 45 minutes, Monday 30; staffed: Friday and Monday to Thursday, 7.5 h each.
  std::int64_t busy = 0, staffed = 0;
  for (const std::int64_t each : tally_.shifts[0].busy) busy += each;
  for (const std::int64_t each : tally_.shifts[0].staffed) staffed += each;
  EXPECT_EQ(busy, 150 * 60);
  EXPECT_EQ(staffed, 5 * 27000);
  EXPECT_EQ(tally_.shifts[0].busy[9], 30 * 60);  // Monday 09:00
  later.hands_over = true;
  const auto handed = steps(*small, later);
  EXPECT_EQ(handed[handed.size() - 2], "2026-03-27T16:00:00Z 2 handed_over day 1");
  EXPECT_EQ(handed.back(), "2026-03-30T07:30:00Z 2 solved day 1");
}

constexpr const char* three = R"(
from: 2026-03-02
weeks: 1
zone: UTC
arrivals:
  - {facts: {kind: problem, asked_severity: 2, product: left}, customers: 1, at: [2026-03-02T09:00:00Z, 2026-03-02T09:10:00Z]}
  - {facts: {kind: problem, asked_severity: 1, product: right}, at: [2026-03-02T09:20:00Z]}
work: [{first: 1h}]
shifts:
)";

TEST_F(Staffing, the_queue_goes_by_the_programs_ranks) {
  const std::string one_head = std::string(three) + "  day: {heads: 1, days: mon, hours: 09:00-17:00}\n";
  const auto by_due = program("queue: {rank: {is: 0}, then: [opened]}\n");
  EXPECT_EQ(steps(*by_due, plan(one_head, *by_due)).back(), "2026-03-02T12:00:00Z 3 solved day 1");
  const auto ranked = program("queue: {rank: {by: [severity], cells: {1: 0, 2: 1}}, then: [opened]}\n");
  const auto lines = steps(*ranked, plan(one_head, *ranked));
  EXPECT_EQ(lines[lines.size() - 2], "2026-03-02T11:00:00Z 3 solved day 1");
  EXPECT_EQ(lines.back(), "2026-03-02T12:00:00Z 2 solved day 1");
}

TEST_F(Staffing, one_at_a_time_holds_back_the_same_customer_alone) {
  const std::string heads = std::string(three) + "  day: {heads: 3, days: mon, hours: 09:00-17:00}\n";
  const auto free = program();
  EXPECT_EQ(steps(*free, plan(heads, *free)).back(), "2026-03-02T10:20:00Z 3 solved day 3");
  const auto held = program("queue: {rank: {is: 0}, then: [opened], one_at_a_time: customer}\n");
  const auto lines = steps(*held, plan(heads, *held));
  EXPECT_EQ(lines[4], "2026-03-02T10:20:00Z 3 solved day 2");
  EXPECT_EQ(lines.back().substr(0, 29), "2026-03-02T11:00:00Z 2 solved");
}

TEST_F(Staffing, skills_and_takes_exclude) {
  const auto small = program();
  const std::string shifts = "  left: {heads: 3, days: mon, hours: 09:00-17:00, takes: {product: left}}\n"
                             "  right: {heads: 1, days: mon, hours: 13:00-17:00, takes: {product: right}, skills: deep}\n";
  EXPECT_EQ(steps(*small, plan(three + shifts, *small)).back(), "2026-03-02T14:00:00Z 3 solved right 1");
  Plan needs = plan(three + shifts, *small);
  needs.work[0].needs = {"deep"};
  RunOptions options;
  const auto tally = run(*small, needs, calendars_, options);
  ASSERT_TRUE(tally.has_value());
  EXPECT_EQ(tally->solved, 1);
  EXPECT_EQ(tally->refused.at("shifts: none may take it"), 2);
}

// The first answer at 09:10 asks and the customer takes 20 minutes; the update clock (2 h) is met by each answer.
TEST_F(Staffing, touches_customers_and_updates_take_their_time) {
  const auto small = program();
  const Plan asking = plan(R"(
from: 2026-03-02
weeks: 1
zone: UTC
arrivals: [{facts: {kind: problem, asked_severity: 1}, at: 2026-03-02T09:00:00Z}]
work: [{first: 10m, touch: 30m, touches: 2, asks: 100%, customer: 20m}]
shifts: {day: {heads: 1, days: mon, hours: 09:00-17:00}}
)",
                           *small);
  EXPECT_EQ(steps(*small, asking),
            (std::vector<std::string>{"2026-03-02T09:00:00Z 1 opened", "2026-03-02T09:10:00Z 1 asked day 1",
                                      "2026-03-02T09:30:00Z 1 customer", "2026-03-02T10:00:00Z 1 solved day 1"}));
  // With a customer who takes 5 h an update is begun 15 minutes before its due at 11:10, the next before 13:05.
  const Plan updating = plan(R"(
from: 2026-03-02
weeks: 1
zone: UTC
arrivals: [{facts: {kind: problem, asked_severity: 1}, at: 2026-03-02T09:00:00Z}]
work: [{first: 10m, touch: 30m, touches: 2, asks: 100%, customer: 5h, update: {clock: update, before: 15m, time: 10m}}]
shifts: {day: {heads: 1, days: mon, hours: 09:00-17:00}}
)",
                             *small);
  EXPECT_EQ(steps(*small, updating),
            (std::vector<std::string>{"2026-03-02T09:00:00Z 1 opened", "2026-03-02T09:10:00Z 1 asked day 1",
                                      "2026-03-02T11:05:00Z 1 update day 1", "2026-03-02T13:00:00Z 1 update day 1",
                                      "2026-03-02T14:10:00Z 1 customer", "2026-03-02T14:40:00Z 1 solved day 1"}));
}

constexpr const char* steady = R"(
from: 2026-01-05
weeks: 20
warm_up: 1
zone: UTC
arrivals: [{facts: {kind: problem, asked_severity: 1}, rates: 8}]
work: [{first: {mean: 15m}}]
shifts: {always: {heads: 3, days: mon-sun, hours: 00:00-24:00, works_holidays: yes}}
)";

// M/M/3 with 8 an hour and 4 an hour each: a = 2. Erlang C = (a^3/3! * 3/(3-a)) / (1 + a + a^2/2 + that) = 4 / 9, and
// the mean wait is C / (3*4 - 8) h = 400 s. Waits follow each other closely in time; a run of 20 weeks (26,880 requests)
// has a relaxation time of about 1/(sqrt(12)-sqrt(8))^2 = 2.5 h, so some 1,300 independent stretches: the mean's spread
// is about 900 s/sqrt(1,300) = 25 s, the share's about 0.014. Three of these, over four runs halved.
TEST_F(Staffing, erlang_c_comes_out) {
  const auto small = program();
  const Plan queue = plan(steady, *small);
  Options options;
  options.runs = 4;
  const auto result = simulate(*small, queue, calendars_, options);
  ASSERT_TRUE(result.has_value());
  const auto& waits = result->all.waits.at("1");
  EXPECT_NEAR(static_cast<double>(waits.size()), 4 * 20 * 168 * 8, 4 * 328);  // sd of a Poisson count
  double sum = 0, waited = 0;
  for (const std::int64_t each : waits) {
    sum += static_cast<double>(each);
    waited += each > 0 ? 1 : 0;
  }
  const auto count = static_cast<double>(waits.size());
  EXPECT_NEAR(sum / count, 400, 38);
  EXPECT_NEAR(waited / count, 4.0 / 9, 0.021);
  std::int64_t busy = 0, staffed = 0;
  for (const std::int64_t each : result->all.shifts[0].busy) busy += each;
  for (const std::int64_t each : result->all.shifts[0].staffed) staffed += each;
  EXPECT_EQ(staffed, std::int64_t{4} * 20 * 168 * 3 * 3600);
  EXPECT_NEAR(static_cast<double>(busy) / static_cast<double>(staffed), 2.0 / 3, 0.01);
}

TEST_F(Staffing, the_same_seed_gives_the_same_bytes_and_another_gives_others) {
  const auto small = program();
  Plan queue = plan(steady, *small);
  queue.weeks = 1;
  Options options;
  options.runs = 2;
  const auto told = [&] { return to_text(to_json(*simulate(*small, queue, calendars_, options), queue)); };
  const std::string first = told();
  EXPECT_EQ(told(), first);
  options.seed = 2;
  EXPECT_NE(told(), first);
  options.progress = [](const Simulated& so_far, std::int64_t) { return so_far.runs < 1; };
  const auto early = simulate(*small, queue, calendars_, options);
  ASSERT_TRUE(early.has_value());
  EXPECT_TRUE(early->cancelled);
  EXPECT_EQ(early->runs, 1);
}

// One request of level 1 (30 minutes) at that time each Monday; the shift is Monday 09:00-17:00.
class Searched : public Staffing {
 protected:
  Search searched(const std::string& at, const std::string& second = "") {
    small_ = program();
    plan_ = plan("from: 2026-03-02\nweeks: 1\nzone: UTC\narrivals: [{facts: {kind: problem, asked_severity: 1}, at: [" +
                     at + second + "]}]\nwork: [{first: 10m}]\n" +
                     "shifts: {day: {heads: 1, days: mon, hours: 09:00-17:00}}\n",
                 *small_);
    SearchOptions options;
    options.simulation.runs = 1;
    options.heads = 1;
    const auto goal = parse_goal("first_response 1 100%", *small_);
    EXPECT_TRUE(goal.has_value());
    auto result = search(*small_, plan_, calendars_, *goal, options);
    EXPECT_TRUE(result.has_value());
    return std::move(*result);
  }
  std::shared_ptr<const program::Program> small_;
  Plan plan_;
};

TEST_F(Searched, nothing_is_moved_where_the_goal_is_met) {
  const Search result = searched("2026-03-02T09:00:00Z");
  ASSERT_TRUE(result.best.has_value());
  EXPECT_EQ(*result.best, 0U);
  EXPECT_EQ(result.tried.size(), 1U);
}

TEST_F(Searched, moving_alone_suffices) {
  const Search result = searched("2026-03-02T08:00:00Z");  // an hour before the shift: begin at 08:00, end at 16:00
  ASSERT_TRUE(result.best.has_value());
  const Tried& best = result.tried[*result.best];
  EXPECT_EQ(best.added, 0);
  EXPECT_EQ(*best.move, (Move{0, -1, -1, 0}));
  EXPECT_EQ(best.gained->share, 1'000'000);
}

TEST_F(Searched, one_added_hour_suffices) {
  // 08:00 and 16:45 both need to be answered within half an hour: no eight hours hold both.
  const Search result = searched("2026-03-02T08:00:00Z", ", 2026-03-02T16:45:00Z");
  ASSERT_TRUE(result.best.has_value());
  const Tried& best = result.tried[*result.best];
  EXPECT_EQ(best.added, 3600);
  EXPECT_EQ(*best.move, (Move{0, -1, 0, 0}));
  EXPECT_FALSE(result.tried.front().reached);
}

TEST_F(Searched, none_suffices_and_it_says_so) {
  const Search result = searched("2026-03-03T12:00:00Z");  // a Tuesday
  EXPECT_FALSE(result.best.has_value());
  EXPECT_TRUE(result.ended);
  EXPECT_EQ(result.hopeless, (std::vector<std::size_t>{0}));
  EXPECT_NE(to_text(result, plan_).find("No move of one shift meets it."), std::string::npos);
}

TEST_F(Staffing, history_gives_the_mean_of_each_hour_of_the_week) {
  Sample sample;
  sample.values = {tickets::Value::of("kind", std::string("problem"))};
  std::vector<Sample> samples;
  for (const char* at : {"2026-03-02T09:05:00Z", "2026-03-02T09:50:00Z", "2026-03-09T09:30:00Z", "2026-03-16T00:00:00Z"}) {
    sample.at = *from_iso(at);
    samples.push_back(sample);
  }
  const auto streams = fitted(samples, "UTC", *from_iso("2026-03-02T00:00:00Z"), *from_iso("2026-03-16T00:00:00Z"));
  ASSERT_EQ(streams.size(), 1U);
  EXPECT_EQ(streams[0].rates[9], 1'500'000);  // three on two Mondays
  EXPECT_EQ(streams[0].rates[0], 0);          // the last lies behind the end
}

TEST_F(Staffing, a_plan_is_read_strictly_with_places) {
  const auto small = program();
  const auto first = [&](const std::string& text) -> std::string {
    const PlanReading reading = read_plan("plan.yaml", text, *small);
    EXPECT_FALSE(reading.plan.has_value());
    if (reading.findings.empty()) return "nothing";
    const program::Finding& each = reading.findings.front();
    return std::to_string(each.place.line) + ":" + std::to_string(each.place.column) + " " + each.key;
  };
  const std::string rest = "work: [{first: 1h}]\nshifts: {day: {heads: 1, days: mon, hours: 09:00-17:00}}\n";
  EXPECT_EQ(first("from: 2026-03-02\nweek: 3\n" + rest), "2:1 week");
  EXPECT_EQ(first("from: 2026-02-30\n" + rest), "1:7 2026-02-30");
  EXPECT_EQ(first("from: 2026-03-02\narrivals: [{facts: {kind: rumour}, rates: 1}]\n" + rest), "2:27 kind");
  EXPECT_EQ(first("from: 2026-03-02\nwork: [{first: {median: 2h, p90: 1h}}]\nshifts: {}\n"), "2:34 p90");
  EXPECT_EQ(first("from: 2026-03-02\nwork: [{first: 1h}]\nshifts: {day: {heads: 1, days: mon, hours: 9-17}}\n"),
            "3:44 hours");
  EXPECT_EQ(first("from: 2026-03-02\nwork: [{first: 1h, touches: {1: 50%, 2: 40%}}]\nshifts: {}\n"), "2:29 touches");
}

TEST_F(Staffing, limits_are_kept) {
  const auto small = program();
  const Plan queue = plan(steady, *small);
  Options options;
  options.runs = Limits::runs + 1;
  const auto result = simulate(*small, queue, calendars_, options);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, ErrorCode::limit);
  EXPECT_FALSE(parse_goal("second_response 95%", *small).has_value());
  EXPECT_FALSE(parse_goal("first_response 3 95%", *small).has_value());
  EXPECT_FALSE(parse_goal("first_response 1 101%", *small).has_value());
  EXPECT_TRUE(parse_goal("first_response 99.5%", *small).has_value());
}

}  // namespace
}  // namespace yakusoku::sim::staffing
