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

TEST(MailText, stands_as_it_was_written_and_its_addresses_lead_there) {
  EXPECT_EQ(html_of_text("# no heading\n* <b>&"), "<p># no heading<br>\n* &lt;b&gt;&amp;</p>");
  EXPECT_EQ(html_of_text("see https://a.example/x?y=1&z=2."),
            "<p>see <a href=\"https://a.example/x?y=1&amp;z=2\" rel=\"nofollow noopener\">"
            "https://a.example/x?y=1&amp;z=2</a>.</p>");
  EXPECT_FALSE(html_of_text("javascript://x https:// \"https://a.example\"onclick=x").contains("href=\"j"));
  EXPECT_TRUE(html_of_text("\"https://a.example/\"onclick=x").contains("href=\"https://a.example/\""));
  ports::MessageRow message;
  message.body = "*so*";
  EXPECT_EQ(html_of_words(message), "<p><em>so</em></p>\n");
  message.source = 7;
  EXPECT_EQ(html_of_words(message), "<p>*so*</p>");
}

}  // namespace
}  // namespace yakusoku::access
