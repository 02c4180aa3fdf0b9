#include "adapters/engine_postgres/connection.hpp"

#include <libpq-fe.h>

#include <array>
#include <bit>
#include <cstring>
#include <vector>

#include <fmt/format.h>

#include "base/assert.hpp"
#include "base/sha256.hpp"

namespace yakusoku::engine_postgres {

using store::Lifetime;
using store::StorageFailure;
using Kind = StorageFailure::Kind;

namespace {

// pg_type.h, which libpq does not install.
constexpr Oid bool_type = 16, int8_type = 20, int2_type = 21, int4_type = 23, numeric_type = 1700;
constexpr int in_binary = 1;

template <class Number>
Number from_network(const char* bytes) {
  std::make_unsigned_t<Number> number = 0;
  for (std::size_t i = 0; i < sizeof(Number); ++i)
    number = static_cast<std::make_unsigned_t<Number>>((number << 8) | static_cast<unsigned char>(bytes[i]));
  return static_cast<Number>(number);
}

// A sum of integers: whole, in digits of ten thousand.
std::int64_t from_numeric(const char* bytes) {
  const auto digits = from_network<std::int16_t>(bytes), weight = from_network<std::int16_t>(bytes + 2);
  const bool negative = from_network<std::int16_t>(bytes + 4) != 0;
  std::int64_t number = 0;
  for (int i = 0; i <= weight; ++i)
    number = number * 10000 + (i < digits ? from_network<std::int16_t>(bytes + 8 + 2 * i) : 0);
  return negative ? -number : number;
}

Oid oid_of(const std::string& type) { return type == "int" ? int8_type : type == "bytes" ? 17 : 25; }

// The server refused the statement itself (a constraint, a value, our own words), not the disk or the connection.
bool refuses_rows(std::string_view state) {
  return state.starts_with("22") || state.starts_with("23") || state.starts_with("42");
}

std::string message_of(const PGconn* handle) {
  std::string text = PQerrorMessage(handle);
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

}  // namespace

void Freed::operator()(pg_conn* each) const { PQfinish(each); }
void Freed::operator()(pg_result* each) const { PQclear(each); }

std::int64_t lock_number(const Options& options, std::string_view what) {
  const auto digest = sha256(std::string(what) + "\n" + options.schema);
  std::int64_t number = 0;
  for (std::size_t i = 0; i < 7; ++i) number = number << 8 | digest[i];
  return number;
}

class PostgresStatement : public store::Statement {
 public:
  PostgresStatement(PostgresConnection& connection, std::string name, std::string_view sql,
                    std::span<const std::string> types)
      : connection_(connection), name_(std::move(name)), values_(types.size()) {
    std::vector<Oid> oids;
    for (const std::string& each : types) oids.push_back(oid_of(each));
    connection_.judged(PQprepare(connection_.handle_.get(), name_.c_str(), std::string(sql).c_str(),
                                 static_cast<int>(oids.size()), oids.data()),
                       name_);
  }

  void bind(int parameter, std::int64_t value) override {
    std::array<char, 8> bytes{};
    for (int i = 0; i < 8; ++i) bytes[static_cast<std::size_t>(i)] = static_cast<char>(value >> (56 - 8 * i));
    put(parameter, std::string_view(bytes.data(), bytes.size()));
  }
  void bind_text(int parameter, std::string_view value, Lifetime) override { put(parameter, value); }
  void bind_bytes(int parameter, std::string_view value, Lifetime) override { put(parameter, value); }

  void stream() override { streams_ = true; }
  bool step() override {
    if (streams_) return next_of_stream();
    if (!rows_) {
      execute();
      row_ = -1;
    }
    return ++row_ < PQntuples(rows_.get());
  }
  void reset() override {
    if (streams_ && sent_) drain();
    streams_ = sent_ = false;
    rows_.reset();
    for (std::string& each : values_) each.clear();
  }
  std::int64_t integer(int column) override {
    if (PQgetisnull(rows_.get(), row_, column)) return 0;
    const char* bytes = PQgetvalue(rows_.get(), row_, column);
    switch (PQftype(rows_.get(), column)) {
      case int8_type: return from_network<std::int64_t>(bytes);
      case int4_type: return from_network<std::int32_t>(bytes);
      case int2_type: return from_network<std::int16_t>(bytes);
      case bool_type: return bytes[0] != 0 ? 1 : 0;
      case numeric_type: return from_numeric(bytes);
      default: ASSERT(false); return 0;
    }
  }
  std::string_view text(int column) override { return bytes(column); }
  std::string_view bytes(int column) override {
    return {PQgetvalue(rows_.get(), row_, column), static_cast<std::size_t>(PQgetlength(rows_.get(), row_, column))};
  }

 private:
  void put(int parameter, std::string_view value) {
    const auto place = static_cast<std::size_t>(parameter - 1);
    if (place < values_.size()) values_[place] = value;
  }
  struct Words {
    std::vector<const char*> values;
    std::vector<int> lengths, formats;
  };
  Words as_words() const {
    Words words;
    for (const std::string& each : values_) {
      words.values.push_back(each.data());
      words.lengths.push_back(static_cast<int>(each.size()));
      words.formats.push_back(in_binary);
    }
    return words;
  }
  PGconn* handle() const { return connection_.handle_.get(); }
  void drain() {
    if (!handle()) return;
    while (const Answered rest{PQgetResult(handle())}) {
    }
  }
  bool next_of_stream() {
    if (!sent_) {
      connection_.run("SET LOCAL statement_timeout = 0");  // as long as whoever takes the rows needs
      const Words words = as_words();
      if (PQsendQueryPrepared(handle(), name_.c_str(), static_cast<int>(words.values.size()), words.values.data(),
                              words.lengths.data(), words.formats.data(), in_binary) == 0 ||
          PQsetSingleRowMode(handle()) == 0)
        throw StorageFailure(Kind::lost, name_ + ": " + message_of(handle()));
      sent_ = true;
    }
    rows_.reset(PQgetResult(handle()));
    row_ = 0;
    if (!rows_) return false;
    if (PQresultStatus(rows_.get()) == PGRES_SINGLE_TUPLE) return true;
    rows_ = connection_.judged(rows_.release(), name_);
    drain();
    return false;
  }
  void execute() {
    const Words words = as_words();
    rows_ =
        connection_.judged(PQexecPrepared(handle(), name_.c_str(), static_cast<int>(words.values.size()),
                                          words.values.data(), words.lengths.data(), words.formats.data(), in_binary),
                           name_);
    if (const char* changed = PQcmdTuples(rows_.get()); changed[0] != '\0' && PQntuples(rows_.get()) == 0)
      connection_.rows_changed_ += std::atoll(changed);
  }

  PostgresConnection& connection_;
  std::string name_;
  std::vector<std::string> values_;
  Answered rows_;
  int row_ = -1;
  bool streams_ = false, sent_ = false;
};

PostgresConnection::PostgresConnection(const Options& options, Use use)
    : options_(options),
      use_(use),
      handle_(connect(options, use == Use::writes ? "writes" : "reads")),
      lock_(lock_number(options, "yakusoku desk")) {}

PostgresConnection::~PostgresConnection() { statements_.clear(); }

Answered PostgresConnection::judged(PGresult* result, std::string_view doing) {
  Answered answered(result);
  const ExecStatusType status = PQresultStatus(result);
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY) return answered;
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const std::string why = std::string(doing.substr(0, 80)) + ": " + message_of(handle_.get());
  if (state && refuses_rows(state)) throw StorageFailure(Kind::constraint, why);
  // The server ended us (shutdown, a timeout of ours) or is gone; the connection is of no use any more.
  const bool gone = PQstatus(handle_.get()) != CONNECTION_OK || !state ||
                    std::string_view(state).starts_with("57P") || std::string_view(state).starts_with("08") ||
                    std::string_view(state) == "25006";
  if (!gone) throw StorageFailure(Kind::disk, why);
  // The statements are still somebody's; they go when the next transaction makes a connection anew.
  const bool committed_perhaps = committing_;
  handle_.reset();
  throw StorageFailure(committed_perhaps ? Kind::unknown : Kind::lost, why);
}

Answered PostgresConnection::run(const char* sql) {
  if (!handle_) throw StorageFailure(Kind::lost, "the connection is gone");
  return judged(PQexec(handle_.get(), sql), sql);
}

store::Statement& PostgresConnection::prepared(std::string_view name, std::string_view sql,
                                               std::span<const std::string> types) {
  if (!handle_) throw StorageFailure(Kind::lost, "the connection is gone");
  auto found = statements_.find(name);
  if (found == statements_.end()) {
    auto statement = std::make_unique<PostgresStatement>(*this, std::string(name), sql, types);
    found = statements_.emplace(name, std::move(statement)).first;
  }
  return *found->second;
}

// Scripts are migrations and the like: they take the time that they take.
void PostgresConnection::execute_script(std::string_view sql) {
  if (!handle_) throw StorageFailure(Kind::lost, "the connection is gone");
  if (PQtransactionStatus(handle_.get()) == PQTRANS_INTRANS) run("SET LOCAL statement_timeout = 0");
  run(std::string(sql).c_str());
}

bool PostgresConnection::has_table(std::string_view name) {
  const std::string value(name);
  const char* values[] = {value.c_str()};
  const auto found = judged(
      PQexecParams(handle_.get(), "SELECT to_regclass($1) IS NOT NULL", 1, nullptr, values, nullptr, nullptr, 0),
      "has_table");
  return PQntuples(found.get()) == 1 && PQgetvalue(found.get(), 0, 0)[0] == 't';
}

// A connection that broke while nobody looked is made anew once; what breaks later is the transaction's.
void PostgresConnection::begin(const char* sql) {
  committing_ = false;
  if (handle_) {
    try {
      run(sql);
      return;
    } catch (const StorageFailure& failure) {
      if (failure.kind() != Kind::lost) throw;
    }
  }
  statements_.clear();
  handle_ = connect(options_, use_ == Use::writes ? "writes" : "reads");
  run(sql);
}

void PostgresConnection::begin_write() {
  begin("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE");
  // Statements after the lock see all that the last holder committed. Who does not get it has begun nothing.
  try {
    run(fmt::format("SELECT pg_advisory_xact_lock({})", lock_).c_str());
  } catch (...) {
    rollback();
    throw;
  }
}

void PostgresConnection::begin_read() { begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"); }

void PostgresConnection::commit() {
  if (use_ == Use::writes) {
    run(fmt::format("NOTIFY yakusoku, '{}'", options_.node).c_str());
    committing_ = true;
  }
  const Answered done = run("COMMIT");
  committing_ = false;
  // A transaction that a statement had aborted answers COMMIT with ROLLBACK.
  if (std::strcmp(PQcmdStatus(done.get()), "COMMIT") != 0)
    throw StorageFailure(Kind::disk, "the commit became a rollback");
}

void PostgresConnection::rollback() {
  committing_ = false;
  if (!handle_ || PQtransactionStatus(handle_.get()) == PQTRANS_IDLE) return;
  const Answered ignored(PQexec(handle_.get(), "ROLLBACK"));
  if (PQtransactionStatus(handle_.get()) != PQTRANS_IDLE) handle_.reset();
}

std::optional<Instant> PostgresConnection::clock() {
  if (!options_.own_clock) return std::nullopt;
  const Answered now = run("SELECT floor(extract(epoch from clock_timestamp()))::bigint");
  return Instant{std::atoll(PQgetvalue(now.get(), 0, 0))};
}

}  // namespace yakusoku::engine_postgres
