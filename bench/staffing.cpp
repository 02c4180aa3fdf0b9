// rooms: sim/staffing core/clocks core/program base
// How many requests a second the staffing simulator lives through on one core: three touches each, five clocks, ranks,
// 40 agents in three shifts.

#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "core/clocks/compiled_calendars.hpp"
#include "sim/staffing/staffing.hpp"

using namespace yakusoku;

namespace {

constexpr const char* program_text = R"(
program: bench
title: Five clocks
effective: 2025-01-01
zone: Asia/Tokyo
languages: [en]
calendars:
  office: {zone: Asia/Tokyo, open: {mon-fri: "09:00-12:00, 13:00-18:00"}, day: close}
kinds:
  incident: {title: Incident}
severity:
  levels: {1: {title: One}, 2: {title: Two}, 3: {title: Three}}
  is: asked
clocks:
  first_response: {title: First response, starts: opened, met_by: reply, reopening: never, within: {by: [severity], cells: {"1, 2": 15m, 3: 4h in office}}, warn: [50%]}
  next_response: {title: Next response, starts: message, when: {clock.first_response: met}, met_by: reply, reopening: never, within: 4h in office}
  update: {title: Next update, starts: [first_response.met, update.met], met_by: reply, ends_on: [restored, solved], reopening: never, within: {by: [severity], cells: {1: 30m, 2: 60m, 3: 4h in office}}, warn: [5m before]}
  restore: {title: Restore, starts: opened, met_by: [restored, solved], paused_while: {waiting_on: customer}, within: {by: [severity], cells: {1: 6h, 2: 24h, 3: 48h in office}}, warn: [50%, 80%]}
  silence: {title: Silence, owed_by: customer, when: {waiting_on: customer}, starts: {changed: {waiting_on: customer}}, met_by: message, ends_on: solved, reopening: never, within: 72h, steps: [{at: 24h, do: {remind: customer}}]}
queue: {rank: {by: [severity], cells: {1: 0, 2: 1, 3: 2}}, then: [due, opened]}
closing: {reasons: {answered: {title: Answered}}, default: answered}
)";

constexpr const char* plan_text = R"(
from: 2026-01-05
weeks: 4
arrivals:
  - {facts: {kind: incident, asked_severity: 1}, rates: 2}
  - {facts: {kind: incident, asked_severity: 2}, rates: 6}
  - {facts: {kind: incident, asked_severity: 3}, rates: [{days: mon-fri, hours: 09:00-18:00, rate: 30}, {days: sat-sun, rate: 5}]}
work:
  - {first: {median: 10m, p90: 30m}, touch: {median: 20m, p90: 1h}, touches: 3, asks: 40%, customer: {median: 2h, p90: 1d}}
shifts:
  early: {heads: 16, days: mon-sun, hours: 06:00-14:30}
  late: {heads: 16, days: mon-sun, hours: 14:00-22:30}
  night: {heads: 8, days: mon-sun, hours: 22:00-06:30}
)";

}  // namespace

int main() {
  const std::vector<program::SourceFile> files{{"program.yaml", program_text}};
  const program::Reading reading = program::read(files);
  if (!reading.program) return 1;
  auto plan = sim::staffing::read_plan("plan.yaml", plan_text, *reading.program).plan;
  if (!plan) return 1;
  if (std::getenv("YAKUSOKU_BENCH_SMOKE")) plan->weeks = 1;
  clocks::CompiledCalendars calendars;
  const auto begun = std::chrono::steady_clock::now();
  const auto tally = sim::staffing::run(*reading.program, *plan, calendars, {});
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
  if (!tally || !tally->refused.empty()) return 1;
  std::printf("staffing: %lld requests, %lld touches in %.2f s: %.0f requests a second\n",
              static_cast<long long>(tally->requests), static_cast<long long>(tally->touches), took.count(),
              static_cast<double>(tally->requests) / took.count());
  return 0;
}
