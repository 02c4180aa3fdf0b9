// Requests: a customer's own, as Zendesk's clients for end users ask for them.

#include "adapters/api/lists.hpp"
#include "adapters/api/paging.hpp"
#include "adapters/api/ticket_writes.hpp"
#include "desk/outlook.hpp"

namespace yakusoku::api {
namespace {

Json request_json(const ports::TicketRow& row, const program::Program& program, const Call& call) {
  Json json = ticket_json(row, program, call);
  json.set("url", call.base + "/api/v2/requests/" + std::to_string(row.id.value) + ".json");
  const bool open = row.category != ports::Category::solved && row.category != ports::Category::closed;
  json.set("can_be_solved_by_me", open);
  return json;
}

Result<Json> shown_request(ports::Reader& reader, desk::Shelf& shelf, const Call& call, std::int64_t id) {
  const auto row = reader.ticket(call.access.caller.viewer(), TicketId{id});
  if (!row) return fail(ErrorCode::not_found);
  const auto program = desk::view_rows(reader, shelf, call.access.caller, {*row}, call.now);
  if (program.empty()) return fail(ErrorCode::unavailable);
  return Json::object({{"request", request_json(*row, *program.front().program, call)}});
}

// Newest first; the cursor is the id before which the next page lies.
Result<Json> own_requests(ports::Reader& reader, desk::Shelf& shelf, const Call& call) {
  return cursor_page(call, "requests", [&](std::int64_t before, int limit) {
    const desk::Caller& caller = call.access.caller;
    std::vector<std::pair<std::int64_t, Json>> page;
    const auto rows = reader.requests_of(caller.viewer(), caller.person, before, limit);
    for (const desk::QueueItem& each : desk::view_rows(reader, shelf, caller, rows, call.now))
      page.emplace_back(each.row.id.value, request_json(each.row, *each.program, call));
    return page;
  });
}

Result<Routes::UseCase> update_request(desk::Shelf& shelf, const Call& call) {
  const TicketId id{TRY(id_of(call))};
  const Json* request = TRY(object_in(call, "request"));
  std::vector<desk::ChangeTicket> changes;
  if (const Json* comment = request->find("comment"); comment && comment->is_object()) {
    desk::ChangeTicket& change = changes.emplace_back();
    change.ticket = id;
    change.act.verb = call.access.caller.staff() ? lifecycle::Verb::reply : lifecycle::Verb::message;
    change.words.text = text_in(*comment, "body");
    TRY_OUTCOME(take_uploads(*comment, change.words));
  }
  if (request->get_boolean("solved").value_or(false)) {
    desk::ChangeTicket& change = changes.emplace_back();
    change.ticket = id;
    change.act.verb = lifecycle::Verb::solve;
  }
  if (changes.empty()) return fail(ErrorCode::required, "comment");
  return [&shelf, caller = call.access.caller, changes](ports::Transaction& transaction) {
    return desk::change_ticket(transaction, shelf, caller, changes);
  };
}

// What would happen if it were sent now.
Result<Json> foreseen(ports::Reader& reader, desk::Shelf& shelf, const Call& call) {
  const Json* request = TRY(object_in(call, "request"));
  desk::OpenTicket input = TRY(read_opening(reader, shelf, *request));
  input.language = text_in(*request, "language");
  const desk::Caller& caller = call.access.caller;
  if (caller.staff()) input.requester = PersonId{request->get_integer("requester_id").value_or(0)};
  const desk::Outlook seen = TRY(desk::outlook(reader, shelf, caller, input, call.now));
  Json missed = Json::array();
  for (const auto& each : seen.coverage.missed)
    missed.push(
        Json::object({{"plan", each.plan}, {"title", titled(each.title, each.plan, call)}, {"clause", each.clause}}));
  Json team;
  if (!seen.team.empty()) {
    team = Json::object({{"key", seen.team},
                         {"title", titled(seen.team_title, seen.team, call)},
                         {"on_duty", seen.rotas_kept ? Json(seen.somebody_there) : Json()},
                         {"until", iso_or_null(seen.until)},
                         {"back_at", iso_or_null(seen.back_at)}});
  }
  return Json::object(
      {{"clocks", list_json(seen.clocks, [&](const auto& each) { return desk::to_json(each, call.language); })},
       {"plan", seen.coverage.plan},
       {"plan_title", titled(seen.coverage.title, seen.coverage.plan, call)},
       {"missed", std::move(missed)},
       {"team", std::move(team)},
       {"languages", list_json(seen.languages, [](const auto& each) { return Json(each); })},
       {"answered_in_its_language", seen.answered_in_it},
       {"door", Json::object({{"open", seen.door_open}, {"opens_at", iso_or_null(seen.door_opens_at)}})}});
}

}  // namespace

void add_requests(Routes& routes) {
  desk::Shelf& shelf = routes.services().shelf;
  const auto shown = [&shelf](ports::Reader& reader, const Call& call, const Json& answer) {
    return shown_request(reader, shelf, call, answer.get_integer("ticket").value_or(0));
  };
  routes.read("/api/v2/requests",
              [&shelf](ports::Reader& reader, const Call& call) { return own_requests(reader, shelf, call); });
  routes.read("/api/v2/requests/{id}", [&shelf](ports::Reader& reader, const Call& call) -> Result<Json> {
    return shown_request(reader, shelf, call, TRY(id_of(call)));
  });
  routes.read("/api/v2/requests/{id}/comments",
              [&shelf](ports::Reader& reader, const Call& call) { return comments_json(reader, shelf, call); });
  routes.ask("/api/v2/requests/outlook",
             [&shelf](ports::Reader& reader, const Call& call) { return foreseen(reader, shelf, call); });
  routes.write_and_show(
      "POST", "/api/v2/requests",
      [&shelf](const Call& call) -> Result<Routes::UseCase> {
        const Json request = *TRY(object_in(call, "request"));
        return [&shelf, call, request](ports::Transaction& transaction) {
          return create_ticket(transaction, shelf, call, request);
        };
      },
      201, shown);
  routes.write_and_show(
      "PUT", "/api/v2/requests/{id}", [&shelf](const Call& call) { return update_request(shelf, call); }, 200, shown);
}

}  // namespace yakusoku::api
