// rooms: core/lifecycle core/clocks core/tickets core/program core/calendars base
// with: core_driver.cpp closures.cpp runner.cpp checks.cpp seen.cpp scenario_text.cpp expectations.cpp words.cpp
// Every kind of expectation can fail, says what was there instead, and names its line.

#include "runner.hpp"

#include <gtest/gtest.h>

#include "core_driver.hpp"

namespace yakusoku::scenarios {
namespace {

const std::string life =
    "program golden\nzone Asia/Tokyo\nat Tue 2025-06-10 09:00\nopen incident severity 1\nat 09:20\nreply promise "
    "10:00\nat 15:30\n";

// What the runner says of that life with one more line; "holds" where nothing fails.
std::string said(const std::string& line) {
  const auto scenarios = parse(life + line, "a.scenario");
  if (!scenarios) return scenarios.error().detail;
  CoreDriver driver;
  const auto failure = run(scenarios->front(), driver);
  return failure ? std::to_string(failure->line) + ": " + failure->why : "holds";
}

TEST(Runner, an_expectation_that_holds_says_nothing) {
  for (const char* line : {"expect first_response late at 09:20 by 5m", "expect restore breached 1 times at 15:00",
                           "expect promise broken at 10:00", "expect status open", "expect update breached at 10:00",
                           "expect told owner 6 times", "expect rank 0"}) {
    EXPECT_EQ(said(line), "holds") << line;
  }
}

TEST(Runner, one_that_does_not_says_what_was_there) {
  EXPECT_EQ(said("expect restore due 15:01"), "8: due: expected 2025-06-10T06:01:00Z, found 2025-06-10T06:00:00Z");
  EXPECT_EQ(said("expect restore due none"), "8: due: expected none, found 2025-06-10T06:00:00Z");
  EXPECT_EQ(said("expect restore paused"), "8: state: expected paused, found running");
  EXPECT_EQ(said("expect first_response met"), "8: verdict: expected met, found late");
  EXPECT_EQ(said("expect first_response late at 09:21"),
            "8: ended at: expected 2025-06-10T00:21:00Z, found 2025-06-10T00:20:00Z");
  EXPECT_EQ(said("expect first_response late by 6m"), "8: late by: expected 360 s, found 300 s");
  EXPECT_EQ(said("expect restore late"), "8: verdict: expected late, found running");
  EXPECT_EQ(said("expect restore not breached"),
            "8: breached at 2025-06-10T06:00:00Z (detected 2025-06-10T06:00:01Z)");
  EXPECT_EQ(said("expect restore cycle 2"), "8: cycle: expected 2, found 1");
  EXPECT_EQ(said("expect restore flagged"), "8: it is not flagged");
  EXPECT_EQ(said("expect restore amount 7h"), "8: amount: expected 7h, found 6h");
  EXPECT_EQ(said("expect restore calendar tokyo"), "8: calendar: expected tokyo, found ");
  EXPECT_EQ(said("expect remaining restore 1h"), "8: remaining: expected 3600 s, found -1800 s");
  EXPECT_EQ(said("expect status solved"), "8: status: expected solved, found open");
  EXPECT_EQ(said("expect told owner 1 times"), "8: tell owner: expected 1 times, found 6 times");
  EXPECT_EQ(said("expect reminded customer"), "8: remind customer: expected it, found none");
  EXPECT_EQ(said("expect warned restore 50% 2 times"),
            "8: warned 50%: expected 2 times, found 1 times; warned at 2025-06-10T03:00:01Z");
  EXPECT_EQ(said("expect not warned restore 50%"),
            "8: warned 50%: expected 0 times, found 1 times; warned at 2025-06-10T03:00:01Z");
  EXPECT_EQ(said("expect warned restore 51%"), "8: restore has no warning at 51%");
  EXPECT_EQ(said("expect promise kept"), "8: promise: expected kept, found broken");
  EXPECT_EQ(said("expect wake 16:00"), "8: next wake: expected 2025-06-10T07:00:00Z, found none");
  EXPECT_EQ(said("expect next due none"), "8: next due: expected none, found 2025-06-10T01:00:00Z");
  EXPECT_EQ(said("expect fact severity 2"), "8: fact severity: expected 2, found 1");
  EXPECT_EQ(said("expect rank 1"), "8: rank: expected 1, found 0");
  EXPECT_EQ(said("expect allowed 1"), "8: allowed: expected 1, found nothing");
  EXPECT_EQ(said("expect owner Hanako"), "8: owner: found 0");
  EXPECT_EQ(said("expect nonsense running"), "8: no cycle of nonsense was ever armed");
}

TEST(Runner, refusals_are_expected_or_fail) {
  EXPECT_EQ(said("solve because"), "8: refused: unknown_value closing.reasons (closure: because)");
  EXPECT_EQ(said("solve because\nexpect status open"),
            "8: refused: unknown_value closing.reasons (closure: because)");
  EXPECT_EQ(said("solve because\nexpect refused unknown_value"), "holds");
  EXPECT_EQ(said("solve because\nexpect refused unknown_value closing.reasons"), "holds");
  EXPECT_EQ(said("solve because\nexpect refused proof_missing"),
            "9: refused: unknown_value closing.reasons (closure: because)");
  EXPECT_EQ(said("solve because\nexpect refused unknown_value closing.default"),
            "9: refused: unknown_value closing.reasons (closure: because)");
  EXPECT_EQ(said("note\nexpect refused invalid"), "9: nothing was refused");
}

TEST(Runner, a_program_must_be_there) {
  const auto scenarios = parse("program nowhere\nat Tue 2025-06-10 09:00\nopen incident", "a.scenario");
  ASSERT_TRUE(scenarios.has_value());
  CoreDriver driver;
  const auto failure = run(scenarios->front(), driver);
  ASSERT_TRUE(failure.has_value());
  EXPECT_EQ(failure->text, "program nowhere");
}

}  // namespace
}  // namespace yakusoku::scenarios
