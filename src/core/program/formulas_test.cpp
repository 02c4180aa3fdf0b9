// Numbers, dates, periods and the typed plans, contacts, ledgers, objectives of a program. Expected by hand.

#include "core/program/formulas.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <tuple>

#include "base/zones.hpp"
#include "core/program/folder_for_tests.hpp"
#include "core/program/leaves.hpp"
#include "core/program/words.hpp"

namespace yakusoku::program {
namespace {

std::optional<Fraction> value(std::string_view formula, const Facts& facts = FactMap()) {
  const auto number = parse_number(formula, {}, "n", {});
  EXPECT_TRUE(number) << formula;
  return number ? evaluate(*number, facts) : std::nullopt;
}
std::string shown(const std::optional<Fraction>& value) { return value ? to_text(*value) : "-"; }

TEST(Fraction, is_exact_and_in_lowest_terms) {
  EXPECT_EQ("2/3", to_text(*Fraction::of(4, 6)));
  EXPECT_EQ("-1/2", to_text(*Fraction::of(3, -6)));
  EXPECT_EQ("1", to_text(*add(*Fraction::of(1, 3), *Fraction::of(2, 3))));
  EXPECT_FALSE(divide(Fraction(1), Fraction(0)));
  EXPECT_FALSE(multiply(Fraction(std::int64_t{1} << 62), Fraction(4)));
  EXPECT_EQ(-4, Fraction::of(-7, 2)->floor());
  EXPECT_EQ(-3, Fraction::of(-7, 2)->ceil());
  EXPECT_EQ(4, Fraction::of(7, 2)->ceil());
  EXPECT_LT(*Fraction::of(1, 3), *Fraction::of(34, 100));
  EXPECT_EQ("91.66%", percent_text(*Fraction::of(11, 12)));
  EXPECT_EQ("100%", percent_text(Fraction(1)));
  EXPECT_EQ("99.99%", percent_text(*Fraction::of(99999, 100000)));
}

RC_GTEST_PROP(Fraction, keeps_the_laws_of_arithmetic, (std::int16_t a, std::int16_t b, std::int16_t c)) {
  RC_PRE(b != 0 && c != 0);
  const Fraction x = *Fraction::of(a, b), y = *Fraction::of(b, c);
  RC_ASSERT(*subtract(*add(x, y), y) == x);
  RC_ASSERT(*divide(*multiply(x, y), y) == x);
  RC_ASSERT(Fraction(x.floor()) <= x && x <= Fraction(x.ceil()));
  RC_ASSERT(x.ceil() - x.floor() <= 1);
  RC_ASSERT((x < y) == (*subtract(x, y) < Fraction(0)));
}

TEST(Numbers, of_facts_and_formulas) {
  FactMap facts;
  facts.facts = {{"contract.licences", std::int64_t{5}}, {"seats", std::string("12")}, {"word", std::string("many")}};
  EXPECT_EQ("15", shown(value("3 * contract.licences", facts)));
  EXPECT_EQ("12", shown(value("seats", facts)));
  EXPECT_EQ("7/2", shown(value("(2 + contract.licences) / 2", facts)));
  EXPECT_EQ("4", shown(value("ceil((2 + contract.licences) / 2)", facts)));
  EXPECT_EQ("3", shown(value("floor(7 / 2)", facts)));
  EXPECT_EQ("10", shown(value("min(10, 3 * contract.licences)", facts)));
  EXPECT_EQ("15", shown(value("max(10, 3 * contract.licences, 2)", facts)));
  EXPECT_EQ("-1", shown(value("2 - 3")));
  EXPECT_EQ("5", shown(value("10 - 3 - 2")));  // from the left
  EXPECT_EQ("-", shown(value("contract.licences", FactMap())));
  EXPECT_EQ("-", shown(value("word", facts)));
  EXPECT_EQ("-", shown(value("1 / (seats - 12)", facts)));
  EXPECT_EQ(3, *evaluate_whole(*parse_number("7 / 2", {}, "n", {}), facts));
  EXPECT_EQ((std::vector<std::string>{"a", "b"}), facts_asked(*parse_number("b + a * b", {}, "n", {})));
  for (const char* no : {"", "3 *", "-3", "ceil(1, 2)", "(1", "Licences", "1 2"})
    EXPECT_FALSE(parse_number(no, {}, "n", {})) << no;
}

std::string months_on(std::string_view date, std::int64_t months) {
  return date_of_days(add_months(static_cast<calendars::Date>(days_of_date(date)), months));
}

TEST(CalendarLengths, months_are_those_of_the_calendar) {
  EXPECT_EQ("2027-02-28", months_on("2025-08-31", 18));
  EXPECT_EQ("2024-02-29", months_on("2024-01-31", 1));
  EXPECT_EQ("2023-12-15", months_on("2024-01-15", -1));
  EXPECT_EQ("2024-12-01", months_on("2023-12-01", 12));
  EXPECT_EQ(18, parse_calendar_length("18mo")->months);
  EXPECT_EQ(18, parse_calendar_length("1y6mo")->months);
  EXPECT_EQ(86400 * 20, parse_calendar_length("20d")->seconds);
  const auto mixed = parse_calendar_length("2mo3d");
  EXPECT_EQ(2, mixed->months);
  EXPECT_EQ(86400 * 3, mixed->seconds);
  EXPECT_EQ(600, parse_calendar_length("10m")->seconds);
  for (const char* no : {"", "mo", "0mo", "3", "-1mo", "2mo3", "1201mo"})
    EXPECT_FALSE(parse_calendar_length(no)) << no;
  // The same time on the wall, over a change of the clocks: 9:00 in winter, 9:00 in summer.
  const Instant winter = zones::instant_of("Europe/London", *zones::date_of("2026-01-15"), 9 * 3600);
  EXPECT_EQ(zones::instant_of("Europe/London", *zones::date_of("2026-07-15"), 9 * 3600),
            after(winter, *parse_calendar_length("6mo"), "Europe/London"));
}

constexpr std::string_view with_periods = R"(
program: p
zone: Asia/Tokyo
periods:
  fiscal: {every: quarter, from: 04-01}
  billing: {every: month, from: 01-20}
  year_of_contract: {every: year, from: 02-29}
)";

TEST(Periods, begin_where_the_program_says) {
  const auto program = program_of(std::string(with_periods));
  const auto begin = [&](std::string_view name, std::string_view date) {
    return date_of_days(begin_of(*period_of(*program, name), static_cast<calendars::Date>(days_of_date(date))));
  };
  const auto next = [&](std::string_view name, std::string_view date) {
    return date_of_days(next_after(*period_of(*program, name), static_cast<calendars::Date>(days_of_date(date))));
  };
  EXPECT_EQ("2026-01-01", begin("fiscal", "2026-03-31"));
  EXPECT_EQ("2026-04-01", begin("fiscal", "2026-04-01"));
  EXPECT_EQ("2026-07-01", next("fiscal", "2026-04-01"));
  EXPECT_EQ("2026-01-20", begin("billing", "2026-02-19"));
  EXPECT_EQ("2026-02-20", next("billing", "2026-02-19"));
  EXPECT_EQ("2025-12-20", begin("billing", "2026-01-19"));
  EXPECT_EQ("2026-02-28", begin("year_of_contract", "2026-12-01"));
  EXPECT_EQ("2028-02-29", next("year_of_contract", "2027-03-01"));
  EXPECT_EQ("2026-07-01", begin("half", "2026-12-31"));
  EXPECT_EQ("2026-11-23", begin("week", "2026-11-29"));  // a Sunday; weeks begin on Monday
  EXPECT_EQ("2026-11-30", next("week", "2026-11-29"));
  EXPECT_EQ(nullptr, period_of(*program, "fortnight"));
}

RC_GTEST_PROP(Periods, follow_each_other_without_a_gap, ()) {
  Period period;
  period.every = static_cast<Period::Every>(*rc::gen::inRange(0, 6));
  period.from_month = *rc::gen::inRange(1, 13);
  period.from_day = *rc::gen::inRange(1, 32);
  const calendars::Date date = *rc::gen::inRange(0, 40000);
  const calendars::Date begin = begin_of(period, date), next = next_after(period, date);
  RC_ASSERT(begin <= date);
  RC_ASSERT(date < next);
  RC_ASSERT(begin_of(period, next) == next);
  RC_ASSERT(begin_of(period, next - 1) == begin);
}

std::string when(const Program& program, std::string_view formula, const Facts& facts) {
  Node node;
  node.kind = Node::Kind::scalar;
  node.text = std::string(formula);
  Report report;
  Sink sink;
  sink.report = &report;
  const DateFormula date = read_date(node, "d", sink);
  EXPECT_FALSE(report.has_errors()) << formula;
  const auto moment = evaluate(date, program, facts);
  if (!moment) return "-";
  return moment->date ? date_of_days(*moment->date) : to_iso(moment->at);
}

TEST(DateFormulas, of_facts_lengths_and_periods) {
  const auto program = program_of(std::string(with_periods));
  FactMap facts;
  facts.facts = {{"contract.signed", std::string("2024-08-31")},
                 {"opened", from_iso("2026-03-31T15:00:00Z")->seconds},  // 1 April 0:00 in Tokyo
                 {"now", from_iso("2026-11-25T01:00:00Z")->seconds}};
  EXPECT_EQ("2026-04-01", when(*program, "2026-04-01", facts));
  EXPECT_EQ("2024-08-31", when(*program, "contract.signed", facts));
  EXPECT_EQ("2026-02-28", when(*program, "contract.signed + 18mo", facts));
  EXPECT_EQ("2024-09-10", when(*program, "contract.signed + 10d", facts));
  EXPECT_EQ("2024-08-31T03:00:00Z", when(*program, "contract.signed + 12h", facts));
  EXPECT_EQ("2024-08-30", when(*program, "contract.signed - 1d", facts));
  EXPECT_EQ("2024-10-01", when(*program, "next fiscal after contract.signed", facts));
  EXPECT_EQ("2026-07-01", when(*program, "next fiscal after opened", facts));
  EXPECT_EQ("2026-12-01", when(*program, "next month after now", facts));
  EXPECT_EQ("2026-11-25T01:00:00Z", when(*program, "now", facts));
  EXPECT_EQ("-", when(*program, "contract.to + 1d", facts));
}

TEST(DateFormulas, bound_predicates_in_the_programs_zone) {
  const auto program = program_of(std::string(with_periods));
  FactMap facts;
  facts.facts["contract.signed"] = std::string("2026-01-31");
  const auto holds_at = [&](std::string_view yaml, std::string_view opened) {
    facts.facts["opened"] = from_iso(opened)->seconds;
    return holds(*parse_predicate(yaml, *program), facts);
  };
  // 28 February begins in Tokyo at 15:00 UTC of the day before.
  EXPECT_TRUE(holds_at("{opened: {before: contract.signed + 1mo}}", "2026-02-27T14:59:59Z"));
  EXPECT_FALSE(holds_at("{opened: {before: contract.signed + 1mo}}", "2026-02-27T15:00:00Z"));
  EXPECT_TRUE(holds_at("{opened: {from: contract.signed + 1mo}}", "2026-02-27T15:00:00Z"));
  EXPECT_TRUE(holds_at("{opened: {before: next fiscal after contract.signed}}", "2026-03-31T14:59:59Z"));
  EXPECT_FALSE(holds_at("{opened: {before: next fiscal after contract.signed}}", "2026-03-31T15:00:00Z"));
  EXPECT_FALSE(holds_at("{opened: {before: contract.to}}", "2026-03-31T15:00:00Z"));
  EXPECT_FALSE(holds_at("{opened: {from: contract.to}}", "2026-03-31T15:00:00Z"));
  EXPECT_TRUE(holds_at("{contract.signed: {before: 2026-02-01}}", "2026-03-31T15:00:00Z"));
  EXPECT_EQ((std::vector<std::string>{"contract.signed", "opened"}),
            facts_asked(*parse_predicate("{opened: {before: next fiscal after contract.signed}}", *program)));
}

TEST(Numbers, computed_facts_name_facts_that_exist) {
  const auto errors = [](std::string_view yaml) {
    std::string codes;
    for (const Finding& each : read(std::vector<SourceFile>{{"program.yaml", std::string(yaml)}}).findings)
      codes += each.code + " " + each.key + ";";
    return codes;
  };
  EXPECT_EQ("", errors("program: p\nfacts: {a: {type: number, is: 2 * customer.spend}}\n"));
  EXPECT_EQ("unknown_fact facts.a.is;", errors("program: p\nfacts: {a: {type: number, is: 2 * customer.spent}}\n"));
  EXPECT_EQ("bad_number facts.a.is[0];",
            errors("program: p\nfacts: {a: {type: number, is: [{when: {reopened: 1}, is: 2 x}, {is: 3}]}}\n"));
  EXPECT_EQ("bad_date facts.a.is;", errors("program: p\nfacts: {a: {type: date, is: 1 May}}\n"));
  EXPECT_NE("", errors("program: p\nfacts: {a: {type: number, is: 1 + b}, b: {type: number, is: a}}\n"));
  EXPECT_EQ("unknown_fact contacts.mixes[0].like;",
            errors("program: p\ncontacts: {mixes: [{own: 1, partner: 1, like: \"{name}@{customer.domian}\"}]}\n"));
}

TEST(Periods, a_week_takes_no_beginning) {
  const Reading reading =
      read(std::vector<SourceFile>{{"program.yaml", "program: p\nperiods:\n  w: {every: week, from: 04-01}\n"}});
  ASSERT_EQ(1u, reading.findings.size());
  EXPECT_EQ("bad_period", reading.findings[0].code);
  EXPECT_EQ("periods.w.from", reading.findings[0].key);
}

}  // namespace
}  // namespace yakusoku::program
