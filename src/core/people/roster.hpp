#pragma once

// WHO WORKS WHEN. A roster is a snapshot of the people of one program's teams: what each knows, in which rota he works,
// when he is away, which single shifts he has besides. It answers who is on duty at a moment, when a person's or a team's
// next shift is. Pure and immutable: any number of threads may ask. It knows no
// request, decides nothing, and keeps no names or addresses: people are ids. Instants are UTC, stretches half open.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ids.hpp"
#include "base/time.hpp"
#include "core/calendars/calendars.hpp"
#include "core/program/predicate.hpp"

namespace yakusoku::people {

struct Agent {
  PersonId id;
  std::vector<std::string> teams;  // as the program's `teams` calls them; one that leads has `role` lead or higher
  std::string role;                // admin, lead, agent, …; further roles of a ladder (head_of_services) in `duties`
  std::vector<std::string> duties;
  std::string site, zone, tier;
  std::vector<std::string> skills, languages, products;  // empty: what his team says
  std::int64_t at_most = 0;                              // open requests at a time; 0: no limit
  std::string rota;                                      // empty: no rota: he is never on duty but in single shifts
  // Further agent.* facts that a rule may require: {agent.certified, yes}.
  std::vector<std::pair<std::string, program::FactValue>> known;
};

// A named weekly pattern, shared by many; the zone lies in the definition.
struct Rota {
  std::string name;
  calendars::Definition hours;
};

// A single stretch beside the rota: a shift that he has, or one in which he is away.
struct Exception {
  PersonId person;
  Instant from, to;
  bool away = true;
};

using calendars::Interval;

class Roster {
 public:
  struct Parts {
    std::vector<Agent> agents;
    std::vector<Rota> rotas;
    std::vector<Exception> exceptions;
    Instant from, to;  // for which answers are quick
  };
  Roster() = default;
  explicit Roster(Parts parts);

  bool empty() const { return agents_.empty(); }  // nobody keeps a rota here: then nobody is told to be off duty either
  std::span<const Agent> agents() const { return agents_; }  // by id
  const Agent* agent(PersonId person) const;
  std::vector<const Agent*> team(std::string_view team) const;  // by id
  std::vector<const Agent*> with_duty(std::string_view duty) const;  // of that role or ladder's duty, by id
  std::vector<const Agent*> at_site(std::string_view site) const;

  bool on_duty(PersonId person, Instant at) const;
  // Away then by an exception (vacation, sick), not merely off shift.
  bool away(PersonId person, Instant at) const;
  std::vector<const Agent*> on_duty(std::string_view team, Instant at) const;
  // His stretches of duty in [from, to), in order; what touches is joined. Of a team: whenever at least one is there.
  std::vector<Interval> duty(PersonId person, Instant from, Instant to) const;
  std::vector<Interval> duty(std::string_view team, Instant from, Instant to) const;
  std::vector<Interval> duty(const std::vector<const Agent*>& people, Instant from, Instant to) const;
  // The stretch he is in at that moment, else the next that begins within `ahead`.
  std::optional<Interval> shift(PersonId person, Instant at, Duration ahead = days(30)) const;
  std::optional<Interval> shift(std::string_view team, Instant at, Duration ahead = days(30)) const;
  // The next moment after `at` at which somebody of the team comes or goes.
  std::optional<Instant> next_change(std::string_view team, Instant at, Duration ahead = days(30)) const;

 private:
  const std::shared_ptr<const calendars::Calendar>* hours(const Agent& agent) const;
  std::span<const Exception> exceptions(PersonId person) const;
  std::vector<Agent> agents_;
  std::vector<std::pair<std::string, std::shared_ptr<const calendars::Calendar>>> rotas_;  // by name
  std::vector<Exception> exceptions_;                                                      // by person, then from
  std::vector<std::pair<std::string, std::vector<std::size_t>>> teams_;                    // by key; places in agents_
};

}  // namespace yakusoku::people
