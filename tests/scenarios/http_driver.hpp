#pragma once

// The real binary over HTTP, on SQLite, with a clock that is pushed: the same scenarios as whoever writes a client would
// see them. What the customer does goes by his token, what we do by an agent's or a lead's; a plan, which no record of
// people keeps yet, is said by an admin who opens the request for him. Looking again (`wake`) and sleeping are a
// kill -9 and a start. `unfit` says what can't be said over the API.

#include "driver.hpp"
#include "http_desk.hpp"

namespace yakusoku::scenarios {

class HttpDriver final : public Driver {
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
  PersonId id_of(const std::string& name, PersonId stands_for) override;
  Outcome merge(const std::string& from, const std::string& into) override;
  Outcome term(const std::vector<std::string>&) override {
    return misfit("what a customer holds is played on core and desk");
  }
  std::string failed_term(const std::string&, const std::vector<std::string>&) override { return unfit_; }
  RequestSeen seen(const std::string& request) override;
  std::string fact(const std::string& request, const std::string& name) override;

  const std::string& unfit() const { return unfit_; }
  // Whether it was killed on the way; then its folder is worth a look.
  bool was_killed() const { return killed_; }
  std::string verified() { return desk_->verified(); }

 private:
  struct Said {
    std::string role, path;
    Json body;
  };
  Outcome misfit(std::string why);
  Outcome send(const Said& said, HttpAnswer* answer = nullptr);
  Result<Instant> push(Instant at);  // then the desk's next wake
  Result<std::string> role_of(const lifecycle::Act& act);
  Outcome open(const std::string& request, const lifecycle::Act& act, const std::string& role);
  Result<Said> said_of(const lifecycle::Act& act, const std::string& role, const std::string& owner);
  Result<std::int64_t> owner_id(const std::string& name);
  std::string path_of(const std::string& request) const;

  std::shared_ptr<const program::Program> program_;
  std::string program_name_;
  std::unique_ptr<HttpDesk> desk_;
  Instant now_;
  std::vector<std::pair<std::string, std::int64_t>> requests_;
  std::vector<tickets::Value> laid_;  // what an admin says with the opening
  std::string asker_ = "customer";    // by role
  std::map<std::string, std::int64_t> owners_;
  bool killed_ = false;
  std::string unfit_;
};

}  // namespace yakusoku::scenarios
