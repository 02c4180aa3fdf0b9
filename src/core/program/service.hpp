#pragma once

// Doors, teams, queue, escalation and hand-offs as written (PROGRAM.md section 6). Who is on duty, who gets a request and
// what follows is core/people, core/routing and core/lifecycle.

#include <optional>
#include <string>
#include <vector>

#include "core/program/amount.hpp"
#include "core/program/clock_rules.hpp"
#include "core/program/predicate.hpp"
#include "core/program/text.hpp"

namespace yakusoku::program {

struct Door {
  std::string id;
  Text title;
  Text means;
  Choice<std::vector<std::string>> may;  // open, reply, follow, escalate, reopen, book
  Predicate when;
  std::string intake;  // a calendar; empty: always
  std::string falls_to;
  bool out = false;                // also used from us to the customer
  std::optional<Amount> wait;      // how long one waits here
  std::vector<std::string> first;  // articles, bot: what comes before a person
  std::string only_if_down;        // open only while that door is down
  std::vector<std::string> proof;  // how a caller shows who he is: named_contact, signed_in, password, …
  bool control = true;             // no: our staff look on and never take control (calls, screen shares)
  struct Dialled {
    std::string number;  // as printed
    std::string site;    // whose number it is
    Text title;
  };
  std::vector<Dialled> numbers;   // of a phone: what a customer dials
  std::string path;               // doors.NAME
  bool cc_is_participant = true;  // of mail: whoever stands in Cc takes part from then on
};

struct Team {
  std::string id;
  Text title;
  std::string hours;  // a calendar; empty: always
  Text means;
  std::vector<std::string> sites;
  std::string tier;
  std::vector<std::string> skills;
  std::vector<std::string> languages;  // empty: not said
  std::vector<std::string> products;   // empty: all
  Predicate reserved;                  // it takes no other requests, and its people are not lent
  bool is_reserved = false;
  std::string path;  // teams.NAME
};

// In which order requests are worked on, over all doors.
struct QueueRule {
  Choice<std::int64_t> rank;
  std::vector<std::string> then;  // due, opened, severity, plan: within a rank
  enum class OneAtATime { no, customer, contact } one_at_a_time = OneAtATime::no;  // of whom only one is worked on
};

// A meeting that the program describes (engagements.sessions).
struct SessionRule {
  std::string id;
  Text title;
  Text means;
  Predicate when;
  std::optional<Duration> length;
  std::optional<std::int64_t> seats;     // how many may come
  std::optional<std::int64_t> capacity;  // how many are held at a time
  Choice<std::string> hours;             // a calendar; empty: at any time
  std::optional<Amount> notice;          // how long before it is asked for
  std::optional<Amount> cancel;          // how long before it the customer may call it off
  std::string approval;                  // the role that approves; `yes`: whoever leads; empty: nobody has to
  std::string spends;                    // a ledger
  std::string path;                      // engagements.sessions.NAME
};

struct EscalationLevel {
  std::string id;
  std::string who;  // a role
  Text title;
  Text means;
  Predicate when;
  Choice<Amount> within;  // how soon it answers
  std::string path;
};

// Who works on an escalated request, in order; the first is where requests begin.
struct EscalationTier {
  std::string id;
  Text title;
  Text means;
  std::string team;  // empty: the program names none
  Predicate when;
  std::string path;  // escalation.tiers.NAME
};

struct Escalation {
  struct Asked {
    Predicate when;
    std::vector<std::string> needs;         // what the customer must say
    std::vector<std::string> doors;         // empty: every door whose `may` allows it
    Text words;                             // what is told to the customer
    std::vector<std::string> asking_words;  // words in a message that ask for it
  };
  Text means;
  std::vector<EscalationTier> tiers;    // in order
  std::string manager;                  // the role that leads an escalation; empty: nobody is said to
  Text lane;                            // the developers' own queue, where there is one: entries precede all others
  EventList ends_on;                    // what ends an escalation
  std::vector<EscalationLevel> levels;  // in order
  bool strict = false;                  // no level may be skipped
  std::optional<Asked> asked;           // none: the program does not speak of asking
  const EscalationLevel* level(std::string_view id) const;
  const EscalationTier* tier(std::string_view id) const;
};

// From which teams or sites to which, while both are there.
struct HandoffRule {
  Predicate when;
  Text title;
  std::vector<std::string> between;  // teams or sites, in the order in which work goes round
  std::optional<Amount> overlap;     // how long both are on shift; absent: not said
  std::vector<Text> checklist;
  std::string path;  // handoffs[0]
};

}  // namespace yakusoku::program
