#include "core/lifecycle/handing_over.hpp"

#include <algorithm>

#include "base/assert.hpp"

namespace yakusoku::lifecycle {
namespace {

using handoffs::Handoff;
using Stands = handoffs::State;

std::string attribute(const Act& act, std::string_view name) {
  const auto found = std::ranges::find(act.attributes, name, &tickets::Attribute::name);
  return found == act.attributes.end() ? std::string() : found->value;
}

// What every hand-off tells, and what the program adds.
std::vector<handoffs::Checked> checklist_of(const program::Program& program, const std::string& rule) {
  std::vector<handoffs::Checked> list;
  for (const char* item : {"state", "tried", "told", "next_promise"}) list.emplace_back().item = item;
  const auto written = std::ranges::find(program.handoffs, rule, &program::HandoffRule::path);
  if (written != program.handoffs.end())
    for (std::size_t i = 0; i < written->checklist.size(); ++i)
      list.emplace_back().item = written->path + ".checklist[" + std::to_string(i) + "]";
  return list;
}

void merge(std::vector<handoffs::Checked>& list, const std::vector<handoffs::Checked>& said) {
  for (const handoffs::Checked& each : said) {
    const auto known = std::ranges::find(list, each.item, &handoffs::Checked::item);
    if (known == list.end()) continue;
    known->done = each.done || each.words;
    if (each.words) known->words = each.words;
  }
}

void end(Decision& decision, Handoff handoff, Stands state, PersonId by) {
  handoff.state = state;
  handoff.ended_at = decision.now();
  handoff.ended_by = by;
  decision.say(handoffs::HandoffChanged{handoff});
}

yakusoku::Outcome offer(Decision& decision, const Act& act) {
  const tickets::Ticket& ticket = decision.request().ticket;
  if (ticket.status != tickets::Status::open) return fail(ErrorCode::not_in_this_state, "status");
  if (!ticket.owner) return fail(ErrorCode::not_in_this_state, "owner", "nobody has it who could give it on");
  if (act.owner == ticket.owner) return fail(ErrorCode::invalid, "owner", "it is his already");
  if (const Handoff* standing = decision.request().baton.offered()) {
    // The same one with more of its checklist filled, or another in its stead.
    const bool same = !act.owner && attribute(act, "to").empty();
    if (same) {
      Handoff filled = *standing;
      merge(filled.checklist, act.checklist);
      decision.say(handoffs::HandoffChanged{filled});
      return {};
    }
    end(decision, *standing, Stands::withdrawn, act.actor.person);
  }
  Handoff fresh;
  const auto& before = decision.request().baton.handoffs;
  fresh.number = before.empty() ? 1 : before.back().number + 1;
  fresh.rule = attribute(act, "rule");
  fresh.from_team = attribute(act, "from");
  fresh.to_team = attribute(act, "to");
  fresh.giver = ticket.owner;
  fresh.receiver = act.owner;
  fresh.offered_at = decision.now();
  fresh.until = act.until;
  if (const std::string from = attribute(act, "together_from"); !from.empty())
    fresh.together_from = Instant{std::stoll(from)};
  fresh.checklist = checklist_of(decision.program(), fresh.rule);
  merge(fresh.checklist, act.checklist);
  decision.say(handoffs::HandoffChanged{fresh});
  return {};
}

yakusoku::Outcome take_over(Decision& decision, const Act& act) {
  const Handoff* standing = decision.request().baton.offered();
  if (!standing) return fail(ErrorCode::not_in_this_state, "handoff", "none is offered");
  Handoff handoff = *standing;
  const PersonId receiver = act.actor.person;
  if (!receiver || receiver == handoff.giver) return fail(ErrorCode::not_allowed, "handoff", "the receiver accepts");
  if (handoff.receiver && handoff.receiver != receiver)
    return fail(ErrorCode::not_allowed, "handoff", "it is offered to somebody else");
  // Only while the giver is on shift (PROGRAM.md section 6).
  if (handoff.until < decision.now()) return fail(ErrorCode::not_in_this_state, "handoff", "the giver has gone");
  merge(handoff.checklist, act.checklist);
  const bool told = std::ranges::all_of(handoff.checklist, &handoffs::Checked::done);
  if (!told && !act.consent)
    return fail(ErrorCode::required, "checklist", "what is not told yet, or that it is taken as it is");
  handoff.receiver = receiver;
  end(decision, handoff, Stands::accepted, receiver);
  decision.say(tickets::OwnerSet{receiver});
  decision.events.push_back({"changed", "", {{"fact", "owner"}}});
  decision.happen("handed_over", {{"who", "vendor"}, {"from", handoff.from_team}, {"to", handoff.to_team}});
  decision.happen("assigned", {{"who", "vendor"}});
  return {};
}

yakusoku::Outcome effort_gap(Decision& decision, const Act& act) {
  const auto& gaps = decision.request().baton.gaps;
  handoffs::EffortGap gap;
  if (act.event == "begun") {
    gap.from = act.until;
    decision.say(handoffs::EffortGapChanged{gap});
    return {};
  }
  if (gaps.empty() || gaps.back().to != far_future) return fail(ErrorCode::not_in_this_state, "effort");
  gap = gaps.back();
  if (act.event == "told") {
    gap.told = true;
    decision.tell("lead", "effort_gap", "effort");
  } else {
    gap.to = act.until;
  }
  decision.say(handoffs::EffortGapChanged{gap});
  return {};
}

}  // namespace

yakusoku::Outcome handing_over(Decision& decision, const Act& act) {
  if (act.verb == Verb::offer) return offer(decision, act);
  if (act.verb == Verb::take_over) return take_over(decision, act);
  if (act.verb == Verb::effort_gap) return effort_gap(decision, act);
  ASSERT(act.verb == Verb::withdraw_offer || act.verb == Verb::drop_baton);
  const Handoff* standing = decision.request().baton.offered();
  if (!standing) return fail(ErrorCode::not_in_this_state, "handoff", "none is offered");
  if (act.verb == Verb::withdraw_offer) {
    end(decision, *standing, Stands::withdrawn, act.actor.person);
    return {};
  }
  decision.tell("lead", "dropped_baton", standing->rule.empty() ? "handoffs" : standing->rule);
  end(decision, *decision.request().baton.offered(), Stands::dropped, {});
  return {};
}

void owner_changed(Decision& decision, const Act& act) {
  const Handoff* standing = decision.request().baton.offered();
  if (standing && decision.request().ticket.owner != standing->giver)
    end(decision, *standing, Stands::withdrawn, act.actor.person);
}

}  // namespace yakusoku::lifecycle
