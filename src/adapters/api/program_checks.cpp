// What a version that nobody is promised anything by yet says and does: findings with their lines, what changes for
// customers, when nobody is there to keep a promise, and past requests lived again under it.

#include <algorithm>

#include "adapters/api/programs.hpp"
#include "core/check/catalogue.hpp"
#include "core/check/check.hpp"
#include "core/check/report.hpp"
#include "core/proof/picture.hpp"
#include "core/proof/proof.hpp"
#include "core/proof/report.hpp"
#include "core/versions/versions.hpp"

namespace yakusoku::api {
namespace {

constexpr std::size_t most_findings = 500;

Json finding_json(const program::Finding& finding, std::string_view language) {
  const check::Told told = check::told_in(finding, language);
  std::string words = told.message;
  for (const std::string* more : {&told.why, &told.example}) {
    if (more->empty()) continue;
    if (language == "ja") {
      words += (words.ends_with("。") ? "" : "。") + *more;
    } else {
      words += (words.ends_with('.') ? " " : ". ") + *more;
    }
  }
  return Json::object({{"weight", std::string(check::word_of(finding.weight))},
                       {"code", finding.code},
                       {"file", finding.place.file},
                       {"line", finding.place.line},
                       {"key", finding.key},
                       {"words", words},
                       {"remedy", told.remedy.empty() ? finding.expected : told.remedy}});
}

Json findings_json(const std::vector<program::Finding>& findings, std::string_view language) {
  Json list = Json::array();
  for (const program::Weight weight : {program::Weight::error, program::Weight::warning, program::Weight::note}) {
    for (const program::Finding& each : findings)
      if (each.weight == weight && list.items().size() < most_findings) list.push(finding_json(each, language));
  }
  return list;
}

std::string_view effect_word(versions::Effect effect) {
  switch (effect) {
    case versions::Effect::better: return "better";
    case versions::Effect::worse: return "worse";
    case versions::Effect::neither: break;
  }
  return "neither";
}

Json differences_json(const program::Program& before, const program::Program& after, std::string_view language) {
  Json list = Json::array();
  for (const versions::Difference& each : versions::differences(before, after)) {
    list.push(Json::object({{"kind", each.kind},
                            {"clause", each.path},
                            {"section", versions::section_words(each, language)},
                            {"words", versions::words_of(each, before, after, language)},
                            {"effect", std::string(effect_word(each.effect))}}));
  }
  return list;
}

// The row with the most gaps is the one to look at.
const proof::Row* thinnest(const proof::Proof& proof) {
  const auto found = std::ranges::max_element(proof.rows, {}, [](const proof::Row& row) { return row.gaps.size(); });
  return found == proof.rows.end() || found->gaps.empty() ? nullptr : &*found;
}

void add_proof(Json& json, const program::Program& program, std::string_view language) {
  const auto proof = proof::prove(program);
  Json gaps = Json::array();
  if (proof) {
    for (const program::Finding& each : proof::findings_of(*proof, program)) gaps.push(finding_json(each, language));
    if (const proof::Row* row = thinnest(*proof)) json.set("picture", proof::picture_of(*proof, *row, language));
  } else {
    json.set("proof_note", proof.error().detail);
  }
  json.set("gaps", std::move(gaps));
}

Result<Json> checked(ports::Reader& reader, desk::Shelf& shelf, const Call& call) {
  if (call.access.caller.role != ports::Role::admin) return fail(ErrorCode::not_allowed);
  const auto files = TRY(files_in(call));
  program::Reading reading = program::read(files);
  if (!reading.program)
    return Json::object({{"hash", ""}, {"findings", findings_json(reading.findings, call.language)}});
  const program::Program& program = *reading.program;
  const auto more = check::findings_of(program);
  Json json = Json::object({{"hash", program.hash}, {"findings", findings_json(more, call.language)}});
  add_proof(json, program, call.language);
  for (const ports::ProgramRow& row : reader.programs()) {
    if (row.key != program.id) continue;
    if (const auto before = shelf.version(reader, row.in_force))
      json.set("differences", differences_json(*before, program, call.language));
  }
  return json;
}

Result<Json> replayed(ports::Reader& reader, const access::Services& services, const Call& call) {
  if (call.access.caller.role != ports::Role::admin) return fail(ErrorCode::not_allowed);
  if (!services.backtest) return fail(ErrorCode::unavailable);
  program::Reading reading = program::read(TRY(files_in(call)));
  if (!reading.program) return fail(ErrorCode::invalid, "files", "it can't be read");
  return services.backtest(reader, reading.program, call.now, call.language);
}

}  // namespace

void add_program_checks(Routes& routes) {
  access::Services& services = routes.services();
  routes.ask(
      "/api/v2/desk/programs/check",
      [&services](ports::Reader& reader, const Call& call) { return checked(reader, services.shelf, call); }, true);
  routes.ask(
      "/api/v2/desk/programs/backtest",
      [&services](ports::Reader& reader, const Call& call) { return replayed(reader, services, call); }, true);
}

}  // namespace yakusoku::api
