#include "core/lifecycle/receipt.hpp"

#include "core/calendars/calendars.hpp"

namespace yakusoku::lifecycle {
namespace {

void add_stretch(std::vector<Segment>& segments, const clocks::Selection& selection, Instant from, Instant to,
                 clocks::Calendars& calendars) {
  if (from >= to) return;
  if (selection.calendar.empty() || selection.then_open) {
    segments.push_back({from, to, Segment::Kind::running, ""});
    return;
  }
  const auto calendar =
      calendars.of(selection.calendar);
  Instant at = from;
  for (const calendars::Interval& open : calendar->open_within(from, to, most_segments)) {
    if (open.from > at) segments.push_back({at, open.from, Segment::Kind::closed, ""});
    segments.push_back({open.from, open.to, Segment::Kind::running, ""});
    at = open.to;
  }
  if (at < to) segments.push_back({at, to, Segment::Kind::closed, ""});
}

Json moment_json(Instant at) { return at == far_future ? Json() : Json(to_iso(at)); }

}  // namespace

std::vector<Segment> segments_of(const clocks::Cycle& cycle, Instant now, const std::vector<std::string>& causes,
                                 clocks::Calendars& calendars) {
  std::vector<Segment> segments;
  if (cycle.started_at == far_future) return segments;
  const Instant until = cycle.ended_at != far_future                 ? cycle.ended_at
                        : cycle.due != far_future && cycle.due > now ? cycle.due
                                                                     : now;
  Instant from = cycle.started_at;
  std::size_t number = 0;
  for (const clocks::Pause& pause : cycle.pauses) {
    add_stretch(segments, cycle.selection, from, pause.from, calendars);
    const Instant end = pause.to == far_future ? now : pause.to;
    segments.push_back({pause.from, end, Segment::Kind::paused, number < causes.size() ? causes[number] : ""});
    ++number;
    from = end;
  }
  if (cycle.state != clocks::State::paused) add_stretch(segments, cycle.selection, from, until, calendars);
  if (segments.size() > most_segments) segments.resize(most_segments);
  return segments;
}

CycleTold& Retelling::of(const clocks::Cycle& cycle) {
  for (CycleTold& each : told_)
    if (each.clock == cycle.clock && each.number == cycle.number) return each;
  CycleTold& fresh = told_.emplace_back();
  fresh.clock = cycle.clock;
  fresh.number = cycle.number;
  return fresh;
}

void Retelling::take(const Fact& fact, std::string_view by) {
  if (const auto* set = std::get_if<tickets::ValueSet>(&fact)) {
    if (set->value.name == "severity_set") severity_ = set->value.word;
    if (set->value.name == "waiting_on") waiting_on_ = set->value.word;
  }
  const auto* changed = std::get_if<CycleChanged>(&fact);
  if (!changed || changed->change == Change::armed || changed->cycle->started_at == far_future) return;
  CycleTold& told = of(changed->cycle);
  told.cycle = changed->cycle;
  if (changed->change == Change::paused) told.causes.push_back(waiting_on_);
  if (changed->change == Change::continued) told.causes.emplace_back("solved");
  ReceiptLine line;
  line.at = changed->at;
  line.detected_at = changed->detected_at;
  line.zone_data = changed->zone_data;
  line.change = std::string(enum_words(changed->change)[static_cast<std::size_t>(changed->change)]);
  line.cause = changed->cause;
  line.rule = changed->rule;
  line.due = changed->cycle->due;
  line.amount = changed->cycle->selection->amount;
  line.severity = changed->severity.empty() ? severity_ : changed->severity;  // a breach says it itself (R14)
  line.version = changed->cycle->version;
  line.over_open = changed->over_open;
  line.over_wall = changed->over_wall;
  line.flagged = changed->flagged;
  line.by = std::string(by);
  told.lines.push_back(std::move(line));
}

Json to_json(const Segment& segment) {
  static constexpr std::string_view kinds[] = {"running", "closed", "paused"};
  return Json::object({{"from", to_iso(segment.from)},
                       {"to", to_iso(segment.to)},
                       {"kind", std::string(kinds[static_cast<std::size_t>(segment.kind)])},
                       {"cause", segment.cause}});
}

Json to_json(const ReceiptLine& line) {
  return Json::object({{"at", to_iso(line.at)},
                       {"detected_at", moment_json(line.detected_at)},
                       {"change", line.change},
                       {"cause", line.cause},
                       {"rule", line.rule},
                       {"due", moment_json(line.due)},
                       {"amount", line.amount},
                       {"severity", line.severity},
                       {"version", line.version},
                       {"zone_data", line.zone_data},
                       {"over_open", line.over_open},
                       {"over_wall", line.over_wall},
                       {"flagged", line.flagged},
                       {"by", line.by}});
}

}  // namespace yakusoku::lifecycle
