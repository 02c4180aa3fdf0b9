#pragma once

// THE GATE: whether a door lets somebody do something (PROGRAM.md section 6, `doors`), and if not, by which clause, and
// through which doors he may instead. Who is turned away is always told another way in, where the program has one. Pure.
// It knows the doors that the program names; of any other (the API, the desk's own screens) it says nothing and lets
// through. A door that stands in for another (`only_if_down`) is no way in of its own and is never pointed at.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "core/program/program.hpp"

namespace yakusoku::entitlements {

struct Gate {
  bool open = true;
  std::string clause;                // what shuts it: doors.phone.when.plan, doors.mail.may
  std::vector<std::string> instead;  // doors by which he may do the same now, in the program's order
  friend bool operator==(const Gate&, const Gate&) = default;
};

// `what` is open, reply, follow, escalate, reopen or book; `facts` are the request's, with the plan that covers it.
Gate at_door(const program::Program& program, std::string_view door, std::string_view what,
             const program::Facts& facts);

// The same as an outcome: `refused_by_program` with the clause, and the doors that are open instead. Of a customer of whom
// nothing is kept (contact.named is not known) nobody knows what is his: he is let in. So is a mail: it has come by the
// time it is read, and what becomes of it is its mailbox's to say.
Outcome let_in(const program::Program& program, std::string_view door, std::string_view what,
               const program::Facts& facts);

}  // namespace yakusoku::entitlements
