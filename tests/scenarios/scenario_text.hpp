#pragma once

// SCENARIOS AS TEXT: the front. A file becomes scenarios, a scenario typed lines, each an action or an expectation
// (README.md beside this describes the language). Times are resolved here, so that a driver sees instants only. It
// knows no program: whether a clock or a fact exists is found out when the scenario runs.

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "core/lifecycle/decide.hpp"
#include "works.hpp"

namespace yakusoku::scenarios {

struct MoveTo {
  Instant at;
  bool asleep = false;  // nobody wakes the requests on the way; once there, each is woken once
};
struct Wake {};
struct Know {  // contact.*, customer.*, contract.*: true from here on, pinned by what is opened later
  tickets::Value value;
};
struct Perform {
  lifecycle::Act act;
  std::string owner;  // assign: the person's name; act.owner is a number that stands for it in this scenario
  std::string actor;  // take_over: who does it; act.actor.person stands for it
};
struct Merge {
  std::string from, into;
};
struct CloseDays {  // from then on the calendar is closed on these dates, too
  std::string calendar;
  std::vector<calendars::Date> dates;
  Instant from;
};

// What a customer holds beside his requests (`holds`, `contact`, `buy`, `approve`); terms.hpp reads the words.
struct Term {
  std::vector<std::string> words;
};

struct Work {
  Works works;
};
struct Stretch {
  OffOrOn off_or_on;
};

struct Expect {
  enum class What {
    due,
    state,
    verdict,
    breached,
    cycle,
    flagged,
    amount,
    calendar,
    remaining,  // of a clock
    status,
    told,
    reminded,
    action,
    warned,
    promise,
    refused,
    wake,
    next_due,
    fact,
    rank,
    allowed,
    owner,
    team,
    escalation,  // `word` its state; `words` what else: told:WHO, skipped:WHO, lane
    level,       // of the way up
    handoff,
    meeting,  // the last one; `at`, `detected`: from and to
    dropped,
    effort_gap,
    term  // of what a customer holds: `words`
  };
  What what = What::due;
  std::string clock;          // or the action's verb, the fact
  std::string word;           // state, verdict, outcome, value, …
  std::string second;         // closing reason, clause
  std::optional<Instant> at;  // far_future: none
  std::optional<Instant> detected;
  std::optional<Duration> length;
  std::optional<std::int64_t> times;
  bool negated = false;
  std::vector<std::string> words;
  PersonId person;  // owner: stands for the name
};

struct Line {
  int number = 0;
  std::string text;
  std::string request;  // what it is about: the one that was opened or named by `on` last
  std::variant<MoveTo, Wake, Know, Perform, Merge, CloseDays, Term, Work, Stretch, Expect> does;
};

struct Scenario {
  std::string name;
  std::string program;  // a folder of programs/ or tests/programs/
  std::vector<Line> lines;
};

// `file` is only for messages: Error::field is "file:line", Error::detail what was expected there.
Result<std::vector<Scenario>> parse(std::string_view text, const std::string& file);

}  // namespace yakusoku::scenarios
