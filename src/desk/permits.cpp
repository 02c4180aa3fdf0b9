#include "desk/permits.hpp"

#include <algorithm>

namespace yakusoku::desk {
namespace {

using lifecycle::Verb;
using tickets::Status;

bool customer_may(Verb verb) {
  switch (verb) {
    case Verb::message:
    case Verb::set:
    case Verb::happen:
    case Verb::solve:
    case Verb::escalate:
    case Verb::end_escalation:
    case Verb::plan_step:
    case Verb::meet:
    case Verb::reopen: return true;
    case Verb::open:
    case Verb::reply:
    case Verb::note:
    case Verb::hold:
    case Verb::resume:
    case Verb::assign:
    case Verb::promise:
    case Verb::agree:
    case Verb::close:
    case Verb::absorb:
    case Verb::merged:
    case Verb::splice:
    case Verb::wake:
    case Verb::move:
    case Verb::acknowledge:
    case Verb::plan_change:
    case Verb::offer:
    case Verb::take_over:
    case Verb::withdraw_offer:
    case Verb::drop_baton:
    case Verb::effort_gap:
    case Verb::annotate: return false;
  }
  return false;
}

// What only the desk itself, or another use case on its way, does.
bool internal(Verb verb) {
  return verb == Verb::open || verb == Verb::absorb || verb == Verb::merged || verb == Verb::splice ||
         verb == Verb::wake || verb == Verb::move || verb == Verb::drop_baton || verb == Verb::effort_gap;
}

}  // namespace

Outcome may_do(Reader& reader, const Caller& caller, const Loaded& loaded, const lifecycle::Act& act) {
  if (caller.is_desk) return {};
  if (internal(act.verb)) return fail(ErrorCode::not_allowed);
  if (caller.role == ports::Role::light_agent) {
    return act.verb == Verb::note ? Outcome{} : fail(ErrorCode::not_allowed);
  }
  if (caller.staff()) {
    if (act.verb == Verb::message && act.actor.side == lifecycle::Side::vendor)
      return fail(ErrorCode::not_allowed, "", "a person of ours does not write as the customer");
    if (act.actor.side == lifecycle::Side::customer && act.verb != Verb::message && act.verb != Verb::happen &&
        act.verb != Verb::reopen && act.verb != Verb::escalate && act.verb != Verb::end_escalation &&
        act.verb != Verb::plan_step && act.verb != Verb::meet) {
      return fail(ErrorCode::not_allowed, "by", "this is not said for him");
    }
    // Whether a breach counts is not for whoever worked on it to say.
    const bool excuses = act.verb == Verb::annotate && std::ranges::any_of(act.attributes, [](const auto& each) {
                           return each.name == "excused" && each.value == "yes";
                         });
    if (excuses && caller.role == ports::Role::agent) return fail(ErrorCode::not_allowed, "excused");
    if (act.verb == Verb::assign && act.owner) {
      const auto owner = reader.person(act.owner);
      if (!owner || !ports::is_staff(owner->role) || owner->suspended || owner->role == ports::Role::light_agent) {
        return fail(ErrorCode::unknown_value, "assignee_id");
      }
    }
    return {};
  }
  if (!customer_may(act.verb)) return fail(ErrorCode::not_allowed);
  const bool own = loaded.request.ticket.requester == caller.person || caller.role == ports::Role::customer_admin;
  if (act.verb != Verb::message && !own) return fail(ErrorCode::not_allowed);
  // Of what happens, the customer says only this much himself.
  if (act.verb == Verb::happen && act.event != "escalation_asked" && act.event != "workaround_failed" &&
      act.event != "evidence_complete") {
    return fail(ErrorCode::not_allowed, "event", act.event);
  }
  return {};
}

std::vector<std::string> allowed_verbs(const Caller& caller, const Loaded& loaded) {
  const Status status = loaded.request.ticket.status;
  if (status == Status::closed) return {};
  if (caller.role == ports::Role::light_agent) return {"note"};
  std::vector<std::string> may;
  if (!caller.staff()) {
    may.emplace_back("reply");
    if (status == Status::open) may.emplace_back("solve");
    if (status == Status::solved) may.emplace_back("reopen");
    if (status == Status::open && !loaded.request.allowed.empty()) may.emplace_back("escalate");
    return may;
  }
  may = {"reply", "note", "promise", "assign", "event"};
  if (!loaded.program->severity.levels.empty()) may.emplace_back("set_severity");
  if (status == Status::open) may.insert(may.end(), {"hold", "resume", "solve", "merge"});
  if (status == Status::solved) may.insert(may.end(), {"reopen", "close"});
  return may;
}

Outcome administers(const Caller& caller) {
  if (caller.is_desk || caller.role == ports::Role::admin) return {};
  return fail(ErrorCode::not_allowed);
}

}  // namespace yakusoku::desk
