#pragma once

// Small programs proved, and their gaps as lines: "FROM..TO PATH".

#include <algorithm>
#include <string>
#include <vector>

#include "core/program/folder_for_tests.hpp"
#include "core/proof/report.hpp"

namespace yakusoku::proof {

inline Instant at(std::string_view iso) {
  const auto instant = from_iso(iso);
  EXPECT_TRUE(instant) << iso;
  return instant.value_or(Instant{});
}

inline Proof proved(const std::string& yaml, Options options = {}) {
  auto proof = prove(*program::program_of(yaml), options);
  EXPECT_TRUE(proof) << (proof ? "" : proof.error().detail);
  return proof ? *std::move(proof) : Proof{};
}

// A week of January 2026 from a Monday on, in a program whose support works Monday to Friday, 09:00 to 17:00 UTC.
inline Options one_week() {
  Options options;
  options.from = at("2026-01-05T00:00:00Z");
  options.to = at("2026-01-12T00:00:00Z");
  return options;
}
inline std::string office_program(const std::string& rest) {
  return R"(
program: p
effective: 2026-01-05
zone: UTC
calendars:
  office: {zone: UTC, open: {mon-fri: "09:00-17:00"}}
  weekend: {zone: UTC, open: {"sat, sun": "00:00-24:00"}}
)" + rest;
}

inline std::vector<std::string> gaps_of(const Row& row, GapKind kind) {
  std::vector<std::string> lines;
  for (const Gap& gap : row.gaps)
    if (gap.kind == kind) lines.push_back(to_iso(gap.from) + ".." + to_iso(gap.to) + " " + gap.path);
  return lines;
}
inline std::size_t gaps_of(const Proof& proof, GapKind kind) {
  std::size_t count = 0;
  for (const Row& row : proof.rows) count += gaps_of(row, kind).size();
  return count;
}

}  // namespace yakusoku::proof
