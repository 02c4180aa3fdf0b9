// A support program put in force by whoever administers the desk.

#include "adapters/api/calls.hpp"

namespace yakusoku::api {
namespace {

constexpr std::size_t most_files = 64;  // as many as a folder may have

Result<Routes::UseCase> enact(desk::Shelf& shelf, const Call& call) {
  const Json* list = call.body.find("files");
  if (!list || !list->is_array() || list->items().empty()) return fail(ErrorCode::required, "files");
  if (list->items().size() > most_files) return fail(ErrorCode::too_many, "files");
  std::vector<program::SourceFile> files;
  for (const Json& each : list->items()) {
    const auto name = each.get_string("name"), content = each.get_string("content");
    if (!name || !content) return fail(ErrorCode::invalid, "files", "a name and a content each");
    files.push_back({*name, *content});
  }
  Instant from;
  if (const Json* said = call.body.find("from"); said && !said->is_null()) {
    const auto at = said->is_string() ? from_iso(said->string()) : std::nullopt;
    if (!at) return fail(ErrorCode::invalid, "from", "2026-11-20T01:02:03Z is expected");
    from = *at;
  }
  return [&shelf, caller = call.access.caller, files = std::move(files), from](ports::Transaction& transaction) {
    return desk::enact_program(transaction, shelf, caller, {.files = files, .from = from});
  };
}

}  // namespace

void add_programs(Routes& routes) {
  desk::Shelf& shelf = routes.services().shelf;
  routes.write("POST", "/api/v2/desk/programs", [&shelf](const Call& call) { return enact(shelf, call); }, 200, true);
}

}  // namespace yakusoku::api
