#include "core/proof/cases.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace yakusoku::proof {
namespace {

using program::FactValue;

// Built-in facts as they are when a request is opened (PROGRAM.md section 4).
FactValue at_opening(std::string_view fact) {
  if (fact == "status") return std::string("open");
  if (fact == "waiting_on") return std::string("vendor");
  if (fact == "workaround") return std::string("none");
  if (fact == "restored" || fact == "phoned" || fact == "outage") return std::string("no");
  if (fact == "escalated" || fact == "attempts" || fact == "reopened") return std::int64_t{0};
  if (fact.starts_with("clock.")) return std::string("idle");
  return {};
}

bool is_zone_of_records(std::string_view fact) {
  return fact == "contact.zone" || fact == "customer.zone" || fact == "contract.zone" || fact == "asset.zone";
}

FactValue word(const std::string& value) { return value.empty() ? FactValue{} : FactValue(value); }

}  // namespace

FactValue CaseFacts::given(std::string_view fact) const {
  for (const FactGiven& each : given_.further)
    if (each.fact == fact) return each.value;
  if (is_zone_of_records(fact)) return word(given_.zone);
  if (const program::FactRule* rule = program_.fact(fact); rule && rule->is) {
    const auto chosen = program::choose(*rule->is, *this);
    if (chosen.value) return *chosen.value;
  }
  return at_opening(fact);
}

FactValue CaseFacts::value_of(std::string_view fact) const {
  if (depth_ >= 16) return {};  // `check` refuses circles of computed facts; this holds for whatever came past it
  ++depth_;
  const struct Leave {
    int& depth;
    ~Leave() { --depth; }
  } leave{depth_};
  const auto at = [](Instant instant) { return instant == far_future ? FactValue{} : FactValue(instant.seconds); };
  if (fact == "opened") return at(opened);
  if (fact == "started") return at(started);
  if (fact == "now") return at(now);
  if (fact == "plan") return word(given_.plan);
  if (fact == "product") return word(given_.product);
  if (fact == "channel") return word(given_.channel);
  if (fact == "kind") return word(given_.kind);
  if (fact == "severity") return given_.severity.empty() ? std::string("none") : given_.severity;
  if (fact != "plan.chain") return given(fact);
  if (given_.plan.empty()) return {};
  std::vector<std::string> chain{given_.plan};
  const Json* plans = program_.tree.find("plans");
  for (std::size_t i = 0; plans && i < chain.size(); ++i) {
    const Json* entry = plans->find(chain[i]);
    const Json* beneath = entry ? entry->find("builds_on") : nullptr;
    if (!beneath || !beneath->is_array()) continue;
    for (const Json& each : beneath->items())
      if (each.is_string() && std::ranges::find(chain, each.string()) == chain.end()) chain.push_back(each.string());
  }
  return chain;
}

bool CaseFacts::is_open(std::string_view calendar, Instant at) const {
  const auto text = calendars_.text(program_, std::string(calendar), *this);
  if (!text) return false;
  if (text->empty()) return true;
  return calendars_.of(*text)->is_open(at);
}

// ---- what may hold

namespace {

enum class Truth { no, maybe, yes };

bool is_said(const std::string& fact, const Combination& given) {
  if (fact == "plan") return !given.plan.empty();
  if (fact == "product") return !given.product.empty();
  if (fact == "channel") return !given.channel.empty();
  return fact == "kind" || fact == "severity";
}

Truth truth_of(const program::Predicate& predicate, const Combination& given, const CaseFacts& facts) {
  Truth all = Truth::yes;
  for (const program::FactTest& each : predicate.all) {
    if (!is_said(each.fact, given)) {
      all = std::min(all, Truth::maybe);
      continue;
    }
    program::Predicate one;
    one.all.push_back(each);
    if (!program::holds(one, facts)) return Truth::no;
  }
  for (const auto& alternatives : predicate.any) {
    Truth best = Truth::no;
    for (const program::Predicate& each : alternatives) best = std::max(best, truth_of(each, given, facts));
    all = std::min(all, best);
  }
  for (const program::Predicate& each : predicate.none) {
    const Truth truth = truth_of(each, given, facts);
    all = std::min(all, truth == Truth::yes ? Truth::no : truth == Truth::no ? Truth::yes : Truth::maybe);
  }
  return all;
}

// A plan's `when` as the tree holds it; tests other than for values ask what no case says.
program::Predicate plan_when(const Json* json) {
  program::Predicate predicate;
  const Json* all = json ? json->find("all") : nullptr;
  if (!all || !all->is_array()) return predicate;
  for (const Json& each : all->items()) {
    program::FactTest test;
    test.fact = each.get_string("fact").value_or("");
    const Json* negated = each.find("not");
    const Json* one_of = (negated ? *negated : each).find("one_of");
    test.test.negated = negated != nullptr;
    if (!one_of || !one_of->is_array()) continue;
    for (const Json& value : one_of->items())
      if (value.is_string()) test.test.values.push_back(value.string());
    predicate.all.push_back(std::move(test));
  }
  return predicate;
}

class Cases {
 public:
  Cases(const program::Program& program, const Asked& asked, const std::vector<std::string>& zones,
        clocks::Calendars& calendars, const Options& options)
      : program_(program), asked_(asked), zones_(zones), calendars_(calendars), options_(options) {}

  Result<std::vector<Combination>> all() {
    std::vector<std::string> kinds;
    for (const program::Kind& kind : program_.kinds) kinds.push_back(kind.id);
    over("kind", kinds, &Combination::kind, [&] {
      over("product", program_.products, &Combination::product, [&] {
        over("plan", program_.plans, &Combination::plan, [&] {
          if (plan_holds()) doors();
        });
      });
    });
    if (too_many_)
      return fail(ErrorCode::limit, "only",
                  fmt::format("more than {} cases: {} kinds, {} products, {} plans, {} levels, {} doors, {} zones, "
                              "further facts {}; leave some out with `only`",
                              options_.most_combinations, program_.kinds.size(), program_.products.size(),
                              program_.plans.size(), program_.severity.levels.size(), program_.doors.size(),
                              asked_.zone ? zones_.size() : 1, further_names()));
    return std::move(found_);
  }

 private:
  bool wanted(std::string_view fact, const std::string& value) const {
    const auto only = options_.only.find(std::string(fact));
    return only == options_.only.end() || std::ranges::find(only->second, value) != only->second.end();
  }
  template <class Then>
  void over(std::string_view fact, const std::vector<std::string>& values, std::string Combination::*member,
            const Then& then) {
    for (const std::string& value : values) {
      if (!wanted(fact, value) || too_many_) continue;
      given_.*member = value;
      then();
    }
    given_.*member = {};
    if (values.empty()) then();
  }
  CaseFacts facts() const { return {program_, given_, calendars_}; }
  bool may(const program::Predicate& predicate) const { return may_hold(predicate, given_, facts()); }

  bool plan_holds() const {
    const Json* plans = program_.tree.find("plans");
    const Json* plan = plans ? plans->find(given_.plan) : nullptr;
    return !plan || may(plan_when(plan->find("when")));
  }
  void doors() {
    std::vector<std::string> open;
    for (const program::Door& door : program_.doors) {
      given_.channel = door.id;
      const auto chosen = program::choose(door.may, facts());
      if (chosen.value && std::ranges::find(*chosen.value, "open") != chosen.value->end() && may(door.when))
        open.push_back(door.id);
    }
    given_.channel = {};
    if (open.empty() && !program_.doors.empty()) return;
    over("channel", open, &Combination::channel, [&] {
      if (is_admitted()) levels();
    });
  }
  bool is_admitted() const {
    const program::Kind* kind = program_.kind(given_.kind);
    if (kind && !may(kind->when)) return false;
    for (const program::Admission& rule : program_.admit) {
      if (!rule.ask.empty()) continue;
      const Truth truth = truth_of(rule.when, given_, facts());
      if (truth == Truth::no) continue;
      if (rule.accept || truth == Truth::maybe) return true;
      return false;
    }
    return true;
  }
  std::vector<std::string> severities() const {
    const program::Kind* kind = program_.kind(given_.kind);
    if (program_.severity.levels.empty() || (kind && kind->is_exempt("severity"))) return {};
    const auto asks = program::facts_asked(program_.severity.is);
    const bool known = std::ranges::all_of(asks, [](const std::string& fact) {
      return fact == "kind" || fact == "plan" || fact == "product" || fact == "channel";
    });
    const auto chosen =
        known ? program::choose(program_.severity.is, facts()) : program::Chosen<program::SeverityRule>{};
    if (chosen.value && chosen.value->how == program::SeverityRule::How::none) return {};
    if (chosen.value && chosen.value->how == program::SeverityRule::How::level) return {chosen.value->level};
    if (known && !chosen.value) return {};
    std::vector<std::string> levels;
    for (const program::Level& level : program_.severity.levels)
      if (!level.never && may(level.when)) levels.push_back(level.id);
    return levels;
  }
  void levels() {
    over("severity", severities(), &Combination::severity, [&] {
      const std::vector<std::string> none;
      over("zone", asked_.zone ? zones_ : none, &Combination::zone, [&] { further(asked_.values.begin()); });
    });
  }
  void further(std::map<std::string, std::set<std::string>>::const_iterator fact) {
    if (too_many_) return;
    if (fact == asked_.values.end()) {
      too_many_ = found_.size() >= options_.most_combinations;
      if (!too_many_) found_.push_back(given_);
      return;
    }
    const auto next = std::next(fact);
    const std::string plain = program::to_text(CaseFacts(program_, given_, calendars_).value_of(fact->first));
    if (wanted(fact->first, plain)) further(next);
    for (const std::string& value : fact->second) {
      if (value == plain || !wanted(fact->first, value)) continue;
      given_.further.push_back({fact->first, value});
      further(next);
      given_.further.pop_back();
    }
  }
  std::string further_names() const {
    std::string names;
    for (const auto& [fact, values] : asked_.values)
      names += fmt::format("{}{} ({})", names.empty() ? "" : ", ", fact, values.size() + 1);
    return names.empty() ? "none" : names;
  }

  const program::Program& program_;
  const Asked& asked_;
  const std::vector<std::string>& zones_;
  clocks::Calendars& calendars_;
  const Options& options_;
  Combination given_;
  std::vector<Combination> found_;
  bool too_many_ = false;
};

}  // namespace

bool may_hold(const program::Predicate& predicate, const Combination& given, const CaseFacts& facts) {
  return truth_of(predicate, given, facts) != Truth::no;
}

Result<std::vector<Combination>> combinations_of(const program::Program& program, const Asked& asked,
                                                 const std::vector<std::string>& zones, clocks::Calendars& calendars,
                                                 const Options& options) {
  return Cases(program, asked, zones, calendars, options).all();
}

}  // namespace yakusoku::proof
