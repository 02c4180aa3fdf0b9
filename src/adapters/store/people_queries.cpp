#include <algorithm>

#include "adapters/store/queries.hpp"
#include "adapters/store/row_text.hpp"
#include "adapters/store/statements.hpp"

namespace yakusoku::store {
namespace {

using namespace ports;

PersonRow person_from(Rows& rows) {
  PersonRow row;
  row.id = {rows.integer()};
  row.name = rows.text();
  row.email = rows.text();
  row.role = rows.as<Role>();
  row.organization = {rows.integer()};
  row.language = rows.text();
  row.zone = rows.text();
  row.password = rows.text();
  row.suspended = rows.boolean();
  row.away_until = rows.instant();
  row.created_at = rows.instant();
  row.updated_at = rows.instant();
  return row;
}

std::vector<PersonRow> people_from(Rows rows) {
  std::vector<PersonRow> out;
  while (rows.next()) out.push_back(person_from(rows));
  return out;
}

std::vector<OrganizationRow> organizations_from(Rows rows) {
  std::vector<OrganizationRow> out;
  while (rows.next()) {
    OrganizationRow row;
    row.id = {rows.integer()};
    row.name = rows.text();
    row.zone = rows.text();
    row.country = rows.text();
    row.language = rows.text();
    row.domains = list_of(rows.text());
    row.parent = {rows.integer()};
    if (auto facts = parse_json(rows.text())) row.facts = std::move(*facts);
    row.created_at = rows.instant();
    row.updated_at = rows.instant();
    out.push_back(std::move(row));
  }
  return out;
}

std::vector<ProgramVersionRow> versions_from(Rows rows) {
  std::vector<ProgramVersionRow> out;
  while (rows.next()) {
    ProgramVersionRow row;
    row.hash = rows.text();
    row.program = {rows.integer()};
    row.files = rows.text();
    row.published_at = rows.instant();
    row.effective_at = rows.instant();
    row.by = {rows.integer()};
    out.push_back(std::move(row));
  }
  return out;
}

std::vector<EnactmentRow> enactments_from(Rows rows) {
  std::vector<EnactmentRow> out;
  while (rows.next()) {
    EnactmentRow row;
    row.id = rows.integer();
    row.program = {rows.integer()};
    row.hash = rows.text();
    row.decided_at = rows.instant();
    row.starts_at = rows.instant();
    row.by = {rows.integer()};
    row.state = rows.as<EnactmentState>();
    row.moves = rows.boolean();
    row.spliced_to = rows.integer();
    row.moved_to = rows.integer();
    row.spliced = rows.integer();
    row.moved = rows.integer();
    row.changed = rows.integer();
    out.push_back(std::move(row));
  }
  return out;
}

}  // namespace

void Queries::add_groups(std::vector<PersonRow>& people) {
  for (PersonRow& person : people) {
    Rows rows = query(connection_, "people/groups", person.id);
    while (rows.next()) person.groups.push_back(rows.integer());
  }
}

std::optional<PersonRow> Queries::person(PersonId id) {
  std::vector<PersonRow> found = people_from(query(connection_, "people/load", id));
  add_groups(found);
  return only(std::move(found));
}

std::optional<PersonRow> Queries::person_by_address(std::string_view address) {
  std::vector<PersonRow> found = people_from(query(connection_, "people/by_address", address));
  add_groups(found);
  return only(std::move(found));
}

std::vector<PersonRow> Queries::people(const PersonQuery& asked) {
  const int role = asked.role ? static_cast<int>(*asked.role) : -1;
  std::vector<PersonRow> found =
      people_from(query(connection_, "people/find", role, asked.staff_only, asked.organization, asked.starts_with,
                        asked.after, std::clamp(asked.limit, 0, 1000)));
  add_groups(found);
  return found;
}

std::vector<PersonRow> Queries::staff(PersonId after, int limit) {
  std::vector<PersonRow> found = people_from(query(connection_, "people/staff", after, std::clamp(limit, 0, 1000)));
  add_groups(found);
  return found;
}

std::optional<OrganizationRow> Queries::organization(OrganizationId id) {
  return only(organizations_from(query(connection_, "organizations/load", id)));
}

std::vector<OrganizationRow> Queries::organizations(std::int64_t after, int limit) {
  return organizations_from(query(connection_, "organizations/after", after, std::clamp(limit, 0, 1000)));
}

std::optional<OrganizationRow> Queries::organization_by_name(std::string_view name) {
  return only(organizations_from(query(connection_, "organizations/by_name", name)));
}

std::vector<OrganizationRow> Queries::organizations_below(OrganizationId parent) {
  return organizations_from(query(connection_, "organizations/children", parent));
}

std::vector<GroupRow> Queries::groups() {
  std::vector<GroupRow> out;
  Rows rows = query(connection_, "groups/all");
  while (rows.next()) {
    GroupRow row;
    row.id = {rows.integer()};
    row.program = {rows.integer()};
    row.key = rows.text();
    row.name = rows.text();
    out.push_back(std::move(row));
  }
  return out;
}

std::vector<ProgramRow> Queries::programs() {
  std::vector<ProgramRow> out;
  Rows rows = query(connection_, "programs/all");
  while (rows.next()) {
    ProgramRow row;
    row.id = {rows.integer()};
    row.key = rows.text();
    row.title = rows.text();
    row.in_force = rows.text();
    out.push_back(std::move(row));
  }
  return out;
}

std::optional<ProgramVersionRow> Queries::program_version(std::string_view hash) {
  std::vector<ProgramVersionRow> found = versions_from(query(connection_, "programs/version", hash));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<ProgramVersionRow> Queries::program_versions(ProgramId program) {
  return versions_from(query(connection_, "programs/versions", program));
}

std::vector<EnactmentRow> Queries::enactments(ProgramId program) {
  return enactments_from(query(connection_, "programs/enactments", program));
}

std::vector<EnactmentRow> Queries::unfinished_enactments() {
  return enactments_from(query(connection_, "programs/unfinished_enactments"));
}

std::string Queries::enactments_mark() {
  Rows rows = query(connection_, "programs/enactments_mark");
  return rows.next() ? std::string(rows.text()) : std::string();
}

std::optional<SessionRow> Queries::session(std::string_view token_hash) {
  Rows rows = query(connection_, "sessions/load", token_hash);
  if (!rows.next()) return std::nullopt;
  SessionRow row;
  row.token_hash = rows.text();
  row.person = {rows.integer()};
  row.csrf = rows.text();
  row.created_at = rows.instant();
  row.seen_at = rows.instant();
  row.expires_at = rows.instant();
  return row;
}

std::optional<TokenRow> Queries::token(std::string_view hash) {
  Rows rows = query(connection_, "tokens/load", hash);
  if (!rows.next()) return std::nullopt;
  TokenRow row;
  row.hash = rows.text();
  row.person = {rows.integer()};
  row.created_at = rows.instant();
  return row;
}

}  // namespace yakusoku::store
