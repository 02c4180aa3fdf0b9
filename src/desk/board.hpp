#pragma once

// WHO STANDS WHERE WITH A REQUEST, AND THE BOARD THAT A LEAD KEEPS OPEN: escalations with the way up, hand-offs, effort;
// and over all requests what falls due in the next hours, what nobody will be there for, what is being handed over or was
// escalated. Reads only. What a customer sees is his own request's path; the board is the staff's.

#include <string>
#include <vector>

#include "core/lifecycle/escalation_path.hpp"
#include "core/lifecycle/own_acts.hpp"
#include "desk/shifts.hpp"

namespace yakusoku::desk {

struct StandingView {
  lifecycle::Request request;
  std::shared_ptr<const program::Program> program;
  std::vector<lifecycle::PathLevel> path;
  const program::EscalationTier* tier = nullptr;  // where it is worked on; into `program`
  std::string team;
  lifecycle::Effort effort;
  std::int64_t lane_place = 0;  // among those in the lane of the same team, from 1; 0: in none
  Instant lane_since = far_future;
  // Who could take it over now: those on duty of its team but the owner. Staff only.
  std::vector<OnDuty> receivers;
};
// What the program calls a level, its role, a tier, a team or a site; nullptr: it gives no title.
const program::Text* title_of(const program::Program& program, std::string_view id);
Result<StandingView> view_standing(Reader&, Shelf&, const Caller&, TicketId, Instant now);

// A hand-off that somebody offers by hand runs out with the giver's shift; far_future where nobody keeps a rota.
// `not_in_this_state` where the owner is off duty: then there is nobody to take it from.
Result<Instant> end_of_giver(Reader&, Shelf&, const Caller&, TicketId, Instant now);

struct Hanging {
  ports::TicketRow row;
  std::string owner, team;
  bool attended = true;  // somebody of owner and team is on duty when it falls due; true where nobody keeps a rota
};
struct Attention {
  ports::AttentionRow row;
  ports::TicketRow ticket;
  std::string owner, team;
};
struct BoardView {
  Instant now;
  DutyView duty;
  std::vector<Hanging> hanging;  // soonest first, at most most_on_board
  std::vector<Attention> gaps, effort_gaps, handoffs, escalations, dropped;
  std::vector<Attention> meetings, meetings_asked;  // to come, by their time; and those that have none yet
  std::vector<std::string> cut;                     // lists of which there is more than is shown, by their names here
};
constexpr int most_on_board = 100;
Result<BoardView> view_board(Reader&, Shelf&, const Caller&, ProgramId, Duration ahead, Instant now);

}  // namespace yakusoku::desk
