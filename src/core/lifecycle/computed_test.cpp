// What a request's facts come to: computed numbers and dates, bounds, phases by date, balances, overlays at the opening.

#include <gtest/gtest.h>

#include <algorithm>

#include "core/clocks/compiled_calendars.hpp"
#include "core/lifecycle/laid_program.hpp"

namespace yakusoku::lifecycle {
namespace {

using program::FactValue;
using tickets::Value;

const char* const text = R"(
program: p
zone: Asia/Tokyo
kinds: {problem: {}}
products:
  agent:
    versions:
      "9": {phase: [{when: {now: {before: 2026-04-01}}, is: current}, {is: maintained}]}
      "8": {phase: ended}
plans: {gold: {builds_on: [silver, bronze]}, silver: {}, bronze: {}}
facts:
  impact: {type: choice, values: [high, low], from: customer, limits: [{when: {workaround: given}, no_worse_than: low}]}
  urgency: {type: choice, values: [high, low], from: customer}
  seats: {type: number, is: [{when: {plan: gold}, is: 10 + 2 * contract.licences}, {is: contract.licences}]}
  licences: {type: number, from: contract.licences}
  ends: {type: date, is: contract.signed + 12mo}
  ends_at: {type: instant, is: contract.signed + 12mo}
severity:
  levels: {1: {}, 2: {}, 3: {}}
  is: {by: [impact, urgency], cells: {high: {high: 1, low: 2}, low: {high: 2, low: 3}}}
  limits: [{when: {restored: yes}, no_worse_than: 2}]
clocks:
  first: {starts: opened, met_by: reply, within: {by: [severity], cells: {1: 1h, 2: 4h, 3: 8h}}}
  fixed: {starts: opened, met_by: solved, when: {phase: current}, within: 10h}
  paid: {starts: opened, met_by: solved, when: {ledger.packs: {at_least: 1}}, within: 20h}
  dated: {starts: opened, met_by: solved, within: by ends}
  roomy: {starts: opened, met_by: solved, when: {seats: {at_least: 15}}, within: 30h}
ledgers:
  packs: {unit: incident, grant: 6, spend: [{at: engaged}], refund: [{at: cause_found, when: {cause: defect}}]}
closing: {reasons: {done: {}}, default: done}
overlays: [{when: {contract.signed: {before: 2024-04-01}}, lay: overlays/old.yaml}]
)";

class Computing : public testing::Test {
 protected:
  Computing() {
    files_ = {{"program.yaml", text}, {"overlays/old.yaml", "clocks: {first: {within: 2h}}\n"}};
    const program::Reading reading = program::read(files_);
    EXPECT_TRUE(reading.program) << (reading.findings.empty() ? "" : reading.findings.front().message);
    program_ = reading.program;
    world_.now = *from_iso("2026-03-31T05:00:00Z");
    world_.program = program_.get();
    world_.calendars = &calendars_;
  }
  static Act act(Verb verb, std::vector<Value> values = {}) {
    Act made;
    made.verb = verb;
    made.values = std::move(values);
    if (verb == Verb::open) made.values.push_back(Value::of("kind", std::string("problem")));
    return made;
  }
  Decided after(Request request, const Act& act) {
    auto decided = act_on(std::move(request), act, world_);
    EXPECT_TRUE(decided.has_value());
    return decided ? *std::move(decided) : Decided{};
  }
  Request opened(std::vector<Value> values) { return after(Request{}, act(Verb::open, std::move(values))).request; }
  FactValue fact(const Request& request, std::string_view name) { return FactsSeen(request, world_).value_of(name); }
  static Value word(std::string name, std::string value) { return Value::of(std::move(name), std::move(value)); }
  static std::int64_t moves(const std::vector<Fact>& facts, std::string_view verb) {
    return std::ranges::count_if(facts, [&](const Fact& each) {
      const auto* notice = std::get_if<Noticed>(&each);
      return notice && notice->verb == verb && notice->argument == "packs";
    });
  }

  std::vector<program::SourceFile> files_;
  std::shared_ptr<const program::Program> program_;
  clocks::CompiledCalendars calendars_;
  World world_;
};

TEST_F(Computing, a_workaround_caps_the_impact_of_a_matrix) {
  Request request = opened({word("impact", "high"), word("urgency", "high")});
  EXPECT_EQ(FactValue("1"), fact(request, "severity"));
  EXPECT_EQ("1h", request.cycle("first")->selection->amount);
  Act given = act(Verb::happen);
  given.event = "workaround_given";
  request = after(std::move(request), given).request;
  EXPECT_EQ(FactValue("low"), fact(request, "impact"));
  EXPECT_EQ(FactValue("2"), fact(request, "severity"));
  EXPECT_EQ("4h", request.cycle("first")->selection->amount);
}

TEST_F(Computing, severity_itself_has_bounds) {
  Request request = opened({word("impact", "high"), word("urgency", "high")});
  Act restored = act(Verb::happen);
  restored.event = "restored";
  request = after(std::move(request), restored).request;
  EXPECT_EQ(FactValue("2"), fact(request, "severity"));
  EXPECT_EQ("4h", request.cycle("first")->selection->amount);
  EXPECT_EQ(FactValue("3"), fact(opened({word("impact", "low"), word("urgency", "low")}), "severity"));
}

TEST_F(Computing, numbers_and_dates_are_formulas) {
  world_.known = {Value::of("contract.licences", std::int64_t{3}), word("contract.signed", "2025-08-31")};
  EXPECT_EQ(FactValue(std::int64_t{3}), fact(opened({}), "seats"));
  const Request gold = opened({word("plan", "gold")});
  EXPECT_EQ(FactValue(std::int64_t{16}), fact(gold, "seats"));
  EXPECT_EQ(clocks::State::running, gold.cycle("roomy")->state);
  EXPECT_EQ(FactValue("2026-08-31"), fact(gold, "ends"));
  EXPECT_EQ(FactValue(from_iso("2026-08-30T15:00:00Z")->seconds), fact(gold, "ends_at"));
  EXPECT_EQ(*from_iso("2026-08-31T15:00:00Z"), gold.cycle("dated")->due);  // a date lasts to its end in Tokyo
  world_.known.clear();
  EXPECT_EQ(FactValue{}, fact(opened({word("plan", "gold")}), "seats"));
  EXPECT_EQ(FactValue{}, fact(opened({}), "ends"));
}

TEST_F(Computing, a_phase_is_that_of_the_opening) {
  Request request = opened({word("product", "agent"), word("version", "9")});
  EXPECT_EQ(FactValue("current"), fact(request, "phase"));
  EXPECT_EQ(clocks::State::running, request.cycle("fixed")->state);
  world_.now = *from_iso("2026-03-31T15:00:00Z");  // 1 April in Tokyo
  request = after(std::move(request), act(Verb::note)).request;
  EXPECT_EQ(FactValue("current"), fact(request, "phase"));
  EXPECT_EQ(FactValue("maintained"), fact(opened({word("product", "agent"), word("version", "9")}), "phase"));
  EXPECT_EQ(FactValue("beta"), fact(opened({word("product", "agent"), word("phase", "beta")}), "phase"));
  // Another version is another phase: what was promised for the one is withdrawn.
  request = after(std::move(request), act(Verb::set, {word("version", "8")})).request;
  EXPECT_EQ(FactValue("ended"), fact(request, "phase"));
  EXPECT_EQ(clocks::State::idle, request.cycle("fixed")->state);
}

TEST_F(Computing, a_balance_lives_on) {
  world_.known = {Value::of("ledger.packs", std::int64_t{1})};
  Request request = opened({});
  EXPECT_EQ(clocks::State::running, request.cycle("paid")->state);
  world_.known = {Value::of("ledger.packs", std::int64_t{0})};
  EXPECT_EQ(FactValue(std::int64_t{0}), fact(request, "ledger.packs"));
  request = after(std::move(request), act(Verb::note)).request;
  EXPECT_EQ(clocks::State::idle, request.cycle("paid")->state);
}

TEST_F(Computing, events_say_what_they_take_from_balances) {
  Act engaged = act(Verb::happen), found = act(Verb::happen);
  engaged.event = "engaged";
  found.event = "cause_found";
  Decided decided = after(opened({}), engaged);
  EXPECT_EQ(1, moves(decided.facts, "spend"));
  EXPECT_EQ(0, moves(after(decided.request, found).facts, "refund"));
  const Request defect = after(decided.request, act(Verb::set, {word("cause", "defect")})).request;
  decided = after(defect, found);
  EXPECT_EQ(1, moves(decided.facts, "refund"));
  EXPECT_EQ(0, moves(decided.facts, "spend"));
}

TEST_F(Computing, of_several_plans_beneath_the_one_that_is_held) {
  using Names = std::vector<std::string>;
  EXPECT_EQ(FactValue(Names({"gold", "silver", "bronze"})), fact(opened({word("plan", "gold")}), "plan.chain"));
  EXPECT_EQ(FactValue(Names({"gold", "bronze"})),
            fact(opened({word("plan", "gold"), Value::of("plan.held", Names{"bronze"})}), "plan.chain"));
}

TEST_F(Computing, a_contract_of_an_older_generation_lays_its_overlay) {
  world_.known = {word("contract.signed", "2024-03-31")};
  const Act opening = act(Verb::open, {word("impact", "high"), word("urgency", "high")});
  const auto laid = laid_program(program_, files_, opening, world_);
  ASSERT_TRUE(laid);
  EXPECT_EQ(program_->hash + "+1", (*laid)->hash);
  World there = world_;
  there.program = laid->get();
  const auto decided = act_on(Request{}, opening, there);
  ASSERT_TRUE(decided);
  EXPECT_EQ((*laid)->hash, decided->request.ticket.version);
  EXPECT_EQ("2h", decided->request.cycle("first")->selection->amount);
  world_.known = {word("contract.signed", "2024-04-01")};
  EXPECT_EQ(program_, *laid_program(program_, files_, opening, world_));
}

}  // namespace
}  // namespace yakusoku::lifecycle
