#include "core/calendars/timeline.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/zones.hpp"

namespace yakusoku::calendars {
namespace {

constexpr std::int64_t day_length = 86400;
constexpr std::int64_t week_length = 7 * day_length;
constexpr std::int64_t cycle_length = 146097 * day_length;  // 400 Gregorian years, which are whole weeks
constexpr std::int64_t year_1800 = -5364662400;
constexpr std::int64_t year_2100 = 4102444800;  // behind the last exception that any zone lists (Casablanca, 2087)
constexpr std::int64_t first_step = 52 * week_length;
constexpr std::int64_t monday_1970 = -3 * day_length;  // the Monday before the epoch

std::int64_t floor_to_week(std::int64_t wall) {
  const std::int64_t since = wall - monday_1970;
  return monday_1970 + (since >= 0 ? since / week_length : (since - week_length + 1) / week_length) * week_length;
}

// Every window as seconds of the week; what passes Sunday midnight comes out at the week's beginning.
Stretches weekly_pattern(const std::array<std::vector<Window>, 7>& weekly) {
  Stretches all;
  for (std::size_t d = 0; d < weekly.size(); ++d) {
    for (const Window& window : weekly[d]) {
      const std::int64_t from = static_cast<std::int64_t>(d) * day_length + window.from;
      const std::int64_t to = static_cast<std::int64_t>(d) * day_length + window.to;
      if (from >= to) continue;
      if (from < week_length) all.push_back({from, std::min(to, week_length)});
      if (to > week_length) all.push_back({std::max(from, week_length) - week_length, to - week_length});
    }
  }
  return normalised(std::move(all));
}

Stretches on_the_wall(const std::vector<Week::Dated>& dated) {
  Stretches all;
  all.reserve(dated.size());
  for (const Week::Dated& one : dated)
    all.push_back({one.date * day_length + one.window.from, one.date * day_length + one.window.to});
  return normalised(std::move(all));
}

Stretches clipped(const Stretches& set, std::int64_t from, std::int64_t to) {
  auto first =
      std::lower_bound(set.begin(), set.end(), from, [](const Stretch& s, std::int64_t t) { return s.to <= t; });
  Stretches out;
  for (; first != set.end() && first->from < to; ++first)
    append(out, {std::max(first->from, from), std::min(first->to, to)});
  return out;
}

// How far a walk has come through its 400 years behind the last (before the first) exception: a cycle without a second
// of the wanted kind says that there is no answer, and of the others no second one need be walked.
struct Walk {
  std::optional<std::int64_t> cycle_end;
  std::int64_t seen = 0;
  bool all = false;
};

std::optional<std::int64_t> representable(__int128 answer) {
  if (answer > far_future.seconds || answer < -far_future.seconds) return std::nullopt;
  return static_cast<std::int64_t>(answer);
}

}  // namespace

Timeline::Timeline(const Definition& definition) : first_(year_1800), last_(year_2100) {
  week_size_ = 0;
  root_ = prepare(definition);
  week_size_ = std::max<std::int64_t>(week_size_, 1);
}

Timeline::Part Timeline::prepare(const Definition& definition) {
  Part part;
  part.kind = definition.kind;
  if (definition.kind == Definition::Kind::week) {
    part.zone = definition.week.zone;
    part.weekly = weekly_pattern(definition.week.weekly);
    part.closed = on_the_wall(definition.week.closed);
    part.extra = on_the_wall(definition.week.extra);
    week_size_ += static_cast<std::int64_t>(part.weekly.size());
    for (const Stretches* dated : {&part.closed, &part.extra}) {
      if (dated->empty()) continue;
      first_ = std::min(first_, dated->front().from - 2 * day_length);  // two days: any zone's wall
      last_ = std::max(last_, dated->back().to + 2 * day_length);
    }
  }
  for (const Instant from : definition.from) {
    part.from.push_back(from.seconds);
    first_ = std::min(first_, from.seconds);
    last_ = std::max(last_, from.seconds);
  }
  for (const Definition& inner : definition.parts) part.parts.push_back(prepare(inner));
  return part;
}

Stretches Timeline::open(std::int64_t from, std::int64_t to) const { return open(root_, from, to); }

Stretches Timeline::open(const Part& part, std::int64_t from, std::int64_t to) {
  if (from >= to) return {};
  switch (part.kind) {
    case Definition::Kind::never: return {};
    case Definition::Kind::always: return {{from, to}};
    case Definition::Kind::week: return open_week(part, from, to);
    case Definition::Kind::complement_of: return complement_of(open(part.parts.front(), from, to), from, to);
    case Definition::Kind::splice: return open_splice(part, from, to);
    case Definition::Kind::union_of: {
      Stretches all;
      for (const Part& inner : part.parts) {
        const Stretches one = open(inner, from, to);
        all.insert(all.end(), one.begin(), one.end());
      }
      return normalised(std::move(all));
    }
    case Definition::Kind::intersection_of: {
      Stretches all{{from, to}};
      for (const Part& inner : part.parts) all = intersection_of(all, open(inner, from, to));
      return all;
    }
  }
  return {};
}

// Time is cut where the zone's offset changes; between two cuts the wall runs evenly, so that windows are plain
// integers. What a gap skips lies in no piece, what a fold repeats lies in two.
Stretches Timeline::open_week(const Part& part, std::int64_t from, std::int64_t to) {
  Stretches out;
  if (part.weekly.empty() && part.extra.empty()) return out;
  out.reserve(static_cast<std::size_t>((to - from) / week_length + 1) * part.weekly.size() + part.extra.size());
  while (from < to) {
    const std::int64_t offset = zones::offset(part.zone, Instant{from});
    const auto next = zones::next_transition(part.zone, Instant{from});
    const std::int64_t until = next ? std::min(next->seconds, to) : to;
    const std::int64_t wall_from = from + offset;
    const std::int64_t wall_until = until + offset;
    Stretches piece;
    if (!part.weekly.empty()) {
      piece.reserve(static_cast<std::size_t>((wall_until - wall_from) / week_length + 2) * part.weekly.size());
      for (std::int64_t monday = floor_to_week(wall_from); monday < wall_until; monday += week_length)
        for (const Stretch& window : part.weekly)
          append(piece, {std::max(monday + window.from, wall_from), std::min(monday + window.to, wall_until)});
    }
    const Stretches closed = clipped(part.closed, wall_from, wall_until);
    if (!closed.empty()) piece = difference_of(piece, closed);
    const Stretches extra = clipped(part.extra, wall_from, wall_until);
    if (!extra.empty()) piece = union_of(piece, extra);
    for (const Stretch& open : piece) append(out, {open.from - offset, open.to - offset});
    from = until;
  }
  return out;
}

Stretches Timeline::open_splice(const Part& part, std::int64_t from, std::int64_t to) {
  Stretches out;
  for (std::size_t i = 0; i < part.parts.size(); ++i) {
    const std::int64_t begins = i == 0 ? from : std::max(from, part.from[i]);
    const std::int64_t ends = i + 1 == part.parts.size() ? to : std::min(to, part.from[i + 1]);
    for (const Stretch& stretch : open(part.parts[i], begins, ends)) append(out, stretch);
  }
  return out;
}

// About 200,000 stretches at most are held at once, whatever the calendar.
std::int64_t Timeline::longest_step() const {
  return std::clamp(200000 / week_size_, std::int64_t{1}, cycle_length / week_length) * week_length;
}

std::int64_t Timeline::count_plainly(std::int64_t from, std::int64_t to) const {
  std::int64_t sum = 0;
  for (const std::int64_t step = longest_step(); from < to; from += step)
    sum += total(open(from, std::min(to, from + step)));
  return sum;
}

std::int64_t Timeline::count(std::int64_t from, std::int64_t to) const {
  std::int64_t sum = 0;
  if (to > last_ + cycle_length) {
    const std::int64_t begins = std::max(from, last_);
    const std::int64_t cycles = (to - begins) / cycle_length;
    if (cycles > 0) sum += cycles * count_plainly(last_, last_ + cycle_length);
    const std::int64_t nearer = (begins - last_) / cycle_length * cycle_length;
    to -= cycles * cycle_length;
    if (from >= last_) {
      from -= nearer;
      to -= nearer;
    }
  }
  if (from < first_ - cycle_length) {
    const std::int64_t ends = std::min(to, first_);
    const std::int64_t cycles = (ends - from) / cycle_length;
    if (cycles > 0) sum += cycles * count_plainly(first_ - cycle_length, first_);
    const std::int64_t nearer = (first_ - ends) / cycle_length * cycle_length;
    from += cycles * cycle_length;
    if (to <= first_) {
      from += nearer;
      to += nearer;
    }
  }
  return sum + count_plainly(from, to);
}

// Walks go in growing steps, by whole cycles where they can.
//
// Whole cycles that `seconds` outlast are skipped by a division; what is left of them is at least one second.
std::int64_t Timeline::skip(std::int64_t& seconds, std::int64_t per_cycle, std::int64_t most) {
  if (per_cycle == 0) return most;
  const std::int64_t cycles = std::min(most, (seconds - 1) / per_cycle);
  seconds -= cycles * per_cycle;
  return cycles;
}

std::optional<std::int64_t> Timeline::forward(std::int64_t at, std::int64_t seconds, bool wanted) const {
  const auto found_in = [&](std::int64_t from, std::int64_t to) {
    Stretches found = open(from, to);
    return wanted ? found : complement_of(found, from, to);
  };
  __int128 skipped = 0;
  if (at < first_ - cycle_length) {
    const std::int64_t open_in_one = count_plainly(first_ - cycle_length, first_);
    at +=
        cycle_length * skip(seconds, wanted ? open_in_one : cycle_length - open_in_one, (first_ - at) / cycle_length);
    // What is left lies in the next cycle, which is read off nearer to us.
    const std::int64_t nearer = std::max<std::int64_t>((first_ - at) / cycle_length - 1, 0);
    skipped -= static_cast<__int128>(nearer) * cycle_length;
    at += nearer * cycle_length;
  }
  if (at > last_ + cycle_length) {
    const std::int64_t cycles = (at - last_) / cycle_length;
    skipped += static_cast<__int128>(cycles) * cycle_length;
    at -= cycles * cycle_length;
  }
  Walk walk;
  for (std::int64_t step = first_step;; step *= 2) {
    step = std::min(step, longest_step());
    std::int64_t until = at + step;
    if (at < last_) {
      until = std::min(until, last_);
    } else if (!walk.cycle_end) {
      walk.cycle_end = at + cycle_length;
    }
    if (walk.cycle_end && !walk.all) until = std::min(until, *walk.cycle_end);
    const Stretches found = found_in(at, until);
    for (const Stretch& stretch : found) {
      const std::int64_t length = stretch.to - stretch.from;
      if (seconds <= length) return representable(skipped + stretch.from + seconds);
      seconds -= length;
    }
    at = until;
    if (!walk.cycle_end || walk.all) continue;
    walk.seen += total(found);
    if (at != *walk.cycle_end) continue;
    if (walk.seen == 0) return std::nullopt;
    walk.all = true;
    skipped += static_cast<__int128>(skip(seconds, walk.seen, seconds)) * cycle_length;
  }
}

std::optional<std::int64_t> Timeline::backward(std::int64_t at, std::int64_t seconds) const {
  __int128 skipped = 0;
  if (at > last_ + cycle_length) {
    at -= cycle_length * skip(seconds, count_plainly(last_, last_ + cycle_length), (at - last_) / cycle_length);
    const std::int64_t nearer = std::max<std::int64_t>((at - last_) / cycle_length - 1, 0);
    skipped -= static_cast<__int128>(nearer) * cycle_length;
    at -= nearer * cycle_length;
  }
  if (at < first_ - cycle_length) {
    const std::int64_t cycles = (first_ - at) / cycle_length;
    skipped += static_cast<__int128>(cycles) * cycle_length;
    at += cycles * cycle_length;
  }
  Walk walk;
  for (std::int64_t step = first_step;; step *= 2) {
    step = std::min(step, longest_step());
    std::int64_t begin = at - step;
    if (at > first_) {
      begin = std::max(begin, first_);
    } else if (!walk.cycle_end) {
      walk.cycle_end = at - cycle_length;
    }
    if (walk.cycle_end && !walk.all) begin = std::max(begin, *walk.cycle_end);
    const Stretches found = open(begin, at);
    for (auto stretch = found.rbegin(); stretch != found.rend(); ++stretch) {
      const std::int64_t length = stretch->to - stretch->from;
      if (seconds <= length) return representable(stretch->to - seconds - skipped);
      seconds -= length;
    }
    at = begin;
    if (!walk.cycle_end || walk.all) continue;
    walk.seen += total(found);
    if (at != *walk.cycle_end) continue;
    if (walk.seen == 0) return std::nullopt;
    walk.all = true;
    skipped += static_cast<__int128>(skip(seconds, walk.seen, seconds)) * cycle_length;
  }
}

}  // namespace yakusoku::calendars
