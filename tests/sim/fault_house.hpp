#pragma once
// What the fault simulator's programs share: folders of programs, the house's words, a fresh database in memory.

#include <filesystem>
#include <fstream>
#include <iterator>

#include "adapters/engine_sqlite/sqlite.hpp"
#include "base/assert.hpp"
#include "sim/faults/faults.hpp"

namespace yakusoku::sim {

inline std::string file_text(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

inline std::vector<program::SourceFile> folder_files(const std::filesystem::path& folder) {
  std::vector<program::SourceFile> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    files.push_back({std::filesystem::relative(entry.path(), folder).generic_string(), file_text(entry.path())});
  }
  return files;
}

inline const notices::Defaults& house_words() {
  static const notices::Defaults words = [] {
    std::vector<notices::Defaults::File> files;
    for (const char* language : {"en", "ja"}) {
      files.push_back({language, file_text(std::filesystem::path(YAKUSOKU_SOURCE_DIR) / "web/text" /
                                           (std::string("notices.") + language + ".yaml"))});
    }
    auto read = notices::Defaults::read(files);
    ASSERT(read.has_value());
    return std::move(*read);
  }();
  return words;
}

// A life under tests/programs/golden or programs/NAME; golden's holidays change on the way.
inline FaultOptions options_for(const std::string& name, std::uint64_t seed) {
  const std::filesystem::path top = YAKUSOKU_SOURCE_DIR;
  FaultOptions options;
  options.seed = seed;
  options.program = folder_files(name == "golden" ? top / "tests/programs/golden" : top / "programs" / name);
  if (name == "golden") {
    options.next_version = options.program;
    for (program::SourceFile& each : options.next_version)
      if (each.name == "days.yaml") each.content = "days:\n  jp: [2025-11-03, 2025-11-24]\n";
  }
  options.house = &house_words();
  options.database = [] {
    auto database = engine_sqlite::open_database({});
    ASSERT(database.has_value());
    return std::move(*database);
  };
  return options;
}

inline std::string told(const FaultReport& report, std::uint64_t seed) {
  std::string text = "seed " + std::to_string(seed) + ", event " + std::to_string(report.failure->event) + ": " +
                     report.failure->what + "\n";
  for (const std::string& each : report.failure->before) text += "  " + each + "\n";
  return text;
}

}  // namespace yakusoku::sim
