// What the workspace reads: me, programs, views, the queue, and the request screen in one answer.

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "adapters/api/calls.hpp"
#include "core/lifecycle/request.hpp"

namespace yakusoku::api {
namespace {

using View = ports::QueueQuery::View;
constexpr std::int64_t exact_to = 1000;
constexpr std::int64_t mails_exact_to = 99;
constexpr int page_size = 50;

struct NamedView {
  std::string_view word;
  View view;
  std::string_view english, japanese;
};
constexpr NamedView named_views[] = {
    {"mine", View::mine, "Mine", "自分の担当"},
    {"open", View::open, "Open", "対応中すべて"},
    {"unassigned", View::unassigned, "Unassigned", "担当者なし"},
    {"due", View::due, "Due next", "期限順"},
    {"pending", View::pending, "Waiting", "回答待ち・保留"},
    {"solved", View::solved, "Solved", "解決済み"},
    {"all", View::all, "All", "すべて"},
};

std::int64_t number_in(const Call& call, std::string_view name) {
  const std::string_view text = call.request.query_value(name).value_or("");
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

Result<ports::QueueQuery> query_of(const Call& call) {
  ports::QueueQuery query;
  const std::string_view wanted = call.request.query_value("view").value_or("open");
  const auto found = std::ranges::find(named_views, wanted, &NamedView::word);
  if (found == std::end(named_views)) return fail(ErrorCode::unknown_value, "view", std::string(wanted));
  query.view = found->view;
  query.program = ProgramId{number_in(call, "brand_id")};
  query.group = GroupId{number_in(call, "group_id")};
  query.assignee = call.access.caller.person;
  query.limit = page_size;
  if (const auto after = call.request.query_value("after"); after && !after->empty()) {
    ports::QueueQuery::After tuple{};
    std::int64_t due = 0, id = 0;
    if (std::sscanf(std::string(*after).c_str(), "%ld.%ld.%ld", &tuple.rank, &due, &id) != 3)
      return fail(ErrorCode::invalid, "after");
    tuple.next_due = Instant{due};
    tuple.id = TicketId{id};
    query.after = tuple;
  }
  return query;
}

Json me_json(const Call& call) {
  const bool staff = call.access.caller.staff();
  Json may = Json::array();
  if (staff) may.push("agent");
  const ports::Role role = call.access.caller.role;
  if (role == ports::Role::admin || role == ports::Role::lead) may.push("lead");
  if (role == ports::Role::admin) may.push("admin");
  return Json::object({{"user", Json::object({{"id", call.access.caller.person.value},
                                              {"name", call.access.name},
                                              {"email", call.access.email},
                                              {"role", std::string(ports::word_of(call.access.caller.role))}})},
                       {"csrf_token", call.access.csrf},
                       {"language", call.language},
                       {"zone", call.access.zone},
                       {"may", std::move(may)}});
}

// Mail that waits for a person stands among the views; its rows are suspended tickets.
Json held_mail_json(ports::Reader& reader, const Call& call) {
  const std::int64_t count = held_mails(reader, mails_exact_to + 1);
  return Json::object({{"view", "mail"},
                       {"title", call.language == "ja" ? "保留中のメール" : "Held mail"},
                       {"count", std::min(count, mails_exact_to)},
                       {"more", count > mails_exact_to}});
}

Json views_json(ports::Reader& reader, const Call& call, bool with_mail) {
  Json list = Json::array();
  for (const NamedView& each : named_views) {
    ports::QueueQuery query;
    query.view = each.view;
    query.assignee = call.access.caller.person;
    query.program = ProgramId{number_in(call, "brand_id")};
    const std::int64_t count = reader.count(call.access.caller.viewer(), query, exact_to + 1);
    list.push(Json::object({{"view", std::string(each.word)},
                            {"title", std::string(call.language == "ja" ? each.japanese : each.english)},
                            {"count", std::min(count, exact_to)},
                            {"more", count > exact_to}}));
  }
  if (with_mail) list.push(held_mail_json(reader, call));
  return Json::object({{"views", std::move(list)}});
}

Result<Json> queue_json(ports::Reader& reader, desk::Shelf& shelf, const Call& call) {
  const ports::QueueQuery query = TRY(query_of(call));
  const auto items = desk::view_queue(reader, shelf, call.access.caller, query, call.now);
  Json list = Json::array();
  for (const desk::QueueItem& each : items) list.push(item_json(each, call));
  const bool more = items.size() == static_cast<std::size_t>(page_size);
  Json after;
  if (more) {
    const ports::TicketRow& last = items.back().row;
    after = fmt::format("{}.{}.{}", last.rank, last.next_due.seconds, last.id.value);
  }
  return Json::object({{"items", std::move(list)},
                       {"meta", Json::object({{"has_more", more}, {"after_cursor", std::move(after)}})},
                       {"now", to_iso(call.now)}});
}

Json receipts_json(ports::Reader& reader, desk::Shelf& shelf, const desk::TicketView& view, const Call& call) {
  Json list = Json::array();
  for (const desk::Receipt& each : desk::receipts(reader, shelf, view)) list.push(desk::to_json(each, call.language));
  return list;
}

Json clocks_json(const desk::TicketView& view, const Call& call) {
  Json list = Json::array();
  for (const desk::ClockView& each : view.clocks) list.push(desk::to_json(each, call.language));
  return list;
}

Json history_json(ports::Reader& reader, desk::Shelf& shelf, const Call& call, TicketId id) {
  Json list = Json::array();
  for (const desk::HistoryItem& each : desk::history(reader, shelf, call.access.caller, id)) {
    Json what = Json::array();
    for (const lifecycle::Fact& fact : each.facts) what.push(lifecycle::to_json(fact));
    list.push(Json::object({{"at", to_iso(each.at)},
                            {"version", each.version},
                            {"verb", each.verb},
                            {"actor", each.actor},
                            {"what", std::move(what)}}));
  }
  return list;
}

Json agents_json(ports::Reader& reader) {
  ports::PersonQuery query;
  query.staff_only = true;
  Json list = Json::array();
  for (const ports::PersonRow& each : reader.people(query)) {
    if (each.role != ports::Role::light_agent && !each.suspended)
      list.push(Json::object({{"id", each.id.value}, {"name", each.name}}));
  }
  return list;
}

Json named(std::int64_t id, const std::string& name) {
  return id == 0 ? Json() : Json::object({{"id", id}, {"name", name}});
}

// How it ended; null while it is open.
Json closure_json(const tickets::Ticket& ticket) {
  if (ticket.status == tickets::Status::open) return {};
  return Json::object({{"reason", ticket.closing_reason},
                       {"solved_at", iso_or_null(ticket.solved_at)},
                       {"closed_at", iso_or_null(ticket.closed_at)},
                       {"merged_into", ticket.merged_into ? Json(ticket.merged_into.value) : Json()}});
}

// Each written time with what became of it, the standing one last.
Json promises_json(const lifecycle::Request& request) {
  Json list = Json::array();
  for (const lifecycle::Promise& each : request.promises) {
    const auto outcome = lifecycle::enum_words(each.outcome)[static_cast<std::size_t>(each.outcome)];
    list.push(Json::object({{"due", to_iso(each.due)},
                            {"given_at", to_iso(each.given_at)},
                            {"by", each.by.value},
                            {"outcome", std::string(outcome)}}));
  }
  return list;
}

Result<Json> screen_json(ports::Reader& reader, desk::Shelf& shelf, const Call& call) {
  const TicketId id{TRY(id_of(call))};
  const desk::TicketView view = TRY(desk::view_ticket(reader, shelf, call.access.caller, id, call.now));
  Json conversation = Json::array();
  for (const desk::ConversationItem& each : view.conversation) {
    Json message = message_json(each);
    if (call.access.caller.staff()) message.set("via_mail", via_mail_json(reader, each.message));
    conversation.push(std::move(message));
  }
  Json participants = Json::array();
  for (const ports::ParticipantRow& each : view.participants) {
    const auto person = reader.person(each.person);
    participants.push(
        Json::object({{"id", each.person.value}, {"name", person ? person->name : ""}, {"role", each.role}}));
  }
  Json may = Json::array(), escalations = Json::array();
  for (const std::string& each : view.may) may.push(each);
  for (const std::string& each : view.request.allowed) escalations.push(each);
  Json reasons = Json::array();
  for (const desk::TicketView::Reason& each : view.reasons) {
    Json missing = Json::array();
    for (const std::string& proof : each.missing) missing.push(proof);
    reasons.push(Json::object({{"id", each.id},
                               {"title", each.title.empty() ? each.id : std::string(each.title.in(call.language))},
                               {"missing", std::move(missing)}}));
  }
  Json program;
  for (const ports::ProgramRow& row : reader.programs())
    if (row.id == view.row.program) program = program_json({row, view.program}, reader, call.language);
  Json promise;
  if (const lifecycle::Promise* standing = view.request.promise()) {
    promise = Json::object({{"due", to_iso(standing->due)}, {"given_at", to_iso(standing->given_at)}});
  }
  return Json::object({{"ticket", ticket_json(view.row, *view.program, call)},
                       {"now", to_iso(call.now)},
                       {"zone", view.zone},
                       {"clocks", clocks_json(view, call)},
                       {"receipts", receipts_json(reader, shelf, view, call)},
                       {"conversation", std::move(conversation)},
                       {"history", history_json(reader, shelf, call, id)},
                       {"participants", std::move(participants)},
                       {"requester", named(view.row.requester.value, view.requester)},
                       {"organization", named(view.row.organization.value, view.organization)},
                       {"owner", named(view.row.assignee.value, view.owner)},
                       {"group", view.group},
                       {"program", std::move(program)},
                       {"kind", view.kind},
                       {"severity", view.row.severity.empty() ? Json() : Json(view.row.severity)},
                       {"may", std::move(may)},
                       {"reasons", std::move(reasons)},
                       {"promise", std::move(promise)},
                       {"promises", promises_json(view.request)},
                       {"closure", closure_json(view.request.ticket)},
                       {"next_due", iso_or_null(view.row.next_due)},
                       {"next_wake", call.access.caller.staff() ? iso_or_null(view.row.next_wake) : Json()},
                       {"escalations", std::move(escalations)},
                       {"agents", call.access.caller.staff() ? agents_json(reader) : Json::array()}});
}

Json value_json(const program::FactValue& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
  if (const auto* word = std::get_if<std::string>(&value)) return *word;
  const auto* words = std::get_if<std::vector<std::string>>(&value);
  if (!words) return {};
  Json list = Json::array();
  for (const std::string& each : *words) list.push(each);
  return list;
}

Result<Json> facts_json(ports::Reader& reader, desk::Shelf& shelf, const Call& call) {
  const TicketId id{TRY(id_of(call))};
  std::vector<std::string> names;
  std::string_view rest = call.request.query_value("names").value_or("");
  while (!rest.empty()) {
    const std::string_view name = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(rest.size(), name.size() + 1));
    names.emplace_back(name);
    if (names.size() > 100) return fail(ErrorCode::too_many, "names");
  }
  Json facts = Json::object();
  for (const auto& [name, value] : TRY(desk::view_facts(reader, shelf, call.access.caller, id, call.now, names)))
    facts.set(name, value_json(value));
  return Json::object({{"facts", std::move(facts)}});
}

}  // namespace

void add_own_reads(Routes& routes) {
  desk::Shelf& shelf = routes.services().shelf;
  routes.read("/api/v2/desk/me", [](ports::Reader&, const Call& call) -> Result<Json> { return me_json(call); });
  routes.read("/api/v2/desk/programs", [&shelf](ports::Reader& reader, const Call& call) -> Result<Json> {
    Json list = Json::array();
    for (const desk::ProgramView& each : desk::programs(reader, shelf))
      list.push(program_json(each, reader, call.language));
    return Json::object({{"programs", std::move(list)}});
  });
  routes.read(
      "/api/v2/desk/views",
      [&services = routes.services()](ports::Reader& reader, const Call& call) -> Result<Json> {
        return views_json(reader, call, services.mail.office != nullptr);
      },
      true);
  routes.read(
      "/api/v2/desk/queue",
      [&shelf](ports::Reader& reader, const Call& call) { return queue_json(reader, shelf, call); }, true);
  routes.read("/api/v2/desk/tickets/{id}",
              [&shelf](ports::Reader& reader, const Call& call) { return screen_json(reader, shelf, call); });
  routes.read("/api/v2/tickets/{id}/clocks", [&shelf](ports::Reader& reader, const Call& call) -> Result<Json> {
    const TicketId id{TRY(id_of(call))};
    return Json::object(
        {{"clocks", clocks_json(TRY(desk::view_ticket(reader, shelf, call.access.caller, id, call.now)), call)}});
  });
  routes.read(
      "/api/v2/tickets/{id}/facts",
      [&shelf](ports::Reader& reader, const Call& call) { return facts_json(reader, shelf, call); }, true);
  routes.read("/api/v2/tickets/{id}/receipts", [&shelf](ports::Reader& reader, const Call& call) -> Result<Json> {
    const TicketId id{TRY(id_of(call))};
    const desk::TicketView view = TRY(desk::view_ticket(reader, shelf, call.access.caller, id, call.now));
    return Json::object({{"receipts", receipts_json(reader, shelf, view, call)}});
  });
}

}  // namespace yakusoku::api
