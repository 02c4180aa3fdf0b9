// Hours: each calendar that customers meet, by the week, in its own zone and in the reader's, with this year's and the
// next year's closed dates and make-up days.

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/zones.hpp"
#include "core/calendars/calendars.hpp"
#include "core/program/words.hpp"
#include "core/publishing/regimes.hpp"
#include "core/publishing/writer.hpp"
#include "core/wording/time_words.hpp"

namespace yakusoku::publishing {
namespace {

using calendars::Definition;
using calendars::Week;
using calendars::Window;

// The calendars that customers meet, in the program's order, with those of which they are made.
class Met {
 public:
  explicit Met(const Teller& tell) : tell_(tell) {
    for (const auto& clock : tell.program.clocks)
      if (const Json* json = tell.part({"clocks", clock.name, "within"})) find_named(*json, "calendar");
    if (const Json* doors = tell.part({"doors"})) find_named(*doors, "intake");
    if (const Json* effort = tell.part({"effort"})) calendars_in_cases(*effort);
    if (const Json* engagements = tell.part({"engagements"})) hours_in(*engagements);
  }
  bool has(const std::string& name) const { return names_.contains(name); }

 private:
  void add(const std::string& name) {
    const Json* calendar = tell_.part({"calendars", name});
    if (!calendar || !names_.insert(name).second) return;
    find_named(*calendar, "calendar");
  }
  void find_named(const Json& json, std::string_view key) {
    if (json.is_array())
      for (const Json& each : json.items()) find_named(each, key);
    if (!json.is_object()) return;
    for (const auto& [name, each] : json.members()) {
      if (name == key && each.is_string()) add(each.string());
      find_named(each, key);
    }
  }
  void calendars_in_cases(const Json& json) {
    if (json.is_string()) add(json.string());
    if (json.is_array())
      for (const Json& each : json.items()) calendars_in_cases(each);
    if (!json.is_object()) return;
    for (const auto& [name, each] : json.members())
      if (name == "is" || name == "cells") calendars_in_cases(each);
  }
  void hours_in(const Json& json) {
    if (json.is_array())
      for (const Json& each : json.items()) hours_in(each);
    if (!json.is_object()) return;
    for (const auto& [name, each] : json.members()) {
      if (name == "hours") calendars_in_cases(each);
      hours_in(each);
    }
  }

  const Teller& tell_;
  std::set<std::string, std::less<>> names_;
};

std::string wall(std::int64_t second) { return fmt::format("{}:{:02}", second / 3600, second / 60 % 60); }

class HoursTeller {
 public:
  HoursTeller(Writer& page) : page_(page), tell_(page.tell) {}

  void calendar(const std::string& name) {
    const Json* entry = tell_.part({"calendars", name});
    const std::string path = "calendars." + name;
    std::string titled = tell_.calendar(name);
    page_.heading({titled.empty() ? tell_.say("hours.support") : titled, {}, {}, false}, path, 3,
                  entry->is_array() && entry->items().size() == 1 && entry->items()[0].find("is")
                      ? entry->items()[0].find("is")->get_string("clause").value_or("")
                      : "");
    if (!entry->is_array()) return;
    const Json* only =
        entry->items().size() == 1 && !entry->items()[0].find("when") ? entry->items()[0].find("is") : nullptr;
    if (!only) return by_case(*entry);
    if (only->find("open") || only->find("dates")) return week(name, *only);
    if (only->find("from")) return span(*only);
    page_.paragraph({{composed(*only), {}, {}, false}});
  }

 private:
  // "A or B", "A except B", by the calendars' titles.
  std::string composed(const Json& json) const {
    if (json.is_string()) return json.string();
    if (json.find("always")) return tell_.word("always");
    if (json.find("never")) return tell_.word("never");
    if (const auto named = json.get_string("calendar")) {
      const std::string titled = tell_.calendar(*named);
      return titled.empty() ? tell_.say("hours.support") : tell_.say("quoted", {{"words", titled}});
    }
    for (const char* how : {"union", "intersect", "except"}) {
      const Json* parts = json.find(how);
      if (!parts || !parts->is_array()) continue;
      std::vector<std::string> words;
      for (const Json& each : parts->items()) words.push_back(composed(each));
      if (how == std::string_view("union")) return tell_.say("hours.union", {{"list", tell_.either(words)}});
      if (how == std::string_view("intersect")) return tell_.say("hours.intersect", {{"list", tell_.listed(words)}});
      const std::string first = words.empty() ? std::string() : words.front();
      if (!words.empty()) words.erase(words.begin());
      return tell_.say("hours.except", {{"whole", first}, {"list", tell_.listed(words)}});
    }
    return tell_.say("hours.support");
  }

  void cell_cases(const Json& cells, const Json& by, std::size_t depth, std::vector<std::string> cases,
                  std::vector<Item>& items) const {
    if (!cells.is_array() || !by.is_array() || depth >= by.items().size()) return;
    for (const Json& branch : cells.items()) {
      std::vector<std::string> keys;
      if (const Json* list = branch.find("keys"); list && list->is_array())
        for (const Json& each : list->items())
          if (each.is_string()) keys.push_back(each.string());
      auto more = cases;
      more.push_back(tell_.named_case(by.items()[depth].is_string() ? by.items()[depth].string() : "", keys));
      if (const Json* is = branch.find("is"))
        items.push_back({{}, {tell_.joined_cases(more), {}, {}, false}, {{composed(*is), {}, {}, false}}});
      if (const Json* deeper = branch.find("cells")) cell_cases(*deeper, by, depth + 1, more, items);
    }
  }

  void by_case(const Json& rules) {
    std::vector<Item> items;
    for (const Json& rule : rules.items()) {
      const std::string when = rule.find("when") ? tell_.cases(*rule.find("when")) : std::string();
      if (const Json* is = rule.find("is")) {
        const std::string cases = !when.empty() ? when : tell_.say(items.empty() ? "case.all" : "case.otherwise");
        items.push_back({{}, {cases, {}, {}, false}, {{composed(*is), {}, {}, false}}});
      }
      if (const Json* cells = rule.find("cells"); cells && rule.find("by"))
        cell_cases(*cells, *rule.find("by"), 0, {when}, items);
    }
    page_.items(Block::Kind::terms, std::move(items));
  }

  void span(const Json& json) {
    const auto end = [&](const char* key) {
      const Json& one = *json.find(key);
      return tell_.say("hours.moment", {{"day", tell_.say("day." + one.get_string("day").value_or("mon"))},
                                        {"time", one.get_string("time").value_or("")},
                                        {"zone", one.get_string("zone").value_or(tell_.program.zone)}});
    };
    if (!json.find("to")) return;
    page_.paragraph({tell_.own("hours.span", {{"from", end("from")}, {"to", end("to")}})});
    const auto moment = [&](const char* key) {
      const Json& one = *json.find(key);
      constexpr std::string_view days[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
      const auto day = std::ranges::find(days, one.get_string("day").value_or("mon")) - std::begin(days);
      const std::string time = one.get_string("time").value_or("0:00");
      const std::size_t colon = std::min(time.find(':'), time.size() - 1);
      const auto hour = program::parse_count(time.substr(0, colon)).value_or(0);
      const auto minute = program::parse_count(time.substr(colon + 1)).value_or(0);
      return SpanEnd{static_cast<int>(day), static_cast<std::int32_t>(hour * 3600 + minute * 60),
                     one.get_string("zone").value_or(tell_.program.zone)};
    };
    Table table;
    table.caption = tell_.say("hours.span_table", {{"zone", tell_.options.zone}});
    for (const char* id : {"hours.weeks", "hours.begins", "hours.ends", "hours.lasts"})
      table.head.push_back(head(tell_.own(id)));
    for (const SpanRegime& each :
         span_regimes(moment("from"), moment("to"), tell_.options.zone, tell_.options.from)) {
      const auto at = [&](const zones::WallTime& when) {
        return tell_.say("day." + std::string(day_key(zones::day_of_week(when.date)))) + " " + wall(when.second);
      };
      table.rows.push_back({cell({{dates(each.first, each.last), {}, {}, false}}),
                            cell({{at(each.from), {}, {}, false}}), cell({{at(each.to), {}, {}, false}}),
                            cell({{wording::length_words(tell_.language, each.seconds), {}, {}, false}})});
    }
    page_.table(std::move(table));
  }

  static std::string_view day_key(int day) {
    constexpr std::string_view keys[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    return keys[static_cast<std::size_t>(day)];
  }
  std::string day(int of_week) const { return tell_.say("day." + std::string(day_key(of_week))); }
  std::string dates(std::int32_t first, std::int32_t last) const {
    const std::string from = wording::date_words(tell_.language, first);
    return first == last
               ? from
               : tell_.say("dates.range", {{"from", from}, {"to", wording::date_words(tell_.language, last)}});
  }

  // Windows of one day, moved by so many seconds to another wall: "9:00–17:00", "2:00–10:00 the next day".
  std::string windows(const std::vector<Window>& open, std::int32_t shift) const {
    std::vector<std::string> parts;
    for (const Window& each : open) {
      if (each.from == 0 && each.to == 86400 && shift == 0) {
        parts.push_back(tell_.say("hours.whole_day"));
        continue;
      }
      const std::int32_t from = each.from + shift, to = each.to + shift;
      const int off = from < 0 ? -1 : from >= 86400 ? 1 : 0;
      const std::int32_t start = from - off * 86400, end = to - off * 86400;
      std::string ends = end > 86400 ? tell_.say("hours.next_day", {{"time", wall(end - 86400)}}) : wall(end);
      std::string words = tell_.say("hours.window", {{"from", wall(start)}, {"to", ends}});
      if (off != 0) words = tell_.say(off > 0 ? "hours.day_after" : "hours.day_before", {{"window", words}});
      parts.push_back(std::move(words));
    }
    return tell_.listed(parts);
  }

  void week(const std::string& name, const Json& written) {
    const NoFacts none;
    const auto definition = tell_.program.written_calendar(name, none);
    if (!definition || definition->kind != Definition::Kind::week)
      return page_.paragraph({{composed(written), {}, {}, false}});
    const Week& week = definition->week;
    bool theirs = false;
    if (const Json* zones = written.find("zone"); zones && zones->is_array() && !zones->items().empty())
      theirs = zones->items()[0].is_string() && !zones::exists(zones->items()[0].string());
    page_.paragraph({theirs ? tell_.own("hours.your_zone") : tell_.own("hours.zone", {{"zone", week.zone}})});
    const std::vector<Regime> regimes =
        theirs ? std::vector<Regime>{} : regimes_between(week.zone, tell_.options.zone, tell_.options.from);
    const bool shown = !(regimes.size() == 1 && regimes[0].shift == 0) && !regimes.empty();
    Table table;
    table.head = {head(tell_.own("hours.days")), head(tell_.own("hours.hours"))};
    if (shown)
      for (const Regime& each : regimes) {
        Cell top = head(tell_.own("hours.yours", {{"zone", tell_.options.zone}}));
        if (regimes.size() > 1)
          for (const auto& [from, to] : each.periods) top.lines.push_back({dates(from, to), {}, {}, true});
        table.head.push_back(std::move(top));
      }
    for (int first = 0; first < 7;) {
      int last = first;
      while (last < 6 &&
             week.weekly[static_cast<std::size_t>(last + 1)] == week.weekly[static_cast<std::size_t>(first)])
        ++last;
      const auto& open = week.weekly[static_cast<std::size_t>(first)];
      const std::string days = first == 0 && last == 6 ? tell_.say("hours.daily")
                               : first == last         ? day(first)
                                               : tell_.say("dates.range", {{"from", day(first)}, {"to", day(last)}});
      std::vector<Cell> row{head({days, {}, {}, false})};
      row.push_back(cell({{open.empty() ? tell_.say("hours.closed") : windows(open, 0), {}, {}, false}}));
      if (shown)
        for (const Regime& each : regimes)
          row.push_back(
              cell({{open.empty() ? tell_.say("hours.closed") : windows(open, each.shift), {}, {}, false}}));
      table.rows.push_back(std::move(row));
      first = last + 1;
    }
    page_.table(std::move(table));
    closed_dates(week);
  }

  // Dates of this year and the next on which it would be open; neighbours told as one stretch.
  void closed_dates(const Week& week) {
    const int year =
        static_cast<int>(program::parse_count(zones::date_text(tell_.options.from).substr(0, 4)).value_or(1970));
    std::set<std::int32_t> extra_dates;
    for (const Week::Dated& each : week.extra) extra_dates.insert(each.date);
    for (int told = year; told <= year + 1; ++told) {
      const std::string which = std::to_string(told);
      std::vector<Item> items;
      std::int32_t first = 0, last = -1;
      const auto add = [&] {
        if (last >= first) items.push_back({{}, {}, {{dates(first, last), {}, {}, false}}});
      };
      std::set<std::int32_t> closed;
      for (const Week::Dated& each : week.closed)
        if (zones::date_text(each.date).starts_with(which) && !extra_dates.contains(each.date) &&
            !week.weekly[static_cast<std::size_t>(zones::day_of_week(each.date))].empty())
          closed.insert(each.date);
      for (std::int32_t date : closed) {
        if (date != last + 1 || last < first) {
          add();
          first = date;
        }
        last = date;
      }
      add();
      if (!items.empty()) page_.paragraph({tell_.own("hours.closed_dates", {{"year", which}})});
      page_.items(Block::Kind::list, std::move(items));
      std::vector<Item> extra;
      for (std::int32_t date : extra_dates) {
        if (!zones::date_text(date).starts_with(which)) continue;
        std::vector<Window> open;
        for (const Week::Dated& each : week.extra)
          if (each.date == date) open.push_back(each.window);
        extra.push_back({{}, {}, {{dates(date, date) + " " + windows(open, 0), {}, {}, false}}});
      }
      if (!extra.empty()) page_.paragraph({tell_.own("hours.other_dates", {{"year", which}})});
      page_.items(Block::Kind::list, std::move(extra));
    }
  }

  Writer& page_;
  const Teller& tell_;
};

void tell_effort(Writer& page) {
  const Teller& tell = page.tell;
  std::vector<Item> items;
  for (const auto& rule : tell.program.effort.rules) {
    const auto* plain = std::get_if<std::string>(&rule.is);
    if (!plain || *plain == "none") continue;
    const std::string when = tell.cases(rule.when);
    const std::string titled = tell.calendar(*plain);
    Words says = rule.says.empty() ? Words{titled.empty() ? tell.say("hours.support") : titled, {}, {}, false}
                                   : tell.text(rule.says);
    const std::string cases = !when.empty() ? when : tell.say(items.empty() ? "case.all" : "case.otherwise");
    items.push_back({page.anchor(rule.path), {cases, {}, {}, false}, {std::move(says)}});
  }
  if (items.empty()) return;
  page.heading(tell.own("section.effort"), "effort", 3);
  page.items(Block::Kind::terms, std::move(items));
}

}  // namespace

void tell_hours(Writer& page) {
  const Met met(page.tell);
  std::vector<std::string> names;
  for (const std::string& each : page.tell.program.calendar_names)
    if (met.has(each)) names.push_back(each);
  if (names.empty()) return;
  page.section("section.hours", "calendars");
  tell_effort(page);
  HoursTeller teller(page);
  for (const std::string& each : names) teller.calendar(each);
  for (const auto& [caption, figure] : page.tell.options.figures) page.figure(caption, figure);
}

}  // namespace yakusoku::publishing
