#pragma once

// The embedded engine: one SQLite file in WAL mode, synchronous=FULL, a connection for the writer and a pool for the
// readers; or all in memory over a single connection, where reads wait for the writer. One process serves a file: the
// data folder's lock sees to that (adapters/system/data_folder.hpp); short visits by others are waited for.

#include <memory>
#include <string>

#include "adapters/store/database.hpp"
#include "base/result.hpp"

namespace yakusoku::engine_sqlite {

struct Options {
  std::string path;  // empty: in memory
  std::string vfs;   // empty: the system's; tests crash others
  int busy_timeout_ms = 5000;
  int writer_cache_kib = 32768;
  int reader_cache_kib = 8192;
};

Result<std::unique_ptr<store::Database>> open_database(const Options& options);

// A whole copy of the database at one moment into a file that is not there yet, beside a desk that goes on writing; the
// copy is on the disk when this returns.
Outcome copy_database(const Options& options, const std::string& to);

}  // namespace yakusoku::engine_sqlite
