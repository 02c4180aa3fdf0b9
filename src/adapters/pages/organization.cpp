// What the customer's own administrator sees of his organisation: contracts with price and dates, how much of them is
// used, what they run, and the named contacts, whom he changes himself.

#include <algorithm>

#include "adapters/access/access.hpp"
#include "adapters/http/forms.hpp"
#include "adapters/http/text.hpp"
#include "adapters/pages/form_files.hpp"
#include "adapters/pages/site.hpp"
#include "desk/balances.hpp"
#include "desk/customers.hpp"

namespace yakusoku::pages {
namespace {

std::string price_in(const Json& price, const std::string& language) {
  for (const std::string& each : {language, std::string("en"), std::string("ja")})
    if (auto words = price.get_string(each)) return *words;
  return {};
}

// `recorded`: his environments under the contract's program.
Json contract_json(const Page& page, const desk::CustomerView::Contract& each, std::ptrdiff_t recorded) {
  const ports::ContractRow& row = each.row;
  std::string term = row.from.empty() && row.to.empty()
                         ? page.text("pages.organization.open_ended")
                         : page.text("pages.organization.term", {{"from", day_words(row.from, page.language)},
                                                                 {"to", day_words(row.to, page.language)}});
  std::string left;
  if (each.days_left >= 0 && each.days_left <= 60)
    left = page.text("pages.organization.days_left", {{"days", std::to_string(each.days_left)}});
  if (!each.covers_today) left = page.text("pages.organization.not_today");
  std::string contacts;
  if (each.most)
    contacts = page.text("pages.organization.used",
                         {{"used", std::to_string(each.contacts)}, {"most", std::to_string(*each.most)}});
  return Json::object({{"plan", each.plan.empty() ? row.plan : std::string(each.plan.in(page.language))},
                       {"price", price_in(row.price, page.language)},
                       {"term", std::move(term)},
                       {"left", std::move(left)},
                       {"licences", row.licences > 0 ? std::to_string(row.licences) : std::string()},
                       {"instances", row.instances > 0 ? page.text("pages.organization.instances_used",
                                                                   {{"used", std::to_string(recorded)},
                                                                    {"most", std::to_string(row.instances)}})
                                                       : std::string()},
                       {"contacts", std::move(contacts)}});
}

// "2 this month"; of a period that the program made itself, as of none.
std::string counted(const Page& page, const desk::BalanceView& balance) {
  const std::string key = "pages.organization.counted.";
  const std::map<std::string, std::string> values{{"count", std::to_string(balance.total)}};
  const std::string words = page.text(key + balance.every, values);
  return balance.every.empty() || words == key + balance.every ? page.text(key + "ever", values) : words;
}

Json balance_json(const Page& page, const desk::BalanceView& each) {
  std::string ends;
  if (each.lapses > 0)
    ends = page.text("pages.organization.lapses",
                     {{"count", std::to_string(each.lapses)}, {"at", wall_time(page, each.lapses_at)}});
  return Json::object({{"title", in(each.title, page.language, each.ledger)},
                       {"means", in(each.means, page.language)},
                       {"left", each.counts ? counted(page, each) : std::to_string(each.total)},
                       {"ends", std::move(ends)},
                       {"waits", !each.waiting.empty()}});
}

Json contacts_json(const Page& page, ports::Reader& reader, const desk::CustomerView& view) {
  Json groups = Json::array();
  std::vector<ProgramId> seen;
  for (const auto& contract : view.contracts) {
    if (std::ranges::find(seen, contract.row.program) != seen.end()) continue;
    seen.push_back(contract.row.program);
    const auto contacts = desk::view_contacts(reader, page.site.services.shelf, page.access->caller,
                                              view.organization.id, contract.row.program, page.now);
    if (!contacts || (!contacts->most && contacts->contacts.empty())) continue;
    Json list = Json::array();
    for (const auto& each : contacts->contacts)
      list.push(Json::object(
          {{"id", each.row.id},
           {"name", each.name},
           {"address", each.address},
           {"employer", each.row.employer},
           {"dates", each.row.since > page.now
                         ? page.text("pages.organization.contact_from", {{"at", wall_time(page, each.row.since)}})
                     : each.row.until != far_future
                         ? page.text("pages.organization.contact_until", {{"at", wall_time(page, each.row.until)}})
                         : std::string()}}));
    const bool full = contacts->most && contacts->counted >= *contacts->most;
    groups.push(Json::object(
        {{"program", contract.row.program.value},
         {"program_key", contract.program},
         {"contacts", std::move(list)},
         {"has_contacts", !contacts->contacts.empty()},
         {"full", full},
         {"notice", contacts->holds_from > page.now
                        ? page.text("pages.organization.notice", {{"at", wall_time(page, contacts->holds_from)}})
                        : std::string()},
         {"clause", contacts->clause},
         {"clause_address", http::percent_encode(contacts->clause)},
         {"used", contacts->most ? page.text("pages.organization.used", {{"used", std::to_string(contacts->counted)},
                                                                         {"most", std::to_string(*contacts->most)}})
                                 : std::string()}}));
  }
  return groups;
}

struct Problem {
  std::string words, clause, program_key;
  int status = 200;
};

// Programs whose kind takes a wish for aligned dates, where he has several.
Json aligns_json(const Page& page, const desk::CustomerView& view, const std::vector<desk::ProgramView>& programs) {
  Json aligns = Json::array();
  for (const desk::ProgramView& each : programs)
    if (each.program && alignment_kind(*each.program) && !last_days(page, view, programs, each.row.id).empty())
      aligns.push(Json::object(
          {{"program", each.row.id.value}, {"means", in(alignment_kind(*each.program)->means, page.language)}}));
  return aligns;
}

http::Response show(Page& page, const Problem& problem = {}) {
  std::optional<http::Response> response;
  (void)page.site.services.store.read([&](ports::Reader& reader) {
    page.now = std::max(page.now, reader.clock_at());
    const auto view = desk::view_customer(reader, page.site.services.shelf, page.access->caller,
                                          page.access->caller.organization, page.now);
    if (!view) {
      response = error_page(page, view.error());
      return;
    }
    Json contracts = Json::array(), balances = Json::array();
    for (const auto& each : view->contracts)
      contracts.push(
          contract_json(page, each, std::ranges::count(view->assets, each.row.program, &ports::AssetRow::program)));
    if (const auto held = desk::view_balances(reader, page.site.services.shelf, page.access->caller,
                                              view->organization.id, page.now))
      for (const desk::BalanceView& each : *held) balances.push(balance_json(page, each));
    const auto programs = desk::programs(reader, page.site.services.shelf);
    set_environments(page, *view, programs);
    page.set("aligns", aligns_json(page, *view, programs));
    page.set("has_balances", !balances.items().empty());
    page.set("balances", std::move(balances));
    page.set("title", view->organization.name);
    page.set("has_contracts", !contracts.items().empty());
    page.set("contracts", std::move(contracts));
    page.set("groups", contacts_json(page, reader, *view));
    page.set("problem", problem.words);
    page.set("problem_clause", problem.clause);
    page.set("problem_address", http::percent_encode(problem.clause));
    page.set("problem_program", problem.program_key);
    page.set("key", access::random_word(page.site.services.dice));
    response = page.render("organization", problem.status);
  });
  if (!response) return error_page(page, {ErrorCode::storage, "", "", ""});
  return *std::move(response);
}

using Run = std::function<Result<ports::Answer>(ports::Transaction&)>;

Run change_contacts(desk::Shelf& shelf, const desk::Caller& caller, const http::Form& form) {
  desk::NewContact wanted;
  wanted.organization = caller.organization;
  wanted.program = ProgramId{number_in(form, "program")};
  wanted.address = std::string(form.find("address").value_or(""));
  wanted.name = std::string(form.find("name").value_or(""));
  wanted.replaces = number_in(form, "replaces");
  if (form.find("personal")) wanted.values.set("personal", "yes");
  const std::int64_t removed = number_in(form, "remove");
  return [&shelf, caller, wanted, removed](ports::Transaction& transaction) -> Result<ports::Answer> {
    if (removed > 0) return desk::remove_contact(transaction, shelf, caller, wanted.organization, removed);
    return desk::name_contact(transaction, shelf, caller, wanted);
  };
}

Run change_environment(const desk::Caller& caller, const http::Form& form) {
  return [caller, form](ports::Transaction& transaction) -> Result<ports::Answer> {
    ports::AssetRow row = TRY(asset_in(form, transaction.assets_of(caller.organization)));
    row.organization = caller.organization;
    return desk::put_asset(transaction, caller, row);
  };
}

// One click: a request with all last days in it, of the kind that the program gives to it.
Result<Run> ask_for_alignment(const Page& page, const http::Form& form) {
  const ProgramId program{number_in(form, "program")};
  desk::OpenTicket wanted;
  wanted.program = program;
  wanted.language = page.language;
  (void)page.site.services.store.read([&](ports::Reader& reader) {
    desk::Shelf& shelf = page.site.services.shelf;
    const auto view =
        desk::view_customer(reader, shelf, page.access->caller, page.access->caller.organization, page.now);
    const auto programs = desk::programs(reader, shelf);
    for (const desk::ProgramView& each : programs) {
      if (!view || each.row.id != program || !each.program || !alignment_kind(*each.program)) continue;
      wanted.kind = alignment_kind(*each.program)->id;
      wanted.subject = page.text("pages.organization.align_subject");
      wanted.description =
          page.text("pages.organization.align_wish") + "\n\n" + last_days(page, *view, programs, program);
    }
  });
  if (wanted.kind.empty()) return fail(ErrorCode::not_found, "program");
  desk::Caller caller = page.access->caller;
  caller.door = "portal";
  return Run([&shelf = page.site.services.shelf, caller, wanted](ports::Transaction& transaction) {
    return desk::open_ticket(transaction, shelf, caller, wanted);
  });
}

void change(const std::shared_ptr<Site>& site, const http::Request& request, const http::Responder& respond) {
  Page page = begin_page(*site, request);
  if (!page.access) return respond(log_in_first(request));
  const auto form = read_post(request);
  if (!form || from_elsewhere(request) || !access::csrf_matches(*page.access, form->find("csrf").value_or("")))
    return respond(error_page(page, {ErrorCode::csrf, "", "", ""}));
  const std::string act(form->find("act").value_or(""));
  Run run = change_contacts(site->services.shelf, page.access->caller, *form);
  if (act == "environment") run = change_environment(page.access->caller, *form);
  if (act == "align") {
    auto wish = ask_for_alignment(page, *form);
    if (!wish) return respond(error_page(page, wish.error()));
    run = *std::move(wish);
  }
  const std::string program_key(form->find("program_key").value_or(""));
  const std::int64_t back_to = number_in(*form, "return");  // the request from whose page it was done
  site->services.submit(
      access::command(request, *page.access, run, form->find("key").value_or("")),
      [site, request, respond, program_key, act, back_to](const ports::Done& done) {
        if (done.answer) {
          const auto json = parse_json(done.answer->body);
          const std::int64_t ticket = json ? json->get_integer("ticket").value_or(back_to) : back_to;
          return respond(http::Response::redirect(ticket > 0             ? "/requests/" + std::to_string(ticket)
                                                  : act == "environment" ? "/organization#environments"
                                                                         : "/organization"));
        }
        Page again = begin_page(*site, request);
        if (!again.access) return respond(log_in_first(request));
        const Error& error = done.answer.error();
        const ErrorEntry& entry = entry_of(error.code);
        std::string words(again.language == "ja" ? entry.japanese : entry.english);
        // Which line or field it is, in the reader's own words.
        const std::string wrong = "pages.organization.environment_wrong." + error.field;
        if (const std::string said = again.text(wrong, {{"line", error.detail}});
            act == "environment" && said != wrong)
          words = said;
        respond(show(again, {words, error.clause, program_key, entry.http}));
      });
}

}  // namespace

void add_organization(http::Router& router, const std::shared_ptr<Site>& site) {
  router.add("GET", "/organization", [site](const http::Request& request, const http::Responder& respond) {
    Page page = begin_page(*site, request);
    if (!page.access) return respond(log_in_first(request));
    respond(show(page));
  });
  router.add("POST", "/organization", [site](const http::Request& request, const http::Responder& respond) {
    change(site, request, respond);
  });
}

}  // namespace yakusoku::pages
