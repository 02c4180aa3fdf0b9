#include "adapters/mail_out/smtp_dialogue.hpp"

#include <gtest/gtest.h>

namespace yakusoku::mail_out {
namespace {

using ports::Delivery;
using enum Delivery::Outcome;

Delivery heard(std::initializer_list<std::string_view> lines, bool done = false) {
  Dialogue dialogue;
  for (std::string_view line : lines) {
    if (line.starts_with("> "))
      dialogue.asked(line.substr(2));
    else
      dialogue.answered(line);
  }
  return dialogue.delivery(done, "curl's words");
}

TEST(Dialogue, an_answer_about_the_mail_refuses_it_and_one_about_us_does_not) {
  EXPECT_EQ(heard({"> RCPT TO:<a@b>\r\n", "550 5.1.1 No such user\r\n"}).outcome, refused);
  EXPECT_EQ(heard({"> MAIL FROM:<a@b>\r\n", "501 bad address\r\n"}).outcome, refused);
  EXPECT_EQ(heard({"> DATA\r\n", "354 go on\r\n", "554 spam\r\n"}).outcome, refused);
  EXPECT_EQ(heard({"> RCPT TO:<a@b>\r\n", "451 4.7.1 Later\r\n"}).outcome, later);
  EXPECT_EQ(heard({"554 not for you\r\n"}).outcome, later) << "a greeting";
  EXPECT_EQ(heard({"220 hi\r\n", "> EHLO desk\r\n", "502 what\r\n"}).outcome, later);
  EXPECT_EQ(heard({"> AUTH PLAIN xyz\r\n", "535 5.7.8 wrong\r\n"}).outcome, later);
  EXPECT_EQ(heard({"> MAIL FROM:<a@b>\r\n", "530 5.7.0 log in first\r\n"}).outcome, later);
}

TEST(Dialogue, the_code_and_the_words_are_the_servers) {
  const Delivery simple = heard({"> RCPT TO:<a@b>\r\n", "550 5.1.1 No such user\r\n"});
  EXPECT_EQ(simple.code, "550 5.1.1");
  EXPECT_EQ(simple.text, "No such user");
  const Delivery lines =
      heard({"> RCPT TO:<a@b>\r\n", "550-5.7.1 Blocked:\r\n", "550-5.7.1 see\r\n", "550 5.7.1 https://x\r\n"});
  EXPECT_EQ(lines.code, "550 5.7.1");
  EXPECT_EQ(lines.text, "Blocked: see https://x");
  const Delivery bare = heard({"> RCPT TO:<a@b>\r\n", "550\r\n"});
  EXPECT_EQ(bare.code, "550");
  EXPECT_EQ(bare.text, "");
  const Delivery good = heard({"> DATA\r\n", "354 go on\r\n", "250 2.0.0 queued as 7\r\n"}, true);
  EXPECT_EQ(good.outcome, delivered);
  EXPECT_EQ(good.code, "250 2.0.0");
  EXPECT_EQ(heard({"> RCPT TO:<a@b>\r\n", "550 5.1.1000 version 1.2.3.4\r\n"}).code, "550");
}

TEST(Dialogue, a_connection_that_ends_says_nothing_about_the_mail) {
  const Delivery gone = heard({"> DATA\r\n", "354 go on\r\n"});
  EXPECT_EQ(gone.outcome, later);
  EXPECT_EQ(gone.code, "");
  EXPECT_EQ(gone.text, "curl's words");
  EXPECT_EQ(heard({"> MAIL FROM:<a@b>\r\n", "550 for the last one\r\n", "> RCPT TO:<a@b>\r\n"}).code, "")
      << "not its answer";
}

TEST(Dialogue, a_good_bye_hides_nothing) {
  const Delivery delivery = heard({"> RCPT TO:<a@b>\r\n", "550 no\r\n", "> QUIT\r\n", "221 bye\r\n"});
  EXPECT_EQ(delivery.outcome, refused);
  EXPECT_EQ(delivery.code, "550");
  EXPECT_EQ(
      heard({"> QUIT\r\n", "221 bye\r\n", "> EHLO x\r\n", "250 y\r\n", "> RCPT TO:<a@b>\r\n", "550 no\r\n"}).outcome,
      refused)
      << "the old connection was given up first";
}

}  // namespace
}  // namespace yakusoku::mail_out
