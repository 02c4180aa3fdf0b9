#pragma once

// BLOBS IN A FOLDER: DIR/ab/abcdef…, a file a content, named by its SHA-256. A put returns when file and folder are on the
// disk; a get compares what it read with the name. A file's time of change is the desk's time of its last put, so that a
// put of what lies here already gives it seven days more. Safe from any thread of one process; one process a folder
// writes. What nothing refers to goes by `collect`, what was erased soon after its erasure.

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "ports/blobs.hpp"
#include "ports/store.hpp"

namespace yakusoku::blobs {

class FolderBlobs : public ports::Blobs {
 public:
  // Makes the folder where it is missing. `storage` where the disk says no.
  static Result<std::unique_ptr<FolderBlobs>> open(std::filesystem::path folder, ports::TimeSource& time);

  Result<std::string> put(std::string_view bytes) override;
  Result<std::string> get(std::string_view hash) override;
  Outcome remove(std::string_view hash) override;
  // Removes one that was not put again since `at`. True if it went.
  Result<bool> remove_unless_put_since(std::string_view hash, Instant at);
  bool has(std::string_view hash) const;

  // The folder falls into this many shelves, by the first byte of the names.
  static constexpr int shelves = 256;
  // What was last put before `at`, of one shelf; files that a lost process left unfinished go on the way.
  Result<std::vector<std::string>> older_than(Instant at, int shelf);

 private:
  FolderBlobs(std::filesystem::path folder, ports::TimeSource& time) : folder_(std::move(folder)), time_(time) {}
  std::filesystem::path path_of(std::string_view hash) const;

  std::filesystem::path folder_;
  ports::TimeSource& time_;
  std::mutex mutex_;  // between a put that finds the file and a removal
};

// The channel of the outbox by which an erasure asks for a blob to go; payload {"blob": hash}.
inline constexpr std::string_view erasure_channel = "blobs";
inline constexpr Duration unused_life = days(7);
// Between a put and the command that refers to it: what was put so lately may be somebody's whose row is on its way.
inline constexpr Duration put_grace = minutes(10);

// Removes of one shelf what was put more than seven days ago and nobody uses. How many went.
Result<int> collect(FolderBlobs& blobs, ports::Store& store, Instant now, int shelf);
// Removes what erasures asked for and nobody else uses. The rows that are done with, for `settled`; the others wait.
Result<std::vector<ports::OutboxRow>> remove_erased(FolderBlobs& blobs, ports::Store& store, Instant now);
// The command that marks them done.
ports::Command settled(std::vector<ports::OutboxRow> rows);

}  // namespace yakusoku::blobs
