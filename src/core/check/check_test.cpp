// What `check` says of programs that read.

#include "core/check/check.hpp"
#include "core/program/folder_for_tests.hpp"

namespace yakusoku::check {

using namespace program;

namespace {

// "code key", one a finding.
std::vector<std::string> said(const std::string& yaml) {
  std::vector<std::string> said;
  for (const Finding& finding : findings_of(*program_of(yaml))) said.push_back(finding.code + " " + finding.key);
  return said;
}
bool says(const std::vector<std::string>& findings, std::string_view wanted) {
  return std::ranges::find(findings, wanted) != findings.end();
}
std::string all(const std::vector<std::string>& findings) {
  std::string text;
  for (const std::string& each : findings) text += each + "\n";
  return text;
}

#define EXPECT_SAYS(findings, wanted) EXPECT_TRUE(says(findings, wanted)) << all(findings)
#define EXPECT_SILENT(findings, wanted) EXPECT_FALSE(says(findings, wanted)) << all(findings)

TEST(Check, a_plain_program_has_nothing_to_say) {
  const auto findings = said(R"(
program: p
severity: {levels: {1: {}, 2: {}}, is: asked}
clocks: {c: {starts: opened, met_by: reply, within: {by: [severity], cells: {1: 1h, 2: 2h}}, warn: [50%]}}
teams: {support: {}}
coverage: support
doors: {mail: {may: [open]}}
closing: {reasons: {done: {}}, default: done}
)");
  EXPECT_TRUE(findings.empty()) << all(findings);
}

TEST(Check, notes_sources_and_soft_promises) {
  const auto findings = said(R"(
program: p
calendars:
  office: {open: {mon-fri: "09:00-17:00"}, source: missing}
clocks:
  c:
    note: our choice
    starts: opened
    met_by: reply
    within: [{when: {phoned: yes}, is: aim 8h}, {by: [language], cells: {ja: at least 24h, else: {is: best effort, note: as written}}}]
)");
  EXPECT_SAYS(findings, "source_missing calendars.office");
  EXPECT_SAYS(findings, "author_choice clocks.c");
  EXPECT_SAYS(findings, "author_choice clocks.c.within[1].cells.else");
  EXPECT_SAYS(findings, "soft_promise clocks.c.within[0]");
  EXPECT_SAYS(findings, "soft_promise clocks.c.within[1].cells.ja");
  EXPECT_SAYS(findings, "soft_promise clocks.c.within[1].cells.else");
}

TEST(Check, clocks_that_cannot_work) {
  const auto findings = said(R"(
program: p
severity: {levels: {1: {}, 2: {}, 3: {}}}
clocks:
  unmet: {starts: opened, within: 1h}
  unstarted: {met_by: reply, within: 1h}
  idle: {starts: opened, owed_by: nobody}
  hole: {starts: opened, met_by: reply, within: {by: [severity], cells: {1: 1h, 3: 3h}}}
  meant: {starts: opened, met_by: reply, when: {severity: {not: 2}}, within: {by: [severity], cells: {1: 1h, 3: 3h}}}
  behind: {starts: opened, met_by: reply, within: [{is: 1h}, {when: {severity: 1}, is: 2h}]}
  ladder: {starts: opened, owed_by: nobody, steps: [{at: 2h, do: {tell: owner}}, {at: 1h, do: {tell: team}}]}
  endless: {starts: opened, owed_by: nobody, steps: [{at: 50%, do: {tell: owner}}]}
)");
  EXPECT_SAYS(findings, "never_met clocks.unmet");
  EXPECT_SAYS(findings, "never_starts clocks.unstarted");
  EXPECT_SAYS(findings, "does_nothing clocks.idle");
  EXPECT_SAYS(findings, "missing_cell clocks.hole.within");
  EXPECT_SILENT(findings, "missing_cell clocks.meant.within");
  EXPECT_SAYS(findings, "unreachable_rule clocks.behind.within[1]");
  EXPECT_SAYS(findings, "ladder_order clocks.ladder.steps[1]");
  EXPECT_SAYS(findings, "no_due clocks.endless.steps[0]");
}

TEST(Check, a_moment_must_lie_in_open_time) {
  const auto findings = said(R"(
program: p
calendars: {office: {open: {mon-fri: "09:00-17:00"}}, night: {open: {mon-fri: "22:00-06:00"}}}
clocks:
  late: {starts: opened, met_by: reply, within: by 18:00 next day in office}
  edge: {starts: opened, met_by: reply, within: by 17:00 next day in office}
  early: {starts: opened, met_by: reply, within: by 05:00 today in night}
)");
  EXPECT_SAYS(findings, "moment_closed clocks.late.within");
  EXPECT_SILENT(findings, "moment_closed clocks.edge.within");
  EXPECT_SILENT(findings, "moment_closed clocks.early.within");
}

TEST(Check, gaps_of_the_whole) {
  const auto findings = said(R"(
program: p
effective: 2026-01-01
teams: {support: {}}
coverage: [{when: {language: ja}, is: support}]
queue: {rank: {by: [status], cells: {open: 1}}}
doors: {phone: {may: [reply]}}
plans: {old: {valid: {to: 2025-03-31}}, gold: {}}
closing: {reasons: {done: {}}}
)");
  EXPECT_SAYS(findings, "coverage_gap coverage");
  EXPECT_SAYS(findings, "rank_gap queue.rank");
  EXPECT_SAYS(findings, "no_way_in doors");
  EXPECT_SAYS(findings, "plan_over plans.old.valid");
  EXPECT_SILENT(findings, "plan_over plans.gold.valid");
  EXPECT_SAYS(findings, "no_default_reason closing.default");
  EXPECT_SAYS(said("program: p\nteams: {support: {}}\n"), "no_coverage coverage");
}

TEST(Check, translations) {
  const auto findings = said(R"(
program: p
languages: [en, ja]
title: {en: Within 30 minutes, ja: 20分以内}
texts:
  one: {en: Only English}
  two: {en: "See {link} at https://example.com/a", ja: "https://example.com/b をご覧ください"}
  three: {en: "24x7, 1,000 seats", ja: 24時間365日、１０００席}
)");
  EXPECT_SAYS(findings, "translation_differs title");
  EXPECT_SAYS(findings, "translation_missing texts.one");
  EXPECT_EQ(2, std::ranges::count(findings, "translation_differs texts.two"));  // link and placeholder
  EXPECT_SILENT(findings, "translation_differs texts.three");
}

TEST(Check, claims_are_compared_with_the_truth) {
  const auto findings = said(R"(
program: p
effective: 2026-01-01
calendars:
  weekend: {from: fri 17:00 America/Los_Angeles, to: mon 10:00 Australia/Sydney, claims: {length: 48h}}
  tokyo_weekend: {from: sat 00:00 Asia/Tokyo, to: mon 00:00 Asia/Tokyo, claims: {length: 48h}}
  round: {union: [weekend, {except: [always, weekend]}], claims: {covers: 24x7}}
  office: {open: {mon-fri: "09:00-17:00"}, claims: {covers: 24x7}}
  other: {open: {mon-fri: "09:00-17:00"}, claims: {staff: many}}
)");
  EXPECT_SAYS(findings, "false_claim calendars.weekend");
  EXPECT_SILENT(findings, "false_claim calendars.tokyo_weekend");
  EXPECT_SILENT(findings, "false_claim calendars.round");
  EXPECT_SAYS(findings, "false_claim calendars.office");
  EXPECT_SAYS(findings, "unchecked_claim calendars.other");
}

TEST(Check, notices_in_languages_that_lack_or_differ_are_warned_of) {
  const auto findings = said((R"(
program: p
languages: [en, ja]
notices:
  receipt:
    subject: "[#{request.number}] Taken"
    text: {en: "{contact.name}, see {url}", ja: "{contact.name}様、{contact.name}様"}
  reply: {subject: {en: An answer, ja: 回答}}
  staff_told: {subject: {en: "{event.title}", ja: "{event.title}"}}
)"));
  const std::vector<std::string> expected = {
      "translation_missing notices.receipt.subject", "translation_differs notices.receipt.text",
      "translation_differs notices.reply.subject", "no_number_in_subject notices.reply.subject"};
  EXPECT_EQ(2u, std::ranges::count_if(findings, [](const std::string& each) { return each.starts_with("trans"); }));
  EXPECT_TRUE(std::ranges::find(findings, expected[0]) != findings.end());
  EXPECT_TRUE(std::ranges::find(findings, expected[1]) != findings.end());
  EXPECT_TRUE(std::ranges::find(findings, expected[2]) == findings.end());
  EXPECT_TRUE(std::ranges::find(findings, expected[3]) != findings.end());
  EXPECT_TRUE(std::ranges::none_of(findings, [](const auto& each) { return each.ends_with("staff_told.subject"); }));
}

TEST(Check, a_name_said_twice_in_one_language_is_no_difference) {
  const auto findings = said((R"(
program: p
languages: [en, ja]
notices:
  test: {text: {en: "{contact.name}", ja: "{contact.name}様、{contact.name}様"}}
)"));
  EXPECT_TRUE(findings.empty()) << findings.front();
}

}  // namespace
}  // namespace yakusoku::check
