#pragma once
// private to the room
// How the parts of one program are said: names by their titles, facts, cases, amounts, events, in the page's language.

#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "core/publishing/document.hpp"
#include "core/publishing/phrases.hpp"

namespace yakusoku::publishing {

class Teller {
 public:
  Teller(const program::Program& one_program, const Options& all_options);

  const program::Program& program;
  const Options& options;
  const bool japanese;
  const std::string language;  // ja or en

  std::string say(std::string_view id, Filled values = {}) const { return phrase(japanese, id, values); }
  Words own(std::string_view id, Filled values = {}) const { return {say(id, values), {}, {}, false}; }
  // A text of the program, as the tree prints it or typed; where it lacks this language, marked.
  Words text(const Json* words, std::string_view otherwise = {}) const;
  Words text(const program::Text& words, std::string_view otherwise = {}) const;
  Words soft(Words words) const {
    words.soft = true;
    return words;
  }

  // The part of the tree at these names; nullptr where there is none.
  const Json* part(std::initializer_list<std::string_view> names) const;
  // The title of an entry of that map ("plans", "severity.levels"); else the entry's name as words.
  Words title(std::string_view map, std::string_view name) const;
  std::string name(std::string_view map, std::string_view name_in_map) const { return title(map, name_in_map).text; }
  std::string level(std::string_view id) const;     // "L1 – Production down"
  std::string calendar(std::string_view id) const;  // its title; empty where it has none
  std::string word(std::string_view word) const;    // of the language, else with blanks

  std::string fact(std::string_view name) const;
  std::string value(std::string_view fact, std::string_view value) const;
  // "Severity: L1 or L2; Plan: Premier"; without the tests of one fact; empty where nothing is asked.
  std::string cases(const Json& predicate, std::string_view without = {}) const;
  std::string cases(const program::Predicate& predicate, std::string_view without = {}) const;
  std::string named_case(std::string_view fact, const std::vector<std::string>& keys) const;
  std::string joined_cases(const std::vector<std::string>& parts) const;

  std::string length(std::string_view written, std::int64_t seconds) const;
  std::string amount(const program::Amount& amount) const;
  std::string bare_amount(const program::Amount& amount) const;  // without "within"
  std::string events(const std::vector<program::EventPattern>& patterns) const;
  std::string event(const program::EventPattern& pattern) const;
  std::string listed(const std::vector<std::string>& parts) const;  // a, b
  std::string either(const std::vector<std::string>& parts) const;  // a or b

 private:
  std::string test(const Json& test) const;
};

// Nothing is known of the request.
struct NoFacts final : program::Facts {
  program::FactValue value_of(std::string_view) const override { return {}; }
  bool is_open(std::string_view, Instant) const override { return false; }
};

// What is promised without firmness.
bool is_soft(const program::Amount& amount);

}  // namespace yakusoku::publishing
