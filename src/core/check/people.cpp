// Plans nobody can hold, contacts that can't be named, balances that move one way only, objectives over nothing.

#include <algorithm>

#include <fmt/format.h>

#include "core/check/parts.hpp"
#include "core/program/words.hpp"

namespace yakusoku::check {

using program::ClockRule;
using program::Predicate;
using program::Program;

namespace {

// A tree's child where it is a map; nullptr where it is absent.
const Json* map_at(const Json& tree, std::string_view key) {
  const Json* found = tree.find(key);
  return found && found->is_object() ? found : nullptr;
}

// The single value of a choice in the tree, where it has one without conditions.
const Json* plain(const Json* choice) {
  if (!choice) return nullptr;
  if (!choice->is_array()) return choice;
  if (choice->items().size() != 1) return nullptr;
  const Json& rule = choice->items().front();
  return rule.find("when") ? nullptr : rule.find("is");
}
std::optional<std::int64_t> plain_number(const Json* choice) {
  const Json* value = plain(choice);
  if (value && value->is_integer()) return value->integer();
  return std::nullopt;
}

std::optional<std::string> date_in(const Json* range, std::string_view key) {
  const Json* end = range ? range->find(key) : nullptr;
  if (!end) return std::nullopt;
  if (end->is_string()) return end->string();
  return end->get_string("date");
}

class People {
 public:
  People(const Program& program, Findings& findings) : program_(program), findings_(findings) {}

  void run() {
    if (const Json* plans = map_at(program_.tree, "plans"))
      for (const auto& [name, plan] : plans->members()) this->plan(name, plan);
    contacts();
    if (const Json* ledgers = map_at(program_.tree, "ledgers"))
      for (const auto& [name, ledger] : ledgers->members()) this->ledger(name, ledger);
    objectives();
  }

 private:
  void plan(const std::string& name, const Json& plan) {
    const std::string key = "plans." + name;
    const auto is_past = [&](const std::optional<std::string>& date) {
      return date && program::is_date(*date) && program::is_date(program_.effective) && *date <= program_.effective;
    };
    if (const auto end = date_in(plan.find("valid"), "to"); is_past(end) && *end < program_.effective)
      findings_.add("plan_over", key + ".valid", {{"date", *end}});
    if (const auto end = date_in(plan.find("sold"), "before"); is_past(end))
      findings_.add("plan_no_longer_sold", key + ".sold", {{"date", *end}});
    const Predicate when = predicate_in(plan.find("when"), program_);
    if (!when.always() && !can_hold({&when})) findings_.add("plan_never_covers", key + ".when");
  }
  // Whether one case fulfils all of them.
  bool can_hold(const std::vector<const Predicate*>& predicates) const {
    Cases cases(program_);
    std::vector<Predicate> apart;
    for (const Predicate* each : predicates) {
      cases.look_at(*each);
      apart.push_back(told_apart(*each));
    }
    bool holds = false;
    const bool walked = cases.each([&](const Imagined& request) {
      holds = cases.arises(request, true) &&
              std::ranges::all_of(apart, [&](const Predicate& each) { return program::holds(each, request); });
      return !holds;
    });
    return holds || !walked;
  }

  void contacts() {
    const Json* contacts = map_at(program_.tree, "contacts");
    if (!contacts) return;
    const auto number = plain_number(contacts->find("number"));
    if (!number) return;
    if (*number == 0) findings_.add("contacts_zero", "contacts.number");
    const Json* mixes = contacts->find("mixes");
    if (!mixes || !mixes->is_array()) return;
    for (std::size_t i = 0; i < mixes->items().size(); ++i) {
      const Json& mix = mixes->items()[i];
      const std::int64_t people =
          plain_number(mix.find("own")).value_or(0) + plain_number(mix.find("partner")).value_or(0);
      if (people > *number)
        findings_.add("mix_too_large", "contacts.mixes[" + std::to_string(i) + "]",
                      {{"mix", std::to_string(people)}, {"number", std::to_string(*number)}});
    }
  }

  bool moved_by_steps(std::string_view ledger, program::Action::Verb verb) const {
    const auto moves = [&](const program::Action& action) {
      return action.verb == verb && action.argument == ledger;
    };
    for (const ClockRule& clock : program_.clocks)
      for (const program::Step& step : clock.steps)
        if (std::ranges::any_of(step.does, moves)) return true;
    for (const program::ClosingReason& reason : program_.closing.reasons)
      if (std::ranges::any_of(reason.then, moves)) return true;
    return std::ranges::any_of(program_.reactions,
                               [&](const program::Reaction& each) { return std::ranges::any_of(each.does, moves); });
  }
  // `spends` of sessions and packages, whatever its form.
  static bool names(const Json& json, std::string_view ledger) {
    if (json.is_string()) return json.string() == ledger;
    if (json.is_array())
      return std::ranges::any_of(json.items(), [&](const Json& each) { return names(each, ledger); });
    if (!json.is_object()) return false;
    return std::ranges::any_of(
        json.members(), [&](const auto& member) { return member.first == ledger || names(member.second, ledger); });
  }
  void ledger(const std::string& name, const Json& ledger) {
    const std::string key = "ledgers." + name;
    const Json* engagements = program_.tree.find("engagements");
    const bool spent = ledger.find("spend") || moved_by_steps(name, program::Action::Verb::spend) ||
                       (engagements && names(*engagements, name));
    if (!spent) findings_.add("ledger_unspent", key);
    const auto granted = plain_number(ledger.find("grant"));
    const bool counts = !ledger.find("grant") && ledger.get_string("overdraw") == "allow";
    if (!counts && (!ledger.find("grant") || (granted && *granted == 0))) findings_.add("ledger_ungranted", key);
  }

  void objectives() {
    const Json* objectives = program_.tree.find("objectives");
    if (!objectives) return;
    if (objectives->is_array()) {
      for (std::size_t i = 0; i < objectives->items().size(); ++i)
        objective("objectives[" + std::to_string(i) + "]", objectives->items()[i]);
    } else if (objectives->is_object()) {
      for (const auto& [name, each] : objectives->members()) objective("objectives." + name, each);
    }
  }
  void objective(const std::string& key, const Json& objective) {
    if (const ClockRule* clock = program_.clock(objective.get_string("of").value_or(""))) {
      const Predicate when = predicate_in(objective.find("when"), program_);
      if (!can_hold({&when, &clock->when}))
        findings_.add("objective_without_requests", key, {{"clock", clock->name}});
    }
    if (const Json* bound = objective.find("met")) this->bound(key, *bound);
  }
  void bound(const std::string& key, const Json& bound) {
    const auto percent = bound.get_integer("hundredths_of_percent");
    if (!percent) return;
    const bool least = bound.get_string("bound") == "at_least";
    if (*percent <= 10000 && !(least && *percent == 0) && !(!least && *percent == 10000)) return;
    findings_.add("impossible_bound", key + ".met",
                  {{"bound", fmt::format("{} {}%", least ? "at least" : "at most", *percent / 100)}});
  }

  const Program& program_;
  Findings& findings_;
};

}  // namespace

void check_people(const Program& program, Findings& findings) { People(program, findings).run(); }

}  // namespace yakusoku::check
