#include "adapters/mail_out/doctor.hpp"

#include <gtest/gtest.h>

#include "adapters/mail_out/compose.hpp"

namespace yakusoku::mail_out {
namespace {

TEST(TestMail, carries_its_token_where_it_can_be_found_again) {
  const auto mail =
      test_mail({"", "a@desk.example"}, {"", "b@x.example"}, "k7Q", "ja", "Test {token}", "{token} {token}\n", {});
  EXPECT_EQ(test_token(mail.message_id), "k7Q");
  EXPECT_EQ(mail.subject, "Test k7Q");
  EXPECT_EQ(mail.text, "k7Q k7Q\n");
  EXPECT_TRUE(sendable(mail));
  for (const char* other : {"", "test.@x", "test.a b@x", "notice.7@x", "xtest.a@x"})
    EXPECT_EQ(test_token(other), std::nullopt) << other;
}

TEST(ZoneLine, long_texts_stand_in_pieces) {
  EXPECT_EQ(zone_line({"a.example", "MX", "10 b.example"}), "a.example. IN MX 10 b.example.");
  const std::string line = zone_line({"a.example", "TXT", std::string(300, 'x') + "\"\\"});
  EXPECT_EQ(line, "a.example. IN TXT \"" + std::string(255, 'x') + "\" \"" + std::string(45, 'x') + "\\\"\\\\\"");
}

}  // namespace
}  // namespace yakusoku::mail_out
