#pragma once

// What the contract suites share: a desk in memory or on disk, changes and questions.

#include <gtest/gtest.h>

#include <optional>

#include "desk_fixture.hpp"

namespace yakusoku::store_tests {

using namespace ports;

enum class Engine { memory, disk, postgres };

// PostgreSQL where a server is named: YAKUSOKU_TEST_ENGINE, as tests/engines/run sets it.
inline std::string postgres_uri() {
  const char* engine = getenv("YAKUSOKU_TEST_ENGINE");
  return engine && std::string_view(engine).starts_with("postgres") ? engine : "";
}
inline std::vector<Engine> engines() {
  std::vector<Engine> all{Engine::memory, Engine::disk};
  if (!postgres_uri().empty()) all.push_back(Engine::postgres);
  return all;
}
inline std::string name_of(const testing::TestParamInfo<Engine>& info) {
  return info.param == Engine::memory ? "in_memory" : info.param == Engine::disk ? "on_disk" : "in_postgres";
}

class Contract : public testing::TestWithParam<Engine> {
 protected:
  void SetUp() override {
    if (GetParam() == Engine::postgres) {
      if (schema_.empty()) {
        static int made = 0;
        schema_ = "c" + std::to_string(getpid()) + "_" + std::to_string(++made);
      }
      desk_.emplace(Desk::in_postgres(postgres_uri(), schema_));
    } else {
      desk_.emplace(GetParam() == Engine::disk ? (folder_.path() / "desk.sqlite").string() : std::string());
    }
  }
  void TearDown() override {
    if (schema_.empty()) return;
    desk_->database->with_writer(
        [&](store::Connection& connection) { connection.execute_script("DROP SCHEMA " + schema_ + " CASCADE"); });
  }

  Store& store() { return *desk_->desk; }
  Done run(Command command) { return desk_->run(std::move(command)); }
  Done run(std::function<Result<Answer>(Transaction&)> body) { return desk_->run(std::move(body)); }
  // What a command that answers nothing else does.
  void change(const std::function<void(Transaction&)>& body) {
    const Done done = run([&](Transaction& to) -> Result<Answer> {
      body(to);
      return Answer{};
    });
    ASSERT_TRUE(done.answer.has_value()) << done.answer.error().detail;
  }
  template <class T>
  T ask(const std::function<T(Reader&)>& question) {
    T out{};
    EXPECT_TRUE(store().read([&](Reader& reader) { out = question(reader); }).has_value());
    return out;
  }
  std::int64_t head() {
    return ask<std::int64_t>([](Reader& reader) { return reader.head(); });
  }
  std::vector<TicketRow> all_tickets() {
    return ask<std::vector<TicketRow>>([](Reader& reader) { return reader.tickets_after(Viewer::desk(), {}, 1000); });
  }
  std::vector<std::int64_t> queue(QueueQuery query, const Viewer& viewer = Viewer::desk()) {
    std::vector<std::int64_t> ids;
    for (const TicketRow& row :
         ask<std::vector<TicketRow>>([&](Reader& reader) { return reader.queue(viewer, query); }))
      ids.push_back(row.id.value);
    return ids;
  }

  TemporaryFolder folder_;
  std::string schema_;
  std::optional<Desk> desk_;
};

}  // namespace yakusoku::store_tests
