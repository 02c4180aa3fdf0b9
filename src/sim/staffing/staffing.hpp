#pragma once

// STAFFING: how a plan's people keep a program's promises, over several runs of chance (run.hpp), and by which one move
// of one shift they would. Exact counts beside a 95% interval over the runs; all of it repeatable by its seed. Pure: no
// files, threads or clocks. It proves nothing about weeks that no run has lived.

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "sim/staffing/run.hpp"

namespace yakusoku::sim::staffing {

struct Simulated {
  std::uint64_t seed = 1;
  std::int64_t runs = 0;
  bool cancelled = false;  // by `progress`: the runs so far
  RunTally all;            // of all runs together; waits sorted
  std::map<ClockAndLevel, std::vector<Kept>> by_run;
};

struct Options {
  std::uint64_t seed = 1;
  std::int64_t runs = 10;
  std::function<bool(const Simulated& so_far, std::int64_t requests)> progress;  // false: no more. May be empty
};
Result<Simulated> simulate(const program::Program& program, const Plan& plan, clocks::Calendars& calendars,
                           const Options& options);

// Shares in millionths; nullopt: nothing was counted.
struct Share {
  std::int64_t share = 0;
  std::optional<std::int64_t> half;  // of the 95% interval over the runs; nullopt with fewer than two
};
std::optional<Share> attainment(const std::vector<Kept>& by_run);
// first - second, run by run: both lived the same chances.
std::optional<Share> difference(const std::vector<Kept>& first, const std::vector<Kept>& second);
// The wait that `percent` of the sorted waits do not pass.
std::int64_t wait_at(const std::vector<std::int64_t>& sorted, int percent);

// "first_response 1 95%", or without a level: of all together.
struct Goal {
  std::string clock, level;
  std::int64_t millionths = 0;
};
Result<Goal> parse_goal(std::string_view text, const program::Program& program);

// One shift begins and ends so many hours later (negative: earlier) and has so many heads more. Where both ends move
// alike its breaks go with it.
struct Move {
  std::size_t shift = 0;
  std::int64_t begins = 0, ends = 0, heads = 0;
  friend bool operator==(const Move&, const Move&) = default;
};
// nullopt: no such shift can be, below an hour, above a day, or without its breaks.
std::optional<Plan> moved(const Plan& plan, const Move& move);
std::int64_t seconds_a_week(const Shift& shift);  // of all its agents, without breaks and holidays

struct Tried {
  std::optional<Move> move;  // none: the plan as it is
  std::int64_t added = 0;    // agent-seconds a week
  Kept kept;
  std::optional<Share> attained, gained;
  bool reached = false;
};

struct SearchOptions {
  Options simulation;
  std::int64_t reach = 3, heads = 3;  // hours by which an end may move, heads that may be added
  std::size_t most = 200;             // moves tried
  std::function<bool(const Tried&)> progress;  // after each; false: no more. May be empty
};
struct Search {
  Goal goal;
  std::vector<Tried> tried;         // the plan first, then in the order of added hours
  std::optional<std::size_t> best;  // of `tried`: the first that reached the goal
  std::vector<std::size_t> hopeless;  // shifts that miss the goal at their widest: nothing narrower was tried
  bool ended = true;                // false: `most` or `progress` came first
};
// The fewest added agent-hours a week, among moves of one shift that add none or some, that meet the goal; moves of
// equal hours in the order: less moved, then the plan's. It is taken for granted that more hours of a shift never keep
// fewer promises: so a shift whose widest form misses the goal is left alone.
Result<Search> search(const program::Program& program, const Plan& plan, clocks::Calendars& calendars, const Goal& goal,
                      const SearchOptions& options);

// report.cpp
Json to_json(const Simulated& result, const Plan& plan);
Json to_json(const Search& search, const Plan& plan);
std::string to_text(const Simulated& result, const Plan& plan);
std::string to_text(const Search& search, const Plan& plan);
std::string line_of(const Tried& tried, const Plan& plan);

}  // namespace yakusoku::sim::staffing
