// A request's meetings: asked for, arranged, called off, held (docs/api.md).

#include <algorithm>

#include "adapters/api/lists.hpp"
#include "core/meetings/meetings.hpp"
#include "desk/views.hpp"

namespace yakusoku::api {
namespace {

using meetings::Meeting;

std::string said_in_message(const std::vector<ports::MessageRow>& messages, MessageId id) {
  const auto found = std::ranges::find(messages, id, &ports::MessageRow::id);
  return !id || found == messages.end() ? std::string() : found->body;
}

std::string meeting_title(const program::Program& program, const Meeting& meeting, const Call& call) {
  for (const program::SessionRule& each : program.sessions)
    if (each.id == meeting.session) return titled(each.title, each.id, call);
  const program::Door* door = program.door(meeting.door);
  return door ? titled(door->title, door->id, call) : meeting.door;
}

Json host_or_null(ports::Reader& reader, PersonId id) {
  const auto person = id ? reader.person(id) : std::nullopt;
  return person ? Json::object({{"id", id.value}, {"name", person->name}}) : Json();
}

Json meeting_json(ports::Reader& reader, const desk::TicketView& view, const std::vector<ports::MessageRow>& messages,
                  const Meeting& each, const Call& call) {
  return Json::object({{"number", each.number},
                       {"state", std::string(enum_words(each.state)[static_cast<std::size_t>(each.state)])},
                       {"title", meeting_title(*view.program, each, call)},
                       {"door", each.door},
                       {"session", each.session},
                       {"clause", each.path},
                       {"asked_by", each.asked_by},
                       {"asked_at", to_iso(each.asked_at)},
                       {"why", said_in_message(messages, each.why)},
                       {"wished_from", iso_or_null(each.wished_from)},
                       {"from", iso_or_null(each.from)},
                       {"to", iso_or_null(each.to)},
                       {"host", host_or_null(reader, each.host)},
                       {"where", said_in_message(messages, each.where)},
                       {"ended_at", iso_or_null(each.ended_at)},
                       {"notes", said_in_message(messages, each.notes)}});
}

// What may be asked for: doors that go out to the customer, and sessions of the program's, as far as they are his.
Json kinds_json(const desk::TicketView& view, const Call& call) {
  Json kinds = Json::array();
  for (const program::Door& each : view.program->doors) {
    if (!each.out || each.id == "mail") continue;
    kinds.push(Json::object({{"door", each.id},
                             {"title", titled(each.title, each.id, call)},
                             {"means", titled(each.means, "", call)},
                             {"control", each.control}}));
  }
  for (const program::SessionRule& each : view.program->sessions)
    kinds.push(Json::object({{"session", each.id},
                             {"title", titled(each.title, each.id, call)},
                             {"means", titled(each.means, "", call)},
                             {"minutes", each.length ? Json(each.length->seconds / 60) : Json()},
                             {"approval", !each.approval.empty()}}));
  return kinds;
}

Result<Json> meetings_of(ports::Reader& reader, desk::Shelf& shelf, const Call& call) {
  const TicketId id{TRY(id_of(call))};
  const desk::TicketView view = TRY(desk::view_ticket(reader, shelf, call.access.caller, id, call.now));
  const auto messages = reader.messages(call.access.caller.viewer(), id);
  return Json::object(
      {{"meetings", list_json(view.request.meetings,
                              [&](const Meeting& each) { return meeting_json(reader, view, messages, each, call); })},
       {"kinds", kinds_json(view, call)}});
}

Result<Instant> meeting_moment(const Json& json, std::string_view name) {
  const std::string word = text_in(json, name);
  if (word.empty()) return far_future;
  const auto at = from_iso(word);
  if (!at) return fail(ErrorCode::invalid, std::string(name), "2026-11-20T01:02:03Z is expected");
  return *at;
}

Result<Meeting> meeting_said(const Call& call) {
  Meeting said;
  said.door = text_in(call.body, "door");
  said.session = text_in(call.body, "session");
  said.from = TRY(meeting_moment(call.body, "from"));
  said.to = TRY(meeting_moment(call.body, "to"));
  said.host = PersonId{call.body.get_integer("host_id").value_or(0)};
  return said;
}

Result<desk::ChangeTicket> meeting_change(const Call& call, std::string event) {
  desk::ChangeTicket change;
  change.ticket = TicketId{TRY(id_of(call))};
  change.act.verb = lifecycle::Verb::meet;
  change.act.event = std::move(event);
  change.act.number = call.body.get_integer("number").value_or(0);
  change.act.meeting = {TRY(meeting_said(call))};
  if (call.body.get_boolean("control").value_or(false)) change.act.attributes.push_back({"control", "yes"});
  change.words.text = text_in(call.body, "body");
  return change;
}

}  // namespace

void add_meetings(Routes& routes) {
  desk::Shelf& shelf = routes.services().shelf;
  routes.read("/api/v2/tickets/{id}/meetings",
              [&shelf](ports::Reader& reader, const Call& call) { return meetings_of(reader, shelf, call); });
  const auto change = [&shelf](const Call& call, desk::ChangeTicket changes) -> Result<Routes::UseCase> {
    return [&shelf, caller = call.access.caller, changes](ports::Transaction& transaction) {
      return desk::change_ticket(transaction, shelf, caller, changes);
    };
  };
  routes.write(
      "POST", "/api/v2/tickets/{id}/meetings",
      [change](const Call& call) -> Result<Routes::UseCase> {
        return change(call, TRY(meeting_change(call, "asked")));
      },
      201);
  routes.write("POST", "/api/v2/tickets/{id}/meeting_changes", [change](const Call& call) -> Result<Routes::UseCase> {
    const std::string event = text_in(call.body, "act");
    if (event.empty()) return fail(ErrorCode::required, "act");
    if (event == "asked") return fail(ErrorCode::unknown_value, "act", event);
    return change(call, TRY(meeting_change(call, event)));
  });
}

}  // namespace yakusoku::api
