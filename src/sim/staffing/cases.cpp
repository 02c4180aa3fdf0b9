#include <algorithm>

#include "core/program/choose.hpp"
#include "sim/staffing/floor.hpp"

namespace yakusoku::sim::staffing {
namespace {

using lifecycle::Act;
using lifecycle::Side;
using lifecycle::Verb;
using tickets::Status;

bool fits_all(const std::vector<Fit>& fits, const program::Facts& facts) {
  return std::ranges::all_of(fits, [&](const Fit& fit) {
    const program::FactValue value = facts.value_of(fit.fact);
    if (const auto* words = std::get_if<std::vector<std::string>>(&value))
      return std::ranges::any_of(*words, [&](const auto& each) { return std::ranges::find(fit.words, each) != fit.words.end(); });
    return program::known(value) && std::ranges::find(fit.words, program::to_text(value)) != fit.words.end();
  });
}

Act by_vendor(Verb verb, std::size_t agent) {
  Act act;
  act.verb = verb;
  act.actor = {Side::vendor, PersonId{static_cast<std::int64_t>(agent) + 1}, "agent"};
  return act;
}

}  // namespace

lifecycle::World Floor::world(const Case& one_case) const {
  lifecycle::World world;
  world.now = now_;
  world.program = &program_;
  world.calendars = &known_calendars_;
  world.known = one_case.known;
  return world;
}

void Floor::say(std::size_t number, const char* what, const Agent* agent) const {
  if (!options_.step) return;
  std::string shift;
  if (agent) shift = plan_.shifts[agent->shift].name + " " + std::to_string(agent->number);
  options_.step({now_, static_cast<std::int64_t>(number) + 1, what, shift});
}

// False where the program does not allow it; then nothing has changed.
bool Floor::act(std::size_t number, const Act& act) {
  Case& one_case = cases_[number];
  const lifecycle::World seen = world(one_case);
  const Status was = one_case.request.ticket.status;
  const bool opening = act.verb == Verb::open;
  auto decided = lifecycle::act_on(one_case.request, act, seen);
  if (!decided) {
    std::string what(enum_words(act.verb)[static_cast<std::size_t>(act.verb)]);
    if (act.verb == Verb::happen) what = act.event;
    what += ": " + std::string(entry_of(decided.error().code).name);
    if (!decided.error().field.empty()) what += " (" + decided.error().field + ")";
    ++tally_.refused[what];
    return false;
  }
  one_case.request = std::move(decided->request);
  const std::string level = program::to_text(lifecycle::FactsSeen(one_case.request, seen).value_of("severity"));
  one_case.level = level;
  for (const lifecycle::Fact& fact : decided->facts) {
    const auto* changed = std::get_if<lifecycle::CycleChanged>(&fact);
    if (!changed) continue;
    const clocks::Cycle& cycle = changed->cycle;
    auto found = std::ranges::find_if(one_case.cycles, [&](const auto& each) {
      return each.first->number == cycle.number && each.first->clock == cycle.clock;
    });
    if (found == one_case.cycles.end()) found = one_case.cycles.insert(found, {changed->cycle, level});
    const bool settled = found->first->breaches > 0 || found->first->state == clocks::State::ended;
    found->first = changed->cycle;
    if (changed->change == lifecycle::Change::breached) {
      found->second = changed->severity;
    } else if (!settled) {
      found->second = level;
    }
  }
  const bool open = one_case.request.ticket.status == Status::open;
  if (opening || (was == Status::open) != open) open_ += open ? 1 : -1;
  if (!open) {
    if (was == Status::open && one_case.request.ticket.opened_at >= plan_.from) ++tally_.solved;
    while (!one_case.turns.empty()) leave(number, one_case.turns.back().touch);
  }
  reorder(number);
  look_ahead(number);
  return true;
}

// Its next wake-up, and when its next update has to be begun.
void Floor::look_ahead(std::size_t number) {
  Case& one_case = cases_[number];
  const Instant wake = lifecycle::next_wake(one_case.request, world(one_case)).value_or(far_future);
  if (wake != one_case.wake) {
    one_case.wake = wake;
    if (wake != far_future) schedule(std::max(now_, wake + seconds(1)), Happening::What::wake, number);
  }
  if (!one_case.work || !one_case.work->update || !one_case.first_done || one_case.busy) return;
  const clocks::Cycle* cycle = one_case.request.cycle(one_case.work->update->clock);
  const bool runs = cycle && cycle->state == clocks::State::running && cycle->due != far_future;
  const Instant due = runs ? cycle->due : far_future;
  if (one_case.update_due == due) return;
  one_case.update_due = due;
  if (due != far_future && due > now_)
    schedule(std::max(now_, due - one_case.work->update->before), Happening::What::update, number);
}

void Floor::wake(std::size_t number) {
  Case& one_case = cases_[number];
  if (one_case.wake == far_future || one_case.wake >= now_) return;  // another one has come in its place
  one_case.wake = far_future;
  Act waking;
  waking.actor.side = Side::program;
  act(number, waking);
}

void Floor::update(std::size_t number) {
  Case& one_case = cases_[number];
  const bool still = one_case.update_due != far_future && now_ >= one_case.update_due - one_case.work->update->before;
  if (!still) return;
  if (one_case.busy) one_case.update_due = far_future;  // looked at again once it is laid down
  if (one_case.busy || one_case.request.ticket.status != Status::open) return;
  if (std::ranges::find(one_case.turns, Touch::update, &Turn::touch) != one_case.turns.end()) return;
  enqueue(number, Touch::update, std::max<std::int64_t>(1, one_case.work->update->time.sample(one_case.updates)));
}

std::array<std::int64_t, 6> Floor::key(std::size_t number) const {
  const lifecycle::Request& request = cases_[number].request;
  std::array<std::int64_t, 6> key{};
  key[0] = request.rank;
  std::size_t place = 1;
  const lifecycle::World seen = world(cases_[number]);
  const lifecycle::FactsSeen facts(request, seen);
  for (const std::string& by : program_.queue.then) {
    if (place >= 4) break;
    std::int64_t& part = key[place++];
    if (by == "due") part = lifecycle::next_due(request, program_).seconds;
    if (by == "opened") part = request.ticket.opened_at.seconds;
    if (by == "severity") {
      const std::string level = program::to_text(facts.value_of("severity"));
      const auto& levels = program_.severity.levels;
      part = std::ranges::find(levels, level, &program::Level::id) - levels.begin();
    }
    if (by == "plan") {  // the best is last in its order
      const auto found = std::ranges::find(plan_order_, program::to_text(facts.value_of("plan")));
      part = found == plan_order_.end() ? 1 : -(found - plan_order_.begin());
    }
  }
  key[4] = request.ticket.opened_at.seconds;
  key[5] = static_cast<std::int64_t>(number);
  return key;
}

void Floor::enqueue(std::size_t number, Touch touch, std::int64_t work) {
  Turn turn;
  turn.touch = touch, turn.left = work, turn.since = now_, turn.key = key(number);
  queue_.emplace(turn.key, number, touch);
  cases_[number].turns.push_back(turn);
}

void Floor::leave(std::size_t number, Touch touch) {
  auto& turns = cases_[number].turns;
  const auto found = std::ranges::find(turns, touch, &Turn::touch);
  if (found == turns.end()) return;
  queue_.erase({found->key, number, touch});
  turns.erase(found);
}

void Floor::reorder(std::size_t number) {
  if (cases_[number].turns.empty()) return;
  const auto now = key(number);
  for (Turn& turn : cases_[number].turns) {
    if (turn.key == now) continue;
    queue_.erase({turn.key, number, turn.touch});
    turn.key = now;
    queue_.emplace(turn.key, number, turn.touch);
  }
}

void Floor::happen(std::size_t number, const std::vector<std::string>& events) {
  for (const std::string& event : events) {
    Act told = by_vendor(Verb::happen, cases_[number].agent);
    told.event = event;
    act(number, told);
  }
}

void Floor::arrive(std::size_t stream) {
  const Arrivals& rule = plan_.arrivals[stream];
  const std::size_t number = cases_.size();
  const std::uint64_t seed = options_.seed * 0xD1342543DE82EF95ULL + static_cast<std::uint64_t>(options_.run);
  const std::uint64_t of_stream = (std::uint64_t{stream} << 32U) + streams_[stream].dice.next();
  Case fresh;
  fresh.dice = Dice(seed, 2 * of_stream), fresh.updates = Dice(seed, 2 * of_stream + 1);
  fresh.known = rule.known;
  fresh.stream = stream;
  fresh.customer = rule.customers > 0
                       ? (static_cast<std::int64_t>(stream) << 21) + 1 + fresh.dice.below(rule.customers)
                       : (std::int64_t{1} << 40) + static_cast<std::int64_t>(number);
  next_arrival(stream);
  cases_.push_back(std::move(fresh));
  Act opening;
  opening.verb = Verb::open;
  opening.actor = {Side::customer, PersonId{(std::int64_t{1} << 45) + cases_[number].customer}, ""};
  opening.requester = opening.actor.person;
  opening.organization = OrganizationId{cases_[number].customer};
  opening.ticket = TicketId{static_cast<std::int64_t>(number) + 1};
  opening.door = rule.door;
  opening.values = rule.values;
  if (!act(number, opening)) return;
  Case& one_case = cases_[number];
  if (now_ >= plan_.from) ++tally_.requests;
  say(number, "opened");
  const lifecycle::World seen = world(one_case);
  const lifecycle::FactsSeen facts(one_case.request, seen);
  const auto work = std::ranges::find_if(plan_.work, [&](const Work& each) { return fits_all(each.fits, facts); });
  if (work == plan_.work.end()) {
    ++tally_.refused["work: no entry of the plan fits"];
    return;
  }
  one_case.work = &*work;
  for (std::size_t i = 0; i < plan_.shifts.size(); ++i) {
    const Shift& shift = plan_.shifts[i];
    const bool able = std::ranges::all_of(work->needs, [&](const std::string& each) {
      return std::ranges::find(shift.skills, each) != shift.skills.end();
    });
    if (able && fits_all(shift.takes, facts)) one_case.shifts |= std::uint64_t{1} << i;
  }
  if (one_case.shifts == 0) ++tally_.refused["shifts: none may take it"];
  std::int64_t drawn = one_case.dice.below(1'000'000);
  for (one_case.touches = 1; static_cast<std::size_t>(one_case.touches) < work->touches.size(); ++one_case.touches) {
    drawn -= work->touches[static_cast<std::size_t>(one_case.touches) - 1];
    if (drawn < 0) break;
  }
  if (one_case.request.ticket.status != Status::open) return;
  enqueue(number, Touch::first, std::max<std::int64_t>(1, work->first.sample(one_case.dice)));
}

void Floor::answer(std::size_t number) {
  Act message;
  message.verb = Verb::message;
  message.actor = {Side::customer, cases_[number].request.ticket.requester, ""};
  if (!act(number, message)) return;
  say(number, "customer");
  Case& one_case = cases_[number];
  if (one_case.request.ticket.status != Status::open) return;
  enqueue(number, Touch::work, std::max<std::int64_t>(1, one_case.work->touch.sample(one_case.dice)));
}

// What an agent has done is told: the last touch solves, the others answer, and some of them ask.
void Floor::finish(std::size_t number, const Agent& agent) {
  const Touch touch = agent.turn.touch;
  const Work& work = *cases_[number].work;
  Act reply = by_vendor(Verb::reply, cases_[number].agent);
  if (touch == Touch::update) {
    act(number, reply);
    say(number, "update", &agent);
    return;
  }
  cases_[number].first_done = true;
  leave(number, Touch::update);  // this answer is one
  if (touch == Touch::first) happen(number, work.on_first);
  if (touch == Touch::work) happen(number, work.on_work);
  const bool last = --cases_[number].touches <= 0;
  const bool asks = cases_[number].dice.happens(work.asks) && !last;
  const std::int64_t delay = asks ? std::max<std::int64_t>(1, work.customer.sample(cases_[number].dice)) : 0;
  if (last) {
    happen(number, work.on_solve);
    reply.reason = work.reason.empty() ? program_.closing.by_default : work.reason;
    if (!act(number, reply)) reply.reason.clear(), act(number, reply);
    say(number, "solved", &agent);
    return;
  }
  reply.asks = asks;
  act(number, reply);
  say(number, asks ? "asked" : touch == Touch::first ? "first" : "work", &agent);
  if (asks) {
    schedule(now_ + seconds(delay), Happening::What::customer, number);
  } else if (cases_[number].request.ticket.status == Status::open) {
    enqueue(number, Touch::work, std::max<std::int64_t>(1, work.touch.sample(cases_[number].dice)));
  }
}

}  // namespace yakusoku::sim::staffing
