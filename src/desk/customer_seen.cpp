#include "desk/customer_seen.hpp"

#include <algorithm>

#include "base/zones.hpp"

namespace yakusoku::desk {

CustomerSeen::CustomerSeen(Reader& reader, clocks::Calendars& calendars, const program::Program& program,
                           ProgramId id, OrganizationId customer, Instant now)
    : facts_(nothing_, world_) {
  world_.now = now;
  world_.program = &program;
  world_.calendars = &calendars;
  world_.known = known_of(reader, PersonId{}, customer);
  tickets::Ticket ticket;
  ticket.organization = customer;
  const auto standing = standing_of(reader, id, ticket, now);
  const auto today = zones::wall_time(program.zone, now).date;
  const auto stands = [&](const entitlements::Contract& each) {
    const auto from = zones::date_of(each.held.from), to = zones::date_of(each.held.to);
    return (!from || *from <= today) && (!to || today <= *to);
  };
  for (const entitlements::Contract& each : standing.contracts)
    if (const auto from = zones::date_of(each.held.from); from && stands(each))
      since_ = std::min(since_, zones::instant_of(program.zone, *from, 0));
  for (const program::PlanRule& plan : program.plan_rules) {
    const auto found = std::ranges::find_if(standing.contracts, [&](const entitlements::Contract& each) {
      return each.held.plan == plan.id && stands(each);
    });
    if (found == standing.contracts.end()) continue;
    for (auto& [name, value] : entitlements::terms_of(*found))
      world_.known.push_back(tickets::Value::of(name, value));
    world_.known.push_back(tickets::Value::of("plan", plan.id));
    break;
  }
}

}  // namespace yakusoku::desk
