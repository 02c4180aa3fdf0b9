#pragma once

// BLOBS THAT CAN BE CLEARED AWAY: what a folder and a database have in common. A put of what lies there already gives it
// seven days more. What nothing refers to goes by `collect`, what was erased soon after its erasure.

#include <string>
#include <string_view>
#include <vector>

#include "ports/blobs.hpp"
#include "ports/store.hpp"

namespace yakusoku::blobs {

class KeptBlobs : public ports::Blobs {
 public:
  // Removes one that was not put again since `at`. True if it went.
  virtual Result<bool> remove_unless_put_since(std::string_view hash, Instant at) = 0;
  // They fall into this many shelves, by the first byte of the names.
  static constexpr int shelves = 256;
  // What was last put before `at`, of one shelf.
  virtual Result<std::vector<std::string>> older_than(Instant at, int shelf) = 0;
};

// The channel of the outbox by which an erasure asks for a blob to go; payload {"blob": hash}.
inline constexpr std::string_view erasure_channel = "blobs";
inline constexpr Duration unused_life = days(7);
// Between a put and the command that refers to it: what was put so lately may be somebody's whose row is on its way.
inline constexpr Duration put_grace = minutes(10);

// Removes of one shelf what was put more than seven days ago and nobody uses. How many went.
Result<int> collect(KeptBlobs& blobs, ports::Store& store, Instant now, int shelf);
// Removes what erasures asked for and nobody else uses. The rows that are done with, for `settled`; the others wait.
Result<std::vector<ports::OutboxRow>> remove_erased(KeptBlobs& blobs, ports::Store& store, Instant now);
// The command that marks them done.
ports::Command settled(std::vector<ports::OutboxRow> rows);

}  // namespace yakusoku::blobs
