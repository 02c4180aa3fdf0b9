#pragma once
// private to the room
// A client's ticket in the program's words: the wire's coarse ones put on the exact ones, inside a transaction.

#include "adapters/api/calls.hpp"

namespace yakusoku::api {

// Program, kind, severity and facts of a request that is described; its words are left out.
Result<desk::OpenTicket> read_opening(ports::Reader& reader, desk::Shelf& shelf, const Json& ticket);
// Opens what the client describes; staff may name owner, tags and status with it. A customer who says more than is his
// to say is refused, `not_allowed` with the field.
Result<ports::Answer> create_ticket(ports::Transaction& transaction, desk::Shelf& shelf, const Call& call,
                                    const Json& ticket);
// Only what differs from what was shown is a change. All or nothing. `conflict` under safe_update or If-Match.
Result<ports::Answer> update_ticket(ports::Transaction& transaction, desk::Shelf& shelf, const Call& call,
                                    TicketId id, const Json& ticket);

}  // namespace yakusoku::api
