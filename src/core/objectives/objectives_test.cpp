// Promises over a period. Expected by hand from PROGRAM.md section 5.

#include "core/objectives/objectives.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/zones.hpp"
#include "core/program/folder_for_tests.hpp"

namespace yakusoku::objectives {
namespace {

using calendars::Interval;
using program::FactMap;
using program::Fraction;
using program::program_of;
using Verdict = Judged::Verdict;

Instant at(std::string_view iso) { return *from_iso(iso); }
// The beginning of that date in Tokyo.
Instant day(std::string_view date) { return zones::instant_of("Asia/Tokyo", *zones::date_of(date), 0); }
const Instant far = at("2030-01-01T00:00:00Z");

constexpr std::string_view text = R"(
program: p
zone: Asia/Tokyo
periods: {fiscal: {every: quarter, from: 04-01}}
severity: {levels: {1: {}, 2: {}}}
facts: {fee: {type: number, from: contract.fee}}
clocks: {first: {starts: opened, met_by: reply, within: 1h}}
objectives:
  share: {of: first, met: at least 92%, over: month, then: {credit: contract.fee / 10, right: May leave, claim: 20d}}
  missed: {of: first, missed: at most 3, over: any 4 months, when: {severity: 1}, then: {credit: a month free}}
  count: {count: {opened: {who: customer}}, is: at most 5, over: fiscal}
  gap: {gap: opened, is: at least 60d}
  up: {availability: core, is: at least 99.9%, over: month, then: {credit: 5}}
  down: {availability: core, is: at most 30m, over: month}
  sliding_share: {of: first, met: at least 50%, over: any 2 months}
)";

struct Fixture {
  std::shared_ptr<const program::Program> program = program_of(std::string(text));
  FactMap severe{{"severity", std::string("1")}}, mild{{"severity", std::string("2")}};
  FactMap customer{{"contract.fee", std::int64_t{1005}}};
  std::vector<Sample> samples;
  std::vector<Outage> outages;
  void verdict(Sample::Is is, std::string_view when, const program::Facts* facts = nullptr) {
    samples.push_back({is, "first", at(when), {}, facts});
  }
  void opened(std::string_view when, std::string who = "customer") {
    samples.push_back({Sample::Is::event, "opened", at(when), {{"who", std::move(who)}}, nullptr});
  }
  std::vector<Judged> judge(std::string_view name, Interval range, Instant now = far) const {
    const auto rule = std::ranges::find(program->objectives, name, &program::ObjectiveRule::id);
    return objectives::judge(*program, *rule, samples, outages, range, now, customer);
  }
};

TEST(Objectives, a_share_of_each_month_is_exact) {
  Fixture f;
  // December in Tokyo: 23 of 25 is 92%, enough. January: 11 of 12 is 91.66..%, not.
  for (int i = 0; i < 23; ++i) f.verdict(Sample::Is::met, "2025-12-10T00:00:00Z");
  for (int i = 0; i < 2; ++i) f.verdict(Sample::Is::missed, "2025-12-31T14:59:59Z");
  for (int i = 0; i < 11; ++i) f.verdict(Sample::Is::met, "2026-01-20T00:00:00Z");
  f.verdict(Sample::Is::missed, "2025-12-31T15:00:00Z");  // 1 January in Tokyo
  const auto months = f.judge("share", {day("2025-12-01"), day("2026-03-01")});
  ASSERT_EQ(3u, months.size());
  EXPECT_EQ(Verdict::kept, months[0].verdict);
  EXPECT_EQ(*Fraction::of(23, 25), *months[0].share);
  EXPECT_EQ(2, months[0].missed);
  EXPECT_FALSE(months[0].remedy);
  EXPECT_EQ(Verdict::broken, months[1].verdict);
  EXPECT_EQ(*Fraction::of(11, 12), *months[1].share);
  EXPECT_EQ(day("2026-01-01"), months[1].from);
  EXPECT_EQ(day("2026-02-01"), months[1].to);
  EXPECT_EQ("objectives.share", months[1].clause);
  ASSERT_TRUE(months[1].remedy);
  EXPECT_EQ(*Fraction::of(201, 2), *months[1].remedy->credit);  // 1005 / 10
  EXPECT_EQ("May leave", months[1].remedy->right->in("en"));
  EXPECT_EQ(day("2026-02-21"), months[1].remedy->claim_until);
  EXPECT_EQ("2026-02-20", months[1].remedy->claim_date);
  EXPECT_EQ(Verdict::nothing, months[2].verdict);  // February had none
  EXPECT_FALSE(months[2].share);
}

TEST(Objectives, what_is_not_over_may_still_change) {
  Fixture f;
  f.verdict(Sample::Is::missed, "2026-01-10T00:00:00Z");
  const auto months = f.judge("share", {day("2026-01-01"), day("2026-02-01")}, at("2026-01-20T00:00:00Z"));
  ASSERT_EQ(1u, months.size());
  EXPECT_FALSE(months[0].over);
  EXPECT_EQ(Verdict::broken, months[0].verdict);
  EXPECT_FALSE(months[0].remedy);
  EXPECT_TRUE(f.judge("share", {day("2026-01-01"), day("2026-02-01")}, day("2026-02-01"))[0].over);
}

TEST(Objectives, any_four_months_slide) {
  Fixture f;
  const Interval year{day("2025-01-01"), day("2026-01-01")};
  for (const char* when : {"2025-02-10T03:00:00Z", "2025-03-01T03:00:00Z", "2025-05-20T03:00:00Z"})
    f.verdict(Sample::Is::missed, when, &f.severe);
  f.verdict(Sample::Is::missed, "2025-05-21T03:00:00Z", &f.mild);
  f.verdict(Sample::Is::missed, "2025-05-22T03:00:00Z");  // of which nothing is known
  auto judged = f.judge("missed", year);
  ASSERT_EQ(1u, judged.size());  // none is broken: the worst
  EXPECT_EQ(Verdict::kept, judged[0].verdict);
  EXPECT_EQ(3, judged[0].missed);
  // A fourth on 10 June, 1:00 in Tokyo: from 10 February on it is one day too late.
  f.verdict(Sample::Is::missed, "2025-06-09T16:00:00Z", &f.severe);
  judged = f.judge("missed", year);
  EXPECT_EQ(Verdict::kept, judged.at(0).verdict);
  f.samples.back().at = at("2025-06-09T14:59:59Z");  // 9 June
  judged = f.judge("missed", year);
  ASSERT_EQ(1u, judged.size());
  EXPECT_EQ(Verdict::broken, judged[0].verdict);
  EXPECT_EQ(4, judged[0].missed);
  EXPECT_EQ(day("2025-02-10"), judged[0].from);
  EXPECT_EQ(day("2025-06-10"), judged[0].to);
  EXPECT_EQ("a month free", judged[0].remedy->credit_words->in("en"));
  // What is too much already is too much, though its span is not over.
  judged = f.judge("missed", {day("2025-01-01"), day("2025-06-10")}, day("2025-06-10"));
  EXPECT_EQ(Verdict::broken, judged.at(0).verdict);
  judged = f.judge("missed", {day("2025-02-15"), day("2025-06-20")}, day("2025-06-20"));
  EXPECT_EQ(Verdict::kept, judged.at(0).verdict);
}

TEST(Objectives, broken_spans_do_not_overlap) {
  Fixture f;
  for (const char* month : {"01", "02", "03", "04", "05", "06"})
    f.verdict(Sample::Is::missed, "2025-" + std::string(month) + "-15T00:00:00Z");
  const auto judged = f.judge("sliding_share", {day("2025-01-01"), day("2025-07-01")});
  ASSERT_EQ(3u, judged.size());
  EXPECT_EQ(day("2025-01-01"), judged[0].from);
  EXPECT_EQ(day("2025-03-01"), judged[1].from);
  EXPECT_EQ(day("2025-05-01"), judged[2].from);
}

TEST(Objectives, events_are_counted_by_fiscal_quarters) {
  Fixture f;
  for (int i = 0; i < 5; ++i) f.opened("2026-05-01T00:00:00Z");
  f.opened("2026-05-02T00:00:00Z", "vendor");  // not asked for
  f.opened("2026-06-30T15:00:00Z");            // July in Tokyo
  auto judged = f.judge("count", {day("2026-04-01"), day("2026-10-01")});
  ASSERT_EQ(2u, judged.size());
  EXPECT_EQ(5, judged[0].count);
  EXPECT_EQ(Verdict::kept, judged[0].verdict);
  EXPECT_EQ(1, judged[1].count);
  f.samples.back().at = at("2026-06-30T14:59:59Z");
  judged = f.judge("count", {day("2026-04-01"), day("2026-10-01")});
  EXPECT_EQ(Verdict::broken, judged[0].verdict);
  EXPECT_EQ(0, judged[1].count);
  EXPECT_EQ(Verdict::kept, judged[1].verdict);  // none at all is at most five
}

TEST(Objectives, events_lie_apart) {
  Fixture f;
  f.opened("2026-06-01T00:00:00Z");
  f.opened("2026-01-01T00:00:00Z");
  f.opened("2026-03-02T00:00:00Z");  // 60 days after
  const Interval year{day("2026-01-01"), day("2027-01-01")};
  auto judged = f.judge("gap", year);
  ASSERT_EQ(1u, judged.size());
  EXPECT_EQ(Verdict::kept, judged[0].verdict);
  EXPECT_EQ(60 * 86400, judged[0].down);
  f.samples[2].at = at("2026-03-01T23:59:59Z");
  judged = f.judge("gap", year);
  ASSERT_EQ(1u, judged.size());
  EXPECT_EQ(Verdict::broken, judged[0].verdict);
  EXPECT_EQ(at("2026-01-01T00:00:00Z"), judged[0].from);
  f.samples.resize(1);
  EXPECT_EQ(Verdict::nothing, f.judge("gap", year).at(0).verdict);
}

TEST(Objectives, availability_is_time_that_was_up) {
  Fixture f;
  // April has 2,592,000 s, of which 0.1% is 2592 s: 43 min 12 s.
  f.outages.push_back({"core", at("2026-04-10T00:00:00Z"), at("2026-04-10T00:40:00Z"), nullptr});
  f.outages.push_back({"core", at("2026-04-10T00:30:00Z"), at("2026-04-10T00:43:12Z"), nullptr});  // overlaps
  f.outages.push_back({"ui", at("2026-04-11T00:00:00Z"), at("2026-04-12T00:00:00Z"), nullptr});
  const Interval april{day("2026-04-01"), day("2026-05-01")};
  EXPECT_EQ(2592, f.judge("up", april).at(0).down);
  EXPECT_EQ(*Fraction::of(999, 1000), *f.judge("up", april)[0].share);
  EXPECT_EQ(Verdict::kept, f.judge("up", april)[0].verdict);
  EXPECT_EQ(Verdict::broken, f.judge("down", april)[0].verdict);
  f.outages.push_back(
      {"core", at("2026-04-30T14:59:59Z"), at("2026-04-30T15:30:00Z"), nullptr});  // a second of April
  EXPECT_EQ(Verdict::broken, f.judge("up", april)[0].verdict);
  EXPECT_EQ(Fraction(5), *f.judge("up", april)[0].remedy->credit);
  const auto both = f.judge("up", {day("2026-04-01"), day("2026-06-01")});
  EXPECT_EQ(1800, both.at(1).down);
  f.outages.clear();
  EXPECT_EQ(Fraction(1), *f.judge("up", april)[0].share);
}

// A sliding span that is broken is found, and only then: against a walk over all dates.
RC_GTEST_PROP(Objectives, sliding_spans_agree_with_a_walk, ()) {
  static const Fixture fresh;
  Fixture f = fresh;
  const Instant begin = day("2025-01-01");
  for (int i = *rc::gen::inRange(0, 14); i > 0; --i) {
    f.samples.push_back({Sample::Is::missed, "first", begin + hours(*rc::gen::inRange(0, 24 * 364)), {}, &f.severe});
  }
  const auto judged = f.judge("missed", {begin, day("2026-01-01")});
  std::int64_t most = 0;
  for (std::int32_t date = *zones::date_of("2025-01-01"); date < *zones::date_of("2026-01-01"); ++date) {
    const Instant from = zones::instant_of("Asia/Tokyo", date, 0);
    const Instant to = zones::instant_of("Asia/Tokyo", program::add_months(date, 4), 0);
    std::int64_t here = 0;
    for (const Sample& each : f.samples) here += each.at >= from && each.at < to ? 1 : 0;
    most = std::max(most, here);
  }
  bool broken = false;
  std::int64_t worst = 0;
  for (const Judged& each : judged) {
    broken = broken || each.verdict == Verdict::broken;
    worst = std::max(worst, each.missed);
  }
  RC_ASSERT(broken == (most > 3));
  if (!broken && most > 0) RC_ASSERT(worst <= most);
  for (std::size_t i = 1; i < judged.size(); ++i) RC_ASSERT(judged[i].from >= judged[i - 1].to);
}

}  // namespace
}  // namespace yakusoku::objectives
