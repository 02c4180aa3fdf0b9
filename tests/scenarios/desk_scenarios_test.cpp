// rooms: sim/backtest core/entitlements desk adapters/shelf adapters/store adapters/engine_postgres adapters/engine_sqlite adapters/system core/lifecycle core/clocks base
// with: scenario_suite.cpp desk_driver.cpp desk_terms.cpp core_driver.cpp closures.cpp runner.cpp checks.cpp seen.cpp scenario_text.cpp expectations.cpp words.cpp
// The same scenarios through the desk's use cases over SQLite in memory; afterwards log and rows must agree, and each
// record, decided again under its own version, must come out byte for byte.

#include <gtest/gtest.h>

#include "adapters/store/verify.hpp"
#include "core/clocks/compiled_calendars.hpp"
#include "desk_driver.hpp"
#include "scenario_suite.hpp"
#include "sim/backtest/replay.hpp"

int main(int argc, char** argv) {
  using namespace yakusoku;
  using namespace yakusoku::scenarios;
  testing::InitGoogleTest(&argc, argv);
  register_scenarios([](const Scenario& scenario) {
    DeskDriver driver;
    Played played{run(scenario, driver), driver.unfit()};
    if (played.failure || !played.unfit.empty()) return played;
    const auto findings = store::verify(driver.database());
    if (!findings) return Played{Failure{0, "verify", findings.error().detail}, ""};
    for (const auto& each : *findings) return Played{Failure{0, "verify: " + each.where, each.detail}, ""};
    (void)driver.store().read([&](ports::Reader& reader) {
      sim::backtest::VersionsThen versions;
      clocks::CompiledCalendars calendars;
      for (const ports::TicketRow& row : reader.tickets_after(ports::Viewer::desk(), TicketId{}, 1000)) {
        const auto records = reader.log_of(ports::Subject::ticket, row.id.value);
        const auto again = sim::backtest::replay(reader, versions, calendars, row, records);
        if (again.differs && !played.failure)
          played.failure = Failure{0, "replay of ticket " + std::to_string(row.id.value), *again.differs};
      }
    });
    return played;
  });
  return RUN_ALL_TESTS();
}
