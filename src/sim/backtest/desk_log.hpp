#pragma once

// A desk's own past, out of its log: of each ticket what people did, with what was known of them when it was opened. What
// the desk did by itself (wake-ups, rungs of ladders, splices) is left out. Read in ranges of tickets that lie spread
// over the desk's years, so that the first of them already are a fair sample; nothing after the head that was the newest
// at the beginning is seen, however long it takes. Old shapes of records are read as everywhere.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "ports/store.hpp"
#include "sim/backtest/backtest.hpp"

namespace yakusoku::sim::backtest {

// Gives a reader, for the call's length; safe from any thread where pieces are read side by side. Inside one snapshot it
// gives the same reader each time.
using WithReader = std::function<Outcome(const std::function<void(ports::Reader&)>& body)>;

struct DeskLogOptions {
  std::string program;  // only tickets of this program (its id in the language); empty: of all
  TicketId first{1};    // and only from this ticket on
};
// The desk is asked for its head and its newest ticket at once.
Result<std::unique_ptr<Source>> desk_log(WithReader read, const DeskLogOptions& options);

// All at once on one reader's snapshot, one piece after the other, customers named: for a page that shows it. Whoever
// asks gives `tried`, `version`, `until`, `keep` and `progress` (false: no more).
Result<Backtest> backtest_desk(ports::Reader& reader, Options options, const DeskLogOptions& wanted);

// One ticket out of its records, oldest first; nullopt: of another program. A merged one's log is asked of `reader`.
Result<std::optional<PastRequest>> request_from_log(ports::Reader& reader,
                                                    const std::vector<ports::TicketAct>& records,
                                                    const std::string& program, std::int64_t head);

// Puts customers' names in place of their numbers: of those that a report prints.
void name_customers(Backtest& result, ports::Reader& reader);

}  // namespace yakusoku::sim::backtest
