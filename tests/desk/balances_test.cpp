// rooms: adapters/shelf adapters/store adapters/engine_postgres adapters/engine_sqlite adapters/system desk core/program
// Balances over a desk: who may buy and approve, whose balance is taken, and what a lead hears of.

#include <random>

#include "desk/balances.hpp"
#include "desk/customers.hpp"
#include "desk_fixture.hpp"

namespace yakusoku {
namespace {

class Balances : public Desk {
 protected:
  std::vector<program::SourceFile> program_files() override {
    return {{"program.yaml", content_of("tests/programs/incident_packs/program.yaml")}};
  }
  void SetUp() override {
    Desk::SetUp();
    lead_ = add("Lena", ports::Role::lead, {});
    administrator_ = add("Aoi", ports::Role::customer_admin, acme_);
  }

  TicketId file(const Caller& who) {
    desk::OpenTicket input;
    input.program = program_;
    input.kind = "incident";
    input.subject = "Report is empty";
    input.description = "Since this morning.";
    return TicketId{number(run([&](auto& t) { return desk::open_ticket(t, shelf_, who, input); }), "ticket")};
  }
  void engage(TicketId ticket) {
    ASSERT_TRUE(act(agent_, ticket, Verb::happen, {}, [](lifecycle::Act& act) { act.event = "engaged"; }));
  }
  Result<Answer> buy(const Caller& who, std::int64_t packs, OrganizationId organization) {
    return run([&](auto& t) { return desk::buy_packs(t, shelf_, who, organization, program_, "packs", packs); });
  }
  Result<Answer> approve(const Caller& who, TicketId ticket) {
    return run([&](auto& t) { return desk::approve_spending(t, shelf_, who, acme_, program_, "packs", ticket); });
  }
  std::vector<desk::BalanceView> balances(const Caller& who, OrganizationId organization) {
    std::vector<desk::BalanceView> views;
    (void)store_->read([&](ports::Reader& reader) {
      auto found = desk::view_balances(reader, shelf_, who, organization, time_.now());
      ASSERT_TRUE(found) << entry_of(found.error().code).name;
      views = std::move(*found);
    });
    return views;
  }
  std::int64_t total(OrganizationId organization) {
    const auto views = balances(lead_, organization);
    return views.empty() ? 0 : views.front().total;
  }

  Caller lead_, administrator_;
};

TEST_F(Balances, leads_buy_and_approve_agents_and_customers_do_not) {
  EXPECT_EQ(ErrorCode::not_allowed, code_of(buy(agent_, 1, acme_)));
  EXPECT_EQ(ErrorCode::not_allowed, code_of(buy(administrator_, 1, acme_)));
  EXPECT_EQ(ErrorCode::invalid, code_of(buy(lead_, 0, acme_)));
  EXPECT_EQ(ErrorCode::not_found, code_of(buy(lead_, 1, OrganizationId{999})));
  ASSERT_TRUE(buy(lead_, 2, acme_));
  EXPECT_EQ(10, total(acme_));
  EXPECT_EQ(ErrorCode::unknown_value,
            code_of(run([&](auto& t) { return desk::buy_packs(t, shelf_, lead_, acme_, program_, "crates", 1); })));
}

TEST_F(Balances, one_is_spent_when_work_begins_and_comes_back_for_a_defect) {
  ASSERT_TRUE(buy(lead_, 1, acme_));
  const TicketId ticket = file(customer_);
  engage(ticket);
  EXPECT_EQ(4, total(acme_));
  const auto spent = balances(administrator_, acme_).front().latest.front();
  EXPECT_EQ(entitlements::Movement::Kind::spent, spent.kind);
  EXPECT_EQ(std::to_string(ticket.value), spent.request);
  EXPECT_EQ("ledgers.packs.spend[0]", spent.cause);
  ASSERT_TRUE(act(agent_, ticket, Verb::set, {}, [](lifecycle::Act& act) {
    act.values.push_back(tickets::Value::of("cause", std::string("defect")));
  }));
  ASSERT_TRUE(act(agent_, ticket, Verb::happen, {}, [](lifecycle::Act& act) { act.event = "cause_found"; }));
  EXPECT_EQ(5, total(acme_));
}

TEST_F(Balances, where_it_is_short_work_goes_on_and_a_lead_decides) {
  const TicketId ticket = file(customer_);
  engage(ticket);
  EXPECT_EQ(0, total(acme_));
  ASSERT_EQ(1u, balances(lead_, acme_).front().waiting.size());
  EXPECT_EQ(ErrorCode::not_allowed, code_of(approve(agent_, ticket)));
  ASSERT_TRUE(approve(lead_, ticket));
  EXPECT_EQ(-1, total(acme_));
  EXPECT_TRUE(balances(lead_, acme_).front().waiting.empty());
  EXPECT_EQ(std::to_string(lead_.person.value), balances(lead_, acme_).front().latest.front().by);
  EXPECT_EQ(ErrorCode::not_in_this_state, code_of(approve(lead_, ticket)));
  ASSERT_TRUE(buy(lead_, 1, acme_));
  EXPECT_EQ(4, total(acme_));
}

TEST_F(Balances, a_daughter_takes_from_whoever_above_it_has_any) {
  ports::OrganizationRow row;
  row.name = "ACME Osaka";
  row.parent = acme_;
  const OrganizationId osaka{
      number(run([&](auto& t) { return desk::create_organization(t, Caller::desk(), row); }), "organization")};
  const Caller asker = add("Sora", ports::Role::customer, osaka);
  ASSERT_TRUE(buy(lead_, 1, acme_));
  engage(file(asker));
  EXPECT_EQ(4, total(acme_));
  EXPECT_EQ(acme_, balances(lead_, osaka).front().holder);
  ASSERT_TRUE(buy(lead_, 1, acme_));
  EXPECT_EQ(9, total(osaka));
}

TEST_F(Balances, strangers_see_none_of_it) {
  ASSERT_TRUE(buy(lead_, 1, acme_));
  for (const Caller& who : {customer_, stranger_}) {
    (void)store_->read(
        [&](ports::Reader& reader) { EXPECT_FALSE(desk::view_balances(reader, shelf_, who, acme_, time_.now())); });
  }
}

// What was bought, less what was spent, plus what came back: reckoned beside the desk over random lives.
TEST_F(Balances, are_what_was_bought_less_what_was_spent) {
  std::mt19937 dice(20261125);
  std::int64_t expected = 0;
  std::vector<TicketId> spent;
  for (int step = 0; step < 60; ++step) {
    time_.push_to(time_.now() + hours(1));
    const auto roll = dice() % 4;
    if (roll == 0) {
      const std::int64_t packs = 1 + static_cast<std::int64_t>(dice() % 3);
      ASSERT_TRUE(buy(lead_, packs, acme_));
      expected += 5 * packs;
    } else if (roll < 3) {
      const TicketId ticket = file(customer_);
      engage(ticket);
      if (expected < 1) {
        ASSERT_TRUE(approve(lead_, ticket));
      }
      --expected;
      spent.push_back(ticket);
    } else if (!spent.empty()) {
      const std::size_t which = dice() % spent.size();
      const TicketId ticket = spent[which];
      spent.erase(spent.begin() + static_cast<std::ptrdiff_t>(which));
      ASSERT_TRUE(act(agent_, ticket, Verb::set, {}, [](lifecycle::Act& act) {
        act.values.push_back(tickets::Value::of("cause", std::string("defect")));
      }));
      ASSERT_TRUE(act(agent_, ticket, Verb::happen, {}, [](lifecycle::Act& act) { act.event = "cause_found"; }));
      ++expected;
    }
    ASSERT_EQ(expected, total(acme_)) << "step " << step;
  }
}

}  // namespace
}  // namespace yakusoku
