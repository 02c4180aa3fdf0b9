// Receipts: each cycle's life retold from the log, so that a promise can be checked by hand.

#include <algorithm>

#include "core/calendars/calendars.hpp"
#include "desk/views.hpp"
#include "desk/writing.hpp"

namespace yakusoku::desk {
namespace {

using lifecycle::Change;
using lifecycle::CycleChanged;

constexpr std::size_t most_segments = 400;

struct Life {
  std::string clock;
  int number = 0;
  std::vector<ReceiptLine> lines;
  std::vector<ReceiptNote> notes;
  std::vector<std::string> causes;  // of the pauses, in order
  clocks::Cycle cycle;              // as it was last
};

Life& life_of(std::vector<Life>& lives, const clocks::Cycle& cycle) {
  for (Life& each : lives)
    if (each.clock == cycle.clock && each.number == cycle.number) return each;
  Life& fresh = lives.emplace_back();
  fresh.clock = cycle.clock;
  fresh.number = cycle.number;
  return fresh;
}

void add_stretch(std::vector<Segment>& segments, const clocks::Selection& selection, Instant from, Instant to,
                 Shelf& shelf) {
  if (from >= to) return;
  if (selection.calendar.empty() || selection.then_open) {
    segments.push_back({from, to, Segment::Kind::running, ""});
    return;
  }
  Instant at = from;
  for (const calendars::Interval& open : shelf.compiled(selection.calendar)->open_within(from, to, most_segments)) {
    if (open.from > at) segments.push_back({at, open.from, Segment::Kind::closed, ""});
    segments.push_back({open.from, open.to, Segment::Kind::running, ""});
    at = open.to;
  }
  if (at < to) segments.push_back({at, to, Segment::Kind::closed, ""});
}

std::vector<Segment> segments_of(const clocks::Cycle& cycle, Instant now, const std::vector<std::string>& causes,
                                 Shelf& shelf) {
  std::vector<Segment> segments;
  if (cycle.started_at == far_future) return segments;
  const Instant until = cycle.ended_at != far_future                 ? cycle.ended_at
                        : cycle.due != far_future && cycle.due > now ? cycle.due
                                                                     : now;
  Instant from = cycle.started_at;
  std::size_t number = 0;
  for (const clocks::Pause& pause : cycle.pauses) {
    add_stretch(segments, cycle.selection, from, pause.from, shelf);
    const Instant end = pause.to == far_future ? now : pause.to;
    segments.push_back({pause.from, end, Segment::Kind::paused, number < causes.size() ? causes[number] : ""});
    ++number;
    from = end;
  }
  if (cycle.state != clocks::State::paused) add_stretch(segments, cycle.selection, from, until, shelf);
  if (segments.size() > most_segments) segments.resize(most_segments);
  return segments;
}

std::string side_of(const ports::LogRow& record) {
  if (record.by_program) return "program";
  const auto json = parse_json(record.act);
  const Json* actor = json ? json->find("actor") : nullptr;
  // A customer's side is the enum's first word and so is left out when it was written.
  return actor ? actor->get_string("side").value_or("customer") : "program";
}

// Only who sees the note's message learns of it.
void take_note(std::vector<Life>& lives, const tickets::Happened& fact, const TicketView& view) {
  const std::string number(fact.event.attribute("cycle")), message(fact.event.attribute("message"));
  const auto said = std::ranges::find_if(view.conversation, [&](const ConversationItem& each) {
    return std::to_string(each.message.id.value) == message;
  });
  if (said == view.conversation.end()) return;
  for (Life& each : lives) {
    if (each.clock != fact.event.attribute("clock") || std::to_string(each.number) != number) continue;
    const Instant breached_at = from_iso(fact.event.attribute("breached_at")).value_or(far_future);
    each.notes.push_back({fact.at, breached_at, said->author, said->message.body,
                          fact.event.attribute("excused") == "yes"});
  }
}

}  // namespace

std::vector<Receipt> receipts(Reader& reader, Shelf& shelf, const TicketView& view) {
  std::vector<Life> lives;
  std::string severity, waiting_on = "vendor";
  for (const ports::LogRow& record : reader.log_of(ports::Subject::ticket, view.row.id.value)) {
    const auto facts = parse_json(record.facts);
    if (!facts || !facts->is_array()) continue;
    const std::string by = side_of(record);
    for (const Json& each : facts->items()) {
      const auto fact = lifecycle::fact_from_json(each);
      if (!fact) continue;
      if (const auto* set = std::get_if<tickets::ValueSet>(&*fact); set && set->value.name == "severity_set")
        severity = set->value.word;
      if (const auto* set = std::get_if<tickets::ValueSet>(&*fact); set && set->value.name == "waiting_on")
        waiting_on = set->value.word;
      if (const auto* happened = std::get_if<tickets::Happened>(&*fact);
          happened && happened->event.name == "breach_annotated")
        take_note(lives, *happened, view);
      const auto* changed = std::get_if<CycleChanged>(&*fact);
      // What was armed and never promised anything has no receipt.
      if (!changed || changed->change == Change::armed || changed->cycle->started_at == far_future) continue;
      Life& life = life_of(lives, changed->cycle);
      life.cycle = changed->cycle;
      if (changed->change == Change::paused) life.causes.push_back(waiting_on);
      if (changed->change == Change::continued) life.causes.emplace_back("solved");
      ReceiptLine line;
      line.at = changed->at;
      line.detected_at = changed->detected_at;
      line.zone_data = changed->zone_data;
      line.change = std::string(lifecycle::enum_words(changed->change)[static_cast<std::size_t>(changed->change)]);
      line.cause = changed->cause;
      line.rule = changed->rule;
      line.due = changed->cycle->due;
      line.amount = changed->cycle->selection->amount;
      line.severity = changed->severity.empty() ? severity : changed->severity;  // a breach says it itself (R14)
      line.version = changed->cycle->version;
      line.over_open = changed->over_open;
      line.over_wall = changed->over_wall;
      line.flagged = changed->flagged;
      line.by = by;
      life.lines.push_back(std::move(line));
    }
  }
  std::vector<Receipt> result;
  for (Life& life : lives) {
    // What has ended is told by the version under which it ran (R6).
    const auto own = shelf.version(reader, *life.cycle.version);
    const program::Program& program = own ? *own : *view.program;
    const program::ClockRule* rule = program.clock(life.clock);
    if (!rule) continue;
    lifecycle::Request request = view.request;
    request.cycles = {life.cycle};
    // Of a cadence every cycle has its receipt; the view filters by who looks.
    const bool staff = std::ranges::find(view.may, "note") != view.may.end() || rule->customer_facing();
    auto clocks = view_clocks(request, program, shelf, view.now, staff);
    if (clocks.empty()) continue;
    result.push_back({clocks.front(), segments_of(life.cycle, view.now, life.causes, shelf), std::move(life.lines),
                      std::move(life.notes)});
  }
  return result;
}

}  // namespace yakusoku::desk
