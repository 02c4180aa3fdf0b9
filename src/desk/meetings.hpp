#pragma once

// A REQUEST'S MEETINGS as somebody sees them who may see the request, and what he may ask for: doors that go out to the
// customer and sessions of the program's, each with the clause that keeps it from him, where one does.

#include <string>
#include <vector>

#include "core/meetings/meetings.hpp"
#include "desk/views.hpp"

namespace yakusoku::desk {

struct MeetingKind {
  std::string door, session;  // one of them
  program::Text title, means;
  std::optional<Duration> length;
  bool approved = false;  // somebody has to approve it
  bool control = true;    // no: nobody of ours takes control
  std::string clause;     // why it can't be asked for now; empty: it can
};

struct MeetingsView {
  struct Seen {
    meetings::Meeting meeting;
    program::Text title;            // of the session or the door
    std::string why, where, notes;  // the words, as far as he may read them
    std::string host;               // his name
  };
  std::vector<Seen> meetings;  // in order of their numbers
  std::vector<MeetingKind> kinds;
};
// Refusals: not_found, unavailable.
Result<MeetingsView> view_meetings(Reader&, Shelf&, const Caller&, TicketId, Instant now);

}  // namespace yakusoku::desk
