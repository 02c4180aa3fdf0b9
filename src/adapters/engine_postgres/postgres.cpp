#include "adapters/engine_postgres/postgres.hpp"

#include <libpq-fe.h>
#include <poll.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "adapters/engine_postgres/connection.hpp"

namespace yakusoku::engine_postgres {
namespace {

using store::Connection;
using store::StorageFailure;

bool is_letter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || (c >= '0' && c <= '9');
}

// The schema's three type words in ours, and without what SQLite wants after a table's closing bracket.
std::string in_postgres_words(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (text.substr(at).starts_with("--")) {  // a comment's words are nobody's types
      const std::size_t end = std::min(text.find('\n', at), text.size());
      out += text.substr(at, end - at);
      at = end;
      continue;
    }
    if (!is_letter(text[at])) {
      out += text[at++];
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && is_letter(text[end])) ++end;
    const std::string_view word = text.substr(at, end - at);
    if (word == "STRICT") {
      at = text.find(';', at);
      continue;
    }
    out += word == "INT" ? "BIGINT" : word == "BYTES" ? "BYTEA" : word;
    at = end;
  }
  return out;
}

class PostgresDatabase : public store::Database {
 public:
  explicit PostgresDatabase(Options options)
      : options_(std::move(options)), writer_(options_, PostgresConnection::Use::writes) {}

  std::string adapted(std::string_view migration) const override { return in_postgres_words(migration); }

  void with_writer(const std::function<void(Connection&)>& body) override {
    const std::scoped_lock lock(writer_mutex_);
    body(writer_);
  }
  void with_reader(const std::function<void(Connection&)>& body) override {
    std::unique_ptr<PostgresConnection> connection = borrow();
    struct Return {
      PostgresDatabase& database;
      std::unique_ptr<PostgresConnection>& connection;
      ~Return() { database.give_back(std::move(connection)); }
    } give_back{*this, connection};
    body(*connection);
  }

 private:
  std::unique_ptr<PostgresConnection> borrow() {
    std::unique_lock lock(pool_mutex_);
    const auto there = [this] { return !pool_.empty() || lent_ < options_.readers; };
    if (!returned_.wait_for(lock, std::chrono::seconds(options_.wait_seconds), there))
      throw StorageFailure(StorageFailure::Kind::disk, "every connection that reads is in use");
    ++lent_;
    if (!pool_.empty()) {
      std::unique_ptr<PostgresConnection> connection = std::move(pool_.back());
      pool_.pop_back();
      return connection;
    }
    lock.unlock();
    try {
      return std::make_unique<PostgresConnection>(options_, PostgresConnection::Use::reads);
    } catch (...) {
      give_back(nullptr);
      throw;
    }
  }
  void give_back(std::unique_ptr<PostgresConnection> connection) {
    if (connection) connection->rollback();
    const std::scoped_lock lock(pool_mutex_);
    --lent_;
    if (connection) pool_.push_back(std::move(connection));
    returned_.notify_one();
  }

  Options options_;
  std::mutex writer_mutex_;
  PostgresConnection writer_;
  std::mutex pool_mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<PostgresConnection>> pool_;
  int lent_ = 0;
};

class SessionDuty : public Duty {
 public:
  SessionDuty(Options options, std::string_view name)
      : options_(std::move(options)), lock_(lock_number(options_, name)) {}

  bool held() override {
    try {
      if (!handle_) {
        handle_ = connect(options_, "duty");
        has_ = false;
      }
    } catch (const StorageFailure&) {
      return has_ = false;
    }
    const std::string asks = has_ ? "SELECT true" : fmt::format("SELECT pg_try_advisory_lock({})", lock_);
    const Answered answer(PQexec(handle_.get(), asks.c_str()));
    if (PQresultStatus(answer.get()) != PGRES_TUPLES_OK) {
      handle_.reset();  // the lock went with the session
      return has_ = false;
    }
    return has_ = PQgetvalue(answer.get(), 0, 0)[0] == 't';
  }

 private:
  Options options_;
  std::int64_t lock_;
  Handle handle_;
  bool has_ = false;
};

bool is_local(std::string_view host) {
  return host.empty() || host.starts_with("/") || host.starts_with("@") || host == "localhost" ||
         host == "127.0.0.1" || host == "::1";
}

}  // namespace

Handle connect(const Options& options, std::string_view role) {
  char* trouble = nullptr;
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> given(
      PQconninfoParse(options.uri.c_str(), &trouble), PQconninfoFree);
  if (!given) {
    std::string why = trouble ? trouble : "it can't be read";
    PQfreemem(trouble);
    throw StorageFailure(StorageFailure::Kind::disk, why);
  }
  std::vector<std::pair<std::string, std::string>> pairs;
  const auto has = [&](std::string_view name) {
    for (const auto& [keyword, value] : pairs)
      if (keyword == name) return true;
    return false;
  };
  bool local = true;
  for (const PQconninfoOption* each = given.get(); each->keyword; ++each) {
    if (!each->val) continue;
    pairs.emplace_back(each->keyword, each->val);
    if (std::string_view(each->keyword) == "host") local = is_local(each->val);
  }
  const auto unless_said = [&](const char* name, std::string value) {
    if (!has(name)) pairs.emplace_back(name, std::move(value));
  };
  unless_said("connect_timeout", std::to_string(options.wait_seconds));
  unless_said("tcp_user_timeout", "5000");
  unless_said("keepalives_idle", "5");
  unless_said("target_session_attrs", "read-write");
  unless_said("application_name", fmt::format("yakusoku {}", role));
  unless_said("client_encoding", "UTF8");
  if (!local) {
    unless_said("sslmode", "verify-full");
    unless_said("sslrootcert", "/etc/ssl/certs/ca-certificates.crt");
  }
  std::vector<const char*> names, values;
  for (const auto& [name, value] : pairs) {
    names.push_back(name.c_str());
    values.push_back(value.c_str());
  }
  names.push_back(nullptr);
  values.push_back(nullptr);
  Handle handle(PQconnectdbParams(names.data(), values.data(), 0));
  const auto failed = [&] {
    std::string text = PQerrorMessage(handle.get());
    while (text.ends_with('\n')) text.pop_back();
    throw StorageFailure(StorageFailure::Kind::disk, text);
  };
  if (PQstatus(handle.get()) != CONNECTION_OK) failed();
  PQsetNoticeProcessor(handle.get(), [](void*, const char*) {}, nullptr);
  // A node that hangs gives the desk up; a statement that does not end is ended. Who only reads holds nobody up.
  std::string limits = fmt::format(
      "SET lock_timeout = '{0}s'; SET statement_timeout = '60s'; SET idle_in_transaction_session_timeout = '{1}s'; "
      "SET synchronous_commit = on; SET standard_conforming_strings = on;",
      options.wait_seconds, role == "writes" ? 5 : 600);
  if (!options.schema.empty()) limits += fmt::format(" SET search_path = \"{}\";", options.schema);
  const Answered set(PQexec(handle.get(), limits.c_str()));
  if (PQresultStatus(set.get()) != PGRES_COMMAND_OK) failed();
  return handle;
}

Result<std::unique_ptr<store::Database>> open_database(const Options& options) {
  try {
    return std::make_unique<PostgresDatabase>(options);
  } catch (const StorageFailure& failure) {
    return fail(ErrorCode::storage, "--database", failure.what());
  }
}

std::unique_ptr<Duty> duty(const Options& options, std::string_view name) {
  return std::make_unique<SessionDuty>(options, name);
}

Listener::Listener(Options options, std::function<void()> heard)
    : options_(std::move(options)), heard_(std::move(heard)), thread_([this] { listen(); }) {}

Listener::~Listener() {
  stopping_ = true;
  thread_.join();
}

void Listener::listen() {
  constexpr int a_second = 1000;
  Handle handle;
  while (!stopping_) {
    if (!handle) {
      try {
        handle = connect(options_, "listens");
        const Answered ready(PQexec(handle.get(), "LISTEN yakusoku"));
        if (PQresultStatus(ready.get()) != PGRES_COMMAND_OK) handle.reset();
      } catch (const StorageFailure&) {
        handle.reset();
      }
    }
    pollfd wait{handle ? PQsocket(handle.get()) : -1, POLLIN, 0};
    bool others = poll(&wait, 1, a_second) == 0;  // nothing was told for a second: then we look
    if (stopping_) return;
    if (handle && wait.revents != 0) {
      if (PQconsumeInput(handle.get()) == 0) handle.reset();
      while (handle) {
        PGnotify* told = PQnotifies(handle.get());
        if (!told) break;
        others = others || options_.node != told->extra;
        PQfreemem(told);
      }
    }
    if (others) heard_();
  }
}

}  // namespace yakusoku::engine_postgres
