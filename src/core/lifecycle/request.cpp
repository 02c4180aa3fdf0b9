#include "core/lifecycle/request.hpp"

#include <algorithm>
#include <array>

namespace yakusoku::lifecycle {

std::span<const std::string_view> enum_words(Outcome) {
  static constexpr std::array<std::string_view, 4> words{"given", "kept", "broken", "replaced"};
  return words;
}
std::span<const std::string_view> enum_words(Change) {
  static constexpr std::array<std::string_view, 14> words{"armed",     "started",  "paused", "resumed", "selected",
                                                          "promised",  "breached", "warned", "stepped", "ended",
                                                          "continued", "spliced",  "merged", "moved"};
  return words;
}

const clocks::Cycle* Request::cycle(std::string_view clock) const {
  for (const auto& each : cycles)
    if (each->clock == clock) return &*each;
  return nullptr;
}

const Promise* Request::promise() const {
  return promises.empty() || promises.back().outcome != Outcome::given ? nullptr : &promises.back();
}

namespace {

struct Evolve {
  Request& request;

  void operator()(const tickets::Opened& fact) const { tickets::evolve(request.ticket, fact); }
  void operator()(const tickets::ValueSet& fact) const { tickets::evolve(request.ticket, fact); }
  void operator()(const tickets::Happened& fact) const { tickets::evolve(request.ticket, fact); }
  void operator()(const tickets::OwnerSet& fact) const { tickets::evolve(request.ticket, fact); }
  void operator()(const tickets::StatusSet& fact) const { tickets::evolve(request.ticket, fact); }
  void operator()(const tickets::TurnSet& fact) const { tickets::evolve(request.ticket, fact); }
  void operator()(const tickets::VersionSet& fact) const { tickets::evolve(request.ticket, fact); }
  void operator()(const CycleChanged& fact) const {
    const auto found =
        std::ranges::find_if(request.cycles, [&](const auto& each) { return each->clock == fact.cycle->clock; });
    if (found == request.cycles.end()) {
      request.cycles.push_back(fact.cycle);
    } else {
      *found = fact.cycle;
    }
  }
  void operator()(const PromiseChanged& fact) const {
    if (fact.promise.outcome == Outcome::given) {
      request.promises.push_back(fact.promise);
    } else if (!request.promises.empty()) {
      request.promises.back() = fact.promise;
    }
  }
  void operator()(const Ranked& fact) const { request.rank = fact.rank; }
  void operator()(const Noticed& fact) const {
    if (fact.verb == "allow" && std::ranges::find(request.allowed, fact.argument) == request.allowed.end()) {
      request.allowed.push_back(fact.argument);
    }
  }
  void operator()(const escalation::EscalationChanged& fact) const { escalation::evolve(request.escalations, fact); }
  void operator()(const handoffs::HandoffChanged& fact) const { handoffs::evolve(request.baton, fact); }
  void operator()(const handoffs::EffortGapChanged& fact) const { handoffs::evolve(request.baton, fact); }
  void operator()(const meetings::MeetingChanged& fact) const { meetings::evolve(request.meetings, fact); }
};

constexpr std::array<std::string_view, 15> fact_words{"opened",  "value",      "happened", "owner",      "status",
                                                      "turn",    "cycle",      "promise",  "ranked",     "notice",
                                                      "version", "escalation", "handoff",  "effort_gap", "meeting"};

template <std::size_t I = 0>
Result<Fact> read_fact(std::string_view word, const Json& json) {
  if constexpr (I == std::variant_size_v<Fact>) {
    return fail(ErrorCode::malformed, std::string(word), "no fact of ours");
  } else {
    if (word != fact_words[I]) return read_fact<I + 1>(word, json);
    std::variant_alternative_t<I, Fact> fact;
    if (!read_fields(json, fact)) return fail(ErrorCode::malformed, std::string(word), "a member has another type");
    return Fact(std::move(fact));
  }
}

}  // namespace

void evolve(Request& request, const Fact& fact) {
  request.looked.by.reset();
  std::visit(Evolve{request}, fact);
}

Json to_json(const Fact& fact) {
  Json json = std::visit([](const auto& each) { return write_fields(each); }, fact);
  json.members().insert(json.members().begin(), {"fact", std::string(fact_words[fact.index()])});
  return json;
}

Result<Fact> fact_from_json(const Json& json) { return read_fact(json.get_string("fact").value_or(""), json); }

Json to_json(const Request& request) { return write_fields(request); }

Result<Request> request_from_json(const Json& json) {
  Request request;
  if (!read_fields(json, request)) return fail(ErrorCode::malformed, "state", "a member has another type");
  return request;
}

Instant next_due(const Request& request, const program::Program& program) {
  Instant earliest = far_future;
  for (const clocks::Cycle& cycle : request.cycles) {
    if (cycle.state != clocks::State::running) continue;
    const program::ClockRule* rule = program.clock(cycle.clock);
    if (rule && rule->owed_by == "vendor" && cycle.selection->firmness != clocks::Firmness::at_least) {
      earliest = std::min(earliest, cycle.due);
    }
  }
  return earliest;
}

}  // namespace yakusoku::lifecycle
