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

// As the reader writes a date: 2026年4月1日; elsewhere as it stands.
std::string day_in(const std::string& date, const std::string& language) {
  if (language != "ja" || date.size() != 10) return date;
  const auto number = [&](std::size_t from, std::size_t count) {
    return std::to_string(std::stoi(date.substr(from, count)));
  };
  return number(0, 4) + "年" + number(5, 2) + "月" + number(8, 2) + "日";
}

// A product or environment by the title that any of the desk's programs gives it.
std::string title_in(const std::vector<desk::ProgramView>& programs, const std::string& id,
                     const std::string& language) {
  for (const desk::ProgramView& each : programs) {
    if (!each.program) continue;
    const auto look = [&](const std::vector<std::string>& ids,
                          const std::vector<program::Text>& titles) -> std::string {
      const auto found = std::ranges::find(ids, id);
      const auto place = static_cast<std::size_t>(found - ids.begin());
      return found == ids.end() || place >= titles.size() ? std::string() : std::string(titles[place].in(language));
    };
    for (const std::string& title : {look(each.program->products, each.program->product_titles),
                                     look(each.program->environments, each.program->environment_titles)})
      if (!title.empty()) return title;
  }
  return id;
}

std::string price_in(const Json& price, const std::string& language) {
  for (const std::string& each : {language, std::string("en"), std::string("ja")})
    if (auto words = price.get_string(each)) return *words;
  return {};
}

Json contract_json(const Page& page, const desk::CustomerView::Contract& each) {
  const ports::ContractRow& row = each.row;
  std::string term = row.from.empty() && row.to.empty()
                         ? page.text("pages.organization.open_ended")
                         : page.text("pages.organization.term", {{"from", day_in(row.from, page.language)},
                                                                 {"to", day_in(row.to, page.language)}});
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
                       {"instances", row.instances > 0 ? std::to_string(row.instances) : std::string()},
                       {"contacts", std::move(contacts)}});
}

Json balance_json(const Page& page, const desk::BalanceView& each) {
  std::string ends;
  if (each.lapses > 0)
    ends = page.text("pages.organization.lapses",
                     {{"count", std::to_string(each.lapses)}, {"at", wall_time(page, each.lapses_at)}});
  return Json::object({{"title", in(each.title, page.language, each.ledger)},
                       {"means", in(each.means, page.language)},
                       {"left", std::to_string(each.total)},
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
          {{"id", each.row.id}, {"name", each.name}, {"address", each.address}, {"employer", each.row.employer}}));
    const bool full = contacts->most && contacts->counted >= *contacts->most;
    groups.push(Json::object(
        {{"program", contract.row.program.value},
         {"program_key", contract.program},
         {"contacts", std::move(list)},
         {"has_contacts", !contacts->contacts.empty()},
         {"full", full},
         {"clause", contacts->clause},
         {"clause_address", http::percent_encode(contacts->clause)},
         {"used", contacts->most ? page.text("pages.organization.used", {{"used", std::to_string(contacts->counted)},
                                                                         {"most", std::to_string(*contacts->most)}})
                                 : std::string()}}));
  }
  return groups;
}

http::Response show(Page& page, const std::string& problem = {}, const std::string& clause = {},
                    const std::string& program_key = {}, int status = 200) {
  std::optional<http::Response> response;
  (void)page.site.services.store.read([&](ports::Reader& reader) {
    page.now = std::max(page.now, reader.clock_at());
    const auto view = desk::view_customer(reader, page.site.services.shelf, page.access->caller,
                                          page.access->caller.organization, page.now);
    if (!view) {
      response = error_page(page, view.error());
      return;
    }
    Json contracts = Json::array(), assets = Json::array();
    for (const auto& each : view->contracts) contracts.push(contract_json(page, each));
    const auto programs = desk::programs(reader, page.site.services.shelf);
    for (const ports::AssetRow& each : view->assets)
      assets.push(Json::object({{"name", each.name},
                                {"product", title_in(programs, each.product, page.language)},
                                {"environment", title_in(programs, each.environment, page.language)},
                                {"version", each.version},
                                {"covered", day_in(each.covered_until, page.language)}}));
    Json balances = Json::array();
    if (const auto held = desk::view_balances(reader, page.site.services.shelf, page.access->caller,
                                              view->organization.id, page.now))
      for (const desk::BalanceView& each : *held) balances.push(balance_json(page, each));
    page.set("has_balances", !balances.items().empty());
    page.set("balances", std::move(balances));
    page.set("title", view->organization.name);
    page.set("has_contracts", !contracts.items().empty());
    page.set("contracts", std::move(contracts));
    page.set("has_assets", !assets.items().empty());
    page.set("assets", std::move(assets));
    page.set("groups", contacts_json(page, reader, *view));
    page.set("problem", problem);
    page.set("problem_clause", clause);
    page.set("problem_address", http::percent_encode(clause));
    page.set("problem_program", program_key);
    page.set("key", access::random_word(page.site.services.dice));
    response = page.render("organization", status);
  });
  if (!response) return error_page(page, {ErrorCode::storage, "", "", ""});
  return *std::move(response);
}

std::int64_t number_in(const http::Form& form, std::string_view name) {
  const std::string digits(form.find(name).value_or(""));
  const bool fits = !digits.empty() && digits.size() < 16 &&
                    std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
  return fits ? std::stoll(digits) : 0;
}

void change(const std::shared_ptr<Site>& site, const http::Request& request, const http::Responder& respond) {
  Page page = begin_page(*site, request);
  if (!page.access) return respond(log_in_first(request));
  const auto form = read_post(request);
  if (!form || from_elsewhere(request) || !access::csrf_matches(*page.access, form->find("csrf").value_or("")))
    return respond(error_page(page, {ErrorCode::csrf, "", "", ""}));
  desk::NewContact wanted;
  wanted.organization = page.access->caller.organization;
  wanted.program = ProgramId{number_in(*form, "program")};
  wanted.address = std::string(form->find("address").value_or(""));
  wanted.name = std::string(form->find("name").value_or(""));
  wanted.replaces = number_in(*form, "replaces");
  if (form->find("personal")) wanted.values.set("personal", "yes");
  const std::int64_t removed = number_in(*form, "remove");
  const std::string program_key(form->find("program_key").value_or(""));
  auto run = [&shelf = site->services.shelf, caller = page.access->caller, wanted,
              removed](ports::Transaction& transaction) -> Result<ports::Answer> {
    if (removed > 0) return desk::remove_contact(transaction, caller, wanted.organization, removed);
    return desk::name_contact(transaction, shelf, caller, wanted);
  };
  site->services.submit(access::command(request, *page.access, run, form->find("key").value_or("")),
                        [site, request, respond, program_key](const ports::Done& done) {
                          if (done.answer) return respond(http::Response::redirect("/organization"));
                          Page again = begin_page(*site, request);
                          if (!again.access) return respond(log_in_first(request));
                          const ErrorEntry& entry = entry_of(done.answer.error().code);
                          respond(show(again, std::string(again.language == "ja" ? entry.japanese : entry.english),
                                       done.answer.error().clause, program_key, entry.http));
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
