// The files that a request's kind asks for: which have come, which are awaited, and a way to send them.

#include "desk/evidence.hpp"
#include "adapters/pages/form_files.hpp"
#include "adapters/pages/site.hpp"

namespace yakusoku::pages {

void set_evidence(Page& page, ports::Reader& reader, TicketId ticket) {
  const auto view = desk::view_evidence(reader, page.site.services.shelf, page.access->caller, ticket, page.now);
  if (!view || view->asked.empty()) return;
  const bool customer = !page.access->caller.staff();
  Json asked = Json::array(), missing = Json::array();
  for (const auto& each : view->asked) {
    const std::string title = in(each.title, page.language, each.fact);
    const char* state = each.sent       ? "pages.evidence.sent"
                        : each.optional ? "pages.evidence.optional"
                                        : "pages.evidence.missing";
    asked.push(Json::object({{"title", title}, {"sent", each.sent}, {"words", page.text(state)}}));
    if (!each.sent) missing.push(Json::object({{"title", title}, {"name", file_input(each.fact)}}));
  }
  std::string due;
  if (view->due != far_future && !missing.items().empty())
    due = page.text(view->late ? "pages.evidence.late" : "pages.evidence.by", {{"at", wall_time(page, view->due)}});
  page.set("has_evidence", true);
  page.set("evidence", std::move(asked));
  page.set("evidence_due", std::move(due));
  page.set("evidence_late", view->late);
  page.set("evidence_count", page.text("pages.evidence.count", {{"sent", std::to_string(view->sent)},
                                                                {"asked", std::to_string(view->asked.size())}}));
  page.set("may_send_evidence", customer && !missing.items().empty());
  page.set("evidence_missing", std::move(missing));
}

}  // namespace yakusoku::pages
