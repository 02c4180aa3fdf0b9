#pragma once

// THE SPOOL: a folder in which a mail waits for the desk, a file each with its envelope. Written by `yakusoku mail
// deliver` while the desk runs or not, taken by a thread of the running desk. A file is there whole or not at all,
// also after a loss of power; it goes only when Keep said yes. One that is no spool file is moved to `bad` beside the
// others, and told.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/mail_in/arrival.hpp"

namespace yakusoku::mail_in {

struct Envelope {
  std::string from;  // empty: unknown; "<>": the null sender
  std::vector<std::string> to;
};

// Returns when the mail is on the disk (file and folder synced), with the file's name. Makes the folder where its
// parent stands. `too_large` over largest_source, `storage` where the disk says no: then nothing is left behind.
Result<std::string> spool(const std::filesystem::path& folder, std::string_view source, const Envelope& envelope);

struct SpoolStatus {
  bool read_once = false;     // what lay there at the start was seen
  std::uint64_t taken = 0;    // since the start
  std::uint64_t waiting = 0;  // seen, but Keep said no so far
  std::uint64_t bad = 0;      // moved aside since the start
  std::string trouble;        // the last failure, empty when all is well
};

class SpoolReader {
 public:
  // Starts at once; makes the folder where it is missing. `bad` is told the name of each file that was moved aside.
  SpoolReader(std::filesystem::path folder, Keep keep, std::function<void(const std::string& file)> bad = {});
  ~SpoolReader();
  SpoolReader(const SpoolReader&) = delete;
  SpoolReader& operator=(const SpoolReader&) = delete;

  bool first_read() const;
  SpoolStatus status() const;
  void stop();

 private:
  class Worker;
  std::unique_ptr<Worker> worker_;
};

}  // namespace yakusoku::mail_in
