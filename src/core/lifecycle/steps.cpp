// Verdicts that are overdue, promises of a next update, warnings and rungs, and what an action does.

#include <algorithm>

#include "core/lifecycle/decision.hpp"

namespace yakusoku::lifecycle {

using clocks::Cycle;
using clocks::State;

namespace {

// A due that passes is a breach only where it was promised firmly; a customer's and a team's duty are, too.
bool binds(const Cycle& cycle) { return cycle.promised || cycle.selection.firmness == clocks::Firmness::firm; }

bool overdue(const Cycle& cycle, Instant now) {
  return cycle.state == State::running && binds(cycle) && cycle.due < now && (cycle.breaches == 0 || cycle.breached_at < cycle.due);
}

}  // namespace

void Decision::settle() {
  for (;;) {  // oldest first, as a punctual worker would have written them
    const Cycle* oldest = nullptr;
    for (const Cycle& cycle : request_.cycles)
      if (overdue(cycle, now()) && (!oldest || cycle.due < oldest->due)) oldest = &cycle;
    if (!oldest) break;
    CycleChanged fact;
    fact.change = Change::breached;
    fact.cycle = *oldest;
    ++fact.cycle.breaches;
    fact.cycle.breached_at = oldest->due;
    fact.at = oldest->due;
    fact.detected_at = now();
    fact.cause = oldest->promised ? "promise" : "due";
    fact.rule = oldest->promised ? "R11" : "R14";
    const std::string clock = oldest->clock;
    say(std::move(fact));
    events.push_back({"missed", clock, {}});
  }
  judge_promise();
}

void Decision::judge_promise() {
  const Promise* standing = request_.promise();
  if (!standing || standing->due >= now()) return;
  Promise broken = *standing;
  broken.outcome = Outcome::broken;
  say(PromiseChanged{broken});
  happen("promise_broken");
}

Outcome Decision::give_promise(Instant until, const Actor& by) {
  if (const Promise* standing = request_.promise()) {
    Promise before = *standing;
    before.outcome = Outcome::replaced;
    say(PromiseChanged{before});
  }
  say(PromiseChanged{Promise{until, now(), by.person, Outcome::given}});
  const std::vector<Cycle> cycles = request_.cycles;
  for (const Cycle& cycle : cycles) {
    const program::ClockRule* rule = program().clock(cycle.clock);
    if (!rule || !rule->replaced_by_promise || cycle.state != State::running) continue;
    change(Change::promised, clocks::promised(cycle, until), "promised", "R11");
  }
  return Outcome::given;
}

void Decision::take_steps() {
  const std::vector<Cycle> cycles = request_.cycles;
  for (const Cycle& before : cycles) {
    const program::ClockRule* rule = program().clock(before.clock);
    if (!rule) continue;
    int rung = 0;
    bool ladder_moved = false;
    for (std::size_t place = 0; place < rule->steps.size(); ++place) {
      const program::Step& step = rule->steps[place];
      const int number = step.warning ? -1 : rung++;
      const Cycle* present = request_.cycle(before.clock);
      if (!present || present->number != before.number || present->state != State::running) break;
      const Cycle cycle = *present;
      const int at = static_cast<int>(place);
      if (step.warning ? std::ranges::find(cycle.warned, at) != cycle.warned.end() : number != cycle.next_step || ladder_moved) continue;
      const FactsSeen seen = facts(cycle.started_at);
      const Instant due = clocks::step_due(cycle, *rule, place, program(), seen, *world_.calendars);
      if (due >= now()) continue;
      if (!program::holds(step.when, seen)) continue;  // it waits, and the rungs after it with it (R18)
      Cycle after = cycle;
      if (step.warning) {
        after.warned.push_back(at);
        if (cycle.due <= now()) {  // it lies behind: skipped (R13)
          change(Change::warned, after, step.path + "#skipped", "R13");
          continue;
        }
        change(Change::warned, after, step.path, "R13");
      } else {
        ++after.next_step;
        ladder_moved = true;  // no ladder fires two rungs at once
        const bool waited = !step.when.always();
        Cycle next = after;
        const bool more = place + 1 < rule->steps.size();
        const Instant following = more ? clocks::step_due(next, *rule, place + 1, program(), seen, *world_.calendars) : far_future;
        // Late by its own waiting, or so late that the next would come at once: the later ones move back by as much.
        if ((waited && (now() - due).seconds > 1) || following < now()) after.step_shift += (now() - due).seconds;
        change(Change::stepped, after, step.path, "R18");
      }
      for (const program::Action& action : step.does) act(action, before.clock, step.path, cycle.due);
      follow();
    }
  }
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
      say(notice);
      count("escalated");
      happen("escalated", {{"level", action.argument}});
      return;
    case Do::set: {
      std::string value = action.value;
      if (value == "lower" || value == "higher") {
        const std::vector<std::string> order = program().order_of(action.argument);  // worst first
        const auto now_at = std::ranges::find(order, program::to_text(facts().value_of(action.argument)));
        if (now_at == order.end()) return;
        const bool lower = value == "lower";
        if (lower ? now_at + 1 == order.end() : now_at == order.begin()) return;
        value = lower ? *(now_at + 1) : *(now_at - 1);
      }
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
    if (binds(cycle) && (cycle.breaches == 0 || cycle.breached_at < cycle.due)) consider(cycle.due);
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
  if (earliest == far_future) return std::nullopt;
  return earliest;
}

}  // namespace yakusoku::lifecycle
