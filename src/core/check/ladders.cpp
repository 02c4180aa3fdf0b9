// Ladders whose steps do not come in the order in which they are written.

#include <algorithm>

#include "core/check/parts.hpp"

namespace yakusoku::check {

using program::Action;
using program::ClockRule;
using program::Program;
using program::Step;
using program::StepTime;

namespace {

class Ladders {
 public:
  Ladders(Examples& examples, Findings& findings)
      : examples_(examples), program_(examples.program()), findings_(findings) {}

  void run() {
    for (const ClockRule& clock : program_.clocks) {
      without_due(clock);
      closings(clock);
      levels(clock);
      order(clock);
    }
    levels_reached();
  }

 private:
  template <class F>
  static void each_time(const program::TableNode<StepTime>& node, const F& see) {
    if (node.leaf) see(*node.leaf);
    for (const auto& branch : node.branches) each_time(branch.below, see);
  }
  void without_due(const ClockRule& clock) {
    if (!clock.within.empty()) return;
    for (const Step& step : clock.steps) {
      const auto look = [&](const StepTime& time) {
        if (time.kind != StepTime::Kind::from_start) findings_.add("no_due", step.path, {{"step", time.written}});
      };
      for (const auto& rule : step.at.rules) {
        if (const auto* time = std::get_if<StepTime>(&rule.is)) {
          look(*time);
        } else {
          each_time(std::get<program::Table<StepTime>>(rule.is).cells, look);
        }
      }
    }
  }
  // What closes for everybody ends the ladder.
  void closings(const ClockRule& clock) {
    const Step* closing = nullptr;
    for (const Step& step : clock.steps) {
      if (step.warning) continue;
      if (closing) findings_.add("after_close", step.path);
      const bool closes = std::ranges::any_of(step.does, [](const Action& action) {
        return action.when.always() && (action.verb == Action::Verb::close || action.verb == Action::Verb::solve);
      });
      if (closes && step.when.always()) closing = &step;
    }
  }
  std::size_t place_of(const std::string& level) const {
    const auto found = std::ranges::find(program_.escalation.levels, level, &program::EscalationLevel::id);
    return static_cast<std::size_t>(found - program_.escalation.levels.begin());
  }
  static bool climbs(const Action& action) {
    return (action.verb == Action::Verb::escalate || action.verb == Action::Verb::allow) && action.argument != "next";
  }
  void levels(const ClockRule& clock) {
    std::string above;
    for (const Step& step : clock.steps) {
      for (const Action& action : step.does) {
        if (!climbs(action)) continue;
        if (!above.empty() && step.when.always() && place_of(action.argument) < place_of(above))
          findings_.add("escalation_order", step.path, {{"level", action.argument}, {"above", above}});
        above = action.argument;
      }
    }
  }
  void levels_reached() {
    std::vector<std::string> reached;
    bool next = false;
    const auto look = [&](const std::vector<Action>& actions) {
      for (const Action& action : actions) {
        if (climbs(action)) reached.push_back(action.argument);
        next = next || (action.argument == "next" && action.verb != Action::Verb::tell);
      }
    };
    for (const ClockRule& clock : program_.clocks)
      for (const Step& step : clock.steps) look(step.does);
    for (const program::Reaction& reaction : program_.reactions) look(reaction.does);
    if (reached.empty() || next) return;
    for (const program::EscalationLevel& level : program_.escalation.levels)
      if (std::ranges::find(reached, level.id) == reached.end())
        findings_.add("level_never_allowed", level.path, {{"level", level.id}});
  }

  // Each pair of steps at the instants that the clock itself gives them.
  void order(const ClockRule& clock) {
    std::vector<std::size_t> rungs;
    for (std::size_t i = 0; i < clock.steps.size(); ++i)
      if (!clock.steps[i].warning) rungs.push_back(i);
    if (rungs.size() < 2) return;
    Cases cases = cases_of(program_, clock);
    for (const std::size_t rung : rungs) cases.look_at(clock.steps[rung].at);
    const auto walk = [&](const Imagined& request) {
      if (!applies(clock, cases, request, true)) return true;
      for (const Instant start : {examples_.samples().front(), examples_.samples()[2]}) along(clock, rungs, request, start);
      return true;
    };
    cases.each(walk);
  }
  void along(const ClockRule& clock, const std::vector<std::size_t>& rungs, const Imagined& request, Instant start) {
    ClockRule anyway = clock;
    anyway.when = {};
    const auto selection = clocks::select(anyway, program_, request, start, examples_.calendars());
    if (!selection) return;
    clocks::Cycle cycle;
    cycle.clock = clock.name;
    cycle.armed_at = start;
    cycle = clocks::started(std::move(cycle), *selection, start, examples_.calendars());
    std::size_t before = clock.steps.size();
    Instant before_at{};
    for (const std::size_t rung : rungs) {
      const Step& step = clock.steps[rung];
      if (!may_hold(step.when, request)) continue;
      const Instant at = clocks::step_due(cycle, clock, rung, program_, request, examples_.calendars());
      if (at == far_future) continue;
      if (before < clock.steps.size() && at < before_at) {
        findings_.add("ladder_order", step.path,
                      {{"step", written(step, request)},
                       {"above", written(clock.steps[before], request)},
                       {"start", examples_.words(start)},
                       {"above_at", examples_.words(before_at)},
                       {"step_at", examples_.words(at)}});
        return;
      }
      before = rung;
      before_at = at;
    }
  }
  static std::string written(const Step& step, const Imagined& request) {
    const auto chosen = program::choose(step.at, request);
    return chosen.value ? chosen.value->written : std::string();
  }

  Examples& examples_;
  const Program& program_;
  Findings& findings_;
};

}  // namespace

void check_ladders(Examples& examples, Findings& findings) { Ladders(examples, findings).run(); }

}  // namespace yakusoku::check
