// Calendar files (RFC 5545) as sets of dates: a strict reader of what holiday calendars hold.

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/zones.hpp"
#include "core/program/dates_written.hpp"
#include "core/program/words.hpp"

namespace yakusoku::program {
namespace {

using calendars::Date;

struct Line {
  std::string name;        // DTSTART
  std::string parameters;  // VALUE=DATE
  std::string value;
  int number = 0;
};

std::string upper(std::string_view text) {
  std::string raised(text);
  for (char& c : raised)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return raised;
}

std::vector<Line> unfold(std::string_view content) {
  std::vector<std::pair<std::string, int>> lines;
  int number = 0;
  for (std::size_t from = 0; from < content.size();) {
    const std::size_t end = std::min(content.find('\n', from), content.size());
    std::string_view line = content.substr(from, end - from);
    if (line.ends_with('\r')) line.remove_suffix(1);
    ++number;
    if (!lines.empty() && (line.starts_with(' ') || line.starts_with('\t'))) {
      lines.back().first += line.substr(1);
    } else if (!line.empty()) {
      lines.emplace_back(line, number);
    }
    from = end + 1;
  }
  std::vector<Line> split;
  for (const auto& [text, at] : lines) {
    bool quoted = false;
    std::size_t colon = 0;
    while (colon < text.size() && (quoted || text[colon] != ':')) quoted ^= text[colon++] == '"';
    const std::string_view head = std::string_view(text).substr(0, colon);
    const std::size_t semicolon = std::min(head.find(';'), head.size());
    split.push_back({upper(head.substr(0, semicolon)), upper(head.substr(std::min(semicolon + 1, head.size()))),
                     colon < text.size() ? text.substr(colon + 1) : std::string(), at});
  }
  return split;
}

struct Event {
  std::optional<Date> start;
  std::optional<Date> end;  // the first day after
  std::optional<Date> duration;
  bool end_has_time = false;
  std::string rule;
  Dates except, also;
  bool cancelled = false;
  int line = 0;
  int rule_line = 0;
};

class IcsReader {
 public:
  IcsReader(const std::string& file, Years years, Report& report) : file_(file), years_(years), report_(report) {}

  Dates read(std::string_view content) {
    const std::vector<Line> lines = unfold(content);
    if (lines.empty() || lines.front().name != "BEGIN" || upper(lines.front().value) != "VCALENDAR") {
      error(1, "this is no calendar file", "BEGIN:VCALENDAR in the first line");
      return {};
    }
    int depth = 0;  // of parts within an event (alarms), or of other parts (zones)
    std::optional<Event> event;
    bool closed = false;
    for (const Line& line : lines) {
      if (closed || failed_) break;
      const std::string part = upper(trimmed(line.value));
      if (line.name == "BEGIN" && part == "VEVENT" && depth == 1 && !event) {
        event.emplace().line = line.number;
      } else if (line.name == "END" && part == "VEVENT" && event && depth == 1) {
        take(*event);
        event.reset();
      } else if (line.name == "BEGIN") {
        ++depth;
      } else if (line.name == "END") {
        closed = --depth <= 0;
      } else if (event && depth == 1) {
        property(line, *event);
      }
    }
    if (!closed && !failed_) error(lines.back().number, "the file ends too early", "END:VCALENDAR at the end");
    sort_dates(dates_);
    return failed_ ? Dates{} : std::move(dates_);
  }

 private:
  void error(int line, std::string message, std::string expected) {
    failed_ = true;
    report_.error("bad_ics", {file_, line, 1}, "", std::move(message), std::move(expected));
  }

  // 20260101, 20260101T090000, 20260101T090000Z: the date that is written.
  std::optional<Date> date_of(std::string_view value, int line) {
    value = trimmed(value);
    const bool timed = value.size() >= 15 && value[8] == 'T';
    if (value.size() == 8 || timed) {
      const std::string text = fmt::format("{}-{}-{}", value.substr(0, 4), value.substr(4, 2), value.substr(6, 2));
      if (is_date(text)) return static_cast<Date>(days_of_date(text));
    }
    error(line, fmt::format("`{}` is no date", value.substr(0, 40)), "YYYYMMDD");
    return std::nullopt;
  }
  void add_dates(Dates& dates, const Line& line) {
    for (const std::string& part : cut(line.value, ','))
      if (const auto date = date_of(part, line.number)) dates.push_back(*date);
  }
  void property(const Line& line, Event& event) {
    if (line.name == "DTSTART") event.start = date_of(line.value, line.number);
    if (line.name == "DTEND") {
      event.end = date_of(line.value, line.number);
      const std::string_view value = trimmed(line.value);
      event.end_has_time = value.size() >= 15 && value.substr(9, 6) != "000000";
    }
    if (line.name == "DURATION") event.duration = duration_of(line);
    if (line.name == "RRULE") {
      event.rule = upper(trimmed(line.value));
      event.rule_line = line.number;
    }
    if (line.name == "EXDATE") add_dates(event.except, line);
    if (line.name == "RDATE") add_dates(event.also, line);
    if (line.name == "STATUS") event.cancelled = upper(trimmed(line.value)) == "CANCELLED";
  }
  std::optional<Date> duration_of(const Line& line) {
    const std::string value = upper(trimmed(line.value));
    if (value.size() >= 3 && value[0] == 'P' && (value.back() == 'D' || value.back() == 'W')) {
      if (const auto count = parse_count(std::string_view(value).substr(1, value.size() - 2)); count && *count <= 400)
        return static_cast<Date>(value.back() == 'W' ? *count * 7 : *count);
    }
    if (value.starts_with("PT")) return 1;  // hours of one day
    error(line.number, fmt::format("`{}` is no length in days", value.substr(0, 40)), "PnD or PnW");
    return std::nullopt;
  }

  void take(const Event& event) {
    if (event.cancelled || failed_) return;
    if (!event.start) {
      error(event.line, "an event has no date", "DTSTART;VALUE=DATE:YYYYMMDD");
      return;
    }
    Date length = 1;
    if (event.end) length = std::max(1, *event.end + (event.end_has_time ? 1 : 0) - *event.start);
    if (event.duration) length = std::max(1, *event.duration);
    if (length > 400) {
      error(event.line, "an event is longer than a year", "an event of days");
      return;
    }
    Dates starts = event.rule.empty() ? Dates{*event.start} : repeated(event);
    starts.insert(starts.end(), event.also.begin(), event.also.end());
    for (const Date start : starts) {
      if (std::ranges::find(event.except, start) != event.except.end()) continue;
      for (Date day = 0; day < length; ++day) dates_.push_back(start + day);
    }
    if (dates_.size() > 20000) error(event.line, "the file holds too many days", "at most 20000");
  }

  struct Rule {
    int interval = 1;
    std::optional<std::int64_t> count;
    std::optional<Date> until;
    std::string by_month, by_month_day, by_day;
  };
  std::optional<Rule> rule_of(const Event& event) {
    Rule rule;
    bool yearly = false;
    bool known = true;
    for (const std::string& part : cut(event.rule, ';')) {
      const std::size_t equals = std::min(part.find('='), part.size());
      const std::string name = part.substr(0, equals);
      const std::string value = part.substr(std::min(equals + 1, part.size()));
      const auto number = parse_count(value);
      if (name == "FREQ")
        yearly = value == "YEARLY";
      else if (name == "INTERVAL" && number && *number >= 1 && *number <= 100)
        rule.interval = static_cast<int>(*number);
      else if (name == "COUNT" && number)
        rule.count = number;
      else if (name == "UNTIL")
        rule.until = date_of(value, event.rule_line);
      else if (name == "BYMONTH")
        rule.by_month = value;
      else if (name == "BYMONTHDAY")
        rule.by_month_day = value;
      else if (name == "BYDAY")
        rule.by_day = value;
      else if (name != "WKST")
        known = false;
    }
    if (failed_) return std::nullopt;
    if (!yearly || !known || !(rule.by_day.empty() || rule.by_month_day.empty())) return std::nullopt;
    return rule;
  }
  Dates repeated(const Event& event) {
    const auto rule = rule_of(event);
    Dates dates;
    if (!rule) {
      if (!failed_) refuse(event);
      return dates;
    }
    const std::string first = date_of_days(*event.start);
    const int first_year = static_cast<int>(parse_count(first.substr(0, 4)).value_or(1970));
    std::int64_t made = 0;
    for (int year = first_year; year <= years_.last; year += rule->interval) {
      const auto date = date_in(year, *rule, first);
      if (!date) {
        if (failed_) return {};
        continue;
      }
      if (*date < *event.start) continue;
      if (rule->until && *date > *rule->until) break;
      if (rule->count && ++made > *rule->count) break;
      dates.push_back(*date);
    }
    return dates;
  }
  void refuse(const Event& event) {
    error(event.rule_line, fmt::format("the rule `{}` is not read", event.rule.substr(0, 80)),
          "FREQ=YEARLY with INTERVAL, COUNT, UNTIL, BYMONTH and one BYMONTHDAY or BYDAY");
  }
  std::optional<Date> date_in(int year, const Rule& rule, const std::string& first) {
    const auto month = rule.by_month.empty() ? parse_count(first.substr(5, 2)) : parse_count(rule.by_month);
    const auto day = rule.by_month_day.empty() ? parse_count(first.substr(8, 2)) : parse_count(rule.by_month_day);
    if (!month || *month < 1 || *month > 12 || !day) {
      error(0, "a yearly rule names one month and one day", "BYMONTH=5;BYDAY=-1MO or BYMONTHDAY=3");
      return std::nullopt;
    }
    std::string written = fmt::format("{:02}-{:02}", *month, *day);
    if (!rule.by_day.empty()) {
      static constexpr std::string_view names[] = {"first", "second", "third", "fourth", "fifth"};
      static constexpr std::string_view days[] = {"mo", "tu", "we", "th", "fr", "sa", "su"};
      static constexpr std::string_view weekday_words[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
      static constexpr std::string_view month_names[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                                         "jul", "aug", "sep", "oct", "nov", "dec"};
      std::string text = rule.by_day;
      for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
      const std::string weekday = text.size() > 2 ? text.substr(text.size() - 2) : text;
      std::string_view place = std::string_view(text).substr(0, text.size() > 2 ? text.size() - 2 : 0);
      if (place.starts_with('+')) place.remove_prefix(1);
      const auto found = std::ranges::find(days, weekday);
      const auto nth = parse_count(place);
      if (found == std::end(days) || (place != "-1" && (!nth || *nth < 1 || *nth > 5))) {
        error(0, fmt::format("`BYDAY={}` is not read", rule.by_day.substr(0, 40)), "1MO to 5SU, or -1MO");
        return std::nullopt;
      }
      written =
          fmt::format("{} {} of {}", place == "-1" ? "last" : names[static_cast<std::size_t>(*nth - 1)],
                      weekday_words[found - std::begin(days)], month_names[static_cast<std::size_t>(*month - 1)]);
    }
    const auto dates = parse_dates(written, {year, year});
    for (const Date date : dates.value_or(Dates{}))
      if (date_of_days(date).starts_with(fmt::format("{:04}-", year))) return date;
    return std::nullopt;  // no 29 February, no fifth Monday that year
  }

  const std::string& file_;
  Years years_;
  Report& report_;
  Dates dates_;
  bool failed_ = false;
};

}  // namespace

Dates read_ics(const std::string& file, std::string_view content, Years years, Report& report) {
  if (content.size() > YamlLimits::file_bytes) {
    report.error("too_large", {file, 0, 0}, "", "the file is too large",
                 fmt::format("at most {} bytes", YamlLimits::file_bytes));
    return {};
  }
  return IcsReader(file, years, report).read(content);
}

}  // namespace yakusoku::program
