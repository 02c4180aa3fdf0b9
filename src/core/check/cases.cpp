#include "core/check/cases.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace yakusoku::check {

using program::FactTest;
using program::FactValue;
using program::Predicate;
using program::Program;
using program::Test;

namespace {

constexpr std::string_view another = "(another)";

bool depends_on_more(const Test& test) {
  switch (test.kind) {
    case Test::Kind::from:
    case Test::Kind::before:
    case Test::Kind::in:
    case Test::Kind::like: return true;
    case Test::Kind::one_of:
    case Test::Kind::known:
    case Test::Kind::unknown:
    case Test::Kind::or_worse:
    case Test::Kind::or_better:
    case Test::Kind::at_least:
    case Test::Kind::at_most:
    case Test::Kind::below: return false;
  }
  return false;
}

std::string_view name_of(Test::Kind kind) {
  return kind == Test::Kind::from ? "from" : kind == Test::Kind::before ? "before" : kind == Test::Kind::in ? "in" : "like";
}

FactValue chain_of(const Program& program, const FactValue& plan) {
  const auto* name = std::get_if<std::string>(&plan);
  return name ? FactValue(plan_and_beneath(program, *name)) : FactValue();
}

}  // namespace

FactValue Imagined::value_of(std::string_view fact) const {
  if (const auto found = values.find(fact); found != values.end()) return found->second;
  if (fact == "plan.chain") {
    const auto plan = values.find("plan");
    return plan == values.end() ? FactValue() : chain_of(program_, plan->second);
  }
  const program::FactRule* rule = program_.fact(fact);
  if (!rule || !rule->is || depth_ > 8) return {};
  ++depth_;
  const auto computed = told_apart(*rule->is);
  const auto chosen = program::choose(computed, *this);
  --depth_;
  return chosen.value ? FactValue(*chosen.value) : FactValue();
}

bool Imagined::says(std::string_view fact) const {
  if (values.contains(fact)) return true;
  const program::FactRule* rule = program_.fact(fact);
  if (!rule || !rule->is) return false;
  for (const std::string& asked : program::facts_asked(told_apart(*rule->is)))
    if (asked == fact || !values.contains(asked)) return false;
  return true;
}

Predicate told_apart(Predicate predicate) {
  for (FactTest& each : predicate.all) {
    if (!depends_on_more(each.test)) continue;
    std::string name = "?" + each.fact + " " + std::string(name_of(each.test.kind));
    for (const std::string& value : each.test.values) name += " " + value;
    each.fact = std::move(name);
    each.test.kind = Test::Kind::one_of;
    each.test.values = {"yes"};
  }
  for (auto& alternatives : predicate.any)
    for (Predicate& each : alternatives) each = told_apart(std::move(each));
  for (Predicate& each : predicate.none) each = told_apart(std::move(each));
  return predicate;
}

namespace {

FactValue value_for(const FactTest& test, const Imagined& request) {
  return request.value_of(test.fact == "plan" ? "plan.chain" : test.fact);
}

}  // namespace

bool may_hold(const Predicate& predicate, const Imagined& request) {
  for (const FactTest& each : predicate.all) {
    if (depends_on_more(each.test) || !request.says(each.fact)) continue;
    if (!program::holds(each.test, value_for(each, request), request)) return false;
  }
  for (const auto& alternatives : predicate.any)
    if (std::ranges::none_of(alternatives, [&](const Predicate& each) { return may_hold(each, request); }))
      return false;
  return std::ranges::none_of(predicate.none, [&](const Predicate& each) { return surely_holds(each, request); });
}

bool surely_holds(const Predicate& predicate, const Imagined& request) {
  for (const FactTest& each : predicate.all) {
    if (depends_on_more(each.test) || !request.says(each.fact)) return false;
    if (!program::holds(each.test, value_for(each, request), request)) return false;
  }
  for (const auto& alternatives : predicate.any)
    if (std::ranges::none_of(alternatives, [&](const Predicate& each) { return surely_holds(each, request); }))
      return false;
  return std::ranges::none_of(predicate.none, [&](const Predicate& each) { return may_hold(each, request); });
}

namespace {

Test test_in(const Json& json, const std::string& fact, const Program& program) {
  if (const Json* inverted = json.find("not")) {
    Test test = test_in(*inverted, fact, program);
    test.negated = !test.negated;
    return test;
  }
  Test test;
  if (const Json* values = json.find("one_of"); values && values->is_array()) {
    for (const Json& value : values->items())
      if (value.is_string()) test.values.push_back(value.string());
    return test;
  }
  if (const auto known = json.get_boolean("known")) {
    test.kind = *known ? Test::Kind::known : Test::Kind::unknown;
    return test;
  }
  static constexpr std::pair<const char*, Test::Kind> counted[] = {
      {"at_least", Test::Kind::at_least}, {"at_most", Test::Kind::at_most}, {"below", Test::Kind::below}};
  for (const auto& [word, kind] : counted) {
    if (const auto number = json.get_integer(word)) {
      test.kind = kind;
      test.number = *number;
      return test;
    }
  }
  static constexpr std::pair<const char*, Test::Kind> worded[] = {{"or_worse", Test::Kind::or_worse},
                                                                  {"or_better", Test::Kind::or_better},
                                                                  {"from", Test::Kind::from},
                                                                  {"before", Test::Kind::before},
                                                                  {"in", Test::Kind::in},
                                                                  {"like", Test::Kind::like}};
  for (const auto& [word, kind] : worded) {
    if (const auto value = json.get_string(word)) {
      test.kind = kind;
      test.values = {*value};
      test.order = program.order_of(fact);
    }
  }
  return test;
}

}  // namespace

Predicate predicate_in(const Json* json, const Program& program) {
  Predicate predicate;
  if (!json || !json->is_object()) return predicate;
  const Json* all = json->find("all");
  if (all && all->is_array()) {
    for (const Json& each : all->items()) {
      const std::string fact = each.get_string("fact").value_or("");
      predicate.all.push_back({fact, test_in(each, fact, program)});
    }
  }
  const Json* any = json->find("any");
  if (any && any->is_array()) {
    for (const Json& list : any->items()) {
      predicate.any.emplace_back();
      if (!list.is_array()) continue;
      for (const Json& each : list.items()) predicate.any.back().push_back(predicate_in(&each, program));
    }
  }
  const Json* none = json->find("none");
  if (none && none->is_array())
    for (const Json& each : none->items()) predicate.none.push_back(predicate_in(&each, program));
  return predicate;
}

std::vector<std::string> plan_and_beneath(const Program& program, const std::string& plan) {
  std::vector<std::string> chain = {plan};
  const Json* plans = program.tree.find("plans");
  for (std::size_t i = 0; plans && i < chain.size(); ++i) {
    const Json* written = plans->find(chain[i]);
    const Json* beneath = written ? written->find("builds_on") : nullptr;
    if (!beneath) continue;
    std::vector<std::string> names;
    if (beneath->is_string()) names.push_back(beneath->string());
    if (beneath->is_array())
      for (const Json& each : beneath->items())
        if (each.is_string()) names.push_back(each.string());
    for (std::string& name : names)
      if (std::ranges::find(chain, name) == chain.end()) chain.push_back(std::move(name));
  }
  return chain;
}

// ---- the space of cases

Cases::Cases(const Program& program) : program_(program), level_rule_(told_apart(program.severity.is)) {
  const Json* plans = program.tree.find("plans");
  if (!plans || !plans->is_object()) return;
  for (const auto& [name, plan] : plans->members()) plan_rules_[name] = predicate_in(plan.find("when"), program);
}

void Cases::value(const std::string& fact, const FactValue& value) {
  auto& values = values_[fact];
  if (std::ranges::find(values, value) == values.end()) values.push_back(value);
}

void Cases::look_at_fact(const std::string& fact) {
  if (values_.contains(fact) || computed_.contains(fact)) return;
  const program::FactRule* rule = program_.fact(fact);
  if (rule && rule->is) {
    computed_.insert(fact);
    look_at(told_apart(*rule->is));
    return;
  }
  auto& values = values_[fact];
  const auto take_all = [&](const std::vector<std::string>& names) { values.assign(names.begin(), names.end()); };
  if (fact.starts_with('?')) {
    take_all({"yes", "no"});
    return;
  }
  if (fact == "kind") {
    for (const program::Kind& kind : program_.kinds) values.push_back(kind.id);
  } else if (fact == "severity") {
    for (const program::Level& level : program_.severity.levels) values.push_back(level.id);
    values.push_back({});
    if (!program_.kinds.empty()) look_at_fact("kind");
    look_at(told_apart(program_.severity.is));
    return;
  } else if (fact == "plan") {
    take_all(program_.plans);
  } else if (rule && rule->type == program::FactRule::Type::choice) {
    take_all(rule->values);
  } else if (fact == "phoned" || fact == "restored" || fact == "outage") {
    take_all({"yes", "no"});
    return;
  } else if (fact == "product") {
    take_all(program_.products);
  }
  const bool closed_list = !values.empty();
  if (!closed_list) values.push_back(std::string(another));
  if (!closed_list || (fact != "kind" && fact != "plan")) values.push_back({});
}

void Cases::look_at(const Predicate& predicate) {
  for (const FactTest& each : told_apart(predicate).all) {
    look_at_fact(each.fact);
    if (computed_.contains(each.fact)) continue;
    switch (each.test.kind) {
      case Test::Kind::at_least:
      case Test::Kind::at_most:
      case Test::Kind::below:
        for (const int by : {-1, 0, 1}) value(each.fact, each.test.number + by);
        break;
      case Test::Kind::one_of:
      case Test::Kind::or_worse:
      case Test::Kind::or_better:
        for (const std::string& word : each.test.values) value(each.fact, word);
        break;
      case Test::Kind::known:
      case Test::Kind::unknown:
      case Test::Kind::from:
      case Test::Kind::before:
      case Test::Kind::in:
      case Test::Kind::like: break;
    }
  }
  for (const auto& alternatives : predicate.any)
    for (const Predicate& each : alternatives) look_at(each);
  for (const Predicate& each : predicate.none) look_at(each);
}

bool Cases::each(const std::function<bool(const Imagined&)>& see) const {
  std::size_t count = 1;
  for (const auto& [fact, values] : values_) {
    count *= std::max<std::size_t>(1, values.size());
    if (count > most) return false;
  }
  std::vector<std::pair<std::string, const std::vector<FactValue>*>> axes;
  for (const auto& [fact, values] : values_) axes.emplace_back(fact, &values);
  Imagined request(program_);
  for (std::size_t number = 0; number < count; ++number) {
    std::size_t rest = number;
    for (const auto& [fact, values] : axes) {
      if (values->empty()) continue;
      request.values[fact] = (*values)[rest % values->size()];
      rest /= values->size();
    }
    if (!see(request)) break;
  }
  return true;
}

bool Cases::level_fits(const Imagined& request, bool changed) const {
  const auto value = request.values.find("severity");
  if (value == request.values.end()) return true;
  const auto* id = std::get_if<std::string>(&value->second);
  const auto kind = request.values.find("kind");
  const auto* kind_id = kind == request.values.end() ? nullptr : std::get_if<std::string>(&kind->second);
  const program::Kind* of = kind_id ? program_.kind(*kind_id) : nullptr;
  const program::Level* level = id ? program_.severity.level(*id) : nullptr;
  if (id && (!level || level->never || !may_hold(level->when, request))) return false;
  if (of && of->is_exempt("severity")) return !id;
  if (program_.severity.is.empty()) return (id != nullptr) == !program_.severity.levels.empty();
  const auto chosen = program::choose(level_rule_, request);
  if (!chosen.value) return !id;
  switch (chosen.value->how) {
    case program::SeverityRule::How::level:
      return id && (*id == chosen.value->level || (changed && !program_.severity.change.empty()));
    case program::SeverityRule::How::asked:
    case program::SeverityRule::How::vendor: return id != nullptr;
    case program::SeverityRule::How::none: return !id;
  }
  return true;
}

bool Cases::arises(const Imagined& request, bool changed) const {
  if (!level_fits(request, changed)) return false;
  const auto word = [&](const char* fact) -> const std::string* {
    const auto found = request.values.find(fact);
    return found == request.values.end() ? nullptr : std::get_if<std::string>(&found->second);
  };
  if (const std::string* kind = word("kind")) {
    const program::Kind* rule = program_.kind(*kind);
    if (rule && !may_hold(rule->when, request)) return false;
  }
  if (const std::string* plan = word("plan")) {
    const auto rule = plan_rules_.find(*plan);
    if (rule != plan_rules_.end() && !may_hold(rule->second, request)) return false;
  }
  for (const program::Admission& rule : program_.admit) {
    // Who was let in may become another case later; only its kind stays what it was at the door.
    if (changed && program::facts_asked(rule.when) != std::vector<std::string>{"kind"}) break;
    const bool goes = !rule.hand_to.empty() || !rule.refuse.empty();
    if (surely_holds(rule.when, request)) return !goes;
    if (!goes && may_hold(rule.when, request)) break;  // it may be taken before a later rule sends it away
  }
  return true;
}

std::string in_words(const Imagined& request, const std::vector<std::string>& facts) {
  std::string words;
  for (const std::string& fact : facts) {
    const FactValue value = request.value_of(fact);
    if (!program::known(value) || fact.starts_with('?')) continue;
    words += fmt::format("{}{} {}", words.empty() ? "" : ", ", fact, program::to_text(value));
  }
  return words;
}

}  // namespace yakusoku::check
