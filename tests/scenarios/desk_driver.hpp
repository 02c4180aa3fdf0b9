#pragma once

// The desk over SQLite in memory: the same scenarios through use cases, log, rows and wakes. What a scenario knows of a
// person that the desk keeps nowhere can't be played here: `unfit` then says so.

#include <functional>
#include <map>

#include "../engines/test_database.hpp"
#include "adapters/shelf/locked_shelf.hpp"
#include "adapters/store/database.hpp"
#include "adapters/system/dice.hpp"
#include "adapters/system/test_clock.hpp"
#include "desk/views.hpp"
#include "driver.hpp"

namespace yakusoku::scenarios {

class DeskDriver final : public Driver {
 public:
  DeskDriver();
  Outcome begin(const std::string& program) override;
  const program::Program& program() const override { return *program_; }
  Outcome move_to(Instant at, bool asleep) override;
  Outcome wake() override;
  Outcome know(const tickets::Value& value) override;
  Outcome act(const std::string& request, const lifecycle::Act& act, const std::string& owner) override;
  Outcome close_days(const std::string& calendar, const std::vector<calendars::Date>& dates, Instant from) override;
  Outcome works(const Works& works) override;
  Outcome off_or_on(const OffOrOn& stretch) override;
  PersonId id_of(const std::string& name, PersonId stands_for) override;
  Outcome merge(const std::string& from, const std::string& into) override;
  // desk_terms.cpp
  Outcome term(const std::vector<std::string>& words) override;
  std::string failed_term(const std::string& request, const std::vector<std::string>& words) override;
  RequestSeen seen(const std::string& request) override;
  std::string fact(const std::string& request, const std::string& name) override;

  const std::string& unfit() const { return unfit_; }
  store::Database& database() { return engine_.first(); }
  ports::Store& store() { return *store_; }

 private:
  Result<ports::Answer> run(std::function<Result<ports::Answer>(ports::Transaction&)> body);
  Result<desk::Caller> person(const std::string& name, ports::Role role);
  Result<desk::Caller> caller_of(const lifecycle::Act& act);
  Outcome open(const std::string& request, const lifecycle::Act& act, const desk::Caller& caller);
  Outcome misfit(std::string why);
  lifecycle::World world(const std::string& request);
  Outcome change_customer(std::function<void(ports::OrganizationRow&)> change);
  Outcome holds(const std::vector<std::string>& words);
  Outcome contact(const std::vector<std::string>& words);
  Outcome asker(const std::string& name);
  std::int64_t licences_known() const;
  Outcome approve_what_waits(TicketId request);
  Outcome somebody_else_holds();
  Outcome hold_what_is_known();
  Result<OrganizationId> above(int steps);
  std::string failed_plan(const std::string& request, const std::vector<std::string>& words);
  std::string failed_contacts(const std::vector<std::string>& words);
  std::string failed_balance(const std::string& request, const std::vector<std::string>& words);

  system::TestClock time_{Instant{0}};
  system::SeededDice dice_{1};
  tests::TestEngine engine_;
  std::unique_ptr<ports::Store> store_;
  shelf::LockedShelf shelf_;
  std::string program_name_;
  std::shared_ptr<const program::Program> program_;
  ProgramId program_id_;
  OrganizationId organization_;
  std::map<std::string, desk::Caller> people_;
  int people_made_ = 0;
  std::vector<std::pair<std::string, TicketId>> requests_;
  std::vector<tickets::Value> known_;
  std::optional<ports::Role> asker_;              // one of us asks, not the customer
  std::vector<OrganizationId> above_;             // the customer's parents, the nearest first
  std::map<std::string, std::string> addresses_;  // of named contacts, by name
  std::string refused_contact_;                   // the clause by which the last one was refused; empty: taken
  bool holds_known_ = false;                      // the plan that is known is a contract by now
  bool approves_ = false;                         // from now on a lead approves whatever waits
  std::string unfit_;
};

}  // namespace yakusoku::scenarios
