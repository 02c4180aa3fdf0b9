// The arithmetic of one cycle, without a request: budgets, pauses, selections, thresholds.

#include "core/clocks/cycle.hpp"

#include <gtest/gtest.h>

#include "core/clocks/compiled_calendars.hpp"

namespace yakusoku::clocks {
namespace {

constexpr Instant tuesday{1749513600};  // 2025-06-10 09:00 in Tokyo

// Monday to Friday, 09:00 to 17:00 in Tokyo.
CalendarText office() {
  calendars::Definition definition;
  definition.kind = calendars::Definition::Kind::week;
  definition.week.zone = "Asia/Tokyo";
  for (std::size_t day = 0; day < 5; ++day) definition.week.weekly[day] = {{9 * 3600, 17 * 3600}};
  return CalendarText(to_text(calendars::to_json(definition)));
}

Selection of(std::string path, std::int64_t hours, bool in_office = false) {
  Selection selection;
  selection.path = std::move(path);
  selection.amount = std::to_string(hours) + "h";
  selection.firmness = Firmness::firm;
  selection.budget = hours * 3600;
  if (in_office) {
    selection.calendar = office();
    selection.calendar_name = "office";
  }
  return selection;
}

class Cycles : public testing::Test {
 protected:
  CompiledCalendars calendars_;
  Cycle fresh(const Selection& selection) { return started(Cycle{}, selection, tuesday, calendars_); }
};

TEST_F(Cycles, a_due_is_the_least_instant_that_uses_up_the_budget) {
  EXPECT_EQ(fresh(of("a", 6)).due, tuesday + hours(6));
  EXPECT_EQ(fresh(of("a", 8, true)).due, tuesday + hours(8));
  EXPECT_EQ(fresh(of("a", 9, true)).due, tuesday + hours(25));
}

TEST_F(Cycles, no_due_while_it_pauses_and_open_time_only_is_lost) {
  Cycle cycle = paused(fresh(of("a", 10, true)), tuesday + hours(2), calendars_);
  EXPECT_EQ(cycle.due, far_future);
  EXPECT_EQ(spent_by(cycle, tuesday + hours(4), calendars_), 7200);
  cycle = resumed(cycle, tuesday + hours(3), calendars_);
  EXPECT_EQ(cycle.due, tuesday + hours(27));
  cycle = resumed(paused(cycle, tuesday + hours(9), calendars_), tuesday + hours(20), calendars_);
  EXPECT_EQ(cycle.due, tuesday + hours(27));
}

TEST_F(Cycles, counted_from_the_start_with_its_pauses) {
  Cycle cycle = resumed(paused(fresh(of("a", 6)), tuesday + hours(1), calendars_), tuesday + hours(3), calendars_);
  EXPECT_EQ(due_from_start(cycle, of("b", 1), 3600, calendars_), tuesday + hours(1));
  EXPECT_EQ(due_from_start(cycle, of("b", 2), 7200, calendars_), tuesday + hours(4));
  cycle = paused(cycle, tuesday + hours(5), calendars_);
  EXPECT_EQ(due_from_start(cycle, of("b", 2), 7200, calendars_), tuesday + hours(4));
  EXPECT_EQ(due_from_start(cycle, of("b", 9), 9 * 3600, calendars_), far_future);
}

TEST_F(Cycles, what_was_used_is_told_by_selections_not_by_old_dues) {
  Cycle cycle = fresh(of("two", 24));
  cycle = selected_anew(cycle, of("three", 90), tuesday + hours(1), calendars_);
  EXPECT_EQ(cycle.due, tuesday + hours(90));
  cycle = resumed(paused(cycle, tuesday + hours(2), calendars_), tuesday + hours(32), calendars_);
  cycle = selected_anew(cycle, of("one", 6), tuesday + hours(33), calendars_);
  EXPECT_EQ(cycle.due, tuesday + hours(39));
  cycle = selected_anew(cycle, of("two", 24), tuesday + hours(34), calendars_);
  EXPECT_EQ(cycle.due, tuesday + hours(54));
  cycle = selected_anew(cycle, of("one", 6), tuesday + hours(36), calendars_);
  EXPECT_EQ(cycle.due, tuesday + hours(41));  // one hour of the six was used
}

TEST_F(Cycles, the_old_due_wins_with_its_budget_and_calendar) {
  Cycle cycle = fresh(of("three", 8, true));
  cycle = selected_anew(cycle, of("two", 7), tuesday + hours(2), calendars_);
  EXPECT_EQ(cycle.due, tuesday + hours(8));
  EXPECT_EQ(cycle.selection->amount, "8h");
  EXPECT_EQ(cycle.choice->path, "two");
  EXPECT_EQ(cycle.chosen, choice_key(of("two", 7)));
}

TEST_F(Cycles, a_promise_is_capped_by_tighter_only) {
  const Cycle cycle = promised(fresh(of("two", 4)), tuesday + hours(10));
  EXPECT_EQ(selected_anew(cycle, of("one", 1), tuesday + hours(2), calendars_).due, tuesday + hours(3));
  EXPECT_EQ(selected_anew(cycle, of("three", 9), tuesday + hours(2), calendars_).due, tuesday + hours(10));
}

TEST_F(Cycles, running_on_after_it_was_met) {
  Cycle cycle = ended(fresh(of("a", 6)), Verdict::met, tuesday + hours(5), calendars_);
  EXPECT_EQ(cycle.spent, 5 * 3600);
  EXPECT_EQ(continued(cycle, tuesday + hours(50), 0, calendars_).due, tuesday + hours(51));
  EXPECT_EQ(continued(cycle, tuesday + hours(50), 4 * 3600, calendars_).due, tuesday + hours(54));
  EXPECT_EQ(continued(cycle, tuesday + hours(50), 90 * 3600, calendars_).due, tuesday + hours(56));
}

TEST_F(Cycles, goes_on_in_a_calendar_that_reads_otherwise_by_now) {
  const calendars::Definition office_before = *calendars::from_json(*parse_json(office().text()));
  calendars::Definition both = office_before, closed = office_before;
  Cycle cycle = fresh(of("a", 24, true));
  EXPECT_EQ(cycle.due, tuesday + hours(56));
  const auto in = [&](const calendars::Definition& definition) {
    Selection selection = *cycle.selection;
    selection.calendar = CalendarText(to_text(calendars::to_json(definition)));
    return adopted(cycle, selection, cycle.choice, cycle.earlier, calendars_);
  };
  for (int times = 0; times < 40; ++times) {  // deeper than calendars may nest
    closed.week.closed = {{20250 + times, {0, 86400}}};
    both = calendars::spliced(both, closed, tuesday + seconds(times + 1));
  }
  EXPECT_EQ(in(both).due, tuesday + hours(56));  // the last one closes in July
  closed.week.closed = {{20250, {0, 86400}}};     // Wednesday the 11th is 20250
  EXPECT_EQ(in(calendars::spliced(both, closed, tuesday + hours(1))).due, tuesday + hours(80));
}

TEST_F(Cycles, elapsed_then_open_ends_in_open_time) {
  Selection selection = of("a", 12, true);
  selection.then_open = true;
  EXPECT_EQ(fresh(selection).due, tuesday + hours(24));
  selection.budget = 8 * 3600;
  EXPECT_EQ(fresh(selection).due, tuesday + hours(8));
}

TEST(CalendarTexts, are_equal_by_what_they_say) {
  EXPECT_EQ(office(), office());
  EXPECT_TRUE(CalendarText().empty());
  EXPECT_TRUE(CalendarText("").empty());
  EXPECT_FALSE(office() == CalendarText());
  CompiledCalendars calendars;
  const CalendarText kept(office().text(), calendars.compiled(office()));
  EXPECT_EQ(kept, office());
  EXPECT_EQ(kept.digest(), office().digest());
  EXPECT_EQ(kept.digest().size(), 12U);
}

}  // namespace
}  // namespace yakusoku::clocks
