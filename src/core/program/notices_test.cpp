// Notices of a program: read, printed back, compared between languages, and the table of their placeholders.

#include <fmt/ranges.h>

#include "core/program/folder_for_tests.hpp"
#include "core/program/words.hpp"

namespace yakusoku::program {
namespace {

TEST(Notices, what_is_written_is_kept_and_what_is_not_is_left_to_the_house) {
  const auto program = program_of(R"(
program: p
languages: [en, ja]
notices:
  receipt:
    subject: {ja: "[#{request.number}] 受付", en: "[#{request.number}] Taken"}
  closed: none
  test: {text: It works.}
)");
  ASSERT_EQ(3u, program->notices.size());
  const Notice* receipt = program->notice(NoticeKind::receipt);
  ASSERT_TRUE(receipt);
  EXPECT_EQ("[#{request.number}] 受付", receipt->subject.in("ja"));
  EXPECT_TRUE(receipt->text.empty());
  EXPECT_FALSE(receipt->never);
  EXPECT_TRUE(program->notice(NoticeKind::closed)->never);
  EXPECT_EQ("It works.", program->notice(NoticeKind::test)->text.in("en"));
  EXPECT_FALSE(program->notice(NoticeKind::reply));
  const Json* printed = program->tree.find("notices");
  ASSERT_TRUE(printed);
  EXPECT_EQ("none", printed->get_string("closed"));
  EXPECT_EQ("[#{request.number}] Taken", printed->find("receipt")->find("subject")->get_string("en"));
}

TEST(Notices, each_kind_has_its_key_and_its_word) {
  const Json schema = language_schema();
  const Json* keys = schema.find("$defs")->find("Notices")->find("properties");
  ASSERT_TRUE(keys);
  for (const NoticeKind kind : notice_kinds()) {
    EXPECT_TRUE(keys->find(word_of(kind))) << word_of(kind);
    EXPECT_EQ(kind, notice_kind(word_of(kind)));
  }
  EXPECT_FALSE(notice_kind("newsletter"));
  for (const Placeholder& each : placeholders())
    for (const std::string& kind : words_of(each.kinds)) EXPECT_TRUE(notice_kind(kind)) << each.name << " " << kind;
}

TEST(Notices, what_a_customer_wrote_is_in_no_receipt) {
  EXPECT_FALSE(placeholder("words")->known_in(NoticeKind::receipt));
  EXPECT_FALSE(placeholder("history")->known_in(NoticeKind::receipt));
  EXPECT_FALSE(placeholder("words")->known_in(NoticeKind::wrong_door));
}

TEST(Notices, words_come_apart_at_their_placeholders) {
  using Is = TemplatePart::Is;
  const auto parts = template_parts("a {{b}} {request.number}{c d}}} {");
  ASSERT_EQ(5u, parts.size());
  EXPECT_EQ("a {b} ", parts[0].text);
  EXPECT_EQ(Is::placeholder, parts[1].is);
  EXPECT_EQ("request.number", parts[1].text);
  EXPECT_EQ(Is::fault, parts[2].is);
  EXPECT_EQ("{c d}", parts[2].text);
  EXPECT_EQ(Is::words, parts[3].is);
  EXPECT_EQ("} ", parts[3].text);
  EXPECT_EQ(Is::fault, parts[4].is);
  EXPECT_EQ("{", parts[4].text);
}

// The documentation names each of them with its meaning, and no other.
TEST(Notices, the_documentation_is_the_table) {
  std::ifstream stream(source_folder / "docs/program/notices.md", std::ios::binary);
  const std::string page(std::istreambuf_iterator<char>(stream), {});
  for (const Placeholder& each : placeholders()) {
    const std::string where =
        each.kinds.empty() ? "every notice" : fmt::format("{}", fmt::join(words_of(each.kinds), ", "));
    const std::string row = fmt::format("| `{{{}}}` | {} | {} |", each.name, each.means, where);
    EXPECT_NE(std::string::npos, page.find(row)) << row;
  }
  std::size_t rows = 0;
  for (std::size_t at = page.find("\n| `{"); at != std::string::npos; at = page.find("\n| `{", at + 1)) ++rows;
  EXPECT_EQ(placeholders().size(), rows);
  for (const NoticeKind kind : notice_kinds())
    EXPECT_NE(std::string::npos, page.find(fmt::format("\n| `{}` |", word_of(kind)))) << word_of(kind);
}

TEST(Program, the_vendor_and_the_calendars_have_names) {
  const auto program = program_of(R"(
program: p
title: {en: Help, ja: ヘルプ}
vendor: {en: Blue, ja: ブルー}
calendars:
  office: {title: {en: Office, ja: 営業時間}, open: {mon-fri: "09:00-17:00"}}
  plain: {open: {mon-fri: "09:00-17:00"}}
  cased: [{when: {language: ja}, is: office}, {is: always}]
doors:
  mail: {may: [reply], out: yes, cc: ignored}
  portal: {may: [open]}
)");
  EXPECT_EQ("ブルー", program->vendor_in("ja"));
  EXPECT_EQ("営業時間", program->calendar_title("office", "ja"));
  EXPECT_EQ("Office", program->calendar_title("office", "fr"));
  EXPECT_EQ("", program->calendar_title("plain", "ja"));
  EXPECT_EQ("", program->calendar_title("cased", "ja"));
  EXPECT_EQ("", program->calendar_title("nowhere", "ja"));
  EXPECT_EQ("営業時間",
            program->tree.find("calendars")->find("office")->items()[0].find("is")->find("title")->get_string("ja"));
  EXPECT_FALSE(program->door("mail")->cc_is_participant);
  EXPECT_TRUE(program->door("mail")->out);
  EXPECT_TRUE(program->door("portal")->cc_is_participant);
  EXPECT_EQ("Help", program_of("program: p\ntitle: Help\n")->vendor_in("ja"));
  EXPECT_EQ("p", program_of("program: p\n")->vendor_in("ja"));
}

}  // namespace
}  // namespace yakusoku::program
