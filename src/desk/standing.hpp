#pragma once
// private to the room
// What stands behind a request, out of the rows.

#include "core/entitlements/standing.hpp"
#include "desk/writing.hpp"

namespace yakusoku::desk {

constexpr int most_above = 8;  // customers above a customer

entitlements::Contact contact_of(Reader& reader, const ports::NamedContactRow& row);
entitlements::Standing standing_of(Reader& reader, ProgramId program, const tickets::Ticket& ticket);

// What follows from it joins what is known of the people, before the request is opened.
void stand_behind(Reader& reader, ProgramId program, const lifecycle::Act& opening, lifecycle::World& world);

// Open requests of an organisation go over to the plan that covers them by now; how many did.
Result<std::int64_t> move_open_requests(Transaction& transaction, Shelf& shelf, OrganizationId organization,
                                        ProgramId program);

// Whether the door lets him do that; `refused_by_program` with the clause, and the doors that do.
Outcome let_in(const program::Program& program, std::string_view door, std::string_view what,
               const program::Facts& facts);
// The same for what is done to a request that is there.
Outcome let_in(const Loaded& loaded, const lifecycle::Act& act, const lifecycle::World& world);

}  // namespace yakusoku::desk
