// Where a request stands: escalations with the way up, hand-offs, effort (docs/api.md).

#include <algorithm>

#include "adapters/api/lists.hpp"
#include "desk/board.hpp"

namespace yakusoku::api {
namespace {

using lifecycle::Verb;

std::string title_of(const program::Program& program, const std::string& id, const Call& call) {
  const program::Text* title = desk::title_of(program, id);
  return title ? std::string(title->in(call.language)) : id;
}

Json person_json(ports::Reader& reader, PersonId id) {
  const auto person = id ? reader.person(id) : std::nullopt;
  return person ? Json::object({{"id", id.value}, {"name", person->name}}) : Json();
}

Json escalation_json(const escalation::Escalation& each, const desk::StandingView& view, ports::Reader& reader,
                     const Call& call) {
  const bool functional = each.direction == escalation::Direction::functional;
  Json json = Json::object({{"number", each.number},
                            {"direction", functional ? "functional" : "hierarchical"},
                            {"to", each.to},
                            {"title", title_of(*view.program, each.to, call)},
                            {"asked_by", each.asked_by},
                            {"clause", each.path},
                            {"at", to_iso(each.at)},
                            {"told", list_json(each.told,
                                               [&](const std::string& who) {
                                                 return Json::object(
                                                     {{"who", who}, {"title", title_of(*view.program, who, call)}});
                                               })},
                            {"skipped", words_json(each.skipped)},
                            {"not_before", iso_or_null(each.not_before)},
                            {"acknowledged_at", iso_or_null(each.acknowledged_at)},
                            {"ended_at", iso_or_null(each.ended_at)},
                            {"ended_why", each.ended_why},
                            {"reason_comment_id", each.reason ? Json(each.reason.value) : Json()}});
  Json lane;
  if (each.in_lane && each.stands() && view.lane_place > 0)
    lane = Json::object({{"place", view.lane_place}, {"waiting_since", iso_or_null(view.lane_since)}});
  json.set("lane", std::move(lane));
  json.set("plan", list_json(each.plan, [&](const escalation::PlanStep& step) {
             const auto words = step.words ? reader.message(step.words) : std::nullopt;
             return Json::object({{"number", step.number},
                                  {"side", step.side},
                                  {"words", words ? words->body : ""},
                                  {"accepted_at", iso_or_null(step.accepted_at)},
                                  {"done_at", iso_or_null(step.done_at)}});
           }));
  if (call.access.caller.staff()) json.set("manager", person_json(reader, each.manager));
  return json;
}

Result<Json> escalations(ports::Reader& reader, desk::Shelf& shelf, const Call& call) {
  const TicketId id{TRY(id_of(call))};
  const desk::StandingView view = TRY(desk::view_standing(reader, shelf, call.access.caller, id, call.now));
  Json path = Json::array(), next, tiers = Json::array();
  for (const lifecycle::PathLevel& each : view.path) {
    Json level = Json::object({{"level", each.level->id},
                               {"title", titled(each.level->title, each.level->id, call)},
                               {"reached", each.reached},
                               {"allowed", each.allowed},
                               {"allowed_from", each.allowed ? Json() : iso_or_null(each.from)},
                               {"clause", each.clause}});
    if (!each.reached && next.is_null()) next = level;
    path.push(std::move(level));
  }
  for (const program::EscalationTier& each : view.program->escalation.tiers)
    tiers.push(
        Json::object({{"id", each.id}, {"title", titled(each.title, each.id, call)}, {"here", &each == view.tier}}));
  return Json::object(
      {{"escalations", list_json(view.request.escalations,
                                 [&](const auto& each) { return escalation_json(each, view, reader, call); })},
       {"next", std::move(next)},
       {"path", std::move(path)},
       {"tiers", std::move(tiers)},
       {"allowed", words_json(view.request.allowed)},
       {"team", view.team}});
}

std::string checklist_title(const program::Program& program, const std::string& item, const Call& call) {
  for (const program::HandoffRule& rule : program.handoffs)
    for (std::size_t i = 0; i < rule.checklist.size(); ++i)
      if (item == rule.path + ".checklist[" + std::to_string(i) + "]")
        return std::string(rule.checklist[i].in(call.language));
  return item;
}

Json effort_json(const lifecycle::Effort& effort) {
  if (effort.calendar.empty()) return {};
  return Json::object({{"mode", effort.around_the_clock ? "around_the_clock" : "hours"},
                       {"calendar", effort.calendar},
                       {"open_now", effort.open_now},
                       {"goes_on_at", iso_or_null(effort.goes_on_at)}});
}

Result<Json> handoffs(ports::Reader& reader, desk::Shelf& shelf, const Call& call) {
  const TicketId id{TRY(id_of(call))};
  const desk::StandingView view = TRY(desk::view_standing(reader, shelf, call.access.caller, id, call.now));
  Json list = list_json(view.request.baton.handoffs, [&](const handoffs::Handoff& each) {
    return Json::object({{"number", each.number},
                         {"state", std::string(enum_words(each.state)[static_cast<std::size_t>(each.state)])},
                         {"from_team", each.from_team},
                         {"from_title", title_of(*view.program, each.from_team, call)},
                         {"to_team", each.to_team},
                         {"to_title", title_of(*view.program, each.to_team, call)},
                         {"giver", person_json(reader, each.giver)},
                         {"receiver", person_json(reader, each.receiver)},
                         {"offered_at", to_iso(each.offered_at)},
                         {"together_from", iso_or_null(each.together_from)},
                         {"until", iso_or_null(each.until)},
                         {"ended_at", iso_or_null(each.ended_at)},
                         {"checklist", list_json(each.checklist, [&](const handoffs::Checked& item) {
                            return Json::object({{"item", item.item},
                                                 {"title", checklist_title(*view.program, item.item, call)},
                                                 {"done", item.done}});
                          })}});
  });
  return Json::object({{"handoffs", std::move(list)},
                       {"dropped", view.request.baton.dropped()},
                       {"receivers", list_json(view.receivers,
                                               [](const desk::OnDuty& each) {
                                                 return Json::object({{"id", each.person.value},
                                                                      {"name", each.name},
                                                                      {"site", each.site},
                                                                      {"until", iso_or_null(each.until)}});
                                               })},
                       {"effort", effort_json(view.effort)}});
}

Outcome take_checklist(const Call& call, lifecycle::Act& act) {
  const Json* list = call.body.find("checklist");
  if (!list || list->is_null()) return {};
  if (!list->is_array() || list->items().size() > 50)
    return fail(ErrorCode::invalid, "checklist", "a list of items that are done is expected");
  for (const Json& each : list->items()) {
    if (!each.is_string()) return fail(ErrorCode::invalid, "checklist", "a list of items that are done is expected");
    act.checklist.push_back({each.string(), {}, true});
  }
  return {};
}

Outcome escalate(const Call& call, desk::ChangeTicket& change) {
  change.act.verb = Verb::escalate;
  change.act.level = text_in(call.body, "level");
  change.words.text = text_in(call.body, "body");
  if (const Json* values = call.body.find("facts"); values && values->is_object())
    for (const auto& [name, value] : values->members())
      if (value.is_string()) change.act.values.push_back(tickets::Value::of(name, value.string()));
  return take_side(call, change);
}

// {"act": acknowledge | end | plan | accept_step | done_step, "step": 2, "steps": [vendor, customer]}
Outcome change_escalation(const Call& call, desk::ChangeTicket& change) {
  const std::string act = text_in(call.body, "act");
  change.act.number = call.body.get_integer("number").value_or(0);
  if (act == "acknowledge") {
    change.act.verb = Verb::acknowledge;
    if (call.body.get_boolean("lead").value_or(false)) change.act.owner = call.access.caller.person;
  } else if (act == "end") {
    change.act.verb = Verb::end_escalation;
  } else if (act == "plan") {
    change.act.verb = Verb::plan_change;
    const Json* steps = call.body.find("steps");
    if (!steps || !steps->is_array() || steps->items().size() > 50) return fail(ErrorCode::required, "steps");
    for (const Json& each : steps->items()) {
      change.act.plan.emplace_back().side = text_in(each, "side");
      change.plan_words.push_back(text_in(each, "words"));
    }
  } else if (act == "accept_step" || act == "done_step") {
    change.act.verb = Verb::plan_step;
    change.act.event = act == "accept_step" ? "accepted" : "done";
    change.act.plan.emplace_back().number = static_cast<int>(call.body.get_integer("step").value_or(0));
  } else {
    return fail(ErrorCode::unknown_value, "act", act);
  }
  return take_side(call, change);
}

Outcome change_handoff(const Call& call, desk::ChangeTicket& change) {
  const std::string act = text_in(call.body, "act");
  if (act == "accept") {
    change.act.verb = Verb::take_over;
    change.act.consent = call.body.get_boolean("as_it_is").value_or(false);
  } else if (act == "withdraw") {
    change.act.verb = Verb::withdraw_offer;
  } else if (act == "check") {
    change.act.verb = Verb::offer;  // the standing one, with more of its checklist told
  } else {
    return fail(ErrorCode::unknown_value, "act", act);
  }
  change.words.text = text_in(call.body, "body");
  return take_checklist(call, change.act);
}

}  // namespace

void add_standing(Routes& routes) {
  desk::Shelf& shelf = routes.services().shelf;
  routes.read("/api/v2/tickets/{id}/escalations",
              [&shelf](ports::Reader& reader, const Call& call) { return escalations(reader, shelf, call); });
  routes.read(
      "/api/v2/tickets/{id}/handoffs",
      [&shelf](ports::Reader& reader, const Call& call) { return handoffs(reader, shelf, call); }, true);
  add_act(routes, "escalations", escalate);
  add_act(routes, "escalation_changes", change_escalation);
  add_act(routes, "handoff_changes", change_handoff);
  routes.write("POST", "/api/v2/tickets/{id}/handoffs", [&shelf](const Call& call) -> Result<Routes::UseCase> {
    desk::ChangeTicket change;
    change.ticket = TicketId{TRY(id_of(call))};
    change.act.verb = Verb::offer;
    change.act.owner = PersonId{call.body.get_integer("to").value_or(0)};
    const std::string team = text_in(call.body, "team");
    if (!team.empty()) change.act.attributes.push_back({"to", team});
    if (!change.act.owner && team.empty()) return fail(ErrorCode::required, "to");
    change.words.text = text_in(call.body, "body");
    TRY_OUTCOME(take_checklist(call, change.act));
    return [&shelf, caller = call.access.caller, change](ports::Transaction& transaction) -> Result<ports::Answer> {
      desk::ChangeTicket timed = change;
      timed.act.until = TRY(desk::end_of_giver(transaction, shelf, caller, change.ticket, transaction.now()));
      return desk::change_ticket(transaction, shelf, caller, timed);
    };
  });
}

}  // namespace yakusoku::api
