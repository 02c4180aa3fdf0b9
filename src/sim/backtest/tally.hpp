#pragma once

// What two lives of the same requests came to, counted side by side: `before` under today's version, `after` under the
// one that is tried. Counts of any slices add up to the same, in whatever order they are added.

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/backtest/lived.hpp"

namespace yakusoku::sim::backtest {

// How a promised cycle came out. missed: it ended late, or its due passed. running: neither, by the end of the backtest.
enum class End { met, missed, withdrawn, running };
std::span<const std::string_view> enum_words(End);

struct Count {
  std::int64_t met = 0, missed = 0, withdrawn = 0, running = 0;
  std::int64_t breaches = 0;  // a cycle may be breached more than once
  void add(const Count& other);
  friend bool operator==(const Count&, const Count&) = default;
};
struct Sides {
  Count before, after;
  void add(const Sides& other);
  friend bool operator==(const Sides&, const Sides&) = default;
};
using Group = std::map<std::string, Sides>;

// Of one side's acts that did not fit: by act, code and what was wrong.
using Divergences = std::map<std::string, std::int64_t>;

struct Tally {
  std::int64_t requests = 0;
  std::int64_t changed = 0;                       // a due, a verdict or a breach is another one
  std::int64_t newly_missed = 0, newly_met = 0;   // cycles: met or running before and missed after; the other way
  std::int64_t dues_earlier = 0, dues_later = 0;  // cycles of both
  std::int64_t only_before = 0, only_after = 0;   // cycles that the other version does not promise
  std::int64_t not_taken_before = 0, not_taken_after = 0;  // refused at the door
  std::int64_t renamed = 0;                                // values that the tried version reads through its `was`
  std::int64_t acts = 0;
  Divergences diverged_before, diverged_after;
  Group by_clock;  // every clock that promises something; the others only what we owe customers (owed_by: vendor)
  Sides promises;  // all of those
  Group by_severity, by_plan, by_customer, by_kind;
  std::array<Sides, 168>
      by_hour{};  // of the week in which the cycle began, Monday 00:00 first, in the program's zone

  void add(const Tally& other);
  friend bool operator==(const Tally&, const Tally&) = default;
};

// One cycle as a side saw it; nullopt where that version promised nothing.
struct CycleSeen {
  End end = End::running;
  Instant due = far_future, breached_at = far_future, ended_at = far_future;
  int breaches = 0;
  std::string amount, clause;
  friend bool operator==(const CycleSeen&, const CycleSeen&) = default;
};
struct CyclePair {
  std::string clock;
  int number = 1;
  std::optional<CycleSeen> before, after;
  bool changed() const;
};

// The hour of the week of instants in one zone; remembers the stretch in which its offset holds.
class HourOfWeek {
 public:
  explicit HourOfWeek(std::string zone) : zone_(std::move(zone)) {}
  std::size_t of(Instant at);

 private:
  std::string zone_;
  Instant from_ = far_future, to_ = far_future;
  std::int64_t offset_ = 0;
};

// Counts two lives of one request; returns its cycles side by side. `before` null: nothing to compare with.
std::vector<CyclePair> count(Tally& tally, const PastRequest& past, const Life* before, const Life& after,
                             HourOfWeek& hours);

}  // namespace yakusoku::sim::backtest
