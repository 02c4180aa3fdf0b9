// What `check` says of a program that reads without errors.

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/zones.hpp"
#include "core/check/check.hpp"
#include "core/calendars/calendars.hpp"
#include "core/check/translations.hpp"
#include "core/program/words.hpp"

namespace yakusoku::check {

using namespace program;

namespace {

// Only some facts are known, as where one cell of a table is asked.
class SomeFacts final : public Facts {
 public:
  std::map<std::string, FactValue, std::less<>> values;
  FactValue value_of(std::string_view fact) const override {
    const auto found = values.find(fact);
    return found == values.end() ? FactValue{} : found->second;
  }
  bool is_open(std::string_view, Instant) const override { return false; }
};

// Whether a rule of this choice holds whatever the facts are.
template <class T>
bool takes_all(const typename Choice<T>::Rule& rule) {
  if (!rule.when.always()) return false;
  const auto* table = std::get_if<Table<T>>(&rule.is);
  if (!table) return true;
  const auto whole = [](auto& self, const TableNode<T>& node) -> bool {
    if (node.leaf) return true;
    const bool has_else = std::ranges::any_of(node.branches, [](const auto& branch) { return branch.keys.empty(); });
    return has_else &&
           std::ranges::all_of(node.branches, [&](const auto& branch) { return self(self, branch.below); });
  };
  return whole(whole, table->cells);
}

class Checker {
 public:
  explicit Checker(const Program& program) : program_(program) {}

  std::vector<Finding> run() {
    findings_.assign(program_.remarks().begin(), program_.remarks().end());
    compare_translations(program_.texts(), program_.languages, findings_);
    for (const ClockRule& clock : program_.clocks) check_clock(clock);
    const Place whole{"program.yaml", 0, 0};
    rules_reached(program_.severity.is, whole);
    rules_reached(program_.coverage, whole);
    rules_reached(program_.effort, whole);
    rules_reached(program_.queue.rank, whole);
    for (const FactRule& fact : program_.facts)
      if (fact.is) rules_reached(*fact.is, whole);
    for (const Door& door : program_.doors) rules_reached(door.may, whole);
    whole_program(whole);
    for (const Notice& notice : program_.notices) check_notice(notice);
    for (const Claim& claim : program_.claims()) check_claim(claim);
    std::ranges::stable_sort(findings_, [](const Finding& a, const Finding& b) {
      return std::tie(a.place.file, a.place.line, a.place.column) <
             std::tie(b.place.file, b.place.line, b.place.column);
    });
    return std::move(findings_);
  }

 private:
  void add(Weight weight, std::string code, const Place& place, std::string key, std::string message,
           std::string expected = {}) {
    findings_.push_back({weight, std::move(code), place, std::move(key), std::move(message), std::move(expected)});
  }

  template <class T>
  void rules_reached(const Choice<T>& choice, const Place& place) {
    for (std::size_t i = 0; i + 1 < choice.rules.size(); ++i) {
      if (!takes_all<T>(choice.rules[i])) continue;
      const auto& next = choice.rules[i + 1];
      add(Weight::warning, "unreachable_rule", next.when.place.line > 0 ? next.when.place : place, next.path,
          fmt::format("this rule is never reached: {} takes every request", choice.rules[i].path),
          "the general rule last");
      return;
    }
  }
  template <class T>
  bool has_gap(const Choice<T>& choice) const {
    return !choice.empty() && std::ranges::none_of(choice.rules, [](const auto& rule) { return takes_all<T>(rule); });
  }

  // ---- clocks

  void check_clock(const ClockRule& clock) {
    if (clock.starts.patterns.empty())
      add(Weight::warning, "never_starts", clock.place, clock.path, "nothing starts this clock", "starts: an event");
    const bool promises = !clock.within.empty() && clock.owed_by != "nobody";
    if (promises && clock.met_by.empty() && clock.ends_on.empty())
      add(Weight::warning, "never_met", clock.place, clock.path, "nothing meets this clock", "met_by: an event");
    if (clock.within.empty() && clock.steps.empty())
      add(Weight::warning, "does_nothing", clock.place, clock.path, "the clock neither promises nor does anything",
          "within, or steps");
    rules_reached(clock.within, clock.place);
    rules_reached(clock.met_by, clock.place);
    for (const auto& rule : clock.within.rules) {
      if (const auto* amount = std::get_if<Amount>(&rule.is)) {
        soft(*amount, clock, rule.path);
      } else {
        soft_cells(std::get<Table<Amount>>(rule.is).cells, clock, rule.path + ".cells");
      }
    }
    missing_cells(clock);
    ladder(clock);
  }
  void soft_cells(const TableNode<Amount>& node, const ClockRule& clock, const std::string& path) {
    if (node.leaf) soft(*node.leaf, clock, path);
    for (const auto& branch : node.branches) soft_cells(branch.below, clock, path + "." + written_keys(branch.keys));
  }
  void soft(const Amount& amount, const ClockRule& clock, const std::string& path) {
    moment_open(amount, clock, path);
    switch (amount.promise) {
      case Amount::Promise::best_effort:
        add(Weight::note, "soft_promise", clock.place, path,
            "best effort: a promise without a figure, never a breach");
        break;
      case Amount::Promise::aim:
        add(Weight::note, "soft_promise", clock.place, path,
            fmt::format("`{}`: shown and measured, never a breach", amount.written));
        break;
      case Amount::Promise::at_least:
        add(Weight::note, "soft_promise", clock.place, path,
            fmt::format("`{}`: a lower bound, never a breach", amount.written));
        break;
      case Amount::Promise::none:
      case Amount::Promise::firm: break;
    }
  }
  // A moment such as 17:00 must lie in the hours of its calendar, their closing included (R17).
  void moment_open(const Amount& amount, const ClockRule& clock, const std::string& path) {
    if (amount.form != Amount::Form::moment || amount.time != Amount::TimeOfDay::at) return;
    const auto definition = program_.calendar(amount.calendar, SomeFacts());
    if (!definition || definition->kind != calendars::Definition::Kind::week) return;
    const std::int64_t at = amount.time_of_day.seconds;
    for (const auto& windows : definition->week.weekly)
      for (const calendars::Window& window : windows)
        if ((window.from <= at && at <= window.to) || (window.from <= at + 86400 && at + 86400 <= window.to)) return;
    add(Weight::error, "moment_closed", clock.place, path,
        fmt::format("`{}` names a time at which `{}` is never open", amount.written, amount.calendar),
        "a time within its hours");
  }
  // Values of an ordered fact for which a table has no cell, no rule follows, and the clock's `when` leaves room.
  void missing_cells(const ClockRule& clock) {
    if (!has_gap(clock.within)) return;
    const auto& last = clock.within.rules.back();
    const auto* table = std::get_if<Table<Amount>>(&last.is);
    if (!table || table->by.size() != 1 || !last.when.always()) return;
    const std::string& fact = table->by.front();
    for (const std::string& value : program_.order_of(fact)) {
      SomeFacts facts;
      facts.values[fact] = value;
      Predicate about_it;
      for (const FactTest& test : clock.when.all)
        if (test.fact == fact) about_it.all.push_back(test);
      if (holds(about_it, facts) && !choose(clock.within, facts).value) {
        add(Weight::warning, "missing_cell", clock.place, last.path,
            fmt::format("there is no cell for {} `{}`", fact, value), "an amount; `none` where nothing is promised");
      }
    }
  }
  void ladder(const ClockRule& clock) {
    const StepTime* before = nullptr;
    for (const Step& step : clock.steps) {
      for (const auto& rule : step.at.rules) {
        const auto* time = std::get_if<StepTime>(&rule.is);
        const bool needs_due = time && time->kind != StepTime::Kind::from_start;
        if (needs_due && clock.within.empty())
          add(Weight::warning, "no_due", clock.place, step.path,
              fmt::format("`{}` counts from a due that this clock does not have", time->written),
              "within, or a firm amount from the start");
      }
      if (step.warning || step.at.rules.size() != 1) continue;
      const auto* time = std::get_if<StepTime>(&step.at.rules.front().is);
      if (time && before && out_of_order(*before, *time))
        add(Weight::warning, "ladder_order", clock.place, step.path,
            fmt::format("`{}` comes before the step above it, `{}`", time->written, before->written),
            "steps in order of time");
      before = time;
    }
  }
  static bool out_of_order(const StepTime& above, const StepTime& below) {
    const auto rank = [](const StepTime& time) {
      return time.kind == StepTime::Kind::due ? 1 : time.kind == StepTime::Kind::late ? 2 : 0;
    };
    if (above.kind != below.kind) {
      return above.kind != StepTime::Kind::from_start && below.kind != StepTime::Kind::from_start &&
             rank(below) < rank(above);
    }
    switch (above.kind) {
      case StepTime::Kind::percent: return below.percent < above.percent;
      case StepTime::Kind::before_due: return below.lead > above.lead;
      case StepTime::Kind::late: return below.lead < above.lead;
      case StepTime::Kind::due: return false;
      case StepTime::Kind::from_start: break;
    }
    const Amount& first = above.from_start;
    const Amount& second = below.from_start;
    if (first.form != second.form || first.calendar != second.calendar) return false;
    return second.length < first.length || second.days < first.days;
  }

  // ---- the whole

  void whole_program(const Place& place) {
    if (!program_.teams.empty() && program_.coverage.empty())
      add(Weight::warning, "no_coverage", place, "coverage", "no team owns any request", "coverage: a team, by case");
    if (has_gap(program_.coverage))
      add(Weight::warning, "coverage_gap", place, "coverage", "some requests may find no team",
          "a last rule without `when`");
    if (has_gap(program_.queue.rank))
      add(Weight::warning, "rank_gap", place, "queue.rank", "some requests may have no rank",
          "a last rule without `when`");
    if (!program_.closing.reasons.empty() && program_.closing.by_default.empty())
      add(Weight::note, "no_default_reason", place, "closing.default",
          "an API client must name the reason for closing");
    const bool any_way_in = std::ranges::any_of(program_.doors, [](const Door& door) { return lets_in(door); });
    if (!program_.doors.empty() && !any_way_in)
      add(Weight::warning, "no_way_in", place, "doors", "no door lets anybody open a request", "may: [open]");
    const Json* plans = program_.tree.find("plans");
    if (!plans || !plans->is_object() || !is_date(program_.effective)) return;
    for (const auto& [name, plan] : plans->members()) plan_can_be_held(name, plan, place);
  }
  static bool lets_in(const Door& door) {
    const auto opens = [](const std::vector<std::string>& may) {
      return std::ranges::find(may, "open") != may.end();
    };
    const auto any_cell = [&](auto& self, const TableNode<std::vector<std::string>>& node) -> bool {
      if (node.leaf && opens(*node.leaf)) return true;
      return std::ranges::any_of(node.branches, [&](const auto& branch) { return self(self, branch.below); });
    };
    return std::ranges::any_of(door.may.rules, [&](const auto& rule) {
      const auto* plain = std::get_if<std::vector<std::string>>(&rule.is);
      return plain ? opens(*plain) : any_cell(any_cell, std::get<Table<std::vector<std::string>>>(rule.is).cells);
    });
  }
  void plan_can_be_held(const std::string& name, const Json& plan, const Place& place) {
    const Json* valid = plan.find("valid");
    const Json* end = valid ? valid->find("to") : nullptr;
    const auto date = end ? end->get_string("date") : std::nullopt;
    if (date && *date < program_.effective)
      add(Weight::warning, "plan_over", place, "plans." + name + ".valid",
          fmt::format("nobody can hold this plan: it ended on {}, before the program begins", *date), "a later date");
  }

  // ---- notices

  // Some mail programs drop the headers that an answer is known by; the number in the subject is what is left.
  void check_notice(const Notice& notice) {
    const Placeholder* number = placeholder("request.number");
    if (notice.never || notice.subject.empty() || !number->known_in(notice.kind)) return;
    if (notice.kind == NoticeKind::staff_told || notice.kind == NoticeKind::held) return;  // nobody answers these
    for (const auto& [language, words] : notice.subject.by_language()) {
      if (std::ranges::any_of(template_parts(words), [&](const TemplatePart& part) {
            return part.is == TemplatePart::Is::placeholder && part.text == number->name;
          }))
        continue;
      add(Weight::warning, "no_number_in_subject", notice.place,
          fmt::format("notices.{}.subject", word_of(notice.kind)),
          "an answer whose headers are lost can't be threaded by this subject", "{request.number} in the subject");
      return;
    }
  }

  // ---- claims

  void check_claim(const Claim& claim) {
    static constexpr std::string_view part = "calendars.";
    const auto unchecked = [&] {
      add(Weight::note, "unchecked_claim", claim.place, claim.key,
          fmt::format("the page says {}: {}; nothing here can tell", claim.what, claim.value));
    };
    if (!claim.key.starts_with(part)) return unchecked();
    const std::string name = claim.key.substr(part.size(), claim.key.find_first_of(".[", part.size()) - part.size());
    const auto definition = program_.calendar(name, SomeFacts());
    if (!definition || !calendars::valid(*definition)) return unchecked();
    const std::string& effective = program_.effective;
    const std::int64_t first = is_date(effective) ? days_of_date(effective) : days_of_date("2026-01-01");
    const Instant from{first * 86400};
    const Instant to = from + days(2 * 365);
    const auto calendar = calendars::Calendar::compile(*definition, from, to);
    if (claim.what == "covers" && claim.value == "24x7") {
      const auto gap = calendar->next_closed(from);
      if (gap && *gap < to)
        add(Weight::warning, "false_claim", claim.place, claim.key,
            fmt::format("the page says 24x7, but the calendar is closed at {}", to_iso(*gap)),
            "a calendar that is always open");
      return;
    }
    const auto length = parse_length(claim.value);
    if (claim.what != "length" || !length) return unchecked();
    // Stretches cut off by the ends of the two years say nothing.
    std::set<std::int64_t> others;
    for (const calendars::Interval& open : calendar->open_within(from, to)) {
      const std::int64_t lasts = (open.to - open.from).seconds;
      if (open.from > from && open.to < to && lasts != length->seconds) others.insert(lasts);
    }
    if (others.empty()) return;
    std::vector<std::string> found;
    for (const std::int64_t each : others) found.push_back(hours_and_minutes(each));
    if (found.size() > 6) found.resize(6);
    add(Weight::warning, "false_claim", claim.place, claim.key,
        fmt::format("the page says {}, but in two years from {} it also lasts {}", claim.value,
                    to_iso(from).substr(0, 10), fmt::join(found, ", ")),
        "the true length, or a note");
  }
  static std::string hours_and_minutes(std::int64_t lasts) {
    const std::int64_t minutes_over = lasts / 60 % 60;
    return minutes_over == 0 ? fmt::format("{}h", lasts / 3600) : fmt::format("{}h{}m", lasts / 3600, minutes_over);
  }

  const Program& program_;
  std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> findings_of(const Program& program) { return Checker(program).run(); }

}  // namespace yakusoku::check
