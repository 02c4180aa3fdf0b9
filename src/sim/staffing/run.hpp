#pragma once

// One run of a plan under a program: requests come in by chance, agents work on them by the program's queue, and
// core/lifecycle decides what follows from each act, clocks and wake-ups included, as it does for the desk. The same
// seed lives the same weeks; what chance gives to a request (when it comes, how long it takes, what its customer does)
// does not depend on who is there, so that two staffings are compared on the same work.

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/clocks/cycle.hpp"
#include "core/lifecycle/decide.hpp"
#include "sim/staffing/plan.hpp"

namespace yakusoku::sim::staffing {

// Of the promised cycles of one clock that began in the weeks that count. running: neither by their end.
struct Kept {
  std::int64_t met = 0, missed = 0, withdrawn = 0, running = 0;
  void add(const Kept& other);
  friend bool operator==(const Kept&, const Kept&) = default;
};
using ClockAndLevel = std::pair<std::string, std::string>;

struct ShiftTally {
  std::array<std::int64_t, 168> staffed{}, busy{};  // agent-seconds by hour of the week, on the plan's wall
};

// What a request lived through, for whoever wants to see each step.
struct Step {
  Instant at;
  std::int64_t request = 0;  // in order of arrival, from 1
  std::string what;          // opened, first, work, update, handed_over, asked, solved, answered, customer
  std::string shift;         // and the agent's number in it, where one did it
};

struct RunTally {
  std::int64_t requests = 0, solved = 0, touches = 0, events = 0;
  std::map<ClockAndLevel, Kept> clocks;
  std::map<std::string, std::vector<std::int64_t>> waits;  // by severity: seconds from a touch's turn to its begin
  std::vector<ShiftTally> shifts;
  std::array<std::int64_t, 168> open{}, hours{};  // open requests as each hour began, summed, and how many hours
  std::int64_t most_open = 0;
  std::map<std::string, std::int64_t> refused;  // acts that the program does not allow, by what and why
};

struct RunOptions {
  std::uint64_t seed = 1;
  std::int64_t run = 0;
  std::function<void(const Step&)> step;      // may be empty
  std::function<bool(std::int64_t)> progress;  // gets the number of requests so far; false: no more
};

// Refuses: `limit` (requests, events), `invalid` where nothing comes in.
Result<RunTally> run(const program::Program& program, const Plan& plan, clocks::Calendars& calendars,
                     const RunOptions& options);

}  // namespace yakusoku::sim::staffing
