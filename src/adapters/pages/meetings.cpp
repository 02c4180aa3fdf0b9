// A request's meetings for its asker: what is arranged, what he may ask for, and calling it off.

#include <algorithm>

#include "adapters/http/text.hpp"
#include "adapters/pages/site.hpp"
#include "desk/meetings.hpp"

namespace yakusoku::pages {
namespace {

using meetings::State;

std::string state_words(const Page& page, const desk::MeetingsView::Seen& seen) {
  const meetings::Meeting& each = seen.meeting;
  const auto at = [&](Instant moment) { return wall_time(page, moment); };
  switch (each.state) {
    case State::asked:
      return each.wished_from == far_future ? page.text("pages.meetings.asked")
                                            : page.text("pages.meetings.asked_for", {{"at", at(each.wished_from)}});
    case State::scheduled:
      return page.text("pages.meetings.scheduled",
                       {{"at", at(each.from)}, {"length", length_words(page, (each.to - each.from).seconds)}});
    case State::declined: return page.text("pages.meetings.declined");
    case State::cancelled: return page.text("pages.meetings.cancelled", {{"at", at(each.ended_at)}});
    case State::held: return page.text("pages.meetings.held", {{"at", at(each.ended_at)}});
    case State::missed: return page.text("pages.meetings.missed");
  }
  return {};
}

}  // namespace

void set_meetings(Page& page, ports::Reader& reader, TicketId ticket) {
  const auto view = desk::view_meetings(reader, page.site.services.shelf, page.access->caller, ticket, page.now);
  if (!view) return;
  const bool customer = !page.access->caller.staff();
  Json list = Json::array(), kinds = Json::array();
  for (const auto& each : view->meetings) {
    const std::string id = each.meeting.session.empty() ? each.meeting.door : each.meeting.session;
    list.push(Json::object({{"number", each.meeting.number},
                            {"title", in(each.title, page.language, id)},
                            {"words", state_words(page, each)},
                            {"where", each.meeting.state == State::scheduled ? each.where : std::string()},
                            {"host", each.meeting.state == State::scheduled ? each.host : std::string()},
                            {"may_call_off", customer && each.meeting.open()}}));
  }
  for (const desk::MeetingKind& each : view->kinds) {
    if (!each.clause.empty()) continue;
    kinds.push(
        Json::object({{"value", each.session.empty() ? "door " + each.door : "session " + each.session},
                      {"title", in(each.title, page.language, each.session.empty() ? each.door : each.session)}}));
  }
  const bool may_ask = customer && !kinds.items().empty();
  page.set("has_meetings", may_ask || !list.items().empty());
  page.set("has_meeting_list", !list.items().empty());
  page.set("meetings", std::move(list));
  page.set("may_meet", may_ask);
  page.set("meeting_kinds", std::move(kinds));
}

}  // namespace yakusoku::pages
