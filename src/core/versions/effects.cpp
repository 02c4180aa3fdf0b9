// Whether a difference is better or worse for the customer, where the values themselves tell it.

#include <algorithm>
#include <array>

#include "core/versions/kinds.hpp"
#include "core/versions/walk.hpp"

namespace yakusoku::versions {
namespace {

Effect turned(Effect effect) {
  return effect == Effect::better ? Effect::worse : effect == Effect::worse ? Effect::better : Effect::neither;
}

// -1: the later amount comes sooner; 1: later; 0: alike or not to be told without a calendar at hand.
int compared(const Json& before, const Json& after) {
  const auto form = [](const Json& amount) { return amount.get_string("form").value_or(""); };
  const auto number = [](const Json& amount, const char* key) { return amount.get_integer(key).value_or(0); };
  const auto sign = [](std::int64_t a, std::int64_t b) { return b < a ? -1 : b > a ? 1 : 0; };
  const bool same_calendar = before.get_string("calendar") == after.get_string("calendar");
  const std::string left = form(before), right = form(after);
  if (left == right && same_calendar) {
    if (left == "length" || left == "length_in" || left == "length_then_in")
      return sign(number(before, "seconds"), number(after, "seconds"));
    if (left == "business_days") return sign(number(before, "days"), number(after, "days"));
    if (left == "moment" && before.get_string("time") == after.get_string("time") &&
        before.get_integer("time_of_day") == after.get_integer("time_of_day"))
      return sign(number(before, "day"), number(after, "day"));
    return 0;
  }
  // Elapsed time runs at least as fast as time in a calendar.
  const auto is_length = [](const std::string& each) {
    return each == "length" || each == "length_in" || each == "length_then_in";
  };
  if (!is_length(left) || !is_length(right)) return 0;
  if (right == "length" && number(after, "seconds") <= number(before, "seconds")) return -1;
  if (left == "length" && number(before, "seconds") <= number(after, "seconds")) return 1;
  return 0;
}

int strength(const Json* amount) {
  const std::string promise = amount ? amount->get_string("promise").value_or("") : "";
  return promise == "firm" ? 4 : promise == "aim" ? 3 : promise == "at_least" ? 2 : promise == "best_effort" ? 1 : 0;
}

// The open minutes of a week, Monday 00:00 first; what passes Sunday's midnight begins the week.
using Minutes = std::array<bool, 7 * 1440>;
bool minutes_of(const Json& hours, Minutes& minutes) {
  minutes.fill(hours.find("always") != nullptr);
  if (hours.find("always") || hours.find("never")) return true;
  const Json* open = hours.find("open");
  if (!open || !open->is_object()) return false;
  constexpr std::string_view names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  const auto minute = [](std::string_view text) {
    return static_cast<std::size_t>((text[0] - '0') * 600 + (text[1] - '0') * 60 + (text[3] - '0') * 10 + text[4] -
                                    '0');
  };
  for (const auto& [day, windows] : open->members()) {
    const auto index = static_cast<std::size_t>(std::ranges::find(names, day) - std::begin(names));
    if (index >= std::size(names) || !windows.is_array()) return false;
    for (const Json& each : windows.items()) {
      if (!each.is_string() || each.string().size() != 11) return false;
      const std::size_t from = minute(each.string());
      std::size_t to = minute(std::string_view(each.string()).substr(6));
      if (to <= from) to += 1440;
      for (std::size_t at = from; at < to; ++at) minutes[(index * 1440 + at) % minutes.size()] = true;
    }
  }
  return true;
}

// Of two sets of words: better where the later holds more.
Effect more_is_better(const Json& before, const Json& after) {
  const auto holds = [](const Json& list, const Json& item) {
    return list.is_array() && std::ranges::find(list.items(), item) != list.items().end();
  };
  const auto within = [&](const Json& part, const Json& whole) {
    return !part.is_array() ||
           std::ranges::all_of(part.items(), [&](const Json& each) { return holds(whole, each); });
  };
  const bool grows = within(before, after), shrinks = within(after, before);
  return grows == shrinks ? Effect::neither : grows ? Effect::better : Effect::worse;
}

Effect by_number(const Json& before, const Json& after) {
  if (!before.is_integer() || !after.is_integer() || before == after) return Effect::neither;
  return before.integer() < after.integer() ? Effect::better : Effect::worse;
}

const Json& given_value(const Json& payload) {
  const Json* is = payload.find("is");
  return is ? *is : payload;
}

Effect of_reopening(const Difference& difference) {
  if (!difference.path.ends_with("within")) return Effect::neither;
  const auto length = [](const Json& value) {  // not written: always
    return value.is_integer() ? value.integer() : value == Json("never") ? 0 : std::int64_t{1} << 52;
  };
  return by_number(length(difference.before), length(difference.after));
}

Effect of_clock(const Json& clock) {
  const std::string owed_by = clock.get_string("owed_by").value_or("vendor");
  if (owed_by == "customer") return Effect::worse;
  return owed_by == "vendor" && clock.find("within") ? Effect::better : Effect::neither;
}

Effect of_admission(const Difference& difference) {
  const Json& rule = difference.after.is_null() ? difference.before : difference.after;
  const bool accepts = given_value(rule).find("accept") != nullptr;
  const Effect added = accepts ? Effect::better : Effect::worse;
  if (difference.before.is_null()) return added;
  return difference.after.is_null() ? turned(added) : Effect::neither;
}

}  // namespace

Effect effect_of_target(const Json* before, const Json* after, std::string_view owed_by) {
  if (owed_by != "vendor" && owed_by != "customer") return Effect::neither;
  Effect effect = Effect::neither;
  if (strength(after) != strength(before)) {
    effect = strength(after) > strength(before) ? Effect::better : Effect::worse;
    // Firmer but later, or softer but sooner: not to be told.
    if (before && after) {
      const int order = compared(*before, *after);
      if ((effect == Effect::better && order > 0) || (effect == Effect::worse && order < 0)) effect = Effect::neither;
    }
  } else if (before && after) {
    const int order = compared(*before, *after);
    effect = order < 0 ? Effect::better : order > 0 ? Effect::worse : Effect::neither;
  }
  return owed_by == "customer" ? turned(effect) : effect;
}

Effect effect_of_hours(const Json& before, const Json& after) {
  Minutes left, right;
  if (!minutes_of(before, left) || !minutes_of(after, right) || left == right) return Effect::neither;
  bool more = true, less = true;
  for (std::size_t i = 0; i < left.size(); ++i) {
    more = more && (right[i] || !left[i]);
    less = less && (left[i] || !right[i]);
  }
  return more ? Effect::better : less ? Effect::worse : Effect::neither;
}

Effect effect_of(const Difference& difference) {
  const std::string_view kind = difference.kind;
  const bool is_new = difference.before.is_null(), is_gone = difference.after.is_null();
  if (kind == "clock_added") return of_clock(difference.after);
  if (kind == "clock_removed") return turned(of_clock(difference.before));
  for (const std::string_view thing : {"door", "product", "environment", "session", "duty", "closing"}) {
    if (!kind.starts_with(thing) || kind.size() < thing.size() + 1 || kind[thing.size()] != '_') continue;
    if (kind.substr(thing.size()) == "_added") return Effect::better;
    if (kind.substr(thing.size()) == "_removed") return Effect::worse;
  }
  if (kind == "languages_changed" || kind == "door_permissions_changed" || kind == "speaks_changed")
    return more_is_better(given_value(difference.before), given_value(difference.after));
  if (kind == "contacts_number_changed" || kind == "ledger_grant_changed")
    return by_number(given_value(difference.before), given_value(difference.after));
  if (kind == "door_intake_changed") {  // not written: always
    if (is_gone || difference.after == Json("always")) return Effect::better;
    if (is_new || difference.before == Json("always")) return Effect::worse;
  }
  if (kind == "reopening_changed") return of_reopening(difference);
  if (kind.starts_with("admission_")) return of_admission(difference);
  return Effect::neither;
}

}  // namespace yakusoku::versions
