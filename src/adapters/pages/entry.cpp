// The entry: where a customer finds his program and files a request.

#include "adapters/pages/site.hpp"

namespace yakusoku::pages {

void add_entry(http::Router& router, const std::shared_ptr<Site>& site) {
  router.add("GET", "/", [site](const http::Request& request, const http::Responder& respond) {
    Page page = begin_page(*site, request);
    Json brands = Json::array();
    (void)site->services.store.read([&](ports::Reader& reader) {
      for (const desk::ProgramView& each : desk::programs(reader, site->services.shelf)) {
        brands.push(Json::object({{"title", in(each.program->title, page.language, each.row.key)},
                                  {"key", each.row.key},
                                  {"vendor", std::string(each.program->vendor_in(page.language))}}));
      }
    });
    page.set("title", page.text("pages.entry.title"));
    page.set("empty", brands.items().empty());
    page.set("brands", std::move(brands));
    respond(page.render("entry"));
  });
}

}  // namespace yakusoku::pages
