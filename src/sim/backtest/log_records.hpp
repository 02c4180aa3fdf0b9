#pragma once
// private to the room
// What stands in a ticket's records, for backtest and replay.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/lifecycle/decide.hpp"

namespace yakusoku::sim::backtest {

std::optional<lifecycle::Act> act_in(const std::string& json);
// The fact that a first record begins with; what follows it is not read.
std::optional<tickets::Opened> opened_in(std::string_view facts);
// The hash in a move's facts; empty where there is none.
std::string moved_to_in(const std::string& facts);
// What was known of the people: what the ticket has and its opening did not say.
std::vector<tickets::Value> known_beside(const tickets::Ticket& opened, const lifecycle::Act& act);
// Staff who write publicly in the requester's stead answer with the opening, in one record (CLOCKS.md 1.2).
bool answered_at_once(const lifecycle::Act& opening, std::string_view facts);
lifecycle::Act answer_with(const lifecycle::Act& opening);

}  // namespace yakusoku::sim::backtest
