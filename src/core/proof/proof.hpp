#pragma once

// THE COVERAGE PROOF (PROGRAM.md section 8): for every case that a program tells apart - plan, product, severity, door,
// kind, customer's zone, and whatever else its rules ask - who is on duty over two years, and every maximal interval in
// which a promise or effort runs or falls due while nobody who may keep it is on shift. By interval algebra in whole
// seconds, never by sampling. Pure.
//
// HOW IT READS A PROGRAM. A request is opened at any instant of the horizon at which its door takes requests. A clock
// that `opened` starts counts from exactly these; one that the customer's event starts (a message) from any instant;
// one that our own event starts (an answer, CLOCK.met) from any instant at which somebody is on duty. The ball is with
// the vendor: no clock pauses, and nothing is met early. A promise runs at the instants of [start, due) at which its
// calendar counts. A due is attended where somebody is on shift in the second that ends with it or begins with it, since
// what is done in the due's own second is in time. On duty is the team that `coverage` names for that instant, while its
// hours are open and it supports the product.
//
// THE JSON (to_json) is write_fields of these structs: instants and lengths in seconds, what is empty left out; `duty`
// of a row is an index into `duties`. Members may be added, none is renamed.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_fields.hpp"
#include "base/result.hpp"
#include "core/calendars/calendars.hpp"
#include "core/program/program.hpp"

namespace yakusoku::proof {

struct FactGiven {
  using visited = void;
  std::string fact, value;
  template <class F>
  void visit(F& f) {
    f("fact", fact), f("value", value);
  }
  friend bool operator==(const FactGiven&, const FactGiven&) = default;
};

// One case. What the program does not tell apart is empty.
struct Combination {
  using visited = void;
  std::string plan, product, severity, channel, kind, zone;
  std::vector<FactGiven> further;  // other facts that its rules ask; those not named are as when a request is opened
  template <class F>
  void visit(F& f) {
    f("plan", plan), f("product", product), f("severity", severity), f("channel", channel), f("kind", kind);
    f("zone", zone), f("further", further);
  }
  friend bool operator==(const Combination&, const Combination&) = default;
};

enum class OnDuty { present, off_shift, on_purpose, uncovered };
std::span<const std::string_view> enum_words(OnDuty);

// Who owns the request then and whether anybody is there. `off_shift`: the team is not at work; `on_purpose`: coverage
// says none; `uncovered`: no rule of coverage holds.
struct Band {
  using visited = void;
  Instant from = far_future, to = far_future;
  OnDuty state = OnDuty::present;
  std::string team;
  template <class F>
  void visit(F& f) {
    f("from", from), f("to", to), f("state", state), f("team", team);
  }
  friend bool operator==(const Band&, const Band&) = default;
};

struct Duty {
  using visited = void;
  std::vector<Band> bands;  // in order, without holes, over the horizon
  template <class F>
  void visit(F& f) {
    f("bands", bands);
  }
  friend bool operator==(const Duty&, const Duty&) = default;
};

enum class Start { opened, customer, on_duty };
std::span<const std::string_view> enum_words(Start);

struct Promise {
  using visited = void;
  std::string clock, path, amount;
  Start start = Start::opened;
  bool soft = false;     // an aim: shown, never a breach; its gaps are notes
  std::string unproved;  // why nothing can be said: best effort, a date that only the request knows
  template <class F>
  void visit(F& f) {
    f("clock", clock), f("path", path), f("amount", amount), f("start", start), f("soft", soft);
    f("unproved", unproved);
  }
  friend bool operator==(const Promise&, const Promise&) = default;
};

enum class GapKind {
  falls_due_unattended,  // the instants at which a due can fall
  runs_unattended,
  effort_unattended,
  outside_effort,     // what takes work to be kept (nothing but an answer meets it) runs outside `effort`'s hours
  nobody_on_purpose,  // as the first three, but coverage says none
  beyond_claim        // a door's claim names instants at which nobody is there
};
std::span<const std::string_view> enum_words(GapKind);

struct Gap {
  using visited = void;
  GapKind kind = GapKind::runs_unattended;
  std::string path;  // the clause: clocks.first_response.within[0], effort[1], doors.phone
  std::string amount;
  std::string team;  // whose turn it is; several: with ", "; empty: nobody's
  bool soft = false;
  Instant from = far_future, to = far_future;
  template <class F>
  void visit(F& f) {
    f("kind", kind), f("path", path), f("amount", amount), f("team", team), f("soft", soft);
    f("from", from), f("to", to);
  }
  friend bool operator==(const Gap&, const Gap&) = default;
};

// All combinations that come to the same: the same duty, promises, effort and claims.
struct Row {
  using visited = void;
  std::vector<Combination> combinations;
  std::int64_t duty = 0;
  std::string effort;  // calendars, with ", "
  std::vector<Promise> promises;
  std::vector<Gap> gaps;  // by kind and clause, then by time
  template <class F>
  void visit(F& f) {
    f("combinations", combinations), f("duty", duty), f("effort", effort), f("promises", promises), f("gaps", gaps);
  }
  friend bool operator==(const Row&, const Row&) = default;
};

// A real length of a calendar's stretches, and when they begin; those cut off by the horizon say nothing.
struct Length {
  using visited = void;
  Duration length;
  std::vector<Instant> begins;
  template <class F>
  void visit(F& f) {
    f("length", length), f("begins", begins);
  }
  friend bool operator==(const Length&, const Length&) = default;
};

// What the page claims, beside the truth.
struct ClaimFound {
  using visited = void;
  std::string key, what, value;
  bool checked = false;  // false: nothing here can tell
  bool holds = false;
  std::vector<Length> lengths;  // of `length`
  Instant first = far_future;   // of `covers`: where it first fails
  template <class F>
  void visit(F& f) {
    f("key", key), f("what", what), f("value", value), f("checked", checked), f("holds", holds);
    f("lengths", lengths), f("first", first);
  }
  friend bool operator==(const ClaimFound&, const ClaimFound&) = default;
};

struct Proof {
  using visited = void;
  std::string program, hash, zone;
  Instant from = far_future, to = far_future;
  std::vector<Duty> duties;
  std::vector<Row> rows;
  std::vector<ClaimFound> claims;
  template <class F>
  void visit(F& f) {
    f("program", program), f("hash", hash), f("zone", zone), f("from", from), f("to", to);
    f("duties", duties), f("rows", rows), f("claims", claims);
  }
  friend bool operator==(const Proof&, const Proof&) = default;
};

struct Options {
  std::optional<Instant> from;  // else the day on which the program takes effect, in its zone
  std::optional<Instant> to;    // else two years on
  std::map<std::string, std::vector<std::string>> only;  // fact: values; the others are left out
  // Who is really on shift, by team; a team that is not named works the program's hours. Rotas join here.
  std::map<std::string, calendars::Definition> shifts;
  std::size_t most_rows = 2000;
  std::size_t most_combinations = 200000;
};

// `limit` where the cases are too many: the detail says what to narrow by `only`.
Result<Proof> prove(const program::Program& program, const Options& options = {});

Json to_json(const Proof& proof);

}  // namespace yakusoku::proof
