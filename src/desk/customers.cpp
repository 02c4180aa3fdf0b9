#include "desk/customers.hpp"

#include <algorithm>

#include "base/zones.hpp"
#include "desk/standing.hpp"

namespace yakusoku::desk {
namespace {

constexpr std::size_t most_held = 1000;

Outcome date_fits(const std::string& date, const char* field) {
  if (date.empty() || zones::date_of(date)) return {};
  return fail(ErrorCode::invalid, field, "a date such as 2026-04-01 is expected");
}

Outcome fits(Reader& reader, Shelf& shelf, const ports::ContractRow& row) {
  if (!reader.organization(row.organization)) return fail(ErrorCode::unknown_value, "organization");
  for (const auto& [date, field] : {std::pair(row.from, "from"), {row.to, "to"}, {row.signed_on, "signed_on"}})
    TRY_OUTCOME(date_fits(date, field));
  if (!row.from.empty() && !row.to.empty() && row.to < row.from)
    return fail(ErrorCode::invalid, "to", "it ends before it begins");
  if (row.licences < 0 || row.instances < 0) return fail(ErrorCode::invalid, "licences");
  if (!row.price.is_object() || !row.values.is_object()) return fail(ErrorCode::invalid, "values");
  for (const ProgramView& each : programs(reader, shelf)) {
    if (each.row.id != row.program || !each.program) continue;
    if (each.program->plan(row.plan)) return {};
    return fail(ErrorCode::unknown_value, "plan", row.plan, "plans");
  }
  return fail(ErrorCode::unknown_value, "program");
}

bool administers_own(const Caller& caller, OrganizationId organization) {
  return caller.role == ports::Role::customer_admin && caller.organization == organization;
}

// His own and those of whoever belongs to him: a contract covers them too.
std::vector<OrganizationId> with_those_below(Reader& reader, OrganizationId organization) {
  std::vector<OrganizationId> all{organization};
  for (std::size_t next = 0; next < all.size() && all.size() < most_held; ++next)
    for (const ports::OrganizationRow& each : reader.organizations_below(all[next]))
      if (std::ranges::find(all, each.id) == all.end()) all.push_back(each.id);
  return all;
}

// Whole days from that instant's date, in the program's zone, to the contract's last day; negative: it is over.
int days_to(const std::string& last, const std::string& zone, Instant now) {
  const auto date = zones::date_of(last);
  return date ? *date - zones::wall_time(zone, now).date : -1;
}

}  // namespace

Result<Answer> put_contract(Transaction& transaction, Shelf& shelf, const Caller& caller,
                            const ports::ContractRow& wanted) {
  if (!caller.is_desk && caller.role != ports::Role::admin && caller.role != ports::Role::lead)
    return fail(ErrorCode::not_allowed);
  ports::ContractRow row = wanted;
  if (row.id != 0) {
    const auto present = transaction.contract(row.id);
    if (!present) return fail(ErrorCode::not_found, "contract");
    row.organization = present->organization;
    row.program = present->program;
  }
  TRY_OUTCOME(fits(transaction, shelf, row));
  if (row.id == 0) {
    if (transaction.contracts_of(row.organization).size() >= most_held) return fail(ErrorCode::too_many, "contracts");
    row.id = transaction.next_id("contract");
  }
  transaction.put(row);
  const bool begins_later =
      !row.from.empty() && *zones::date_of(row.from) * std::int64_t{86400} > transaction.now().seconds - 86400;
  std::int64_t moved = 0;
  for (const OrganizationId each : with_those_below(transaction, row.organization)) {
    moved += TRY(move_open_requests(transaction, shelf, each, row.program));
    // One that begins later: his requests look again then.
    if (begins_later) transaction.wake_requests_of(each, transaction.now());
  }
  const std::int64_t position =
      record_change(transaction, caller, ports::Subject::organization, row.organization.value, "contract");
  return Answer{200, to_text(Json::object({{"contract", row.id}, {"position", position}, {"moved", moved}}))};
}

Result<Answer> put_asset(Transaction& transaction, const Caller& caller, const ports::AssetRow& wanted) {
  ports::AssetRow row = wanted, before;
  if (row.id != 0) {
    const auto present = transaction.asset(row.id);
    if (!present) return fail(ErrorCode::not_found, "asset");
    before = *present;
    row.organization = present->organization;
  }
  const bool staff = caller.is_desk || (caller.staff() && caller.role != ports::Role::light_agent);
  if (!staff && !administers_own(caller, row.organization)) return fail(ErrorCode::not_allowed);
  // What is ours to say of it.
  if (!staff && row.plan != before.plan) return fail(ErrorCode::not_allowed, "plan");
  if (!staff && row.covered_until != before.covered_until) return fail(ErrorCode::not_allowed, "covered_until");
  if (!transaction.organization(row.organization)) return fail(ErrorCode::unknown_value, "organization");
  if (row.name.empty()) return fail(ErrorCode::required, "name");
  TRY_OUTCOME(date_fits(row.covered_until, "covered_until"));
  if (!row.details.is_object()) return fail(ErrorCode::invalid, "details");
  if (row.id == 0) {
    if (transaction.assets_of(row.organization).size() >= most_held) return fail(ErrorCode::too_many, "assets");
    row.id = transaction.next_id("asset");
  }
  transaction.put(row);
  return answer_of("asset", row.id,
                   record_change(transaction, caller, ports::Subject::organization, row.organization.value, "asset"));
}

std::vector<ports::AssetRow> own_assets(Reader& reader, const Caller& caller) {
  if (caller.staff() || !caller.organization) return {};
  return reader.assets_of(caller.organization);
}

Result<CustomerView> view_customer(Reader& reader, Shelf& shelf, const Caller& caller, OrganizationId id,
                                   Instant now) {
  if (!caller.staff() && !administers_own(caller, id)) return fail(ErrorCode::not_allowed);
  const auto organization = reader.organization(id);
  if (!organization) return fail(ErrorCode::not_found, "organization");
  CustomerView view;
  view.organization = *organization;
  for (OrganizationId parent = organization->parent; parent && std::ssize(view.above) < most_above;) {
    const auto row = reader.organization(parent);
    if (!row || row->id == id) break;
    view.above.push_back(*row);
    parent = row->parent;
  }
  if (caller.staff()) view.children = reader.organizations_below(id);
  view.assets = reader.assets_of(id);
  const auto all = programs(reader, shelf);
  for (ports::ContractRow& row : reader.contracts_of(id)) {
    CustomerView::Contract contract;
    const auto found = std::ranges::find(all, row.program, [](const ProgramView& each) { return each.row.id; });
    const std::string zone = found != all.end() && found->program ? found->program->zone : "UTC";
    if (found != all.end()) {
      contract.program = found->row.key;
      if (const auto* plan = found->program ? found->program->plan(row.plan) : nullptr) contract.plan = plan->title;
    }
    const int since = row.from.empty() ? -1 : days_to(row.from, zone, now);
    const int left = row.to.empty() ? 0 : days_to(row.to, zone, now);
    contract.covers_today = since <= 0 && left >= 0;
    contract.days_left = row.to.empty() || left < 0 ? -1 : left;
    if (const auto contacts = view_contacts(reader, shelf, caller, id, row.program, now)) {
      contract.contacts = contacts->counted;
      contract.most = contacts->most;
    }
    contract.row = std::move(row);
    view.contracts.push_back(std::move(contract));
  }
  return view;
}

}  // namespace yakusoku::desk
