#pragma once
// private to the room
// What requests and their events mean for balances.

#include <vector>

#include "desk/writing.hpp"

namespace yakusoku::desk {

// ledger.NAME of each of the program's ledgers, as the customer stands at that moment.
std::vector<tickets::Value> balance_facts(Reader& reader, clocks::Calendars& calendars,
                                          const program::Program& program, OrganizationId customer, Instant now);

// Does what an act's facts say of balances (spend, refund).
void move_balances(Transaction& transaction, const lifecycle::World& world, const Loaded& loaded,
                   const std::vector<lifecycle::Fact>& facts);

}  // namespace yakusoku::desk
