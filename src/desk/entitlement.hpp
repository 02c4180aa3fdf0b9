#pragma once

// ENTITLEMENT ON THE DESK: what contracts, named contacts and assets a request stands upon, and what follows. A request is
// given its plan when it is opened (PROGRAM.md section 6); what was missed stays with it, with the clause, so that the
// asker reads it. Named contacts change within the program's limits, and with them his open requests move at once to the
// plan that covers him now. A desk that keeps no contracts and no contacts of a customer does with his requests what it
// always did. It never drops a request: where the program knows no other way in, a door turns nobody away.

#include <string>
#include <vector>

#include "core/entitlements/contacts.hpp"
#include "desk/views.hpp"

namespace yakusoku::desk {

// Somebody is to be a named contact: a person of the organisation, or an address (a person is made where there is none).
struct NewContact {
  OrganizationId organization;
  ProgramId program;
  PersonId person;
  std::string address, name;
  bool partner = false;
  std::string employer;
  std::vector<std::string> roles;
  Json values = Json::object();  // contact.* facts; of these a customer himself says only `personal`
  std::int64_t replaces = 0;     // the contact whose place he takes, in one step; 0: nobody's
};
// Staff, and the customer's own administrator, with the notice that the program asks of him (contacts.change): until then
// nothing changes. `refused_by_program` with the clause that he or the number does not fulfil.
// {"contact": id, "since": when he is one, "moved": how many of his open requests went over at once}
Result<Answer> name_contact(Transaction&, Shelf&, const Caller&, const NewContact&);
// He is none from then on; his requests stay as they are. {"contact": id, "until"}
Result<Answer> remove_contact(Transaction&, Shelf&, const Caller&, OrganizationId, std::int64_t contact);

struct ContactsView {
  struct One {
    ports::NamedContactRow row;
    std::string name, address;
  };
  std::vector<One> contacts;
  std::int64_t counted = 0;
  std::optional<std::int64_t> most;  // nullopt: no limit
  std::string clause;                // what says so
  Instant holds_from;  // a change that the caller makes now; later than now: the program asks for notice
  std::vector<entitlements::ContactRefusal> refusals;  // of those that are named now
};
Result<ContactsView> view_contacts(Reader&, Shelf&, const Caller&, OrganizationId, ProgramId, Instant now);

// Which plan covers a request, and which better one does not.
struct CoverageView {
  std::string plan;  // empty: nothing is kept, or none covers
  program::Text title;
  struct MissedPlan {
    std::string plan, why, clause;  // why: not_yet, over, not_valid, not_sold, not_covered
    program::Text title;
    bool for_contacts = false;  // he would be covered as a named contact: his administrator can make him one
  };
  std::vector<MissedPlan> missed;
};
CoverageView coverage_of(const TicketView&);

}  // namespace yakusoku::desk
