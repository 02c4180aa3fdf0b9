#pragma once

// ESCALATIONS of a request, in two directions: to the next tier of those who work on it (functional), and up the ladder of
// those who answer for it (hierarchical). An escalation is a record with who asked, why, whom it reached, when it was
// acknowledged and ended; it may lie in the receiving team's priority lane, be bound not to be answered before a moment,
// and carry a plan of changes, each of which the customer accepts. `evolve` only copies; core/lifecycle decides.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "base/json_fields.hpp"
#include "base/time.hpp"

namespace yakusoku::escalation {

enum class Direction { functional, hierarchical };
std::span<const std::string_view> enum_words(Direction);

// One step of a change plan. The words are a message of the request, here is its number.
struct PlanStep {
  using visited = void;
  int number = 0;
  std::string side;  // vendor, customer: whose it is
  MessageId words;
  Instant accepted_at = far_future, done_at = far_future;
  PersonId accepted_by, done_by;
  template <class F>
  void visit(F& f) {
    f("number", number), f("side", side), f("words", words), f("accepted_at", accepted_at), f("done_at", done_at);
    f("accepted_by", accepted_by), f("done_by", done_by);
  }
  friend bool operator==(const PlanStep&, const PlanStep&) = default;
};

struct Escalation {
  using visited = void;
  int number = 0;  // of this request, from 1
  Direction direction = Direction::hierarchical;
  std::string to;        // a tier's or a level's id
  std::string asked_by;  // customer, vendor, program
  PersonId by;
  MessageId reason;                  // the words in which it was asked; zero: none were needed
  std::string cause;                 // program: the step or rule that did it
  std::string path;                  // the clause: escalation.levels.1, escalation.tiers.engineers
  Instant at = far_future;           // when it was asked
  std::vector<std::string> told;     // roles and teams that were told, in order
  std::vector<std::string> skipped;  // those of whom nobody was on duty
  PersonId manager;                  // who leads it
  bool in_lane = false;              // it precedes all others of the receiving team
  Instant not_before = far_future;   // no answer is to be had before; far_future: no bound
  Instant answer_by = far_future;    // by when the level answers; far_future: it promises nothing
  bool unanswered = false;           // that moment passed without anybody's taking it on
  Instant acknowledged_at = far_future, ended_at = far_future;
  PersonId acknowledged_by;
  std::string ended_why;
  std::vector<PlanStep> plan;
  bool stands() const { return ended_at == far_future; }
  // Somebody has to take it on by `answer_by`, which has not been noted as passed.
  bool awaited() const { return stands() && acknowledged_at == far_future && answer_by != far_future && !unanswered; }
  template <class F>
  void visit(F& f) {
    f("number", number), f("direction", direction), f("to", to), f("asked_by", asked_by), f("by", by);
    f("reason", reason), f("cause", cause), f("path", path), f("at", at), f("told", told), f("skipped", skipped);
    f("manager", manager), f("in_lane", in_lane), f("not_before", not_before), f("answer_by", answer_by);
    f("unanswered", unanswered), f("acknowledged_at", acknowledged_at);
    f("ended_at", ended_at), f("acknowledged_by", acknowledged_by), f("ended_why", ended_why), f("plan", plan);
  }
  friend bool operator==(const Escalation&, const Escalation&) = default;
};

// A fact: the escalation as it is after.
struct EscalationChanged {
  using visited = void;
  Escalation escalation;
  template <class F>
  void visit(F& f) {
    f("escalation", escalation);
  }
  friend bool operator==(const EscalationChanged&, const EscalationChanged&) = default;
};
void evolve(std::vector<Escalation>& escalations, const EscalationChanged& fact);

}  // namespace yakusoku::escalation
