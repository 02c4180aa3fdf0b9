// Events, actions and the times of steps as written (PROGRAM.md section 5).

#include <optional>
#include <utility>

#include <fmt/format.h>

#include "core/program/leaves.hpp"
#include "core/program/words.hpp"

namespace yakusoku::program {

const std::vector<std::string>& product_events() {
  static const std::vector<std::string> events = {
      // talk
      "message", "reply", "auto_reply", "away_notice", "note", "call", "attempt", "status_post",
      // work
      "opened", "receipt_sent", "triaged", "acknowledged", "assigned", "engaged", "information_asked",
      "evidence_complete", "forwarded", "handed_over", "escalation_asked", "escalated", "moved", "identified",
      "workaround_given", "workaround_failed", "restored", "plan_given", "answered", "cause_found", "fix_released",
      "arrived", "solved", "closed", "reopened", "merged", "split",
      // agreed
      "promised", "promise_broken", "agreed", "booked", "held", "cancelled", "no_show",
      // derived
      "changed"};
  return events;
}

const std::vector<std::string>& event_attributes() {
  static const std::vector<std::string> attributes = {"who",       "role",     "tier",   "level",  "door",
                                                      "direction", "answered", "marked", "reason", "session"};
  return attributes;
}

namespace {

constexpr std::string_view event_forms =
    "an event (reply), a clock's (first_response.met), a mark, {changed: fact}, or one narrowed: {reply: {role: "
    "manager}}";

const std::vector<std::string>& clock_verbs() {
  static const std::vector<std::string> verbs = {"started", "met", "missed", "withdrawn"};
  return verbs;
}

EventPattern named_event(const std::string& word, const Place& place, const std::string& key, const Sink& sink) {
  EventPattern pattern;
  pattern.place = place;
  const std::size_t dot = word.rfind('.');
  if (dot == std::string::npos) {
    pattern.event = word;
  } else {
    pattern.clock = word.substr(0, dot);
    pattern.event = word.substr(dot + 1);
    const auto& verbs = clock_verbs();
    if (std::ranges::find(verbs, pattern.event) == verbs.end()) {
      sink.error("unknown_event", place, key, fmt::format("`{}` is no event of a clock", word),
                 "CLOCK.started, CLOCK.met, CLOCK.missed or CLOCK.withdrawn");
      return pattern;
    }
  }
  if (sink.events) sink.events->push_back({pattern.event, pattern.clock, place, key});
  return pattern;
}

void read_change(const Node& what, EventPattern& pattern, const std::string& key, const Sink& sink) {
  if (what.is_scalar() && is_fact_name(what.text)) {
    pattern.changed_fact = what.text;
    sink.use(what.text, {}, false, false, what.place, key);
  } else if (what.is_map() && what.entries.size() == 1 && is_fact_name(what.entries[0].key)) {
    pattern.changed_fact = what.entries[0].key;
    pattern.changed_to =
        read_test(what.entries[0].value, pattern.changed_fact, key + "." + pattern.changed_fact, sink);
  } else {
    sink.error("bad_event", what.place, key, "`changed` takes one fact",
               "{changed: severity} or {changed: {fact: test}}");
  }
}

void read_narrowing(const Node& how, EventPattern& pattern, const std::string& key, const Sink& sink) {
  if (!how.is_map() || how.entries.empty()) {
    sink.error("bad_event", how.place, key, "what narrows the event is expected", std::string(event_forms));
    return;
  }
  for (const Node::Entry& entry : how.entries) {
    const auto& known = event_attributes();
    const std::string below = key + "." + entry.key;
    if (std::ranges::find(known, entry.key) == known.end()) {
      const std::string guess = nearest(entry.key, known);
      sink.error(
          "unknown_key", entry.key_place, below,
          fmt::format("an event has no `{}`{}", entry.key, guess.empty() ? "" : "; did you mean `" + guess + "`?"),
          one_of(known));
      continue;
    }
    Sink quiet = sink;  // an attribute of the event is no fact of the request
    quiet.facts = nullptr;
    Test test = read_test(entry.value, entry.key, below, quiet);
    for (const std::string& value : test.values) {
      if (entry.key == "marked") sink.refer("mark", value, entry.value.place, below);
      if (entry.key == "door") sink.refer("door", value, entry.value.place, below);
      if (entry.key == "reason" && pattern.event != "forwarded")
        sink.refer("reason", value, entry.value.place, below);
    }
    pattern.narrowed.emplace_back(entry.key, std::move(test));
  }
}

EventPattern read_event(const Node& node, const std::string& key, const Sink& sink) {
  if (node.is("changed")) {
    sink.error("bad_event", node.place, key, "`changed` takes one fact",
               "{changed: severity} or {changed: {fact: test}}");
    return {};
  }
  if (node.is_scalar()) return named_event(node.text, node.place, key, sink);
  if (!node.is_map() || node.entries.size() != 1) {
    sink.error("bad_event", node.place, key, "one event is expected", std::string(event_forms));
    return {};
  }
  const Node::Entry& entry = node.entries.front();
  EventPattern pattern = named_event(entry.key, entry.key_place, key, sink);
  const std::string below = key + "." + entry.key;
  if (pattern.event == "changed" && pattern.clock.empty()) {
    read_change(entry.value, pattern, below, sink);
  } else {
    read_narrowing(entry.value, pattern, below, sink);
  }
  return pattern;
}

void read_event_list(const Node& list, EventList& events, const std::string& key, const Sink& sink) {
  if (list.items.empty())
    sink.error("bad_event", list.place, key, "an empty list of events", std::string(event_forms));
  for (std::size_t i = 0; i < list.items.size(); ++i)
    events.patterns.push_back(read_event(list.items[i], fmt::format("{}[{}]", key, i), sink));
}

}  // namespace

EventList read_events(const Node& node, const std::string& key, const Sink& sink) {
  EventList events;
  if (node.is_list()) {
    read_event_list(node, events, key, sink);
  } else if (node.is_map() && node.entries.size() == 1 && node.entries[0].key == "all") {
    events.all = true;
    read_event_list(node.entries[0].value, events, key + ".all", sink);
  } else if (node.is_empty()) {
    sink.error("bad_event", node.place, key, "an event is missing", std::string(event_forms));
  } else {
    events.patterns.push_back(read_event(node, key, sink));
  }
  return events;
}

const std::vector<std::string>& action_verbs() {
  static const std::vector<std::string> verbs = {"tell",  "remind", "task",   "assign", "escalate",
                                                 "allow", "set",    "solve",  "close",  "reopen",
                                                 "open",  "spend",  "refund", "purge",  "credit"};
  return verbs;
}

namespace {

using Verb = Action::Verb;

std::optional<Verb> verb_of(std::string_view word) {
  const auto& verbs = action_verbs();
  for (std::size_t i = 0; i < verbs.size(); ++i)
    if (verbs[i] == word) return static_cast<Verb>(i);
  return std::nullopt;
}

void refer_argument(const Action& action, const Place& place, const std::string& key, const Sink& sink) {
  switch (action.verb) {
    case Verb::solve:
    case Verb::close: sink.refer("reason", action.argument, place, key); break;
    case Verb::escalate:
    case Verb::allow:
      if (action.argument != "next") sink.refer("escalation_level", action.argument, place, key);
      break;
    case Verb::open: sink.refer("kind", action.argument, place, key); break;
    case Verb::spend:
    case Verb::refund: sink.refer("ledger", action.argument, place, key); break;
    case Verb::tell:
    case Verb::remind:
    case Verb::task:
    case Verb::assign:
    case Verb::set:
    case Verb::reopen:
    case Verb::purge:
    case Verb::credit: break;
  }
}

bool may_lack_argument(Verb verb) {
  return verb == Verb::solve || verb == Verb::reopen || verb == Verb::purge || verb == Verb::credit ||
         verb == Verb::close;
}

void read_set(const Node& what, const Action& common, std::vector<Action>& actions, const std::string& key,
              const Sink& sink) {
  if (!what.is_map() || what.entries.empty()) {
    sink.error("bad_action", what.place, key, "what to set is expected", "set: {fact: value}, or lower or higher");
    return;
  }
  for (const Node::Entry& entry : what.entries) {
    Action action = common;
    action.argument = entry.key;
    action.value = entry.value.text;
    const std::string below = key + "." + entry.key;
    if (!entry.value.is_scalar() || !is_fact_name(entry.key)) {
      sink.error("bad_action", entry.value.place, below, "a plain value is expected", "set: {fact: value}");
      continue;
    }
    const bool steps = action.value == "lower" || action.value == "higher";
    sink.use(entry.key, steps ? std::vector<std::string>{} : std::vector{action.value}, steps, false,
             entry.value.place, below);
    actions.push_back(std::move(action));
  }
}

void read_verb(const Node& what, const Action& common, std::vector<Action>& actions, const std::string& key,
               const Sink& sink) {
  Action action = common;
  if (action.verb == Verb::set) return read_set(what, common, actions, key, sink);
  if (action.verb == Verb::task) {
    if (what.is_list() || what.is_empty()) {
      sink.error("bad_action", what.place, key, "the task's text is expected", "task: what is to be done");
    }
    action.text = read_text(what, sink.first_language);
    actions.push_back(std::move(action));
    return;
  }
  if (what.is_list() && !what.items.empty()) {  // tell: [owner, team]
    for (const Node& item : what.items) read_verb(item, common, actions, key, sink);
    return;
  }
  const bool empty = what.is_empty() || what.is("yes");
  if ((empty && !may_lack_argument(action.verb)) || what.is_map() || what.is_list()) {
    sink.error("bad_action", what.place, key, "one word is expected here", "whom, what or which, as in tell: owner");
    return;
  }
  if (!empty) action.argument = what.text;
  refer_argument(action, what.place, key, sink);
  actions.push_back(std::move(action));
}

void read_action(const Node& node, std::vector<Action>& actions, const std::string& key, const Sink& sink) {
  Action common;
  common.place = node.place;
  if (node.is_scalar()) {
    const auto verb = verb_of(node.text);
    if (verb && may_lack_argument(*verb)) {
      common.verb = *verb;
      actions.push_back(std::move(common));
      return;
    }
    sink.error("bad_action", node.place, key, fmt::format("`{}` alone is no action", node.text),
               one_of(action_verbs()) + ", as in {tell: owner}");
    return;
  }
  if (!node.is_map()) {
    sink.error("bad_action", node.place, key, "an action is expected",
               one_of(action_verbs()) + ", as in {tell: owner}");
    return;
  }
  for (const Node::Entry& entry : node.entries) {
    const std::string below = key + "." + entry.key;
    if (entry.key == "text") common.text = read_text(entry.value, sink.first_language);
    if (entry.key == "who") common.who = entry.value.text;
    if (entry.key == "door") {
      common.door = entry.value.text;
      sink.refer("door", common.door, entry.value.place, below);
    }
    if (entry.key == "when") common.when = read_predicate(entry.value, below, sink);
  }
  bool any = false;
  for (const Node::Entry& entry : node.entries) {
    const std::string below = key + "." + entry.key;
    static const std::vector<std::string> beside = {"text", "who",   "door",   "when",
                                                    "note", "title", "source", "clause"};
    if (std::ranges::find(beside, entry.key) != beside.end()) continue;
    if (const auto verb = verb_of(entry.key)) {
      any = true;
      common.verb = *verb;
      read_verb(entry.value, common, actions, below, sink);
      continue;
    }
    std::vector<std::string> known = action_verbs();
    known.insert(known.end(), beside.begin(), beside.end());
    const std::string guess = nearest(entry.key, known);
    sink.error("unknown_key", entry.key_place, below,
               fmt::format("`{}` is no action{}", entry.key, guess.empty() ? "" : "; did you mean `" + guess + "`?"),
               one_of(known));
    any = true;
  }
  if (!any) sink.error("bad_action", node.place, key, "no action stands here", one_of(action_verbs()));
}

}  // namespace

std::vector<Action> read_actions(const Node& node, const std::string& key, const Sink& sink) {
  std::vector<Action> actions;
  if (!node.is_list()) {
    read_action(node, actions, key, sink);
    return actions;
  }
  if (node.items.empty())
    sink.error("bad_action", node.place, key, "an empty list of actions", one_of(action_verbs()));
  for (std::size_t i = 0; i < node.items.size(); ++i)
    read_action(node.items[i], actions, fmt::format("{}[{}]", key, i), sink);
  return actions;
}

StepTime read_step_time(const Node& node, const std::string& key, const Sink& sink) {
  StepTime time;
  time.written = node.text;
  const auto words = words_of(node.text);
  constexpr std::string_view expected = "50%, 10m before, a firm amount from the start, due, or 2h late";
  if (!node.is_scalar() || words.empty()) {
    sink.error("bad_step_time", node.place, key, "the time of a step is expected", std::string(expected));
    return time;
  }
  if (words.size() == 1 && words[0] == "due") return time;
  if (words.size() == 1 && words[0].ends_with('%')) {
    const auto percent = parse_count(std::string_view(words[0]).substr(0, words[0].size() - 1));
    if (!percent || *percent < 1 || *percent > 99) {
      sink.error("bad_step_time", node.place, key, fmt::format("`{}` is no share of the budget", node.text),
                 "1% to 99%; `due` for the end");
    }
    time.kind = StepTime::Kind::percent;
    time.percent = static_cast<int>(percent.value_or(0));
    return time;
  }
  if (words.size() == 2 && (words[1] == "before" || words[1] == "late")) {
    time.kind = words[1] == "before" ? StepTime::Kind::before_due : StepTime::Kind::late;
    if (const auto length = parse_length(words[0])) {
      time.lead = *length;
    } else {
      sink.error("bad_step_time", node.place, key, length.error().detail, std::string(expected));
    }
    return time;
  }
  time.kind = StepTime::Kind::from_start;
  const auto amount = parse_amount(node.text);
  if (!amount) {
    sink.error("bad_step_time", node.place, key, amount.error().detail, std::string(expected));
  } else if (amount->promise != Amount::Promise::firm) {
    sink.error("bad_step_time", node.place, key, fmt::format("a step needs a firm time, not `{}`", node.text),
               std::string(expected));
  } else {
    time.from_start = read_amount(node, key, sink);
  }
  return time;
}

namespace {

Json pairs_of(const std::vector<std::pair<std::string, Test>>& tests) {
  Json json = Json::object();
  for (const auto& [attribute, test] : tests) json.set(attribute, to_json(test));
  return json;
}

}  // namespace

Json to_json(const EventPattern& event) {
  Json json = Json::object({{"event", event.event}});
  if (!event.clock.empty()) json.set("clock", event.clock);
  if (!event.changed_fact.empty()) json.set("fact", event.changed_fact);
  if (event.changed_to) json.set("to", to_json(*event.changed_to));
  if (!event.narrowed.empty()) json.set("narrowed", pairs_of(event.narrowed));
  return json;
}

Json to_json(const EventList& events) {
  Json list = Json::array();
  for (const EventPattern& event : events.patterns) list.push(to_json(event));
  return Json::object({{events.all ? "all" : "any", std::move(list)}});
}

Json to_json(const Action& action) {
  Json json = Json::object({{"do", action_verbs()[static_cast<std::size_t>(action.verb)]}});
  const auto add = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) json.set(name, value);
  };
  add(action.verb == Action::Verb::set ? "fact" : "what", action.argument);
  add("value", action.value);
  add("who", action.who);
  add("door", action.door);
  if (!action.text.empty()) json.set("text", to_json(action.text));
  if (!action.when.always()) json.set("when", to_json(action.when));
  return json;
}

Json to_json(const StepTime& time) {
  switch (time.kind) {
    case StepTime::Kind::percent: return Json::object({{"percent", time.percent}});
    case StepTime::Kind::before_due: return Json::object({{"seconds_before_due", time.lead.seconds}});
    case StepTime::Kind::from_start: return Json::object({{"from_start", to_json(time.from_start)}});
    case StepTime::Kind::due: return Json::object({{"due", true}});
    case StepTime::Kind::late: return Json::object({{"seconds_late", time.lead.seconds}});
  }
  return {};
}

}  // namespace yakusoku::program
