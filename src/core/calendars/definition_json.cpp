// Definitions as JSON: the canonical form of `yakusoku time`, and three words more that only we write: `never`,
// `splice` and `day`.

#include <fmt/format.h>

#include <utility>

#include "base/zones.hpp"
#include "core/calendars/calendars.hpp"

namespace yakusoku::calendars {
namespace {

constexpr std::int32_t whole_day = 86400;

std::string clock_text(std::int32_t second) {
  std::string text = fmt::format("{:02}:{:02}", second / 3600, second / 60 % 60);
  if (second % 60 != 0) text += fmt::format(":{:02}", second % 60);
  return text;
}

// "HH:MM" or "HH:MM:SS", up to 48:00; -1 for anything else.
std::int32_t clock_of(std::string_view text) {
  if (text.size() != 5 && text.size() != 8) return -1;
  std::int32_t fields[3] = {0, 0, 0};
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i % 3 == 2 ? text[i] != ':' : text[i] < '0' || text[i] > '9') return -1;
    if (i % 3 != 2) fields[i / 3] = fields[i / 3] * 10 + (text[i] - '0');
  }
  const std::int32_t second = fields[0] * 3600 + fields[1] * 60 + fields[2];
  return fields[1] > 59 || fields[2] > 59 || second > 2 * whole_day ? -1 : second;
}

Json window_json(Json json, const Window& window) {
  json.set("from", clock_text(window.from)).set("to", clock_text(window.to));
  return json;
}

Json dated_json(const std::vector<Week::Dated>& dated) {
  Json list = Json::array();
  for (const Week::Dated& one : dated)
    list.push(window_json(Json::object({{"date", zones::date_text(one.date)}}), one.window));
  return list;
}

Json week_json(const Week& week) {
  Json json = Json::object({{"zone", week.zone}});
  Json weekly = Json::array();
  for (std::size_t d = 0; d < week.weekly.size(); ++d)
    for (const Window& window : week.weekly[d])
      weekly.push(window_json(Json::object({{"d", static_cast<int>(d)}}), window));
  json.set("weekly", std::move(weekly));
  if (!week.closed.empty()) json.set("holidays", dated_json(week.closed));
  if (!week.extra.empty()) json.set("extra", dated_json(week.extra));
  return json;
}

Json day_json(const BusinessDay& business) {
  Json json = Json::object();
  switch (business.reading) {
    case BusinessDay::Reading::close: json.set("reading", "close"); break;
    case BusinessDay::Reading::same_time: json.set("reading", "same_time"); break;
    case BusinessDay::Reading::hours: json.set("reading", "hours").set("length", business.length.seconds); break;
  }
  if (!business.zone.empty()) json.set("zone", business.zone);
  return json;
}

Json list_json(const std::vector<Definition>& parts) {
  Json list = Json::array();
  for (const Definition& part : parts) list.push(to_json(part));
  return list;
}

std::unexpected<Error> wrong(std::string_view field, std::string_view expected) {
  return fail(ErrorCode::invalid, std::string(field), fmt::format("{}: {}", field, expected));
}

// A key that nobody reads is a misspelling.
Outcome only(const Json& json, std::initializer_list<std::string_view> keys) {
  for (const auto& [name, value] : json.members()) {
    bool known = false;
    for (const std::string_view key : keys) known = known || key == name;
    if (!known) return wrong(name, "no such key here");
  }
  return {};
}

constexpr std::int32_t needed = -1;

Result<std::int32_t> read_clock(const Json& json, std::string_view key, std::int32_t otherwise) {
  const Json* found = json.find(key);
  if (found == nullptr && otherwise != needed) return otherwise;
  if (found == nullptr || !found->is_string()) return wrong(key, "a time HH:MM is needed");
  const std::int32_t second = clock_of(found->string());
  if (second < 0) return wrong(key, "a time HH:MM or HH:MM:SS, up to 48:00, is needed");
  return second;
}

// Where an end may be absent, the whole day stands in.
Result<Window> read_window(const Json& json, bool dated) {
  Window window;
  window.from = TRY(read_clock(json, "from", dated ? 0 : needed));
  window.to = TRY(read_clock(json, "to", dated ? whole_day : needed));
  if (window.to < window.from) window.to += whole_day;  // crosses midnight
  if (window.to < window.from || window.to > 2 * whole_day) return wrong("to", "a window ends at 48:00 or before");
  return window;
}

Result<std::vector<Week::Dated>> read_dated(const Json& json, std::string_view key, bool whole_days) {
  std::vector<Week::Dated> dated;
  const Json* list = json.find(key);
  if (list == nullptr) return dated;
  if (!list->is_array()) return wrong(key, "a list is needed");
  for (const Json& item : list->items()) {
    if (!item.is_object()) return wrong(key, "each entry is an object with a date");
    TRY_OUTCOME(only(item, {"date", "from", "to"}));
    const auto text = item.get_string("date");
    const auto date = text ? zones::date_of(*text) : std::nullopt;
    if (!date) return wrong("date", "a date YYYY-MM-DD is needed");
    dated.push_back({*date, TRY(read_window(item, whole_days))});
  }
  return dated;
}

Result<Definition> read_week(const Json& json) {
  TRY_OUTCOME(only(json, {"zone", "weekly", "holidays", "extra", "day"}));
  Definition definition;
  definition.kind = Definition::Kind::week;
  const auto zone = json.get_string("zone");
  if (!zone) return wrong("zone", "a time zone is needed");
  definition.week.zone = *zone;
  if (const Json* weekly = json.find("weekly")) {
    if (!weekly->is_array()) return wrong("weekly", "a list is needed");
    for (const Json& item : weekly->items()) {
      if (!item.is_object()) return wrong("weekly", "each entry is an object with d, from and to");
      TRY_OUTCOME(only(item, {"d", "from", "to"}));
      const auto d = item.get_integer("d");
      if (!d || *d < 0 || *d > 6) return wrong("d", "a day 0 (Monday) to 6 is needed");
      definition.week.weekly[static_cast<std::size_t>(*d)].push_back(TRY(read_window(item, false)));
    }
  }
  definition.week.closed = TRY(read_dated(json, "holidays", true));
  definition.week.extra = TRY(read_dated(json, "extra", false));
  return definition;
}

Result<BusinessDay> read_day(const Json& json) {
  if (!json.is_object()) return wrong("day", "an object with a reading is needed");
  TRY_OUTCOME(only(json, {"reading", "length", "zone"}));
  BusinessDay business;
  const auto reading = json.get_string("reading");
  if (reading == "close") {
    business.reading = BusinessDay::Reading::close;
  } else if (reading == "same_time") {
    business.reading = BusinessDay::Reading::same_time;
  } else if (reading == "hours") {
    business.reading = BusinessDay::Reading::hours;
  } else {
    return wrong("reading", "close, same_time or hours is needed");
  }
  if (const Json* length = json.find("length")) {
    if (!length->is_integer()) return wrong("length", "seconds are needed");
    business.length = seconds(length->integer());
  }
  if (const Json* zone = json.find("zone")) {
    if (!zone->is_string()) return wrong("zone", "a time zone is needed");
    business.zone = zone->string();
  }
  return business;
}

Result<Definition> read(const Json& json, int depth);

Result<std::vector<Definition>> read_parts(const Json& list, std::string_view key, int depth) {
  if (!list.is_array()) return wrong(key, "a list of calendars is needed");
  std::vector<Definition> parts;
  for (const Json& item : list.items()) parts.push_back(TRY(read(item, depth + 1)));
  return parts;
}

Result<Definition> read_splice(const Json& list, int depth) {
  if (!list.is_array()) return wrong("splice", "a list is needed");
  Definition definition;
  definition.kind = Definition::Kind::splice;
  for (const Json& item : list.items()) {
    if (!item.is_object()) return wrong("splice", "each entry is an object with from and cal");
    TRY_OUTCOME(only(item, {"from", "cal"}));
    const auto text = item.get_string("from");
    const auto from = text ? from_iso(*text) : std::nullopt;
    const Json* part = item.find("cal");
    if (!from || part == nullptr) return wrong("splice", "each entry has an instant and a calendar");
    definition.from.push_back(*from);
    definition.parts.push_back(TRY(read(*part, depth + 1)));
  }
  return definition;
}

Result<Definition> read_shape(const Json& json, int depth) {
  if (!json.is_object()) return wrong("cal", "a calendar is an object");
  for (const std::string_view key : {"always", "never", "union", "intersect", "not", "splice"}) {
    const Json* value = json.find(key);
    if (value == nullptr) continue;
    TRY_OUTCOME(only(json, {key, "day"}));
    if (key == "always" || key == "never") {
      if (!value->is_bool() || !value->boolean()) return wrong(key, "true is needed");
      return key == "always" ? always() : never();
    }
    if (key == "union") return union_of(TRY(read_parts(*value, key, depth)));
    if (key == "intersect") return intersection_of(TRY(read_parts(*value, key, depth)));
    if (key == "not") return complement_of(TRY(read(*value, depth + 1)));
    return read_splice(*value, depth);
  }
  return read_week(json);
}

Result<Definition> read(const Json& json, int depth) {
  if (depth > deepest_nesting) return fail(ErrorCode::limit, "calendar", "calendars nest at most 16 deep");
  Definition definition = TRY(read_shape(json, depth));
  if (const Json* business = json.find("day")) definition.day = TRY(read_day(*business));
  return definition;
}

}  // namespace

Json to_json(const Definition& definition) {
  Json json = Json::object();
  switch (definition.kind) {
    case Definition::Kind::never: json.set("never", true); break;
    case Definition::Kind::always: json.set("always", true); break;
    case Definition::Kind::week: json = week_json(definition.week); break;
    case Definition::Kind::union_of: json.set("union", list_json(definition.parts)); break;
    case Definition::Kind::intersection_of: json.set("intersect", list_json(definition.parts)); break;
    case Definition::Kind::complement_of: json.set("not", to_json(definition.parts.front())); break;
    case Definition::Kind::splice: {
      Json list = Json::array();
      for (std::size_t i = 0; i < definition.parts.size(); ++i)
        list.push(Json::object({{"from", to_iso(definition.from[i])}, {"cal", to_json(definition.parts[i])}}));
      json.set("splice", std::move(list));
      break;
    }
  }
  if (definition.day) json.set("day", day_json(*definition.day));
  return json;
}

Result<Definition> from_json(const Json& json) {
  Definition definition = TRY(read(json, 1));
  TRY_OUTCOME(valid(definition));
  return definition;
}

Result<Definition> from_canonical(const Json& json) { return from_json(json); }

}  // namespace yakusoku::calendars
