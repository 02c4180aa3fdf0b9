#pragma once

// Calendars and sets of dates as written (PROGRAM.md section 2), and what they come to for one request.

#include <array>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "core/calendars/calendars.hpp"
#include "core/program/dates_written.hpp"
#include "core/program/leaves.hpp"

namespace yakusoku::program {

struct CalendarSpec {
  enum class Kind { never, always, named, week, span, union_of, intersection_of, except };
  struct DatedWindows {
    std::string set;  // of dates
    bool closed = false;
    std::vector<calendars::Window> windows;
  };
  struct Moment {
    int day = 0;
    std::int32_t second = 0;
    std::string zone;  // a name or a fact; empty: the program's
  };
  struct Day {
    calendars::BusinessDay::Reading reading = calendars::BusinessDay::Reading::close;
    Duration length;
  };

  Kind kind = Kind::never;
  std::string name;                // named
  std::vector<std::string> zones;  // names or facts, the first known one counts; empty: the program's
  std::array<std::vector<calendars::Window>, 7> weekly;
  std::vector<DatedWindows> dates;
  Moment from, to;  // span
  std::vector<CalendarSpec> parts;
  std::optional<Day> day;
};

struct NamePlace;

// Where the reading of calendars leaves what must be looked at later.
struct CalendarNotes {
  std::vector<NamePlace>& zones;
  std::vector<NamePlace>& ics;
  std::function<void(const Node::Entry&, const std::string&)> remark;  // title, note, source, claims, clause
};

CalendarSpec read_calendar(const Node& node, const std::string& key, const Sink& sink, CalendarNotes& notes,
                           int depth = 0);
Json to_json(const CalendarSpec& calendar);
// Reports what is wrong and prints the set as JSON; its dates come from date_set_of.
Json read_date_set(const Node& node, const std::string& key, const Sink& sink, CalendarNotes& notes, int depth = 0);

// The dates of a set that reads without error. Names go to `named`, files to `ics`.
struct DateSources {
  Years years;
  std::function<Dates(const std::string&)> named;
  std::function<Dates(const std::string&)> ics;
};
Dates date_set_of(const Node& node, const DateSources& sources);

// title, note, source, claims, clause; and the report of a key that is none of these nor known.
bool is_common_key(std::string_view key);
void unknown_calendar_key(const Node::Entry& entry, const std::string& key, std::vector<std::string> known,
                          const Sink& sink);

// Whether that zone is read from a fact (contract.zone) instead of being a name.
bool is_zone_fact(std::string_view zone);

}  // namespace yakusoku::program
