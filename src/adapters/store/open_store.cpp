#include "adapters/store/open_store.hpp"

#include <algorithm>
#include <exception>

#include "adapters/store/migrations.hpp"
#include "adapters/store/record_chain.hpp"
#include "adapters/store/statements.hpp"
#include "adapters/store/transaction.hpp"
#include "base/assert.hpp"

namespace yakusoku::store {
namespace {

using namespace ports;

constexpr Duration keys_are_kept = days(14);
constexpr int keys_forgotten_a_batch = 128;
constexpr int most_broken = 2;  // connections that break under one batch

// How a command that says no is undone. A savepoint a command costs the engine a copy of each page it touches, a sixth
// of a create, and nearly every command succeeds or refuses before it writes. So a batch first runs without; if one
// must be undone after all, the batch is rolled back and run again, each command in its savepoint.
enum class Undo { whole_batch, by_savepoint };

class SnapshotReader final : public Reading<Reader> {
 public:
  using Reading::Reading;
  std::int64_t head() override { return queries_.head(); }
  Instant clock_at() override { return queries_.clock_at(); }
};

class SqlStore final : public Store {
 public:
  SqlStore(Database& database, TimeSource& time, Dice& dice) : database_(database), time_(time), dice_(dice) {}

  std::vector<Done> run(std::span<Command> commands) override {
    std::vector<Done> done;
    Sent sent;
    for (int broken = 0;; ++broken) {
      try {
        database_.with_writer([&](Connection& connection) {
          if (sent.outcome_unknown && stands(connection, sent)) {
            done = std::move(sent.done);
            return;
          }
          std::optional<std::vector<Done>> first = batch(connection, commands, Undo::whole_batch, sent);
          done = first ? *std::move(first) : batch(connection, commands, Undo::by_savepoint, sent).value();
        });
        return done;
      } catch (const StorageFailure& failure) {
        using Kind = StorageFailure::Kind;
        const bool broke = failure.kind() == Kind::lost || failure.kind() == Kind::unknown;
        sent.outcome_unknown = sent.outcome_unknown || failure.kind() == Kind::unknown;
        if (broke && broken < most_broken) continue;
        done.assign(commands.size(), Done{fail(ErrorCode::storage, "", failure.what())});
        return done;
      }
    }
  }

  Outcome read(const std::function<void(Reader&)>& body) override {
    try {
      database_.with_reader([&](Connection& connection) {
        connection.begin_read();
        SnapshotReader reader(connection);
        try {
          body(reader);
        } catch (...) {
          connection.rollback();
          throw;
        }
        connection.commit();
      });
    } catch (const StorageFailure& failure) {
      return fail(ErrorCode::storage, "", failure.what());
    }
    return {};
  }

 private:
  // What a batch had answered and written when its commit was sent.
  struct Sent {
    std::vector<Done> done;
    std::int64_t first_head = 0, head = 0;
    std::string chain;
    bool outcome_unknown = false;
  };

  // Whether the commit whose outcome nobody told took place: the log has our record, chained as we chained it. A batch that
  // logged nothing is run again; its keys tell what was done.
  bool stands(Connection& connection, const Sent& sent) {
    if (sent.head == sent.first_head) return false;
    connection.begin_write();
    bool ours = false;
    {
      Rows there = query(connection, "log/chain_at", sent.head);
      ours = there.next() && there.bytes() == sent.chain;
    }
    connection.rollback();
    return ours;
  }

  // Nothing where a command of a whole batch would have to be undone alone: then nothing was done.
  std::optional<std::vector<Done>> batch(Connection& connection, std::span<Command> commands, Undo undo, Sent& sent) {
    connection.begin_write();
    try {
      BatchState state;
      const Instant now = begin(connection, state);
      const std::int64_t first_head = state.head;
      std::vector<Done> done;
      done.reserve(commands.size());
      bool changed = false;
      for (Command& command : commands) {
        std::optional<Done> one = undo == Undo::by_savepoint ? in_savepoint(connection, command, now, state)
                                                             : without_savepoint(connection, command, now, state);
        if (!one) {
          connection.rollback();
          return std::nullopt;
        }
        changed = changed || (one->answer && !one->replayed);
        done.push_back(*std::move(one));
      }
      if (changed) finish(connection, now, state);
      sent = {done, first_head, state.head, state.chain, false};
      connection.commit();
      return done;
    } catch (...) {
      connection.rollback();
      throw;
    }
  }

  Instant begin(Connection& connection, BatchState& state) {
    Instant last;
    {
      Rows desk = query(connection, "desk/load");
      ASSERT(desk.next());
      state.head = desk.integer();
      last = desk.instant();
    }
    state.chain = first_link();
    if (state.head > 0) {
      Rows newest = query(connection, "log/chain_at", state.head);
      ASSERT(newest.next());
      state.chain = newest.bytes();
    }
    return std::max(last, connection.clock().value_or(time_.now()));
  }

  void finish(Connection& connection, Instant now, const BatchState& state) {
    for (const auto& [kind, next] : state.counters) execute(connection, "desk/set_counter", kind, next);
    execute(connection, "once/forget", now, keys_forgotten_a_batch);
    execute(connection, "desk/advance", state.head, now);
  }

  std::optional<Done> without_savepoint(Connection& connection, Command& command, Instant now, BatchState& state) {
    if (std::optional<Done> known = known_answer(connection, command)) return known;
    BatchState before = state;
    const std::int64_t rows_before = connection.rows_changed();
    bool refused = false;
    Done done = attempt(connection, command, now, state, refused);
    if (done.answer) return done;
    // A statement that the rows refused may have ended the whole transaction.
    if (refused || connection.rows_changed() != rows_before) return std::nullopt;
    state = std::move(before);
    return done;
  }

  std::optional<Done> in_savepoint(Connection& connection, Command& command, Instant now, BatchState& state) {
    if (std::optional<Done> known = known_answer(connection, command)) return known;
    BatchState before = state;
    connection.savepoint();
    bool refused = false;
    Done done = attempt(connection, command, now, state, refused);
    if (done.answer) {
      connection.release();
    } else {
      connection.rollback_to_savepoint();
      state = std::move(before);
    }
    return done;
  }

  std::optional<Done> known_answer(Connection& connection, const Command& command) {
    if (command.key.empty()) return std::nullopt;
    Rows known = query(connection, "once/load", command.key);
    if (!known.next()) return std::nullopt;
    if (known.bytes() != command.fingerprint)
      return Done{fail(ErrorCode::key_reused, "", "another request was sent under " + command.key)};
    Answer answer;
    answer.status = static_cast<int>(known.integer());
    answer.body = known.text();
    return Done{std::move(answer), true};
  }

  // Our own bug ends the command and nobody else's; a disk that fails ends the batch.
  Done attempt(Connection& connection, Command& command, Instant now, BatchState& state, bool& refused) {
    try {
      BatchTransaction transaction(connection, now, dice_, state);
      Result<Answer> answer = command.run(transaction);
      if (answer && !command.key.empty())
        execute(connection, "once/insert", command.key, Bytes{command.fingerprint}, answer->status, answer->body,
                state.head, now + keys_are_kept);
      return Done{std::move(answer)};
    } catch (const StorageFailure& failure) {
      if (failure.kind() != StorageFailure::Kind::constraint) throw;
      refused = true;
      return Done{fail(ErrorCode::internal, "", failure.what())};
    } catch (const std::exception& bug) {
      return Done{fail(ErrorCode::internal, "", bug.what())};
    }
  }

  Database& database_;
  TimeSource& time_;
  Dice& dice_;
};

}  // namespace

Result<std::unique_ptr<Store>> open_store(Database& database, TimeSource& time, Dice& dice) {
  TRY_OUTCOME(migrate(database, hex_of(dice.bytes(16))));
  return std::make_unique<SqlStore>(database, time, dice);
}

Result<std::string> shared_secret(Database& database, std::string_view name, const std::string& fresh) {
  std::string secret;
  try {
    database.with_writer([&](Connection& connection) {
      connection.begin_write();
      try {
        execute(connection, "secrets/insert", name, hex_of(fresh));
        Rows there = query(connection, "secrets/load", name);
        ASSERT(there.next());
        secret = there.text();
      } catch (...) {
        connection.rollback();
        throw;
      }
      connection.commit();
    });
  } catch (const StorageFailure& failure) {
    return fail(ErrorCode::storage, "", failure.what());
  }
  const auto bytes = bytes_of_hex(secret);
  if (!bytes) return fail(ErrorCode::storage, "", "a shared secret can't be read");
  return *bytes;
}

}  // namespace yakusoku::store
