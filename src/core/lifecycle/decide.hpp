#pragma once

// LIFECYCLE: what follows from an act. `decide` settles what is overdue, does the act, and lets each room say what follows
// from it in one written order (met, ended, paused, selected anew, started; then reactions and ladders) until nothing more
// does, at most 32 rounds. Pure: server, simulator, backtest and scenarios drive this same function.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "core/lifecycle/request.hpp"

namespace yakusoku::lifecycle {

// customer: whoever writes for the requester; vendor: a person of ours; program: the desk itself.
enum class Side { customer, vendor, program };
std::span<const std::string_view> enum_words(Side);

struct Actor {
  using visited = void;
  Side side = Side::vendor;
  PersonId person;
  std::string role;  // admin, lead, agent, …: what {reply: {role: …}} and severity.change ask
  template <class F>
  void visit(F& f) {
    f("side", side), f("person", person), f("role", role);
  }
  friend bool operator==(const Actor&, const Actor&) = default;
};

enum class Verb {
  open,     // kind, values (program facts, product, language, asked_severity, …), requester, organization
  message,  // the customer wrote; values: facts the form or mail brought
  reply,    // public, by a person; may ask (waits for the customer), promise, mark
  note,     // internal
  happen,   // `event` with attributes: acknowledged, engaged, restored, workaround_given, call, attempt, a mark, …
  set,      // values: severity, kind, tags, workaround, the program's facts; {severity: lower|higher} too
  hold,  // waiting_on = word "third_party", "customer" (only pauses where our last public message asks) or "internal"
  resume,   // ours to act again
  assign,   // owner (0: nobody); values may hold `team`
  promise,  // a written time outside a reply (a call was held): as in reply
  agree,    // an amount agreed with the customer replaces a clock's: `clock`, `amount`
  solve,    // reason (empty: the program's default), its proof must be there
  close,
  reopen,
  absorb,       // `other`: the request that was merged into this one
  merged,       // into `target`
  splice,       // looks whether the calendars of its version read otherwise by now (R6), as every act does first
  wake,         // the desk looks again
  escalate,     // to `level` (a tier's or a level's id; empty: the next); the reason comes as words
  acknowledge,  // the escalation `number` reached somebody who takes it on; `owner`: who leads it, if another does
  end_escalation,
  plan_change,  // the escalation `number` gets these `plan` steps
  plan_step,    // of the escalation `number`, the step of the first of `plan`: accepted by the customer, or done
  offer,        // a hand-off to `owner` or to the team in values, with `checklist`
  take_over,    // the receiver accepts the hand-off that is offered
  withdraw_offer,
  drop_baton,  // the desk's: nobody took it while the giver was there
  effort_gap,  // the desk's: event `begun`, `told` or `ended`
  meet,  // a meeting: `event` asked, scheduled, declined, cancelled, held or missed; of `number`, but where asked; `meeting`
  annotate,  // something is said about a breach of `clock`: attributes cycle, breached_at, excused; the words are the note
  move       // to the version that the world shows (in_flight: move): selected anew, old names mapped by `was`
};
std::span<const std::string_view> enum_words(Verb);

struct Act {
  using visited = void;
  Verb verb = Verb::wake;
  Actor actor;
  std::string door;
  std::vector<tickets::Value> values;
  std::string event;
  std::vector<tickets::Attribute> attributes;
  std::vector<std::string> marks;
  bool asks = false;           // reply: asks the customer something
  Instant until = far_future;  // reply, promise: the promised time
  bool keeps_promise = false;  // reply: the promise that stands goes on
  bool consent = false;        // the customer agreed (severity.change needs it)
  PersonId owner;
  PersonId requester;
  OrganizationId organization;
  TicketId ticket;  // open: the new ticket's id; merged: the target
  std::string reason;
  std::string clock, amount;
  std::string words;  // digest of the message that came with it; never the words
  MessageId message;
  std::string level;
  std::int64_t number = 0;
  std::vector<escalation::PlanStep> plan;
  std::vector<handoffs::Checked> checklist;
  std::vector<meetings::Meeting>
      meeting;  // one: what is said of it (door, session, wished_from, from, to, host, where)
  // What was known at that moment of what goes on changing (lives_on): so that a replay sees it, too.
  std::vector<tickets::Value> seen;
  template <class F>
  void visit(F& f) {
    f("verb", verb), f("actor", actor), f("door", door), f("values", values), f("event", event);
    f("attributes", attributes), f("marks", marks), f("asks", asks), f("until", until),
        f("keeps_promise", keeps_promise);
    f("consent", consent), f("owner", owner), f("requester", requester), f("organization", organization);
    f("ticket", ticket), f("reason", reason), f("clock", clock), f("amount", amount), f("words", words),
        f("message", message);
    f("level", level), f("number", number), f("plan", plan), f("checklist", checklist), f("meeting", meeting),
        f("seen", seen);
  }
  friend bool operator==(const Act&, const Act&) = default;
};

struct Staff;  // own_acts.hpp

// All that a decision may look at beyond the request itself.
struct World {
  Instant now;
  const program::Program* program = nullptr;  // the request's version
  clocks::Calendars* calendars = nullptr;
  std::vector<tickets::Value> known;  // contact.*, customer.*, contract.*: pinned at opening but what lives_on
  Instant changes_at = far_future;    // when something of what is known becomes another by itself
  const Request* other = nullptr;     // absorb: the request that is merged in
  // Who works when. `decide` never looks at it: what follows from it are acts of the desk's own (own_acts.hpp), which
  // the log keeps, and when to look again. nullptr: nobody keeps a rota here.
  const Staff* staff = nullptr;
};

// The facts that follow, in order; the request itself is not touched. Refusals: not_in_this_state, unknown_value,
// required, refused_by_program (with the clause), proof_missing, promise_out_of_range.
Result<std::vector<Fact>> decide(const Request& request, const Act& act, const World& world);

// decide and evolve in one: the request as it is after.
struct Decided {
  Request request;
  std::vector<Fact> facts;
};
Result<Decided> act_on(Request request, const Act& act, const World& world);

// The request as `open` would make it, before anything follows: what admission and overlays look at.
Request entering(const Act& act, const World& world);

// What the program does with such a request at the door (admit): the first rule that holds, or nullptr where it is simply
// taken. One that is handed on is taken, too, and its fact `handed_to` says to whom.
const program::Admission* admission(const program::Program& program, const program::Facts& facts);

// The ticket's value that keeps a zone of the program's own as it was when the request was opened (R10).
std::string pinned_zone(std::string_view fact);

// Whether a closing reason's proof is there: a fact, mark or event that was said, or a clock's event (pending.missed).
class FactsSeen;
bool proven(const Request& request, const FactsSeen& facts, std::string_view proof);

// What is known of the people and balances and goes on changing while the request lives; all else is pinned at opening.
bool lives_on(std::string_view fact);

// What an act is to a door (`may` of PROGRAM.md section 6); empty: doors have no say in it.
std::string_view through_a_door(const Act& act);

// How a program sees the request at that moment; screens and explain ask it too. The references must outlive it.
class FactsSeen : public program::Facts {
 public:
  FactsSeen(const Request& request, const World& world, Instant started = far_future)
      : request_(request), world_(world), started_(started) {}
  program::FactValue value_of(std::string_view fact) const override;
  bool is_open(std::string_view calendar, Instant at) const override;

 private:
  program::FactValue severity() const;
  program::FactValue level_said() const;  // before its bounds
  program::FactValue phase() const;
  program::FactValue of_program(std::string_view fact) const;
  program::FactValue of_clock(std::string_view clock) const;
  const Request& request_;
  const World& world_;
  Instant started_;
  mutable int depth_ = 0;
};

}  // namespace yakusoku::lifecycle
