#include "core/lifecycle/escalation_path.hpp"

#include <algorithm>

#include "core/clocks/cycle.hpp"

namespace yakusoku::lifecycle {
namespace {

using escalation::Direction;
using escalation::Escalation;

bool went_to(const Request& request, std::string_view level) {
  return std::ranges::any_of(request.escalations, [&](const Escalation& each) {
    return each.direction == Direction::hierarchical && each.to == level;
  });
}

// The step by which the program opens the way to that level: {allow: LEVEL}.
struct Opening {
  const program::ClockRule* rule = nullptr;
  std::size_t place = 0;
};
std::vector<Opening> openings_of(const program::Program& program, std::string_view level) {
  std::vector<Opening> openings;
  for (const program::ClockRule& rule : program.clocks)
    for (std::size_t place = 0; place < rule.steps.size(); ++place)
      for (const program::Action& action : rule.steps[place].does)
        if (action.verb == program::Action::Verb::allow && action.argument == level)
          openings.push_back({&rule, place});
  return openings;
}

// From when a clock that runs now opens it; far_future: none does.
Instant opens_at(const Request& request, const World& world, const std::vector<Opening>& openings) {
  Instant earliest = far_future;
  for (const Opening& each : openings) {
    const clocks::Cycle* cycle = request.cycle(each.rule->name);
    if (!cycle || cycle->state != clocks::State::running) continue;
    const FactsSeen seen(request, world, cycle->started_at);
    const Instant due = clocks::step_due(*cycle, *each.rule, each.place, *world.program, seen, *world.calendars);
    if (due != far_future) earliest = std::min(earliest, due + seconds(1));  // a timer of that second runs after it
  }
  return earliest;
}

}  // namespace

std::vector<PathLevel> escalation_path(const Request& request, const World& world) {
  std::vector<PathLevel> path;
  const program::Escalation& rule = world.program->escalation;
  const FactsSeen facts(request, world);
  const std::string kept_from = rule.asked ? program::failing_part(rule.asked->when, facts) : std::string();
  const bool may_ask = rule.asked && kept_from.empty();
  const PathLevel* before = nullptr;
  for (const program::EscalationLevel& level : rule.levels) {
    if (!program::holds(level.when, facts)) continue;
    PathLevel step;
    step.level = &level;
    step.reached = went_to(request, level.id);
    const auto openings = openings_of(*world.program, level.id);
    if (!may_ask) {
      step.clause = rule.asked ? "escalation.asked.when." + kept_from : "escalation.asked";
    } else if (rule.strict && before && !before->reached) {
      step.clause = "escalation.order";
    } else if (!openings.empty() && std::ranges::find(request.allowed, level.id) == request.allowed.end()) {
      step.clause = openings.front().rule->steps[openings.front().place].path;
    } else {
      step.allowed = true;
    }
    if (!step.allowed && may_ask && !openings.empty()) step.from = opens_at(request, world, openings);
    path.push_back(std::move(step));
    before = &path.back();
  }
  return path;
}

const program::EscalationTier* present_tier(const Request& request, const program::Program& program) {
  const auto& tiers = program.escalation.tiers;
  if (tiers.empty()) return nullptr;
  const program::EscalationTier* present = program.escalation.tier(request.ticket.word("tier"));
  return present ? present : &tiers.front();
}

const program::EscalationTier* next_tier(const Request& request, const World& world) {
  const auto& tiers = world.program->escalation.tiers;
  const program::EscalationTier* present = present_tier(request, *world.program);
  if (!present) return nullptr;
  const FactsSeen facts(request, world);
  for (const program::EscalationTier* each = present + 1; each < tiers.data() + tiers.size(); ++each)
    if (program::holds(each->when, facts)) return each;
  return nullptr;
}

const Escalation* standing_escalation(const Request& request) {
  const auto found = std::ranges::find_if(request.escalations.rbegin(), request.escalations.rend(),
                                          [](const Escalation& each) { return each.stands(); });
  return found == request.escalations.rend() ? nullptr : &*found;
}

bool in_lane(const Request& request) {
  return std::ranges::any_of(request.escalations,
                             [](const Escalation& each) { return each.stands() && each.in_lane; });
}

}  // namespace yakusoku::lifecycle
