#include "sim/staffing/staffing.hpp"

#include <algorithm>

#include "core/program/words.hpp"

namespace yakusoku::sim::staffing {
namespace {

constexpr std::int64_t million = 1'000'000;
// Student's t, 97.5%, in thousandths, by degrees of freedom; beyond thirty the thirtieth, which is a little wide.
constexpr std::int64_t students[] = {12706, 4303, 3182, 2776, 2571, 2447, 2365, 2306, 2262, 2228,
                                     2201,  2179, 2160, 2145, 2131, 2120, 2110, 2101, 2093, 2086,
                                     2080,  2074, 2069, 2064, 2060, 2056, 2052, 2048, 2045, 2042};

std::int64_t root(std::int64_t square) {
  std::int64_t low = 0, high = std::int64_t{3'037'000'499};
  while (low < high) {
    const std::int64_t middle = (low + high + 1) / 2;
    if (middle * middle <= square) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

std::optional<std::int64_t> half_width(const std::vector<std::int64_t>& each) {
  const auto count = static_cast<std::int64_t>(each.size());
  if (count < 2) return std::nullopt;
  std::int64_t sum = 0, squares = 0;
  for (const std::int64_t value : each) sum += value;
  const std::int64_t mean = sum / count;
  for (const std::int64_t value : each) squares += (value - mean) * (value - mean);
  const std::size_t freedom = std::min<std::size_t>(each.size() - 1, std::size(students));
  return students[freedom - 1] * root(squares / (count - 1) / count) / 1000;
}

std::optional<std::int64_t> share_of(const Kept& kept) {
  if (kept.met + kept.missed == 0) return std::nullopt;
  return kept.met * million / (kept.met + kept.missed);
}

void add_run(Simulated& result, RunTally tally) {
  RunTally& all = result.all;
  all.requests += tally.requests, all.solved += tally.solved, all.touches += tally.touches, all.events += tally.events;
  for (const auto& [key, kept] : tally.clocks) {
    all.clocks[key].add(kept);
    auto& runs = result.by_run[key];
    runs.resize(static_cast<std::size_t>(result.runs));
    runs.push_back(kept);
  }
  for (auto& [level, waits] : tally.waits) {
    auto& those = all.waits[level];
    those.insert(those.end(), waits.begin(), waits.end());
  }
  all.shifts.resize(tally.shifts.size());
  for (std::size_t i = 0; i < tally.shifts.size(); ++i) {
    for (std::size_t hour = 0; hour < 168; ++hour) {
      all.shifts[i].staffed[hour] += tally.shifts[i].staffed[hour];
      all.shifts[i].busy[hour] += tally.shifts[i].busy[hour];
    }
  }
  for (std::size_t hour = 0; hour < 168; ++hour) {
    all.open[hour] += tally.open[hour];
    all.hours[hour] += tally.hours[hour];
  }
  all.most_open = std::max(all.most_open, tally.most_open);
  for (const auto& [what, count] : tally.refused) all.refused[what] += count;
  ++result.runs;
}

}  // namespace

std::optional<Share> attainment(const std::vector<Kept>& by_run) {
  Kept all;
  std::vector<std::int64_t> shares;
  for (const Kept& each : by_run) {
    all.add(each);
    if (const auto share = share_of(each)) shares.push_back(*share);
  }
  const auto share = share_of(all);
  if (!share) return std::nullopt;
  return Share{*share, half_width(shares)};
}

std::optional<Share> difference(const std::vector<Kept>& first, const std::vector<Kept>& second) {
  std::vector<std::int64_t> gains;
  for (std::size_t i = 0; i < std::min(first.size(), second.size()); ++i) {
    const auto a = share_of(first[i]), b = share_of(second[i]);
    if (a && b) gains.push_back(*a - *b);
  }
  const auto a = attainment(first), b = attainment(second);
  if (!a || !b) return std::nullopt;
  return Share{a->share - b->share, half_width(gains)};
}

std::int64_t wait_at(const std::vector<std::int64_t>& sorted, int percent) {
  if (sorted.empty()) return 0;
  const std::size_t place = (sorted.size() * static_cast<std::size_t>(percent) + 99) / 100;
  return sorted[std::max<std::size_t>(place, 1) - 1];
}

Result<Simulated> simulate(const program::Program& program, const Plan& plan, clocks::Calendars& calendars,
                           const Options& options) {
  if (options.runs < 1 || options.runs > Limits::runs) return fail(ErrorCode::limit, "runs", "1 to 1000");
  Simulated result;
  result.seed = options.seed;
  while (result.runs < options.runs && !result.cancelled) {
    RunOptions one_run;
    one_run.seed = options.seed, one_run.run = result.runs;
    if (options.progress) {
      one_run.progress = [&](std::int64_t requests) {
        result.cancelled = !options.progress(result, requests);
        return !result.cancelled;
      };
    }
    auto tally = run(program, plan, calendars, one_run);
    if (!tally && result.cancelled) break;
    if (!tally) return std::unexpected(tally.error());
    add_run(result, std::move(*tally));
    std::int64_t waits = 0;
    for (const auto& [level, those] : result.all.waits) waits += static_cast<std::int64_t>(those.size());
    if (waits > 50 * Limits::requests) return fail(ErrorCode::limit, "touches", "of all runs together");
  }
  for (auto& [level, waits] : result.all.waits) std::ranges::sort(waits);
  for (auto& [key, runs] : result.by_run) runs.resize(static_cast<std::size_t>(result.runs));
  return result;
}

Result<Goal> parse_goal(std::string_view text, const program::Program& program) {
  const auto parts = program::words_of(text);
  const auto wrong = [](std::string detail) { return fail(ErrorCode::invalid, "--goal", std::move(detail)); };
  if (parts.size() < 2 || parts.size() > 3) return wrong("a clock, a level and a share, as in first_response 1 95%");
  Goal goal;
  goal.clock = parts.front();
  if (!program.clock(goal.clock)) return wrong("the program has no clock " + goal.clock);
  if (parts.size() == 3) goal.level = parts[1];
  if (!goal.level.empty() && !program.severity.level(goal.level)) return wrong("the program has no level " + goal.level);
  const std::string& share = parts.back();
  const std::size_t dot = share.find('.');
  if (!share.ends_with('%')) return wrong("a share such as 95% or 99.5%");
  const std::string number = share.substr(0, share.size() - 1);
  const auto whole = program::parse_count(number.substr(0, dot));
  const std::string places = dot == std::string::npos ? "0" : number.substr(dot + 1);
  const auto part = places.size() <= 4 ? program::parse_count(places + std::string(4 - places.size(), '0'))
                                       : std::nullopt;
  if (!whole || !part) return wrong("a share such as 95% or 99.5%");
  goal.millionths = *whole * 10'000 + *part;
  if (*whole > 100 || goal.millionths > million) return wrong("at most 100%");
  return goal;
}

}  // namespace yakusoku::sim::staffing
