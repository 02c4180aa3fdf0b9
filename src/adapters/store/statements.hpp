#pragma once

// SQL by name, and values in and out of it. A statement's file may name a fragment of fragments/ in braces, which is
// put in its place: what a viewer may see and which columns make a row are each written once. The comment on top declares
// the parameters' types for engines that want them: "-- int $1 staff, text $2 name".

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "adapters/store/database.hpp"
#include "base/ids.hpp"
#include "base/time.hpp"

namespace yakusoku::store {

struct NamedSql {
  std::string name;                          // "tickets/load"
  std::string text;                          // fragments in place
  std::vector<std::string> parameter_types;  // "int", "text", "bytes", in the order of their numbers
};

const std::vector<NamedSql>& all_sql();            // sorted by name
const NamedSql& sql_named(std::string_view name);  // ASSERTs that there is one

struct Bytes {
  std::string_view value;
};

namespace binding {
inline void bind_value(Statement& to, int n, Bytes value, Lifetime lifetime) {
  to.bind_bytes(n, value.value, lifetime);
}
inline void bind_value(Statement& to, int n, std::string_view value, Lifetime lifetime) {
  to.bind_text(n, value, lifetime);
}
inline void bind_value(Statement& to, int n, Instant value, Lifetime) { to.bind(n, value.seconds); }
template <class Kind>
void bind_value(Statement& to, int n, Id<Kind> value, Lifetime) {
  to.bind(n, value.value);
}
template <class T>
  requires(std::is_integral_v<T> || std::is_enum_v<T>)
void bind_value(Statement& to, int n, T value, Lifetime) {
  to.bind(n, static_cast<std::int64_t>(value));
}

template <class... Values>
void bind_all([[maybe_unused]] Statement& to, [[maybe_unused]] Lifetime lifetime, const Values&... values) {
  [[maybe_unused]] int n = 0;
  (bind_value(to, ++n, values, lifetime), ...);
}
}  // namespace binding

// The rows of a running statement, read column after column; ends the statement when it goes.
class Rows {
 public:
  explicit Rows(Statement& statement) : statement_(&statement) {}
  Rows(Rows&& other) noexcept : statement_(std::exchange(other.statement_, nullptr)) {}
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;
  Rows& operator=(Rows&&) = delete;
  ~Rows() {
    if (statement_) statement_->reset();
  }
  bool next() {
    column_ = 0;
    return statement_->step();
  }
  std::int64_t integer() { return statement_->integer(column_++); }
  std::string text() { return std::string(statement_->text(column_++)); }
  std::string bytes() { return std::string(statement_->bytes(column_++)); }
  Instant instant() { return {integer()}; }
  bool boolean() { return integer() != 0; }
  template <class Enum>
  Enum as() {
    return static_cast<Enum>(integer());
  }

 private:
  Statement* statement_;
  int column_ = 0;
};

inline Statement& statement_of(Connection& connection, std::string_view name) {
  const NamedSql& sql = sql_named(name);
  return connection.prepared(sql.name, sql.text, sql.parameter_types);
}

template <class... Values>
Rows query(Connection& connection, std::string_view name, const Values&... values) {
  Statement& statement = statement_of(connection, name);
  Rows rows(statement);
  binding::bind_all(statement, Lifetime::copied, values...);
  return rows;
}

template <class... Values>
void execute(Connection& connection, std::string_view name, const Values&... values) {
  Statement& statement = statement_of(connection, name);
  Rows rows(statement);
  binding::bind_all(statement, Lifetime::step, values...);
  while (rows.next()) {
  }
}

}  // namespace yakusoku::store
