#include "core/clocks/cycle.hpp"

#include <algorithm>
#include <array>

#include "base/assert.hpp"

namespace yakusoku::clocks {

std::span<const std::string_view> enum_words(Firmness) {
  static constexpr std::array<std::string_view, 5> words{"best_effort", "aim", "at_least", "firm", "timer"};
  return words;
}
std::span<const std::string_view> enum_words(State) {
  static constexpr std::array<std::string_view, 4> words{"idle", "running", "paused", "ended"};
  return words;
}
std::span<const std::string_view> enum_words(Verdict) {
  static constexpr std::array<std::string_view, 6> words{"none", "met", "late", "withdrawn", "superseded", "merged"};
  return words;
}

namespace {

// R15 counts elapsed seconds and looks at the calendar only at the end.
bool counts_all(const Selection& selection) { return selection.calendar.empty() || selection.then_open; }

std::shared_ptr<const calendars::Calendar> calendar_of(const Selection& selection, Calendars& calendars) {
  if (const auto& compiled = selection.calendar.compiled()) return compiled;
  return calendars.compiled(selection.calendar);
}

}  // namespace

std::int64_t open_seconds(const Selection& selection, Instant from, Instant to, Calendars& calendars) {
  if (counts_all(selection)) return (to - from).seconds;
  return calendar_of(selection, calendars)->between(from, to);
}

namespace {

// Where so many open seconds are used up: the lower edge, in the selection's calendar.
Instant counted_after(const Selection& selection, Instant from, std::int64_t budget, Calendars& calendars) {
  if (counts_all(selection)) return from + seconds(budget);
  return calendar_of(selection, calendars)->add(from, seconds(budget)).value_or(far_future);
}

}  // namespace

Instant due_after(const Selection& selection, Instant from, std::int64_t budget, Calendars& calendars) {
  if (counts_all(selection)) {
    const Instant end = from + seconds(budget);
    if (!selection.then_open || selection.calendar.empty()) return end;
    const auto calendar = calendar_of(selection, calendars);
    // An end exactly at the closing edge stays there (R17).
    if (calendar->is_open(end) || calendar->is_open(end - seconds(1))) return end;
    return calendar->next_open(end).value_or(far_future);
  }
  const Instant end = counted_after(selection, from, budget, calendars);
  if (end == far_future || !selection.at_opening) return end;
  return calendar_of(selection, calendars)->next_open(end).value_or(far_future);
}

Instant due_from_start(const Cycle& cycle, const Selection& selection, std::int64_t budget, Calendars& calendars) {
  if (selection.absolute != far_future) return selection.absolute;
  Instant from = cycle.started_at;
  for (const Pause& pause : cycle.pauses) {
    const std::int64_t ran = open_seconds(selection, from, pause.from, calendars);
    if (ran >= budget && budget > 0) break;
    budget -= ran;
    if (pause.to == far_future) return far_future;  // still pausing: it has no due
    from = pause.to;
  }
  return due_after(selection, from, budget, calendars);
}

std::int64_t spent_by(const Cycle& cycle, Instant at, Calendars& calendars) {
  if (cycle.state != State::running) return cycle.spent;
  return cycle.spent + open_seconds(cycle.selection, cycle.run_since, at, calendars);
}

namespace {

void set_due(Cycle& cycle, Calendars& calendars) {
  const bool used_up = cycle.selection->budget > 0 && cycle.spent >= cycle.selection->budget;
  if (cycle.selection->absolute != far_future) {
    cycle.due = cycle.selection->absolute;
  } else if (used_up && cycle.breaches > 0) {
    cycle.due = cycle.breached_at;  // it was missed before the pause: nothing is missed a second time
  } else if (cycle.selection->budget > 0) {
    cycle.due = due_after(cycle.selection, cycle.run_since, cycle.selection->budget - cycle.spent, calendars);
  } else {
    cycle.due = far_future;
  }
}

Instant from_start_of(const Cycle& cycle, const Selection& selection, Calendars& calendars) {
  if (!selection.has_due()) return far_future;
  return due_from_start(cycle, selection, selection.budget, calendars);
}

}  // namespace

std::string choice_key(const Selection& selection) {
  std::string key = selection.path + "|" + selection.amount;
  if (!selection.calendar.empty()) key += "|" + selection.calendar.digest();
  if (selection.absolute != far_future) key += "|" + std::to_string(selection.absolute.seconds);
  return key;
}

Cycle started(Cycle cycle, const Shared<Selection>& selection, Instant at, Calendars& calendars) {
  cycle.state = State::running;
  cycle.started_at = at;
  cycle.run_since = at;
  cycle.spent = 0;
  cycle.selection = selection;
  cycle.chosen = choice_key(selection);
  set_due(cycle, calendars);
  cycle.from_start = from_start_of(cycle, selection, calendars);
  return cycle;
}

Cycle paused(Cycle cycle, Instant at, Calendars& calendars) {
  ASSERT(cycle.state == State::running);
  cycle.spent = spent_by(cycle, at, calendars);
  cycle.state = State::paused;
  cycle.run_since = far_future;
  cycle.due = far_future;
  cycle.pauses.push_back({at, far_future});
  return cycle;
}

Cycle resumed(Cycle cycle, Instant at, Calendars& calendars) {
  ASSERT(cycle.state == State::paused && !cycle.pauses.empty());
  cycle.state = State::running;
  cycle.run_since = at;
  cycle.pauses.back().to = at;
  set_due(cycle, calendars);
  cycle.from_start = from_start_of(cycle, cycle.choice->path.empty() ? cycle.selection : cycle.choice, calendars);
  return cycle;
}

namespace {

// The selection counts from the start; what it has used by `at` is what ran outside the pauses, in its own calendar.
void count_from_start(Cycle& cycle, const Shared<Selection>& selection, Instant at, Calendars& calendars) {
  std::int64_t ran = 0;
  Instant from = cycle.started_at;
  for (const Pause& pause : cycle.pauses) {
    ran += open_seconds(selection, from, pause.from, calendars);
    from = pause.to;
  }
  cycle.selection = selection;
  cycle.spent = cycle.booked = ran + open_seconds(selection, from, at, calendars);
  cycle.run_since = at;
}

// What ran since the last choice is put down under what was chosen then.
void book(Cycle& cycle, Instant at, Calendars& calendars) {
  const std::int64_t spent_now = spent_by(cycle, at, calendars);
  const Shared<Selection>& chosen = cycle.choice->path.empty() ? cycle.selection : cycle.choice;
  if (spent_now > cycle.booked) cycle.earlier.push_back({chosen, spent_now - cycle.booked});
  cycle.booked = spent_now;
}

// Spent under this selection or a tighter one.
std::int64_t used_under(const Cycle& cycle, Instant from_start, Calendars& calendars) {
  std::int64_t used = 0;
  for (const Spent& each : cycle.earlier)
    if (from_start_of(cycle, each.selection, calendars) <= from_start) used += each.seconds;
  return used;
}

}  // namespace

Cycle selected_anew(Cycle cycle, const Shared<Selection>& selection, Instant at, Calendars& calendars) {
  ASSERT(cycle.state == State::running);
  const Instant from_start = from_start_of(cycle, selection, calendars);
  const bool tighter = from_start < cycle.from_start;
  book(cycle, at, calendars);
  cycle.chosen = choice_key(selection);
  cycle.from_start = from_start;
  cycle.choice = {};
  if (cycle.promised) {  // R11: tighter caps the promise, looser leaves it
    const Instant cap = selection->has_due() ? due_after(selection, at, selection->budget, calendars) : far_future;
    if (tighter) cycle.due = std::min(cycle.due, cap);
    cycle.selection = selection;
    cycle.spent = cycle.booked = 0;
    cycle.run_since = at;
    return cycle;
  }
  if (selection->absolute != far_future || !selection->has_due() || cycle.due == far_future) {
    cycle.spent = cycle.booked = 0;  // a figure where there was none, or an instant: counted from now
    cycle.selection = selection;
    cycle.run_since = at;
    set_due(cycle, calendars);
    return cycle;
  }
  if (tighter) {  // R4
    const std::int64_t used = used_under(cycle, from_start, calendars);
    const Instant rest = due_after(selection, at, std::max<std::int64_t>(0, selection->budget - used), calendars);
    if (rest < cycle.due) {
      cycle.selection = selection;
      cycle.spent = cycle.booked = std::min(used, selection->budget);
      cycle.run_since = at;
      cycle.due = rest;
      return cycle;
    }
  } else if (from_start > cycle.due) {  // R5
    count_from_start(cycle, selection, at, calendars);
    cycle.due = from_start;
    return cycle;
  }
  cycle.choice = selection;  // the old due stays: so do its budget and calendar
  return cycle;
}

Cycle agreed(Cycle cycle, const Shared<Selection>& selection, Instant at, Calendars& calendars) {
  ASSERT(cycle.state == State::running);
  book(cycle, at, calendars);
  count_from_start(cycle, selection, at, calendars);
  cycle.chosen = choice_key(selection);
  cycle.choice = {};
  cycle.due = cycle.from_start = from_start_of(cycle, selection, calendars);
  return cycle;
}

Cycle continued(Cycle cycle, Instant at, std::int64_t floor, Calendars& calendars) {
  ASSERT(cycle.state == State::ended);
  cycle.pauses.push_back({cycle.ended_at, at});
  cycle.state = State::running;
  cycle.verdict = Verdict::none;
  cycle.ended_at = far_future;
  cycle.run_since = at;
  if (cycle.selection->budget > 0) {
    const bool nothing_left = cycle.breaches > 0 && floor == 0;
    if (!nothing_left)
      cycle.spent = std::min(cycle.spent, std::max<std::int64_t>(0, cycle.selection->budget - floor));
    cycle.booked = std::min(cycle.booked, cycle.spent);
  }
  set_due(cycle, calendars);
  cycle.from_start = from_start_of(cycle, cycle.choice->path.empty() ? cycle.selection : cycle.choice, calendars);
  return cycle;
}

Cycle promised(Cycle cycle, Instant due) {
  ASSERT(cycle.state == State::running);
  cycle.promised = true;
  cycle.due = due;
  cycle.warned.clear();
  return cycle;
}

namespace {

// Its calendar reads otherwise: the same budget in it. A written time stands (R11).
Cycle redue(Cycle cycle, Calendars& calendars) {
  if (cycle.state == State::running && !cycle.promised) {
    set_due(cycle, calendars);
    cycle.from_start = from_start_of(cycle, cycle.choice->path.empty() ? cycle.selection : cycle.choice, calendars);
  }
  return cycle;
}

}  // namespace

Cycle adopted(Cycle cycle, const Shared<Selection>& selection, const Shared<Selection>& choice,
              std::vector<Spent> earlier, Calendars& calendars) {
  cycle.selection = selection;
  cycle.choice = choice;
  cycle.earlier = std::move(earlier);
  return redue(std::move(cycle), calendars);
}

Cycle ended(Cycle cycle, Verdict verdict, Instant at, Calendars& calendars) {
  cycle.spent = cycle.state == State::running ? spent_by(cycle, at, calendars) : cycle.spent;
  if (cycle.state == State::paused) cycle.pauses.back().to = at;
  cycle.state = State::ended;
  cycle.verdict = verdict;
  cycle.ended_at = at;
  cycle.run_since = far_future;
  return cycle;
}

namespace {

// Where so much of the budget is used up, counted forward from the start (R13). A threshold is no due: it is not moved
// to an opening.
Instant point(const Cycle& cycle, std::int64_t part, Calendars& calendars) {
  return counted_after(cycle.selection, cycle.run_since, part - cycle.spent, calendars);
}

}  // namespace

Instant step_due(const Cycle& cycle, const program::ClockRule& rule, std::size_t place,
                 const program::Program& program, const program::Facts& facts, Calendars& calendars) {
  const program::Step& step = rule.steps[place];
  const auto chosen = program::choose(step.at, facts);
  if (!chosen.value || cycle.state != State::running) return far_future;
  const program::StepTime& at = *chosen.value;
  const Duration shift = seconds(step.warning ? 0 : cycle.step_shift);
  using Kind = program::StepTime::Kind;
  switch (at.kind) {
    case Kind::percent: {
      if (cycle.promised || cycle.selection->budget <= 0) return far_future;
      return point(cycle, cycle.selection->budget * at.percent / 100, calendars) + shift;
    }
    case Kind::before_due: {
      if (cycle.due == far_future) return far_future;
      if (cycle.promised || cycle.selection->absolute != far_future) return cycle.due - at.lead + shift;
      const std::int64_t part =
          cycle.selection->budget - at.lead.seconds;  // forward from the start, never back (R13)
      if (part <= 0) return far_future;
      return point(cycle, part, calendars) + shift;
    }
    case Kind::from_start: {
      const auto length = measure(at.from_start, program, facts, cycle.started_at, calendars);
      if (!length) return far_future;
      return due_from_start(cycle, *length, length->budget, calendars) + shift;
    }
    case Kind::due: return cycle.due == far_future ? far_future : cycle.due + shift;
    case Kind::late: return cycle.due == far_future ? far_future : cycle.due + at.lead + shift;
  }
  return far_future;
}

}  // namespace yakusoku::clocks
