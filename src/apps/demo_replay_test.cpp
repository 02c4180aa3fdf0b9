// The demo desk's log, decided again under its own versions: every due, breach and receipt, byte for byte.

#include <gtest/gtest.h>

#include <filesystem>

#include "adapters/store/verify.hpp"
#include "apps/demo.hpp"
#include "core/clocks/compiled_calendars.hpp"
#include "sim/backtest/replay.hpp"

namespace yakusoku::apps {
namespace {

TEST(DemoReplay, the_demos_log_is_reproduced_byte_for_byte) {
  const auto folder = std::filesystem::temp_directory_path() / "yakusoku_demo_replay";
  std::filesystem::remove_all(folder);
  auto parts = open_desk({folder.string(), {}}, false, true);
  ASSERT_TRUE(parts.has_value()) << parts.error().detail;
  const Outcome filled = fill_demo(*parts);
  ASSERT_TRUE(filled.has_value()) << filled.error().field << ": " << filled.error().detail;
  sim::backtest::VersionsThen versions;
  clocks::CompiledCalendars calendars;
  std::int64_t records = 0;
  store::VerifyOptions options;
  options.replay = [&](const ports::TicketRow& row, const std::vector<ports::LogRow>& log) {
    std::optional<std::string> differs;
    (void)parts->store->read([&](ports::Reader& reader) {
      auto again = sim::backtest::replay(reader, versions, calendars, row, log);
      records += again.records;
      differs = std::move(again.differs);
    });
    return differs;
  };
  const auto findings = store::verify(*parts->database, options);
  ASSERT_TRUE(findings.has_value());
  for (const store::Finding& each : *findings) ADD_FAILURE() << each.where << ": " << each.detail;
  EXPECT_GT(records, 100);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace yakusoku::apps
