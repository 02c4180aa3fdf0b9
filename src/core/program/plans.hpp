#pragma once

// Plans, contacts, ledgers and objectives as written (PROGRAM.md sections 5 and 6). What follows from them for somebody
// is core/entitlements and core/objectives.

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/program/clock_rules.hpp"
#include "core/program/formulas.hpp"

namespace yakusoku::program {

// Days from `from` on; `to` is the last, `before` the first after.
struct DateRange {
  std::optional<DateFormula> from, to, before;
  bool always() const { return !from && !to && !before; }
};

struct PlanRule {
  std::string id;
  Text title;
  Text means;
  Predicate when;                      // what it covers
  DateRange valid;                     // when it covers at all
  DateRange sold;                      // when it could be bought
  bool bought = true;                  // no: held by whoever fits
  std::vector<std::string> builds_on;  // the plans beneath
  Text price;                          // as published
  Text note;
  std::string clause;
  std::string path;  // plans.NAME
  Place place;
};

// A number that may be left open: `none` is no limit.
struct NumberLimit {
  std::optional<Number> number;
};

// Which people may be named: so many of one's own, so many of a partner's with addresses of that pattern.
struct Mix {
  std::optional<Number> own, partner;  // absent: none of these
  std::string like;                    // {name} and {employer} are the person's, other facts the request's
  Predicate when;
  std::string clause;
  std::string path;  // contacts.mixes[0]
};

struct ContactsRule {
  bool given = false;  // the program speaks of contacts
  Text means;
  Choice<NumberLimit> number;  // empty: no limit
  Predicate must;              // what each must fulfil
  Predicate free;              // who is not counted
  std::vector<std::string> free_roles;
  std::vector<Mix> mixes;
  struct Role {
    std::string id;
    Text title, means;
  };
  std::vector<Role> roles;
  struct Changed {
    std::optional<Amount> notice;  // how long before
    std::string who;
    Predicate when;
  };
  std::optional<Changed> change;
  Text note;
  std::string clause;
};

// What is taken from a balance or given back to it.
struct LedgerMove {
  EventList at;
  Predicate when;
  Number amount{Number::Is::integer, 1, {}, {}};
  std::string path;  // ledgers.NAME.spend[0]
};

enum class Overdraw { refuse, approve, allow };

struct LedgerRule {
  std::string id;
  Text title;
  Text means;
  std::string unit;
  Choice<Number> grant;
  std::string every;                    // `purchase`, a period, or empty: once
  std::optional<CalendarLength> valid;  // how long a grant lasts
  std::vector<LedgerMove> spend, refund;
  Overdraw overdraw = Overdraw::refuse;  // what happens below zero
  bool carries = false;                  // what is left at a period's end goes over
  std::optional<Number> carry_most;      // at most so much of it
  Predicate when;                        // who has it
  Text note;
  std::string clause;
  std::string path;  // ledgers.NAME
  Place place;
  // Given nothing and never short: it only counts what is taken, in each period or in all.
  bool counts() const { return grant.empty() && overdraw == Overdraw::allow; }
  bool by_purchase() const { return !counts() && (every.empty() || every == "purchase"); }
};

// What follows where an objective is missed.
struct Remedy {
  std::variant<std::monostate, Number, Text> credit;  // money or balance: a figure, or words
  Text right;                                         // what the customer may do
  std::optional<CalendarLength> claim;                // how long he may claim it
};

struct ObjectiveRule {
  std::string id;  // its name, or its place in the list
  Text title;
  Text means;
  std::string of;  // a clock
  std::optional<Bound> met, missed, is;
  std::optional<Span> over;  // absent: all the time that is looked at
  std::optional<EventPattern> count, gap;
  std::string availability;  // a component
  Predicate when;            // which requests count
  std::optional<Remedy> then;
  std::string clause;
  std::string path;  // objectives.NAME or objectives[0]
  Place place;
};

// A plan and all that it builds on, best first, each once; of several beneath, those that are held (where none is, all).
// `held` are the plans that the customer holds besides.
std::vector<std::string> plan_chain(const Program& program, std::string_view plan,
                                    const std::vector<std::string>& held = {});

}  // namespace yakusoku::program
