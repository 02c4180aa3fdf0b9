#pragma once

// BALANCES (PROGRAM.md section 6, `ledgers`): incident packs, advisor hours, health checks. A balance is a fold over its
// movements, each with its cause; the functions below say which movements follow from a purchase, from a period that
// begins, from an event of a request. What expires first is spent first; what is given back goes to the grant it came
// from, and where that has expired meanwhile the movement says so and gives nothing. Pure: moments are arguments.
// It knows no request but by its number, and refuses to go below zero unless the program allows or somebody approves.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/json_fields.hpp"
#include "base/time.hpp"
#include "core/program/program.hpp"

namespace yakusoku::entitlements {

struct Movement {
  using visited = void;
  enum class Kind {
    granted,    // makes the grant `grant` of `amount`, which lasts until `until`
    carried,    // the same, out of what was left at a period's end
    spent,      // from the grant
    overdrawn,  // below zero: from no grant (0)
    settled,    // what was overdrawn is taken from the grant
    refunded,   // back to the grant; to none (0): less is overdrawn
    too_late,   // it would have come back, but the grant has expired meanwhile: nothing does
    expired,    // what was left of the grant is gone
    asked,      // it is not there: somebody has to approve that the balance goes below zero; nothing moves
    refused     // it is not there, and the program lets nobody approve; nothing moves
  };
  Kind kind = Kind::granted;
  std::int64_t amount = 0;
  int grant = 0;
  Instant at = far_future;
  Instant until = far_future;  // of a grant: when it expires
  std::string cause;           // the clause, as in ledgers.packs.spend[0]
  std::string request;         // for whose sake; empty: of none
  std::string by;              // who bought or approved it
  template <class F>
  void visit(F& f) {
    f("kind", kind), f("amount", amount), f("grant", grant), f("at", at), f("until", until), f("cause", cause),
        f("request", request), f("by", by);
  }
  friend bool operator==(const Movement&, const Movement&) = default;
};
std::span<const std::string_view> enum_words(Movement::Kind);

struct Grant {
  using visited = void;
  int number = 0;  // from 1, in the order in which they were made
  std::int64_t amount = 0, left = 0;
  Instant from = far_future, until = far_future;
  bool expired = false;
  template <class F>
  void visit(F& f) {
    f("number", number), f("amount", amount), f("left", left), f("from", from), f("until", until),
        f("expired", expired);
  }
  friend bool operator==(const Grant&, const Grant&) = default;
};

struct Balance {
  using visited = void;
  std::vector<Grant> grants;
  std::int64_t overdrawn = 0;
  std::vector<Movement> history;  // all that came to be, in order

  // What is left of what has not expired, less what was overdrawn.
  std::int64_t total(Instant at) const;
  const Grant* grant(int number) const;
  template <class F>
  void visit(F& f) {
    f("grants", grants), f("overdrawn", overdrawn), f("history", history);
  }
  friend bool operator==(const Balance&, const Balance&) = default;
};

// The fold. Copies what the movement says; nothing is computed but sums.
void evolve(Balance& balance, const Movement& movement);
Json to_json(const Balance& balance);
Result<Balance> balance_from_json(const Json& json);

// One ledger of a program for one holder. Whoever writes brings the balance up to the moment first (`advance`): the other
// functions see what has expired by then, but write no expiry. The references must outlive it.
class Ledger {
 public:
  Ledger(const program::Program& program, const program::LedgerRule& rule, const program::Facts& facts)
      : program_(program), rule_(rule), facts_(facts) {}

  // Whether he has it at all (`when`).
  bool held() const { return program::holds(rule_.when, facts_); }
  // What one purchase or one period gives by now; 0 where no case is his or the formula is unknown.
  std::int64_t grant() const;

  // What was taken and not given back in the period in which that moment lies; of a ledger without periods: in all.
  std::int64_t used(const Balance& balance, Instant at) const;
  // The fact ledger.NAME at that moment: what is left; where the ledger only counts, what was taken in this period.
  std::int64_t total(const Balance& balance, Instant at) const {
    return rule_.counts() ? used(balance, at) : balance.total(at);
  }

  // What has to be written so that the balance stands at `at`: expiries and, since `since` (when he came to have it),
  // what each period gave and what was carried over, in the order of their moments. Asked twice, the second is empty.
  std::vector<Movement> advance(const Balance& balance, Instant since, Instant at) const;
  // So many packs were bought. What was overdrawn is settled from them.
  std::vector<Movement> purchase(const Balance& balance, std::int64_t packs, Instant at, std::string by) const;

  struct Spending {
    enum class Verdict { covered, overdrawn, needs_approval, refused };
    Verdict verdict = Verdict::covered;
    std::vector<Movement> movements;  // where it is refused or needs approval, the one that says so
    std::string clause;               // what decided: the move's, or ledgers.NAME where it is short
    friend bool operator==(const Spending&, const Spending&) = default;
  };
  // `approved_by`: who allows going below zero, where the program asks for it; empty: nobody.
  Spending spend(const Balance& balance, std::int64_t amount, const std::string& request, const std::string& clause,
                 Instant at, const std::string& approved_by = {}) const;
  // What was asked for and nobody has approved yet.
  static std::vector<Movement> waiting(const Balance& balance);
  // Up to so much of what that request spent comes back, the last first. What another request still owes is settled
  // from it: no grant has something left while the balance is below zero.
  std::vector<Movement> refund(const Balance& balance, std::int64_t amount, const std::string& request,
                               const std::string& clause, Instant at) const;

  // What an event of a request asks of the balance: the moves whose event and `when` fit, in written order.
  struct Asked {
    bool refund = false;
    std::int64_t amount = 0;
    std::string clause;
    friend bool operator==(const Asked&, const Asked&) = default;
  };
  std::vector<Asked> asked_by(std::string_view event, std::string_view clock,
                              const std::vector<std::pair<std::string, std::string>>& attributes) const;

 private:
  Movement granted(const Balance& balance, std::int64_t amount, Instant at, Instant until, std::string by) const;
  Instant expiry(Instant at) const;
  void begin_period(Balance& balance, Instant begins, Instant ends, std::vector<Movement>& movements) const;
  const program::Program& program_;
  const program::LedgerRule& rule_;
  const program::Facts& facts_;
};

}  // namespace yakusoku::entitlements
