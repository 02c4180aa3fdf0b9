// Sets of dates as written (PROGRAM.md section 2).

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "core/program/calendars_written.hpp"
#include "core/program/read_shape.hpp"
#include "core/program/words.hpp"

namespace yakusoku::program {
namespace {

constexpr int deepest_set_part = 8;
constexpr std::string_view date_forms =
    "dates (2026-08-13, 2026-08-13..2026-08-14, 12-29..01-03, last mon of may), the name of a set, {ics: file.ics}, "
    "{union: [..]}, {intersect: [..]} or {except: [a, b]}";

}  // namespace

Json read_date_set(const Node& node, const std::string& key, const Sink& sink, CalendarNotes& notes, int depth) {
  if (node.is_scalar()) {
    if (parse_dates(node.text, {})) return node.text;
    if (is_name(node.text) && !is_digit(node.text[0])) {
      sink.refer("days", node.text, node.place, key);
      return Json::object({{"set", node.text}});
    }
    sink.error("bad_dates", node.place, key, fmt::format("`{}` are no dates", node.text.substr(0, 60)),
               std::string(date_forms));
    return {};
  }
  if (node.is_empty() || depth > deepest_set_part) {
    sink.error("bad_dates", node.place, key, "dates are expected", std::string(date_forms));
    return {};
  }
  const auto list = [&](const Node& items, const std::string& below) {
    Json json = Json::array();
    if (!items.is_list()) sink.error("bad_dates", items.place, below, "a list is expected", std::string(date_forms));
    for (std::size_t i = 0; i < items.items.size(); ++i)
      json.push(read_date_set(items.items[i], fmt::format("{}[{}]", below, i), sink, notes, depth + 1));
    return json;
  };
  if (node.is_list()) return list(node, key);
  Json json = Json::object();
  int forms = 0;
  for (const Node::Entry& entry : node.entries) {
    const std::string below = key + "." + entry.key;
    if (is_common_key(entry.key)) {
      notes.remark(entry, key);
    } else if (entry.key == "ics" && entry.value.is_scalar()) {
      ++forms;
      notes.ics.push_back({entry.value.text, entry.value.place, below});
      json.set("ics", entry.value.text);
    } else if (entry.key == "union" || entry.key == "intersect" || entry.key == "except") {
      ++forms;
      json.set(entry.key, list(entry.value, below));
    } else {
      unknown_calendar_key(entry, key, {"ics", "union", "intersect", "except"}, sink);
      ++forms;
    }
  }
  if (forms != 1)
    sink.error("bad_dates", node.place, key, "one of ics, union, intersect and except is expected",
               std::string(date_forms));
  return json;
}

Dates date_set_of(const Node& node, const DateSources& sources) {
  if (node.is_scalar()) {
    const auto dates = parse_dates(node.text, sources.years);
    return dates ? *dates : sources.named(node.text);
  }
  Dates all;
  for (const Node& item : node.items) {
    const Dates dates = date_set_of(item, sources);
    all.insert(all.end(), dates.begin(), dates.end());
    if (all.size() > 2 * most_dates) sort_dates(all);
    if (all.size() > most_dates * 2) break;
  }
  sort_dates(all);
  for (const Node::Entry& entry : node.entries) {
    if (entry.key == "ics") all = sources.ics(entry.value.text);
    if (entry.key == "union") all = date_set_of(entry.value, sources);
    if (entry.key != "intersect" && entry.key != "except") continue;
    bool first = true;
    for (const Node& item : entry.value.items) {
      const Dates other = date_set_of(item, sources);
      Dates result;
      if (first) {
        result = other;
      } else if (entry.key == "intersect") {
        std::ranges::set_intersection(all, other, std::back_inserter(result));
      } else {
        std::ranges::set_difference(all, other, std::back_inserter(result));
      }
      all = std::move(result);
      first = false;
    }
  }
  return all;
}

}  // namespace yakusoku::program
