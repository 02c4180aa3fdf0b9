#pragma once

// MAILS IN WORDS. Renders a notice (core/program/notices.hpp) from the program's words or the house's, in the
// reader's language, as subject, plain text and HTML. Promises: a value is text and never a template, whatever stands
// in it; HTML is escaped, only http, https and mailto become links; what has no value leaves no hole. Does not know who
// gets a mail, by what address, or whether; asks no clock: moments and lengths come in as finished words.

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "core/program/notices.hpp"
#include "core/program/program.hpp"

namespace yakusoku::notices {

using program::NoticeKind;

// What stands at the placeholders, by their names. Texts may have several lines.
class Values {
 public:
  Values& set(std::string_view name, std::string text);
  // The same words as HTML that is safe already; it is used where the placeholder stands alone on its line.
  Values& set(std::string_view name, std::string text, std::string safe_html);
  // Empty where nothing was set.
  std::string_view text(std::string_view name) const;
  std::string_view html(std::string_view name) const;

 private:
  struct Value {
    std::string text, html;
  };
  std::map<std::string, Value, std::less<>> values_;
};

// The house's own words, a file a language (web/text/notices.LANGUAGE.yaml).
class Defaults {
 public:
  struct File {
    std::string language;
    std::string content;
  };
  // Refuses a file that lacks a notice, has unknown keys or a placeholder that its notice does not know.
  static Result<Defaults> read(std::span<const File> files);

  // "en.yaml"'s language of a path such as text/notices.en.yaml; empty where it is no such file.
  static std::string_view language_of(std::string_view path);

  const std::vector<std::string>& languages() const { return languages_; }
  // Empty where the house does not speak that language.
  std::string_view subject(std::string_view language, NoticeKind kind) const;
  std::string_view text(std::string_view language, NoticeKind kind) const;
  // Ready sentences and words, by name: answer_by_mail, promise_by, status_open, event_bounced, …; some have {names}
  // that the caller fills in.
  std::string_view phrase(std::string_view language, std::string_view name) const;

 private:
  std::string_view find(std::string_view language, std::string_view key) const;
  std::vector<std::string> languages_;
  std::map<std::string, std::map<std::string, std::string, std::less<>>, std::less<>> words_;  // "receipt.subject"
};

struct Rendered {
  std::string subject;     // one line
  std::string text;        // \n line ends
  std::string html;        // a whole document
  std::string language;    // of the words
  bool stands_in = false;  // another language than the reader's; the mail says so where the house speaks his
};

// Whether the program sends such a notice at all.
bool sends(const program::Program& program, NoticeKind kind);

// The language in which the notice will be written for that reader: his own where program or house has it, else the
// program's first. Values are best made in the same.
std::string language_for(const program::Program& program, const Defaults& defaults, NoticeKind kind,
                         std::string_view reader);

// Sets by itself, where the caller does not: program.title, program.vendor, answer.words (by whether a mail is taken as
// an answer). Refuses (refused_by_program) a notice that the program never sends.
Result<Rendered> render(const program::Program& program, const Defaults& defaults, NoticeKind kind,
                        std::string_view language, const Values& values);

// Values to look at a notice with, in English or Japanese; names of the program where it has some. None of it is real.
Values sample_values(const program::Program& program, NoticeKind kind, std::string_view language);

}  // namespace yakusoku::notices
