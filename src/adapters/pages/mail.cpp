// Mail, for whoever gets it: what lets ours through, and the link by which one wants no more digests.

#include "adapters/pages/site.hpp"

namespace yakusoku::pages {
namespace {

http::Response advice(const Site& site, const http::Request& request) {
  Page page = begin_page(site, request);
  if (!site.services.mail.advice) return error_page(page, {ErrorCode::not_found, "", "", ""});
  const Json advice = site.services.mail.advice(page.language);
  page.set("title", advice.get_string("title").value_or(""));
  page.set("opening", advice.get_string("opening").value_or(""));
  Json lists = Json::array(), closing = Json::array();
  if (const Json* all = advice.find("lists")) {
    for (const Json& each : all->items()) {
      Json items = Json::array();
      if (const Json* list = each.find("items"))
        for (const Json& item : list->items()) items.push(Json::object({{"item", item}}));
      lists.push(Json::object({{"list_title", each.get_string("title").value_or("")}, {"items", std::move(items)}}));
    }
  }
  if (const Json* all = advice.find("closing"))
    for (const Json& each : all->items()) closing.push(Json::object({{"paragraph", each}}));
  page.set("lists", std::move(lists));
  page.set("closing", std::move(closing));
  return page.render("mail");
}

// Whose link it is; nullopt: not one of ours.
std::optional<std::string> address_of(const Site& site, const http::Request& request) {
  if (!site.services.mail.office) return std::nullopt;
  return desk::address_of_link(*site.services.mail.office, request.query_value("address").value_or(""),
                               request.query_value("word").value_or(""));
}

http::Response unsubscribe_page(const Site& site, const http::Request& request, const std::string& address,
                                bool done) {
  Page page = begin_page(site, request);
  page.set("title", page.text(done ? "pages.mail.unsubscribed" : "pages.mail.unsubscribe"));
  page.set("address", address);
  page.set("done", done);
  page.set("link", desk::unsubscribe_path(*site.services.mail.office, address));
  http::Response response = page.render("unsubscribe");
  response.headers.set("Referrer-Policy", "no-referrer");
  return response;
}

http::Response bad_link(const Site& site, const http::Request& request) {
  Page page = begin_page(site, request);
  page.set("title", page.text("pages.error.title"));
  page.set("message", page.text("pages.mail.bad_link"));
  return page.render("error", 404);
}

// RFC 8058: a mail program sends it by itself, without cookies and from anywhere; the word in the address is the proof. A
// link that is merely looked at does nothing.
void unsubscribe(const std::shared_ptr<Site>& site, const http::Request& request, const http::Responder& respond) {
  const auto address = address_of(*site, request);
  if (!address) return respond(bad_link(*site, request));
  const auto form = http::read_form(request);
  if (!form || form->find("List-Unsubscribe").value_or("") != "One-Click")
    return respond(unsubscribe_page(*site, request, *address, false));
  ports::Command command;
  command.run = [address](ports::Transaction& transaction) {
    return desk::unsubscribe_address(transaction, *address);
  };
  site->services.submit(std::move(command), [site, request, respond, address](const ports::Done& done) {
    if (done.answer) return respond(unsubscribe_page(*site, request, *address, true));
    Page page = begin_page(*site, request);
    respond(error_page(page, done.answer.error()));
  });
}

}  // namespace

void add_mail(http::Router& router, const std::shared_ptr<Site>& site) {
  router.add("GET", "/mail", [site](const http::Request& request, const http::Responder& respond) {
    respond(advice(*site, request));
  });
  http::RouteOptions secret;
  secret.secret_path = true;
  router.add(
      "GET", "/mail/unsubscribe",
      [site](const http::Request& request, const http::Responder& respond) {
        const auto address = address_of(*site, request);
        respond(address ? unsubscribe_page(*site, request, *address, false) : bad_link(*site, request));
      },
      secret);
  router.add(
      "POST", "/mail/unsubscribe",
      [site](const http::Request& request, const http::Responder& respond) { unsubscribe(site, request, respond); },
      secret);
}

}  // namespace yakusoku::pages
