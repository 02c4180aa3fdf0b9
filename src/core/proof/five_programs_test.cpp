// The real gaps of the five programs, each by its name, with dates worked out by hand.

#include <functional>

#include "core/proof/proved_for_tests.hpp"

namespace yakusoku::proof {
namespace {

Proof proof_of(const std::string& name) {
  const auto reading = program::read(program::files_of(program::source_folder / "programs" / name));
  EXPECT_TRUE(reading.program);
  auto proof = prove(*reading.program);
  EXPECT_TRUE(proof);
  return proof ? *std::move(proof) : Proof{};
}

const Row* row_of(const Proof& proof, const std::function<bool(const Combination&)>& wanted) {
  for (const Row& row : proof.rows)
    if (std::ranges::any_of(row.combinations, wanted)) return &row;
  return nullptr;
}

bool has(const Row& row, GapKind kind, const std::string& line) {
  const auto gaps = gaps_of(row, kind);
  return std::ranges::find(gaps, line) != gaps.end();
}

TEST(FivePrograms, atlassian_weekend_called_48_hours) {
  const Proof proof = proof_of("atlassian-premier");
  const auto claim = std::ranges::find(proof.claims, "calendars.weekend", &ClaimFound::key);
  ASSERT_NE(claim, proof.claims.end());
  EXPECT_FALSE(claim->holds);
  std::vector<Duration> lengths;
  for (const Length& each : claim->lengths) lengths.push_back(each.length);
  EXPECT_EQ(lengths, (std::vector{hours(46), hours(47), hours(48)}));
  EXPECT_EQ(claim->lengths[0].begins.front(), at("2026-01-03T01:00:00Z"));  // Friday 17:00 in Los Angeles
}

TEST(FivePrograms, atlassian_phone_at_all_hours_whose_answers_follow_the_weekend) {
  const Proof proof = proof_of("atlassian-premier");
  const auto by_phone = [](const std::string& product, const std::string& level) {
    return [=](const Combination& each) {
      return each.plan == "premier" && each.product == product && each.severity == level && each.channel == "phone";
    };
  };
  // Friday 17:00 in Los Angeles to Monday 10:00 in Sydney: 46 hours in January.
  const std::string first = "2026-01-03T01:00:00Z..2026-01-04T23:00:00Z doors.phone";
  const Row* gap = row_of(proof, by_phone("sourcetree", "L1"));
  ASSERT_TRUE(gap);
  EXPECT_TRUE(has(*gap, GapKind::beyond_claim, first)) << text_of(proof);
  EXPECT_TRUE(has(*row_of(proof, by_phone("bamboo", "L2")), GapKind::beyond_claim, first));
  // What the weekend team covers is no gap.
  EXPECT_TRUE(gaps_of(*row_of(proof, by_phone("bamboo", "L1")), GapKind::beyond_claim).empty());
  EXPECT_TRUE(gaps_of(*row_of(proof, by_phone("jira_software", "L4")), GapKind::beyond_claim).empty());
}

TEST(FivePrograms, bittitan_promise_of_24_hours_with_a_team_of_weekdays) {
  const Proof proof = proof_of("bittitan");
  const Row* guidance =
      row_of(proof, [](const Combination& each) { return each.kind == "guidance_request" && each.further.empty(); });
  ASSERT_TRUE(guidance);
  // Friday 17:00 to Monday 09:00 in Los Angeles; due at the next opening, it never falls due unattended.
  EXPECT_TRUE(has(*guidance, GapKind::runs_unattended,
                  "2026-01-03T01:00:00Z..2026-01-05T17:00:00Z clocks.first_response.within[0]"));
  EXPECT_TRUE(gaps_of(*guidance, GapKind::falls_due_unattended).empty());
  const Row* problem =
      row_of(proof, [](const Combination& each) { return each.kind == "product_problem" && each.further.empty(); });
  ASSERT_TRUE(problem);
  EXPECT_TRUE(problem->gaps.empty());
}

TEST(FivePrograms, megaport_restores_in_hours_beside_work_in_business_hours) {
  const Proof proof = proof_of("megaport");
  const auto incident = [&](const std::string& level) {
    return row_of(proof, [&](const Combination& each) { return each.kind == "incident" && each.severity == level; });
  };
  // New Year's Day is a holiday: until Friday 2 January, 09:00 in Brisbane.
  const auto one = gaps_of(*incident("1"), GapKind::outside_effort);
  ASSERT_FALSE(one.empty());
  EXPECT_TRUE(one[0].starts_with("2025-12-31T14:00:00Z..2026-01-01T23:00:00Z clocks.restore.within")) << one[0];
  EXPECT_FALSE(gaps_of(*incident("2"), GapKind::outside_effort).empty());
  EXPECT_TRUE(gaps_of(*incident("3"), GapKind::outside_effort).empty());  // 48 hours of the office's own
  EXPECT_EQ(gaps_of(proof, GapKind::runs_unattended), 0U);                // support is there at any hour
}

TEST(FivePrograms, six_clicks_six_hours_beside_effort_of_eight_on_five) {
  const Proof proof = proof_of("6clicks");
  const auto level = [&](const std::string& severity) {
    return row_of(proof,
                  [&](const Combination& each) { return each.severity == severity && each.channel == "form"; });
  };
  // Opened at midnight of New Year's Day in Melbourne, due at 06:00, when nobody is there before 08:00.
  EXPECT_TRUE(has(*level("level_3"), GapKind::falls_due_unattended,
                  "2025-12-31T19:00:00Z..2025-12-31T21:00:00Z clocks.first_response.within[2]"));
  EXPECT_TRUE(level("critical")->gaps.empty());
  EXPECT_TRUE(level("level_1")->gaps.empty());
}

TEST(FivePrograms, logicmonitor_promises_no_figure) {
  EXPECT_EQ(gaps_of(proof_of("logicmonitor"), GapKind::runs_unattended), 0U);
}

}  // namespace
}  // namespace yakusoku::proof
