// rooms: adapters/store adapters/engine_sqlite adapters/system ports base
// libraries: PkgConfig::SQLITE
// Durable creates a second through Store::run in batches of 64, against the bare engine inserting the same rows into the
// same tables and indexes on the same disk, and one command at a time against one fdatasync.

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <stdexcept>

#include "adapters/engine_sqlite/sqlite.hpp"
#include "adapters/store/open_store.hpp"
#include "adapters/store/statements.hpp"
#include "adapters/system/dice.hpp"
#include "adapters/system/system_time.hpp"

namespace {

using namespace yakusoku;
using namespace yakusoku::ports;

constexpr int batch_size = 64;
constexpr int batches = 300;
constexpr int singles = 300;

const std::string state(1500, 's');
const std::string facts(900, 'f');
const std::string act(200, 'a');
const std::string words(400, 'w');
const std::string answer(300, 'r');
const std::string payload(300, 'p');

struct Stopwatch {
  void run(const std::function<void()>& body) {
    const auto start = std::chrono::steady_clock::now();
    body();
    seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  }
  double seconds = 0;
};

struct Folder {
  explicit Folder(const std::string& name) : path(std::filesystem::temp_directory_path() / name) {
    std::filesystem::remove_all(path);
    std::filesystem::create_directories(path);
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::string file() const { return (path / "desk.sqlite").string(); }
  std::filesystem::path path;
};

Result<Answer> create(Transaction& to) {
  const std::int64_t id = to.next_id("ticket");
  MessageRow message;
  message.id = {to.next_id("message")};
  message.ticket = {id};
  message.version = 1;
  message.author = {id % 1000};
  message.channel = "web";
  message.at = to.now();
  message.body = words;
  to.insert(std::move(message));
  LogRow record;
  record.id = id;
  record.version = 1;
  record.at = to.now();
  record.actor = {id % 1000};
  record.act = act;
  record.facts = facts;
  TicketRow row;
  row.id = {id};
  row.version = 1;
  row.state = state;
  row.program = {1};
  row.kind = "incident";
  row.severity = "p3";
  row.rank = id % 7;
  row.next_due = to.now() + seconds(id * 7919 % 100'000);
  row.next_wake = row.next_due;
  row.requester = {id % 1000};
  row.organization = {id % 50};
  row.channel = "web";
  row.language = "en";
  row.subject = "The line is down";
  row.created_at = row.updated_at = to.now();
  row.changed = to.append(std::move(record)).position;
  to.insert(row);
  for (const char* name : {"first_response", "resolution"}) {
    ClockRow clock;
    clock.ticket = row.id;
    clock.clock = name;
    clock.program_hash = std::string(64, 'h');
    clock.calendar = "business";
    clock.due = row.next_due;
    to.put(clock);
  }
  OutboxRow mail;
  mail.channel = "mail";
  mail.lane = "ticket/" + std::to_string(id);
  mail.stable_id = "created/" + std::to_string(id);
  mail.payload = payload;
  to.enqueue(mail);
  return Answer{201, answer};
}

struct Desk {
  explicit Desk(const std::string& file) {
    engine_sqlite::Options options;
    options.path = file;
    database = std::move(engine_sqlite::open_database(options).value());
    store = std::move(store::open_store(*database, time, dice).value());
  }
  void run(int commands, int& key) {
    std::vector<Command> batch;
    for (int i = 0; i < commands; ++i)
      batch.push_back({"key-" + std::to_string(++key), "fingerprint-of-32-bytes-in-length", create});
    for (const Done& done : store->run(batch)) {
      if (!done.answer) throw std::runtime_error(done.answer.error().detail);
    }
  }
  system::SystemTime time;
  system::SystemDice dice;
  std::unique_ptr<store::Database> database;
  std::unique_ptr<Store> store;
};

// SQLite's C API and nothing else: each row prepared once, bound, stepped.
class Bare {
 public:
  explicit Bare(const std::string& file) {
    { const Desk tables(file); }
    check(sqlite3_open(file.c_str(), &handle_));
    check(sqlite3_exec(handle_,
                       "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                       "PRAGMA secure_delete=FAST; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-32768",
                       nullptr, nullptr, nullptr));
    for (const char* name : {"messages/insert", "log/append", "tickets/insert", "clocks/put", "outbox/enqueue", "once/insert"}) {
      sqlite3_stmt* statement = nullptr;
      check(sqlite3_prepare_v2(handle_, store::sql_named(name).text.c_str(), -1, &statement, nullptr));
      statements_.push_back(statement);
    }
  }
  ~Bare() {
    for (sqlite3_stmt* statement : statements_) sqlite3_finalize(statement);
    sqlite3_close(handle_);
  }
  Bare(const Bare&) = delete;
  Bare& operator=(const Bare&) = delete;

  void run(int commands) {
    check(sqlite3_exec(handle_, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr));
    for (int i = 0; i < commands; ++i) insert(++id_);
    check(sqlite3_exec(handle_, "COMMIT", nullptr, nullptr, nullptr));
  }

 private:
  void check(int code) {
    if (code != SQLITE_OK && code != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(handle_));
  }
  struct Blob {
    std::string_view bytes;
  };
  int bind(sqlite3_stmt* to, int n, std::int64_t value) { return sqlite3_bind_int64(to, n, value); }
  int bind(sqlite3_stmt* to, int n, std::string_view text) {
    return sqlite3_bind_text(to, n, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
  }
  int bind(sqlite3_stmt* to, int n, Blob blob) {
    return sqlite3_bind_blob(to, n, blob.bytes.data(), static_cast<int>(blob.bytes.size()), SQLITE_STATIC);
  }
  template <class... Values>
  void row(std::size_t which, const Values&... values) {
    sqlite3_stmt* statement = statements_[which];
    int n = 0;
    (check(bind(statement, ++n, values)), ...);
    check(sqlite3_step(statement));
    sqlite3_reset(statement);
  }
  void insert(std::int64_t id) {
    using I = std::int64_t;
    const I now = 1'800'000'000, due = now + id * 7919 % 100'000, none = far_future.seconds;
    const std::string hash(64, 'h'), key = "key-" + std::to_string(id), number = std::to_string(id);
    const std::string lane = "ticket/" + number, stable = "created/" + number;
    // Links of the chain do not compress or repeat; neither do these.
    std::string link(32, 'c');
    std::copy_n(reinterpret_cast<const char*>(&id), sizeof id, link.begin());
    row(0, id, id, I{1}, id % 1000, I{0}, "web", now, words, Blob{std::string_view(link).substr(0, 16)}, Blob{link}, none, I{0},
        "");
    row(1, id, I{0}, id, I{1}, now, I{1}, id % 1000, I{0}, act, facts, I{1}, Blob{link});
    row(2, id, I{1}, I{1}, state, I{1}, "incident", "p3", I{0}, id % 7, due, due, I{0}, I{0}, id % 1000, id % 50, "web", "en",
        "The line is down", now, now, id, "[]");
    for (const char* clock : {"first_response", "resolution"})
      row(3, id, clock, I{1}, I{1}, I{1}, hash, "business", I{0}, due, I{0}, I{0}, "", none, I{0}, I{0});
    row(4, id, "mail", lane, stable, id, I{0}, I{0}, payload, none);
    row(5, key, Blob{"fingerprint-of-32-bytes-in-length"}, I{201}, answer, id, now + 86'400 * 14);
  }

  sqlite3* handle_ = nullptr;
  std::vector<sqlite3_stmt*> statements_;
  std::int64_t id_ = 0;
};

// What one create alone writes into the log, about 25 pages, and one fdatasync of it.
class Sync {
 public:
  explicit Sync(const std::filesystem::path& file) : descriptor_(::open(file.c_str(), O_RDWR | O_CREAT, 0600)) {
    if (descriptor_ < 0) throw std::runtime_error("no file to sync");
  }
  ~Sync() { ::close(descriptor_); }
  Sync(const Sync&) = delete;
  Sync& operator=(const Sync&) = delete;
  void once(int i) const {
    const off_t at = i % 40 * static_cast<off_t>(block_.size());
    if (::pwrite(descriptor_, block_.data(), block_.size(), at) < 0 || ::fdatasync(descriptor_) != 0) std::abort();
  }

 private:
  std::string block_ = std::string(102'400, 'x');
  int descriptor_;
};

}  // namespace

int main() {
  const Folder our_folder("yakusoku-bench-ours"), bare_folder("yakusoku-bench-bare");
  Desk desk(our_folder.file());
  Bare engine(bare_folder.file());
  int key = 0;
  // Batch by batch in turn, so that whatever else the machine does hits both alike.
  Stopwatch ours, bare;
  for (int i = 0; i < batches; ++i) {
    ours.run([&] { desk.run(batch_size, key); });
    bare.run([&] { engine.run(batch_size); });
  }
  const double creates = batches * batch_size;
  std::printf("store: durable creates in batches of %d: %.0f/s (%.1f us each)\n", batch_size, creates / ours.seconds,
              1e6 * ours.seconds / creates);
  std::printf("store: bare engine, same rows and indexes: %.0f/s (%.1f us each)\n", creates / bare.seconds,
              1e6 * bare.seconds / creates);
  std::printf("store: ratio to the bare engine: %.2f (goal 0.80)\n", bare.seconds / ours.seconds);

  Stopwatch alone, bare_alone, syncs;
  const Sync sync(our_folder.path / "sync");
  for (int i = 0; i < singles; ++i) {
    alone.run([&] { desk.run(1, key); });
    bare_alone.run([&] { engine.run(1); });
    syncs.run([&] { sync.once(i); });
  }
  std::printf("store: one durable create at a time: %.0f us; bare engine: %.0f us, ratio %.2f; "
              "fdatasync of 100 KiB: %.0f us, ratio %.2f (goal 0.80)\n",
              1e6 * alone.seconds / singles, 1e6 * bare_alone.seconds / singles, bare_alone.seconds / alone.seconds,
              1e6 * syncs.seconds / singles, syncs.seconds / alone.seconds);
  return 0;
}
