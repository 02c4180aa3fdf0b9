#pragma once

// What a program's rules look at, through computed facts and calendars, told once when the program is read: so that a
// change of one fact makes nobody ask what cannot have changed. A rule may be told to look at more than it does, never
// at less.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/program/predicate.hpp"

namespace yakusoku::program {

struct Program;

// Of clocks or of followed facts, by their place. Beyond 64 several share a bit: then more is looked at than need be.
using Places = std::uint64_t;
inline Places place(std::size_t index) { return Places{1} << (index % 64); }
constexpr Places everywhere = ~Places{0};

struct Looks {
  struct At {
    std::string fact;
    Places choices = 0;   // clocks whose `when` or `within` looks at it
    Places pauses = 0;    // clocks whose `paused_while` does
    Places followed = 0;  // of `followed`
  };
  struct On {
    std::string event, of;  // of: the clock whose event it is; of `changed` the fact
    Places starts = 0, meets = 0, ends = 0;
    bool reacted_to = false;
  };
  std::vector<At> facts;   // by name; one that is not listed interests nobody
  std::vector<At> clocks;  // of each clock's own fact, clock.NAME, in the clocks' order
  std::vector<std::string>
      followed;  // facts that may change by another's change: severity, computed and limited ones
  // Clocks that look at what changes though no fact was said: now, whether somebody is away, ….
  Places lively_choices = 0, lively_pauses = 0;
  Places start_bound = 0;  // clocks whose choice may become another one if counted from another start

  std::vector<On> events;       // by event and of
  std::vector<FactTest> dated;  // tests of dates in rank, coverage, routing and clocks whose answer turns with time

  const At* at(std::string_view fact) const;
  const On* on(std::string_view event, std::string_view of) const;
};

std::shared_ptr<const Looks> looks_of(const Program& program);

}  // namespace yakusoku::program
