#include "core/lifecycle/refusals.hpp"

#include <algorithm>

namespace yakusoku::lifecycle {
namespace {

constexpr std::int64_t most_cadences = 8;  // R11: how far ahead a promise may lie without a lead

bool has(const std::vector<std::string>& list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

std::string word_of(const program::FactValue& value) {
  return program::known(value) ? program::to_text(value) : std::string();
}

yakusoku::Outcome fits(const program::FactRule& rule, const tickets::Value& value) {
  using Type = program::FactRule::Type;
  const program::FactValue fact = value.fact();
  if (!program::known(fact)) return {};
  switch (rule.type) {
    case Type::choice:
      if (has(rule.values, word_of(fact))) return {};
      return fail(ErrorCode::unknown_value, rule.name, word_of(fact), "facts." + rule.name);
    case Type::flag:
      if (word_of(fact) == "yes" || word_of(fact) == "no") return {};
      return fail(ErrorCode::unknown_value, rule.name, "yes or no", "facts." + rule.name);
    case Type::number:
    case Type::instant:
      if (std::holds_alternative<std::int64_t>(fact)) return {};
      return fail(ErrorCode::invalid, rule.name, "a number is expected", "facts." + rule.name);
    case Type::amount:
      if (program::parse_amount(word_of(fact))) return {};
      return fail(ErrorCode::invalid, rule.name, "an amount is expected", "facts." + rule.name);
    case Type::text:
    case Type::date:
    case Type::zone:
    case Type::file:
    case Type::person: return {};
  }
  return {};
}

// A level exists for this case and is none that is never given.
yakusoku::Outcome level_exists(const program::Program& program, const std::string& level,
                               const program::Facts& facts) {
  const program::Level* found = program.severity.level(level);
  if (!found) return fail(ErrorCode::unknown_value, "severity", level, "severity.levels");
  if (found->never || !program::holds(found->when, facts))
    return fail(ErrorCode::refused_by_program, "severity", level, "severity.levels." + level);
  return {};
}

}  // namespace

const program::Admission* admission(const program::Program& program, const program::Facts& facts) {
  for (const program::Admission& rule : program.admit) {
    if (!program::holds(rule.when, facts)) continue;
    return rule.accept ? nullptr : &rule;
  }
  return nullptr;
}

namespace {

yakusoku::Outcome may_enter(const program::Program& program, const program::Facts& facts) {
  const program::Admission* rule = admission(program, facts);
  if (!rule) return {};
  if (!rule->refuse.empty())
    return fail(ErrorCode::refused_by_program, "kind", std::string(rule->refuse.in("en")), rule->path);
  for (const std::string& each : rule->ask)
    if (!program::known(facts.value_of(each)))
      return fail(ErrorCode::required, each, "the program asks for it", rule->path);
  return {};
}

}  // namespace

namespace {

// What a customer may say of his own request; his plan, tags and the like are the desk's.
yakusoku::Outcome customer_may_say(const program::Program& program, const std::string& name) {
  static const std::vector<std::string> free{"kind",      "language", "asked_severity", "product",
                                             "component", "version",  "environment"};
  if (has(free, name)) return {};
  const program::FactRule* rule = program.fact(name);
  if (rule && rule->from == "customer") return {};
  return fail(rule ? ErrorCode::refused_by_program : ErrorCode::unknown_value, name, "", rule ? "facts." + name : "");
}

}  // namespace

yakusoku::Outcome may_open(const tickets::Ticket& ticket, const Act& act, const World& world) {
  const program::Program& program = *world.program;
  Request request;
  request.ticket = ticket;
  const FactsSeen facts(request, world);
  const std::string kind = ticket.word("kind");
  const program::Kind* known = program.kind(kind);
  if (kind.empty()) return fail(ErrorCode::required, "kind");
  if (!known) return fail(ErrorCode::unknown_value, "kind", kind, "kinds");
  if (!program::holds(known->when, facts))
    return fail(ErrorCode::refused_by_program, "kind", kind, "kinds." + kind + ".when");
  for (const program::FactRule& rule : program.facts) {
    if (rule.is && program::known(ticket.value(rule.name)))
      return fail(ErrorCode::refused_by_program, rule.name, "it is computed", "facts." + rule.name);
    TRY_OUTCOME(fits(rule, tickets::Value::of(rule.name, ticket.value(rule.name))));
  }
  if (act.actor.side == Side::customer) {
    for (const tickets::Value& each : act.values) TRY_OUTCOME(customer_may_say(program, each.name));
  }
  TRY_OUTCOME(may_enter(program, facts));
  const std::string asked = ticket.word("asked_severity");
  if (!asked.empty()) TRY_OUTCOME(level_exists(program, asked, facts));
  const auto severity = program::choose(program.severity.is, facts);
  const bool needs_level = severity.value && severity.value->how == program::SeverityRule::How::asked;
  if (needs_level && asked.empty() && !known->is_exempt("severity") && !program.severity.levels.empty() &&
      !program::known(ticket.value("severity_set"))) {
    return fail(ErrorCode::required, "severity", "the customer says how severe it is", std::string(severity.path));
  }
  return {};
}

std::string_view through_a_door(const Act& act) {
  switch (act.verb) {
    case Verb::open: return "open";
    case Verb::message: return "reply";
    case Verb::reopen: return "reopen";
    case Verb::escalate: return "escalate";
    case Verb::meet: return act.meeting.empty() || act.meeting.front().session.empty() ? "reply" : "book";
    default: return {};
  }
}

yakusoku::Outcome may_reopen(const Request& request, const Act& act, const World& world) {
  const auto& rule = world.program->closing.reopen;
  // Closed is the end of what was solved. What the program closed without a solution (a silence) can be taken up again.
  const tickets::Ticket& ticket = request.ticket;
  const bool over =
      ticket.status == tickets::Status::closed && (ticket.solved_at != far_future || ticket.merged_into);
  if (over) return fail(ErrorCode::not_in_this_state, "status", "the request is closed", "closing.reopen");
  if (rule.within && std::min(ticket.solved_at, ticket.closed_at) + *rule.within < world.now) {
    return fail(ErrorCode::refused_by_program, "status", "the time to reopen is over", "closing.reopen.within");
  }
  if (act.actor.side == Side::customer && !rule.doors.empty() && !act.door.empty() && !has(rule.doors, act.door)) {
    return fail(ErrorCode::refused_by_program, "door", act.door, "closing.reopen.doors");
  }
  return {};
}

yakusoku::Outcome may_promise(const Request& request, const Act& act, const World& world) {
  if (request.ticket.status == tickets::Status::closed) return fail(ErrorCode::not_in_this_state, "status");
  if (act.until <= world.now || act.until == far_future)
    return fail(ErrorCode::promise_out_of_range, "promise", "it lies behind", "R11");
  if (act.actor.role == "lead" || act.actor.role == "admin") return {};
  for (const program::ClockRule& rule : world.program->clocks) {
    if (!rule.replaced_by_promise) continue;
    const auto cadence =
        clocks::select(rule, *world.program, FactsSeen(request, world, world.now), world.now, *world.calendars);
    if (!cadence || cadence->budget <= 0) continue;
    const Instant furthest =
        clocks::due_after(*cadence, world.now, most_cadences * cadence->budget, *world.calendars);
    if (act.until > furthest) return fail(ErrorCode::promise_out_of_range, "promise", to_iso(furthest), rule.path);
  }
  return {};
}

namespace {

bool may_change(const program::SeverityChange& rule, const Actor& actor, bool lower, const std::string& level) {
  const bool who = (rule.who == "vendor" && actor.side == Side::vendor) ||
                   (rule.who == "customer" && actor.side == Side::customer) || rule.who == actor.role;
  const bool way =
      rule.to.empty() || rule.to == level || (rule.to == "lower" && lower) || (rule.to == "higher" && !lower);
  return who && way;
}

yakusoku::Outcome may_set_severity(const Request& request, const std::string& level, const Act& act,
                                   const World& world) {
  const program::Program& program = *world.program;
  const FactsSeen facts(request, world);
  const auto rule = program::choose(program.severity.is, facts);
  using How = program::SeverityRule::How;
  if (rule.value && (rule.value->how == How::level || rule.value->how == How::none)) {
    const bool same = rule.value->how == How::level && rule.value->level == level;
    if (same) return {};
    return fail(ErrorCode::refused_by_program, "severity", "the program fixes it", std::string(rule.path));
  }
  TRY_OUTCOME(level_exists(program, level, facts));
  const std::vector<std::string> order = program.order_of("severity");
  const auto at = [&](const std::string& word) { return std::ranges::find(order, word) - order.begin(); };
  const std::string present = word_of(facts.value_of("severity"));
  if (present == level) return {};
  const bool lower = at(level) > at(present);
  if (program.severity.change.empty() && act.actor.side == Side::vendor) return {};
  std::string needed;  // each rule permits something: one whose need is met is enough
  for (const program::SeverityChange& change : program.severity.change) {
    if (!may_change(change, act.actor, lower, level) || !program::holds(change.when, facts)) continue;
    if (change.needs.empty()) return {};
    const bool agreed =
        change.needs == "customer_agreement" ? act.consent : program::known(facts.value_of(change.needs));
    if (agreed) return {};
    if (needed.empty()) needed = "it needs " + change.needs;
  }
  return fail(ErrorCode::refused_by_program, "severity", needed.empty() ? "nobody may do this here" : needed,
              "severity.change");
}

}  // namespace

yakusoku::Outcome may_set(const Request& request, const tickets::Value& value, const Act& act, const World& world) {
  // A tag may be put on what is closed, too: whether it is kept or purged may hang on it.
  if (request.ticket.status == tickets::Status::closed && value.name != "tag")
    return fail(ErrorCode::not_in_this_state, "status");
  const program::Program& program = *world.program;
  const std::string word = word_of(value.fact());
  if (value.name == "severity") return may_set_severity(request, word, act, world);
  if (value.name == "kind") {
    if (!program.kind(word)) return fail(ErrorCode::unknown_value, "kind", word, "kinds");
    return {};
  }
  if (const program::FactRule* rule = program.fact(value.name)) {
    if (rule->is) return fail(ErrorCode::refused_by_program, value.name, "it is computed", "facts." + value.name);
    if (act.actor.side == Side::customer && rule->from != "customer")
      return fail(ErrorCode::refused_by_program, value.name, "", "facts." + value.name);
    return fits(*rule, value);
  }
  // What stands behind a request is read anew where it moves to another plan.
  static const std::vector<std::string> behind{"plan", "plan.", "contact.", "contract.", "asset."};
  if (act.actor.side == Side::program && std::ranges::any_of(behind, [&](const std::string& each) {
        return each.back() == '.' ? value.name.starts_with(each) : value.name == each;
      }))
    return {};
  static const std::vector<std::string> free{"tag",      "product",    "component", "version",        "environment",
                                             "language", "workaround", "cause",     "phase",          "team",
                                             "tier",     "site",       "outage",    "label_priority", "external_id"};
  if (has(free, value.name) && act.actor.side != Side::customer) return {};
  if ((value.name == "tag" || value.name == "label_priority") && act.actor.side == Side::customer) {
    return fail(ErrorCode::not_allowed, value.name);
  }
  return fail(ErrorCode::unknown_value, value.name, "no fact of this program");
}

bool proven(const Request& request, const FactsSeen& facts, std::string_view proof) {
  if (request.ticket.occurrence(proof)) return true;
  if (const std::size_t dot = proof.rfind('.'); dot != std::string_view::npos) {
    const clocks::Cycle* cycle = request.cycle(proof.substr(0, dot));
    const std::string_view verb = proof.substr(dot + 1);
    if (cycle && verb == "missed") return cycle->breaches > 0;
    if (cycle && verb == "met")
      return cycle->verdict == clocks::Verdict::met || cycle->verdict == clocks::Verdict::late;
  }
  const std::string value = word_of(facts.value_of(proof));
  return !value.empty() && value != "no" && value != "none" && value != "0";
}

yakusoku::Outcome may_solve(const Request& request, const std::string& reason, const World& world) {
  const program::Program& program = *world.program;
  if (reason.empty()) return fail(ErrorCode::required, "closure", "a reason is needed", "closing.reasons");
  const program::ClosingReason* known = program.closing.reason(reason);
  if (!known) return fail(ErrorCode::unknown_value, "closure", reason, "closing.reasons");
  const FactsSeen facts(request, world);
  for (const std::string& proof : known->needs) {
    if (proven(request, facts, proof)) continue;
    return fail(ErrorCode::proof_missing, "closure", proof, "closing.reasons." + reason);
  }
  return {};
}

yakusoku::Outcome known_mark(const program::Program& program, const std::string& mark) {
  const bool known = std::ranges::any_of(program.marks, [&](const auto& each) { return each.first == mark; });
  if (known) return {};
  return fail(ErrorCode::unknown_value, "mark", mark, "marks");
}

yakusoku::Outcome known_event(const program::Program& program, const std::string& event) {
  // What a person may say has happened; talk, opening, solving and their like are acts of their own.
  static const std::vector<std::string> said{"auto_reply",
                                             "away_notice",
                                             "call",
                                             "attempt",
                                             "status_post",
                                             "receipt_sent",
                                             "triaged",
                                             "acknowledged",
                                             "engaged",
                                             "evidence_complete",
                                             "forwarded",
                                             "handed_over",
                                             "escalation_asked",
                                             "escalated",
                                             "identified",
                                             "workaround_given",
                                             "workaround_failed",
                                             "restored",
                                             "plan_given",
                                             "answered",
                                             "cause_found",
                                             "fix_released",
                                             "arrived",
                                             "booked",
                                             "held",
                                             "cancelled",
                                             "no_show"};
  if (has(said, event)) return {};
  return known_mark(program, event);
}

}  // namespace yakusoku::lifecycle
