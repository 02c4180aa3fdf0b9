#pragma once

// WHO IS ON DUTY in one case: the horizon parted by what rules ask of instants, the owner of each part by `coverage`,
// and when that owner's team is on shift. Inside the room only.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/proof/cases.hpp"
#include "core/proof/spans.hpp"

namespace yakusoku::proof {

// Instants that no calendar or date asked by a rule tells apart; any of them stands for all.
struct Part {
  Spans at;
  Instant any() const { return at.front().from; }
};
using Parts = std::vector<Part>;

// Sets of instants made once and shared by rows. Keys tell equal ones.
class Kept {
 public:
  Kept(const program::Program& program, const Options& options, Interval horizon)
      : program_(program),
        options_(options),
        horizon_(horizon),
        calendars_(horizon.from - days(40), horizon.to + days(400)) {}
  Interval horizon() const { return horizon_; }
  clocks::CompiledCalendars& calendars() { return calendars_; }
  // A key for the calendar as this case sees it: equal calendars, equal keys. A name that can't be had is `never`.
  std::string key_of(const std::string& calendar, const CaseFacts& facts);
  const Spans& open(const std::string& key) const { return open_.at(key); }
  const Spans& open_of(const std::string& calendar, const CaseFacts& facts) { return open(key_of(calendar, facts)); }
  std::string key_of(const calendars::Definition& definition);
  // When somebody of the team is on shift for this product: its hours, else those of its sites, else always.
  std::string on_shift(const std::string& team, const std::string& product, const CaseFacts& facts);
  // Nullptr where they are more than 64.
  std::shared_ptr<const Parts> parts(const Asked& asked, const CaseFacts& facts, std::string& key);

 private:
  const program::Program& program_;
  const Options& options_;
  Interval horizon_;
  clocks::CompiledCalendars calendars_;
  std::map<std::string, Spans> open_;
  std::map<std::string, std::shared_ptr<const Parts>> parts_;
};

inline constexpr const char* nobody = "none";

// The owner of each part: a team, `none` on purpose, or empty where no rule holds; and the set key of its shift.
struct Owner {
  std::string team;
  std::string shift;
};

struct Watch {
  Spans on;                                          // somebody is there
  Spans purpose;                                     // coverage says none
  std::vector<std::pair<std::string, Spans>> turns;  // whose turn it is, teams only
  Duty duty;
  std::string team_at(Interval span) const;
};
Watch watch_of(const Parts& parts, const std::vector<Owner>& owners, const Kept& kept);

}  // namespace yakusoku::proof
