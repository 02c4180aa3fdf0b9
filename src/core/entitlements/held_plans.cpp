#include "core/entitlements/held_plans.hpp"

#include <algorithm>
#include <tuple>

#include "base/zones.hpp"
#include "core/calendars/calendars.hpp"

namespace yakusoku::entitlements {
namespace {

using calendars::Date;
using program::DateFormula;
using program::DateRange;
using program::PlanRule;

// The key of the range that the date does not keep; nullopt: it lies within. A bound that nobody knows is not kept.
std::optional<std::string> outside(const DateRange& range, Date date, const program::Program& program,
                                   const program::Facts& facts) {
  const auto bound = [&](const std::optional<DateFormula>& formula) -> std::optional<Date> {
    const auto moment = program::evaluate(*formula, program, facts);
    return moment ? std::optional(moment->on(program.zone)) : std::nullopt;
  };
  if (range.from) {
    const auto from = bound(range.from);
    if (!from || date < *from) return "from";
  }
  if (range.to) {
    const auto to = bound(range.to);
    if (!to || date > *to) return "to";
  }
  if (range.before) {
    const auto before = bound(range.before);
    if (!before || date >= *before) return "before";
  }
  return std::nullopt;
}

// Why that holding does not stand at that date, apart from what it covers; nullopt: it stands.
std::optional<Missed> unsound(const program::Program& program, const PlanRule& rule, const HeldPlan& held,
                              const program::Facts& facts, Date today) {
  const auto missed = [&](Missed::Why why, std::string clause) {
    return Missed{rule.id, why, std::move(clause), held.holder};
  };
  const auto from = zones::date_of(held.from), to = zones::date_of(held.to);
  if (from && today < *from) return missed(Missed::Why::not_yet, rule.path);
  if (to && today > *to) return missed(Missed::Why::over, rule.path);
  if (const auto key = outside(rule.valid, today, program, facts))
    return missed(Missed::Why::not_valid, rule.path + ".valid." + *key);
  if (!rule.sold.always() && held.holder != Holder::nobody) {
    const auto bought = zones::date_of(held.signed_on);
    const auto key = bought ? outside(rule.sold, *bought, program, facts) : std::optional<std::string>("from");
    if (key) return missed(Missed::Why::not_sold, rule.path + ".sold." + *key);
  }
  return std::nullopt;
}

// All ways in which that plan is held, nearest first.
std::vector<HeldPlan> holdings(const PlanRule& rule, const std::vector<HeldPlan>& held) {
  std::vector<HeldPlan> mine;
  std::ranges::copy_if(held, std::back_inserter(mine), [&](const HeldPlan& each) { return each.plan == rule.id; });
  std::ranges::stable_sort(mine, {}, [](const HeldPlan& each) { return std::tuple(each.holder, each.above); });
  if (!rule.bought) mine.push_back({rule.id, Holder::nobody, 0, "", "", "", ""});
  return mine;
}

}  // namespace

FactsOfHolder::FactsOfHolder(const program::Program& program, const HeldPlan& plan, const program::Facts& request,
                             Instant at)
    : program_(program), plan_(plan), request_(request), at_(at) {}

program::FactValue FactsOfHolder::value_of(std::string_view fact) const {
  const auto known_date = [&](const std::string& date) {
    return date.empty() ? request_.value_of(fact) : program::FactValue(date);
  };
  if (fact == "plan" || (fact == "contract.plan" && plan_.holder != Holder::nobody)) return plan_.plan;
  if (fact == "plan.chain") return program::plan_chain(program_, plan_.plan);
  if (fact == "contract.from") return known_date(plan_.from);
  if (fact == "contract.to") return known_date(plan_.to);
  if (fact == "contract.signed") return known_date(plan_.signed_on);
  if (fact == "now") return at_.seconds;
  return request_.value_of(fact);
}

Covered plan_of(const program::Program& program, const std::vector<HeldPlan>& held, const program::Facts& facts,
                Instant at) {
  const Date today = zones::wall_time(program.zone, at).date;
  Covered covered;
  for (const PlanRule& rule : program.plan_rules) {
    std::optional<Missed> first_miss;
    bool stands = false;
    for (const HeldPlan& each : holdings(rule, held)) {
      const FactsOfHolder seen(program, each, facts, at);
      auto missed = unsound(program, rule, each, seen, today);
      const std::string part = missed ? std::string() : program::failing_part(rule.when, seen);
      if (!missed && !part.empty())
        missed = Missed{rule.id, Missed::Why::not_covered, rule.path + ".when." + part, each.holder};
      stands = stands || !missed || (missed->why == Missed::Why::not_covered && each.holder != Holder::nobody);
      if (!missed && covered.plan.empty()) {
        covered.plan = rule.id;
        if (each.holder != Holder::nobody) covered.by = each;
      }
      // Nobody is rerouted from what he never bought.
      if (missed && !first_miss && each.holder != Holder::nobody) first_miss = missed;
      if (!missed) break;
    }
    if (stands) covered.also_held.push_back(rule.id);
    if (first_miss && covered.plan.empty()) covered.missed.push_back(*std::move(first_miss));
  }
  if (!covered.plan.empty()) covered.chain = program::plan_chain(program, covered.plan, covered.also_held);
  return covered;
}

}  // namespace yakusoku::entitlements
