#pragma once

// The leaves of the language: what stands where a key expects a predicate, an amount, an event, actions, a number, a
// date. Each is read from a node into its typed value, prints as JSON, and tells which names it uses; whether these
// names exist is asked later, when the whole folder is known (references.cpp).

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "core/program/amount.hpp"
#include "core/program/clock_rules.hpp"
#include "core/program/formulas.hpp"
#include "core/program/predicate.hpp"
#include "core/program/yaml_text.hpp"

namespace yakusoku::program {

// A name of another part of the program: its space (calendar, level, clock, …) and where it was used.
struct Reference {
  std::string space;  // several with | between them: a name of any
  std::string name;
  Place place;
  std::string key;
  std::vector<std::string> others;  // words that would stand here too
};

// A fact that is looked at, and the values it is compared with.
struct FactUse {
  std::string fact;
  std::vector<std::string> values;
  bool ordered = false;      // or_worse, or_better
  bool in_predicate = true;  // tests and tables; numbers and amounts are not
  Place place;
  std::string key;
};

// An event that is waited for; `clock` for a clock's own.
struct EventUse {
  std::string event;
  std::string clock;
  Place place;
  std::string key;
};

// What reading a leaf tells beyond its value.
struct Sink {
  Report* report = nullptr;
  std::vector<Reference>* references = nullptr;
  std::vector<FactUse>* facts = nullptr;
  std::vector<EventUse>* events = nullptr;
  // The language of words that name none.
  std::string first_language;
  // The order of a fact's values, worst first; known only when the program is built.
  std::function<std::vector<std::string>(std::string_view)> order;
  // Where dates begin, and the program's own periods; known only then, too.
  std::string zone = "UTC";
  std::vector<Period> periods;

  void error(std::string code, const Place& place, const std::string& key, std::string message,
             std::string expected = {}) const {
    if (report) report->error(std::move(code), place, key, std::move(message), std::move(expected));
  }
  void refer(std::string space, std::string name, const Place& place, const std::string& key) const {
    if (references && !name.empty()) references->push_back({std::move(space), std::move(name), place, key, {}});
  }
  void use(std::string fact, std::vector<std::string> values, bool ordered, bool in_predicate, const Place& place,
           const std::string& key) const {
    if (facts) facts->push_back({std::move(fact), std::move(values), ordered, in_predicate, place, key});
  }
};

// The test that stands beside a fact in a predicate.
Test read_test(const Node& node, const std::string& fact, const std::string& key, const Sink& sink);
Predicate read_predicate(const Node& node, const std::string& key, const Sink& sink, int depth = 0);
Amount read_amount(const Node& node, const std::string& key, const Sink& sink);
Duration read_length(const Node& node, const std::string& key, const Sink& sink);
EventList read_events(const Node& node, const std::string& key, const Sink& sink);
std::vector<Action> read_actions(const Node& node, const std::string& key, const Sink& sink);
StepTime read_step_time(const Node& node, const std::string& key, const Sink& sink);
Text read_text(const Node& node, std::string_view first_language);

Json to_json(const Amount& amount);
Json to_json(const Test& test);
Json to_json(const Predicate& predicate);
Json to_json(const EventPattern& event);
Json to_json(const EventList& events);
Json to_json(const Action& action);
Json to_json(const StepTime& time);
Json to_json(const Text& text);

// `3 * contract.licences`, min(..), max(..), ceil(..), floor(..): printed as {"multiply": [3, {"fact": ..}]}.
Number read_number(const Node& node, const std::string& key, const Sink& sink);
// The same out of a text, without a word about what is wrong.
std::optional<Number> parse_number(std::string_view text, const Place& place, const std::string& key,
                                   const Sink& sink);
// `2026-04-01`, a fact, `now`, `DATE + length`, `next PERIOD after DATE`.
DateFormula read_date(const Node& node, const std::string& key, const Sink& sink);
// `at least 92%`, `at most 3`, `at least 60d`.
Bound read_bound(const Node& node, const std::string& key, const Sink& sink);
// A period's name or `any 4 months`.
Span read_span(const Node& node, const std::string& key, const Sink& sink);
// A length whose months are the calendar's.
CalendarLength read_calendar_length(const Node& node, const std::string& key, const Sink& sink);

Json to_json(const Number& number);
Json to_json(const CalendarLength& length);
Json to_json(const DateFormula& formula);
Json to_json(const Bound& bound);
Json to_json(const Span& span);

// The product's events (PROGRAM.md section 5), and what may narrow one.
const std::vector<std::string>& product_events();
const std::vector<std::string>& event_attributes();
const std::vector<std::string>& action_verbs();

// "a, b or c"
std::string one_of(const std::vector<std::string>& words);

}  // namespace yakusoku::program
