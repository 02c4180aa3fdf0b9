#pragma once
// private to the room
// One decision under way: the request as it is by now, the facts so far, the events that still have to be followed.

#include <string>
#include <vector>

#include "core/lifecycle/decide.hpp"
#include "core/program/program.hpp"

namespace yakusoku::lifecycle {

class Decision {
 public:
  Decision(Request request, const World& world);

  const Request& request() const { return request_; }
  const World& world() const { return world_; }
  const program::Program& program() const { return *world_.program; }
  Instant now() const { return world_.now; }
  FactsSeen facts(Instant started = far_future) const { return {request_, world_, started}; }
  Decided take();

  void say(Fact fact);
  // Sets a value where it differs and lets {changed: …} follow, also for what is computed from it.
  void set(std::string name, const program::FactValue& value, std::string why = {});
  void count(std::string_view name, std::int64_t by = 1);
  void happen(std::string name, std::vector<tickets::Attribute> attributes = {});
  // Somebody of ours is to hear of it: whom, what it is about (a word of the house), the clause.
  void tell(std::string who, std::string about, std::string path);
  void set_status(tickets::Status status, std::string reason = {}, TicketId merged_into = {});
  void change(Change change, clocks::Cycle cycle, std::string cause, std::string rule = {});

  // versions.cpp: cycles whose calendars were spliced since go on in them (R6); done before anything else.
  void adopt_calendars();
  // versions.cpp: the request goes on under the world's program; its cycles are selected anew by what follows.
  void move_to_program();
  // steps.cpp: writes what is overdue, each at its own instant (CLOCKS.md 1.1).
  void settle();
  // follows the events until nothing more does.
  void follow();
  // steps.cpp: warnings and rungs that are due by now. What lay behind before the act is noted first: only then can be
  // told whether a rung waited, was late because nobody looked, or came to lie behind by the act itself (R18).
  void note_ladders();
  void take_steps();
  void take_step(const program::ClockRule& rule, std::size_t place, const clocks::Cycle& cycle, Instant due);
  void hurry(const program::ClockRule& rule, std::size_t place);
  std::int64_t pushed(const program::ClockRule& rule, std::size_t place, const clocks::Cycle& after,
                      Instant due) const;
  void act(const program::Action& action, const std::string& clock, const std::string& path, Instant due);
  // `lower` and `higher` of an ordered fact as the value next to the present one; empty where there is none.
  std::string stepped_value(const std::string& fact, const std::string& value) const;
  // promises of a next update
  void give_promise(Instant until, const Actor& by);
  void apply_promise(Instant until);  // to the clocks whose due it stands in for
  void end_promise(Outcome outcome);  // the standing one, if any
  void judge_promise();

  // cycles.cpp: what a round does, in its order.
  // The clocks that any of a round's events may start, meet or end; only these look closer.
  struct Called {
    program::Places starts = 0, meets = 0, ends = 0;
    bool reacted_to = false;
  };
  Called called_by(const std::vector<tickets::Event>& events) const;
  void end_cycles(const std::vector<tickets::Event>& events, const Called& called);
  void pause_cycles();
  void select_anew();
  void withdraw(clocks::Cycle cycle);
  void select_for(const clocks::Cycle& cycle, const program::ClockRule& rule, const clocks::Selection& selection);
  void start_cycles(const std::vector<tickets::Event>& events, const Called& called);
  void react(const std::vector<tickets::Event>& events);
  // What the events take from balances or give back: said, for whoever keeps the balances (core/entitlements).
  void move_ledgers(const std::vector<tickets::Event>& events);
  void continue_cycles(std::string_view event);
  void supersede(clocks::Cycle cycle, std::string_view event);
  void end_cycle(const clocks::Cycle& cycle, clocks::Verdict verdict, const std::string& cause);
  bool has_clocks() const;  // its kind may be exempt from them
  std::optional<clocks::Selection> chosen(const program::ClockRule& rule, const program::Facts& seen,
                                          Instant start) const;
  // Warnings of a due that is new: those that lie behind count as given, those ahead may come (again) (R13).
  clocks::Cycle rearmed(clocks::Cycle cycle, const program::ClockRule& rule) const;
  void absorb(const Request& other);

  std::vector<tickets::Event> events;  // of the round to come

 private:
  // Who has to be asked again after that fact.
  void note(const Fact& fact);
  void note(const program::Looks::At* at);
  void note(const CycleChanged& fact);
  std::size_t index(const program::ClockRule& rule) const {
    return static_cast<std::size_t>(&rule - program().clocks.data());
  }
  // The rule of the cycle at that place, nullptr where the program has none of that name; and the other way round.
  const program::ClockRule* rule_of(std::size_t cycle) const;
  const clocks::Cycle* cycle_of(const program::ClockRule& rule) const;

  Request request_;
  const World& world_;
  std::shared_ptr<const program::Looks> looks_;
  // Clocks whose choice or pause must be asked (again): a fact at which they look has changed, or their own cycle.
  program::Places choices_ = program::everywhere, pauses_ = program::everywhere;
  program::Places known_ = 0;  // choices and pauses that look at what is known of the people and not pinned
  mutable std::vector<const program::ClockRule*> rules_;  // of the cycles so far, in their order
  std::vector<Fact> said_;
  bool looked_ = false;
  bool found_nobody_ = false;  // a rung of the ladder that is being climbed
  std::vector<std::string> closed_for_;  // clocks that were ended in this act: they start nothing (R18)
  struct Behind {
    std::string clock;
    int cycle = 0, rung = 0;
    bool held = false;  // its condition
  };
  std::vector<Behind> behind_;
};

bool matches(const program::EventPattern& pattern, const tickets::Event& event, const program::Facts& facts);
bool matches_any(const std::vector<program::EventPattern>& patterns, const std::vector<tickets::Event>& events,
                 const program::Facts& facts, std::string* cause = nullptr);

}  // namespace yakusoku::lifecycle
