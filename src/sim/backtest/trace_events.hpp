#pragma once
// private to the room
// One event of a trace: the words of the scenario language as JSON members, made into an act.

#include <string>
#include <vector>

#include "base/json.hpp"
#include "sim/backtest/past.hpp"

namespace yakusoku::sim::backtest {

constexpr std::size_t most_events = 10'000;
constexpr std::size_t most_facts = 200;
constexpr std::size_t most_word = 4096;

// What the events of one request share.
struct Reading {
  std::vector<std::string> people;  // owners by name, in order of their first mention
  std::int64_t order = 0;
};

// `merged_in` gets the id of the request that an `absorb` names.
Result<PastEvent> read_event(const Json& json, Reading& reading, std::string& merged_in);
// Facts by name: words, numbers, lists of words, true and false, null for unknown.
Result<std::vector<tickets::Value>> read_facts(const Json& json, const std::string& field);

}  // namespace yakusoku::sim::backtest
