#pragma once

// One SQLite connection behind the store's facade, with its cache of prepared statements.

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "adapters/store/database.hpp"

struct sqlite3;

namespace yakusoku::engine_sqlite {

class SqliteStatement;

class SqliteConnection : public store::Connection {
 public:
  SqliteConnection(const std::string& path, const std::string& vfs, int busy_timeout_ms);
  ~SqliteConnection() override;
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;

  store::Statement& prepared(std::string_view name, std::string_view sql,
                             std::span<const std::string> types) override;
  void execute_script(std::string_view sql) override;
  bool has_table(std::string_view name) override;
  std::int64_t rows_changed() override;
  void begin_write() override;
  void begin_read() override;
  void begin_beside() override { begin_write(); }
  void commit() override;
  void rollback() override;
  void savepoint() override;
  void release() override;
  void rollback_to_savepoint() override;

  // The answer of a pragma that has one.
  std::string pragma(std::string_view sql);

 private:
  void run(std::string_view sql);

  sqlite3* handle_ = nullptr;
  std::unordered_map<std::string_view, std::unique_ptr<SqliteStatement>> statements_;
};

}  // namespace yakusoku::engine_sqlite
