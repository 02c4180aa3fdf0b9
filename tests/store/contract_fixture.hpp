#pragma once

// What the contract suites share: a desk in memory or on disk, changes and questions.

#include <gtest/gtest.h>

#include <optional>

#include "desk_fixture.hpp"

namespace yakusoku::store_tests {

using namespace ports;

class Contract : public testing::TestWithParam<bool> {
 protected:
  void SetUp() override { desk_.emplace(GetParam() ? (folder_.path() / "desk.sqlite").string() : std::string()); }

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
    for (const TicketRow& row : ask<std::vector<TicketRow>>([&](Reader& reader) { return reader.queue(viewer, query); }))
      ids.push_back(row.id.value);
    return ids;
  }

  TemporaryFolder folder_;
  std::optional<Desk> desk_;
};

}  // namespace yakusoku::store_tests
