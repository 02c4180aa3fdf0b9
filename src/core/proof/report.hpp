#pragma once

// The proof for people: cases in words, gaps by how they recur on the wall of the program's zone, and what `check` says
// of them.

#include <span>
#include <string>
#include <vector>

#include "core/proof/proof.hpp"

namespace yakusoku::proof {

// Gaps that begin and end at the same wall times, so many days apart.
struct Recurrence {
  std::string words;  // Mon-Thu 17:00 to 09:00 the next day
  std::int64_t times = 0;
  Duration longest;
  std::vector<Instant> begins;
};
std::vector<Recurrence> recurrences(std::span<const Gap> gaps, std::string_view zone,
                                    std::string_view language = "en");

// "plan premier; severity L2, L3; channel phone"; of more values than `most`, the rest is a number.
std::string words_of(std::span<const Combination> combinations, std::size_t most = 1000,
                     std::string_view language = "en");

// Gaps of one row that share kind, clause and amount: pieces of row.gaps.
std::vector<std::span<const Gap>> by_clause(const Row& row);

// Rows with their promises and gaps, then the claims.
std::string text_of(const Proof& proof);

// One finding for each kind of gap at each clause, by the kind's word, with an example; and false claims of doors. Empty where the program
// speaks neither of teams nor of coverage: then there is nothing to prove, and one note says so.
std::vector<program::Finding> findings_of(const Proof& proof, const program::Program& program);

}  // namespace yakusoku::proof
