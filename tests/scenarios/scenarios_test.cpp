// rooms: core/entitlements core/objectives core/lifecycle core/clocks core/tickets core/program core/calendars base
// with: scenario_suite.cpp terms_driver.cpp core_driver.cpp closures.cpp runner.cpp checks.cpp seen.cpp scenario_text.cpp expectations.cpp words.cpp
// Every scenario of this folder, played on the pure core.

#include <gtest/gtest.h>

#include "terms_driver.hpp"
#include "scenario_suite.hpp"

int main(int argc, char** argv) {
  using namespace yakusoku::scenarios;
  testing::InitGoogleTest(&argc, argv);
  register_scenarios([](const Scenario& scenario) {
    TermsDriver driver;
    return Played{run(scenario, driver), ""};
  });
  return RUN_ALL_TESTS();
}
