#pragma once
// The engine that a test's desk lies on: SQLite in memory, where the environment says nothing; with
// YAKUSOKU_TEST_ENGINE=disk a file, with a postgres URI there a schema of its own, which goes with it. With
// YAKUSOKU_TEST_NODES=2 the desk's commands and reads are taken by two nodes in turn, each with connections of its own.

#include <stdlib.h>

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "adapters/engine_postgres/postgres.hpp"
#include "adapters/engine_sqlite/sqlite.hpp"
#include "adapters/store/open_store.hpp"
#include "adapters/store/tables.hpp"

namespace yakusoku::tests {

inline std::string word_of_environment(const char* name) {
  const char* word = getenv(name);
  return word ? word : "";
}

inline std::unique_ptr<store::Database> opened(Result<std::unique_ptr<store::Database>> database) {
  if (!database) throw std::runtime_error(database.error().detail);
  return *std::move(database);
}

// One or more databases over the same tables, and what has to go at the end. A schema of PostgreSQL takes longer to make
// than most tests to run: it is emptied and used again by the next one of the process.
class TestEngine {
 public:
  TestEngine() {
    const std::string engine = word_of_environment("YAKUSOKU_TEST_ENGINE");
    if (engine.empty()) {
      databases_.push_back(opened(engine_sqlite::open_database({})));
    } else if (engine == "disk") {
      std::string pattern = (std::filesystem::temp_directory_path() / "yakusoku-test-XXXXXX").string();
      if (!mkdtemp(pattern.data())) throw std::runtime_error("no temporary folder");
      folder_ = pattern;
      engine_sqlite::Options options;
      options.path = pattern + "/desk.sqlite";
      databases_.push_back(opened(engine_sqlite::open_database(options)));
    } else if (!emptied().empty()) {
      databases_ = std::move(emptied().back());
      emptied().pop_back();
      is_shared_ = true;
    } else {
      make_schema(engine);
      is_shared_ = true;
    }
  }
  ~TestEngine() {
    if (is_shared_) {
      empty();
      emptied().push_back(std::move(databases_));
    }
    databases_.clear();
    std::error_code ignored;
    if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
  }
  TestEngine(const TestEngine&) = delete;
  TestEngine& operator=(const TestEngine&) = delete;

  store::Database& first() { return *databases_.front(); }
  std::vector<std::unique_ptr<store::Database>>& all() { return databases_; }

 private:
  using Nodes = std::vector<std::unique_ptr<store::Database>>;
  static std::vector<Nodes>& emptied() {
    static std::vector<Nodes> all;
    return all;
  }

  // The server goes with its folder when the suite ends; nobody drops the schema.
  void make_schema(const std::string& uri) {
    static int made = 0;
    engine_postgres::Options options;
    options.uri = uri;
    options.schema = "t" + std::to_string(getpid()) + "_" + std::to_string(++made);
    options.own_clock = false;
    options.readers = 4;
    const int nodes = word_of_environment("YAKUSOKU_TEST_NODES") == "2" ? 2 : 1;
    for (int i = 0; i < nodes; ++i) {
      options.node = "n" + std::to_string(i);
      databases_.push_back(opened(engine_postgres::open_database(options)));
    }
    first().with_writer(
        [&](store::Connection& connection) { connection.execute_script("CREATE SCHEMA " + options.schema); });
  }

  // As a fresh desk of the newest schema.
  void empty() {
    std::string script;
    const auto& tables = store::all_tables();
    for (auto each = tables.rbegin(); each != tables.rend(); ++each)
      if (each->name != "desk" && each->name != "duty_mark") script += "DELETE FROM " + each->name + "; ";
    script += "UPDATE desk SET head = 0, clock_at = 0; UPDATE duty_mark SET mark = 0";
    first().with_writer([&](store::Connection& connection) { connection.execute_script(script); });
  }

  Nodes databases_;
  std::filesystem::path folder_;
  bool is_shared_ = false;
};

// A store over all nodes of the engine, which take their turns.
class TestStore final : public ports::Store {
 public:
  TestStore(TestEngine& engine, ports::TimeSource& time, ports::Dice& dice) {
    for (const auto& database : engine.all()) {
      auto made = store::open_store(*database, time, dice);
      if (!made) throw std::runtime_error(made.error().detail);
      nodes_.push_back(*std::move(made));
    }
  }
  std::vector<ports::Done> run(std::span<ports::Command> commands) override { return next().run(commands); }
  Outcome read(const std::function<void(ports::Reader&)>& body) override { return next().read(body); }

 private:
  ports::Store& next() { return *nodes_[turn_++ % nodes_.size()]; }
  std::vector<std::unique_ptr<ports::Store>> nodes_;
  std::size_t turn_ = 0;
};

}  // namespace yakusoku::tests
