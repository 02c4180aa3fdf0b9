#pragma once

// One leaf of the table (shapes.hpp) after the other: how the word at a key is read, and what a person would call it.

#include <string>
#include <string_view>
#include <vector>

#include "core/program/leaves.hpp"

namespace yakusoku::program {

struct NamePlace;

// What leaves name that is looked up when the whole folder is known.
struct LeafNames {
  std::vector<NamePlace>& zones;
  std::vector<NamePlace>& languages;
  std::vector<TextUse>& texts;
};

Json read_leaf(const Node& node, const std::string& word, const std::string& key, const Sink& sink, LeafNames& names);
std::string describe_leaf(std::string_view word);
// en, ja, pt-BR
bool is_language(std::string_view text);
// A number as read_number takes it, told from other words.
bool looks_like_number(std::string_view text);

}  // namespace yakusoku::program
