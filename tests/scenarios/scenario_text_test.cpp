// rooms: core/lifecycle core/clocks core/tickets core/program core/calendars base
// with: scenario_text.cpp expectations.cpp words.cpp
// The language of scenarios: what is wrong is named with its file and line; times are what they say.

#include "scenario_text.hpp"

#include <gtest/gtest.h>

namespace yakusoku::scenarios {
namespace {

std::string error_of(const std::string& text) {
  const auto scenarios = parse(text, "a.scenario");
  return scenarios ? "reads" : scenarios.error().field + ": " + scenarios.error().detail;
}

const std::string head = "program golden\nzone Asia/Tokyo\nat Fri 2025-06-06 16:50\nopen incident\n";

Instant moved_to(const std::string& when) {
  const auto scenarios = parse(head + "at " + when, "a.scenario");
  if (!scenarios) return far_future;
  return std::get<MoveTo>(scenarios->front().lines.back().does).at;
}

TEST(ScenarioText, names_the_line_that_is_wrong) {
  EXPECT_EQ(error_of("program golden\n\nfly home\n"), "a.scenario:3: an action or `expect` instead of fly");
  EXPECT_EQ(error_of(head + "expect restore dew 10:00"),
            "a.scenario:5: due, running, paused, idle, met, late, withdrawn, merged, breached, cycle, "
            "flagged, amount or calendar instead of dew");
  EXPECT_EQ(error_of(head + "at 16:49"), "a.scenario:5: a time that lies ahead: clocks don't go back");
  EXPECT_EQ(error_of(head + "at Mon 2025-06-06 16:50"), "a.scenario:5: 2025-06-06 is a Fri");
  EXPECT_EQ(error_of(head + "reply asks loudly"), "a.scenario:5: nothing more was expected at \"loudly\"");
  EXPECT_EQ(error_of(head + "set severity"), "a.scenario:5: the value of severity is missing");
  EXPECT_EQ(error_of(head + "merge A into it"), "a.scenario:5: a request that is open instead of A");
  EXPECT_EQ(error_of(head + "reply mark \"half"), "a.scenario:5: a closing \" is missing");
  EXPECT_EQ(error_of("program golden\nat Fri 2025-06-06 16:50\nreply"), "a.scenario:3: `open` first");
  EXPECT_EQ(error_of("at Fri 2025-06-06 16:50\nopen incident"), "a.scenario:1: program NAME");
  EXPECT_EQ(error_of("program golden\nzone Asia/Edo"), "a.scenario:2: a zone such as Asia/Tokyo instead of Asia/Edo");
}

TEST(ScenarioText, reads_times) {
  const Instant opened{1749196200};  // 2025-06-06T07:50:00Z
  EXPECT_EQ(moved_to("t0"), opened);
  EXPECT_EQ(moved_to("t0+2h30m5s"), opened + seconds(9005));
  EXPECT_EQ(moved_to("+3d"), opened + days(3));
  EXPECT_EQ(moved_to("17:00"), opened + minutes(10));
  EXPECT_EQ(moved_to("17:00:01"), opened + seconds(601));
  EXPECT_EQ(moved_to("24:00"), opened + minutes(430));
  EXPECT_EQ(moved_to("Sat 16:50"), opened + days(1));
  EXPECT_EQ(moved_to("2025-06-06 16:50 America/Los_Angeles"), opened + hours(16));
  EXPECT_EQ(moved_to("25:00"), far_future);
  EXPECT_EQ(moved_to("t0-1h"), far_future);
  EXPECT_EQ(moved_to("2025-02-30 10:00"), far_future);
}

TEST(ScenarioText, begins_each_scenario_with_what_stands_before_the_first) {
  const auto scenarios = parse(head + "scenario one\nreply\nscenario two words\nmessage\nnote\n", "a.scenario");
  ASSERT_TRUE(scenarios.has_value());
  ASSERT_EQ(scenarios->size(), 2U);
  EXPECT_EQ(scenarios->at(0).name, "one");
  EXPECT_EQ(scenarios->at(0).lines.size(), 3U);
  EXPECT_EQ(scenarios->at(1).name, "two words");
  EXPECT_EQ(scenarios->at(1).lines.size(), 4U);
  EXPECT_EQ(scenarios->at(1).lines.back().number, 9);
}

TEST(ScenarioText, says_every_verb_as_an_act) {
  const auto scenarios = parse(head +
                                   "reply asks promise 17:30 keeps mark done solve restored by lead via mail\nset "
                                   "severity lower agreed by customer\n",
                               "a");
  ASSERT_TRUE(scenarios.has_value());
  const auto& lines = scenarios->front().lines;
  const lifecycle::Act& reply = std::get<Perform>(lines[2].does).act;
  EXPECT_EQ(reply.verb, lifecycle::Verb::reply);
  EXPECT_TRUE(reply.asks && reply.keeps_promise);
  EXPECT_EQ(reply.until, Instant{1749196200} + minutes(40));
  EXPECT_EQ(reply.marks, std::vector<std::string>{"done"});
  EXPECT_EQ(reply.reason, "restored");
  EXPECT_EQ(reply.door, "mail");
  EXPECT_EQ(reply.actor.role, "lead");
  const lifecycle::Act& set = std::get<Perform>(lines[3].does).act;
  EXPECT_EQ(set.actor.side, lifecycle::Side::customer);
  EXPECT_TRUE(set.consent);
  ASSERT_EQ(set.values.size(), 1U);
  EXPECT_EQ(set.values[0].word, "lower");
}

}  // namespace
}  // namespace yakusoku::scenarios
