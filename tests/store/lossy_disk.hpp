#pragma once

// A SQLite VFS named "lossy" over the system's: it remembers for each file what was synced and which writes came after.
// At a chosen write the power goes: every later write fails. What a machine would find after it is then put on a real
// disk: all that was synced, and of the rest nothing, or whatever chance left, torn at sectors.

#include <cstdint>
#include <filesystem>
#include <string>

namespace yakusoku::store_tests {

class LossyDisk {
 public:
  static void install();           // registers the VFS once
  static void forget();            // a new machine: no files, power on, writes counted from zero
  static void power_fails_at(std::int64_t write);  // the n-th write or truncation from now on; 0: never
  static std::int64_t writes();
  static std::int64_t syncs();
  enum class Unsynced { lost, by_chance };
  static void put_remains(const std::filesystem::path& folder, Unsynced unsynced, std::uint64_t seed);
};

}  // namespace yakusoku::store_tests
