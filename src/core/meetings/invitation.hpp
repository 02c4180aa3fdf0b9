#pragma once

// AN INVITATION as iCalendar (RFC 5545), to be mailed (RFC 5546): a request for a meeting, a later one of the same meeting
// with a higher sequence, or its cancellation. Times are written in UTC, so that no zone has to be explained; words are
// escaped and lines folded at 75 octets, never inside a character. Pure; knows no request.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.hpp"

namespace yakusoku::meetings {

struct Invitation {
  std::string uid;  // one for all of a meeting's life
  int sequence = 0;
  bool cancelled = false;
  Instant made_at, from, to;
  std::string summary, description, location;
  struct Person {
    std::string name, address;
  };
  Person organizer;
  std::vector<Person> attendees;
};

// Stretches of time as a calendar to subscribe to (RFC 5545): each an event whose UID is the same whenever it is made.
struct Entries {
  std::string name;     // of the calendar
  std::string summary;  // of each event
  std::string uid;      // what the events' UIDs begin with
  Instant made_at;
  std::vector<std::pair<Instant, Instant>> stretches;
};
std::string to_icalendar(const Entries& entries);

// CRLF line ends. An address that could end its line or its value is left out with its person.
std::string to_icalendar(const Invitation& invitation);

}  // namespace yakusoku::meetings
