// The calendar against the plainest thing that can be right: ask of every second (or minute, where all ends are whole
// minutes) whether the wall's reading is open, and count.

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <iterator>
#include <random>

#include "base/zones.hpp"
#include "core/calendars/calendars.hpp"

namespace yakusoku::calendars {
namespace {

constexpr const char* zone_names[] = {"America/New_York",  "America/Los_Angeles",
                                      "America/Sao_Paulo", "America/St_Johns",
                                      "America/Havana",    "Europe/London",
                                      "Europe/Dublin",     "Africa/Casablanca",
                                      "Asia/Kathmandu",    "Asia/Beirut",
                                      "Asia/Tokyo",        "Australia/Lord_Howe",
                                      "Australia/Sydney",  "Pacific/Apia",
                                      "Pacific/Chatham",   "Antarctica/Troll",
                                      "UTC-3:30",          "UTC+9"};

bool naive_open(const Week& week, Instant at) {
  const zones::WallTime wall = zones::wall_time(week.zone, at);
  const auto reads = [&](Date date, const Window& window) {
    const std::int64_t second = (std::int64_t{wall.date} - date) * 86400 + wall.second;
    return second >= window.from && second < window.to;
  };
  for (const auto& extra : week.extra)
    if (reads(extra.date, extra.window)) return true;
  for (const auto& closed : week.closed)
    if (reads(closed.date, closed.window)) return false;
  for (Date date = wall.date - 2; date <= wall.date; ++date)
    for (const Window& window : week.weekly[static_cast<std::size_t>(zones::day_of_week(date))])
      if (reads(date, window)) return true;
  return false;
}

bool naive_open(const Definition& definition, Instant at) {
  const auto inner = [at](const Definition& part) { return naive_open(part, at); };
  switch (definition.kind) {
    case Definition::Kind::never: return false;
    case Definition::Kind::always: return true;
    case Definition::Kind::week: return naive_open(definition.week, at);
    case Definition::Kind::union_of: return std::any_of(definition.parts.begin(), definition.parts.end(), inner);
    case Definition::Kind::intersection_of:
      return std::all_of(definition.parts.begin(), definition.parts.end(), inner);
    case Definition::Kind::complement_of: return !inner(definition.parts.front());
    case Definition::Kind::splice: {
      std::size_t i = 0;
      while (i + 1 < definition.from.size() && definition.from[i + 1] <= at) ++i;
      return inner(definition.parts[i]);
    }
  }
  return false;
}

class Draw {
 public:
  Draw(std::uint64_t seed, std::int64_t grain) : random_(seed), grain_(grain) {}
  std::int64_t upto(std::int64_t most) { return std::uniform_int_distribution<std::int64_t>(0, most)(random_); }
  std::int64_t second(std::int64_t most) { return upto(most / grain_) * grain_; }

  Window window(std::int64_t latest) {
    const std::int64_t from = second(latest);
    const std::int64_t length = second(2 * 86400 - from) / (1 + upto(5)) / grain_ * grain_;
    return {static_cast<std::int32_t>(from), static_cast<std::int32_t>(from + length)};
  }
  std::string zone() { return zone_names[static_cast<std::size_t>(upto(std::ssize(zone_names) - 1))]; }

  Definition week(Instant around) {
    Definition definition;
    definition.kind = Definition::Kind::week;
    Week& week = definition.week;
    week.zone = zone();
    for (auto& day : week.weekly)
      for (std::int64_t n = upto(3); n > 0; --n) day.push_back(window(86400 - grain_));
    const Date today = zones::wall_time(week.zone, around).date;
    for (std::int64_t n = upto(2); n > 0; --n)
      week.closed.push_back(
          {today + static_cast<Date>(upto(4)) - 2, upto(1) != 0 ? Window{0, 86400} : window(86400)});
    for (std::int64_t n = upto(2); n > 0; --n)
      week.extra.push_back({today + static_cast<Date>(upto(4)) - 2, window(86400)});
    return definition;
  }

  Definition definition(Instant around, int depth) {
    const std::int64_t kind = depth == 0 ? 0 : upto(7);
    if (kind < 3) return week(around);
    if (kind == 3) return complement_of(definition(around, depth - 1));
    if (kind == 4) {
      Definition splice;
      splice.kind = Definition::Kind::splice;
      for (int i = 0; i < 2; ++i) {
        splice.from.push_back(around + seconds(i * 86400 + second(86400) - 86400));
        splice.parts.push_back(definition(around, depth - 1));
      }
      if (splice.from[0] >= splice.from[1]) splice.from[1] = splice.from[0] + seconds(grain_);
      return splice;
    }
    if (kind == 7) return upto(1) != 0 ? always() : never();
    std::vector<Definition> parts;
    for (std::int64_t n = 1 + upto(2); n > 0; --n) parts.push_back(definition(around, depth - 1));
    return kind == 5 ? union_of(std::move(parts)) : intersection_of(std::move(parts));
  }

  // A change of some zone's offset in the years 2005 to 2065, or just any instant.
  Instant centre() {
    const Instant any{1104537600 + second(std::int64_t{60} * 365 * 86400)};
    const auto change = zones::next_transition(zone(), any);
    return change ? *change : any;
  }

 private:
  std::mt19937_64 random_;
  std::int64_t grain_;
};

// Counts of open grains from the beginning of the stretch that was walked.
struct Walked {
  Instant begin;
  std::int64_t grain;
  std::vector<std::int64_t> before{0};

  Walked(const Definition& definition, Instant from, Instant to, std::int64_t step) : begin(from), grain(step) {
    for (Instant at = from; at < to; at = at + seconds(step))
      before.push_back(before.back() + (naive_open(definition, at) ? step : 0));
  }
  std::int64_t until(std::int64_t i) const { return before[static_cast<std::size_t>(i)]; }
  std::int64_t steps() const { return std::ssize(before) - 1; }
  bool open(std::int64_t i) const { return until(i + 1) > until(i); }
  Instant at(std::int64_t i) const { return begin + seconds(i * grain); }
};

void compare_at(const Calendar& calendar, const Walked& walked, std::int64_t i, std::int64_t j) {
  const Instant at = walked.at(i), other = walked.at(j);
  RC_ASSERT(calendar.is_open(at) == walked.open(i));
  RC_ASSERT(calendar.between(at, other) == walked.until(j) - walked.until(i));
  std::int64_t next = i;
  while (next < walked.steps() && !walked.open(next)) ++next;
  if (next < walked.steps()) RC_ASSERT(calendar.next_open(at) == walked.at(next));
  next = i;
  while (next < walked.steps() && walked.open(next)) ++next;
  if (next < walked.steps()) RC_ASSERT(calendar.next_closed(at) == walked.at(next));
  const std::int64_t length = walked.until(j) - walked.until(i);
  if (length > 0) {  // the least: the first grain by whose end the count is reached
    std::int64_t least = i;
    while (walked.until(least) - walked.until(i) < length) ++least;
    RC_ASSERT(calendar.add(at, seconds(length)) == walked.at(least));
  }
  if (length < 0) {  // the greatest
    std::int64_t greatest = i;
    while (walked.until(i) - walked.until(greatest) < -length) --greatest;
    RC_ASSERT(calendar.add(at, seconds(length)) == walked.at(greatest));
  }
  RC_ASSERT(calendar.add(at, seconds(0)) == at);
}

void one_case(std::uint64_t seed, std::int64_t grain, std::int64_t reach) {
  Draw draw(seed, grain);
  const Instant centre = draw.centre();
  const Definition definition = draw.definition(centre, 2);
  RC_LOG() << to_text(to_json(definition)) << " around " << to_iso(centre);
  RC_ASSERT(valid(definition).has_value());
  const auto read_back = from_json(to_json(definition));
  RC_ASSERT(read_back.has_value());
  RC_ASSERT(*read_back == definition);
  const Walked walked(definition, centre - seconds(reach), centre + seconds(reach), grain);
  // Compiled for all that is asked, for some of it, and for nothing near it.
  const std::int64_t around = draw.upto(2);
  const Instant from = centre - seconds(around == 0 ? 2 * reach : draw.upto(reach)) + days(around == 2 ? 500 : 0);
  const auto calendar =
      Calendar::compile(definition, from, from + seconds(around == 0 ? 4 * reach : draw.upto(reach)));
  for (int n = 0; n < 12; ++n)
    compare_at(*calendar, walked, draw.upto(walked.steps() - 1), draw.upto(walked.steps() - 1));
  // What is listed is what is open.
  std::int64_t listed = 0;
  for (const Interval& open : calendar->open_within(walked.begin, walked.at(walked.steps())))
    listed += (open.to - open.from).seconds;
  RC_ASSERT(listed == walked.until(walked.steps()));
}

TEST(Naive, minute_by_minute_around_changes_of_the_wall) {
  EXPECT_TRUE(rc::check([](std::uint64_t seed) {
    for (std::uint64_t n = 0; n < 15; ++n) one_case(seed * 1000003 + n, 60, 2 * 86400);
  }));
}

TEST(Naive, second_by_second_around_changes_of_the_wall) {
  EXPECT_TRUE(rc::check([](std::uint64_t seed) {
    for (std::uint64_t n = 0; n < 6; ++n) one_case(seed * 1000033 + n, 1, 4 * 3600);
  }));
}

// Where no walk reaches, answers hold each other: add gives the least instant by whose time the seconds are open.
TEST(Naive, far_away_answers_agree_with_each_other) {
  EXPECT_TRUE(rc::check([](std::uint64_t seed) {
    Draw draw(seed, 60);
    const Instant centre = draw.centre();
    const Definition definition = draw.definition(centre, 1);
    RC_LOG() << to_text(to_json(definition)) << " around " << to_iso(centre);
    const auto calendar = Calendar::compile(definition, centre, centre + days(700));
    const std::int64_t lengths[] = {3600, std::int64_t{1} << 33, std::int64_t{1} << 36};
    const std::int64_t length = lengths[draw.upto(2)] + draw.upto(100000);
    const Instant start = centre + seconds((draw.upto(20) - 10) * (draw.upto(3) == 0 ? 400000000000000 : 7000000000) +
                                           draw.upto(1000000));
    if (const auto end = calendar->add(start, seconds(length))) {
      RC_ASSERT(calendar->between(start, *end) == length);
      RC_ASSERT(calendar->between(start, *end - seconds(1)) == length - 1);
      RC_ASSERT(calendar->between(*end, start) == -length);
    } else {
      RC_ASSERT(!calendar->next_open(start + days(400 * 366)).has_value());
    }
    if (const auto begin = calendar->add(start, seconds(-length))) {
      RC_ASSERT(calendar->between(*begin, start) == length);
      RC_ASSERT(calendar->between(*begin + seconds(1), start) == length - 1);
    }
  }));
}

}  // namespace
}  // namespace yakusoku::calendars
