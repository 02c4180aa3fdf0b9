#pragma once

// Receipts: each cycle's life retold from a request's facts, so that a promise can be checked by hand. Pure: the facts of
// a log and those of a backtest are told alike. Names and words of people are not here; the desk adds them.

#include <string>
#include <string_view>
#include <vector>

#include "core/lifecycle/request.hpp"

namespace yakusoku::lifecycle {

// One stretch of a cycle's life on the time axis.
struct Segment {
  Instant from, to;
  enum class Kind { running, closed, paused } kind = Kind::running;
  std::string cause;  // of a pause: customer, third_party, solved
};
// One line of a receipt: what happened to the cycle.
struct ReceiptLine {
  Instant at;
  Instant detected_at = far_future;  // of a breach: when it was written
  std::string change;                // Change's word
  std::string cause, rule;           // an event, cell or fact; R1 … R18
  Instant due = far_future;          // as it was from then on
  std::string amount, severity;
  std::string version;    // program hash
  std::string zone_data;  // of a breach: the zone data by which its due was told
  std::int64_t over_open = 0, over_wall = 0;
  bool flagged = false;
  std::string by;  // customer, vendor, program
};

struct CycleTold {
  std::string clock;
  int number = 0;
  std::vector<ReceiptLine> lines;
  std::vector<std::string> causes;  // of the pauses, in order
  Shared<clocks::Cycle> cycle;      // as it was last
};

// Takes facts in their order; what was armed and never promised anything is left out.
class Retelling {
 public:
  // `by`: whose act they followed from.
  void take(const Fact& fact, std::string_view by);
  const std::vector<CycleTold>& told() const { return told_; }

 private:
  CycleTold& of(const clocks::Cycle& cycle);
  std::vector<CycleTold> told_;
  std::string severity_, waiting_on_ = "vendor";
};

constexpr std::size_t most_segments = 400;

// Where the cycle ran, where its calendar was closed, where it paused: up to its end, its due, or now.
std::vector<Segment> segments_of(const clocks::Cycle& cycle, Instant now, const std::vector<std::string>& causes,
                                 clocks::Calendars& calendars);

Json to_json(const Segment& segment);
Json to_json(const ReceiptLine& line);

}  // namespace yakusoku::lifecycle
