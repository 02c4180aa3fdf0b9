#pragma once

// A store over SQLite with a pushed clock and seeded dice, and the smallest use case: a ticket with one message.

#include <filesystem>
#include <memory>
#include <string>

#include "adapters/engine_postgres/postgres.hpp"
#include "adapters/engine_sqlite/sqlite.hpp"
#include "adapters/store/open_store.hpp"
#include "adapters/system/dice.hpp"
#include "adapters/system/test_clock.hpp"
#include "base/assert.hpp"

namespace yakusoku::store_tests {

constexpr Instant start{1'800'000'000};

// A folder of its own under the system's temporary one, removed at the end.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "yakusoku-store-XXXXXX").string();
    ASSERT(::mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

struct Desk {
  // Over a schema of its own, empty before the first of that name; `file` is its name.
  static std::unique_ptr<store::Database> in_postgres(const std::string& uri, const std::string& schema) {
    engine_postgres::Options options;
    options.uri = uri;
    options.schema = schema;
    options.own_clock = false;
    auto opened = engine_postgres::open_database(options);
    if (!opened) throw std::runtime_error(opened.error().detail);
    (*opened)->with_writer(
        [&](store::Connection& connection) { connection.execute_script("CREATE SCHEMA IF NOT EXISTS " + schema); });
    return *std::move(opened);
  }
  explicit Desk(std::unique_ptr<store::Database> given) : database(std::move(given)) { open(); }
  explicit Desk(const std::string& file, const std::string& vfs = "") {
    engine_sqlite::Options options;
    options.path = file;
    options.vfs = vfs;
    auto opened = engine_sqlite::open_database(options);
    if (!opened) throw std::runtime_error(opened.error().detail);
    database = *std::move(opened);
    open();
  }
  void open() {
    auto made = store::open_store(*database, clock, dice);
    if (!made) throw std::runtime_error(made.error().detail);
    desk = *std::move(made);
  }
  ports::Done run(ports::Command command) { return desk->run(std::span(&command, 1)).front(); }
  ports::Done run(std::function<Result<ports::Answer>(ports::Transaction&)> body) {
    return run(ports::Command{"", "", std::move(body)});
  }

  system::TestClock clock{start};
  system::SeededDice dice{7};
  std::unique_ptr<store::Database> database;
  std::unique_ptr<ports::Store> desk;
};

inline ports::LogRow record(std::int64_t ticket, std::int64_t version, Instant at, std::string facts = "[]") {
  ports::LogRow row;
  row.subject = ports::Subject::ticket;
  row.id = ticket;
  row.version = version;
  row.at = at;
  row.actor = {5};
  row.act = R"({"act":"open"})";
  row.facts = std::move(facts);
  return row;
}

// Opens a ticket of that requester with one public message; `alter` may change the row before it is written.
inline ports::TicketRow open_ticket(ports::Transaction& to, PersonId requester, const std::string& words,
                                    const std::function<void(ports::TicketRow&)>& alter = {}) {
  ports::TicketRow row;
  row.id = {to.next_id("ticket")};
  row.version = 1;
  row.state = R"({"words":"none"})";
  row.program = {1};
  row.kind = "incident";
  row.requester = requester;
  row.channel = "web";
  row.language = "ja";
  row.subject = "回線が落ちた";
  row.created_at = row.updated_at = to.now();
  ports::MessageRow message;
  message.id = {to.next_id("message")};
  message.ticket = row.id;
  message.version = 1;
  message.author = requester;
  message.channel = "web";
  message.at = to.now();
  message.body = words;
  message = to.insert(std::move(message));
  row.changed = to.append(record(row.id.value, 1, to.now(), R"([{"message":")" + message.digest + R"("}])")).position;
  if (alter) alter(row);
  to.insert(row);
  return row;
}

inline ports::Command opening(std::string key, std::string words, PersonId requester = {5}) {
  return {key, words, [words, requester](ports::Transaction& to) -> Result<ports::Answer> {
            return ports::Answer{201, std::to_string(open_ticket(to, requester, words).id.value)};
          }};
}

}  // namespace yakusoku::store_tests
