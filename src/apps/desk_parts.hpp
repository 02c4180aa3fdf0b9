#pragma once

// What every command on a data folder needs, wired once: folder, engine, store, shelf.

#include <memory>
#include <string>

#include "adapters/blobs/folder_blobs.hpp"
#include "adapters/engine_postgres/postgres.hpp"
#include "adapters/engine_sqlite/sqlite.hpp"
#include "adapters/shelf/locked_shelf.hpp"
#include "adapters/store/open_store.hpp"
#include "adapters/system/data_folder.hpp"
#include "adapters/system/dice.hpp"
#include "adapters/system/passwords.hpp"
#include "adapters/system/system_time.hpp"
#include "adapters/system/test_clock.hpp"
#include "apps/command.hpp"
#include "desk/desk.hpp"
#include "ports/store.hpp"

namespace yakusoku::apps {

struct DeskParts {
  std::unique_ptr<system::DataFolder> folder;
  std::unique_ptr<store::Database> database;
  std::unique_ptr<ports::TimeSource> time;
  system::TestClock* test_clock = nullptr;  // `time`, where the desk was made with --test-clock
  std::unique_ptr<ports::Dice> dice;
  std::optional<engine_postgres::Options>
      nodes;  // the desk is one of several nodes; nullopt: the folder is all of it
  std::unique_ptr<blobs::KeptBlobs> blobs;
  std::unique_ptr<ports::Passwords> passwords;
  std::unique_ptr<ports::Store> store;
  std::unique_ptr<shelf::LockedShelf> shelf;
};

// Where a desk lies: its folder, and its database where that is a PostgreSQL of several nodes (a libpq URI).
struct DeskPlace {
  std::string data, database;
};
// Of --data and --database, else of YAKUSOKU_DATABASE in the environment, where a password may stand.
DeskPlace place_of(const Words& words);

// `serving` takes the folder's lock: one `serve` each. `fresh_test_clock`: make it a desk whose clock is pushed; a desk
// that was made so stays so, and no other becomes one.
Result<DeskParts> open_desk(const DeskPlace& place, bool serving, bool test_clock);

// Runs one command through the store, outside a server.
Result<ports::Answer> run_once(ports::Store& store, std::function<Result<ports::Answer>(ports::Transaction&)> body);

// The files of a program's folder: .yaml and .ics below it, at most 64 of 1 MiB.
Result<std::vector<program::SourceFile>> read_folder(const std::string& folder);

}  // namespace yakusoku::apps
