// Versions of a support program: kept, looked at, tried on the requests in flight, and put in force by whoever
// administers the desk.

#include "adapters/api/programs.hpp"
#include "desk/versions.hpp"

namespace yakusoku::api {

Result<std::vector<program::SourceFile>> files_in(const Call& call) {
  const Json* list = call.body.find("files");
  if (!list || !list->is_array() || list->items().empty()) return fail(ErrorCode::required, "files");
  constexpr std::size_t most_files = 64;  // as many as a folder may have
  if (list->items().size() > most_files) return fail(ErrorCode::too_many, "files");
  std::vector<program::SourceFile> files;
  for (const Json& each : list->items()) {
    const auto name = each.get_string("name"), content = each.get_string("content");
    if (!name || !content) return fail(ErrorCode::invalid, "files", "a name and a content each");
    files.push_back({*name, *content});
  }
  return files;
}

namespace {

// {"files" or "hash", "from", "in_flight"}
Result<desk::Enactment> enactment_in(const Call& call) {
  desk::Enactment wanted;
  wanted.hash = text_in(call.body, "hash");
  if (wanted.hash.empty()) wanted.files = TRY(files_in(call));
  if (const Json* said = call.body.find("from"); said && !said->is_null()) {
    const auto at = said->is_string() ? from_iso(said->string()) : std::nullopt;
    if (!at) return fail(ErrorCode::invalid, "from", "2026-11-20T01:02:03Z is expected");
    wanted.from = *at;
  }
  const std::string in_flight = text_in(call.body, "in_flight");
  if (in_flight == "keep") {
    wanted.in_flight = desk::Enactment::InFlight::keep;
  } else if (in_flight == "move") {
    wanted.in_flight = desk::Enactment::InFlight::move;
  } else if (!in_flight.empty()) {
    return fail(ErrorCode::invalid, "in_flight", "keep or move is expected");
  }
  return wanted;
}

Json author_json(ports::Reader& reader, PersonId id) {
  if (!id) return {};
  const auto person = reader.person(id);
  return Json::object({{"id", id.value}, {"name", person ? person->name : ""}});
}

Json enactment_json(ports::Reader& reader, const ports::EnactmentRow& row) {
  return Json::object({{"id", row.id},
                       {"hash", row.hash},
                       {"decided_at", to_iso(row.decided_at)},
                       {"starts_at", to_iso(row.starts_at)},
                       {"by", author_json(reader, row.by)},
                       {"state", std::string(enum_words(row.state)[static_cast<std::size_t>(row.state)])},
                       {"in_flight", row.moves ? "move" : "keep"},
                       {"spliced", row.spliced},
                       {"moved", row.moved},
                       {"unfinished", row.unfinished()}});
}

Result<Json> versions(ports::Reader& reader, desk::Shelf& shelf, const Call& call) {
  const ProgramId id{TRY(id_of(call))};
  const auto view = TRY(desk::view_versions(reader, shelf, call.access.caller, id));
  Json list = Json::array(), enactments = Json::array();
  for (const desk::VersionView& each : view.versions) {
    list.push(Json::object({{"hash", each.hash},
                            {"effective", each.effective},
                            {"title", std::string(each.title.in(call.language))},
                            {"stored_at", to_iso(each.stored_at)},
                            {"by", author_json(reader, each.by)},
                            {"in_force", each.in_force},
                            {"readable", each.readable}}));
  }
  for (const ports::EnactmentRow& each : view.enactments) enactments.push(enactment_json(reader, each));
  return Json::object({{"program", Json::object({{"id", view.program.id.value}, {"key", view.program.key}})},
                       {"versions", std::move(list)},
                       {"enactments", std::move(enactments)},
                       {"now", to_iso(call.now)}});
}

Result<Json> version(ports::Reader& reader, const Call& call) {
  Json files = Json::array();
  for (const program::SourceFile& each :
       TRY(desk::version_files(reader, call.access.caller, call.request.path_value("hash"))))
    files.push(Json::object({{"name", each.name}, {"content", each.content}}));
  return Json::object({{"hash", std::string(call.request.path_value("hash"))}, {"files", std::move(files)}});
}

Result<Json> dry_run(ports::Reader& reader, desk::Shelf& shelf, const Call& call) {
  const auto wanted = TRY(enactment_in(call));
  const auto run = TRY(desk::dry_run(reader, shelf, call.access.caller, wanted, call.now));
  Json moved = Json::array();
  for (const desk::DueMoved& each : run.moved) {
    moved.push(Json::object({{"ticket_id", each.ticket.value},
                             {"subject", each.subject},
                             {"clock", each.clock},
                             {"before", iso_or_null(each.before)},
                             {"after", iso_or_null(each.after)},
                             {"breached_now", each.breached_now}}));
  }
  return Json::object({{"requests", run.requests},
                       {"all", run.all},
                       {"later", run.later},
                       {"earlier", run.earlier},
                       {"breached_now", run.breached_now},
                       {"begun", run.begun},
                       {"withdrawn", run.withdrawn},
                       {"moved", std::move(moved)}});
}

}  // namespace

void add_programs(Routes& routes) {
  desk::Shelf& shelf = routes.services().shelf;
  routes.read(
      "/api/v2/desk/programs/{id}/versions",
      [&shelf](ports::Reader& reader, const Call& call) { return versions(reader, shelf, call); }, true);
  routes.read(
      "/api/v2/desk/versions/{hash}",
      [](ports::Reader& reader, const Call& call) { return version(reader, call); }, true);
  routes.ask(
      "/api/v2/desk/programs/dry_run",
      [&shelf](ports::Reader& reader, const Call& call) { return dry_run(reader, shelf, call); }, true);
  routes.write(
      "POST", "/api/v2/desk/programs",
      [&shelf](const Call& call) -> Result<Routes::UseCase> {
        return [&shelf, caller = call.access.caller,
                wanted = TRY(enactment_in(call))](ports::Transaction& transaction) {
          return desk::enact_program(transaction, shelf, caller, wanted);
        };
      },
      200, true);
  routes.write(
      "POST", "/api/v2/desk/programs/drafts",
      [&shelf](const Call& call) -> Result<Routes::UseCase> {
        return [&shelf, caller = call.access.caller, files = TRY(files_in(call))](ports::Transaction& transaction) {
          return desk::store_draft(transaction, shelf, caller, files);
        };
      },
      201, true);
  routes.write(
      "DELETE", "/api/v2/desk/enactments/{id}",
      [&shelf](const Call& call) -> Result<Routes::UseCase> {
        return [&shelf, caller = call.access.caller, id = TRY(id_of(call))](ports::Transaction& transaction) {
          return desk::withdraw_enactment(transaction, shelf, caller, id);
        };
      },
      200, true);
}

}  // namespace yakusoku::api
