#pragma once

// WHAT WILL HAPPEN AT THIS HOUR, told before a request is sent: what would be promised, under which plan, which team is on
// and until when, in which language answers come, and whether the door takes requests now. The request is decided as if it
// were opened, and nothing is written.

#include "core/lifecycle/own_acts.hpp"
#include "desk/entitlement.hpp"

namespace yakusoku::desk {

struct Outlook {
  std::vector<ClockView> clocks;
  CoverageView coverage;  // the plan that would cover it, and the better one that does not
  std::string team;       // empty: at this hour none takes care of it
  program::Text team_title;
  bool rotas_kept = false;  // whether it is known who of the team is there
  bool somebody_there = false;
  Instant until = far_future;    // the last of them goes; far_future: not known, or they stay
  Instant back_at = far_future;  // where nobody is there: the next comes
  lifecycle::Effort effort;
  std::vector<std::string> languages;  // in which answers come; empty: the program says none
  std::string language;                // of the request
  bool answered_in_it = true;
  bool door_open = true;
  Instant door_opens_at = far_future;  // where it is shut: it takes requests from then on
};
// Refusals: unknown_value (program), those of opening it.
Result<Outlook> outlook(Reader&, Shelf&, const Caller&, const OpenTicket&, Instant now);

}  // namespace yakusoku::desk
