#include "core/intake/mail_words.hpp"

#include <gtest/gtest.h>

namespace yakusoku::intake {
namespace {

constexpr std::string_view key = "0123456789abcdef0123456789abcdef";
constexpr std::string_view mailbox = "support@vendor.example";

TEST(MailWords, an_address_of_ours_says_whose_it_is) {
  const std::string address = reply_address(key, mailbox, {{12}, {34}});
  EXPECT_TRUE(address.starts_with("support+r12-34-"));
  EXPECT_TRUE(address.ends_with("@vendor.example"));
  EXPECT_EQ(proven_reply_address(key, address), (ReplyAddress{{12}, {34}}));
}

TEST(MailWords, upper_case_of_a_mailer_changes_nothing) {
  std::string address = reply_address(key, mailbox, {{12}, {34}});
  for (char& each : address) each = static_cast<char>(std::toupper(each));
  EXPECT_EQ(proven_reply_address(key, address), (ReplyAddress{{12}, {34}}));
}

TEST(MailWords, another_number_another_key_or_a_changed_letter_prove_nothing) {
  std::string address = reply_address(key, mailbox, {{12}, {34}});
  std::string other = address;
  other.replace(other.find("r12"), 3, "r13");
  EXPECT_FALSE(proven_reply_address(key, other));
  EXPECT_FALSE(proven_reply_address("another key", address));
  std::string changed = address;
  char& letter = changed[changed.find('@') - 1];
  letter = letter == 'a' ? 'b' : 'a';
  EXPECT_FALSE(proven_reply_address(key, changed));
  for (const char* each : {"", "@", "support@vendor.example", "support+r@x", "support+r12@x", "support+r12-34-@x",
                           "support+r-1-34-abc@x", "support+r99999999999999999999-1-a@x", "support+b12-34@x"})
    EXPECT_FALSE(proven_reply_address(key, each)) << each;
}

TEST(MailWords, a_bounce_says_which_letter) {
  const std::string address = bounce_address(key, mailbox, 77);
  EXPECT_EQ(proven_bounce_address(key, address), 77);
  EXPECT_FALSE(proven_bounce_address("other", address));
  EXPECT_FALSE(proven_reply_address(key, address));
}

TEST(MailWords, a_message_id_is_the_same_each_time_and_needs_the_key) {
  EXPECT_EQ(message_id(key, "vendor.example", "t1.v2"), message_id(key, "vendor.example", "t1.v2"));
  EXPECT_NE(message_id(key, "vendor.example", "t1.v2"), message_id("other", "vendor.example", "t1.v2"));
}

TEST(MailWords, a_link_is_for_its_purpose_alone) {
  const std::string word = link_word(key, "unsubscribe", "a@x");
  EXPECT_TRUE(is_link_word(key, "unsubscribe", "a@x", word));
  EXPECT_FALSE(is_link_word(key, "unsubscribe", "b@x", word));
  EXPECT_FALSE(is_link_word(key, "access", "a@x", word));
  EXPECT_FALSE(is_link_word(key, "unsubscribe", "a@x", ""));
}

TEST(MailWords, the_last_number_of_a_subject_is_its_token) {
  EXPECT_EQ(ticket_in_subject("Re: [#12] [#34] 回線断"), TicketId{34});
  for (const char* each : {"", "#12", "[#]", "[#12", "[#x]", "[#-1]", "[#12 ]"}) EXPECT_FALSE(ticket_in_subject(each)) << each;
}

TEST(MailWords, a_plain_address_has_no_plus_part) {
  EXPECT_EQ(plain_address("Support+r1-2-x@Vendor.Example"), "support@vendor.example");
}

}  // namespace
}  // namespace yakusoku::intake
