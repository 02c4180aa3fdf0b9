#include "sim/backtest/trace_events.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <span>

namespace yakusoku::sim::backtest {
namespace {

using lifecycle::Side;
using lifecycle::Verb;

// Which members an act takes beside at, do, by, via, agreed.
struct Form {
  std::string_view word;
  Verb verb;
  std::vector<std::string_view> takes;
};

const std::vector<Form>& forms() {
  static const std::vector<Form> all{
      {"open", Verb::open, {"kind", "severity", "facts"}},
      {"message", Verb::message, {"facts"}},
      {"reply", Verb::reply, {"asks", "promise", "keeps", "mark", "solve"}},
      {"note", Verb::note, {}},
      {"happen", Verb::happen, {"event", "with"}},
      {"set", Verb::set, {"severity", "kind", "facts"}},
      {"hold", Verb::hold, {"on", "until"}},
      {"resume", Verb::resume, {}},
      {"assign", Verb::assign, {"owner", "facts"}},
      {"promise", Verb::promise, {"promise"}},
      {"agree", Verb::agree, {"clock", "amount"}},
      {"solve", Verb::solve, {"reason"}},
      {"close", Verb::close, {"reason"}},
      {"reopen", Verb::reopen, {}},
      {"absorb", Verb::absorb, {"request"}},
      {"merged", Verb::merged, {}},
      {"know", Verb::wake, {"facts"}},
  };
  return all;
}

std::unexpected<Error> wanted(std::string field, std::string what) {
  return fail(ErrorCode::invalid, std::move(field), std::move(what));
}

std::string listed(std::span<const std::string_view> words) {
  std::string text;
  for (const std::string_view each : words) text += (text.empty() ? "" : ", ") + std::string(each);
  return text;
}

// CSV knows no numbers.
std::optional<Instant> seconds_in(const std::string& text) {
  Instant at;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, at.seconds);
  if (text.empty() || read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return at;
}

// Reads members of one event by name; what is not asked for is told of at the end.
class Members {
 public:
  explicit Members(const Json& json) : json_(json) {}

  const Json* find(std::string_view name) const {
    const Json* found = json_.find(name);
    return found && !found->is_null() ? found : nullptr;
  }
  Result<std::string> word(const std::string& name) const {
    const Json* found = find(name);
    if (!found) return std::string();
    if (found->is_integer()) return std::to_string(found->integer());
    if (!found->is_string()) return wanted(name, "a word is expected");
    if (found->string().size() > most_word) return fail(ErrorCode::too_large, name, "at most 4,096 bytes");
    return found->string();
  }
  Result<std::string> need(const std::string& name, const std::string& what) const {
    std::string found = TRY(word(name));
    if (found.empty()) return fail(ErrorCode::required, name, what + " is expected");
    return found;
  }
  Result<bool> flag(const std::string& name) const {
    const Json* found = find(name);
    if (!found) return false;
    if (found->is_bool()) return found->boolean();
    if (found->is_string() && (found->string() == "yes" || found->string() == "true")) return true;
    if (found->is_string() && (found->string() == "no" || found->string() == "false")) return false;
    return wanted(name, "true or false is expected");
  }
  Result<Instant> instant(const std::string& name) const {
    static const std::string what =
        "a time with its zone such as 2025-06-06T16:50:00+09:00, or seconds since 1970, is expected";
    const Json* found = find(name);
    if (!found) return fail(ErrorCode::required, name, what);
    std::optional<Instant> at;
    if (found->is_integer()) at = Instant{found->integer()};
    if (found->is_string()) at = seconds_in(found->string());
    if (found->is_string() && !at) at = from_iso(found->string());
    constexpr std::int64_t latest = 253402300799;  // the year 9999
    if (!at || at->seconds < 0 || at->seconds > latest) return wanted(name, what);
    return *at;
  }
  Result<std::vector<std::string>> words(const std::string& name) const {
    const Json* found = find(name);
    std::vector<std::string> all;
    if (!found) return all;
    if (!found->is_array()) {
      all.push_back(TRY(word(name)));
      return all;
    }
    for (const Json& each : found->items()) {
      if (!each.is_string()) return wanted(name, "a word or a list of words is expected");
      all.push_back(each.string());
    }
    if (all.size() > most_facts) return fail(ErrorCode::too_many, name, "at most 200");
    return all;
  }
  const Json& json() const { return json_; }

 private:
  const Json& json_;
};

Outcome only_what_it_takes(const Members& members, const Form& form) {
  static constexpr std::string_view common[] = {"at", "do", "by", "via", "agreed"};
  for (const auto& [name, value] : members.json().members()) {
    if (std::ranges::find(common, name) != std::end(common)) continue;
    if (std::ranges::find(form.takes, name) != form.takes.end()) continue;
    std::vector<std::string_view> all(std::begin(common), std::end(common));
    all.insert(all.end(), form.takes.begin(), form.takes.end());
    return fail(ErrorCode::unknown_value, name,
                std::string(form.word) + " takes " + listed(all) + "; leave the rest out");
  }
  return {};
}

Outcome read_actor(const Members& members, const Form& form, lifecycle::Act& act) {
  const bool customers = form.verb == Verb::open || form.verb == Verb::message;
  std::string by = TRY(members.word("by"));
  if (by.empty()) by = customers ? "customer" : "agent";
  if (by == "customer") {
    act.actor.side = Side::customer;
  } else if (by == "program") {
    // What the desk does by itself follows anew from the version that is tried.
    const bool from_outside = customers || form.verb == Verb::happen;
    if (!from_outside)
      return wanted("by", "a customer or a role such as agent; leave out what the desk did by itself");
    act.actor.side = Side::program;
  } else {
    act.actor.side = Side::vendor;
    act.actor.role = by;
  }
  return {};
}

PersonId owner_of(const std::string& name, Reading& reading) {
  if (name.empty() || name == "nobody") return {};
  auto found = std::ranges::find(reading.people, name);
  if (found == reading.people.end()) found = reading.people.insert(found, name);
  return PersonId{1 + (found - reading.people.begin())};
}

Outcome read_values(const Members& members, lifecycle::Act& act) {
  if (const Json* facts = members.find("facts")) act.values = TRY(read_facts(*facts, "facts"));
  const auto add = [&](const std::string& member, const std::string& fact) -> Outcome {
    if (std::string word = TRY(members.word(member)); !word.empty())
      act.values.push_back(tickets::Value::of(fact, std::move(word)));
    return {};
  };
  TRY_OUTCOME(add("kind", "kind"));
  return add("severity", act.verb == Verb::open ? "asked_severity" : "severity");
}

Outcome read_reply(const Members& members, lifecycle::Act& act) {
  act.asks = TRY(members.flag("asks"));
  act.keeps_promise = TRY(members.flag("keeps"));
  if (members.find("promise")) act.until = TRY(members.instant("promise"));
  act.marks = TRY(members.words("mark"));
  act.reason = TRY(members.word("solve"));
  return {};
}

Outcome read_attributes(const Members& members, lifecycle::Act& act) {
  act.event = TRY(members.need("event", "the event"));
  const Json* with = members.find("with");
  if (!with) return {};
  if (!with->is_object() || with->members().size() > most_facts)
    return wanted("with", "attributes by name, at most 200, are expected");
  for (const auto& [name, value] : with->members()) {
    if (!value.is_string()) return wanted("with." + name, "a word is expected");
    act.attributes.push_back({name, value.string()});
  }
  return {};
}

Outcome read_arguments(const Members& members, lifecycle::Act& act, Reading& reading, std::string& merged_in) {
  switch (act.verb) {
    case Verb::open: TRY_OUTCOME(members.need("kind", "the kind")); return read_values(members, act);
    case Verb::set:
      TRY_OUTCOME(read_values(members, act));
      if (act.values.empty()) return fail(ErrorCode::required, "facts", "what is set is expected");
      return {};
    case Verb::message:
    case Verb::wake: return read_values(members, act);
    case Verb::assign: act.owner = owner_of(TRY(members.word("owner")), reading); return read_values(members, act);
    case Verb::reply: return read_reply(members, act);
    case Verb::happen: return read_attributes(members, act);
    case Verb::hold: {
      std::string on = TRY(members.word("on"));
      act.values.push_back(tickets::Value::of("waiting_on", on.empty() ? "customer" : std::move(on)));
      if (members.find("until")) act.until = TRY(members.instant("until"));
      return {};
    }
    case Verb::promise: act.until = TRY(members.instant("promise")); return {};
    case Verb::agree:
      act.clock = TRY(members.need("clock", "a clock"));
      act.amount = TRY(members.need("amount", "an amount such as 8h in office"));
      return {};
    case Verb::solve:
    case Verb::close: act.reason = TRY(members.word("reason")); return {};
    case Verb::absorb:
      merged_in = TRY(members.need("request", "the id of the request that was merged in"));
      return {};
    case Verb::note:
    case Verb::resume:
    case Verb::reopen:
    case Verb::merged:
    case Verb::splice:
    case Verb::escalate:
    case Verb::acknowledge:
    case Verb::end_escalation:
    case Verb::plan_change:
    case Verb::plan_step:
    case Verb::offer:
    case Verb::take_over:
    case Verb::withdraw_offer:
    case Verb::drop_baton:
    case Verb::effort_gap:
    case Verb::meet:
    case Verb::move:
    case Verb::annotate: return {};
  }
  return {};
}

Result<tickets::Value> read_value(const std::string& name, const Json& json, const std::string& field) {
  if (json.is_null()) return tickets::Value::of(name, {});
  if (json.is_bool()) return tickets::Value::of(name, std::string(json.boolean() ? "yes" : "no"));
  if (json.is_integer()) return tickets::Value::of(name, json.integer());
  if (json.is_string()) {
    if (json.string().size() > most_word) return fail(ErrorCode::too_large, field, "at most 4,096 bytes");
    return tickets::Value::of(name, json.string());
  }
  if (!json.is_array() || json.items().size() > most_facts)
    return wanted(field, "a word, a number, or a list of at most 200 words is expected");
  std::vector<std::string> words;
  for (const Json& each : json.items()) {
    if (!each.is_string() || each.string().size() > most_word) return wanted(field, "a list of words is expected");
    words.push_back(each.string());
  }
  return tickets::Value::of(name, std::move(words));
}

}  // namespace

Result<std::vector<tickets::Value>> read_facts(const Json& json, const std::string& field) {
  if (!json.is_object()) return wanted(field, "facts by name, as in {\"product\": \"agent\"}, are expected");
  if (json.members().size() > most_facts) return fail(ErrorCode::too_many, field, "at most 200 facts");
  std::vector<tickets::Value> values;
  for (const auto& [name, value] : json.members()) values.push_back(TRY(read_value(name, value, field + "." + name)));
  return values;
}

Result<PastEvent> read_event(const Json& json, Reading& reading, std::string& merged_in) {
  if (!json.is_object()) return wanted("", "an event is an object such as {\"at\": …, \"do\": \"reply\"}");
  const Members members(json);
  PastEvent event;
  event.at = TRY(members.instant("at"));
  const std::string word = TRY(members.need("do", "what was done"));
  const auto form = std::ranges::find(forms(), word, &Form::word);
  if (form == forms().end()) {
    std::vector<std::string_view> all;
    for (const Form& each : forms()) all.push_back(each.word);
    return fail(ErrorCode::unknown_value, "do", "one of " + listed(all) + " is expected instead of " + word);
  }
  TRY_OUTCOME(only_what_it_takes(members, *form));
  event.act.verb = form->verb;
  TRY_OUTCOME(read_actor(members, *form, event.act));
  event.act.door = TRY(members.word("via"));
  event.act.consent = TRY(members.flag("agreed"));
  TRY_OUTCOME(read_arguments(members, event.act, reading, merged_in));
  if (event.act.verb == Verb::wake) {
    event.known = std::move(event.act.values);
    event.only_known = true;
  }
  if (event.act.verb == Verb::open) event.act.ticket = TicketId{reading.order};
  return event;
}

}  // namespace yakusoku::sim::backtest
