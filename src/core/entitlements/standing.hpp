#pragma once

// WHAT STANDS BEHIND A REQUEST WHEN IT IS OPENED: contracts, the named contact who asks, the asset that it is about; and
// the facts that follow, which the request keeps from then on (PROGRAM.md section 4): which plan covers it, what was
// missed, the contract's dates and figures, whether he is a named contact. Pure. Of a customer of whom nobody keeps
// contracts, contacts or assets nothing is said: his requests are what they were before anybody kept any.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/entitlements/contacts.hpp"
#include "core/entitlements/held_plans.hpp"

namespace yakusoku::entitlements {

using NamedValues = std::vector<std::pair<std::string, program::FactValue>>;

struct Contract {
  HeldPlan held;
  std::optional<std::int64_t> licences, instances;
  NamedValues values;  // further contract.* facts
};

struct Asset {
  std::string id;
  std::string covered_until;  // the last day of its maintenance; empty: not recorded
  std::string plan;           // held by it; empty: none
};

struct Standing {
  std::vector<Contract> contracts;  // his organisation's, and those of customers above it
  bool keeps_contacts = false;      // whom the customer named for this program is kept
  bool keeps_contracts = false;  // anybody's contracts for this program are kept: who has none holds what nobody buys
  std::optional<Contact> contact;  // the asker, where he is one
  std::optional<Asset> asset;
  bool kept() const { return !contracts.empty() || keeps_contacts || keeps_contracts || asset; }
};

struct Opening {
  NamedValues facts;  // what the request is given
  Covered covered;
};
// `request` is the request as it enters; what stands here answers before it.
Opening opening(const program::Program& program, const Standing& standing, const program::Facts& request, Instant at);

// The facts contract.* of one contract.
NamedValues terms_of(const Contract& contract);

// A missed plan as one word of the fact plan.missed: its name, why, and the clause. Read back, nullopt: it is none.
std::string to_word(const Missed& missed);
std::optional<Missed> missed_from_word(std::string_view word);

}  // namespace yakusoku::entitlements
