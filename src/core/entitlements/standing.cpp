#include "core/entitlements/standing.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "base/zones.hpp"

namespace yakusoku::entitlements {
namespace {

using program::FactValue;

constexpr std::array<std::string_view, 5> whys = {"not_yet", "over", "not_valid", "not_sold", "not_covered"};

class FactsBefore final : public program::Facts {
 public:
  FactsBefore(const NamedValues& first, const program::Facts& then) : first_(first), then_(then) {}
  FactValue value_of(std::string_view fact) const override {
    for (const auto& [name, value] : first_)
      if (name == fact) return value;
    return then_.value_of(fact);
  }
  bool is_open(std::string_view calendar, Instant at) const override { return then_.is_open(calendar, at); }

 private:
  const NamedValues& first_;
  const program::Facts& then_;
};

void say_contact(const Standing& standing, NamedValues& facts) {
  if (!standing.keeps_contacts && standing.contracts.empty()) return;
  facts.emplace_back("contact.named", std::string(standing.contact ? "yes" : "no"));
  if (!standing.contact) return;
  facts.emplace_back("contact.partner", std::string(standing.contact->partner ? "yes" : "no"));
  if (!standing.contact->roles.empty()) facts.emplace_back("contact.role", standing.contact->roles);
  for (const auto& each : standing.contact->known) facts.push_back(each);
}

void say_asset(const program::Program& program, const Standing& standing, Instant at, NamedValues& facts) {
  if (!standing.asset) return;
  facts.emplace_back("asset.id", standing.asset->id);
  if (!standing.asset->plan.empty()) facts.emplace_back("asset.plan", standing.asset->plan);
  // Where no maintenance is recorded nothing is said of it.
  const auto until = zones::date_of(standing.asset->covered_until);
  if (!until) return;
  const bool covered = zones::wall_time(program.zone, at).date <= *until;
  facts.emplace_back("asset.covered", std::string(covered ? "yes" : "no"));
}

bool nothing_to_buy(const program::Program& program) {
  return !program.plan_rules.empty() && std::ranges::none_of(program.plan_rules, &program::PlanRule::bought);
}

// The contract whose terms count: the one that covers; where none does, the one that has not ended and is nearest.
const Contract* counting(const Standing& standing, const Covered& covered) {
  if (covered.by)
    for (const Contract& each : standing.contracts)
      if (each.held.plan == covered.by->plan && each.held.holder_id == covered.by->holder_id &&
          each.held.from == covered.by->from)
        return &each;
  return standing.contracts.empty() ? nullptr : &standing.contracts.front();
}

}  // namespace

NamedValues terms_of(const Contract& contract) {
  NamedValues facts;
  const auto say = [&](const char* name, const std::string& word) {
    if (!word.empty()) facts.emplace_back(name, word);
  };
  say("contract.plan", contract.held.plan);
  say("contract.from", contract.held.from);
  say("contract.to", contract.held.to);
  say("contract.signed", contract.held.signed_on);
  if (contract.licences) facts.emplace_back("contract.licences", *contract.licences);
  if (contract.instances) facts.emplace_back("contract.instances", *contract.instances);
  for (const auto& each : contract.values) facts.push_back(each);
  return facts;
}

Opening opening(const program::Program& program, const Standing& standing, const program::Facts& request,
                Instant at) {
  Opening found;
  if (!standing.kept() && !nothing_to_buy(program)) return found;
  say_contact(standing, found.facts);
  say_asset(program, standing, at, found.facts);
  std::vector<HeldPlan> held;
  for (const Contract& each : standing.contracts) held.push_back(each.held);
  if (standing.asset && !standing.asset->plan.empty())
    held.push_back({standing.asset->plan, Holder::asset, 0, standing.asset->id, "", "", ""});
  found.covered = plan_of(program, held, FactsBefore(found.facts, request), at);
  if (const Contract* contract = counting(standing, found.covered))
    std::ranges::move(terms_of(*contract), std::back_inserter(found.facts));
  if (!found.covered.plan.empty()) {
    found.facts.emplace_back("plan", found.covered.plan);
    found.facts.emplace_back("plan.held", found.covered.also_held);
  }
  if (!found.covered.missed.empty()) {
    std::vector<std::string> words;
    for (const Missed& each : found.covered.missed) words.push_back(to_word(each));
    found.facts.emplace_back("plan.missed", std::move(words));
  }
  return found;
}

std::string to_word(const Missed& missed) {
  return missed.plan + " " + std::string(whys[static_cast<std::size_t>(missed.why)]) + " " + missed.clause;
}

std::optional<Missed> missed_from_word(std::string_view word) {
  const std::size_t first = word.find(' ');
  if (first == std::string_view::npos) return std::nullopt;
  const std::size_t second = word.find(' ', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const auto why = std::ranges::find(whys, word.substr(first + 1, second - first - 1));
  if (why == whys.end()) return std::nullopt;
  Missed missed;
  missed.plan = std::string(word.substr(0, first));
  missed.why = static_cast<Missed::Why>(why - whys.begin());
  missed.clause = std::string(word.substr(second + 1));
  return missed;
}

}  // namespace yakusoku::entitlements
