// The entry, and each program's public page.

#include "adapters/pages/site.hpp"
#include "core/program/program.hpp"

namespace yakusoku::pages {
namespace {

// The cell of a clock for one level: what the program promises in its own words.
struct LevelFacts : program::Facts {
  std::string kind, level;
  program::FactValue value_of(std::string_view fact) const override {
    if (fact == "severity") return level;
    if (fact == "kind") return kind;
    return {};
  }
  bool is_open(std::string_view, Instant) const override { return false; }
};

std::string calendar_title(const program::Program& program, const std::string& name, std::string_view language) {
  const Json* calendars = program.tree.find("calendars");
  const Json* calendar = calendars && !name.empty() ? calendars->find(name) : nullptr;
  const Json* title = calendar ? calendar->find("title") : nullptr;
  if (title && title->is_string()) return title->string();
  return title ? title->get_string(language).value_or(name) : name;
}

std::string cell_words(const Page& page, const program::Program& program,
                       const program::Chosen<program::Amount>& chosen) {
  if (chosen.says && !chosen.says->empty()) return in(*chosen.says, page.language);
  if (!chosen.value) return "—";
  return amount_words(page, chosen.value->written, calendar_title(program, chosen.value->calendar, page.language));
}

Json targets_of(const Page& page, const program::Program& program, const std::string& level) {
  LevelFacts facts;
  facts.level = level;
  if (!program.kinds.empty()) facts.kind = program.kinds.front().id;
  Json cells = Json::array();
  for (const program::ClockRule& clock : program.clocks) {
    if (clock.owed_by != "vendor" || clock.within.empty()) continue;
    const auto chosen =
        program::holds(clock.when, facts) ? program::choose(clock.within, facts) : program::Chosen<program::Amount>{};
    cells.push(Json::object({{"cell", cell_words(page, program, chosen)}}));
  }
  return cells;
}

http::Response program_page(Page& page, const program::Program& program) {
  page.set("title", in(program.title, page.language, program.id));
  page.set("key", program.id);
  Json kinds = Json::array();
  for (const program::Kind& each : program.kinds)
    kinds.push(
        Json::object({{"title", in(each.title, page.language, each.id)}, {"means", in(each.means, page.language)}}));
  page.set("kinds", std::move(kinds));
  Json clocks = Json::array();
  for (const program::ClockRule& each : program.clocks)
    if (each.owed_by == "vendor" && !each.within.empty())
      clocks.push(Json::object({{"name", in(each.title, page.language, each.name)}}));
  page.set("clocks", std::move(clocks));
  Json levels = Json::array();
  for (const program::Level& each : program.severity.levels) {
    levels.push(Json::object({{"title", in(each.title, page.language, each.id)},
                              {"means", in(each.means, page.language)},
                              {"cells", targets_of(page, program, each.id)}}));
  }
  page.set("has_levels", !program.severity.levels.empty());
  page.set("levels", std::move(levels));
  Json reasons = Json::array();
  for (const program::ClosingReason& each : program.closing.reasons)
    reasons.push(
        Json::object({{"title", in(each.title, page.language, each.id)}, {"means", in(each.means, page.language)}}));
  page.set("reasons", std::move(reasons));
  page.set("effective", program.effective);
  return page.render("program");
}

}  // namespace

void add_entry(http::Router& router, const std::shared_ptr<Site>& site) {
  router.add("GET", "/", [site](const http::Request& request, const http::Responder& respond) {
    Page page = begin_page(*site, request);
    Json brands = Json::array();
    (void)site->services.store.read([&](ports::Reader& reader) {
      for (const desk::ProgramView& each : desk::programs(reader, site->services.shelf)) {
        brands.push(
            Json::object({{"title", in(each.program->title, page.language, each.row.key)}, {"key", each.row.key}}));
      }
    });
    page.set("title", page.text("pages.entry.title"));
    page.set("empty", brands.items().empty());
    page.set("brands", std::move(brands));
    respond(page.render("entry"));
  });
  router.add("GET", "/program/{key}", [site](const http::Request& request, const http::Responder& respond) {
    Page page = begin_page(*site, request);
    std::shared_ptr<const program::Program> found;
    (void)site->services.store.read([&](ports::Reader& reader) {
      for (const desk::ProgramView& each : desk::programs(reader, site->services.shelf))
        if (each.row.key == request.path_value("key")) found = each.program;
    });
    if (!found) return respond(error_page(page, {ErrorCode::not_found, "", "", ""}));
    respond(program_page(page, *found));
  });
}

}  // namespace yakusoku::pages
