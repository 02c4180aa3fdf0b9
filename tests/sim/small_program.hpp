#pragma once

// A small program for backtests, and other versions of it made by changing words of its text.

#include <gtest/gtest.h>

#include <initializer_list>
#include <memory>
#include <string>
#include <utility>

#include "core/program/program.hpp"

namespace yakusoku::sim::backtest::tests {

inline const std::string small_text = R"(
program: small
title: Small
effective: 2025-01-01
zone: Asia/Tokyo
languages: [en]
calendars:
  office: {zone: Asia/Tokyo, open: {mon-fri: "09:00-18:00"}}
kinds:
  incident: {title: Incident}
  question: {title: Question}
plans:
  gold: {title: Gold}
  basic: {title: Basic}
facts:
  seats: {type: number, from: agent}
severity:
  levels: {1: {title: One}, 2: {title: Two}, 3: {title: Three}}
  is: asked
  change: [{who: vendor}]
clocks:
  first_response: {title: First response, starts: opened, met_by: reply, reopening: never, within: 4h in office}
  restore: {title: Restore, starts: opened, met_by: [restored, solved], paused_while: {waiting_on: customer}, within: {by: [severity], cells: {1: 6h, 2: 24h, 3: 48h}}}
  silence: {title: Silence, owed_by: customer, starts: {changed: {waiting_on: customer}}, met_by: message, ends_on: solved, reopening: never, within: 72h, steps: [{at: due, do: {close: answered}}]}
closing:
  reasons: {answered: {title: Answered}}
  default: answered
)";

using Words = std::initializer_list<std::pair<std::string, std::string>>;

// The small program with each first text replaced by the second.
inline std::shared_ptr<const program::Program> small(Words changes = {}) {
  std::string text = small_text;
  for (const auto& [from, to] : changes) {
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    if (at != std::string::npos) text.replace(at, from.size(), to);
  }
  const program::Reading reading = program::read(std::vector<program::SourceFile>{{"program.yaml", text}});
  for (const program::Finding& each : reading.findings)
    if (each.weight == program::Weight::error) ADD_FAILURE() << each.key << ": " << each.message;
  return reading.program;
}

}  // namespace yakusoku::sim::backtest::tests
