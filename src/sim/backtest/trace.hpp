#pragma once

// TRACES: past requests as text, for desks that are not ours (docs/howto/backtest.md describes both forms). JSON lines, a
// request a line, or CSV, an event a row, the rows of a request together. They are read as a stream, a round at a time;
// the first thing wrong ends the reading, with its line, its field and what was expected there. Limits: a line of 1 MiB,
// 10,000 events a request, 200 facts an event, words of 4 KiB, 100,000 requests that were merged into others.

#include <functional>
#include <memory>
#include <string>

#include "base/json.hpp"
#include "sim/backtest/backtest.hpp"

namespace yakusoku::sim::backtest {

// Gives the next line without its end; false: there is none. Whoever has files gives it.
using Lines = std::function<Result<bool>(std::string& line)>;

std::unique_ptr<Source> json_trace(Lines lines);
std::unique_ptr<Source> csv_trace(Lines lines);

// One request of a JSON trace. Error::field says where in it: events[2].at.
Result<PastRequest> request_from_trace(const Json& json, std::int64_t order);

}  // namespace yakusoku::sim::backtest
