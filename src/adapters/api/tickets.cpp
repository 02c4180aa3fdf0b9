// Tickets as Zendesk's clients know them: the wire's coarse words on the program's exact ones, both ways.

#include <algorithm>

#include "adapters/api/calls.hpp"
#include "adapters/api/paging.hpp"

namespace yakusoku::api {
namespace {

using lifecycle::Verb;

std::string text_in(const Json& json, std::string_view name) { return json.get_string(name).value_or(""); }

const Json* ticket_in(const Call& call) {
  const Json* ticket = call.body.find("ticket");
  return ticket && ticket->is_object() ? ticket : nullptr;
}

// The custom field "severity", where the client sends it: exact.
std::string severity_field(const Json& ticket) {
  const Json* fields = ticket.find("custom_fields");
  if (!fields || !fields->is_array()) return text_in(ticket, "severity");
  for (const Json& each : fields->items())
    if (each.get_string("id") == "severity") return text_in(each, "value");
  return text_in(ticket, "severity");
}

// The most severe level that stands behind a coarse priority.
std::string level_of_priority(const program::Program& program, const std::string& priority) {
  for (const program::Level& each : program.severity.levels)
    if (each.api_priority == priority && !each.never) return each.id;
  return {};
}

Result<std::string> wanted_level(const program::Program& program, const Json& ticket, const std::string& present) {
  const std::string exact = severity_field(ticket);
  const std::string priority = text_in(ticket, "priority");
  if (priority.empty()) return exact == present ? std::string() : exact;
  const program::Level* now = program.severity.level(exact.empty() ? present : exact);
  const bool agrees = now && now->api_priority == priority;
  if (!exact.empty() && !agrees)
    return fail(ErrorCode::invalid, "priority", "it disagrees with the severity", "severity.levels");
  if (agrees) return exact == present ? std::string() : exact;
  std::string level = level_of_priority(program, priority);
  if (level.empty() && !program.severity.levels.empty())
    return fail(ErrorCode::unknown_value, "priority", priority, "severity.levels");
  return level;
}

// The kind that a ticket form names ("KIND" by id), or the only one of that coarse type.
Result<std::string> kind_of(const program::Program& program, const Json& ticket) {
  if (const std::string kind = text_in(ticket, "kind"); !kind.empty()) return kind;
  if (const auto form = ticket.get_integer("ticket_form_id")) {
    if (*form < 1 || *form > static_cast<std::int64_t>(program.kinds.size()))
      return fail(ErrorCode::unknown_value, "ticket_form_id");
    return program.kinds[static_cast<std::size_t>(*form - 1)].id;
  }
  const std::string type = text_in(ticket, "type");
  std::vector<std::string> fitting;
  for (const program::Kind& each : program.kinds)
    if (type.empty() || (each.api_type.empty() ? "question" : each.api_type) == type) fitting.push_back(each.id);
  if (fitting.size() != 1)
    return fail(ErrorCode::required, "ticket_form_id", "the type alone does not tell the kind", "kinds");
  return fitting.front();
}

Outcome take_status(const Json& ticket, const ports::TicketRow& row, std::vector<desk::ChangeTicket>& changes) {
  const std::string status = text_in(ticket, "status");
  if (status.empty() || status == status_word(row.category)) return {};
  desk::ChangeTicket change;
  change.ticket = row.id;
  if (status == "open") {
    change.act.verb = row.category == ports::Category::solved ? Verb::reopen : Verb::resume;
  } else if (status == "pending" || status == "hold") {
    change.act.verb = Verb::hold;
    change.act.values.push_back(
        tickets::Value::of("waiting_on", std::string(status == "pending" ? "customer" : "third_party")));
  } else if (status == "solved") {
    change.act.verb = Verb::solve;
    change.act.reason = text_in(ticket, "closure");
  } else if (status == "closed") {
    change.act.verb = Verb::close;
    change.act.reason = text_in(ticket, "closure");
  } else {
    return fail(ErrorCode::invalid, "status", "this can't be written");
  }
  changes.push_back(std::move(change));
  return {};
}

// What an update carries, as acts in the order in which they make sense: words, fields, owner, status.
Result<std::vector<desk::ChangeTicket>> changes_of(const Json& ticket, const ports::TicketRow& row,
                                                   const program::Program& program, const Call& call) {
  std::vector<desk::ChangeTicket> changes;
  const auto add = [&](Verb verb) -> desk::ChangeTicket& {
    desk::ChangeTicket& change = changes.emplace_back();
    change.ticket = row.id;
    change.act.verb = verb;
    return change;
  };
  if (const Json* comment = ticket.find("comment"); comment && comment->is_object()) {
    const bool everyone = comment->get_boolean("public").value_or(true);
    const bool staff = call.access.caller.staff();
    desk::ChangeTicket& change = add(!staff ? Verb::message : everyone ? Verb::reply : Verb::note);
    change.words.text = text_in(*comment, comment->find("body") ? "body" : "html_body");
    // A public word that sets pending asks something (the table's R2 row).
    change.act.asks = staff && everyone && text_in(ticket, "status") == "pending";
  }
  const std::string level = TRY(wanted_level(program, ticket, row.severity));
  if (!level.empty()) add(Verb::set).act.values.push_back(tickets::Value::of("severity", level));
  if (const std::string kind = text_in(ticket, "kind"); !kind.empty() && kind != row.kind) {
    add(Verb::set).act.values.push_back(tickets::Value::of("kind", kind));
  }
  if (const Json* tags = ticket.find("tags"); tags && tags->is_array()) {
    std::vector<std::string> words;
    for (const Json& each : tags->items())
      if (each.is_string()) words.push_back(each.string());
    if (words != row.tags) add(Verb::set).act.values.push_back(tickets::Value::of("tag", words));
  }
  if (const Json* assignee = ticket.find("assignee_id")) {
    const std::int64_t id = assignee->is_integer() ? assignee->integer() : 0;
    if (id != row.assignee.value) add(Verb::assign).act.owner = PersonId{id};
  }
  const bool asked = !changes.empty() && changes.front().act.asks;
  if (!asked) TRY_OUTCOME(take_status(ticket, row, changes));
  const bool safe = ticket.get_boolean("safe_update").value_or(false);
  for (desk::ChangeTicket& each : changes)
    each.expected_version = safe ? ticket.get_integer("version").value_or(0) : 0;
  return changes;
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
  return cursor_page(call, "tickets", [&](std::int64_t after, int limit) {
    const auto rows = reader.tickets_after(call.access.caller.viewer(), TicketId{after}, limit);
    std::vector<std::pair<std::int64_t, Json>> page;
    for (const desk::QueueItem& each : desk::view_rows(reader, shelf, call.access.caller, rows, call.now))
      page.emplace_back(each.row.id.value, ticket_json(each.row, *each.program, call));
    return page;
  });
}

Result<Json> comments_json(ports::Reader& reader, desk::Shelf& shelf, const Call& call) {
  const TicketId id{TRY(id_of(call))};
  const desk::TicketView view = TRY(desk::view_ticket(reader, shelf, call.access.caller, id, call.now));
  Json list = Json::array();
  for (const desk::ConversationItem& each : view.conversation) {
    list.push(Json::object({{"id", each.message.id.value},
                            {"type", "Comment"},
                            {"author_id", each.message.author.value},
                            {"body", each.message.body},
                            {"plain_body", each.message.body},
                            {"public", each.message.visibility == ports::Visibility::everyone},
                            {"attachments", Json::array()},
                            {"created_at", to_iso(each.message.at)}}));
  }
  const auto count = static_cast<std::int64_t>(list.items().size());
  return Json::object(
      {{"comments", std::move(list)}, {"count", count}, {"next_page", Json()}, {"previous_page", Json()}});
}

Result<Routes::UseCase> create(desk::Shelf& shelf, const Call& call, const Json& ticket) {
  desk::OpenTicket input;
  input.program = ProgramId{ticket.get_integer("brand_id").value_or(0)};
  input.subject = text_in(ticket, "subject");
  const Json* comment = ticket.find("comment");
  input.description = comment ? text_in(*comment, "body") : text_in(ticket, "description");
  input.public_words = !comment || comment->get_boolean("public").value_or(true);
  input.requester = PersonId{ticket.get_integer("requester_id").value_or(0)};
  if (input.subject.empty()) input.subject = input.description.substr(0, input.description.find('\n')).substr(0, 100);
  if (const Json* facts = ticket.find("facts"); facts && facts->is_object()) {
    for (const auto& [name, value] : facts->members()) {
      if (value.is_string()) input.values.push_back(tickets::Value::of(name, value.string()));
      if (value.is_integer()) input.values.push_back(tickets::Value::of(name, value.integer()));
    }
  }
  return [&shelf, caller = call.access.caller, input,
          ticket](ports::Transaction& transaction) mutable -> Result<ports::Answer> {
    const auto programs = desk::programs(transaction, shelf);
    const auto found = std::ranges::find_if(
        programs, [&](const auto& each) { return each.row.id == input.program || !input.program; });
    if (found == programs.end()) return fail(ErrorCode::unknown_value, "brand_id");
    input.program = found->row.id;
    input.kind = TRY(kind_of(*found->program, ticket));
    input.severity = TRY(wanted_level(*found->program, ticket, ""));
    return desk::open_ticket(transaction, shelf, caller, input);
  };
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
        return create(shelf, call, *ticket);
      },
      201, shown);
  routes.write_and_show(
      "PUT", "/api/v2/tickets/{id}",
      [&shelf](const Call& call) -> Result<Routes::UseCase> {
        const TicketId id{TRY(id_of(call))};
        const Json* sent = ticket_in(call);
        if (!sent) return fail(ErrorCode::required, "ticket");
        return [&shelf, call, id, ticket = *sent](ports::Transaction& transaction) -> Result<ports::Answer> {
          const auto row = transaction.ticket(call.access.caller.viewer(), id);
          if (!row) return fail(ErrorCode::not_found, "ticket");
          const auto items = desk::view_rows(transaction, shelf, call.access.caller, {*row}, transaction.now());
          if (items.empty()) return fail(ErrorCode::unavailable);
          ports::Answer answer{
              200,
              to_text(Json::object({{"ticket", id.value}, {"version", row->version}, {"position", row->changed}}))};
          if (const std::string subject = text_in(ticket, "subject"); !subject.empty() && subject != row->subject) {
            answer = TRY(desk::set_subject(transaction, shelf, call.access.caller, id, subject));
          }
          const auto changes = TRY(changes_of(ticket, *row, *items.front().program, call));
          if (changes.empty()) return answer;  // what is written back as it was shown changes nothing
          return desk::change_ticket(transaction, shelf, call.access.caller, changes);
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
