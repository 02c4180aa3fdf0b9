#include "sim/faults/faulty_database.hpp"

#include <utility>

namespace yakusoku::sim {

using store::Lifetime;
using store::Statement;
using store::StorageFailure;

class FaultyDatabase::Wrapped final : public store::Connection {
 public:
  Wrapped(store::Connection& real, FaultyDatabase& faults) : real_(real), faults_(faults) {}

  Statement& prepared(std::string_view name, std::string_view sql, std::span<const std::string> types) override {
    if (faults_.statement_ > 0 && --faults_.statement_ == 0)
      throw StorageFailure(StorageFailure::Kind::disk, "planned: the disk refuses a statement");
    return real_.prepared(name, sql, types);
  }
  void execute_script(std::string_view sql) override { real_.execute_script(sql); }
  bool has_table(std::string_view name) override { return real_.has_table(name); }
  std::int64_t rows_changed() override { return real_.rows_changed(); }
  void begin_write() override { real_.begin_write(); }
  void begin_read() override { real_.begin_read(); }
  void begin_beside() override { real_.begin_beside(); }
  void commit() override {
    switch (std::exchange(faults_.commit_, Commit::works)) {
      case Commit::works: return real_.commit();
      case Commit::undone:
        real_.rollback();
        throw StorageFailure(StorageFailure::Kind::disk, "planned: the commit failed");
      case Commit::answer_lost:
        real_.commit();
        throw StorageFailure(StorageFailure::Kind::disk, "planned: nobody heard of the commit");
    }
  }
  void rollback() override { real_.rollback(); }
  void savepoint() override { real_.savepoint(); }
  void release() override { real_.release(); }
  void rollback_to_savepoint() override { real_.rollback_to_savepoint(); }

 private:
  store::Connection& real_;
  FaultyDatabase& faults_;
};

void FaultyDatabase::with_writer(const std::function<void(store::Connection&)>& body) {
  real_.with_writer([&](store::Connection& connection) {
    Wrapped wrapped(connection, *this);
    body(wrapped);
  });
}

}  // namespace yakusoku::sim
