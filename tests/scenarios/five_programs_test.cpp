// rooms: core/lifecycle core/clocks core/tickets core/people core/program core/publishing core/calendars base
// with: core_driver.cpp closures.cpp seen.cpp
// docs/five_programs.md names scenarios that are there, and what refuses somebody is told on the public page.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>

#include "core/publishing/document.hpp"
#include "core_driver.hpp"

namespace yakusoku::scenarios {
namespace {

const std::filesystem::path top = YAKUSOKU_SOURCE_DIR;

std::string content_of(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

TEST(FivePrograms, each_rule_names_a_scenario_that_is_there) {
  int rules = 0;
  for (const std::string& line : lines_of(content_of(top / "docs/five_programs.md"))) {
    static const std::regex row(R"(^\| (.+) \| `([^`]+)`(?:: (.+))? \|$)");
    std::smatch found;
    if (!std::regex_match(line, found, row)) {
      EXPECT_FALSE(line.starts_with("| ") && !line.starts_with("| rule |")) << line;
      continue;
    }
    ++rules;
    if (!found[3].matched) {
      EXPECT_TRUE(std::filesystem::exists(top / found[2].str())) << line;
      continue;
    }
    const std::string text = content_of(top / "tests/scenarios" / (found[2].str() + ".scenario"));
    EXPECT_NE(std::string::npos, text.find("\nscenario " + found[3].str() + "\n")) << line;
  }
  EXPECT_GT(rules, 60);
}

// The last words of lines such as `expect refused refused_by_program admit[3]`.
std::vector<std::string> clauses_in(const std::string& file) {
  static const std::regex refusal(
      R"(^expect (?:refused refused_by_program|contact refused|missed \S+) (\S+)(?: +#.*)?$)");
  std::vector<std::string> clauses;
  for (const std::string& line : lines_of(content_of(top / "tests/scenarios" / file))) {
    std::smatch found;
    if (std::regex_match(line, found, refusal)) clauses.push_back(found[1]);
  }
  return clauses;
}

class Refusals : public testing::TestWithParam<std::pair<std::string, std::string>> {};

TEST_P(Refusals, each_stands_on_the_public_page_in_both_languages) {
  const auto& [folder, file] = GetParam();
  const auto program = program_in(folder);
  ASSERT_TRUE(program);
  const std::vector<std::string> clauses = clauses_in(file);
  EXPECT_FALSE(clauses.empty());
  for (const std::string language : {"en", "ja"}) {
    publishing::Options options;
    options.language = language;
    options.zone = "Asia/Tokyo";
    options.from = 20454;  // 2026-01-01
    const auto document = publishing::document_of(**program, options);
    for (const std::string& clause : clauses)
      EXPECT_NE("", publishing::anchor_of(document, clause)) << clause << " " << language;
  }
}

INSTANTIATE_TEST_SUITE_P(FivePrograms, Refusals,
                         testing::Values(std::pair("atlassian-premier", "atlassian_people.scenario"),
                                         std::pair("bittitan", "tiers.scenario"),
                                         std::pair("megaport", "escalation.scenario"),
                                         std::pair("megaport", "megaport_people.scenario"),
                                         std::pair("logicmonitor", "logicmonitor_people.scenario")),
                         [](const auto& info) {
                           std::string name = info.param.second.substr(0, info.param.second.find('.'));
                           return name;
                         });

}  // namespace
}  // namespace yakusoku::scenarios
