#include <algorithm>
#include <cstdlib>
#include <tuple>

#include "sim/staffing/staffing.hpp"

namespace yakusoku::sim::staffing {
namespace {

constexpr std::int64_t an_hour = 3600;

// Of the goal's clock, by run; its levels together where the goal names none.
std::vector<Kept> those_of(const Goal& goal, const Simulated& result) {
  std::vector<Kept> runs(static_cast<std::size_t>(result.runs));
  for (const auto& [key, kept] : result.by_run) {
    if (key.first != goal.clock || (!goal.level.empty() && key.second != goal.level)) continue;
    for (std::size_t i = 0; i < kept.size(); ++i) runs[i].add(kept[i]);
  }
  return runs;
}

struct Candidate {
  Move move;
  std::int64_t added = 0;
  auto order() const {
    return std::tuple(added, std::abs(move.begins) + std::abs(move.ends), move.heads, move.shift, move.begins,
                      move.ends);
  }
};

class Searching {
 public:
  Searching(const program::Program& program, const Plan& plan, clocks::Calendars& calendars, const Goal& goal,
            const SearchOptions& options)
      : program_(program), plan_(plan), calendars_(calendars), options_(options) {
    search_.goal = goal;
  }

  Result<Search> run() {
    if (!TRY(attempt(std::nullopt, 0))) return std::move(search_);
    std::vector<Candidate> all;
    for (std::size_t i = 0; i < plan_.shifts.size(); ++i) {
      const Candidate widest = candidate({i, -options_.reach, options_.reach, options_.heads});
      if (moved(plan_, widest.move)) {
        Tried tried = TRY(lived(widest.move, widest.added));
        if (search_.ended && !tried.reached) {
          search_.hopeless.push_back(i);
          continue;
        }
        if (!search_.ended) return std::move(search_);
      }
      add_candidates(i, all);
    }
    std::ranges::sort(all, {}, &Candidate::order);
    for (const Candidate& each : all) {
      if (search_.tried.size() > options_.most) {
        search_.ended = false;
        break;
      }
      if (!TRY(attempt(each.move, each.added))) break;
    }
    return std::move(search_);
  }

 private:
  Candidate candidate(const Move& move) const {
    Shift shift = plan_.shifts[move.shift];
    const std::int64_t before = seconds_a_week(shift);
    shift.from += move.begins * an_hour, shift.to += move.ends * an_hour, shift.heads += move.heads;
    return {move, seconds_a_week(shift) - before};
  }

  void add_candidates(std::size_t shift, std::vector<Candidate>& all) const {
    for (std::int64_t begins = -options_.reach; begins <= options_.reach; ++begins)
      for (std::int64_t ends = -options_.reach; ends <= options_.reach; ++ends)
        for (std::int64_t heads = 0; heads <= options_.heads; ++heads) {
          const Candidate each = candidate({shift, begins, ends, heads});
          if (each.added >= 0 && each.move != Move{shift, 0, 0, 0} && moved(plan_, each.move)) all.push_back(each);
        }
  }

  Result<Tried> lived(const std::optional<Move>& move, std::int64_t added) {
    Tried tried;
    tried.move = move, tried.added = added;
    const Plan plan = move ? *moved(plan_, *move) : plan_;
    const Simulated result = TRY(simulate(program_, plan, calendars_, options_.simulation));
    if (result.cancelled) search_.ended = false;
    const std::vector<Kept> runs = those_of(search_.goal, result);
    for (const Kept& each : runs) tried.kept.add(each);
    tried.attained = attainment(runs);
    if (!move) as_it_is_ = runs;
    if (move) tried.gained = difference(runs, as_it_is_);
    const std::int64_t judged = tried.kept.met + tried.kept.missed;
    tried.reached = judged > 0 && tried.kept.met * 1'000'000 >= search_.goal.millionths * judged;
    return tried;
  }

  // False: the search is over.
  Result<bool> attempt(const std::optional<Move>& move, std::int64_t added) {
    Tried tried = TRY(lived(move, added));
    if (!search_.ended) return false;
    const bool reached = tried.reached;
    search_.tried.push_back(std::move(tried));
    if (reached) search_.best = search_.tried.size() - 1;
    if (options_.progress && !options_.progress(search_.tried.back())) search_.ended = reached;
    return !reached && search_.ended;
  }

  const program::Program& program_;
  const Plan& plan_;
  clocks::Calendars& calendars_;
  const SearchOptions& options_;
  Search search_;
  std::vector<Kept> as_it_is_;
};

}  // namespace

std::int64_t seconds_a_week(const Shift& shift) {
  std::int64_t length = shift.to - shift.from;
  for (const auto& pause : shift.breaks) length -= pause.second - pause.first;
  return length * shift.heads * shift.days_a_week();
}

std::optional<Plan> moved(const Plan& plan, const Move& move) {
  Plan made = plan;
  Shift& shift = made.shifts[move.shift];
  shift.from += move.begins * an_hour, shift.to += move.ends * an_hour, shift.heads += move.heads;
  if (move.begins == move.ends) {
    for (auto& pause : shift.breaks) pause.first += move.begins * an_hour, pause.second += move.begins * an_hour;
  }
  if (shift.to - shift.from < an_hour || shift.to - shift.from > 24 * an_hour || shift.heads < 0) return std::nullopt;
  for (const auto& pause : shift.breaks)
    if (pause.first < shift.from || pause.second > shift.to) return std::nullopt;
  std::int64_t heads = 0;
  for (const Shift& each : made.shifts) heads += each.heads;
  if (heads > Limits::agents) return std::nullopt;
  return made;
}

Result<Search> search(const program::Program& program, const Plan& plan, clocks::Calendars& calendars, const Goal& goal,
                      const SearchOptions& options) {
  if (options.reach < 0 || options.reach > 12 || options.heads < 0 || options.heads > 50)
    return fail(ErrorCode::limit, "search", "at most 12 hours and 50 heads");
  return Searching(program, plan, calendars, goal, options).run();
}

}  // namespace yakusoku::sim::staffing
