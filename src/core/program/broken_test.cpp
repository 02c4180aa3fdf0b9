// Small broken folders, each with exactly the findings that its expected.txt lists: FILE:LINE:COLUMN KEY CODE.

#include <fmt/format.h>

#include <sstream>

#include "core/program/folder_for_tests.hpp"

namespace yakusoku::program {
namespace {

std::string listed(const Reading& reading) {
  std::vector<std::string> lines;
  for (const Finding& finding : reading.findings) {
    lines.push_back(fmt::format("{}:{}:{} {} {}", finding.place.file, finding.place.line, finding.place.column,
                                finding.key.empty() ? "-" : finding.key, finding.code));
  }
  std::ranges::sort(lines);
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

TEST(Broken, every_folder_has_exactly_its_findings) {
  const auto folders = folders_in(source_folder / "tests/programs/broken");
  ASSERT_GE(folders.size(), 40u);
  for (const auto& folder : folders) {
    SCOPED_TRACE(folder.filename().string());
    std::vector<SourceFile> files = files_of(folder);
    std::string expected;
    std::erase_if(files, [&](const SourceFile& file) {
      if (file.name != "expected.txt") return false;
      std::vector<std::string> lines;
      std::istringstream stream(file.content);
      for (std::string line; std::getline(stream, line);) lines.push_back(line);
      std::ranges::sort(lines);
      for (const std::string& line : lines) expected += line + "\n";
      return true;
    });
    const Reading reading = read(files);
    EXPECT_EQ(expected, listed(reading)) << told(reading.findings);
    EXPECT_TRUE(reading.has_errors());
    EXPECT_FALSE(reading.program);
    for (const Finding& finding : reading.findings) {
      EXPECT_FALSE(finding.message.empty());
      EXPECT_FALSE(finding.expected.empty()) << finding.message;
    }
  }
}

TEST(Broken, an_empty_folder_and_too_many_files_are_findings) {
  EXPECT_TRUE(read({}).has_errors());
  std::vector<SourceFile> many;
  for (int i = 0; i < 65; ++i) many.push_back({fmt::format("f{}.yaml", i), "a: b"});
  ASSERT_EQ(1u, read(many).findings.size());
  EXPECT_EQ("too_large", read(many).findings.front().code);
}

TEST(Broken, a_file_beyond_a_mebibyte_is_refused_unread) {
  const std::vector<SourceFile> files = {{"program.yaml", "program: a\n# " + std::string(1 << 20, 'x')}};
  ASSERT_EQ(1u, read(files).findings.size());
  EXPECT_EQ("too_large", read(files).findings.front().code);
}

}  // namespace
}  // namespace yakusoku::program
