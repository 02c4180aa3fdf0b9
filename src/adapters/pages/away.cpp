// Whoever asks says until when he is away himself: programs ask for it (contact.away), and waiting for him counts otherwise.

#include "adapters/access/access.hpp"
#include "adapters/pages/form_files.hpp"
#include "adapters/pages/site.hpp"
#include "base/zones.hpp"

namespace yakusoku::pages {
namespace {

// The end of that day on the reader's wall; nullopt: no such day.
std::optional<Instant> end_of(const Page& page, std::string_view day) {
  const auto date = zones::date_of(day);
  if (!date) return std::nullopt;
  return zones::instant_of(page.zone, *date + 1, 0) - seconds(1);
}

void change(const std::shared_ptr<Site>& site, const http::Request& request, const http::Responder& respond) {
  Page page = begin_page(*site, request);
  if (!page.access) return respond(log_in_first(request));
  const auto form = read_post(request);
  if (!form || from_elsewhere(request) || !access::csrf_matches(*page.access, form->find("csrf").value_or("")))
    return respond(error_page(page, {ErrorCode::csrf, "", "", ""}));
  const bool back = form->find("back").has_value();
  const auto until = end_of(page, form->find("until").value_or(""));
  if (!back && !until) return respond(http::Response::redirect("/requests?away=wrong#away"));
  auto run = [caller = page.access->caller, back, until](ports::Transaction& transaction) -> Result<ports::Answer> {
    if (!back && *until <= transaction.now()) return fail(ErrorCode::invalid, "until");
    return desk::set_away(transaction, caller, caller.person, back ? Instant{} : *until);
  };
  site->services.submit(
      access::command(request, *page.access, run, form->find("key").value_or("")),
      [respond](const ports::Done& done) {
        respond(http::Response::redirect(done.answer ? "/requests#away" : "/requests?away=wrong#away"));
      });
}

}  // namespace

void set_away(Page& page, ports::Reader& reader) {
  page.set("may_be_away", !page.access->caller.staff());
  const auto person = reader.person(page.access->caller.person);
  const bool away = person && person->away_until > page.now;
  page.set("is_away", away);
  if (away) {
    page.set("away_until", zones::date_text(zones::wall_time(page.zone, person->away_until).date));
    page.set("away_words", page.text("pages.away.until_words", {{"at", wall_time(page, person->away_until)}}));
  }
  if (page.request.query_value("away") == "wrong") page.set("away_problem", page.text("pages.away.wrong"));
  page.set("away_key", access::random_word(page.site.services.dice));
}

void add_away(http::Router& router, const std::shared_ptr<Site>& site) {
  router.add("POST", "/away", [site](const http::Request& request, const http::Responder& respond) {
    change(site, request, respond);
  });
}

}  // namespace yakusoku::pages
