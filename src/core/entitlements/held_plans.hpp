#pragma once

// WHO IS COVERED BY WHICH PLAN (PROGRAM.md section 6). Of the plans that somebody holds, by asset, contact, contract,
// customer or a customer above it, the first in the program's order whose validity and `when` hold covers the request;
// of each better one that is missed it is told which clause failed (rerouted). A plan with `bought: no` is held by
// whoever fits. Pure: plans held come as values, the moment is an argument. It refuses nothing and grants nothing.

#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "core/program/program.hpp"

namespace yakusoku::entitlements {

// Nearest first: where the same plan is held twice, the nearer one counts if it covers.
enum class Holder { asset, contact, contract, customer, customer_above, nobody };

struct HeldPlan {
  std::string plan;
  Holder holder = Holder::contract;
  int above = 0;          // customer_above: how many steps up the hierarchy (1: the parent)
  std::string holder_id;  // whose it is, for receipts
  // Dates as 2026-04-01; empty: open. `to` is the last day. They stand for contract.from, .to and .signed while this
  // plan's clauses are asked.
  std::string from, to, signed_on;
};

// Why a better plan does not cover: the clause, as in plans.premier.when.phase.
struct Missed {
  enum class Why {
    not_yet,      // the contract begins later
    over,         // it has ended
    not_valid,    // the plan itself covers in other times only (`valid`)
    not_sold,     // it was bought when it was not sold (`sold`)
    not_covered,  // its `when` fails
  };
  std::string plan;
  Why why = Why::not_covered;
  std::string clause;
  Holder holder = Holder::nobody;
  friend bool operator==(const Missed&, const Missed&) = default;
};

struct Covered {
  std::string plan;                    // empty: none covers
  std::vector<std::string> chain;      // it and all that it builds on, best first: the fact plan.chain
  std::vector<std::string> also_held;  // all plans held and valid, best first: the fact plan.held
  std::optional<HeldPlan> by;          // what covers; none where it is not bought
  std::vector<Missed> missed;          // the better ones that somebody holds, best first
  bool rerouted() const { return !missed.empty(); }
};

// `at` is the moment of the request's opening. `facts` are the request's; plan, plan.chain, contract.plan, .from, .to
// and .signed are answered by the plan in question.
Covered plan_of(const program::Program& program, const std::vector<HeldPlan>& held, const program::Facts& facts,
                Instant at);

// Facts of the request as one holds that plan: what clauses of its contract look at.
class FactsOfHolder final : public program::Facts {
 public:
  FactsOfHolder(const program::Program& program, const HeldPlan& plan, const program::Facts& request, Instant at);
  program::FactValue value_of(std::string_view fact) const override;
  bool is_open(std::string_view calendar, Instant at) const override { return request_.is_open(calendar, at); }

 private:
  const program::Program& program_;
  const HeldPlan& plan_;
  const program::Facts& request_;
  Instant at_;
};

}  // namespace yakusoku::entitlements
