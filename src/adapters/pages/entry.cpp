// The entry, and each program's public page.

#include <algorithm>

#include "adapters/pages/site.hpp"
#include "base/zones.hpp"
#include "core/program/program.hpp"

namespace yakusoku::pages {
namespace {

const std::string no_figure = "—";

// What the tables ask of a program: one level or kind, under one plan.
struct CellFacts : program::Facts {
  std::string kind, level, plan;
  program::FactValue value_of(std::string_view fact) const override {
    const std::string* value = fact == "severity" ? &level : fact == "kind" ? &kind : fact == "plan" ? &plan : nullptr;
    if (!value || value->empty()) return {};
    return *value;
  }
  bool is_open(std::string_view, Instant) const override { return false; }
};

// The title that the program's tree gives to that entry of calendars or plans; the name itself where it gives none, or
// several by case.
std::string title_in(const program::Program& program, std::string_view part, const std::string& name,
                     std::string_view language) {
  const Json* all = program.tree.find(part);
  const Json* entry = all && !name.empty() ? all->find(name) : nullptr;
  if (entry && entry->is_array()) entry = entry->items().size() == 1 ? entry->items().front().find("is") : nullptr;
  const Json* title = entry ? entry->find("title") : nullptr;
  if (title && title->is_string()) return title->string();
  return title ? title->get_string(language).value_or(name) : name;
}

std::string cell_words(const Page& page, const program::Program& program,
                       const program::Chosen<program::Amount>& chosen) {
  if (chosen.says && !chosen.says->empty()) return in(*chosen.says, page.language);
  if (!chosen.value) return no_figure;
  std::string calendar = title_in(program, "calendars", chosen.value->calendar, page.language);
  if (calendar == chosen.value->calendar) calendar.clear();  // a name is no title
  return amount_words(page, chosen.value->written, calendar);
}

using Clocks = std::vector<const program::ClockRule*>;

std::vector<std::string> cells_of(const Page& page, const program::Program& program, const Clocks& clocks,
                                  const CellFacts& facts) {
  std::vector<std::string> cells;
  for (const program::ClockRule* clock : clocks) {
    const bool holds = program::holds(clock->when, facts);
    const auto chosen = holds ? program::choose(clock->within, facts) : program::Chosen<program::Amount>{};
    cells.push_back(cell_words(page, program, chosen));
  }
  return cells;
}

// What is promised under one plan: a row a level, or a row a kind where the program knows no severities.
struct Promises {
  std::string plan;
  std::vector<std::vector<std::string>> rows;
};

std::vector<Promises> promises_of(const Page& page, const program::Program& program, const Clocks& clocks) {
  std::vector<Promises> all;
  std::vector<std::string> plans = program.plans;
  if (plans.empty()) plans.emplace_back();
  for (const std::string& plan : plans) {
    Promises promises{plan, {}};
    CellFacts facts;
    facts.plan = plan;
    if (!program.kinds.empty()) facts.kind = program.kinds.front().id;
    for (const program::Level& each : program.severity.levels) {
      facts.level = each.id;
      promises.rows.push_back(cells_of(page, program, clocks, facts));
    }
    if (program.severity.levels.empty()) {
      for (const program::Kind& each : program.kinds) {
        facts.kind = each.id;
        promises.rows.push_back(cells_of(page, program, clocks, facts));
      }
    }
    all.push_back(std::move(promises));
  }
  // Plans that promise the same need one table and no name.
  if (std::ranges::all_of(all, [&](const Promises& each) { return each.rows == all.front().rows; })) {
    all.resize(1);
    all.front().plan.clear();
  }
  return all;
}

// A clock without a word in any table is left out: its dashes would say nothing.
bool says_nothing(const std::vector<Promises>& all, std::size_t column) {
  for (const Promises& each : all)
    for (const auto& row : each.rows)
      if (row[column] != no_figure) return false;
  return true;
}

Json row_head(const Page& page, const program::Program& program, std::size_t row) {
  if (program.severity.levels.empty())
    return Json::object({{"title", in(program.kinds[row].title, page.language, program.kinds[row].id)}});
  const program::Level& level = program.severity.levels[row];
  return Json::object(
      {{"title", in(level.title, page.language, level.id)}, {"means", in(level.means, page.language)}});
}

void set_tables(Page& page, const program::Program& program) {
  Clocks clocks;
  for (const program::ClockRule& each : program.clocks)
    if (each.owed_by == "vendor" && !each.within.empty()) clocks.push_back(&each);
  const std::vector<Promises> all = promises_of(page, program, clocks);
  Json names = Json::array();
  for (std::size_t i = 0; i < clocks.size(); ++i)
    if (!says_nothing(all, i))
      names.push(Json::object({{"name", in(clocks[i]->title, page.language, clocks[i]->name)}}));
  Json tables = Json::array();
  for (const Promises& each : all) {
    Json rows = Json::array();
    for (std::size_t row = 0; row < each.rows.size(); ++row) {
      Json cells = Json::array();
      for (std::size_t i = 0; i < clocks.size(); ++i)
        if (!says_nothing(all, i)) cells.push(Json::object({{"cell", each.rows[row][i]}}));
      rows.push(row_head(page, program, row).set("cells", std::move(cells)));
    }
    tables.push(Json::object({{"plan", title_in(program, "plans", each.plan, page.language)}, {"rows", rows}}));
  }
  page.set("has_tables", !names.items().empty() || !program.severity.levels.empty());
  page.set("clocks", std::move(names));
  page.set("tables", std::move(tables));
  page.set("by_level", !program.severity.levels.empty());
}

http::Response program_page(Page& page, const program::Program& program) {
  page.set("title", in(program.title, page.language, program.id));
  page.set("key", program.id);
  page.set("vendor", std::string(program.vendor_in(page.language)));
  Json kinds = Json::array();
  for (const program::Kind& each : program.kinds)
    kinds.push(
        Json::object({{"title", in(each.title, page.language, each.id)}, {"means", in(each.means, page.language)}}));
  page.set("kinds", std::move(kinds));
  set_tables(page, program);
  Json reasons = Json::array();
  for (const program::ClosingReason& each : program.closing.reasons)
    reasons.push(
        Json::object({{"title", in(each.title, page.language, each.id)}, {"means", in(each.means, page.language)}}));
  page.set("reasons", std::move(reasons));
  const auto effective = zones::date_of(program.effective);
  page.set("effective", effective ? date_words(page, *effective) : program.effective);
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
            Json::object({{"title", in(each.program->title, page.language, each.row.key)}, {"key", each.row.key},
                                   {"vendor", std::string(each.program->vendor_in(page.language))}}));
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
