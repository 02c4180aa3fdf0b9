// What rules look at: through computed facts and calendars, and which events call them.

#include "core/program/looks.hpp"

#include "core/program/folder_for_tests.hpp"

namespace yakusoku::program {
namespace {

const char* const text = R"(
program: p
title: P
effective: 2025-01-01
zone: UTC
languages: [en]
kinds: {problem: {title: Problem}}
severity: {levels: {1: {title: One}, 2: {title: Two}}, is: asked}
facts:
  reach: {title: Reach, type: choice, values: [wide, narrow], from: customer}
  heavy: {title: Heavy, type: flag, is: [{when: {reach: wide}, is: "yes"}]}
calendars:
  office: {zone: contact.zone, open: {mon-fri: "09:00-17:00"}, day: close}
clocks:
  by_level: {title: A, starts: opened, met_by: reply, within: {by: [severity], cells: {1: 1h, 2: 2h in office}}}
  by_reach: {title: B, starts: {changed: reach}, ends_on: solved, when: {heavy: yes}, paused_while: {waiting_on: customer}, within: 1bd in office}
  while_away: {title: C, starts: by_level.met, met_by: reply, when: {contact.away: yes}, within: 1h}
reactions:
  - {at: note, do: {tell: owner}}
closing: {reasons: {done: {title: Done}}, default: done}
)";

class LooksOfRules : public testing::Test {
 protected:
  std::shared_ptr<const Program> program_ = program_of(text);
  const Looks& looks_ = *program_->looks;
  Places choices(std::string_view fact) const {
    const Looks::At* at = looks_.at(fact);
    return at ? at->choices : 0;
  }
  static constexpr Places level = 1, reach = 2, away = 4;
};

TEST_F(LooksOfRules, choices_look_through_what_is_computed_and_through_calendars) {
  EXPECT_EQ(choices("severity_set"), level);
  EXPECT_EQ(choices("asked_severity"), level);
  EXPECT_EQ(choices("reach"), reach);
  EXPECT_EQ(choices("contact.zone"), level | reach);
  EXPECT_EQ(choices("kind"), level | reach | away);
  EXPECT_EQ(choices("waiting_on"), 0u);
  EXPECT_EQ(looks_.at("language"), nullptr);
}

TEST_F(LooksOfRules, pauses_and_followed_facts_are_told_apart) {
  EXPECT_EQ(looks_.at("waiting_on")->pauses, reach);
  EXPECT_EQ(looks_.at("reach")->pauses, 0u);
  ASSERT_EQ(looks_.followed, (std::vector<std::string>{"severity", "heavy"}));
  EXPECT_EQ(looks_.at("reach")->followed, place(1));
  EXPECT_EQ(looks_.at("severity_set")->followed, place(0));
}

TEST_F(LooksOfRules, what_changes_unsaid_is_always_asked) {
  EXPECT_EQ(looks_.lively_choices, away);
  EXPECT_EQ(looks_.lively_pauses, 0u);
  EXPECT_EQ(looks_.start_bound, reach);
}

TEST_F(LooksOfRules, events_call_who_waits_for_them) {
  EXPECT_EQ(looks_.on("opened", "")->starts, level);
  EXPECT_EQ(looks_.on("reply", "")->meets, level | away);
  EXPECT_EQ(looks_.on("changed", "reach")->starts, reach);
  EXPECT_EQ(looks_.on("solved", "")->ends, reach);
  EXPECT_EQ(looks_.on("met", "by_level")->starts, away);
  EXPECT_TRUE(looks_.on("note", "")->reacted_to);
  EXPECT_EQ(looks_.on("message", ""), nullptr);
}

}  // namespace
}  // namespace yakusoku::program
