#pragma once

// HAND-OFFS of a request from one shift to the next. A hand-off is offered with a checklist while both are on shift; the
// owner changes only when the receiver accepts while the giver is still there (PROGRAM.md section 6). What nobody took in
// time is a dropped baton: ownership stays, leads are told, and it is counted. Also gaps of promised effort: stretches in
// which nobody was on duty for a request that is worked on. `evolve` only copies; core/lifecycle decides.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "base/json_fields.hpp"
#include "base/time.hpp"

namespace yakusoku::handoffs {

enum class State { offered, accepted, dropped, withdrawn };
std::span<const std::string_view> enum_words(State);

// One entry of the checklist: the program's, or one of the four that every hand-off has (state, tried, told, next_promise).
// The words are a note of the request, here is its number.
struct Checked {
  using visited = void;
  std::string item;
  MessageId words;
  bool done = false;
  template <class F>
  void visit(F& f) {
    f("item", item), f("words", words), f("done", done);
  }
  friend bool operator==(const Checked&, const Checked&) = default;
};

struct Handoff {
  using visited = void;
  int number = 0;  // of this request, from 1
  State state = State::offered;
  std::string rule;  // the clause: handoffs[0]; empty: somebody's own offer
  std::string from_team, to_team;
  PersonId giver, receiver;  // receiver zero: whoever of the team takes it
  Instant offered_at = far_future;
  Instant together_from = far_future;  // when both are on shift
  Instant until = far_future;          // the giver's end of shift: taken until then, or dropped
  std::vector<Checked> checklist;
  Instant ended_at = far_future;
  PersonId ended_by;
  template <class F>
  void visit(F& f) {
    f("number", number), f("state", state), f("rule", rule), f("from_team", from_team), f("to_team", to_team);
    f("giver", giver), f("receiver", receiver), f("offered_at", offered_at), f("together_from", together_from);
    f("until", until), f("checklist", checklist), f("ended_at", ended_at), f("ended_by", ended_by);
  }
  friend bool operator==(const Handoff&, const Handoff&) = default;
};

// Nobody was on duty for it although work was promised to go on: since when, and until when.
struct EffortGap {
  using visited = void;
  Instant from = far_future, to = far_future;
  bool told = false;  // the lead was, after ten minutes
  template <class F>
  void visit(F& f) {
    f("from", from), f("to", to), f("told", told);
  }
  friend bool operator==(const EffortGap&, const EffortGap&) = default;
};

// All that a request keeps of both.
struct Baton {
  using visited = void;
  std::vector<Handoff> handoffs;  // the newest last
  std::vector<EffortGap> gaps;    // the newest last
  const Handoff* offered() const;  // the one that stands
  std::int64_t dropped() const;    // how many nobody took
  template <class F>
  void visit(F& f) {
    f("handoffs", handoffs), f("gaps", gaps);
  }
  bool empty() const { return handoffs.empty() && gaps.empty(); }
  friend bool operator==(const Baton&, const Baton&) = default;
};

// Facts: the hand-off, the gap as it is after.
struct HandoffChanged {
  using visited = void;
  Handoff handoff;
  template <class F>
  void visit(F& f) {
    f("handoff", handoff);
  }
  friend bool operator==(const HandoffChanged&, const HandoffChanged&) = default;
};
struct EffortGapChanged {
  using visited = void;
  EffortGap gap;
  template <class F>
  void visit(F& f) {
    f("gap", gap);
  }
  friend bool operator==(const EffortGapChanged&, const EffortGapChanged&) = default;
};
void evolve(Baton& baton, const HandoffChanged& fact);
void evolve(Baton& baton, const EffortGapChanged& fact);

}  // namespace yakusoku::handoffs
