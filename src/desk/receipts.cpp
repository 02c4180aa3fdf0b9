// Receipts as people see them: the cycles' lives (core/lifecycle retells them), and what was said about their breaches.

#include <algorithm>

#include "core/lifecycle/receipt.hpp"
#include "desk/views.hpp"
#include "desk/writing.hpp"

namespace yakusoku::desk {
namespace {

std::string side_of(const ports::LogRow& record) {
  if (record.by_program) return "program";
  const auto json = parse_json(record.act);
  const Json* actor = json ? json->find("actor") : nullptr;
  // A customer's side is the enum's first word and so is left out when it was written.
  return actor ? actor->get_string("side").value_or("customer") : "program";
}

// A note, and the cycle that it is about.
struct Said {
  std::string clock, number;
  ReceiptNote note;
};

// Only who sees the note's message learns of it.
void take_note(std::vector<Said>& notes, const tickets::Happened& fact, const TicketView& view) {
  const std::string message(fact.event.attribute("message"));
  const auto said = std::ranges::find_if(view.conversation, [&](const ConversationItem& each) {
    return std::to_string(each.message.id.value) == message;
  });
  if (said == view.conversation.end()) return;
  const Instant breached_at = from_iso(fact.event.attribute("breached_at")).value_or(far_future);
  notes.push_back({std::string(fact.event.attribute("clock")),
                   std::string(fact.event.attribute("cycle")),
                   {fact.at, breached_at, said->author, said->message.body, fact.event.attribute("excused") == "yes"}});
}

}  // namespace

std::vector<Receipt> receipts(Reader& reader, Shelf& shelf, const TicketView& view) {
  lifecycle::Retelling retelling;
  std::vector<Said> notes;
  for (const ports::LogRow& record : reader.log_of(ports::Subject::ticket, view.row.id.value)) {
    const auto facts = parse_json(record.facts);
    if (!facts || !facts->is_array()) continue;
    const std::string by = side_of(record);
    for (const Json& each : facts->items()) {
      const auto fact = lifecycle::fact_from_json(each);
      if (!fact) continue;
      if (const auto* happened = std::get_if<tickets::Happened>(&*fact);
          happened && happened->event.name == "breach_annotated")
        take_note(notes, *happened, view);
      retelling.take(*fact, by);
    }
  }
  std::vector<Receipt> result;
  for (const lifecycle::CycleTold& told : retelling.told()) {
    // What has ended is told by the version under which it ran (R6).
    const auto own = shelf.version(reader, *told.cycle->version);
    const program::Program& program = own ? *own : *view.program;
    const program::ClockRule* rule = program.clock(told.clock);
    if (!rule) continue;
    lifecycle::Request request = view.request;
    request.cycles = {told.cycle};
    // Of a cadence every cycle has its receipt; the view filters by who looks.
    const bool staff = std::ranges::find(view.may, "note") != view.may.end() || rule->customer_facing();
    auto clocks = view_clocks(request, program, shelf, view.now, staff);
    if (clocks.empty()) continue;
    Receipt receipt{clocks.front(), lifecycle::segments_of(told.cycle, view.now, told.causes, shelf), told.lines, {}};
    for (const Said& each : notes)
      if (each.clock == told.clock && each.number == std::to_string(told.number)) receipt.notes.push_back(each.note);
    result.push_back(std::move(receipt));
  }
  return result;
}

}  // namespace yakusoku::desk
