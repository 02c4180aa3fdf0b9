#include <gtest/gtest.h>

#include "adapters/publishing/html.hpp"

namespace yakusoku::publishing {
namespace {

Document hostile() {
  const Words evil{"<script>alert(1)</script>\"'&", {}, {}, false};
  Document document;
  document.language = "en";
  document.title = evil;
  document.vendor = evil.text;
  document.version = "0123456789ab";
  document.effective = "Thu 1 Jan 2026";
  Block heading;
  heading.kind = Block::Kind::heading;
  heading.anchor = "plans";
  heading.words = {evil};
  Block table;
  table.kind = Block::Kind::table;
  table.table = {evil.text, {{{evil}, "a", true}, {{evil}, {}, true}}, {{{{evil}, {}, true}, {{evil}, "b", false}}}};
  Block terms;
  terms.kind = Block::Kind::terms;
  terms.items = {{"c", evil, {evil}}};
  Block list = terms;
  list.kind = Block::Kind::list;
  list.items.front().anchor = "d";
  Block figure;
  figure.kind = Block::Kind::figure;
  figure.words = {evil};
  figure.figure.alternative = evil.text;
  document.blocks = {heading, table, terms, list, figure};
  return document;
}

TEST(PublishingHtml, EveryTextIsEscaped) {
  const std::string html = standalone_html(hostile(), "");
  EXPECT_EQ(html.find("<script"), std::string::npos);
  EXPECT_EQ(html.find("\"'&"), std::string::npos);
  EXPECT_NE(html.find("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;"), std::string::npos);
}

TEST(PublishingHtml, LinksLeadToTheWebToMailAndToClausesOnly) {
  Document document;
  document.language = "en";
  Block paragraph;
  paragraph.words = {{"a", {}, "https://a.example", false},
                     {"b", {}, "mailto:b@b.example", false},
                     {"c", {}, "#plans", false},
                     {"d", {}, "javascript:alert(1)", false}};
  document.blocks = {paragraph};
  const std::string html = blocks_html(document);
  for (const char* each : {"href=\"https://a.example\"", "href=\"mailto:b@b.example\"", "href=\"#plans\""})
    EXPECT_NE(html.find(each), std::string::npos) << each;
  EXPECT_EQ(html.find("javascript"), std::string::npos);
}

TEST(PublishingHtml, ClausesHaveTheirIdsAndCellsTheirColumnsNames) {
  Document document;
  document.language = "ja";
  Block table;
  table.kind = Block::Kind::table;
  table.table = {
      "表",
      {{{{"重大度", {}, {}, false}}, {}, true}, {{{"初回応答", {}, {}, false}}, "clocks.first", true}},
      {{{{{"1", {}, {}, false}}, {}, true}, {{{"15 分以内", {}, {}, false}}, "clocks.first.within", false}}}};
  document.blocks = {table};
  const std::string html = blocks_html(document);
  EXPECT_NE(html.find("<td role=\"cell\" data-label=\"初回応答\" id=\"clocks.first.within\">15 分以内</td>"),
            std::string::npos);
  EXPECT_NE(html.find("id=\"clocks.first\">初回応答</th>"), std::string::npos);
}

TEST(PublishingHtml, WordsThatStandInAreMarkedWithTheirLanguage) {
  Document document;
  document.language = "ja";
  Block paragraph;
  paragraph.words = {{"It is slow", "en", {}, false}};
  document.blocks = {paragraph};
  EXPECT_NE(blocks_html(document).find("class=\"stands-in\" lang=\"en\""), std::string::npos);
  document.blocks.front().words.front().language.clear();
  EXPECT_EQ(blocks_html(document).find("stands-in"), std::string::npos);
}

}  // namespace
}  // namespace yakusoku::publishing
