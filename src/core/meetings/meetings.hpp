#pragma once

// MEETINGS of a request: calls, screen shares, team meetings and booked sessions are one kind of thing. One is asked for by
// either side, scheduled by ours, then held, missed or called off; it is held through a door of the program that goes out
// to the customer, or is a session of the program's (PROGRAM.md section 6). Words (why, where, what came of it) are
// messages of the request, here are their numbers. `evolve` only copies; core/lifecycle decides.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "base/json_fields.hpp"
#include "base/time.hpp"

namespace yakusoku::meetings {

enum class State { asked, scheduled, declined, cancelled, held, missed };
std::span<const std::string_view> enum_words(State);

struct Meeting {
  using visited = void;
  int number = 0;  // of this request, from 1
  State state = State::asked;
  std::string door;      // through which it is held; empty: as the session says
  std::string session;   // of the program's; empty: none, a call or screen share as it comes
  std::string asked_by;  // customer, vendor
  PersonId by;
  MessageId why;  // what it is about
  Instant asked_at = far_future;
  Instant wished_from = far_future;            // when whoever asked would like it
  Instant from = far_future, to = far_future;  // as scheduled
  PersonId host;                               // who of ours holds it
  MessageId where;                             // a link, a number
  int sequence = 0;                            // how often it was put elsewhere (RFC 5546)
  Instant ended_at = far_future;               // held, missed, declined or called off
  std::string ended_by;                        // customer, vendor
  MessageId notes;                             // what came of it, or why not
  std::string path;                            // the clause: doors.screen_share, engagements.sessions.health_check
  bool open() const { return state == State::asked || state == State::scheduled; }
  template <class F>
  void visit(F& f) {
    f("number", number), f("state", state), f("door", door), f("session", session), f("asked_by", asked_by);
    f("by", by), f("why", why), f("asked_at", asked_at), f("wished_from", wished_from), f("from", from), f("to", to);
    f("host", host), f("where", where), f("sequence", sequence), f("ended_at", ended_at), f("ended_by", ended_by);
    f("notes", notes), f("path", path);
  }
  friend bool operator==(const Meeting&, const Meeting&) = default;
};

// A fact: the meeting as it is after.
struct MeetingChanged {
  using visited = void;
  Meeting meeting;
  template <class F>
  void visit(F& f) {
    f("meeting", meeting);
  }
  friend bool operator==(const MeetingChanged&, const MeetingChanged&) = default;
};
void evolve(std::vector<Meeting>& meetings, const MeetingChanged& fact);

}  // namespace yakusoku::meetings
