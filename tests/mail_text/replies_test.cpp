// rooms: adapters/mail_text base
// Mails as people write them (replies/LANGUAGE.txt): what each writer said has to come out, whole, and nothing of the
// rest. A case is "@@ client_language_behaviour" (or "… html"), the mail, "@@ reply" and the reply; "@@ folded" where
// it matters.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <ostream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "adapters/mail_text/mail_text.hpp"

namespace yakusoku::mail_text {
namespace {

struct Case {
  std::string name;
  bool html = false;
  bool tells_folded = false;
  std::string mail;
  std::string reply;
  std::string folded;
};

void PrintTo(const Case& made, std::ostream* out) { *out << made.name; }

std::string without_line_ends(std::string text) {
  const std::size_t first = text.find_first_not_of('\n');
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of('\n') - first + 1);
}

std::vector<Case> read_cases() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(YAKUSOKU_SOURCE_DIR "/tests/mail_text/replies")) {
    files.push_back(entry.path());
  }
  std::ranges::sort(files);
  std::vector<Case> cases;
  for (const auto& file : files) {
    std::ifstream stream(file);
    std::string* part = nullptr;
    for (std::string line; std::getline(stream, line);) {
      if (!line.starts_with("@@ ")) {
        if (part != nullptr) part->append(line).append("\n");
      } else if (line == "@@ reply") {
        part = &cases.back().reply;
      } else if (line == "@@ folded") {
        cases.back().tells_folded = true;
        part = &cases.back().folded;
      } else {
        Case made;
        made.html = line.ends_with(" html");
        made.name = line.substr(3, line.size() - 3 - (made.html ? 5 : 0));
        cases.push_back(made);
        part = &cases.back().mail;
      }
    }
  }
  return cases;
}

class Replies : public testing::TestWithParam<Case> {};

TEST_P(Replies, what_the_writer_said) {
  const Case& given = GetParam();
  const Said said = given.html ? reply_of_html(given.mail) : reply_of_text(given.mail);
  EXPECT_EQ(said.reply, without_line_ends(given.reply));
  if (given.tells_folded) {
    EXPECT_EQ(said.folded, without_line_ends(given.folded));
  }
}

// Whatever was folded is still there: every line of a text mail is in one of the two, as often as it was written.
TEST_P(Replies, nothing_is_thrown_away) {
  const Case& given = GetParam();
  if (given.html) return;
  const auto lines = [](const std::string& text) {
    std::multiset<std::string> all;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
      if (line.find_first_not_of(" \t") != std::string::npos) all.insert(line);
    }
    return all;
  };
  const Said said = reply_of_text(given.mail);
  std::multiset<std::string> kept = lines(said.reply);
  kept.merge(lines(said.folded));
  // Non-breaking and ideographic blanks alone make no line that could be missed.
  std::multiset<std::string> written = lines(given.mail);
  std::erase_if(written, [](const std::string& line) { return line == "\xc2\xa0" || line == "\xe3\x80\x80"; });
  EXPECT_EQ(kept, written);
}

INSTANTIATE_TEST_SUITE_P(Mails, Replies, testing::ValuesIn(read_cases()),
                         [](const auto& info) { return info.param.name; });

TEST(ReplyCases, nothing_written_is_nothing_said) {
  for (const char* nothing : {"", "\n\n", " \r\n\xe3\x80\x80\n"}) {
    EXPECT_EQ(reply_of_text(nothing).reply, "");
    EXPECT_EQ(reply_of_text(nothing).folded, "");
    EXPECT_EQ(reply_of_html(nothing).reply, "");
  }
}

TEST(ReplyCases, there_are_enough_of_each_language) {
  std::map<std::string, int> languages;
  for (const Case& given : read_cases()) {
    const std::size_t after_client = given.name.find('_') + 1;
    ++languages[given.name.substr(after_client, given.name.find('_', after_client) - after_client)];
  }
  EXPECT_GE(languages["ja"], 25);
  for (const char* language : {"en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "sv"}) {
    EXPECT_GE(languages[language], 10) << language;
  }
}

}  // namespace
}  // namespace yakusoku::mail_text
