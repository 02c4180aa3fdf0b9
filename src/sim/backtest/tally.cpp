#include "sim/backtest/tally.hpp"

#include <algorithm>

#include "base/zones.hpp"

namespace yakusoku::sim::backtest {

std::span<const std::string_view> enum_words(End) {
  static constexpr std::array<std::string_view, 4> words{"met", "missed", "withdrawn", "running"};
  return words;
}

void Count::add(const Count& other) {
  met += other.met, missed += other.missed, withdrawn += other.withdrawn, running += other.running;
  breaches += other.breaches;
}

void Sides::add(const Sides& other) { before.add(other.before), after.add(other.after); }

namespace {

void add_group(Group& to, const Group& from) {
  for (const auto& [name, sides] : from) to[name].add(sides);
}

void add_divergences(Divergences& to, const Divergences& from) {
  for (const auto& [name, times] : from) to[name] += times;
}

}  // namespace

void Tally::add(const Tally& other) {
  requests += other.requests, changed += other.changed;
  newly_missed += other.newly_missed, newly_met += other.newly_met;
  dues_earlier += other.dues_earlier, dues_later += other.dues_later;
  only_before += other.only_before, only_after += other.only_after;
  not_taken_before += other.not_taken_before, not_taken_after += other.not_taken_after;
  renamed += other.renamed, acts += other.acts;
  add_divergences(diverged_before, other.diverged_before);
  add_divergences(diverged_after, other.diverged_after);
  promises.add(other.promises);
  add_group(by_clock, other.by_clock);
  add_group(by_severity, other.by_severity);
  add_group(by_plan, other.by_plan);
  add_group(by_customer, other.by_customer);
  add_group(by_kind, other.by_kind);
  for (std::size_t i = 0; i < by_hour.size(); ++i) by_hour[i].add(other.by_hour[i]);
}

bool CyclePair::changed() const {
  if (!before || !after) return true;
  return before->end != after->end || before->due != after->due || before->breaches != after->breaches ||
         before->breached_at != after->breached_at;
}

std::size_t HourOfWeek::of(Instant at) {
  if (at < from_ || at >= to_) {
    offset_ = zones::offset(zone_, at);
    from_ = at;
    to_ = zones::next_transition(zone_, at).value_or(far_future);
  }
  constexpr std::int64_t week = 7 * 86400, monday = 4 * 86400;  // 1970-01-05
  const std::int64_t second = ((at.seconds + offset_ - monday) % week + week) % week;
  return static_cast<std::size_t>(second / 3600);
}

namespace {

using clocks::Cycle;
using clocks::Verdict;

End end_of(const Cycle& cycle) {
  if (cycle.breaches > 0 || cycle.verdict == Verdict::late) return End::missed;
  if (cycle.state != clocks::State::ended) return End::running;
  return cycle.verdict == Verdict::met ? End::met : End::withdrawn;
}

// Only what was promised with a due is counted; a timer has no verdict.
bool promises_something(const Cycle& cycle) {
  return cycle.selection->firmness != clocks::Firmness::timer && (cycle.selection->has_due() || cycle.promised);
}

CycleSeen seen(const Cycle& cycle) {
  CycleSeen seen;
  seen.end = end_of(cycle);
  seen.due = cycle.due;
  seen.breached_at = cycle.breached_at;
  seen.ended_at = cycle.ended_at;
  seen.breaches = cycle.breaches;
  seen.amount = cycle.selection->amount;
  seen.clause = cycle.selection->path;
  return seen;
}

void count_one(Count& count, End end, int breaches) {
  switch (end) {
    case End::met: ++count.met; break;
    case End::missed: ++count.missed; break;
    case End::withdrawn: ++count.withdrawn; break;
    case End::running: ++count.running; break;
  }
  count.breaches += breaches;
}

std::string word_or(const program::FactValue& value, std::string_view otherwise) {
  return program::known(value) ? program::to_text(value) : std::string(otherwise);
}

// Adds one side of a request to the counts: `side` picks before or after.
void count_side(Tally& tally, const PastRequest& past, const Life& life, HourOfWeek& hours, Count Sides::* side) {
  const std::string kind = life.request.ticket.word("kind");
  const std::string plan = word_or(life.request.ticket.value("plan"), "");
  for (const CycleLived& lived : life.cycles) {
    const Cycle& cycle = lived.cycle;
    if (!promises_something(cycle)) continue;
    const End end = end_of(cycle);
    const auto add = [&](Sides& sides) { count_one(sides.*side, end, cycle.breaches); };
    add(tally.by_clock[cycle.clock]);
    const program::ClockRule* rule = life.version->program->clock(cycle.clock);
    if (!rule || rule->owed_by != "vendor") continue;
    add(tally.promises);
    add(tally.by_severity[lived.severity == "none" ? std::string() : lived.severity]);
    add(tally.by_plan[plan]);
    add(tally.by_customer[past.customer]);
    add(tally.by_kind[kind]);
    add(tally.by_hour[hours.of(cycle.started_at)]);
  }
}

void count_diverged(Divergences& counts, const Life& life) {
  for (const Diverged& each : life.diverged) {
    std::string key = each.act + ": " + std::string(entry_of(each.why.code).name);
    if (!each.why.field.empty()) key += " (" + each.why.field + ")";
    ++counts[key];
  }
}

std::vector<CyclePair> paired(const Life& before, const Life& after) {
  std::vector<CyclePair> pairs;
  const auto pair_of = [&](const Cycle& cycle) -> CyclePair& {
    for (CyclePair& each : pairs)
      if (each.number == cycle.number && each.clock == cycle.clock) return each;
    CyclePair& fresh = pairs.emplace_back();
    fresh.clock = cycle.clock;
    fresh.number = cycle.number;
    return fresh;
  };
  for (const CycleLived& each : before.cycles)
    if (promises_something(each.cycle)) pair_of(each.cycle).before = seen(each.cycle);
  for (const CycleLived& each : after.cycles)
    if (promises_something(each.cycle)) pair_of(each.cycle).after = seen(each.cycle);
  return pairs;
}

void compare(Tally& tally, const std::vector<CyclePair>& pairs) {
  bool changed = false;
  for (const CyclePair& each : pairs) {
    changed = changed || each.changed();
    if (!each.before || !each.after) {
      ++(each.before ? tally.only_before : tally.only_after);
      continue;
    }
    const bool missed_before = each.before->end == End::missed, missed_after = each.after->end == End::missed;
    if (missed_after && !missed_before) ++tally.newly_missed;
    if (missed_before && each.after->end == End::met) ++tally.newly_met;
    if (each.after->due < each.before->due) ++tally.dues_earlier;
    if (each.after->due > each.before->due) ++tally.dues_later;
  }
  if (changed) ++tally.changed;
}

}  // namespace

std::vector<CyclePair> count(Tally& tally, const PastRequest& past, const Life* before, const Life& after,
                             HourOfWeek& hours) {
  ++tally.requests;
  tally.acts += after.acts;
  tally.renamed += after.renamed;
  count_diverged(tally.diverged_after, after);
  if (!after.taken) ++tally.not_taken_after;
  count_side(tally, past, after, hours, &Sides::after);
  if (!before) return {};
  tally.acts += before->acts;
  count_diverged(tally.diverged_before, *before);
  if (!before->taken) ++tally.not_taken_before;
  count_side(tally, past, *before, hours, &Sides::before);
  std::vector<CyclePair> pairs = paired(*before, after);
  compare(tally, pairs);
  return pairs;
}

}  // namespace yakusoku::sim::backtest
