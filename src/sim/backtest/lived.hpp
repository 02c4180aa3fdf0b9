#pragma once

// One past request lived under one version of a program: people's acts as they came, the desk's own decided anew, each
// wake-up taken by a punctual worker. Pure and repeatable: the same request under the same version lives the same life.

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/lifecycle/receipt.hpp"
#include "core/program/program.hpp"
#include "sim/backtest/past.hpp"

namespace yakusoku::sim::backtest {

// What old levels, kinds and plans are called in a program (its `was`); only names that it no longer has are mapped.
class Renames {
 public:
  explicit Renames(const program::Program& program);
  // The name in this program for a value of that fact; the same where it has it, or knows no other.
  const std::string& of(std::string_view fact, const std::string& value) const;
  bool empty() const { return levels_.empty() && kinds_.empty() && plans_.empty(); }

 private:
  using Names = std::map<std::string, std::string, std::less<>>;
  Names levels_, kinds_, plans_;
};

// A version to live under; any number of threads may share it.
struct Version {
  explicit Version(std::shared_ptr<const program::Program> of);
  std::shared_ptr<const program::Program> program;
  Renames renames;
  bool has_numbers = false;  // facts that are numbers or instants: a trace may spell them
};

// An act of the past that this version refuses: it is left out, life goes on.
struct Diverged {
  Instant at;
  std::string act;  // its verb, of `happen` the event
  Error why;
};

// A cycle as it was last.
struct CycleLived {
  Shared<clocks::Cycle> cycle;
  std::string severity;  // as it was at its verdict, or at the end
};

struct Life {
  bool taken = false;                // the version took the request at its door
  const Version* version = nullptr;  // under which it was at the end
  lifecycle::Request request;
  std::vector<CycleLived> cycles;  // in the order in which they were armed
  std::vector<Diverged> diverged;
  std::int64_t renamed = 0;  // values that were read through `was`
  std::int64_t acts = 0;     // decided, wake-ups included
};

struct Manner {
  Instant until;  // what lies after it has not happened
  // The version of that hash, for requests that were moved to it; without it nothing moves.
  std::function<const Version*(const std::string& hash)> moved_to;
  lifecycle::Retelling* retelling = nullptr;  // gets every fact
};

Life live(const PastRequest& past, const Version& version, clocks::Calendars& calendars, const Manner& manner);

}  // namespace yakusoku::sim::backtest
