// yakusoku check: 0 no error (warnings and notes may stand), 1 errors, 2 unreadable.

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "apps/check_proof.hpp"
#include "apps/command.hpp"
#include "apps/desk_parts.hpp"
#include "base/zones.hpp"
#include "core/check/catalogue.hpp"
#include "core/check/check.hpp"
#include "core/check/report.hpp"

namespace yakusoku::apps {
namespace {

struct Checked {
  std::string folder;
  program::Reading reading;
};

void put_folder_before(std::vector<program::Finding>& findings, const std::string& folder) {
  for (program::Finding& each : findings)
    each.place.file = folder + (folder.ends_with('/') ? "" : "/") + each.place.file;
}

// From the day on which the program begins, for two years, where nothing else is asked.
check::Period period_asked(const program::Program& program, const Words& words) {
  check::Period period = check::period_of(program);
  const Duration length = period.to - period.from;
  if (const auto from = zones::date_of(words.get("--from"))) period.from = zones::instant_of(program.zone, *from, 0);
  period.to = period.from + length;
  if (const auto to = zones::date_of(words.get("--to"))) period.to = zones::instant_of(program.zone, *to, 0);
  return period;
}

}  // namespace

int check(std::span<const std::string> arguments) {
  static constexpr std::string_view plain[] = {"--json", "--strict", "--markdown", "--proof"};
  static constexpr std::string_view valued[] = {"--from", "--to", "--language", "--only"};
  const auto words = read_words(arguments, valued, plain);
  if (!words) return usage_error("check", words.error());
  if (words->has("--markdown")) {
    fmt::print("{}", check::findings_page());
    return 0;
  }
  const std::string language = words->get("--language", "en");
  if (language != "en" && language != "ja")
    return usage_error("check", {ErrorCode::unknown_value, "--language", "ja or en", ""});
  for (const char* flag : {"--from", "--to"})
    if (words->has(flag) && !zones::date_of(words->get(flag)))
      return usage_error("check", {ErrorCode::invalid, flag, "a date such as 2026-04-01", ""});
  if (words->has("--from") && words->has("--to") && words->get("--to") <= words->get("--from"))
    return usage_error("check", {ErrorCode::invalid, "--to", "a date after --from", ""});
  if (words->rest.empty())
    return usage_error("check", {ErrorCode::required, "DIR", "a program's folder is expected", ""});
  Json all = Json::array();
  bool errors = false;
  for (const std::string& folder : words->rest) {
    std::error_code ignored;
    if (std::filesystem::is_regular_file(folder, ignored)) {  // `programs/*` also names what lies beside the folders
      fmt::print(stderr, "{}: no folder, passed over\n", folder);
      continue;
    }
    const auto files = read_folder(folder);
    if (!files) return failed(files.error());
    program::Reading reading = program::read(*files);
    Proved proof;
    if (reading.program) {
      const auto more = check::findings_of(*reading.program, period_asked(*reading.program, *words));
      reading.findings.insert(reading.findings.end(), more.begin(), more.end());
      proof = proved(*reading.program, words->all("--only"));
      reading.findings.insert(reading.findings.end(), proof.findings.begin(), proof.findings.end());
    }
    const auto counts = [&](program::Weight weight) {
      return std::ranges::count(reading.findings, weight, &program::Finding::weight);
    };
    const auto warnings = counts(program::Weight::warning);
    errors = errors || counts(program::Weight::error) > 0 || (words->has("--strict") && warnings > 0);
    put_folder_before(reading.findings, folder);
    if (words->has("--json")) {
      Json json = Json::object({{"folder", folder}, {"findings", check::findings_json(reading.findings, language)}});
      if (reading.program) json.set("hash", reading.program->hash).set("program", reading.program->tree);
      if (reading.program && words->has("--proof")) json.set("proof", std::move(proof.json));
      all.push(std::move(json));
      continue;
    }
    if (words->has("--proof")) fmt::print("{}\n", proof.text);
    fmt::print("{}", check::findings_text(reading.findings, language));
    fmt::print("{}: {} errors, {} warnings, {} notes\n", folder, counts(program::Weight::error), warnings,
               counts(program::Weight::note));
  }
  if (words->has("--json")) fmt::print("{}\n", to_pretty_text(all));
  return errors ? 1 : 0;
}

int schema(std::span<const std::string>) {
  fmt::print("{}\n", to_pretty_text(program::language_schema()));
  return 0;
}

}  // namespace yakusoku::apps
