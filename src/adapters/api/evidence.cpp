// The files that a request's kind asks for, and which have come (docs/api.md).

#include "desk/evidence.hpp"
#include "adapters/api/lists.hpp"

namespace yakusoku::api {

void add_evidence(Routes& routes) {
  desk::Shelf& shelf = routes.services().shelf;
  routes.read("/api/v2/tickets/{id}/evidence", [&shelf](ports::Reader& reader, const Call& call) -> Result<Json> {
    const TicketId id{TRY(id_of(call))};
    const desk::EvidenceView view = TRY(desk::view_evidence(reader, shelf, call.access.caller, id, call.now));
    Json asked = list_json(view.asked, [&](const auto& each) {
      return Json::object({{"fact", each.fact},
                           {"title", titled(each.title, each.fact, call)},
                           {"optional", each.optional},
                           {"sent", each.sent}});
    });
    return Json::object({{"evidence", std::move(asked)},
                         {"complete", view.complete()},
                         {"due", iso_or_null(view.due)},
                         {"late", view.late}});
  });
}

}  // namespace yakusoku::api
