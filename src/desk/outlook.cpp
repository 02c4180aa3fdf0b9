#include "desk/outlook.hpp"

#include <algorithm>

#include "desk/standing.hpp"

namespace yakusoku::desk {
namespace {

void look_at_team(const lifecycle::Request& request, const lifecycle::World& world, const people::Roster& roster,
                  Outlook& seen) {
  seen.team = lifecycle::team_of(request, world);
  if (const auto* team = world.program->team(seen.team)) seen.team_title = team->title;
  seen.effort = lifecycle::effort_of(request, world);
  seen.rotas_kept = !seen.team.empty() && !roster.team(seen.team).empty();
  if (!seen.rotas_kept) return;
  const auto shift = roster.shift(seen.team, world.now);
  seen.somebody_there = shift && shift->from <= world.now;
  if (shift) (seen.somebody_there ? seen.until : seen.back_at) = seen.somebody_there ? shift->to : shift->from;
}

void look_at_door(const Caller& caller, const program::Facts& facts, const lifecycle::World& world, Outlook& seen) {
  const auto door = std::ranges::find(world.program->doors, caller.door, &program::Door::id);
  if (door == world.program->doors.end() || door->intake.empty()) return;
  seen.door_open = facts.is_open(door->intake, world.now);
  if (seen.door_open) return;
  const auto text = world.calendars->text(*world.program, door->intake, facts);
  if (!text || text->empty()) return;
  if (const auto opens = world.calendars->of(*text)->next_open(world.now)) seen.door_opens_at = *opens;
}

void look_at_language(const OpenTicket& input, const program::Facts& facts, const program::Program& program,
                      Outlook& seen) {
  seen.language = input.language;
  const auto chosen = program::choose(program.speaks, facts);
  if (!chosen.value) return;
  seen.languages = *chosen.value;
  seen.answered_in_it = seen.languages.empty() || seen.language.empty() ||
                        std::ranges::find(seen.languages, seen.language) != seen.languages.end();
}

}  // namespace

Result<Outlook> outlook(Reader& reader, Shelf& shelf, const Caller& caller, const OpenTicket& input, Instant now) {
  const auto version = version_in_force(reader, shelf, input.program, now);
  if (!version) return fail(ErrorCode::unknown_value, "brand_id");
  lifecycle::Act act;
  act.verb = lifecycle::Verb::open;
  act.actor = actor_of(caller, lifecycle::Request{});
  act.actor.side = lifecycle::Side::customer;
  act.door = caller.door;
  act.ticket = TicketId{1};
  act.requester = input.requester ? input.requester : caller.person;
  act.values = input.values;
  act.values.push_back(tickets::Value::of("kind", input.kind));
  if (!input.language.empty()) act.values.push_back(tickets::Value::of("language", input.language));
  if (!input.severity.empty()) act.values.push_back(tickets::Value::of("asked_severity", input.severity));
  const auto person = reader.person(act.requester);
  act.organization = person ? person->organization : OrganizationId{};
  lifecycle::World world = world_of(reader, shelf, *version, act.requester, act.organization, now);
  stand_behind(reader, input.program, act, world);
  TicketView view;
  view.program = laid_for(reader, shelf, version, lifecycle::entering(act, world), world);
  if (!view.program) return fail(ErrorCode::unavailable, "program", "its overlays can't be laid");
  world.program = view.program.get();
  auto decided = TRY(lifecycle::act_on(lifecycle::Request{}, act, world));
  view.request = std::move(decided.request);

  Outlook seen;
  seen.clocks = view_clocks(view.request, *view.program, shelf, now, false);
  seen.coverage = coverage_of(view);
  const lifecycle::FactsSeen facts(view.request, world);
  look_at_team(view.request, world, *shelf.roster(reader, input.program), seen);
  look_at_door(caller, facts, world, seen);
  look_at_language(input, facts, *view.program, seen);
  return seen;
}

}  // namespace yakusoku::desk
