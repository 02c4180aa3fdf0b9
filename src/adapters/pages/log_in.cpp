// Log-in and log-out.

#include "adapters/pages/site.hpp"

namespace yakusoku::pages {
namespace {

http::Response form(const Site& site, const http::Request& request, const std::string& email,
                    std::string_view return_to, const std::optional<Error>& problem) {
  Page page = begin_page(site, request);
  page.set("title", page.text("pages.login.title"));
  page.set("email", email);
  page.set("return_to", http::safe_return_to(return_to));
  if (!problem) return page.render("login");
  const ErrorEntry& entry = entry_of(problem->code);
  page.set("problem", std::string(page.language == "ja" ? entry.japanese : entry.english));
  return page.render("login", entry.http);
}

}  // namespace

void add_log_in(http::Router& router, const std::shared_ptr<Site>& site) {
  router.add("GET", "/login", [site](const http::Request& request, const http::Responder& respond) {
    respond(form(*site, request, "", request.query_value("return_to").value_or("/"), std::nullopt));
  });
  router.add("POST", "/login", [site](const http::Request& request, const http::Responder& respond) {
    const auto sent = http::read_form(request);
    const bool foreign = from_elsewhere(request);
    if (!sent || foreign) {
      Page page = begin_page(*site, request);
      return respond(error_page(page, sent ? Error{ErrorCode::csrf, "", "", ""} : sent.error()));
    }
    const std::string email(sent->find("email").value_or(""));
    const std::string return_to(sent->find("return_to").value_or("/"));
    access::log_in(
        request, site->services, site->gate, email, std::string(sent->find("password").value_or("")),
        [site, request, respond, email, return_to](Result<access::LoggedIn> result) {
          if (!result) return respond(form(*site, request, email, return_to, result.error()));
          const bool staff = result->access.caller.staff();
          std::string to = http::safe_return_to(return_to);
          if (to == "/") to = staff ? "/desk" : "/requests";
          http::Response response = http::Response::redirect(to);
          response.headers.add("Set-Cookie", result->cookie);
          respond(std::move(response));
        });
  });
  router.add("POST", "/logout", [site](const http::Request& request, const http::Responder& respond) {
    const auto access = access::session_of(request, site->services);
    const auto sent = http::read_form(request);
    if (access && (!sent || from_elsewhere(request) || !access::csrf_matches(*access, sent->find("csrf").value_or("")))) {
      Page page = begin_page(*site, request);
      return respond(error_page(page, {ErrorCode::csrf, "", "", ""}));
    }
    access::log_out(request, site->services, [respond](const std::string& cookie) {
      http::Response response = http::Response::redirect("/");
      response.headers.add("Set-Cookie", cookie);
      respond(std::move(response));
    });
  });
}

}  // namespace yakusoku::pages
