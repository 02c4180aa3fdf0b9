// rooms: adapters/mime adapters/mail_text ports base
// Mails too large or too deep to lie in a folder: read within the limits, with a note of what is left out, never lost.

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "adapters/mime/mime.hpp"

namespace yakusoku {
namespace {

const std::string head = "From: Taro <taro@customer.example>\r\nTo: support@desk.example\r\nSubject: Limits\r\n";

bool noted(const ports::ReadMail& mail, std::string_view note) {
  return std::ranges::find(mail.notes, note) != mail.notes.end();
}

std::string repeated(std::string_view piece, int times) {
  std::string out;
  out.reserve(piece.size() * static_cast<std::size_t>(times));
  for (int n = 0; n < times; ++n) out += piece;
  return out;
}

std::string nested_multiparts(int depth) {
  std::string source = head;
  for (int n = 0; n < depth; ++n)
    source +=
        "Content-Type: multipart/mixed; boundary=b" + std::to_string(n) + "\r\n\r\n--b" + std::to_string(n) + "\r\n";
  source += "Content-Type: text/plain\r\n\r\nAt the bottom.\r\n";
  for (int n = depth; n-- > 0;) source += "--b" + std::to_string(n) + "--\r\n";
  return source;
}

TEST(Limits, ten_thousand_nested_multiparts_are_kept_below_the_limit) {
  const ports::ReadMail mail = mime::read_mail(nested_multiparts(10'000));
  EXPECT_EQ(mail.subject, "Limits");
  EXPECT_TRUE(noted(mail, "nested_too_deep"));
  ASSERT_EQ(mail.attachments.size(), 1u);
  EXPECT_TRUE(mail.attachments[0].bytes.contains("At the bottom."));
}

TEST(Limits, a_hundred_and_fifty_nested_multiparts_are_read) {
  const ports::ReadMail mail = mime::read_mail(nested_multiparts(150));
  EXPECT_TRUE(mail.text.contains("At the bottom."));
  EXPECT_TRUE(mail.notes.empty());
}

TEST(Limits, ten_thousand_mails_within_mails_are_one_attachment) {
  const std::string source =
      head + repeated("Content-Type: message/rfc822\r\n\r\n", 10'000) + "Subject: deep\r\n\r\nx\r\n";
  const ports::ReadMail mail = mime::read_mail(source);
  ASSERT_EQ(mail.attachments.size(), 1u);
  EXPECT_GT(mail.attachments[0].bytes.size(), 250'000u);
}

TEST(Limits, fifty_megabytes_of_attachment_arrive_whole) {
  const std::string line = repeated("QUJD", 19) + "\r\n";  // 57 bytes
  const int lines = 50'000'000 / static_cast<int>(line.size());
  const std::string source = head +
                             "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nSee file.\r\n--b\r\n"
                             "Content-Type: application/octet-stream; name=big.bin\r\n"
                             "Content-Transfer-Encoding: base64\r\n\r\n" +
                             repeated(line, lines) + "--b--\r\n";
  const ports::ReadMail mail = mime::read_mail(source);
  EXPECT_EQ(mail.text, "See file.");
  ASSERT_EQ(mail.attachments.size(), 1u);
  EXPECT_EQ(mail.attachments[0].bytes.size(), static_cast<std::size_t>(lines) * 57);
  EXPECT_TRUE(mail.notes.empty());
}

TEST(Limits, fifty_megabytes_of_text_are_cut_between_letters) {
  const std::string source =
      head + "Content-Type: text/plain; charset=utf-8\r\n\r\n" + repeated("動きません。\r\n", 2'500'000);
  const ports::ReadMail mail = mime::read_mail(source, {.text_bytes = 100'001});
  EXPECT_TRUE(noted(mail, "text_cut"));
  EXPECT_LE(mail.text.size(), 100'001u);
  EXPECT_GT(mail.text.size(), 99'990u);
  EXPECT_TRUE(mail.text.starts_with("動きません。\n動"));
}

TEST(Limits, parts_and_attachments_beyond_the_limit_are_noted) {
  const std::string file = "--b\r\nContent-Type: image/png\r\n\r\nx\r\n";
  const std::string source =
      head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + repeated(file, 5000) + "--b--\r\n";
  const ports::ReadMail parts = mime::read_mail(source);
  EXPECT_TRUE(noted(parts, "too_many_parts"));
  EXPECT_EQ(parts.attachments.size(), 1000u);
  const ports::ReadMail attachments = mime::read_mail(source, {.attachments = 10, .parts = 20});
  EXPECT_TRUE(noted(attachments, "too_many_attachments"));
  EXPECT_EQ(attachments.attachments.size(), 10u);
}

TEST(Limits, long_headers_are_read_and_bounded) {
  const std::string to = repeated("a@x.example, ", 50'000);
  const std::string references = repeated("<id@x.example> ", 50'000);
  const ports::ReadMail mail =
      mime::read_mail(head + "Cc: " + to + "\r\nReferences: " + references + "\r\n\r\nText.\r\n");
  EXPECT_EQ(mail.cc.size(), 1000u);
  EXPECT_EQ(mail.references.size(), 500u);
  EXPECT_EQ(mail.text, "Text.\n");
}

TEST(Limits, a_hundred_thousand_headers_are_read) {
  const ports::ReadMail mail = mime::read_mail(head + repeated("X-Noise: 1\r\n", 100'000) + "\r\nText.\r\n");
  EXPECT_EQ(mail.subject, "Limits");
  EXPECT_EQ(mail.text, "Text.\n");
}

TEST(Limits, quotes_and_brackets_that_never_close_stay_linear) {
  for (const char* piece : {"\"", "(", "<", "=?utf-8?B?", "=?", ",", "\x1b$B", "a@", "[", ";", "=?a?Q?x ",
                            "\xe9=?a?Q?x?=", "begin 644 x\r\n"}) {
    const std::string many = repeated(piece, 30'000);
    const ports::ReadMail mail =
        mime::read_mail("From: " + many + "\r\nSubject: " + many + "\r\nContent-Type: a/b; " + many +
                        "\r\nAuthentication-Results: " + many + "\r\n\r\nText.\r\n");
    EXPECT_LE(mail.subject.size(), 2000u) << piece;
  }
}

TEST(Limits, endless_words_are_no_words_and_whole_ones_beside_them_are) {
  const std::string source = head + "X-Noise: " + repeated("=?a?Q?x ", 500'000) + "\r\n\r\nText =?a?Q?x here.\r\n";
  const ports::ReadMail mail = mime::read_mail(source);
  EXPECT_TRUE(noted(mail, "bad_header"));
  EXPECT_EQ(mail.subject, "Limits");
  EXPECT_EQ(mail.text, "Text =?a?Q?x here.\n");
}

TEST(Limits, the_same_source_is_read_the_same_every_time) {
  const std::string source = nested_multiparts(20);
  const ports::ReadMail once = mime::read_mail(source), again = mime::read_mail(source);
  EXPECT_EQ(once.text, again.text);
  EXPECT_EQ(once.html, again.html);
}

}  // namespace
}  // namespace yakusoku
