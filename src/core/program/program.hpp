#pragma once

// THE SUPPORT PROGRAM AS DATA (PROGRAM.md). This room reads a folder of YAML into typed values, reports every error of
// the folder in one pass, evaluates predicates, choices and amounts' words, and prints the language back as JSON and as
// a JSON Schema, all from one table. It knows no vendor and no clock by name, reads no file (the folder's texts come in
// as values), and runs nothing: clocks, lifecycle and their kin do.

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "core/calendars/calendars.hpp"
#include "core/program/amount.hpp"
#include "core/program/clock_rules.hpp"
#include "core/program/looks.hpp"
#include "core/program/notices.hpp"
#include "core/program/places.hpp"
#include "core/program/plans.hpp"
#include "core/program/predicate.hpp"
#include "core/program/service.hpp"
#include "core/program/text.hpp"

namespace yakusoku::program {

struct SourceFile {
  std::string name;  // relative to the folder, '/' between parts; never absolute, never ".."
  std::string content;
};

// A form's entry: the fact asked (subject and description are built in), when, and whether it may stay empty.
struct FormField {
  std::string fact;
  Predicate when;
  bool optional = false;
};

struct FactRule {
  enum class Type { choice, flag, number, text, date, instant, zone, amount, file, person };
  std::string name;
  Text title;
  Text means;
  Type type = Type::text;
  std::vector<std::string> values;  // choice: worst first
  std::vector<std::pair<std::string, Text>> value_titles;
  std::string from;                       // customer, agent, or a record such as contract.licences
  std::optional<Choice<std::string>> is;  // computed, by case
  Choice<Number> number;                  // the same of a number, as formulas
  Choice<DateFormula> date;               // the same of a date or an instant
  struct Limit {
    Predicate when;
    std::string no_worse_than, no_better_than, is;  // one of them
    std::string path;
  };
  std::vector<Limit> limits;
  bool personal = false;  // no predicate may ask it, and erasure empties it
};

struct Kind {
  std::string id;
  Text title;
  Text means;
  std::string team;
  std::vector<FormField> form;      // subject, description where the program gives none
  std::vector<std::string> exempt;  // severity, clocks, escalation
  Predicate when;                   // for whom it exists
  std::string api_type;             // question, incident, problem, task
  std::string opens_from;  // contracts: it takes the wish to align their dates; empty: no page opens it by itself
  std::string clause;
  bool is_exempt(std::string_view from) const;
};

struct Level {
  std::string id;
  Text title;
  Text means;
  Text asks_of_customer;
  Predicate when;
  bool never = false;        // given to no request
  Text never_is;             // what is never of this level
  std::string api_priority;  // urgent, high, normal, low; given by order where the program gives none
};

struct SeverityRule {
  enum class How { level, asked, vendor, none };
  How how = How::none;
  std::string level;      // How::level
  std::string until_set;  // vendor: the provisional level that holds from the opening
};

struct SeverityChange {
  std::string who;    // vendor, customer, or a role
  std::string to;     // lower, higher, a level; empty: any
  std::string needs;  // customer_agreement or another fact; empty: nothing
  Predicate when;
};

struct Severity {
  std::vector<Level> levels;  // worst first
  Choice<SeverityRule> is;
  std::vector<FactRule::Limit> limits;  // bounds, whatever says the level
  std::vector<SeverityChange> change;
  const Level* level(std::string_view id) const;
};

struct Admission {
  Predicate when;
  Text title;
  std::string hand_to;  // another desk, a partner, a door
  Text refuse;
  std::vector<std::string> ask;  // what is missing
  bool accept = false;           // taken after all, whatever the rules that follow say
  std::string path;
};

struct ClosingReason {
  std::string id;
  Text title;
  Text means;
  Predicate when;                  // for which requests
  std::vector<std::string> needs;  // facts, marks or events that prove it
  std::vector<Action> then;
  std::string clause;
};

struct Closing {
  std::vector<ClosingReason> reasons;
  std::string by_default;  // where an API client names none; empty: it must
  struct Reopen {
    std::optional<Duration> within;  // none: always
    std::vector<std::string> doors;  // empty: every door
    enum class After { linked, refuse } after = After::linked;
  } reopen;
  const ClosingReason* reason(std::string_view id) const;
};

struct Program {
  std::string id;
  std::string hash;  // SHA-256 over the names and contents of all files: names the version
  Text title;
  Text vendor;            // the vendor's name; empty where the program gives none
  std::string effective;  // a date, as written
  std::string zone;
  std::vector<std::string> languages;  // the first stands in for a missing one
  std::vector<std::string> products;
  std::vector<Text> product_titles;
  std::vector<std::string> plans;  // best first
  std::vector<std::string> environments;
  std::vector<Text> environment_titles;
  std::vector<FactRule> facts;
  std::vector<std::string> facts_asked;  // all that any rule looks at, by name
  std::vector<std::pair<std::string, Text>> marks;
  std::vector<Kind> kinds;
  Severity severity;
  std::vector<Admission> admit;
  std::vector<ClockRule> clocks;
  std::vector<Reaction> reactions;
  std::vector<Door> doors;
  std::vector<Team> teams;
  std::vector<Site> sites;
  std::vector<RoutingRule> routing;
  Choice<std::vector<std::string>> speaks;  // languages in which answers are given; empty: not said
  std::vector<Period> periods;              // the program's own; period_of knows the calendar's, too
  std::vector<ProductRule> product_rules;   // of `products`, in its order
  std::vector<PlanRule> plan_rules;         // of `plans`, best first
  ContactsRule contacts;
  std::vector<SessionRule> sessions;
  std::vector<LedgerRule> ledgers;
  std::vector<ObjectiveRule> objectives;
  std::vector<OverlayRule> overlays;  // in written order; overlays.hpp lays them
  Choice<std::string> coverage;       // a team, or none
  Choice<std::string> effort;         // the calendar in which work goes on, or none
  QueueRule queue;
  Escalation escalation;
  std::vector<HandoffRule> handoffs;  // in written order
  Closing closing;
  bool moves_in_flight = false;  // in_flight: move
  std::vector<std::string> calendar_names;
  std::vector<Text> calendar_titles;  // of the same; empty where a calendar has none or goes by case
  std::vector<Notice> notices;        // those that the program says itself, or forbids
  // Everything, also what later work will run (plans, routing, engagements, …), as typed JSON in written order:
  // what `check --json` prints.
  Json tree;

  const Kind* kind(std::string_view id) const;
  const ClockRule* clock(std::string_view name) const;
  const FactRule* fact(std::string_view name) const;
  const Door* door(std::string_view id) const;
  const Notice* notice(NoticeKind kind) const;
  const PlanRule* plan(std::string_view id) const;
  const LedgerRule* ledger(std::string_view id) const;
  const ProductRule* product(std::string_view id) const;
  const Team* team(std::string_view id) const;
  const Site* site(std::string_view id) const;
  // The vendor's name for readers: `vendor`, else the title, else the id; never empty.
  std::string_view vendor_in(std::string_view language) const;
  // The phase of that version of the product, else the product's own; nullptr where the program names none.
  const Choice<std::string>* phase_of(std::string_view product, std::string_view version) const;
  // A calendar's title; where it has none, empty.
  std::string_view calendar_title(std::string_view name, std::string_view language) const;
  // The values of an ordered fact, worst first: severity's levels, a choice's values, plans (the best is last); empty
  // where there is no order.
  std::vector<std::string> order_of(std::string_view fact) const;

  // The definition of a calendar for this request: by-case calendars choose by the facts, zones from facts are read
  // from them (first known entry of a list; else the program's zone). `always` and `never` are built in. From the
  // instant of each splice on it reads as in that version, where it has a calendar of the name.
  Result<calendars::Definition> calendar(std::string_view name, const Facts& facts) const;
  // The same as this version wrote it, without splices.
  Result<calendars::Definition> written_calendar(std::string_view name, const Facts& facts) const;
  // The facts that the calendar looks at (its cases and its zones, in splices too), sorted, each once.
  std::vector<std::string> calendar_asks(std::string_view name) const;
  // The dates of a set under `days`, sorted; empty where there is none. What comes back every year is spelled out for
  // the years from the first to the last of years_of_dates().
  std::vector<calendars::Date> dates(std::string_view set) const;
  std::pair<int, int> years_of_dates() const;

  // RULES ARE KEPT, CALENDARS SPLICE (R6): versions enacted after this one, whose calendars hold from an instant on for
  // what still runs under it, in the order in which they were enacted.
  struct Splice {
    Instant from;
    std::shared_ptr<const Program> hours;
  };
  std::vector<Splice> splices;
  std::string calendars_key() const;  // tells the calendars of this version and its splices from any others

  // What `check` (core/check) asks of the writing: author's choices and missing sources; what the page claims; words in
  // several languages; and where a key stands, or what encloses it, by its path.
  std::span<const Finding> remarks() const;
  std::span<const Claim> claims() const;
  std::span<const TextUse> texts() const;
  Place place_of(std::string_view key) const;

  struct Written;  // calendars, claims and remarks as written: written_program.hpp, for this room alone
  std::shared_ptr<const Written> written;
  std::shared_ptr<const Looks> looks;  // at which facts the clocks look
};

// The value of a fact that the program computes (`is`): a word, a number, a date or an instant; unknown where no case
// holds or its formula asks what nobody knows.
FactValue computed(const FactRule& rule, const Program& program, const Facts& facts);
// The value moved into the bounds that hold; `values` are worst first.
std::string bounded(const std::vector<FactRule::Limit>& limits, const std::vector<std::string>& values,
                    std::string value, const Facts& facts);

struct Reading {
  std::shared_ptr<const Program> program;  // nullptr where there is an error
  std::vector<Finding> findings;           // by place
  bool has_errors() const;
};

// Reads a folder: program.yaml, any .yaml beside it, .ics files (sets of dates), overlays/*.yaml (with the same errors,
// and no key is required in them); other files are left alone. Never throws, whatever the files hold; limits: 64 files,
// 1 MiB each, depth 32, 20,000 nodes. The order of the files does not matter.
Reading read(std::span<const SourceFile> files);

// The same version with these calendars behind its own. It shares all else, also what requests have looked at.
std::shared_ptr<const Program> with_splices(const Program& program, std::vector<Program::Splice> splices);

// Reads one predicate or one amount as it would stand in a program, for scenarios and tests.
Result<Predicate> parse_predicate(std::string_view yaml, const Program& program);

// The JSON Schema (draft 2020-12) of the language, from the parser's own table.
Json language_schema();

}  // namespace yakusoku::program
