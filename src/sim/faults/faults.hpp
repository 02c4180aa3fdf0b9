#pragma once

// FAULT SIMULATION: a desk over a database in memory that lives through a random life with faults (commits that fail or
// whose answer is lost, a disk that refuses a statement, restarts, clock steps, mail twice and late, two nodes that race
// for a wake-up, versions enacted meanwhile), while checkers look after each event that every promise of the store and of
// the desk still holds. All chance comes from one seed: the same seed gives the same life. No threads, no time of its own.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/store/database.hpp"
#include "core/notices/notices.hpp"
#include "core/program/program.hpp"

namespace yakusoku::sim {

// Bugs that are planted to see that the checkers find them.
enum class Plant {
  none,
  forgets_keys,         // a command that is sent again is done again
  answers_too_early,    // "done" is said though the commit failed
  loses_wakes,          // the worker passes over a wake that is due
  reads_mail_twice,     // the same mail under another arrival
  another_message_id    // a letter that is tried again bears another Message-ID
};

struct FaultOptions {
  std::uint64_t seed = 1;
  int events = 200;
  Plant plant = Plant::none;
  std::vector<program::SourceFile> program;
  std::vector<program::SourceFile> next_version;  // enacted once on the way; empty: none
  const notices::Defaults* house = nullptr;       // the words of what is mailed
  std::function<std::unique_ptr<store::Database>()> database;  // a fresh one
};

struct FaultFailure {
  int event = 0;
  std::string what;
  std::vector<std::string> before;  // the events that led there, oldest first, at most twenty
};

struct FaultReport {
  int events = 0, commands = 0, faults = 0, wakes = 0, mails = 0, letters = 0, requests = 0;
  std::int64_t records = 0;  // of the log
  std::optional<FaultFailure> failure;
};

FaultReport live_with_faults(const FaultOptions& options);

}  // namespace yakusoku::sim
