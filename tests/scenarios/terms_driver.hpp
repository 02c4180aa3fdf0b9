#pragma once

// The pure core with what a customer holds beside his requests: plans, contacts and balances (core/entitlements), and
// promises over a period (core/objectives). A plan that covers is given to the request when it is opened.

#include <map>

#include "core/entitlements/contacts.hpp"
#include "core/entitlements/held_plans.hpp"
#include "core/entitlements/ledgers.hpp"
#include "core/objectives/objectives.hpp"
#include "core_driver.hpp"

namespace yakusoku::scenarios {

class TermsDriver final : public CoreDriver {
 public:
  Outcome act(const std::string& request, const lifecycle::Act& act, const std::string& owner) override;
  // holds PLAN [at HOLDER [STEPS]] [from DATE] [to DATE] [signed DATE] · holds nothing
  // contact NAME ADDRESS [employer NAME] [partner] [role ROLE]… [FACT VALUE]…
  // asker NAME: who of the customer's people asks from now on, a named contact or not
  // signs DATE: the contract; overlays look at it · buy LEDGER [PACKS] · approve WHO: goes below zero from now on
  Outcome term(const std::vector<std::string>& words) override;
  // plan PLAN · missed PLAN CLAUSE · contact taken · contact refused CLAUSE · contacts COUNTED of MOST
  // balance LEDGER NUMBER · spending covered, overdrawn, needs_approval or refused
  // objective NAME kept, broken or nothing from DATE to DATE [met N of N] [counted N] [credit TEXT] [claim DATE]
  std::string failed_term(const std::string& request, const std::vector<std::string>& words) override;

 private:
  std::vector<tickets::Value> given_to(const lifecycle::Act& act) override;
  Result<std::shared_ptr<const program::Program>> program_for(const lifecycle::Act& act) override;
  void followed(const Kept& kept, const std::vector<lifecycle::Fact>& facts) override;

  lifecycle::World customer() const;
  Outcome know_balances();
  Outcome at_the_door(const std::string& request, const lifecycle::Act& act);
  Outcome holds(const std::vector<std::string>& words);
  Outcome contact(const std::vector<std::string>& words);
  Outcome buy(const std::vector<std::string>& words);
  void ask_ledgers(const Kept& kept, const tickets::Event& event);
  void bring_up(entitlements::Balance& balance, const entitlements::Ledger& ledger);
  std::string failed_plan(const std::string& request, const std::vector<std::string>& words) const;
  std::string failed_contact(const std::vector<std::string>& words) const;
  std::string failed_balance(const std::vector<std::string>& words);
  std::string failed_objective(const std::vector<std::string>& words) const;

  bool holds_plans_ = false;
  std::vector<entitlements::HeldPlan> held_;
  entitlements::Covered opening_;
  std::map<std::string, entitlements::Covered> covered_;
  std::vector<entitlements::Contact> contacts_;
  entitlements::ContactsJudged newcomer_;
  std::map<std::string, entitlements::Balance> balances_;
  std::string asker_;  // who of the customer's people asks
  std::string approver_, spending_ = "nothing";
};

}  // namespace yakusoku::scenarios
