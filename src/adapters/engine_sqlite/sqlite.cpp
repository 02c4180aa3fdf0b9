#include "adapters/engine_sqlite/sqlite.hpp"

#include <mutex>
#include <utility>
#include <vector>

#include "adapters/engine_sqlite/connection.hpp"

namespace yakusoku::engine_sqlite {
namespace {

using store::Connection;

bool is_word(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || (c >= '0' && c <= '9');
}

// INT and BYTES are the schema's own words; TEXT is already SQLite's. Only an INTEGER primary key is the rowid.
std::string in_sqlite_words(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_word(text[at])) {
      out += text[at++];
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && is_word(text[end])) ++end;
    const std::string_view word = text.substr(at, end - at);
    out += word == "INT" ? "INTEGER" : word == "BYTES" ? "BLOB" : word;
    at = end;
  }
  return out;
}

void set_up(SqliteConnection& connection, int cache_kib, bool only_reads) {
  // A file system that cannot map shared memory would silently stay with the rollback journal.
  if (const std::string mode = connection.pragma("PRAGMA journal_mode=WAL"); mode != "wal")
    throw store::StorageFailure(store::StorageFailure::Kind::disk,
                                "no write-ahead log here, but journal mode " + mode);
  connection.execute_script(
      "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=FAST;"
      "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-" +
      std::to_string(cache_kib) + ";" + (only_reads ? "PRAGMA query_only=ON;" : ""));
}

class FileDatabase : public store::Database {
 public:
  explicit FileDatabase(Options options)
      : options_(std::move(options)), writer_(options_.path, options_.vfs, options_.busy_timeout_ms) {
    set_up(writer_, options_.writer_cache_kib, false);
  }
  std::string adapted(std::string_view migration) const override { return in_sqlite_words(migration); }
  void with_writer(const std::function<void(Connection&)>& body) override {
    const std::scoped_lock lock(writer_mutex_);
    body(writer_);
  }
  void with_reader(const std::function<void(Connection&)>& body) override {
    std::unique_ptr<SqliteConnection> connection = borrow();
    struct Return {
      FileDatabase& database;
      std::unique_ptr<SqliteConnection>& connection;
      ~Return() { database.give_back(std::move(connection)); }
    } give_back{*this, connection};
    body(*connection);
  }

 private:
  std::unique_ptr<SqliteConnection> borrow() {
    {
      const std::scoped_lock lock(pool_mutex_);
      if (!pool_.empty()) {
        std::unique_ptr<SqliteConnection> connection = std::move(pool_.back());
        pool_.pop_back();
        return connection;
      }
    }
    auto connection = std::make_unique<SqliteConnection>(options_.path, options_.vfs, options_.busy_timeout_ms);
    set_up(*connection, options_.reader_cache_kib, true);
    return connection;
  }
  void give_back(std::unique_ptr<SqliteConnection> connection) {
    connection->rollback();
    const std::scoped_lock lock(pool_mutex_);
    pool_.push_back(std::move(connection));
  }

  Options options_;
  std::mutex writer_mutex_;
  SqliteConnection writer_;
  std::mutex pool_mutex_;
  std::vector<std::unique_ptr<SqliteConnection>> pool_;
};

// Readers share the writer's connection and its lock, so they never see what is not committed.
class MemoryDatabase : public store::Database {
 public:
  explicit MemoryDatabase(const Options& options) : connection_("", options.vfs, options.busy_timeout_ms) {
    connection_.execute_script("PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;");
  }
  std::string adapted(std::string_view migration) const override { return in_sqlite_words(migration); }
  void with_writer(const std::function<void(Connection&)>& body) override {
    const std::scoped_lock lock(mutex_);
    body(connection_);
  }
  void with_reader(const std::function<void(Connection&)>& body) override { with_writer(body); }

 private:
  std::mutex mutex_;
  SqliteConnection connection_;
};

}  // namespace

Result<std::unique_ptr<store::Database>> open_database(const Options& options) {
  try {
    if (options.path.empty()) return std::make_unique<MemoryDatabase>(options);
    return std::make_unique<FileDatabase>(options);
  } catch (const store::StorageFailure& failure) {
    return fail(ErrorCode::storage, options.path, failure.what());
  }
}

Outcome copy_database(const Options& options, const std::string& to) {
  std::string quoted = "'";
  for (const char c : to) quoted += c == '\'' ? "''" : std::string(1, c);
  try {
    SqliteConnection connection(options.path, options.vfs, options.busy_timeout_ms);
    connection.execute_script("PRAGMA synchronous=FULL; VACUUM INTO " + quoted + "'");
  } catch (const store::StorageFailure& failure) {
    return fail(ErrorCode::storage, to, failure.what());
  }
  return {};
}

}  // namespace yakusoku::engine_sqlite
