#include <algorithm>
#include <array>

#include "core/lifecycle/decide.hpp"

namespace yakusoku::lifecycle {
namespace {

using program::FactValue;

// Built-in facts that are known from the start (PROGRAM.md section 4).
FactValue fallback(std::string_view fact) {
  if (fact == "waiting_on") return std::string("vendor");
  if (fact == "workaround") return std::string("none");
  if (fact == "restored" || fact == "phoned" || fact == "outage") return std::string("no");
  if (fact == "escalated" || fact == "attempts" || fact == "reopened") return std::int64_t{0};
  return {};
}

// The value moved into its bounds; values are worst first.
std::string bounded(const program::FactRule& rule, std::string value, const program::Facts& facts) {
  const auto place = [&](std::string_view word) {
    return std::ranges::find(rule.values, word) - rule.values.begin();
  };
  for (const program::FactRule::Limit& limit : rule.limits) {
    if (!program::holds(limit.when, facts)) continue;
    if (!limit.is.empty()) value = limit.is;
    if (!limit.no_worse_than.empty() && place(value) < place(limit.no_worse_than)) value = limit.no_worse_than;
    if (!limit.no_better_than.empty() && place(value) > place(limit.no_better_than)) value = limit.no_better_than;
  }
  return value;
}

// The plan held and all that it builds on, best first; each once, however the program's plans lean on each other.
FactValue plan_chain(const program::Program& program, const FactValue& held) {
  const auto* plan = std::get_if<std::string>(&held);
  if (!plan) return {};
  std::vector<std::string> chain{*plan};
  const Json* plans = program.tree.find("plans");
  for (std::size_t i = 0; plans && i < chain.size(); ++i) {
    const Json* entry = plans->find(chain[i]);
    const Json* beneath = entry ? entry->find("builds_on") : nullptr;
    if (!beneath || !beneath->is_array()) continue;
    for (const Json& each : beneath->items())
      if (each.is_string() && std::ranges::find(chain, each.string()) == chain.end()) chain.push_back(each.string());
  }
  return chain;
}

}  // namespace

std::string pinned_zone(std::string_view fact) { return "pinned." + std::string(fact); }

FactValue FactsSeen::severity() const {
  const auto chosen = program::choose(world_.program->severity.is, *this);
  const FactValue set = request_.ticket.value("severity_set");
  if (!chosen.value) return program::known(set) ? set : FactValue(std::string("none"));
  using How = program::SeverityRule::How;
  switch (chosen.value->how) {
    case How::level: return chosen.value->level;
    case How::none: return std::string("none");
    case How::asked: return program::known(set) ? set : request_.ticket.value("asked_severity");
    case How::vendor:
      if (program::known(set)) return set;
      return chosen.value->until_set.empty() ? FactValue{} : FactValue(chosen.value->until_set);
  }
  return {};
}

FactValue FactsSeen::phase() const {
  const tickets::Ticket& ticket = request_.ticket;
  const auto* phase = world_.program->phase_of(ticket.word("product"), ticket.word("version"));
  const auto chosen = phase ? program::choose(*phase, *this) : program::Chosen<std::string>{};
  return chosen.value ? FactValue(*chosen.value) : FactValue{};
}

FactValue FactsSeen::of_program(std::string_view fact) const {
  const program::FactRule* rule = world_.program->fact(fact);
  FactValue value = request_.ticket.value(fact);
  if (!rule) return value;
  if (rule->type == program::FactRule::Type::zone) {  // read when it was opened (R10)
    const FactValue pinned = request_.ticket.value(pinned_zone(fact));
    if (program::known(pinned)) return pinned;
  }
  if (rule->is) {
    const auto chosen = program::choose(*rule->is, *this);
    value = chosen.value ? FactValue(*chosen.value) : FactValue{};
  } else if (!program::known(value) && rule->from.find('.') != std::string::npos) {
    value = value_of(rule->from);  // a record of the customer's
  }
  if (rule->limits.empty()) return value;
  if (const auto* word = std::get_if<std::string>(&value)) return bounded(*rule, *word, *this);
  return value;
}

FactValue FactsSeen::of_clock(std::string_view clock) const {
  const clocks::Cycle* cycle = request_.cycle(clock);
  if (!cycle) return std::string("idle");
  switch (cycle->state) {
    case clocks::State::idle: return std::string("idle");
    case clocks::State::running: return std::string(cycle->breaches > 0 ? "missed" : "running");
    case clocks::State::paused: return std::string("paused");
    case clocks::State::ended: break;
  }
  // As with the event CLOCK.met: in time or late. What is still to come after its due has passed is `missed`.
  if (cycle->verdict == clocks::Verdict::met || cycle->verdict == clocks::Verdict::late) return std::string("met");
  return std::string("idle");
}

FactValue FactsSeen::value_of(std::string_view fact) const {
  // `check` refuses circles of computed facts; this holds for whatever came past it.
  if (depth_ >= 16) return {};
  ++depth_;
  const struct Leave {
    int& depth;
    ~Leave() { --depth; }
  } leave{depth_};
  const tickets::Ticket& ticket = request_.ticket;
  if (fact == "severity") return severity();
  if (fact == "status")
    return std::string(tickets::enum_words(ticket.status)[static_cast<std::size_t>(ticket.status)]);
  if (fact == "opened") return ticket.opened_at == far_future ? FactValue{} : FactValue(ticket.opened_at.seconds);
  if (fact == "now") return world_.now.seconds;
  if (fact == "started") return started_ == far_future ? FactValue{} : FactValue(started_.seconds);
  if (fact == "plan.chain") return plan_chain(*world_.program, request_.ticket.value("plan"));
  if (fact == "owner") return ticket.owner ? FactValue(ticket.owner.value) : FactValue{};
  if (fact.starts_with("clock.")) return of_clock(fact.substr(6));
  if (fact == "contact.away" || fact == "customer.open_requests") {  // these live on
    for (const tickets::Value& each : world_.known)
      if (each.name == fact) return each.fact();
  }
  FactValue value = of_program(fact);
  if (fact == "phase" && !program::known(value)) value = phase();
  if (!program::known(value)) value = fallback(fact);
  if (program::known(value)) return value;
  if (ticket.opened_at != far_future && fact.find('.') != std::string_view::npos) return {};  // pinned when it opened
  for (const tickets::Value& each : world_.known)
    if (each.name == fact) return each.fact();
  return {};
}

bool FactsSeen::is_open(std::string_view calendar, Instant at) const {
  const auto text = world_.calendars->text(*world_.program, std::string(calendar), *this);
  if (!text) return false;
  if (text->empty()) return true;
  return (text->compiled() ? text->compiled() : world_.calendars->compiled(*text))->is_open(at);
}

}  // namespace yakusoku::lifecycle
