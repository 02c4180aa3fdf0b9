#pragma once

// Who works for the vendor in a scenario.

#include <string>

#include "core/people/roster.hpp"

namespace yakusoku::scenarios {

// Who works when, as a scenario says it.
struct Works {
  std::string name;
  people::Agent agent;  // its id stands for the name in this scenario
  calendars::Definition hours;
};
struct OffOrOn {
  std::string name;
  PersonId id;  // as above
  Instant from, to;
  bool away = true;
};

}  // namespace yakusoku::scenarios
