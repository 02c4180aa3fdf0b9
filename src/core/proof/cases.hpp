#pragma once

// WHICH CASES A PROGRAM TELLS APART, and one case as the facts that its rules see. Inside the room only.

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/clocks/compiled_calendars.hpp"
#include "core/program/program.hpp"
#include "core/proof/proof.hpp"
#include "core/proof/spans.hpp"

namespace yakusoku::proof {

// What the rules of coverage, effort, hours, doors and the vendor's clocks ask.
struct Asked {
  std::map<std::string, std::set<std::string>> values;  // further facts, and the values that are told apart
  std::vector<std::string> calendars;                   // asked of opened, started and now
  std::vector<Instant> dates;                           // instants that these are compared with
  bool zone = false;                                    // a calendar takes its zone from the customer's records
  bool coverage_asks_arrival = false;
};
Asked asked_by(const program::Program& program);

// The zones that the program names, its own first, one for each pattern of offsets within the horizon.
std::vector<std::string> zones_of(const program::Program& program, Interval horizon);

// One case at one pair of instants, as predicates, choices and calendars see it.
class CaseFacts final : public program::Facts {
 public:
  CaseFacts(const program::Program& program, const Combination& given, clocks::Calendars& calendars)
      : program_(program), given_(given), calendars_(calendars) {}
  Instant opened = far_future, started = far_future, now = far_future;

  program::FactValue value_of(std::string_view fact) const override;
  bool is_open(std::string_view calendar, Instant at) const override;

 private:
  program::FactValue given(std::string_view fact) const;
  const program::Program& program_;
  const Combination& given_;
  clocks::Calendars& calendars_;
  mutable int depth_ = 0;
};

// Whether a predicate can hold for some request of this case: what the case does not say may be anything.
bool may_hold(const program::Predicate& predicate, const Combination& given, const CaseFacts& facts);

// Every case, in the program's order. `limit` beyond options.most_combinations.
Result<std::vector<Combination>> combinations_of(const program::Program& program, const Asked& asked,
                                                 const std::vector<std::string>& zones, clocks::Calendars& calendars,
                                                 const Options& options);

}  // namespace yakusoku::proof
