#include "scenario_suite.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace yakusoku::scenarios {
namespace {

class ScenarioTest : public testing::Test {
 public:
  ScenarioTest(Scenario scenario, std::string file, Stage stage)
      : scenario_(std::move(scenario)), file_(std::move(file)), stage_(std::move(stage)) {}
  void TestBody() override {
    const Played played = stage_(scenario_);
    if (!played.unfit.empty()) GTEST_SKIP() << played.unfit;
    if (played.failure) {
      ADD_FAILURE_AT(file_.c_str(), played.failure->line)
          << "  " << played.failure->text << "\n  " << played.failure->why;
    }
  }

 private:
  Scenario scenario_;
  std::string file_;
  Stage stage_;
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

}  // namespace

void register_scenarios(const Stage& stage) {
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
      testing::RegisterTest(suite.c_str(), test_name(scenario.name).c_str(), nullptr, nullptr, __FILE__, __LINE__,
                            [scenario, path = file.string(), stage]() -> testing::Test* {
                              return new ScenarioTest(scenario, path, stage);
                            });
    }
  }
}

}  // namespace yakusoku::scenarios
