#pragma once

// A calendar's definition as one text, shared by all that count in it: cycles hold it, logs and rows write it out. An
// empty one is no calendar: every second counts. Immutable, so any number of threads may hold the same.

#include <memory>
#include <string>

#include "base/json.hpp"
#include "core/calendars/calendars.hpp"

namespace yakusoku::clocks {

class CalendarText {
 public:
  CalendarText() = default;
  // Whoever keeps texts gives the compiled calendar along and has the digest made, once: of `origin`, the calendar as
  // its own version wrote it, where later versions were spliced to it (R6).
  explicit CalendarText(std::string text, std::shared_ptr<const calendars::Calendar> compiled = nullptr,
                        const std::string& origin = {});

  bool empty() const { return !kept_; }
  const std::string& text() const;
  operator const std::string&() const { return text(); }
  // Twelve hexadecimal digits that tell one definition from another. What is spliced keeps those of its origin: it was
  // not chosen anew.
  std::string digest() const;
  // Whether later versions' calendars were joined to it (R6).
  bool spliced() const { return kept_ && kept_->spliced; }
  // nullptr where the text came alone.
  const std::shared_ptr<const calendars::Calendar>& compiled() const;
  friend bool operator==(const CalendarText& a, const CalendarText& b) {
    return a.kept_ == b.kept_ || a.text() == b.text();
  }

 private:
  struct Kept {
    std::string text, digest;
    std::shared_ptr<const calendars::Calendar> compiled;
    bool spliced = false;
  };
  std::shared_ptr<const Kept> kept_;
};

Json to(const CalendarText& text);
bool from(const Json& json, CalendarText& text);

}  // namespace yakusoku::clocks
