// The workspace's shell, and the files that pages ask for.

#include "adapters/pages/site.hpp"
#include "base/sha256.hpp"

namespace yakusoku::pages {
namespace {

http::Response file(const Site& site, const http::Request& request, std::string_view path, std::string_view type) {
  const std::string* content = site.file(path);
  if (!content) {
    Page page = begin_page(site, request);
    return error_page(page, {ErrorCode::not_found, "", "", ""});
  }
  const std::string tag = http::weak_etag(to_hex(sha256(*content)).substr(0, 32));
  if (auto same = http::not_modified(request, tag)) return *std::move(same);
  http::Response response = http::Response::text(200, *content);
  response.headers.set("Content-Type", std::string(type));
  response.headers.set("ETag", tag);
  response.headers.set("Cache-Control", "public, max-age=300");
  return response;
}

}  // namespace

http::Response refusal_page(const http::Refusal& refusal) {
  const ErrorEntry& entry = entry_of(refusal.status == 404   ? ErrorCode::not_found
                                     : refusal.status == 413 ? ErrorCode::too_large
                                     : refusal.status >= 500 ? ErrorCode::internal
                                                             : ErrorCode::malformed);
  return http::Response::html(refusal.status,
                              "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" "
                              "content=\"width=device-width\">"
                              "<title>" +
                                  std::to_string(refusal.status) +
                                  "</title><link rel=\"stylesheet\" href=\"/assets/css/tokens.css\">"
                                  "<link rel=\"stylesheet\" href=\"/assets/css/pages.css\">"
                                  "<main class=\"narrow\"><p>" +
                                  std::string(entry.english) + "</p><p lang=\"ja\">" + std::string(entry.japanese) +
                                  "</p><p><a href=\"/\">/</a></p></main>");
}

void add_shell(http::Router& router, const std::shared_ptr<Site>& site) {
  const auto shell = [site](const http::Request& request, const http::Responder& respond) {
    Page page = begin_page(*site, request);
    if (!page.access) return respond(log_in_first(request));
    if (!page.access->caller.staff()) return respond(error_page(page, {ErrorCode::not_allowed, "", "", ""}));
    page.set("title", page.text("pages.desk.title"));
    // Script and words belong together: a page never gets the one of yesterday with the others of today.
    const std::string* script = site->file("workspace/dist/index.js");
    page.set("version", script ? to_hex(sha256(*script)).substr(0, 12) : std::string("none"));
    respond(page.render("desk"));
  };
  router.add("GET", "/desk", shell);
  router.add("GET", "/desk/{rest...}", shell);
  const auto mark = [site](const http::Request& request, const http::Responder& respond) {
    respond(file(*site, request, "images/mark.svg", "image/svg+xml"));
  };
  router.add("GET", "/favicon.ico", mark);
  router.add("GET", "/assets/images/mark.svg", mark);
  router.add("GET", "/assets/css/{name}", [site](const http::Request& request, const http::Responder& respond) {
    respond(file(*site, request, "css/" + std::string(request.path_value("name")), "text/css; charset=utf-8"));
  });
  router.add("GET", "/assets/workspace/{name}", [site](const http::Request& request, const http::Responder& respond) {
    const std::string name(request.path_value("name"));
    const std::string_view type =
        name.ends_with(".js")     ? "text/javascript; charset=utf-8"
        : name.ends_with(".json") ? "application/json"
                                  : "text/css; charset=utf-8";
    respond(file(*site, request, "workspace/dist/" + name, type));
  });
}

}  // namespace yakusoku::pages
