// yakusoku diff: what changes from one folder to another, by meaning. 0 compared (differences or none), 1 a folder has
// errors, 2 unreadable.

#include <fmt/format.h>

#include "apps/command.hpp"
#include "apps/desk_parts.hpp"
#include "core/check/report.hpp"
#include "core/versions/versions.hpp"

namespace yakusoku::apps {
namespace {

std::string_view mark_of(versions::Effect effect) {
  switch (effect) {
    case versions::Effect::better: return "+";
    case versions::Effect::worse: return "-";
    case versions::Effect::neither: return " ";
  }
  return " ";
}

void print_lines(const program::Program& before, const program::Program& after,
                 const std::vector<versions::Difference>& differences, std::string_view language) {
  std::string section;
  for (const versions::Difference& each : differences) {
    const std::string heading = versions::section_words(each, language);
    if (heading != section) fmt::print("{}{}\n", section.empty() ? "" : "\n", heading);
    section = heading;
    const std::string effect = versions::effect_words(each.effect, language);
    fmt::print("{} {}{}{}\n    {}\n", mark_of(each.effect), versions::words_of(each, before, after, language),
               effect.empty()     ? ""
               : language == "ja" ? "　"
                                  : "  ",
               effect.empty() ? "" : "[" + effect + "]", each.path);
  }
}

}  // namespace

int diff(std::span<const std::string> arguments) {
  static constexpr std::string_view valued[] = {"--language"};
  static constexpr std::string_view plain[] = {"--json"};
  const auto words = read_words(arguments, valued, plain);
  if (!words) return usage_error("diff", words.error());
  if (words->rest.size() != 2)
    return usage_error("diff", {ErrorCode::required, "DIR", "the folders before and after are expected", ""});
  const std::string language = words->get("--language", "en");
  std::vector<std::shared_ptr<const program::Program>> programs;
  for (const std::string& folder : words->rest) {
    const auto files = read_folder(folder);
    if (!files) return failed(files.error());
    const program::Reading reading = program::read(*files);
    if (!reading.program) {
      fmt::print(stderr, "{}: the program has errors\n{}", folder, check::findings_text(reading.findings));
      return 1;
    }
    programs.push_back(reading.program);
  }
  const program::Program& before = *programs[0];
  const program::Program& after = *programs[1];
  const auto differences = versions::differences(before, after);
  if (!words->has("--json")) {
    if (differences.empty()) fmt::print("{}\n", language == "ja" ? "違いはありません。" : "No difference.");
    print_lines(before, after, differences, language);
    return 0;
  }
  Json list = Json::array();
  for (const versions::Difference& each : differences) list.push(versions::to_json(each, before, after, language));
  fmt::print("{}\n",
             to_pretty_text(Json::object({{"before", before.hash}, {"after", after.hash}, {"differences", list}})));
  return 0;
}

}  // namespace yakusoku::apps
