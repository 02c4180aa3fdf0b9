// Decisions as values: what is refused changes nothing, facts and acts survive their JSON, events match their patterns.

#include "core/lifecycle/decide.hpp"

#include <gtest/gtest.h>

#include "core/clocks/compiled_calendars.hpp"
#include "core/lifecycle/decision.hpp"

namespace yakusoku::lifecycle {
namespace {

using tickets::Value;

constexpr Instant nine{1749513600};

const char* const text = R"(
program: small
title: Small
effective: 2025-01-01
zone: UTC
languages: [en]
kinds: {problem: {title: Problem}}
clocks:
  answer: {title: Answer, starts: opened, met_by: {reply: {role: lead}}, within: 1h}
  loop: {title: Loop, starts: [note, loop.withdrawn], met_by: reply, ends_on: {changed: tag}, within: 2h}
reactions:
  - {at: {changed: tag}, do: {set: {cause: unclear}}}
  - {at: {changed: cause}, do: {tell: owner}}
closing: {reasons: {done: {title: Done}}, default: done}
)";

class Deciding : public testing::Test {
 protected:
  Deciding() {
    const std::vector<program::SourceFile> files{{"program.yaml", text}};
    const program::Reading reading = program::read(files);
    program_ = reading.program;
    for (const program::Finding& finding : reading.findings) {
      if (finding.weight == program::Weight::error) ADD_FAILURE() << finding.key << ": " << finding.message;
    }
    world_.now = nine;
    world_.program = program_.get();
    world_.calendars = &calendars_;
  }
  Act act(Verb verb) const {
    Act made;
    made.verb = verb;
    made.actor.role = "agent";
    return made;
  }
  Request opened() {
    Act opening = act(Verb::open);
    opening.values = {Value::of("kind", std::string("problem"))};
    auto decided = act_on(Request{}, opening, world_);
    EXPECT_TRUE(decided.has_value());
    return decided ? decided->request : Request{};
  }

  std::shared_ptr<const program::Program> program_;
  clocks::CompiledCalendars calendars_;
  World world_;
};

TEST_F(Deciding, leaves_the_request_and_tells_the_facts) {
  const Request before = opened();
  const auto facts = decide(before, act(Verb::note), world_);
  ASSERT_TRUE(facts.has_value());
  Request after = before;
  for (const Fact& fact : *facts) evolve(after, fact);
  EXPECT_NE(after, before);
  EXPECT_EQ(after.cycle("loop")->state, clocks::State::running);
  EXPECT_EQ(before.cycle("loop"), nullptr);
}

TEST_F(Deciding, refuses_what_is_not_open_yet) {
  const auto decided = act_on(Request{}, act(Verb::note), world_);
  ASSERT_FALSE(decided.has_value());
  EXPECT_EQ(decided.error().code, ErrorCode::not_found);
}

TEST_F(Deciding, narrows_an_event_by_who_did_it) {
  const Request before = opened();
  auto by_agent = act_on(before, act(Verb::reply), world_);
  ASSERT_TRUE(by_agent.has_value());
  EXPECT_EQ(by_agent->request.cycle("answer")->state, clocks::State::running);
  Act reply = act(Verb::reply);
  reply.actor.role = "lead";
  auto by_lead = act_on(before, reply, world_);
  ASSERT_TRUE(by_lead.has_value());
  EXPECT_EQ(by_lead->request.cycle("answer")->verdict, clocks::Verdict::met);
}

TEST_F(Deciding, what_ends_a_clock_starts_it_not_in_the_same_act) {
  auto noted = act_on(opened(), act(Verb::note), world_);
  ASSERT_TRUE(noted.has_value());
  Act tag = act(Verb::set);
  tag.values = {Value::of("tag", std::string("vip"))};
  auto tagged = act_on(noted->request, tag, world_);
  ASSERT_TRUE(tagged.has_value());
  EXPECT_EQ(tagged->request.cycle("loop")->verdict, clocks::Verdict::withdrawn);
  EXPECT_EQ(tagged->request.cycle("loop")->number, 1);
  // One reaction set a fact, another followed from that.
  EXPECT_EQ(tagged->request.ticket.word("cause"), "unclear");
  EXPECT_TRUE(std::ranges::any_of(tagged->facts, [](const Fact& fact) {
    const auto* notice = std::get_if<Noticed>(&fact);
    return notice && notice->verb == "tell";
  }));
}

TEST_F(Deciding, event_time_is_the_desks) {
  Request request = opened();
  world_.now = nine + hours(1);
  EXPECT_EQ(next_wake(request, world_), nine + hours(1));
  auto in_time = act_on(request, act(Verb::wake), world_);
  ASSERT_TRUE(in_time.has_value());
  EXPECT_TRUE(in_time->facts.empty());
  world_.now = nine + hours(1) + seconds(1);
  auto late = act_on(request, act(Verb::wake), world_);
  ASSERT_TRUE(late.has_value());
  ASSERT_FALSE(late->facts.empty());
  const auto* breach = std::get_if<CycleChanged>(&late->facts.front());
  ASSERT_NE(breach, nullptr);
  EXPECT_EQ(breach->change, Change::breached);
  EXPECT_EQ(breach->at, nine + hours(1));
  EXPECT_EQ(breach->detected_at, world_.now);
  EXPECT_FALSE(next_wake(late->request, world_).has_value());
}

TEST(Acts, survive_their_json) {
  for (const Side side : {Side::customer, Side::vendor, Side::program}) {
    for (const Verb verb : {Verb::open, Verb::reply, Verb::hold, Verb::wake}) {
      Act act;
      act.verb = verb;
      act.actor.side = side;
      act.until = verb == Verb::reply ? nine : far_future;
      act.values = {Value::of("a", std::string("b")), Value::of("n", std::int64_t{0}),
                    Value::of("tags", std::vector<std::string>{"x"}), Value::of("gone", {})};
      Act read;
      ASSERT_TRUE(read_fields(*parse_json(to_text(write_fields(act))), read));
      EXPECT_EQ(read, act);
    }
  }
}

TEST(Acts, facts_that_are_not_ours_are_refused) {
  for (const char* json : {"{}", R"({"fact":"dance"})", R"({"fact":"owner","owner":"x"})",
                           R"({"fact":"cycle","change":"jumped"})", "[]"}) {
    EXPECT_FALSE(fact_from_json(*parse_json(json)).has_value()) << json;
  }
}

// A state keeps what the last act left to be looked at, one that was read back does not: both decide alike, also where
// the world changed between the acts without a word.
TEST(LookedThrough, is_only_a_shortcut) {
  const std::vector<program::SourceFile> files{{"program.yaml", R"(
program: shortcuts
title: Shortcuts
effective: 2025-01-01
zone: UTC
languages: [en]
kinds: {problem: {title: Problem}}
severity: {levels: {1: {title: One}, 2: {title: Two}}, is: vendor}
calendars:
  office: {open: {mon-fri: "09:00-17:00"}, day: close}
clocks:
  home: {title: Home, starts: opened, met_by: solved, when: {contact.away: "no"}, within: 4h}
  level: {title: Level, starts: opened, met_by: reply, paused_while: {waiting_on: third_party}, within: {by: [severity], cells: {1: 1h, 2: 1bd in office}}}
  late: {title: Late, starts: opened, met_by: solved, when: {now: {from: 2025-06-11}}, within: 2h}
  after: {title: After, starts: opened, met_by: solved, when: {clock.level: met}, within: 8h in office}
closing: {reasons: {done: {title: Done}}, default: done}
)"}};
  const program::Reading reading = program::read(files);
  ASSERT_TRUE(reading.program);
  clocks::CompiledCalendars calendars;
  struct Move {
    std::int64_t hours;
    Verb verb;
    const char *name, *word;
    bool away;
  };
  const std::vector<Move> moves{
      {0, Verb::open, "kind", "problem", true}, {1, Verb::wake, "", "", false},
      {2, Verb::set, "severity", "2", false},   {3, Verb::hold, "waiting_on", "third_party", true},
      {4, Verb::set, "severity", "1", true},    {5, Verb::resume, "", "", true},
      {6, Verb::wake, "", "", false},           {7, Verb::reply, "", "", false},
      {40, Verb::note, "", "", false},          {41, Verb::solve, "", "", true}};
  Request kept;
  std::size_t changes = 0;
  for (const Move& move : moves) {
    World world;
    world.now = nine + hours(move.hours);
    world.program = reading.program.get();
    world.calendars = &calendars;
    world.known = {Value::of("contact.away", std::string(move.away ? "yes" : "no"))};
    Act act;
    act.verb = move.verb;
    act.actor.role = "agent";
    if (*move.name != 0) act.values = {Value::of(move.name, std::string(move.word))};
    const auto read_back = request_from_json(to_json(kept));
    ASSERT_TRUE(read_back.has_value());
    const auto anew = decide(*read_back, act, world);
    auto decided = act_on(std::move(kept), act, world);
    ASSERT_TRUE(decided.has_value() && anew.has_value()) << move.hours;
    EXPECT_EQ(decided->facts, *anew) << move.hours;
    for (const Fact& fact : decided->facts) changes += std::holds_alternative<CycleChanged>(fact) ? 1U : 0U;
    kept = std::move(decided->request);
  }
  EXPECT_EQ(kept.cycle("home")->number, 3);  // came, went and came with whether somebody is there
  EXPECT_EQ(kept.cycle("late")->state, clocks::State::ended);
  EXPECT_EQ(kept.cycle("after")->state, clocks::State::ended);
  EXPECT_GT(changes, 12u);
}

}  // namespace
}  // namespace yakusoku::lifecycle
