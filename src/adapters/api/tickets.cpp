// Tickets as Zendesk's clients know them: the wire's coarse words on the program's exact ones, both ways.

#include <algorithm>

#include "adapters/api/calls.hpp"
#include "adapters/api/paging.hpp"
#include "adapters/api/ticket_writes.hpp"

namespace yakusoku::api {
namespace {

const Json* ticket_in(const Call& call) {
  const Json* ticket = call.body.find("ticket");
  return ticket && ticket->is_object() ? ticket : nullptr;
}

Result<Json> shown_ticket(ports::Reader& reader, desk::Shelf& shelf, const Call& call, const Json& answer) {
  const TicketId id{answer.get_integer("ticket").value_or(0)};
  const auto row = reader.ticket(call.access.caller.viewer(), id);
  if (!row) return fail(ErrorCode::not_found);
  const auto items = desk::view_rows(reader, shelf, call.access.caller, {*row}, call.now);
  if (items.empty()) return fail(ErrorCode::unavailable);
  return Json::object(
      {{"ticket", ticket_json(*row, *items.front().program, call)},
       {"audit", Json::object({{"id", row->changed}, {"ticket_id", id.value}, {"events", Json::array()}})}});
}

Result<Json> list_json(ports::Reader& reader, desk::Shelf& shelf, const Call& call) {
  const auto fetch = [&](std::int64_t after, int limit) {
    return reader.tickets_after(call.access.caller.viewer(), TicketId{after}, limit);
  };
  return list_page(call, "tickets", fetch, [&](const std::vector<ports::TicketRow>& rows) {
    std::vector<Json> shown;
    for (const desk::QueueItem& each : desk::view_rows(reader, shelf, call.access.caller, rows, call.now))
      shown.push_back(ticket_json(each.row, *each.program, call));
    return shown;
  });
}

}  // namespace

void add_tickets(Routes& routes) {
  desk::Shelf& shelf = routes.services().shelf;
  const auto shown = [&shelf](ports::Reader& reader, const Call& call, const Json& answer) {
    return shown_ticket(reader, shelf, call, answer);
  };
  routes.read(
      "/api/v2/tickets", [&shelf](ports::Reader& reader, const Call& call) { return list_json(reader, shelf, call); },
      true);
  routes.read("/api/v2/tickets/{id}", [&shelf](ports::Reader& reader, const Call& call) -> Result<Json> {
    const std::int64_t id = TRY(id_of(call));
    const Json seen = TRY(shown_ticket(reader, shelf, call, Json::object({{"ticket", id}})));
    return Json::object({{"ticket", *seen.find("ticket")}});
  });
  routes.read("/api/v2/tickets/{id}/comments",
              [&shelf](ports::Reader& reader, const Call& call) { return comments_json(reader, shelf, call); });
  routes.write_and_show(
      "POST", "/api/v2/tickets",
      [&shelf](const Call& call) -> Result<Routes::UseCase> {
        const Json* ticket = ticket_in(call);
        if (!ticket) return fail(ErrorCode::required, "ticket");
        return [&shelf, call, ticket = *ticket](ports::Transaction& transaction) {
          return create_ticket(transaction, shelf, call, ticket);
        };
      },
      201, shown);
  routes.write_and_show(
      "PUT", "/api/v2/tickets/{id}",
      [&shelf](const Call& call) -> Result<Routes::UseCase> {
        const TicketId id{TRY(id_of(call))};
        const Json* sent = ticket_in(call);
        if (!sent) return fail(ErrorCode::required, "ticket");
        return [&shelf, call, id, ticket = *sent](ports::Transaction& transaction) {
          return update_ticket(transaction, shelf, call, id, ticket);
        };
      },
      200, shown);
  routes.read("/api/v2/brands", [&shelf](ports::Reader& reader, const Call& call) -> Result<Json> {
    Json list = Json::array();
    for (const desk::ProgramView& each : desk::programs(reader, shelf)) {
      list.push(Json::object({{"id", each.row.id.value},
                              {"name", std::string(each.program->title.in(call.language))},
                              {"subdomain", each.row.key},
                              {"active", true}}));
    }
    const auto count = static_cast<std::int64_t>(list.items().size());
    return Json::object(
        {{"brands", std::move(list)}, {"count", count}, {"next_page", Json()}, {"previous_page", Json()}});
  });
}

}  // namespace yakusoku::api
