// Reads of people at work, of what hangs in the air, and of what customers hold.

#include <algorithm>

#include "adapters/store/queries.hpp"
#include "adapters/store/row_text.hpp"
#include "adapters/store/statements.hpp"

namespace yakusoku::store {
namespace {

using namespace ports;

// Details are ours: what this binary wrote it can read, and what a newer one added is left alone.
template <class Row>
void read_details(Rows& rows, Row& row) {
  if (const auto json = parse_json(rows.text())) read_fields(*json, row);
}

std::vector<AgentRow> agents_from(Rows rows) {
  std::vector<AgentRow> out;
  while (rows.next()) {
    AgentRow& row = out.emplace_back();
    row.person = {rows.integer()};
    read_details(rows, row);
  }
  return out;
}

std::vector<DutyExceptionRow> exceptions_from(Rows rows) {
  std::vector<DutyExceptionRow> out;
  while (rows.next()) {
    DutyExceptionRow& row = out.emplace_back();
    row.id = rows.integer();
    row.person = {rows.integer()};
    row.from = rows.instant();
    row.to = rows.instant();
    row.away = rows.boolean();
    row.kind = rows.text();
    row.source = rows.text();
  }
  return out;
}

std::vector<AttentionRow> attention_from(Rows rows) {
  std::vector<AttentionRow> out;
  while (rows.next()) {
    AttentionRow& row = out.emplace_back();
    row.ticket = {rows.integer()};
    row.kind = rows.text();
    row.key = rows.text();
    row.at = rows.instant();
    row.since = rows.instant();
  }
  return out;
}

std::vector<ContractRow> contracts_from(Rows rows) {
  std::vector<ContractRow> out;
  while (rows.next()) {
    ContractRow& row = out.emplace_back();
    row.id = rows.integer();
    row.organization = {rows.integer()};
    row.program = {rows.integer()};
    read_details(rows, row);
  }
  return out;
}

std::vector<AssetRow> assets_from(Rows rows) {
  std::vector<AssetRow> out;
  while (rows.next()) {
    AssetRow& row = out.emplace_back();
    row.id = rows.integer();
    row.organization = {rows.integer()};
    read_details(rows, row);
  }
  return out;
}

std::int64_t number_from(Rows rows) { return rows.next() ? rows.integer() : 0; }

}  // namespace

std::vector<AgentRow> Queries::agents() { return agents_from(query(connection_, "duty/agents")); }

std::optional<AgentRow> Queries::agent(PersonId person) {
  return only(agents_from(query(connection_, "duty/agent", person)));
}

std::vector<RotaRow> Queries::rotas() {
  std::vector<RotaRow> out;
  Rows rows = query(connection_, "duty/rotas");
  while (rows.next()) {
    RotaRow& row = out.emplace_back();
    row.name = rows.text();
    row.title = rows.text();
    row.hours = rows.text();
  }
  return out;
}

std::vector<DutyExceptionRow> Queries::duty_exceptions(Instant ending_after) {
  return exceptions_from(query(connection_, "duty/exceptions", ending_after));
}

std::vector<DutyExceptionRow> Queries::duty_exceptions_of(PersonId person, Instant ending_after) {
  return exceptions_from(query(connection_, "duty/exceptions_of", person, ending_after));
}

std::optional<DutyExceptionRow> Queries::duty_exception(std::int64_t id) {
  return only(exceptions_from(query(connection_, "duty/exception", id)));
}

std::int64_t Queries::duty_mark() { return number_from(query(connection_, "duty/mark")); }

std::int64_t Queries::open_requests_of(PersonId person) {
  return number_from(query(connection_, "duty/open_of", person));
}

std::vector<StaffGroup> Queries::staff_groups() {
  std::vector<StaffGroup> out;
  Rows rows = query(connection_, "duty/staff_groups");
  while (rows.next()) {
    StaffGroup& row = out.emplace_back();
    row.person = {rows.integer()};
    row.group = rows.integer();
    row.role = rows.as<Role>();
  }
  return out;
}

std::vector<AttentionRow> Queries::attention_of(TicketId ticket) {
  return attention_from(query(connection_, "attention/of_ticket", ticket));
}

std::vector<AttentionRow> Queries::attention(std::string_view kind, ProgramId program, int limit) {
  return attention_from(query(connection_, "attention/of_kind", kind, program, std::clamp(limit, 0, 1000)));
}

PersonId Queries::person_of_phone(std::string_view number) {
  return {number_from(query(connection_, "phones/owner", number))};
}

std::vector<std::string> Queries::phones_of(PersonId person) {
  std::vector<std::string> numbers;
  Rows rows = query(connection_, "phones/of_person", person);
  while (rows.next()) numbers.push_back(rows.text());
  return numbers;
}

OrganizationId Queries::organization_of_domain(std::string_view domain) {
  return {number_from(query(connection_, "organizations/of_domain", domain))};
}

std::vector<ContractRow> Queries::contracts_of(OrganizationId organization) {
  return contracts_from(query(connection_, "customers/contracts", organization));
}

bool Queries::keeps_contracts(ProgramId program) {
  return number_from(query(connection_, "customers/keeps_contracts", program)) != 0;
}

std::optional<ContractRow> Queries::contract(std::int64_t id) {
  return only(contracts_from(query(connection_, "customers/contract", id)));
}

std::vector<NamedContactRow> Queries::named_contacts(OrganizationId organization, ProgramId program, Instant at) {
  std::vector<NamedContactRow> out;
  Rows rows = query(connection_, "customers/contacts", organization, program, at);
  while (rows.next()) {
    NamedContactRow& row = out.emplace_back();
    row.id = rows.integer();
    row.organization = {rows.integer()};
    row.program = {rows.integer()};
    row.person = {rows.integer()};
    row.until = rows.instant();
    read_details(rows, row);
  }
  return out;
}

std::vector<AssetRow> Queries::assets_of(OrganizationId organization) {
  return assets_from(query(connection_, "customers/assets", organization));
}

std::vector<std::string> Queries::ledger_movements(OrganizationId organization, ProgramId program,
                                                   std::string_view ledger) {
  std::vector<std::string> out;
  Rows rows = query(connection_, "ledgers/of", organization, program, ledger);
  while (rows.next()) out.push_back(rows.text());
  return out;
}

bool Queries::another_in_work(TicketId but, OrganizationId organization, PersonId requester) {
  return number_from(query(connection_, "tickets/another_in_work", but, organization, requester)) > 0;
}

std::int64_t Queries::open_requests_of(OrganizationId organization, int at_most) {
  return number_from(query(connection_, "tickets/open_of_organization", organization, at_most));
}

std::optional<AssetRow> Queries::asset(std::int64_t id) {
  return only(assets_from(query(connection_, "customers/asset", id)));
}

}  // namespace yakusoku::store
