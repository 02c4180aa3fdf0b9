// rooms: adapters/store adapters/engine_postgres adapters/engine_sqlite adapters/system ports base
// The writer's thread: order, bounds, wakes, and an end that keeps what was accepted.

#include <gtest/gtest.h>

#include <future>

#include "adapters/store/verify.hpp"
#include "adapters/store/writer.hpp"
#include "desk_fixture.hpp"

namespace yakusoku::store_tests {
namespace {

using namespace ports;
using store::Lane;
using store::Writer;

class WriterTest : public testing::Test {
 protected:
  WriterTest() : desk_("") { options_.clock_is_pushed = true; }

  void start_writer() { writer_ = std::make_unique<Writer>(*desk_.desk, desk_.clock, options_, hooks_); }
  Done wait_for(Command command, Lane lane = Lane::interactive) {
    std::promise<Done> promise;
    writer_->submit(lane, std::move(command), [&](Done done) { promise.set_value(std::move(done)); });
    return promise.get_future().get();
  }
  void push_to(Instant at) {
    desk_.clock.push_to(at);
    std::promise<void> settled;
    writer_->poke([&] { settled.set_value(); });
    settled.get_future().get();
  }
  // Wakes note the ticket and set its next wake.
  void wake_with(std::function<Result<Instant>(TicketId)> next) {
    hooks_.wake_command = [this, next](TicketId id) {
      return Command{"", "", [this, id, next](Transaction& to) -> Result<Answer> {
                       woken_.push_back(id.value);
                       TicketRow row = *to.ticket(Viewer::desk(), id);
                       row.next_wake = TRY(next(id));
                       row.version += 1;
                       row.changed = to.append(record(id.value, row.version, to.now())).position;
                       to.update(row);
                       return Answer{};
                     }};
    };
  }
  Command opening_with_wake(Instant wake) {
    return {"", "", [wake](Transaction& to) -> Result<Answer> {
              open_ticket(to, {5}, "x", [&](TicketRow& row) { row.next_wake = wake; });
              return Answer{};
            }};
  }

  Desk desk_;
  Writer::Options options_;
  Writer::Hooks hooks_;
  std::vector<std::int64_t> woken_;  // written on the writer's thread, read once it is settled or stopped
  std::unique_ptr<Writer> writer_;
};

TEST_F(WriterTest, commands_are_answered_in_their_order_after_the_commit) {
  std::vector<std::int64_t> heads;
  hooks_.on_commit = [&](std::int64_t head) { heads.push_back(head); };
  start_writer();
  std::vector<std::string> answers;
  for (int i = 0; i < 300; ++i)
    writer_->submit(Lane::interactive, opening("", "x"), [&](Done done) { answers.push_back(done.answer->body); });
  writer_->stop();
  ASSERT_EQ(answers.size(), 300u);
  for (std::size_t i = 0; i < answers.size(); ++i) EXPECT_EQ(answers[i], std::to_string(i + 1));
  EXPECT_TRUE(std::is_sorted(heads.begin(), heads.end()));
  ASSERT_FALSE(heads.empty());
  EXPECT_EQ(heads.back(), 300);
  EXPECT_GE(heads.size(), 300u / options_.batch);
}

TEST_F(WriterTest, a_full_lane_says_so_at_once_and_the_other_goes_on) {
  options_.background_limit = 1;
  start_writer();
  std::promise<void> entered, leave;
  const Command blocking{"", "", [&](Transaction&) -> Result<Answer> {
                           entered.set_value();
                           leave.get_future().wait();
                           return Answer{};
                         }};
  writer_->submit(Lane::interactive, blocking, [](Done) {});
  entered.get_future().wait();
  const auto nothing = [](Transaction&) -> Result<Answer> { return Answer{}; };
  std::vector<int> outcomes;  // of the background lane: 1 done, 0 refused
  const auto note = [&](Done done) {
    outcomes.push_back(done.answer ? 1 : done.answer.error().code == ErrorCode::unavailable ? 0 : -1);
  };
  writer_->submit(Lane::background, {"", "", nothing}, note);
  writer_->submit(Lane::background, {"", "", nothing}, note);
  EXPECT_EQ(outcomes, (std::vector<int>{0}));
  leave.set_value();
  EXPECT_TRUE(wait_for({"", "", nothing}).answer);
  writer_->stop();
  EXPECT_EQ(outcomes, (std::vector<int>{0, 1}));
}

TEST_F(WriterTest, after_the_end_nothing_is_accepted_and_nothing_accepted_is_lost) {
  start_writer();
  int answered = 0;
  for (int i = 0; i < 500; ++i)
    writer_->submit(i % 2 ? Lane::interactive : Lane::background, opening("", "x"), [&](Done) { ++answered; });
  writer_->stop();
  EXPECT_EQ(answered, 500);
  bool refused = false;
  writer_->submit(Lane::interactive, opening("", "x"), [&](Done done) { refused = !done.answer; });
  EXPECT_TRUE(refused);
}

TEST_F(WriterTest, a_wake_runs_once_its_second_is_over) {
  wake_with([](TicketId) { return far_future; });
  start_writer();
  wait_for(opening_with_wake(start + seconds(10)));
  push_to(start + seconds(10));
  EXPECT_TRUE(woken_.empty());
  push_to(start + seconds(11));
  EXPECT_EQ(woken_, (std::vector<std::int64_t>{1}));
  push_to(start + seconds(100));
  EXPECT_EQ(woken_.size(), 1u);
}

TEST_F(WriterTest, what_fell_due_meanwhile_is_woken_in_order_until_nothing_is_due) {
  // The first ticket wakes again each minute: a push of an hour runs them all before it is settled.
  wake_with([](TicketId id) -> Result<Instant> {
    static Instant next = start + minutes(1);
    if (id == TicketId{2}) return far_future;
    next = next + minutes(1);
    return next;
  });
  start_writer();
  wait_for(opening_with_wake(start + minutes(1)));
  wait_for(opening_with_wake(start + minutes(1)));
  push_to(start + hours(1) + seconds(1));
  EXPECT_EQ(std::count(woken_.begin(), woken_.end(), 1), 60);
  EXPECT_EQ(std::count(woken_.begin(), woken_.end(), 2), 1);
}

TEST_F(WriterTest, a_wake_that_fails_is_put_off_and_holds_up_nobody) {
  std::vector<std::int64_t> failed;
  bool broken = true;
  hooks_.wake_failed = [&](TicketId id, const Error&) { failed.push_back(id.value); };
  wake_with([&](TicketId id) -> Result<Instant> {
    if (id == TicketId{1} && broken) return fail(ErrorCode::internal);
    return far_future;
  });
  start_writer();
  wait_for(opening_with_wake(start + seconds(1)));
  wait_for(opening_with_wake(start + seconds(2)));
  push_to(start + seconds(5));
  EXPECT_EQ(woken_, (std::vector<std::int64_t>{1, 2}));
  EXPECT_EQ(failed, (std::vector<std::int64_t>{1}));
  push_to(start + seconds(30));
  EXPECT_EQ(woken_.size(), 2u);
  broken = false;
  push_to(start + seconds(65));
  EXPECT_EQ(woken_, (std::vector<std::int64_t>{1, 2, 1}));
}

TEST_F(WriterTest, a_wake_that_leaves_its_ticket_due_does_not_spin) {
  int failures = 0;
  hooks_.wake_failed = [&](TicketId, const Error& why) {
    ++failures;
    EXPECT_EQ(why.code, ErrorCode::internal);
  };
  wake_with([](TicketId) { return start + seconds(1); });
  start_writer();
  wait_for(opening_with_wake(start + seconds(1)));
  push_to(start + seconds(5));
  EXPECT_EQ(woken_.size(), 1u);
  EXPECT_EQ(failures, 1);
}

TEST_F(WriterTest, a_jump_of_the_clock_holds_the_timers) {
  std::atomic<bool> held = true;
  hooks_.timers_held = [&] { return held.load(); };
  wake_with([](TicketId) { return far_future; });
  start_writer();
  wait_for(opening_with_wake(start + seconds(1)));
  push_to(start + seconds(5));
  EXPECT_TRUE(woken_.empty());
  held = false;
  push_to(start + seconds(6));
  EXPECT_EQ(woken_.size(), 1u);
}

TEST_F(WriterTest, by_the_machines_clock_it_wakes_by_itself) {
  class Machine : public TimeSource {
   public:
    Instant now() override {
      return {std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count()};
    }
  } machine;
  auto opened = store::open_store(*desk_.database, machine, desk_.dice);
  std::promise<Instant> woken;
  hooks_.wake_command = [&](TicketId id) {
    return Command{"", "", [&woken, id](Transaction& to) -> Result<Answer> {
                     TicketRow row = *to.ticket(Viewer::desk(), id);
                     row.next_wake = far_future;
                     to.update(row);
                     woken.set_value(to.now());
                     return Answer{};
                   }};
  };
  options_.clock_is_pushed = false;
  const Instant due = machine.now();
  Writer writer(**opened, machine, options_, hooks_);
  writer.submit(Lane::interactive, opening_with_wake(due), [](Done) {});
  std::future<Instant> at = woken.get_future();
  ASSERT_EQ(at.wait_for(std::chrono::seconds(10)), std::future_status::ready);
  EXPECT_GT(at.get(), due);
}

}  // namespace
}  // namespace yakusoku::store_tests
