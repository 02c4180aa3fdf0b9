#include "core/tickets/ticket.hpp"

#include <algorithm>
#include <array>

namespace yakusoku::tickets {

std::span<const std::string_view> enum_words(Value::Form) {
  static constexpr std::array<std::string_view, 4> words{"unknown", "word", "number", "words"};
  return words;
}
std::span<const std::string_view> enum_words(Status) {
  static constexpr std::array<std::string_view, 3> words{"open", "solved", "closed"};
  return words;
}

program::FactValue Value::fact() const {
  switch (form) {
    case Form::unknown: return std::monostate{};
    case Form::word: return word;
    case Form::number: return number;
    case Form::words: return words;
  }
  return std::monostate{};
}

Value Value::of(std::string name, const program::FactValue& from) {
  Value value;
  value.name = std::move(name);
  if (const auto* text = std::get_if<std::string>(&from)) {
    value.form = Form::word;
    value.word = *text;
  } else if (const auto* number = std::get_if<std::int64_t>(&from)) {
    value.form = Form::number;
    value.number = *number;
  } else if (const auto* several = std::get_if<std::vector<std::string>>(&from)) {
    value.form = Form::words;
    value.words = *several;
  }
  return value;
}

std::string_view Event::attribute(std::string_view wanted) const {
  for (const Attribute& each : attributes)
    if (each.name == wanted) return each.value;
  return {};
}

namespace {

// Values and occurrences lie sorted by their name, so that the state prints alike however it came about.
template <class List, class Member>
auto place_of(List& list, std::string_view name, Member member) {
  return std::ranges::lower_bound(list, name, std::ranges::less{},
                                  [&](const auto& each) -> std::string_view { return each.*member; });
}

}  // namespace

program::FactValue Ticket::value(std::string_view name) const {
  const auto found = place_of(values, name, &Value::name);
  return found != values.end() && found->name == name ? found->fact() : program::FactValue{};
}

std::string Ticket::word(std::string_view name) const {
  const program::FactValue found = value(name);
  const auto* text = std::get_if<std::string>(&found);
  return text ? *text : std::string();
}

const Occurrence* Ticket::occurrence(std::string_view event) const {
  const auto found = place_of(occurrences, event, &Occurrence::event);
  return found != occurrences.end() && found->event == event ? &*found : nullptr;
}

void evolve(Ticket& ticket, const Opened& fact) { ticket = fact.ticket; }

void evolve(Ticket& ticket, const ValueSet& fact) {
  const auto found = place_of(ticket.values, fact.value.name, &Value::name);
  if (found != ticket.values.end() && found->name == fact.value.name) {
    *found = fact.value;
  } else {
    ticket.values.insert(found, fact.value);
  }
}

void evolve(Ticket& ticket, const Happened& fact) {
  if (!fact.event.clock.empty()) return;  // a clock's own event is told by its cycle
  auto found = place_of(ticket.occurrences, fact.event.name, &Occurrence::event);
  if (found == ticket.occurrences.end() || found->event != fact.event.name) {
    found = ticket.occurrences.insert(found, Occurrence{fact.event.name, 0, fact.at, fact.at});
  }
  ++found->count;
  found->last = fact.at;
}

void evolve(Ticket& ticket, const OwnerSet& fact) { ticket.owner = fact.owner; }

void evolve(Ticket& ticket, const StatusSet& fact) {
  ticket.status = fact.status;
  ticket.closing_reason = fact.reason;
  ticket.merged_into = fact.merged_into;
  switch (fact.status) {
    case Status::open: ticket.solved_at = ticket.closed_at = far_future; break;
    case Status::solved: ticket.solved_at = fact.at; break;
    case Status::closed: ticket.closed_at = fact.at; break;
  }
}

void evolve(Ticket& ticket, const VersionSet& fact) { ticket.version = fact.version; }

void evolve(Ticket& ticket, const TurnSet& fact) {
  ticket.acted = fact.acted;
  ticket.asked = fact.asked;
}

}  // namespace yakusoku::tickets
