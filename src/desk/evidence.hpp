#pragma once

// EVIDENCE of a request: the files that its kind's form asks for, which of them have come, and by when the customer was
// asked for the rest, as both sides see it.

#include <string>
#include <vector>

#include "desk/views.hpp"

namespace yakusoku::desk {

struct EvidenceView {
  struct Asked {
    std::string fact;
    program::Text title;
    bool optional = false;
    bool sent = false;
  };
  std::vector<Asked> asked;  // in the form's order; empty: the kind asks for no files
  std::size_t sent = 0;
  Instant due = far_future;  // the earliest by which the customer's part is awaited
  bool late = false;         // that moment has passed
  bool complete() const;     // nothing that is needed is missing
};
// Refusals: not_found.
Result<EvidenceView> view_evidence(Reader&, Shelf&, const Caller&, TicketId, Instant now);

}  // namespace yakusoku::desk
