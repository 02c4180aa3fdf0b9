#pragma once

// WHAT A CUSTOMER HOLDS: contracts with plan, dates and price, what he runs, and how much of it is used. Contracts are
// written by leads and administrators, assets by whoever of ours works, and by the customer's own administrator. A contract
// that covers today moves his open requests to their plan at once. Refusals: not_allowed, not_found, unknown_value (plan,
// program), invalid (dates), too_many.

#include <string>
#include <vector>

#include "desk/entitlement.hpp"

namespace yakusoku::desk {

// id 0: a new one. {"contract": id, "moved": how many open requests went over}
Result<Answer> put_contract(Transaction&, Shelf&, const Caller&, const ports::ContractRow&);
// {"asset": id}
Result<Answer> put_asset(Transaction&, const Caller&, const ports::AssetRow&);

// What the caller's own organisation runs; of staff none.
std::vector<ports::AssetRow> own_assets(Reader&, const Caller&);

struct CustomerView {
  ports::OrganizationRow organization;
  std::vector<ports::OrganizationRow> above;  // the nearest first
  std::vector<ports::OrganizationRow> children;
  struct Contract {
    ports::ContractRow row;
    std::string program;  // its key
    program::Text plan;   // its title
    bool covers_today = false;
    int days_left = -1;                // -1: open, or over
    std::int64_t contacts = 0;         // named under its program
    std::optional<std::int64_t> most;  // nullopt: no limit, or none is known
  };
  std::vector<Contract> contracts;
  std::vector<ports::AssetRow> assets;
};
// Staff, and people of that organisation who administer it.
Result<CustomerView> view_customer(Reader&, Shelf&, const Caller&, OrganizationId, Instant now);

}  // namespace yakusoku::desk
