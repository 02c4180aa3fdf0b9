#pragma once
// private to the room
// What stands behind a request, out of the rows.

#include "core/entitlements/standing.hpp"
#include "desk/writing.hpp"

namespace yakusoku::desk {

constexpr int most_above = 8;  // customers above a customer

entitlements::Contact contact_of(Reader& reader, const ports::NamedContactRow& row);
entitlements::Standing standing_of(Reader& reader, ProgramId program, const tickets::Ticket& ticket, Instant now);
// When a contract of the customer's, or the time of the asker as a named contact, begins next; far_future: nothing does.
// What began since the wake that the row plans, and was not looked at yet, comes first.
Instant next_standing(Reader& reader, const ports::TicketRow& row, const program::Program& program,
                      const tickets::Ticket& ticket, Instant now);

// What follows from it joins what is known of the people, before the request is opened.
void stand_behind(Reader& reader, ProgramId program, const lifecycle::Act& opening, lifecycle::World& world);

// Open requests of an organisation go over to the plan that covers them by now; how many did.
Result<std::int64_t> move_open_requests(Transaction& transaction, Shelf& shelf, OrganizationId organization,
                                        ProgramId program);

// One request goes over to the plan that covers it by now; false: it is covered as it was.
Result<bool> move_to_plan(Transaction& transaction, Shelf& shelf, TicketId ticket);

// Whether the door lets him do that to a request that is there (entitlements::let_in).
Outcome let_in(const Loaded& loaded, const lifecycle::Act& act, const lifecycle::World& world);

}  // namespace yakusoku::desk
