#pragma once

// TWO VERSIONS OF A SUPPORT PROGRAM, COMPARED BY MEANING (issue 4, items 7 and 8). What changes for a customer or the
// desk is one Difference each, with the clause it concerns and both values; YAML written otherwise but meaning the same
// has none. Known parts of the language (targets, hours, levels, doors, …) are told as what they are; whatever no rule
// knows is told by its path, so nothing that differs is left out. Pure; it judges no request and reads no file.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "core/program/program.hpp"

namespace yakusoku::program {
struct Shape;
}

namespace yakusoku::versions {

// For the customer, where that can be told: a shorter target, hours added, a door closed.
enum class Effect { better, worse, neither };

// The values of one fact for which the difference holds. No value: the fact is not known. `other`: also any value that
// neither version names. `all_but`: any value except these.
struct Case {
  std::string fact;
  std::vector<std::optional<std::string>> values;
  bool other = false;
  bool all_but = false;
  Json condition;  // instead of values: a test that no list of values stands for, as {"in": "tokyo"} or {"not": ..}
  friend bool operator==(const Case&, const Case&) = default;
};

struct Difference {
  std::string kind;  // a stable word: one of kinds_of_difference()
  // The clause, as receipts cite it: clocks.update.within[0].cells.2. Of what the later version has; where it took
  // something away, of the earlier.
  std::string path;
  std::string thing;        // what it belongs to: clocks.update; empty: the program as a whole
  std::vector<Case> cases;  // for which requests; empty: for all, or as the values say
  Json before;              // as the program's tree prints it; null: there was none
  Json after;
  Effect effect = Effect::neither;
  const program::Shape* shape = nullptr;  // how both values are read; never null, and lives for ever
};

// In the order of the program's top-level keys, and within them as written.
std::vector<Difference> differences(const program::Program& before, const program::Program& after);

// One difference as a sentence, "ja" or (any other) English. The programs are those that were compared.
std::string words_of(const Difference& difference, const program::Program& before, const program::Program& after,
                     std::string_view language);
// The heading under which it stands, and the word for its effect ("better for customers"; empty for neither).
std::string section_words(const Difference& difference, std::string_view language);
std::string effect_words(Effect effect, std::string_view language);

// {"kind","path","thing","cases","before","after","effect","words"}
Json to_json(const Difference& difference, const program::Program& before, const program::Program& after,
             std::string_view language);

// Every kind there is, sorted.
std::vector<std::string> kinds_of_difference();

}  // namespace yakusoku::versions
