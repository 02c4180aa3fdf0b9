// Many tickets at once, and the incremental export.

#include <charconv>

#include "adapters/api/paging.hpp"
#include "adapters/api/ticket_writes.hpp"

namespace yakusoku::api {
namespace {

constexpr std::size_t most_at_once = 100;
constexpr int export_page = 1000;
constexpr Duration settling = minutes(1);  // what was written in the last minute comes with the next call

Result<Routes::UseCase> create_many(desk::Shelf& shelf, const Call& call) {
  const Json* list = call.body.find("tickets");
  if (!list || !list->is_array() || list->items().empty()) return fail(ErrorCode::required, "tickets");
  if (list->items().size() > most_at_once) return fail(ErrorCode::too_many, "tickets");
  if (!std::ranges::all_of(list->items(), &Json::is_object)) return fail(ErrorCode::invalid, "tickets");
  return [&shelf, call, tickets = list->items()](ports::Transaction& transaction) -> Result<ports::Answer> {
    Json results = Json::array();
    std::int64_t first = 0, index = 0;
    for (const Json& each : tickets) {
      const ports::Answer answer = TRY(create_ticket(transaction, shelf, call, each));
      const std::int64_t id = parse_json(answer.body).value_or(Json()).get_integer("ticket").value_or(0);
      if (first == 0) first = id;
      results.push(Json::object({{"index", index++}, {"id", id}, {"status", "Created"}, {"success", true}}));
    }
    Json job = Json::object({{"id", "tickets-" + std::to_string(first)},
                             {"total", index},
                             {"progress", index},
                             {"status", "completed"},
                             {"results", std::move(results)}});
    return ports::Answer{200, to_text(Json::object({{"job_status", std::move(job)}}))};
  };
}

Result<Json> show_many(ports::Reader& reader, desk::Shelf& shelf, const Call& call) {
  std::vector<TicketId> ids;
  std::string_view rest = call.request.query_value("ids").value_or("");
  while (!rest.empty()) {
    const std::string_view word = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(rest.size(), word.size() + 1));
    std::int64_t id = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), id);
    if (error != std::errc{} || end != word.data() + word.size()) return fail(ErrorCode::invalid, "ids");
    ids.push_back(TicketId{id});
    if (ids.size() > most_at_once) return fail(ErrorCode::too_many, "ids");
  }
  if (ids.empty()) return fail(ErrorCode::required, "ids");
  Json list = Json::array();
  const auto rows = reader.tickets(call.access.caller.viewer(), ids);
  for (const desk::QueueItem& each : desk::view_rows(reader, shelf, call.access.caller, rows, call.now))
    list.push(ticket_json(each.row, *each.program, call));
  return offset_page(call, "tickets", std::move(list));
}

// The cursor is a log position; `start_time` leaves out what did not change since.
Result<Json> exported(ports::Reader& reader, desk::Shelf& shelf, const Call& call) {
  const std::string_view sent = call.request.query_value("cursor").value_or("");
  std::int64_t position = number_of(call, "cursor", 0);
  const bool begun = !sent.empty() && sent != "undefined";
  const Instant since = begun ? Instant{} : Instant{number_of(call, "start_time", 0)};
  const auto rows = reader.tickets_changed_since(call.access.caller.viewer(), position, export_page);
  std::vector<ports::TicketRow> settled;
  bool end = rows.size() < static_cast<std::size_t>(export_page);
  for (const ports::TicketRow& row : rows) {
    if (row.updated_at + settling > call.now) {
      end = true;
      break;
    }
    position = row.changed;
    if (row.updated_at >= since) settled.push_back(row);
  }
  Json list = Json::array();
  for (const desk::QueueItem& each : desk::view_rows(reader, shelf, call.access.caller, settled, call.now))
    list.push(ticket_json(each.row, *each.program, call));
  const std::string cursor = std::to_string(position);
  const auto count = static_cast<std::int64_t>(list.items().size());
  return Json::object({{"tickets", std::move(list)},
                       {"count", count},
                       {"after_url", call.base + "/api/v2/incremental/tickets/cursor.json?cursor=" + cursor},
                       {"after_cursor", cursor},
                       {"before_url", Json()},
                       {"before_cursor", Json()},
                       {"end_of_stream", end},
                       {"generated_timestamp", call.now.seconds}});
}

}  // namespace

void add_bulk(Routes& routes) {
  desk::Shelf& shelf = routes.services().shelf;
  routes.write(
      "POST", "/api/v2/tickets/create_many", [&shelf](const Call& call) { return create_many(shelf, call); }, 200,
      true);
  routes.read(
      "/api/v2/tickets/show_many",
      [&shelf](ports::Reader& reader, const Call& call) { return show_many(reader, shelf, call); }, true);
  routes.read(
      "/api/v2/incremental/tickets/cursor",
      [&shelf](ports::Reader& reader, const Call& call) { return exported(reader, shelf, call); }, true);
}

}  // namespace yakusoku::api
