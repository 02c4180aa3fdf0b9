#include "desk/evidence.hpp"

#include <algorithm>

#include "desk/writing.hpp"

namespace yakusoku::desk {

bool EvidenceView::complete() const {
  return std::ranges::all_of(asked, [](const Asked& each) { return each.sent || each.optional; });
}

Result<EvidenceView> view_evidence(Reader& reader, Shelf& shelf, const Caller& caller, TicketId id, Instant now) {
  const Loaded loaded = TRY(load(reader, shelf, caller.viewer(), id));
  const tickets::Ticket& ticket = loaded.request.ticket;
  EvidenceView view;
  const program::Kind* kind = loaded.program->kind(ticket.word("kind"));
  if (!kind) return view;
  const lifecycle::World world = world_of(reader, shelf, loaded, now);
  const lifecycle::FactsSeen facts(loaded.request, world);
  for (const program::FormField& each : kind->form) {
    const program::FactRule* rule = loaded.program->fact(each.fact);
    if (!rule || rule->type != program::FactRule::Type::file || !program::holds(each.when, facts)) continue;
    const bool sent = !ticket.word(each.fact).empty();
    view.asked.push_back({each.fact, rule->title, each.optional, sent});
    view.sent += sent;
  }
  if (view.asked.empty() || ticket.status != tickets::Status::open) return view;
  for (const ClockView& each : view_clocks(loaded.request, *loaded.program, shelf, now, caller.staff())) {
    if (each.owed_by != "customer" || (each.state != "running" && each.state != "missed")) continue;
    view.due = std::min(view.due, each.due);
  }
  view.late = view.due < now;
  return view;
}

}  // namespace yakusoku::desk
