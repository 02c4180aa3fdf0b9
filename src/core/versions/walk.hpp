#pragma once

// The walk over two reduced trees, by the table of the language: what differs becomes differences.

#include <string>
#include <utility>
#include <vector>

#include "core/program/shapes.hpp"
#include "core/versions/cases.hpp"
#include "core/versions/versions.hpp"

namespace yakusoku::versions {

struct Pair {
  const Json* before = nullptr;  // nullptr: not there
  const Json* after = nullptr;
  bool same() const { return before == after || (before && after && *before == *after); }
};

// Where the walk stands: the clause path, the same with * for names and places in lists, the thing it is in.
struct Place {
  std::string path, pattern, thing;
  Place key(std::string_view name) const;   // a key of the language
  Place name(std::string_view name) const;  // a name that the program gives
  Place item(std::size_t index) const;
  std::string last;  // the key at which it stands
};

class Walk {
 public:
  Walk(const program::Program& before, const program::Program& after);
  std::vector<Difference> run();

 private:
  using Shape = program::Shape;

  void node(const Shape& shape, const Place& place, Pair pair);
  void record(const program::RecordShape& shape, const Place& place, Pair pair);
  void names(const Shape& shape, const Place& place, Pair pair);
  void order_of_names(const Place& place, Pair pair);
  void list(const Shape& shape, const Place& place, Pair pair);
  void choice(const Shape& shape, const Place& place, Pair pair);
  void remarks(const Place& place, Pair pair);
  void target(const Shape& shape, const Place& place, const CaseChange& change);
  void calendar(const Shape& shape, const Place& place, const CaseChange& change);
  void days(const Place& place);
  void dates_of(const Place& place, const std::string& set);
  void overlays(const Place& place);
  bool closes_only(std::string_view set) const;

  Difference& tell(std::string kind, const Shape& shape, const Place& place, Pair pair);
  Difference& tell(const Shape& shape, const Place& place, Pair pair);
  ChoiceSide side(bool later, const Place& place, const Json* rules) const;

  const program::Program& before_;
  const program::Program& after_;
  const Json before_tree_, after_tree_;
  const FactSpace before_space_, after_space_;
  std::vector<Difference> found_;
};

// Shapes for values that the table does not describe.
const program::Shape& words_shape();
const program::Shape& text_shape();
const program::Shape& dates_shape();

// Better, worse or neither; `owed_by` of the clock, where it is one's.
Effect effect_of_target(const Json* before, const Json* after, std::string_view owed_by);
Effect effect_of(const Difference& difference);
Effect effect_of_hours(const Json& before, const Json& after);

}  // namespace yakusoku::versions
