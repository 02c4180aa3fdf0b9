#include "core/lifecycle/own_routing.hpp"

#include <algorithm>
#include <tuple>

#include "core/routing/routing.hpp"

namespace yakusoku::lifecycle {
namespace {

// What was routed last: so a request is routed anew only where something has changed since.
constexpr const char* routed_team = "routed.team";
constexpr const char* routed_reopened = "routed.reopened";

// The calendars that a predicate asks whether they are open now.
void add_calendars(const program::Predicate& predicate, std::vector<std::string>& names) {
  for (const program::FactTest& each : predicate.all)
    if (each.test.kind == program::Test::Kind::in && each.fact == "now" && !each.test.values.empty())
      names.push_back(each.test.values.front());
  for (const auto& any : predicate.any)
    for (const program::Predicate& each : any) add_calendars(each, names);
  for (const program::Predicate& each : predicate.none) add_calendars(each, names);
}

std::int64_t number_of(const program::FactValue& value) {
  const auto* number = std::get_if<std::int64_t>(&value);
  return number ? *number : 0;
}

enum class Why { no, new_request, team_changed, reopened, owner_away };
std::string_view word_of(Why why) {
  switch (why) {
    case Why::no: break;
    case Why::new_request: return "opened";
    case Why::team_changed: return "team";
    case Why::reopened: return "reopened";
    case Why::owner_away: return "away";
  }
  return "";
}

bool is_in(const people::Roster& roster, PersonId person, const std::string& team) {
  const people::Agent* agent = roster.agent(person);
  return agent && std::ranges::find(agent->teams, team) != agent->teams.end();
}

// He is away, and comes back only after the next promise falls due.
bool away_beyond_due(const Request& request, const World& world) {
  const people::Roster& roster = *world.staff->roster;
  const PersonId owner = request.ticket.owner;
  if (!roster.away(owner, world.now)) return false;
  const auto shift = roster.shift(owner, world.now);
  return !shift || shift->from > next_due(request, *world.program);
}

Why why_route(const Request& request, const World& world, const std::string& team) {
  const tickets::Ticket& ticket = request.ticket;
  const people::Roster& roster = *world.staff->roster;
  const std::string before = ticket.word(routed_team);
  if (!ticket.owner) return before == team ? Why::new_request : before.empty() ? Why::new_request : Why::team_changed;
  if (number_of(ticket.value("reopened")) > number_of(ticket.value(routed_reopened))) return Why::reopened;
  if (!before.empty() && before != team) return Why::team_changed;
  if (away_beyond_due(request, world) && is_in(roster, ticket.owner, team)) return Why::owner_away;
  return Why::no;
}

Act assignment(const Request& request, const routing::Picked& picked, PersonId owner, Why why) {
  Act act;
  act.verb = Verb::assign;
  act.actor.side = Side::program;
  act.owner = owner;
  act.values.push_back(tickets::Value::of(routed_team, picked.team));
  act.values.push_back(tickets::Value::of(routed_reopened, number_of(request.ticket.value("reopened"))));
  act.attributes = {{"why", std::string(word_of(why))}, {"team", picked.team}, {"clause", picked.team_clause}};
  if (!picked.rule.empty()) act.attributes.push_back({"rule", picked.rule});
  for (const auto& [word, value] : picked.reasons) act.attributes.push_back({word, std::to_string(value)});
  return act;
}

// What the program hands on is somebody's by name all the same: of those whose duty it is, or whose team, who is there;
// else whoever has least on his desk.
std::optional<Act> to_named_owner(const Request& request, const World& world, const std::string& handed_to) {
  const people::Roster& roster = *world.staff->roster;
  auto people = roster.with_duty(handed_to);
  if (people.empty()) people = roster.team(handed_to);
  if (request.ticket.owner || people.empty()) return std::nullopt;
  const auto order = [&](const people::Agent* each) {
    return std::tuple(!roster.on_duty(each->id, world.now), world.staff->open_of(each->id), each->id.value);
  };
  const people::Agent* chosen = *std::ranges::min_element(people, {}, order);
  routing::Picked picked;
  picked.team = handed_to;
  picked.team_clause = "admit";
  return assignment(request, picked, chosen->id, Why::new_request);
}

// Of whom the program works on one request only, the next one waits until the one in work is solved.
bool waits_its_turn(const Request& request, const World& world) {
  using OneAtATime = program::QueueRule::OneAtATime;
  const OneAtATime rule = world.program->queue.one_at_a_time;
  return rule != OneAtATime::no && world.staff->another_in_work(request.ticket, rule == OneAtATime::contact);
}

}  // namespace

std::optional<Act> own_routing(const Request& request, const World& world) {
  const tickets::Ticket& ticket = request.ticket;
  if (ticket.status != tickets::Status::open) return std::nullopt;
  if (const std::string handed_to = ticket.word("handed_to"); !handed_to.empty())
    return to_named_owner(request, world, handed_to);
  if (!ticket.owner && waits_its_turn(request, world)) return std::nullopt;
  const FactsSeen facts(request, world);
  const std::string team = team_of(request, world);
  if (team.empty()) return std::nullopt;
  const people::Roster& roster = *world.staff->roster;
  const Why why = why_route(request, world, team);
  if (why == Why::no) return std::nullopt;
  routing::Picked picked = routing::pick({*world.program, facts, roster, world.staff->open_of, world.now, {}});
  // Who is there and of the right team keeps what is his: a reopened request, one whose team came round to his own.
  const bool keeps = ticket.owner && why != Why::owner_away && roster.on_duty(ticket.owner, world.now) &&
                     is_in(roster, ticket.owner, team);
  if (keeps) {
    picked.reasons.clear();
    return assignment(request, picked, ticket.owner, why);
  }
  if (picked.owner) return assignment(request, picked, picked.owner, why);
  // Nobody is there. It waits in its team's queue, and does not lie with somebody who is off duty or of another team.
  if (ticket.owner && (why == Why::reopened || why == Why::team_changed)) return assignment(request, picked, {}, why);
  return std::nullopt;
}

std::optional<Instant> routing_wake(const Request& request, const World& world) {
  const tickets::Ticket& ticket = request.ticket;
  if (ticket.status != tickets::Status::open) return std::nullopt;
  const std::string team = team_of(request, world);
  std::optional<Instant> earliest;
  const auto consider = [&](std::optional<Instant> at) {
    if (at && *at >= world.now && (!earliest || *at < *earliest)) earliest = at;
  };
  if (!team.empty() && !ticket.owner) consider(world.staff->roster->next_change(team, world.now));
  // Coverage that goes by a calendar is looked at again when the calendar opens or closes.
  const FactsSeen facts(request, world);
  std::vector<std::string> calendars;
  for (const auto& rule : world.program->coverage.rules) add_calendars(rule.when, calendars);
  for (const std::string& name : calendars) {
    const auto text = world.calendars->text(*world.program, name, facts);
    if (!text || text->empty()) continue;
    const auto calendar = world.calendars->of(*text);
    const bool open = calendar->is_open(world.now);
    consider(open ? calendar->next_closed(world.now) : calendar->next_open(world.now));
  }
  return earliest;
}

}  // namespace yakusoku::lifecycle
