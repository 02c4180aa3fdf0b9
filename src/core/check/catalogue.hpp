#pragma once

// The sentences of every finding, in English and Japanese: what it says, why it matters, what helps, and the example
// with dates. One table (catalogue.inc); {name} stands for a finding's named words.

#include <span>
#include <string>
#include <string_view>

#include "core/program/text.hpp"

namespace yakusoku::check {

struct Sentences {
  std::string_view code;
  program::Weight weight;
  std::string_view says, says_ja;
  std::string_view why, why_ja;
  std::string_view remedy, remedy_ja;    // empty: nothing to put right
  std::string_view example, example_ja;  // empty: none
};

std::span<const Sentences> catalogue();
const Sentences* sentences_of(std::string_view code);

struct Told {
  std::string message, why, remedy, example;
};
// A finding in that language (ja, else English). What the catalogue does not know, such as errors of reading, is told
// in the finding's own English words.
Told told_in(const program::Finding& finding, std::string_view language);

// docs/program/findings.md.
std::string findings_page();

}  // namespace yakusoku::check
