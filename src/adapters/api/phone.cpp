// For a telephone exchange: where a call goes now, and who calls (docs/api.md).

#include "desk/phone.hpp"
#include "adapters/api/lists.hpp"

namespace yakusoku::api {
namespace {

Result<Json> route(ports::Reader& reader, desk::Shelf& shelf, const Call& call) {
  const desk::PhoneRoute found =
      TRY(desk::phone_route(reader, shelf, call.access.caller, call.request.query_value("called").value_or(""),
                            call.request.query_value("caller").value_or(""), call.now));
  Json caller;
  if (found.caller)
    caller = Json::object({{"id", found.caller.value},
                           {"name", found.name},
                           {"organization", found.organization},
                           {"language", found.language},
                           {"plan", found.plan}});
  Json office;
  if (!found.office.empty())
    office = Json::object(
        {{"id", found.office},
         {"title", found.office_title.empty() ? found.office : std::string(found.office_title.in(call.language))},
         {"until", iso_or_null(found.until)}});
  return Json::object({{"program", found.program_key},
                       {"door", found.door},
                       {"dialled_site", found.dialled_site},
                       {"office", std::move(office)},
                       {"opens_at", found.office.empty() ? iso_or_null(found.opens_at) : Json()},
                       {"rings", words_json(found.rings)},
                       {"caller", std::move(caller)},
                       {"entitled", found.entitled},
                       {"clause", found.clause},
                       {"instead", words_json(found.instead)}});
}

}  // namespace

void add_phone(Routes& routes) {
  desk::Shelf& shelf = routes.services().shelf;
  routes.read(
      "/api/v2/phone/route", [&shelf](ports::Reader& reader, const Call& call) { return route(reader, shelf, call); },
      true);
  routes.write("PUT", "/api/v2/users/{id}/phones", [](const Call& call) -> Result<Routes::UseCase> {
    const PersonId person{TRY(id_of(call))};
    std::vector<std::string> numbers;
    const Json* list = call.body.find("phones");
    if (!list || !list->is_array() || list->items().size() > 50) return fail(ErrorCode::required, "phones");
    for (const Json& each : list->items()) {
      if (!each.is_string()) return fail(ErrorCode::invalid, "phones");
      numbers.push_back(each.string());
    }
    return [caller = call.access.caller, person, numbers](ports::Transaction& transaction) {
      return desk::put_phones(transaction, caller, person, numbers);
    };
  });
}

}  // namespace yakusoku::api
