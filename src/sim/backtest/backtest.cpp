#include "sim/backtest/backtest.hpp"

#include <algorithm>
#include <optional>
#include <tuple>

#include "core/clocks/compiled_calendars.hpp"

namespace yakusoku::sim::backtest {

void one_after_the_other(std::size_t count, const std::function<void(std::size_t)>& work) {
  for (std::size_t i = 0; i < count; ++i) work(i);
}

namespace {

// Requests that changed more come first; the same two compare alike in every slice.
bool before_in_list(const Changed& a, const Changed& b) {
  return std::tuple(-a.weight, -a.moved, a.order) < std::tuple(-b.weight, -b.moved, b.order);
}

void weigh(Changed& changed, const std::vector<CyclePair>& pairs) {
  for (const CyclePair& each : pairs) {
    if (!each.changed()) continue;
    changed.weight = std::max(changed.weight, 1);
    const bool missed_before = each.before && each.before->end == End::missed;
    const bool missed_after = each.after && each.after->end == End::missed;
    if (missed_after && !missed_before) changed.weight = 3;
    if (missed_before && !missed_after) changed.weight = std::max(changed.weight, 2);
    if (!each.before || !each.after || each.before->due == far_future || each.after->due == far_future) continue;
    changed.moved = std::max(changed.moved, std::abs((each.after->due - each.before->due).seconds));
  }
}

std::vector<ClockTold> told_of(const lifecycle::Retelling& retelling, const std::vector<CyclePair>& clocks,
                               Instant until, clocks::Calendars& calendars) {
  std::vector<ClockTold> told;
  for (const lifecycle::CycleTold& each : retelling.told()) {
    const bool wanted = std::ranges::any_of(
        clocks, [&](const CyclePair& pair) { return pair.clock == each.clock && pair.number == each.number; });
    if (!wanted) continue;
    told.push_back(
        {each.clock, each.number, lifecycle::segments_of(each.cycle, until, each.causes, calendars), each.lines});
  }
  return told;
}

// What one thread works with; its calendars and what it found so far.
class Worker {
 public:
  Worker(const Options& options, const Version& tried, const Version* against)
      : options_(options), tried_(tried), against_(against), hours_(tried.program->zone) {}

  Outcome work(Source& source, std::size_t piece) {
    tally = {};
    const std::vector<PastRequest> requests = TRY(source.piece(piece));
    for (const PastRequest& each : requests) take(each);
    return {};
  }

  Tally tally;
  std::vector<Changed> changed;  // in their order, at most `keep`
  bool compared = false;

 private:
  const Version* today_of(const PastRequest& past) { return against_ ? against_ : version_of(past.version); }

  const Version* version_of(const std::string& hash) {
    if (hash.empty() || !options_.version) return nullptr;
    const auto known = versions_.find(hash);
    if (known != versions_.end()) return known->second ? &*known->second : nullptr;
    auto program = options_.version(hash);
    auto& kept = versions_[hash];
    if (program) kept.emplace(std::move(program));
    return kept ? &*kept : nullptr;
  }

  // Requests move among the versions under which they were, nowhere else.
  std::function<const Version*(const std::string&)> moves() {
    if (against_) return {};
    return [this](const std::string& hash) { return version_of(hash); };
  }

  void take(const PastRequest& past) {
    const Version* today = today_of(past);
    Manner manner;
    manner.until = options_.until;
    const Life after = live(past, tried_, calendars_, manner);
    if (!today) {
      count(tally, past, nullptr, after, hours_);
      return;
    }
    compared = true;
    manner.moved_to = moves();
    const Life before = live(past, *today, calendars_, manner);
    const auto pairs = count(tally, past, &before, after, hours_);
    Changed fresh;
    weigh(fresh, pairs);
    fresh.order = past.order;
    const std::size_t keep = std::min(options_.keep, most_kept);
    if (fresh.weight == 0 || keep == 0) return;
    if (changed.size() >= keep && !before_in_list(fresh, changed.back())) return;
    tell(fresh, past, *today, pairs);
    changed.insert(std::ranges::upper_bound(changed, fresh, before_in_list), std::move(fresh));
    if (changed.size() > keep) changed.pop_back();
  }

  // Lives both lives again, this time keeping what is told of them.
  void tell(Changed& fresh, const PastRequest& past, const Version& today, const std::vector<CyclePair>& pairs) {
    fresh.id = past.id;
    fresh.customer = past.customer;
    fresh.version = past.version;
    for (const CyclePair& each : pairs)
      if (each.changed()) fresh.clocks.push_back(each);
    const auto one = [&](const Version& version, std::vector<ClockTold>& receipts, std::vector<Diverged>& diverged,
                         std::string& severity) {
      lifecycle::Retelling retelling;
      Manner manner;
      manner.until = options_.until;
      if (&version == &today) manner.moved_to = moves();
      manner.retelling = &retelling;
      Life life = live(past, version, calendars_, manner);
      receipts = told_of(retelling, fresh.clocks, options_.until, calendars_);
      diverged = std::move(life.diverged);
      lifecycle::World world;
      world.now = options_.until;
      world.program = version.program.get();
      world.calendars = &calendars_;
      severity = program::to_text(lifecycle::FactsSeen(life.request, world).value_of("severity"));
      if (life.taken) fresh.kind = life.request.ticket.word("kind");
    };
    one(today, fresh.receipts_before, fresh.diverged_before, fresh.severity_before);
    one(tried_, fresh.receipts_after, fresh.diverged_after, fresh.severity_after);
  }

  const Options& options_;
  const Version& tried_;
  const Version* against_;
  clocks::CompiledCalendars calendars_;
  HourOfWeek hours_;
  std::map<std::string, std::optional<Version>, std::less<>> versions_;
};

void merge_changed(std::vector<Changed>& to, std::vector<Changed> from, std::size_t keep) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  std::ranges::sort(to, before_in_list);
  if (to.size() > keep) to.resize(keep);
}

Backtest described(const Options& options) {
  const program::Program& program = *options.tried;
  Backtest result;
  result.program = program.id;
  result.tried = program.hash;
  result.against = options.against ? options.against->hash : "";
  const std::string language = program.languages.empty() ? "en" : program.languages.front();
  result.title = std::string(program.title.in(language));
  result.zone = program.zone;
  result.until = options.until;
  for (const program::ClockRule& each : program.clocks) result.clocks.push_back(each.name);
  for (const program::Level& each : program.severity.levels) result.severities.push_back(each.id);
  for (const program::Kind& each : program.kinds) result.kinds.push_back(each.id);
  result.plans = program.plans;
  return result;
}

}  // namespace

Result<Backtest> backtest(Source& source, const Options& options) {
  Backtest result = described(options);
  const Version tried(options.tried);
  std::optional<Version> against;
  if (options.against) against.emplace(options.against);
  std::vector<std::unique_ptr<Worker>> workers;
  for (std::size_t i = 0; i < std::max<std::size_t>(1, options.workers); ++i)
    workers.push_back(std::make_unique<Worker>(options, tried, against ? &*against : nullptr));
  for (;;) {
    const std::size_t pieces = std::min(TRY(source.next_round(workers.size())), workers.size());
    if (pieces == 0) break;
    std::vector<Outcome> outcomes(pieces);
    options.run(pieces, [&](std::size_t i) { outcomes[i] = workers[i]->work(source, i); });
    for (std::size_t i = 0; i < pieces; ++i) {
      if (!outcomes[i]) return std::unexpected(outcomes[i].error());
      result.tally.add(workers[i]->tally);
    }
    if (!options.progress) continue;
    if (!options.progress({result.tally.requests, source.total(), &result.tally})) {
      result.cancelled = true;
      break;
    }
  }
  const std::size_t keep = std::min(options.keep, most_kept);
  for (const auto& worker : workers) {
    result.compared = result.compared || worker->compared;
    merge_changed(result.changed, std::move(worker->changed), keep);
  }
  return result;
}

}  // namespace yakusoku::sim::backtest
