// Users, organizations and groups.

#include "adapters/api/calls.hpp"
#include "adapters/api/paging.hpp"

namespace yakusoku::api {
namespace {

// Zendesk knows three roles; ours stands beside.
std::string_view coarse_role(ports::Role role) {
  if (role == ports::Role::admin) return "admin";
  return ports::is_staff(role) ? "agent" : "end-user";
}

Json user_json(const ports::PersonRow& row) {
  return Json::object({{"id", row.id.value},
                       {"name", row.name},
                       {"email", row.email},
                       {"role", std::string(coarse_role(row.role))},
                       {"desk_role", std::string(ports::word_of(row.role))},
                       {"organization_id", row.organization ? Json(row.organization.value) : Json()},
                       {"locale", row.language},
                       {"time_zone", row.zone},
                       {"suspended", row.suspended},
                       {"away_until", row.away_until == Instant{} ? Json() : Json(to_iso(row.away_until))},
                       {"active", true},
                       {"created_at", to_iso(row.created_at)},
                       {"updated_at", to_iso(row.updated_at)}});
}

Json organization_json(const ports::OrganizationRow& row) {
  Json domains = Json::array();
  for (const std::string& each : row.domains) domains.push(each);
  return Json::object({{"id", row.id.value},
                       {"name", row.name},
                       {"domain_names", std::move(domains)},
                       {"time_zone", row.zone},
                       {"country", row.country},
                       {"locale", row.language},
                       {"facts", row.facts},
                       {"parent_id", row.parent ? Json(row.parent.value) : Json()},
                       {"created_at", to_iso(row.created_at)},
                       {"updated_at", to_iso(row.updated_at)}});
}

template <class Row>
auto all_shown(Json (*json)(const Row&)) {
  return [json](const std::vector<Row>& rows) {
    std::vector<Json> shown;
    for (const Row& each : rows) shown.push_back(json(each));
    return shown;
  };
}

Result<ports::Role> role_in(const Json& user) {
  const std::string exact = text_in(user, "desk_role");
  const std::string coarse = text_in(user, "role");
  if (!exact.empty()) {
    const auto role = ports::role_of(exact);
    if (!role) return fail(ErrorCode::unknown_value, "desk_role", exact);
    return *role;
  }
  if (coarse.empty() || coarse == "end-user") return ports::Role::customer;
  if (coarse == "agent") return ports::Role::agent;
  if (coarse == "admin") return ports::Role::admin;
  return fail(ErrorCode::unknown_value, "role", coarse);
}

// The exact word counts where it says something new, else the coarse one where that does: what is written back as it was
// shown changes nothing.
Result<ports::Role> new_role(const Json& user, ports::Role present) {
  const std::string exact = text_in(user, "desk_role");
  if (!exact.empty() && exact != ports::word_of(present)) return role_in(user);
  const std::string coarse = text_in(user, "role");
  if (coarse.empty() || coarse == coarse_role(present)) return present;
  return role_in(Json::object({{"role", coarse}}));
}

// What a customer may say of himself; anything else only as it is.
Outcome only_own(const Json& user, const Json& shown) {
  for (const auto& [name, value] : user.members()) {
    if (name == "name" || name == "locale" || name == "time_zone") continue;
    const Json* present = shown.find(name);
    if (!present || *present != value) return fail(ErrorCode::not_allowed, name);
  }
  return {};
}

Result<Routes::UseCase> create_user(const Call& call) {
  const Json* user = TRY(object_in(call, "user"));
  desk::NewPerson person;
  person.name = text_in(*user, "name");
  person.email = text_in(*user, "email");
  person.role = TRY(role_in(*user));
  person.organization = OrganizationId{user->get_integer("organization_id").value_or(0)};
  person.language = text_in(*user, "locale");
  person.zone = text_in(*user, "time_zone");
  return [caller = call.access.caller, person](ports::Transaction& transaction) {
    return desk::create_person(transaction, caller, person);
  };
}

Result<Routes::UseCase> update_user(const Call& call) {
  const PersonId id{TRY(id_of(call))};
  const Json* sent = TRY(object_in(call, "user"));
  return [caller = call.access.caller, id, user = *sent](ports::Transaction& transaction) -> Result<ports::Answer> {
    auto row = transaction.person(id);
    // Whoever may not see him learns no more than that.
    if (!row || (!caller.staff() && caller.person != id)) return fail(ErrorCode::not_found, "user");
    if (!caller.staff()) TRY_OUTCOME(only_own(user, user_json(*row)));
    if (user.find("name")) row->name = text_in(user, "name");
    if (user.find("email")) row->email = text_in(user, "email");
    row->role = TRY(new_role(user, row->role));
    if (user.find("organization_id"))
      row->organization = OrganizationId{user.get_integer("organization_id").value_or(0)};
    if (user.find("locale")) row->language = text_in(user, "locale");
    if (user.find("time_zone")) row->zone = text_in(user, "time_zone");
    if (user.find("suspended")) row->suspended = user.get_boolean("suspended").value_or(false);
    return desk::update_person(transaction, caller, *row);
  };
}

// Only what is said; the rest stays as it is.
Outcome take_organization(const Json& sent, ports::OrganizationRow& row) {
  for (const auto& [name, member] :
       {std::pair{"name", &ports::OrganizationRow::name}, std::pair{"time_zone", &ports::OrganizationRow::zone},
        std::pair{"country", &ports::OrganizationRow::country},
        std::pair{"locale", &ports::OrganizationRow::language}}) {
    if (sent.find(name)) row.*member = text_in(sent, name);
  }
  if (sent.find("parent_id")) row.parent = OrganizationId{sent.get_integer("parent_id").value_or(0)};
  if (const Json* facts = sent.find("facts")) row.facts = *facts;
  const Json* domains = sent.find("domain_names");
  if (!domains || domains->is_null()) return {};
  if (!domains->is_array()) return fail(ErrorCode::invalid, "domain_names", "a list of words is expected");
  if (domains->items().size() > 100) return fail(ErrorCode::too_many, "domain_names");
  row.domains.clear();
  for (const Json& each : domains->items()) {
    if (!each.is_string()) return fail(ErrorCode::invalid, "domain_names", "a list of words is expected");
    row.domains.push_back(each.string());
  }
  return {};
}

Result<Routes::UseCase> update_organization(const Call& call) {
  const OrganizationId id{TRY(id_of(call))};
  const Json* sent = TRY(object_in(call, "organization"));
  return [caller = call.access.caller, id, sent = *sent](ports::Transaction& transaction) -> Result<ports::Answer> {
    auto row = transaction.organization(id);
    if (!row || !caller.staff()) return fail(ErrorCode::not_found, "organization");
    TRY_OUTCOME(take_organization(sent, *row));
    return desk::update_organization(transaction, caller, *row);
  };
}

Result<Routes::UseCase> create_organization(const Call& call) {
  const Json* sent = TRY(object_in(call, "organization"));
  ports::OrganizationRow row;
  TRY_OUTCOME(take_organization(*sent, row));
  return [caller = call.access.caller, row](ports::Transaction& transaction) {
    return desk::create_organization(transaction, caller, row);
  };
}

Result<Json> shown_user(ports::Reader& reader, const Call&, const Json& answer) {
  const auto row = reader.person(PersonId{answer.get_integer("person").value_or(0)});
  if (!row) return fail(ErrorCode::not_found);
  return Json::object({{"user", user_json(*row)}});
}

}  // namespace

void add_people(Routes& routes) {
  routes.read(
      "/api/v2/users",
      [](ports::Reader& reader, const Call& call) {
        const auto fetch = [&](std::int64_t after, int limit) {
          ports::PersonQuery query;
          query.after = after;
          query.limit = limit;
          return reader.people(query);
        };
        return list_page(call, "users", fetch, all_shown(user_json));
      },
      true);
  routes.read("/api/v2/users/me", [](ports::Reader& reader, const Call& call) {
    return shown_user(reader, call, Json::object({{"person", call.access.caller.person.value}}));
  });
  routes.read("/api/v2/users/{id}", [](ports::Reader& reader, const Call& call) -> Result<Json> {
    const std::int64_t id = TRY(id_of(call));
    if (!call.access.caller.staff() && call.access.caller.person != PersonId{id}) return fail(ErrorCode::not_found);
    return shown_user(reader, call, Json::object({{"person", id}}));
  });
  routes.write_and_show("POST", "/api/v2/users", create_user, 201, shown_user);
  routes.write_and_show("PUT", "/api/v2/users/{id}", update_user, 200, shown_user);
  routes.read(
      "/api/v2/organizations",
      [](ports::Reader& reader, const Call& call) {
        const auto fetch = [&](std::int64_t after, int limit) { return reader.organizations(after, limit); };
        return list_page(call, "organizations", fetch, all_shown(organization_json));
      },
      true);
  const auto shown_organization = [](ports::Reader& reader, const Call&, const Json& answer) -> Result<Json> {
    const auto row = reader.organization(OrganizationId{answer.get_integer("organization").value_or(0)});
    if (!row) return fail(ErrorCode::not_found);
    return Json::object({{"organization", organization_json(*row)}});
  };
  routes.read(
      "/api/v2/organizations/{id}",
      [shown_organization](ports::Reader& reader, const Call& call) -> Result<Json> {
        const std::int64_t id = TRY(id_of(call));
        return shown_organization(reader, call, Json::object({{"organization", id}}));
      },
      true);
  routes.write_and_show("POST", "/api/v2/organizations", create_organization, 201, shown_organization);
  routes.write_and_show("PUT", "/api/v2/organizations/{id}", update_organization, 200, shown_organization);
  routes.read(
      "/api/v2/groups",
      [](ports::Reader& reader, const Call&) -> Result<Json> {
        Json list = Json::array();
        for (const ports::GroupRow& each : reader.groups()) {
          list.push(Json::object({{"id", each.id.value}, {"name", each.name}, {"brand_id", each.program.value}}));
        }
        return Json::object({{"groups", std::move(list)},
                             {"meta", Json::object({{"has_more", false}})},
                             {"links", Json::object({{"next", Json()}})}});
      },
      true);
}

}  // namespace yakusoku::api
