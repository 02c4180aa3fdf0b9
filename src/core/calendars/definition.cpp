#include <algorithm>
#include <utility>

#include "base/zones.hpp"
#include "core/calendars/calendars.hpp"

namespace yakusoku::calendars {
namespace {

constexpr std::int32_t wall_day = 86400;
constexpr std::int32_t wall_week = 7 * wall_day;
// No two zones' walls are further apart.
constexpr std::int32_t widest = 26 * 3600;

constexpr std::size_t most_parts = 1000;
constexpr std::size_t most_windows_a_week = 1000;
constexpr std::size_t most_dates_and_windows = 10000;
constexpr std::int32_t first_date = -25567;  // 1900-01-01
constexpr std::int32_t last_date = 2932896;  // 9999-12-31

Definition of_parts(Definition::Kind kind, std::vector<Definition> parts) {
  Definition definition;
  definition.kind = kind;
  definition.parts = std::move(parts);
  return definition;
}

// A week that is open for `length` seconds from a second of the week on, cut at midnights.
Definition stretch_of_week(const std::string& zone, std::int32_t from, std::int32_t length) {
  Definition definition;
  definition.kind = Definition::Kind::week;
  definition.week.zone = zone;
  from = (from % wall_week + wall_week) % wall_week;
  while (length > 0) {
    const std::int32_t second = from % wall_day;
    const std::int32_t piece = std::min(length, wall_day - second);
    definition.week.weekly[static_cast<std::size_t>(from / wall_day)].push_back({second, second + piece});
    from = (from + piece) % wall_week;
    length -= piece;
  }
  return definition;
}

Outcome valid_window(const Window& window) {
  if (window.from < 0 || window.to < window.from || window.to > 2 * wall_day)
    return fail(ErrorCode::invalid, "window", "a window begins at 00:00 or later and ends at 48:00 or before");
  return {};
}

class Check {
 public:
  Outcome definition(const Definition& definition, int depth) {
    if (depth > deepest_nesting) return fail(ErrorCode::limit, "calendar", "calendars nest at most 16 deep");
    if (++parts_ > most_parts) return fail(ErrorCode::limit, "calendar", "a calendar has at most 1,000 parts");
    if (depth > 1 && definition.day)
      return fail(ErrorCode::invalid, "day", "only the whole calendar has business days");
    TRY_OUTCOME(shape(definition));
    if (definition.kind == Definition::Kind::week) TRY_OUTCOME(one_week(definition.week));
    if (definition.day) TRY_OUTCOME(business_day(*definition.day));
    for (const Definition& part : definition.parts) TRY_OUTCOME(this->definition(part, depth + 1));
    return {};
  }

 private:
  static Outcome shape(const Definition& definition) {
    using Kind = Definition::Kind;
    const bool splice = definition.kind == Kind::splice;
    if (definition.kind == Kind::complement_of && definition.parts.size() != 1)
      return fail(ErrorCode::invalid, "not", "a complement has one part");
    if (splice && (definition.parts.empty() || definition.parts.size() != definition.from.size()))
      return fail(ErrorCode::invalid, "splice", "each part of a splice has the instant from which it holds");
    if (!splice && !definition.from.empty()) return fail(ErrorCode::invalid, "from", "only a splice has instants");
    for (std::size_t i = 0; i < definition.from.size(); ++i) {
      const Instant at = definition.from[i];
      // The range of dates: what lies beyond could not be written.
      if (at.seconds < std::int64_t{first_date} * wall_day || at.seconds > std::int64_t{last_date} * wall_day ||
          (i > 0 && at <= definition.from[i - 1]))
        return fail(ErrorCode::invalid, "splice", "the instants of a splice rise, and lie in the years 1900 to 9999");
    }
    const bool composed = definition.kind == Kind::union_of || definition.kind == Kind::intersection_of ||
                          definition.kind == Kind::complement_of || splice;
    if (!composed && !definition.parts.empty()) return fail(ErrorCode::invalid, "parts", "a week has no parts");
    return {};
  }

  Outcome one_week(const Week& wanted) {
    if (!zones::exists(wanted.zone)) return fail(ErrorCode::unknown_zone, "zone", wanted.zone);
    std::size_t windows = 0;
    for (const auto& day_windows : wanted.weekly) {
      windows += day_windows.size();
      for (const Window& window : day_windows) TRY_OUTCOME(valid_window(window));
    }
    if (windows > most_windows_a_week) return fail(ErrorCode::limit, "weekly", "a week has at most 1,000 windows");
    windows_ += windows + wanted.closed.size() + wanted.extra.size();
    if (windows_ > most_dates_and_windows)
      return fail(ErrorCode::limit, "calendar", "a calendar has at most 10,000 dates and windows");
    for (const auto* dated : {&wanted.closed, &wanted.extra}) {
      for (const Week::Dated& one : *dated) {
        TRY_OUTCOME(valid_window(one.window));
        if (one.date < first_date || one.date > last_date)
          return fail(ErrorCode::invalid, "date", "dates lie in the years 1900 to 9999");
      }
    }
    return {};
  }

  static Outcome business_day(const BusinessDay& business) {
    if (!business.zone.empty() && !zones::exists(business.zone))
      return fail(ErrorCode::unknown_zone, "day", business.zone);
    const bool counted = business.reading == BusinessDay::Reading::hours;
    if (counted && (business.length <= seconds(0) || business.length > days(7)))
      return fail(ErrorCode::invalid, "day", "a business day has more than no hours and at most a week of them");
    if (!counted && business.length != seconds(0))
      return fail(ErrorCode::invalid, "day", "only a day counted in hours has a length");
    return {};
  }

  std::size_t parts_ = 0;
  std::size_t windows_ = 0;
};

}  // namespace

Definition always() { return of_parts(Definition::Kind::always, {}); }
Definition never() { return of_parts(Definition::Kind::never, {}); }
Definition union_of(std::vector<Definition> parts) { return of_parts(Definition::Kind::union_of, std::move(parts)); }
Definition intersection_of(std::vector<Definition> parts) {
  return of_parts(Definition::Kind::intersection_of, std::move(parts));
}
Definition complement_of(Definition part) {
  std::vector<Definition> parts;
  parts.push_back(std::move(part));
  return of_parts(Definition::Kind::complement_of, std::move(parts));
}

Definition spliced(Definition before, Definition after, Instant at) {
  Definition both;
  both.kind = Definition::Kind::splice;
  both.day = after.day ? after.day : before.day;
  before.day.reset(), after.day.reset();
  if (before.kind == Definition::Kind::splice) {
    for (std::size_t i = 0; i < before.parts.size() && (i == 0 || before.from[i] < at); ++i) {
      both.parts.push_back(std::move(before.parts[i]));
      both.from.push_back(before.from[i]);
    }
  } else {
    both.parts.push_back(std::move(before));
    both.from.push_back(Instant{0});
  }
  both.parts.push_back(std::move(after));
  both.from.push_back(at);
  return both;
}

Definition span(const WeekMoment& from, const WeekMoment& to) {
  const std::int32_t begins = from.day * wall_day + from.second_of_day;
  const std::int32_t ends = to.day * wall_day + to.second_of_day;
  const std::int32_t length = ((ends - begins) % wall_week + wall_week) % wall_week;
  // Behind the first end by its wall and before the second by its own: each window is widened, on its far side, by as
  // much as walls can differ. Past half a week the widened windows would meet again on the other side of the week.
  if (length > wall_week / 2) return complement_of(span(to, from));
  std::vector<Definition> parts;
  parts.push_back(stretch_of_week(from.zone, begins, length + widest));
  parts.push_back(stretch_of_week(to.zone, ends - length - widest, length + widest));
  return intersection_of(std::move(parts));
}

Outcome valid(const Definition& definition) { return Check().definition(definition, 1); }

}  // namespace yakusoku::calendars
