// rooms: sim/backtest adapters/shelf adapters/store adapters/engine_postgres adapters/engine_sqlite adapters/system desk core/clocks core/lifecycle
// Backtests over a desk's own log, and the replay check: what it passes, and what it finds.

#include "../desk/desk_fixture.hpp"
#include "base/zones.hpp"
#include "core/clocks/compiled_calendars.hpp"
#include "sim/backtest/desk_log.hpp"
#include "sim/backtest/replay.hpp"

namespace yakusoku::sim::backtest {
namespace {

using Words = std::vector<std::pair<std::string, std::string>>;

class DeskBacktest : public Desk {
 protected:
  void later(std::int64_t by) {
    time_.push_to(time_.now() + seconds(by));
    wake_all();
  }
  std::vector<program::SourceFile> changed_files(const Words& changes) {
    auto files = program_files();
    for (const auto& [from, to] : changes) {
      const std::size_t at = files.front().content.find(from);
      EXPECT_NE(at, std::string::npos) << from;
      if (at != std::string::npos) files.front().content.replace(at, from.size(), to);
    }
    return files;
  }
  std::shared_ptr<const program::Program> changed(const Words& changes) {
    return program::read(changed_files(changes)).program;
  }
  WithReader reads() {
    return [this](const auto& body) { return store_->read(body); };
  }
  Options options(std::shared_ptr<const program::Program> tried) {
    Options made;
    made.tried = std::move(tried);
    made.until = time_.now();
    made.version = [this](std::string_view hash) {
      std::shared_ptr<const program::Program> found;
      (void)store_->read([&](ports::Reader& reader) { found = shelf_.version(reader, hash); });
      return found;
    };
    return made;
  }
  Backtest tried(const Options& made) {
    const auto source = desk_log(reads(), {made.tried->id, TicketId{1}});
    EXPECT_TRUE(source.has_value());
    auto result = backtest(**source, made);
    EXPECT_TRUE(result.has_value());
    return result ? std::move(*result) : Backtest{};
  }
  PastRequest past(TicketId ticket) {
    std::optional<PastRequest> found;
    (void)store_->read([&](ports::Reader& reader) {
      std::vector<ports::TicketAct> records;
      reader.ticket_acts(ticket, ticket, reader.head(), [&](const auto& each) { records.push_back(each); });
      auto read = request_from_log(reader, records, "", reader.head());
      ASSERT_TRUE(read.has_value());
      found = std::move(*read);
    });
    EXPECT_TRUE(found.has_value());
    return found ? std::move(*found) : PastRequest{};
  }
  using Spoil = std::function<void(ports::TicketRow&, std::vector<ports::LogRow>&)>;
  Replayed replayed(TicketId ticket, const Spoil& spoil = {}) {
    Replayed result;
    (void)store_->read([&](ports::Reader& reader) {
      auto row = *reader.ticket(ports::Viewer::desk(), ticket);
      auto records = reader.log_of(ports::Subject::ticket, ticket.value);
      if (spoil) spoil(row, records);
      VersionsThen versions;
      clocks::CompiledCalendars calendars;
      result = replay(reader, versions, calendars, row, records);
    });
    return result;
  }
  // Severity 1, answered after twenty minutes: five too late by the golden program.
  TicketId answered_late() {
    const TicketId ticket = open();
    later(20 * 60);
    EXPECT_TRUE(act(agent_, ticket, Verb::reply, "We are on it."));
    later(3600);
    EXPECT_TRUE(act(agent_, ticket, Verb::solve, "Done.", [](auto& each) { each.reason = "resolved"; }) ||
                act(agent_, ticket, Verb::happen, "", [](auto& each) { each.event = "restored"; }));
    return ticket;
  }
};

TEST_F(DeskBacktest, a_desks_own_requests_are_lived_again_beside_the_version_they_were_opened_under) {
  answered_late();
  Backtest result = tried(options(changed({{"\"1, 2\": 15m", "\"1, 2\": 25m"}})));
  EXPECT_TRUE(result.compared);
  EXPECT_EQ(result.tally.requests, 1);
  EXPECT_EQ(result.tally.by_clock.at("first_response").before, (Count{0, 1, 0, 0, 1}));
  EXPECT_EQ(result.tally.by_clock.at("first_response").after, (Count{1, 0, 0, 0, 0}));
  EXPECT_EQ(result.tally.by_customer.at(std::to_string(acme_.value)).after.met, result.tally.promises.after.met);
  ASSERT_EQ(result.changed.size(), 1u);
  EXPECT_EQ(result.changed[0].id, "1");
  (void)store_->read([&](ports::Reader& reader) { name_customers(result, reader); });
  EXPECT_EQ(result.changed[0].customer, "ACME (" + std::to_string(acme_.value) + ")");
  EXPECT_TRUE(result.tally.by_customer.contains(result.changed[0].customer));
}

TEST_F(DeskBacktest, todays_side_is_what_the_desk_wrote) {
  const TicketId ticket = answered_late();
  const Backtest result = tried(options(changed({})));
  EXPECT_EQ(result.tally.changed, 0);
  // The first response came five minutes late; the next update, half an hour after it, never came.
  std::int64_t written = 0;
  (void)store_->read([&](ports::Reader& reader) {
    for (const ports::LogRow& record : reader.log_of(ports::Subject::ticket, ticket.value))
      for (std::size_t at = record.facts.find("\"breached\""); at != std::string::npos;
           at = record.facts.find("\"breached\"", at + 1))
        ++written;
  });
  EXPECT_EQ(written, 2);
  EXPECT_EQ(result.tally.promises.before.breaches, 2);
  EXPECT_EQ(result.tally.promises.before.missed, 2);
}

TEST_F(DeskBacktest, what_the_desk_did_by_itself_is_left_out_of_the_past) {
  const PastRequest request = past(answered_late());
  EXPECT_EQ(request.id, "1");
  EXPECT_EQ(request.customer, std::to_string(acme_.value));
  for (const PastEvent& each : request.events) {
    EXPECT_NE(each.act.verb, Verb::wake);
    EXPECT_NE(each.act.actor.side, lifecycle::Side::program);
  }
  ASSERT_GE(request.events.size(), 3u);
  EXPECT_EQ(request.events[0].act.verb, Verb::open);
  EXPECT_EQ(request.events[1].act.verb, Verb::reply);
  // What was known of the customer when he asked comes along.
  const auto zone = std::ranges::find(request.known, "customer.zone", &tickets::Value::name);
  ASSERT_NE(zone, request.known.end());
  EXPECT_EQ(zone->word, "Asia/Tokyo");
  EXPECT_EQ(std::ranges::find(request.known, "kind", &tickets::Value::name), request.known.end());
}

TEST_F(DeskBacktest, an_opening_in_the_customers_stead_is_an_answer_too) {
  desk::OpenTicket input = incident();
  input.requester = customer_.person;
  const TicketId ticket{number(run([&](auto& t) { return desk::open_ticket(t, shelf_, agent_, input); }), "ticket")};
  const PastRequest request = past(ticket);
  ASSERT_EQ(request.events.size(), 2u);
  EXPECT_EQ(request.events[1].act.verb, Verb::reply);
  EXPECT_EQ(request.events[1].at, request.events[0].at);
  EXPECT_FALSE(replayed(ticket).differs) << *replayed(ticket).differs;
  input.public_words = false;
  const TicketId quiet{number(run([&](auto& t) { return desk::open_ticket(t, shelf_, agent_, input); }), "ticket")};
  EXPECT_EQ(past(quiet).events.size(), 1u);
  EXPECT_FALSE(replayed(quiet).differs) << *replayed(quiet).differs;
}

TEST_F(DeskBacktest, merged_requests_bring_their_own_past) {
  const TicketId first = open();
  later(60);
  const TicketId second = open();
  later(60);
  ASSERT_TRUE(run([&](auto& t) { return desk::merge_tickets(t, shelf_, agent_, first, second); }));
  later(3600);
  const PastRequest request = past(second);
  ASSERT_EQ(request.events.size(), 2u);
  ASSERT_TRUE(request.events[1].other);
  EXPECT_EQ(request.events[1].other->id, "1");
  for (const TicketId each : {first, second}) EXPECT_FALSE(replayed(each).differs) << *replayed(each).differs;
  // The earlier due of the two is taken over under any version.
  const Backtest result = tried(options(changed({{"\"1, 2\": 15m", "\"1, 2\": 10m"}})));
  EXPECT_TRUE(result.tally.diverged_after.empty());
  const auto found = std::ranges::find(result.changed, "2", &Changed::id);
  ASSERT_NE(found, result.changed.end());
  const auto clock = std::ranges::find(found->clocks, "first_response", &CyclePair::clock);
  ASSERT_NE(clock, found->clocks.end());
  const Instant opened = request.events[1].other->events[0].at;
  EXPECT_EQ(clock->before->due, opened + minutes(15));
  EXPECT_EQ(clock->after->due, opened + minutes(10));
}

TEST_F(DeskBacktest, a_page_gets_the_same_out_of_one_snapshot) {
  answered_late();
  Options made = options(changed({{"\"1, 2\": 15m", "\"1, 2\": 25m"}}));
  (void)store_->read([&](ports::Reader& reader) {
    made.version = [&](std::string_view hash) { return shelf_.version(reader, hash); };
    const auto result = backtest_desk(reader, made, {made.tried->id, TicketId{1}});
    ASSERT_TRUE(result.has_value());
    EXPECT_EQ(result->tally.newly_met, 1);
    EXPECT_EQ(result->changed.at(0).customer, "ACME (" + std::to_string(acme_.value) + ")");
    made.progress = [](const Progress& progress) { return progress.done == 0; };
    EXPECT_TRUE(backtest_desk(reader, made, {made.tried->id, TicketId{1}})->cancelled);
  });
}

TEST_F(DeskBacktest, requests_of_other_programs_are_left_alone) {
  answered_late();
  Options made = options(changed({}));
  const auto source = desk_log(reads(), {"another", TicketId{1}});
  ASSERT_TRUE(source.has_value());
  const auto result = backtest(**source, made);
  ASSERT_TRUE(result.has_value());
  EXPECT_EQ(result->tally.requests, 0);
}

TEST_F(DeskBacktest, what_comes_while_it_runs_is_not_seen) {
  answered_late();
  const auto source = desk_log(reads(), {"", TicketId{1}});
  ASSERT_TRUE(source.has_value());
  open();
  const auto result = backtest(**source, options(changed({})));
  ASSERT_TRUE(result.has_value());
  EXPECT_EQ(result->tally.requests, 1);
}

TEST_F(DeskBacktest, a_late_worker_and_a_move_to_another_version_replay_byte_for_byte) {
  const TicketId ticket = open();
  time_.push_to(time_.now() + hours(2));  // nobody woke it at its warnings and its due
  ASSERT_TRUE(run([&](auto& t) { return desk::wake_ticket(t, shelf_, ticket); }));
  const auto files = changed_files({{"1: 6h", "1: 3h"}});
  desk::Enactment enactment;
  enactment.files = files;
  enactment.in_flight = desk::Enactment::InFlight::move;
  ASSERT_TRUE(run([&](auto& t) { return desk::enact_program(t, shelf_, Caller::desk(), enactment); }));
  while (run([&](auto& t) { return desk::carry_on_enactments(t, shelf_); })->body != "{}") {
  }
  later(60);
  ASSERT_TRUE(act(agent_, ticket, Verb::reply, "We are on it."));
  const Replayed result = replayed(ticket);
  EXPECT_FALSE(result.differs) << *result.differs;
  // Today's side moves as the request did: two hours after it was opened its restore has three more (R4).
  const PastRequest request = past(ticket);
  const auto move =
      std::ranges::find(request.events, Verb::move, [](const PastEvent& each) { return each.act.verb; });
  ASSERT_NE(move, request.events.end());
  EXPECT_EQ(move->version, program::read(files).program->hash);
  const Backtest same = tried(options(changed({})));
  const auto found = std::ranges::find(same.changed, "1", &Changed::id);
  ASSERT_NE(found, same.changed.end());
  const auto restore = std::ranges::find(found->clocks, "restore", &CyclePair::clock);
  ASSERT_NE(restore, found->clocks.end());
  EXPECT_EQ(restore->before->due, request.events[0].at + hours(5));
  EXPECT_EQ(restore->after->due, request.events[0].at + hours(6));
}

TEST_F(DeskBacktest, each_drift_of_a_log_or_a_row_is_found) {
  const TicketId ticket = answered_late();
  ASSERT_FALSE(replayed(ticket).differs) << *replayed(ticket).differs;
  EXPECT_GE(replayed(ticket).records, 4);
  const auto finds = [&](const std::string& says, const Spoil& spoil) {
    const Replayed result = replayed(ticket, spoil);
    ASSERT_TRUE(result.differs) << says;
    EXPECT_NE(result.differs->find(says), std::string::npos) << *result.differs;
  };
  const std::string due = std::to_string((*from_iso("2026-11-24T01:15:00Z")).seconds);
  const auto replace = [](std::string& text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << text;
    text.replace(at, from.size(), to);
  };
  finds("version 1: fact", [&](auto&, auto& records) {
    replace(records[0].facts, "\"due\":" + due, "\"due\":" + due.substr(0, due.size() - 1) + "7");
  });
  finds("other bytes", [&](auto&, auto& records) { replace(records[1].facts, "[{", "[ {"); });
  finds("can't be read", [&](auto&, auto& records) { records[1].facts = "[{]"; });
  finds("refused now", [&](auto&, auto& records) {
    replace(records.back().act, "\"verb\"", "\"reason\":\"nonsense\",\"verb\"");
    records.back().act = R"({"verb":"solve","reason":"nonsense","actor":{"side":"vendor"}})";
  });
  finds("its state", [&](auto& row, auto&) { row.state += " "; });
  finds("rank", [&](auto& row, auto&) { ++row.rank; });
  finds("next due", [&](auto& row, auto&) { row.next_due = Instant{5}; });
  finds("next wake-up", [&](auto& row, auto&) { row.next_wake = Instant{5}; });
}

TEST_F(DeskBacktest, a_breach_told_by_other_zone_data_agrees_but_for_that) {
  const TicketId ticket = answered_late();
  const Replayed result = replayed(ticket, [&](auto&, auto& records) {
    for (ports::LogRow& each : records) {
      const std::string name = "\"zone_data\":\"" + zones::data_version() + "\"";
      for (std::size_t at = each.facts.find(name); at != std::string::npos; at = each.facts.find(name, at + 1))
        each.facts.replace(at, name.size(), "\"zone_data\":\"1999z\"");
    }
  });
  EXPECT_FALSE(result.differs) << *result.differs;
  EXPECT_GE(result.other_zone_data, 1);
  EXPECT_EQ(replayed(ticket).other_zone_data, 0);
}

}  // namespace
}  // namespace yakusoku::sim::backtest
