// Where a request stands, for its asker: whether work goes on now, the way up, what was escalated, and a plan of changes
// whose steps he accepts.

#include <algorithm>

#include "adapters/http/text.hpp"
#include "adapters/pages/site.hpp"
#include "desk/board.hpp"

namespace yakusoku::pages {
std::string effort_words(const Page& page, const lifecycle::Effort& effort) {
  if (effort.calendar.empty()) return {};
  if (effort.around_the_clock) return page.text("pages.standing.around_the_clock");
  if (effort.open_now) return page.text("pages.standing.works_now");
  if (effort.goes_on_at == far_future) return {};
  return page.text("pages.standing.goes_on", {{"at", wall_time(page, effort.goes_on_at)}});
}

namespace {

using lifecycle::PathLevel;

std::string titled(const Page& page, const program::Text& title, const std::string& id) {
  return title.empty() ? id : std::string(title.in(page.language));
}

std::string level_words(const Page& page, const PathLevel& level) {
  if (level.reached) return page.text("pages.standing.reached");
  if (level.allowed) return page.text("pages.standing.open");
  if (level.from != far_future) return page.text("pages.standing.from", {{"at", wall_time(page, level.from)}});
  if (level.clause == "escalation.order") return page.text("pages.standing.after_the_one_before");
  return page.text("pages.standing.not_now");
}

// Who was told, by the titles that the program gives; people's names are nobody's business here.
std::string title_of(const Page& page, const program::Program& program, const std::string& who) {
  const program::Text* title = desk::title_of(program, who);
  return title ? std::string(title->in(page.language)) : who;
}

std::string escalation_words(const Page& page, const desk::StandingView& view, const escalation::Escalation& each) {
  const std::string to = title_of(page, *view.program, each.to);
  std::string words = page.text("pages.standing.escalated", {{"to", to}, {"at", wall_time(page, each.at)}});
  const auto add = [&](std::string more) { words += (page.language == "ja" ? "" : " ") + std::move(more); };
  if (!each.skipped.empty()) add(page.text("pages.standing.nobody_there"));
  if (each.ended_at != far_future) {
    add(page.text("pages.standing.ended", {{"at", wall_time(page, each.ended_at)}}));
    return words;
  }
  if (each.acknowledged_at != far_future)
    add(page.text("pages.standing.acknowledged", {{"at", wall_time(page, each.acknowledged_at)}}));
  if (each.not_before != far_future)
    add(page.text("pages.standing.not_before", {{"at", wall_time(page, each.not_before)}}));
  if (each.in_lane && view.lane_place > 0)
    add(page.text("pages.standing.lane", {{"place", std::to_string(view.lane_place)}}));
  return words;
}

Json plan_json(const Page& page, ports::Reader& reader, const escalation::Escalation& each) {
  Json steps = Json::array();
  for (const escalation::PlanStep& step : each.plan) {
    const auto words = step.words ? reader.message(step.words) : std::nullopt;
    const bool waits = each.stands() && step.accepted_at == far_future;
    const bool his =
        each.stands() && step.side == "customer" && step.accepted_at != far_future && step.done_at == far_future;
    const char* state = step.done_at != far_future       ? "pages.standing.step_done"
                        : step.accepted_at != far_future ? "pages.standing.step_accepted"
                                                         : "pages.standing.step_waits";
    steps.push(
        Json::object({{"number", step.number},
                      {"escalation", each.number},
                      {"words", words ? words->body : std::string()},
                      {"side", page.text(step.side == "customer" ? "pages.standing.yours" : "pages.standing.ours")},
                      {"state", page.text(state)},
                      {"may_accept", waits},
                      {"may_finish", his}}));
  }
  return steps;
}

}  // namespace

void set_standing(Page& page, ports::Reader& reader, TicketId ticket) {
  const auto view = desk::view_standing(reader, page.site.services.shelf, page.access->caller, ticket, page.now);
  if (!view) return;
  Json path = Json::array(), told = Json::array(), steps = Json::array();
  bool may_ask = false;
  for (const PathLevel& each : view->path) {
    may_ask = may_ask || (each.allowed && !each.reached);
    path.push(Json::object({{"title", titled(page, each.level->title, each.level->id)},
                            {"words", level_words(page, each)},
                            {"reached", each.reached},
                            {"clause", each.allowed || each.reached ? std::string() : each.clause},
                            {"clause_address", http::percent_encode(each.clause)}}));
  }
  for (const escalation::Escalation& each : view->request.escalations) {
    told.push(Json::object({{"words", escalation_words(page, *view, each)}}));
    const Json plan = plan_json(page, reader, each);
    for (const Json& step : plan.items()) steps.push(step);
  }
  const bool open = view->request.ticket.status == tickets::Status::open;
  const bool customer = !page.access->caller.staff();
  // Where the program lets nobody ask for this request, there is no way to show.
  const bool ways = std::ranges::any_of(
      view->path, [](const PathLevel& each) { return !each.clause.starts_with("escalation.asked"); });
  const bool has_path = open && ways && view->program->escalation.asked.has_value();
  page.set("effort", effort_words(page, view->effort));
  page.set("has_path", has_path);
  page.set("path", std::move(path));
  page.set("has_escalations", !told.items().empty());
  page.set("escalations", std::move(told));
  page.set("has_steps", !steps.items().empty());
  page.set("steps", std::move(steps));
  page.set("may_escalate", customer && has_path && may_ask);
  page.set("has_standing", has_path || !view->request.escalations.empty());
}

}  // namespace yakusoku::pages
