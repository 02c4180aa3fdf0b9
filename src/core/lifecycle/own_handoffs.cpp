#include "core/lifecycle/own_handoffs.hpp"

#include <algorithm>

#include "core/clocks/cycle.hpp"

namespace yakusoku::lifecycle {
namespace {

using people::Agent;
using people::Interval;
using people::Roster;

constexpr Duration look_ahead = days(14);

// A team, or those of the owning team who work at that site.
std::vector<const Agent*> group(const Roster& roster, const program::Program& program, const std::string& name,
                                const std::string& owning) {
  if (program.team(name)) return roster.team(name);
  std::vector<const Agent*> people = roster.at_site(name);
  std::erase_if(people,
                [&](const Agent* each) { return std::ranges::find(each->teams, owning) == each->teams.end(); });
  return people;
}

bool contains(const std::vector<const Agent*>& people, PersonId person) {
  return std::ranges::any_of(people, [&](const Agent* each) { return each->id == person; });
}

// The hand-off that the program wants at the end of the owner's present shift.
struct Due {
  const program::HandoffRule* rule = nullptr;
  std::string from, to;
  Interval together;  // both are on shift
  Instant offer_at, until;
};

std::optional<Due> due_by(const program::HandoffRule& rule, const Request& request, const World& world,
                          const Interval& shift) {
  const Roster& roster = *world.staff->roster;
  const std::string owning = team_of(request, world);
  const program::Program& program = *world.program;
  const auto is_his = [&](const std::string& name) {
    return contains(group(roster, program, name, owning), request.ticket.owner);
  };
  const auto from = std::ranges::find_if(rule.between, is_his);
  if (from == rule.between.end()) return std::nullopt;
  // Round the earth in the written order, beginning behind the giver: the first who is there when he leaves.
  const std::size_t count = rule.between.size();
  const auto place = static_cast<std::size_t>(from - rule.between.begin());
  std::optional<Due> best;
  for (std::size_t step = 1; step < count; ++step) {
    const std::string& to = rule.between[(place + step) % count];
    auto receivers = group(roster, program, to, owning);
    std::erase_if(receivers, [&](const Agent* each) { return each->id == request.ticket.owner; });
    for (const Interval& each : roster.duty(receivers, shift.from, shift.to + seconds(1))) {
      if (each.to <= shift.to) continue;  // they leave no later than he does
      Due due;
      due.rule = &rule;
      due.from = *from;
      due.to = to;
      due.together = {std::max(each.from, shift.from), shift.to};
      if (due.together.from >= due.together.to) continue;
      due.until = shift.to;
      due.offer_at = due.together.from;
      if (rule.overlap && rule.overlap->length.seconds > 0)
        due.offer_at = std::max(due.offer_at, shift.to - rule.overlap->length);
      if (!best) best = due;
    }
  }
  return best;
}

// Whoever owns it is on shift, and a rule holds: what is due at the end of that shift.
std::optional<Due> due_of(const Request& request, const World& world) {
  const tickets::Ticket& ticket = request.ticket;
  if (ticket.status != tickets::Status::open || !ticket.owner || world.program->handoffs.empty()) return std::nullopt;
  const Roster& roster = *world.staff->roster;
  const auto shift = roster.shift(ticket.owner, world.now);
  if (!shift || world.now < shift->from) return std::nullopt;
  // Offered once a shift, whatever became of it.
  for (const handoffs::Handoff& each : request.baton.handoffs)
    if (each.giver == ticket.owner && each.until == shift->to && !each.rule.empty()) return std::nullopt;
  const FactsSeen facts(request, world);
  for (const program::HandoffRule& rule : world.program->handoffs) {
    if (!program::holds(rule.when, facts)) continue;
    if (auto due = due_by(rule, request, world, *shift)) return due;
  }
  return std::nullopt;
}

Act by_desk(Verb verb) {
  Act act;
  act.verb = verb;
  act.actor.side = Side::program;
  return act;
}

// ---- effort

bool wants_effort(const Request& request) {
  return request.ticket.status == tickets::Status::open && request.ticket.word("waiting_on") != "customer";
}

// Stretches in which the owner or anybody of the owning team is on duty.
std::vector<Interval> attended(const Request& request, const World& world, Instant from, Instant to) {
  const Roster& roster = *world.staff->roster;
  std::vector<const Agent*> people = roster.team(team_of(request, world));
  if (const Agent* owner = roster.agent(request.ticket.owner); owner && !contains(people, owner->id))
    people.push_back(owner);
  return roster.duty(people, from, to);
}

const Interval* around(const std::vector<Interval>& spans, Instant at) {
  for (const Interval& each : spans)
    if (each.from <= at && at < each.to) return &each;
  return nullptr;
}

std::shared_ptr<const calendars::Calendar> effort_calendar(const Request& request, const World& world,
                                                           std::string* name = nullptr) {
  const FactsSeen facts(request, world);
  const auto chosen = program::choose(world.program->effort, facts);
  if (!chosen.value || *chosen.value == "none" || chosen.value->empty()) return nullptr;
  if (name) *name = *chosen.value;
  const auto text = world.calendars->text(*world.program, *chosen.value, facts);
  if (!text) return nullptr;
  static const auto always = calendars::Calendar::compile(calendars::always(), Instant{}, Instant{});
  if (text->empty()) return always;
  return world.calendars->of(*text);
}

const handoffs::EffortGap* open_gap(const Request& request) {
  const auto& gaps = request.baton.gaps;
  return gaps.empty() || gaps.back().to != far_future ? nullptr : &gaps.back();
}

constexpr Duration told_after = minutes(10);

}  // namespace

std::optional<Act> own_handoff(const Request& request, const World& world) {
  if (const handoffs::Handoff* offered = request.baton.offered()) {
    if (offered->until == far_future || world.now <= offered->until) return std::nullopt;
    return by_desk(Verb::drop_baton);
  }
  const auto due = due_of(request, world);
  if (!due || world.now < due->offer_at) return std::nullopt;
  Act act = by_desk(Verb::offer);
  act.until = due->until;
  act.attributes = {{"rule", due->rule->path},
                    {"from", due->from},
                    {"to", due->to},
                    {"together_from", std::to_string(due->together.from.seconds)}};
  return act;
}

std::optional<Instant> handoff_wake(const Request& request, const World& world) {
  if (const handoffs::Handoff* offered = request.baton.offered())
    return offered->until == far_future ? std::nullopt : std::optional(offered->until);
  if (const auto due = due_of(request, world)) return due->offer_at;
  // Before the owner's shift there is nothing to offer; look again when it begins.
  if (world.program->handoffs.empty() || !request.ticket.owner || request.ticket.status != tickets::Status::open)
    return std::nullopt;
  const auto shift = world.staff->roster->shift(request.ticket.owner, world.now);
  return shift && shift->from > world.now ? std::optional(shift->from) : std::nullopt;
}

Effort effort_of(const Request& request, const World& world) {
  Effort effort;
  if (request.ticket.status != tickets::Status::open) return effort;
  const auto calendar = effort_calendar(request, world, &effort.calendar);
  if (!calendar) return {};
  effort.around_the_clock = calendar->definition() == calendars::always();
  effort.open_now = calendar->is_open(world.now);
  if (!effort.open_now) effort.goes_on_at = calendar->next_open(world.now).value_or(far_future);
  return effort;
}

std::optional<Act> own_effort(const Request& request, const World& world) {
  const auto calendar = effort_calendar(request, world);
  const handoffs::EffortGap* gap = open_gap(request);
  if (!calendar && !gap) return std::nullopt;
  const auto there = attended(request, world, world.now - look_ahead, world.now + seconds(1));
  const bool open = calendar && calendar->is_open(world.now);
  const bool missing = wants_effort(request) && open && !around(there, world.now);
  Act act = by_desk(Verb::effort_gap);
  if (gap && !missing) {
    // It ended when somebody came, if that was it; else now.
    act.event = "ended";
    act.until = world.now;
    if (const Interval* here = around(there, world.now); here && here->from > gap->from) act.until = here->from;
    return act;
  }
  if (!missing) return std::nullopt;
  if (gap) {
    if (gap->told || world.now < gap->from + told_after) return std::nullopt;
    act.event = "told";
    return act;
  }
  act.event = "begun";
  act.until = request.ticket.opened_at;
  for (const Interval& each : there)
    if (each.to <= world.now) act.until = std::max(act.until, each.to);
  for (const Interval& each : calendar->open_within(world.now - look_ahead, world.now + seconds(1)))
    act.until = std::max(act.until, each.from);
  for (const handoffs::EffortGap& each : request.baton.gaps)
    if (each.to != far_future) act.until = std::max(act.until, each.to);
  return act;
}

std::optional<Instant> effort_wake(const Request& request, const World& world) {
  const handoffs::EffortGap* gap = open_gap(request);
  if (!wants_effort(request) && !gap) return std::nullopt;
  const auto calendar = effort_calendar(request, world);
  if (!calendar) return std::nullopt;
  std::optional<Instant> earliest;
  const auto consider = [&](std::optional<Instant> at) {
    if (at && *at >= world.now && (!earliest || *at < *earliest)) earliest = at;
  };
  const bool open = calendar->is_open(world.now);
  consider(open ? calendar->next_closed(world.now) : calendar->next_open(world.now));
  if (open) {
    for (const Interval& each : attended(request, world, world.now, world.now + look_ahead)) {
      consider(each.from > world.now ? each.from : each.to);
      break;
    }
  }
  if (gap && !gap->told) consider(gap->from + told_after);
  return earliest;
}

std::vector<DueGap> due_gaps(const Request& request, const World& world) {
  std::vector<DueGap> gaps;
  if (!world.staff || !world.staff->roster || request.ticket.status == tickets::Status::closed) return gaps;
  for (const clocks::Cycle& cycle : request.cycles) {
    const program::ClockRule* rule = world.program->clock(cycle.clock);
    if (!rule || rule->owed_by != "vendor" || cycle.state != clocks::State::running || cycle.due == far_future)
      continue;
    if (cycle.selection->firmness != clocks::Firmness::firm && !cycle.promised) continue;
    if (cycle.due < world.now) continue;  // it was missed; that is told elsewhere
    // The closing edge counts: whoever leaves at 17:00 can still keep what is due at 17:00.
    const auto there = attended(request, world, cycle.due - seconds(1), cycle.due + seconds(1));
    if (there.empty()) gaps.push_back({cycle.clock, cycle.due});
  }
  std::ranges::stable_sort(gaps, {}, &DueGap::due);
  return gaps;
}

namespace {

// Everybody of a team or site, whichever team he is in.
std::vector<const Agent*> everybody_of(const Roster& roster, const program::Program& program,
                                       const std::string& name) {
  return program.team(name) ? roster.team(name) : roster.at_site(name);
}

// Who comes within the day after the giver has gone, and how long both are there.
std::optional<MissingOverlap> overlap_at(const Interval& shift, const std::vector<Interval>& receivers) {
  const auto next = std::ranges::find_if(receivers, [&](const Interval& each) { return each.to > shift.to; });
  if (next == receivers.end() || next->from - shift.to > days(1)) return std::nullopt;
  MissingOverlap found;
  found.at = shift.to;
  if (next->from < shift.to) found.together = shift.to - std::max(next->from, shift.from);
  return found;
}

}  // namespace

std::vector<MissingOverlap> missing_overlaps(const program::Program& program, const people::Roster& roster,
                                             Instant from, Instant to) {
  std::vector<MissingOverlap> missing;
  for (const program::HandoffRule& rule : program.handoffs) {
    if (!rule.overlap || rule.overlap->length.seconds <= 0) continue;
    for (std::size_t place = 0; place < rule.between.size(); ++place) {
      const std::string& giver = rule.between[place];
      for (const Interval& shift : roster.duty(everybody_of(roster, program, giver), from, to)) {
        if (shift.to >= to) continue;
        // The one with whom he has most time; who comes only later that day counts with none.
        std::optional<MissingOverlap> best;
        for (std::size_t step = 1; step < rule.between.size(); ++step) {
          const std::string& receiver = rule.between[(place + step) % rule.between.size()];
          const auto there = roster.duty(everybody_of(roster, program, receiver), shift.from, shift.to + days(2));
          auto found = overlap_at(shift, there);
          if (!found || (best && best->together >= found->together)) continue;
          found->rule = rule.path;
          found->giver = giver;
          found->receiver = receiver;
          found->wanted = rule.overlap->length;
          best = std::move(found);
        }
        if (best && best->together < best->wanted) missing.push_back(std::move(*best));
      }
    }
  }
  std::ranges::stable_sort(missing, {}, &MissingOverlap::at);
  return missing;
}

}  // namespace yakusoku::lifecycle
