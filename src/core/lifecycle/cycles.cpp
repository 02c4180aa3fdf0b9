// What one round does to the cycles, in its written order.

#include <algorithm>

#include "core/lifecycle/decision.hpp"

namespace yakusoku::lifecycle {

using clocks::Cycle;
using clocks::State;
using clocks::Verdict;

void Decision::end_cycle(const Cycle& cycle, Verdict verdict, const std::string& cause) {
  const Instant due = cycle.breaches > 0 && cycle.due == far_future ? cycle.breached_at : cycle.due;
  CycleChanged fact;
  fact.change = verdict == Verdict::merged ? Change::merged : Change::ended;
  fact.cycle = clocks::ended(cycle, verdict, now(), *world_.calendars);
  fact.at = now();
  fact.cause = cause;
  if (verdict == Verdict::late && due < now()) {
    fact.over_wall = (now() - due).seconds;
    fact.over_open = clocks::open_seconds(cycle.selection, due, now(), *world_.calendars);
  }
  say(std::move(fact));
}

void Decision::end_cycles(const std::vector<tickets::Event>& current) {
  const std::vector<Cycle> cycles = request_.cycles;
  for (const Cycle& cycle : cycles) {
    const program::ClockRule* rule = program().clock(cycle.clock);
    if (!rule || cycle.state == State::ended) continue;
    const FactsSeen seen = facts(cycle.started_at);
    std::string cause;
    const auto met_by = program::choose(rule->met_by, seen);
    const bool met = met_by.value && matches_any(*met_by.value, current, seen, &cause);
    const bool over = matches_any(rule->ends_on, current, seen, met ? nullptr : &cause);
    if (over) closed_for_.push_back(cycle.clock);
    if (!met && !over) continue;
    if (met && cycle.active()) {
      const bool late = cycle.state == State::running && cycle.due != far_future && cycle.due < now() &&
                        cycle.selection.firmness != clocks::Firmness::at_least;
      end_cycle(cycle, late ? Verdict::late : Verdict::met, cause);
      events.push_back({"met", cycle.clock, {}});
    } else {
      end_cycle(cycle, Verdict::withdrawn, cause);
      if (cycle.active()) events.push_back({"withdrawn", cycle.clock, {}});
    }
  }
}

void Decision::pause_cycles() {
  const std::vector<Cycle> cycles = request_.cycles;
  for (const Cycle& cycle : cycles) {
    const program::ClockRule* rule = program().clock(cycle.clock);
    if (!rule || !rule->paused_while || !cycle.active() || cycle.promised) continue;
    const FactsSeen seen = facts(cycle.started_at);
    const bool holds = program::holds(*rule->paused_while, seen);
    if (holds && cycle.state == State::running) {
      change(Change::paused, clocks::paused(cycle, now(), *world_.calendars), rule->path + ".paused_while", "R2");
    } else if (!holds && cycle.state == State::paused) {
      change(Change::resumed, clocks::resumed(cycle, now(), *world_.calendars), rule->path + ".paused_while", "R2");
    }
  }
}

void Decision::select_anew() {
  const std::vector<Cycle> cycles = request_.cycles;
  for (const Cycle& cycle : cycles) {
    const program::ClockRule* rule = program().clock(cycle.clock);
    if (!rule || cycle.state == State::ended) continue;
    const Instant start = cycle.active() ? cycle.started_at : now();
    const FactsSeen seen = facts(start);
    // What was agreed with the customer stands until the promise ends.
    const bool agreed = cycle.active() && cycle.selection.path.ends_with("#agreed");
    const auto selection = agreed ? std::optional(cycle.selection)
                                  : clocks::select(*rule, program(), seen, start, *world_.calendars);
    if (cycle.state == State::idle) {  // a promise that did not exist before counts from now (R3)
      if (!selection) continue;
      change(Change::started, clocks::started(cycle, *selection, now(), *world_.calendars), "promised_from_now", "R3");
      events.push_back({"started", cycle.clock, {}});
    } else if (!selection) {
      end_cycle(cycle, Verdict::withdrawn, "nothing_promised");
      events.push_back({"withdrawn", cycle.clock, {}});
      Cycle idle;
      idle.clock = cycle.clock;
      idle.number = cycle.number + 1;
      idle.version = cycle.version;
      idle.armed_at = cycle.armed_at;
      change(Change::armed, idle, "nothing_promised", "R3");
    } else if (cycle.state == State::running) {
      if (agreed || cycle.chosen == clocks::choice_key(*selection)) continue;
      const Cycle after = clocks::selected_anew(cycle, *selection, now(), *world_.calendars);
      CycleChanged fact;
      fact.change = Change::selected;
      fact.cycle = after;
      // What was given under the old due and lies ahead of the new one may come again (R13).
      if (after.due != cycle.due) fact.cycle.warned.clear();
      fact.at = now();
      fact.cause = selection->path;
      fact.rule = after.from_start < cycle.from_start ? "R4" : "R5";
      const std::int64_t spent = clocks::spent_by(cycle, now(), *world_.calendars);
      fact.flagged = fact.rule == "R5" && (cycle.breaches > 0 || spent * 5 >= cycle.selection.budget * 4);
      say(std::move(fact));
    }
  }
}

void Decision::start_cycles(const std::vector<tickets::Event>& current) {
  for (const program::ClockRule& rule : program().clocks) {
    const Cycle* present = request_.cycle(rule.name);
    if (present && present->state != State::ended) continue;
    if (std::ranges::find(closed_for_, rule.name) != closed_for_.end()) continue;
    const FactsSeen seen = facts(now());
    std::string cause;
    if (!matches_any(rule.starts.patterns, current, seen, &cause)) continue;
    if (rule.starts.all && !std::ranges::all_of(rule.starts.patterns, [&](const program::EventPattern& pattern) {
          return request_.ticket.occurrence(pattern.event) != nullptr;
        })) {
      continue;
    }
    // What met or ended it does not start it in the same instant, but for its own `met` (a cadence).
    if (present && present->ended_at == now() && cause.find('.') == std::string::npos) {
      const auto met_by = program::choose(rule.met_by, seen);
      if ((met_by.value && matches_any(*met_by.value, current, seen)) || matches_any(rule.ends_on, current, seen)) continue;
    }
    Cycle cycle;
    cycle.clock = rule.name;
    cycle.number = present ? present->number + 1 : 1;
    cycle.version = program().hash;
    cycle.armed_at = now();
    const auto selection = clocks::select(rule, program(), seen, now(), *world_.calendars);
    if (!selection) {
      change(Change::armed, cycle, cause);
      continue;
    }
    change(Change::started, clocks::started(cycle, *selection, now(), *world_.calendars), cause);
    events.push_back({"started", rule.name, {}});
  }
}

void Decision::continue_cycles(std::string_view event) {
  // R8: what is left is at least what the next answer may take.
  std::int64_t floor = 0;
  for (const program::ClockRule& rule : program().clocks) {
    if (rule.metric != "next_reply_time") continue;
    const auto selection = clocks::select(rule, program(), facts(now()), now(), *world_.calendars);
    if (selection) floor = std::max(floor, selection->budget);
  }
  const std::vector<Cycle> cycles = request_.cycles;
  for (const Cycle& cycle : cycles) {
    const program::ClockRule* rule = program().clock(cycle.clock);
    const bool was_met = cycle.state == State::ended && (cycle.verdict == Verdict::met || cycle.verdict == Verdict::late);
    if (!rule || !was_met) continue;
    // workaround_failed undoes only what a workaround had met.
    const auto met_by = program::choose(rule->met_by, facts(cycle.started_at));
    if (event == "workaround_failed" &&
        !(met_by.value && std::ranges::any_of(*met_by.value, [](const auto& each) { return each.event == "workaround_given"; }))) {
      continue;
    }
    switch (rule->reopening) {
      case program::Reopening::resume:
        if (!cycle.selection.has_due() || cycle.promised) break;
        change(Change::continued, clocks::continued(cycle, now(), floor, *world_.calendars), std::string(event), "R8");
        break;
      case program::Reopening::anew: {
        Cycle fresh;
        fresh.clock = cycle.clock;
        fresh.number = cycle.number + 1;
        fresh.version = program().hash;
        fresh.armed_at = now();
        const auto selection = clocks::select(*rule, program(), facts(now()), now(), *world_.calendars);
        if (selection) change(Change::started, clocks::started(fresh, *selection, now(), *world_.calendars), std::string(event), "R8");
        break;
      }
      case program::Reopening::never: break;
    }
  }
}

void Decision::absorb(const Request& other) {
  for (const Cycle& theirs : other.cycles) {
    if (theirs.state != State::running || theirs.due == far_future) continue;
    const Cycle* ours = request_.cycle(theirs.clock);
    if (ours && ours->state == State::running) {
      if (theirs.due >= ours->due) continue;
      Cycle earlier = *ours;  // R9: the earlier due of the two, with the budget and calendar that it came from
      earlier.selection = theirs.selection;
      earlier.spent = theirs.spent;
      earlier.booked = theirs.booked;
      earlier.run_since = theirs.run_since;
      earlier.promised = theirs.promised;
      earlier.due = theirs.due;
      earlier.warned.clear();
      change(Change::merged, earlier, "absorb", "R9");
    } else if (!other.ticket.occurrence("reply") && (!ours || !ours->active())) {
      Cycle survives = theirs;  // their requester has had no answer yet: that obligation moves here
      survives.number = ours ? ours->number + 1 : 1;
      change(Change::merged, survives, "absorb", "R9");
    }
  }
}

}  // namespace yakusoku::lifecycle
