// rooms: core/check core/program core/calendars base
// Any bytes as a folder: read, checked and asked for its calendars, it never throws and never fails an assertion. The
// input is cut at lines `=== NAME`; what stands before the first is program.yaml.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/check/check.hpp"
#include "core/check/report.hpp"
#include "core/program/program.hpp"

namespace {

using namespace yakusoku;

class NoFacts final : public program::Facts {
 public:
  program::FactValue value_of(std::string_view) const override { return {}; }
  bool is_open(std::string_view, Instant) const override { return false; }
};

std::vector<program::SourceFile> folder_of(std::string_view text) {
  constexpr std::string_view mark = "\n=== ";
  std::vector<program::SourceFile> files = {{"program.yaml", ""}};
  while (true) {
    const std::size_t end = text.find(mark);
    files.back().content = std::string(text.substr(0, end));
    if (end == std::string_view::npos) return files;
    text.remove_prefix(end + mark.size());
    const std::size_t line = text.find('\n');
    files.push_back({std::string(text.substr(0, line)), ""});
    text.remove_prefix(line == std::string_view::npos ? text.size() : line);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto files = folder_of({reinterpret_cast<const char*>(data), size});
  const program::Reading reading = program::read(files);
  check::findings_text(reading.findings);
  if (reading.has_errors() == (reading.program != nullptr)) __builtin_trap();
  if (!reading.program) return 0;
  check::findings_json(check::findings_of(*reading.program));
  for (const std::string& name : reading.program->calendar_names) {
    const auto definition = reading.program->calendar(name, NoFacts());
    if (!definition || !calendars::valid(*definition)) __builtin_trap();
    reading.program->calendar_asks(name);
  }
  return 0;
}
