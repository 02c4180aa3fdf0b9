#include "core/check/examples.hpp"

#include <fmt/format.h>

#include "base/zones.hpp"

namespace yakusoku::check {

Examples::Examples(const program::Program& program, Instant from, Instant to)
    : program_(program), from_(from), to_(to), calendars_(from - days(31), to + days(400)) {
  std::int32_t monday = zones::wall_time(program.zone, from).date;
  while (zones::day_of_week(monday) != 0) ++monday;
  static constexpr std::pair<int, int> moments[] = {{0, 10}, {2, 15}, {4, 16}, {5, 12}};
  for (const auto& [day, hour] : moments)
    samples_.push_back(zones::instant_of(program.zone, monday + day, hour * 3600));
}

std::string Examples::words(Instant at) const {
  static constexpr std::string_view names[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  const zones::WallTime wall = zones::wall_time(program_.zone, at);
  return fmt::format("{} {} {:02}:{:02}", names[zones::day_of_week(wall.date)], zones::date_text(wall.date),
                     wall.second / 3600, wall.second / 60 % 60);
}

std::vector<Instant> Examples::starts() const {
  std::vector<Instant> starts;
  const std::int32_t monday = zones::wall_time(program_.zone, samples_.front()).date;
  for (int week = 0; week < 53; ++week)
    starts.push_back(zones::instant_of(program_.zone, monday + 7 * week + 4, 16 * 3600));
  for (int hour = 0; hour < 14 * 24; ++hour) starts.push_back(samples_.front() + hours(hour));
  return starts;
}

Instant Examples::due(const program::Amount& amount, const Imagined& request, Instant start) {
  const auto selection = clocks::measure(amount, program_, request, start, calendars_);
  if (!selection || !selection->has_due()) return far_future;
  if (selection->absolute != far_future) return selection->absolute;
  return clocks::due_after(*selection, start, selection->budget, calendars_);
}

std::shared_ptr<const calendars::Calendar> Examples::calendar(const std::string& name, const program::Facts& request) {
  const auto definition = program_.calendar(name, request);
  if (!definition || !calendars::valid(*definition)) return nullptr;
  return calendars_.compiled(to_text(calendars::to_json(*definition)));
}

bool Examples::never_closes(const std::string& name, const program::Facts& request) {
  const auto found = calendar(name, request);
  return found && !found->next_closed(from_);
}

}  // namespace yakusoku::check
