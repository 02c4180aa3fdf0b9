// What customers bought and spent, and whether somebody who asks is away (docs/api.md).

#include "desk/balances.hpp"
#include "adapters/api/lists.hpp"

namespace yakusoku::api {
namespace {

// Requests and people stand in movements as numbers; empty: none.
Json number_or_null(const std::string& text) { return text.empty() ? Json() : Json(std::int64_t{std::stoll(text)}); }

Json movement_json(const entitlements::Movement& each) {
  Json json = Json::object({{"kind", std::string(enum_words(each.kind)[static_cast<std::size_t>(each.kind)])},
                            {"amount", each.amount},
                            {"at", to_iso(each.at)},
                            {"until", iso_or_null(each.until)},
                            {"clause", each.cause}});
  json.set("ticket_id", number_or_null(each.request));
  json.set("by", number_or_null(each.by));
  return json;
}

struct Named {
  OrganizationId organization;
  ProgramId program;
  std::string ledger;
};
Result<Named> named_in(const Call& call) {
  Named named{OrganizationId{TRY(id_of(call))}, ProgramId{call.body.get_integer("program_id").value_or(0)},
              text_in(call.body, "ledger")};
  if (named.ledger.empty()) return fail(ErrorCode::required, "ledger");
  return named;
}

}  // namespace

Json balance_json(const desk::BalanceView& each, const Call& call) {
  return Json::object({{"id", each.ledger},
                       {"program_id", each.program.value},
                       {"title", titled(each.title, each.ledger, call)},
                       {"means", titled(each.means, "", call)},
                       {"unit", each.unit},
                       {"holder_id", each.holder.value},
                       {"balance", each.total},
                       {"counts", each.counts},
                       {"every", each.every},
                       {"sold", each.sold},
                       {"lapses", each.lapses},
                       {"lapses_at", iso_or_null(each.lapses_at)},
                       {"waiting", list_json(each.waiting, movement_json)},
                       {"latest", list_json(each.latest, movement_json)}});
}

void add_balances(Routes& routes) {
  desk::Shelf& shelf = routes.services().shelf;
  routes.read("/api/v2/desk/organizations/{id}/ledgers",
              [&shelf](ports::Reader& reader, const Call& call) -> Result<Json> {
                const OrganizationId id{TRY(id_of(call))};
                const auto views = TRY(desk::view_balances(reader, shelf, call.access.caller, id, call.now));
                return Json::object(
                    {{"ledgers", list_json(views, [&](const auto& each) { return balance_json(each, call); })}});
              });
  routes.write(
      "POST", "/api/v2/desk/organizations/{id}/purchases",
      [&shelf](const Call& call) -> Result<Routes::UseCase> {
        const Named named = TRY(named_in(call));
        const std::int64_t packs = call.body.get_integer("packs").value_or(1);
        return [&shelf, caller = call.access.caller, named, packs](ports::Transaction& transaction) {
          return desk::buy_packs(transaction, shelf, caller, named.organization, named.program, named.ledger, packs);
        };
      },
      201);
  routes.write("POST", "/api/v2/desk/organizations/{id}/approvals",
               [&shelf](const Call& call) -> Result<Routes::UseCase> {
                 const Named named = TRY(named_in(call));
                 const TicketId ticket{call.body.get_integer("ticket_id").value_or(0)};
                 return [&shelf, caller = call.access.caller, named, ticket](ports::Transaction& transaction) {
                   return desk::approve_spending(transaction, shelf, caller, named.organization, named.program,
                                                 named.ledger, ticket);
                 };
               });
  routes.write("PUT", "/api/v2/users/{id}/away", [](const Call& call) -> Result<Routes::UseCase> {
    const PersonId person{TRY(id_of(call))};
    Instant until;  // behind us: he is there
    if (const std::string word = text_in(call.body, "until"); !word.empty()) {
      const auto given = from_iso(word);
      if (!given) return fail(ErrorCode::invalid, "until", "2026-11-20T01:02:03Z is expected");
      until = *given;
    }
    return [caller = call.access.caller, person, until](ports::Transaction& transaction) {
      return desk::set_away(transaction, caller, person, until);
    };
  });
}

}  // namespace yakusoku::api
