// Amounts and lengths as people write them.

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/program/amount.hpp"

namespace yakusoku::program {
namespace {

TEST(Amounts, each_form) {
  using Form = Amount::Form;
  using Promise = Amount::Promise;
  const auto amount = [](std::string_view text) {
    const auto parsed = parse_amount(text);
    EXPECT_TRUE(parsed) << text;
    return parsed.value_or(Amount{});
  };
  EXPECT_EQ(Promise::none, amount("none").promise);
  EXPECT_EQ(Form::nothing, amount("none").form);
  EXPECT_EQ(Promise::best_effort, amount("best effort").promise);
  EXPECT_EQ(Promise::aim, amount("aim 8h").promise);
  EXPECT_EQ(hours(8), amount("aim 8h").length);
  EXPECT_EQ(Promise::at_least, amount("at least 24h").promise);
  EXPECT_EQ(minutes(90), amount("1h30m").length);
  EXPECT_EQ(days(90), amount("3mo").length);
  EXPECT_EQ(hours(48), amount("2d").length);
  EXPECT_TRUE(amount("30m").binding());
  EXPECT_FALSE(amount("aim 8h").binding());
  EXPECT_EQ(Form::length_in, amount("48h in office").form);
  EXPECT_EQ("office", amount("48h in office").calendar);
  EXPECT_EQ(Form::length_then_in, amount("12h then in office").form);
  EXPECT_EQ(Form::business_days, amount("2bd in jp").form);
  EXPECT_EQ(2, amount("2bd in jp").days);
  EXPECT_EQ(Form::moment, amount("by 17:00 next day in jp").form);
  EXPECT_EQ(hours(17), amount("by 17:00 next day in jp").time_of_day);
  EXPECT_EQ(1, amount("by 17:00 next day in jp").days);
  EXPECT_EQ(0, amount("by close today in jp").days);
  EXPECT_EQ(Amount::TimeOfDay::close, amount("by close today in jp").time);
  EXPECT_EQ(3, amount("by open day 3 in jp").days);
  EXPECT_EQ(Form::by_next_opening, amount("by next opening of releases").form);
  EXPECT_EQ("releases", amount("by next opening of releases").calendar);
  EXPECT_EQ(Form::by_fact, amount("by release_date").form);
  EXPECT_EQ(Form::from_fact, amount("agreed_time").form);
}

TEST(Amounts, refusals) {
  for (const char* text : {"",
                           "0h",
                           "-1h",
                           "1",
                           "1x",
                           "11y",
                           "99999999999999999999h",
                           "2bd",
                           "0bd in jp",
                           "3001bd in jp",
                           "1.5h",
                           "1h in",
                           "1h in a b",
                           "by 25:00 today in jp",
                           "by 9:00 today in jp",
                           "by 17:00 in",
                           "aim",
                           "at least",
                           "soon enough",
                           "by 17:00 tomorrow in jp",
                           "by"})
    EXPECT_FALSE(parse_amount(text)) << text;
}

RC_GTEST_PROP(Amounts, a_length_is_the_sum_of_its_parts, ()) {
  const auto h = *rc::gen::inRange<std::int64_t>(0, 1000);
  const auto m = *rc::gen::inRange<std::int64_t>(1, 1000);
  const auto length = parse_length(std::to_string(h) + "h" + std::to_string(m) + "m");
  RC_ASSERT(length.has_value());
  RC_ASSERT(*length == hours(h) + minutes(m));
}

}  // namespace
}  // namespace yakusoku::program
