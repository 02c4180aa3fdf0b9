// What customers hold: contracts, assets, and who is above and beneath (docs/api.md).

#include "desk/customers.hpp"
#include "adapters/api/lists.hpp"
#include "desk/balances.hpp"

namespace yakusoku::api {
namespace {

Json named(const ports::OrganizationRow& row) { return Json::object({{"id", row.id.value}, {"name", row.name}}); }

Json contract_json(const desk::CustomerView::Contract& each, const Call& call) {
  Json json = write_fields(each.row);
  json.set("id", each.row.id)
      .set("program_id", each.row.program.value)
      .set("program", each.program)
      .set("plan_title", each.plan.empty() ? each.row.plan : std::string(each.plan.in(call.language)))
      .set("covers_today", each.covers_today)
      .set("days_left", each.days_left < 0 ? Json() : Json(each.days_left))
      .set("contacts", each.contacts)
      .set("most_contacts", each.most ? Json(*each.most) : Json());
  return json;
}

Json asset_json(const ports::AssetRow& row) {
  Json json = write_fields(row);
  json.set("id", row.id).set("program", row.program.value);
  return json;
}

Result<Json> customer(ports::Reader& reader, desk::Shelf& shelf, const Call& call) {
  const OrganizationId id{TRY(id_of(call))};
  const desk::CustomerView view = TRY(desk::view_customer(reader, shelf, call.access.caller, id, call.now));
  const auto balances = TRY(desk::view_balances(reader, shelf, call.access.caller, id, call.now));
  return Json::object(
      {{"organization", named(view.organization)},
       {"above", list_json(view.above, named)},
       {"children", list_json(view.children, named)},
       {"domains", list_json(view.organization.domains, [](const auto& each) { return Json(each); })},
       {"contracts", list_json(view.contracts, [&](const auto& each) { return contract_json(each, call); })},
       {"assets", list_json(view.assets, asset_json)},
       {"ledgers", list_json(balances, [&](const auto& each) { return balance_json(each, call); })}});
}

Result<ports::ContractRow> contract_in(const Call& call) {
  ports::ContractRow row;
  if (!read_fields(call.body, row)) return fail(ErrorCode::malformed, "contract", "a member has another type");
  row.program = ProgramId{call.body.get_integer("program_id").value_or(0)};
  return row;
}

Result<ports::AssetRow> asset_in(const Call& call) {
  ports::AssetRow row;
  if (!read_fields(call.body, row)) return fail(ErrorCode::malformed, "asset", "a member has another type");
  return row;
}

}  // namespace

void add_customers(Routes& routes) {
  desk::Shelf& shelf = routes.services().shelf;
  routes.read("/api/v2/desk/organizations/{id}/customer",
              [&shelf](ports::Reader& reader, const Call& call) { return customer(reader, shelf, call); });
  const auto put_contract = [&shelf](const Call& call, ports::ContractRow row) -> Result<Routes::UseCase> {
    return [&shelf, caller = call.access.caller, row](ports::Transaction& transaction) {
      return desk::put_contract(transaction, shelf, caller, row);
    };
  };
  const auto put_asset = [](const Call& call, ports::AssetRow row) -> Result<Routes::UseCase> {
    return [caller = call.access.caller, row](ports::Transaction& transaction) {
      return desk::put_asset(transaction, caller, row);
    };
  };
  routes.write(
      "POST", "/api/v2/desk/organizations/{id}/contracts",
      [put_contract](const Call& call) -> Result<Routes::UseCase> {
        ports::ContractRow row = TRY(contract_in(call));
        row.organization = OrganizationId{TRY(id_of(call))};
        return put_contract(call, row);
      },
      201);
  routes.write("PUT", "/api/v2/desk/contracts/{id}", [put_contract](const Call& call) -> Result<Routes::UseCase> {
    ports::ContractRow row = TRY(contract_in(call));
    row.id = TRY(id_of(call));
    return put_contract(call, row);
  });
  routes.write(
      "POST", "/api/v2/desk/organizations/{id}/assets",
      [put_asset](const Call& call) -> Result<Routes::UseCase> {
        ports::AssetRow row = TRY(asset_in(call));
        row.organization = OrganizationId{TRY(id_of(call))};
        return put_asset(call, row);
      },
      201);
  routes.write("PUT", "/api/v2/desk/assets/{id}", [put_asset](const Call& call) -> Result<Routes::UseCase> {
    ports::AssetRow row = TRY(asset_in(call));
    row.id = TRY(id_of(call));
    return put_asset(call, row);
  });
}

}  // namespace yakusoku::api
