// rooms: core/lifecycle core/clocks core/tickets core/program core/calendars base
// How fast the core decides, in memory and on one core: acts and facts a second, whole requests as a backtest replays
// them (10 events, 5 clocks), and wake-ups a second with 1,000,000 open requests in the queue. Beside each figure the
// goal of CLOCKS.md 3.3.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <queue>
#include <string>
#include <vector>

#include "core/clocks/compiled_calendars.hpp"
#include "core/lifecycle/decide.hpp"

using namespace yakusoku;
using lifecycle::Act;
using lifecycle::Side;
using lifecycle::Verb;
using tickets::Value;

namespace {

constexpr const char* text = R"(
program: bench
title: Five clocks
effective: 2025-01-01
zone: Asia/Tokyo
languages: [en]
days:
  holidays: [2025-01-01..2025-01-03, 2025-02-11, 2025-03-20, 2025-04-29, 2025-05-03..2025-05-06, 2025-07-21, 2025-08-11, 2025-09-15]
calendars:
  office: {zone: Asia/Tokyo, open: {mon-fri: "09:00-12:00, 13:00-18:00"}, dates: {holidays: closed}, day: close}
kinds:
  incident: {title: Incident}
severity:
  levels: {1: {title: One}, 2: {title: Two}, 3: {title: Three}}
  is: asked
  change: [{who: vendor}]
clocks:
  first_response: {title: First response, starts: opened, met_by: reply, reopening: never, within: {by: [severity], cells: {"1, 2": 15m, 3: 4h in office}}, warn: [50%]}
  next_response: {title: Next response, starts: message, when: {clock.first_response: met}, met_by: reply, reopening: never, within: 4h in office}
  update: {title: Next update, starts: [first_response.met, update.met], met_by: [reply, status_post], ends_on: [restored, solved], replaced_by: [promise], reopening: never, within: {by: [severity], cells: {1: 30m, 2: 60m, 3: 4h in office}}, warn: [5m before]}
  restore: {title: Restore, starts: opened, met_by: [restored, solved], paused_while: {waiting_on: customer}, within: {by: [severity], cells: {1: 6h, 2: 24h, 3: 48h in office}}, warn: [50%, 80%]}
  silence: {title: Silence, owed_by: customer, when: {waiting_on: customer}, starts: {changed: {waiting_on: customer}}, met_by: message, ends_on: solved, reopening: never, within: 72h, steps: [{at: 24h, do: {remind: customer}}, {at: due, do: {close: answered}}]}
closing:
  reasons: {answered: {title: Answered}}
  default: answered
)";

struct Bench {
  program::Reading reading;
  clocks::CompiledCalendars calendars;
  bool smoke = std::getenv("YAKUSOKU_BENCH_SMOKE") != nullptr;

  lifecycle::World at(Instant now) {
    lifecycle::World world;
    world.now = now;
    world.program = reading.program.get();
    world.calendars = &calendars;
    return world;
  }
};

Act act(Verb verb, Side side) {
  Act made;
  made.verb = verb;
  made.actor.side = side;
  made.actor.role = side == Side::vendor ? "agent" : "";
  return made;
}

struct Planned {
  std::int64_t after = 0;
  Act act;
};

// Ten events of an ordinary request.
std::vector<Planned> life() {
  std::vector<Planned> events;
  Act opening = act(Verb::open, Side::customer);
  opening.values = {Value::of("kind", std::string("incident")), Value::of("asked_severity", std::string("3"))};
  events.push_back({0, opening});
  Act assign = act(Verb::assign, Side::vendor);
  assign.owner = PersonId{7};
  events.push_back({300, assign});
  events.push_back({600, act(Verb::reply, Side::vendor)});
  Act raise = act(Verb::set, Side::vendor);
  raise.values = {Value::of("severity", std::string("2"))};
  events.push_back({1200, raise});
  Act question = act(Verb::reply, Side::vendor);
  question.asks = true;
  events.push_back({1800, question});
  events.push_back({7200, act(Verb::message, Side::customer)});
  events.push_back({8000, act(Verb::note, Side::vendor)});
  Act promising = act(Verb::reply, Side::vendor);
  promising.until = Instant{};  // filled in when it is played
  events.push_back({9000, promising});
  events.push_back({12000, act(Verb::reply, Side::vendor)});
  events.push_back({15000, act(Verb::solve, Side::vendor)});
  return events;
}

// Plays that life from `start`; returns the number of facts, 0 where something was refused.
std::size_t play(Bench& bench, const std::vector<Planned>& events, Instant start) {
  lifecycle::Request request;
  std::size_t facts = 0;
  for (const Planned& each : events) {
    const Instant now = start + seconds(each.after);
    Act made = each.act;
    if (made.until == Instant{}) made.until = now + seconds(7200);
    auto decided = lifecycle::act_on(std::move(request), made, bench.at(now));
    if (!decided) return 0;
    facts += decided->facts.size();
    request = std::move(decided->request);
  }
  return facts;
}

double seconds_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

void print(const char* what, double figure, const char* goal) {
  std::printf("%-62s %14.0f   %s\n", what, figure, goal);
}

constexpr Instant monday{1749427200};  // 2025-06-09 09:00 in Tokyo

bool lives(Bench& bench) {
  const std::vector<Planned> events = life();
  const int rounds = bench.smoke ? 20 : 20'000;
  std::size_t facts = 0;
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < rounds; ++i) {
    const std::size_t said = play(bench, events, monday + seconds(i * 97));
    if (said == 0) return false;
    facts += said;
  }
  const double spent = seconds_since(begin);
  print("engine: events a second (acts decided)", rounds * 10.0 / spent, "goal 500,000");
  print("engine: facts a second", static_cast<double>(facts) / spent, "");
  print("simulator: requests a second, 10 events each", rounds / spent, "goal 100,000");
  return true;
}

// The queue holds every open request once. States are shared by 10,000 requests that differ in their times, as a million
// of them in full would need more memory than a bench should take; each wake decides on a copy of its own.
bool wakes(Bench& bench) {
  const std::size_t open = bench.smoke ? 1000 : 1'000'000;
  const std::size_t kinds = std::min<std::size_t>(open, 10'000);
  const std::vector<Planned> events = life();
  std::vector<lifecycle::Request> states;
  for (std::size_t i = 0; i < kinds; ++i) {
    auto decided = lifecycle::act_on(lifecycle::Request{}, events.front().act,
                                     bench.at(monday + seconds(static_cast<std::int64_t>(i * 131 % 400'000))));
    if (!decided) return false;
    states.push_back(std::move(decided->request));
  }
  using Entry = std::pair<std::int64_t, std::uint32_t>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
  for (std::size_t i = 0; i < open; ++i) {
    const std::size_t state = i % kinds;
    const auto wake = lifecycle::next_wake(states[state], bench.at(states[state].ticket.opened_at));
    if (wake) queue.push({wake->seconds, static_cast<std::uint32_t>(state)});
  }
  const std::size_t times = std::min<std::size_t>(bench.smoke ? 100 : 200'000, queue.size());
  Act waking = act(Verb::wake, Side::program);
  std::size_t facts = 0;
  const auto begin = std::chrono::steady_clock::now();
  for (std::size_t i = 0; i < times; ++i) {
    const Entry next = queue.top();
    queue.pop();
    const lifecycle::World world = bench.at(Instant{next.first + 1});
    auto decided = lifecycle::act_on(states[next.second], waking, world);
    if (!decided) return false;
    facts += decided->facts.size();
    if (const auto wake = lifecycle::next_wake(decided->request, world)) queue.push({wake->seconds, next.second});
  }
  const double spent = seconds_since(begin);
  std::printf("%-62s %14zu   %zu facts\n", "queue: open requests", open, facts);
  print("wake-ups a second at that many open requests", static_cast<double>(times) / spent,
        "goal 3,000,000 bare timers");
  return true;
}

}  // namespace

int main() {
  Bench bench;
  bench.reading = program::read(std::vector<program::SourceFile>{{"program.yaml", text}});
  if (!bench.reading.program) {
    for (const auto& finding : bench.reading.findings)
      std::fprintf(stderr, "%s: %s\n", finding.key.c_str(), finding.message.c_str());
    return 1;
  }
  if (lives(bench) && wakes(bench)) return 0;
  std::fprintf(stderr, "an act was refused\n");
  return 1;
}
