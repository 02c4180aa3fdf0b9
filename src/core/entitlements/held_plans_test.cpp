// Which plan covers. Expected by hand from PROGRAM.md section 6.

#include "core/entitlements/held_plans.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/program/folder_for_tests.hpp"

namespace yakusoku::entitlements {
namespace {

using program::FactMap;
using program::program_of;
using Why = Missed::Why;
using Names = std::vector<std::string>;

Instant at(std::string_view iso) { return *from_iso(iso); }
const Instant opened = at("2026-05-10T01:00:00Z");

constexpr std::string_view plans = R"(
program: p
zone: Asia/Tokyo
products: [agent, cloud]
facts: {modified: {type: flag, from: agent}}
plans:
  premier:
    when: {product: agent, modified: {not: yes}}
    builds_on: [gold, silver]
  gold: {sold: {from: 2023-01-01, before: 2025-01-01}, builds_on: basic}
  silver: {valid: {from: 2024-04-01, to: contract.signed + 24mo}, builds_on: basic}
  basic: {bought: no}
)";

HeldPlan held(std::string plan, Holder holder = Holder::contract, int above = 0) {
  return {std::move(plan), holder, above, "c-1", "2026-01-01", "2026-12-31", "2024-06-01"};
}

TEST(HeldPlans, the_best_that_covers) {
  const auto program = program_of(std::string(plans));
  const FactMap facts{{"product", std::string("agent")}};
  const Covered covered = plan_of(*program, {held("silver"), held("premier")}, facts, opened);
  EXPECT_EQ("premier", covered.plan);
  EXPECT_EQ((Names{"premier", "silver", "basic"}), covered.chain);  // beneath it the one that is held
  EXPECT_FALSE(covered.rerouted());
  EXPECT_EQ("c-1", covered.by->holder_id);
}

TEST(HeldPlans, who_misses_the_better_one_is_told_the_clause) {
  const auto program = program_of(std::string(plans));
  const FactMap cloud{{"product", std::string("cloud")}};
  const Covered covered = plan_of(*program, {held("premier"), held("silver")}, cloud, opened);
  EXPECT_EQ("silver", covered.plan);
  ASSERT_EQ(1u, covered.missed.size());
  EXPECT_EQ((Missed{"premier", Why::not_covered, "plans.premier.when.product", Holder::contract}), covered.missed[0]);
  const FactMap modified{{"product", std::string("agent")}, {"modified", std::string("yes")}};
  EXPECT_EQ("plans.premier.when.modified",
            plan_of(*program, {held("premier")}, modified, opened).missed.at(0).clause);
}

TEST(HeldPlans, without_any_the_one_that_nobody_buys) {
  const auto program = program_of(std::string(plans));
  const Covered covered = plan_of(*program, {}, FactMap(), opened);
  EXPECT_EQ("basic", covered.plan);
  EXPECT_FALSE(covered.by);
  EXPECT_FALSE(covered.rerouted());  // from what was never held nobody is rerouted
}

TEST(HeldPlans, a_contract_holds_from_its_first_day_to_its_last) {
  const auto program = program_of(std::string(plans));
  const FactMap facts{{"product", std::string("agent")}};
  const auto on = [&](std::string_view iso) { return plan_of(*program, {held("premier")}, facts, at(iso)); };
  // Days are those of Tokyo: 2026 begins there at 15:00 UTC.
  EXPECT_EQ("basic", on("2025-12-31T14:59:59Z").plan);
  EXPECT_EQ(Why::not_yet, on("2025-12-31T14:59:59Z").missed.at(0).why);
  EXPECT_EQ("premier", on("2025-12-31T15:00:00Z").plan);
  EXPECT_EQ("premier", on("2026-12-31T14:59:59Z").plan);
  EXPECT_EQ("basic", on("2026-12-31T15:00:00Z").plan);
  EXPECT_EQ(Why::over, on("2026-12-31T15:00:00Z").missed.at(0).why);
}

TEST(HeldPlans, a_plan_covers_in_its_own_time_and_as_it_was_sold) {
  const auto program = program_of(std::string(plans));
  // Signed on 1 June 2024: silver covers until 1 June 2026, 24 months on, the last day included.
  const auto silver = [&](std::string_view iso) { return plan_of(*program, {held("silver")}, FactMap(), at(iso)); };
  EXPECT_EQ("silver", silver("2026-06-01T10:00:00Z").plan);
  const Covered late = silver("2026-06-02T10:00:00Z");
  EXPECT_EQ("basic", late.plan);
  EXPECT_EQ((Missed{"silver", Why::not_valid, "plans.silver.valid.to", Holder::contract}), late.missed.at(0));
  HeldPlan gold = held("gold");
  EXPECT_EQ("gold", plan_of(*program, {gold}, FactMap(), opened).plan);
  gold.signed_on = "2025-01-01";
  EXPECT_EQ((Missed{"gold", Why::not_sold, "plans.gold.sold.before", Holder::contract}),
            plan_of(*program, {gold}, FactMap(), opened).missed.at(0));
  gold.signed_on = "";
  EXPECT_EQ(Why::not_sold, plan_of(*program, {gold}, FactMap(), opened).missed.at(0).why);
}

TEST(HeldPlans, the_highest_in_a_hierarchy) {
  const auto program = program_of(std::string(plans));
  const FactMap facts{{"product", std::string("agent")}};
  const Covered covered = plan_of(*program,
                                  {held("silver", Holder::customer), held("gold", Holder::customer_above, 1),
                                   held("premier", Holder::customer_above, 3)},
                                  facts, opened);
  EXPECT_EQ("premier", covered.plan);
  EXPECT_EQ(3, covered.by->above);
  EXPECT_EQ((Names{"premier", "gold", "silver", "basic"}), covered.chain);
  // The same plan at two places: the nearer one counts; where it is over, the farther one.
  HeldPlan near = held("premier", Holder::asset), far = held("premier", Holder::customer_above, 2);
  near.holder_id = "near";
  EXPECT_EQ("near", plan_of(*program, {far, near}, facts, opened).by->holder_id);
  near.to = "2026-02-01";
  const Covered farther = plan_of(*program, {far, near}, facts, opened);
  EXPECT_EQ(Holder::customer_above, farther.by->holder);
  EXPECT_FALSE(farther.rerouted());
}

TEST(HeldPlans, bands_of_spend) {
  const auto program = program_of(R"(
program: p
plans:
  large: {bought: no, when: {customer.spend: {at_least: 100000}}}
  middle: {bought: no, when: {customer.spend: {at_least: 10000}}}
  small: {bought: no}
)");
  const auto of = [&](std::int64_t spend) {
    return plan_of(*program, {}, FactMap{{"customer.spend", spend}}, opened).plan;
  };
  EXPECT_EQ("large", of(100000));
  EXPECT_EQ("middle", of(99999));
  EXPECT_EQ("middle", of(10000));
  EXPECT_EQ("small", of(9999));
  EXPECT_EQ("small", plan_of(*program, {}, FactMap(), opened).plan);
}

RC_GTEST_PROP(HeldPlans, no_better_holding_that_covers_is_passed_over, ()) {
  static const auto program = program_of(std::string(plans));
  static const Names names{"premier", "gold", "silver"};
  std::vector<HeldPlan> all;
  for (int i = *rc::gen::inRange(0, 6); i > 0; --i) {
    HeldPlan each = held(names[*rc::gen::inRange<std::size_t>(0, 3)], static_cast<Holder>(*rc::gen::inRange(0, 5)));
    each.from = *rc::gen::element<std::string>("", "2025-01-01", "2026-05-10", "2026-05-11");
    each.to = *rc::gen::element<std::string>("", "2026-05-09", "2026-05-10", "2027-01-01");
    each.signed_on = *rc::gen::element<std::string>("2022-06-01", "2024-06-20", "2025-06-01");
    all.push_back(each);
  }
  const FactMap facts{{"product", *rc::gen::element<std::string>("agent", "cloud")}};
  const Covered covered = plan_of(*program, all, facts, opened);
  const auto rank = [&](const std::string& plan) {
    return std::ranges::find(program->plans, plan) - program->plans.begin();
  };
  // Each holding alone covers no better than all together; what covers is one of them, or nobody's.
  for (const HeldPlan& each : all)
    RC_ASSERT(rank(plan_of(*program, {each}, facts, opened).plan) >= rank(covered.plan));
  bool alone = covered.plan == "basic";
  for (const HeldPlan& each : all) alone = alone || plan_of(*program, {each}, facts, opened).plan == covered.plan;
  RC_ASSERT(alone);
  for (const Missed& each : covered.missed) RC_ASSERT(rank(each.plan) < rank(covered.plan));
  auto turned = all;
  std::ranges::reverse(turned);
  RC_ASSERT(plan_of(*program, turned, facts, opened).plan == covered.plan);
}

}  // namespace
}  // namespace yakusoku::entitlements
