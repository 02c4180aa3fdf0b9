// Sets of dates: two versions are compared by the days they come to, whatever file or formula names them.

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/zones.hpp"
#include "core/calendars/calendars.hpp"
#include "core/versions/walk.hpp"

namespace yakusoku::versions {
namespace {

using Days = std::vector<calendars::Date>;

// The dates as text; a month and day that stands in each of the years is written once, without a year.
Json written_days(const Days& days, int first_year, int last_year) {
  std::map<std::string, int> years_with;
  for (const calendars::Date day : days) ++years_with[zones::date_text(day).substr(5)];
  Json yearly = Json::array(), single = Json::array();
  const int years = last_year - first_year + 1;
  for (const auto& [month_day, count] : years_with)
    if (years > 2 && count == years) yearly.push(month_day);
  for (const calendars::Date day : days) {
    const std::string date = zones::date_text(day);
    if (years <= 2 || years_with[date.substr(5)] != years) single.push(date);
  }
  for (const Json& each : single.items()) yearly.push(each);
  return yearly;
}

}  // namespace

void Walk::days(const Place& place) {
  const Json* before = before_tree_.find("days");
  const Json* after = after_tree_.find("days");
  std::vector<std::string> sets;
  for (const Json* map : {after, before}) {
    if (!map || !map->is_object()) continue;
    for (const auto& [name, value] : map->members())
      if (std::ranges::find(sets, name) == sets.end()) sets.push_back(name);
  }
  for (const std::string& set : sets) {
    const Pair pair{before ? before->find(set) : nullptr, after ? after->find(set) : nullptr};
    if (pair.before && pair.after) {
      dates_of(place.name(set), set);
    } else {
      tell(text_shape(), place.name(set), pair);
    }
  }
}

void Walk::dates_of(const Place& place, const std::string& set) {
  const auto [old_first, old_last] = before_.years_of_dates();
  const auto [new_first, new_last] = after_.years_of_dates();
  const int first = std::max(old_first, new_first), last = std::min(old_last, new_last);
  const auto within = [&](Days days) {
    std::erase_if(days, [&](calendars::Date day) {
      const int year = std::stoi(zones::date_text(day).substr(0, 4));
      return year < first || year > last;
    });
    return days;
  };
  const Days before = within(before_.dates(set)), after = within(after_.dates(set));
  Days added, removed;
  std::ranges::set_difference(after, before, std::back_inserter(added));
  std::ranges::set_difference(before, after, std::back_inserter(removed));
  const bool closes = closes_only(set);
  if (!added.empty()) {
    const Json dates = written_days(added, first, last);
    tell("holiday_added", dates_shape(), place, {nullptr, &dates}).effect = closes ? Effect::worse : Effect::neither;
  }
  if (!removed.empty()) {
    const Json dates = written_days(removed, first, last);
    tell("holiday_removed", dates_shape(), place, {&dates, nullptr}).effect =
        closes ? Effect::better : Effect::neither;
  }
}

// Whether calendars use the set, and only to be closed on its days.
bool Walk::closes_only(std::string_view set) const {
  bool used = false;
  for (const Json* tree : {&before_tree_, &after_tree_}) {
    const Json* calendars = tree->find("calendars");
    if (!calendars || !calendars->is_object()) continue;
    for (const auto& [name, rules] : calendars->members()) {
      if (!rules.is_array()) continue;
      for (const Json& rule : rules.items()) {
        const Json* is = rule.find("is");
        const Json* dates = is ? is->find("dates") : nullptr;
        const Json* how = dates ? dates->find(set) : nullptr;
        if (how && *how != Json("closed")) return false;
        used = used || how;
      }
    }
  }
  return used;
}

}  // namespace yakusoku::versions
