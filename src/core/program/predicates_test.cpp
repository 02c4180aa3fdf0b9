// Predicates, tables and choices: what holds, for which facts.

#include "core/program/folder_for_tests.hpp"

namespace yakusoku::program {
namespace {

const char* const text = R"(
program: p
zone: Asia/Tokyo
severity: {levels: {1: {}, 2: {}, 3: {}}}
facts:
  impact: {type: choice, values: [high, medium, low], from: customer}
  licences: {type: number, from: contract.licences}
plans:
  gold: {builds_on: [silver]}
  silver: {}
calendars:
  office: {open: {mon-fri: "09:00-17:00"}}
)";

bool holds_text(std::string_view yaml, const FactMap& facts) {
  static const auto program = program_of(text);
  const auto predicate = parse_predicate(yaml, *program);
  EXPECT_TRUE(predicate) << yaml << ": " << (predicate ? "" : predicate.error().detail);
  return predicate && holds(*predicate, facts);
}

TEST(Predicates, values_and_lists) {
  EXPECT_TRUE(holds_text("{severity: 1}", {{"severity", "1"}}));
  EXPECT_FALSE(holds_text("{severity: 1}", {{"severity", "2"}}));
  EXPECT_TRUE(holds_text("{severity: [1, 2]}", {{"severity", "2"}}));
  EXPECT_FALSE(holds_text("{severity: {not: [1, 2]}}", {{"severity", "2"}}));
  EXPECT_TRUE(holds_text("{severity: {not: 1}}", {{"severity", "2"}}));
  EXPECT_TRUE(holds_text("{severity: 1, kind: incident}", {{"severity", "1"}, {"kind", "incident"}}));
  EXPECT_FALSE(holds_text("{severity: 1, kind: incident}", {{"severity", "1"}, {"kind", "question"}}));
  EXPECT_TRUE(holds_text("{attempts: 2}", {{"attempts", std::int64_t{2}}}));
}

TEST(Predicates, an_unknown_fact_passes_only_unknown_and_not) {
  for (const char* no : {"{severity: 1}", "{severity: known}", "{severity: {or_worse: 3}}", "{attempts: {below: 9}}",
                         "{opened: {in: office}}", "{contract.signed: {before: 2030-01-01}}", "{tag: {like: '*'}}"})
    EXPECT_FALSE(holds_text(no, {})) << no;
  for (const char* yes :
       {"{severity: unknown}", "{severity: {not: 1}}", "{severity: {not: {or_worse: 3}}}", "{not: {severity: 1}}"})
    EXPECT_TRUE(holds_text(yes, {})) << yes;
  EXPECT_FALSE(holds_text("{severity: unknown}", {{"severity", "1"}}));
}

TEST(Predicates, order_is_worst_first) {
  EXPECT_TRUE(holds_text("{severity: {or_worse: 2}}", {{"severity", "1"}}));
  EXPECT_TRUE(holds_text("{severity: {or_worse: 2}}", {{"severity", "2"}}));
  EXPECT_FALSE(holds_text("{severity: {or_worse: 2}}", {{"severity", "3"}}));
  EXPECT_TRUE(holds_text("{severity: {or_better: 2}}", {{"severity", "3"}}));
  EXPECT_FALSE(holds_text("{impact: {or_better: medium}}", {{"impact", "high"}}));
  EXPECT_FALSE(holds_text("{severity: {or_worse: 2}}", {{"severity", "none"}}));
}

TEST(Predicates, numbers_and_dates) {
  const FactMap three{{"attempts", std::int64_t{3}}};
  EXPECT_TRUE(holds_text("{attempts: {at_least: 3}}", three));
  EXPECT_FALSE(holds_text("{attempts: {below: 3}}", three));
  EXPECT_TRUE(holds_text("{attempts: {at_most: 3}}", three));
  EXPECT_TRUE(holds_text("{licences: {at_least: 100}}", {{"licences", "250"}}));

  const FactMap signed_on{{"contract.signed", "2024-03-31"}};
  EXPECT_TRUE(holds_text("{contract.signed: {before: 2024-04-01}}", signed_on));
  EXPECT_FALSE(holds_text("{contract.signed: {from: 2024-04-01}}", signed_on));
  // An instant is compared with the date's beginning in the program's zone: 2024-04-01 in Tokyo is 15:00 UTC before.
  const std::int64_t begins = from_iso("2024-03-31T15:00:00Z")->seconds;
  EXPECT_FALSE(holds_text("{opened: {before: 2024-04-01}}", {{"opened", begins}}));
  EXPECT_TRUE(holds_text("{opened: {before: 2024-04-01}}", {{"opened", begins - 1}}));
  // Facts and lengths on the other side.
  EXPECT_TRUE(holds_text("{now: {from: opened + 2h}}", {{"opened", std::int64_t{0}}, {"now", std::int64_t{7200}}}));
  EXPECT_FALSE(holds_text("{now: {from: opened + 2h}}", {{"opened", std::int64_t{0}}, {"now", std::int64_t{7199}}}));
  EXPECT_TRUE(holds_text("{contract.signed: {before: contract.to}}",
                         {{"contract.signed", "2024-03-31"}, {"contract.to", "2024-04-01"}}));
}

TEST(Predicates, calendars_patterns_any_and_not) {
  FactMap facts{
      {"opened", std::int64_t{1}}, {"contact.address", "Ann@Example.com"}, {"customer.domain", "example.com"}};
  EXPECT_FALSE(holds_text("{opened: {in: office}}", facts));
  facts.open_calendar = "office";
  EXPECT_TRUE(holds_text("{opened: {in: office}}", facts));
  EXPECT_TRUE(holds_text("{contact.address: {like: '*@{customer.domain}'}}", facts));
  EXPECT_FALSE(holds_text("{contact.address: {like: '*@{customer.id}'}}", facts));
  EXPECT_FALSE(holds_text("{contact.address: {like: '*@example.org'}}", facts));
  facts.facts["customer.domain"] = "*";  // a star of a value is a star, not a pattern
  EXPECT_FALSE(holds_text("{contact.address: {like: '*@{customer.domain}'}}", facts));
  EXPECT_TRUE(holds_text("{any: [{severity: 1}, {tag: vip}]}", {{"tag", std::vector<std::string>{"new", "vip"}}}));
  EXPECT_FALSE(holds_text("{any: [{severity: 1}, {tag: vip}]}", {{"tag", std::vector<std::string>{"new"}}}));
  EXPECT_FALSE(holds_text("{tag: {not: vip}}", {{"tag", std::vector<std::string>{"new", "vip"}}}));
  EXPECT_FALSE(holds_text("{not: {severity: 1}}", {{"severity", "1"}}));
}

TEST(Predicates, a_plan_is_also_what_it_builds_on) {
  EXPECT_TRUE(
      holds_text("{plan: silver}", {{"plan", "gold"}, {"plan.chain", std::vector<std::string>{"gold", "silver"}}}));
  EXPECT_FALSE(holds_text("{plan: gold}", {{"plan", "silver"}, {"plan.chain", std::vector<std::string>{"silver"}}}));
}

TEST(Predicates, what_the_program_does_not_know_is_refused) {
  static const auto program = program_of(text);
  for (const char* no : {"{sevrity: 1}", "{severity: 9}", "{impact: huge}", "{opened: {in: offices}}",
                         "{language: {or_worse: en}}", "severity", "", "{severity: {worse: 1}}"})
    EXPECT_FALSE(parse_predicate(no, *program)) << no;
}

TEST(Predicates, facts_asked_are_sorted_once_each) {
  static const auto program = program_of(text);
  const auto predicate = parse_predicate(
      "{severity: 1, any: [{severity: 2}, {contact.address: {like: '*@{customer.domain}'}}], not: {now: {from: "
      "opened + 2h}}}",
      *program);
  ASSERT_TRUE(predicate);
  EXPECT_EQ((std::vector<std::string>{"contact.address", "customer.domain", "now", "opened", "severity"}),
            facts_asked(*predicate));
}

const ClockRule& clock_of(const std::shared_ptr<const Program>& program) { return program->clocks.front(); }

TEST(Choices, the_first_rule_that_holds_and_tables_that_pass_on) {
  const auto program = program_of(std::string(text) + R"(
clocks:
  c:
    starts: opened
    met_by: reply
    within:
      - {when: {phoned: yes, severity: 1}, is: 40m, says: at once}
      - {by: [severity, language], cells: {"1, 2": {ja: 1h, else: 2h}, 3: {ja: {is: 5h, says: by tomorrow}}, none: 9h}}
      - {is: 8h}
)");
  const auto& within = clock_of(program).within;
  const auto pick = [&](const FactMap& facts) {
    const auto chosen = choose(within, facts);
    return std::pair(chosen.value ? chosen.value->written : "", std::string(chosen.path));
  };
  using Pair = std::pair<std::string, std::string>;
  EXPECT_EQ(Pair("40m", "clocks.c.within[0]"), pick({{"phoned", "yes"}, {"severity", "1"}}));
  EXPECT_EQ(Pair("1h", "clocks.c.within[1].cells.1, 2.ja"), pick({{"severity", "2"}, {"language", "ja"}}));
  EXPECT_EQ(Pair("2h", "clocks.c.within[1].cells.1, 2.else"), pick({{"severity", "2"}, {"language", "en"}}));
  EXPECT_EQ(Pair("2h", "clocks.c.within[1].cells.1, 2.else"), pick({{"severity", "2"}}));
  EXPECT_EQ(Pair("5h", "clocks.c.within[1].cells.3.ja"), pick({{"severity", "3"}, {"language", "ja"}}));
  EXPECT_EQ(Pair("8h", "clocks.c.within[2]"), pick({{"severity", "3"}, {"language", "en"}}));
  EXPECT_EQ(Pair("9h", "clocks.c.within[1].cells.none"), pick({}));
  EXPECT_EQ(Pair("9h", "clocks.c.within[1].cells.none"), pick({{"severity", "none"}}));
  EXPECT_EQ("at once", choose(within, FactMap{{"phoned", "yes"}, {"severity", "1"}}).says->in("en"));
  EXPECT_EQ("by tomorrow", choose(within, FactMap{{"severity", "3"}, {"language", "ja"}}).says->in("en"));
  EXPECT_EQ((std::vector<std::string>{"language", "phoned", "severity"}), facts_asked(within));
}

TEST(Choices, a_missing_cell_of_a_plan_is_looked_for_in_the_plan_beneath) {
  const auto program = program_of(std::string(text) + R"(
clocks:
  c:
    starts: opened
    met_by: reply
    within: {by: [plan, severity], cells: {gold: {1: 1h}, silver: {1: 4h, 2: 8h}}}
)");
  const FactValue gold = std::vector<std::string>{"gold", "silver"};
  const auto pick = [&](const char* severity) {
    const auto chosen = choose(clock_of(program).within, FactMap{{"plan.chain", gold}, {"severity", severity}});
    return chosen.value ? chosen.value->written : std::string("-");
  };
  EXPECT_EQ("1h", pick("1"));
  EXPECT_EQ("8h", pick("2"));
  EXPECT_EQ("-", pick("3"));
}

}  // namespace
}  // namespace yakusoku::program
