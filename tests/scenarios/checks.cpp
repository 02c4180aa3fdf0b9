#include "checks.hpp"

#include <algorithm>

#include "base/error_codes.hpp"

namespace yakusoku::scenarios {
namespace {

using What = Expect::What;

std::string when(Instant at) { return at == far_future ? "none" : to_iso(at); }

std::string differs(std::string_view what, const std::string& expected, const std::string& found) {
  return expected == found ? std::string() : std::string(what) + ": expected " + expected + ", found " + found;
}

std::string counted(std::string_view what, const Expect& expect, std::int64_t found) {
  if (!expect.times) return found > 0 ? std::string() : std::string(what) + ": expected it, found none";
  return differs(what, std::to_string(*expect.times) + " times", std::to_string(found) + " times");
}

std::string breached(const Expect& expect, const std::vector<BreachSeen>& breaches) {
  std::string all;
  for (const BreachSeen& each : breaches) all += " " + when(each.at) + " (detected " + when(each.detected) + ")";
  if (expect.negated) return breaches.empty() ? std::string() : "breached at" + all;
  if (breaches.empty()) return "it is not breached";
  if (expect.times && *expect.times != std::ssize(breaches)) return "breached at" + all;
  if (expect.at && *expect.at != breaches.back().at)
    return "expected a breach at " + when(*expect.at) + ", found" + all;
  if (expect.detected && *expect.detected != breaches.back().detected) {
    return "expected its detection at " + when(*expect.detected) + ", found" + all;
  }
  return {};
}

std::string verdict(const Expect& expect, const ClockSeen& clock) {
  if (clock.state != "ended") return differs("verdict", expect.word, clock.state);
  if (clock.verdict != expect.word) return differs("verdict", expect.word, clock.verdict);
  if (expect.at) {
    if (const std::string why = differs("ended at", when(*expect.at), when(clock.ended_at)); !why.empty()) return why;
  }
  if (expect.length)
    return differs("late by", std::to_string(expect.length->seconds) + " s", std::to_string(clock.over_wall) + " s");
  return {};
}

// The newest cycle that the expectation can be about: a verdict's is the last that ended.
std::string of_clock(const Expect& expect, const RequestSeen& seen) {
  const bool about_end = expect.what == What::verdict;
  const ClockSeen* clock = nullptr;
  std::vector<BreachSeen> breaches;
  for (const ClockSeen& each : seen.clocks) {
    if (each.clock != expect.clock) continue;
    breaches.insert(breaches.end(), each.breaches.begin(), each.breaches.end());
    if (!about_end || each.state == "ended" || !clock) clock = &each;
  }
  if (!clock)
    return expect.what == What::state && expect.word == "idle" ? std::string()
                                                               : "no cycle of " + expect.clock + " was ever armed";
  switch (expect.what) {
    case What::due:
      if (clock->state != "running")
        return expect.at == far_future ? std::string()
                                       : "it is not running but " + clock->state + " " + clock->verdict;
      return differs("due", when(*expect.at), when(clock->due));
    case What::state:
      return differs("state", expect.word, clock->state + (clock->state == "ended" ? " " + clock->verdict : ""));
    case What::verdict: return verdict(expect, *clock);
    case What::breached: return breached(expect, breaches);
    case What::cycle: return differs("cycle", std::to_string(*expect.times), std::to_string(clock->cycle));
    case What::flagged:
      return clock->flagged == !expect.negated ? std::string()
             : clock->flagged                  ? "it is flagged"
                                               : "it is not flagged";
    case What::amount: return differs("amount", expect.word, clock->amount);
    case What::calendar: return differs("calendar", expect.word, clock->calendar);
    case What::remaining:
      return differs("remaining", std::to_string(expect.length->seconds) + " s",
                     clock->remaining ? std::to_string(*clock->remaining) + " s" : "no budget");
    case What::status:
    case What::told:
    case What::reminded:
    case What::action:
    case What::warned:
    case What::promise:
    case What::refused:
    case What::wake:
    case What::next_due:
    case What::fact:
    case What::rank:
    case What::allowed:
    case What::owner:
    case What::team:
    case What::escalation:
    case What::level:
    case What::handoff:
    case What::meeting:
    case What::dropped:
    case What::effort_gap:
    case What::term: break;
  }
  return {};
}

std::string acted(const Expect& expect, const RequestSeen& seen) {
  const std::string verb = expect.what == What::told       ? "tell"
                           : expect.what == What::reminded ? "remind"
                                                           : expect.clock;
  std::int64_t count = 0;
  for (const ActionSeen& each : seen.actions) {
    if (each.verb != verb || (!expect.word.empty() && each.argument != expect.word && each.who != expect.word))
      continue;
    if (!expect.at || *expect.at == each.at) ++count;
  }
  return counted(verb + " " + expect.word, expect, count);
}

std::string warned(const Expect& expect, const RequestSeen& seen, const program::Program& program) {
  const program::ClockRule* rule = program.clock(expect.clock);
  if (!rule) return "the program has no clock " + expect.clock;
  const auto written = [&](const program::Step& step) {
    return std::ranges::any_of(step.at.rules, [&](const auto& each) {
      const auto* at = std::get_if<program::StepTime>(&each.is);
      return at && at->written == expect.word;
    });
  };
  const auto step =
      std::ranges::find_if(rule->steps, [&](const program::Step& each) { return each.warning && written(each); });
  if (step == rule->steps.end()) return expect.clock + " has no warning at " + expect.word;
  std::int64_t count = 0;
  std::string all;
  for (const WarningSeen& each : seen.warnings) {
    if (each.path != step->path) continue;
    all += " " + when(each.at);
    // A punctual worker looks one second after the instant: an event at second t comes before timers at t.
    if (!expect.at || *expect.at == each.at || *expect.at + seconds(1) == each.at) ++count;
  }
  const std::string why = counted("warned " + expect.word, expect, count);
  return why.empty() || all.empty() ? why : why + "; warned at" + all;
}

std::string status(const Expect& expect, const RequestSeen& seen) {
  if (const std::string why = differs("status", expect.word, seen.status); !why.empty()) return why;
  return expect.second.empty() ? std::string() : differs("closing reason", expect.second, seen.reason);
}

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& each : words) all += (all.empty() ? "" : " ") + each;
  return all.empty() ? "nothing" : all;
}

std::string escalated(const Expect& expect, const RequestSeen& seen) {
  const auto found = std::ranges::find_if(seen.escalations.rbegin(), seen.escalations.rend(),
                                          [&](const auto& each) { return each.to == expect.clock; });
  if (found == seen.escalations.rend())
    return expect.word == "none" ? "" : "nothing was escalated to " + expect.clock;
  const std::string state = !found->stands()                       ? "ended"
                            : found->acknowledged_at != far_future ? "acknowledged"
                                                                   : "stands";
  if (const std::string why = differs("escalation", expect.word, state); !why.empty()) return why;
  for (const std::string& each : expect.words) {
    const auto has = [&](const std::vector<std::string>& who) {
      return std::ranges::find(who, each.substr(each.find(':') + 1)) != who.end();
    };
    const bool so = each == "lane"              ? found->in_lane
                    : each.starts_with("told:") ? has(found->told)
                                                : has(found->skipped);
    if (!so) return "escalation: not " + each;
  }
  return expect.at ? differs("not before", when(*expect.at), when(found->not_before)) : std::string();
}

std::string level(const Expect& expect, const RequestSeen& seen) {
  const auto found = std::ranges::find(seen.levels, expect.clock, &LevelSeen::level);
  if (found == seen.levels.end()) return "there is no level " + expect.clock;
  const std::string state = found->allowed ? "open" : found->from != far_future ? "from" : "closed";
  if (const std::string why = differs("level", expect.word, state + " " + found->clause);
      expect.word != state && !why.empty())
    return why;
  if (expect.at) return differs("from", when(*expect.at), when(found->from));
  return expect.second.empty() ? std::string() : differs("clause", expect.second, found->clause);
}

std::string handed_over(const Expect& expect, const RequestSeen& seen) {
  if (seen.baton.handoffs.empty()) return expect.word == "none" ? "" : "nothing was handed over";
  const handoffs::Handoff& last = seen.baton.handoffs.back();
  const std::string state(enum_words(last.state)[static_cast<std::size_t>(last.state)]);
  if (const std::string why = differs("hand-off", expect.word, state); !why.empty()) return why;
  for (const std::string& each : expect.words) {
    const bool from = each.starts_with("from:");
    const std::string wanted = each.substr(each.find(':') + 1);
    if (const std::string why = differs(each, wanted, from ? last.from_team : last.to_team); !why.empty()) return why;
  }
  return expect.at ? differs("until", when(*expect.at), when(last.until)) : std::string();
}

std::string met(const Expect& expect, const RequestSeen& seen) {
  if (seen.meetings.empty()) return expect.word == "none" ? "" : "no meeting";
  const meetings::Meeting& last = seen.meetings.back();
  const std::string state(enum_words(last.state)[static_cast<std::size_t>(last.state)]);
  if (const std::string why = differs("meeting", expect.word, state); !why.empty()) return why;
  if (expect.detected)
    if (const std::string why = differs("to", when(*expect.detected), when(last.to)); !why.empty()) return why;
  return expect.at ? differs("at", when(*expect.at), when(last.from)) : std::string();
}

std::string effort(const Expect& expect, const RequestSeen& seen) {
  const auto& gaps = seen.baton.gaps;
  if (!expect.at) return gaps.empty() ? "" : "a gap from " + when(gaps.back().from);
  if (gaps.empty()) return "no gap of effort";
  if (const std::string why = differs("gap from", when(*expect.at), when(gaps.back().from)); !why.empty()) return why;
  if (expect.word == "told" && !gaps.back().told) return "the lead was not told of the gap";
  return expect.detected ? differs("gap to", when(*expect.detected), when(gaps.back().to)) : std::string();
}

}  // namespace

std::string failed_check(const Expect& expect, const std::string& request, Driver& driver) {
  const RequestSeen seen = driver.seen(request);
  switch (expect.what) {
    case What::due:
    case What::state:
    case What::verdict:
    case What::breached:
    case What::cycle:
    case What::flagged:
    case What::amount:
    case What::calendar:
    case What::remaining: return of_clock(expect, seen);
    case What::status: return status(expect, seen);
    case What::told:
    case What::reminded:
    case What::action: return acted(expect, seen);
    case What::warned: return warned(expect, seen, driver.program());
    case What::promise: {
      if (const std::string why = differs("promise", expect.word, seen.promise); !why.empty()) return why;
      return expect.at ? differs("promised for", when(*expect.at), when(seen.promised)) : std::string();
    }
    case What::refused:
    case What::term: return {};
    case What::wake: return differs("next wake", when(*expect.at), when(seen.next_wake));
    case What::next_due: return differs("next due", when(*expect.at), when(seen.next_due));
    case What::fact: return differs("fact " + expect.clock, expect.word, driver.fact(request, expect.clock));
    case What::rank: return differs("rank", std::to_string(*expect.times), std::to_string(seen.rank));
    case What::allowed: return differs("allowed", expect.word, joined(seen.allowed));
    case What::owner:
      return (expect.word == "nobody" ? PersonId{} : driver.id_of(expect.word, expect.person)) == seen.owner
                 ? std::string()
                 : "owner: found " + std::to_string(seen.owner.value);
    case What::team: return differs("team", expect.word, seen.team.empty() ? "none" : seen.team);
    case What::escalation: return escalated(expect, seen);
    case What::level: return level(expect, seen);
    case What::handoff: return handed_over(expect, seen);
    case What::meeting: return met(expect, seen);
    case What::dropped:
      return differs("dropped", std::to_string(*expect.times), std::to_string(seen.baton.dropped()));
    case What::effort_gap: return effort(expect, seen);
  }
  return {};
}

std::string refusal_text(const Error& error) {
  std::string text(entry_of(error.code).name);
  if (!error.clause.empty()) text += " " + error.clause;
  text += " (" + error.field + (error.detail.empty() ? "" : ": " + error.detail) + ")";
  return text;
}

std::string failed_refusal(const Expect& expect, const std::optional<Error>& refused) {
  if (!refused) return "nothing was refused";
  if (entry_of(refused->code).name != expect.word) return "refused: " + refusal_text(*refused);
  if (!expect.second.empty() && expect.second != refused->clause) return "refused: " + refusal_text(*refused);
  return {};
}

}  // namespace yakusoku::scenarios
