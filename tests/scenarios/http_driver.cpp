#include "http_driver.hpp"

#include <algorithm>

#include "base/error_codes.hpp"
#include "closures.hpp"
#include "core_driver.hpp"

namespace yakusoku::scenarios {
namespace {

using lifecycle::Side;
using lifecycle::Verb;

constexpr int most_wakes = 100'000;

Json json_of(const tickets::Value& value) {
  using Form = tickets::Value::Form;
  switch (value.form) {
    case Form::unknown: return {};
    case Form::word: return value.word;
    case Form::number: return value.number;
    case Form::words: break;
  }
  Json list = Json::array();
  for (const std::string& each : value.words) list.push(each);
  return list;
}

Json when(Instant at) { return at == far_future ? Json() : Json(to_iso(at)); }

// A refusal as the API tells it: the stable word, the field, the clause.
Outcome refusal_of(const HttpAnswer& answer) {
  Error error;
  error.code = ErrorCode::internal;
  const std::string code = answer.json.get_string("code").value_or("");
  for (const ErrorEntry& each : error_catalogue())
    if (each.name == code) error.code = each.code;
  error.clause = answer.json.get_string("clause").value_or("");
  if (const Json* details = answer.json.find("details");
      details && details->is_object() && !details->members().empty())
    error.field = details->members().front().first;
  error.detail = "HTTP " + std::to_string(answer.status) + " " + to_text(answer.json);
  return std::unexpected(std::move(error));
}

}  // namespace

Outcome HttpDriver::misfit(std::string why) {
  unfit_ = std::move(why);
  return fail(ErrorCode::unavailable, "driver", unfit_);
}

Outcome HttpDriver::send(const Said& said, HttpAnswer* answer) {
  HttpAnswer got = desk_->call(said.role, said.path.starts_with("PUT ") ? "PUT" : "POST",
                               said.path.starts_with("PUT ") ? said.path.substr(4) : said.path, said.body);
  const bool good = got.good();
  const Outcome outcome = good ? Outcome() : refusal_of(got);
  if (answer) *answer = std::move(got);
  return outcome;
}

Outcome HttpDriver::begin(const std::string& program) {
  program_name_ = program;
  program_ = TRY(program_in(program));
  desk_ = TRY(HttpDesk::open(program));
  return {};
}

Result<Instant> HttpDriver::push(Instant at) {
  HttpAnswer answer;
  TRY_OUTCOME(send({"admin", "desk/test_clock", Json::object({{"now", to_iso(at)}})}, &answer));
  if (answer.json.get_string("now") != to_iso(at)) return fail(ErrorCode::internal, "now", to_text(answer.json));
  now_ = at;
  const auto wake = answer.json.get_string("next_wake");
  return wake ? from_iso(*wake).value_or(far_future) : far_future;
}

Outcome HttpDriver::move_to(Instant at, bool asleep) {
  if (asleep) {
    TRY_OUTCOME(desk_->restart());
    killed_ = true;
    TRY(push(at));
    return {};
  }
  Instant next = requests_.empty() ? far_future : TRY(push(now_));
  for (int wakes = 0; next < at; ++wakes) {
    if (wakes >= most_wakes) return fail(ErrorCode::limit, "wake", "it wants to be woken without end");
    next = TRY(push(next + seconds(1)));
  }
  TRY(push(at));
  return {};
}

Outcome HttpDriver::wake() {
  TRY_OUTCOME(desk_->restart());
  killed_ = true;
  TRY(push(now_));
  return {};
}

Outcome HttpDriver::know(const tickets::Value& value) {
  const std::string user = "PUT users/" + std::to_string(desk_->people().ids.at("customer"));
  const std::string organization = "PUT organizations/" + std::to_string(desk_->people().organization);
  const auto put = [&](const std::string& path, const std::string& what, const std::string& field) {
    return send({"admin", path, Json::object({{what, Json::object({{field, value.word}})}})});
  };
  if (value.name == "contact.zone") return put(user, "user", "time_zone");
  if (value.name == "contact.language") return put(user, "user", "locale");
  if (value.name == "customer.zone") return put(organization, "organization", "time_zone");
  if (value.name == "customer.country") return put(organization, "organization", "country");
  if (value.name == "customer.language") return put(organization, "organization", "locale");
  if (value.name == "contact.role" && desk_->people().ids.contains(value.word)) {
    asker_ = value.word;
    return {};
  }
  if (value.name.starts_with("contact.") || value.name.starts_with("customer."))
    return misfit("the desk keeps no " + value.name + " of people yet");
  std::erase_if(laid_, [&](const tickets::Value& each) { return each.name == value.name; });
  laid_.push_back(value);
  return {};
}

Result<std::string> HttpDriver::role_of(const lifecycle::Act& act) {
  std::string role = act.actor.side == Side::customer ? "customer"
                     : act.actor.role.empty()         ? "agent"
                                                      : act.actor.role;
  if (act.actor.side != Side::program && desk_->people().tokens.contains(role)) return role;
  TRY_OUTCOME(
      misfit(act.actor.side == Side::program ? "nobody speaks as the desk itself" : "nobody here is " + role));
  return role;
}

Outcome HttpDriver::open(const std::string& request, const lifecycle::Act& act, const std::string& role) {
  if (!act.door.empty() && act.door != "portal") return misfit("over HTTP requests are opened by the API's own door");
  Json facts = Json::object();
  Json ticket = Json::object({{"subject", request}, {"brand_id", desk_->people().brand}});
  for (const tickets::Value& each : act.values) {
    if (each.name == "kind") {
      ticket.set("kind", json_of(each));
    } else if (each.name == "asked_severity") {
      ticket.set("severity", json_of(each));
    } else {
      facts.set(each.name, json_of(each));
    }
  }
  const bool own = role == asker_ && laid_.empty();
  for (const tickets::Value& each : laid_) facts.set(each.name, json_of(each));
  ticket.set("facts", std::move(facts));
  ticket.set("comment", Json::object({{"body", "What happened."}, {"public", own}}));
  if (!own) ticket.set("requester_id", desk_->people().ids.at(asker_));
  HttpAnswer answer;
  TRY_OUTCOME(
      send({laid_.empty() ? role : "admin", "tickets", Json::object({{"ticket", std::move(ticket)}})}, &answer));
  const Json* made = answer.json.find("ticket");
  requests_.emplace_back(request, made ? made->get_integer("id").value_or(0) : 0);
  return {};
}

std::string HttpDriver::path_of(const std::string& request) const {
  const auto found = std::ranges::find(requests_, request, [](const auto& each) { return each.first; });
  return found == requests_.end() ? std::string() : "tickets/" + std::to_string(found->second);
}

Result<std::int64_t> HttpDriver::owner_id(const std::string& name) {
  if (name.empty()) return 0;
  auto& id = owners_[name];
  if (id != 0) return id;
  Json user = Json::object({{"name", name},
                            {"email", "owner" + std::to_string(owners_.size()) + "@desk.example"},
                            {"desk_role", "agent"}});
  HttpAnswer answer;
  TRY_OUTCOME(send({"admin", "users", Json::object({{"user", std::move(user)}})}, &answer));
  const Json* made = answer.json.find("user");
  return id = made ? made->get_integer("id").value_or(0) : 0;
}

Result<HttpDriver::Said> HttpDriver::said_of(const lifecycle::Act& act, const std::string& role,
                                             const std::string& owner) {
  Said said{role, "", Json::object()};
  Json& body = said.body;
  // What the customer says by another door, or does elsewhere, an agent enters.
  const auto relay = [&] {
    said.role = "agent";
    body.set("by", "customer");
    if (!act.door.empty()) body.set("via", act.door);
  };
  switch (act.verb) {
    case Verb::message:
      if (!act.values.empty()) TRY_OUTCOME(misfit("a message brings no facts"));
      said.path = "replies";
      body.set("body", "Some words.");
      if (!act.door.empty()) relay();
      return said;
    case Verb::reply: {
      said.path = "replies";
      Json marks = Json::array();
      for (const std::string& each : act.marks) marks.push(each);
      body = Json::object({{"body", "Some words."},
                           {"asks", act.asks},
                           {"promise", when(act.until)},
                           {"keeps_promise", act.keeps_promise},
                           {"marks", std::move(marks)},
                           {"solve", act.reason}});
      return said;
    }
    case Verb::note:
      said.path = "notes";
      body.set("body", "Some words.");
      return said;
    case Verb::happen: {
      said.path = "events";
      Json attributes = Json::object();
      for (const tickets::Attribute& each : act.attributes) attributes.set(each.name, each.value);
      body.set("event", act.event).set("attributes", std::move(attributes));
      if (role == "customer") relay();
      return said;
    }
    case Verb::set:
      if (act.values.size() == 1 && act.values.front().name == "severity") {
        said.path = "severity";
        body.set("level", json_of(act.values.front())).set("consent", act.consent);
        return said;
      }
      said.path = "facts";
      for (const tickets::Value& each : act.values) body.set(each.name, json_of(each));
      return said;
    case Verb::hold:
      said.path = "holds";
      body.set("waiting_on", act.values.empty() ? "internal" : act.values.front().word).set("until", when(act.until));
      return said;
    case Verb::resume: said.path = "resumptions"; return said;
    case Verb::assign:
      said.path = "assignments";
      body.set("owner_id", TRY(owner_id(act.owner ? owner : "")));
      for (const tickets::Value& each : act.values) body.set(each.name, json_of(each));
      return said;
    case Verb::promise:
      said.path = "promises";
      body.set("until", when(act.until));
      return said;
    case Verb::agree:
      said.path = "agreements";
      body.set("clock", act.clock).set("amount", act.amount);
      return said;
    case Verb::solve:
      said.path = "closures";
      body.set("reason", act.reason);
      return said;
    case Verb::close:
      said.path = "closings";
      body.set("reason", act.reason);
      return said;
    case Verb::reopen:
      said.path = "reopenings";
      if (role == "customer" && !act.door.empty()) relay();
      return said;
    case Verb::escalate: {
      said.path = "escalations";
      body.set("level", act.level);
      if (!act.words.empty()) body.set("body", "Some words.");
      Json facts = Json::object();
      for (const tickets::Value& each : act.values) facts.set(each.name, json_of(each));
      body.set("facts", std::move(facts));
      if (role == "customer" && !act.door.empty()) relay();
      return said;
    }
    case Verb::acknowledge:
    case Verb::end_escalation:
    case Verb::plan_change:
    case Verb::plan_step: {
      said.path = "escalation_changes";
      body.set("number", act.number);
      if (act.verb == Verb::acknowledge) body.set("act", "acknowledge");
      if (act.verb == Verb::end_escalation) body.set("act", "end");
      if (act.verb == Verb::plan_step)
        body.set("act", act.event == "accepted" ? "accept_step" : "done_step").set("step", act.plan.front().number);
      if (act.verb != Verb::plan_change) return said;
      Json steps = Json::array();
      for (const auto& each : act.plan) steps.push(Json::object({{"side", each.side}, {"words", "Some words."}}));
      body.set("act", "plan").set("steps", std::move(steps));
      return said;
    }
    case Verb::meet: {
      const meetings::Meeting said_of_it = act.meeting.empty() ? meetings::Meeting() : act.meeting.front();
      said.path = act.event == "asked" ? "meetings" : "meeting_changes";
      body.set("act", act.event)
          .set("number", act.number)
          .set("door", said_of_it.door)
          .set("session", said_of_it.session);
      body.set("from", when(said_of_it.from)).set("to", when(said_of_it.to)).set("body", "Some words.");
      body.set("control", !act.attributes.empty());
      return said;
    }
    case Verb::open:
    case Verb::absorb:
    case Verb::merged:
    case Verb::splice:
    case Verb::wake:
    case Verb::offer:
    case Verb::take_over:
    case Verb::withdraw_offer:
    case Verb::drop_baton:
    case Verb::effort_gap:
    case Verb::move:
    case Verb::annotate: break;
  }
  TRY_OUTCOME(misfit("the desk does this by itself"));
  return said;
}

Outcome HttpDriver::close_days(const std::string& calendar, const std::vector<calendars::Date>& dates, Instant from) {
  Json files = Json::array();
  for (const program::SourceFile& each : TRY(files_with_closures(program_name_, calendar, dates)))
    files.push(Json::object({{"name", each.name}, {"content", each.content}}));
  Json body = Json::object({{"files", std::move(files)}});
  if (from != now_) body.set("from", to_iso(from));
  return send({"admin", "desk/programs", std::move(body)});
}

Outcome HttpDriver::act(const std::string& request, const lifecycle::Act& act, const std::string& owner) {
  const std::string role = TRY(role_of(act));
  if (act.verb == Verb::open) return open(request, act, role);
  const std::string path = path_of(request);
  if (path.empty()) return fail(ErrorCode::not_found, request, "it was never opened");
  Said said = TRY(said_of(act, role, owner));
  said.path = path + "/" + said.path;
  return send(said);
}

Outcome HttpDriver::works(const Works&) { return misfit("who works when is played on core and desk"); }

Outcome HttpDriver::off_or_on(const OffOrOn&) { return misfit("who works when is played on core and desk"); }

PersonId HttpDriver::id_of(const std::string& name, PersonId) {
  const auto id = owner_id(name);
  return PersonId{id ? *id : 0};
}

Outcome HttpDriver::merge(const std::string& from, const std::string& into) {
  const std::string source = path_of(from), target = path_of(into);
  if (source.empty() || target.empty()) return fail(ErrorCode::not_found, source.empty() ? from : into);
  return send({"agent", source + "/merges", Json::object({{"into", std::int64_t{std::stoll(target.substr(8))}}})});
}

std::string HttpDriver::fact(const std::string& request, const std::string& name) {
  const HttpAnswer answer = desk_->call("agent", "GET", path_of(request) + "/facts?names=" + name);
  const Json* facts = answer.json.find("facts");
  const Json* value = facts ? facts->find(name) : nullptr;
  if (!value || value->is_null()) return "unknown";
  if (value->is_string()) return value->string();
  if (value->is_integer()) return std::to_string(value->integer());
  std::string all;
  for (const Json& each : value->items()) all += (all.empty() ? "" : ", ") + each.string();
  return all;
}

}  // namespace yakusoku::scenarios
