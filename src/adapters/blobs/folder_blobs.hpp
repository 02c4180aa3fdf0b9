#pragma once

// BLOBS IN A FOLDER: DIR/ab/abcdef…, a file a content, named by its SHA-256. A put returns when file and folder are on the
// disk; a get compares what it read with the name. A file's time of change is the desk's time of its last put, so that a
// put of what lies here already gives it seven days more. Safe from any thread of one process; one process a folder
// writes.

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/blobs/kept_blobs.hpp"

namespace yakusoku::blobs {

class FolderBlobs : public KeptBlobs {
 public:
  // Makes the folder where it is missing. `storage` where the disk says no.
  static Result<std::unique_ptr<FolderBlobs>> open(std::filesystem::path folder, ports::TimeSource& time);

  Result<std::string> put(std::string_view bytes) override;
  Result<std::string> get(std::string_view hash) override;
  Outcome remove(std::string_view hash) override;
  Result<bool> remove_unless_put_since(std::string_view hash, Instant at) override;
  bool has(std::string_view hash) const;

  // Files that a lost process left unfinished go on the way.
  Result<std::vector<std::string>> older_than(Instant at, int shelf) override;

 private:
  FolderBlobs(std::filesystem::path folder, ports::TimeSource& time) : folder_(std::move(folder)), time_(time) {}
  std::filesystem::path path_of(std::string_view hash) const;

  std::filesystem::path folder_;
  ports::TimeSource& time_;
  std::mutex mutex_;  // between a put that finds the file and a removal
};

}  // namespace yakusoku::blobs
