// Clocks that nothing starts or meets, duties nobody is told of, closings that can't be proved.

#include <algorithm>

#include "core/check/parts.hpp"

namespace yakusoku::check {

using program::Action;
using program::Amount;
using program::ClockRule;
using program::EventPattern;
using program::Program;

namespace {

void cells_below(const program::TableNode<Amount>& node, const program::Text& outer, const SeeAmount& see) {
  if (node.leaf) see(*node.leaf, node.says.empty() ? outer : node.says, node.path);
  for (const auto& branch : node.branches) cells_below(branch.below, outer, see);
}

bool any_pattern(const program::TableNode<std::vector<EventPattern>>& node, const auto& test) {
  if (node.leaf && std::ranges::any_of(*node.leaf, test)) return true;
  return std::ranges::any_of(node.branches, [&](const auto& branch) { return any_pattern(branch.below, test); });
}

class Clocks {
 public:
  Clocks(const Program& program, Findings& findings) : program_(program), findings_(findings) {}

  void run() {
    for (const ClockRule& clock : program_.clocks) {
      if (!can_start(clock, 0)) findings_.add("never_starts", clock.path);
      const bool promises = !clock.within.empty() && clock.owed_by != "nobody";
      if (promises && clock.met_by.empty() && clock.ends_on.empty()) findings_.add("never_met", clock.path);
      if (clock.within.empty() && clock.steps.empty()) findings_.add("does_nothing", clock.path);
      duty(clock);
      for (const program::Step& step : clock.steps)
        for (const Action& action : step.does) closes(action, step.path);
    }
    for (const program::Reaction& reaction : program_.reactions)
      for (const Action& action : reaction.does) closes(action, reaction.path);
  }

 private:
  bool has_due(const ClockRule& clock) const {
    bool due = false;
    each_amount(clock, [&](const Amount& amount, const program::Text&, const std::string&) {
      due = due || (amount.promise != Amount::Promise::none && amount.promise != Amount::Promise::best_effort);
    });
    return due;
  }
  // Own events happen only where their clock runs: a circle of cadences never begins by itself.
  bool can_start(const ClockRule& clock, int depth) const {
    if (depth > 8) return false;
    return std::ranges::any_of(clock.starts.patterns, [&](const EventPattern& pattern) {
      return happens(pattern, depth, &clock);
    });
  }
  bool happens(const EventPattern& pattern, int depth, const ClockRule* but) const {
    if (pattern.clock.empty()) return true;
    const ClockRule* of = program_.clock(pattern.clock);
    if (!of || (of == but && depth >= 0)) return false;
    if (pattern.event == "missed" && !has_due(*of)) return false;
    return can_start(*of, depth + 1);
  }
  void duty(const ClockRule& clock) {
    if (clock.owed_by != "customer") return;
    // What starts with our speaking to him is told by that.
    bool told = std::ranges::any_of(clock.starts.patterns, [](const EventPattern& pattern) {
      return pattern.event == "attempt" || pattern.event == "call" || pattern.event == "information_asked" ||
             pattern.event == "reply";
    });
    for (const program::Step& step : clock.steps) {
      for (const Action& action : step.does) {
        using Verb = Action::Verb;
        told = told || action.verb == Verb::remind || (action.verb == Verb::tell && action.argument == "customer");
        const bool against = action.verb == Verb::close || action.verb == Verb::solve || action.verb == Verb::set;
        if (!against || told) continue;
        findings_.add("duty_untold", clock.path, {{"step", step.path}});
        return;
      }
    }
  }
  bool set_by_action(std::string_view fact) const {
    const auto sets = [&](const Action& action) { return action.verb == Action::Verb::set && action.argument == fact; };
    for (const ClockRule& clock : program_.clocks)
      for (const program::Step& step : clock.steps)
        if (std::ranges::any_of(step.does, sets)) return true;
    return std::ranges::any_of(program_.reactions,
                               [&](const program::Reaction& each) { return std::ranges::any_of(each.does, sets); });
  }
  bool asked_in_a_form(std::string_view fact) const {
    return std::ranges::any_of(program_.kinds, [&](const program::Kind& kind) {
      return std::ranges::any_of(kind.form, [&](const program::FormField& field) { return field.fact == fact; });
    });
  }
  void closes(const Action& action, const std::string& path) {
    if (action.verb != Action::Verb::close) return;
    const program::ClosingReason* reason = program_.closing.reason(action.argument);
    if (!reason) return;
    for (const std::string& need : reason->needs) {
      bool given = true;
      if (const program::FactRule* fact = program_.fact(need)) {
        given = fact->is || set_by_action(need) || fact->from == "agent" ||
                (fact->from == "customer" ? asked_in_a_form(need) : !fact->from.empty());
      } else if (const auto dot = need.find('.'); dot != std::string::npos && program_.clock(need.substr(0, dot))) {
        EventPattern pattern;
        pattern.clock = need.substr(0, dot);
        pattern.event = need.substr(dot + 1);
        given = happens(pattern, -1, nullptr);
      }
      if (!given) findings_.add("unprovable_close", path, {{"reason", reason->id}, {"needs", need}});
    }
  }

  const Program& program_;
  Findings& findings_;
};

}  // namespace

void each_amount(const ClockRule& clock, const SeeAmount& see) {
  for (const auto& rule : clock.within.rules) {
    if (const auto* amount = std::get_if<Amount>(&rule.is)) {
      see(*amount, rule.says, rule.path);
    } else {
      cells_below(std::get<program::Table<Amount>>(rule.is).cells, rule.says, see);
    }
  }
}

Cases cases_of(const Program& program, const ClockRule& clock) {
  Cases cases(program);
  cases.look_at(clock.within);
  cases.look_at(clock.when);
  if (!program.kinds.empty()) cases.look_at_fact("kind");
  each_amount(clock, [&](const Amount& amount, const program::Text&, const std::string&) {
    if (amount.calendar.empty()) return;
    for (const std::string& fact : program.calendar_asks(amount.calendar))
      if (fact.find('.') == std::string::npos && fact != "now" && fact != "opened") cases.look_at_fact(fact);
  });
  return cases;
}

bool applies(const ClockRule& clock, const Cases& cases, const Imagined& request, bool changed) {
  const auto kind = request.values.find("kind");
  const auto* id = kind == request.values.end() ? nullptr : std::get_if<std::string>(&kind->second);
  const program::Kind* rule = id ? cases.program().kind(*id) : nullptr;
  if (rule && rule->is_exempt("clocks")) return false;
  return may_hold(clock.when, request) && cases.arises(request, changed);
}

bool has_event(const ClockRule& clock, std::string_view event) {
  const auto is = [&](const EventPattern& pattern) { return pattern.clock.empty() && pattern.event == event; };
  return std::ranges::any_of(clock.met_by.rules, [&](const auto& rule) {
    const auto* plain = std::get_if<std::vector<EventPattern>>(&rule.is);
    return plain ? std::ranges::any_of(*plain, is)
                 : any_pattern(std::get<program::Table<std::vector<EventPattern>>>(rule.is).cells, is);
  });
}

bool starts_by(const ClockRule& clock, std::string_view event) {
  return std::ranges::any_of(clock.starts.patterns, [&](const EventPattern& pattern) {
    return pattern.clock.empty() && pattern.event == event;
  });
}

void check_clocks(const Program& program, Findings& findings) { Clocks(program, findings).run(); }

}  // namespace yakusoku::check
