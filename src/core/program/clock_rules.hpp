#pragma once

// The rules of clocks as written (PROGRAM.md section 5): events, steps, actions. What they do is core/clocks.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/program/amount.hpp"
#include "core/program/predicate.hpp"

namespace yakusoku::program {

// What an event must look like. `reply`, `opened`, … are the product's events; `update.met` is a clock's own event;
// {changed: F} and {changed: {F: test}} are derived; a mark's event is its name (or reply narrowed by `marked`).
struct EventPattern {
  std::string event;  // "reply", "changed", a mark, or for a clock's event its verb: started, met, missed, withdrawn
  std::string clock;  // for a clock's event: the clock; else empty
  std::string changed_fact;                            // for `changed`
  std::optional<Test> changed_to;                      // for `changed`: how the new value must be
  std::vector<std::pair<std::string, Test>> narrowed;  // {reply: {role: manager}}: attributes of the event
  Place place;
};

struct EventList {
  std::vector<EventPattern> patterns;
  bool all = false;  // {all: [..]}: the last of them arms
};

struct Action {
  enum class Verb {
    tell,
    remind,
    task,
    assign,
    escalate,
    allow,
    set,
    solve,
    close,
    reopen,
    open,
    spend,
    refund,
    purge,
    credit
  };
  Verb verb = Verb::tell;
  // The verb's own word: tell WHO, remind WHO, escalate/allow LEVEL or "next", set's fact, close's reason,
  // open's kind, spend/refund's ledger. For `task` the text is `text` and this is empty.
  std::string argument;
  std::string value;  // set: a value, `lower` or `higher`
  std::string who;    // task: who does it
  std::string door;
  Text text;
  Predicate when;  // on the single action
  Place place;
};

// The verbs' words, in the enum's order.
const std::vector<std::string>& action_verbs();

struct StepTime {
  enum class Kind { percent, before_due, from_start, due, late };
  Kind kind = Kind::due;
  int percent = 0;    // of the budget
  Duration lead;      // before_due: this much of the budget before its end; late: this long after the due
  Amount from_start;  // a firm amount counted from the start
  std::string written;
};

struct Step {
  Choice<StepTime> at;
  Predicate when;
  std::vector<Action> does;
  bool warning = false;  // made from `warn`: tells owner and team; re-armed after selecting anew (R13)
  std::string path;      // clocks.update.steps[1] or clocks.update.warn[0]
};

enum class Reopening { resume, anew, never };

struct ClockRule {
  std::string name;
  Text title;
  EventList starts;
  Choice<std::vector<EventPattern>> met_by;
  std::vector<EventPattern> ends_on;
  Predicate when;
  std::optional<Predicate> paused_while;
  Choice<Amount> within;  // empty: only steps
  std::string owed_by;    // vendor, customer, nobody, or a team
  bool replaced_by_promise = false;
  bool replaced_by_agreement = false;
  Reopening reopening = Reopening::resume;
  std::vector<Step> steps;  // warnings and steps in written order, warnings first
  std::string metric;       // api.metric: the coarse word on the wire, empty where none
  Text note;
  std::string clause;
  std::string path;  // clocks.NAME
  Place place;

  bool customer_facing() const { return owed_by == "vendor" || owed_by == "customer"; }
};

struct Reaction {
  EventPattern at;
  Predicate when;
  std::vector<Action> does;
  std::string path;
};

}  // namespace yakusoku::program
