#pragma once

// Folders for this room's tests: from the disk, and out of a few lines.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "core/program/program.hpp"

namespace yakusoku::program {

inline const std::filesystem::path source_folder = YAKUSOKU_SOURCE_DIR;

inline std::vector<SourceFile> files_of(const std::filesystem::path& folder) {
  std::vector<SourceFile> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream stream(entry.path(), std::ios::binary);
    files.push_back({std::filesystem::relative(entry.path(), folder).generic_string(),
                     std::string(std::istreambuf_iterator<char>(stream), {})});
  }
  return files;
}

inline std::vector<std::filesystem::path> folders_in(const std::filesystem::path& parent) {
  std::vector<std::filesystem::path> folders;
  for (const auto& entry : std::filesystem::directory_iterator(parent))
    if (entry.is_directory()) folders.push_back(entry.path());
  std::ranges::sort(folders);
  return folders;
}

inline std::string told(const std::vector<Finding>& findings) {
  std::string text;
  for (const Finding& each : findings)
    text += each.place.file + ":" + std::to_string(each.place.line) + " " + each.key + ": " + each.message + "\n";
  return text;
}

// A program out of its text; the test fails with the findings where it does not read.
inline std::shared_ptr<const Program> program_of(std::string yaml, std::vector<SourceFile> more = {}) {
  more.push_back({"program.yaml", std::move(yaml)});
  const Reading reading = read(more);
  EXPECT_TRUE(reading.program) << told(reading.findings);
  return reading.program ? reading.program : std::make_shared<Program>();
}

class FactMap final : public Facts {
 public:
  FactMap() = default;
  FactMap(std::initializer_list<std::pair<const std::string, FactValue>> known_facts) : facts(known_facts) {}
  std::map<std::string, FactValue, std::less<>> facts;
  std::string open_calendar;  // the one that is open
  FactValue value_of(std::string_view fact) const override {
    const auto found = facts.find(fact);
    return found == facts.end() ? FactValue{} : found->second;
  }
  bool is_open(std::string_view calendar, Instant) const override { return calendar == open_calendar; }
};

}  // namespace yakusoku::program
