// Packs, hours and checks as folds. Expected by hand from PROGRAM.md section 6.

#include "core/entitlements/ledgers.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

#include "base/zones.hpp"
#include "core/program/folder_for_tests.hpp"

namespace yakusoku::entitlements {
namespace {

using program::FactMap;
using program::program_of;
using Kind = Movement::Kind;
using Verdict = Ledger::Spending::Verdict;

Instant at(std::string_view iso) { return *from_iso(iso); }

constexpr std::string_view ledgers = R"(
program: p
zone: Asia/Tokyo
plans: {gold: {}, basic: {}}
periods: {fiscal: {every: quarter, from: 04-01}}
ledgers:
  packs:
    unit: incident
    grant: [{when: {plan: gold}, is: 12}, {is: 6}]
    every: purchase
    valid: 18mo
    spend: [{at: engaged}, {at: {call: {answered: yes}}, when: {severity: 1}, amount: 2}]
    refund: [{at: cause_found, when: {cause: defect}}]
    overdraw: approve
  checks: {unit: check, grant: 2, every: quarter, overdraw: refuse, when: {plan: gold}}
  hours: {unit: hour, grant: 10, every: fiscal, carry: 4, overdraw: allow}
  points: {unit: point, grant: 3, every: month, carry: yes, valid: 2mo}
severity: {levels: {1: {}, 2: {}}}
)";

struct Kept {
  std::shared_ptr<const program::Program> program = program_of(std::string(ledgers));
  FactMap facts;
  Balance balance;
  std::string name = "packs";
  Ledger ledger() const { return {*program, *program->ledger(name), facts}; }
  std::vector<Movement> take(std::vector<Movement> movements) {
    for (const Movement& each : movements) evolve(balance, each);
    return movements;
  }
  Verdict spend(std::int64_t amount, const std::string& request, Instant when, const std::string& approved = {}) {
    auto spending = ledger().spend(balance, amount, request, "clause", when, approved);
    take(spending.movements);
    return spending.verdict;
  }
};

TEST(Ledgers, a_pack_is_bought_spent_and_expires) {
  Kept kept;
  kept.take(kept.ledger().purchase(kept.balance, 1, at("2026-01-31T03:00:00Z"), "order 7"));
  ASSERT_EQ(1u, kept.balance.grants.size());
  // 18 months on, at noon in Tokyo again: 31 July 2027.
  EXPECT_EQ(at("2027-07-31T03:00:00Z"), kept.balance.grants[0].until);
  EXPECT_EQ("ledgers.packs.grant", kept.balance.history[0].cause);
  EXPECT_EQ("order 7", kept.balance.history[0].by);
  EXPECT_EQ(Verdict::covered, kept.spend(1, "17", at("2026-02-01T00:00:00Z")));
  EXPECT_EQ(5, kept.balance.total(at("2026-02-01T00:00:00Z")));
  EXPECT_EQ(5, kept.balance.total(at("2027-07-31T02:59:59Z")));
  EXPECT_EQ(0, kept.balance.total(at("2027-07-31T03:00:00Z")));
  const auto gone =
      kept.take(kept.ledger().advance(kept.balance, at("2026-01-31T03:00:00Z"), at("2027-08-01T00:00:00Z")));
  ASSERT_EQ(1u, gone.size());
  EXPECT_EQ(Kind::expired, gone[0].kind);
  EXPECT_EQ(5, gone[0].amount);
  EXPECT_EQ(at("2027-07-31T03:00:00Z"), gone[0].at);  // when it expired, not when somebody looked
  EXPECT_TRUE(kept.ledger().advance(kept.balance, at("2026-01-31T03:00:00Z"), at("2027-08-01T00:00:00Z")).empty());
}

TEST(Ledgers, a_grant_goes_by_case_and_packs_add_up) {
  Kept kept;
  kept.facts.facts["plan"] = std::string("gold");
  kept.take(kept.ledger().purchase(kept.balance, 3, at("2026-01-01T00:00:00Z"), ""));
  EXPECT_EQ(36, kept.balance.total(at("2026-01-01T00:00:00Z")));
}

TEST(Ledgers, what_expires_first_is_spent_first) {
  Kept kept;
  kept.take(kept.ledger().purchase(kept.balance, 1, at("2026-03-01T00:00:00Z"), "late"));
  kept.take(kept.ledger().purchase(kept.balance, 1, at("2026-03-02T00:00:00Z"), "later"));
  EXPECT_EQ(Verdict::covered, kept.spend(8, "1", at("2026-04-01T00:00:00Z")));
  EXPECT_EQ(0, kept.balance.grants[0].left);
  EXPECT_EQ(4, kept.balance.grants[1].left);
  EXPECT_EQ(2u, kept.balance.history.size() - 2);  // a movement of each grant
}

TEST(Ledgers, a_refund_goes_back_where_it_came_from) {
  Kept kept;
  kept.take(kept.ledger().purchase(kept.balance, 1, at("2024-07-01T00:00:00Z"), ""));  // until 2026-01-01
  kept.take(kept.ledger().purchase(kept.balance, 1, at("2025-07-01T00:00:00Z"), ""));  // until 2027-01-01
  EXPECT_EQ(Verdict::covered, kept.spend(7, "1", at("2025-12-01T00:00:00Z")));
  EXPECT_EQ(5, kept.balance.total(at("2025-12-01T00:00:00Z")));
  auto back = kept.take(kept.ledger().refund(kept.balance, 2, "1", "c", at("2025-12-02T00:00:00Z")));
  ASSERT_EQ(2u, back.size());
  EXPECT_EQ(2, back[0].grant);  // the last spent comes back first
  EXPECT_EQ(1, back[1].grant);
  EXPECT_EQ(7, kept.balance.total(at("2025-12-02T00:00:00Z")));
  // The first grant has expired: what belongs to it is lost, and it is said.
  back = kept.take(kept.ledger().refund(kept.balance, 9, "1", "c", at("2026-01-01T00:00:00Z")));
  ASSERT_EQ(1u, back.size());
  EXPECT_EQ(Kind::too_late, back[0].kind);
  EXPECT_EQ(5, back[0].amount);
  EXPECT_EQ(6, kept.balance.total(at("2026-01-01T00:00:00Z")));
  EXPECT_TRUE(kept.ledger().refund(kept.balance, 9, "1", "c", at("2026-01-02T00:00:00Z")).empty());
  EXPECT_TRUE(kept.ledger().refund(kept.balance, 9, "2", "c", at("2026-01-02T00:00:00Z")).empty());
}

TEST(Ledgers, below_zero_somebody_must_approve) {
  Kept kept;
  const Instant now = at("2026-01-01T00:00:00Z");
  EXPECT_EQ(Verdict::needs_approval, kept.spend(1, "1", now));
  ASSERT_EQ(1u, kept.balance.history.size());  // it stands there until somebody has decided
  EXPECT_EQ(Kind::asked, kept.balance.history[0].kind);
  EXPECT_EQ(1u, Ledger::waiting(kept.balance).size());
  EXPECT_EQ(0, kept.balance.total(now));
  EXPECT_EQ("ledgers.packs.overdraw", kept.ledger().spend(kept.balance, 1, "1", "c", now).clause);
  EXPECT_EQ(Verdict::overdrawn, kept.spend(2, "1", now, "lead"));
  EXPECT_EQ("lead", kept.balance.history.back().by);
  EXPECT_EQ(-2, kept.balance.total(now));
  kept.take(kept.ledger().purchase(kept.balance, 1, now, ""));
  EXPECT_EQ(4, kept.balance.total(now));
  EXPECT_EQ(0, kept.balance.overdrawn);
  // What had been overdrawn and settled comes back to the pack that settled it.
  kept.take(kept.ledger().refund(kept.balance, 2, "1", "c", now));
  EXPECT_EQ(6, kept.balance.total(now));
  EXPECT_EQ(6, kept.balance.grants[0].left);
  EXPECT_TRUE(kept.ledger().refund(kept.balance, 2, "1", "c", now).empty());
  kept.name = "checks";
  EXPECT_EQ(Verdict::refused, kept.ledger().spend({}, 1, "1", "c", now, "lead").verdict);
  kept.name = "hours";
  EXPECT_EQ(Verdict::overdrawn, kept.ledger().spend({}, 1, "1", "c", now).verdict);
}

TEST(Ledgers, a_period_gives_and_takes_back) {
  Kept kept;
  kept.name = "checks";
  kept.facts.facts["plan"] = std::string("gold");
  const Instant since = at("2026-02-10T05:00:00Z");
  kept.take(kept.ledger().advance(kept.balance, since, at("2026-03-31T14:59:59Z")));
  EXPECT_EQ(2, kept.balance.total(at("2026-03-31T14:59:59Z")));
  EXPECT_EQ(Verdict::covered, kept.spend(1, "1", at("2026-03-31T14:59:59Z")));
  // In Tokyo the second quarter begins at 15:00 UTC.
  const auto turn = kept.take(kept.ledger().advance(kept.balance, since, at("2026-03-31T15:00:00Z")));
  ASSERT_EQ(2u, turn.size());
  EXPECT_EQ(Kind::expired, turn[0].kind);
  EXPECT_EQ(1, turn[0].amount);
  EXPECT_EQ(Kind::granted, turn[1].kind);
  EXPECT_EQ(at("2026-03-31T15:00:00Z"), turn[1].at);
  EXPECT_EQ(2, kept.balance.total(at("2026-03-31T15:00:00Z")));
  EXPECT_EQ(Verdict::refused, kept.spend(3, "2", at("2026-04-02T00:00:00Z")));
  // Whoever does not have it gets nothing.
  kept.facts.facts["plan"] = std::string("basic");
  EXPECT_FALSE(kept.ledger().held());
  EXPECT_TRUE(kept.ledger().advance({}, since, at("2026-12-31T00:00:00Z")).empty());
}

TEST(Ledgers, so_much_goes_over) {
  Kept kept;
  kept.name = "hours";
  const Instant since = at("2026-04-01T00:00:00Z");
  kept.take(kept.ledger().advance(kept.balance, since, since));
  EXPECT_EQ(Verdict::covered, kept.spend(3, "1", at("2026-05-01T00:00:00Z")));
  const Instant july = at("2026-06-30T15:00:00Z");
  const auto turn = kept.take(kept.ledger().advance(kept.balance, since, july));
  ASSERT_EQ(3u, turn.size());
  EXPECT_EQ(7, turn[0].amount);  // what was left ends
  EXPECT_EQ(Kind::carried, turn[1].kind);
  EXPECT_EQ(4, turn[1].amount);
  EXPECT_EQ("ledgers.hours.carry", turn[1].cause);
  EXPECT_EQ(14, kept.balance.total(july));
  const Instant october = at("2026-09-30T15:00:00Z");
  kept.take(kept.ledger().advance(kept.balance, since, october));
  EXPECT_EQ(14, kept.balance.total(october));  // not 18: what went over once goes over again, at most four in all
}

TEST(Ledgers, all_goes_over_while_it_is_valid) {
  Kept kept;
  kept.name = "points";
  const Instant since = at("2026-01-01T00:00:00Z");  // 9:00 in Tokyo
  kept.take(kept.ledger().advance(kept.balance, since, at("2026-02-15T00:00:00Z")));
  EXPECT_EQ(6, kept.balance.total(at("2026-02-15T00:00:00Z")));
  kept.take(kept.ledger().advance(kept.balance, since, at("2026-03-15T00:00:00Z")));
  EXPECT_EQ(6, kept.balance.total(at("2026-03-15T00:00:00Z")));  // January's ended on 1 March
  EXPECT_EQ("ledgers.points.valid", kept.balance.history.at(3).cause);
}

TEST(Ledgers, events_ask_by_their_clauses) {
  Kept kept;
  using Asked = Ledger::Asked;
  kept.facts.facts = {{"severity", std::string("1")}, {"cause", std::string("defect")}};
  EXPECT_EQ((std::vector<Asked>{{false, 1, "ledgers.packs.spend[0]"}}), kept.ledger().asked_by("engaged", "", {}));
  EXPECT_EQ((std::vector<Asked>{{false, 2, "ledgers.packs.spend[1]"}}),
            kept.ledger().asked_by("call", "", {{"answered", "yes"}}));
  EXPECT_TRUE(kept.ledger().asked_by("call", "", {{"answered", "no"}}).empty());
  EXPECT_EQ((std::vector<Asked>{{true, 1, "ledgers.packs.refund[0]"}}),
            kept.ledger().asked_by("cause_found", "", {}));
  kept.facts.facts = {{"severity", std::string("2")}, {"cause", std::string("use")}};
  EXPECT_TRUE(kept.ledger().asked_by("call", "", {{"answered", "yes"}}).empty());
  EXPECT_TRUE(kept.ledger().asked_by("cause_found", "", {}).empty());
}

TEST(Ledgers, a_balance_survives_its_json) {
  Kept kept;
  kept.take(kept.ledger().purchase(kept.balance, 1, at("2026-01-31T03:00:00Z"), "order 7"));
  kept.spend(1, "17", at("2026-02-01T00:00:00Z"));
  const auto again = balance_from_json(*parse_json(to_text(to_json(kept.balance))));
  ASSERT_TRUE(again);
  EXPECT_EQ(kept.balance, *again);
  EXPECT_FALSE(balance_from_json(Json::object({{"overdrawn", "much"}})));
}

TEST(Ledgers, what_comes_back_pays_what_another_owes) {
  Kept kept;
  const Instant now = at("2026-01-01T00:00:00Z");
  kept.take(kept.ledger().purchase(kept.balance, 1, now, ""));
  EXPECT_EQ(Verdict::covered, kept.spend(6, "1", now));
  EXPECT_EQ(Verdict::overdrawn, kept.spend(4, "2", now, "lead"));
  const auto back = kept.take(kept.ledger().refund(kept.balance, 1, "1", "c", now));
  ASSERT_EQ(2u, back.size());
  EXPECT_EQ(Kind::settled, back[1].kind);
  EXPECT_EQ(1, back[1].amount);
  EXPECT_EQ(3, kept.balance.overdrawn);
  EXPECT_EQ(0, kept.balance.grants[0].left);
  EXPECT_EQ(Verdict::needs_approval, kept.spend(1, "3", now));
  kept.take(kept.ledger().refund(kept.balance, 4, "2", "c", now));  // three owed, one that was settled since
  EXPECT_EQ(1, kept.balance.total(now));
  EXPECT_EQ(0, kept.balance.overdrawn);
}

// Whatever is bought, spent and given back: nothing comes from nowhere, and the history alone tells the balance.
RC_GTEST_PROP(Ledgers, keep_the_books, ()) {
  static const Kept fresh;
  Kept kept = fresh;
  kept.name = *rc::gen::element<std::string>("packs", "hours", "points");
  Instant now = at("2026-01-05T00:00:00Z");
  const Instant since = now;
  std::map<std::string, std::int64_t> spent;
  for (int i = *rc::gen::inRange(1, 25); i > 0; --i) {
    now = now + days(*rc::gen::inRange(0, 90));
    kept.take(kept.ledger().advance(kept.balance, since, now));
    RC_ASSERT(kept.ledger().advance(kept.balance, since, now).empty());
    const std::string request = std::to_string(*rc::gen::inRange(1, 4));
    const std::int64_t before = kept.balance.total(now);
    const std::int64_t amount = *rc::gen::inRange(1, 12);
    switch (*rc::gen::inRange(0, 3)) {
      case 0: kept.take(kept.ledger().purchase(kept.balance, 1, now, "")); break;
      case 1:
        if (kept.spend(amount, request, now, "lead") == Verdict::covered) RC_ASSERT(before >= amount);
        spent[request] += before - kept.balance.total(now);
        break;
      default: {
        kept.take(kept.ledger().refund(kept.balance, amount, request, "c", now));
        const std::int64_t back = kept.balance.total(now) - before;
        RC_ASSERT(back >= 0);
        RC_ASSERT(back <= std::min(amount, spent[request]));
        spent[request] -= back;
      }
    }
    for (const Grant& each : kept.balance.grants) RC_ASSERT(each.left >= 0 && each.left <= each.amount);
    RC_ASSERT(kept.balance.overdrawn >= 0);
    RC_ASSERT(kept.balance.overdrawn == 0 || kept.balance.total(now) == -kept.balance.overdrawn);
  }
  Balance again;
  for (const Movement& each : kept.balance.history) evolve(again, each);
  RC_ASSERT(again == kept.balance);
}

}  // namespace
}  // namespace yakusoku::entitlements
