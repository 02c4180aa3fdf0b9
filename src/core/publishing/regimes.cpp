#include "core/publishing/regimes.hpp"

#include <algorithm>

namespace yakusoku::publishing {
namespace {

constexpr std::int32_t days_told = 365;

}  // namespace

std::vector<Regime> regimes_between(std::string_view zone, std::string_view readers, std::int32_t from) {
  std::vector<Regime> regimes;
  std::int32_t last_shift = 0;
  for (std::int32_t date = from; date < from + days_told; ++date) {
    const Instant noon = zones::instant_of(zone, date, 12 * 3600);
    const std::int32_t shift = zones::offset(readers, noon) - zones::offset(zone, noon);
    auto found = std::ranges::find(regimes, shift, &Regime::shift);
    if (found == regimes.end()) found = regimes.insert(regimes.end(), Regime{shift, {}});
    if (found->periods.empty() || shift != last_shift) {
      found->periods.emplace_back(date, date);
    } else {
      found->periods.back().second = date;
    }
    last_shift = shift;
  }
  return regimes;
}

std::vector<SpanRegime> span_regimes(const SpanEnd& from, const SpanEnd& to, std::string_view readers,
                                     std::int32_t first_date) {
  std::vector<SpanRegime> regimes;
  std::int32_t date = first_date;
  while (zones::day_of_week(date) != from.day) ++date;
  const std::int32_t later = ((to.day - from.day) % 7 + 7) % 7;
  for (; date < first_date + days_told; date += 7) {
    const Instant begins = zones::instant_of(from.zone, date, from.second);
    Instant ends = zones::instant_of(to.zone, date + later, to.second);
    if (ends <= begins) ends = zones::instant_of(to.zone, date + later + 7, to.second);
    const SpanRegime now{date, date, zones::wall_time(readers, begins), zones::wall_time(readers, ends),
                         (ends - begins).seconds};
    const bool same = !regimes.empty() && regimes.back().seconds == now.seconds &&
                      regimes.back().from.second == now.from.second && regimes.back().to.second == now.to.second &&
                      zones::day_of_week(regimes.back().from.date) == zones::day_of_week(now.from.date) &&
                      zones::day_of_week(regimes.back().to.date) == zones::day_of_week(now.to.date);
    if (same) {
      regimes.back().last = date;
    } else {
      regimes.push_back(now);
    }
  }
  return regimes;
}

}  // namespace yakusoku::publishing
