// Doors that let in, and those that don't. Expected by hand from PROGRAM.md section 6.

#include "core/entitlements/gate.hpp"

#include <gtest/gtest.h>

#include "core/program/folder_for_tests.hpp"

namespace yakusoku::entitlements {
namespace {

using program::FactMap;
using program::program_of;
using Names = std::vector<std::string>;

constexpr std::string_view doors = R"(
program: p
zone: Asia/Tokyo
plans:
  premier: {}
  basic: {bought: no}
doors:
  portal: {may: [open, reply, follow, escalate, reopen]}
  phone:
    may: [open, reply, escalate]
    when: {plan: premier, contact.named: yes}
  mail: {may: [reply, reopen]}
  status_mail: {may: [open], only_if_down: portal}
  chat:
    may:
      - {when: {plan: premier}, is: [open, reply]}
      - {is: [reply]}
)";

FactMap somebody(std::string plan, std::string named) {
  return {{"plan", std::move(plan)}, {"contact.named", std::move(named)}};
}

TEST(Gate, a_named_contact_of_the_plan_phones) {
  EXPECT_EQ(Gate(), at_door(*program_of(std::string(doors)), "phone", "open", somebody("premier", "yes")));
}

TEST(Gate, whoever_is_not_named_is_told_the_clause_and_the_doors_that_are_open_to_him) {
  const Gate gate = at_door(*program_of(std::string(doors)), "phone", "open", somebody("premier", "no"));
  EXPECT_EQ((Gate{false, "doors.phone.when.contact.named", Names{"portal", "chat"}}), gate);
}

TEST(Gate, of_another_plan_fewer_doors_are_open) {
  const Gate gate = at_door(*program_of(std::string(doors)), "phone", "open", somebody("basic", "yes"));
  EXPECT_EQ((Gate{false, "doors.phone.when.plan", Names{"portal"}}), gate);
}

TEST(Gate, a_door_without_open_is_for_after_a_ticket) {
  const auto program = program_of(std::string(doors));
  const FactMap his = somebody("basic", "no");
  EXPECT_EQ((Gate{false, "doors.mail.may", Names{"portal"}}), at_door(*program, "mail", "open", his));
  EXPECT_TRUE(at_door(*program, "mail", "reply", his).open);
}

TEST(Gate, what_a_door_allows_may_hang_on_the_case_and_the_rule_is_cited) {
  const auto program = program_of(std::string(doors));
  EXPECT_TRUE(at_door(*program, "chat", "open", somebody("premier", "no")).open);
  EXPECT_EQ("doors.chat.may[1]", at_door(*program, "chat", "open", somebody("basic", "no")).clause);
}

TEST(Gate, of_a_door_that_the_program_does_not_name_it_says_nothing) {
  EXPECT_EQ(Gate(), at_door(*program_of(std::string(doors)), "api", "open", FactMap()));
}

}  // namespace
}  // namespace yakusoku::entitlements
