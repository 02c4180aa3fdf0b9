#pragma once

// Rows of people at work: what each knows and when he works, and what hangs in the air for a lead to see.

#include <cstdint>
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "base/json_fields.hpp"
#include "base/time.hpp"

namespace yakusoku::ports {

// What routing and escalation know of somebody who works; his teams are his groups.
struct AgentRow {
  using visited = void;
  PersonId person;
  std::string site, zone, tier, rota, phone;
  std::vector<std::string> skills, languages, products;
  std::vector<std::string> duties;  // roles of ladders, as in head_of_services
  std::int64_t at_most = 0;         // open requests at a time; 0: no limit
  Json known = Json::object();      // further agent.* facts: {"certified": "yes"}
  std::string feed;                 // SHA-256, in hex, of the word in the address of his calendar; empty: he has none
  template <class F>
  void visit(F& f) {
    f("site", site), f("zone", zone), f("tier", tier), f("rota", rota), f("phone", phone), f("skills", skills);
    f("languages", languages), f("products", products), f("duties", duties), f("at_most", at_most), f("known", known);
    f("feed", feed);
  }
};

struct RotaRow {
  std::string name, title;
  std::string hours;  // a calendar's definition as JSON (core/calendars)
};

struct DutyExceptionRow {
  std::int64_t id = 0;
  PersonId person;
  Instant from, to;
  bool away = true;
  std::string kind;    // vacation, sick, training, shift, …
  std::string source;  // the imported calendar that brought it; empty: none, somebody entered it
};

// One thing of a request that somebody should look at. kind: due_gap (key: the clock, at: the due), effort_gap (at: since
// when nobody is there), handoff (key: its number, at: until when), escalation and lane (key: its number, at: when it was asked), dropped (key: the
// hand-off that nobody took, at: when it ran out).
struct AttentionRow {
  TicketId ticket;
  std::string kind, key;
  Instant at, since;
  friend bool operator==(const AttentionRow&, const AttentionRow&) = default;
};

}  // namespace yakusoku::ports
