// The page of the five programs by its structure, and a small program's page word by word.

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "core/program/folder_for_tests.hpp"
#include "core/publishing/document.hpp"

namespace yakusoku::publishing {
namespace {

constexpr std::int32_t first_of_2026 = 20454;  // 2026-01-01

Options options_in(const std::string& language) {
  Options options;
  options.language = language;
  options.zone = "Asia/Tokyo";
  options.from = first_of_2026;
  return options;
}

std::vector<Words> words_in(const Document& document) {
  std::vector<Words> all;
  const auto take = [&](const std::vector<Words>& words) { all.insert(all.end(), words.begin(), words.end()); };
  for (const Block& block : document.blocks) {
    take(block.words);
    for (const Item& item : block.items) {
      all.push_back(item.term);
      take(item.says);
    }
    for (const Cell& cell : block.table.head) take(cell.lines);
    for (const auto& row : block.table.rows)
      for (const Cell& cell : row) take(cell.lines);
  }
  return all;
}

std::vector<std::string> anchors_in(const Document& document) {
  std::vector<std::string> all;
  const auto take = [&](const std::string& anchor) {
    if (!anchor.empty()) all.push_back(anchor);
  };
  for (const Block& block : document.blocks) {
    take(block.anchor);
    for (const Item& item : block.items) take(item.anchor);
    for (const Cell& cell : block.table.head) take(cell.anchor);
    for (const auto& row : block.table.rows)
      for (const Cell& cell : row) take(cell.anchor);
  }
  return all;
}

bool says(const Document& document, const std::string& text) {
  return std::ranges::any_of(words_in(document), [&](const Words& each) { return each.text == text; });
}

// Paths of promises that customers read: amounts that are no empty cells.
void paths_of(const program::TableNode<program::Amount>& node, std::vector<std::string>& paths) {
  if (node.leaf && node.leaf->promise != program::Amount::Promise::none) paths.push_back(node.path);
  for (const auto& branch : node.branches) paths_of(branch.below, paths);
}
std::vector<std::string> promises_of(const program::Program& program) {
  std::vector<std::string> paths;
  for (const auto& clock : program.clocks) {
    if (clock.owed_by != "vendor") continue;
    for (const auto& rule : clock.within.rules) {
      if (const auto* plain = std::get_if<program::Amount>(&rule.is)) {
        if (plain->promise != program::Amount::Promise::none) paths.push_back(rule.path);
      } else {
        paths_of(std::get<program::Table<program::Amount>>(rule.is).cells, paths);
      }
    }
  }
  return paths;
}

std::vector<std::pair<std::string, std::shared_ptr<const program::Program>>> five() {
  std::vector<std::pair<std::string, std::shared_ptr<const program::Program>>> all;
  for (const auto& folder : program::folders_in(program::source_folder / "programs")) {
    const auto reading = program::read(program::files_of(folder));
    if (reading.program) all.emplace_back(folder.filename().string(), reading.program);
  }
  return all;
}

TEST(Publishing, EveryPromiseLevelDoorAndReasonOfTheFiveStandsOnce) {
  const auto programs = five();
  ASSERT_EQ(programs.size(), 5u);
  for (const auto& [name, program] : programs)
    for (const char* language : {"en", "ja"}) {
      const Document document = document_of(*program, options_in(language));
      const auto anchors = anchors_in(document);
      std::vector<std::string> wanted = promises_of(*program);
      for (const auto& each : program->severity.levels)
        if (!each.never) wanted.push_back("severity.levels." + each.id);
      for (const auto& each : program->doors) wanted.push_back("doors." + each.id);
      for (const auto& each : program->closing.reasons) wanted.push_back("closing.reasons." + each.id);
      for (const auto& each : program->admit) wanted.push_back(each.path);
      for (const std::string& path : wanted) {
        const auto clause = std::ranges::find(document.clauses, path, &std::pair<std::string, std::string>::first);
        ASSERT_NE(clause, document.clauses.end()) << name << " " << path;
        EXPECT_EQ(std::ranges::count(anchors, clause->second), 1) << name << " " << path;
      }
    }
}

TEST(Publishing, AnchorsStandOnceAndTheSameInEachLanguage) {
  for (const auto& [name, program] : five()) {
    const auto english = anchors_in(document_of(*program, options_in("en")));
    const auto japanese = anchors_in(document_of(*program, options_in("ja")));
    EXPECT_EQ(english, japanese) << name;
    EXPECT_EQ(std::set(english.begin(), english.end()).size(), english.size()) << name;
  }
}

// A key that nobody translated would stand there as its own lower-case words.
TEST(Publishing, NothingOnTheJapanesePagesOfTheFiveIsLeftInEnglish) {
  constexpr std::string_view key_letters = "abcdefghijklmnopqrstuvwxyz _";
  for (const auto& [name, program] : five())
    for (const Words& each : words_in(document_of(*program, options_in("ja")))) {
      EXPECT_EQ(each.language, "") << name << ": " << each.text;
      EXPECT_TRUE(each.text.empty() || each.text.find_first_not_of(key_letters) != std::string::npos)
          << name << ": " << each.text;
    }
}

TEST(Publishing, AuthorsNotesAreForAuthorsAlone) {
  const auto program = program::program_of(
      "program: p\ntitle: Page\neffective: 2026-01-01\nzone: UTC\nlanguages: [en]\n"
      "kinds: {problem: {title: Problem, note: written at night}}\n");
  Options options = options_in("en");
  EXPECT_FALSE(says(document_of(*program, options), "written at night"));
  options.author = true;
  EXPECT_TRUE(says(document_of(*program, options), "written at night"));
}

constexpr const char* small = R"(program: small
title: {en: Support, ja: サポート}
vendor: House
effective: 2026-01-01
zone: America/New_York
languages: [en, ja]
days:
  closed_days: [2026-07-03, 2027-01-01]
calendars:
  office: {title: {en: Office hours, ja: 営業時間}, open: {mon-fri: "09:00-17:00"}, dates: {closed_days: closed}}
kinds:
  problem: {title: {en: Problem, ja: 不具合}}
severity:
  levels:
    1: {title: {en: Down, ja: 停止}, means: {en: Nothing works, ja: まったく使えない状態です。}}
    2: {title: {en: Slow}, means: {en: It is slow}}
  is: asked
clocks:
  first:
    title: {en: First response, ja: 初回応答}
    starts: opened
    met_by: reply
    within: {by: [severity], cells: {1: 15m, 2: 48h in office}}
  update:
    title: {en: Update, ja: 経過報告}
    starts: first.met
    met_by: reply
    within: {is: best effort, says: {en: Now and then, ja: 随時ご連絡します}}
)";

TEST(Publishing, ASmallPageSaysItsPromisesInBothLanguages) {
  const auto program = program::program_of(small);
  const Document english = document_of(*program, options_in("en"));
  for (const char* each :
       {"1 – Down", "Nothing works", "within 15 minutes", "within 48 hours, counted during Office hours",
        "Now and then", "(best effort)", "Times are in the zone America/New_York.", "Monday – Friday", "9:00–17:00",
        "Fri 3 Jul 2026", "Fri 1 Jan 2027", "You choose the severity when you file the request."})
    EXPECT_TRUE(says(english, each)) << each;
  const Document japanese = document_of(*program, options_in("ja"));
  for (const char* each : {"1：停止", "15 分以内", "48 時間以内（「営業時間」の間で計測）", "随時ご連絡します",
                           "月曜日〜金曜日", "2026年7月3日(金)", "お問い合わせの際に、お客様にお選びいただきます。"})
    EXPECT_TRUE(says(japanese, each)) << each;
}

// New York is 14 hours behind Tokyo in winter and 13 in summer, from 8 March to 31 October 2026.
TEST(Publishing, HoursAreToldInTheReadersZoneUnderBothRegimes) {
  const Document english = document_of(*program::program_of(small), options_in("en"));
  for (const char* each : {"23:00–7:00 (next day)", "22:00–6:00 (next day)", "Sun 8 Mar 2026 – Sat 31 Oct 2026"})
    EXPECT_TRUE(says(english, each)) << each;
  Options there = options_in("en");
  there.zone = "America/New_York";
  EXPECT_FALSE(says(document_of(*program::program_of(small), there), "23:00–7:00 (next day)"));
}

TEST(Publishing, WordsThatALanguageLacksAreMarked) {
  const auto all = words_in(document_of(*program::program_of(small), options_in("ja")));
  const auto found = std::ranges::find(all, std::string("It is slow"), &Words::text);
  ASSERT_NE(found, all.end());
  EXPECT_EQ(found->language, "en");
}

TEST(Publishing, WhatTheProgramDoesNotSayIsLeftOut) {
  const Document document = document_of(*program::program_of(small), options_in("en"));
  for (const char* each : {"Escalation", "Support plans", "Named contacts", "Channels", "Service objectives"})
    EXPECT_FALSE(says(document, each)) << each;
}

TEST(Publishing, CitedPathsFindTheirClauseOrTheNearestAbove) {
  const Document document = document_of(*program::program_of(small), options_in("en"));
  EXPECT_EQ(anchor_of(document, "clocks.first.within.cells.1"), "clocks.first.within.cells.1");
  EXPECT_EQ(anchor_of(document, "clocks.first.steps[3]"), "clocks.first");
  EXPECT_EQ(anchor_of(document, "nowhere.at.all"), "");
  EXPECT_EQ(clause_anchor("a[0].1, 2"), "a:0.1~2c~202");
  EXPECT_NE(clause_anchor("a b"), clause_anchor("a~20b"));
}

TEST(Publishing, AClauseWordOfTheProgramIsItsAnchor) {
  std::string text(small);
  text.replace(text.find("    starts: opened"), 0, "    clause: 4.2\n");
  const Document document = document_of(*program::program_of(text), options_in("en"));
  EXPECT_EQ(anchor_of(document, "4.2"), "4.2");
  EXPECT_EQ(anchor_of(document, "clocks.first"), "4.2");
}

}  // namespace
}  // namespace yakusoku::publishing
