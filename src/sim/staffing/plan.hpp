#pragma once

// THE STAFFING PLAN: what comes in, how long it takes, who is there (docs/howto/staffing.md). A value, read strictly from
// one YAML file: what it does not know, repeats or cannot be meant is refused with its line and column. It names facts,
// levels and clocks of a program and owns none.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "core/calendars/calendars.hpp"
#include "core/program/program.hpp"
#include "core/tickets/ticket.hpp"
#include "sim/staffing/chance.hpp"

namespace yakusoku::sim::staffing {

// Facts and the words of each that fit; a fact that a request lacks fits no list.
struct Fit {
  std::string fact;
  std::vector<std::string> words;
};

using HourlyRates = std::array<std::int64_t, 168>;  // millionths of a request an hour, Monday 00:00 first

// Requests of one kind: what is known of each, and how many come in which hour of the week, on the wall of the plan's
// zone.
struct Arrivals {
  std::string name, door;
  std::vector<tickets::Value> values;
  std::vector<tickets::Value> known;  // of the people: customer.plan and the like
  std::vector<tickets::Value> triage;  // what an agent sets as he first takes it up: severity and the like
  std::int64_t customers = 0;         // so many take turns by chance; 0: a customer of its own each
  HourlyRates rates{};
  std::vector<Instant> at;  // these instants and no chance, where any are given
};

// A past request as the fitting sees it.
struct Sample {
  Instant at;
  std::string door;
  std::vector<tickets::Value> values;
};
// The mean of each hour of the week over [from, to), apart for each door and set of values, in the order of their first
// sample. Samples outside are left out.
std::vector<Arrivals> fitted(std::span<const Sample> samples, const std::string& zone, Instant from, Instant to);

// How a request is worked on. The first of the plan's that fits counts.
struct Work {
  std::vector<Fit> fits;
  std::vector<std::string> needs;  // skills
  Distribution first, touch, customer;
  std::vector<std::int64_t> touches{1'000'000};  // millionths that take one, two, … touches, the first among them
  std::int64_t asks = 0;                         // millionths of touches but the last that ask the customer
  std::vector<std::string> on_first, on_work, on_solve;  // events that are told before the answer
  std::string reason;                                    // of closing; empty: the program's default
  struct Update {
    std::string clock;
    Duration before;
    Distribution time;
  };
  std::optional<Update> update;
};

// Agents who work alike. One window on each of its days; it may pass midnight.
struct Shift {
  std::string name, zone;
  std::int64_t heads = 1;
  std::array<bool, 7> days{};
  std::int64_t from = 0, to = 0;                                // seconds of the day; to at most 24 h after from
  std::vector<std::pair<std::int64_t, std::int64_t>> breaks;  // the same
  std::vector<std::string> skills;
  std::vector<Fit> takes;
  bool works_holidays = false;

  int days_a_week() const;
  calendars::Definition definition(std::span<const calendars::Date> holidays) const;
};

struct Plan {
  std::string zone;
  Instant from;
  int weeks = 4;
  int warm_up = 0;  // weeks before that, whose requests are not counted
  std::vector<calendars::Date> holidays;
  std::int64_t holiday_share = 1'000'000;  // millionths of the rates on these dates
  bool hands_over = true;                  // what a shift's end cuts off goes back to the queue; else it waits for its agent
  std::vector<Arrivals> arrivals;
  std::vector<Work> work;
  std::vector<Shift> shifts;

  Instant until() const { return from + days(std::int64_t{7} * weeks); }
  Instant begins() const { return from - days(std::int64_t{7} * warm_up); }
};

struct Limits {
  static constexpr std::int64_t weeks = 104, shifts = 64, agents = 2'000, streams = 1'000, work = 200, runs = 1'000;
  static constexpr std::int64_t requests = 1'000'000, events = 100'000'000;  // of one run
};

struct PlanReading {
  std::optional<Plan> plan;  // none where there is an error
  std::vector<program::Finding> findings;
};
PlanReading read_plan(const std::string& file, std::string_view content, const program::Program& program);

}  // namespace yakusoku::sim::staffing
