#include "adapters/mail_out/compose.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "adapters/mail_out/addresses.hpp"
#include "adapters/mail_out/header_words.hpp"

namespace yakusoku::mail_out {
namespace {

using namespace std::string_literals;

ports::OutgoingMail plain() {
  ports::OutgoingMail mail;
  mail.stable_id = "notice/7/1";
  mail.message_id = "notice.7.1@desk.example";
  mail.from = {"Support", "support@desk.example"};
  mail.to = {"Hana", "hana@customer.example"};
  mail.subject = "Port down";
  mail.text = "We look at it.\n";
  mail.at = Instant{1'795'136'523};
  return mail;
}

std::vector<std::string> lines_of(const std::string& source) {
  std::vector<std::string> lines;
  for (std::size_t from = 0; from < source.size();) {
    const std::size_t to = source.find("\r\n", from);
    EXPECT_NE(to, std::string::npos) << "the last line has no end";
    if (to == std::string::npos) break;
    lines.push_back(source.substr(from, to - from));
    from = to + 2;
  }
  return lines;
}

std::vector<std::string> field_names(const std::string& source) {
  std::vector<std::string> names;
  for (const std::string& line : lines_of(source)) {
    if (line.empty()) break;
    if (line[0] != ' ' && line[0] != '\t') names.push_back(line.substr(0, line.find(':')));
  }
  return names;
}

bool has(const std::string& source, std::string_view text) { return source.find(text) != std::string::npos; }

TEST(Compose, a_small_mail_reads_as_one_would_write_it) {
  EXPECT_EQ(source_of(plain()),
            "Date: Fri, 20 Nov 2026 01:02:03 +0000\r\n"
            "From: Support <support@desk.example>\r\n"
            "To: Hana <hana@customer.example>\r\n"
            "Subject: Port down\r\n"
            "Message-ID: <notice.7.1@desk.example>\r\n"
            "MIME-Version: 1.0\r\n"
            "Content-Type: text/plain; charset=UTF-8\r\n"
            "Content-Transfer-Encoding: 7bit\r\n"
            "\r\n"
            "We look at it.\r\n");
}

TEST(Compose, the_same_mail_gives_the_same_bytes_and_another_one_other_boundaries) {
  ports::OutgoingMail mail = plain();
  mail.html = "<p>We look at it.</p>";
  EXPECT_EQ(source_of(mail), source_of(mail));
  EXPECT_EQ(source_of(mail), source_of(mail, mail.stable_id));
  EXPECT_NE(source_of(mail), source_of(mail, "another"));
}

TEST(Compose, an_automatic_mail_says_so_and_a_persons_does_not) {
  ports::OutgoingMail mail = plain();
  EXPECT_FALSE(has(source_of(mail), "Auto-"));
  mail.auto_submitted = "auto-replied";
  EXPECT_TRUE(has(source_of(mail), "\r\nAuto-Submitted: auto-replied\r\nX-Auto-Response-Suppress: All\r\n"));
  EXPECT_FALSE(has(source_of(mail), "Precedence"));
  EXPECT_FALSE(has(source_of(mail), "List-"));
}

TEST(Compose, a_bulk_mail_is_left_by_one_click_and_only_over_the_web) {
  ports::OutgoingMail mail = plain();
  mail.unsubscribe_url = "https://desk.example/leave?t=abc";
  EXPECT_TRUE(has(source_of(mail),
                  "\r\nList-Unsubscribe: <https://desk.example/leave?t=abc>\r\n"
                  "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"));
  mail.unsubscribe_url = "javascript:x";
  EXPECT_FALSE(has(source_of(mail), "List-Unsubscribe"));
  mail.unsubscribe_url = "https://desk.example/>\r\nBcc: x@y.example";
  EXPECT_FALSE(has(source_of(mail), "List-Unsubscribe"));
}

TEST(Compose, nothing_that_a_value_holds_becomes_a_header) {
  const std::string evil =
      "x\r\nBcc: victim@x.example\r\n\r\nBody\0\xc2\x85\xe2\x80\xa8"
      "Bcc: y"s;
  ports::OutgoingMail mail = plain();
  const std::vector<std::string> names = [&] {
    ports::OutgoingMail full = mail;
    full.html = "<p>x</p>";
    full.reply_to = {"a", "a@b.example"};
    return field_names(source_of(full));
  }();
  mail.html = "<p>x</p>";
  mail.subject = mail.from.name = mail.to.name = evil;
  mail.reply_to = {evil, "a@b.example"};
  mail.in_reply_to = mail.unsubscribe_url = mail.language = evil;
  mail.references = {evil};
  mail.attachments = {{evil, evil, "bytes"}};
  EXPECT_EQ(field_names(source_of(mail)), names);
  mail.to.address = evil + "@x.example";
  EXPECT_TRUE(has(source_of(mail), "\r\nTo: undisclosed-recipients:;\r\n"));
  EXPECT_EQ(sendable(mail).error().field, "to");
  EXPECT_FALSE(has(source_of(mail), "\r\nBcc:"));
}

TEST(Compose, bodies_survive_what_mail_software_does_to_lines) {
  ports::OutgoingMail mail = plain();
  mail.text = "From here on\n.\n..\ntrailing \n" + std::string(2000, 'x') + "\n";
  const std::string source = source_of(mail);
  EXPECT_TRUE(has(source, "Content-Transfer-Encoding: quoted-printable"));
  for (const std::string& line : lines_of(source)) {
    EXPECT_LE(line.size(), 78U) << line;
    EXPECT_FALSE(line.ends_with(' ')) << line;
  }
  mail.text = "お世話になっております。\n";
  EXPECT_TRUE(has(source_of(mail),
                  "Content-Transfer-Encoding: base64\r\n\r\n"
                  "44GK5LiW6Kmx44Gr44Gq44Gj44Gm44GK44KK44G+44GZ44CCDQo=\r\n"));
}

RC_GTEST_PROP(Compose, any_values_give_lines_that_servers_take, (std::string words, std::string name)) {
  ports::OutgoingMail mail = plain();
  mail.subject = mail.text = mail.html = words;
  mail.from.name = mail.to.name = name;
  mail.attachments = {{name, words, words}};
  for (const std::string& line : lines_of(source_of(mail))) {
    RC_ASSERT(line.size() <= 998U);
    RC_ASSERT(std::ranges::all_of(line, [](char c) { return c == '\t' || (c >= 0x20 && c < 0x7f); }));
  }
}

TEST(Headers, a_japanese_subject_is_cut_between_characters_into_short_words) {
  std::string long_one = "Re: [#123] ";
  for (int i = 0; i < 60; ++i) long_one += "障害";
  const std::string field = text_field("Subject", long_one + " done");
  EXPECT_TRUE(field.starts_with("Subject: Re: [#123] =?UTF-8?B?")) << field;
  EXPECT_TRUE(field.ends_with("?= done\r\n") || field.ends_with("?=\r\n done\r\n")) << field;
  for (const std::string& line : lines_of(field)) EXPECT_LE(line.size(), 76U) << line;
}

TEST(Headers, what_looks_encoded_is_encoded) {
  EXPECT_EQ(text_field("Subject", "=?UTF-8?B?eA==?="), "Subject: =?UTF-8?B?PT9VVEYtOD9CP2VBPT0/PQ==?=\r\n");
}

TEST(Headers, names_are_quoted_or_encoded) {
  EXPECT_EQ(address_field("To", {"O'Neil, \"Bob\" <x>", "bob@x.example"}),
            "To: \"O'Neil, \\\"Bob\\\" <x>\" <bob@x.example>\r\n");
  EXPECT_EQ(address_field("To", {"山田", "a@例え.jp"}), "To: =?UTF-8?B?5bGx55Sw?= <a@xn--r8jz45g.jp>\r\n");
  EXPECT_EQ(address_field("To", {"", "山田@例え.jp"}), "To: 山田@xn--r8jz45g.jp\r\n");
}

TEST(Headers, a_file_name_is_said_twice_where_it_is_not_ascii) {
  EXPECT_EQ(parameter("filename", "a \"b\".txt"), ";\r\n\tfilename=\"a \\\"b\\\".txt\"");
  EXPECT_EQ(parameter("filename", "図.png"), ";\r\n\tfilename*=UTF-8''%E5%9B%B3.png");
  EXPECT_EQ(old_parameter("name", "図.png"), ";\r\n\tname=\"=?UTF-8?B?5ZuzLnBuZw==?=\"");
  const std::string pieces = parameter("filename", "障害報告書(東京リージョン).pdf");
  EXPECT_TRUE(pieces.starts_with(";\r\n\tfilename*0*=UTF-8''%E9%9A%9C%E5%AE%B3%E5%A0%B1%E5%91%8A%E6%9B%B8%28;"))
      << pieces;
  EXPECT_TRUE(has(pieces, ";\r\n\tfilename*1*=%E6%9D%B1")) << "a character is not cut: " << pieces;
}

TEST(Headers, the_chain_keeps_its_root_and_its_newest) {
  std::vector<std::string> ids;
  for (int i = 0; i < 40; ++i) ids.push_back("m" + std::to_string(i) + "@x");
  const auto cut_chain = chain(ids, "m40@x");
  ASSERT_EQ(cut_chain.size(), 20U);
  EXPECT_EQ(cut_chain.front(), "m0@x");
  EXPECT_EQ(cut_chain[1], "m22@x");
  EXPECT_EQ(cut_chain.back(), "m40@x");
  EXPECT_EQ(chain({"a@x", "<b@x>", "a@x", "not an id"}, "a@x"), (std::vector<std::string>{"b@x", "a@x"}));
  EXPECT_TRUE(chain({}, "").empty());
  std::vector<std::string> wide(20);
  for (std::size_t i = 0; i < wide.size(); ++i) wide[i] = std::string(190, static_cast<char>('a' + i)) + "@x";
  EXPECT_EQ(chain(wide, wide.back()).size(), 4U);
}

TEST(Addresses, the_fields_own_are_taken_and_nonsense_is_not) {
  EXPECT_EQ(wire_address("a+b@X.Example"), "a+b@x.example");
  EXPECT_EQ(wire_address("taro..y.@docomo.ne.jp"), "taro..y.@docomo.ne.jp");
  EXPECT_EQ(wire_address("\"a b\"@x.example"), "\"a b\"@x.example");
  EXPECT_EQ(wire_address("a@[192.0.2.1]"), "a@[192.0.2.1]");
  EXPECT_EQ(wire_address("サポート@例え.jp"), "サポート@xn--r8jz45g.jp");
  for (const char* bad : {"", "a", "@x", "a@", "a b@x", "a@x y", "a>@x", "a@x>", "a@b@x", "a\r\n@x", "\"a@x",
                          "a@\xff", "a@.x", "a@x\n", "a,b@x", "a\xc2\x85@x"})
    EXPECT_EQ(wire_address(bad), std::nullopt) << bad;
  EXPECT_EQ(wire_address(std::string(300, 'a') + "@x"), std::nullopt);
}

}  // namespace
}  // namespace yakusoku::mail_out
