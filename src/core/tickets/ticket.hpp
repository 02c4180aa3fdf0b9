#pragma once

// TICKETS: what is known of one request, and the facts by which it comes to be known. A ticket is a handful of ids, named
// values (kind, severity_set, waiting_on, the program's own facts, …) and what has happened to it. `evolve` only copies.
// It knows no clock: what follows from a fact is core/lifecycle's to decide. No words of people are kept here, only
// references (DESIGN.md section 4, erasure).

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "base/json_fields.hpp"
#include "base/time.hpp"
#include "core/program/predicate.hpp"

namespace yakusoku::tickets {

// One named value. A number is kept apart from the word that spells it; several words are tags, roles.
struct Value {
  using visited = void;
  std::string name;
  std::string word;
  std::vector<std::string> words;
  std::int64_t number = 0;
  enum class Form { unknown, word, number, words } form = Form::unknown;

  program::FactValue fact() const;
  static Value of(std::string name, const program::FactValue& value);
  template <class F>
  void visit(F& f) {
    f("name", name), f("word", word), f("words", words), f("number", number), f("form", form);
  }
  friend bool operator==(const Value&, const Value&) = default;
};
std::span<const std::string_view> enum_words(Value::Form);

// An attribute of an event, as in {reply: {role: manager}}: who, role, tier, level, door, answered, marked, reason, ….
struct Attribute {
  using visited = void;
  std::string name, value;
  template <class F>
  void visit(F& f) {
    f("name", name), f("value", value);
  }
  friend bool operator==(const Attribute&, const Attribute&) = default;
};

// Something that happened: the product's events, marks, and clocks' own (`clock` then names it).
struct Event {
  using visited = void;
  std::string name;
  std::string clock;
  std::vector<Attribute> attributes;
  std::string_view attribute(std::string_view wanted) const;
  template <class F>
  void visit(F& f) {
    f("event", name), f("clock", clock), f("attributes", attributes);
  }
  friend bool operator==(const Event&, const Event&) = default;
};

// How often an event happened and when last; proofs of closing and {all: …} starts ask it.
struct Occurrence {
  using visited = void;
  std::string event;
  int count = 0;
  Instant first = far_future, last = far_future;
  template <class F>
  void visit(F& f) {
    f("event", event), f("count", count), f("first", first), f("last", last);
  }
  friend bool operator==(const Occurrence&, const Occurrence&) = default;
};

enum class Status { open, solved, closed };
std::span<const std::string_view> enum_words(Status);

struct Ticket {
  using visited = void;
  TicketId id;
  std::string program;  // the program's id
  std::string version;  // hash of the version it was opened or moved under
  PersonId requester;
  OrganizationId organization;
  PersonId owner;
  Instant opened_at = far_future;
  Status status = Status::open;
  Instant solved_at = far_future, closed_at = far_future;
  std::string closing_reason;
  TicketId merged_into;
  bool acted = false;                   // a person of ours has acted: no longer `new` on the wire
  bool asked = false;                   // our last public message asks the customer something (R2)
  std::vector<Value> values;            // by name
  std::vector<Occurrence> occurrences;  // by event

  program::FactValue value(std::string_view name) const;
  // The value as one word; empty where unknown or a number.
  std::string word(std::string_view name) const;
  const Occurrence* occurrence(std::string_view event) const;
  template <class F>
  void visit(F& f) {
    f("id", id), f("program", program), f("version", version), f("requester", requester),
        f("organization", organization);
    f("owner", owner), f("opened_at", opened_at), f("status", status), f("solved_at", solved_at),
        f("closed_at", closed_at);
    f("closing_reason", closing_reason), f("merged_into", merged_into), f("acted", acted), f("asked", asked);
    f("values", values), f("occurrences", occurrences);
  }
  friend bool operator==(const Ticket&, const Ticket&) = default;
};

// Facts of the ticket. Each is copied into the state as it says, nothing is computed.
struct Opened {
  using visited = void;
  Ticket ticket;
  template <class F>
  void visit(F& f) {
    f("ticket", ticket);
  }
  friend bool operator==(const Opened&, const Opened&) = default;
};
struct ValueSet {
  using visited = void;
  Value value;
  std::string was;  // as a word, for people who read the history
  std::string why;  // a clause or cause; empty: a person said so
  template <class F>
  void visit(F& f) {
    f("value", value), f("was", was), f("why", why);
  }
  friend bool operator==(const ValueSet&, const ValueSet&) = default;
};
struct Happened {
  using visited = void;
  Event event;
  Instant at = far_future;
  template <class F>
  void visit(F& f) {
    f("event", event), f("at", at);
  }
  friend bool operator==(const Happened&, const Happened&) = default;
};
struct OwnerSet {
  using visited = void;
  PersonId owner;
  template <class F>
  void visit(F& f) {
    f("owner", owner);
  }
  friend bool operator==(const OwnerSet&, const OwnerSet&) = default;
};
struct StatusSet {
  using visited = void;
  Status status = Status::open;
  Instant at = far_future;
  std::string reason;
  TicketId merged_into;
  template <class F>
  void visit(F& f) {
    f("status", status), f("at", at), f("reason", reason), f("merged_into", merged_into);
  }
  friend bool operator==(const StatusSet&, const StatusSet&) = default;
};
// Who has the ball in the conversation: `acted` from the first act of ours, `asked` while our question stands.
struct TurnSet {
  using visited = void;
  bool acted = false, asked = false;
  template <class F>
  void visit(F& f) {
    f("acted", acted), f("asked", asked);
  }
  friend bool operator==(const TurnSet&, const TurnSet&) = default;
};

// It goes on under another version of its program.
struct VersionSet {
  using visited = void;
  std::string version, was;
  template <class F>
  void visit(F& f) {
    f("version", version), f("was", was);
  }
  friend bool operator==(const VersionSet&, const VersionSet&) = default;
};

void evolve(Ticket& ticket, const Opened& fact);
void evolve(Ticket& ticket, const ValueSet& fact);
void evolve(Ticket& ticket, const Happened& fact);
void evolve(Ticket& ticket, const OwnerSet& fact);
void evolve(Ticket& ticket, const StatusSet& fact);
void evolve(Ticket& ticket, const TurnSet& fact);
void evolve(Ticket& ticket, const VersionSet& fact);

}  // namespace yakusoku::tickets
