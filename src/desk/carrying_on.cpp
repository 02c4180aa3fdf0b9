// What the desk does by itself once somebody has acted: routes, offers hand-offs, notes gaps.

#include <algorithm>

#include "base/assert.hpp"
#include "core/escalation/escalations.hpp"
#include "core/handoffs/handoffs.hpp"
#include "core/meetings/meetings.hpp"
#include "desk/writing.hpp"

namespace yakusoku::desk {

lifecycle::Staff staff_of(Reader& reader, const people::Roster& roster) {
  lifecycle::Staff staff;
  staff.roster = &roster;
  staff.open_of = [&reader](PersonId person) { return reader.open_requests_of(person); };
  staff.another_in_work = [&reader](const tickets::Ticket& ticket, bool same_asker) {
    const OrganizationId customer = same_asker ? OrganizationId{} : ticket.organization;
    return reader.another_in_work(ticket.id, customer, customer ? PersonId{} : ticket.requester);
  };
  return staff;
}

void see(lifecycle::Act& act, const lifecycle::World& world) {
  act.seen.clear();
  for (const tickets::Value& each : world.known)
    if (lifecycle::lives_on(each.name)) act.seen.push_back(each);
}

std::string meeting_key(const meetings::Meeting& meeting) {
  return std::to_string(meeting.number) + (meeting.session.empty() ? "" : " " + meeting.session);
}

void project_attention(Transaction& transaction, const lifecycle::World& world, const lifecycle::Request& request) {
  // Nothing of it was ever there, and nobody keeps a rota: most requests of most desks.
  if (!world.staff && request.escalations.empty() && request.baton.empty() && request.meetings.empty()) return;
  const TicketId ticket = request.ticket.id;
  const auto before = transaction.attention_of(ticket);
  const bool open = request.ticket.status == tickets::Status::open;
  std::vector<ports::AttentionRow> rows;
  const auto add = [&](std::string kind, std::string key, Instant at) {
    const auto known = std::ranges::find_if(before, [&](const ports::AttentionRow& each) {
      return each.kind == kind && each.key == key && each.at == at;
    });
    rows.push_back({ticket, std::move(kind), std::move(key), at, known == before.end() ? world.now : known->since});
  };
  if (open) {
    for (const lifecycle::DueGap& each : lifecycle::due_gaps(request, world)) add("due_gap", each.clock, each.due);
    for (const handoffs::EffortGap& each : request.baton.gaps)
      if (each.to == far_future) add("effort_gap", "effort", each.from);
    if (const handoffs::Handoff* offered = request.baton.offered())
      add("handoff", std::to_string(offered->number), offered->until);
    for (const escalation::Escalation& each : request.escalations)
      if (each.stands()) add(each.in_lane ? "lane" : "escalation", std::to_string(each.number), each.at);
  }
  if (request.ticket.status != tickets::Status::closed)
    for (const handoffs::Handoff& each : request.baton.handoffs)
      if (each.state == handoffs::State::dropped) add("dropped", std::to_string(each.number), each.ended_at);
  for (const meetings::Meeting& each : request.meetings) {
    if (each.state == meetings::State::asked) add("meeting_asked", meeting_key(each), each.asked_at);
    if (each.state == meetings::State::scheduled) add("meeting", meeting_key(each), each.from);
  }
  std::ranges::sort(rows, {}, [](const auto& each) { return std::pair(each.kind, each.key); });
  if (rows != before) transaction.put_attention(ticket, rows);
}

namespace {

bool in_work(const lifecycle::Request& request) {
  return request.ticket.status == tickets::Status::open && request.ticket.owner;
}

}  // namespace

Result<ports::LogRow> write_and_carry_on(Transaction& transaction, const lifecycle::World& world,
                                         const Caller& caller, Loaded& loaded, const lifecycle::Act& act,
                                         const lifecycle::Decided& decided, bool fresh) {
  const lifecycle::Staff staff = staff_of(transaction, *loaded.roster);
  lifecycle::World here = world;
  if (!loaded.roster->empty()) here.staff = &staff;
  const bool was_in_work = in_work(loaded.request);
  const ports::LogRow first = write(transaction, here, caller, loaded, act, decided, fresh);
  const Caller desk = Caller::desk();
  for (int done = 0;; ++done) {
    auto own = lifecycle::own_act(loaded.request, here);
    if (!own) break;
    ASSERT(done < lifecycle::most_own_acts);
    see(*own, here);
    const lifecycle::Decided follows = TRY(lifecycle::act_on(loaded.request, *own, here));
    write(transaction, here, desk, loaded, *own, follows, false);
  }
  // Whoever waited for his turn may have it now.
  using OneAtATime = program::QueueRule::OneAtATime;
  if (loaded.program->queue.one_at_a_time != OneAtATime::no && was_in_work && !in_work(loaded.request)) {
    const tickets::Ticket& ticket = loaded.request.ticket;
    if (ticket.organization) transaction.wake_requests_of(ticket.organization, here.now);
    transaction.wake_requests_of(ticket.requester, here.now);
  }
  project_attention(transaction, here, loaded.request);
  return first;
}

}  // namespace yakusoku::desk
