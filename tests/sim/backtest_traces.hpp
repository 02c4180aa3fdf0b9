#pragma once

// Traces out of strings, and backtests over them.

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>

#include "sim/backtest/trace.hpp"

namespace yakusoku::sim::backtest::tests {

inline Lines lines_of(std::string text) {
  return [text = std::move(text), at = std::size_t{0}](std::string& line) mutable -> Result<bool> {
    if (at >= text.size()) return false;
    const std::size_t end = std::min(text.find('\n', at), text.size());
    line = text.substr(at, end - at);
    at = end + 1;
    return true;
  };
}

inline Instant at(std::string_view iso) { return from_iso(iso).value(); }

// Until a week after the Monday on which the tests' requests are opened.
inline Options options(std::shared_ptr<const program::Program> against,
                       std::shared_ptr<const program::Program> tried) {
  Options made;
  made.tried = std::move(tried);
  made.against = std::move(against);
  made.until = at("2025-06-16T09:00:00+09:00");
  return made;
}

inline Backtest run(const std::string& trace, const Options& made) {
  const auto source = json_trace(lines_of(trace));
  auto result = backtest(*source, made);
  if (!result) {
    ADD_FAILURE() << result.error().field << ": " << result.error().detail;
    return {};
  }
  return std::move(*result);
}

inline Error refused(const std::string& trace, bool csv = false) {
  Options made;
  const program::Reading reading = program::read(std::vector<program::SourceFile>{
      {"program.yaml",
       "program: p\ntitle: P\neffective: 2025-01-01\nzone: UTC\nlanguages: [en]\nkinds: {incident: {title: I}}\n"}});
  made.tried = reading.program;
  EXPECT_TRUE(made.tried);
  const auto source = csv ? csv_trace(lines_of(trace)) : json_trace(lines_of(trace));
  const auto result = backtest(*source, made);
  EXPECT_FALSE(result.has_value()) << trace;
  return result ? Error{} : result.error();
}

// {"id":"r1","events":[…]} of events written without their braces.
inline std::string request(const std::string& id, std::initializer_list<std::string> events,
                           const std::string& more = {}) {
  std::string text = R"({"id":")" + id + "\"" + more + R"(,"events":[)";
  bool first = true;
  for (const std::string& each : events) {
    text += (first ? "{" : ",{") + each + "}";
    first = false;
  }
  return text + "]}\n";
}

inline std::string opened(const std::string& when, const std::string& severity = "3") {
  return R"("at":")" + when + R"(","do":"open","kind":"incident","severity":")" + severity + "\"";
}
inline std::string did(const std::string& when, const std::string& what, const std::string& more = {}) {
  return R"("at":")" + when + R"(","do":")" + what + "\"" + (more.empty() ? "" : "," + more);
}

}  // namespace yakusoku::sim::backtest::tests
