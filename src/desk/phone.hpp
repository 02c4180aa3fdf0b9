#pragma once

// WHERE A CALL GOES AT THIS INSTANT. For a telephone exchange that asks: which office answers a number that a customer
// dialled, which numbers ring in order, and who calls and what he is entitled to. The dialled number's own site answers
// while somebody is there (by the roster, or where none is kept by the site's hours); else the next site of the program that
// is online; else the team that its coverage names. The desk is no exchange: it rings nobody.

#include <string>
#include <vector>

#include "desk/desk.hpp"

namespace yakusoku::desk {

// Digits behind a plus: "+61 2 5550 0100" and "0061 (2) 5550-0100" are one. Empty where there are none.
std::string dialled(std::string_view number);

struct PhoneRoute {
  ProgramId program;
  std::string program_key, door;
  std::string dialled_site;         // whose number it is
  std::string office;               // a site, or a team where no site is online; empty: nobody answers now
  program::Text office_title;
  Instant until = far_future;       // how long that office is there
  Instant opens_at = far_future;    // nobody answers: when somebody does
  std::vector<std::string> rings;   // numbers, in order; each once
  // The caller; zero: nobody has that number.
  PersonId caller;
  std::string name, organization, language, plan;
  bool entitled = false;
  std::string clause;                 // why not: doors.phone.when.plan
  std::vector<std::string> instead;   // doors that are open to him
};
// Staff (an exchange's token). `unknown_value` for a number that no program's doors have.
Result<PhoneRoute> phone_route(Reader&, Shelf&, const Caller&, std::string_view called, std::string_view calling,
                               Instant now);

// By which numbers somebody telephones; his own, or staff's to say. `duplicate` for another's number.
Result<Answer> put_phones(Transaction&, const Caller&, PersonId, const std::vector<std::string>& numbers);

}  // namespace yakusoku::desk
