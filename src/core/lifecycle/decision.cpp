#include "core/lifecycle/decision.hpp"

#include <algorithm>

#include "base/assert.hpp"

namespace yakusoku::lifecycle {
namespace {

constexpr int most_rounds = 32;

bool passes(const program::Test& test, const program::FactValue& value) {
  // An event's attribute is tested like a fact: the same predicate over one value.
  struct One : program::Facts {
    program::FactValue value;
    program::FactValue value_of(std::string_view) const override { return value; }
    bool is_open(std::string_view, Instant) const override { return false; }
  } one;
  one.value = value;
  program::Predicate predicate;
  predicate.all.push_back({"it", test});
  return program::holds(predicate, one);
}

}  // namespace

bool matches(const program::EventPattern& pattern, const tickets::Event& event, const program::Facts& facts) {
  if (pattern.event != event.name || pattern.clock != event.clock) return false;
  if (pattern.event == "changed") {
    if (event.attribute("fact") != pattern.changed_fact) return false;
    return !pattern.changed_to || passes(*pattern.changed_to, facts.value_of(pattern.changed_fact));
  }
  return std::ranges::all_of(pattern.narrowed, [&](const auto& narrowing) {
    const std::string_view value = event.attribute(narrowing.first);
    return passes(narrowing.second, value.empty() ? program::FactValue{} : program::FactValue(std::string(value)));
  });
}

bool matches_any(const std::vector<program::EventPattern>& patterns, const std::vector<tickets::Event>& events,
                 const program::Facts& facts, std::string* cause) {
  for (const program::EventPattern& pattern : patterns) {
    for (const tickets::Event& event : events) {
      if (!matches(pattern, event, facts)) continue;
      if (cause) *cause = event.clock.empty() ? event.name : event.clock + "." + event.name;
      return true;
    }
  }
  return false;
}

std::vector<std::string> followed_facts(const program::Program& program) {
  std::vector<std::string> names{"severity"};
  for (const program::FactRule& rule : program.facts)
    if (rule.is || !rule.limits.empty()) names.push_back(rule.name);
  return names;
}

void Decision::say(Fact fact) {
  evolve(request_, fact);
  said_.push_back(std::move(fact));
}

void Decision::set(std::string name, const program::FactValue& value, std::string why) {
  const program::FactValue before = facts().value_of(name);
  if (before == value && program::known(request_.ticket.value(name))) return;
  std::vector<program::FactValue> were;
  for (const std::string& each : followed_) were.push_back(facts().value_of(each));
  say(tickets::ValueSet{tickets::Value::of(name, value), program::to_text(before), std::move(why)});
  const auto changed = [&](const std::string& fact) { events.push_back({"changed", "", {{"fact", fact}}}); };
  if (before != value) changed(name);
  const FactsSeen after = facts();
  for (std::size_t i = 0; i < followed_.size(); ++i)
    if (followed_[i] != name && after.value_of(followed_[i]) != were[i]) changed(followed_[i]);
}

void Decision::count(std::string_view name, std::int64_t by) {
  const program::FactValue value = facts().value_of(name);
  const auto* number = std::get_if<std::int64_t>(&value);
  set(std::string(name), (number ? *number : 0) + by);
}

void Decision::happen(std::string name, std::vector<tickets::Attribute> attributes) {
  tickets::Event event{std::move(name), "", std::move(attributes)};
  say(tickets::Happened{event, now()});
  events.push_back(std::move(event));
}

void Decision::set_status(tickets::Status status, std::string reason, TicketId merged_into) {
  say(tickets::StatusSet{status, now(), std::move(reason), merged_into});
  events.push_back({"changed", "", {{"fact", "status"}}});
}

void Decision::change(Change what, clocks::Cycle cycle, std::string cause, std::string rule) {
  CycleChanged fact;
  fact.change = what;
  fact.cycle = std::move(cycle);
  fact.at = now();
  fact.cause = std::move(cause);
  fact.rule = std::move(rule);
  say(std::move(fact));
}

void Decision::follow() {
  // Where nothing happened since the last look, nothing can follow; but the world may have changed before the first.
  if (events.empty() && looked_) return;
  looked_ = true;
  for (int round = 0; round < most_rounds; ++round) {
    const std::vector<tickets::Event> current = std::move(events);
    events.clear();
    end_cycles(current);
    pause_cycles();
    select_anew();
    start_cycles(current);
    for (const program::Reaction& reaction : program().reactions) {
      const FactsSeen seen = facts();
      if (!std::ranges::any_of(current, [&](const auto& event) { return matches(reaction.at, event, seen); }))
        continue;
      if (!program::holds(reaction.when, seen)) continue;
      for (const program::Action& action : reaction.does) act(action, "", reaction.path, far_future);
    }
    if (events.empty()) return;
  }
  // A program whose reactions feed themselves: what followed so far stands, the rest is cut.
  events.clear();
}

}  // namespace yakusoku::lifecycle
