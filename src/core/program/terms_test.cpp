// Plans, contacts, ledgers, objectives, products, sites and routing as typed values.

#include "core/program/folder_for_tests.hpp"

namespace yakusoku::program {
namespace {

constexpr std::string_view everything = R"(
program: p
zone: Asia/Tokyo
languages: [en, ja]
periods: {fiscal: {every: quarter, from: 04-01}}
calendars: {office: {open: {mon-fri: "09:00-17:00"}}}
severity: {levels: {1: {}, 2: {}}}
products:
  agent:
    title: Agent
    components: {core: Core, ui: {title: UI}}
    versions:
      "9.1": {phase: [{when: {opened: {before: 2026-01-01}}, is: current}, {is: maintained}]}
      "8.0": {phase: ended}
    phase: beta
  cloud: {title: Cloud}
facts: {seats: {type: number, from: contract.seats}}
plans:
  gold:
    title: Gold
    means: {en: All of it, ja: すべて}
    when: {severity: [1, 2]}
    valid: {from: 2024-04-01, to: contract.signed + 12mo}
    sold: {from: 2023-01-01, before: 2025-01-01}
    builds_on: [silver, bronze]
    price: "100 a month"
    clause: "4.2"
  silver: {builds_on: bronze}
  bronze: {bought: no}
contacts:
  number: [{when: {plan: gold}, is: none}, {is: 3 * seats}]
  must: {contact.certified: yes}
  free: [auditor]
  mixes: [{own: 4}, {own: 3, partner: 2, like: "{name}@{customer.domain}", when: {customer.partner: known}}]
  roles: {admin: Administrator, auditor: {title: Auditor, means: Reads}}
  change: {notice: 2bd in office, who: admin}
ledgers:
  packs:
    unit: incident
    grant: [{when: {plan: gold}, is: 12}, {is: 6}]
    every: purchase
    valid: 18mo
    spend: [{at: engaged}]
    refund: [{at: cause_found, when: {cause: defect}, amount: 2}]
    overdraw: approve
  hours: {unit: hour, grant: seats, every: fiscal, carry: 4, when: {plan: silver}}
clocks: {first: {starts: opened, met_by: reply, within: 1h}}
objectives:
  - {of: first, met: at least 92%, over: month, then: {credit: 10% of the fee, right: May leave, claim: 20d}}
  - {of: first, missed: at most 3, over: any 4 months, when: {severity: 1}}
  - {count: opened, is: at most 5, over: fiscal}
  - {gap: {opened: {who: customer}}, is: at least 60d}
  - {availability: core, is: at least 99.95%, over: month, then: {credit: 2 * seats}}
teams: {desk: {hours: office, tier: first, skills: [sql], languages: [ja], products: [agent], sites: [osaka]}}
sites: {osaka: {zone: Asia/Tokyo, hours: [{when: {severity: 1}, is: always}, {is: office}], country: jp, languages: [ja]}}
routing: [{when: {severity: 1}, require: {agent.certified: yes}, pick: [on_shift, load]}, {pick: skill}]
speaks: [{when: {plan: gold}, is: [en, ja]}, {is: [en]}]
)";

TEST(Terms, plans) {
  const auto program = program_of(std::string(everything));
  ASSERT_EQ(3u, program->plan_rules.size());
  const PlanRule& gold = program->plan_rules[0];
  EXPECT_EQ("gold", gold.id);
  EXPECT_EQ("すべて", gold.means.in("ja"));
  EXPECT_EQ("100 a month", gold.price.in("en"));
  EXPECT_EQ("4.2", gold.clause);
  EXPECT_EQ("plans.gold", gold.path);
  EXPECT_TRUE(gold.bought);
  EXPECT_TRUE(gold.valid.from && gold.valid.to && !gold.valid.before);
  EXPECT_EQ(12, gold.valid.to->length.months);
  EXPECT_TRUE(gold.sold.from && gold.sold.before && !gold.sold.to);
  EXPECT_FALSE(program->plan("bronze")->bought);
  EXPECT_TRUE(program->plan("bronze")->valid.always());
  EXPECT_EQ(nullptr, program->plan("tin"));
  using Chain = std::vector<std::string>;
  EXPECT_EQ((Chain{"gold", "silver", "bronze"}), plan_chain(*program, "gold"));
  EXPECT_EQ((Chain{"gold", "bronze"}), plan_chain(*program, "gold", {"bronze"}));
  EXPECT_EQ((Chain{"silver", "bronze"}), plan_chain(*program, "silver"));
}

TEST(Terms, contacts_and_ledgers) {
  const auto program = program_of(std::string(everything));
  const ContactsRule& contacts = program->contacts;
  EXPECT_TRUE(contacts.given);
  FactMap gold{{"plan", std::string("gold")}}, other{{"seats", std::int64_t{2}}};
  EXPECT_FALSE(choose(contacts.number, gold).value->number);
  EXPECT_EQ(6, *evaluate_whole(*choose(contacts.number, other).value->number, other));
  EXPECT_EQ("contact.certified", contacts.must.all.at(0).fact);
  EXPECT_EQ(std::vector<std::string>{"auditor"}, contacts.free_roles);
  ASSERT_EQ(2u, contacts.mixes.size());
  EXPECT_FALSE(contacts.mixes[0].partner);
  EXPECT_EQ(2, contacts.mixes[1].partner->integer);
  EXPECT_EQ("contacts.mixes[1]", contacts.mixes[1].path);
  EXPECT_EQ("Reads", contacts.roles.at(1).means.in("en"));
  EXPECT_EQ(2, contacts.change->notice->days);
  EXPECT_EQ("admin", contacts.change->who);

  const LedgerRule& packs = *program->ledger("packs");
  EXPECT_TRUE(packs.by_purchase());
  EXPECT_EQ(18, packs.valid->months);
  EXPECT_EQ(Overdraw::approve, packs.overdraw);
  EXPECT_EQ(1, packs.spend.at(0).amount.integer);
  EXPECT_EQ(2, packs.refund.at(0).amount.integer);
  EXPECT_EQ("ledgers.packs.refund[0]", packs.refund[0].path);
  EXPECT_EQ(12, choose(packs.grant, gold).value->integer);
  const LedgerRule& hours = *program->ledger("hours");
  EXPECT_EQ("fiscal", hours.every);
  EXPECT_FALSE(hours.by_purchase());
  EXPECT_TRUE(hours.carries);
  EXPECT_EQ(4, hours.carry_most->integer);
  EXPECT_EQ(Overdraw::refuse, hours.overdraw);
}

TEST(Terms, objectives) {
  const auto program = program_of(std::string(everything));
  ASSERT_EQ(5u, program->objectives.size());
  const auto& of = program->objectives;
  EXPECT_EQ("first", of[0].of);
  EXPECT_EQ(9200, of[0].met->figure);
  EXPECT_EQ(Bound::Of::share, of[0].met->of);
  EXPECT_EQ("month", of[0].over->period);
  EXPECT_EQ("10% of the fee", std::get<Text>(of[0].then->credit).in("en"));
  EXPECT_EQ("May leave", of[0].then->right.in("en"));
  EXPECT_EQ(20 * 86400, of[0].then->claim->seconds);
  EXPECT_FALSE(of[1].missed->at_least);
  EXPECT_EQ(4, of[1].over->any);
  EXPECT_EQ("opened", of[2].count->event);
  EXPECT_EQ("who", of[3].gap->narrowed.at(0).first);
  EXPECT_EQ(60 * 86400, of[3].is->figure);
  EXPECT_EQ("core", of[4].availability);
  EXPECT_EQ(9995, of[4].is->figure);
  EXPECT_TRUE(std::holds_alternative<Number>(of[4].then->credit));
  EXPECT_EQ("objectives[4]", of[4].path);
  EXPECT_TRUE(of[4].is->holds_for(*Fraction::of(9995, 10000)));
  EXPECT_FALSE(of[4].is->holds_for(*Fraction::of(99949, 100000)));
}

TEST(Terms, products_and_their_phases) {
  const auto program = program_of(std::string(everything));
  EXPECT_EQ((std::vector<std::string>{"agent", "cloud"}), program->products);
  const ProductRule& agent = *program->product("agent");
  EXPECT_EQ("UI", agent.components.at(1).title.in("en"));
  ASSERT_TRUE(agent.version("9.1"));
  const FactMap before{{"opened", from_iso("2025-12-31T14:59:59Z")->seconds}};
  const FactMap from{{"opened", from_iso("2025-12-31T15:00:00Z")->seconds}};  // New Year in Tokyo
  EXPECT_EQ("current", *choose(*program->phase_of("agent", "9.1"), before).value);
  EXPECT_EQ("maintained", *choose(*program->phase_of("agent", "9.1"), from).value);
  EXPECT_EQ("products.agent.versions.9.1.phase[1]", choose(*program->phase_of("agent", "9.1"), from).path);
  EXPECT_EQ("ended", *choose(*program->phase_of("agent", "8.0"), from).value);
  EXPECT_EQ("beta", *choose(*program->phase_of("agent", "7"), from).value);
  EXPECT_EQ(nullptr, program->phase_of("cloud", ""));
  EXPECT_EQ(nullptr, program->phase_of("other", ""));
}

TEST(Terms, people_and_places) {
  const auto program = program_of(std::string(everything));
  const Team& desk = *program->team("desk");
  EXPECT_EQ("first", desk.tier);
  EXPECT_EQ(std::vector<std::string>{"osaka"}, desk.sites);
  EXPECT_EQ(std::vector<std::string>{"sql"}, desk.skills);
  EXPECT_EQ(std::vector<std::string>{"agent"}, desk.products);
  const Site& osaka = *program->site("osaka");
  EXPECT_EQ("jp", osaka.country);
  EXPECT_EQ("always", *choose(osaka.hours, FactMap{{"severity", std::string("1")}}).value);
  EXPECT_EQ("office", *choose(osaka.hours, FactMap()).value);
  ASSERT_EQ(2u, program->routing.size());
  EXPECT_EQ("agent.certified", program->routing[0].require.all.at(0).fact);
  EXPECT_EQ(std::vector<std::string>{"skill"}, program->routing[1].pick);
  EXPECT_EQ((std::vector<std::string>{"en", "ja"}),
            *choose(program->speaks, FactMap{{"plan", std::string("gold")}}).value);
}

TEST(Predicates, say_what_makes_them_fail) {
  const auto program = program_of(std::string(everything));
  const auto part = [&](std::string_view yaml, const FactMap& facts) {
    return failing_part(*parse_predicate(yaml, *program), facts);
  };
  const FactMap facts{{"severity", std::string("1")}, {"language", std::string("ja")}};
  EXPECT_EQ("", part("{severity: 1}", facts));
  EXPECT_EQ("language", part("{severity: 1, language: en}", facts));
  EXPECT_EQ("any", part("{any: [{severity: 2}, {language: en}]}", facts));
  EXPECT_EQ("not", part("{severity: 1, not: {language: ja}}", facts));
  EXPECT_EQ("", part("{severity: 1, not: {language: en}}", facts));
}

}  // namespace
}  // namespace yakusoku::program
