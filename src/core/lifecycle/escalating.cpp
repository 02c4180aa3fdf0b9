#include "core/lifecycle/escalating.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "core/entitlements/gate.hpp"
#include "core/lifecycle/escalation_path.hpp"
#include "core/lifecycle/refusals.hpp"

namespace yakusoku::lifecycle {
namespace {

using escalation::Direction;
using escalation::Escalation;
using tickets::Status;

// The one that the act names; without a number the newest that stands.
Result<Escalation> named(const Request& request, const Act& act) {
  if (act.number == 0) {
    if (const Escalation* standing = standing_escalation(request)) return *standing;
    return fail(ErrorCode::not_in_this_state, "escalation", "none stands");
  }
  const auto known =
      std::ranges::find_if(request.escalations, [&](const Escalation& each) { return each.number == act.number; });
  if (known == request.escalations.end())
    return fail(ErrorCode::unknown_value, "escalation", std::to_string(act.number));
  if (!known->stands()) return fail(ErrorCode::not_in_this_state, "escalation", "it has ended");
  return *known;
}

std::string side_of(const Act& act) {
  return std::string(enum_words(act.actor.side)[static_cast<std::size_t>(act.actor.side)]);
}

// What the program wants to hear of the customer: facts, or words where it asks for a reason.
yakusoku::Outcome has_needs(const Request& request, const Act& act, const program::Escalation::Asked& asked) {
  for (const std::string& need : asked.needs) {
    const bool said = std::ranges::any_of(act.values, [&](const auto& each) { return each.name == need; }) ||
                      program::known(request.ticket.value(need)) || (need == "reason" && !act.words.empty());
    if (!said) return fail(ErrorCode::required, need, "the program asks for it", "escalation.asked.needs");
  }
  return {};
}

yakusoku::Outcome by_that_door(const Request& request, const Act& act, const World& world) {
  const auto& asked = *world.program->escalation.asked;
  if (act.door.empty() || act.door == "api") return {};
  if (!asked.doors.empty()) {
    const bool here = std::ranges::find(asked.doors, act.door) != asked.doors.end();
    return here ? yakusoku::Outcome{}
                : fail(ErrorCode::refused_by_program, "door", act.door, "escalation.asked.doors");
  }
  const auto gate = entitlements::at_door(*world.program, act.door, "escalate", FactsSeen(request, world));
  return gate.open ? yakusoku::Outcome{} : fail(ErrorCode::refused_by_program, "door", act.door, gate.clause);
}

// The customer goes up from where he stands; each refusal says what keeps him and, where it is known, from when on.
Result<const program::EscalationLevel*> level_for_customer(const Request& request, const Act& act,
                                                           const World& world) {
  const program::Escalation& rule = world.program->escalation;
  if (!rule.asked) return fail(ErrorCode::refused_by_program, "escalation", "", "escalation");
  TRY_OUTCOME(by_that_door(request, act, world));
  TRY_OUTCOME(has_needs(request, act, *rule.asked));
  for (const PathLevel& step : escalation_path(request, world)) {
    const bool wanted = act.level.empty() || act.level == "next" ? !step.reached : step.level->id == act.level;
    if (!wanted) continue;
    if (step.allowed) return step.level;
    return fail(ErrorCode::refused_by_program, "level", step.from == far_future ? "" : "from " + to_iso(step.from),
                step.clause);
  }
  if (!act.level.empty() && act.level != "next") return fail(ErrorCode::unknown_value, "level", act.level);
  return fail(ErrorCode::not_in_this_state, "level", "there is nobody further up");
}

// Ours: any level in a free order, else the one after those that were reached.
Result<const program::EscalationLevel*> level_for_us(const Request& request, const Act& act, const World& world) {
  const program::EscalationLevel* next = nullptr;
  for (const PathLevel& step : escalation_path(request, world)) {
    if (!step.reached && !next) next = step.level;
    const bool named = step.level->id == act.level || (!act.level.empty() && step.level->who == act.level);
    if (!named) continue;
    if (world.program->escalation.strict && !step.reached && next != step.level)
      return fail(ErrorCode::refused_by_program, "level", act.level, "escalation.order");
    return step.level;
  }
  if (!act.level.empty() && act.level != "next") return fail(ErrorCode::unknown_value, "level", act.level);
  if (!next) return fail(ErrorCode::not_in_this_state, "level", "there is nobody further up");
  return next;
}

Result<const program::EscalationTier*> tier_for_us(const Request& request, const Act& act, const World& world) {
  const program::EscalationTier* next = next_tier(request, world);
  if (act.level.empty() || act.level == "next") {
    if (!next) return fail(ErrorCode::not_in_this_state, "level", "there is no further tier");
    return next;
  }
  const program::EscalationTier* wanted = world.program->escalation.tier(act.level);
  const program::EscalationTier* present = present_tier(request, *world.program);
  if (wanted <= present) return fail(ErrorCode::not_in_this_state, "level", "the request is there already");
  if (!program::holds(wanted->when, FactsSeen(request, world)))
    return fail(ErrorCode::refused_by_program, "level", wanted->id, wanted->path + ".when");
  if (world.program->escalation.strict && wanted != next)
    return fail(ErrorCode::refused_by_program, "level", wanted->id, "escalation.order");
  return wanted;
}

// Who of those that lead escalations is on duty; zero: nobody, or nobody knows.
PersonId manager_on_duty(const Decision& decision) {
  if (decision.program().escalation.manager.empty()) return {};
  const program::FactValue known = decision.facts().value_of("duty.manager");
  const auto* number = std::get_if<std::int64_t>(&known);
  return number ? PersonId{*number} : PersonId{};
}

// By when the level answers, as its `within` says.
Instant answer_by(const Decision& decision, const program::EscalationLevel& level) {
  const auto chosen = program::choose(level.within, decision.facts());
  if (!chosen.value) return far_future;
  const auto selection = clocks::measure(*chosen.value, decision.program(), decision.facts(), decision.now(),
                                         *decision.world().calendars);
  if (!selection || selection->firmness != clocks::Firmness::firm) return far_future;
  return clocks::due_after(*selection, decision.now(), selection->budget, *decision.world().calendars);
}

Escalation begun(const Decision& decision, const Act& act) {
  Escalation fresh;
  fresh.number = static_cast<int>(decision.request().escalations.size()) + 1;
  fresh.asked_by = side_of(act);
  fresh.by = act.actor.person;
  fresh.reason = act.message;
  fresh.at = decision.now();
  fresh.manager = manager_on_duty(decision);
  return fresh;
}

// Nobody of that role is on duty now. Unknown: nobody keeps a rota, so somebody is taken to be there.
bool off_duty(const Decision& decision, const std::string& role) {
  return program::to_text(decision.facts().value_of("duty." + role)) == "no";
}

// A promise of ours that falls due before an answer is to be had at all: owner and lead hear of it at once.
void warn_of_bound(Decision& decision, const Escalation& escalation) {
  const Request& request = decision.request();
  const Promise* promise = request.promise();
  bool inside = promise && promise->due < escalation.not_before;
  for (const clocks::Cycle& cycle : request.cycles) {
    const program::ClockRule* rule = decision.program().clock(cycle.clock);
    inside = inside || (rule && rule->owed_by == "vendor" && cycle.state == clocks::State::running &&
                        cycle.selection->firmness != clocks::Firmness::at_least && cycle.due < escalation.not_before);
  }
  if (!inside) return;
  decision.tell("owner", "promise_inside_bound", escalation.path);
  decision.tell("lead", "promise_inside_bound", escalation.path);
}

// The lower bound is a clock of the program's that began with this step: "at least 24 h".
void note_bound(Decision& decision, Escalation escalation) {
  for (const clocks::Cycle& cycle : decision.request().cycles) {
    if (cycle.state != clocks::State::running || cycle.started_at != decision.now()) continue;
    if (cycle.selection->firmness != clocks::Firmness::at_least || cycle.due == far_future) continue;
    if (escalation.not_before == far_future || escalation.not_before < cycle.due) escalation.not_before = cycle.due;
  }
  if (escalation.not_before == far_future) return;
  decision.say(escalation::EscalationChanged{escalation});
  warn_of_bound(decision, escalation);
}

void reached(Decision& decision, Escalation escalation, const std::string& who, std::vector<tickets::Attribute> said,
             std::int64_t by) {
  const bool nobody = !who.empty() && off_duty(decision, who);
  if (!who.empty()) (nobody ? escalation.skipped : escalation.told).push_back(who);
  decision.say(escalation::EscalationChanged{escalation});
  if (nobody) decision.tell("lead", "nobody_on_duty", escalation.path);
  if (escalation.manager && who != decision.program().escalation.manager)
    decision.tell(decision.program().escalation.manager, "escalation", escalation.path);
  said.push_back({"who", escalation.asked_by});
  decision.count("escalated", by);
  decision.happen("escalated", std::move(said));
}

void to_tier(Decision& decision, const Act& act, const program::EscalationTier& tier) {
  const auto& tiers = decision.program().escalation.tiers;
  const auto place = [&](const program::EscalationTier* each) { return each - tiers.data(); };
  const auto from = place(present_tier(decision.request(), decision.program()));
  Escalation fresh = begun(decision, act);
  fresh.direction = Direction::functional;
  fresh.to = tier.id;
  fresh.path = tier.path;
  fresh.in_lane = !decision.program().escalation.lane.empty() && &tier == &tiers.back();
  decision.set("tier", tier.id, tier.path);
  reached(decision, std::move(fresh), tier.team, {{"tier", tier.id}, {"level", std::to_string(place(&tier))}},
          place(&tier) - from);
}

void to_level(Decision& decision, const Act& act, const program::EscalationLevel& level) {
  Escalation fresh = begun(decision, act);
  fresh.to = level.id;
  fresh.path = level.path;
  fresh.answer_by = answer_by(decision, level);
  fresh.in_lane = !decision.program().escalation.lane.empty() && decision.program().escalation.tiers.empty();
  decision.tell(level.who.empty() ? "lead" : level.who, "escalation", level.path);
  reached(decision, std::move(fresh), level.who, {{"level", level.id}}, 1);
}

yakusoku::Outcome escalate(Decision& decision, const Act& act) {
  const Request& request = decision.request();
  if (request.ticket.status != Status::open) return fail(ErrorCode::not_in_this_state, "status");
  const program::Program& program = decision.program();
  const program::Kind* kind = program.kind(request.ticket.word("kind"));
  if (kind && kind->is_exempt("escalation"))
    return fail(ErrorCode::refused_by_program, "escalation", kind->id, "kinds." + kind->id + ".exempt");
  for (const tickets::Value& each : act.values) {
    TRY_OUTCOME(may_set(request, each, act, decision.world()));
    decision.set(each.name, each.fact());
  }
  if (act.actor.side == Side::customer) {
    const auto* level = TRY(level_for_customer(request, act, decision.world()));
    decision.happen("escalation_asked", {{"who", "customer"}, {"level", level->id}});
    to_level(decision, act, *level);
    return {};
  }
  const bool next = act.level.empty() || act.level == "next";
  if (next ? !program.escalation.tiers.empty() : program.escalation.tier(act.level) != nullptr) {
    to_tier(decision, act, *TRY(tier_for_us(request, act, decision.world())));
  } else {
    to_level(decision, act, *TRY(level_for_us(request, act, decision.world())));
  }
  return {};
}

yakusoku::Outcome acknowledge(Decision& decision, const Act& act) {
  Escalation known = TRY(named(decision.request(), act));
  if (known.acknowledged_at != far_future) return fail(ErrorCode::not_in_this_state, "escalation", "acknowledged");
  known.acknowledged_at = decision.now();
  known.acknowledged_by = act.actor.person;
  if (act.owner) known.manager = act.owner;
  decision.say(escalation::EscalationChanged{known});
  decision.happen("engaged",
                  {{"who", side_of(act)}, {known.direction == Direction::functional ? "tier" : "level", known.to}});
  return {};
}

yakusoku::Outcome end(Decision& decision, const Act& act) {
  Escalation known = TRY(named(decision.request(), act));
  if (act.actor.side == Side::customer && known.asked_by != "customer")
    return fail(ErrorCode::not_allowed, "escalation", "he did not ask for it");
  known.ended_at = decision.now();
  known.ended_why = side_of(act);
  decision.say(escalation::EscalationChanged{known});
  return {};
}

constexpr std::size_t most_steps = 50;

yakusoku::Outcome plan(Decision& decision, const Act& act) {
  Escalation known = TRY(named(decision.request(), act));
  if (act.plan.empty()) return fail(ErrorCode::required, "plan");
  // What the customer has accepted, or somebody has done, stays; the rest is written anew.
  std::erase_if(known.plan, [](const escalation::PlanStep& each) {
    return each.accepted_at == far_future && each.done_at == far_future;
  });
  if (known.plan.size() + act.plan.size() > most_steps) return fail(ErrorCode::too_many, "plan");
  int number = known.plan.empty() ? 0 : known.plan.back().number;
  for (escalation::PlanStep step : act.plan) {
    if (step.side != "vendor" && step.side != "customer") return fail(ErrorCode::unknown_value, "side", step.side);
    step.number = ++number;
    step.accepted_at = step.done_at = far_future;
    known.plan.push_back(step);
  }
  decision.say(escalation::EscalationChanged{known});
  return {};
}

// `event` says what became of the step: accepted, by the customer alone; done, by whose it is.
yakusoku::Outcome plan_step(Decision& decision, const Act& act) {
  Escalation known = TRY(named(decision.request(), act));
  const int number = act.plan.empty() ? 0 : act.plan.front().number;
  const auto step = std::ranges::find(known.plan, number, &escalation::PlanStep::number);
  if (step == known.plan.end()) return fail(ErrorCode::unknown_value, "plan", std::to_string(number));
  if (act.event == "accepted") {
    if (act.actor.side != Side::customer) return fail(ErrorCode::not_allowed, "plan", "the customer accepts it");
    if (step->accepted_at != far_future) return fail(ErrorCode::not_in_this_state, "plan", "accepted");
    step->accepted_at = decision.now();
    step->accepted_by = act.actor.person;
  } else if (act.event == "done") {
    if (act.actor.side == Side::customer && step->side != "customer")
      return fail(ErrorCode::not_allowed, "plan", "it is the vendor's step");
    if (step->accepted_at == far_future) return fail(ErrorCode::not_in_this_state, "plan", "not accepted yet");
    if (step->done_at != far_future) return fail(ErrorCode::not_in_this_state, "plan", "done");
    step->done_at = decision.now();
    step->done_by = act.actor.person;
  } else {
    return fail(ErrorCode::unknown_value, "plan", "accepted or done");
  }
  decision.say(escalation::EscalationChanged{known});
  return {};
}

}  // namespace

yakusoku::Outcome escalating(Decision& decision, const Act& act) {
  if (act.verb == Verb::escalate) return escalate(decision, act);
  if (act.verb == Verb::acknowledge) return acknowledge(decision, act);
  if (act.verb == Verb::end_escalation) return end(decision, act);
  if (act.verb == Verb::plan_change) return plan(decision, act);
  ASSERT(act.verb == Verb::plan_step);
  return plan_step(decision, act);
}

bool climbs(const Decision& decision, const std::string& clock) {
  return std::ranges::none_of(decision.request().escalations, [&](const Escalation& each) {
    return each.stands() && each.cause == clock && each.acknowledged_at != far_future;
  });
}

bool climb(Decision& decision, const program::Action& action, const std::string& clock, const std::string& path) {
  const program::Program& program = decision.program();
  Act act;
  act.actor.side = Side::program;
  act.level = action.argument;
  Escalation fresh = begun(decision, act);
  fresh.cause = clock;
  fresh.path = path;
  fresh.to = action.argument;
  std::string who = action.argument;
  std::vector<tickets::Attribute> said{{"level", action.argument}};
  if (const program::EscalationTier* tier = program.escalation.tier(action.argument)) {
    fresh.direction = Direction::functional;
    who = tier->team;
    decision.set("tier", tier->id, path);
    said.insert(said.begin(), {"tier", tier->id});
  } else if (const auto level = level_for_us(decision.request(), act, decision.world())) {
    fresh.to = (*level)->id;
    fresh.answer_by = answer_by(decision, **level);
    if (!(*level)->who.empty()) who = (*level)->who;
  }
  const bool nobody = off_duty(decision, who);
  reached(decision, std::move(fresh), who, std::move(said), 1);
  return !nobody;
}

void note_unanswered(Decision& decision) {
  const std::vector<Escalation> all = decision.request().escalations;
  for (Escalation each : all) {
    if (!each.awaited() || each.answer_by >= decision.now()) continue;
    each.unanswered = true;
    decision.say(escalation::EscalationChanged{each});
    const std::string& manager = decision.program().escalation.manager;
    decision.tell(manager.empty() ? "lead" : manager, "escalation_unanswered", each.path);
  }
}

void note_bounds(Decision& decision) {
  if (decision.request().escalations.empty()) return;
  const Escalation newest = decision.request().escalations.back();
  if (newest.stands() && newest.at == decision.now() && newest.not_before == far_future) note_bound(decision, newest);
}

void nobody_on_ladder(Decision& decision, const std::string& path) {
  decision.tell("admin", "nobody_on_ladder", path);
}

void end_escalations(Decision& decision, const std::vector<tickets::Event>& events) {
  std::string cause;
  const std::vector<Escalation> all = decision.request().escalations;
  if (std::ranges::none_of(all, &Escalation::stands)) return;
  const auto& ends_on = decision.program().escalation.ends_on.patterns;
  if (ends_on.empty()) {  // where the program does not say, an escalation lasts as long as the request is open
    const auto over = std::ranges::find_if(
        events, [](const tickets::Event& each) { return each.name == "solved" || each.name == "closed"; });
    if (over == events.end()) return;
    cause = over->name;
  } else if (!matches_any(ends_on, events, decision.facts(), &cause)) {
    return;
  }
  for (Escalation each : all) {
    if (!each.stands()) continue;
    each.ended_at = decision.now();
    each.ended_why = cause;
    decision.say(escalation::EscalationChanged{each});
  }
}

}  // namespace yakusoku::lifecycle
