// What people read of the proof.

#include "core/proof/proved_for_tests.hpp"

namespace yakusoku::proof {
namespace {

std::string with_hours(const std::string& within) {
  return office_program("clocks: {c: {starts: opened, met_by: reply, within: " + within +
                        "}}\nteams: {support: {hours: office}}\ncoverage: support\n");
}

TEST(ProofReport, gaps_are_grouped_by_how_they_recur) {
  Options options;
  options.from = at("2026-01-05T09:00:00Z");
  options.to = at("2026-02-02T09:00:00Z");  // four weeks
  const Proof proof = proved(with_hours("4h"), options);
  const auto groups = by_clause(proof.rows[0]);
  ASSERT_EQ(groups.size(), 2U);
  const auto runs = recurrences(groups[1], "UTC");
  ASSERT_EQ(runs.size(), 2U);
  EXPECT_EQ(runs[0].words, "Mon-Thu 17:00 to 09:00 the next day");
  EXPECT_EQ(runs[0].times, 16);
  EXPECT_EQ(runs[0].longest, hours(16));
  EXPECT_EQ(runs[1].words, "Fri 17:00 to 09:00 3 days later");
  EXPECT_EQ(runs[1].times, 4);
  EXPECT_EQ(runs[1].longest, hours(64));
  const auto japanese = recurrences(groups[1], "UTC", "ja");
  EXPECT_EQ(japanese[0].words, "月～木曜 17:00～翌日 09:00");
  EXPECT_EQ(japanese[1].words, "金曜 17:00～3 日後の 09:00");
  const std::string text = text_of(proof);
  EXPECT_NE(text.find("Mon-Thu 17:00 to 09:00 the next day, 16 times; longest 16 h; first Mon 2026-01-05 17:00"),
            std::string::npos)
      << text;
}

TEST(ProofReport, a_finding_for_each_kind_of_gap_at_a_clause) {
  const auto program = program::program_of(with_hours("4h"));
  const auto proof = prove(*program, one_week());
  ASSERT_TRUE(proof);
  const auto findings = findings_of(*proof, *program);
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[0].code, "falls_due_unattended");
  EXPECT_EQ(findings[1].code, "runs_unattended");
  EXPECT_EQ(findings[0].weight, program::Weight::warning);
  EXPECT_EQ(findings[0].key, "clocks.c.within");
  EXPECT_NE(findings[0].message.find("first from Mon 2026-01-05 04:00 to Mon 2026-01-05 09:00 UTC"),
            std::string::npos)
      << findings[0].message;
  const auto quiet = program::program_of(with_hours("8h in office"));
  EXPECT_TRUE(findings_of(*prove(*quiet, one_week()), *quiet).empty());
}

TEST(ProofReport, a_due_at_one_instant_is_told_as_such) {
  const Proof proof = proved(with_hours("by next opening of weekend"), one_week());
  EXPECT_EQ(recurrences(by_clause(proof.rows[0])[0], "UTC")[0].words, "Sat at 00:00");
}

TEST(ProofReport, many_values_are_cut_short_where_asked) {
  std::vector<Combination> cases(3);
  cases[0].product = "a", cases[1].product = "b", cases[2].product = "c";
  EXPECT_EQ(words_of(cases), "product a, b, c");
  EXPECT_EQ(words_of(cases, 2), "product a, b and 1 more");
}

TEST(ProofReport, a_program_without_teams_is_told_once) {
  const auto program =
      program::program_of(office_program("clocks: {c: {starts: opened, met_by: reply, within: 4h}}\n"));
  const auto findings = findings_of(*prove(*program, one_week()), *program);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].code, "no_coverage");
}

}  // namespace
}  // namespace yakusoku::proof
