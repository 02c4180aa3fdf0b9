// rooms: core/lifecycle core/clocks core/tickets core/program core/calendars base
// with: core_driver.cpp runner.cpp checks.cpp seen.cpp scenario_text.cpp expectations.cpp words.cpp
// Every scenario of this folder, played on the pure core: one test each.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "core_driver.hpp"
#include "runner.hpp"

namespace yakusoku::scenarios {
namespace {

class ScenarioTest : public testing::Test {
 public:
  ScenarioTest(Scenario scenario, std::string file) : scenario_(std::move(scenario)), file_(std::move(file)) {}
  void TestBody() override {
    CoreDriver driver;
    const auto failure = run(scenario_, driver);
    if (failure) ADD_FAILURE_AT(file_.c_str(), failure->line) << "  " << failure->text << "\n  " << failure->why;
  }

 private:
  Scenario scenario_;
  std::string file_;
};

class BrokenFile : public testing::Test {
 public:
  explicit BrokenFile(Error error) : error_(std::move(error)) {}
  void TestBody() override { FAIL() << error_.field << ": " << error_.detail; }

 private:
  Error error_;
};

std::string test_name(std::string_view words) {
  std::string name;
  for (const char c : words) name += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  return name;
}

void register_files() {
  const std::filesystem::path top = std::filesystem::path(YAKUSOKU_SOURCE_DIR) / "tests/scenarios";
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(top))
    if (entry.path().extension() == ".scenario") files.push_back(entry.path());
  std::ranges::sort(files);
  for (const std::filesystem::path& file : files) {
    std::ifstream stream(file, std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(stream), {});
    const std::string name = std::filesystem::relative(file, top).generic_string();
    const std::string suite = test_name(name.substr(0, name.size() - 9));
    auto scenarios = parse(text, name);
    if (!scenarios) {
      testing::RegisterTest(suite.c_str(), "reads", nullptr, nullptr, __FILE__, __LINE__,
                            [error = scenarios.error()]() -> testing::Test* { return new BrokenFile(error); });
      continue;
    }
    for (const Scenario& scenario : *scenarios) {
      testing::RegisterTest(
          suite.c_str(), test_name(scenario.name).c_str(), nullptr, nullptr, __FILE__, __LINE__,
          [scenario, path = file.string()]() -> testing::Test* { return new ScenarioTest(scenario, path); });
    }
  }
}

}  // namespace
}  // namespace yakusoku::scenarios

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  yakusoku::scenarios::register_files();
  return RUN_ALL_TESTS();
}
