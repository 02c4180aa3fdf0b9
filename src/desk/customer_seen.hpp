#pragma once
// private to the room
// A customer's facts as clauses about contacts and balances see them: the terms of the best contract that holds today.

#include "desk/standing.hpp"

namespace yakusoku::desk {

class CustomerSeen {
 public:
  CustomerSeen(Reader& reader, clocks::Calendars& calendars, const program::Program& program, ProgramId id,
               OrganizationId customer, Instant now);
  CustomerSeen(const CustomerSeen&) = delete;
  CustomerSeen& operator=(const CustomerSeen&) = delete;
  const program::Facts& facts() const { return facts_; }
  // When the first of his contracts that hold today began; far_future: none does, or it says no date.
  Instant since() const { return since_; }

 private:
  lifecycle::World world_;
  lifecycle::Request nothing_;
  lifecycle::FactsSeen facts_;
  Instant since_ = far_future;
};

}  // namespace yakusoku::desk
