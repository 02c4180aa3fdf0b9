// rooms: core/lifecycle core/clocks core/tickets core/program core/calendars base
// with: ../scenarios/scenario_text.cpp ../scenarios/expectations.cpp ../scenarios/words.cpp
// Any bytes as a scenario file: typed lines or an error that names its line, and never a crash.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "../scenarios/scenario_text.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto scenarios = yakusoku::scenarios::parse(text, "fuzz");
  if (!scenarios) {
    if (!scenarios.error().field.starts_with("fuzz") || scenarios.error().detail.empty()) std::abort();
    return 0;
  }
  for (const auto& scenario : *scenarios) {
    if (scenario.program.empty()) std::abort();
    for (const auto& line : scenario.lines)
      if (line.number <= 0 || line.text.empty()) std::abort();
  }
  return 0;
}
