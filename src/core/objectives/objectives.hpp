#pragma once

// PROMISES OVER A PERIOD (PROGRAM.md section 5, `objectives`): how much of what was promised was kept in each month,
// quarter or sliding span, as an exact fraction; whether that is enough; and what follows where it is not. Computed from
// samples (verdicts of clocks, events of requests) and outages as values. Periods are those of local dates in the
// program's zone; a span that is not over yet is judged as it stands and says so. Pure; it remedies nothing itself.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "core/calendars/calendars.hpp"
#include "core/program/program.hpp"

namespace yakusoku::objectives {

// A verdict of a clock, or an event. `facts` are the request's as they were then, for `when`; nullptr: none are known.
struct Sample {
  enum class Is { met, missed, event };
  Is is = Is::event;
  std::string name;  // the clock, or the event
  Instant at;        // when it was met; when its due passed; when it happened
  std::vector<std::pair<std::string, std::string>> attributes;  // of an event
  const program::Facts* facts = nullptr;
};

struct Outage {
  std::string component;
  Instant from, to;
  const program::Facts* facts = nullptr;
};

struct Remedied {
  std::optional<program::Fraction> credit;  // where it is a figure
  const program::Text* credit_words = nullptr;
  const program::Text* right = nullptr;
  Instant claim_until = far_future;  // the last moment at which it may be claimed is before it
  std::string claim_date;            // the last date, in the program's zone; empty: no end
};

struct Judged {
  enum class Verdict {
    kept,
    broken,
    nothing  // there was nothing to count
  };
  Instant from, to;  // the period or span; of a gap: the two events
  bool over = true;  // false: it may still change
  Verdict verdict = Verdict::kept;
  std::int64_t met = 0, missed = 0;        // of a clock
  std::int64_t count = 0;                  // of an event
  std::int64_t down = 0;                   // seconds, of a component; of a gap: its length
  std::optional<program::Fraction> share;  // attained: met of all, or time that was up
  std::string clause;                      // objectives[0]
  std::optional<Remedied> remedy;          // where it is broken and over, and the program says what follows
};

// Judges the objective over all that lies in [from, to): each of its periods that touches it (those at the ends as far
// as they reach), or of `any N` spans each that is broken, from the first on and none overlapping the one before, and
// where none is, the worst one. `now`: what ends after it is not over.
// Samples and outages may come in any order; those outside are left out. `facts` are for figures of the remedy.
std::vector<Judged> judge(const program::Program& program, const program::ObjectiveRule& objective,
                          std::span<const Sample> samples, std::span<const Outage> outages, calendars::Interval range,
                          Instant now, const program::Facts& facts);

}  // namespace yakusoku::objectives
