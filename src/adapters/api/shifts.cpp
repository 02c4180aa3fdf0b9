// People at work: rotas, single shifts and absences, who is on duty, and the board (docs/api.md).

#include <algorithm>
#include <map>

#include "adapters/api/lists.hpp"
#include "adapters/ical/ical.hpp"
#include "base/sha256.hpp"
#include "base/zones.hpp"
#include "desk/board.hpp"

namespace yakusoku::api {
namespace {

Json on_duty_json(const desk::OnDuty& each) {
  return Json::object(
      {{"id", each.person.value}, {"name", each.name}, {"site", each.site}, {"until", iso_or_null(each.until)}});
}

// The reader's clock there, as "14:05".
std::string local_time(const std::string& zone, Instant at) {
  if (!zones::exists(zone)) return {};
  const std::int64_t local = (at.seconds + zones::offset(zone, at)) % 86400;
  const auto two = [](std::int64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return two(local / 3600) + ":" + two(local / 60 % 60);
}

Json duty_json(const desk::DutyView& view, const Call& call) {
  Json teams = list_json(view.teams, [&](const desk::TeamOnDuty& each) {
    Json next;
    if (each.next_at != far_future)
      next = Json::object({{"at", to_iso(each.next_at)}, {"people", list_json(each.next, on_duty_json)}});
    return Json::object({{"program", each.program.value},
                         {"key", each.key},
                         {"title", titled(each.title, each.key, call)},
                         {"kept", each.kept},
                         {"on_duty", list_json(each.there, on_duty_json)},
                         {"next", std::move(next)}});
  });
  Json sites = list_json(view.sites, [&](const desk::SiteOnDuty& each) {
    return Json::object({{"site", each.id},
                         {"title", titled(each.title, each.id, call)},
                         {"zone", each.zone},
                         {"local_time", local_time(each.zone, view.at)},
                         {"on_duty", each.there}});
  });
  return Json::object({{"at", to_iso(view.at)}, {"teams", std::move(teams)}, {"sites", std::move(sites)}});
}

Result<std::int64_t> number_asked(const Call& call, std::string_view name, std::int64_t otherwise) {
  const auto word = call.request.query_value(name);
  if (!word || word->empty()) return otherwise;
  if (word->size() > 15 || !std::ranges::all_of(*word, [](char c) { return c >= '0' && c <= '9'; }))
    return fail(ErrorCode::invalid, std::string(name), "a number is expected");
  return std::stoll(std::string(*word));
}

Result<Json> duty(ports::Reader& reader, desk::Shelf& shelf, const Call& call) {
  const ProgramId program{TRY(number_asked(call, "program", 0))};
  Instant at = call.now;
  if (const auto word = call.request.query_value("at"); word && !word->empty()) {
    const auto given = from_iso(*word);
    if (!given) return fail(ErrorCode::invalid, "at", "2026-11-20T01:02:03Z is expected");
    at = *given;
  }
  return duty_json(TRY(desk::view_duty(reader, shelf, call.access.caller, program, at)), call);
}

Json attention_json(const desk::Attention& each) {
  return Json::object({{"ticket", each.ticket.id.value},
                       {"subject", each.ticket.subject},
                       {"severity", each.ticket.severity},
                       {"kind", each.row.kind},
                       {"key", each.row.key},
                       {"at", iso_or_null(each.row.at)},
                       {"since", to_iso(each.row.since)},
                       {"owner", each.owner},
                       {"team", each.team}});
}

Result<Json> board(ports::Reader& reader, desk::Shelf& shelf, const Call& call) {
  const ProgramId program{TRY(number_asked(call, "program", 0))};
  const std::int64_t ahead = std::clamp<std::int64_t>(TRY(number_asked(call, "hours", 4)), 1, 72);
  const desk::BoardView view =
      TRY(desk::view_board(reader, shelf, call.access.caller, program, hours(ahead), call.now));
  Json json = duty_json(view.duty, call);
  json.set("now", to_iso(view.now));
  json.set("hanging", list_json(view.hanging, [](const desk::Hanging& each) {
             return Json::object({{"ticket", each.row.id.value},
                                  {"subject", each.row.subject},
                                  {"severity", each.row.severity},
                                  {"due", iso_or_null(each.row.next_due)},
                                  {"owner", each.owner},
                                  {"team", each.team},
                                  {"attended", each.attended}});
           }));
  json.set("gaps", list_json(view.gaps, attention_json));
  json.set("effort_gaps", list_json(view.effort_gaps, attention_json));
  json.set("handoffs", list_json(view.handoffs, attention_json));
  json.set("meetings", list_json(view.meetings, attention_json));
  json.set("meetings_asked", list_json(view.meetings_asked, attention_json));
  json.set("escalations", list_json(view.escalations, attention_json));
  json.set("dropped", list_json(view.dropped, attention_json));
  json.set("cut", list_json(view.cut, [](const std::string& each) { return Json(each); }));
  return json;
}

Json agent_json(const ports::AgentRow& row) {
  Json json = Json::object({{"person", row.person.value}});
  const Json fields = write_fields(row);
  for (const auto& [name, value] : fields.members())
    if (name != "feed") json.set(name, value);  // the address of his calendar is nobody's to see
  return json;
}

// Whoever of the staff has a row or a team, by name; who left is left out.
Json agents(ports::Reader& reader) {
  std::map<PersonId, ports::AgentRow> rows;
  for (const ports::StaffGroup& each : reader.staff_groups()) rows[each.person].person = each.person;
  for (ports::AgentRow& each : reader.agents()) rows[each.person] = std::move(each);
  std::vector<std::pair<std::string, const ports::AgentRow*>> named;
  for (const auto& [id, row] : rows)
    if (const auto person = reader.person(id); person && ports::is_staff(person->role) && !person->suspended)
      named.emplace_back(person->name, &row);
  std::ranges::sort(named, {}, [](const auto& each) { return std::pair(each.first, each.second->person); });
  return list_json(named, [](const auto& each) { return agent_json(*each.second).set("name", each.first); });
}

Json exception_json(const ports::DutyExceptionRow& row) {
  return Json::object({{"id", row.id},
                       {"person", row.person.value},
                       {"from", to_iso(row.from)},
                       {"to", to_iso(row.to)},
                       {"away", row.away},
                       {"kind", row.kind},
                       {"source", row.source}});
}

Result<Instant> moment_in(const Json& json, std::string_view name) {
  const auto at = from_iso(text_in(json, name));
  if (!at) return fail(ErrorCode::invalid, std::string(name), "2026-11-20T01:02:03Z is expected");
  return *at;
}

// A calendar's text, and whether its events are absences or shifts.
Result<Routes::UseCase> calendar_in(const Call& call) {
  desk::ImportedCalendar calendar;
  calendar.person = PersonId{TRY(id_of(call))};
  calendar.source = std::string(call.request.path_value("source"));
  calendar.away = call.body.get_boolean("away").value_or(true);
  calendar.kind = text_in(call.body, "kind");
  const std::string zone = text_in(call.body, "zone");
  if (!zone.empty() && !zones::exists(zone)) return fail(ErrorCode::unknown_zone, "zone", zone);
  const std::string own = call.access.zone.empty() ? "UTC" : call.access.zone;
  for (const ical::Stretch& each : TRY(ical::stretches(text_in(call.body, "calendar"), zone.empty() ? own : zone,
                                                       call.now, call.now + days(366))))
    if (each.to - each.from <= days(366)) calendar.stretches.emplace_back(each.from, each.to);
  return Routes::UseCase([caller = call.access.caller, calendar](ports::Transaction& transaction) {
    return desk::import_calendar(transaction, caller, calendar);
  });
}

void add_writes(Routes& routes) {
  routes.write("PUT", "/api/v2/desk/agents/{id}", [](const Call& call) -> Result<Routes::UseCase> {
    ports::AgentRow row;
    if (!read_fields(call.body, row)) return fail(ErrorCode::malformed, "agent", "a member has another type");
    row.person = PersonId{TRY(id_of(call))};
    return [caller = call.access.caller, row](ports::Transaction& transaction) {
      return desk::put_agent(transaction, caller, row);
    };
  });
  routes.write("PUT", "/api/v2/desk/rotas/{name}", [](const Call& call) -> Result<Routes::UseCase> {
    ports::RotaRow row;
    row.name = std::string(call.request.path_value("name"));
    row.title = text_in(call.body, "title");
    const Json* hours = call.body.find("hours");
    if (!hours || !hours->is_object()) return fail(ErrorCode::required, "hours");
    row.hours = to_text(*hours);
    return [caller = call.access.caller, row](ports::Transaction& transaction) {
      return desk::put_rota(transaction, caller, row);
    };
  });
  routes.write(
      "POST", "/api/v2/desk/duty_exceptions",
      [](const Call& call) -> Result<Routes::UseCase> {
        ports::DutyExceptionRow row;
        row.person = PersonId{call.body.get_integer("person").value_or(call.access.caller.person.value)};
        row.from = TRY(moment_in(call.body, "from"));
        row.to = TRY(moment_in(call.body, "to"));
        row.away = call.body.get_boolean("away").value_or(true);
        row.kind = text_in(call.body, "kind");
        return [caller = call.access.caller, row](ports::Transaction& transaction) {
          return desk::add_duty_exception(transaction, caller, row);
        };
      },
      201);
  routes.write("PUT", "/api/v2/desk/agents/{id}/calendars/{source}", calendar_in);
  routes.write("PUT", "/api/v2/desk/agents/{id}/calendar_address", [](const Call& call) -> Result<Routes::UseCase> {
    const PersonId person{TRY(id_of(call))};
    const std::string word = text_in(call.body, "word");
    const bool fits = word.size() >= 22 && word.size() <= 100 && std::ranges::all_of(word, [](char c) {
                        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
                      });
    if (!fits) return fail(ErrorCode::invalid, "word", "at least 22 letters and digits, drawn by chance");
    return [caller = call.access.caller, person, digest = to_hex(sha256(word))](ports::Transaction& transaction) {
      return desk::put_feed(transaction, caller, person, digest);
    };
  });
  routes.write("DELETE", "/api/v2/desk/duty_exceptions/{id}", [](const Call& call) -> Result<Routes::UseCase> {
    const std::int64_t id = TRY(id_of(call));
    return [caller = call.access.caller, id](ports::Transaction& transaction) {
      return desk::remove_duty_exception(transaction, caller, id);
    };
  });
}

}  // namespace

void add_shifts(Routes& routes) {
  desk::Shelf& shelf = routes.services().shelf;
  routes.read(
      "/api/v2/desk/duty", [&shelf](ports::Reader& reader, const Call& call) { return duty(reader, shelf, call); },
      true);
  routes.read(
      "/api/v2/desk/board", [&shelf](ports::Reader& reader, const Call& call) { return board(reader, shelf, call); },
      true);
  routes.read(
      "/api/v2/desk/agents",
      [](ports::Reader& reader, const Call&) -> Result<Json> { return Json::object({{"agents", agents(reader)}}); },
      true);
  routes.read(
      "/api/v2/desk/rotas",
      [](ports::Reader& reader, const Call&) -> Result<Json> {
        return Json::object({{"rotas", list_json(reader.rotas(), [](const ports::RotaRow& row) {
                                return Json::object({{"name", row.name},
                                                     {"title", row.title},
                                                     {"hours", parse_json(row.hours).value_or(Json::object())}});
                              })}});
      },
      true);
  routes.read(
      "/api/v2/desk/agents/{id}/shifts",
      [&shelf](ports::Reader& reader, const Call& call) -> Result<Json> {
        const PersonId person{TRY(id_of(call))};
        const auto feed = TRY(desk::view_shifts(reader, shelf, call.access.caller, person, call.now));
        return Json::object({{"name", feed.name}, {"shifts", list_json(feed.shifts, [](const auto& each) {
                                                     return Json::object(
                                                         {{"from", to_iso(each.first)}, {"to", to_iso(each.second)}});
                                                   })}});
      },
      true);
  routes.read(
      "/api/v2/desk/duty_exceptions",
      [](ports::Reader& reader, const Call& call) -> Result<Json> {
        const PersonId person{TRY(number_asked(call, "person", 0))};
        const auto rows = person ? reader.duty_exceptions_of(person, call.now) : reader.duty_exceptions(call.now);
        return Json::object({{"exceptions", list_json(rows, exception_json)}});
      },
      true);
  add_writes(routes);
}

}  // namespace yakusoku::api
