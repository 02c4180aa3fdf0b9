#pragma once

// THE WHOLE REQUEST: a ticket with its clocks' cycles, the acts done to it and the facts that follow. `evolve` only
// copies; `decide` (decide.hpp) computes. This header is the state, its facts, and their JSON, which is the log's.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/json_fields.hpp"
#include "base/shared.hpp"
#include "core/clocks/cycle.hpp"
#include "core/escalation/escalations.hpp"
#include "core/handoffs/handoffs.hpp"
#include "core/meetings/meetings.hpp"
#include "core/tickets/ticket.hpp"

namespace yakusoku::lifecycle {

// A written time of the next update (R11).
enum class Outcome { given, kept, broken, replaced };
std::span<const std::string_view> enum_words(Outcome);
struct Promise {
  using visited = void;
  Instant due = far_future;
  Instant given_at = far_future;
  PersonId by;
  Outcome outcome = Outcome::given;
  template <class F>
  void visit(F& f) {
    f("due", due), f("given_at", given_at), f("by", by), f("outcome", outcome);
  }
  friend bool operator==(const Promise&, const Promise&) = default;
};

// What the last act left to be looked at; it lets the next one begin without asking all over. It is no part of what is
// known: evolve forgets it, and nothing is decided otherwise for its lack.
struct LookedThrough {
  std::shared_ptr<const program::Looks> by;  // nullptr: look at everything
  program::Places choices = 0, pauses = 0;   // what is still open
  friend bool operator==(const LookedThrough&, const LookedThrough&) { return true; }
};

struct Request {
  using visited = void;
  tickets::Ticket ticket;
  std::vector<Shared<clocks::Cycle>> cycles;  // of each clock the newest, in the order in which they were armed
  std::vector<Promise> promises;              // the one that stands last; those before it, with their outcome
  std::int64_t rank = 0;
  std::vector<std::string> allowed;                 // escalation levels that the customer may ask for by now
  std::vector<escalation::Escalation> escalations;  // all there ever were, oldest first
  handoffs::Baton baton;                            // hand-offs, and gaps of promised effort
  std::vector<meetings::Meeting> meetings;
  LookedThrough looked;  // never written out

  const clocks::Cycle* cycle(std::string_view clock) const;
  const Promise* promise() const;  // the standing one
  template <class F>
  void visit(F& f) {
    f("ticket", ticket), f("cycles", cycles), f("promises", promises), f("rank", rank), f("allowed", allowed);
    f("escalations", escalations), f("baton", baton), f("meetings", meetings);
  }
  friend bool operator==(const Request&, const Request&) = default;
};

// What became of a cycle; it carries the cycle as it is after, so that evolving is copying.
enum class Change {
  armed,
  started,
  paused,
  resumed,
  selected,
  promised,
  breached,
  warned,
  stepped,
  ended,
  continued,
  spliced,
  merged,
  moved  // to another version of the program, as it is; what is selected anew there follows
};
std::span<const std::string_view> enum_words(Change);
struct CycleChanged {
  using visited = void;
  Change change = Change::armed;
  Shared<clocks::Cycle> cycle;
  Instant at = far_future;                    // from when it holds: of a breach the due itself
  Instant detected_at = far_future;           // breach: when it was written
  std::string cause;                          // the event, fact or rule that did it
  std::string rule;                           // R2, R4, …
  std::int64_t over_open = 0, over_wall = 0;  // ended late: the overrun
  bool flagged = false;                       // looser within the last fifth of a budget, or after its breach (R5)
  std::string severity;                       // breach: as it was then (R14)
  std::string zone_data;                      // breach: the zone data by which the due was told (R14)
  template <class F>
  void visit(F& f) {
    f("change", change), f("cycle", cycle), f("at", at), f("detected_at", detected_at), f("cause", cause),
        f("rule", rule);
    f("over_open", over_open), f("over_wall", over_wall), f("flagged", flagged), f("severity", severity),
        f("zone_data", zone_data);
  }
  friend bool operator==(const CycleChanged&, const CycleChanged&) = default;
};
struct PromiseChanged {
  using visited = void;
  Promise promise;
  template <class F>
  void visit(F& f) {
    f("promise", promise);
  }
  friend bool operator==(const PromiseChanged&, const PromiseChanged&) = default;
};
struct Ranked {
  using visited = void;
  std::int64_t rank = 0;
  template <class F>
  void visit(F& f) {
    f("rank", rank);
  }
  friend bool operator==(const Ranked&, const Ranked&) = default;
};
// Something the desk has to do outside: tell, remind, task, warn, escalate, allow, open, credit, …. The outbox takes it.
struct Noticed {
  using visited = void;
  std::string verb, argument, who, door, clock, path;
  std::vector<tickets::Attribute> text;  // by language
  Instant due = far_future;
  Instant at = far_future;
  template <class F>
  void visit(F& f) {
    f("do", verb), f("what", argument), f("who", who), f("door", door), f("clock", clock), f("path", path),
        f("text", text);
    f("due", due), f("at", at);
  }
  friend bool operator==(const Noticed&, const Noticed&) = default;
};

using Fact = std::variant<tickets::Opened, tickets::ValueSet, tickets::Happened, tickets::OwnerSet,
                          tickets::StatusSet, tickets::TurnSet, CycleChanged, PromiseChanged, Ranked, Noticed,
                          tickets::VersionSet, escalation::EscalationChanged, handoffs::HandoffChanged,
                          handoffs::EffortGapChanged, meetings::MeetingChanged>;

void evolve(Request& request, const Fact& fact);

// Log and row form. `shape` 1; a reader of older shapes stands before these when there is a second.
constexpr int shape = 1;
Json to_json(const Fact& fact);
Result<Fact> fact_from_json(const Json& json);
Json to_json(const Request& request);
Result<Request> request_from_json(const Json& json);

// When the worker has to look again; nullopt: only when somebody acts.
struct World;
std::optional<Instant> next_wake(const Request& request, const World& world);
// The earliest due that a customer was promised; far_future: none runs.
Instant next_due(const Request& request, const program::Program& program);

}  // namespace yakusoku::lifecycle
