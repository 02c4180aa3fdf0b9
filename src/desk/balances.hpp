#pragma once

// BALANCES ON THE DESK (PROGRAM.md section 6, `ledgers`): what a customer bought or is granted, what his requests took from
// it, and what waits for an approval. A balance is the customer's, or that of the nearest one above him who has any of it.
// Events of requests move it by themselves, in the transaction in which they happen. Where it is short, nothing moves and
// nothing of the request is held up: a lead is told and approves, or does not. Refusals: not_allowed, not_found,
// unknown_value (ledger), invalid (packs), too_many, not_in_this_state (nothing waits).

#include <string>
#include <vector>

#include "core/entitlements/ledgers.hpp"
#include "desk/views.hpp"

namespace yakusoku::desk {

// So many packs were bought; leads and administrators write it down. {"ledger", "balance", "position"}
Result<Answer> buy_packs(Transaction&, Shelf&, const Caller&, OrganizationId, ProgramId, const std::string& ledger,
                         std::int64_t packs);
// What that request waits for may go below zero; leads and administrators. {"ledger", "balance", "position"}
Result<Answer> approve_spending(Transaction&, Shelf&, const Caller&, OrganizationId, ProgramId,
                                const std::string& ledger, TicketId);

struct BalanceView {
  ProgramId program;
  std::string ledger, unit;
  program::Text title, means;
  OrganizationId holder;
  std::int64_t total = 0;   // what is left; where it only counts, what was taken in this period
  bool counts = false;      // it is given nothing, and never short
  std::string every;        // the period; empty: none
  std::int64_t lapses = 0;  // how many of it end next, and when; none: 0
  Instant lapses_at = far_future;
  bool sold = false;  // it is bought in packs
  std::vector<entitlements::Movement> waiting;
  std::vector<entitlements::Movement> latest;  // newest first, at most 50
};
// Of all programs under which the customer has any. Staff, and people of that organisation who administer it.
Result<std::vector<BalanceView>> view_balances(Reader&, Shelf&, const Caller&, OrganizationId, Instant now);

}  // namespace yakusoku::desk
