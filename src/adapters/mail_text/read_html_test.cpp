#include <gtest/gtest.h>

#include <string>

#include "adapters/mail_text/mail_text.hpp"

namespace yakusoku::mail_text {
namespace {

std::string text_of(const char* html) { return read_html(html).text; }
std::string safe_of(const char* html) { return read_html(html).safe; }

TEST(HtmlText, paragraphs_stand_apart_and_lines_below_each_other) {
  EXPECT_EQ(text_of("<p>One\n  two</p><p>three</p>"), "One two\n\nthree");
  EXPECT_EQ(text_of("<div>a</div><div>b</div><div><br></div><div>c</div>"), "a\nb\n\nc");
  EXPECT_EQ(text_of("a<br>b<br><br><br><br>c"), "a\nb\n\nc");
  EXPECT_EQ(text_of("<p class=MsoNormal>a<o:p></o:p></p><p class=MsoNormal>&nbsp;</p><p>b</p>"), "a\n\nb");
}

TEST(HtmlText, japanese_needs_no_blank_where_the_source_wrapped) {
  EXPECT_EQ(text_of("<p>お世話になって\nおります。</p>"), "お世話になっております。");
  EXPECT_EQ(text_of("<p>Windows 11\nで</p>"), "Windows 11 で");
}

TEST(HtmlText, lists_tables_quotes_and_code) {
  EXPECT_EQ(text_of("<ul><li>a<li>b<ul><li>c</ul></ul>"), "- a\n- b\n  - c");
  EXPECT_EQ(text_of("<ol start=3><li>a</li><li><p>b</p></li></ol>"), "3. a\n\n4. b");
  EXPECT_EQ(text_of("<table><tr><th>k<th>v<tr><td><p>a</p><td><p>b</p></table>x"), "k | v\na | b\nx");
  EXPECT_EQ(text_of("a<blockquote>b<blockquote>c</blockquote></blockquote>d"), "a\n\n> b\n>\n> > c\n\nd");
  EXPECT_EQ(text_of("<pre>if x:\n    y()</pre>"), "if x:\n    y()");
}

TEST(HtmlText, a_link_tells_its_address_when_its_words_do_not) {
  EXPECT_EQ(text_of("<a href='https://example.com/x'>here</a>."), "here <https://example.com/x>.");
  EXPECT_EQ(text_of("<a href='https://example.com/'>example.com</a>"), "example.com");
  EXPECT_EQ(text_of("<a href='mailto:a@example.com'>a@example.com</a>"), "a@example.com");
  EXPECT_EQ(text_of("<a href='javascript:alert(1)'>here</a>"), "here");
}

TEST(HtmlText, what_nobody_sees_is_not_read) {
  EXPECT_EQ(
      text_of("<style>p{}</style><title>t</title><script>s</script>a<!-- c --><div style='display: none'>d</div>"),
      "a");
}

// A mark that turns the direction of writing, alone (the fuzzer found it): no words, so no answer either.
TEST(HtmlText, marks_and_wide_blanks_alone_say_nothing) {
  for (const char* blank : {"\u202d", "\u3000", "<p>\u202d\u2003</p>"}) {
    EXPECT_EQ(text_of(blank), "") << blank;
    EXPECT_TRUE(reply_of_html(blank).reply.empty());
  }
  EXPECT_EQ(text_of("a \u202d b"), "a b");
}

TEST(SafeHtml, keeps_what_people_write) {
  EXPECT_EQ(safe_of("<p>a <b>b</b> <i>c</i></p>"), "<p>a <b>b</b> <i>c</i></p>");
  EXPECT_EQ(safe_of("<font color=red>x</font>"), R"(<span style="color:red">x</span>)");
  EXPECT_EQ(safe_of("<p style='color: #F00; position: fixed; background: url(x)'>x</p>"),
            R"(<p style="color:#f00">x</p>)");
  EXPECT_EQ(safe_of("a < b &amp; c"), "a &lt; b &amp; c");
}

TEST(SafeHtml, links_lead_out_and_say_so) {
  EXPECT_EQ(safe_of("<a href='HTTPS://example.com/?a=1&b=2' onclick=x>a</a>"),
            R"(<a href="https://example.com/?a=1&amp;b=2" rel="noopener noreferrer nofollow" target="_blank">a</a>)");
  EXPECT_EQ(safe_of("<a href=/admin>a</a>"), "a");
}

TEST(SafeHtml, images_are_ours_or_held_back) {
  const Html remote = read_html("<img src=http://t.example/p.gif width=1 alt=x>");
  EXPECT_EQ(remote.safe, R"(<img data-held-src="http://t.example/p.gif" width="1" alt="x">)");
  EXPECT_TRUE(remote.remote_images);
  const Html inside = read_html("<img src='cid:a@b'>");
  EXPECT_EQ(inside.safe, R"(<img src="cid:a@b">)");
  EXPECT_FALSE(inside.remote_images);
  EXPECT_EQ(safe_of("<img src='data:image/png;base64,iVBORw0='>"), R"(<img src="data:image/png;base64,iVBORw0=">)");
  EXPECT_EQ(safe_of("<img src='data:image/svg+xml;base64,iVBORw0=' alt=picture>"), "picture");
}

TEST(SafeHtml, broken_html_keeps_its_words) {
  EXPECT_EQ(text_of("<style>a b c"), "a b c");
  EXPECT_EQ(text_of("<!-- a b"), "a b");
  EXPECT_EQ(text_of("<a href=\"x>label</a> more"), "label more");
  EXPECT_EQ(text_of("caf\xe9 \0"), "caf\xef\xbf\xbd");
}

}  // namespace
}  // namespace yakusoku::mail_text
