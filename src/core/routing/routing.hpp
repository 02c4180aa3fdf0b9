#pragma once

// ROUTING: which team owns a request (`coverage`, by case) and who in it gets it (`routing`: the first rule that holds,
// what it requires of people, and in which order it picks). The same state gives the same answer: ties go to whoever has
// less on his desk, then to the lower number. Nobody off shift is picked, nobody who may not take more, and nobody of a
// team that is reserved for other requests. Pure; it changes nothing and tells why.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/people/roster.hpp"
#include "core/program/program.hpp"

namespace yakusoku::routing {

// Why nobody was picked.
enum class Nobody { no, no_team, none_on_purpose, nobody_there, nobody_fits, all_full };
std::span<const std::string_view> enum_words(Nobody);

struct Picked {
  std::string team;         // the program's key; empty: none
  std::string team_clause;  // what decided the team
  PersonId owner;           // zero: it waits in the team's queue
  std::string rule;         // routing[0]
  Nobody nobody = Nobody::no;
  // What spoke for him, in the order of `pick`: skill=2, nearest_site=3600, load=4.
  std::vector<std::pair<std::string, std::int64_t>> reasons;
  std::size_t candidates = 0;  // who was on shift and fitted
  friend bool operator==(const Picked&, const Picked&) = default;
};

// A team that somebody named goes before coverage; `none` is nobody on purpose.
struct Owning {
  std::string team, clause;
};
Owning owning_team(const program::Program& program, const program::Facts& facts);

struct Question {
  const program::Program& program;
  const program::Facts& facts;
  const people::Roster& roster;
  const std::function<std::int64_t(PersonId)>& open_of;  // open requests on somebody's desk
  Instant now;
  PersonId not_to;  // whoever gives it away
};
Picked pick(const Question& question);

// The request's facts with agent.* answered by the person; what he does not say himself his team says.
class FactsOfAgent final : public program::Facts {
 public:
  FactsOfAgent(const people::Agent& agent, const program::Team* team, const program::Facts& others)
      : agent_(agent), team_(team), others_(others) {}
  program::FactValue value_of(std::string_view fact) const override;
  bool is_open(std::string_view calendar, Instant at) const override { return others_.is_open(calendar, at); }

 private:
  const people::Agent& agent_;
  const program::Team* team_;
  const program::Facts& others_;
};

}  // namespace yakusoku::routing
