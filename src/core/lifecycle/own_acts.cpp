#include "core/lifecycle/own_acts.hpp"

#include <algorithm>
#include <set>

#include "core/lifecycle/own_handoffs.hpp"
#include "core/lifecycle/own_routing.hpp"
#include "core/routing/routing.hpp"

namespace yakusoku::lifecycle {

std::string team_of(const Request& request, const World& world) {
  const FactsSeen facts(request, world);
  std::string team = routing::owning_team(*world.program, facts).team;
  return team == "none" ? std::string() : team;
}

std::vector<tickets::Value> duty_facts(const people::Roster& roster, const program::Program& program, Instant now) {
  std::vector<tickets::Value> duty;
  if (roster.empty()) return duty;
  std::set<std::string> named;
  for (const program::EscalationLevel& each : program.escalation.levels) named.insert(each.who);
  for (const program::EscalationTier& each : program.escalation.tiers) named.insert(each.team);
  for (const program::ClockRule& rule : program.clocks)
    for (const program::Step& step : rule.steps)
      for (const program::Action& action : step.does)
        if (action.verb == program::Action::Verb::escalate) named.insert(action.argument);
  const std::string& manager = program.escalation.manager;
  named.insert(manager);
  named.erase("");
  for (const std::string& each : named) {
    auto people = roster.team(each);
    const auto with_duty = roster.with_duty(each);
    people.insert(people.end(), with_duty.begin(), with_duty.end());
    if (people.empty()) continue;
    const bool there = std::ranges::any_of(people, [&](const auto* agent) { return roster.on_duty(agent->id, now); });
    duty.push_back(tickets::Value::of("duty." + each, std::string(there ? "yes" : "no")));
    if (each != manager) continue;
    const auto leads =
        std::ranges::find_if(people, [&](const auto* agent) { return roster.on_duty(agent->id, now); });
    if (leads != people.end()) duty.push_back(tickets::Value::of("duty.manager", (*leads)->id.value));
  }
  return duty;
}

std::optional<Act> own_act(const Request& request, const World& world) {
  if (!world.staff || !world.staff->roster) return std::nullopt;
  for (const auto& look : {own_routing, own_handoff, own_effort})
    if (auto act = look(request, world)) return act;
  return std::nullopt;
}

std::optional<Instant> own_wake(const Request& request, const World& world) {
  if (!world.staff || !world.staff->roster) return std::nullopt;
  std::optional<Instant> earliest;
  for (const auto& look : {routing_wake, handoff_wake, effort_wake})
    if (const auto at = look(request, world); at && (!earliest || *at < *earliest)) earliest = at;
  return earliest;
}

}  // namespace yakusoku::lifecycle
