#pragma once

// The tree of a program reduced to what it means: one spelling for what the language lets an author write in several
// ways, defaults left out, old names of levels, kinds and plans replaced by the new ones.

#include <map>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "core/program/program.hpp"
#include "core/program/shapes.hpp"

namespace yakusoku::versions {

// Old name -> new name, of what `was` says.
struct Renames {
  std::map<std::string, std::string, std::less<>> levels, kinds, plans;
  // Of a fact's values; nullptr where the fact holds no such names.
  const std::map<std::string, std::string, std::less<>>* of_fact(std::string_view fact) const;
  const std::map<std::string, std::string, std::less<>>* of_space(std::string_view space) const;
};
Renames renames_between(const Json& before, const Json& after);

Json meaning_of(const program::Program& program, const Renames& renames);

// Whether a list of this shape is a set, whose order means nothing.
bool is_set(const program::Shape& list, std::string_view key);
// Of alternatives, the one by which this value reads; the shape itself where it has none.
const program::Shape& shape_of_value(const program::Shape& shape, const Json& value);

}  // namespace yakusoku::versions
