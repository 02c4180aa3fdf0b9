#include "core/proof/due_map.hpp"

#include <algorithm>
#include <functional>
#include <set>

#include "base/zones.hpp"

namespace yakusoku::proof {
namespace {

using calendars::Definition;
using program::Amount;

class Edges {
 public:
  Edges(const calendars::Calendar& calendar, Interval horizon) : calendar_(calendar), horizon_(horizon) {
    // What starts within the horizon may be due in hours beyond it.
    for (const Interval& open : calendar.open_within(horizon.from - days(40), horizon.to + days(400), 1'000'000)) {
      edges_.push_back(open.from);
      edges_.push_back(open.to);
    }
    for (const Instant edge : edges_) add(edge);
  }
  void add(Instant at) {
    for (const Instant each : {at - seconds(1), at, at + seconds(1)})
      if (each > horizon_.from && each < horizon_.to) cuts_.push_back(each);
  }
  // Starts from which the length ends at an edge: elapsed, or of open time.
  void before_edges(Duration length, bool open_time) {
    for (const Instant edge : edges_) {
      if (!open_time) {
        add(edge - length);
      } else if (const auto start = calendar_.add(edge, Duration{-length.seconds})) {
        add(*start);
      }
    }
  }
  // Every wall time of day at which something changes, on every date: midnights, the hours' edges, the given one.
  void wall_times(const std::string& zone, std::optional<std::int32_t> more) {
    std::set<std::int32_t> times{0};
    if (more) times.insert(*more % 86400);
    for (const Instant edge : edges_) times.insert(zones::wall_time(zone, edge).second);
    for (auto at = zones::next_transition(zone, horizon_.from - days(40)); at && *at < horizon_.to + days(400);
         at = zones::next_transition(zone, *at)) {
      add(*at);
      times.insert(zones::wall_time(zone, *at).second);
      times.insert(zones::wall_time(zone, *at - seconds(1)).second);
    }
    const std::int32_t last = zones::wall_time(zone, horizon_.to).date;
    for (std::int32_t date = zones::wall_time(zone, horizon_.from).date; date <= last; ++date)
      for (const std::int32_t time : times) add(zones::instant_of(zone, date, time));
  }
  std::vector<Instant> cuts() {
    cuts_.push_back(horizon_.from);
    std::ranges::sort(cuts_);
    cuts_.erase(std::ranges::unique(cuts_).begin(), cuts_.end());
    cuts_.push_back(horizon_.to);
    return std::move(cuts_);
  }

 private:
  const calendars::Calendar& calendar_;
  Interval horizon_;
  std::vector<Instant> edges_, cuts_;
};

// The zone whose dates business days are counted in.
std::string zone_of_days(const Definition& definition) {
  if (definition.day && !definition.day->zone.empty()) return definition.day->zone;
  return definition.kind == Definition::Kind::week ? definition.week.zone : std::string("UTC");
}

std::vector<Instant> cuts_of(const Amount& amount, const calendars::Calendar* calendar, Interval horizon) {
  if (!calendar) return {horizon.from, horizon.to};
  Edges edges(*calendar, horizon);
  switch (amount.form) {
    case Amount::Form::nothing:
    case Amount::Form::length:
    case Amount::Form::by_next_opening:
    case Amount::Form::by_fact:
    case Amount::Form::from_fact: break;
    case Amount::Form::length_in: edges.before_edges(amount.length, true); break;
    case Amount::Form::length_then_in: edges.before_edges(amount.length, false); break;
    case Amount::Form::business_days: {
      const auto& day = calendar->definition().day;
      edges.wall_times(zone_of_days(calendar->definition()), std::nullopt);
      if (day && day->reading == calendars::BusinessDay::Reading::hours)
        edges.before_edges(Duration{amount.days * day->length.seconds}, true);
      break;
    }
    case Amount::Form::moment:
      edges.wall_times(zone_of_days(calendar->definition()), static_cast<std::int32_t>(amount.time_of_day.seconds));
      break;
  }
  return edges.cuts();
}

using Due = std::function<Instant(Instant)>;

// Within the cuts a due stands still or moves along; where it does neither there is an edge more, and halves are tried.
void add_pieces(std::vector<Piece>& pieces, Interval starts, const Due& due) {
  const Instant first = due(starts.from);
  const Instant last = starts.to - starts.from == seconds(1) ? first : due(starts.to - seconds(1));
  const bool still = first == last;
  const bool moves = !still && last - first == starts.to - seconds(1) - starts.from;
  if (!still && !moves) {
    const Instant middle = starts.from + seconds((starts.to - starts.from).seconds / 2);
    add_pieces(pieces, {starts.from, middle}, due);
    add_pieces(pieces, {middle, starts.to}, due);
    return;
  }
  if (!pieces.empty()) {
    Piece& before = pieces.back();
    const bool one = before.to - before.from == seconds(1);
    const Duration on = starts.from - before.from;
    if (still && before.due == first && (!before.moves || one)) {
      before.to = starts.to, before.moves = false;
      return;
    }
    const bool single = starts.to - starts.from == seconds(1);
    if ((moves || (single && before.moves)) && (before.moves || one) && before.due != far_future &&
        before.due + on == first) {
      before.to = starts.to, before.moves = true;
      return;
    }
  }
  pieces.push_back({starts.from, starts.to, first, moves});
}

}  // namespace

std::optional<DueMap> due_map(const Amount& amount, const program::Program& program, const program::Facts& facts,
                              Interval horizon, clocks::Calendars& calendars) {
  if (amount.form == Amount::Form::from_fact) {
    const program::FactValue value = facts.value_of(amount.fact);
    const auto known =
        program::known(value) ? program::parse_amount(program::to_text(value)) : fail(ErrorCode::invalid);
    if (!known || known->form == Amount::Form::from_fact) return std::nullopt;
    return due_map(*known, program, facts, horizon, calendars);
  }
  const auto one = clocks::measure(amount, program, facts, horizon.from, calendars);
  if (amount.form == Amount::Form::nothing || (!one && amount.form == Amount::Form::by_fact)) return std::nullopt;
  std::optional<clocks::CalendarText> text;
  if (!amount.calendar.empty()) text = calendars.text(program, amount.calendar, facts);
  if (!amount.calendar.empty() && !text) return std::nullopt;
  std::shared_ptr<const calendars::Calendar> calendar;
  if (text && !text->empty()) calendar = calendars.of(*text);
  if (text && text->empty() && amount.form != Amount::Form::length_in && amount.form != Amount::Form::length_then_in)
    calendar = calendars.compiled(to_text(calendars::to_json(calendars::always())));
  // A plain length is measured once; what hangs on the date of its start, each time.
  const bool once = amount.form == Amount::Form::length || amount.form == Amount::Form::length_in ||
                    amount.form == Amount::Form::length_then_in;
  const Due due = [&](Instant start) {
    const auto selection = once ? one : clocks::measure(amount, program, facts, start, calendars);
    if (!selection) return far_future;
    if (selection->absolute != far_future) return selection->absolute;
    return clocks::due_after(*selection, start, selection->budget, calendars);
  };
  DueMap map;
  const auto cuts = cuts_of(amount, calendar.get(), horizon);
  for (std::size_t i = 0; i + 1 < cuts.size(); ++i) add_pieces(map.pieces, {cuts[i], cuts[i + 1]}, due);
  const bool counted = amount.form == Amount::Form::length_in || amount.form == Amount::Form::business_days ||
                       amount.form == Amount::Form::moment;
  if (counted && text && !text->empty()) map.counts = text->text();
  return map;
}

Reached reached(const DueMap& map, const Spans& starts) {
  Reached found;
  std::size_t i = 0;
  for (const Interval& span : starts) {
    while (i < map.pieces.size() && map.pieces[i].to <= span.from) ++i;
    for (std::size_t k = i; k < map.pieces.size() && map.pieces[k].from < span.to; ++k) {
      const Piece& piece = map.pieces[k];
      const Instant first = std::max(piece.from, span.from), last = std::min(piece.to, span.to) - seconds(1);
      if (piece.due == far_future) {
        found.runs.push_back({first, far_future});
        continue;
      }
      const Instant earliest = piece.moves ? piece.due + (first - piece.from) : piece.due;
      const Instant latest = piece.moves ? piece.due + (last - piece.from) : piece.due;
      found.due.push_back({earliest, latest + seconds(1)});
      if (latest > first) found.runs.push_back({first, latest});
    }
  }
  found.due = normalised(std::move(found.due));
  found.runs = normalised(std::move(found.runs));
  return found;
}

}  // namespace yakusoku::proof
