#include "core/entitlements/ledgers.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "base/assert.hpp"
#include "base/zones.hpp"
#include "core/program/event_match.hpp"

namespace yakusoku::entitlements {
namespace {

using Kind = Movement::Kind;

// Writes a movement and lets the balance follow, so that the next one is told from where things stand.
void write(Balance& balance, std::vector<Movement>& movements, Movement movement) {
  evolve(balance, movement);
  movements.push_back(std::move(movement));
}

bool lives(const Grant& grant, Instant at) { return !grant.expired && at < grant.until; }

// Grants that may be spent, those that expire first in front; of the same moment the older one.
std::vector<const Grant*> by_expiry(const Balance& balance, Instant at) {
  std::vector<const Grant*> grants;
  for (const Grant& each : balance.grants)
    if (lives(each, at) && each.left > 0 && each.from <= at) grants.push_back(&each);
  std::ranges::stable_sort(grants, {}, [](const Grant* each) { return each->until; });
  return grants;
}

void expire_until(Balance& balance, Instant at, const std::string& cause, std::vector<Movement>& movements) {
  for (;;) {
    const Grant* next = nullptr;
    for (const Grant& each : balance.grants)
      if (!each.expired && each.until <= at && (!next || each.until < next->until)) next = &each;
    if (!next) return;
    write(balance, movements, {Kind::expired, next->left, next->number, next->until, far_future, cause, "", ""});
  }
}

void settle_debt(Balance& balance, int number, Instant at, const std::string& cause,
                 std::vector<Movement>& movements) {
  const Grant* grant = balance.grant(number);
  const std::int64_t amount = grant ? std::min(grant->left, balance.overdrawn) : 0;
  if (amount > 0) write(balance, movements, {Kind::settled, amount, number, at, far_future, cause, "", ""});
}

// What that request still holds of each grant, in the order in which it was spent: what came back counts against the
// last spent of the same grant.
struct Held {
  int grant = 0;
  std::int64_t amount = 0;
};
std::vector<Held> held_by(const Balance& balance, const std::string& request) {
  std::vector<Held> held;
  for (const Movement& each : balance.history) {
    if (each.request != request) continue;
    if (each.kind == Kind::spent || each.kind == Kind::overdrawn) held.push_back({each.grant, each.amount});
    if (each.kind != Kind::refunded && each.kind != Kind::too_late) continue;
    std::int64_t back = each.amount;
    // What had been overdrawn came back to the grant that settled it.
    for (const int grant : {each.grant, 0}) {
      for (auto spent = held.rbegin(); spent != held.rend() && back > 0; ++spent) {
        if (spent->grant != grant) continue;
        const std::int64_t part = std::min(back, spent->amount);
        spent->amount -= part;
        back -= part;
      }
    }
  }
  return held;
}

// The grants from which debts were settled and how much of that has not come back yet, the last settled first.
std::vector<Held> settled_from(const Balance& balance) {
  std::vector<Held> grants;
  std::set<std::string> requests;
  for (auto each = balance.history.rbegin(); each != balance.history.rend(); ++each) {
    if (!each->request.empty()) requests.insert(each->request);
    if (each->kind == Kind::settled && std::ranges::find(grants, each->grant, &Held::grant) == grants.end())
      grants.push_back({each->grant, 0});
  }
  for (Held& grant : grants) {
    for (const Movement& each : balance.history) {
      if (each.grant != grant.grant) continue;
      if (each.kind == Kind::spent || each.kind == Kind::settled) grant.amount += each.amount;
      if (each.kind == Kind::refunded || each.kind == Kind::too_late) grant.amount -= each.amount;
    }
    for (const std::string& request : requests)
      for (const Held& spent : held_by(balance, request))
        if (spent.grant == grant.grant) grant.amount -= spent.amount;
  }
  return grants;
}

}  // namespace

std::span<const std::string_view> enum_words(Movement::Kind) {
  static constexpr std::array<std::string_view, 10> words{"granted",  "carried",  "spent",   "overdrawn", "settled",
                                                          "refunded", "too_late", "expired", "asked",     "refused"};
  return words;
}

std::int64_t Balance::total(Instant at) const {
  std::int64_t sum = -overdrawn;
  for (const Grant& each : grants)
    if (lives(each, at) && each.from <= at) sum += each.left;
  return sum;
}

const Grant* Balance::grant(int number) const {
  const auto found = std::ranges::find(grants, number, &Grant::number);
  return found == grants.end() ? nullptr : &*found;
}

void evolve(Balance& balance, const Movement& movement) {
  const auto found = std::ranges::find(balance.grants, movement.grant, &Grant::number);
  Grant* grant = found == balance.grants.end() ? nullptr : &*found;
  switch (movement.kind) {
    case Kind::granted:
    case Kind::carried:
      balance.grants.push_back(
          {movement.grant, movement.amount, movement.amount, movement.at, movement.until, false});
      break;
    case Kind::spent:
      if (grant) grant->left -= movement.amount;
      break;
    case Kind::overdrawn: balance.overdrawn += movement.amount; break;
    case Kind::settled:
      if (grant) grant->left -= movement.amount;
      balance.overdrawn -= movement.amount;
      break;
    case Kind::refunded:
      if (grant) {
        grant->left += movement.amount;
      } else {
        balance.overdrawn -= movement.amount;
      }
      break;
    case Kind::too_late:
    case Kind::asked:
    case Kind::refused: break;
    case Kind::expired:
      if (grant) {
        grant->left = 0;
        grant->expired = true;
      }
      break;
  }
  balance.history.push_back(movement);
}

Json to_json(const Balance& balance) { return write_fields(balance); }
Result<Balance> balance_from_json(const Json& json) {
  Balance balance;
  if (!read_fields(json, balance)) return fail(ErrorCode::malformed, "balance", "a member has another type");
  return balance;
}

std::int64_t Ledger::grant() const {
  const auto chosen = program::choose(rule_.grant, facts_);
  if (!chosen.value) return 0;
  return std::max<std::int64_t>(0, program::evaluate_whole(*chosen.value, facts_).value_or(0));
}

Instant Ledger::expiry(Instant at) const {
  return rule_.valid ? program::after(at, *rule_.valid, program_.zone) : far_future;
}

std::int64_t Ledger::used(const Balance& balance, Instant at) const {
  Instant from{-far_future.seconds};
  if (const program::Period* period = program::period_of(program_, rule_.every)) {
    const calendars::Date today = zones::wall_time(program_.zone, at).date;
    from = zones::instant_of(program_.zone, program::begin_of(*period, today), 0);
  }
  std::int64_t used = 0;
  for (const Movement& each : balance.history) {
    if (each.at < from || each.at > at) continue;
    if (each.kind == Kind::spent || each.kind == Kind::overdrawn) used += each.amount;
    if (each.kind == Kind::refunded || each.kind == Kind::too_late) used -= each.amount;
  }
  return std::max<std::int64_t>(0, used);
}

Movement Ledger::granted(const Balance& balance, std::int64_t amount, Instant at, Instant until,
                         std::string by) const {
  return {Kind::granted, amount, static_cast<int>(balance.grants.size()) + 1, at, until, rule_.path + ".grant", "",
          std::move(by)};
}

std::vector<Movement> Ledger::purchase(const Balance& balance, std::int64_t packs, Instant at, std::string by) const {
  Balance after = balance;
  std::vector<Movement> movements;
  const std::int64_t amount = grant() * packs;
  if (amount <= 0) return movements;
  write(after, movements, granted(after, amount, at, expiry(at), std::move(by)));
  settle_debt(after, movements.back().grant, at, rule_.path, movements);
  return movements;
}

// What is left of the period before goes over, or ends; then the new one gives.
void Ledger::begin_period(Balance& balance, Instant begins, Instant ends, std::vector<Movement>& movements) const {
  const bool carries_all = rule_.carries && !rule_.carry_most;
  if (rule_.carry_most) {
    std::int64_t room = std::max<std::int64_t>(0, program::evaluate_whole(*rule_.carry_most, facts_).value_or(0));
    // The grants of the period that ends lapse at this very moment; as much as may go over is granted anew.
    std::int64_t left = 0;
    for (const Grant& each : balance.grants)
      if (!each.expired && each.until == begins) left += each.left;
    expire_until(balance, begins, rule_.path + ".carry", movements);
    if (const std::int64_t over = std::min(room, left); over > 0) {
      Movement carried = granted(balance, over, begins, std::min(ends, expiry(begins)), "");
      carried.kind = Kind::carried;
      carried.cause = rule_.path + ".carry";
      write(balance, movements, std::move(carried));
    }
  }
  expire_until(balance, begins, rule_.path + (rule_.valid ? ".valid" : ".every"), movements);
  const std::int64_t amount = grant();
  if (amount <= 0) return;
  const Instant until = carries_all ? expiry(begins) : std::min(ends, expiry(begins));
  Movement given = granted(balance, amount, begins, until, "");
  given.cause = rule_.path + ".every";
  write(balance, movements, std::move(given));
  settle_debt(balance, movements.back().grant, begins, rule_.path, movements);
}

std::vector<Movement> Ledger::advance(const Balance& balance, Instant since, Instant at) const {
  Balance after = balance;
  std::vector<Movement> movements;
  const std::string cause = rule_.path + ".valid";
  const program::Period* period = rule_.by_purchase() ? nullptr : program::period_of(program_, rule_.every);
  if (period && held()) {
    Instant last = Instant{-far_future.seconds};
    for (const Movement& each : after.history)
      if (each.kind == Kind::granted && each.cause == rule_.path + ".every") last = std::max(last, each.at);
    const auto date_at = [&](Instant moment) { return zones::wall_time(program_.zone, moment).date; };
    const auto start_of = [&](calendars::Date date) { return zones::instant_of(program_.zone, date, 0); };
    // The period in which he came to have it gives from that moment on, each later one from its beginning.
    for (Instant begins = since; begins <= at;) {
      const Instant ends = start_of(program::next_after(*period, date_at(begins)));
      if (begins > last) {
        expire_until(after, begins - seconds(1), cause, movements);
        begin_period(after, begins, ends, movements);
      }
      begins = ends;
    }
  }
  expire_until(after, at, cause, movements);
  return movements;
}

Ledger::Spending Ledger::spend(const Balance& balance, std::int64_t amount, const std::string& request,
                               const std::string& clause, Instant at, const std::string& approved_by) const {
  Spending spending;
  spending.clause = clause;
  if (amount <= 0) return spending;
  std::int64_t wanted = amount;
  for (const Grant* each : by_expiry(balance, at)) {
    if (wanted == 0) break;
    const std::int64_t part = std::min(wanted, each->left);
    wanted -= part;
    spending.movements.push_back({Kind::spent, part, each->number, at, far_future, clause, request, ""});
  }
  if (wanted == 0) return spending;
  const bool approved = rule_.overdraw == program::Overdraw::approve && !approved_by.empty();
  if (rule_.overdraw == program::Overdraw::allow || approved) {
    spending.verdict = Spending::Verdict::overdrawn;
    spending.movements.push_back(
        {Kind::overdrawn, wanted, 0, at, far_future, clause, request, approved ? approved_by : std::string()});
    return spending;
  }
  const bool may_be_approved = rule_.overdraw == program::Overdraw::approve;
  spending.verdict = may_be_approved ? Spending::Verdict::needs_approval : Spending::Verdict::refused;
  spending.movements = {
      {may_be_approved ? Kind::asked : Kind::refused, amount, 0, at, far_future, clause, request, ""}};
  spending.clause = rule_.path + ".overdraw";
  return spending;
}

std::vector<Movement> Ledger::waiting(const Balance& balance) {
  std::vector<Movement> waiting;
  for (const Movement& each : balance.history) {
    std::erase_if(waiting, [&](const Movement& before) {
      return before.request == each.request && before.cause == each.cause;
    });
    if (each.kind == Kind::asked) waiting.push_back(each);
  }
  return waiting;
}

std::vector<Movement> Ledger::refund(const Balance& balance, std::int64_t amount, const std::string& request,
                                     const std::string& clause, Instant at) const {
  Balance after = balance;
  std::vector<Movement> movements;
  std::vector<Held> held = held_by(after, request);
  std::int64_t wanted = amount;
  for (auto each = held.rbegin(); each != held.rend() && wanted > 0; ++each) {
    const std::int64_t part = std::min(wanted, each->amount);
    if (part <= 0) continue;
    wanted -= part;
    const auto back = [&](std::int64_t so_much, int number) {
      if (so_much <= 0) return;
      const Grant* grant = after.grant(number);
      const Kind kind = number == 0 || (grant && lives(*grant, at)) ? Kind::refunded : Kind::too_late;
      write(after, movements, {kind, so_much, number, at, far_future, clause, request, ""});
    };
    if (each->grant != 0) {
      back(part, each->grant);
      continue;
    }
    // What was below zero: less is owed; what has been settled since goes back where it was taken.
    const std::int64_t owed = std::min(part, after.overdrawn);
    back(owed, 0);
    std::int64_t rest = part - owed;
    for (const Held& settled : settled_from(after)) {
      const std::int64_t here = std::min(rest, settled.amount);
      back(here, settled.grant);
      rest -= std::max<std::int64_t>(0, here);
    }
  }
  // What came back for one request pays what another still owes, as a purchase would.
  const std::vector<Movement> returned = movements;
  for (const Movement& each : returned)
    if (each.kind == Kind::refunded) settle_debt(after, each.grant, at, clause, movements);
  return movements;
}

std::vector<Ledger::Asked> Ledger::asked_by(
    std::string_view event, std::string_view clock,
    const std::vector<std::pair<std::string, std::string>>& attributes) const {
  std::vector<Asked> asked;
  const auto attribute = [&](std::string_view name) -> std::string_view {
    for (const auto& [each, value] : attributes)
      if (each == name) return value;
    return {};
  };
  const auto look = [&](const std::vector<program::LedgerMove>& moves, bool refund) {
    for (const program::LedgerMove& move : moves) {
      const bool fits = std::ranges::any_of(move.at.patterns, [&](const program::EventPattern& pattern) {
        return program::matches(pattern, event, clock, attribute, facts_);
      });
      if (!fits || !program::holds(move.when, facts_)) continue;
      const std::int64_t amount = program::evaluate_whole(move.amount, facts_).value_or(0);
      if (amount > 0) asked.push_back({refund, amount, move.path});
    }
  };
  look(rule_.spend, false);
  look(rule_.refund, true);
  return asked;
}

}  // namespace yakusoku::entitlements
