// What a request looks like to whoever reads the API: its screen, its receipts and its history.

#include <algorithm>

#include "http_driver.hpp"

namespace yakusoku::scenarios {
namespace {

std::string text(const Json& json, std::string_view name) { return json.get_string(name).value_or(""); }

Instant instant(const Json& json, std::string_view name) { return from_iso(text(json, name)).value_or(far_future); }

const Json::Array& list(const Json& json, std::string_view name) {
  static const Json::Array none;
  const Json* found = json.find(name);
  return found && found->is_array() ? found->items() : none;
}

ClockSeen clock_of(const Json& receipt, RequestSeen& seen) {
  ClockSeen clock;
  const Json* view = receipt.find("clock");
  if (!view) return clock;
  clock.clock = text(*view, "clock");
  clock.cycle = static_cast<int>(view->get_integer("cycle").value_or(0));
  clock.state = text(*view, "state");
  if (clock.state == "missed") clock.state = "running";  // it runs on after its due
  if (clock.state != "running" && clock.state != "paused") {
    clock.verdict = clock.state;
    clock.state = "ended";
  }
  if (clock.state == "running") clock.due = instant(*view, "due");
  clock.ended_at = instant(*view, "ended_at");
  clock.amount = text(*view, "amount");
  clock.calendar = text(*view, "calendar");
  const std::int64_t budget = view->get_integer("budget").value_or(0);
  if (budget > 0) clock.remaining = budget - view->get_integer("spent").value_or(0);
  for (const Json& line : list(receipt, "lines")) {
    const std::string change = text(line, "change"), cause = text(line, "cause");
    if (change == "breached") clock.breaches.push_back({instant(line, "at"), instant(line, "detected_at")});
    if (change == "selected") clock.flagged = line.get_boolean("flagged").value_or(false);
    if (change == "ended") clock.over_wall = line.get_integer("over_wall").value_or(0);
    if (change == "warned" && !cause.ends_with("#skipped"))
      seen.warnings.push_back({clock.clock, cause, instant(line, "at")});
  }
  return clock;
}

// A cycle that was armed and never promised anything has no receipt; the audits tell of it.
void look_at(const Json& event, RequestSeen& seen) {
  const std::string clock = text(event, "clock"), change = text(event, "change");
  const int cycle = static_cast<int>(event.get_integer("cycle").value_or(0));
  const auto found = std::ranges::find_if(
      seen.clocks, [&](const ClockSeen& each) { return each.clock == clock && each.cycle == cycle; });
  if (found == seen.clocks.end() && change == "armed") {
    ClockSeen& fresh = seen.clocks.emplace_back();
    fresh.clock = clock;
    fresh.cycle = cycle;
    fresh.state = "idle";
  } else if (found != seen.clocks.end() && found->state == "idle" && change == "ended") {
    found->state = "ended";
    found->verdict = text(event, "verdict");
    found->ended_at = instant(event, "at");
  }
}

}  // namespace

RequestSeen HttpDriver::seen(const std::string& request) {
  RequestSeen seen;
  const std::string path = path_of(request);
  if (path.empty()) return seen;
  const HttpAnswer answer = desk_->call("agent", "GET", "desk/" + path);
  const Json& screen = answer.json;
  const Json* ticket = screen.find("ticket");
  if (!answer.good() || !ticket) return seen;
  seen.status = text(*ticket, "status");
  if (seen.status != "solved" && seen.status != "closed") seen.status = "open";
  if (const Json* closure = screen.find("closure")) seen.reason = text(*closure, "reason");
  seen.rank = ticket->get_integer("rank").value_or(0);
  seen.owner = PersonId{ticket->get_integer("assignee_id").value_or(0)};
  seen.next_due = instant(screen, "next_due");
  seen.next_wake = instant(screen, "next_wake");
  for (const Json& each : list(screen, "escalations")) seen.allowed.push_back(each.string());
  for (const Json& each : list(screen, "promises")) {
    seen.promise = text(each, "outcome");
    seen.promised = instant(each, "due");
  }
  for (const Json& receipt : list(screen, "receipts")) seen.clocks.push_back(clock_of(receipt, seen));
  const HttpAnswer audits = desk_->call("agent", "GET", path + "/audits");
  for (const Json& audit : list(audits.json, "audits")) {
    for (const Json& event : list(audit, "events")) {
      if (text(event, "type") == "Clock") look_at(event, seen);
      if (text(event, "type") != "Notification") continue;
      seen.actions.push_back(
          {text(event, "do"), text(event, "what"), text(event, "recipient"), instant(event, "at")});
    }
  }
  std::ranges::stable_sort(seen.clocks, {}, &ClockSeen::cycle);
  const HttpAnswer meetings = desk_->call("agent", "GET", path + "/meetings");
  for (const Json& each : list(meetings.json, "meetings")) {
    meetings::Meeting& one = seen.meetings.emplace_back();
    const auto words = enum_words(one.state);
    const auto state = std::ranges::find(words, text(each, "state"));
    one.state = static_cast<meetings::State>(state - words.begin());
    one.from = instant(each, "from");
    one.to = instant(each, "to");
  }
  const HttpAnswer standing = desk_->call("agent", "GET", path + "/escalations");
  seen.team = text(standing.json, "team");
  for (const Json& each : list(standing.json, "path"))
    seen.levels.push_back({text(each, "level"), text(each, "clause"), each.get_boolean("allowed").value_or(false),
                           instant(each, "allowed_from")});
  for (const Json& each : list(standing.json, "escalations")) {
    escalation::Escalation& one = seen.escalations.emplace_back();
    one.to = text(each, "to");
    for (const Json& who : list(each, "told")) one.told.push_back(text(who, "who"));
    for (const Json& who : list(each, "skipped")) one.skipped.push_back(who.string());
    one.in_lane = each.find("lane") && !each.find("lane")->is_null();
    one.not_before = instant(each, "not_before");
    one.acknowledged_at = instant(each, "acknowledged_at");
    one.ended_at = instant(each, "ended_at");
  }
  return seen;
}

}  // namespace yakusoku::scenarios
