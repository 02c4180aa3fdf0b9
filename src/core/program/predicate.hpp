#pragma once

// Facts, predicates over them, and choices: how a case is said (PROGRAM.md section 1).

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "core/program/text.hpp"

namespace yakusoku::program {

// What is known of one fact: nothing, a word (choices, texts, flags as yes/no, dates as 2026-04-01), a number or an
// instant (UTC seconds), or several words at once (tags, roles).
using FactValue = std::variant<std::monostate, std::string, std::int64_t, std::vector<std::string>>;

inline bool known(const FactValue& value) { return !std::holds_alternative<std::monostate>(value); }
// As a person would write it: words as they are, numbers in digits, several words joined with ", ".
std::string to_text(const FactValue& value);

// The door through which predicates, choices and amounts see a request. `core/lifecycle` implements it over the
// request's state and the world; tests implement it over a map.
class Facts {
 public:
  virtual ~Facts() = default;
  virtual FactValue value_of(std::string_view fact) const = 0;
  // Whether that calendar of the program is open at that instant, for this request (its zones are pinned).
  virtual bool is_open(std::string_view calendar, Instant at) const = 0;
};

struct Predicate;
struct DateBound;  // formulas.hpp

struct Test {
  enum class Kind { one_of, known, unknown, or_worse, or_better, at_least, at_most, below, from, before, in, like };
  Kind kind = Kind::one_of;
  bool negated = false;  // {not: …}: an unknown fact passes
  std::vector<std::string>
      values;               // one_of; a single one for or_worse, or_better, from, before, like; in: the calendar
  std::int64_t number = 0;  // at_least, at_most, below
  std::shared_ptr<const DateBound> date;  // from, before: with what is compared, in the program's zone
  std::vector<std::string> order;  // or_worse, or_better: the fact's values, worst first, copied in by the reader
};

struct FactTest {
  std::string fact;
  Test test;
};

// Holds when all of its tests hold, one of each `any` list holds, and none of `none` holds. An empty one always holds.
struct Predicate {
  std::vector<FactTest> all;
  std::vector<std::vector<Predicate>> any;
  std::vector<Predicate> none;
  Place place;
  bool always() const { return all.empty() && any.empty() && none.empty(); }
};

bool holds(const Predicate& predicate, const Facts& facts);
// One test of one value, an unknown one included; `facts` answers what the test itself names.
bool holds(const Test& test, const FactValue& value, const Facts& facts);
// What makes it fail, as a key beneath it: a fact, `any` or `not`; empty where it holds. Refusals cite it.
std::string failing_part(const Predicate& predicate, const Facts& facts);
// Every fact that the predicate looks at, sorted, each once.
std::vector<std::string> facts_asked(const Predicate& predicate);

// A table over facts: `by` names them, each level of `cells` branches on one.
template <class T>
struct TableNode {
  struct Branch {
    std::vector<std::string> keys;  // empty: else
    TableNode below;
  };
  std::vector<Branch> branches;  // empty at a leaf
  std::optional<T> leaf;
  Text says;         // the words to print for this cell
  std::string path;  // of a leaf: rule and cell, as in clocks.update.within[0].cells.2
};

template <class T>
struct Table {
  std::vector<std::string> by;
  TableNode<T> cells;
};

// A value by case: the first rule that holds counts; a table without the cell passes to the next rule.
template <class T>
struct Choice {
  struct Rule {
    Predicate when;
    std::variant<T, Table<T>> is;
    Text says;         // the words to print in place of the value
    std::string path;  // where it stands, as in clocks.update.within[0]; receipts and clauses cite it
  };
  std::vector<Rule> rules;
  bool empty() const { return rules.empty(); }
};

template <class T>
struct Chosen {
  const T* value = nullptr;  // nullptr: no rule holds
  const Text* says = nullptr;
  std::string_view path;  // rule and cell; the program's
};

// Where a table branches on `plan`, a missing cell is looked for in the plans beneath; the Facts answer them, best
// first, as the fact `plan.chain`.
template <class T>
Chosen<T> choose(const Choice<T>& choice, const Facts& facts);
template <class T>
std::vector<std::string> facts_asked(const Choice<T>& choice);

}  // namespace yakusoku::program

#include "core/program/choose.hpp"
