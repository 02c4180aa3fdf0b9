#include "adapters/engine_sqlite/connection.hpp"

#include <sqlite3.h>

#include <vector>

#include "base/assert.hpp"

namespace yakusoku::engine_sqlite {

using store::Lifetime;
using store::StorageFailure;

namespace {

[[noreturn]] void refuse(sqlite3* handle, std::string_view doing) {
  const int code = sqlite3_errcode(handle);
  const bool rows_refused = (code & 0xff) == SQLITE_CONSTRAINT || (code & 0xff) == SQLITE_MISMATCH;
  throw StorageFailure(rows_refused ? StorageFailure::Kind::constraint : StorageFailure::Kind::disk,
                       std::string(doing.substr(0, 80)) + ": " + sqlite3_errmsg(handle) + " (" +
                           std::to_string(sqlite3_extended_errcode(handle)) + ")");
}

sqlite3_destructor_type destructor_for(Lifetime lifetime) {
  // SQLite's own SQLITE_TRANSIENT is a C cast of -1.
  return lifetime == Lifetime::step ? nullptr : reinterpret_cast<sqlite3_destructor_type>(-1);
}

}  // namespace

class SqliteStatement : public store::Statement {
 public:
  SqliteStatement(sqlite3* handle, std::string_view sql, bool kept) : handle_(handle) {
    if (sqlite3_prepare_v3(handle, sql.data(), static_cast<int>(sql.size()), kept ? SQLITE_PREPARE_PERSISTENT : 0,
                           &statement_, nullptr) != SQLITE_OK)
      refuse(handle, sql);
    ASSERT(statement_ != nullptr);
    const int count = sqlite3_bind_parameter_count(statement_);
    for (int n = 1; n <= count; ++n) {
      const char* name = sqlite3_bind_parameter_name(statement_, n);
      const std::size_t number = name ? static_cast<std::size_t>(std::atoi(name + 1)) : 0;
      if (number >= index_.size()) index_.resize(number + 1, 0);
      index_[number] = n;
    }
  }
  ~SqliteStatement() override { sqlite3_finalize(statement_); }
  SqliteStatement(const SqliteStatement&) = delete;
  SqliteStatement& operator=(const SqliteStatement&) = delete;

  void bind(int parameter, std::int64_t value) override {
    if (const int index = index_of(parameter)) check(sqlite3_bind_int64(statement_, index, value));
  }
  void bind_text(int parameter, std::string_view value, Lifetime lifetime) override {
    // A null pointer would bind NULL, so an empty view points at something.
    const char* data = value.data() ? value.data() : "";
    if (const int index = index_of(parameter))
      check(sqlite3_bind_text64(statement_, index, data, value.size(), destructor_for(lifetime), SQLITE_UTF8));
  }
  void bind_bytes(int parameter, std::string_view value, Lifetime lifetime) override {
    const char* data = value.data() ? value.data() : "";
    if (const int index = index_of(parameter))
      check(sqlite3_bind_blob64(statement_, index, data, value.size(), destructor_for(lifetime)));
  }
  bool step() override {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) refuse(handle_, sqlite3_sql(statement_));
    return false;
  }
  void reset() override {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }
  std::int64_t integer(int column) override { return sqlite3_column_int64(statement_, column); }
  std::string_view text(int column) override {
    const auto* data = sqlite3_column_text(statement_, column);
    return data ? std::string_view(reinterpret_cast<const char*>(data), size(column)) : std::string_view();
  }
  std::string_view bytes(int column) override {
    const void* data = sqlite3_column_blob(statement_, column);
    return data ? std::string_view(static_cast<const char*>(data), size(column)) : std::string_view();
  }
  bool running() const { return sqlite3_stmt_busy(statement_) != 0; }

 private:
  // A parameter that the statement declares for its readers but does not use has no place in SQLite.
  int index_of(int parameter) const {
    const auto number = static_cast<std::size_t>(parameter);
    return number < index_.size() ? index_[number] : 0;
  }
  std::size_t size(int column) { return static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)); }
  void check(int code) {
    if (code != SQLITE_OK) refuse(handle_, sqlite3_sql(statement_));
  }

  sqlite3* handle_;
  sqlite3_stmt* statement_ = nullptr;
  std::vector<int> index_;  // by the digits of its name
};

SqliteConnection::SqliteConnection(const std::string& path, const std::string& vfs, int busy_timeout_ms) {
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const int code =
      sqlite3_open_v2(path.empty() ? ":memory:" : path.c_str(), &handle_, flags, vfs.empty() ? nullptr : vfs.c_str());
  if (code != SQLITE_OK) {
    const std::string why = handle_ ? sqlite3_errmsg(handle_) : sqlite3_errstr(code);
    sqlite3_close_v2(handle_);
    throw StorageFailure(StorageFailure::Kind::disk, "cannot open " + path + ": " + why);
  }
  sqlite3_busy_timeout(handle_, busy_timeout_ms);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
}

SqliteConnection::~SqliteConnection() {
  statements_.clear();
  sqlite3_close_v2(handle_);
}

store::Statement& SqliteConnection::prepared(std::string_view name, std::string_view sql,
                                             std::span<const std::string>) {
  auto found = statements_.find(name);
  if (found == statements_.end())
    found = statements_.emplace(name, std::make_unique<SqliteStatement>(handle_, sql, true)).first;
  ASSERT(!found->second->running());  // a statement inside its own rows would end them
  return *found->second;
}

void SqliteConnection::execute_script(std::string_view sql) {
  const std::string text(sql);
  if (sqlite3_exec(handle_, text.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) refuse(handle_, sql);
}

bool SqliteConnection::has_table(std::string_view name) {
  SqliteStatement statement(handle_, "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = $1", false);
  statement.bind_text(1, name, Lifetime::step);
  return statement.step();
}

std::string SqliteConnection::pragma(std::string_view sql) {
  SqliteStatement statement(handle_, sql, false);
  return statement.step() ? std::string(statement.text(0)) : std::string();
}

void SqliteConnection::run(std::string_view sql) {
  store::Statement& statement = prepared(sql, sql, {});
  struct Reset {
    store::Statement& statement;
    ~Reset() { statement.reset(); }
  } reset{statement};
  while (statement.step()) {
  }
}

std::int64_t SqliteConnection::rows_changed() { return sqlite3_total_changes64(handle_); }
void SqliteConnection::begin_write() { run("BEGIN IMMEDIATE"); }
void SqliteConnection::begin_read() { run("BEGIN"); }
void SqliteConnection::commit() { run("COMMIT"); }
void SqliteConnection::savepoint() { run("SAVEPOINT command"); }
void SqliteConnection::release() { run("RELEASE command"); }
void SqliteConnection::rollback_to_savepoint() {
  run("ROLLBACK TO command");
  run("RELEASE command");
}

void SqliteConnection::rollback() {
  for (auto& [name, statement] : statements_) {
    if (statement->running()) statement->reset();
  }
  // SQLite may have rolled back by itself (full disk, I/O error); then there is nothing left to do.
  if (sqlite3_get_autocommit(handle_) == 0) sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
}

}  // namespace yakusoku::engine_sqlite
