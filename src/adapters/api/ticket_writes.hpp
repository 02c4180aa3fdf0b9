#pragma once
// private to the room
// A client's ticket in the program's words: the wire's coarse ones put on the exact ones, inside a transaction.

#include "adapters/api/calls.hpp"

namespace yakusoku::api {

// Opens what the client describes; staff may name owner, tags and status with it. A customer who says more than is his
// to say is refused, `not_allowed` with the field.
Result<ports::Answer> create_ticket(ports::Transaction& transaction, desk::Shelf& shelf, const Call& call,
                                    const Json& ticket);
// Only what differs from what was shown is a change. All or nothing. `conflict` under safe_update or If-Match.
Result<ports::Answer> update_ticket(ports::Transaction& transaction, desk::Shelf& shelf, const Call& call,
                                    TicketId id, const Json& ticket);

}  // namespace yakusoku::api
