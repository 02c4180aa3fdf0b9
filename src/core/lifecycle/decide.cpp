#include "core/lifecycle/decide.hpp"

#include <algorithm>
#include <array>

#include "core/lifecycle/decision.hpp"
#include "core/lifecycle/escalating.hpp"
#include "core/lifecycle/escalation_path.hpp"
#include "core/lifecycle/handing_over.hpp"
#include "core/lifecycle/meeting.hpp"
#include "core/lifecycle/refusals.hpp"

namespace yakusoku::lifecycle {

std::span<const std::string_view> enum_words(Side) {
  static constexpr std::array<std::string_view, 3> words{"customer", "vendor", "program"};
  return words;
}
std::span<const std::string_view> enum_words(Verb) {
  static constexpr std::array<std::string_view, 31> words{
      "open",        "message",   "reply",   "note",      "happen",         "set",         "hold",
      "resume",      "assign",    "promise", "agree",     "solve",          "close",       "reopen",
      "absorb",      "merged",    "splice",  "wake",      "escalate",       "acknowledge", "end_escalation",
      "plan_change", "plan_step", "offer",   "take_over", "withdraw_offer", "drop_baton",  "effort_gap",
      "meet",        "annotate",  "move"};
  return words;
}

namespace {

using tickets::Status;

std::string_view side_word(const Actor& actor) {
  return enum_words(actor.side)[static_cast<std::size_t>(actor.side)];
}

std::vector<tickets::Attribute> said_by(const Act& act) {
  std::vector<tickets::Attribute> attributes{{"who", std::string(side_word(act.actor))}};
  if (!act.actor.role.empty()) attributes.push_back({"role", act.actor.role});
  if (!act.door.empty()) attributes.push_back({"door", act.door});
  for (const tickets::Attribute& each : act.attributes) attributes.push_back(each);
  return attributes;
}

void take_turn(Decision& decision, bool acted, bool asked) {
  const tickets::Ticket& ticket = decision.request().ticket;
  if (ticket.acted != acted || ticket.asked != asked) decision.say(tickets::TurnSet{acted, asked});
}

// Our public word may ask the customer something: only then does the ball lie with him (R2).
void wait_for_customer(Decision& decision) {
  decision.set("waiting_on", std::string("customer"));
  decision.happen("information_asked");
}

yakusoku::Outcome open(Decision& decision, const Act& act) {
  tickets::Opened fact;
  tickets::Ticket& ticket = fact.ticket;
  ticket = entering(act, decision.world()).ticket;
  TRY_OUTCOME(may_open(ticket, act, decision.world()));
  Request at_the_door;
  at_the_door.ticket = ticket;
  const program::Admission* rule = admission(decision.program(), FactsSeen(at_the_door, decision.world()));
  if (rule && !rule->hand_to.empty()) {
    tickets::evolve(ticket, tickets::ValueSet{tickets::Value::of("handed_to", rule->hand_to), "", rule->path});
  }
  for (const program::FactRule& own : decision.program().facts) {
    if (own.type != program::FactRule::Type::zone) continue;
    const program::FactValue zone = FactsSeen(at_the_door, decision.world()).value_of(own.name);
    if (program::known(zone))
      tickets::evolve(ticket, tickets::ValueSet{tickets::Value::of(pinned_zone(own.name), zone), "", "R10"});
  }
  decision.say(fact);
  decision.happen("opened", said_by(act));
  if (act.actor.side == Side::customer) decision.happen("message", said_by(act));
  return {};
}

void open_again(Decision& decision, const Act& act) {
  decision.set_status(Status::open);
  decision.count("reopened");
  if (decision.request().ticket.word("restored") == "yes") decision.set("restored", std::string("no"));
  decision.happen("reopened", said_by(act));
  decision.continue_cycles("reopened");
}

yakusoku::Outcome message(Decision& decision, const Act& act) {
  if (decision.request().ticket.status != Status::open) {
    TRY_OUTCOME(may_reopen(decision.request(), act, decision.world()));
    open_again(decision, act);
  }
  take_turn(decision, decision.request().ticket.acted, false);
  decision.set("waiting_on", std::string("vendor"));
  decision.set("attempts", std::int64_t{0});
  for (const tickets::Value& each : act.values) decision.set(each.name, each.fact());
  decision.happen("message", said_by(act));
  return {};
}

// The marks and the promise that come with a public word; the promise counts once the cadence's next cycle runs.
yakusoku::Outcome reply(Decision& decision, const Act& act) {
  if (decision.request().ticket.status == Status::closed) return fail(ErrorCode::not_in_this_state, "status");
  for (const std::string& mark : act.marks) TRY_OUTCOME(known_mark(decision.program(), mark));
  if (act.until != far_future) TRY_OUTCOME(may_promise(decision.request(), act, decision.world()));
  const Promise* standing = decision.request().promise();
  const Instant stays_until = standing && act.keeps_promise ? standing->due : far_future;
  if (stays_until == far_future) decision.end_promise(Outcome::kept);
  std::vector<tickets::Attribute> attributes = said_by(act);
  for (const std::string& mark : act.marks) attributes.push_back({"marked", mark});
  take_turn(decision, true, act.asks);
  decision.happen("reply", attributes);
  for (const std::string& mark : act.marks) decision.happen(mark, said_by(act));
  if (act.asks) {
    wait_for_customer(decision);
  } else if (decision.request().ticket.word("waiting_on") == "customer") {
    decision.set("waiting_on", std::string("vendor"));
  }
  if (act.until != far_future) decision.happen("promised", said_by(act));
  if (!act.reason.empty()) TRY_OUTCOME(solve(decision, act));
  decision.follow();
  if (act.until != far_future) {
    decision.give_promise(act.until, act.actor);
  } else if (stays_until != far_future) {
    decision.apply_promise(stays_until);
  }
  return {};
}

yakusoku::Outcome hold(Decision& decision, const Act& act) {
  if (decision.request().ticket.status != Status::open) return fail(ErrorCode::not_in_this_state, "status");
  const std::string on = act.values.empty() ? "internal" : act.values.front().word;
  take_turn(decision, true, decision.request().ticket.asked);
  if (on == "customer") {
    // Without a public question the ball has not moved: an internal wait, which pauses nothing (R2).
    if (decision.request().ticket.asked) {
      decision.set("waiting_on", std::string("customer"));
    } else {
      decision.set("parked", std::string("customer"), "R2");
    }
  } else if (on == "third_party") {
    decision.set("waiting_on", std::string("third_party"));
  } else if (on == "internal") {
    decision.set("parked", std::string("internal"));
  } else {
    return fail(ErrorCode::unknown_value, "waiting_on", "customer, third_party or internal");
  }
  if (act.until != far_future) decision.set("parked_until", act.until.seconds);
  return {};
}

yakusoku::Outcome resume(Decision& decision, const Act&) {
  if (decision.request().ticket.status != Status::open) return fail(ErrorCode::not_in_this_state, "status");
  decision.set("waiting_on", std::string("vendor"));
  if (program::known(decision.request().ticket.value("parked"))) decision.set("parked", program::FactValue{});
  return {};
}

yakusoku::Outcome set_values(Decision& decision, const Act& act) {
  for (tickets::Value each : act.values) {
    if (each.form == tickets::Value::Form::word) {
      each.word = decision.stepped_value(each.name, each.word);
      if (each.word.empty()) return fail(ErrorCode::invalid, each.name, "there is no value beyond the present one");
    }
    TRY_OUTCOME(may_set(decision.request(), each, act, decision.world()));
    if (each.name == "severity") {
      decision.set("severity_set", each.fact());
      if (act.actor.side == Side::vendor) decision.happen("triaged", said_by(act));
    } else {
      decision.set(each.name, each.fact());
    }
  }
  if (act.actor.side == Side::vendor) take_turn(decision, true, decision.request().ticket.asked);
  return {};
}

yakusoku::Outcome happen(Decision& decision, const Act& act) {
  TRY_OUTCOME(known_event(decision.program(), act.event));
  if (decision.request().ticket.status == Status::closed) return fail(ErrorCode::not_in_this_state, "status");
  const std::string& event = act.event;
  if (act.actor.side == Side::vendor) take_turn(decision, true, decision.request().ticket.asked);
  if (event == "restored") decision.set("restored", std::string("yes"));
  if (event == "workaround_given") decision.set("workaround", std::string("given"));
  if (event == "workaround_failed") {
    decision.set("workaround", std::string("failed"));
    decision.set("restored", std::string("no"));
    decision.continue_cycles("workaround_failed");
  }
  if (event == "status_post") decision.end_promise(Outcome::kept);  // public, too (R11)
  if (event == "attempt") decision.count("attempts");
  if (event == "escalated") decision.count("escalated");
  if (event == "call" && act.actor.side == Side::customer) decision.set("phoned", std::string("yes"));
  decision.happen(event, said_by(act));
  return {};
}

yakusoku::Outcome assign(Decision& decision, const Act& act) {
  for (const tickets::Value& each : act.values) decision.set(each.name, each.fact());
  if (decision.request().ticket.owner != act.owner) {
    decision.say(tickets::OwnerSet{act.owner});
    decision.events.push_back({"changed", "", {{"fact", "owner"}}});
    owner_changed(decision, act);
  }
  if (act.actor.side == Side::vendor) take_turn(decision, true, decision.request().ticket.asked);
  if (act.owner) decision.happen("assigned", said_by(act));
  return {};
}

yakusoku::Outcome agree(Decision& decision, const Act& act) {
  const program::ClockRule* rule = decision.program().clock(act.clock);
  const clocks::Cycle* cycle = decision.request().cycle(act.clock);
  if (!rule || !rule->replaced_by_agreement)
    return fail(ErrorCode::refused_by_program, "clock", "", "clocks." + act.clock);
  if (!cycle || cycle->state != clocks::State::running) return fail(ErrorCode::not_in_this_state, "clock");
  const auto amount = program::parse_amount(act.amount);
  if (!amount) return fail(ErrorCode::invalid, "amount", amount.error().detail);
  auto selection = clocks::measure(*amount, decision.program(), decision.facts(cycle->started_at), cycle->started_at,
                                   *decision.world().calendars);
  if (!selection || !selection->has_due())
    return fail(ErrorCode::invalid, "amount", "an amount with a due is expected");
  selection->path = rule->path + "#agreed";
  const clocks::Cycle after = clocks::agreed(*cycle, *selection, decision.now(), *decision.world().calendars);
  decision.change(Change::selected, decision.rearmed(after, *rule), "agreed", "agreement");
  decision.happen("agreed", said_by(act));
  return {};
}

yakusoku::Outcome close(Decision& decision, const Act& act) {
  if (decision.request().ticket.status == Status::closed) return fail(ErrorCode::not_in_this_state, "status");
  if (decision.request().ticket.status == Status::open) TRY_OUTCOME(solve(decision, act));
  decision.set_status(Status::closed, decision.request().ticket.closing_reason);
  decision.happen("closed", said_by(act));
  return {};
}

yakusoku::Outcome reopen(Decision& decision, const Act& act) {
  if (decision.request().ticket.status == Status::open) return fail(ErrorCode::not_in_this_state, "status");
  TRY_OUTCOME(may_reopen(decision.request(), act, decision.world()));
  decision.set("waiting_on", std::string("vendor"));
  open_again(decision, act);
  return {};
}

yakusoku::Outcome absorb(Decision& decision, const Act&) {
  if (!decision.world().other || decision.request().ticket.status == Status::closed)
    return fail(ErrorCode::not_in_this_state, "status");
  decision.absorb(*decision.world().other);
  decision.happen("merged");
  return {};
}

yakusoku::Outcome merged(Decision& decision, const Act& act) {
  if (decision.request().ticket.status == Status::closed) return fail(ErrorCode::not_in_this_state, "status");
  decision.end_promise(Outcome::replaced);
  const std::vector<Shared<clocks::Cycle>> cycles = decision.request().cycles;
  for (const clocks::Cycle& cycle : cycles)
    if (cycle.state != clocks::State::ended) decision.end_cycle(cycle, clocks::Verdict::merged, "merged");
  decision.set_status(Status::closed, "merged", act.ticket);
  return {};
}

yakusoku::Outcome promise(Decision& decision, const Act& act) {
  TRY_OUTCOME(may_promise(decision.request(), act, decision.world()));
  decision.happen("promised", said_by(act));
  decision.follow();
  decision.give_promise(act.until, act.actor);
  return {};
}

// What is said about a breach changes nothing of it (R14); the words are a message, here is only its number.
yakusoku::Outcome annotate(Decision& decision, const Act& act) {
  if (!decision.program().clock(act.clock)) return fail(ErrorCode::unknown_value, "clock", act.clock, "clocks");
  std::vector<tickets::Attribute> attributes = said_by(act);
  attributes.push_back({"clock", act.clock});
  attributes.push_back({"message", std::to_string(act.message.value)});
  decision.happen("breach_annotated", attributes);
  return {};
}

// Its verdicts were settled under the version that it leaves: whoever moves it wakes it there first.
yakusoku::Outcome move(Decision& decision, const Act& act) {
  if (decision.request().ticket.status == Status::closed) return fail(ErrorCode::not_in_this_state, "status");
  if (decision.request().ticket.version == decision.program().hash) return {};
  decision.move_to_program();
  decision.happen("moved", said_by(act));
  return {};
}

yakusoku::Outcome perform(Decision& decision, const Act& act) {
  switch (act.verb) {
    case Verb::open: return open(decision, act);
    case Verb::message: return message(decision, act);
    case Verb::reply: return reply(decision, act);
    case Verb::note:
      if (act.actor.side == Side::vendor) take_turn(decision, true, decision.request().ticket.asked);
      decision.happen("note", said_by(act));
      return {};
    case Verb::happen: return happen(decision, act);
    case Verb::set: return set_values(decision, act);
    case Verb::hold: return hold(decision, act);
    case Verb::resume: return resume(decision, act);
    case Verb::assign: return assign(decision, act);
    case Verb::promise: return promise(decision, act);
    case Verb::agree: return agree(decision, act);
    case Verb::solve: return solve(decision, act);
    case Verb::close: return close(decision, act);
    case Verb::reopen: return reopen(decision, act);
    case Verb::absorb: return absorb(decision, act);
    case Verb::merged: return merged(decision, act);
    case Verb::splice:  // what there is to see, each act sees first
    case Verb::wake: return {};
    case Verb::escalate:
    case Verb::acknowledge:
    case Verb::end_escalation:
    case Verb::plan_change:
    case Verb::plan_step: return escalating(decision, act);
    case Verb::offer:
    case Verb::take_over:
    case Verb::withdraw_offer:
    case Verb::drop_baton:
    case Verb::effort_gap: return handing_over(decision, act);
    case Verb::meet: return meeting(decision, act);
    case Verb::annotate: return annotate(decision, act);
    case Verb::move: return move(decision, act);
  }
  return {};
}

}  // namespace

Request entering(const Act& act, const World& world) {
  Request request;
  tickets::Ticket& ticket = request.ticket;
  ticket.id = act.ticket;
  ticket.program = world.program->id;
  ticket.version = world.program->hash;
  ticket.requester = act.requester;
  ticket.organization = act.organization;
  ticket.acted = act.actor.side == Side::vendor;
  for (const tickets::Value& each : act.values) tickets::evolve(ticket, tickets::ValueSet{each, "", ""});
  // What is known of the people is read now and stays (PROGRAM.md section 4, R10).
  for (const tickets::Value& each : world.known)
    if (!lives_on(each.name)) tickets::evolve(ticket, tickets::ValueSet{each, "", ""});
  if (!act.door.empty()) tickets::evolve(ticket, tickets::ValueSet{tickets::Value::of("channel", act.door), "", ""});
  ticket.opened_at = world.now;
  return request;
}

yakusoku::Outcome solve(Decision& decision, const Act& act) {
  if (decision.request().ticket.status != Status::open) return fail(ErrorCode::not_in_this_state, "status");
  const std::string reason = act.reason.empty() ? decision.program().closing.by_default : act.reason;
  TRY_OUTCOME(may_solve(decision.request(), reason, decision.world()));
  if (act.actor.side == Side::vendor) take_turn(decision, true, false);
  decision.end_promise(Outcome::kept);  // who is told that it is solved waits for no update
  decision.set_status(Status::solved, reason);
  std::vector<tickets::Attribute> attributes = said_by(act);
  attributes.push_back({"reason", reason});
  decision.happen("solved", attributes);
  if (const program::ClosingReason* known = decision.program().closing.reason(reason)) {
    for (const program::Action& action : known->then)
      decision.act(action, "", "closing.reasons." + reason, far_future);
  }
  return {};
}

Result<Decided> act_on(Request request, const Act& act, const World& world) {
  Decision decision(std::move(request), world);
  if (act.verb != Verb::open) {
    if (decision.request().ticket.opened_at == far_future) return fail(ErrorCode::not_found, "ticket");
    // What moves has been settled under the version that it leaves; the new one has no say before it is there.
    if (act.verb != Verb::move) {
      decision.adopt_calendars();
      decision.settle();
      decision.follow();
      decision.note_ladders();
    }
  }
  TRY_OUTCOME(perform(decision, act));
  decision.follow();
  decision.take_steps();
  decision.follow();
  note_bounds(decision);
  const auto rank = program::choose(world.program->queue.rank, decision.facts());
  const std::int64_t value = (rank.value ? *rank.value : 0) - (in_lane(decision.request()) ? lane_lead : 0);
  if (value != decision.request().rank) decision.say(Ranked{value});
  return decision.take();
}

Result<std::vector<Fact>> decide(const Request& request, const Act& act, const World& world) {
  auto decided = act_on(request, act, world);
  if (!decided) return std::unexpected(std::move(decided.error()));
  return std::move(decided->facts);
}

}  // namespace yakusoku::lifecycle
