#include "core/program/calendars_written.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/program/read_shape.hpp"
#include "core/program/words.hpp"

namespace yakusoku::program {
namespace {

using calendars::Window;
using SpecKind = CalendarSpec::Kind;

constexpr int deepest_calendar_part = 8;
constexpr std::string_view calendar_forms =
    "a calendar's name, always, never, {zone: Z, open: {mon-fri: \"09:00-17:00\"}}, {union: [..]}, {intersect: "
    "[..]}, "
    "{except: [a, b]} or {from: fri 18:00 ZONE, to: mon 09:00 ZONE}";
constexpr std::string_view window_forms = "HH:MM-HH:MM, several with commas, in order and up to 24:00";

std::optional<std::int32_t> wall_second(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto hour = parse_count(text.substr(0, 2));
  const auto minute = parse_count(text.substr(3, 2));
  if (!hour || !minute || *hour > 24 || *minute > 59 || (*hour == 24 && *minute != 0)) return std::nullopt;
  return static_cast<std::int32_t>(*hour * 3600 + *minute * 60);
}

constexpr std::int32_t day_seconds = 86400;

std::vector<Window> read_windows(const Node& node, const std::string& key, const Sink& sink) {
  std::vector<Window> windows;
  const auto refuse = [&](std::string why) {
    sink.error("bad_window", node.place, key, std::move(why), std::string(window_forms));
    return std::vector<Window>{};
  };
  if (!node.is_scalar() || trimmed(node.text).empty()) return refuse("hours are expected");
  for (const std::string& part : cut(node.text, ',')) {
    const auto ends = cut(part, '-');
    const auto from = ends.size() == 2 ? wall_second(ends[0]) : std::nullopt;
    auto to = ends.size() == 2 ? wall_second(ends[1]) : std::nullopt;
    if (!from || !to || *from == day_seconds) return refuse(fmt::format("`{}` are no hours", part));
    if (*to == *from) return refuse(fmt::format("`{}` opens nothing; a whole day is 00:00-24:00", part));
    if (*to < *from) to = *to + day_seconds;
    if (!windows.empty() && *from < windows.back().to)
      return refuse(fmt::format("`{}` overlaps the hours before it", part));
    windows.push_back({*from, *to});
  }
  return windows;
}

std::vector<int> read_weekdays(std::string_view text) {
  std::vector<int> days;
  for (const std::string& part : cut(text, ',')) {
    const auto ends = cut(part, '-');
    const auto first = parse_weekday(ends[0]);
    const auto last = ends.size() == 2 ? parse_weekday(ends[1]) : first;
    if (part == "daily") {
      for (int day = 0; day < 7; ++day) days.push_back(day);
    } else if (!first || !last || ends.size() > 2) {
      return {};
    } else {
      for (int day = *first;; day = (day + 1) % 7) {
        days.push_back(day);
        if (day == *last) break;
      }
    }
  }
  return days;
}

class CalendarReader {
 public:
  CalendarReader(const Sink& sink, CalendarNotes& notes) : sink_(sink), notes_(notes) {}

  CalendarSpec read(const Node& node, const std::string& key, int depth) {
    CalendarSpec calendar;
    if (node.is_scalar()) {
      calendar.kind = node.is("always") ? SpecKind::always : node.is("never") ? SpecKind::never : SpecKind::named;
      calendar.name = node.text;
      sink_.refer("calendar", node.text, node.place, key);
      return calendar;
    }
    if (!node.is_map() || node.entries.empty()) {
      sink_.error("bad_calendar", node.place, key, "a calendar is expected", std::string(calendar_forms));
      return calendar;
    }
    if (depth > deepest_calendar_part) {
      sink_.error("too_deep", node.place, key, "calendars lie too deep within each other", "at most eight levels");
      return calendar;
    }
    const Node::Entry* form = nullptr;
    for (const Node::Entry& entry : node.entries) {
      if (entry.key != "open" && entry.key != "union" && entry.key != "intersect" && entry.key != "except" &&
          entry.key != "from")
        continue;
      if (form) {
        sink_.error("bad_calendar", entry.key_place, key,
                    fmt::format("`{}` and `{}` do not go together", form->key, entry.key),
                    std::string(calendar_forms));
        return calendar;
      }
      form = &entry;
    }
    if (!form && !node.has("dates")) {
      sink_.error("bad_calendar", node.place, key, "a calendar says when it is open", std::string(calendar_forms));
      return calendar;
    }
    if (!form || form->key == "open") {
      calendar.kind = SpecKind::week;
    } else if (form->key == "from") {
      calendar.kind = SpecKind::span;
    } else {
      calendar.kind = form->key == "union"    ? SpecKind::union_of
                      : form->key == "except" ? SpecKind::except
                                              : SpecKind::intersection_of;
    }
    for (const Node::Entry& entry : node.entries) key_of(entry, key, calendar, depth);
    if (calendar.kind == SpecKind::span && !node.has("to"))
      sink_.error("missing_key", node.place, key + ".to", "a span says until when", "mon 09:00 Asia/Singapore");
    return calendar;
  }

 private:
  void key_of(const Node::Entry& entry, const std::string& key, CalendarSpec& calendar, int depth) {
    const std::string below = key + "." + entry.key;
    const bool week = calendar.kind == SpecKind::week;
    if (is_common_key(entry.key)) {
      notes_.remark(entry, key);
    } else if (entry.key == "zone") {
      read_zones(entry.value, below, calendar);
    } else if (entry.key == "day") {
      read_day(entry.value, below, calendar);
    } else if (entry.key == "open" && week) {
      read_open(entry.value, below, calendar);
    } else if (entry.key == "dates" && week) {
      read_dates(entry.value, below, calendar);
    } else if ((entry.key == "from" || entry.key == "to") && calendar.kind == SpecKind::span) {
      (entry.key == "from" ? calendar.from : calendar.to) = read_moment(entry.value, below);
    } else if (entry.key == "union" || entry.key == "intersect" || entry.key == "except") {
      read_parts(entry.value, below, calendar, depth);
    } else if (week) {
      unknown_calendar_key(entry, key, {"zone", "open", "dates", "day"}, sink_);
    } else if (calendar.kind == SpecKind::span) {
      unknown_calendar_key(entry, key, {"from", "to", "zone", "day"}, sink_);
    } else {
      unknown_calendar_key(entry, key, {"union", "intersect", "except", "zone", "day"}, sink_);
    }
  }
  void read_zones(const Node& node, const std::string& key, CalendarSpec& calendar) {
    std::vector<const Node*> items;
    if (node.is_scalar()) items.push_back(&node);
    for (const Node& item : node.items) items.push_back(&item);
    if (items.empty()) {
      sink_.error("bad_zone", node.place, key, "a time zone is expected",
                  "Asia/Tokyo, UTC-8, a fact such as contract.zone, or a list of these");
    }
    for (const Node* item : items) {
      if (!item->is_scalar()) {
        sink_.error("bad_zone", item->place, key, "a time zone is expected", "Asia/Tokyo, UTC-8 or contract.zone");
        continue;
      }
      notes_.zones.push_back({item->text, item->place, key});
      calendar.zones.push_back(item->text);
    }
  }
  void read_day(const Node& node, const std::string& key, CalendarSpec& calendar) {
    using Reading = calendars::BusinessDay::Reading;
    if (node.is("close") || node.is("same_time")) {
      calendar.day = CalendarSpec::Day{node.is("close") ? Reading::close : Reading::same_time, {}};
      return;
    }
    const auto length = node.is_scalar() ? parse_length(node.text) : Result<Duration>(Duration{});
    if (!length || length->seconds <= 0 || length->seconds > day_seconds) {
      sink_.error("bad_day", node.place, key, "how a business day is read is expected",
                  "close, same_time, or hours such as 9h");
      return;
    }
    calendar.day = CalendarSpec::Day{Reading::hours, *length};
  }
  void read_open(const Node& node, const std::string& key, CalendarSpec& calendar) {
    if (!node.is_map() || node.entries.empty()) {
      sink_.error("bad_calendar", node.place, key, "the week's hours are expected", "{mon-fri: \"09:00-17:00\"}");
      return;
    }
    std::array<bool, 7> seen{};
    for (const Node::Entry& entry : node.entries) {
      const std::string below = key + "." + entry.key;
      const std::vector<int> days = read_weekdays(entry.key);
      if (days.empty()) {
        sink_.error("bad_weekday", entry.key_place, below, fmt::format("`{}` is no day of the week", entry.key),
                    "mon, tue, wed, thu, fri, sat, sun, a range such as mon-fri, or daily");
      }
      const std::vector<Window> windows = read_windows(entry.value, below, sink_);
      for (const int day : days) {
        const auto index = static_cast<std::size_t>(day);
        if (seen[index]) {
          sink_.error("duplicate_day", entry.key_place, below, "a day of the week stands here twice",
                      "each day once");
          break;
        }
        seen[index] = true;
        calendar.weekly[index] = windows;
      }
    }
  }
  void read_dates(const Node& node, const std::string& key, CalendarSpec& calendar) {
    if (!node.is_map() || node.entries.empty()) {
      sink_.error("bad_calendar", node.place, key, "sets of dates are expected",
                  "{holidays: closed, makeup: \"09:00-15:00\"}");
      return;
    }
    for (const Node::Entry& entry : node.entries) {
      sink_.refer("days", entry.key, entry.key_place, key + "." + entry.key);
      CalendarSpec::DatedWindows dated{entry.key, entry.value.is("closed"), {}};
      if (!dated.closed) dated.windows = read_windows(entry.value, key + "." + entry.key, sink_);
      calendar.dates.push_back(std::move(dated));
    }
  }
  CalendarSpec::Moment read_moment(const Node& node, const std::string& key) {
    CalendarSpec::Moment moment;
    const auto words = words_of(node.text);
    const auto day = words.empty() ? std::nullopt : parse_weekday(words[0]);
    const auto second = words.size() < 2 ? std::nullopt : wall_second(words[1]);
    if (!node.is_scalar() || words.size() > 3 || !day || !second) {
      sink_.error("bad_moment", node.place, key, "a moment of the week is expected", "fri 18:00 America/New_York");
      return moment;
    }
    moment.day = *day;
    moment.second = *second;
    if (words.size() == 3) {
      moment.zone = words[2];
      notes_.zones.push_back({words[2], node.place, key});
    }
    return moment;
  }
  void read_parts(const Node& node, const std::string& key, CalendarSpec& calendar, int depth) {
    const std::size_t least = calendar.kind == SpecKind::except ? 2 : 1;
    if (!node.is_list() || node.items.size() < least) {
      sink_.error("bad_calendar", node.place, key, "a list of calendars is expected",
                  calendar.kind == SpecKind::except ? "[all of it, what is taken away]" : "[a, b]");
      return;
    }
    for (std::size_t i = 0; i < node.items.size(); ++i)
      calendar.parts.push_back(read(node.items[i], fmt::format("{}[{}]", key, i), depth + 1));
  }

  const Sink& sink_;
  CalendarNotes& notes_;
};

std::string wall_text(std::int32_t second) { return fmt::format("{:02}:{:02}", second / 3600, second / 60 % 60); }
Json windows_json(const std::vector<Window>& windows) {
  Json json = Json::array();
  for (const Window& window : windows) json.push(wall_text(window.from) + "-" + wall_text(window.to));
  return json;
}
constexpr std::string_view day_names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

Json moment_json(const CalendarSpec::Moment& moment) {
  Json json = Json::object({{"day", day_names[moment.day]}, {"time", wall_text(moment.second)}});
  if (!moment.zone.empty()) json.set("zone", moment.zone);
  return json;
}

}  // namespace

bool is_common_key(std::string_view key) {
  return key == "title" || key == "note" || key == "source" || key == "claims" || key == "clause";
}

void unknown_calendar_key(const Node::Entry& entry, const std::string& key, std::vector<std::string> known,
                          const Sink& sink) {
  for (const char* each : {"title", "note", "source", "claims", "clause"}) known.emplace_back(each);
  const std::string guess = nearest(entry.key, known);
  sink.error("unknown_key", entry.key_place, key + "." + entry.key,
             fmt::format("the key `{}` is not known here{}", entry.key,
                         guess.empty() ? "" : "; did you mean `" + guess + "`?"),
             one_of(known));
}

// Zones of the zone data begin with a capital letter.
bool is_zone_fact(std::string_view zone) { return is_fact_name(zone); }

CalendarSpec read_calendar(const Node& node, const std::string& key, const Sink& sink, CalendarNotes& notes,
                           int depth) {
  return CalendarReader(sink, notes).read(node, key, depth);
}

Json to_json(const CalendarSpec& calendar) {
  Json json = Json::object();
  Json parts = Json::array();
  for (const CalendarSpec& part : calendar.parts) parts.push(to_json(part));
  switch (calendar.kind) {
    case SpecKind::never: json.set("never", true); break;
    case SpecKind::always: json.set("always", true); break;
    case SpecKind::named: json.set("calendar", calendar.name); break;
    case SpecKind::week: {
      Json open = Json::object();
      for (std::size_t day = 0; day < 7; ++day)
        if (!calendar.weekly[day].empty()) open.set(day_names[day], windows_json(calendar.weekly[day]));
      json.set("open", std::move(open));
      Json dates = Json::object();
      for (const auto& dated : calendar.dates)
        dates.set(dated.set, dated.closed ? Json("closed") : windows_json(dated.windows));
      if (!calendar.dates.empty()) json.set("dates", std::move(dates));
      break;
    }
    case SpecKind::span:
      json.set("from", moment_json(calendar.from));
      json.set("to", moment_json(calendar.to));
      break;
    case SpecKind::union_of: json.set("union", std::move(parts)); break;
    case SpecKind::intersection_of: json.set("intersect", std::move(parts)); break;
    case SpecKind::except: json.set("except", std::move(parts)); break;
  }
  if (!calendar.zones.empty()) {
    Json zones = Json::array();
    for (const std::string& zone : calendar.zones) zones.push(zone);
    json.set("zone", std::move(zones));
  }
  if (calendar.day) {
    switch (calendar.day->reading) {
      case calendars::BusinessDay::Reading::close: json.set("day", "close"); break;
      case calendars::BusinessDay::Reading::same_time: json.set("day", "same_time"); break;
      case calendars::BusinessDay::Reading::hours: json.set("day", calendar.day->length.seconds); break;
    }
  }
  return json;
}

}  // namespace yakusoku::program
