#pragma once

// Values of a program's tree as words for people: amounts, predicates, events, actions, hours, records. A name is
// said by its title, looked for in the later program, then in the earlier.

#include <string>
#include <string_view>
#include <vector>

#include "core/program/program.hpp"
#include "core/program/shapes.hpp"
#include "core/versions/versions.hpp"

namespace yakusoku::versions {

class ValueWords {
 public:
  ValueWords(const program::Program& first, const program::Program& second, std::string_view language)
      : trees_{&first.tree, &second.tree},
        first_language_(first.languages.empty() ? "en" : first.languages.front()),
        language_(language),
        japanese_(language.starts_with("ja")) {}

  std::string value(const program::Shape& shape, const Json& value) const;
  std::string amount(const Json& amount) const;
  std::string predicate(const Json& predicate) const;
  std::string hours(const Json& calendar) const;
  // The title at that clause path (clocks.update), else its last name.
  std::string name_of(std::string_view path) const;
  std::string text(const Json& words) const;
  // ", severity 1 (Down), plan Gold": begins with a comma; empty for no case.
  std::string cases(const std::vector<Case>& cases) const;
  std::string fact(std::string_view fact) const;
  std::string fact_value(std::string_view fact, std::string_view value) const;

 private:
  std::string record(const program::RecordShape& shape, const Json& value) const;
  std::string choice(const program::Shape& shape, const Json& value) const;
  void table(const program::Shape& shape, const Json& by, const Json& cells, std::vector<Case> above,
             std::vector<std::string>& parts) const;
  std::string given(const program::Shape& shape, const Json& value) const;
  std::string leaf(std::string_view word, const Json& value) const;
  std::string bare_amount(const Json& amount) const;
  std::string test(std::string_view fact, const Json& test) const;
  std::string event(const Json& event) const;
  std::string events(const Json& events) const;
  std::string action(const Json& action) const;
  std::string step_time(const Json& time) const;
  std::string number(const Json& number) const;
  std::string date(const Json& date) const;
  std::string bound(const Json& bound) const;
  std::string dates(const Json& dates) const;
  std::string any(const Json& value) const;
  std::string reference(std::string_view space, std::string_view name) const;
  std::string titled(std::string_view map, std::string_view name) const;
  std::string length(std::int64_t seconds) const;
  std::string joined(const std::vector<std::string>& parts, bool all) const;
  std::string listed(const std::vector<std::string>& parts) const;
  std::string quoted(const std::string& text) const;
  const Json* at(const Json& tree, std::string_view path) const;

  const Json* trees_[2];
  std::string first_language_;
  std::string language_;
  bool japanese_;
};

}  // namespace yakusoku::versions
