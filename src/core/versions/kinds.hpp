#pragma once

// The kinds of difference, as a table: which part of the language is told by which word, and the phrases that say it in
// Japanese and English. One source: a row holds both languages.

#include <span>
#include <string>
#include <string_view>

namespace yakusoku::versions {

// A phrase with placeholders: {name} the thing's, {noun} what it is, {cases} for which requests ("" or beginning with a
// comma), {part} which part of it, {before}, {after}, and {before_aside}, {after_aside}: the same in brackets, or "".
struct Phrase {
  std::string_view en, ja;
  std::string_view in(std::string_view language) const { return language.starts_with("ja") ? ja : en; }
};

// A thing is added, removed and changed (KIND_added, …); a part only changes (KIND itself, ending in _changed or what
// else the word says).
struct Row {
  std::string_view pattern;  // a path with * for names and places in lists
  std::string_view word;     // thing: clock; part: clock_start_changed
  bool thing = false;
  Phrase noun;  // thing: what it is; part: what changed
};
std::span<const Row> rows();
// The row of the longest pattern that the path begins with, and how many of its parts that takes; nullptr: none.
const Row* row_of(std::string_view pattern, std::size_t& parts);

// Kinds that are not simply added, removed or changed.
struct Special {
  std::string_view word;
  Phrase phrase;
};
std::span<const Special> specials();

// The sentence for a kind; `whole`: there is no {part} to name.
Phrase phrase_of(std::string_view kind, bool had_before, bool has_after, bool whole);
// The noun or label of a kind's row; empty where it has none.
Phrase noun_of(std::string_view kind);
Phrase section_phrase(std::string_view top_level_key);

}  // namespace yakusoku::versions
