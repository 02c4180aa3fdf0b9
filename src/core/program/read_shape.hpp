#pragma once

// Walks YAML by the table of shapes: reports what does not fit, gathers the names that are made and used, and gives
// back the same tree as typed JSON.

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "core/program/choice_form.hpp"
#include "core/program/leaves.hpp"
#include "core/program/shapes.hpp"
#include "core/program/yaml_text.hpp"

namespace yakusoku::program {

struct NamePlace {
  std::string name;
  Place place;
  std::string key;
};

// What walking a folder gathers.
struct Gathered {
  std::map<std::string, std::vector<NamePlace>> names;  // by space
  std::vector<Reference> references;
  std::vector<FactUse> facts;
  std::vector<EventUse> events;
  std::vector<NamePlace> zones;      // zones that must exist: a name or a fact
  std::vector<NamePlace> languages;  // of words, where they were used
  std::vector<NamePlace> ics;        // calendar files that must lie in the folder
  std::vector<TextUse> texts;        // words in several languages
  std::vector<Finding> remarks;      // notes and missing sources: for `check`
  std::vector<Claim> claims;
};

// `partial`: an overlay, in which no key must be given.
Json read_record(const Node& node, const RecordShape& record, const std::string& key, bool partial, Report& report,
                 Gathered& gathered);

// How the value by case at that key of that record may look.
ValueForm value_form(std::string_view record, std::string_view key);

// What a person would call it: "an amount, `none` or a calendar".
std::string describe(const Shape& shape);

}  // namespace yakusoku::program
