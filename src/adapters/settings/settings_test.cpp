#include "adapters/settings/settings.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace yakusoku::settings {
namespace {

constexpr std::string_view written = R"(
mail:
  own_server: mx.vendor.example
  mailboxes:
    support:
      address: support@vendor.example
      aliases: [help@vendor.example]
      program: megaport
      imap: {host: imap.vendor.example, user: support, password_file: keys/imap, poll: 2m}
    billing: {address: billing@vendor.example, program: megaport, kind: billing}
  dkim:
    vendor.example: {selector: desk, key_file: keys/dkim.pem}
  limits: {mails_per_sender_an_hour: 7}
)";

Settings good(std::string_view text) {
  auto reading = Settings::read("settings.yaml", text);
  EXPECT_TRUE(reading.findings.empty()) << (reading.findings.empty() ? "" : reading.findings[0].message);
  return std::move(reading.settings);
}

TEST(Settings, what_is_written_holds_and_the_rest_falls_back) {
  const Settings settings = good(written);
  const ports::MailSettings mail = settings.mail();
  ASSERT_EQ(mail.mailboxes.size(), 2u);
  EXPECT_EQ(mail.mailboxes[0].name, "support");
  EXPECT_EQ(mail.mailboxes[0].aliases, std::vector<std::string>{"help@vendor.example"});
  EXPECT_EQ(mail.mailboxes[1].kind, "billing");
  EXPECT_EQ(mail.own_server, "mx.vendor.example");
  EXPECT_EQ(mail.mails_per_sender_an_hour, 7);
  EXPECT_EQ(mail.notices_per_request_an_hour, 5);
  EXPECT_EQ(mail.automatic_answer_every, hours(24));
  EXPECT_EQ(settings.text("mail.mailboxes.support.imap.tls"), "implicit");
  EXPECT_EQ(settings.length("mail.mailboxes.support.imap.poll"), minutes(2));
  EXPECT_TRUE(settings.has("mail.mailboxes.support.imap"));
  EXPECT_FALSE(settings.has("mail.mailboxes.billing.imap"));
  EXPECT_FALSE(settings.has("mail.smtp"));
}

TEST(Settings, a_name_may_hold_dots) {
  const Settings settings = good(written);
  EXPECT_EQ(settings.names("mail.dkim"), std::vector<std::string>{"vendor.example"});
  EXPECT_EQ(settings.text("mail.dkim.vendor.example.selector"), "desk");
}

TEST(Settings, every_error_in_one_pass_with_its_place) {
  const auto reading = Settings::read("settings.yaml",
                                      "mail:\n"
                                      "  own_sever: x\n"
                                      "  mailboxes:\n"
                                      "    a: {program: p, imap: {host: h, user: u, tls: maybe, port: -1}}\n"
                                      "  limits: {automatic_answer_every: soon}\n");
  ASSERT_EQ(reading.findings.size(), 5u);
  EXPECT_EQ(reading.findings[0].code, "unknown_key");
  EXPECT_EQ(reading.findings[0].place.line, 2);
  EXPECT_NE(reading.findings[0].expected.find("own_server"), std::string::npos);
  EXPECT_EQ(reading.findings[1].key, "mail.mailboxes.a.imap.tls");
  EXPECT_EQ(reading.findings[2].key, "mail.mailboxes.a.imap.port");
  EXPECT_EQ(reading.findings[3].code, "missing_key");  // address
  EXPECT_EQ(reading.findings[3].key, "mail.mailboxes.a");
  EXPECT_EQ(reading.findings[4].key, "mail.limits.automatic_answer_every");
}

TEST(Settings, nothing_written_is_all_defaults) {
  EXPECT_TRUE(good("").mail().mailboxes.empty());
  EXPECT_EQ(good("mail: {}").number("mail.smtp.port"), 587);
}

TEST(Settings, what_is_in_force_shows_each_name_once) {
  const std::string text = in_force(good(written));
  EXPECT_NE(text.find("mail.mailboxes.support.imap.poll = 2m\n"), std::string::npos) << text;
  EXPECT_NE(text.find("mail.smtp.port = 587  (default)"), std::string::npos);
  EXPECT_EQ(text.find("dkim.NAME"), std::string::npos);
}

TEST(Settings, the_documentation_is_the_table) {
  std::ifstream stream(YAKUSOKU_SOURCE_DIR "/docs/settings.md");
  std::ostringstream text;
  text << stream.rdbuf();
  EXPECT_NE(text.str().find(table_markdown()), std::string::npos) << "yakusoku settings --markdown";
}

}  // namespace
}  // namespace yakusoku::settings
