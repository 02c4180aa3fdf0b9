#pragma once

// The house's words and the shipped programs from the disk, for this room's tests.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "core/notices/notices.hpp"

namespace yakusoku::notices {

inline const std::filesystem::path source_folder = YAKUSOKU_SOURCE_DIR;

inline std::string content_of(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

inline std::string house_file(const std::string& language) {
  return content_of(source_folder / "web/text" / ("notices." + language + ".yaml"));
}

inline const Defaults& house() {
  static const Defaults defaults = [] {
    const std::vector<Defaults::File> files = {{"en", house_file("en")}, {"ja", house_file("ja")}};
    auto read = Defaults::read(files);
    EXPECT_TRUE(read) << read.error().field << " " << read.error().detail;
    return read ? *std::move(read) : Defaults();
  }();
  return defaults;
}

inline std::shared_ptr<const program::Program> program_of(const std::string& yaml) {
  const std::vector<program::SourceFile> files = {{"program.yaml", yaml}};
  const program::Reading reading = program::read(files);
  EXPECT_TRUE(reading.program) << (reading.findings.empty() ? "" : reading.findings.front().message);
  return reading.program ? reading.program : std::make_shared<program::Program>();
}

inline std::shared_ptr<const program::Program> shipped(const std::string& name) {
  std::vector<program::SourceFile> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(source_folder / "programs" / name))
    if (entry.is_regular_file())
      files.push_back({entry.path().filename().generic_string(), content_of(entry.path())});
  const program::Reading reading = program::read(files);
  EXPECT_TRUE(reading.program) << name;
  return reading.program ? reading.program : std::make_shared<program::Program>();
}

}  // namespace yakusoku::notices
