#pragma once

// BACKTEST: past requests lived again under a version that is tried, beside today's: what would have been met and missed,
// by clock, severity, plan, customer, hour of the week and kind, and what would have changed for each request. It drives
// core/lifecycle as the desk does, in bounded memory: requests come in pieces, counts add up, and of the changed requests
// only the first by a fixed rule are kept whole. The result does not depend on how the pieces are cut or run. Pure: no
// threads and no files; whoever has them gives a Runner and a Source.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/backtest/tally.hpp"

namespace yakusoku::sim::backtest {

// Where requests come from, round by round.
class Source {
 public:
  virtual ~Source() = default;
  // Makes ready a round of at most `pieces` pieces; how many there are, 0 at the end. Called by one thread.
  virtual Result<std::size_t> next_round(std::size_t pieces) = 0;
  // The requests of one piece of this round; several pieces may be asked for side by side.
  virtual Result<std::vector<PastRequest>> piece(std::size_t number) = 0;
  virtual std::int64_t total() const { return 0; }  // of requests, roughly; 0: nobody knows
};

// Calls work(0) to work(count - 1), side by side or one after the other, and returns when all are done.
using Runner = std::function<void(std::size_t count, const std::function<void(std::size_t)>& work)>;
void one_after_the_other(std::size_t count, const std::function<void(std::size_t)>& work);

struct Progress {
  std::int64_t done = 0, total = 0;  // requests; total 0: nobody knows
  const Tally* so_far = nullptr;
};

struct Options {
  std::shared_ptr<const program::Program> tried;
  // Today's: this one for all requests, or, where there is none, of each the version that it was opened under. Where
  // neither is had the request is lived under the tried version alone.
  std::shared_ptr<const program::Program> against;
  std::function<std::shared_ptr<const program::Program>(std::string_view hash)> version;  // safe from any thread
  Instant until;            // what lies after it has not happened
  std::size_t keep = 50;    // changed requests kept whole, at most most_kept
  std::size_t workers = 1;  // pieces a round
  Runner run = one_after_the_other;
  std::function<bool(const Progress&)> progress;  // after each round; false: no more
};
constexpr std::size_t most_kept = 1000;

struct ClockTold {
  std::string clock;
  int number = 1;
  std::vector<lifecycle::Segment> segments;
  std::vector<lifecycle::ReceiptLine> lines;
};

// A request for which something changes. They stand in the order: a promise newly missed, one newly met, any other
// change; within it the farthest moved due first, then the oldest request.
struct Changed {
  int weight = 0;          // 3 newly missed, 2 newly met, 1 another change
  std::int64_t moved = 0;  // seconds between the dues that lie farthest apart
  std::int64_t order = 0;
  std::string id, customer, kind, severity_before, severity_after, version;
  std::vector<CyclePair> clocks;                           // those that changed
  std::vector<ClockTold> receipts_before, receipts_after;  // of the same
  std::vector<Diverged> diverged_before, diverged_after;
};

struct Backtest {
  std::string program, tried, against;  // the program's id; hashes; against empty: of each request its own
  std::string title;
  std::string zone;
  Instant until;
  bool compared = false;   // at least one request had a version of today
  bool cancelled = false;  // by `progress`: what was counted so far
  Tally tally;
  std::vector<Changed> changed;
  // Names in the order of the tried version; those that it does not know stand after them.
  std::vector<std::string> clocks, severities, plans, kinds;
};

// Refuses: what the source refuses.
Result<Backtest> backtest(Source& source, const Options& options);

// report_json.cpp, report_text.cpp.
Json to_json(const Backtest& result);
std::string to_text(const Backtest& result);
// The rows of a group: those named in `order` first, then the others by name.
std::vector<std::pair<std::string, Sides>> rows_of(const Group& group, const std::vector<std::string>& order);
// Customers by how much they gain or lose: the greatest change of missed promises first, then by name.
std::vector<std::pair<std::string, Sides>> customers_of(const Group& group);
// met of met and missed, in tenths of a percent; nullopt where there is neither.
std::optional<std::int64_t> attainment(const Count& count);
// One line for a run under way: how far it is, and the share of missed promises so far.
std::string progress_line(const Progress& progress);

}  // namespace yakusoku::sim::backtest
