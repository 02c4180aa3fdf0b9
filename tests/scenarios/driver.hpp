#pragma once

// What a scenario is played on: the pure core, the desk over SQLite in memory, or the real binary over HTTP with a clock
// that the test pushes. The runner speaks to all of them through this alone; every act is a lifecycle::Act, and what is
// expected looks at a RequestSeen, which the core and the desk make from the request and its facts (seen_of), a client
// from the API's JSON.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/lifecycle/decide.hpp"
#include "core/people/roster.hpp"
#include "works.hpp"

namespace yakusoku::scenarios {

struct BreachSeen {
  Instant at, detected;
};

// One cycle; a request tells them oldest first, also those that ended long ago.
struct ClockSeen {
  std::string clock;
  int cycle = 1;
  std::string state;         // idle, running, paused, ended
  std::string verdict;       // of an ended one
  Instant due = far_future;  // only while running
  Instant ended_at = far_future;
  std::optional<std::int64_t> remaining;  // seconds of the budget that are left; nullopt: it has none
  std::string amount;                     // as written in the program
  std::string calendar;                   // its name; empty: every second counts
  std::vector<BreachSeen> breaches;
  bool flagged = false;        // a looser selection late in its budget (R5)
  std::int64_t over_wall = 0;  // ended late: by how much
};

struct ActionSeen {
  std::string verb, argument, who;
  Instant at;
};

struct WarningSeen {
  std::string clock;
  std::string path;  // the step's, as in clocks.restore.warn[0]
  Instant at;
};

// A level on the way up, as the customer finds it.
struct LevelSeen {
  std::string level, clause;
  bool allowed = false;
  Instant from = far_future;
};

struct RequestSeen {
  std::string status, reason;
  std::vector<ClockSeen> clocks;
  std::vector<ActionSeen> actions;
  std::vector<WarningSeen> warnings;
  std::string promise = "none";  // the last one's outcome
  Instant promised = far_future;
  Instant next_wake = far_future, next_due = far_future;
  std::vector<std::string> allowed;
  std::int64_t rank = 0;
  PersonId owner;
  std::string team;
  std::vector<escalation::Escalation> escalations;
  handoffs::Baton baton;
  std::vector<meetings::Meeting> meetings;
  std::vector<LevelSeen> levels;
};

RequestSeen seen_of(const lifecycle::Request& request, const std::vector<lifecycle::Fact>& facts,
                    const lifecycle::World& world);

class Driver {
 public:
  virtual ~Driver() = default;
  // An empty desk that runs this folder of programs/ or tests/programs/. Called once, before anything else.
  virtual Outcome begin(const std::string& program) = 0;
  virtual const program::Program& program() const = 0;
  // Moves the clock. As a punctual worker would, every request is woken as soon as the clock has passed its wake; asleep,
  // nobody is awake on the way, and each request is woken once on arrival.
  virtual Outcome move_to(Instant at, bool asleep) = 0;
  virtual Outcome wake() = 0;  // each request once, now
  // contact.*, customer.*, contract.* of the person who asks.
  virtual Outcome know(const tickets::Value& value) = 0;
  // Does it to that request; Verb::open makes it. `owner` is the name behind act.owner.
  virtual Outcome act(const std::string& request, const lifecycle::Act& act, const std::string& owner) = 0;
  // Another version of the program is put in force, in which the calendar is closed on these dates, too; it holds from
  // that instant on, which lies ahead (R6).
  virtual Outcome close_days(const std::string& calendar, const std::vector<calendars::Date>& dates,
                             Instant from) = 0;
  // Somebody works for the vendor; he is away, or has a shift besides. Requests are looked at again at once.
  virtual Outcome works(const Works& works) = 0;
  virtual Outcome off_or_on(const OffOrOn& stretch) = 0;
  // Who bears that name; `stands_for` is the number by which the scenario's text knows him.
  virtual PersonId id_of(const std::string& name, PersonId stands_for) = 0;
  virtual Outcome merge(const std::string& from, const std::string& into) = 0;
  // What a customer holds beside his requests, as Term says it; and what is expected of it: empty where it is so.
  virtual Outcome term(const std::vector<std::string>& words) = 0;
  virtual std::string failed_term(const std::string& request, const std::vector<std::string>& words) = 0;
  virtual RequestSeen seen(const std::string& request) = 0;
  // A fact as the program sees it, in words; "unknown" where it is.
  virtual std::string fact(const std::string& request, const std::string& name) = 0;
};

}  // namespace yakusoku::scenarios
