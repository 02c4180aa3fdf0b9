// rooms: adapters/mail_text base
// libraries: PkgConfig::GUMBO
// Known ways around HTML filters, and any bytes at all: what comes out is read by a parser again and held against a
// list of its own. And what would take a naive reader for ever, or its stack.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <chrono>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include "adapters/mail_text/mail_text.hpp"
#include "allowed_tree.hpp"

namespace yakusoku::mail_text {
namespace {

// evasions.txt: one input a line, \n for a line end, \0 for NUL, \t for a tab, \xHH for a byte.
std::vector<std::string> evasions() {
  std::ifstream stream(YAKUSOKU_SOURCE_DIR "/tests/mail_text/evasions.txt");
  std::vector<std::string> all;
  for (std::string line; std::getline(stream, line);) {
    if (line.empty() || line.starts_with("# ")) continue;
    std::string bytes;
    for (std::size_t i = 0; i < line.size(); ++i) {
      const char next = line[i] == '\\' && i + 1 < line.size() ? line[i + 1] : '\0';
      if (next == 'n' || next == '0' || next == 't') {
        bytes += next == 'n' ? '\n' : next == 't' ? '\t' : '\0';
        ++i;
      } else if (next == 'x' && i + 3 < line.size()) {
        bytes += static_cast<char>(std::stoi(line.substr(i + 2, 2), nullptr, 16));
        i += 3;
      } else {
        bytes += line[i];
      }
    }
    all.push_back(bytes);
  }
  return all;
}

void expect_safe(const std::string& given) {
  const Html html = read_html(given);
  EXPECT_EQ(allowed_tree::complaint(html.safe), "") << given << "\n" << html.safe;
  EXPECT_EQ(read_html(html.safe).safe, html.safe) << given;
  EXPECT_EQ(html.remote_images, html.safe.contains("<img data-held-src=")) << given;
}

TEST(Evasions, leave_nothing_that_runs_loads_or_submits) {
  const auto all = evasions();
  EXPECT_GE(all.size(), 60U);
  for (const std::string& given : all) expect_safe(given);
}

// Each within the places where parsers change their rules.
TEST(Evasions, wrapped_in_every_place_where_parsers_change_their_rules) {
  for (const char* around : {"svg",
                             "math",
                             "math><mtext",
                             "svg><foreignObject",
                             "svg><desc",
                             "table",
                             "table><td",
                             "select",
                             "template",
                             "noscript",
                             "style",
                             "title",
                             "textarea",
                             "xmp",
                             "pre",
                             "p",
                             "a href=x",
                             "form",
                             "math><annotation-xml encoding=text/html",
                             "frameset",
                             "plaintext",
                             "button",
                             "object"}) {
    for (const std::string& given : evasions()) expect_safe("<" + std::string(around) + ">" + given);
  }
}

TEST(Evasions, the_check_itself_sees_them) {
  for (const char* bad :
       {"<script>1</script>", "<p onclick=x>", "<a href='javascript:x'>", "<svg></svg>", "<img src=http://x/>",
        "<p style='position:fixed'>", "<p><!-- x --></p>", "<iframe>", "<form>", "<template></template>"}) {
    EXPECT_NE(allowed_tree::complaint(bad), "") << bad;
  }
}

RC_GTEST_PROP(SafeHtml, any_bytes_become_an_allowed_tree_that_stays_as_it_is, ()) {
  static const std::vector<std::string> pieces = {"<p>",
                                                  "</p>",
                                                  "<div ",
                                                  ">",
                                                  "<",
                                                  "</",
                                                  "<a href=",
                                                  "\"",
                                                  "'",
                                                  "javascript:x",
                                                  "<table>",
                                                  "<td>",
                                                  "<tr>",
                                                  "</table>",
                                                  "<svg>",
                                                  "<math>",
                                                  "<style>",
                                                  "</style>",
                                                  "<!--",
                                                  "-->",
                                                  "<b>",
                                                  "</b>",
                                                  "<img ",
                                                  "src=",
                                                  "onerror=x",
                                                  "&lt;",
                                                  "&#60;",
                                                  "&",
                                                  "\n",
                                                  "text ",
                                                  "<li>",
                                                  "<ul>",
                                                  "<pre>",
                                                  "<br>",
                                                  "\xff",
                                                  "<h1>",
                                                  "<select>",
                                                  "<![CDATA[",
                                                  "]]>",
                                                  "style='color:red'",
                                                  "<font color=red>",
                                                  "<blockquote>",
                                                  "<caption>",
                                                  "<col>",
                                                  "<dd>",
                                                  "日本",
                                                  "http://x",
                                                  "<center>"};
  const auto chosen = *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(pieces));
  std::string given;
  for (const std::string& piece : chosen) given += piece;
  given += *rc::gen::arbitrary<std::string>();
  const Html html = read_html(given);
  RC_ASSERT(allowed_tree::complaint(html.safe) == "");
  RC_ASSERT(read_html(html.safe).safe == html.safe);
}

std::string repeated(const std::string& piece, std::size_t bytes) {
  std::string all;
  while (all.size() < bytes) all += piece;
  return all;
}

// Every shape of input that makes some reader quadratic, by the half mebibyte: none may take long. The bound is wide
// (sanitizers, a busy machine); what is quadratic would take hours.
TEST(Limits, no_shape_of_input_takes_long) {
  const std::size_t size = 512 * 1024;
  for (const char* piece : {"<b>",
                            "<div>",
                            "<p>",
                            "<a href=x>",
                            "<table>",
                            "<table><td>",
                            "<svg>",
                            "<!--",
                            "<style>",
                            "</p>",
                            "<b id=1><i><p>x",
                            "<font color=1><font color=2><font color=3><p>x",
                            "<a b='",
                            "<x y=",
                            " a=b",
                            "&lt",
                            "<",
                            "<li>",
                            "<ul><li>",
                            "> ",
                            "<blockquote>",
                            "<title>",
                            "</b></i></div>",
                            "<td>",
                            "<select>",
                            "<pre>\n",
                            "<br>",
                            "text\n"}) {
    const auto start = std::chrono::steady_clock::now();
    const std::string given = repeated(piece, size);
    read_html(given);
    reply_of_html("<p " + given);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20)) << piece;
  }
}

TEST(Limits, no_shape_of_text_takes_long) {
  const std::size_t size = 2 * 1024 * 1024;
  for (const char* piece : {"--\n", "-- \nx\n", "> x\n", "From: a@b\n", "On 5 Jan 2024, a@b wrote:\n", "\n",
                            "-----\n03-1234-5678\n", "x", "> x\ny\n", "Sent from my iPhone\n",
                            "____________________\n", "-----Original Message-----\n", "  \n", "On 2024\n> x\n"}) {
    const auto start = std::chrono::steady_clock::now();
    const std::string given = repeated(piece, size);
    const Said said = reply_of_text(given);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20)) << piece;
    EXPECT_GE(said.reply.size() + said.folded.size(),
              std::string_view(piece).find_first_not_of(" \n") == std::string_view::npos ? 0 : size / 3);
  }
}

TEST(Limits, fifty_megabytes_are_read) {
  const std::size_t size = 50 * 1024 * 1024;
  EXPECT_GE(reply_of_text(repeated("a log line of a customer\n", size)).reply.size(), size - 1);
  EXPECT_FALSE(reply_of_html(repeated("<p>a log line of a customer</p>\n", size)).reply.empty());
}

TEST(Limits, beyond_the_cap_the_words_stay) {
  const Said said = reply_of_text("answer\n\nOn 5 Jan 2024, S <s@example.com> wrote:\n" +
                                  repeated("> old\n", 1024 * 1024) + "last words");
  EXPECT_TRUE(said.reply.starts_with("answer"));
  EXPECT_TRUE(said.reply.ends_with("last words"));
}

}  // namespace
}  // namespace yakusoku::mail_text
