#pragma once

// Calendars compiled on demand and kept by their definition's text, for whoever drives the core in one thread: the
// simulator, backtests, scenarios, benches. A server that asks from several threads keeps its own behind a lock.

#include <cstddef>
#include <memory>
#include <string>
#include <unordered_map>

#include "core/clocks/cycle.hpp"

namespace yakusoku::clocks {

class CompiledCalendars final : public Calendars {
 public:
  // Answers inside [from, to) are quick; those beyond are right, too (calendars.hpp).
  explicit CompiledCalendars(Instant from = Instant{1704067200}, Instant to = Instant{1861920000}) : from_(from), to_(to) {}
  std::shared_ptr<const calendars::Calendar> compiled(const std::string& definition) override;
  std::size_t size() const { return kept_.size(); }

 private:
  Instant from_, to_;
  std::unordered_map<std::string, std::shared_ptr<const calendars::Calendar>> kept_;
};

}  // namespace yakusoku::clocks
