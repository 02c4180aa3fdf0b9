#include "sim/staffing/floor.hpp"

#include <algorithm>
#include <utility>

namespace yakusoku::sim::staffing {
namespace {

constexpr Duration longest_break = hours(2);  // a longer gap is the end of an agent's day

std::uint64_t seed_of(const RunOptions& options) {
  return options.seed * 0x9E3779B97F4A7C15ULL + static_cast<std::uint64_t>(options.run);
}

}  // namespace

void Kept::add(const Kept& other) {
  met += other.met, missed += other.missed, withdrawn += other.withdrawn, running += other.running;
}

Floor::Floor(const program::Program& program, const Plan& plan, clocks::Calendars& calendars,
             const RunOptions& options)
    : program_(program),
      plan_(plan),
      known_calendars_(calendars),
      options_(options),
      hours_(hours_between(plan.zone, plan.begins(), plan.until())),
      plan_order_(program.order_of("plan")),
      now_(plan.begins()) {
  tally_.shifts.resize(plan.shifts.size());
  for (std::size_t i = 0; i < plan.shifts.size(); ++i) {
    const Shift& shift = plan.shifts[i];
    calendars_of_.push_back(calendars::Calendar::compile(shift.definition(plan.holidays), plan.begins() - days(1),
                                                         plan.until() + days(40)));
    for (std::int64_t head = 1; head <= shift.heads; ++head) {
      Agent agent;
      agent.shift = i, agent.number = head, agent.idle_since = now_;
      if (is_open(i)) idle_.push_back(agents_.size());
      agents_.push_back(agent);
    }
    schedule(now_, Happening::What::edge, i);
  }
  for (std::size_t i = 0; i < plan.arrivals.size(); ++i) {
    streams_.push_back({Dice(seed_of(options), 2 * i + 1), 0, 0, 0, 0});
    next_arrival(i);
  }
  if (const Json* queue = program.tree.find("queue"))
    one_at_a_time_ = queue->get_string("one_at_a_time").value_or("");
}

void Floor::schedule(Instant at, Happening::What what, std::size_t of) {
  if (at < plan_.until()) ahead_.push({at, what, ++order_, of});
}

// Poisson: an exponential amount of expected requests is spent through the hours' rates, and an arrival is where it ends.
void Floor::next_arrival(std::size_t number) {
  Stream& stream = streams_[number];
  const Arrivals& rule = plan_.arrivals[number];
  if (!rule.at.empty()) {
    while (stream.place < rule.at.size() && rule.at[stream.place] < plan_.begins()) ++stream.place;
    if (stream.place < rule.at.size()) schedule(rule.at[stream.place++], Happening::What::arrival, number);
    return;
  }
  constexpr std::int64_t an_hour = std::int64_t{3600} * 1'000'000;
  const std::int64_t drawn = exponential(stream.dice);
  stream.wanted += drawn / one * an_hour + ((drawn % one) >> 2) * (an_hour >> 10) / (one >> 12);
  for (; stream.hour < hours_.size(); ++stream.hour) {
    const Hour& hour = hours_[stream.hour];
    std::int64_t rate = rule.rates[hour.of_week];
    if (std::ranges::find(plan_.holidays, hour.date) != plan_.holidays.end())
      rate = rate / 1000 * (plan_.holiday_share / 1000);
    const std::int64_t expected = rate * (hour.to - hour.from).seconds;
    if (stream.spent + expected > stream.wanted) {
      const std::int64_t second = (stream.wanted - stream.spent) / rate;
      schedule(hour.from + seconds(second), Happening::What::arrival, number);
      return;
    }
    stream.spent += expected;
  }
}

void Floor::edge(std::size_t shift) {
  const bool open = is_open(shift);
  std::erase_if(idle_, [&](std::size_t agent) { return agents_[agent].shift == shift; });
  for (std::size_t i = 0; open && i < agents_.size(); ++i) {
    if (agents_[i].shift != shift || agents_[i].busy) continue;
    agents_[i].idle_since = now_;
    idle_.push_back(i);
  }
  const auto next = open ? calendars_of_[shift]->next_closed(now_) : calendars_of_[shift]->next_open(now_);
  if (next) schedule(*next, Happening::What::edge, shift);
}

// Who had it last, if he is free; else whoever has been free the longest.
std::size_t Floor::agent_for(const Case& one_case) const {
  std::size_t best = Case::no_agent;
  for (const std::size_t agent : idle_) {
    if (((one_case.shifts >> agents_[agent].shift) & 1U) == 0) continue;
    if (agent == one_case.agent) return agent;
    if (best == Case::no_agent || std::pair(agents_[agent].idle_since, agent) < std::pair(agents_[best].idle_since, best))
      best = agent;
  }
  return best;
}

void Floor::dispatch() {
  for (auto each = queue_.begin(); each != queue_.end() && !idle_.empty();) {
    const auto [key, number, touch] = *each;
    ++each;  // what begins leaves the queue
    const Case& one_case = cases_[number];
    if (one_case.busy) continue;
    if (!one_at_a_time_.empty() && in_hand_[one_case.customer] > 0) continue;
    const std::size_t agent = agent_for(one_case);
    if (agent == Case::no_agent) continue;
    const auto next = each == queue_.end() ? std::optional<std::decay_t<decltype(*each)>>() : *each;
    begin(agent, number, touch);
    each = next ? queue_.lower_bound(*next) : queue_.end();
  }
}

void Floor::begin(std::size_t number, std::size_t of, Touch touch) {
  Case& one_case = cases_[of];
  Agent& agent = agents_[number];
  agent.turn = *std::ranges::find(one_case.turns, touch, &Turn::touch);
  leave(of, touch);
  std::erase(idle_, number);
  agent.busy = true, agent.request = of, agent.began = now_;
  one_case.busy = true, one_case.agent = number;
  ++in_hand_[one_case.customer];
  if (!agent.turn.handed_over && one_case.request.ticket.opened_at >= plan_.from)
    tally_.waits[one_case.level].push_back((now_ - agent.turn.since).seconds);
  if (one_case.request.ticket.owner.value != static_cast<std::int64_t>(number) + 1) {
    lifecycle::Act assign;
    assign.verb = lifecycle::Verb::assign;
    assign.actor = {lifecycle::Side::vendor, PersonId{static_cast<std::int64_t>(number) + 1}, "agent"};
    assign.owner = assign.actor.person;
    act(of, assign);
  }
  if (!std::exchange(one_case.triaged, true) && !plan_.arrivals[one_case.stream].triage.empty()) {
    lifecycle::Act triage;
    triage.verb = lifecycle::Verb::set;
    triage.actor = {lifecycle::Side::vendor, PersonId{static_cast<std::int64_t>(number) + 1}, "agent"};
    triage.values = plan_.arrivals[one_case.stream].triage;
    act(of, triage);
  }
  const calendars::Calendar& calendar = *calendars_of_[agent.shift];
  Instant end = calendar.add(now_, seconds(agent.turn.left)).value_or(far_future);
  // Where it never closes next_closed looks through centuries: so it is asked only where a gap lies before the end.
  const bool cut = plan_.hands_over && calendar.between(now_, end) < (end - now_).seconds;
  for (auto close = cut ? calendar.next_closed(now_) : std::nullopt; close && *close < end;) {
    const auto open = calendar.next_open(*close);
    if (!open || *open - *close > longest_break) {
      end = *close;
      break;
    }
    close = calendar.next_closed(*open);
  }
  schedule(end, Happening::What::done, number);
}

void Floor::count_busy(const Agent& agent, Instant to) {
  auto& busy = tally_.shifts[agent.shift].busy;
  const Instant from = std::max(agent.began, plan_.from);
  if (from >= to) return;
  for (const auto& open : calendars_of_[agent.shift]->open_within(from, to)) {
    auto hour = std::prev(std::ranges::upper_bound(hours_, open.from, {}, &Hour::from));
    for (; hour != hours_.end() && hour->from < open.to; ++hour)
      busy[hour->of_week] += (std::min(hour->to, open.to) - std::max(hour->from, open.from)).seconds;
  }
}

void Floor::done(std::size_t number) {
  Agent& agent = agents_[number];
  count_busy(agent, now_);
  agent.busy = false, agent.idle_since = now_;
  if (is_open(agent.shift)) idle_.push_back(number);
  Case& one_case = cases_[agent.request];
  one_case.busy = false;
  --in_hand_[one_case.customer];
  const std::int64_t worked = calendars_of_[agent.shift]->between(agent.began, now_);
  if (worked >= agent.turn.left) {
    ++tally_.touches;
    finish(agent.request, agent);
    return;
  }
  say(agent.request, "handed_over", &agent);
  if (one_case.request.ticket.status != tickets::Status::open) return;
  enqueue(agent.request, agent.turn.touch, agent.turn.left - worked);
  std::ranges::find(one_case.turns, agent.turn.touch, &Turn::touch)->handed_over = true;
  look_ahead(agent.request);
}

void Floor::count_open(Instant until) {
  for (; hour_ < hours_.size() && hours_[hour_].from <= until; ++hour_) {
    if (hours_[hour_].from < plan_.from) continue;
    tally_.open[hours_[hour_].of_week] += open_;
    ++tally_.hours[hours_[hour_].of_week];
    tally_.most_open = std::max(tally_.most_open, open_);
  }
}

void Floor::tally_up() {
  for (const Agent& agent : agents_)
    if (agent.busy) count_busy(agent, plan_.until());
  for (std::size_t i = 0; i < plan_.shifts.size(); ++i)
    for (const Hour& hour : hours_)
      if (hour.from >= plan_.from)
        tally_.shifts[i].staffed[hour.of_week] +=
            calendars_of_[i]->between(hour.from, hour.to) * plan_.shifts[i].heads;
  for (const Case& each : cases_) {
    for (const auto& [cycle, level] : each.cycles) {
      const program::ClockRule* rule = program_.clock(cycle->clock);
      if (!rule || rule->owed_by != "vendor" || cycle->armed_at < plan_.from) continue;
      if (cycle->selection->firmness == clocks::Firmness::timer) continue;
      if (!cycle->selection->has_due() && !cycle->promised) continue;
      Kept& kept = tally_.clocks[{cycle->clock, level}];
      if (cycle->breaches > 0 || cycle->verdict == clocks::Verdict::late) {
        ++kept.missed;
      } else if (cycle->state != clocks::State::ended) {
        ++kept.running;
      } else {
        ++(cycle->verdict == clocks::Verdict::met ? kept.met : kept.withdrawn);
      }
    }
  }
}

Result<RunTally> Floor::run() {
  std::int64_t tell_at = 0;
  while (!ahead_.empty()) {
    const Instant now = ahead_.top().at;
    count_open(now - seconds(1));
    now_ = now;
    while (!ahead_.empty() && ahead_.top().at == now) {
      const Happening next = ahead_.top();
      ahead_.pop();
      if (++tally_.events > Limits::events) return fail(ErrorCode::limit, "events", "of one run");
      if (cases_.size() > static_cast<std::size_t>(Limits::requests))
        return fail(ErrorCode::limit, "requests", "of one run");
      switch (next.what) {
        case Happening::What::done: done(next.of); break;
        case Happening::What::customer: answer(next.of); break;
        case Happening::What::arrival: arrive(next.of); break;
        case Happening::What::update: update(next.of); break;
        case Happening::What::wake: wake(next.of); break;
        case Happening::What::edge: edge(next.of); break;
      }
    }
    dispatch();
    if (!options_.progress || tally_.events < tell_at) continue;
    tell_at = tally_.events + 4096;
    if (!options_.progress(tally_.requests)) return fail(ErrorCode::unavailable, "run", "it was stopped");
  }
  now_ = plan_.until();
  count_open(now_ - seconds(1));
  tally_up();
  return std::move(tally_);
}

Result<RunTally> run(const program::Program& program, const Plan& plan, clocks::Calendars& calendars,
                     const RunOptions& options) {
  if (plan.arrivals.empty()) return fail(ErrorCode::required, "arrivals", "nothing comes in");
  std::int64_t heads = 0;
  for (const Shift& shift : plan.shifts) {
    TRY_OUTCOME(calendars::valid(shift.definition(plan.holidays)));
    heads += shift.heads;
  }
  if (heads > Limits::agents || plan.shifts.size() > static_cast<std::size_t>(Limits::shifts))
    return fail(ErrorCode::limit, "agents", "of one plan");
  return Floor(program, plan, calendars, options).run();
}

}  // namespace yakusoku::sim::staffing
