#include "terms_driver.hpp"

#include <algorithm>
#include <array>
#include <deque>

#include "base/zones.hpp"
#include "core/entitlements/gate.hpp"
#include "core/entitlements/standing.hpp"
#include "core/program/overlays.hpp"

namespace yakusoku::scenarios {
namespace {

using entitlements::Holder;

std::unexpected<Error> wanted(std::string detail) { return fail(ErrorCode::invalid, "term", std::move(detail)); }

std::string differs(const std::string& what, const std::string& expected, const std::string& found) {
  return expected == found ? std::string() : what + ": expected " + expected + ", found " + found;
}

// The words after the first, one after the other.
class Rest {
 public:
  Rest(const std::vector<std::string>& words, std::size_t from) : words_(words), at_(from) {}
  bool done() const { return at_ >= words_.size(); }
  std::string next() { return done() ? std::string() : words_[at_++]; }
  bool take(std::string_view word) {
    if (done() || words_[at_] != word) return false;
    ++at_;
    return true;
  }

 private:
  const std::vector<std::string>& words_;
  std::size_t at_;
};

std::optional<Holder> holder_of(const std::string& word) {
  static constexpr std::array<std::string_view, 5> words{"asset", "contact", "contract", "customer",
                                                         "customer-above"};
  const auto found = std::ranges::find(words, word);
  if (found == words.end()) return std::nullopt;
  return static_cast<Holder>(found - words.begin());
}

std::string number_text(const std::optional<std::int64_t>& number) {
  return number ? std::to_string(*number) : std::string("any number");
}

}  // namespace

// ---- plans

Outcome TermsDriver::holds(const std::vector<std::string>& words) {
  holds_plans_ = true;
  Rest rest(words, 1);
  entitlements::HeldPlan plan;
  plan.plan = rest.next();
  if (plan.plan == "nothing") return {};
  while (!rest.done()) {
    if (rest.take("at")) {
      const auto holder = holder_of(rest.next());
      if (!holder) return wanted("asset, contact, contract, customer or customer-above");
      plan.holder = *holder;
      if (plan.holder == Holder::customer_above) {
        const std::string steps = rest.take("step") ? rest.next() : "1";
        plan.above = std::atoi(steps.c_str());
      }
    } else if (rest.take("from")) {
      plan.from = rest.next();
    } else if (rest.take("to")) {
      plan.to = rest.next();
    } else if (rest.take("signed")) {
      plan.signed_on = rest.next();
    } else {
      return wanted("at HOLDER, from, to or signed DATE instead of " + rest.next());
    }
  }
  held_.push_back(std::move(plan));
  return {};
}

std::vector<tickets::Value> TermsDriver::given_to(const lifecycle::Act& act) {
  opening_ = {};
  if (!holds_plans_) return {};
  const lifecycle::World here = world();
  const lifecycle::Request entering = lifecycle::entering(act, here);
  entitlements::Standing standing;
  standing.keeps_contracts = true;  // holds nothing: what nobody buys
  standing.keeps_contacts = !contacts_.empty();
  for (const entitlements::HeldPlan& each : held_) standing.contracts.emplace_back().held = each;
  const auto asks = std::ranges::find(contacts_, asker_, &entitlements::Contact::name);
  if (asks != contacts_.end()) standing.contact = *asks;
  const auto opening = entitlements::opening(program(), standing, lifecycle::FactsSeen(entering, here), here.now);
  opening_ = opening.covered;
  std::vector<tickets::Value> given;
  for (const auto& [name, value] : opening.facts) given.push_back(tickets::Value::of(name, value));
  return given;
}

Result<std::shared_ptr<const program::Program>> TermsDriver::program_for(const lifecycle::Act& act) {
  const lifecycle::World here = world();
  const lifecycle::Request entering = lifecycle::entering(act, here);
  const auto files = TRY(program_files(program_name()));
  auto own = TRY(program::program_for(whole_program(), files, lifecycle::FactsSeen(entering, here)));
  return own == whole_program() ? nullptr : own;  // the folder's own goes on with its splices
}

// What requests are told of balances (ledger.NAME), as the desk tells them.
Outcome TermsDriver::know_balances() {
  const lifecycle::Request nothing;
  const lifecycle::World here = customer();
  const lifecycle::FactsSeen facts(nothing, here);
  for (const program::LedgerRule& rule : program().ledgers) {
    const entitlements::Ledger ledger(program(), rule, facts);
    bring_up(balances_[rule.id], ledger);
    TRY_OUTCOME(know(tickets::Value::of("ledger." + rule.id, ledger.total(balances_[rule.id], here.now))));
  }
  return {};
}

Outcome TermsDriver::at_the_door(const std::string& request, const lifecycle::Act& act) {
  const std::string_view what = lifecycle::through_a_door(act);
  if (act.actor.side != lifecycle::Side::customer || what.empty()) return {};
  lifecycle::World here = world(kept(request));
  if (act.verb != lifecycle::Verb::open) {
    if (!kept(request)) return {};
    return entitlements::let_in(program(), act.door, what, lifecycle::FactsSeen(kept(request)->request, here));
  }
  for (const tickets::Value& each : given_to(act)) here.known.push_back(each);
  const lifecycle::Request entering = lifecycle::entering(act, here);
  return entitlements::let_in(program(), act.door, what, lifecycle::FactsSeen(entering, here));
}

Outcome TermsDriver::act(const std::string& request, const lifecycle::Act& act, const std::string& owner) {
  TRY_OUTCOME(know_balances());
  TRY_OUTCOME(at_the_door(request, act));
  TRY_OUTCOME(CoreDriver::act(request, act, owner));
  if (act.verb == lifecycle::Verb::open) covered_[request] = opening_;
  return {};
}

std::string TermsDriver::failed_plan(const std::string& request, const std::vector<std::string>& words) const {
  const auto found = covered_.find(request);
  if (found == covered_.end() || words.size() < 2) return "no request was opened while somebody held a plan";
  const entitlements::Covered& covered = found->second;
  if (words[0] == "plan") return differs("plan", words[1], covered.plan.empty() ? "none" : covered.plan);
  for (const entitlements::Missed& each : covered.missed)
    if (each.plan == words[1]) return differs("missed by", words.size() > 2 ? words[2] : "", each.clause);
  return words[1] + " was not missed";
}

// ---- contacts

Outcome TermsDriver::contact(const std::vector<std::string>& words) {
  Rest rest(words, 1);
  entitlements::Contact person;
  person.id = person.name = rest.next();
  person.address = rest.next();
  while (!rest.done()) {
    if (rest.take("employer")) {
      person.employer = rest.next();
    } else if (rest.take("partner")) {
      person.partner = true;
    } else if (rest.take("role")) {
      person.roles.push_back(rest.next());
    } else {
      const std::string fact = rest.next();
      person.known.emplace_back(fact, program::FactValue(rest.next()));
    }
  }
  const lifecycle::Request nothing;
  const lifecycle::World here = world();
  newcomer_ = entitlements::judge_newcomer(program(), contacts_, person, lifecycle::FactsSeen(nothing, here));
  if (newcomer_.good()) contacts_.push_back(std::move(person));
  return {};
}

std::string TermsDriver::failed_contact(const std::vector<std::string>& words) const {
  Rest rest(words, 1);
  if (words[0] == "contact") {
    const std::string found = newcomer_.good() ? "taken" : "refused " + newcomer_.refusals.front().clause;
    const std::string verdict = rest.next();
    return differs("contact", verdict == "refused" ? "refused " + rest.next() : verdict, found);
  }
  const lifecycle::Request nothing;
  const lifecycle::World here = world();
  const auto all = entitlements::judge(program(), contacts_, lifecycle::FactsSeen(nothing, here));
  const std::string counted = rest.next(), of = rest.next(), most = rest.next();
  return differs("contacts", counted + " " + of + " " + most,
                 std::to_string(all.counted) + " of " + number_text(all.most));
}

// ---- balances

// The customer without a request: with the plan that he holds.
lifecycle::World TermsDriver::customer() const {
  lifecycle::World here = world();
  if (!held_.empty()) here.known.push_back(tickets::Value::of("plan", held_.front().plan));
  return here;
}

void TermsDriver::bring_up(entitlements::Balance& balance, const entitlements::Ledger& ledger) {
  const Instant now = world().now;
  const Instant begun = balance.history.empty() ? now : balance.history.front().at;
  for (const auto& each : ledger.advance(balance, begun, now)) entitlements::evolve(balance, each);
}

Outcome TermsDriver::buy(const std::vector<std::string>& words) {
  Rest rest(words, 1);
  const program::LedgerRule* rule = program().ledger(rest.next());
  if (!rule) return wanted("a ledger");
  const lifecycle::Request nothing;
  const lifecycle::World here = customer();
  const lifecycle::FactsSeen facts(nothing, here);
  const entitlements::Ledger ledger(program(), *rule, facts);
  entitlements::Balance& balance = balances_[rule->id];
  bring_up(balance, ledger);
  const std::int64_t packs = rest.done() ? 1 : std::atoll(rest.next().c_str());
  for (const auto& each : ledger.purchase(balance, packs, here.now, "customer")) entitlements::evolve(balance, each);
  return {};
}

void TermsDriver::ask_ledgers(const Kept& kept, const tickets::Event& event) {
  static constexpr std::array<const char*, 4> verdicts{"covered", "overdrawn", "needs_approval", "refused"};
  const lifecycle::World here = world();
  const lifecycle::FactsSeen facts(kept.request, here);
  std::vector<std::pair<std::string, std::string>> attributes;
  for (const tickets::Attribute& each : event.attributes) attributes.emplace_back(each.name, each.value);
  for (const program::LedgerRule& rule : program().ledgers) {
    const entitlements::Ledger ledger(program(), rule, facts);
    entitlements::Balance& balance = balances_[rule.id];
    for (const auto& asked : ledger.asked_by(event.name, event.clock, attributes)) {
      bring_up(balance, ledger);
      if (asked.refund) {
        for (const auto& each : ledger.refund(balance, asked.amount, kept.name, asked.clause, here.now))
          entitlements::evolve(balance, each);
        continue;
      }
      const auto spent = ledger.spend(balance, asked.amount, kept.name, asked.clause, here.now, approver_);
      spending_ = verdicts[static_cast<std::size_t>(spent.verdict)];
      for (const auto& each : spent.movements) entitlements::evolve(balance, each);
    }
  }
}

void TermsDriver::followed(const Kept& kept, const std::vector<lifecycle::Fact>& facts) {
  for (const lifecycle::Fact& fact : facts)
    if (const auto* happened = std::get_if<tickets::Happened>(&fact)) ask_ledgers(kept, happened->event);
}

std::string TermsDriver::failed_balance(const std::vector<std::string>& words) {
  Rest rest(words, 1);
  if (words[0] == "spending") return differs("spending", rest.next(), spending_);
  const program::LedgerRule* rule = program().ledger(rest.next());
  if (!rule) return "there is no such ledger";
  const lifecycle::Request nothing;
  const lifecycle::World here = customer();
  const lifecycle::FactsSeen facts(nothing, here);
  const entitlements::Ledger ledger(program(), *rule, facts);
  bring_up(balances_[rule->id], ledger);
  return differs("balance", rest.next(), std::to_string(ledger.total(balances_[rule->id], here.now)));
}

// ---- promises over a period

namespace {

// Everything that requests said so far, with the facts as they are by now.
std::vector<objectives::Sample> samples_of(const CoreDriver::Kept& kept, const program::Facts& facts) {
  using Is = objectives::Sample::Is;
  std::vector<objectives::Sample> samples;
  for (const lifecycle::Fact& fact : kept.facts) {
    if (const auto* happened = std::get_if<tickets::Happened>(&fact)) {
      objectives::Sample sample{Is::event, happened->event.name, happened->at, {}, &facts};
      for (const tickets::Attribute& each : happened->event.attributes)
        sample.attributes.emplace_back(each.name, each.value);
      samples.push_back(std::move(sample));
    } else if (const auto* cycle = std::get_if<lifecycle::CycleChanged>(&fact)) {
      const bool met = cycle->change == lifecycle::Change::ended && cycle->cycle->verdict == clocks::Verdict::met &&
                       cycle->cycle->breaches == 0;
      if (met || cycle->change == lifecycle::Change::breached)
        samples.push_back({met ? Is::met : Is::missed, cycle->cycle->clock, cycle->at, {}, &facts});
    }
  }
  return samples;
}

std::string remedy_text(const objectives::Judged& judged) {
  if (!judged.remedy) return "none";
  if (judged.remedy->credit_words) return std::string(judged.remedy->credit_words->in("en"));
  return judged.remedy->credit ? program::to_text(*judged.remedy->credit) : "none";
}

}  // namespace

std::string TermsDriver::failed_objective(const std::vector<std::string>& words) const {
  Rest rest(words, 1);
  const std::string name = rest.next(), verdict = rest.next();
  const auto rule = std::ranges::find(program().objectives, name, &program::ObjectiveRule::id);
  if (rule == program().objectives.end()) return "there is no objective " + name;
  const auto date = [&](const std::string& text) {
    return zones::instant_of(program().zone, *zones::date_of(text), 0);
  };
  if (!rest.take("from")) return "from DATE to DATE is missing";
  const Instant from = date(rest.next());
  if (!rest.take("to")) return "to DATE is missing";
  const Instant to = date(rest.next());

  const lifecycle::World here = world();
  const lifecycle::Request nothing;
  std::deque<lifecycle::FactsSeen> seen;
  std::vector<objectives::Sample> samples;
  for (const Kept& each : requests()) {
    seen.emplace_back(each.request, here);
    for (auto& sample : samples_of(each, seen.back())) samples.push_back(std::move(sample));
  }
  const auto judged =
      objectives::judge(program(), *rule, samples, {}, {from, to}, here.now, lifecycle::FactsSeen(nothing, here));
  if (judged.empty()) return "nothing was judged";
  auto one = std::ranges::find(judged, objectives::Judged::Verdict::broken, &objectives::Judged::verdict);
  if (one == judged.end()) one = judged.begin();
  static constexpr std::array<const char*, 3> verdicts{"kept", "broken", "nothing"};
  if (const auto why = differs("objective", verdict, verdicts[static_cast<std::size_t>(one->verdict)]); !why.empty())
    return why + " (" + std::to_string(one->met) + " met, " + std::to_string(one->missed) + " missed, " +
           std::to_string(one->count) + " counted)";
  while (!rest.done()) {
    std::string why;
    if (rest.take("met")) {
      const std::string met = rest.next(), of = rest.next(), all = rest.next();
      why = differs("met", met + " " + of + " " + all,
                    std::to_string(one->met) + " of " + std::to_string(one->met + one->missed));
    } else if (rest.take("missed")) {
      why = differs("missed", rest.next(), std::to_string(one->missed));
    } else if (rest.take("counted")) {
      why = differs("counted", rest.next(), std::to_string(one->count));
    } else if (rest.take("credit")) {
      why = differs("credit", rest.next(), remedy_text(*one));
    } else if (rest.take("claim")) {
      why = differs("claim", rest.next(), one->remedy ? one->remedy->claim_date : "none");
    } else if (rest.take("open")) {
      why = differs("open", rest.next(), one->over ? "no" : "yes");
    } else {
      why = "met, missed, counted, credit, claim or open instead of " + rest.next();
    }
    if (!why.empty()) return why;
  }
  return {};
}

// ---- words

Outcome TermsDriver::term(const std::vector<std::string>& words) {
  if (words.size() < 2) return wanted("more words");
  if (words[0] == "holds") return holds(words);
  if (words[0] == "contact") return contact(words);
  if (words[0] == "buy") return buy(words);
  if (words[0] == "asker") {
    asker_ = words[1];
    return {};
  }
  if (words[0] == "signs")
    return know(tickets::Value::of("contract.signed",
                                   words[1] == "unknown" ? program::FactValue{} : program::FactValue(words[1])));
  approver_ = words[1];
  return {};
}

std::string TermsDriver::failed_term(const std::string& request, const std::vector<std::string>& words) {
  const std::string& word = words.front();
  if (word == "plan" || word == "missed") return failed_plan(request, words);
  if (word == "contact" || word == "contacts") return failed_contact(words);
  if (word == "objective") return failed_objective(words);
  return failed_balance(words);
}

}  // namespace yakusoku::scenarios
