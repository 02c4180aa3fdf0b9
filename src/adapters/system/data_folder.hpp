#pragma once

// The desk's folder: database, blobs, keys, spool. `serve` holds its lock as long as it runs: one a folder. The lock is
// the kernel's and goes with the process, however it ends.

#include <filesystem>

#include "base/result.hpp"

namespace yakusoku::system {

class DataFolder {
 public:
  // Makes the folder where it is missing (readable by its owner only).
  static Result<DataFolder> open(const std::filesystem::path& path);
  DataFolder(DataFolder&& other) noexcept;
  DataFolder& operator=(DataFolder&& other) noexcept;
  DataFolder(const DataFolder&) = delete;
  DataFolder& operator=(const DataFolder&) = delete;
  ~DataFolder();

  // `unavailable` where another process serves it; the detail says which.
  Outcome lock();

  std::filesystem::path database() const { return path_ / "desk.sqlite"; }
  std::filesystem::path blobs() const { return path_ / "blobs"; }
  std::filesystem::path keys() const { return path_ / "keys"; }
  std::filesystem::path spool() const { return path_ / "spool"; }
  const std::filesystem::path& path() const { return path_; }

 private:
  explicit DataFolder(std::filesystem::path path) : path_(std::move(path)) {}

  std::filesystem::path path_;
  int lock_ = -1;
};

}  // namespace yakusoku::system
