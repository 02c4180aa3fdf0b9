// What a request and its facts look like to an expectation.

#include <algorithm>

#include "core/lifecycle/escalation_path.hpp"
#include "core/lifecycle/own_acts.hpp"
#include "driver.hpp"

namespace yakusoku::scenarios {
namespace {

using lifecycle::Change;
using lifecycle::CycleChanged;

template <class Enum>
std::string word_of(Enum value) {
  return std::string(enum_words(value)[static_cast<std::size_t>(value)]);
}

ClockSeen& of_cycle(std::vector<ClockSeen>& clocks, const clocks::Cycle& cycle) {
  const auto found = std::ranges::find_if(
      clocks, [&](const ClockSeen& each) { return each.clock == cycle.clock && each.cycle == cycle.number; });
  if (found != clocks.end()) return *found;
  ClockSeen& fresh = clocks.emplace_back();
  fresh.clock = cycle.clock;
  fresh.cycle = cycle.number;
  return fresh;
}

void look_at(RequestSeen& seen, const CycleChanged& fact, const lifecycle::World& world) {
  const clocks::Cycle& cycle = fact.cycle;
  ClockSeen& clock = of_cycle(seen.clocks, cycle);
  clock.state = word_of(cycle.state);
  clock.verdict = word_of(cycle.verdict);
  clock.due = cycle.state == clocks::State::running ? cycle.due : far_future;
  clock.ended_at = cycle.ended_at;
  clock.amount = cycle.selection->amount;
  clock.calendar = cycle.selection->calendar_name;
  clock.remaining = std::nullopt;
  if (cycle.selection->budget > 0)
    clock.remaining = cycle.selection->budget - clocks::spent_by(cycle, world.now, *world.calendars);
  if (fact.change == Change::breached) clock.breaches.push_back({fact.at, fact.detected_at});
  if (fact.change == Change::selected) clock.flagged = fact.flagged;
  if (fact.change == Change::ended) clock.over_wall = fact.over_wall;
  if (fact.change == Change::warned && !fact.cause.ends_with("#skipped"))
    seen.warnings.push_back({cycle.clock, fact.cause, fact.at});
}

}  // namespace

RequestSeen seen_of(const lifecycle::Request& request, const std::vector<lifecycle::Fact>& facts,
                    const lifecycle::World& world) {
  RequestSeen seen;
  for (const lifecycle::Fact& fact : facts) {
    if (const auto* changed = std::get_if<CycleChanged>(&fact)) look_at(seen, *changed, world);
    if (const auto* notice = std::get_if<lifecycle::Noticed>(&fact)) {
      seen.actions.push_back({notice->verb, notice->argument, notice->who, notice->at});
    }
  }
  const tickets::Ticket& ticket = request.ticket;
  seen.status = word_of(ticket.status);
  seen.reason = ticket.closing_reason;
  seen.owner = ticket.owner;
  seen.rank = request.rank;
  seen.team = lifecycle::team_of(request, world);
  seen.escalations = request.escalations;
  seen.baton = request.baton;
  seen.meetings = request.meetings;
  for (const lifecycle::PathLevel& each : lifecycle::escalation_path(request, world))
    seen.levels.push_back({each.level->id, each.clause, each.allowed, each.from});
  seen.allowed = request.allowed;
  seen.next_wake = lifecycle::next_wake(request, world).value_or(far_future);
  seen.next_due = lifecycle::next_due(request, *world.program);
  if (!request.promises.empty()) {
    seen.promise = word_of(request.promises.back().outcome);
    seen.promised = request.promises.back().due;
  }
  return seen;
}

}  // namespace yakusoku::scenarios
