#pragma once

// Computed examples: a case's dues from sample instants, through the clocks that the desk runs, and dates in words.

#include <optional>
#include <string>
#include <vector>

#include "core/calendars/calendars.hpp"
#include "core/check/cases.hpp"
#include "core/clocks/compiled_calendars.hpp"
#include "core/clocks/cycle.hpp"
#include "core/program/program.hpp"

namespace yakusoku::check {

class Examples {
 public:
  Examples(const program::Program& program, Instant from, Instant to);

  const program::Program& program() const { return program_; }
  clocks::Calendars& calendars() { return calendars_; }
  Instant from() const { return from_; }
  Instant to() const { return to_; }

  // "Fri 2026-10-02 16:00" on the program's wall.
  std::string words(Instant at) const;
  // A Monday morning, a Wednesday and a Friday afternoon, a Saturday noon, in the first whole week.
  const std::vector<Instant>& samples() const { return samples_; }
  // Fridays at 16:00, one a week for a year, then every hour of a fortnight.
  std::vector<Instant> starts() const;

  // far_future: none.
  Instant due(const program::Amount& amount, const Imagined& request, Instant start);
  // nullptr where the request has no such calendar.
  std::shared_ptr<const calendars::Calendar> calendar(const std::string& name, const program::Facts& request);
  bool never_closes(const std::string& name, const program::Facts& request);

 private:
  const program::Program& program_;
  Instant from_, to_;
  clocks::CompiledCalendars calendars_;
  std::vector<Instant> samples_;
};

}  // namespace yakusoku::check
