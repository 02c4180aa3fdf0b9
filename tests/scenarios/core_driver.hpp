#pragma once

// The pure core with a clock of its own: no store, no server.

#include <map>

#include "core/clocks/compiled_calendars.hpp"
#include "core/lifecycle/own_acts.hpp"
#include "driver.hpp"

namespace yakusoku::scenarios {

// The files of the folder of that name in programs/, tests/programs/ or tests/scenarios/programs/.
Result<std::vector<program::SourceFile>> program_files(const std::string& folder);
// That folder, read once a process.
Result<std::shared_ptr<const program::Program>> program_in(const std::string& folder);

class CoreDriver : public Driver {
 public:
  Outcome begin(const std::string& program) override;
  const program::Program& program() const override { return *program_; }
  Outcome move_to(Instant at, bool asleep) override;
  Outcome wake() override;
  Outcome know(const tickets::Value& value) override;
  Outcome act(const std::string& request, const lifecycle::Act& act, const std::string& owner) override;
  Outcome close_days(const std::string& calendar, const std::vector<calendars::Date>& dates, Instant from) override;
  Outcome works(const Works& works) override;
  Outcome off_or_on(const OffOrOn& stretch) override;
  PersonId id_of(const std::string&, PersonId stands_for) override { return stands_for; }
  Outcome merge(const std::string& from, const std::string& into) override;
  Outcome term(const std::vector<std::string>&) override { return fail(ErrorCode::unavailable, "term"); }
  std::string failed_term(const std::string&, const std::vector<std::string>&) override { return "nobody keeps it"; }
  RequestSeen seen(const std::string& request) override;
  std::string fact(const std::string& request, const std::string& name) override;

  struct Kept {
    std::string name;
    lifecycle::Request request;
    std::vector<lifecycle::Fact> facts;
    std::shared_ptr<const program::Program> own;  // with overlays laid; nullptr: the folder's
  };
  const Kept* kept(const std::string& request) const;

 protected:
  // What a request is given when it is opened, beside what is known; and what followed from an act.
  virtual std::vector<tickets::Value> given_to(const lifecycle::Act&) { return {}; }
  virtual Result<std::shared_ptr<const program::Program>> program_for(const lifecycle::Act&) { return nullptr; }
  virtual void followed(const Kept&, const std::vector<lifecycle::Fact>&) {}
  lifecycle::World world(const Kept* kept = nullptr) const;
  const std::string& program_name() const { return program_name_; }
  const std::shared_ptr<const program::Program>& whole_program() const { return program_; }
  const std::vector<Kept>& requests() const { return requests_; }

 private:
  Kept* find(const std::string& request);
  Outcome act_on(Kept& kept, const lifecycle::Act& act, const lifecycle::Request* other = nullptr);

  std::string program_name_;
  std::shared_ptr<const program::Program> program_;
  clocks::CompiledCalendars calendars_;
  Instant now_;
  std::vector<tickets::Value> known_, given_;
  Outcome look_again();
  people::Roster::Parts parts_;
  people::Roster roster_;  // nobody, until a scenario says who works
  lifecycle::Staff staff_;
  std::vector<Kept> requests_;  // in order of their opening
};

}  // namespace yakusoku::scenarios
