#pragma once

// WHEN WHAT STARTS AT AN INSTANT IS DUE, for all instants of the horizon: pieces within which the due stands still or
// moves second by second with the start. Found from the edges at which that can change, not by trying instants. Inside
// the room only.

#include <optional>
#include <string>
#include <vector>

#include "core/clocks/cycle.hpp"
#include "core/proof/spans.hpp"

namespace yakusoku::proof {

struct Piece {
  Instant from, to;  // of starts
  Instant due;       // of the first; far_future: never
  bool moves = false;
};

struct DueMap {
  std::vector<Piece> pieces;          // in order, without holes
  std::optional<std::string> counts;  // the calendar whose open time is counted; absent: every second
};

// nullopt: nothing can be said, since the amount is a fact that is not known.
std::optional<DueMap> due_map(const program::Amount& amount, const program::Program& program,
                              const program::Facts& facts, Interval horizon, clocks::Calendars& calendars);

struct Reached {
  Spans due;   // instants at which a due can fall
  Spans runs;  // instants of [start, due), closed time of the calendar included
};
Reached reached(const DueMap& map, const Spans& starts);

}  // namespace yakusoku::proof
