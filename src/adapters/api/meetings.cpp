// A request's meetings: asked for, arranged, called off, held (docs/api.md).

#include "desk/meetings.hpp"
#include "adapters/api/lists.hpp"

namespace yakusoku::api {
namespace {

using meetings::Meeting;

Json meeting_json(const desk::MeetingsView::Seen& seen, const Call& call) {
  const Meeting& each = seen.meeting;
  Json host;
  if (each.host) host = Json::object({{"id", each.host.value}, {"name", seen.host}});
  return Json::object({{"number", each.number},
                       {"state", std::string(enum_words(each.state)[static_cast<std::size_t>(each.state)])},
                       {"title", titled(seen.title, each.session.empty() ? each.door : each.session, call)},
                       {"door", each.door},
                       {"session", each.session},
                       {"clause", each.path},
                       {"asked_by", each.asked_by},
                       {"asked_at", to_iso(each.asked_at)},
                       {"why", seen.why},
                       {"wished_from", iso_or_null(each.wished_from)},
                       {"from", iso_or_null(each.from)},
                       {"to", iso_or_null(each.to)},
                       {"host", std::move(host)},
                       {"where", seen.where},
                       {"ended_at", iso_or_null(each.ended_at)},
                       {"notes", seen.notes}});
}

Json kind_json(const desk::MeetingKind& each, const Call& call) {
  return Json::object({{"door", each.door},
                       {"session", each.session},
                       {"title", titled(each.title, each.session.empty() ? each.door : each.session, call)},
                       {"means", titled(each.means, "", call)},
                       {"minutes", each.length ? Json(each.length->seconds / 60) : Json()},
                       {"approval", each.approved},
                       {"control", each.control},
                       {"clause", each.clause}});
}

Result<Json> meetings_of(ports::Reader& reader, desk::Shelf& shelf, const Call& call) {
  const TicketId id{TRY(id_of(call))};
  const desk::MeetingsView view = TRY(desk::view_meetings(reader, shelf, call.access.caller, id, call.now));
  return Json::object(
      {{"meetings", list_json(view.meetings, [&](const auto& each) { return meeting_json(each, call); })},
       {"kinds", list_json(view.kinds, [&](const auto& each) { return kind_json(each, call); })}});
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
