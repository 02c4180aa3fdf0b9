#pragma once
// private to the room
// The site: templates and texts by language, and what every page shares (reader, navigation, forms' tokens).

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/http/forms.hpp"
#include "adapters/pages/pages.hpp"
#include "base/json.hpp"
#include "core/lifecycle/own_acts.hpp"
#include "desk/customers.hpp"
#include "desk/views.hpp"

namespace yakusoku::desk {
struct Outlook;
}

namespace yakusoku::pages {

// Text that is markup already; the only thing a template may print unescaped, under a name that ends in _html.
struct Html {
  std::string text;
};

class Site {
 public:
  // Reads web/: pages/*.mustache, parts/*.mustache, text/{ja,en}.yaml, css and the workspace's bundle.
  Site(access::Services& services, access::Gate& gate, const PageOptions& options);

  // A text of web/text; {name} is filled from `values`.
  std::string text(std::string_view language, std::string_view key,
                   const std::map<std::string, std::string>& values = {}) const;
  std::string render(std::string_view page, std::string_view language, const Json& data) const;
  const std::string* file(std::string_view path) const;

  access::Services& services;
  access::Gate& gate;

 private:
  std::map<std::string, std::string, std::less<>> files_;
  std::map<std::string, std::map<std::string, std::string, std::less<>>, std::less<>>
      texts_;                                                  // language -> key -> text
  std::map<std::string, std::string, std::less<>> templates_;  // language/page -> ready
};

// One page being made.
struct Page {
  const Site& site;
  const http::Request& request;
  std::optional<access::Access> access;
  std::string language, zone;
  Instant now;
  Json data = Json::object();

  std::string text(std::string_view key, const std::map<std::string, std::string>& values = {}) const {
    return site.text(language, key, values);
  }
  void set(std::string_view name, Json value) { data.set(name, std::move(value)); }
  void set_html(std::string_view name, Html html) { data.set(name, std::move(html.text)); }
  http::Response render(std::string_view page, int status = 200);
};

Page begin_page(const Site& site, const http::Request& request);
http::Response error_page(Page& page, const Error& error);
// To the log-in, which leads back here.
http::Response log_in_first(const http::Request& request);

// Whether a form was sent by another site's page: that brings its Origin. A browser's own brings ours, "null" under our
// referrer policy or, from old ones, none; then the token alone decides.
bool from_elsewhere(const http::Request& request);

// A program's text in the reader's language; `otherwise` where there is none.
std::string in(const program::Text& text, std::string_view language, std::string_view otherwise = {});

// Words for instants: "14:05 JST" within a day, with the date beyond; "in 18 min", "18 min over".
std::string wall_time(const Page& page, Instant at);
// outlook.cpp: who is on, until when, under which plan and in which language, before a request is sent.
void set_outlook(Page& page, const desk::Outlook& seen, const std::string& program);
// standing.cpp: whether work goes on now, or from when on; empty where nothing of the kind is promised.
std::string effort_words(const Page& page, const lifecycle::Effort& effort);
// standing.cpp: whether work goes on, the way up, what was escalated; of the request's page.
void set_standing(Page& page, ports::Reader& reader, TicketId ticket);
// evidence.cpp: the files that are asked for; of the request's page.
void set_evidence(Page& page, ports::Reader& reader, TicketId ticket);
// meetings.cpp: what is arranged and what may be asked for; of the request's page.
void set_meetings(Page& page, ports::Reader& reader, TicketId ticket);
// away.cpp: whether the reader is away, and the form that says so; of the list of requests.
void set_away(Page& page, ports::Reader& reader);
// environments.cpp: what the customer runs, with a form for each program of his contracts; the query's `environment` is
// the one to change.
void set_environments(Page& page, const desk::CustomerView& view, const std::vector<desk::ProgramView>& programs);
// Something of the program's own that is chosen by its title: products, environments.
Json choices_json(const Page& page, const std::vector<std::string>& ids, const std::vector<program::Text>& titles,
                  const std::string& chosen);
std::string details_words(const Json& details);  // "VM: OpenJDK 21 · OS: RHEL 9"
// The environment that a form says, with what is kept of it; `invalid` names the line of its details.
Result<ports::AssetRow> asset_in(const http::Form& form, const std::vector<ports::AssetRow>& present);
// Contracts and environments of that program with their last days, a line each; empty where they end on one day.
std::string last_days(const Page& page, const desk::CustomerView& view,
                      const std::vector<desk::ProgramView>& programs, ProgramId program);
// The kind of request that takes the wish to align them; nullptr: the program has none.
const program::Kind* alignment_kind(const program::Program& program);
// A product or environment by the title that any of the desk's programs gives it.
std::string product_title(const std::vector<desk::ProgramView>& programs, const std::string& id,
                          const std::string& language);
// A date as the reader writes it: 2026年4月1日; elsewhere as it stands.
std::string day_words(const std::string& date, const std::string& language);
std::int64_t number_in(const http::Form& form, std::string_view name);  // 0: none
// A datetime-local field, as the wall reads in the reader's zone; nullopt: no such time.
std::optional<Instant> instant_in(const Page& page, std::string_view text);
std::string date_words(const Page& page, std::int32_t date);
std::string time_left(const Page& page, Instant due);
std::string length_words(const Page& page, std::int64_t seconds);
// An amount of the program as a person says it: "48 h of office hours", "2 business days". The program's own words, where
// it has some, stand in its place: ask for those first.
std::string amount_words(const Page& page, std::string_view written, std::string_view calendar_title);
// Why a clock stands still, said to the customer; the cause is waiting_on's word, or solved.
std::string pause_words(const Page& page, std::string_view cause);
// A clock in words for whoever waits for it: what was promised, by when, or why it stands still.
Json clock_words(const Page& page, const desk::ClockView& clock);

// promise_line.cpp: the signature of the product as SVG, with a text alternative.
// Its rows stand in the order of `clocks`, one for each that has a receipt.
Html promise_line(const Page& page, const std::vector<desk::ClockView>& clocks,
                  const std::vector<desk::Receipt>& receipts);
Json receipt_words(const Page& page, const desk::Receipt& receipt);

void add_log_in(http::Router& router, const std::shared_ptr<Site>& site);
void add_entry(http::Router& router, const std::shared_ptr<Site>& site);
void add_program(http::Router& router, const std::shared_ptr<Site>& site);
void add_request_form(http::Router& router, const std::shared_ptr<Site>& site);
void add_requests(http::Router& router, const std::shared_ptr<Site>& site);
void add_away(http::Router& router, const std::shared_ptr<Site>& site);
void add_calendar(http::Router& router, const std::shared_ptr<Site>& site);
void add_organization(http::Router& router, const std::shared_ptr<Site>& site);
void add_mail(http::Router& router, const std::shared_ptr<Site>& site);
void add_shell(http::Router& router, const std::shared_ptr<Site>& site);

}  // namespace yakusoku::pages
