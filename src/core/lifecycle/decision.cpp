#include "core/lifecycle/decision.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "core/lifecycle/escalating.hpp"
#include "core/lifecycle/meeting.hpp"
#include "core/program/event_match.hpp"

namespace yakusoku::lifecycle {
namespace {

constexpr int most_rounds = 32;

}  // namespace

bool matches(const program::EventPattern& pattern, const tickets::Event& event, const program::Facts& facts) {
  return program::matches(
      pattern, event.name, event.clock, [&](std::string_view name) { return event.attribute(name); }, facts);
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

Decision::Decision(Request request, const World& world)
    : request_(std::move(request)),
      world_(world),
      looks_(world.program->looks ? world.program->looks : program::looks_of(*world.program)) {
  said_.reserve(12);  // what an ordinary act says
  rules_.reserve(world.program->clocks.size());
  for (const tickets::Value& each : world.known)
    if (const auto* at = looks_->at(each.name)) known_ |= at->choices | at->pauses;
  const LookedThrough& looked = request_.looked;
  if (!looked.by || looked.by != looks_) return;
  choices_ = looked.choices | looks_->lively_choices | known_;
  pauses_ = looked.pauses | looks_->lively_pauses | known_;
  if (looks_->start_bound == 0) return;
  for (std::size_t i = 0; i < request_.cycles.size(); ++i) {
    if (request_.cycles[i]->state != clocks::State::idle) continue;
    if (const program::ClockRule* rule = rule_of(i)) choices_ |= looks_->start_bound & program::place(index(*rule));
  }
}

const program::ClockRule* Decision::rule_of(std::size_t cycle) const {
  // Each clock has one cycle, at the place at which it was first armed.
  while (rules_.size() <= cycle) rules_.push_back(program().clock(request_.cycles[rules_.size()]->clock));
  return rules_[cycle];
}

const clocks::Cycle* Decision::cycle_of(const program::ClockRule& rule) const {
  for (std::size_t i = 0; i < request_.cycles.size(); ++i)
    if (rule_of(i) == &rule) return &*request_.cycles[i];
  return nullptr;
}

Decided Decision::take() {
  request_.looked = {looks_, choices_ | known_, pauses_ | known_};
  return {std::move(request_), std::move(said_)};
}

void Decision::note(const program::Looks::At* at) {
  if (!at) return;
  choices_ |= at->choices;
  pauses_ |= at->pauses;
}

void Decision::note(const CycleChanged& fact) {
  if (fact.change == Change::warned || fact.change == Change::stepped) return;
  const program::ClockRule* rule = program().clock(fact.cycle->clock);
  if (!rule) return;
  const program::Places own = program::place(index(*rule));
  switch (fact.change) {
    case Change::warned:
    case Change::stepped: return;  // neither its state nor what was chosen for it
    case Change::started:
    case Change::selected: pauses_ |= own; break;  // by what was chosen just now
    case Change::paused:
    case Change::breached: break;
    case Change::ended: break;
    case Change::armed:
    case Change::resumed:  // what changed while it paused counts from now
    case Change::promised:
    case Change::continued:
    case Change::spliced:
    case Change::moved:
    case Change::merged: choices_ |= own, pauses_ |= own; break;
  }
  note(&looks_->clocks[index(*rule)]);
}

void Decision::note(const Fact& fact) {
  if (const auto* value = std::get_if<tickets::ValueSet>(&fact)) {
    note(looks_->at(value->value.name));
  } else if (const auto* cycle = std::get_if<CycleChanged>(&fact)) {
    note(*cycle);
  } else if (std::holds_alternative<tickets::OwnerSet>(fact)) {
    note(looks_->at("owner"));
  } else if (std::holds_alternative<tickets::StatusSet>(fact)) {
    note(looks_->at("status"));
  } else if (std::holds_alternative<tickets::Opened>(fact)) {
    choices_ = pauses_ = program::everywhere;
  }
}

void Decision::say(Fact fact) {
  note(fact);
  evolve(request_, fact);
  said_.push_back(std::move(fact));
}

void Decision::set(std::string name, const program::FactValue& value, std::string why) {
  const program::FactValue before = facts().value_of(name);
  if (before == value && program::known(request_.ticket.value(name))) return;
  const program::Looks::At* at = looks_->at(name);
  const auto follows = [&](std::size_t i) {
    return at && (at->followed & program::place(i)) != 0 && looks_->followed[i] != name;
  };
  std::vector<program::FactValue> were;
  for (std::size_t i = 0; at && at->followed != 0 && i < looks_->followed.size(); ++i)
    if (follows(i)) were.push_back(facts().value_of(looks_->followed[i]));
  say(tickets::ValueSet{tickets::Value::of(name, value), program::to_text(before), std::move(why)});
  const auto changed = [&](const std::string& fact) { events.push_back({"changed", "", {{"fact", fact}}}); };
  if (before != value) changed(name);
  if (were.empty()) return;
  const FactsSeen after = facts();
  auto was = were.begin();
  for (std::size_t i = 0; i < looks_->followed.size(); ++i)
    if (follows(i) && after.value_of(looks_->followed[i]) != *was++) changed(looks_->followed[i]);
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

void Decision::tell(std::string who, std::string about, std::string path) {
  Noticed notice;
  notice.verb = "tell";
  notice.who = std::move(who);
  notice.argument = std::move(about);
  notice.path = std::move(path);
  notice.at = now();
  say(std::move(notice));
}

void Decision::set_status(tickets::Status status, std::string reason, TicketId merged_into) {
  say(tickets::StatusSet{status, now(), std::move(reason), merged_into});
  events.push_back({"changed", "", {{"fact", "status"}}});
  if (status == tickets::Status::closed) end_meetings(*this);
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

Decision::Called Decision::called_by(const std::vector<tickets::Event>& current) const {
  Called called;
  for (const tickets::Event& event : current) {
    const bool changed = event.name == "changed" && event.clock.empty();
    const auto* on = looks_->on(event.name, changed ? event.attribute("fact") : event.clock);
    if (!on) continue;
    called.starts |= on->starts;
    called.meets |= on->meets;
    called.ends |= on->ends;
    called.reacted_to = called.reacted_to || on->reacted_to;
  }
  return called;
}

void Decision::react(const std::vector<tickets::Event>& current) {
  for (const program::Reaction& reaction : program().reactions) {
    const FactsSeen seen = facts();
    if (!std::ranges::any_of(current, [&](const auto& event) { return matches(reaction.at, event, seen); })) continue;
    if (!program::holds(reaction.when, seen)) continue;
    for (const program::Action& action : reaction.does) act(action, "", reaction.path, far_future);
  }
}

void Decision::move_ledgers(const std::vector<tickets::Event>& current) {
  for (const program::LedgerRule& ledger : program().ledgers) {
    const auto look = [&](const std::vector<program::LedgerMove>& moves, std::string_view verb) {
      for (const program::LedgerMove& move : moves) {
        const FactsSeen seen = facts();
        if (!matches_any(move.at.patterns, current, seen) || !program::holds(ledger.when, seen) ||
            !program::holds(move.when, seen))
          continue;
        Noticed notice;
        notice.verb = std::string(verb);
        notice.argument = ledger.id;
        notice.path = move.path;
        notice.at = now();
        say(std::move(notice));
        const auto amount = program::evaluate_whole(move.amount, seen);
        const program::FactValue balance = seen.value_of("ledger." + ledger.id);
        const auto* left = std::get_if<std::int64_t>(&balance);
        if (verb == "spend" && left && *left < amount.value_or(0) && ledger.overdraw != program::Overdraw::allow)
          tell("lead", "balance_short", move.path);
      }
    };
    look(ledger.spend, "spend");
    look(ledger.refund, "refund");
  }
}

void Decision::follow() {
  // Where nothing happened since the last look, nothing can follow; but the world may have changed before the first.
  if (events.empty() && looked_) return;
  looked_ = true;
  for (int round = 0; round < most_rounds; ++round) {
    const std::vector<tickets::Event> current = std::move(events);
    events.clear();
    const Called called = called_by(current);
    end_cycles(current, called);
    pause_cycles();
    select_anew();
    start_cycles(current, called);
    end_escalations(*this, current);
    if (called.reacted_to) {
      move_ledgers(current);
      react(current);
    }
    if (events.empty()) return;
  }
  // A program whose reactions feed themselves: what followed so far stands, the rest is cut.
  events.clear();
}

}  // namespace yakusoku::lifecycle
