// What a customer holds, on the desk: contracts, named contacts and balances through their use cases.

#include <algorithm>
#include <utility>

#include "base/json.hpp"
#include "core/entitlements/standing.hpp"
#include "desk/balances.hpp"
#include "desk/customers.hpp"
#include "desk_driver.hpp"

namespace yakusoku::scenarios {
namespace {

std::int64_t number_of(const ports::Answer& answer, std::string_view name) {
  return parse_json(answer.body)->get_integer(name).value_or(0);
}

std::string differs(const std::string& what, const std::string& expected, const std::string& found) {
  return expected == found ? std::string() : what + ": expected " + expected + ", found " + found;
}

// The word behind that one; empty: it is not there.
std::string after(const std::vector<std::string>& words, std::string_view word) {
  const auto found = std::ranges::find(words, word);
  return found == words.end() || found + 1 == words.end() ? std::string() : *(found + 1);
}

std::string spent_as(entitlements::Movement::Kind kind) {
  using Kind = entitlements::Movement::Kind;
  switch (kind) {
    case Kind::spent: return "covered";
    case Kind::overdrawn: return "overdrawn";
    case Kind::asked: return "needs_approval";
    case Kind::refused: return "refused";
    default: return {};
  }
}

}  // namespace

Result<OrganizationId> DeskDriver::above(int steps) {
  while (std::ssize(above_) < steps) {
    ports::OrganizationRow row;
    row.name = "above the customer, step " + std::to_string(above_.size() + 1);
    const auto made = TRY(run([&](auto& t) { return desk::create_organization(t, desk::Caller::desk(), row); }));
    const OrganizationId fresh{number_of(made, "organization")};
    const OrganizationId below = above_.empty() ? organization_ : above_.back();
    ports::OrganizationRow child;
    TRY_OUTCOME(store_->read([&](ports::Reader& reader) { child = *reader.organization(below); }));
    child.parent = fresh;
    TRY(run([&](auto& t) { return desk::update_organization(t, desk::Caller::desk(), child); }));
    above_.push_back(fresh);
  }
  return above_[static_cast<std::size_t>(steps) - 1];
}

Outcome DeskDriver::holds(const std::vector<std::string>& words) {
  if (words[1] == "nothing") return somebody_else_holds();
  const std::string holder = after(words, "at");
  if (holder == "asset" || holder == "contact")
    return misfit("on the desk contracts hold plans, and assets by product");
  holds_known_ = true;
  ports::ContractRow row;
  row.organization = organization_;
  row.program = program_id_;
  row.plan = words[1];
  row.from = after(words, "from");
  row.to = after(words, "to");
  row.signed_on = after(words, "signed");
  row.licences = licences_known();
  if (holder == "customer-above") {
    const std::string step = after(words, "step");
    row.organization = TRY(above(step.empty() ? 1 : std::stoi(step)));
  }
  TRY(run([&](auto& t) { return desk::put_contract(t, shelf_, desk::Caller::desk(), row); }));
  return {};
}

std::int64_t DeskDriver::licences_known() const {
  std::int64_t licences = 0;
  for (const tickets::Value& value : known_)
    if (value.name == "contract.licences") licences = std::stoll(program::to_text(value.fact()));
  return licences;
}

// The desk keeps contracts, though none of this customer.
Outcome DeskDriver::somebody_else_holds() {
  const auto& plans = program_->plan_rules;
  const auto sold = std::ranges::find_if(plans, &program::PlanRule::bought);
  if (sold == plans.end()) return {};
  ports::OrganizationRow other;
  other.name = "another customer";
  const auto made = TRY(run([&](auto& t) { return desk::create_organization(t, desk::Caller::desk(), other); }));
  ports::ContractRow row;
  row.organization = OrganizationId{number_of(made, "organization")};
  row.program = program_id_;
  row.plan = sold->id;
  TRY(run([&](auto& t) { return desk::put_contract(t, shelf_, desk::Caller::desk(), row); }));
  return {};
}

// A plan that is simply known is a contract on the desk, as soon as somebody asks what may be held under it.
Outcome DeskDriver::hold_what_is_known() {
  if (std::exchange(holds_known_, true)) return {};
  ports::ContractRow row;
  for (const tickets::Value& value : known_)
    if (value.name == "plan") row.plan = value.word;
  row.licences = licences_known();
  if (row.plan.empty()) return {};
  row.organization = organization_;
  row.program = program_id_;
  TRY(run([&](auto& t) { return desk::put_contract(t, shelf_, desk::Caller::desk(), row); }));
  return {};
}

Outcome DeskDriver::contact(const std::vector<std::string>& words) {
  TRY_OUTCOME(hold_what_is_known());
  desk::NewContact wanted;
  wanted.organization = organization_;
  wanted.program = program_id_;
  wanted.name = words[1];
  wanted.address = words.size() > 2 ? words[2] : "";
  for (std::size_t at = 3; at < words.size(); ++at) {
    if (words[at] == "partner") {
      wanted.partner = true;
    } else if (words[at] == "employer" && at + 1 < words.size()) {
      wanted.employer = words[++at];
    } else if (words[at] == "role" && at + 1 < words.size()) {
      wanted.roles.push_back(words[++at]);
    } else if (words[at].starts_with("contact.") && at + 1 < words.size()) {
      wanted.values.set(words[at].substr(8), words[at + 1]);
      ++at;
    }
  }
  const auto named = run([&](auto& t) { return desk::name_contact(t, shelf_, desk::Caller::desk(), wanted); });
  refused_contact_.clear();
  if (named) {
    addresses_[wanted.name] = wanted.address;
    return {};
  }
  if (named.error().code != ErrorCode::refused_by_program) return std::unexpected(named.error());
  refused_contact_ = named.error().clause;
  return {};
}

// A named contact, or somebody else of the customer's.
Outcome DeskDriver::asker(const std::string& name) {
  people_.erase("customer");
  desk::Caller caller;
  if (const auto found = addresses_.find(name); found != addresses_.end()) {
    TRY_OUTCOME(store_->read([&](ports::Reader& reader) {
      caller.person = reader.person_by_address(found->second).value_or(ports::PersonRow{}).id;
    }));
    caller.role = ports::Role::customer;
    caller.organization = organization_;
  } else {
    caller = TRY(person(name, ports::Role::customer));
  }
  people_["customer"] = caller;
  return {};
}

Outcome DeskDriver::approve_what_waits(TicketId request) {
  std::vector<desk::BalanceView> balances;
  TRY_OUTCOME(store_->read([&](ports::Reader& reader) {
    balances = desk::view_balances(reader, shelf_, desk::Caller::desk(), organization_, time_.now())
                   .value_or(std::vector<desk::BalanceView>{});
  }));
  const desk::Caller lead = TRY(person("staff lead", ports::Role::lead));
  for (const desk::BalanceView& each : balances)
    for (const entitlements::Movement& waits : each.waiting)
      if (waits.request == std::to_string(request.value))
        TRY(run([&](auto& t) {
          return desk::approve_spending(t, shelf_, lead, organization_, program_id_, each.ledger, request);
        }));
  return {};
}

Outcome DeskDriver::term(const std::vector<std::string>& words) {
  if (words.size() < 2) return fail(ErrorCode::invalid, "term", "more words");
  if (words[0] == "holds") return holds(words);
  if (words[0] == "contact") return contact(words);
  if (words[0] == "asker") return asker(words[1]);
  if (words[0] == "signs") return misfit("the desk knows when a contract was signed, and of no other signature");
  if (words[0] == "approve") {
    approves_ = true;
    return {};
  }
  if (words[0] != "buy") return misfit("the desk keeps no " + words[0]);
  const std::int64_t packs = words.size() > 2 ? std::stoll(words[2]) : 1;
  TRY(run([&](auto& t) {
    return desk::buy_packs(t, shelf_, desk::Caller::desk(), organization_, program_id_, words[1], packs);
  }));
  return {};
}

std::string DeskDriver::failed_plan(const std::string& request, const std::vector<std::string>& words) {
  const auto found = std::ranges::find(requests_, request, [](const auto& each) { return each.first; });
  if (found == requests_.end()) return "no such request";
  desk::CoverageView coverage;
  (void)store_->read([&](ports::Reader& reader) {
    if (auto ticket = desk::view_ticket(reader, shelf_, desk::Caller::desk(), found->second, time_.now()))
      coverage = desk::coverage_of(*ticket);
  });
  if (words[0] == "plan") return differs("plan", words[1], coverage.plan.empty() ? "none" : coverage.plan);
  for (const auto& each : coverage.missed)
    if (each.plan == words[1]) return differs("missed by", words.size() > 2 ? words[2] : "", each.clause);
  return words[1] + " was not missed";
}

std::string DeskDriver::failed_contacts(const std::vector<std::string>& words) {
  if (words[0] == "contact") {
    const std::string expected = words[1] == "refused" && words.size() > 2 ? "refused " + words[2] : words[1];
    return differs("contact", expected, refused_contact_.empty() ? "taken" : "refused " + refused_contact_);
  }
  std::string found = "nothing";
  (void)store_->read([&](ports::Reader& reader) {
    const auto view =
        desk::view_contacts(reader, shelf_, desk::Caller::desk(), organization_, program_id_, time_.now());
    if (view)
      found = std::to_string(view->counted) + " of " + (view->most ? std::to_string(*view->most) : "any number");
  });
  return differs("contacts", words[1] + " of " + (words.size() > 3 ? words[3] : ""), found);
}

std::string DeskDriver::failed_balance(const std::string& request, const std::vector<std::string>& words) {
  const auto ticket = std::ranges::find(requests_, request, [](const auto& each) { return each.first; });
  std::string balance = "0", spending;
  (void)store_->read([&](ports::Reader& reader) {
    const auto views = desk::view_balances(reader, shelf_, desk::Caller::desk(), organization_, time_.now());
    if (!views) return;
    for (const desk::BalanceView& each : *views) {
      if (words[0] == "balance" && each.ledger == words[1]) balance = std::to_string(each.total);
      for (const entitlements::Movement& moved : each.latest)
        if (spending.empty() && ticket != requests_.end() && moved.request == std::to_string(ticket->second.value))
          spending = spent_as(moved.kind);
    }
  });
  if (words[0] == "spending") return differs("spending", words[1], spending);
  return differs("balance", words.size() > 2 ? words[2] : "", balance);
}

std::string DeskDriver::failed_term(const std::string& request, const std::vector<std::string>& words) {
  const std::string& word = words.front();
  if (word == "plan" || word == "missed") return failed_plan(request, words);
  if (word == "contact" || word == "contacts") return failed_contacts(words);
  if (word == "balance" || word == "spending") return failed_balance(request, words);
  (void)misfit("the desk judges no " + word);
  return unfit_;
}

}  // namespace yakusoku::scenarios
