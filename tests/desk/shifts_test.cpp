// rooms: adapters/shelf adapters/store adapters/engine_postgres adapters/engine_sqlite adapters/system desk core/program core/calendars
// Rotas and absences on a desk: what a change makes of open requests at once, who may enter what, and what the board shows.

#include <random>

#include "desk/board.hpp"
#include "desk/shifts.hpp"
#include "desk_fixture.hpp"

namespace yakusoku {
namespace {

class Shifts : public Desk {
 protected:
  void SetUp() override {
    Desk::SetUp();
    lead_ = add("Lena", ports::Role::lead, {});
    (void)store_->read([&](ports::Reader& reader) { groups_ = reader.groups(); });
  }

  void works(const Caller& who, calendars::Definition hours) {
    ports::RotaRow rota;
    rota.name = std::to_string(who.person.value);
    rota.hours = to_text(calendars::to_json(hours));
    ASSERT_TRUE(run([&](auto& t) { return desk::put_rota(t, Caller::desk(), rota); }));
    ports::PersonRow person;
    (void)store_->read([&](ports::Reader& reader) { person = *reader.person(who.person); });
    for (const ports::GroupRow& each : groups_) person.groups.push_back(each.id.value);
    ASSERT_TRUE(run([&](auto& t) { return desk::update_person(t, Caller::desk(), person); }));
    ports::AgentRow agent;
    agent.person = who.person;
    agent.rota = rota.name;
    ASSERT_TRUE(run([&](auto& t) { return desk::put_agent(t, Caller::desk(), agent); }));
  }

  Result<Answer> away(const Caller& by, PersonId who, Instant from, Instant to) {
    ports::DutyExceptionRow row;
    row.person = who;
    row.from = from;
    row.to = to;
    return run([&](auto& t) { return desk::add_duty_exception(t, by, row); });
  }

  desk::BoardView board() {
    desk::BoardView view;
    (void)store_->read([&](ports::Reader& reader) {
      auto seen = desk::view_board(reader, shelf_, lead_, {}, hours(72), time_.now());
      ASSERT_TRUE(seen) << entry_of(seen.error().code).name << " " << seen.error().field;
      view = std::move(*seen);
    });
    return view;
  }

  Caller lead_;
  std::vector<ports::GroupRow> groups_;
};

TEST_F(Shifts, an_absence_is_on_the_board_within_a_minute_and_leaves_it_when_it_is_taken_back) {
  works(agent_, calendars::always());
  const TicketId ticket = open();
  EXPECT_EQ(agent_.person, view(agent_, ticket).row.assignee);
  EXPECT_TRUE(board().gaps.empty());
  const Instant now = time_.now();
  const Result<Answer> absent = away(agent_, agent_.person, now, now + days(3));
  ASSERT_TRUE(absent);
  time_.push_to(now + seconds(59));
  wake_all();
  const auto gaps = board().gaps;
  ASSERT_FALSE(gaps.empty());
  EXPECT_EQ(ticket, gaps.front().row.ticket);
  for (const auto& each : board().hanging) EXPECT_FALSE(each.attended);
  ASSERT_TRUE(run([&](auto& t) { return desk::remove_duty_exception(t, agent_, number(absent, "exception")); }));
  time_.push_to(now + seconds(118));
  wake_all();
  EXPECT_TRUE(board().gaps.empty());
}

TEST_F(Shifts, who_leaves_his_team_or_is_suspended_is_a_gap_within_a_minute) {
  works(agent_, calendars::always());
  works(lead_, calendars::never());  // rotas are kept, also without him
  (void)open();
  ports::PersonRow person;
  (void)store_->read([&](ports::Reader& reader) { person = *reader.person(agent_.person); });
  for (const ports::GroupRow& each : groups_) person.groups.push_back(each.id.value);
  for (const bool by_leaving : {true, false}) {
    EXPECT_TRUE(board().gaps.empty());
    ports::PersonRow gone = person;
    if (by_leaving)
      gone.groups.clear();
    else
      gone.suspended = true;
    const Instant changed = time_.now();
    ASSERT_TRUE(run([&](auto& t) { return desk::update_person(t, Caller::desk(), gone); }));
    time_.push_to(changed + seconds(59));
    wake_all();
    EXPECT_FALSE(board().gaps.empty()) << (by_leaving ? "left" : "suspended");
    ASSERT_TRUE(run([&](auto& t) { return desk::update_person(t, Caller::desk(), person); }));
    time_.push_to(changed + seconds(118));
    wake_all();
  }
}

TEST_F(Shifts, a_board_of_one_program_shows_nothing_of_another) {
  (void)open();
  const auto hanging = [&](ProgramId program) {
    std::size_t count = 0;
    (void)store_->read([&](ports::Reader& reader) {
      count = desk::view_board(reader, shelf_, lead_, program, hours(72), time_.now())->hanging.size();
    });
    return count;
  };
  EXPECT_EQ(1u, hanging(program_));
  EXPECT_EQ(1u, hanging({}));
  EXPECT_EQ(0u, hanging(ProgramId{program_.value + 1}));
}

TEST_F(Shifts, one_enters_his_own_absence_and_a_lead_everybodys) {
  const Instant now = time_.now();
  EXPECT_TRUE(away(agent_, agent_.person, now, now + days(1)));
  EXPECT_EQ(ErrorCode::not_allowed, code_of(away(agent_, lead_.person, now, now + days(1))));
  EXPECT_TRUE(away(lead_, agent_.person, now, now + days(1)));
  EXPECT_EQ(ErrorCode::not_allowed, code_of(away(customer_, agent_.person, now, now + days(1))));
  EXPECT_EQ(ErrorCode::invalid, code_of(away(lead_, agent_.person, now, now)));
  EXPECT_EQ(ErrorCode::limit, code_of(away(lead_, agent_.person, now, now + days(400))));
  EXPECT_EQ(ErrorCode::unknown_value, code_of(away(lead_, customer_.person, now, now + days(1))));
}

TEST_F(Shifts, the_board_is_the_staffs) {
  (void)store_->read([&](ports::Reader& reader) {
    EXPECT_FALSE(desk::view_board(reader, shelf_, customer_, {}, hours(4), time_.now()));
  });
}

// Whatever the rotas and absences: a promise that falls due while nobody of its owner's and team's is there is on the
// board once the request was looked at, and no other is.
TEST_F(Shifts, gaps_are_exactly_the_dues_that_nobody_attends) {
  calendars::Definition week;
  week.kind = calendars::Definition::Kind::week;
  week.week.zone = "Asia/Tokyo";
  for (std::size_t day = 0; day < 5; ++day) week.week.weekly[day].push_back({9 * 3600, 18 * 3600});
  works(agent_, week);
  works(lead_, week);
  std::mt19937 chance(20261125);
  std::vector<TicketId> tickets;
  for (int step = 0; step < 60; ++step) {
    time_.push_to(time_.now() + minutes(static_cast<int>(chance() % 240)));
    wake_all();
    const PersonId who = chance() % 2 ? agent_.person : lead_.person;
    const Instant from = time_.now() + minutes(static_cast<int>(chance() % 600));
    if (chance() % 3 == 0) {
      ASSERT_TRUE(away(lead_, who, from, from + minutes(1 + static_cast<int>(chance() % 600))));
    }
    if (chance() % 2 == 0) tickets.push_back(open());
    if (!tickets.empty() && chance() % 4 == 0)
      (void)act(agent_, tickets[chance() % tickets.size()], Verb::reply, "We look into it.");
    time_.push_to(time_.now() + seconds(59));
    wake_all();
    // Seen before the read: a desk in memory has one connection.
    std::vector<desk::TicketView> views;
    for (const TicketId each : tickets) views.push_back(view(agent_, each));
    (void)store_->read([&](ports::Reader& reader) {
      const auto roster = shelf_.roster(reader, program_);
      for (const desk::TicketView& seen : views) {
        const TicketId each = seen.row.id;
        std::vector<std::string> expected, found;
        for (const desk::ClockView& clock : seen.clocks) {
          if (clock.state != "running" || clock.owed_by != "vendor" || clock.due == far_future ||
              clock.due < time_.now())
            continue;
          if (clock.firmness != "firm" && !clock.promised) continue;
          const bool there = roster->on_duty(agent_.person, clock.due) || roster->on_duty(lead_.person, clock.due) ||
                             roster->on_duty(agent_.person, clock.due - seconds(1)) ||
                             roster->on_duty(lead_.person, clock.due - seconds(1));
          if (!there) expected.push_back(clock.clock + to_iso(clock.due));
        }
        for (const ports::AttentionRow& row : reader.attention_of(each))
          if (row.kind == "due_gap" && row.at >= time_.now()) found.push_back(row.key + to_iso(row.at));
        std::ranges::sort(expected);
        std::ranges::sort(found);
        EXPECT_EQ(expected, found) << "request " << each.value << " at " << to_iso(time_.now());
      }
    });
    if (HasFailure()) return;
  }
  EXPECT_GT(tickets.size(), 10u);
}

}  // namespace
}  // namespace yakusoku
