// What a request is given when it is opened. Expected by hand from PROGRAM.md sections 4 and 6.

#include "core/entitlements/standing.hpp"

#include <gtest/gtest.h>

#include "core/program/folder_for_tests.hpp"

namespace yakusoku::entitlements {
namespace {

using program::FactMap;
using program::FactValue;
using program::program_of;

Instant at(std::string_view iso) { return *from_iso(iso); }
const Instant opened = at("2026-05-10T01:00:00Z");

constexpr std::string_view terms = R"(
program: p
zone: Asia/Tokyo
products: [agent, cloud]
plans:
  premier: {when: {contact.named: yes, product: agent, asset.covered: {not: no}}, builds_on: standard}
  standard: {}
)";

std::string said(const Opening& opening, std::string_view name) {
  for (const auto& [fact, value] : opening.facts)
    if (fact == name) return program::to_text(value);
  return "nothing";
}

Contract contract(std::string plan, std::int64_t licences) {
  return {{std::move(plan), Holder::customer, 0, "7", "2026-01-01", "2026-12-31", "2025-11-20"}, licences, {}, {}};
}

Standing premier_customer() {
  Standing standing;
  standing.contracts = {contract("premier", 2), contract("standard", 1)};
  standing.keeps_contacts = true;
  return standing;
}

const FactMap about_agent{{"product", std::string("agent")}};

TEST(Standing, of_a_customer_of_whom_nothing_is_kept_nothing_is_said) {
  const Opening found = opening(*program_of(std::string(terms)), {}, about_agent, opened);
  EXPECT_TRUE(found.facts.empty());
  EXPECT_TRUE(found.covered.plan.empty());
}

TEST(Standing, a_named_contact_has_the_plan_and_the_terms_of_its_contract) {
  Standing standing = premier_customer();
  standing.contact = Contact{"3", "Mori", "mori@acme.example", "", {}, false, {{"contact.certified", FactValue(std::string("yes"))}}};
  const Opening found = opening(*program_of(std::string(terms)), standing, about_agent, opened);
  EXPECT_EQ("premier", said(found, "plan"));
  EXPECT_EQ("yes", said(found, "contact.named"));
  EXPECT_EQ("no", said(found, "contact.partner"));
  EXPECT_EQ("yes", said(found, "contact.certified"));
  EXPECT_EQ("2", said(found, "contract.licences"));
  EXPECT_EQ("2025-11-20", said(found, "contract.signed"));
  EXPECT_EQ("nothing", said(found, "plan.missed"));
}

TEST(Standing, who_is_not_named_is_rerouted_and_the_clause_stays_with_the_request) {
  const Opening found = opening(*program_of(std::string(terms)), premier_customer(), about_agent, opened);
  EXPECT_EQ("standard", said(found, "plan"));
  EXPECT_EQ("1", said(found, "contract.licences"));  // of the contract that covers
  EXPECT_EQ("premier not_covered plans.premier.when.contact.named", said(found, "plan.missed"));
}

TEST(Standing, where_no_plan_covers_the_first_contract_s_terms_stand) {
  Standing standing;
  standing.contracts = {contract("premier", 2)};
  const Opening found = opening(*program_of(std::string(terms)), standing, about_agent, opened);
  EXPECT_EQ("nothing", said(found, "plan"));
  EXPECT_EQ("2", said(found, "contract.licences"));
}

TEST(Standing, an_asset_is_covered_to_its_last_day_in_the_program_s_zone) {
  const auto program = program_of(std::string(terms));
  Standing standing = premier_customer();
  standing.contact = Contact{"3", "Mori", "mori@acme.example", "", {}, false, {}};
  standing.asset = Asset{"12", "2026-05-10", ""};
  // 2026-05-10 ends in Tokyo at 15:00 UTC.
  EXPECT_EQ("yes", said(opening(*program, standing, about_agent, at("2026-05-10T14:59:59Z")), "asset.covered"));
  const Opening after = opening(*program, standing, about_agent, at("2026-05-10T15:00:00Z"));
  EXPECT_EQ("no", said(after, "asset.covered"));
  EXPECT_EQ("premier not_covered plans.premier.when.asset.covered", said(after, "plan.missed"));
  standing.asset->covered_until.clear();  // where nobody recorded it, it is taken as given
  EXPECT_EQ("nothing", said(opening(*program, standing, about_agent, opened), "asset.covered"));
}

TEST(Standing, what_was_missed_is_read_back) {
  for (const auto why : {Missed::Why::not_yet, Missed::Why::over, Missed::Why::not_valid, Missed::Why::not_sold,
                         Missed::Why::not_covered}) {
    const Missed missed{"premier", why, "plans.premier.when.contact.named", Holder::nobody};
    EXPECT_EQ(missed, missed_from_word(to_word(missed)));
  }
  EXPECT_FALSE(missed_from_word("premier"));
  EXPECT_FALSE(missed_from_word("premier gone plans.premier"));
}

}  // namespace
}  // namespace yakusoku::entitlements
