#pragma once

// Texts of a program in its languages, the place a thing was written, and what the check has to say of it.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace yakusoku::program {

struct Place {
  std::string file;
  int line = 0;    // from 1; 0: the file as a whole
  int column = 0;  // from 1
};

// A text is a string (of the program's first language) or one string a language.
class Text {
 public:
  Text() = default;
  explicit Text(std::vector<std::pair<std::string, std::string>> by_language)
      : by_language_(std::move(by_language)) {}

  bool empty() const { return by_language_.empty(); }
  bool has(std::string_view language) const;
  // The text in that language; where it lacks, the program's first stands in (the page marks it). Empty if empty.
  std::string_view in(std::string_view language) const;
  const std::vector<std::pair<std::string, std::string>>& by_language() const { return by_language_; }

 private:
  std::vector<std::pair<std::string, std::string>> by_language_;  // the program's first language first
};

enum class Weight { error, warning, note };

// One finding of the check: where, what, and what was expected there. `message` and `remedy` are in English;
// `code` is a stable word per kind of finding (unknown_key, bad_amount, author_choice, source_missing, …), from
// which pages take the Japanese sentence.
struct Finding {
  Weight weight = Weight::error;
  std::string code;
  Place place;
  std::string key;       // the path of keys, as in clocks.update.within[0].cells.1
  std::string message;   // what is wrong or worth knowing
  std::string expected;  // what would be right here; empty for notes
  // What `check` adds: one sentence on why it matters, an example with dates, and the named words of its sentences in
  // another language.
  std::string why = {};
  std::string example = {};
  std::vector<std::pair<std::string, std::string>> parameters = {};
};

// What the page says of a part (`claims`), to be compared with the truth.
struct Claim {
  std::string key;  // of the part
  std::string what, value;
  Place place;
};

// Words in several languages, for the comparison of translations.
struct TextUse {
  Text text;
  Place place;
  std::string key;
};

}  // namespace yakusoku::program
