// Verdicts that are overdue, promises of a next update, warnings and rungs, and what an action does.

#include <algorithm>
#include <utility>

#include "base/zones.hpp"
#include "core/lifecycle/decision.hpp"
#include "core/lifecycle/escalating.hpp"
#include "core/lifecycle/own_acts.hpp"

namespace yakusoku::lifecycle {

using clocks::Cycle;
using clocks::State;

namespace {

// A due that passes is a breach only where it was promised firmly; a customer's and a team's duty are, too.
bool binds(const Cycle& cycle) { return cycle.promised || cycle.selection->firmness == clocks::Firmness::firm; }

// Whether its due can still be missed. A cycle that was missed once is missed again only by a due that lay ahead when
// it was chosen: a looser one that had passed by then, too, is no second breach.
bool can_be_missed(const Cycle& cycle) {
  if (cycle.state != State::running || !binds(cycle)) return false;
  return cycle.breaches == 0 || (cycle.breached_at < cycle.due && cycle.due >= cycle.run_since);
}

constexpr Duration dates_ahead = days(400);  // a date further off is looked at again by then

bool overdue(const Cycle& cycle, Instant now) { return can_be_missed(cycle) && cycle.due < now; }

}  // namespace

void Decision::settle() {
  for (;;) {  // oldest first, as a punctual worker would have written them
    const Cycle* oldest = nullptr;
    for (const Cycle& cycle : request_.cycles)
      if (overdue(cycle, now()) && (!oldest || cycle.due < oldest->due)) oldest = &cycle;
    if (!oldest) break;
    CycleChanged fact;
    fact.change = Change::breached;
    Cycle missed = *oldest;
    ++missed.breaches;
    missed.breached_at = oldest->due;
    fact.cycle = std::move(missed);
    fact.at = oldest->due;
    fact.detected_at = now();
    fact.cause = oldest->promised ? "promise" : "due";
    fact.rule = oldest->promised ? "R11" : "R14";
    fact.severity = program::to_text(facts().value_of("severity"));
    fact.zone_data = zones::data_version();
    const std::string clock = oldest->clock;
    say(std::move(fact));
    events.push_back({"missed", clock, {}});
  }
  judge_promise();
  note_unanswered(*this);
}

void Decision::end_promise(Outcome outcome) {
  const Promise* standing = request_.promise();
  if (!standing) return;
  Promise over = *standing;
  over.outcome = outcome;
  say(PromiseChanged{over});
}

void Decision::judge_promise() {
  const Promise* standing = request_.promise();
  if (!standing || standing->due >= now()) return;
  end_promise(Outcome::broken);
  happen("promise_broken");
}

void Decision::give_promise(Instant until, const Actor& by) {
  end_promise(Outcome::replaced);
  say(PromiseChanged{Promise{until, now(), by.person, Outcome::given}});
  apply_promise(until);
}

void Decision::apply_promise(Instant until) {
  const std::vector<Shared<Cycle>> cycles = request_.cycles;
  for (const Cycle& cycle : cycles) {
    const program::ClockRule* rule = program().clock(cycle.clock);
    if (!rule || !rule->replaced_by_promise || !cycle.active()) continue;
    // A promise does not pause (R11): one given while the cadence waits ends its waiting.
    Cycle running = cycle.state == State::paused ? clocks::resumed(cycle, now(), *world_.calendars) : cycle;
    change(Change::promised, rearmed(clocks::promised(std::move(running), until), *rule), "promised", "R11");
  }
}

void Decision::note_ladders() {
  for (std::size_t i = 0; i < request_.cycles.size(); ++i) {
    const Cycle& cycle = request_.cycles[i];
    const program::ClockRule* rule = cycle.state == State::running ? rule_of(i) : nullptr;
    if (!rule) continue;
    int rung = 0;
    for (std::size_t place = 0; place < rule->steps.size(); ++place) {
      if (rule->steps[place].warning || rung++ != cycle.next_step) continue;
      const FactsSeen seen = facts(cycle.started_at);
      if (clocks::step_due(cycle, *rule, place, program(), seen, *world_.calendars) >= now()) break;
      behind_.push_back({cycle.clock, cycle.number, cycle.next_step, program::holds(rule->steps[place].when, seen)});
      break;
    }
  }
}

namespace {

// Rungs that only open a way push nobody: nothing is gained by spacing them.
bool only_allows(const program::Step& step) {
  return std::ranges::all_of(step.does,
                             [](const program::Action& each) { return each.verb == program::Action::Verb::allow; });
}

}  // namespace

// By how much firing a rung now pushes the later ones back. It waited for its condition: by as much. Nobody looked for
// so long that the next one has come, too: by as much, so that no ladder fires two rungs at once. It came to lie behind
// by this very act: by nothing, the next follows at once (R18).
std::int64_t Decision::pushed(const program::ClockRule& rule, std::size_t place, const Cycle& after,
                              Instant due) const {
  const auto noted = std::ranges::find_if(behind_, [&](const Behind& each) {
    return each.clock == after.clock && each.cycle == after.number && each.rung == after.next_step - 1;
  });
  if (noted == behind_.end() || only_allows(rule.steps[place])) return 0;
  const std::int64_t late = (now() - due).seconds;
  if (!noted->held) return late;
  if (place + 1 >= rule.steps.size()) return 0;
  const FactsSeen seen = facts(after.started_at);
  return clocks::step_due(after, rule, place + 1, program(), seen, *world_.calendars) < now() ? late : 0;
}

void Decision::take_step(const program::ClockRule& rule, std::size_t place, const Cycle& cycle, Instant due) {
  const program::Step& step = rule.steps[place];
  const Instant cycle_due = cycle.due;
  Cycle after = cycle;
  if (step.warning) {
    after.warned.push_back(static_cast<int>(place));
    const bool behind = cycle_due <= now();  // skipped (R13)
    change(Change::warned, std::move(after), step.path + (behind ? "#skipped" : ""), "R13");
    if (behind) return;
  } else {
    ++after.next_step;
    after.step_shift += pushed(rule, place, after, due);
    change(Change::stepped, std::move(after), step.path, "R18");
  }
  for (const program::Action& action : step.does) act(action, rule.name, step.path, cycle_due);
  follow();
  if (std::exchange(found_nobody_, false)) hurry(rule, place);
}

// A rung that found nobody on duty is skipped: the next one follows at once, and those after it in their old distance.
void Decision::hurry(const program::ClockRule& rule, std::size_t place) {
  const Cycle* cycle = cycle_of(rule);
  if (!cycle || cycle->state != State::running) return;
  for (std::size_t next = place + 1; next < rule.steps.size(); ++next) {
    if (rule.steps[next].warning) continue;
    const Instant due = clocks::step_due(*cycle, rule, next, program(), facts(cycle->started_at), *world_.calendars);
    if (due == far_future || due < now()) return;
    Cycle moved = *cycle;
    moved.step_shift -= (due - now()).seconds + 1;  // a timer of this second would wait for the next
    change(Change::stepped, std::move(moved), rule.steps[place].path + "#skipped", "R16");
    return;
  }
  const auto of_this = [&](const escalation::Escalation& each) { return each.cause == rule.name; };
  const bool told = std::ranges::any_of(request_.escalations,
                                        [&](const auto& each) { return of_this(each) && !each.told.empty(); });
  if (!told) nobody_on_ladder(*this, rule.path);
}

void Decision::take_steps() {
  for (std::size_t i = 0; i < request_.cycles.size(); ++i) {
    const program::ClockRule* rule = request_.cycles[i]->state == State::running ? rule_of(i) : nullptr;
    if (!rule) continue;
    const int cycle_number = request_.cycles[i]->number;
    int rung = 0;
    for (std::size_t place = 0; place < rule->steps.size(); ++place) {
      const program::Step& step = rule->steps[place];
      const int number = step.warning ? -1 : rung++;
      const Shared<Cycle> held = request_.cycles[i];
      const Cycle& cycle = held;
      if (cycle.number != cycle_number || cycle.state != State::running) break;
      const bool open = step.warning ? std::ranges::find(cycle.warned, static_cast<int>(place)) == cycle.warned.end()
                                     : number == cycle.next_step;
      if (!open) continue;
      const FactsSeen seen = facts(cycle.started_at);
      const Instant due = clocks::step_due(cycle, *rule, place, program(), seen, *world_.calendars);
      // One whose condition fails waits, and the rungs after it with it (R18).
      if (due < now() && program::holds(step.when, seen)) take_step(*rule, place, cycle, due);
    }
  }
}

std::string Decision::stepped_value(const std::string& fact, const std::string& value) const {
  if (value != "lower" && value != "higher") return value;
  const std::vector<std::string> order = program().order_of(fact);  // worst first
  if (std::ranges::find(order, value) != order.end()) return value;
  const auto present = std::ranges::find(order, program::to_text(facts().value_of(fact)));
  if (present == order.end()) return {};
  if (value == "lower") return present + 1 == order.end() ? std::string() : *(present + 1);
  return present == order.begin() ? std::string() : *(present - 1);
}

void Decision::act(const program::Action& action, const std::string& clock, const std::string& path, Instant due) {
  using Do = program::Action::Verb;
  if (!program::holds(action.when, facts())) return;
  Noticed notice;
  notice.verb = program::action_verbs()[static_cast<std::size_t>(action.verb)];
  notice.argument = action.argument;
  notice.who = action.who;
  notice.door = action.door;
  notice.clock = clock;
  notice.path = path;
  for (const auto& [language, words] : action.text.by_language()) notice.text.push_back({language, words});
  notice.due = due;
  notice.at = now();
  switch (action.verb) {
    case Do::tell:
    case Do::task:
    case Do::open:
    case Do::spend:
    case Do::refund:
    case Do::purge:
    case Do::credit:
    case Do::assign:
    case Do::allow: say(notice); return;
    case Do::remind:
      say(notice);
      count("attempts");
      happen("attempt");
      return;
    case Do::escalate:
      if (!climbs(*this, clock)) return;
      say(notice);
      if (!climb(*this, action, clock, path)) found_nobody_ = true;
      return;
    case Do::set: {
      const std::string value = stepped_value(action.argument, action.value);
      if (value.empty()) return;
      set(action.argument == "severity" ? "severity_set" : action.argument, value, path);
      return;
    }
    case Do::solve:
      if (request_.ticket.status != tickets::Status::open) return;
      set_status(tickets::Status::solved, action.argument.empty() ? program().closing.by_default : action.argument);
      happen("solved", {{"who", "program"}});
      say(notice);
      return;
    case Do::close:
      if (request_.ticket.status == tickets::Status::closed) return;
      set_status(tickets::Status::closed, action.argument.empty() ? request_.ticket.closing_reason : action.argument);
      happen("closed", {{"who", "program"}, {"reason", action.argument}});
      say(notice);
      return;
    case Do::reopen:
      if (request_.ticket.status == tickets::Status::open) return;
      set_status(tickets::Status::open);
      count("reopened");
      happen("reopened", {{"who", "program"}});
      return;
  }
}

std::optional<Instant> next_wake(const Request& request, const World& world) {
  Instant earliest = far_future;
  const auto consider = [&](Instant at) {
    if (at < earliest) earliest = at;
  };
  if (const Promise* standing = request.promise()) consider(standing->due);
  for (const Cycle& cycle : request.cycles) {
    const program::ClockRule* rule = world.program->clock(cycle.clock);
    if (!rule || cycle.state != State::running) continue;
    if (can_be_missed(cycle)) consider(cycle.due);
    const FactsSeen seen(request, world, cycle.started_at);
    int rung = 0;
    for (std::size_t place = 0; place < rule->steps.size(); ++place) {
      const program::Step& step = rule->steps[place];
      const bool open = step.warning ? std::ranges::find(cycle.warned, static_cast<int>(place)) == cycle.warned.end()
                                     : rung++ == cycle.next_step;
      if (!open) continue;
      const Instant due = clocks::step_due(cycle, *rule, place, *world.program, seen, *world.calendars);
      // One that is due and waits for its condition is looked at whenever something happens, not by the clock.
      if (due < world.now && !program::holds(step.when, seen)) continue;
      consider(due);
    }
  }
  if (const auto own = own_wake(request, world)) consider(*own);
  if (request.ticket.status == tickets::Status::open) {
    consider(world.changes_at);
    for (const escalation::Escalation& each : request.escalations)
      if (each.awaited()) consider(each.answer_by);
    if (world.program->looks) {
      const FactsSeen seen(request, world);
      for (const program::FactTest& each : world.program->looks->dated)
        if (const auto turns = program::turns_at(each, seen, world.now, dates_ahead)) consider(*turns);
    }
  }
  if (earliest == far_future) return std::nullopt;
  return earliest;
}

}  // namespace yakusoku::lifecycle
