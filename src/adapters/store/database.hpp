#pragma once

// What the store asks of an engine: connections, prepared statements, savepoints. Statements are SQL files whose
// parameters `$1`, `$2` are bound by that name (SQLite numbers them by first appearance, not by their digits). An
// engine that cannot go on throws StorageFailure; it never leaves the store, which turns it into a `storage` answer.

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/time.hpp"

namespace yakusoku::store {

class StorageFailure : public std::runtime_error {
 public:
  // constraint: the rows refused the statement (our bug, this command's alone); disk: the engine cannot write or read;
  // lost: the connection broke and nothing of the transaction stands; unknown: it broke while committing.
  enum class Kind { constraint, disk, lost, unknown };
  StorageFailure(Kind kind, const std::string& what) : std::runtime_error(what), kind_(kind) {}
  Kind kind() const { return kind_; }

 private:
  Kind kind_;
};

// How long a bound text stays where it is: through the next step only, or copied because the caller's may go away.
enum class Lifetime { step, copied };

class Statement {
 public:
  virtual ~Statement() = default;
  virtual void bind(int parameter, std::int64_t value) = 0;
  virtual void bind_text(int parameter, std::string_view value, Lifetime lifetime) = 0;
  virtual void bind_bytes(int parameter, std::string_view value, Lifetime lifetime) = 0;
  // The next rows come one after the other as they are asked for, however many there are; until `reset` nothing else runs
  // on the connection. Where nothing is said an engine may fetch all of them at once.
  virtual void stream() {}
  virtual bool step() = 0;   // true: a row is there
  virtual void reset() = 0;  // gives the row back and forgets what was bound
  virtual std::int64_t integer(int column) = 0;
  virtual std::string_view text(int column) = 0;  // until the next step or reset
  virtual std::string_view bytes(int column) = 0;
};

// One connection; used by one thread at a time.
class Connection {
 public:
  virtual ~Connection() = default;
  // Prepared once by connection. Name, text and types must outlive the connection (they are the binary's own). `types`:
  // "int", "text", "bytes" of the parameters, in the order of their numbers.
  virtual Statement& prepared(std::string_view name, std::string_view sql, std::span<const std::string> types) = 0;
  virtual void execute_script(std::string_view sql) = 0;
  virtual bool has_table(std::string_view name) = 0;
  virtual std::int64_t rows_changed() = 0;  // since it was opened; only grows
  virtual void begin_write() = 0;           // takes the one writer's place
  virtual void begin_read() = 0;
  virtual void begin_beside() = 0;  // writes what the order of the commands does not concern, in nobody's place
  virtual void commit() = 0;
  virtual void rollback() = 0;  // never throws; also after a commit that failed
  virtual void savepoint() = 0;
  virtual void release() = 0;
  virtual void rollback_to_savepoint() = 0;  // and releases it
  // The engine's own clock, where several nodes share it; nullopt: the machine's is the desk's.
  virtual std::optional<Instant> clock() { return std::nullopt; }
};

class Database {
 public:
  virtual ~Database() = default;
  // A migration's text in this engine's words.
  virtual std::string adapted(std::string_view migration) const = 0;
  // The writer's connection, alone.
  virtual void with_writer(const std::function<void(Connection&)>& body) = 0;
  // A connection that only reads; from any thread.
  virtual void with_reader(const std::function<void(Connection&)>& body) = 0;
};

}  // namespace yakusoku::store
