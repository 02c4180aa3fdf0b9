#include <charconv>

#include "base/zones.hpp"
#include "core/clocks/cycle.hpp"
#include "core/program/predicate.hpp"

namespace yakusoku::clocks {
namespace {

using program::Amount;

Firmness firmness_of(Amount::Promise promise) {
  switch (promise) {
    case Amount::Promise::none: return Firmness::timer;
    case Amount::Promise::best_effort: return Firmness::best_effort;
    case Amount::Promise::aim: return Firmness::aim;
    case Amount::Promise::at_least: return Firmness::at_least;
    case Amount::Promise::firm: return Firmness::firm;
  }
  return Firmness::timer;
}

calendars::DayTime day_time(Amount::TimeOfDay time) {
  switch (time) {
    case Amount::TimeOfDay::at: return calendars::DayTime::at;
    case Amount::TimeOfDay::open: return calendars::DayTime::open;
    case Amount::TimeOfDay::close: return calendars::DayTime::close;
  }
  return calendars::DayTime::at;
}

// Sets the calendar of the amount, read with the request's facts; false where it can't be had.
bool take_calendar(Selection& selection, const std::string& name, const program::Program& program,
                   const program::Facts& facts, Calendars& calendars) {
  selection.calendar_name = name;
  auto text = calendars.text(program, name, facts);
  if (!text) return false;
  selection.calendar = std::move(*text);
  return true;
}

// The instant that a known fact names: an instant itself, or the beginning of a date as the facts tell it.
// A date lasts to its end, in the program's zone.
std::optional<Instant> instant_of(const program::FactValue& value, const program::Program& program) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return Instant{*number};
  const auto* text = std::get_if<std::string>(&value);
  if (!text) return std::nullopt;
  if (const auto date = zones::date_of(*text)) return zones::instant_of(program.zone, *date + 1, 0);
  return from_iso(*text);
}

std::shared_ptr<const calendars::Calendar> compiled(const Selection& selection, Calendars& calendars) {
  if (const auto& compiled = selection.calendar.compiled()) return compiled;
  return calendars.compiled(selection.calendar.empty() ? to_text(calendars::to_json(calendars::always()))
                                                       : selection.calendar.text());
}

// Business days and wall moments: the open time of the calendar up to theirs.
bool take_span(Selection& selection, Instant start, std::optional<Instant> end, Calendars& calendars) {
  if (!end) return false;
  selection.budget = open_seconds(selection, start, *end, calendars);
  if (selection.budget <= 0) {
    selection.absolute = *end;
  } else if (!selection.calendar.empty()) {
    selection.at_opening = !compiled(selection, calendars)->is_open(*end - seconds(1));
  }
  return true;
}

}  // namespace

std::string origin_of(const program::Program& program, const std::string& name, const program::Facts& facts,
                      const calendars::Definition& now) {
  if (program.splices.empty()) return {};
  const auto own = program.written_calendar(name, facts);
  if (!own || *own == now) return {};
  return to_text(calendars::to_json(*own));
}

std::optional<CalendarText> Calendars::text(const program::Program& program, const std::string& name,
                                            const program::Facts& facts) {
  const auto definition = program.calendar(name, facts);
  if (!definition) return std::nullopt;
  if (definition->kind == calendars::Definition::Kind::always) return CalendarText();
  return CalendarText(to_text(calendars::to_json(*definition)), nullptr, origin_of(program, name, facts, *definition));
}

std::optional<Selection> measure(const Amount& amount, const program::Program& program, const program::Facts& facts,
                                 Instant start, Calendars& calendars) {
  Selection selection;
  selection.amount = amount.written;
  selection.firmness = firmness_of(amount.promise);
  if (!amount.calendar.empty() && !take_calendar(selection, amount.calendar, program, facts, calendars))
    return std::nullopt;
  switch (amount.form) {
    case Amount::Form::nothing: break;
    case Amount::Form::length:
    case Amount::Form::length_in: selection.budget = amount.length.seconds; break;
    case Amount::Form::length_then_in:
      selection.budget = amount.length.seconds;
      selection.then_open = true;
      break;
    case Amount::Form::business_days:
      if (!take_span(selection, start, compiled(selection, calendars)->after_business_days(start, amount.days),
                     calendars))
        return std::nullopt;
      break;
    case Amount::Form::moment:
      if (!take_span(
              selection, start,
              compiled(selection, calendars)->moment(start, day_time(amount.time), amount.time_of_day, amount.days),
              calendars))
        return std::nullopt;
      break;
    case Amount::Form::by_next_opening: {
      const auto calendar = compiled(selection, calendars);
      const auto closed = calendar->next_closed(start);
      const auto opening = closed ? calendar->next_open(*closed) : std::nullopt;
      if (!opening) return std::nullopt;
      selection.absolute = *opening;
      break;
    }
    case Amount::Form::by_fact: {
      const auto known = instant_of(facts.value_of(amount.fact), program);
      if (!known) return std::nullopt;
      selection.absolute = *known;
      break;
    }
    case Amount::Form::from_fact: {
      const program::FactValue value = facts.value_of(amount.fact);
      const auto* written = std::get_if<std::string>(&value);
      const auto known = written ? program::parse_amount(*written) : fail(ErrorCode::invalid);
      if (!known || known->form == Amount::Form::from_fact) return std::nullopt;
      return measure(*known, program, facts, start, calendars);
    }
  }
  return selection;
}

namespace {

// Whether a choice_key begins so; what was read is taken off.
bool take(std::string_view& key, std::string_view part) {
  if (!key.starts_with(part)) return false;
  key.remove_prefix(part.size());
  return true;
}

}  // namespace

bool chosen_still(const Cycle& cycle, const program::ClockRule& rule, const program::Program& program,
                  const program::Facts& facts, Calendars& calendars) {
  if (rule.within.empty() || !program::holds(rule.when, facts)) return false;
  const auto chosen = program::choose(rule.within, facts);
  if (!chosen.value || chosen.value->promise == Amount::Promise::none) return false;
  std::string_view key = *cycle.chosen;
  if (!take(key, chosen.path) || !take(key, "|") || !take(key, chosen.value->written)) return false;
  switch (chosen.value->form) {
    case Amount::Form::nothing:
    case Amount::Form::length:
    case Amount::Form::length_in:
    case Amount::Form::length_then_in: break;
    case Amount::Form::business_days:
    case Amount::Form::moment:
    case Amount::Form::by_next_opening:
    case Amount::Form::by_fact:
    case Amount::Form::from_fact: return false;  // an instant may have become another
  }
  if (chosen.value->calendar.empty()) return key.empty();
  const auto text = calendars.text(program, chosen.value->calendar, facts);
  if (!text) return false;
  if (text->empty()) return key.empty();
  return take(key, "|") && take(key, text->digest()) && key.empty();
}

std::optional<Selection> select(const program::ClockRule& rule, const program::Program& program,
                                const program::Facts& facts, Instant start, Calendars& calendars) {
  if (!program::holds(rule.when, facts)) return std::nullopt;
  if (rule.within.empty()) return Selection{};
  const auto chosen = program::choose(rule.within, facts);
  if (!chosen.value || chosen.value->promise == Amount::Promise::none) return std::nullopt;
  auto selection = measure(*chosen.value, program, facts, start, calendars);
  if (!selection) return std::nullopt;
  selection->path = std::string(chosen.path);
  if (rule.owed_by == "nobody") selection->firmness = Firmness::timer;
  return selection;
}

}  // namespace yakusoku::clocks
