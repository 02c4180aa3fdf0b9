// Promises against the calendars beside them: due while nobody works, in hours that never come, in days of no zone.

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/check/parts.hpp"

namespace yakusoku::check {

using program::Amount;
using program::ClockRule;
using program::Program;

namespace {

void zones_in(const calendars::Definition& definition, std::set<std::string>& zones) {
  if (definition.kind == calendars::Definition::Kind::week) zones.insert(definition.week.zone);
  for (const calendars::Definition& part : definition.parts) zones_in(part, zones);
}

class Hours {
 public:
  Hours(Examples& examples, Findings& findings)
      : examples_(examples), program_(examples.program()), findings_(findings),
        effort_(told_apart(program_.effort)), coverage_(told_apart(program_.coverage)) {}

  void run() {
    for (const ClockRule& clock : program_.clocks) {
      Cases cases = cases_of(program_, clock);
      const bool vendor = clock.owed_by != "customer" && clock.owed_by != "nobody";
      const bool solving = has_event(clock, "restored") || has_event(clock, "solved") || has_event(clock, "fix_released");
      if (vendor) cases.look_at(solving && !program_.effort.empty() ? program_.effort : program_.coverage);
      const auto within = told_apart(clock.within);
      std::set<std::string, std::less<>> seen;
      cases.each([&](const Imagined& request) {
        if (!applies(clock, cases, request, false)) return true;
        const auto chosen = program::choose(within, request);
        if (!chosen.value) return true;
        const std::string path(chosen.path);
        if (vendor && chosen.value->binding() && chosen.value->form == Amount::Form::length && at_the_start(request))
          keeping(*chosen.value, path, clock, solving, request);
        if (!chosen.value->calendar.empty() && seen.insert(path + "|" + calendar_key(*chosen.value, request)).second)
          own_calendar(*chosen.value, path, request);
        return true;
      });
    }
  }

 private:
  // Not yet escalated or tried, and not in hours of the moment: the examples choose their own instants.
  static bool at_the_start(const Imagined& request) {
    for (const auto& [fact, value] : request.values) {
      if (fact.starts_with("?now") || fact.starts_with("?opened"))
        if (program::to_text(value) == "yes") return false;
      const auto* count = std::get_if<std::int64_t>(&value);
      if (count && *count > 0 && (fact == "escalated" || fact == "attempts" || fact == "reopened")) return false;
    }
    return true;
  }
  std::string calendar_key(const Amount& amount, const Imagined& request) {
    std::string key;
    for (const std::string& fact : program_.calendar_asks(amount.calendar)) key += program::to_text(request.value_of(fact)) + "|";
    return key;
  }

  // Elapsed time beside people who do not work at all hours.
  void keeping(const Amount& amount, const std::string& path, const ClockRule& clock, bool solving,
               const Imagined& request) {
    std::string calendar, who;
    if (solving && !program_.effort.empty()) {
      const auto chosen = program::choose(effort_, request);
      if (!chosen.value || *chosen.value == "none") return;
      calendar = *chosen.value;
      who = "effort";
    } else {
      std::string name = clock.owed_by;
      if (name == "vendor") {
        const auto chosen = program::choose(coverage_, request);
        if (!chosen.value) return;
        name = *chosen.value;
      }
      const auto team = std::ranges::find(program_.teams, name, &program::Team::id);
      if (team == program_.teams.end() || team->hours.empty()) return;
      calendar = team->hours;
      who = name;
    }
    if (!kept_.insert(path + "|" + who + "|" + calendar).second) return;
    const auto hours = examples_.calendar(calendar, request);
    if (!hours || !hours->next_closed(examples_.from())) return;
    for (const bool while_open : {true, false}) {
      for (const Instant start : examples_.starts()) {
        if (while_open && !hours->is_open(start)) continue;
        const Instant due = examples_.due(amount, request, start);
        if (due == far_future || hours->is_open(due) || hours->is_open(due - seconds(1))) continue;
        const auto opens = hours->next_open(due);
        if (!opens) continue;
        findings_.add("due_in_closed_time", path,
                      {{"amount", amount.written},
                       {"who", who},
                       {"calendar", calendar},
                       {"start", examples_.words(start)},
                       {"due", examples_.words(due)},
                       {"opens", examples_.words(*opens)}});
        return;
      }
    }
  }

  void own_calendar(const Amount& amount, const std::string& path, const Imagined& request) {
    const auto calendar = examples_.calendar(amount.calendar, request);
    if (!calendar) return;
    const Named named = {{"amount", amount.written}, {"calendar", amount.calendar}};
    if (!calendar->next_open(examples_.from())) {
      findings_.add("never_due", path, named);
      return;
    }
    if (amount.form == Amount::Form::moment) moment(amount, path, calendar->definition());
    const bool counts_days = amount.form == Amount::Form::business_days || amount.form == Amount::Form::moment;
    if (amount.form == Amount::Form::business_days && examples_.never_closes(amount.calendar, request))
      findings_.add("days_in_always", path, named);
    if (counts_days) zone(amount, path, calendar->definition());
    if (amount.form == Amount::Form::length_then_in) readings(amount, path, request, *calendar);
    const Instant start = examples_.samples().front();
    const Instant due = examples_.due(amount, request, start);
    if (amount.length < days(366) && due != far_future && due > start + days(366) && amount.days < 366) {
      Named example = named;
      example.insert(example.end(), {{"start", examples_.words(start)}, {"due", examples_.words(due)}});
      findings_.add("longer_than_a_year", path, std::move(example));
    }
  }
  // A moment such as 17:00 must lie in the hours of its calendar, their closing included (R17).
  void moment(const Amount& amount, const std::string& path, const calendars::Definition& definition) {
    if (amount.time != Amount::TimeOfDay::at || definition.kind != calendars::Definition::Kind::week) return;
    const std::int64_t at = amount.time_of_day.seconds;
    for (const auto& windows : definition.week.weekly)
      for (const calendars::Window& window : windows)
        if ((window.from <= at && at <= window.to) || (window.from <= at + 86400 && at + 86400 <= window.to)) return;
    findings_.add("moment_closed", path, {{"amount", amount.written}, {"calendar", amount.calendar}});
  }
  // Whether the calendar, or one that it stands for, says whose dates are counted.
  bool names_zone(const std::string& name, int depth) const {
    const Json* calendars = program_.tree.find("calendars");
    const Json* rules = calendars ? calendars->find(name) : nullptr;
    if (!rules || !rules->is_array() || depth > 8) return false;
    return std::ranges::any_of(rules->items(), [&](const Json& rule) {
      const Json* is = rule.find("is");
      if (!is || !is->is_object()) return true;  // a table: its cells are calendars of their own
      const auto other = is->get_string("calendar");
      return is->find("zone") || (other && names_zone(*other, depth + 1));
    });
  }
  void zone(const Amount& amount, const std::string& path, const calendars::Definition& definition) {
    if (names_zone(amount.calendar, 0)) return;
    std::set<std::string> zones;
    zones_in(definition, zones);
    if (zones.size() < 2) return;
    findings_.add("mixed_zones", path,
                  {{"amount", amount.written},
                   {"calendar", amount.calendar},
                   {"zones", fmt::format("{}", fmt::join(zones, ", "))}});
  }
  // R15: the row's three readings, from a start at which all differ.
  void readings(const Amount& amount, const std::string& path, const Imagined& request,
                const calendars::Calendar& calendar) {
    if (!calendar.next_closed(examples_.from())) return;
    for (const Instant start : examples_.starts()) {
      if (!calendar.is_open(start)) continue;
      const Instant due = examples_.due(amount, request, start);
      const Instant elapsed = start + amount.length;
      const auto counted = calendar.add(start, amount.length);
      if (!counted || due == far_future || due == elapsed || *counted == due) continue;
      findings_.add("three_readings", path,
                    {{"amount", amount.written},
                     {"start", examples_.words(start)},
                     {"due", examples_.words(due)},
                     {"counted", examples_.words(*counted)},
                     {"elapsed", examples_.words(elapsed)}});
      return;
    }
  }

  Examples& examples_;
  const Program& program_;
  Findings& findings_;
  program::Choice<std::string> effort_, coverage_;
  std::set<std::string, std::less<>> kept_;
};

}  // namespace

void check_hours(Examples& examples, Findings& findings) { Hours(examples, findings).run(); }

}  // namespace yakusoku::check
