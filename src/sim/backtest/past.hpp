#pragma once

// A past request as a backtest takes it up: what was known of the people, and what people did, in order. It comes out of
// a trace (trace.hpp) or a desk's own log (desk_log.hpp); what the desk itself did is not in it, that is decided anew.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/lifecycle/decide.hpp"
#include "core/tickets/ticket.hpp"

namespace yakusoku::sim::backtest {

struct PastRequest;

struct PastEvent {
  Instant at;
  lifecycle::Act act;
  // From here on this is known, too (contact.away and the like live on). With `only_known` nothing else happened.
  std::vector<tickets::Value> known;
  bool only_known = false;
  std::string version;  // move: the hash of the version that it moves to; it does so only among today's versions
  std::shared_ptr<const PastRequest> other;  // absorb: the request that was merged into this one
};

struct PastRequest {
  std::int64_t order = 0;  // the ticket's number; in a trace the place in the file
  std::string id;          // as the trace or the desk calls it
  std::string customer;    // the organisation; empty where none is known
  std::string version;     // hash of the version that it was opened under; empty: the trace knows none
  std::vector<tickets::Value> known;
  std::vector<PastEvent> events;
};

}  // namespace yakusoku::sim::backtest
