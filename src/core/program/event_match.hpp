#pragma once

// Whether something that happened is what a pattern waits for: the event, its clock, and each narrowing attribute.

#include <string_view>

#include "core/program/clock_rules.hpp"

namespace yakusoku::program {

// `attribute` answers the event's attributes by name, empty where it has none of that name.
template <class Attribute>
bool matches(const EventPattern& pattern, std::string_view event, std::string_view clock, const Attribute& attribute,
             const Facts& facts) {
  if (pattern.event != event || pattern.clock != clock) return false;
  // An event's attribute is tested like a fact: the same test over one value, which knows nothing around it.
  struct Nothing final : Facts {
    FactValue value_of(std::string_view) const override { return {}; }
    bool is_open(std::string_view, Instant) const override { return false; }
  };
  static const Nothing nothing;
  if (pattern.event == "changed") {
    if (attribute("fact") != pattern.changed_fact) return false;
    return !pattern.changed_to || holds(*pattern.changed_to, facts.value_of(pattern.changed_fact), nothing);
  }
  for (const auto& [name, test] : pattern.narrowed) {
    const std::string_view value = attribute(name);
    if (!holds(test, value.empty() ? FactValue{} : FactValue(std::string(value)), nothing)) return false;
  }
  return true;
}

}  // namespace yakusoku::program
