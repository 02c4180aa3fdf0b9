// Facts that a program sees although nobody set them on the request: a version's phase, a record of the customer's, a
// zone of the program's own.

#include <gtest/gtest.h>

#include "core/clocks/compiled_calendars.hpp"
#include "core/lifecycle/decide.hpp"

namespace yakusoku::lifecycle {
namespace {

using tickets::Value;

constexpr const char* text = R"(
program: seen
title: Seen
effective: 2026-01-01
zone: UTC
products:
  server:
    phase: maintained
    versions:
      "1": {phase: [{when: {opened: {before: 2026-06-01}}, is: extended}, {is: ended}]}
      "2": {}
  console: {}
kinds: {problem: {title: Problem}}
facts:
  licences: {type: number, from: contract.licences}
  place: {type: choice, values: [east, west], from: customer}
  zone: {type: zone, is: {by: [place], cells: {east: Asia/Tokyo, west: America/New_York}}}
calendars:
  theirs: {zone: [zone, customer.zone], open: {daily: "09:00-17:00"}}
clocks:
  answer: {starts: opened, met_by: reply, within: [{when: {phase: extended}, is: 8h}, {when: {licences: {at_least: 10}}, is: 1h}, {is: 4h in theirs}]}
)";

class FactsOfRequest : public testing::Test {
 protected:
  void SetUp() override {
    const std::vector<program::SourceFile> files{{"program.yaml", text}};
    const program::Reading reading = program::read(files);
    for (const program::Finding& finding : reading.findings) ADD_FAILURE() << finding.key << ": " << finding.message;
    program_ = reading.program;
  }
  World world(const char* now) {
    World world;
    world.now = *from_iso(now);
    world.program = program_.get();
    world.calendars = &calendars_;
    world.known = known_;
    return world;
  }
  Request opened(const char* now, std::vector<Value> values) {
    Act act;
    act.verb = Verb::open;
    act.actor.side = Side::customer;
    act.values = std::move(values);
    act.values.push_back(Value::of("kind", std::string("problem")));
    return did(Request{}, act, now);
  }
  Request did(Request request, const Act& act, const char* now) {
    auto decided = act_on(std::move(request), act, world(now));
    EXPECT_TRUE(decided.has_value()) << (decided ? "" : decided.error().detail);
    return decided ? decided->request : Request{};
  }
  Request set(Request request, const char* fact, const char* value, const char* now) {
    Act act;
    act.verb = Verb::set;
    act.actor.role = "agent";
    act.values = {Value::of(fact, std::string(value))};
    return did(std::move(request), act, now);
  }
  std::string fact(const Request& request, const char* name, const char* now) {
    const World here = world(now);
    return program::to_text(FactsSeen(request, here).value_of(name));
  }
  static Value word(const char* name, const char* value) { return Value::of(name, std::string(value)); }

  clocks::CompiledCalendars calendars_;
  std::shared_ptr<const program::Program> program_;
  std::vector<Value> known_;
};

constexpr const char* may = "2026-05-04T10:00:00Z";

TEST_F(FactsOfRequest, a_version_has_its_own_phase_by_the_day_of_the_opening) {
  const Request request = opened(may, {word("product", "server"), word("version", "1")});
  EXPECT_EQ(fact(request, "phase", may), "extended");
  EXPECT_EQ(fact(request, "phase", "2026-07-01T00:00:00Z"), "extended");
  const Request later = opened("2026-06-01T00:00:00Z", {word("product", "server"), word("version", "1")});
  EXPECT_EQ(fact(later, "phase", "2026-06-01T00:00:00Z"), "ended");
}

TEST_F(FactsOfRequest, a_version_without_one_has_the_products) {
  EXPECT_EQ(fact(opened(may, {word("product", "server"), word("version", "2")}), "phase", may), "maintained");
  EXPECT_EQ(fact(opened(may, {word("product", "server")}), "phase", may), "maintained");
  EXPECT_EQ(fact(opened(may, {word("product", "console"), word("version", "1")}), "phase", may), "");
}

TEST_F(FactsOfRequest, what_a_person_set_is_the_phase) {
  Request request = opened(may, {word("product", "server"), word("version", "1")});
  request = set(std::move(request), "phase", "beta", may);
  EXPECT_EQ(fact(request, "phase", may), "beta");
}

TEST_F(FactsOfRequest, another_version_has_its_clocks_selected_anew) {
  Request request = opened(may, {word("product", "server"), word("version", "2"), word("place", "west")});
  // New York opens at 13:00 UTC: four hours.
  ASSERT_EQ(request.cycle("answer")->due, *from_iso("2026-05-04T17:00:00Z"));
  request = set(std::move(request), "version", "1", "2026-05-04T11:00:00Z");
  EXPECT_EQ(request.cycle("answer")->due, *from_iso("2026-05-04T18:00:00Z"));
}

TEST_F(FactsOfRequest, a_record_of_the_customer_is_read_when_it_opens) {
  known_ = {word("contract.licences", "12")};
  const Request request = opened(may, {});
  EXPECT_EQ(fact(request, "licences", may), "12");
  EXPECT_EQ(request.cycle("answer")->due, *from_iso("2026-05-04T11:00:00Z"));
  known_ = {word("contract.licences", "3")};
  EXPECT_EQ(fact(request, "licences", may), "12");
}

TEST_F(FactsOfRequest, a_zone_of_the_programs_own_stays_as_it_was_when_it_opened) {
  Request request = opened(may, {word("place", "west")});
  ASSERT_EQ(request.cycle("answer")->due, *from_iso("2026-05-04T17:00:00Z"));
  request = set(std::move(request), "place", "east", "2026-05-04T11:00:00Z");
  EXPECT_EQ(fact(request, "zone", may), "America/New_York");
  EXPECT_EQ(request.cycle("answer")->due, *from_iso("2026-05-04T17:00:00Z"));
}

TEST_F(FactsOfRequest, where_it_is_not_known_the_next_zone_counts) {
  known_ = {word("customer.zone", "Asia/Tokyo")};
  // Tokyo closed at 08:00 UTC and opens at midnight UTC.
  EXPECT_EQ(opened(may, {}).cycle("answer")->due, *from_iso("2026-05-05T04:00:00Z"));
}

}  // namespace
}  // namespace yakusoku::lifecycle
