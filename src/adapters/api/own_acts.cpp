// What the workspace and the portal's scripts do to a ticket: one route an act (docs/api.md).

#include <algorithm>

#include "adapters/api/calls.hpp"
#include "core/tickets/ticket.hpp"

namespace yakusoku::api {
namespace {

using lifecycle::Verb;

std::string word_in(const Call& call, std::string_view name) { return api::text_in(call.body, name); }

Result<Instant> instant_in(const Call& call, std::string_view name) {
  const Json* value = call.body.find(name);
  if (!value || value->is_null() || (value->is_string() && value->string().empty())) return far_future;
  if (!value->is_string()) return fail(ErrorCode::invalid, std::string(name), "2026-11-20T01:02:03Z is expected");
  const auto at = from_iso(value->string());
  if (!at) return fail(ErrorCode::invalid, std::string(name), "2026-11-20T01:02:03Z is expected");
  return *at;
}

Result<std::vector<std::string>> words_in(const Call& call, std::string_view name) {
  std::vector<std::string> words;
  const Json* list = call.body.find(name);
  if (!list || list->is_null()) return words;
  if (!list->is_array() || list->items().size() > 50)
    return fail(ErrorCode::invalid, std::string(name), "a list of words is expected");
  for (const Json& each : list->items()) {
    if (!each.is_string()) return fail(ErrorCode::invalid, std::string(name), "a list of words is expected");
    words.push_back(each.string());
  }
  return words;
}

Result<tickets::Value> value_of(const std::string& name, const Json& json) {
  if (json.is_null()) return tickets::Value::of(name, program::FactValue{});
  if (json.is_string()) return tickets::Value::of(name, json.string());
  if (json.is_integer()) return tickets::Value::of(name, json.integer());
  if (json.is_bool()) return tickets::Value::of(name, std::string(json.boolean() ? "yes" : "no"));
  if (json.is_array()) {
    std::vector<std::string> words;
    for (const Json& each : json.items()) {
      if (!each.is_string()) return fail(ErrorCode::invalid, name);
      words.push_back(each.string());
    }
    return tickets::Value::of(name, words);
  }
  return fail(ErrorCode::invalid, name, "a word, a number, yes or no is expected");
}

}  // namespace

void add_act(Routes& routes, std::string_view name, Fill fill) {
  desk::Shelf& shelf = routes.services().shelf;
  routes.write("POST", "/api/v2/tickets/{id}/" + std::string(name),
               [&shelf, fill = std::move(fill)](const Call& call) -> Result<Routes::UseCase> {
                 desk::ChangeTicket change;
                 change.ticket = TicketId{TRY(id_of(call))};
                 change.expected_version = call.body.get_integer("version").value_or(api::expected_version(call));
                 TRY_OUTCOME(fill(call, change));
                 return [&shelf, caller = call.access.caller, change](ports::Transaction& transaction) {
                   return desk::change_ticket(transaction, shelf, caller, change);
                 };
               });
}

Outcome take_side(const Call& call, desk::ChangeTicket& change) {
  const std::string by = word_in(call, "by"), via = word_in(call, "via");
  if (!by.empty() && by != "customer") return fail(ErrorCode::unknown_value, "by", by);
  change.for_customer = by == "customer" && call.access.caller.staff();
  if (via.empty()) return {};
  if (!change.for_customer) return fail(ErrorCode::not_allowed, "via");
  const bool word =
      via.size() <= 40 && std::ranges::all_of(via, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
  if (!word) return fail(ErrorCode::invalid, "via", "a door, such as phone");
  change.act.door = via;
  return {};
}

namespace {

Outcome reply(const Call& call, desk::ChangeTicket& change) {
  TRY_OUTCOME(take_side(call, change));
  const bool ours = call.access.caller.staff() && !change.for_customer;
  change.act.verb = ours ? Verb::reply : Verb::message;
  change.words.text = word_in(call, "body");
  TRY_OUTCOME(take_uploads(call.body, change.words));
  if (!ours) return {};
  change.act.asks = call.body.get_boolean("asks").value_or(false);
  change.act.keeps_promise = call.body.get_boolean("keeps_promise").value_or(false);
  change.act.until = TRY(instant_in(call, "promise"));
  change.act.marks = TRY(words_in(call, "marks"));
  change.act.reason = word_in(call, "solve");
  return {};
}

Outcome hold(const Call& call, desk::ChangeTicket& change) {
  change.act.verb = Verb::hold;
  change.act.values.push_back(tickets::Value::of("waiting_on", word_in(call, "waiting_on")));
  change.act.until = TRY(instant_in(call, "until"));
  return {};
}

// A team alone leaves the owner as he is.
Outcome assignment(const Call& call, desk::ChangeTicket& change) {
  const std::string team = word_in(call, "team");
  if (!team.empty()) change.act.values.push_back(tickets::Value::of("team", team));
  if (!call.body.find("owner_id")) {
    if (team.empty()) return fail(ErrorCode::required, "owner_id");
    change.act.verb = Verb::set;
    return {};
  }
  change.act.verb = Verb::assign;
  change.act.owner = PersonId{call.body.get_integer("owner_id").value_or(0)};
  return {};
}

Outcome severity(const Call& call, desk::ChangeTicket& change) {
  change.act.verb = Verb::set;
  change.act.consent = call.body.get_boolean("consent").value_or(false);
  const std::string level = word_in(call, "level");
  if (level.empty()) return fail(ErrorCode::required, "level");
  change.act.values.push_back(tickets::Value::of("severity", level));
  return {};
}

Outcome event(const Call& call, desk::ChangeTicket& change) {
  TRY_OUTCOME(take_side(call, change));
  change.act.verb = Verb::happen;
  change.act.event = word_in(call, "event");
  if (change.act.event.empty()) return fail(ErrorCode::required, "event");
  if (const Json* attributes = call.body.find("attributes"); attributes && attributes->is_object()) {
    for (const auto& [name, value] : attributes->members()) {
      if (!value.is_string() || change.act.attributes.size() >= 20) return fail(ErrorCode::invalid, "attributes");
      change.act.attributes.push_back({name, value.string()});
    }
  }
  return {};
}

Outcome facts(const Call& call, desk::ChangeTicket& change) {
  change.act.verb = Verb::set;
  for (const auto& [name, value] : call.body.members()) {
    if (name == "version" && value.is_integer()) continue;  // the request's, not a product's
    if (change.act.values.size() >= 50) return fail(ErrorCode::too_many, name);
    change.act.values.push_back(TRY(value_of(name, value)));
  }
  if (change.act.values.empty()) return fail(ErrorCode::required, "facts");
  return {};
}

}  // namespace

void add_own_acts(Routes& routes) {
  add_act(routes, "replies", reply);
  add_act(routes, "notes", [](const Call& call, desk::ChangeTicket& change) -> Outcome {
    change.act.verb = Verb::note;
    change.words.text = word_in(call, "body");
    return take_uploads(call.body, change.words);
  });
  add_act(routes, "holds", hold);
  add_act(routes, "resumptions", [](const Call&, desk::ChangeTicket& change) -> Outcome {
    change.act.verb = Verb::resume;
    return {};
  });
  add_act(routes, "promises", [](const Call& call, desk::ChangeTicket& change) -> Outcome {
    change.act.verb = Verb::promise;
    change.act.until = TRY(instant_in(call, "until"));
    return {};
  });
  add_act(routes, "severity", severity);
  add_act(routes, "assignments", assignment);
  add_act(routes, "closures", [](const Call& call, desk::ChangeTicket& change) -> Outcome {
    change.act.verb = Verb::solve;
    change.act.reason = word_in(call, "reason");
    change.words.text = word_in(call, "body");
    return take_uploads(call.body, change.words);
  });
  add_act(routes, "closings", [](const Call& call, desk::ChangeTicket& change) -> Outcome {
    change.act.verb = Verb::close;
    change.act.reason = word_in(call, "reason");
    return {};
  });
  add_act(routes, "agreements", [](const Call& call, desk::ChangeTicket& change) -> Outcome {
    change.act.verb = Verb::agree;
    change.act.clock = word_in(call, "clock");
    change.act.amount = word_in(call, "amount");
    if (change.act.clock.empty()) return fail(ErrorCode::required, "clock");
    return {};
  });
  add_act(routes, "reopenings", [](const Call& call, desk::ChangeTicket& change) -> Outcome {
    change.act.verb = Verb::reopen;
    return take_side(call, change);
  });
  add_act(routes, "events", event);
  add_act(routes, "facts", facts);
  desk::Shelf& shelf = routes.services().shelf;
  routes.write("POST", "/api/v2/tickets/{id}/breach_notes", [&shelf](const Call& call) -> Result<Routes::UseCase> {
    desk::BreachNote note;
    note.ticket = TicketId{TRY(id_of(call))};
    note.clock = word_in(call, "clock");
    note.cycle = static_cast<int>(std::clamp<std::int64_t>(call.body.get_integer("cycle").value_or(0), 0, 1'000'000));
    note.excused = call.body.get_boolean("excused").value_or(false);
    note.why = word_in(call, "body");
    if (note.clock.empty()) return fail(ErrorCode::required, "clock");
    return [&shelf, caller = call.access.caller, note](ports::Transaction& transaction) {
      return desk::annotate_breach(transaction, shelf, caller, note);
    };
  });
  routes.write("POST", "/api/v2/tickets/{id}/merges", [&shelf](const Call& call) -> Result<Routes::UseCase> {
    const TicketId from{TRY(id_of(call))};
    const TicketId into{call.body.get_integer("into").value_or(0)};
    if (!into) return fail(ErrorCode::required, "into");
    return [&shelf, caller = call.access.caller, from, into](ports::Transaction& transaction) {
      return desk::merge_tickets(transaction, shelf, caller, from, into);
    };
  });
}

}  // namespace yakusoku::api
