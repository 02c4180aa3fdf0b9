// rooms: desk adapters/shelf adapters/store adapters/engine_sqlite adapters/system core/lifecycle core/clocks base
// with: scenario_suite.cpp desk_driver.cpp core_driver.cpp closures.cpp runner.cpp checks.cpp seen.cpp scenario_text.cpp expectations.cpp words.cpp
// The same scenarios through the desk's use cases over SQLite in memory; afterwards log and rows must agree.

#include <gtest/gtest.h>

#include "adapters/store/verify.hpp"
#include "desk_driver.hpp"
#include "scenario_suite.hpp"

int main(int argc, char** argv) {
  using namespace yakusoku::scenarios;
  testing::InitGoogleTest(&argc, argv);
  register_scenarios([](const Scenario& scenario) {
    DeskDriver driver;
    Played played{run(scenario, driver), driver.unfit()};
    if (played.failure || !played.unfit.empty()) return played;
    const auto findings = yakusoku::store::verify(driver.database());
    if (!findings) return Played{Failure{0, "verify", findings.error().detail}, ""};
    for (const auto& each : *findings) return Played{Failure{0, "verify: " + each.where, each.detail}, ""};
    return played;
  });
  return RUN_ALL_TESTS();
}
