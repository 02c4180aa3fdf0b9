// The PDF as other programs read it (poppler): words, pages, foot, destinations, links; and what it needs of fonts.

#include "adapters/pdf/pdf.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include <fmt/format.h>
#include <unistd.h>

// What fontconfig keeps for the life of the process, and what cairo 1.16 forgets of a document's links (under 1 KiB a
// drawing), is no leak of ours.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:libfontconfig\nleak:libcairo\n"; }

namespace yakusoku::pdf {
namespace {

using publishing::Block;
using publishing::Document;
using publishing::Words;

Words said(std::string text, std::string link = {}) {
  Words words;
  words.text = std::move(text);
  words.link = std::move(link);
  return words;
}
Block block(Block::Kind kind, std::vector<Words> words, std::string anchor = {}) {
  Block made;
  made.kind = kind;
  made.words = std::move(words);
  made.anchor = std::move(anchor);
  return made;
}

// Three pages at least: a table of sixty rows whose cells wrap.
Document page(bool japanese) {
  Document document;
  document.language = japanese ? "ja" : "en";
  document.title = said(japanese ? "サポートのご案内" : "How support works");
  document.vendor = "Example House";
  document.version = "8e56f99b0800";
  document.effective = japanese ? "2026年4月1日(水)" : "Wed 1 Apr 2026";
  document.blocks.push_back(block(Block::Kind::heading, {said(japanese ? "目標時間" : "Targets")}, "targets"));
  document.blocks.push_back(
      block(Block::Kind::paragraph,
            {said(japanese ? "重大度ごとに定めています。" : "They follow the severity."),
             said(japanese ? "表を見る" : "To the table", "#row-1"),
             said("https://status.example", "https://status.example"), said("nowhere", "#no-such-clause")}));
  Block table;
  table.kind = Block::Kind::table;
  table.table.head = {{{said(japanese ? "重大度" : "Severity")}, "", true},
                      {{said(japanese ? "初回応答" : "First response")}, "", true}};
  for (int i = 1; i <= 60; ++i) {
    const std::string words = japanese
                                  ? "営業時間外にお送りいただいた場合は、次の営業開始時までにご連絡します。"
                                  : "What comes outside the hours is answered by the next opening of the office.";
    table.table.rows.push_back(
        {{{said(fmt::format("{}", i))}, fmt::format("row-{}", i), true}, {{said(words), said(words)}, "", false}});
  }
  document.blocks.push_back(table);
  return document;
}

bool has(const std::string& tool) { return std::system(("command -v " + tool + " > /dev/null 2>&1").c_str()) == 0; }

std::string output_of(const std::string& command) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  std::string text;
  std::array<char, 4096> buffer;
  while (const std::size_t size = fread(buffer.data(), 1, buffer.size(), pipe.get()))
    text.append(buffer.data(), size);
  return text;
}

class Pdf : public testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
    if (!has("pdftotext") || !has("pdfinfo")) GTEST_SKIP() << "poppler-utils is not installed";
    const auto drawn = draw(page(GetParam()), {1'775'001'600, ""});
    ASSERT_TRUE(drawn);
    pages = drawn->pages;
    missing = drawn->missing_glyphs;
    file = std::filesystem::temp_directory_path() / fmt::format("yakusoku-{}-{}.pdf", getpid(), GetParam());
    std::ofstream(file, std::ios::binary) << drawn->bytes;
  }
  void TearDown() override {
    std::error_code ignored;
    std::filesystem::remove(file, ignored);
  }
  std::string words_on(int number) const {
    return output_of(fmt::format("pdftotext -f {0} -l {0} '{1}' -", number, file.string()));
  }
  std::filesystem::path file;
  int pages = 0, missing = 0;
};

TEST_P(Pdf, EveryPageSaysItsVersionAndNumberAndTheHeadOfItsTable) {
  ASSERT_GE(pages, 3);
  EXPECT_EQ(missing, 0);
  EXPECT_NE(output_of("pdfinfo '" + file.string() + "'").find(fmt::format("Pages:           {}\n", pages)),
            std::string::npos);
  for (int i = 1; i <= pages; ++i) {
    const std::string words = words_on(i);
    const auto says = [&](const std::string& what) { EXPECT_NE(words.find(what), std::string::npos) << i << what; };
    says("8e56f99b0800");
    says(GetParam() ? "2026年4月1日(水)" : "Wed 1 Apr 2026");
    says(GetParam() ? fmt::format("{} / {} ページ", i, pages) : fmt::format("page {} of {}", i, pages));
    says(GetParam() ? "サポートのご案内" : "How support works");
    says(GetParam() ? "初回応答" : "First response");
  }
}

TEST_P(Pdf, ItsTitleItsDateItsClausesAndItsLinks) {
  const std::string about = output_of("TZ=UTC pdfinfo '" + file.string() + "'");
  EXPECT_NE(about.find(GetParam() ? "サポートのご案内" : "How support works"), std::string::npos);
  EXPECT_NE(about.find("Wed Apr  1 00:00:00 2026"), std::string::npos) << about;
  const std::string clauses = output_of("pdfinfo -dests '" + file.string() + "'");
  EXPECT_NE(clauses.find("\"targets\""), std::string::npos);
  EXPECT_NE(clauses.find("\"row-60\""), std::string::npos);
  EXPECT_EQ(clauses.find("no-such-clause"), std::string::npos);
  EXPECT_NE(output_of("pdfinfo -url '" + file.string() + "'").find("https://status.example"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Languages, Pdf, testing::Bool());

TEST(PdfBytes, AreTheSameForTheSameDocument) {
  const Document document = page(true);
  const auto once = draw(document, {1'775'001'600, ""}), again = draw(document, {1'775'001'600, ""});
  ASSERT_TRUE(once && again);
  EXPECT_TRUE(once->bytes == again->bytes);
  EXPECT_FALSE(once->bytes == draw(document, {1'775'088'000, ""})->bytes);
  EXPECT_EQ(pdf_of(document, 0).substr(0, 5), "%PDF-");
}

TEST(PdfBytes, BookmarksAreThere) {
  EXPECT_NE(draw(page(false))->bytes.find("/Title (Targets)"), std::string::npos);
  Document plain = page(false);
  plain.blocks.erase(plain.blocks.begin());
  EXPECT_EQ(draw(plain)->bytes.find("/Title (Targets)"), std::string::npos);
}

// U+E777 is for private use: no font draws it.
TEST(PdfBytes, CharactersWithoutAGlyphAreCounted) {
  Document document = page(false);
  document.blocks.push_back(block(Block::Kind::paragraph, {said("\uE777")}));
  EXPECT_GE(draw(document)->missing_glyphs, 1);
}

// More than a page in one row: it goes on under the head again.
TEST(PdfBytes, ARowHigherThanAPage) {
  Document document = page(false);
  document.blocks.back().table.rows.resize(1);
  document.blocks.back().table.rows[0][1].lines.assign(150, said("a line"));
  EXPECT_GE(draw(document)->pages, 3);
}

}  // namespace
}  // namespace yakusoku::pdf
