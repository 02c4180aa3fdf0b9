// The escalation path, what is asked of the customer, what happens in silence, and how a request ends.

#include <algorithm>

#include "core/publishing/writer.hpp"
#include "core/wording/time_words.hpp"

namespace yakusoku::publishing {
namespace {

using program::Action;
using program::ClockRule;
using program::Step;
using program::StepTime;

std::string step_time(const Teller& tell, const StepTime& time) {
  switch (time.kind) {
    case StepTime::Kind::percent: return tell.say("step.percent", {{"n", std::to_string(time.percent)}});
    case StepTime::Kind::before_due:
      return tell.say("step.before", {{"length", wording::length_words(tell.language, time.lead.seconds)}});
    case StepTime::Kind::late:
      return tell.say("step.late", {{"length", wording::length_words(tell.language, time.lead.seconds)}});
    case StepTime::Kind::due: return tell.say("step.due");
    case StepTime::Kind::from_start: break;
  }
  program::Amount after = time.from_start;
  if (after.form == program::Amount::Form::business_days)
    return tell.say(
        "step.after",
        {{"length", tell.say(after.days == 1 ? "unit.bd.one" : "unit.bd", {{"n", std::to_string(after.days)}})}});
  if (after.form == program::Amount::Form::length || after.form == program::Amount::Form::length_in ||
      after.form == program::Amount::Form::length_then_in) {
    const std::string hours = after.calendar.empty() ? std::string() : tell.calendar(after.calendar);
    const std::string length = tell.bare_amount(after);
    return tell.say(
        "step.after",
        {{"length", hours.empty() ? length : tell.say("amount.of", {{"length", length}, {"hours", hours}})}});
  }
  return tell.amount(after);
}

// What concerns the customer; the rest is our own business and stays unsaid.
std::string action_told(const Teller& tell, const Action& action) {
  std::string words;
  switch (action.verb) {
    case Action::Verb::remind: words = tell.say("action.remind"); break;
    case Action::Verb::tell:
      if (action.argument == "customer") words = tell.say("action.tell");
      break;
    case Action::Verb::escalate:
      words = action.argument == "next" ? tell.say("action.escalate_next")
                                        : tell.say("action.escalate", {{"level", action.argument}});
      break;
    case Action::Verb::allow: words = tell.say("action.allow", {{"level", action.argument}}); break;
    case Action::Verb::solve: words = tell.say("action.solve"); break;
    case Action::Verb::close:
      words = action.argument.empty()
                  ? tell.say("action.close_plain")
                  : tell.say("action.close", {{"reason", tell.name("closing.reasons", action.argument)}});
      break;
    case Action::Verb::reopen: words = tell.say("action.reopen"); break;
    case Action::Verb::open: words = tell.say("action.open", {{"kind", tell.name("kinds", action.argument)}}); break;
    case Action::Verb::set:
      words = tell.say(action.value == "lower"    ? "action.set_lower"
                       : action.value == "higher" ? "action.set_higher"
                                                  : "action.set",
                       {{"fact", tell.fact(action.argument)}, {"value", tell.value(action.argument, action.value)}});
      break;
    case Action::Verb::spend:
      words = tell.say("action.spend", {{"ledger", tell.name("ledgers", action.argument)}});
      break;
    case Action::Verb::refund:
      words = tell.say("action.refund", {{"ledger", tell.name("ledgers", action.argument)}});
      break;
    case Action::Verb::purge: words = tell.say("action.purge"); break;
    case Action::Verb::credit: words = tell.say("action.credit"); break;
    case Action::Verb::task:
    case Action::Verb::assign: break;
  }
  if (!words.empty() && !action.door.empty())
    words += tell.say("brackets", {{"words", tell.name("doors", action.door)}});
  if (const std::string when = tell.cases(action.when); !words.empty() && !when.empty())
    words += tell.say("brackets", {{"words", when}});
  return words;
}

// The moments of a step: a moment, or one for each case.
void times_of(const Teller& tell, const program::TableNode<StepTime>& node, const std::vector<std::string>& by,
              std::size_t depth, const std::vector<std::string>& cases,
              std::vector<std::pair<std::string, std::string>>& times) {
  if (node.leaf) {
    times.emplace_back(tell.joined_cases(cases), step_time(tell, *node.leaf));
    return;
  }
  for (const auto& branch : node.branches) {
    auto more = cases;
    more.push_back(tell.named_case(by[depth], branch.keys));
    times_of(tell, branch.below, by, depth + 1, more, times);
  }
}

std::vector<std::pair<std::string, std::string>> times_of(const Teller& tell, const Step& step) {
  std::vector<std::pair<std::string, std::string>> times;
  for (const auto& rule : step.at.rules) {
    const std::string when = tell.cases(rule.when);
    if (const auto* plain = std::get_if<StepTime>(&rule.is)) {
      times.emplace_back(when, step_time(tell, *plain));
    } else {
      const auto& table = std::get<program::Table<StepTime>>(rule.is);
      times_of(tell, table.cells, table.by, 0, {when}, times);
    }
  }
  return times;
}

bool concerns_escalation(const ClockRule& clock) {
  for (const Step& step : clock.steps)
    for (const Action& action : step.does)
      if (action.verb == Action::Verb::allow || action.verb == Action::Verb::escalate) return true;
  return false;
}

void tell_ladder(Writer& page, const ClockRule& clock) {
  const Teller& tell = page.tell;
  std::vector<Item> steps = steps_told(page, clock);
  if (steps.empty()) return;
  page.heading(tell.text(clock.title, tell.word(clock.name)), clock.path, 3, clock.clause);
  std::vector<Words> lines;
  if (const Json* means = tell.part({"clocks", clock.name, "means"})) lines.push_back(tell.text(means));
  lines.push_back(tell.own("counting.from", {{"start", tell.events(clock.starts.patterns)}}));
  if (const std::string when = tell.cases(clock.when); !when.empty())
    lines.push_back(tell.own("for", {{"cases", when}}));
  if (clock.paused_while) lines.push_back(tell.own("counting.paused", {{"cases", tell.cases(*clock.paused_while)}}));
  page.paragraph(std::move(lines));
  page.items(Block::Kind::steps, std::move(steps));
}

}  // namespace

std::vector<Item> steps_told(Writer& page, const ClockRule& clock) {
  const Teller& tell = page.tell;
  std::vector<Item> items;
  for (const Step& step : clock.steps) {
    if (step.warning) continue;
    std::vector<std::string> does;
    std::vector<Words> quoted;
    for (const Action& action : step.does) {
      if (std::string words = action_told(tell, action); !words.empty()) {
        does.push_back(std::move(words));
        if (action.verb == Action::Verb::remind && !action.text.empty())
          quoted.push_back(tell.soft(tell.text(action.text)));
      }
    }
    if (does.empty()) continue;
    std::vector<Words> says;
    std::string conditions;
    if (const std::string when = tell.cases(step.when); !when.empty())
      conditions = tell.say("brackets", {{"words", when}});
    for (const auto& [cases, time] : times_of(tell, step))
      says.push_back(
          {(cases.empty() ? tell.say("step.plain", {{"time", time}, {"does", tell.listed(does)}})
                          : tell.say("step.case", {{"cases", cases}, {"time", time}, {"does", tell.listed(does)}})) +
               conditions,
           {},
           {},
           false});
    says.insert(says.end(), quoted.begin(), quoted.end());
    items.push_back({page.anchor(step.path), {}, std::move(says)});
  }
  return items;
}

namespace {

void tell_asking(Writer& page, const program::Escalation::Asked& asked) {
  const Teller& tell = page.tell;
  page.heading(tell.own("section.asking"), "escalation.asked", 3);
  if (!asked.words.empty()) page.paragraph({tell.text(asked.words)});
  std::vector<Item> items;
  std::vector<std::string> doors;
  for (const std::string& each : asked.doors) doors.push_back(tell.name("doors", each));
  if (doors.empty())
    for (const program::Door& door : tell.program.doors)
      for (const auto& rule : door.may.rules)
        if (const auto* may = std::get_if<std::vector<std::string>>(&rule.is);
            may && std::ranges::find(*may, "escalate") != may->end())
          doors.push_back(tell.text(door.title, tell.word(door.id)).text);
  if (const std::string when = tell.cases(asked.when); !when.empty())
    items.push_back({{}, tell.own("asked.when"), {{when, {}, {}, false}}});
  if (!doors.empty()) items.push_back({{}, tell.own("asked.doors"), {{tell.listed(doors), {}, {}, false}}});
  for (const std::string& each : asked.needs) {
    std::vector<Words> says;
    if (const Json* values = tell.part({"facts", each, "values"}); values && values->is_object())
      for (const auto& [value, ignored] : values->members()) says.push_back({tell.value(each, value), {}, {}, false});
    items.push_back({{}, tell.own("asked.needs", {{"fact", tell.fact(each)}}), std::move(says)});
  }
  page.items(Block::Kind::terms, std::move(items));
}

}  // namespace

void tell_escalation(Writer& page) {
  const Teller& tell = page.tell;
  const program::Escalation& escalation = tell.program.escalation;
  const Json* json = tell.part({"escalation"});
  if (!json) return;
  page.heading(tell.own("section.escalation"), "escalation", 2, json->get_string("clause").value_or(""));
  if (const Json* means = json->find("means")) page.paragraph({tell.text(means)});
  std::vector<Item> levels;
  for (const auto& each : escalation.levels) {
    std::vector<Words> says;
    const Words named = tell.text(each.title, tell.word(each.who));
    const std::string level = tell.say("escalation.level", {{"level", each.id}});
    if (named.text != level && !named.text.empty()) says.push_back(named);
    if (!each.means.empty()) says.push_back(tell.text(each.means));
    if (const std::string when = tell.cases(each.when); !when.empty())
      says.push_back(tell.soft(tell.own("for", {{"cases", when}})));
    levels.push_back({page.anchor(each.path), {level, {}, {}, false}, std::move(says)});
  }
  page.items(Block::Kind::terms, std::move(levels));
  if (escalation.strict && escalation.levels.size() > 1)
    page.paragraph({tell.own("escalation.strict")}, "escalation.order");
  if (const Json* tiers = json->find("tiers")) {
    page.paragraph({tell.own("escalation.tiers")}, "escalation.tiers");
    page.items(Block::Kind::steps, entries(page, tiers));
  }
  if (const Json* lane = json->find("lane")) page.paragraph({tell.text(lane)}, "escalation.lane");
  if (escalation.asked) tell_asking(page, *escalation.asked);
  for (const ClockRule& clock : tell.program.clocks)
    if (concerns_escalation(clock)) tell_ladder(page, clock);
}

void tell_duties(Writer& page) {
  const Teller& tell = page.tell;
  std::vector<const ClockRule*> clocks;
  for (const ClockRule& clock : tell.program.clocks)
    if ((clock.owed_by == "customer" || clock.owed_by == "nobody") && !concerns_escalation(clock))
      clocks.push_back(&clock);
  std::erase_if(clocks, [&](const ClockRule* clock) {
    return clock->owed_by == "nobody" && std::ranges::none_of(clock->steps, [&](const Step& step) {
             return std::ranges::any_of(step.does,
                                        [&](const Action& each) { return !action_told(tell, each).empty(); });
           });
  });
  if (clocks.empty()) return;
  page.section("section.duties", "duties");
  for (const ClockRule* clock : clocks) {
    page.heading(tell.text(clock->title, tell.word(clock->name)), clock->path, 3, clock->clause);
    std::vector<Words> lines;
    if (const Json* means = tell.part({"clocks", clock->name, "means"})) lines.push_back(tell.text(means));
    lines.push_back(tell.own("counting.from", {{"start", tell.events(clock->starts.patterns)}}));
    if (const std::string when = tell.cases(clock->when); !when.empty())
      lines.push_back(tell.own("for", {{"cases", when}}));
    if (clock->paused_while)
      lines.push_back(tell.own("counting.paused", {{"cases", tell.cases(*clock->paused_while)}}));
    page.paragraph(std::move(lines));
    std::vector<Item> limits;
    for (const auto& rule : clock->within.rules) {
      const auto* amount = std::get_if<program::Amount>(&rule.is);
      if (!amount || amount->promise == program::Amount::Promise::none) continue;
      const std::string when = tell.cases(rule.when);
      Words says = rule.says.empty() ? Words{tell.amount(*amount), {}, {}, false} : tell.text(rule.says);
      limits.push_back({page.anchor(rule.path),
                        when.empty() ? tell.own("duty.limit") : Words{when, {}, {}, false},
                        {std::move(says)}});
    }
    page.items(Block::Kind::terms, std::move(limits));
    page.items(Block::Kind::steps, steps_told(page, *clock));
  }
}

void tell_closing(Writer& page) {
  const Teller& tell = page.tell;
  const program::Closing& closing = tell.program.closing;
  const Json* json = tell.part({"closing"});
  if (!json) return;
  page.heading(tell.own("section.closing"), "closing", 2, json->get_string("clause").value_or(""));
  std::vector<Item> items;
  for (const program::ClosingReason& each : closing.reasons) {
    std::vector<Words> says;
    if (!each.means.empty()) says.push_back(tell.text(each.means));
    if (const std::string when = tell.cases(each.when); !when.empty())
      says.push_back(tell.soft(tell.own("for", {{"cases", when}})));
    items.push_back({page.anchor("closing.reasons." + each.id, each.clause),
                     tell.text(each.title, tell.word(each.id)), std::move(says)});
  }
  if (!items.empty()) page.paragraph({tell.own("closing.reasons")}, "closing.reasons");
  page.items(Block::Kind::terms, std::move(items));
  const Json* reopen = json->find("reopen");
  if (!reopen) return;
  page.heading(tell.own("section.reopening"), "closing.reopen", 3, reopen->get_string("clause").value_or(""));
  std::vector<Words> lines;
  if (reopen->get_string("within") == "never") {
    lines.push_back(tell.own("reopen.never"));
  } else if (closing.reopen.within) {
    const std::string length = wording::length_words(tell.language, closing.reopen.within->seconds);
    lines.push_back(tell.own("reopen.within", {{"length", length}}));
    lines.push_back(tell.own(closing.reopen.after == program::Closing::Reopen::After::linked ? "reopen.linked"
                                                                                             : "reopen.refuse"));
  } else {
    lines.push_back(tell.own("reopen.always"));
  }
  std::vector<std::string> doors;
  for (const std::string& each : closing.reopen.doors) doors.push_back(tell.name("doors", each));
  if (!doors.empty()) lines.push_back(tell.own("reopen.doors", {{"list", tell.listed(doors)}}));
  page.paragraph(std::move(lines));
}

}  // namespace yakusoku::publishing
