#pragma once

// THE REPLAY CHECK: each record of a ticket's log decided again, at its instant, under the version that held for it then,
// with the calendars that were spliced by then, and what follows compared byte for byte with what was written: every
// due, breach and line of a receipt. Then the ticket's row and its clocks' rows. It needs no trust in the rows: only the
// log, the program versions, and today's code. Where zones have got new data since, breaches say which data they were
// told by; they may differ in that alone, and that is counted.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clocks/cycle.hpp"
#include "core/program/program.hpp"
#include "ports/store.hpp"

namespace yakusoku::sim::backtest {

// Program versions as they held when a record was written: with the splices that had been decided and not withdrawn.
class VersionsThen {
 public:
  // nullptr: no such version, or one that can't be read.
  std::shared_ptr<const program::Program> at(ports::Reader& reader, const std::string& hash, std::int64_t position);

 private:
  struct Own {
    std::shared_ptr<const program::Program> program;
    ProgramId id;
  };
  struct Decision {
    std::int64_t position = 0, enactment = 0, withdrawn_at = 0;  // positions in the log; 0: never
    std::string hash;
    Instant from;
  };
  const Own& own(ports::Reader& reader, const std::string& hash);
  const std::vector<Decision>& decisions(ports::Reader& reader, ProgramId program, std::int64_t position);

  std::map<std::string, Own, std::less<>> own_;
  std::map<std::int64_t, std::vector<Decision>> decisions_;
  std::int64_t read_to_ = 0;
  std::map<std::string, std::shared_ptr<const program::Program>, std::less<>> spliced_;  // by calendars_key
};

struct Replayed {
  std::optional<std::string> differs;  // the first thing that does, in words
  std::int64_t records = 0;
  std::int64_t other_zone_data = 0;  // breaches that name other zone data than today's, and agree but for that
};

// `records`: the ticket's, oldest first.
Replayed replay(ports::Reader& reader, VersionsThen& versions, clocks::Calendars& calendars,
                const ports::TicketRow& row, const std::vector<ports::LogRow>& records);

}  // namespace yakusoku::sim::backtest
