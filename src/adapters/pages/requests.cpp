// The portal: a customer's requests, and one request with its promises.

#include <charconv>
#include <limits>
#include <set>

#include "adapters/access/markdown.hpp"
#include "adapters/pages/form_files.hpp"
#include "adapters/pages/site.hpp"
#include "base/sha256.hpp"
#include "core/lifecycle/decide.hpp"
#include "desk/entitlement.hpp"
#include "ports/store.hpp"

namespace yakusoku::pages {
namespace {

constexpr int most_listed = 50;

// Better plans that somebody holds and that do not cover the request: why, and what to do about it.
Json missed_json(const Page& page, const desk::TicketView& view) {
  const desk::CoverageView coverage = desk::coverage_of(view);
  const auto titled = [&](const program::Text& title, const std::string& plan) {
    return title.empty() ? plan : std::string(title.in(page.language));
  };
  const std::string covered = titled(coverage.title, coverage.plan);
  Json list = Json::array();
  for (const auto& each : coverage.missed) {
    const std::string plan = titled(each.title, each.plan);
    list.push(Json::object(
        {{"words", coverage.plan.empty() ? page.text("pages.request.missed_all", {{"plan", plan}})
                                         : page.text("pages.request.missed", {{"plan", plan}, {"covered", covered}})},
         {"clause", each.clause},
         {"clause_address", http::percent_encode(each.clause)},
         {"remedy",
          each.for_contacts ? page.text("pages.request.missed_remedy", {{"plan", plan}}) : std::string()}}));
  }
  return list;
}

// The remedy on the spot: his administrator makes him a named contact from here, in somebody's place where none is free.
Json swap_json(const Page& page, ports::Reader& reader, const desk::TicketView& view) {
  const auto& missed = desk::coverage_of(view).missed;
  const auto better = std::ranges::find_if(missed, [](const auto& each) { return each.for_contacts; });
  const bool administers = page.access->caller.role == ports::Role::customer_admin;
  const auto requester = reader.person(view.row.requester);
  if (!administers || better == missed.end() || !requester) return {};
  const auto contacts = desk::view_contacts(reader, page.site.services.shelf, page.access->caller,
                                            view.row.organization, view.row.program, page.now);
  if (!contacts) return {};
  Json list = Json::array();
  for (const auto& each : contacts->contacts)
    list.push(Json::object({{"id", each.row.id}, {"name", each.name.empty() ? each.address : each.name}}));
  const std::string plan = better->title.empty() ? better->plan : std::string(better->title.in(page.language));
  return Json::object({{"program_id", view.row.program.value},
                       {"name", requester->name},
                       {"address", requester->email},
                       {"words", page.text("pages.request.swap_means", {{"name", requester->name}, {"plan", plan}})},
                       {"has_contacts", !contacts->contacts.empty()},
                       {"full", contacts->most && contacts->counted >= *contacts->most},
                       {"contacts", std::move(list)}});
}

std::string status_key(ports::Category category) {
  switch (category) {
    case ports::Category::fresh: return "pages.status.fresh";
    case ports::Category::open: return "pages.status.open";
    case ports::Category::pending: return "pages.status.pending";
    case ports::Category::hold: return "pages.status.hold";
    case ports::Category::solved: return "pages.status.solved";
    case ports::Category::closed: return "pages.status.closed";
  }
  return "pages.status.open";
}

Json rows_json(Page& page, const std::vector<desk::QueueItem>& items) {
  Json rows = Json::array();
  for (const desk::QueueItem& each : items) {
    Json row = Json::object({{"number", each.row.id.value},
                             {"subject", each.row.subject},
                             {"status", page.text(status_key(each.row.category))},
                             {"requester", each.requester},
                             {"updated", wall_time(page, each.row.updated_at)},
                             {"waiting", each.row.category == ports::Category::pending}});
    if (!each.clocks.empty()) {
      Json next = clock_words(page, each.clocks.front());
      row.set("next_title", *next.find("title")).set("next_line", *next.find("line")).set("tone", *next.find("tone"));
    }
    rows.push(std::move(row));
  }
  return rows;
}

http::Response list(Page& page) {
  const desk::Caller& caller = page.access->caller;
  (void)page.site.services.store.read([&](ports::Reader& reader) {
    page.now = std::max(page.now, reader.clock_at());
    set_away(page, reader);
    const std::int64_t newest = std::numeric_limits<std::int64_t>::max();
    auto mine = reader.requests_of(caller.viewer(), caller.person, newest, most_listed);
    page.set("mine", rows_json(page, desk::view_rows(reader, page.site.services.shelf, caller, mine, page.now)));
    page.set("none", mine.empty());
    if (caller.role == ports::Role::customer_admin && caller.organization) {
      auto ours = reader.requests_of_organization(caller.viewer(), caller.organization, newest, most_listed);
      std::erase_if(ours, [&](const ports::TicketRow& row) { return row.requester == caller.person; });
      page.set("has_ours", !ours.empty());
      page.set("administers", true);
      page.set("ours", rows_json(page, desk::view_rows(reader, page.site.services.shelf, caller, ours, page.now)));
    }
  });
  page.set("title", page.text("pages.requests.title"));
  return page.render("requests");
}

std::int64_t number_of(const http::Request& request) {
  const std::string_view text = request.path_value("id");
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  return error == std::errc{} && end == text.data() + text.size() && id > 0 ? id : 0;
}

void set_conversation(Page& page, const desk::TicketView& view) {
  Json items = Json::array();
  for (const desk::ConversationItem& each : view.conversation) {
    items.push(Json::object({{"author", each.author.empty() ? page.text("pages.request.somebody") : each.author},
                             {"by_staff", each.by_staff},
                             {"at", wall_time(page, each.message.at)},
                             {"note", each.message.visibility == ports::Visibility::staff},
                             {"erased", each.message.erased_at != far_future},
                             {"body_html", access::html_of_words(each.message)},
                             {"folded", each.message.folded},
                             {"has_files", !each.files.empty()},
                             {"files", files_json(page, each)}}));
  }
  page.set("conversation", std::move(items));
}

void set_promises(Page& page, ports::Reader& reader, const desk::TicketView& view) {
  const auto receipts = desk::receipts(reader, page.site.services.shelf, view);
  Json clocks = Json::array();
  // The third way to say a due, where it differs: on the program's own wall.
  const bool elsewhere = view.program->zone != page.zone && !view.program->zone.empty();
  Page there = page;
  there.zone = view.program->zone;
  for (const desk::ClockView& each : view.clocks) {
    Json words = clock_words(page, each);
    const std::string other = wall_time(there, each.due);
    const bool waits = elsewhere && each.state == "running" && other != wall_time(page, each.due);
    words.set("elsewhere", waits ? "= " + other : std::string());
    clocks.push(std::move(words));
  }
  page.set("program_zone", elsewhere ? view.program->zone : std::string());
  page.set("has_clocks", !clocks.items().empty());
  page.set("clocks", std::move(clocks));
  page.set_html("promise_line_html", promise_line(page, view.clocks, receipts));
  Json retold = Json::array();
  std::set<std::string> rules;
  for (const desk::Receipt& each : receipts) {
    retold.push(receipt_words(page, each));
    for (const desk::ReceiptLine& line : each.lines)
      if (!line.rule.empty()) rules.insert(line.rule);
  }
  page.set("version", view.program->hash.substr(0, 8));
  Json explained = Json::array();
  for (const std::string& rule : rules) {
    const std::string key = "workspace.rule." + rule;
    if (const std::string words = page.text(key); words != key)
      explained.push(Json::object({{"rule", rule}, {"means", words}}));
  }
  page.set("has_rules", !explained.items().empty());
  page.set("rules", std::move(explained));
  page.set("receipts", std::move(retold));
}

// What was sent and refused, to be shown again.
struct Draft {
  std::string problem, clause, words;
  FormFiles files;
  int status = 200;
};

http::Response show(Page& page, std::int64_t id, const Draft& draft = {}) {
  std::optional<http::Response> response;
  (void)page.site.services.store.read([&](ports::Reader& reader) {
    page.now = std::max(page.now, reader.clock_at());
    const auto view =
        desk::view_ticket(reader, page.site.services.shelf, page.access->caller, TicketId{id}, page.now);
    if (!view) {
      response = error_page(page, view.error());
      return;
    }
    const program::Level* level = view->program->severity.level(view->severity);
    const program::Kind* kind = view->program->kind(view->kind);
    page.set("title", view->row.subject);
    page.set("number", view->row.id.value);
    page.set("status", page.text(status_key(view->row.category)));
    page.set("waiting", view->row.category == ports::Category::pending);
    page.set("kind", kind ? std::string(kind->title.in(page.language)) : view->kind);
    page.set("severity", level ? std::string(level->title.in(page.language)) : std::string());
    page.set("program", std::string(view->program->title.in(page.language)));
    page.set("program_key", view->program->id);
    const std::string& hash = view->request.ticket.version;
    page.set("version_hash", hash.substr(0, hash.find('+')));  // overlays have no page of their own
    page.set("opened", wall_time(page, view->row.created_at));
    page.set("zone", page.zone);
    for (const program::Admission& each : view->program->admit)
      if (!each.hand_to.empty() && each.hand_to == view->request.ticket.word("handed_to"))
        page.set("right_door", std::string(each.title.in(page.language)));
    page.set("missed", missed_json(page, *view));
    page.set("swap", swap_json(page, reader, *view));
    page.set("administers", page.access->caller.role == ports::Role::customer_admin);
    const auto may = [&](std::string_view verb) { return std::ranges::find(view->may, verb) != view->may.end(); };
    page.set("may_reply", may("reply") && !page.access->caller.staff());
    page.set("is_closed", view->row.category == ports::Category::closed && !page.access->caller.staff());
    page.set("may_solve", may("solve") && !page.access->caller.staff());
    page.set("may_reopen", may("reopen") && !page.access->caller.staff());
    page.set("problem", draft.problem);
    page.set("problem_clause", draft.clause);
    page.set("problem_address", http::percent_encode(draft.clause));
    page.set("draft", draft.words);
    page.set("kept", kept_json(draft.files));
    page.set("kept_names", kept_names(page, reader, draft.files, std::string(words_files)));
    page.set("key", access::random_word(page.site.services.dice));
    set_conversation(page, *view);
    set_promises(page, reader, *view);
    set_standing(page, reader, TicketId{id});
    set_meetings(page, reader, TicketId{id});
    set_evidence(page, reader, TicketId{id});
    response = page.render("request", draft.status);
  });
  if (!response) return error_page(page, {ErrorCode::storage, "", "", ""});
  return *std::move(response);
}

int small_number(std::string_view digits) {
  const bool fits = !digits.empty() && digits.size() < 9 &&
                    std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
  return fits ? std::stoi(std::string(digits)) : 0;
}

// "meet": what of and when he would like it; "call_off 2".
void meet(const Page& page, const http::Form& form, std::string_view act, lifecycle::Act& wanted) {
  wanted.verb = lifecycle::Verb::meet;
  if (act != "meet") {
    wanted.event = "cancelled";
    wanted.number = small_number(act.substr(9));
    return;
  }
  wanted.event = "asked";
  meetings::Meeting& meeting = wanted.meeting.emplace_back();
  const std::string_view what = form.find("meeting").value_or("");
  if (what.starts_with("door ")) meeting.door = what.substr(5);
  if (what.starts_with("session ")) meeting.session = what.substr(8);
  if (const auto at = instant_in(page, form.find("wished").value_or(""))) meeting.wished_from = *at;
}

// What the customer does there: his words, or the one event that a button names.
desk::ChangeTicket change_of(const Page& page, const http::Form& form, const FormFiles& files, TicketId ticket) {
  desk::ChangeTicket change;
  change.ticket = ticket;
  if (const std::string token = files.token_of(std::string(words_files)); !token.empty())
    change.words.uploads.push_back(to_hex(sha256(token)));
  change.words.text = std::string(form.find("body").value_or(""));
  const std::string_view act = form.find("act").value_or("reply");
  change.act.verb = lifecycle::Verb::message;
  if (act == "solve") change.act.verb = lifecycle::Verb::solve;
  if (act == "reopen") change.act.verb = lifecycle::Verb::reopen;
  if (act == "escalate") change.act.verb = lifecycle::Verb::escalate;
  if (act == "evidence") {
    change.act.verb = lifecycle::Verb::set;
    constexpr std::string_view prefix = "file:";
    for (const auto& [field, token] : files.tokens)
      if (field.starts_with(prefix))
        change.act.values.push_back(tickets::Value::of(field.substr(prefix.size()), token));
  }
  if (act == "meet" || act.starts_with("call_off ")) meet(page, form, act, change.act);
  if (act.starts_with("accept ") || act.starts_with("finish ")) {  // "accept 1 2": of escalation 1 the step 2
    change.act.verb = lifecycle::Verb::plan_step;
    change.act.event = act.starts_with("accept ") ? "accepted" : "done";
    const std::string_view numbers = act.substr(7);
    const std::size_t blank = numbers.find(' ');
    change.act.number = small_number(numbers.substr(0, blank));
    change.act.plan.emplace_back().number = blank == std::string::npos ? 0 : small_number(numbers.substr(blank + 1));
  }
  return change;
}

void show_again(const std::shared_ptr<Site>& site, const http::Request& request, const http::Responder& respond,
                std::int64_t id, Draft draft, const Error& error) {
  Page again = begin_page(*site, request);
  if (!again.access) return respond(log_in_first(request));
  const ErrorEntry& entry = entry_of(error.code);
  if (entry.http == 404) return respond(error_page(again, error));
  draft.problem = std::string(again.language == "ja" ? entry.japanese : entry.english);
  draft.clause = error.clause;
  draft.status = entry.http;
  const desk::Caller caller = again.access->caller;
  FormFiles files = std::move(draft.files);
  keep_files(*site, caller, std::move(files), [site, request, respond, id, draft](FormFiles kept) {
    Page page = begin_page(*site, request);
    if (!page.access) return respond(log_in_first(request));
    Draft shown = draft;
    shown.files = std::move(kept);
    respond(show(page, id, shown));
  });
}

void answer(const std::shared_ptr<Site>& site, http::Request request, const http::Responder& respond) {
  Page page = begin_page(*site, request);
  if (!page.access) return respond(log_in_first(request));
  auto form = read_post(request);
  if (!form || from_elsewhere(request) || !access::csrf_matches(*page.access, form->find("csrf").value_or("")))
    return respond(error_page(page, {ErrorCode::csrf, "", "", ""}));
  const std::int64_t id = number_of(request);
  Draft draft{{}, {}, std::string(form->find("body").value_or("")), {}, 200};
  auto files = take_files(*site, request, *form);
  if (!files) return show_again(site, request, respond, id, draft, files.error());
  draft.files = *files;
  request.body = files->told_with(*form);
  auto run = [&shelf = site->services.shelf, caller = page.access->caller, stored = *files,
              change = change_of(page, *form, *files, TicketId{id})](
                 ports::Transaction& transaction) -> Result<ports::Answer> {
    TRY_OUTCOME(store_uploads(transaction, caller, stored));
    return desk::change_ticket(transaction, shelf, caller, change);
  };
  site->services.submit(access::command(request, *page.access, run, form->find("key").value_or("")),
                        [site, request, respond, id, draft](const ports::Done& done) {
                          if (done.answer)
                            return respond(http::Response::redirect("/requests/" + std::to_string(id)));
                          show_again(site, request, respond, id, draft, done.answer.error());
                        });
}

}  // namespace

void add_requests(http::Router& router, const std::shared_ptr<Site>& site) {
  router.add("GET", "/requests", [site](const http::Request& request, const http::Responder& respond) {
    Page page = begin_page(*site, request);
    if (!page.access) return respond(log_in_first(request));
    respond(list(page));
  });
  router.add("GET", "/requests/{id}", [site](const http::Request& request, const http::Responder& respond) {
    Page page = begin_page(*site, request);
    if (!page.access) return respond(log_in_first(request));
    respond(show(page, number_of(request)));
  });
  http::RouteOptions with_files;
  with_files.body_limit = post_bytes;
  router.add(
      "POST", "/requests/{id}",
      [site](const http::Request& request, const http::Responder& respond) { answer(site, request, respond); },
      with_files);
}

}  // namespace yakusoku::pages
