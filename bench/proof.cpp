// rooms: core/proof core/clocks core/program core/calendars base
// How long a two-year proof takes on one core, for each program of programs/; the goal is two seconds each (issue 4).

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "core/proof/proof.hpp"

using namespace yakusoku;

namespace {

std::vector<program::SourceFile> files_of(const std::filesystem::path& folder) {
  std::vector<program::SourceFile> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream stream(entry.path(), std::ios::binary);
    files.push_back({std::filesystem::relative(entry.path(), folder).generic_string(),
                     std::string(std::istreambuf_iterator<char>(stream), {})});
  }
  return files;
}

}  // namespace

int main() {
  std::printf("two-year proof, one core; goal: 2 s each\n");
  for (const char* name : {"6clicks", "atlassian-premier", "bittitan", "logicmonitor", "megaport"}) {
    const auto reading = program::read(files_of(std::filesystem::path("programs") / name));
    if (!reading.program) {
      std::printf("  %-18s unreadable: run from the top of the tree\n", name);
      return 1;
    }
    const auto begin = std::chrono::steady_clock::now();
    const auto proof = proof::prove(*reading.program);
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begin;
    if (!proof) {
      std::printf("  %-18s %s\n", name, proof.error().detail.c_str());
      return 1;
    }
    std::size_t cases = 0, gaps = 0;
    for (const proof::Row& row : proof->rows) cases += row.combinations.size(), gaps += row.gaps.size();
    std::printf("  %-18s %7.3f s   %4zu rows of %5zu cases, %5zu gaps\n", name, spent.count(), proof->rows.size(),
                cases, gaps);
  }
  return 0;
}
