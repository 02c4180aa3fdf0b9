// rooms: core/lifecycle core/clocks core/tickets core/program core/calendars base
// with: scenario_suite.cpp http_driver.cpp http_seen.cpp http_desk.cpp core_driver.cpp closures.cpp runner.cpp checks.cpp seen.cpp scenario_text.cpp expectations.cpp words.cpp
// The same scenarios against the real binary over HTTP; where it was killed on the way, its folder must verify.

#include <gtest/gtest.h>

#include "http_driver.hpp"
#include "scenario_suite.hpp"

int main(int argc, char** argv) {
  using namespace yakusoku::scenarios;
  testing::InitGoogleTest(&argc, argv);
  register_scenarios([](const Scenario& scenario) {
    HttpDriver driver;
    Played played{run(scenario, driver), driver.unfit()};
    if (played.failure || !played.unfit.empty() || !driver.was_killed()) return played;
    if (const std::string found = driver.verified(); found != "0 findings")
      played.failure = Failure{0, "verify", found};
    return played;
  });
  return RUN_ALL_TESTS();
}
