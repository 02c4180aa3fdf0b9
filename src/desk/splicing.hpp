#pragma once
// private to the room
// R6: a new version's calendars hold from an instant ahead for what runs already; amounts and all other rules stay
// pinned.

#include "desk/writing.hpp"

namespace yakusoku::desk {

// Re-dues the active cycles of the program's open tickets whose calendar reads otherwise in `after`. Returns how many
// tickets were touched. At most `most_spliced` tickets; `limit` beyond: such a desk needs the background job.
Result<std::int64_t> splice_calendars(Transaction& transaction, Shelf& shelf, const Caller& caller, ProgramId program,
                                      const program::Program& after, Instant from);

}  // namespace yakusoku::desk
