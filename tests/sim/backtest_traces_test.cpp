// rooms: sim/backtest core/lifecycle core/program base
// Traces: what is read, what is refused and where; and that no cut of them changes the result.

#include <gtest/gtest.h>

#include <thread>

#include "backtest_traces.hpp"
#include "small_program.hpp"

namespace yakusoku::sim::backtest::tests {
namespace {

void expect_error(const Error& error, ErrorCode code, const std::string& field, const std::string& says) {
  EXPECT_EQ(error.code, code) << error.detail;
  EXPECT_EQ(error.field, field);
  EXPECT_NE(error.detail.find(says), std::string::npos) << error.detail;
}

const std::string when = "2025-06-09T09:00:00+09:00";

TEST(BacktestTraces, each_error_of_a_json_trace_names_its_line_and_field) {
  const std::string good = request("r0", {opened(when)});
  expect_error(refused(good + "{\n"), ErrorCode::malformed, "line 2", "JSON object");
  expect_error(refused(good + "\n[]\n"), ErrorCode::invalid, "line 3", "an object with id and events");
  expect_error(refused(R"({"events":[]})"), ErrorCode::required, "line 1, id", "id");
  expect_error(refused(R"({"id":"r1","event":[]})"), ErrorCode::unknown_value, "line 1, event", "leave the rest out");
  expect_error(refused(R"({"id":"r1","events":[]})"), ErrorCode::required, "line 1, events", "open");
  expect_error(refused(request("r1", {did(when, "reply")})), ErrorCode::invalid, "line 1, events[0].do",
               "begins with open");
  expect_error(refused(request("r1", {opened(when), opened(when)})), ErrorCode::invalid, "line 1, events[1].do",
               "once");
  expect_error(refused(request("r1", {opened(when), did("2025-06-08T09:00:00+09:00", "reply")})), ErrorCode::invalid,
               "line 1, events[1].at", "before the event above");
  expect_error(refused(request("r1", {opened("yesterday")})), ErrorCode::invalid, "line 1, events[0].at",
               "2025-06-06T16:50:00+09:00");
  expect_error(refused(request("r1", {opened(when), did(when, "answer")})), ErrorCode::unknown_value,
               "line 1, events[1].do", "reply");
  expect_error(refused(request("r1", {opened(when), did(when, "reply", R"("marks":"x")")})), ErrorCode::unknown_value,
               "line 1, events[1].marks", "mark");
  expect_error(refused(request("r1", {opened(when), did(when, "reply", R"("asks":"perhaps")")})), ErrorCode::invalid,
               "line 1, events[1].asks", "true or false");
  expect_error(refused(request("r1", {opened(when), did(when, "set")})), ErrorCode::required,
               "line 1, events[1].facts", "what is set");
  expect_error(refused(request("r1", {opened(when), did(when, "set", R"("facts":{"tag":[1]})")})), ErrorCode::invalid,
               "line 1, events[1].facts.tag", "list of words");
  expect_error(refused(request("r1", {opened(when), did(when, "close", R"("by":"program")")})), ErrorCode::invalid,
               "line 1, events[1].by", "by itself");
}

TEST(BacktestTraces, everything_is_limited) {
  expect_error(refused(std::string((1 << 20) + 1, ' ') + "\n"), ErrorCode::too_large, "line 1", "1 MiB");
  std::string many = R"({"id":"r1","events":[{)" + opened(when) + "}";
  for (int i = 0; i < 10'000; ++i) many += ",{" + did(when, "note") + "}";
  expect_error(refused(many + "]}\n"), ErrorCode::too_many, "line 1, events[10000].events", "10,000");
  expect_error(refused(request(std::string(201, 'r'), {opened(when)})), ErrorCode::too_large, "line 1, id", "200");
  std::string facts = R"("facts":{)";
  for (int i = 0; i < 201; ++i) facts += (i == 0 ? "\"f" : ",\"f") + std::to_string(i) + "\":1";
  expect_error(refused(request("r1", {opened(when), did(when, "set", facts + "}")})), ErrorCode::too_many,
               "line 1, events[1].facts", "200");
  const std::string word(4097, 'w');
  expect_error(refused(request("r1", {opened(when), did(when, "set", R"("facts":{"tag":")" + word + "\"}")})),
               ErrorCode::too_large, "line 1, events[1].facts.tag", "4,096");
}

TEST(BacktestTraces, each_error_of_a_csv_trace_names_its_line_and_field) {
  expect_error(refused("", true), ErrorCode::required, "line 1", "header");
  expect_error(refused("request,at\n", true), ErrorCode::required, "line 1", "column do");
  expect_error(refused("request,at,do,at\n", true), ErrorCode::duplicate, "line 1, at", "once");
  const std::string header = "request,at,do,kind,severity\n";
  expect_error(refused(header + "r1,\"" + when + "\n", true), ErrorCode::malformed, "line 2", "closing \"");
  expect_error(refused(header + "r1," + when + ",open\n", true), ErrorCode::invalid, "line 2", "5 fields");
  expect_error(refused(header + "," + when + ",open,incident,3\n", true), ErrorCode::required, "line 2, request",
               "id");
  expect_error(refused(header + "r1," + when + ",open,incident,3\nr1,noon,reply,,\n", true), ErrorCode::invalid,
               "line 3, at", "2025-06-06");
  // The rows of a request stand together.
  expect_error(
      refused(header + "r1," + when + ",open,incident,3\nr2," + when + ",open,incident,3\nr1," + when + ",reply,,\n",
              true),
      ErrorCode::invalid, "line 4, do", "stand together");
  expect_error(refused("request,at,do,kind,colour\nr1," + when + ",open,incident,red\n", true),
               ErrorCode::unknown_value, "line 2, colour", "leave the rest out");
}

TEST(BacktestTraces, a_csv_trace_says_what_a_json_trace_says) {
  const std::string csv =
      "\xEF\xBB\xBFrequest,customer,at,by,do,kind,severity,asks,promise,known.plan,fact.product,fact.tag,event,with."
      "answered\r\n"
      "r1,\"Acme, Inc.\",2025-06-09T09:00:00+09:00,,open,incident,1,,,gold,,,,\r\n"
      "r1,,2025-06-09T10:00:00+09:00,,reply,,,yes,,,,,,\r\n"
      "\r\n"
      "r1,,1749434400,customer,message,,,,,,,,,\r\n"
      "r1,,2025-06-09T12:00:00+09:00,lead,set,,,,,,\"the \"\"agent\"\"\",red|blue,,\r\n"
      "r1,,2025-06-09T12:30:00+09:00,,happen,,,,,,,,call,yes\r\n"
      "r1,,2025-06-09T13:00:00+09:00,,reply,,,,2025-06-09T15:00:00+09:00,,,,,\r\n";
  const std::string json =
      request("r1",
              {opened("2025-06-09T09:00:00+09:00", "1"), did("2025-06-09T10:00:00+09:00", "reply", R"("asks":true)"),
               R"("at":1749434400,"do":"message")",
               did("2025-06-09T12:00:00+09:00", "set",
                   R"("by":"lead","facts":{"product":"the \"agent\"","tag":["red","blue"]})"),
               did("2025-06-09T12:30:00+09:00", "happen", R"("event":"call","with":{"answered":"yes"})"),
               did("2025-06-09T13:00:00+09:00", "reply", R"("promise":"2025-06-09T15:00:00+09:00")")},
              R"(,"customer":"Acme, Inc.","known":{"plan":"gold"})");
  const auto from_csv = csv_trace(lines_of(csv));
  ASSERT_EQ(from_csv->next_round(1), 1u);
  const auto rows = from_csv->piece(0);
  ASSERT_TRUE(rows.has_value()) << rows.error().field << ": " << rows.error().detail;
  ASSERT_EQ(rows->size(), 1u);
  const auto from_json = json_trace(lines_of(json));
  ASSERT_EQ(from_json->next_round(1), 1u);
  const auto lines = from_json->piece(0);
  ASSERT_TRUE(lines.has_value()) << lines.error().field << ": " << lines.error().detail;
  const PastRequest &a = rows->front(), &b = lines->front();
  EXPECT_EQ(a.id, b.id);
  EXPECT_EQ(a.customer, "Acme, Inc.");
  EXPECT_EQ(b.customer, a.customer);
  EXPECT_EQ(a.known, b.known);
  ASSERT_EQ(a.events.size(), 6u);
  ASSERT_EQ(b.events.size(), 6u);
  for (std::size_t i = 0; i < a.events.size(); ++i) {
    EXPECT_EQ(a.events[i].at, b.events[i].at) << i;
    EXPECT_EQ(a.events[i].act, b.events[i].act) << i;
  }
  EXPECT_EQ(a.events[2].at, at("2025-06-09T11:00:00+09:00"));
}

// 300 requests whose answers come after one to eight hours; some ask, some are merged, some are of level 2.
std::string many_requests() {
  std::string trace;
  for (int i = 0; i < 300; ++i) {
    const std::string id = "r" + std::to_string(i), hour = std::to_string(10 + i % 8);
    const std::string severity = std::to_string(1 + i % 3);
    const std::string customer = R"(,"customer":"c)" + std::to_string(i % 7) + "\"";
    std::string answered = did("2025-06-09T" + hour + ":00:00+09:00", "reply", i % 5 == 0 ? R"("asks":true)" : "");
    if (i % 50 == 1) {
      trace += request(id, {opened(when, severity), answered, did("2025-06-09T20:00:00+09:00", "merged")}, customer);
    } else if (i % 50 == 2) {
      trace += request(id,
                       {opened(when, severity), answered,
                        did("2025-06-09T20:00:00+09:00", "absorb", R"("request":"r)" + std::to_string(i - 1) + "\"")},
                       customer);
    } else {
      trace += request(id, {opened(when, severity), answered, did("2025-06-10T09:00:00+09:00", "solve")}, customer);
    }
  }
  return trace;
}

void threads(std::size_t count, const std::function<void(std::size_t)>& work) {
  std::vector<std::jthread> all;
  for (std::size_t i = 0; i < count; ++i) all.emplace_back([&work, i] { work(i); });
}

TEST(BacktestTraces, the_result_does_not_depend_on_slices_or_threads) {
  const std::string trace = many_requests();
  Options made = options(small(), small({{"4h in office", "2h in office"}, {"1: 6h", "1: 5h"}}));
  made.keep = 10;
  const Backtest alone = run(trace, made);
  EXPECT_EQ(alone.tally.requests, 300);
  EXPECT_GT(alone.tally.newly_missed, 0);
  EXPECT_EQ(alone.changed.size(), 10u);
  const std::string text = to_text(alone), json = to_text(to_json(alone));
  for (const std::size_t workers : {2u, 3u, 7u}) {
    made.workers = workers;
    made.run = workers == 3 ? Runner(threads) : Runner(one_after_the_other);
    const Backtest sliced = run(trace, made);
    EXPECT_EQ(sliced.tally, alone.tally) << workers;
    EXPECT_EQ(to_text(sliced), text) << workers;
    EXPECT_EQ(to_text(to_json(sliced)), json) << workers;
  }
}

TEST(BacktestTraces, only_so_many_changed_requests_are_kept_and_the_first_by_the_rule) {
  Options made = options(small(), small({{"4h in office", "2h in office"}}));
  made.keep = 1000;
  const Backtest all = run(many_requests(), made);
  made.keep = 7;
  const Backtest few = run(many_requests(), made);
  ASSERT_EQ(few.changed.size(), 7u);
  EXPECT_EQ(few.tally, all.tally);
  EXPECT_EQ(static_cast<std::int64_t>(all.changed.size()), all.tally.changed);
  for (std::size_t i = 0; i < 7; ++i) EXPECT_EQ(few.changed[i].id, all.changed[i].id);
  for (std::size_t i = 1; i < all.changed.size(); ++i) EXPECT_LE(all.changed[i].weight, all.changed[i - 1].weight);
}

TEST(BacktestTraces, progress_may_stop_it_and_the_part_that_was_done_is_told) {
  Options made = options(small(), small());
  std::int64_t seen = 0;
  made.progress = [&](const Progress& progress) {
    seen = progress.done;
    return false;
  };
  const Backtest result = run(many_requests(), made);
  EXPECT_TRUE(result.cancelled);
  EXPECT_EQ(seen, 32);  // the first piece is small, for an early answer
  EXPECT_EQ(result.tally.requests, 32);
}

}  // namespace
}  // namespace yakusoku::sim::backtest::tests
