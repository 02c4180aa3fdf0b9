// yakusoku publish: a program's support page as one HTML file on standard output. It puts nothing in force.

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <expected>

#include <fmt/format.h>

#include "adapters/pages/embedded_files.hpp"
#include "adapters/pdf/pdf.hpp"
#include "adapters/publishing/html.hpp"
#include "apps/command.hpp"
#include "apps/desk_parts.hpp"
#include "base/zones.hpp"
#include "core/check/report.hpp"
#include "core/proof/picture.hpp"
#include "core/proof/report.hpp"
#include "core/publishing/document.hpp"
#include "core/versions/versions.hpp"
#include "core/wording/time_words.hpp"

namespace yakusoku::apps {
namespace {

// nullptr where the folder does not read; its findings are told on standard error.
Result<std::shared_ptr<const program::Program>> program_to_publish(const std::string& folder) {
  const auto files = TRY(read_folder(folder));
  const program::Reading reading = program::read(files);
  if (!reading.program) fmt::print(stderr, "{}", check::findings_text(reading.findings));
  return reading.program;
}

std::string sheet() {
  std::string all;
  for (std::string_view wanted : {"css/tokens.css", "css/pages.css", "css/program.css"})
    for (const EmbeddedFile& each : pages::embedded_files())
      if (each.path == wanted) all += each.content;
  return all;
}

// What changed, in the order of the program.
std::vector<std::string> changes_told(const program::Program& before, const program::Program& after,
                                      std::string_view language) {
  std::vector<std::string> all;
  for (const versions::Difference& each : versions::differences(before, after))
    all.push_back(versions::words_of(each, before, after, language));
  return all;
}

// For the author: a year of each case in which a promise meets an empty desk.
void add_pictures(const program::Program& program, publishing::Options& options) {
  constexpr std::size_t most = 12;
  const auto proof = proof::prove(program);
  if (!proof) return;
  for (const proof::Row& row : proof->rows) {
    if (row.gaps.empty() || options.figures.size() == most) continue;
    const std::string words = proof::words_of(row.combinations, 3, options.language);
    options.figures.push_back({words, {proof::picture_of(*proof, row, options.language), words}});
  }
}

Result<publishing::Options> options_of(const Words& words) {
  publishing::Options options;
  options.language = words.get("--language", "en");
  options.zone = words.get("--zone");
  options.author = words.has("--author");
  if (options.language != "ja" && options.language != "en")
    return std::unexpected(Error{ErrorCode::invalid, "--language", "ja or en is expected", ""});
  if (!options.zone.empty() && !zones::exists(options.zone))
    return std::unexpected(Error{ErrorCode::unknown_zone, "--zone", options.zone, ""});
  const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  options.from = static_cast<std::int32_t>(today.time_since_epoch().count());
  if (words.has("--from")) {
    const auto from = zones::date_of(words.get("--from"));
    if (!from)
      return std::unexpected(Error{ErrorCode::invalid, "--from", "a date such as 2026-04-01 is expected", ""});
    options.from = *from;
  }
  return options;
}

// "-" is standard output.
Outcome write_pdf(const publishing::Document& document, const std::string& effective, const std::string& file) {
  pdf::Options options;
  if (const auto day = zones::date_of(effective)) options.made_at = std::int64_t{*day} * 86400;
  const pdf::Drawn drawn = TRY(pdf::draw(document, options));
  if (drawn.missing_glyphs > 0)
    fmt::print(stderr, "{} characters have no glyph in the installed fonts\n", drawn.missing_glyphs);
  std::FILE* out = file == "-" ? stdout : std::fopen(file.c_str(), "wb");
  if (!out) return fail(ErrorCode::storage, "--pdf", file + " can't be written");
  const bool whole = std::fwrite(drawn.bytes.data(), 1, drawn.bytes.size(), out) == drawn.bytes.size();
  const bool closed = out == stdout ? std::fflush(out) == 0 : std::fclose(out) == 0;
  if (!whole || !closed) return fail(ErrorCode::storage, "--pdf", file + " could not be written whole");
  return {};
}

}  // namespace

int publish(std::span<const std::string> arguments) {
  static constexpr std::string_view valued[] = {"--language", "--against", "--from", "--zone", "--pdf"};
  static constexpr std::string_view plain[] = {"--author"};
  const auto words = read_words(arguments, valued, plain);
  if (!words) return usage_error("publish", words.error());
  if (words->rest.size() != 1)
    return usage_error("publish", {ErrorCode::required, "DIR", "one program's folder is expected", ""});
  auto options = options_of(*words);
  if (!options) return usage_error("publish", options.error());
  const auto after = program_to_publish(words->rest.front());
  if (!after) return failed(after.error());
  if (!*after) return 1;
  if (words->has("--against")) {
    const auto before = program_to_publish(words->get("--against"));
    if (!before) return failed(before.error());
    if (!*before) return 1;
    options->changes = changes_told(**before, **after, options->language);
    const auto since = zones::date_of((*after)->effective);
    options->changes_since = since ? wording::date_words(options->language, *since) : (*after)->effective;
  }
  if (options->author) add_pictures(**after, *options);
  const publishing::Document document = publishing::document_of(**after, *options);
  if (words->has("--pdf")) {
    const Outcome written = write_pdf(document, (*after)->effective, words->get("--pdf"));
    if (!written) return failed(written.error());
    std::_Exit(0);  // fonts and their caches end with the process; nobody waits until they are tidied up
  }
  fmt::print("{}", publishing::standalone_html(document, sheet()));
  return 0;
}

}  // namespace yakusoku::apps
