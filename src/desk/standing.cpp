#include "desk/standing.hpp"

#include <algorithm>

#include "base/zones.hpp"
#include "core/entitlements/gate.hpp"

namespace yakusoku::desk {
namespace {

entitlements::NamedValues values_in(const Json& json, const std::string& under) {
  entitlements::NamedValues values;
  if (!json.is_object()) return values;
  for (const auto& [name, value] : json.members()) {
    if (value.is_string()) {
      values.emplace_back(under + name, value.string());
    } else if (value.is_integer()) {
      values.emplace_back(under + name, value.integer());
    }
  }
  return values;
}

entitlements::Contract contract_of(const ports::ContractRow& row, int above) {
  using entitlements::Holder;
  entitlements::Contract contract;
  contract.held = {row.plan,     above == 0 ? Holder::contract : Holder::customer_above,
                   above,        std::to_string(row.id),
                   row.from,     row.to,
                   row.signed_on};
  if (row.licences > 0) contract.licences = row.licences;
  if (row.instances > 0) contract.instances = row.instances;
  contract.values = values_in(row.values, "contract.");
  return contract;
}

// The one asset that the request can be about; where several could be, nobody says which.
std::optional<entitlements::Asset> asset_of(Reader& reader, ProgramId program, const tickets::Ticket& ticket) {
  if (!ticket.organization || ticket.word("product").empty()) return std::nullopt;
  const std::string environment = ticket.word("environment");
  std::optional<entitlements::Asset> found;
  for (const ports::AssetRow& each : reader.assets_of(ticket.organization)) {
    if (each.program != program || each.product != ticket.word("product")) continue;
    if (!environment.empty() && each.environment != environment) continue;
    if (found) return std::nullopt;
    found = entitlements::Asset{std::to_string(each.id), each.covered_until, each.plan};
  }
  return found;
}

}  // namespace

entitlements::Contact contact_of(Reader& reader, const ports::NamedContactRow& row) {
  entitlements::Contact contact;
  contact.id = std::to_string(row.person.value);
  if (const auto person = reader.person(row.person)) {
    contact.name = person->name;
    contact.address = person->email;
  }
  contact.employer = row.employer;
  contact.roles = row.roles;
  contact.partner = row.partner;
  contact.known = values_in(row.values, "contact.");
  return contact;
}

namespace {

// The customer first, then whoever stands above him.
template <class Visit>
void each_above(Reader& reader, OrganizationId organization, const Visit& visit) {
  std::vector<OrganizationId> passed;
  for (int above = 0; organization && above <= most_above; ++above) {
    if (std::ranges::find(passed, organization) != passed.end()) break;
    passed.push_back(organization);
    visit(organization, above);
    const auto row = reader.organization(organization);
    organization = row ? row->parent : OrganizationId{};
  }
}

// Every moment at which something of what stands behind the request begins.
template <class Visit>
void each_beginning(Reader& reader, ProgramId id, const program::Program& program, const tickets::Ticket& ticket,
                    Instant now, const Visit& visit) {
  if (program.plan_rules.empty()) return;
  each_above(reader, ticket.organization, [&](OrganizationId organization, int) {
    for (const ports::ContractRow& each : reader.contracts_of(organization))
      if (const auto date = zones::date_of(each.from); date && each.program == id)
        visit(zones::instant_of(program.zone, *date, 0));
    for (const ports::NamedContactRow& each : reader.named_contacts(organization, id, now))
      if (each.person == ticket.requester) visit(each.since);
  });
}

}  // namespace

Instant next_standing(Reader& reader, const ports::TicketRow& row, const program::Program& program,
                      const tickets::Ticket& ticket, Instant now) {
  const Instant from = std::min(row.next_wake, now + seconds(1));
  Instant next = far_future;
  each_beginning(reader, row.program, program, ticket, now, [&](Instant at) {
    if (at >= from) next = std::min(next, at);
  });
  return next;
}

entitlements::Standing standing_of(Reader& reader, ProgramId program, const tickets::Ticket& ticket, Instant now) {
  entitlements::Standing standing;
  each_above(reader, ticket.organization, [&](OrganizationId organization, int above) {
    for (const ports::ContractRow& each : reader.contracts_of(organization))
      if (each.program == program) standing.contracts.push_back(contract_of(each, above));
    for (const ports::NamedContactRow& each : reader.named_contacts(organization, program, now)) {
      standing.keeps_contacts = true;
      if (each.person == ticket.requester && each.since <= now && !standing.contact)
        standing.contact = contact_of(reader, each);
    }
  });
  standing.keeps_contracts = reader.keeps_contracts(program);
  standing.asset = asset_of(reader, program, ticket);
  return standing;
}

void stand_behind(Reader& reader, ProgramId program, const lifecycle::Act& opening, lifecycle::World& world) {
  const lifecycle::Request entering = lifecycle::entering(opening, world);
  const auto standing = standing_of(reader, program, entering.ticket, world.now);
  const lifecycle::FactsSeen facts(entering, world);
  for (auto& [name, value] : entitlements::opening(*world.program, standing, facts, world.now).facts) {
    std::erase_if(world.known, [&name](const tickets::Value& each) { return each.name == name; });
    world.known.push_back(tickets::Value::of(name, value));
  }
}

Outcome let_in(const Loaded& loaded, const lifecycle::Act& act, const lifecycle::World& world) {
  const std::string_view what = lifecycle::through_a_door(act);
  if (act.actor.side != lifecycle::Side::customer || what.empty()) return {};
  return entitlements::let_in(*loaded.program, act.door, what, lifecycle::FactsSeen(loaded.request, world));
}

}  // namespace yakusoku::desk
