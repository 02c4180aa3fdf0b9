#include "core/calendars/time_lines.hpp"

#include <gtest/gtest.h>

namespace yakusoku::calendars {
namespace {

// Stands in for core/program: "N in ID" counts N open seconds.
Result<std::optional<Instant>> due(std::string_view amount, Instant start, const CalendarLookup& lookup) {
  const auto middle = amount.find(" in ");
  if (middle == std::string_view::npos) return fail(ErrorCode::invalid, "amount", "no amount");
  const auto calendar = lookup(amount.substr(middle + 4));
  if (calendar == nullptr) return fail(ErrorCode::unknown_value, "amount", "no such calendar");
  return calendar->add(start, seconds(std::stoll(std::string(amount.substr(0, middle)))));
}

class Lines : public testing::Test {
 protected:
  std::string say(std::string_view line) { return lines_.answer(line).value_or(""); }
  bool refused(std::string_view line) { return say(line).starts_with("{\"error\":\""); }
  void SetUp() override {
    EXPECT_EQ(
        say(R"({"kind":"calendar","id":"office","cal":{"zone":"UTC","weekly":[{"d":0,"from":"09:00","to":"17:00"}]}})"),
        "");
  }
  TimeLines lines_{due};
};

// 2026-01-05 is a Monday; 1767571200 its midnight.
TEST_F(Lines, answer_each_question) {
  EXPECT_EQ(say(R"({"kind":"query","op":"add","cal":"office","start":1767571200,"dur":3600})"),
            R"({"answer":1767607200})");
  EXPECT_EQ(say(R"({"kind":"query","op":"add","cal":"office","start":1767571200,"dur":0})"),
            R"({"answer":1767571200})");
  EXPECT_EQ(say(R"({"kind":"query","op":"between","cal":"office","start":1767571200,"end":1767657600})"),
            R"({"answer":28800})");
  EXPECT_EQ(say(R"({"kind":"query","op":"between","cal":"office","start":1767657600,"end":1767571200})"),
            R"({"answer":-28800})");
  EXPECT_EQ(say(R"({"kind":"query","op":"next_open","cal":"office","start":1767571200})"),
            R"({"answer":1767603600})");
  EXPECT_EQ(say(R"({"kind":"query","op":"is_open","cal":"office","start":1767603600})"), R"({"answer":true})");
  EXPECT_EQ(say("{\"op\":\"is_open\",\"cal\":\"office\",\"start\":1767603599}\r\n"), R"({"answer":false})");
  EXPECT_EQ(say(R"({"kind":"query","op":"due","amount":"60 in office","start":1767571200})"),
            R"({"answer":1767603660})");
}

TEST_F(Lines, take_the_whole_canonical_form) {
  const auto count = [&](std::string_view calendar) {
    EXPECT_EQ(say(R"({"kind":"calendar","id":7,"cal":)" + std::string(calendar) + "}"), "") << calendar;
    return say(R"({"kind":"query","op":"between","cal":"7","start":1767571200,"end":1767744000})");  // two days
  };
  EXPECT_EQ(count(R"({"always":true})"), R"({"answer":172800})");
  EXPECT_EQ(count(R"({"not":{"always":true}})"), R"({"answer":0})");
  EXPECT_EQ(count(R"({"zone":"UTC"})"), R"({"answer":0})");
  EXPECT_EQ(count(R"({"zone":"UTC","weekly":[{"d":0,"from":"22:00","to":"06:00"}]})"), R"({"answer":28800})");
  EXPECT_EQ(count(R"({"zone":"UTC","weekly":[{"d":0,"from":"22:00","to":"30:00"}]})"), R"({"answer":28800})");
  EXPECT_EQ(count(R"({"zone":"UTC","weekly":[{"d":0,"from":"09:00","to":"09:00"}]})"), R"({"answer":0})");
  EXPECT_EQ(count(R"({"zone":"UTC","weekly":[{"d":0,"from":"09:00:30","to":"24:00"}]})"), R"({"answer":53970})");
  EXPECT_EQ(
      count(R"({"zone":"UTC","weekly":[{"d":0,"from":"00:00","to":"48:00"}],"holidays":[{"date":"2026-01-06"}]})"),
      R"({"answer":86400})");
  EXPECT_EQ(
      count(
          R"({"zone":"UTC","weekly":[{"d":0,"from":"00:00","to":"24:00"}],"holidays":[{"date":"2026-01-05","from":"12:00"}],)"
          R"("extra":[{"date":"2026-01-05","from":"13:00","to":"14:00"}]})"),
      R"({"answer":46800})");
  EXPECT_EQ(
      count(
          R"({"union":[{"zone":"UTC+9","weekly":[{"d":0,"from":"09:00","to":"10:00"}]},)"
          R"({"zone":"Asia/Tokyo","weekly":[{"d":0,"from":"11:00","to":"12:00"}]}]})"),
      R"({"answer":7200})");
  EXPECT_EQ(count(R"({"intersect":[{"always":true},{"zone":"UTC","weekly":[{"d":1,"from":"09:00","to":"10:00"}]}]})"),
            R"({"answer":3600})");
}

TEST_F(Lines, a_calendar_without_time_is_answered_with_null) {
  EXPECT_EQ(say(R"({"kind":"calendar","id":"none","cal":{"union":[]}})"), "");
  EXPECT_EQ(say(R"({"kind":"query","op":"add","cal":"none","start":0,"dur":1})"), R"({"answer":null})");
  EXPECT_EQ(say(R"({"kind":"query","op":"next_open","cal":"none","start":0})"), R"({"answer":null})");
  EXPECT_EQ(say(R"({"kind":"query","op":"due","amount":"5 in none","start":0})"), R"({"answer":null})");
}

TEST_F(Lines, what_cannot_be_read_is_an_error_and_the_next_line_is_answered) {
  for (const char* line :
       {"x",
        "[]",
        "1",
        "{}",
        R"({"kind":"query"})",
        R"({"kind":"other","op":"add"})",
        R"({"kind":"query","op":"add","cal":"office","start":0})",
        R"({"kind":"query","op":"add","cal":"office","start":1.5,"dur":1})",
        R"({"kind":"query","op":"add","cal":"nobody","start":0,"dur":1})",
        R"({"kind":"query","op":"fly","cal":"office","start":0})",
        R"({"kind":"query","op":"due","amount":"soon","start":0})",
        R"({"kind":"query","op":"due","amount":"1 in nobody","start":0})",
        R"({"kind":"calendar","id":"a"})",
        R"({"kind":"calendar","id":"","cal":{"always":true}})",
        R"({"kind":"calendar","id":"a","cal":{"zone":"Mars/Base"}})",
        R"({"kind":"calendar","id":"a","cal":{"weekly":[]}})",
        R"({"kind":"calendar","id":"a","cal":{"zone":"UTC","weekly":[{"d":7,"from":"09:00","to":"10:00"}]}})",
        R"({"kind":"calendar","id":"a","cal":{"zone":"UTC","weekly":[{"d":0,"from":"9:00","to":"10:00"}]}})",
        R"({"kind":"calendar","id":"a","cal":{"zone":"UTC","weekly":[{"d":0,"from":"09:00","to":"48:01"}]}})",
        R"({"kind":"calendar","id":"a","cal":{"zone":"UTC","holidays":[{"date":"2026-02-30"}]}})",
        R"({"kind":"calendar","id":"a","cal":{"zone":"UTC","holiday":[]}})",
        R"({"kind":"calendar","id":"a","cal":{"always":false}})"})
    EXPECT_TRUE(refused(line)) << line << " -> " << say(line);
  EXPECT_TRUE(refused(std::string(TimeLines::longest_line + 1, ' ')));
  std::string deep = R"({"kind":"calendar","id":"a","cal":)";
  for (int i = 0; i < 30; ++i) deep += R"({"not":)";
  EXPECT_TRUE(refused(deep + R"({"always":true})" + std::string(31, '}')));
  EXPECT_EQ(say(" \n"), "");
  EXPECT_EQ(say(R"({"op":"is_open","cal":"office","start":1767603600})"), R"({"answer":true})");
}

TEST_F(Lines, what_fails_to_replace_a_calendar_takes_it_away) {
  EXPECT_TRUE(refused(R"({"kind":"calendar","id":"office","cal":{"zone":"Nowhere"}})"));
  EXPECT_TRUE(refused(R"({"op":"is_open","cal":"office","start":0})"));
}

TEST_F(Lines, calendars_are_limited_in_number) {
  for (std::size_t n = 1; n < TimeLines::most_calendars; ++n)
    ASSERT_EQ(say(R"({"kind":"calendar","cal":{"always":true},"id":)" + std::to_string(n) + "}"), "");
  EXPECT_TRUE(refused(R"({"kind":"calendar","id":"more","cal":{"always":true}})"));
}

}  // namespace
}  // namespace yakusoku::calendars
