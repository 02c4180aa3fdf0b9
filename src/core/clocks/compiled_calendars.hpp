#pragma once

// Calendars compiled on demand and kept, for whoever drives the core in one thread: the simulator, backtests,
// scenarios, benches. A server that asks from several threads keeps a KeptTexts of its own behind its lock.

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/clocks/cycle.hpp"

namespace yakusoku::clocks {

// Texts of programs' calendars, by the version, the name, and what the request's facts say to the calendar's cases and
// zones.
class KeptTexts {
 public:
  using Compile = std::function<std::shared_ptr<const calendars::Calendar>(const std::string& definition)>;
  std::optional<CalendarText> text(const program::Program& program, const std::string& name,
                                   const program::Facts& facts, const Compile& compile);
  std::size_t size() const { return kept_.size(); }

 private:
  // Calendars that ask no fact are most of them, and asked for at each decision: found without making a key.
  struct Plain {
    std::string version, name;
    std::optional<CalendarText> text;
  };
  std::vector<Plain> plain_;
  std::unordered_map<std::string, std::vector<std::string>> asks_;
  std::unordered_map<std::string, std::optional<CalendarText>> kept_;
};

class CompiledCalendars final : public Calendars {
 public:
  // Answers inside [from, to) are quick; those beyond are right, too (calendars.hpp).
  explicit CompiledCalendars(Instant from = Instant{1704067200}, Instant to = Instant{1861920000})
      : from_(from), to_(to) {}
  std::shared_ptr<const calendars::Calendar> compiled(const std::string& definition) override;
  std::optional<CalendarText> text(const program::Program& program, const std::string& name,
                                   const program::Facts& facts) override;
  std::size_t size() const { return kept_.size(); }

 private:
  Instant from_, to_;
  std::unordered_map<std::string, std::shared_ptr<const calendars::Calendar>> kept_;
  KeptTexts texts_;
};

}  // namespace yakusoku::clocks
