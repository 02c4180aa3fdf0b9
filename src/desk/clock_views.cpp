#include <algorithm>

#include "desk/views.hpp"

namespace yakusoku::desk {
namespace {

using clocks::Cycle;
using clocks::State;

std::string state_word(const Cycle& cycle) {
  switch (cycle.state) {
    case State::idle: return "idle";
    case State::paused: return "paused";
    case State::running: return cycle.breaches > 0 && cycle.breached_at >= cycle.due ? "missed" : "running";
    case State::ended: break;
  }
  return std::string(clocks::enum_words(cycle.verdict)[static_cast<std::size_t>(cycle.verdict)]);
}

// The words printed in place of the amount, where the chosen rule has some.
program::Text says_of(const program::ClockRule& rule, const lifecycle::FactsSeen& facts) {
  const auto chosen = program::choose(rule.within, facts);
  return chosen.says ? *chosen.says : program::Text();
}

program::Text calendar_title(const program::Program& program, const std::string& name) {
  const Json* calendars = program.tree.find("calendars");
  const Json* calendar = calendars && !name.empty() ? calendars->find(name) : nullptr;
  // A calendar by case is a list of rules; the first title found names it.
  const Json* title = calendar ? calendar->find("title") : nullptr;
  if (calendar && calendar->is_array() && !calendar->items().empty()) {
    const Json* is = calendar->items().front().find("is");
    title = is ? is->find("title") : nullptr;
  }
  std::vector<std::pair<std::string, std::string>> by_language;
  if (title && title->is_object()) {
    for (const auto& [language, words] : title->members())
      if (words.is_string()) by_language.emplace_back(language, words.string());
  } else if (title && title->is_string()) {
    by_language.emplace_back(program.languages.empty() ? "en" : program.languages.front(), title->string());
  }
  return program::Text(std::move(by_language));
}

ClockView view_of(const Cycle& cycle, const program::ClockRule& rule, const lifecycle::Request& request,
                  const lifecycle::World& world, Shelf& shelf) {
  const lifecycle::FactsSeen facts(request, world, cycle.started_at);
  ClockView view;
  view.clock = cycle.clock;
  view.title = rule.title;
  view.cycle = cycle.number;
  view.state = state_word(cycle);
  view.owed_by = rule.owed_by;
  view.customer_facing = rule.customer_facing();
  view.firmness =
      std::string(clocks::enum_words(cycle.selection->firmness)[static_cast<std::size_t>(cycle.selection->firmness)]);
  view.promised = cycle.promised;
  view.started_at = cycle.started_at;
  view.due = cycle.state == State::paused ? far_future : cycle.due;
  view.breached_at = cycle.breached_at;
  view.ended_at = cycle.ended_at;
  view.budget = cycle.selection->budget;
  view.spent = clocks::spent_by(cycle, world.now, shelf);
  view.amount = cycle.selection->amount;
  if (cycle.active()) view.says = says_of(rule, facts);
  view.clause = cycle.selection->path.empty() ? rule.path : cycle.selection->path;
  view.calendar = cycle.selection->calendar_name;
  view.calendar_title = calendar_title(*world.program, view.calendar);
  if (cycle.state == State::paused) view.paused_by = request.ticket.word("waiting_on");
  view.metric = rule.metric;
  return view;
}

// Running and due first, then running without a due, paused, and what has ended.
int order_of(const ClockView& view) {
  if (view.state == "running" || view.state == "missed") return view.due == far_future ? 1 : 0;
  return view.state == "paused" ? 2 : 3;
}

}  // namespace

std::vector<ClockView> view_clocks(const lifecycle::Request& request, const program::Program& program, Shelf& shelf,
                                   Instant now, bool staff) {
  lifecycle::World world;
  world.now = now;
  world.program = &program;
  world.calendars = &shelf;
  std::vector<ClockView> views;
  for (const Cycle& cycle : request.cycles) {
    const program::ClockRule* rule = program.clock(cycle.clock);
    if (!rule || cycle.state == State::idle) continue;
    if (!staff && !rule->customer_facing()) continue;
    views.push_back(view_of(cycle, *rule, request, world, shelf));
  }
  std::ranges::stable_sort(views, [](const ClockView& a, const ClockView& b) {
    return std::pair(order_of(a), a.due) < std::pair(order_of(b), b.due);
  });
  return views;
}

namespace {

Json instant_json(Instant at) { return at == far_future ? Json() : Json(to_iso(at)); }

}  // namespace

Json to_json(const ClockView& view, std::string_view language) {
  return Json::object({{"clock", view.clock},
                       {"title", view.title.empty() ? view.clock : std::string(view.title.in(language))},
                       {"cycle", view.cycle},
                       {"state", view.state},
                       {"owed_by", view.owed_by},
                       {"customer_facing", view.customer_facing},
                       {"firmness", view.firmness},
                       {"promised", view.promised},
                       {"started_at", instant_json(view.started_at)},
                       {"due", instant_json(view.due)},
                       {"breached_at", instant_json(view.breached_at)},
                       {"ended_at", instant_json(view.ended_at)},
                       {"budget", view.budget},
                       {"spent", view.spent},
                       {"amount", view.amount},
                       {"says", std::string(view.says.in(language))},
                       {"clause", view.clause},
                       {"calendar", view.calendar},
                       {"calendar_title", std::string(view.calendar_title.in(language))},
                       {"paused_by", view.paused_by},
                       {"metric", view.metric}});
}

Json to_json(const Receipt& receipt, std::string_view language) {
  Json segments = Json::array();
  for (const Segment& each : receipt.segments) segments.push(lifecycle::to_json(each));
  Json lines = Json::array();
  for (const ReceiptLine& each : receipt.lines) lines.push(lifecycle::to_json(each));
  Json notes = Json::array();
  for (const ReceiptNote& each : receipt.notes) {
    notes.push(Json::object({{"at", to_iso(each.at)},
                             {"breached_at", instant_json(each.breached_at)},
                             {"by", each.by},
                             {"why", each.why},
                             {"excused", each.excused}}));
  }
  return Json::object({{"clock", to_json(receipt.clock, language)},
                       {"segments", std::move(segments)},
                       {"lines", std::move(lines)},
                       {"notes", std::move(notes)}});
}

}  // namespace yakusoku::desk
