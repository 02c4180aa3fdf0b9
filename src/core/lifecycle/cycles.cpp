// What one round does to the cycles, in its written order.

#include <algorithm>
#include <utility>

#include "core/lifecycle/decision.hpp"

namespace yakusoku::lifecycle {

using clocks::Cycle;
using clocks::State;
using clocks::Verdict;

void Decision::end_cycle(const Cycle& cycle, Verdict verdict, const std::string& cause) {
  const Instant due = cycle.state == State::paused ? cycle.breached_at : cycle.due;
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

bool Decision::has_clocks() const {
  const program::Kind* kind = program().kind(request_.ticket.word("kind"));
  return !kind || !kind->is_exempt("clocks");
}

std::optional<clocks::Selection> Decision::chosen(const program::ClockRule& rule, const program::Facts& seen,
                                                  Instant start) const {
  if (!has_clocks()) return std::nullopt;
  return clocks::select(rule, program(), seen, start, *world_.calendars);
}

Cycle Decision::rearmed(Cycle cycle, const program::ClockRule& rule) const {
  cycle.warned.clear();
  const FactsSeen seen = facts(cycle.started_at);
  for (std::size_t place = 0; place < rule.steps.size(); ++place) {
    if (!rule.steps[place].warning) continue;
    if (clocks::step_due(cycle, rule, place, program(), seen, *world_.calendars) <= now())
      cycle.warned.push_back(static_cast<int>(place));
  }
  return cycle;
}

void Decision::end_cycles(const std::vector<tickets::Event>& current, const Called& called) {
  if ((called.meets | called.ends) == 0) return;
  for (const program::ClockRule& rule : program().clocks) {
    if ((called.ends & program::place(index(rule))) == 0) continue;
    if (matches_any(rule.ends_on, current, facts())) closed_for_.push_back(rule.name);
  }
  // Cycles are looked at by their place: what is said may move them. The one that changes is held on to.
  for (std::size_t i = 0; i < request_.cycles.size(); ++i) {
    const program::ClockRule* rule = rule_of(i);
    if (!rule || ((called.meets | called.ends) & program::place(index(*rule))) == 0) continue;
    const Shared<Cycle> held = request_.cycles[i];
    const Cycle& cycle = held;
    if (cycle.state == State::ended) continue;
    const FactsSeen seen = facts(cycle.started_at);
    std::string cause;
    const auto met_by = program::choose(rule->met_by, seen);
    const bool met = met_by.value && matches_any(*met_by.value, current, seen, &cause);
    const bool over = matches_any(rule->ends_on, current, seen, met ? nullptr : &cause);
    if (!met && !over) continue;
    // A cadence to which nothing is promised stays armed: it is met into its own next cycle.
    const bool restarts = std::ranges::any_of(
        rule->starts.patterns, [&](const auto& each) { return each.clock == cycle.clock && each.event == "met"; });
    if (cycle.state == State::idle && !over && restarts) continue;
    if (met && cycle.active()) {
      // While it pauses there is no due; one that had passed before the pause stays missed.
      const bool passed = cycle.state == State::running ? cycle.due != far_future && cycle.due < now()
                                                        : cycle.breaches > 0 && cycle.selection->budget > 0 &&
                                                              cycle.spent >= cycle.selection->budget;
      const bool late = passed && cycle.selection->firmness != clocks::Firmness::at_least;
      end_cycle(cycle, late ? Verdict::late : Verdict::met, cause);
      events.push_back({"met", cycle.clock, {}});
    } else {
      end_cycle(cycle, Verdict::withdrawn, cause);
      if (cycle.active()) events.push_back({"withdrawn", cycle.clock, {}});
    }
  }
}

void Decision::pause_cycles() {
  const program::Places open = std::exchange(pauses_, 0);
  if (open == 0) return;
  for (std::size_t i = 0; i < request_.cycles.size(); ++i) {
    const program::ClockRule* rule = rule_of(i);
    if (!rule || !rule->paused_while || ((open | pauses_) & program::place(index(*rule))) == 0) continue;
    const Shared<Cycle> held = request_.cycles[i];
    const Cycle& cycle = held;
    if (!cycle.active() || cycle.promised) continue;
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
  const program::Places open = std::exchange(choices_, 0);
  if (open == 0) return;
  for (std::size_t i = 0; i < request_.cycles.size(); ++i) {
    const program::ClockRule* rule = rule_of(i);
    if (!rule || ((open | choices_) & program::place(index(*rule))) == 0) continue;
    const Shared<Cycle> held = request_.cycles[i];
    const Cycle& present = held;
    // What was agreed with the customer stands until the promise ends.
    const bool agreed = present.active() && present.selection->path.ends_with("#agreed");
    if (present.state == State::ended || agreed) continue;
    const Instant start = present.active() ? present.started_at : now();
    if (present.active() && has_clocks() &&
        clocks::chosen_still(present, *rule, program(), facts(start), *world_.calendars))
      continue;
    auto selection = chosen(*rule, facts(start), start);
    if (present.state == State::idle) {  // a promise that did not exist before counts from now (R3)
      if (!selection) continue;
      change(Change::started, clocks::started(present, std::move(*selection), now(), *world_.calendars),
             "promised_from_now", "R3");
      events.push_back({"started", present.clock, {}});
    } else if (!selection) {
      withdraw(present);
    } else if (present.state == State::running && present.chosen != clocks::choice_key(*selection)) {
      select_for(present, *rule, *selection);
    }
  }
}

// Nothing is promised for the case any more: the cycle ends, and waits armed for a promise to come (back).
void Decision::withdraw(Cycle cycle) {
  end_cycle(cycle, Verdict::withdrawn, "nothing_promised");
  events.push_back({"withdrawn", cycle.clock, {}});
  Cycle idle;
  idle.clock = cycle.clock;
  idle.number = cycle.number + 1;
  idle.version = cycle.version;
  idle.armed_at = cycle.armed_at;
  change(Change::armed, idle, "nothing_promised", "R3");
}

void Decision::select_for(const Cycle& cycle, const program::ClockRule& rule, const clocks::Selection& selection) {
  Cycle after = clocks::selected_anew(cycle, selection, now(), *world_.calendars);
  CycleChanged fact;
  fact.change = Change::selected;
  fact.at = now();
  fact.cause = selection.path;
  fact.rule = after.from_start < cycle.from_start ? "R4" : "R5";
  const std::int64_t spent = clocks::spent_by(cycle, now(), *world_.calendars);
  const std::int64_t budget = cycle.selection->budget;
  fact.flagged = fact.rule == "R5" && (cycle.breaches > 0 || (budget > 0 && spent * 5 >= budget * 4));
  fact.cycle = after.due != cycle.due ? rearmed(std::move(after), rule) : std::move(after);
  say(std::move(fact));
}

void Decision::start_cycles(const std::vector<tickets::Event>& current, const Called& called) {
  if (called.starts == 0) return;
  for (const program::ClockRule& rule : program().clocks) {
    if ((called.starts & program::place(index(rule))) == 0) continue;
    const Cycle* present = cycle_of(rule);
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
      if ((met_by.value && matches_any(*met_by.value, current, seen)) || matches_any(rule.ends_on, current, seen))
        continue;
    }
    Cycle cycle;
    cycle.clock = rule.name;
    cycle.number = present ? present->number + 1 : 1;
    cycle.version = program().hash;
    cycle.armed_at = now();
    auto selection = chosen(rule, seen, now());
    if (!selection) {
      change(Change::armed, cycle, cause);
      continue;
    }
    change(Change::started, clocks::started(cycle, std::move(*selection), now(), *world_.calendars), cause);
    events.push_back({"started", rule.name, {}});
  }
}

// R8: the verdict that stood stays in the log; that it no longer counts is said beside it.
void Decision::supersede(Cycle cycle, std::string_view event) {
  CycleChanged fact;
  fact.change = Change::ended;
  cycle.verdict = Verdict::superseded;
  fact.cycle = std::move(cycle);
  fact.at = now();
  fact.cause = std::string(event);
  fact.rule = "R8";
  say(std::move(fact));
}

void Decision::continue_cycles(std::string_view event) {
  // R8: what is left is at least what the next answer may take.
  std::int64_t floor = 0;
  for (const program::ClockRule& rule : program().clocks) {
    if (rule.metric != "next_reply_time") continue;
    const auto selection = clocks::select(rule, program(), facts(now()), now(), *world_.calendars);
    if (selection) floor = std::max(floor, selection->budget);
  }
  const std::vector<Shared<Cycle>> cycles = request_.cycles;
  for (const Cycle& cycle : cycles) {
    const program::ClockRule* rule = program().clock(cycle.clock);
    const bool was_met =
        cycle.state == State::ended && (cycle.verdict == Verdict::met || cycle.verdict == Verdict::late);
    if (!rule || !was_met) continue;
    // workaround_failed undoes only what a workaround had met.
    const auto met_by = program::choose(rule->met_by, facts(cycle.started_at));
    if (event == "workaround_failed" && !(met_by.value && std::ranges::any_of(*met_by.value, [](const auto& each) {
                                            return each.event == "workaround_given";
                                          }))) {
      continue;
    }
    switch (rule->reopening) {
      case program::Reopening::resume:
        if (!cycle.selection->has_due() || cycle.promised) break;
        supersede(cycle, event);
        change(Change::continued, rearmed(clocks::continued(cycle, now(), floor, *world_.calendars), *rule),
               std::string(event), "R8");
        break;
      case program::Reopening::anew: {
        Cycle fresh;
        fresh.clock = cycle.clock;
        fresh.number = cycle.number + 1;
        fresh.version = program().hash;
        fresh.armed_at = now();
        auto selection = chosen(*rule, facts(now()), now());
        if (selection)
          change(Change::started, clocks::started(fresh, std::move(*selection), now(), *world_.calendars),
                 std::string(event), "R8");
        break;
      }
      case program::Reopening::never: break;
    }
  }
}

namespace {

bool met_by_reply(const program::ClockRule& rule, const program::Facts& facts) {
  const auto met_by = program::choose(rule.met_by, facts);
  return met_by.value && std::ranges::any_of(*met_by.value, [](const auto& each) { return each.event == "reply"; });
}

}  // namespace

void Decision::absorb(const Request& other) {
  for (const Cycle& theirs : other.cycles) {
    const program::ClockRule* rule = program().clock(theirs.clock);
    if (!rule || theirs.state != State::running || theirs.due == far_future) continue;
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
      change(Change::merged, rearmed(earlier, *rule), "absorb", "R9");
      continue;
    }
    // What is met here stays met; but where their requester has had no answer yet, that obligation lives on.
    const bool ended = ours && ours->state == State::ended;
    const bool unanswered = met_by_reply(*rule, facts(theirs.started_at)) && !other.ticket.occurrence("reply");
    if ((ours && ours->state == State::paused) || (ended && !unanswered)) continue;
    Cycle survives = theirs;
    survives.number = ours ? ours->number + 1 : 1;
    if (ours && ours->state == State::idle) survives.number = ours->number;
    // Chosen for here, so that nothing selects it anew at once.
    if (const auto here = chosen(*rule, facts(theirs.started_at), theirs.started_at)) {
      survives.chosen = clocks::choice_key(*here);
      survives.choice = *here;
      survives.from_start = clocks::due_from_start(survives, *here, here->budget, *world_.calendars);
    }
    change(Change::merged, survives, "absorb", "R9");
  }
}

}  // namespace yakusoku::lifecycle
