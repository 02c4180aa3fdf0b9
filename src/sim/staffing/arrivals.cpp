#include <algorithm>

#include "base/zones.hpp"
#include "sim/staffing/hours.hpp"
#include "sim/staffing/plan.hpp"

namespace yakusoku::sim::staffing {

std::vector<Hour> hours_between(const std::string& zone, Instant from, Instant to) {
  std::vector<Hour> hours;
  for (Instant at = from; at < to;) {
    const zones::WallTime wall = zones::wall_time(zone, at);
    Instant end = at + seconds(3600 - wall.second % 3600);
    if (const auto change = zones::next_transition(zone, at); change && *change < end) end = *change;
    const auto of_week = static_cast<std::size_t>(zones::day_of_week(wall.date) * 24 + wall.second / 3600);
    hours.push_back({at, std::min(end, to), of_week, wall.date});
    at = end;
  }
  return hours;
}

std::vector<Arrivals> fitted(std::span<const Sample> samples, const std::string& zone, Instant from, Instant to) {
  const std::vector<Hour> hours = hours_between(zone, from, to);
  HourlyRates lengths{};  // seconds of each hour of the week in the history
  for (const Hour& hour : hours) lengths[hour.of_week] += (hour.to - hour.from).seconds;
  std::vector<Arrivals> streams;
  for (const Sample& sample : samples) {
    if (sample.at < from || sample.at >= to) continue;
    auto found = std::ranges::find_if(
        streams, [&](const Arrivals& each) { return each.door == sample.door && each.values == sample.values; });
    if (found == streams.end()) {
      Arrivals stream;
      stream.name = "history " + std::to_string(streams.size() + 1);
      stream.door = sample.door;
      stream.values = sample.values;
      found = streams.insert(streams.end(), std::move(stream));
    }
    const auto hour = std::ranges::upper_bound(hours, sample.at, {}, &Hour::from);
    ++found->rates[std::prev(hour)->of_week];
  }
  for (Arrivals& stream : streams)
    for (std::size_t i = 0; i < stream.rates.size(); ++i)
      if (lengths[i] > 0) stream.rates[i] = stream.rates[i] * 1'000'000 * 3600 / lengths[i];
  return streams;
}

int Shift::days_a_week() const { return static_cast<int>(std::ranges::count(days, true)); }

calendars::Definition Shift::definition(std::span<const calendars::Date> holidays) const {
  constexpr std::int64_t day_length = 86400;
  const std::int64_t earlier = from < 0 ? 1 : 0, later = from >= day_length ? 1 : 0;
  std::vector<std::pair<std::int64_t, std::int64_t>> windows{{from, to}};
  for (const auto& pause : breaks) {
    std::vector<std::pair<std::int64_t, std::int64_t>> left;
    for (const auto& window : windows) {
      if (pause.first > window.first) left.emplace_back(window.first, std::min(window.second, pause.first));
      if (pause.second < window.second) left.emplace_back(std::max(window.first, pause.second), window.second);
    }
    windows = std::move(left);
  }
  calendars::Definition definition;
  definition.kind = calendars::Definition::Kind::week;
  definition.week.zone = zone;
  for (std::size_t day = 0; day < days.size(); ++day) {
    if (!days[day]) continue;
    const std::size_t on = (day + 7 + static_cast<std::size_t>(later) - static_cast<std::size_t>(earlier)) % 7;
    for (const auto& [begin, end] : windows) {
      const std::int64_t by = (earlier - later) * day_length;
      definition.week.weekly[on].push_back(
          {static_cast<std::int32_t>(begin + by), static_cast<std::int32_t>(end + by)});
    }
  }
  if (!works_holidays)
    for (const calendars::Date date : holidays) definition.week.closed.push_back({date, {0, 86400}});
  return definition;
}

}  // namespace yakusoku::sim::staffing
