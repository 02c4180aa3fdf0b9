#include "adapters/access/markdown.hpp"

#include <gtest/gtest.h>

namespace yakusoku::access {
namespace {

TEST(Markdown, keeps_what_people_write) {
  EXPECT_EQ(html_of_markdown("**強調** and\nnext"), "<p><strong>強調</strong> and<br />\nnext</p>\n");
  EXPECT_NE(html_of_markdown("see https://example.com/a").find("<a href=\"https://example.com/a\">"), std::string::npos);
  EXPECT_NE(html_of_markdown("| a |\n|---|\n| b |").find("<table>"), std::string::npos);
}

TEST(Markdown, runs_nothing) {
  for (const char* text : {"<script>alert(1)</script>", "a <img src=x onerror=alert(1)> b", "[x](javascript:alert(1))",
                           "![x](data:text/html;base64,PHN2Zz4=)", "<iframe src=//e></iframe>", "[x](vbscript:a)"}) {
    const std::string html = html_of_markdown(text);
    EXPECT_EQ(html.find("<script"), std::string::npos) << html;
    EXPECT_EQ(html.find("<iframe"), std::string::npos) << html;
    EXPECT_EQ(html.find("onerror"), std::string::npos) << html;
    EXPECT_EQ(html.find("javascript:"), std::string::npos) << html;
    EXPECT_EQ(html.find("vbscript:"), std::string::npos) << html;
    EXPECT_EQ(html.find("data:text"), std::string::npos) << html;
  }
}

TEST(Markdown, broken_bytes_and_deep_nesting_are_text) {
  EXPECT_FALSE(html_of_markdown("\xff\xfe").empty());
  EXPECT_FALSE(html_of_markdown(std::string(20'000, '>') + "a").empty());
  EXPECT_EQ(html_of_markdown(""), "");
}

}  // namespace
}  // namespace yakusoku::access
