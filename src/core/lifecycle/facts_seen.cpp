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

// A product's phase is read at the opening, like the records: `now` in its cases is that moment.
class AtOpening final : public program::Facts {
 public:
  AtOpening(const program::Facts& facts, Instant opened) : facts_(facts), opened_(opened) {}
  FactValue value_of(std::string_view fact) const override {
    return fact == "now" && opened_ != far_future ? FactValue(opened_.seconds) : facts_.value_of(fact);
  }
  bool is_open(std::string_view calendar, Instant at) const override { return facts_.is_open(calendar, at); }

 private:
  const program::Facts& facts_;
  Instant opened_;
};

// The plan held and all that it builds on, best first.
FactValue chain_of(const program::Program& program, const tickets::Ticket& ticket) {
  const FactValue plan = ticket.value("plan");
  const auto* name = std::get_if<std::string>(&plan);
  if (!name) return {};
  const FactValue held = ticket.value("plan.held");  // of several beneath, the one that the customer holds
  const auto* names = std::get_if<std::vector<std::string>>(&held);
  return program::plan_chain(program, *name, names ? *names : std::vector<std::string>{});
}

}  // namespace

std::string pinned_zone(std::string_view fact) { return "pinned." + std::string(fact); }

bool lives_on(std::string_view fact) {
  return fact == "contact.away" || fact == "customer.open_requests" || fact.starts_with("ledger.") ||
         fact.starts_with("duty.");
}

FactValue FactsSeen::severity() const {
  FactValue level = level_said();
  const program::Severity& rule = world_.program->severity;
  const auto* word = std::get_if<std::string>(&level);
  if (rule.limits.empty() || !word || !rule.level(*word)) return level;
  return program::bounded(rule.limits, world_.program->order_of("severity"), *word, *this);
}

FactValue FactsSeen::level_said() const {
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

FactValue FactsSeen::of_program(std::string_view fact) const {
  const program::FactRule* rule = world_.program->fact(fact);
  FactValue value = request_.ticket.value(fact);
  if (!rule) return value;
  if (rule->type == program::FactRule::Type::zone) {  // read when it was opened (R10)
    const FactValue pinned = request_.ticket.value(pinned_zone(fact));
    if (program::known(pinned)) return pinned;
  }
  if (rule->is) {
    value = program::computed(*rule, *world_.program, *this);
  } else if (!program::known(value) && rule->from.find('.') != std::string::npos) {
    value = value_of(rule->from);  // a record of the customer's
  }
  if (rule->limits.empty()) return value;
  if (const auto* word = std::get_if<std::string>(&value))
    return program::bounded(rule->limits, rule->values, *word, *this);
  return value;
}

// Where nobody said it, by the program's products.
FactValue FactsSeen::phase() const {
  const tickets::Ticket& ticket = request_.ticket;
  const auto* phase = world_.program->phase_of(ticket.word("product"), ticket.word("version"));
  if (!phase) return {};
  const auto chosen = program::choose(*phase, AtOpening(*this, ticket.opened_at));
  return chosen.value ? FactValue(*chosen.value) : FactValue{};
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
  if (fact == "plan.chain") return chain_of(*world_.program, ticket);
  if (fact == "owner") return ticket.owner ? FactValue(ticket.owner.value) : FactValue{};
  if (fact.starts_with("clock.")) return of_clock(fact.substr(6));
  if (lives_on(fact)) {
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
  return world_.calendars->of(*text)->is_open(at);
}

}  // namespace yakusoku::lifecycle
