// rooms: adapters/mime adapters/mail_text ports base
// Every mail of this folder (NAME.eml) against what it was made of (NAME.json): each field that stands there must be so,
// others are free. A text matches without regard to blank lines around it. make.py writes the files.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "adapters/mime/mime.hpp"
#include "base/json.hpp"
#include "base/json_fields.hpp"

namespace yakusoku {
namespace {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Each suite's folder of mails; mail_text keeps the ones about replies.
std::vector<fs::path> all_mails() {
  std::vector<fs::path> found;
  for (const char* folder : {"tests/mail", "tests/mail_text"}) {
    const fs::path path = fs::path(YAKUSOKU_SOURCE_DIR) / folder;
    if (!fs::is_directory(path)) continue;
    for (const auto& each : fs::directory_iterator(path))
      if (each.path().extension() == ".eml") found.push_back(each.path());
  }
  std::ranges::sort(found);
  return found;
}

std::string trimmed(const std::string& text) {
  const auto from = text.find_first_not_of(" \n");
  return from == std::string::npos ? "" : text.substr(from, text.find_last_not_of(" \n") - from + 1);
}

Json address(const ports::MailAddress& from) {
  return Json::object({{"name", from.name}, {"address", from.address}});
}

template <class List, class Make>
Json list(const List& from, Make make) {
  Json json = Json::array();
  for (const auto& each : from) json.push(make(each));
  return json;
}

Json words(const std::vector<std::string>& from) {
  return list(from, [](const std::string& each) { return Json(each); });
}

bool contains(const std::string& text, const std::string& piece) { return text.find(piece) != std::string::npos; }

Json attachment(const ports::MailAttachment& from) {
  Json json = Json::object({{"name", from.name},
                            {"type", from.type},
                            {"content_id", from.content_id},
                            {"inside_text", from.inside_text},
                            {"size", std::uint64_t(from.bytes.size())}});
  json.set("content", from.bytes);
  return json;
}

// Everything a mail was read as, by the names that the expectations use.
Json told(const ports::ReadMail& mail) {
  Json json = Json::object({{"subject", mail.subject},
                            {"from", address(mail.from)},
                            {"authors", list(mail.authors, address)},
                            {"sender", address(mail.sender)},
                            {"reply_to", list(mail.reply_to, address)},
                            {"to", list(mail.to, address)},
                            {"cc", list(mail.cc, address)},
                            {"delivered_to", words(mail.delivered_to)},
                            {"return_path", mail.return_path},
                            {"message_id", mail.message_id},
                            {"in_reply_to", words(mail.in_reply_to)},
                            {"references", words(mail.references)},
                            {"date", mail.date == far_future ? Json() : Json(to_iso(mail.date))},
                            {"language", mail.language},
                            {"text", mail.text},
                            {"html", mail.html},
                            {"remote_images", mail.remote_images},
                            {"reply", mail.reply},
                            {"folded", mail.folded},
                            {"attachments", list(mail.attachments, attachment)},
                            {"class", json_fields::to(mail.mail_class)},
                            {"spam", mail.spam},
                            {"auto_reply_allowed", mail.auto_reply_allowed},
                            {"no_auto_reply_because", mail.no_auto_reply_because},
                            {"returned_message_id", mail.returned_message_id},
                            {"notes", words(mail.notes)}});
  json.set(
      "authentication", list(mail.authentication, [](const ports::AuthenticationResult& each) {
        return Json::object(
            {{"server", each.server}, {"method", each.method}, {"result", each.result}, {"domain", each.domain}});
      }));
  json.set("reports", list(mail.reports, [](const ports::DeliveryReport& each) {
             return Json::object({{"recipient", each.recipient},
                                  {"action", each.action},
                                  {"status", each.status},
                                  {"diagnostic", each.diagnostic}});
           }));
  return json;
}

// Objects may say less than what they are compared with; lists must be as long.
void expect_within(const Json& wanted, const Json& is, const std::string& place) {
  if (wanted.is_object()) {
    for (const auto& [name, value] : wanted.members()) {
      const Json* member = is.find(name);
      ASSERT_TRUE(member) << place << "." << name << " is nothing that a mail has";
      expect_within(value, *member, place + "." + name);
    }
  } else if (wanted.is_array() && is.is_array()) {
    ASSERT_EQ(wanted.items().size(), is.items().size()) << place << " is " << to_text(is);
    for (std::size_t n = 0; n < wanted.items().size(); ++n)
      expect_within(wanted.items()[n], is.items()[n], place + "[" + std::to_string(n) + "]");
  } else if (wanted.is_string() && is.is_string()) {
    EXPECT_EQ(trimmed(wanted.string()), trimmed(is.string())) << place;
  } else {
    EXPECT_EQ(to_text(wanted), to_text(is)) << place;
  }
}

// "text_has", "html_lacks", "notes_has", …: pieces of a text, or members of a list of words.
bool expect_pieces(const std::string& key, const Json& pieces, const Json& mail) {
  const bool has = key.ends_with("_has");
  if (!has && !key.ends_with("_lacks")) return false;
  const Json* member = mail.find(key.substr(0, key.rfind('_')));
  if (!member) return false;
  for (const Json& piece : pieces.items()) {
    bool found = member->is_string() && contains(member->string(), piece.string());
    if (member->is_array())
      found = std::ranges::any_of(member->items(), [&](const Json& each) { return each == piece; });
    EXPECT_EQ(found, has) << key << ": " << piece.string() << "\nis " << to_text(*member);
  }
  return true;
}

// What holds for every mail, whatever it is.
void expect_clean(const ports::ReadMail& mail) {
  for (const std::string* each :
       {&mail.text, &mail.html, &mail.reply, &mail.folded, &mail.subject, &mail.from.name}) {
    EXPECT_FALSE(each->contains('\0'));
    EXPECT_FALSE(each->contains('\r'));
    EXPECT_TRUE(parse_json(to_text(Json(*each)))) << "no UTF-8: " << *each;
  }
  EXPECT_FALSE(mail.subject.contains('\n'));
  EXPECT_EQ(mail.auto_reply_allowed, mail.no_auto_reply_because.empty());
  EXPECT_EQ(trimmed(mail.reply).empty() && trimmed(mail.folded).empty(), trimmed(mail.text).empty());
  for (const ports::MailAttachment& each : mail.attachments) {
    EXPECT_FALSE(each.name.empty());
    EXPECT_EQ(each.name.find_first_of("/\\"), std::string::npos);
    EXPECT_NE(each.type.find('/'), std::string::npos);
  }
}

class Corpus : public testing::TestWithParam<fs::path> {};

TEST_P(Corpus, is_read_as_what_it_was_made_of) {
  fs::path expectation = GetParam();
  expectation.replace_extension(".json");
  const auto wanted = parse_json(read_file(expectation));
  ASSERT_TRUE(wanted) << expectation << " is no JSON";
  const ports::ReadMail mail = mime::read_mail(read_file(GetParam()), {.own_addresses = {"support@desk.example"}});
  expect_clean(mail);
  const Json is = told(mail);
  ASSERT_FALSE(wanted->members().empty());
  for (const auto& [key, value] : wanted->members()) {
    if (expect_pieces(key, value, is)) continue;
    const Json* member = is.find(key);
    ASSERT_TRUE(member) << key << " is nothing that a mail has";
    expect_within(value, *member, key);
  }
}

INSTANTIATE_TEST_SUITE_P(Mails, Corpus, testing::ValuesIn(all_mails()),
                         [](const auto& info) { return info.param.stem().string(); });

TEST(CorpusSize, is_what_the_house_promises) {
  const auto mails = all_mails();
  const auto japanese =
      std::ranges::count_if(mails, [](const fs::path& each) { return each.stem().string().starts_with("ja_"); });
  EXPECT_GE(mails.size(), 150u);
  EXPECT_GE(japanese, 45);
}

}  // namespace
}  // namespace yakusoku
