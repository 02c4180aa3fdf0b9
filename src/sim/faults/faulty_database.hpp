#pragma once
// private to the room
// A database that fails when it is told to: a commit that is undone, a commit that is done but whose answer is lost, a
// statement that the disk refuses. Whoever sits above sees what a real disk would show.

#include <memory>

#include "adapters/store/database.hpp"

namespace yakusoku::sim {

class FaultyDatabase final : public store::Database {
 public:
  enum class Commit { works, undone, answer_lost };

  explicit FaultyDatabase(store::Database& real) : real_(real) {}
  void next_commit(Commit how) { commit_ = how; }
  // The writer's n-th statement from now on fails; 0: none does.
  void fail_statement(int n) { statement_ = n; }

  std::string adapted(std::string_view migration) const override { return real_.adapted(migration); }
  void with_writer(const std::function<void(store::Connection&)>& body) override;
  void with_reader(const std::function<void(store::Connection&)>& body) override { real_.with_reader(body); }

 private:
  class Wrapped;
  store::Database& real_;
  Commit commit_ = Commit::works;
  int statement_ = 0;
};

}  // namespace yakusoku::sim
