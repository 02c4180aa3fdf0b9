#pragma once
// private to the room
// What a new version means for the requests that are in flight, a slice of them at a time, by ticket number.

#include "desk/writing.hpp"

namespace yakusoku::desk {

struct Slice {
  std::int64_t to = -1;       // the last ticket that was looked at; -1: there are no more
  std::int64_t touched = 0;   // tickets for which something changed
};
// Calendars as they read by now (R6): whatever counts in one is due anew.
Result<Slice> splice_slice(Transaction& transaction, Shelf& shelf, ProgramId program, TicketId after);
// in_flight: move. Each is settled under the version that it leaves first.
Result<Slice> move_slice(Transaction& transaction, Shelf& shelf, ProgramId program, const std::string& hash,
                         TicketId after);

}  // namespace yakusoku::desk
