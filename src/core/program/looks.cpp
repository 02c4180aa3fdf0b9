#include "core/program/looks.hpp"

#include <algorithm>
#include <set>

#include "core/program/program.hpp"
#include "core/program/written_program.hpp"

namespace yakusoku::program {
namespace {

struct Asked {
  std::set<std::string, std::less<>> facts;
  bool lively = false, start_bound = false;
};

template <class T, class Visit>
void each_leaf(const TableNode<T>& node, const Visit& visit) {
  if (node.leaf) visit(*node.leaf);
  for (const auto& branch : node.branches) each_leaf(branch.below, visit);
}

template <class T, class Visit>
void each_value(const Choice<T>& choice, const Visit& visit) {
  for (const auto& rule : choice.rules) {
    if (const T* plain = std::get_if<T>(&rule.is)) {
      visit(*plain);
    } else {
      each_leaf(std::get<Table<T>>(rule.is).cells, visit);
    }
  }
}

class Walk {
 public:
  explicit Walk(const Program& program) : program_(program) {
    if (!program.written) return;
    for (const auto& [name, calendar] : program.written->calendars)
      for (const auto& rule : calendar.rules) calendars_look_at_calendars_ |= asks_calendar(rule.when);
  }

  Asked choice(const ClockRule& rule) const {
    Asked asked;
    add("kind", asked);  // a kind may be exempt from clocks
    add(rule.when, asked);
    add(rule.within, asked);
    each_value(rule.within, [&](const Amount& amount) { add(amount, asked); });
    return asked;
  }
  Asked of(const Predicate& predicate) const {
    Asked asked;
    add(predicate, asked);
    return asked;
  }
  Asked of(std::string_view fact) const {
    Asked asked;
    add(fact, asked);
    return asked;
  }

 private:
  static bool asks_calendar(const Predicate& predicate) {
    const auto asks = [](const Predicate& each) { return asks_calendar(each); };
    return std::ranges::any_of(predicate.all,
                               [](const FactTest& each) { return each.test.kind == Test::Kind::in; }) ||
           std::ranges::any_of(predicate.any, [&](const auto& each) { return std::ranges::any_of(each, asks); }) ||
           std::ranges::any_of(predicate.none, asks);
  }

  void add(const Predicate& predicate, Asked& asked) const {
    for (const std::string& fact : facts_asked(predicate)) add(fact, asked);
    if (asks_calendar(predicate)) asked.lively = true;
  }
  template <class T>
  void add(const Choice<T>& choice, Asked& asked) const {
    for (const auto& rule : choice.rules) add(rule.when, asked);
    for (const std::string& fact : facts_asked(choice)) add(fact, asked);
  }
  void add(const Amount& amount, Asked& asked) const {
    if (!amount.calendar.empty()) {
      for (const std::string& fact : program_.calendar_asks(amount.calendar)) add(fact, asked);
      if (calendars_look_at_calendars_) asked.lively = true;
    }
    if (!amount.fact.empty()) add(amount.fact, asked);
    switch (amount.form) {
      case Amount::Form::nothing:
      case Amount::Form::length:
      case Amount::Form::length_in:
      case Amount::Form::length_then_in:
      case Amount::Form::by_fact: return;
      case Amount::Form::business_days:
      case Amount::Form::moment:
      case Amount::Form::by_next_opening: asked.start_bound = true; return;
      case Amount::Form::from_fact: asked.lively = true; return;  // its value may name any calendar
    }
  }
  // A fact, and all that its value is computed from.
  void add(std::string_view fact, Asked& asked) const {
    if (!asked.facts.emplace(fact).second) return;
    if (fact == "now" || fact == "contact.away" || fact == "customer.open_requests" || fact.starts_with("ledger."))
      asked.lively = true;
    if (fact == "started") asked.start_bound = true;
    if (fact == "plan") add("plan.chain", asked);
    if (fact == "plan.chain") add("plan", asked);
    if (fact == "severity") {
      add("severity_set", asked);
      add("asked_severity", asked);
      add(program_.severity.is, asked);
      for (const FactRule::Limit& limit : program_.severity.limits) add(limit.when, asked);
    } else if (fact == "phase") {
      add("product", asked);
      add("version", asked);
      for (const ProductRule& product : program_.product_rules) {
        add(product.phase, asked);
        for (const ProductRule::Version& version : product.versions) add(version.phase, asked);
      }
    } else if (const FactRule* rule = program_.fact(fact)) {
      if (rule->is) add(*rule->is, asked);
      const auto formula = [&](const auto& each) {
        for (const std::string& part : facts_asked(each)) add(part, asked);
      };
      each_value(rule->number, formula);
      each_value(rule->date, formula);
      if (rule->from.find('.') != std::string::npos) add(rule->from, asked);
      for (const FactRule::Limit& limit : rule->limits) add(limit.when, asked);
    }
  }

  const Program& program_;
  bool calendars_look_at_calendars_ = false;
};

Looks::At& entry(std::vector<Looks::At>& all, std::string_view fact) {
  auto found = std::ranges::lower_bound(all, fact, {}, &Looks::At::fact);
  if (found == all.end() || found->fact != fact) found = all.insert(found, {std::string(fact)});
  return *found;
}

std::pair<std::string_view, std::string_view> key(const Looks::On& on) { return {on.event, on.of}; }

Looks::On& entry(std::vector<Looks::On>& all, const EventPattern& pattern) {
  const std::string& of = pattern.event == "changed" ? pattern.changed_fact : pattern.clock;
  const std::pair<std::string_view, std::string_view> wanted(pattern.event, of);
  auto found = std::ranges::lower_bound(all, wanted, {}, key);
  if (found == all.end() || key(*found) != wanted) found = all.insert(found, {pattern.event, of});
  return *found;
}

void add_events(Looks& looks, const Program& program) {
  for (std::size_t i = 0; i < program.clocks.size(); ++i) {
    const ClockRule& rule = program.clocks[i];
    for (const EventPattern& each : rule.starts.patterns) entry(looks.events, each).starts |= place(i);
    for (const EventPattern& each : rule.ends_on) entry(looks.events, each).ends |= place(i);
    each_value(rule.met_by, [&](const std::vector<EventPattern>& patterns) {
      for (const EventPattern& each : patterns) entry(looks.events, each).meets |= place(i);
    });
  }
  for (const Reaction& reaction : program.reactions) entry(looks.events, reaction.at).reacted_to = true;
  for (const LedgerRule& ledger : program.ledgers) {
    for (const auto* moves : {&ledger.spend, &ledger.refund})
      for (const LedgerMove& move : *moves)
        for (const EventPattern& each : move.at.patterns) entry(looks.events, each).reacted_to = true;
  }
}

void add_dated(const Predicate& predicate, std::vector<FactTest>& dated) {
  for (const FactTest& each : predicate.all) {
    if (!each.test.date) continue;
    const auto asked = facts_asked(each.test.date->formula);
    if (each.fact == "now" || std::ranges::find(asked, "now") != asked.end()) dated.push_back(each);
  }
  for (const auto& alternatives : predicate.any)
    for (const Predicate& each : alternatives) add_dated(each, dated);
  for (const Predicate& each : predicate.none) add_dated(each, dated);
}

void add_dated(const Program& program, std::vector<FactTest>& dated) {
  for (const auto& rule : program.queue.rank.rules) add_dated(rule.when, dated);
  for (const auto& rule : program.coverage.rules) add_dated(rule.when, dated);
  for (const RoutingRule& rule : program.routing) add_dated(rule.when, dated);
  for (const ClockRule& clock : program.clocks) {
    add_dated(clock.when, dated);
    for (const auto& rule : clock.within.rules) add_dated(rule.when, dated);
    if (clock.paused_while) add_dated(*clock.paused_while, dated);
  }
}

}  // namespace

const Looks::At* Looks::at(std::string_view fact) const {
  const auto found = std::ranges::lower_bound(facts, fact, std::ranges::less{}, &At::fact);
  return found == facts.end() || found->fact != fact ? nullptr : &*found;
}

const Looks::On* Looks::on(std::string_view event, std::string_view of) const {
  const std::pair wanted(event, of);
  const auto found = std::ranges::lower_bound(events, wanted, {}, key);
  return found == events.end() || key(*found) != wanted ? nullptr : &*found;
}

std::shared_ptr<const Looks> looks_of(const Program& program) {
  auto looks = std::make_shared<Looks>();
  add_dated(program, looks->dated);
  const Walk walk(program);
  for (std::size_t i = 0; i < program.clocks.size(); ++i) {
    const ClockRule& rule = program.clocks[i];
    const Asked choice = walk.choice(rule);
    for (const std::string& fact : choice.facts) entry(looks->facts, fact).choices |= place(i);
    if (choice.lively) looks->lively_choices |= place(i);
    if (choice.start_bound) looks->start_bound |= place(i);
    if (!rule.paused_while) continue;
    const Asked pause = walk.of(*rule.paused_while);
    for (const std::string& fact : pause.facts) entry(looks->facts, fact).pauses |= place(i);
    if (pause.lively) looks->lively_pauses |= place(i);
  }
  looks->followed.push_back("severity");
  if (!program.product_rules.empty()) looks->followed.push_back("phase");
  for (const FactRule& rule : program.facts)
    if (rule.is || !rule.limits.empty()) looks->followed.push_back(rule.name);
  for (std::size_t i = 0; i < looks->followed.size(); ++i)
    for (const std::string& fact : walk.of(looks->followed[i]).facts) entry(looks->facts, fact).followed |= place(i);
  for (const ClockRule& rule : program.clocks) {
    const Looks::At* own = looks->at("clock." + rule.name);
    looks->clocks.push_back(own ? *own : Looks::At{"clock." + rule.name});
  }
  add_events(*looks, program);
  return looks;
}

}  // namespace yakusoku::program
