// A person's shifts as a calendar to subscribe to. Calendar programs bring no session: the word in the address is the
// proof, as in /calendars/7-WORD.ics, and the desk keeps only its digest.

#include "adapters/pages/site.hpp"
#include "base/sha256.hpp"
#include "core/meetings/invitation.hpp"
#include "desk/shifts.hpp"

namespace yakusoku::pages {
namespace {

http::Response calendar(const std::shared_ptr<Site>& site, const http::Request& request) {
  Page page = begin_page(*site, request);
  std::string_view name = request.path_value("name");
  const std::size_t dash = name.find('-');
  std::int64_t id = 0;
  if (dash != std::string_view::npos && dash > 0 && dash < 16 && name.ends_with(".ics"))
    for (const char c : name.substr(0, dash))
      id = c >= '0' && c <= '9' ? id * 10 + (c - '0') : -1'000'000'000'000'000;
  if (id <= 0) return error_page(page, {ErrorCode::not_found, "calendar", "", ""});
  const std::string word(name.substr(dash + 1, name.size() - dash - 5));
  Result<desk::ShiftFeed> feed = fail(ErrorCode::not_found, "calendar");
  meetings::Entries entries;
  (void)site->services.store.read([&](ports::Reader& reader) {
    page.now = std::max(page.now, reader.clock_at());
    feed = desk::view_feed(reader, site->services.shelf, PersonId{id}, to_hex(sha256(word)), page.now);
    if (const auto person = reader.person(PersonId{id}); person && !person->language.empty())
      page.language = person->language;
  });
  if (!feed) return error_page(page, feed.error());
  entries.name = page.text("pages.calendar.name", {{"name", feed->name}});
  entries.summary = page.text("pages.calendar.shift");
  entries.uid = "yakusoku-shift-" + std::to_string(id);
  entries.made_at = page.now;
  entries.stretches = feed->shifts;
  http::Response response;
  response.headers.set("Content-Type", "text/calendar; charset=utf-8");
  response.headers.set("Cache-Control", "private, max-age=900");
  response.headers.set("Referrer-Policy", "no-referrer");
  response.body = meetings::to_icalendar(entries);
  return response;
}

}  // namespace

void add_calendar(http::Router& router, const std::shared_ptr<Site>& site) {
  router.add("GET", "/calendars/{name}", [site](const http::Request& request, const http::Responder& respond) {
    respond(calendar(site, request));
  });
}

}  // namespace yakusoku::pages
