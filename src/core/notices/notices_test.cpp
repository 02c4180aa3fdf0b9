// What a notice says, in which language, and that strangers' words stay words.

#include "core/notices/house_for_tests.hpp"

namespace yakusoku::notices {
namespace {

std::size_t count_of(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) ++count;
  return count;
}
std::string body_of(const std::string& html) {
  const std::size_t from = html.find(">\n", html.find("<body")) + 2;
  return html.substr(from, html.find("</body>") - from);
}
// A notice of that text alone.
Rendered said(const std::string& text, const Values& values) {
  std::string yaml = "program: p\nnotices:\n  reply:\n    subject: \"#{request.number}\"\n    text: |\n";
  std::string line = "      ";
  for (const char c : text + "\n") {
    line += c;
    if (c != '\n') continue;
    yaml += line;
    line = "      ";
  }
  const auto mail = render(*program_of(yaml), house(), NoticeKind::reply, "en", values);
  EXPECT_TRUE(mail);
  return mail ? *mail : Rendered();
}

TEST(Notice, words_of_strangers_are_no_template_no_markup_and_no_tag) {
  const std::string hostile =
      "{request.number} {{url}} **bold** [here](javascript:alert(1)) <script>x</script> & \"q\"";
  Values values;
  values.set("words", hostile).set("request.number", "7").set("url", "https://a.example/");
  const Rendered mail = said("{words}", values);
  EXPECT_EQ(hostile + "\n", mail.text);
  EXPECT_EQ(
      "<p style=\"margin:0 0 1em\">{request.number} {{url}} **bold** [here](javascript:alert(1)) "
      "&lt;script&gt;x&lt;/script&gt; &amp; &quot;q&quot;</p>\n",
      body_of(mail.html));
}

TEST(Notice, a_value_that_names_another_is_not_looked_up) {
  Values values;
  values.set("request.subject", "{words}").set("words", "secret").set("request.number", "7");
  EXPECT_EQ("{words}\n", said("{request.subject}", values).text);
}

TEST(Notice, a_subject_is_one_line_whatever_its_values_hold) {
  const auto program = program_of("program: p\n");
  Values values;
  values.set("request.number", "7").set("request.subject", "a\r\nBcc: x@y.example\n\n  b\x07 ");
  EXPECT_EQ("[#7] a Bcc: x@y.example b", render(*program, house(), NoticeKind::receipt, "en", values)->subject);
}

TEST(Notice, lines_and_paragraphs_without_values_go) {
  Values values;
  values.set("agent.name", "Ken");
  const std::string text =
      "Stays.\n\nHeading\n- {promise.words}\n\nNumber: {request.number}\nBy: {agent.name}\n{url} {agent.name}\n\nEnd";
  EXPECT_EQ("Stays.\n\nBy: Ken\n\nEnd\n", said(text, values).text);
}

TEST(Notice, items_and_quotes_take_each_line_of_a_value) {
  Values values;
  values.set("promise.words", "one\ntwo").set("words", "hello\n\n> older\n");
  const Rendered mail = said("All:\n- {promise.words}\n- also {promise.words}\n\n> {words}", values);
  EXPECT_EQ("All:\n- one\n- two\n- also one\n  two\n\n> hello\n>\n>> older\n", mail.text);
  const std::string html = body_of(mail.html);
  EXPECT_EQ(3u, count_of(html, "<li>"));
  EXPECT_EQ(1u, count_of(html, "<blockquote"));
  EXPECT_EQ(1u, count_of(html, "hello<br>\n<br>\n&gt; older</blockquote>"));
}

TEST(Notice, what_a_text_quotes_is_quoted_in_html) {
  Values values;
  values.set("history", "On Monday, A wrote:\n> no\n>> yes\n> <b>\n\nend");
  const Rendered mail = said("{history}", values);
  EXPECT_EQ("On Monday, A wrote:\n> no\n>> yes\n> <b>\n\nend\n", mail.text);
  std::string html = body_of(mail.html);
  EXPECT_EQ(2u, count_of(html, "<blockquote"));
  EXPECT_EQ(2u, count_of(html, "</blockquote>"));
  EXPECT_EQ(0u, count_of(html, "&gt; "));
  EXPECT_EQ(1u, count_of(html, ">&lt;b&gt;</p>"));
  EXPECT_EQ(1u, count_of(html, ">On Monday, A wrote:</p>"));
  values.set("history", std::string(40, '>') + " deep");
  EXPECT_EQ(6u, count_of(said("{history}", values).html, "<blockquote"));
}

TEST(Notice, bold_links_rules_and_braces) {
  Values values;
  values.set("request.number", "7").set("url", "https://a.example/7").set("words", "javascript:alert(1)");
  const Rendered mail = said(
      "**No. {request.number}** {{x}}\n[See](https://a.example/?a=1&b={request.number})\n"
      "[Page]({url})\n---\n[No]({words})\n[#{request.number}] * 2",
      values);
  EXPECT_EQ(
      "No. 7 {x}\nSee <https://a.example/?a=1&b=7>\nPage <https://a.example/7>\n----------\n"
      "No <javascript:alert(1)>\n[#7] * 2\n",
      mail.text);
  EXPECT_EQ(1u, count_of(mail.html, "<strong>No. 7</strong> {x}"));
  EXPECT_EQ(1u, count_of(mail.html, "href=\"https://a.example/?a=1&amp;b=7\""));
  EXPECT_EQ(1u, count_of(mail.html, "href=\"https://a.example/7\""));
  EXPECT_EQ(2u, count_of(mail.html, "href="));
  EXPECT_EQ(1u, count_of(mail.html, "No &lt;javascript:alert(1)&gt;"));
  EXPECT_EQ(1u, count_of(mail.html, "<hr"));
}

TEST(Notice, addresses_of_the_web_end_where_the_sentence_goes_on) {
  Values values;
  values.set("words",
             "https://a.example/x.（https://b.example/y）https://c.example/z。http:// (see https://d.example/(e)), "
             "https://f.example/\"onclick=\"g");
  const std::string html = said("{words}", values).html;
  for (const char* address : {"https://a.example/x", "https://b.example/y", "https://c.example/z",
                              "https://d.example/(e)", "https://f.example/"})
    EXPECT_EQ(1u, count_of(html, std::string("href=\"") + address + "\"")) << address;
  EXPECT_EQ(5u, count_of(html, "href="));
  EXPECT_EQ(1u, count_of(html, "&quot;onclick=&quot;g"));
}

TEST(Notice, an_answers_own_html_stands_where_it_stands_alone) {
  Values values;
  values.set("words", "bold", "<p><b>bold</b></p>");
  const std::string html = body_of(said("Hello\n{words}\n\nas said: {words}\n\n> {words}", values).html);
  EXPECT_EQ(2u, count_of(html, "<p><b>bold</b></p>"));
  EXPECT_EQ(1u, count_of(html, "as said: bold"));
  EXPECT_EQ(1u, count_of(html, "Hello</p>\n<p><b>bold</b></p>\n"));
}

TEST(Notice, the_programs_words_go_before_the_houses) {
  const auto program = program_of(R"(
program: p
vendor: {en: Blue, ja: ブルー}
languages: [en, ja]
notices:
  receipt: {subject: {en: "Taken #{request.number}", ja: "受付 #{request.number}"}}
  solved: {text: {en: "Solved by {program.vendor}.", ja: "{program.vendor}が解決。"}}
  closed: none
)");
  Values values;
  values.set("request.number", "7").set("request.subject", "x");
  const auto receipt = render(*program, house(), NoticeKind::receipt, "ja", values);
  EXPECT_EQ("受付 #7", receipt->subject);
  EXPECT_EQ(1u, count_of(receipt->text, "ブルーサポート窓口です。"));
  const auto solved = render(*program, house(), NoticeKind::solved, "ja-JP", values);
  EXPECT_EQ("[#7] x", solved->subject);
  EXPECT_EQ("ブルーが解決。\n", solved->text);
  EXPECT_FALSE(solved->stands_in);
  EXPECT_FALSE(sends(*program, NoticeKind::closed));
  const auto closed = render(*program, house(), NoticeKind::closed, "ja", values);
  ASSERT_FALSE(closed);
  EXPECT_EQ(ErrorCode::refused_by_program, closed.error().code);
  EXPECT_EQ("notices.closed", closed.error().clause);
}

TEST(Notice, where_the_readers_language_lacks_the_first_stands_in_and_says_so) {
  const auto program = program_of(R"(
program: p
languages: [en, fr]
notices:
  test: {text: {en: It works., fr: Ça marche.}}
)");
  const auto japanese = render(*program, house(), NoticeKind::test, "ja", {});
  EXPECT_EQ("（恐れ入りますが、この通知は日本語ではご用意しておりません。）\n\nIt works.\n", japanese->text);
  EXPECT_EQ("en", japanese->language);
  EXPECT_TRUE(japanese->stands_in);
  EXPECT_EQ(1u, count_of(japanese->html, "<html lang=\"en\">"));
  const auto french = render(*program, house(), NoticeKind::test, "fr", {});
  EXPECT_EQ("Ça marche.\n", french->text);
  EXPECT_FALSE(french->stands_in);
  EXPECT_EQ("Test mail from p Support",
            french->subject);  // the house speaks no French; the text says which one it is
  // The house's own words in a language that it lacks.
  EXPECT_EQ("en", language_for(*program, house(), NoticeKind::receipt, "fr"));
  EXPECT_EQ("ja", language_for(*program, house(), NoticeKind::receipt, "ja"));
  EXPECT_TRUE(render(*program, house(), NoticeKind::receipt, "fr", {})->stands_in);
}

TEST(Notice, how_to_answer_depends_on_the_doors) {
  Values values;
  values.set("url", "https://a.example/7");
  const auto text = [&](const char* yaml) {
    return render(*program_of(yaml), house(), NoticeKind::promise, "en", values)->text;
  };
  EXPECT_EQ(1u, count_of(text("program: p\ndoors: {mail: {may: [reply]}}\n"), "Simply reply to this mail"));
  EXPECT_EQ(1u, count_of(text("program: p\ndoors: {mail: {may: [open]}}\n"), "Please write to us on the page"));
  EXPECT_EQ(1u,
            count_of(text("program: p\ndoors: {portal: {may: [open, reply]}}\n"), "Please write to us on the page"));
  values.set("answer.words", "Do not answer.");
  EXPECT_EQ(1u, count_of(text("program: p\n"), "Do not answer."));
}

TEST(Notice, no_colours_but_the_mail_programs_own) {
  const auto program = program_of("program: p\n");
  const std::string html =
      render(*program, house(), NoticeKind::reply, "ja", sample_values(*program, NoticeKind::reply, "ja"))->html;
  EXPECT_EQ(1u, count_of(html, "<meta name=\"color-scheme\" content=\"light dark\">"));
  EXPECT_EQ(0u, count_of(html, "background"));
  EXPECT_EQ(count_of(html, "color:inherit"), count_of(html, ";color:") + count_of(html, "\"color:"));
  EXPECT_EQ(0u, count_of(html, "<script") + count_of(html, "<img") + count_of(html, "<link"));
}

}  // namespace
}  // namespace yakusoku::notices
