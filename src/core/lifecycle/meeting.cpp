#include "core/lifecycle/meeting.hpp"

#include <algorithm>

namespace yakusoku::lifecycle {
namespace {

using meetings::Meeting;
using MeetingState = meetings::State;

constexpr std::size_t most_open = 20;  // of one request
constexpr Duration usual_length = hours(1);
constexpr Duration longest = days(2);

yakusoku::Outcome meeting_refused(std::string field, std::string clause, std::string detail = {}) {
  return fail(ErrorCode::refused_by_program, std::move(field), std::move(detail), std::move(clause));
}

std::string meeting_side(const Act& act) {
  return std::string(enum_words(act.actor.side)[static_cast<std::size_t>(act.actor.side)]);
}

const program::SessionRule* session_of(const program::Program& program, std::string_view id) {
  const auto found = std::ranges::find(program.sessions, id, &program::SessionRule::id);
  return found == program.sessions.end() ? nullptr : &*found;
}

// Where that much time, counted from there as the program counts it, ends.
Instant after(const Decision& decision, const program::Amount& amount, Instant from) {
  const auto selection =
      clocks::measure(amount, decision.program(), decision.facts(), from, *decision.world().calendars);
  if (!selection) return from;
  return clocks::due_after(*selection, from, selection->budget, *decision.world().calendars);
}

// The door through which it is held goes out to the customer, is his, and looks on only where the program says so.
yakusoku::Outcome fits_door(const Decision& decision, const Act& act, const std::string& id, std::string& path) {
  const program::Door* door = decision.program().door(id);
  if (!door || !door->out || door->id == "mail") return fail(ErrorCode::unknown_value, "door", id, "doors");
  path = door->path;
  if (const std::string part = program::failing_part(door->when, decision.facts()); !part.empty())
    return meeting_refused("door", door->path + ".when." + part, id);
  const bool takes_control = std::ranges::any_of(
      act.attributes, [](const auto& each) { return each.name == "control" && each.value == "yes"; });
  return takes_control && !door->control ? meeting_refused("control", door->path + ".control") : yakusoku::Outcome();
}

// A balance of which nothing may be taken beyond what is there, and nothing is.
bool spent_up(const Decision& decision, const std::string& ledger) {
  const program::LedgerRule* rule = decision.program().ledger(ledger);
  if (!rule || rule->overdraw != program::Overdraw::refuse) return false;
  const program::FactValue left = decision.facts().value_of("ledger." + ledger);
  const auto* number = std::get_if<std::int64_t>(&left);
  return number && *number < 1;
}

yakusoku::Outcome fits_session(const Decision& decision, const std::string& id, std::string& path) {
  const program::SessionRule* rule = session_of(decision.program(), id);
  if (!rule) return fail(ErrorCode::unknown_value, "session", id, "engagements.sessions");
  path = rule->path;
  if (const std::string part = program::failing_part(rule->when, decision.facts()); !part.empty())
    return meeting_refused("session", rule->path + ".when." + part, id);
  return spent_up(decision, rule->spends) ? meeting_refused("session", "ledgers." + rule->spends + ".overdraw", id)
                                          : yakusoku::Outcome();
}

yakusoku::Outcome open_all_the_time(const Decision& decision, const program::SessionRule& rule, Instant from,
                                    Instant to) {
  const auto chosen = program::choose(rule.hours, decision.facts());
  if (!chosen.value || chosen.value->empty()) return {};
  const auto text = decision.world().calendars->text(decision.program(), *chosen.value, decision.facts());
  if (!text || text->empty()) return {};
  const auto calendar = decision.world().calendars->of(*text);
  const auto closes = calendar->is_open(from) ? calendar->next_closed(from) : std::optional(from);
  return closes && *closes < to ? meeting_refused("from", rule.path + ".hours") : yakusoku::Outcome();
}

// The time against the session's own rules; the customer's wish already, so that he hears of it at once.
yakusoku::Outcome fits_time(const Decision& decision, const Meeting& known, Instant from, Instant to) {
  if (from < decision.now()) return fail(ErrorCode::invalid, "from", "it lies behind");
  if (to <= from || to - from > longest)
    return fail(ErrorCode::invalid, "to", "it ends after it begins, within two days");
  const program::SessionRule* rule = session_of(decision.program(), known.session);
  if (!rule) return {};
  if (rule->notice && after(decision, *rule->notice, known.asked_at) > from)
    return meeting_refused("from", rule->path + ".notice");
  return open_all_the_time(decision, *rule, from, to);
}

Instant end_of(const Decision& decision, const Meeting& known, Instant from) {
  const program::SessionRule* rule = session_of(decision.program(), known.session);
  return from + (rule && rule->length ? *rule->length : usual_length);
}

Result<Meeting> open_meeting(const Request& request, const Act& act) {
  const auto found = std::ranges::find(request.meetings, static_cast<int>(act.number), &Meeting::number);
  if (found == request.meetings.end()) return fail(ErrorCode::unknown_value, "meeting", std::to_string(act.number));
  if (!found->open())
    return fail(ErrorCode::not_in_this_state, "meeting",
                std::string(enum_words(found->state)[static_cast<std::size_t>(found->state)]));
  return *found;
}

std::vector<tickets::Attribute> meeting_said(const Meeting& meeting, const Act& act) {
  std::vector<tickets::Attribute> said{{"who", meeting_side(act)}};
  if (!meeting.session.empty()) said.push_back({"session", meeting.session});
  if (!meeting.door.empty()) said.push_back({"door", meeting.door});
  return said;
}

void finish(Decision& decision, const Act& act, Meeting known, MeetingState state, std::string event) {
  known.state = state;
  known.ended_at = decision.now();
  known.ended_by = meeting_side(act);
  known.notes = act.message;
  if (state == MeetingState::cancelled || state == MeetingState::declined) ++known.sequence;
  decision.say(meetings::MeetingChanged{known});
  if (!event.empty()) decision.happen(std::move(event), meeting_said(known, act));
}

// `approval: yes` is whoever leads; a name is that role.
yakusoku::Outcome may_approve(const program::SessionRule* rule, const Act& act) {
  if (!rule || rule->approval.empty() || act.actor.role == "admin") return {};
  const std::string role = rule->approval == "yes" ? "lead" : rule->approval;
  return act.actor.role == role ? yakusoku::Outcome() : meeting_refused("approval", rule->path + ".approval", role);
}

yakusoku::Outcome schedule(Decision& decision, const Act& act, Meeting known, const Meeting& said) {
  if (act.actor.side == Side::customer) return fail(ErrorCode::not_allowed, "meeting", "ours schedule it");
  TRY_OUTCOME(may_approve(session_of(decision.program(), known.session), act));
  if (said.from == far_future) return fail(ErrorCode::required, "from");
  const Instant to = said.to == far_future ? end_of(decision, known, said.from) : said.to;
  TRY_OUTCOME(fits_time(decision, known, said.from, to));
  if (known.state == MeetingState::scheduled) ++known.sequence;
  known.state = MeetingState::scheduled;
  known.from = said.from;
  known.to = to;
  known.host = said.host ? said.host : known.host ? known.host : act.actor.person;
  if (act.message) known.where = act.message;
  decision.say(meetings::MeetingChanged{known});
  decision.happen("booked", meeting_said(known, act));
  return {};
}

yakusoku::Outcome ask(Decision& decision, const Act& act) {
  if (decision.request().ticket.status == tickets::Status::closed)
    return fail(ErrorCode::not_in_this_state, "status");
  const Meeting said = act.meeting.empty() ? Meeting() : act.meeting.front();
  if (said.door.empty() == said.session.empty())
    return fail(ErrorCode::required, "door", "a door through which it is held, or a session of the program's");
  if (static_cast<std::size_t>(std::ranges::count_if(decision.request().meetings, &Meeting::open)) >= most_open)
    return fail(ErrorCode::too_many, "meetings");
  Meeting fresh;
  fresh.number = static_cast<int>(decision.request().meetings.size()) + 1;
  fresh.door = said.door;
  fresh.session = said.session;
  fresh.asked_by = meeting_side(act);
  fresh.by = act.actor.person;
  fresh.why = act.message;
  fresh.asked_at = decision.now();
  fresh.wished_from = said.from == far_future ? said.wished_from : said.from;
  TRY_OUTCOME(said.session.empty() ? fits_door(decision, act, said.door, fresh.path)
                                   : fits_session(decision, said.session, fresh.path));
  if (fresh.wished_from != far_future)
    TRY_OUTCOME(fits_time(decision, fresh, fresh.wished_from, end_of(decision, fresh, fresh.wished_from)));
  // Ours say when at once, where nobody else has to approve.
  const program::SessionRule* rule = session_of(decision.program(), fresh.session);
  const bool at_once = act.actor.side == Side::vendor && said.from != far_future && may_approve(rule, act);
  if (at_once) return schedule(decision, act, std::move(fresh), said);
  decision.say(meetings::MeetingChanged{fresh});
  decision.tell(rule && !rule->approval.empty() ? "lead" : "owner", "meeting_asked", fresh.path);
  return {};
}

yakusoku::Outcome cancel(Decision& decision, const Act& act, const Meeting& known) {
  const program::SessionRule* rule = session_of(decision.program(), known.session);
  const bool late = act.actor.side == Side::customer && known.state == MeetingState::scheduled && rule &&
                    rule->cancel && after(decision, *rule->cancel, decision.now()) > known.from;
  if (late) return meeting_refused("meeting", rule->path + ".cancel");
  finish(decision, act, known, MeetingState::cancelled, "cancelled");
  return {};
}

}  // namespace

yakusoku::Outcome meeting(Decision& decision, const Act& act) {
  if (act.event == "asked") return ask(decision, act);
  const Meeting known = TRY(open_meeting(decision.request(), act));
  if (act.event == "cancelled") return cancel(decision, act, known);
  if (act.event == "scheduled")
    return schedule(decision, act, known, act.meeting.empty() ? Meeting() : act.meeting.front());
  if (act.actor.side == Side::customer) return fail(ErrorCode::not_allowed, "meeting", act.event);
  if (act.event == "declined") {
    if (known.state != MeetingState::asked) return fail(ErrorCode::not_in_this_state, "meeting", "it is scheduled");
    finish(decision, act, known, MeetingState::declined, {});
    return {};
  }
  if (known.state != MeetingState::scheduled)
    return fail(ErrorCode::not_in_this_state, "meeting", "it has no time yet");
  if (act.event == "held") {
    finish(decision, act, known, MeetingState::held, "held");
  } else if (act.event == "missed") {
    finish(decision, act, known, MeetingState::missed, "no_show");
  } else {
    return fail(ErrorCode::unknown_value, "event", act.event);
  }
  return {};
}

void end_meetings(Decision& decision) {
  const auto known = decision.request().meetings;  // each end changes the list
  for (const Meeting& each : known) {
    if (!each.open()) continue;
    Act act;
    act.actor.side = Side::program;
    finish(decision, act, each, MeetingState::cancelled, {});
  }
}

}  // namespace yakusoku::lifecycle
