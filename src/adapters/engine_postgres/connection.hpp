#pragma once
// private to the room
// One connection over libpq, its prepared statements, and how the server's words become failures.

#include <map>
#include <memory>
#include <string>

#include "adapters/engine_postgres/postgres.hpp"

// libpq's own, whose header stays in the .cpp files.
struct pg_conn;
struct pg_result;

namespace yakusoku::engine_postgres {

struct Freed {
  void operator()(pg_conn* each) const;
  void operator()(pg_result* each) const;
};
using Handle = std::unique_ptr<pg_conn, Freed>;
using Answered = std::unique_ptr<pg_result, Freed>;

// A connection as the options say, with our limits. Throws `disk` where there is none.
Handle connect(const Options& options, std::string_view role);

class PostgresStatement;

class PostgresConnection : public store::Connection {
 public:
  enum class Use { writes, reads };
  PostgresConnection(const Options& options, Use use);
  ~PostgresConnection() override;
  PostgresConnection(const PostgresConnection&) = delete;
  PostgresConnection& operator=(const PostgresConnection&) = delete;

  store::Statement& prepared(std::string_view name, std::string_view sql,
                             std::span<const std::string> types) override;
  void execute_script(std::string_view sql) override;
  bool has_table(std::string_view name) override;
  std::int64_t rows_changed() override { return rows_changed_; }
  void begin_write() override;
  void begin_read() override;
  void begin_beside() override { begin("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"); }
  void commit() override;
  void rollback() override;
  void savepoint() override { run("SAVEPOINT command"); }
  void release() override { run("RELEASE SAVEPOINT command"); }
  void rollback_to_savepoint() override {
    run("ROLLBACK TO SAVEPOINT command");
    run("RELEASE SAVEPOINT command");
  }
  std::optional<Instant> clock() override;

 private:
  friend class PostgresStatement;
  Answered run(const char* sql);
  // The result, or the failure that it is.
  Answered judged(pg_result* result, std::string_view doing);
  void begin(const char* sql);

  Options options_;
  Use use_;
  Handle handle_;
  std::map<std::string, std::unique_ptr<PostgresStatement>, std::less<>> statements_;
  std::int64_t rows_changed_ = 0;
  bool committing_ = false;
  std::int64_t lock_ = 0;
};

// Of the database and the schema: two desks in one server do not wait for each other.
std::int64_t lock_number(const Options& options, std::string_view what);

}  // namespace yakusoku::engine_postgres
