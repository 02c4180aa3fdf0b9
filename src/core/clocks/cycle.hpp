#pragma once

// CLOCKS: one cycle of one clock, and the arithmetic of its due (CLOCKS.md 1.1, R1 to R5, R8, R11 to R13, R15, R17, R18).
// A cycle carries one budget and one calendar at a time; everything it has been is in its facts. Pure: calendars come
// compiled through `Calendars`, now is an argument. It knows no ticket: a request is seen through program::Facts.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_fields.hpp"
#include "base/shared.hpp"
#include "base/time.hpp"
#include "core/calendars/calendars.hpp"
#include "core/clocks/calendar_text.hpp"
#include "core/program/program.hpp"

namespace yakusoku::clocks {

// Compiled calendars by their definition's text (calendars::to_json). The text must be valid; results are shared.
class Calendars {
 public:
  virtual ~Calendars() = default;
  virtual std::shared_ptr<const calendars::Calendar> compiled(const std::string& definition) = 0;
  // The program's calendar of that name as the request sees it; nullopt where it can't be had. `always` is the empty
  // text. Made anew at each call here; whoever decides often keeps them (KeptTexts in compiled_calendars.hpp).
  virtual std::optional<CalendarText> text(const program::Program& program, const std::string& name,
                                           const program::Facts& facts);
  // The calendar behind a text that is not empty: the one it carries, else compiled.
  std::shared_ptr<const calendars::Calendar> of(const CalendarText& text) {
    return text.compiled() ? text.compiled() : compiled(text);
  }
};

// Of a calendar to which later versions were spliced, what the version itself wrote; else empty.
std::string origin_of(const program::Program& program, const std::string& name, const program::Facts& facts,
                      const calendars::Definition& now);

enum class Firmness { best_effort, aim, at_least, firm, timer };
std::span<const std::string_view> enum_words(Firmness);

// What the program promises for the case at hand, chosen by its facts: the cell, and its amount in open seconds.
struct Selection {
  using visited = void;
  std::string path;    // the rule and cell, as in clocks.update.within[0].cells.2; empty: no amount
  std::string amount;  // as written
  Firmness firmness = Firmness::timer;
  CalendarText calendar;  // empty: every second counts
  std::string calendar_name;
  bool then_open = false;  // elapsed; a due in closed time moves to the next opening (R15)
  bool at_opening =
      false;  // a wall moment at which the calendar opens: the same open time, but due at its upper edge (R17)
  std::int64_t budget = 0;        // open seconds; 0 without a figure
  Instant absolute = far_future;  // by FACT, by next opening: no budget, never moves
  bool has_due() const { return budget > 0 || absolute != far_future; }
  template <class F>
  void visit(F& f) {
    f("path", path), f("amount", amount), f("firmness", firmness), f("calendar", calendar);
    f("calendar_name", calendar_name), f("then_open", then_open), f("at_opening", at_opening), f("budget", budget),
        f("absolute", absolute);
  }
  friend bool operator==(const Selection&, const Selection&) = default;
};

// Time spent under one selection. Whether it was tighter than another is told by its due counted from the start, with
// all pauses up to the question (R3, R4): so the selection is kept, not that due.
struct Spent {
  using visited = void;
  Shared<Selection> selection;
  std::int64_t seconds = 0;
  template <class F>
  void visit(F& f) {
    f("selection", selection), f("seconds", seconds);
  }
  friend bool operator==(const Spent&, const Spent&) = default;
};

struct Pause {
  using visited = void;
  Instant from = far_future, to = far_future;
  template <class F>
  void visit(F& f) {
    f("from", from), f("to", to);
  }
  friend bool operator==(const Pause&, const Pause&) = default;
};

// idle: armed by its event, but nothing is promised for the case at hand.
enum class State { idle, running, paused, ended };
enum class Verdict { none, met, late, withdrawn, superseded, merged };
std::span<const std::string_view> enum_words(State);
std::span<const std::string_view> enum_words(Verdict);

struct Cycle {
  using visited = void;
  std::string clock;
  int number = 1;
  Shared<std::string> version;  // program version it was armed under (R6)
  State state = State::idle;
  Instant armed_at = far_future;    // when its event came
  Instant started_at = far_future;  // from when it counts
  Shared<Selection> selection;      // the budget and calendar in force
  Shared<std::string> chosen;       // what was last chosen, also where the old due won (R4): choice_key
  Shared<Selection> choice;         // that selection, where it is not the one in force
  Instant due = far_future;         // only while running, and where there is one
  Instant from_start =
      far_future;          // the selection's due counted from the start with its pauses: tells tighter from looser
  std::int64_t spent = 0;  // open seconds of the budget in force, up to run_since
  Instant run_since = far_future;
  std::int64_t booked = 0;     // of `spent`, what is accounted for in `earlier`
  std::vector<Spent> earlier;  // under earlier selections
  std::vector<Pause> pauses;
  bool promised = false;  // a written time stands in for the due (R11)
  int breaches = 0;
  Instant breached_at = far_future;  // the last due that passed
  Verdict verdict = Verdict::none;
  Instant ended_at = far_future;
  int next_step = 0;            // of the ladder
  std::int64_t step_shift = 0;  // by how much waiting pushed the later steps (R18)
  std::vector<int> warned;      // warnings given under this due, by their place among the steps

  bool active() const { return state == State::running || state == State::paused; }
  template <class F>
  void visit(F& f) {
    f("clock", clock), f("number", number), f("version", version), f("state", state), f("armed_at", armed_at);
    f("started_at", started_at), f("selection", selection), f("chosen", chosen), f("choice", choice), f("due", due),
        f("from_start", from_start), f("spent", spent);
    f("run_since", run_since), f("booked", booked), f("earlier", earlier), f("pauses", pauses),
        f("promised", promised);
    f("breaches", breaches), f("breached_at", breached_at), f("verdict", verdict), f("ended_at", ended_at);
    f("next_step", next_step), f("step_shift", step_shift), f("warned", warned);
  }
  friend bool operator==(const Cycle&, const Cycle&) = default;
};

// Tells one choice from another, however the cycle's own calendar was spliced since.
std::string choice_key(const Selection& selection);

// Chooses what the rule promises a request that is seen through `facts`, for a cycle counted from `start`.
// nullopt: nothing is promised (`when` fails, `none`, no cell). The rule has no `within`: a timer without a due.
std::optional<Selection> select(const program::ClockRule& rule, const program::Program& program,
                                const program::Facts& facts, Instant start, Calendars& calendars);

// Whether the same is still chosen for an active cycle, told without measuring it anew. False: select tells.
bool chosen_still(const Cycle& cycle, const program::ClockRule& rule, const program::Program& program,
                  const program::Facts& facts, Calendars& calendars);

// The amount as open seconds from `start`; business days and moments become the open time up to theirs (R17).
std::optional<Selection> measure(const program::Amount& amount, const program::Program& program,
                                 const program::Facts& facts, Instant start, Calendars& calendars);

// Open seconds of the selection's calendar in [from, to).
std::int64_t open_seconds(const Selection& selection, Instant from, Instant to, Calendars& calendars);
// The due of `budget` open seconds from there; far_future where there is none.
Instant due_after(const Selection& selection, Instant from, std::int64_t budget, Calendars& calendars);
// The instant at which `budget` open seconds had been counted since the start, outside the pauses.
Instant due_from_start(const Cycle& cycle, const Selection& selection, std::int64_t budget, Calendars& calendars);
// Spent of the budget in force by `at`.
std::int64_t spent_by(const Cycle& cycle, Instant at, Calendars& calendars);

// Each returns the cycle as it is after; the caller makes it a fact.
Cycle started(Cycle cycle, const Shared<Selection>& selection, Instant at, Calendars& calendars);
Cycle paused(Cycle cycle, Instant at, Calendars& calendars);
Cycle resumed(Cycle cycle, Instant at, Calendars& calendars);
// R3 to R5, R12: tighter never gives time, looser never takes it.
Cycle selected_anew(Cycle cycle, const Shared<Selection>& selection, Instant at, Calendars& calendars);
// Another amount was agreed with the customer: it counts from the start.
Cycle agreed(Cycle cycle, const Shared<Selection>& selection, Instant at, Calendars& calendars);
// R8: a met cycle runs on; the time since counts as a pause; at least `floor` open seconds are left. One that was late
// and has nothing left keeps the due that it missed.
Cycle continued(Cycle cycle, Instant at, std::int64_t floor, Calendars& calendars);
Cycle promised(Cycle cycle, Instant due);
// R6, R7: the same cycle, its selections in the calendars as they read by now.
Cycle adopted(Cycle cycle, const Shared<Selection>& selection, const Shared<Selection>& choice,
              std::vector<Spent> earlier, Calendars& calendars);
Cycle ended(Cycle cycle, Verdict verdict, Instant at, Calendars& calendars);

// When the warning or step at that place among the rule's steps is due; far_future: never.
Instant step_due(const Cycle& cycle, const program::ClockRule& rule, std::size_t step,
                 const program::Program& program, const program::Facts& facts, Calendars& calendars);

}  // namespace yakusoku::clocks
