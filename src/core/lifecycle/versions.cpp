// What becomes of a request when its program gets another version: calendars splice, and a request that is moved goes on
// under the new rules (PROGRAM.md section 7, R6).

#include <algorithm>
#include <optional>

#include "base/json.hpp"
#include "core/calendars/calendars.hpp"
#include "core/lifecycle/decision.hpp"
#include "core/program/program.hpp"

namespace yakusoku::lifecycle {

using clocks::Cycle;
using clocks::Selection;
using clocks::State;

namespace {

// The definition before any splice, without the reading of business days, which a splice takes over.
std::optional<calendars::Definition> origin(const std::string& text) {
  if (text.empty()) return calendars::always();
  const auto json = parse_json(text);
  auto definition = json ? calendars::from_json(*json) : fail(ErrorCode::malformed);
  if (!definition) return std::nullopt;
  if (definition->kind == calendars::Definition::Kind::splice) {
    return calendars::Definition(definition->parts.front());
  }
  definition->day.reset();
  return std::move(*definition);
}

// The selection in the calendar as it reads by now; nullopt where that is no other, or where it was chosen for another
// case: then the calendar at hand is not its own.
std::optional<Selection> renewed(const Selection& selection, const World& world, const program::Facts& facts) {
  if (selection.calendar_name.empty()) return std::nullopt;
  auto text = world.calendars->text(*world.program, selection.calendar_name, facts);
  if (!text || *text == selection.calendar) return std::nullopt;
  auto own = world.program->written_calendar(selection.calendar_name, facts);
  if (!own) return std::nullopt;
  own->day.reset();
  if (origin(selection.calendar.text()) != *own) return std::nullopt;
  Selection after = selection;
  after.calendar = std::move(*text);
  return after;
}

bool renew(Shared<Selection>& selection, const World& world, const program::Facts& facts) {
  auto after = renewed(*selection, world, facts);
  if (after) selection = std::move(*after);
  return after.has_value();
}

// Names that the new version calls otherwise: {"levels": {"old": "new"}, ...}.
std::string renamed(const Json& tree, std::initializer_list<std::string_view> parts, const std::string& name) {
  const Json* was = tree.find("was");
  for (const std::string_view part : parts) {
    const Json* names = was ? was->find(part) : nullptr;
    if (const auto found = names ? names->get_string(name) : std::nullopt) return *found;
  }
  return name;
}

}  // namespace

void Decision::adopt_calendars() {
  // An enactment that was withdrawn leaves no splice; what it had spliced goes back to the version's own.
  for (std::size_t i = 0; i < request_.cycles.size(); ++i) {
    const Shared<Cycle> held = request_.cycles[i];
    if (!held->active() || (program().splices.empty() && !held->selection->calendar.spliced())) continue;
    const FactsSeen seen = facts(held->started_at);
    Shared<Selection> selection = held->selection, choice = held->choice;
    std::vector<clocks::Spent> earlier = held->earlier;
    bool changed = renew(selection, world_, seen);
    changed = renew(choice, world_, seen) || changed;
    for (clocks::Spent& each : earlier) changed = renew(each.selection, world_, seen) || changed;
    if (!changed) continue;
    const std::string name = selection->calendar_name;
    Cycle after = clocks::adopted(*held, selection, choice, std::move(earlier), *world_.calendars);
    const program::ClockRule* rule = rule_of(i);
    if (rule && after.due != held->due) after = rearmed(std::move(after), *rule);
    change(Change::spliced, std::move(after), name, "R6");
  }
}

void Decision::move_to_program() {
  const Json& tree = program().tree;
  say(tickets::VersionSet{program().hash, request_.ticket.version});
  const auto rename = [&](std::string_view fact, std::initializer_list<std::string_view> parts) {
    const std::string word = request_.ticket.word(fact);
    const std::string now = word.empty() ? word : renamed(tree, parts, word);
    if (now != word) say(tickets::ValueSet{tickets::Value::of(std::string(fact), now), word, "was"});
  };
  for (const std::string_view fact : {"severity_set", "asked_severity"}) rename(fact, {"levels", "severity"});
  rename("kind", {"kinds"});
  for (const std::string_view fact : {"plan", "contract.plan", "asset.plan"}) rename(fact, {"plans"});
  for (std::size_t i = 0; i < request_.cycles.size(); ++i) {
    const Shared<Cycle> held = request_.cycles[i];
    if (held->state == State::ended) continue;
    const program::ClockRule* rule = rule_of(i);
    if (!rule) {
      end_cycle(*held, clocks::Verdict::withdrawn, "moved");
      continue;
    }
    Cycle after = *held;
    after.version = program().hash;
    const auto rungs = std::ranges::count(rule->steps, false, &program::Step::warning);
    after.next_step = std::min(after.next_step, static_cast<int>(rungs));
    change(Change::moved, rearmed(std::move(after), *rule), "moved", "R6");
  }
}

}  // namespace yakusoku::lifecycle
