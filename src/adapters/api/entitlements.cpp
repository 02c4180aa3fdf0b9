// Which plan covers a request, and whom a customer has named as contacts (docs/api.md).

#include "adapters/api/lists.hpp"
#include "desk/entitlement.hpp"

namespace yakusoku::api {
namespace {

std::string plan_title(const program::Text& title, const std::string& id, const Call& call) {
  return title.empty() ? id : std::string(title.in(call.language));
}

Result<Json> coverage(ports::Reader& reader, desk::Shelf& shelf, const Call& call) {
  const TicketId id{TRY(id_of(call))};
  const auto ticket = TRY(desk::view_ticket(reader, shelf, call.access.caller, id, call.now));
  const desk::CoverageView view = desk::coverage_of(ticket);
  Json covered;
  if (!view.plan.empty())
    covered = Json::object({{"plan", view.plan}, {"title", plan_title(view.title, view.plan, call)}});
  Json missed = Json::array(), remedies = Json::array();
  for (const auto& each : view.missed) {
    missed.push(Json::object({{"plan", each.plan},
                              {"title", plan_title(each.title, each.plan, call)},
                              {"clause", each.clause},
                              {"why", each.why}}));
    if (each.for_contacts) remedies.push(Json::object({{"do", "name_contact"}, {"plan", each.plan}}));
  }
  return Json::object(
      {{"covered", std::move(covered)}, {"missed", std::move(missed)}, {"remedies", std::move(remedies)}});
}

Result<Json> contacts(ports::Reader& reader, desk::Shelf& shelf, const Call& call) {
  const OrganizationId organization{TRY(id_of(call))};
  const ProgramId program{TRY(id_of(call, "program"))};
  const auto view = TRY(desk::view_contacts(reader, shelf, call.access.caller, organization, program, call.now));
  Json list = Json::array(), refusals = Json::array();
  for (const auto& each : view.contacts) {
    list.push(Json::object({{"id", each.row.id},
                            {"person_id", each.row.person.value},
                            {"name", each.name},
                            {"address", each.address},
                            {"partner", each.row.partner},
                            {"employer", each.row.employer},
                            {"roles", words_json(each.row.roles)},
                            {"values", each.row.values},
                            {"since", iso_or_null(each.row.since)}}));
  }
  for (const auto& each : view.refusals)
    refusals.push(Json::object({{"person_id", each.contact}, {"clause", each.clause}, {"detail", each.detail}}));
  return Json::object({{"contacts", std::move(list)},
                       {"counted", view.counted},
                       {"most", view.most ? Json(*view.most) : Json()},
                       {"clause", view.clause},
                       {"refusals", std::move(refusals)}});
}

Result<desk::NewContact> contact_in(const Call& call) {
  desk::NewContact wanted;
  wanted.organization = OrganizationId{TRY(id_of(call))};
  wanted.program = ProgramId{TRY(id_of(call, "program"))};
  wanted.person = PersonId{call.body.get_integer("person_id").value_or(0)};
  wanted.address = text_in(call.body, "address");
  wanted.name = text_in(call.body, "name");
  wanted.partner = call.body.get_boolean("partner").value_or(false);
  wanted.employer = text_in(call.body, "employer");
  wanted.replaces = call.body.get_integer("replaces").value_or(0);
  if (const Json* values = call.body.find("values"); values && !values->is_null()) wanted.values = *values;
  const Json* roles = call.body.find("roles");
  if (!roles || roles->is_null()) return wanted;
  if (!roles->is_array()) return fail(ErrorCode::invalid, "roles", "a list of words is expected");
  for (const Json& each : roles->items()) {
    if (!each.is_string()) return fail(ErrorCode::invalid, "roles", "a list of words is expected");
    wanted.roles.push_back(each.string());
  }
  return wanted;
}

}  // namespace

void add_entitlements(Routes& routes) {
  desk::Shelf& shelf = routes.services().shelf;
  routes.read("/api/v2/tickets/{id}/coverage",
              [&shelf](ports::Reader& reader, const Call& call) { return coverage(reader, shelf, call); });
  routes.read("/api/v2/desk/organizations/{id}/contacts/{program}",
              [&shelf](ports::Reader& reader, const Call& call) { return contacts(reader, shelf, call); });
  routes.write(
      "POST", "/api/v2/desk/organizations/{id}/contacts/{program}",
      [&shelf](const Call& call) -> Result<Routes::UseCase> {
        const desk::NewContact wanted = TRY(contact_in(call));
        return [&shelf, caller = call.access.caller, wanted](ports::Transaction& transaction) {
          return desk::name_contact(transaction, shelf, caller, wanted);
        };
      },
      201);
  routes.write("DELETE", "/api/v2/desk/organizations/{id}/contacts/{program}/{contact}",
               [&shelf](const Call& call) -> Result<Routes::UseCase> {
                 const OrganizationId organization{TRY(id_of(call))};
                 const std::int64_t contact = TRY(id_of(call, "contact"));
                 return
                     [&shelf, caller = call.access.caller, organization, contact](ports::Transaction& transaction) {
                       return desk::remove_contact(transaction, shelf, caller, organization, contact);
                     };
               });
}

}  // namespace yakusoku::api
