// The house's own words: complete, alike in both languages, and readable with the values that the desk gives.

#include <algorithm>
#include <set>

#include "core/notices/house_for_tests.hpp"

namespace yakusoku::notices {
namespace {

constexpr const char* programs[] = {"6clicks", "atlassian-premier", "bittitan", "logicmonitor", "megaport"};

std::set<std::string> placeholders_in(std::string_view words) {
  std::set<std::string> names;
  for (const program::TemplatePart& part : program::template_parts(words))
    if (part.is == program::TemplatePart::Is::placeholder) names.insert(part.text);
  return names;
}

TEST(House, both_languages_have_every_notice_with_the_same_values) {
  ASSERT_EQ((std::vector<std::string>{"en", "ja"}), house().languages());
  for (const NoticeKind kind : program::notice_kinds()) {
    SCOPED_TRACE(std::string(program::word_of(kind)));
    EXPECT_EQ(placeholders_in(house().subject("en", kind)), placeholders_in(house().subject("ja", kind)));
    EXPECT_EQ(placeholders_in(house().text("en", kind)), placeholders_in(house().text("ja", kind)));
    EXPECT_FALSE(house().text("en", kind).empty());
  }
  EXPECT_EQ("", house().text("fr", NoticeKind::receipt));
}

TEST(House, mails_of_one_request_keep_one_subject) {
  for (const NoticeKind kind : {NoticeKind::receipt, NoticeKind::reply, NoticeKind::message, NoticeKind::promise,
                                NoticeKind::reminder, NoticeKind::solved, NoticeKind::closed, NoticeKind::reopened})
    for (const std::string& language : house().languages())
      EXPECT_EQ("[#{request.number}] {request.subject}", house().subject(language, kind));
}

TEST(House, japanese_is_japanese_and_english_is_not) {
  for (const NoticeKind kind : program::notice_kinds()) {
    EXPECT_NE(std::string_view::npos, house().text("ja", kind).find("\xE3\x81"));
    const std::string_view english = house().text("en", kind);
    EXPECT_TRUE(std::ranges::all_of(english, [](char c) { return static_cast<unsigned char>(c) < 0x80; }));
  }
  for (const NoticeKind kind :
       {NoticeKind::receipt, NoticeKind::reminder, NoticeKind::closed, NoticeKind::wrong_door})
    EXPECT_TRUE(house().text("ja", kind).starts_with("{contact.name} 様\n"));
}

TEST(House, every_notice_of_every_program_reads_whole) {
  for (const char* name : programs) {
    const auto program = shipped(name);
    for (const NoticeKind kind : program::notice_kinds()) {
      if (!sends(*program, kind)) continue;
      for (const std::string language : {"en", "ja"}) {
        SCOPED_TRACE(std::string(name) + " " + std::string(program::word_of(kind)) + " " + language);
        const auto mail = render(*program, house(), kind, language, sample_values(*program, kind, language));
        ASSERT_TRUE(mail);
        EXPECT_EQ(language, mail->language);
        EXPECT_FALSE(mail->stands_in);
        EXPECT_FALSE(mail->subject.empty());
        EXPECT_EQ(std::string::npos, mail->subject.find('\n'));
        for (const std::string* part : {&mail->subject, &mail->text}) {
          EXPECT_EQ(std::string::npos, part->find_first_of("{}\x01\x02")) << *part;
          EXPECT_EQ(std::string::npos, part->find("\n\n\n")) << *part;
        }
        EXPECT_TRUE(mail->text.ends_with('\n'));
        EXPECT_NE(std::string::npos, mail->html.find("<html lang=\"" + language + "\">"));
      }
    }
  }
}

// What is missing takes its label with it: no line is left that ends in a colon before nothing.
TEST(House, without_values_nothing_dangles) {
  const auto program = program_of("program: p\nvendor: Blue\nlanguages: [en, ja]\n");
  for (const NoticeKind kind : program::notice_kinds()) {
    for (const std::string language : {"en", "ja"}) {
      const auto mail = render(*program, house(), kind, language, {});
      ASSERT_TRUE(mail);
      EXPECT_FALSE(mail->subject.ends_with(':') || mail->subject.ends_with("：")) << mail->subject;
      EXPECT_EQ(std::string::npos, mail->text.find("：\n")) << mail->text;
      EXPECT_EQ(std::string::npos, mail->text.find(": \n")) << mail->text;
      EXPECT_EQ(std::string::npos, mail->text.find("\n-\n")) << mail->text;
      EXPECT_EQ(std::string::npos, mail->text.find("What you can expect")) << mail->text;
      EXPECT_EQ(std::string::npos, mail->text.find("今後の対応予定")) << mail->text;
    }
  }
}

TEST(House, a_file_that_lacks_or_invents_is_refused_with_its_place) {
  const auto refusal = [](std::string from, std::string to) {
    std::string content = house_file("en");
    const std::size_t at = content.find(from);
    EXPECT_NE(std::string::npos, at);
    content.replace(at, from.size(), to);
    const std::vector<Defaults::File> files = {{"en", content}};
    const auto read = Defaults::read(files);
    EXPECT_FALSE(read);
    return read ? std::string() : read.error().detail;
  };
  EXPECT_EQ("test.subject: words are expected", refusal("\ntest:\n  subject", "\ntests:\n  subject"));
  EXPECT_EQ("receipt.text: `words` is not known here", refusal("Request: #{request.number}", "Request: {words}"));
  EXPECT_EQ("receipt.text: `request.numbr` is not known here", refusal("#{request.number}\n", "#{request.numbr}\n"));
  EXPECT_EQ("phrases.stands_in: words are expected", refusal("stands_in", "stand_in"));
  EXPECT_EQ("more: this key is not known here", refusal("\nreply:\n", "\nmore: {}\nreply:\n"));
  const std::vector<Defaults::File> no_yaml = {{"en", "a: [\n"}};
  EXPECT_FALSE(Defaults::read(no_yaml));
}

TEST(House, a_files_language_is_in_its_name) {
  EXPECT_EQ("en", Defaults::language_of("text/notices.en.yaml"));
  EXPECT_EQ("pt-BR", Defaults::language_of("notices.pt-BR.yaml"));
  EXPECT_EQ("", Defaults::language_of("text/en.yaml"));
  EXPECT_EQ("", Defaults::language_of("text/notices.yaml"));
}

}  // namespace
}  // namespace yakusoku::notices
