#pragma once

// The one table that describes the language (language_table.cpp): each record's keys, the shape of each key's value,
// whether it must be given, and a line of help. The reader walks YAML by it, and the JSON Schema is printed from it.

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace yakusoku::program {

struct KeyShape;

struct Shape {
  enum class Is {
    leaf,       // word: text, words, name, flag, integer, number, date, length, amount, … (leaf_words())
    literal,    // word: exactly this
    reference,  // word: the space in which the name must exist
    list,       // of[0]; a single value stands for a list of one
    names,      // a map of NAME to of[0]; word: the space that the names make, or empty
    choice,     // of[0], by case; extra: keys beside `is`
    record,     // word: the record
    any_of      // of: the alternatives
  };
  Is is = Is::leaf;
  std::string word;
  std::vector<Shape> of;
  std::vector<KeyShape> extra;
};

struct KeyShape {
  std::string name;
  bool required = false;
  Shape shape;
  std::string help;
};

struct RecordShape {
  std::string name;
  std::string help;
  std::vector<KeyShape> keys;
  const KeyShape* key(std::string_view name) const;
};

// Every record of the language; "program" is the folder's own.
std::span<const RecordShape> language_records();
const RecordShape& record_shape(std::string_view name);
// The keys that any record may carry: title, note, source, claims, clause.
std::span<const KeyShape> common_keys();
std::span<const std::string_view> leaf_words();

}  // namespace yakusoku::program
