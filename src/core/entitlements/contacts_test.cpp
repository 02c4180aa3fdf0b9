// How many contacts, who may be one, which mix holds. Expected by hand.

#include "core/entitlements/contacts.hpp"

#include "core/program/folder_for_tests.hpp"

namespace yakusoku::entitlements {
namespace {

using program::FactMap;
using program::program_of;
using Why = ContactRefusal::Why;

constexpr std::string_view by_formula = R"(
program: p
plans: {gold: {}, basic: {}}
facts: {licences: {type: number, from: contract.licences}}
contacts:
  number: [{when: {plan: gold}, is: none}, {is: 'min(10, 3 * contract.licences)'}]
  must: {contact.certified: yes, contact.address: {like: "*@{customer.domain}"}}
  free: [auditor]
)";

Contact person(std::string name, std::string address, bool partner = false) {
    Contact contact;
    contact.id = contact.name = std::move(name);
    contact.address = std::move(address);
    contact.partner = partner;
    contact.known = {{"contact.certified", std::string("yes")}};
    return contact;
  }
  FactMap customer(std::int64_t licences) {
    return FactMap{{"contract.licences", licences}, {"customer.domain", std::string("acme.example")}};
  }

  TEST(Contacts, as_many_as_the_formula_says) {
    const auto program = program_of(std::string(by_formula));
    EXPECT_EQ(6, *contacts_allowed(*program, customer(2)).most);
    EXPECT_EQ(10, *contacts_allowed(*program, customer(4)).most);
    EXPECT_EQ("contacts.number[1]", contacts_allowed(*program, customer(4)).clause);
    FactMap gold = customer(1);
    gold.facts["plan"] = std::string("gold");
    EXPECT_FALSE(contacts_allowed(*program, gold).most);
    const ContactsAllowed unknown = contacts_allowed(*program, FactMap());
    EXPECT_EQ(0, *unknown.most);
    EXPECT_FALSE(unknown.known);
    EXPECT_FALSE(contacts_allowed(*program_of("program: p"), FactMap()).most);
  }

  TEST(Contacts, each_fulfils_what_he_must) {
    const auto program = program_of(std::string(by_formula));
    Contact kenji = person("Kenji Sato", "kenji@acme.example");
    EXPECT_FALSE(failing_clause(*program, kenji, customer(1)));
    kenji.known.clear();
    EXPECT_EQ("contacts.must.contact.certified", failing_clause(*program, kenji, customer(1)));
    kenji = person("Kenji Sato", "kenji@other.example");
    EXPECT_EQ("contacts.must.contact.address", failing_clause(*program, kenji, customer(1)));
    // Another person's facts of the request are not his.
    FactMap request = customer(1);
    request.facts["contact.certified"] = std::string("yes");
    kenji = person("Kenji Sato", "kenji@acme.example");
    kenji.known.clear();
    EXPECT_TRUE(failing_clause(*program, kenji, request));
  }

  TEST(Contacts, who_is_free_is_not_counted) {
    const auto program = program_of(std::string(by_formula));
    std::vector<Contact> four;
    for (const char* name : {"a", "b", "c", "d"}) four.push_back(person(name, std::string(name) + "@acme.example"));
    const ContactsJudged many = judge(*program, four, customer(1));
    ASSERT_EQ(1u, many.refusals.size());
    EXPECT_EQ((ContactRefusal{Why::number, "", "contacts.number[1]", "4 of 3"}), many.refusals[0]);
    four[1].roles = {"auditor"};
    four[1].known.clear();  // nor asked what others must
    EXPECT_TRUE(judge(*program, four, customer(1)).good());
    EXPECT_EQ(3, judge(*program, four, customer(1)).counted);
    EXPECT_FALSE(judge_newcomer(*program, four, person("e", "e@acme.example"), customer(1)).good());
    Contact auditor = person("f", "f@acme.example");
    auditor.roles = {"auditor"};
    EXPECT_TRUE(judge_newcomer(*program, four, auditor, customer(1)).good());
  }

  constexpr std::string_view by_mix = R"(
program: p
contacts:
  number: 4
  mixes:
    - {own: 4}
    - {own: 3, partner: 2, like: "{name}.{employer}@{customer.domain}", when: {customer.partner: known}}
)";

  TEST(Contacts, of_several_mixes_one_must_hold) {
    const auto program = program_of(std::string(by_mix));
    FactMap facts = customer(1);
    std::vector<Contact> people;
    for (const char* name : {"a", "b", "c", "d"}) people.push_back(person(name, "x@acme.example"));
    EXPECT_EQ("contacts.mixes[0]", judge(*program, people, facts).mix);
    people.pop_back();
    Contact partner = person("Emi Kato", "emi_kato.northwind-traders@acme.example", true);
    partner.employer = "Northwind Traders";
    people.push_back(partner);
    EXPECT_FALSE(judge(*program, people, facts).good());
    EXPECT_EQ("contacts.mixes[0].partner", judge(*program, people, facts).refusals.at(0).clause);
    facts.facts["customer.partner"] = std::string("Northwind Traders");
    EXPECT_EQ("contacts.mixes[1]", judge(*program, people, facts).mix);
    people.push_back(partner);
    EXPECT_EQ(5, judge(*program, people, facts).counted);
    EXPECT_TRUE(judge(*program, people, facts).good());  // the mix says how many, not the number
    people.push_back(partner);
    EXPECT_EQ((ContactRefusal{Why::mix, "", "contacts.mixes[1].partner", "3 of 2"}),
              judge(*program, people, facts).refusals.at(0));
    people.resize(4);
    people[3].address = "emi@northwind.example";
    EXPECT_EQ((ContactRefusal{Why::mix, "Emi Kato", "contacts.mixes[1].like", "emi@northwind.example"}),
              judge(*program, people, facts).refusals.at(0));
  }

  TEST(Contacts, a_name_may_be_joined_in_several_ways) {
    const auto program = program_of(std::string(by_mix));
    FactMap facts = customer(1);
    facts.facts["customer.partner"] = std::string("n");
    const auto fits = [&](const std::string& address) {
      Contact partner = person("Emi Kato", address, true);
      partner.employer = "Northwind";
      return judge(*program, std::vector<Contact>{partner}, facts).good();
    };
    for (const char* yes :
         {"emikato.northwind@acme.example", "emi.kato.northwind@acme.example", "EMI-KATO.NORTHWIND@ACME.EXAMPLE"})
      EXPECT_TRUE(fits(yes)) << yes;
    for (const char* no :
         {"kato.northwind@acme.example", "emi.kato@acme.example", "emi.kato.northwind@acme.example.org"})
      EXPECT_FALSE(fits(no)) << no;
  }

  }  // namespace
  }  // namespace yakusoku::entitlements
