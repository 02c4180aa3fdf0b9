#include "desk/balances.hpp"

#include <algorithm>

#include "desk/balance_moves.hpp"
#include "desk/customer_seen.hpp"

namespace yakusoku::desk {
namespace {

using entitlements::Balance;
using entitlements::Ledger;
using entitlements::Movement;

constexpr std::size_t most_movements = 10'000;  // of one balance
constexpr std::int64_t most_packs = 10'000;
constexpr std::size_t most_shown = 50;

ProgramId id_of(Reader& reader, const program::Program& program) {
  for (const ports::ProgramRow& each : reader.programs())
    if (each.key == program.id) return each.id;
  return {};
}

// One balance of one customer, as it stands at a moment.
class Account {
 public:
  Account(Reader& reader, clocks::Calendars& calendars, const program::Program& program,
          const program::LedgerRule& rule, ProgramId id, OrganizationId customer, Instant now)
      : program_(id),
        rule_(rule),
        now_(now),
        holder_(find(reader, customer)),
        seen_(reader, calendars, program, id, holder_, now),
        ledger_(program, rule, seen_.facts()) {
    const Instant since = seen_.since() == far_future ? now : seen_.since();
    const Instant begun = balance_.history.empty() ? since : std::min(since, balance_.history.front().at);
    take(ledger_.advance(balance_, begun, now));
  }

  const Balance& balance() const { return balance_; }
  const Ledger& ledger() const { return ledger_; }
  OrganizationId holder() const { return holder_; }
  std::int64_t total() const { return ledger_.total(balance_, now_); }
  bool full() const { return balance_.history.size() >= most_movements; }
  bool used() const { return !balance_.history.empty(); }

  void take(const std::vector<Movement>& movements) {
    for (const Movement& each : movements) {
      entitlements::evolve(balance_, each);
      fresh_.push_back(each);
    }
  }
  // Whoever looks at the balance looks again.
  void write(Transaction& transaction, const program::Program& program) {
    for (const Movement& each : fresh_)
      transaction.append_movement(holder_, program_, rule_.id, to_text(write_fields(each)));
    if (!fresh_.empty() && std::ranges::binary_search(program.facts_asked, "ledger." + rule_.id))
      transaction.wake_requests_of(holder_, now_);
    fresh_.clear();
  }

 private:
  // His own, or that of the nearest above him who has any; it leaves what moved there.
  OrganizationId find(Reader& reader, OrganizationId customer) {
    OrganizationId each = customer;
    for (int above = 0; each && above <= most_above; ++above) {
      for (const std::string& text : reader.ledger_movements(each, program_, rule_.id)) {
        Movement movement;
        if (const auto json = parse_json(text); json && read_fields(*json, movement))
          entitlements::evolve(balance_, movement);
      }
      if (!balance_.history.empty()) return each;
      const auto row = reader.organization(each);
      each = row ? row->parent : OrganizationId{};
    }
    return customer;
  }

  ProgramId program_;
  const program::LedgerRule& rule_;
  Instant now_;
  Balance balance_;
  OrganizationId holder_;
  CustomerSeen seen_;
  Ledger ledger_;
  std::vector<Movement> fresh_;
};

const program::LedgerMove* move_at(const program::LedgerRule& rule, const std::string& path) {
  for (const auto* moves : {&rule.spend, &rule.refund})
    for (const program::LedgerMove& each : *moves)
      if (each.path == path) return &each;
  return nullptr;
}

struct Named {
  std::shared_ptr<const program::Program> program;
  const program::LedgerRule* rule = nullptr;
};
Result<Named> named(Transaction& transaction, Shelf& shelf, const Caller& caller, OrganizationId organization,
                    ProgramId id, const std::string& ledger) {
  if (!caller.is_desk && caller.role != ports::Role::admin && caller.role != ports::Role::lead)
    return fail(ErrorCode::not_allowed);
  if (!transaction.organization(organization)) return fail(ErrorCode::not_found, "organization");
  Named named{version_in_force(transaction, shelf, id, transaction.now()), nullptr};
  if (!named.program) return fail(ErrorCode::unknown_value, "program_id");
  named.rule = named.program->ledger(ledger);
  if (!named.rule) return fail(ErrorCode::unknown_value, "ledger", ledger);
  return named;
}

Answer answer(Transaction& transaction, const Caller& caller, const Account& account, const std::string& ledger,
              std::string_view verb) {
  const std::int64_t position = record_change(transaction, caller, ports::Subject::organization,
                                              account.holder().value, verb, {"ledger." + ledger});
  return {200, to_text(Json::object({{"ledger", ledger}, {"balance", account.total()}, {"position", position}}))};
}

BalanceView view_of(const Account& account, const program::LedgerRule& rule, ProgramId program, Instant now) {
  BalanceView view;
  view.program = program;
  view.ledger = rule.id;
  view.unit = rule.unit;
  view.title = rule.title;
  view.means = rule.means;
  view.holder = account.holder();
  view.total = account.total();
  view.sold = rule.by_purchase();
  view.counts = rule.counts();
  view.every = rule.every;
  for (const entitlements::Grant& each : account.balance().grants) {
    if (each.expired || each.left == 0 || each.until <= now || each.until > view.lapses_at) continue;
    view.lapses = each.until == view.lapses_at && each.until != far_future ? view.lapses + each.left : each.left;
    view.lapses_at = each.until;
  }
  if (view.lapses_at == far_future) view.lapses = 0;
  view.waiting = Ledger::waiting(account.balance());
  const auto& history = account.balance().history;
  for (auto each = history.rbegin(); each != history.rend() && view.latest.size() < most_shown; ++each)
    view.latest.push_back(*each);
  return view;
}

}  // namespace

Result<Answer> buy_packs(Transaction& transaction, Shelf& shelf, const Caller& caller, OrganizationId organization,
                         ProgramId id, const std::string& ledger, std::int64_t packs) {
  const Named found = TRY(named(transaction, shelf, caller, organization, id, ledger));
  if (!found.rule->by_purchase()) return fail(ErrorCode::unknown_value, "ledger", "it is granted, not bought");
  if (packs < 1 || packs > most_packs) return fail(ErrorCode::invalid, "packs");
  Account account(transaction, shelf, *found.program, *found.rule, id, organization, transaction.now());
  if (account.full()) return fail(ErrorCode::too_many, "movements");
  account.take(
      account.ledger().purchase(account.balance(), packs, transaction.now(), std::to_string(caller.person.value)));
  account.write(transaction, *found.program);
  return answer(transaction, caller, account, ledger, "buy");
}

Result<Answer> approve_spending(Transaction& transaction, Shelf& shelf, const Caller& caller,
                                OrganizationId organization, ProgramId id, const std::string& ledger,
                                TicketId ticket) {
  const Named found = TRY(named(transaction, shelf, caller, organization, id, ledger));
  Account account(transaction, shelf, *found.program, *found.rule, id, organization, transaction.now());
  const std::string request = std::to_string(ticket.value);
  bool any = false;
  for (const Movement& each : Ledger::waiting(account.balance())) {
    if (each.request != request) continue;
    any = true;
    account.take(account.ledger()
                     .spend(account.balance(), each.amount, request, each.cause, transaction.now(),
                            std::to_string(caller.person.value))
                     .movements);
  }
  if (!any) return fail(ErrorCode::not_in_this_state, "ticket", "nothing waits for an approval");
  account.write(transaction, *found.program);
  return answer(transaction, caller, account, ledger, "approve");
}

Result<std::vector<BalanceView>> view_balances(Reader& reader, Shelf& shelf, const Caller& caller,
                                               OrganizationId organization, Instant now) {
  const bool own = caller.role == ports::Role::customer_admin && caller.organization == organization;
  if (!caller.is_desk && !caller.staff() && !own) return fail(ErrorCode::not_allowed);
  if (!reader.organization(organization)) return fail(ErrorCode::not_found, "organization");
  std::vector<BalanceView> views;
  for (const ProgramView& each : programs(reader, shelf)) {
    if (!each.program) continue;
    for (const program::LedgerRule& rule : each.program->ledgers) {
      const Account account(reader, shelf, *each.program, rule, each.row.id, organization, now);
      if (account.used()) views.push_back(view_of(account, rule, each.row.id, now));
    }
  }
  return views;
}

std::vector<tickets::Value> balance_facts(Reader& reader, clocks::Calendars& calendars,
                                          const program::Program& program, OrganizationId customer, Instant now) {
  std::vector<tickets::Value> facts;
  if (program.ledgers.empty() || !customer) return facts;
  const ProgramId id = id_of(reader, program);
  for (const program::LedgerRule& rule : program.ledgers) {
    const Account account(reader, calendars, program, rule, id, customer, now);
    facts.push_back(tickets::Value::of("ledger." + rule.id, account.total()));
  }
  return facts;
}

void move_balances(Transaction& transaction, const lifecycle::World& world, const Loaded& loaded,
                   const std::vector<lifecycle::Fact>& facts) {
  const OrganizationId customer = loaded.request.ticket.organization;
  if (!customer) return;
  const std::string request = std::to_string(loaded.row.id.value);
  for (const lifecycle::Fact& fact : facts) {
    const auto* notice = std::get_if<lifecycle::Noticed>(&fact);
    if (!notice || (notice->verb != "spend" && notice->verb != "refund")) continue;
    const program::LedgerRule* rule = world.program->ledger(notice->argument);
    if (!rule) continue;
    // A step's action takes one; a move of the ledger's own says how much.
    const program::LedgerMove* move = move_at(*rule, notice->path);
    const lifecycle::FactsSeen seen(loaded.request, world);
    const std::int64_t amount = move ? program::evaluate_whole(move->amount, seen).value_or(0) : 1;
    Account account(transaction, *world.calendars, *world.program, *rule, loaded.row.program, customer, world.now);
    if (account.full()) continue;
    const Ledger& ledger = account.ledger();
    account.take(notice->verb == "refund"
                     ? ledger.refund(account.balance(), amount, request, notice->path, world.now)
                     : ledger.spend(account.balance(), amount, request, notice->path, world.now).movements);
    account.write(transaction, *world.program);
  }
}

}  // namespace yakusoku::desk
