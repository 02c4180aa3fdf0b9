// rooms: core/check core/clocks core/program core/calendars base
// The small programs of this folder read without errors and warnings, each has its scenarios and its page, and what a
// page of docs/program shows stands in the program that it names.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "core/check/check.hpp"
#include "core/program/program.hpp"

namespace yakusoku {
namespace {

namespace fs = std::filesystem;
using Lines = std::vector<std::string>;

const fs::path top = YAKUSOKU_SOURCE_DIR;

std::string content(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

Lines lines_of(const std::string& text) {
  Lines lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

// An example of a page: the program's file, and the pieces of it that are shown.
struct Example {
  std::string page, file;
  std::vector<Lines> pieces;
};

std::vector<Example> examples() {
  static const std::string from = "# from ";
  std::vector<Example> found;
  std::vector<fs::path> pages;
  for (const auto& entry : fs::directory_iterator(top / "docs/program")) pages.push_back(entry.path());
  std::ranges::sort(pages);
  for (const fs::path& page : pages) {
    const Lines lines = lines_of(content(page));
    for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
      if (lines[i] != "```yaml" || !lines[i + 1].starts_with(from)) continue;
      Example example{page.filename().string(), lines[i + 1].substr(from.size()), {{}}};
      for (i += 2; i < lines.size() && lines[i] != "```"; ++i) {
        if (lines[i] == "# ..") {
          example.pieces.emplace_back();
        } else {
          example.pieces.back().push_back(lines[i]);
        }
      }
      found.push_back(std::move(example));
    }
  }
  return found;
}

std::size_t indentation(const std::string& line) { return std::min(line.find_first_not_of(' '), line.size()); }

// Whether the piece stands there line by line, indented as it may be.
bool stands_in(const Lines& piece, const Lines& lines) {
  for (std::size_t at = 0; at + piece.size() <= lines.size(); ++at) {
    const auto shift = static_cast<std::ptrdiff_t>(indentation(lines[at])) -
                       static_cast<std::ptrdiff_t>(indentation(piece.front()));
    if (shift < 0) continue;
    const std::string blanks(static_cast<std::size_t>(shift), ' ');
    const auto same = [&](const std::string& wanted, const std::string& there) {
      return wanted.empty() ? there.empty() : blanks + wanted == there;
    };
    if (std::equal(piece.begin(), piece.end(), lines.begin() + static_cast<std::ptrdiff_t>(at), same)) return true;
  }
  return false;
}

std::vector<std::string> programs() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(top / "tests/programs"))
    if (fs::exists(entry.path() / "program.yaml")) names.push_back(entry.path().filename().string());
  std::ranges::sort(names);
  std::erase(names, "golden");  // the scenarios of CLOCKS.md, no shape of its own
  return names;
}

TEST(SmallPrograms, are_sound) {
  for (const std::string& name : programs()) {
    std::vector<program::SourceFile> files;
    const fs::path folder = top / "tests/programs" / name;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
      if (entry.is_regular_file())
        files.push_back({fs::relative(entry.path(), folder).generic_string(), content(entry.path())});
    const program::Reading reading = program::read(files);
    std::vector<program::Finding> findings = reading.findings;
    if (reading.program) std::ranges::copy(check::findings_of(*reading.program), std::back_inserter(findings));
    // A first answer in office hours beside a restoring by the clock: so this program is meant, and so it is found.
    if (name == "two_scales") std::erase_if(findings, [](const auto& each) { return each.code == "response_after_restore"; });
    for (const program::Finding& each : findings)
      EXPECT_EQ(each.weight, program::Weight::note) << name << ": " << each.key << ": " << each.message;
  }
}

TEST(SmallPrograms, are_at_least_twelve_and_each_is_played) {
  EXPECT_GE(programs().size(), 12U);
  for (const std::string& name : programs())
    EXPECT_TRUE(fs::exists(top / "tests/scenarios" / (name + ".scenario"))) << name;
}

TEST(SmallPrograms, have_a_page_each_that_the_index_names) {
  const std::string index = content(top / "docs/program/README.md");
  const std::vector<Example> shown = examples();
  for (const Example& each : shown) EXPECT_NE(index.find("(" + each.page + ")"), std::string::npos) << each.page;
  for (const std::string& name : programs()) {
    const auto of_it = [&](const Example& each) { return each.file == "tests/programs/" + name + "/program.yaml"; };
    EXPECT_TRUE(std::ranges::any_of(shown, of_it)) << name;
  }
}

TEST(Pages, show_lines_of_the_program_that_they_name) {
  for (const Example& each : examples()) {
    const Lines there = lines_of(content(top / each.file));
    EXPECT_FALSE(there.empty()) << each.page << ": " << each.file;
    for (const Lines& piece : each.pieces) {
      ASSERT_FALSE(piece.empty()) << each.page;
      EXPECT_TRUE(stands_in(piece, there)) << each.page << ": " << piece.front();
    }
  }
}

TEST(Pages, an_example_that_is_not_there_is_found) {
  const Lines there{"a:", "  b: 1", "  c: 2"};
  EXPECT_TRUE(stands_in({"b: 1", "c: 2"}, there));
  EXPECT_FALSE(stands_in({"b: 1", "c: 3"}, there));
  EXPECT_FALSE(stands_in({"b: 1", "  c: 2"}, there));
}

// The newcomer's hour: the pieces of the page, put together in order, are a program without a finding; with the first try
// of who works in place of the last, they have the very finding that the page shows.
TEST(Pages, the_newcomers_hour_ends_with_a_checked_program) {
  const Lines lines = lines_of(content(top / "docs/howto/from-your-support-page.md"));
  std::string last, first;
  std::vector<std::string> pieces;
  std::string first_try;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const bool trial = lines[i] == "```yaml first try";
    if (!trial && lines[i] != "```yaml") continue;
    std::string piece;
    for (++i; i < lines.size() && lines[i] != "```"; ++i) piece += lines[i] + "\n";
    (trial ? first_try : pieces.emplace_back()) = piece;
  }
  ASSERT_GE(pieces.size(), 6U);
  for (const std::string& each : pieces) last += each;
  for (std::size_t i = 0; i + 1 < pieces.size(); ++i) first += pieces[i];
  first += first_try;
  const auto findings = [](const std::string& text) {
    const std::vector<program::SourceFile> files{{"program.yaml", text}};
    const program::Reading reading = program::read(files);
    EXPECT_TRUE(reading.program) << (reading.findings.empty() ? "" : reading.findings.front().message);
    return reading.program ? check::findings_of(*reading.program) : std::vector<program::Finding>{};
  };
  for (const program::Finding& each : findings(last)) ADD_FAILURE() << each.key << ": " << each.message;
  bool shown = false;
  for (const program::Finding& each : findings(first)) {
    if (each.key != "clocks.first_response.within[0].cells.critical") continue;
    shown = shown || each.example == "opened Fri 2027-03-26 16:00: due Fri 2027-03-26 17:00, while `office` opens Mon 2027-03-29 09:00";
  }
  EXPECT_TRUE(shown);
}

}  // namespace
}  // namespace yakusoku
