// rooms: adapters/shelf adapters/store adapters/engine_postgres adapters/engine_sqlite adapters/system desk core/lifecycle
// Versions of a program on a desk: planned, begun, taken back, moved to, and tried beforehand.

#include <algorithm>

#include "desk/versions.hpp"
#include "desk_fixture.hpp"

namespace yakusoku {
namespace {

using desk::Enactment;

class VersionsOfADesk : public Desk {
 protected:
  // With a holiday on Thursday the 26th, and severity 3 answered within ten minutes.
  std::vector<program::SourceFile> other(bool holiday, bool stricter) {
    auto files = program_files();
    if (holiday) files.back().content = "days:\n  jp: [2025-01-01, 2026-11-26]\n";
    if (stricter) {
      std::string& text = files.front().content;
      const std::string cell = "cells: {\"1, 2\": 15m, 3: 30m}";
      const std::size_t at = text.find(cell);
      EXPECT_NE(at, std::string::npos);
      text.replace(at, cell.size(), "cells: {\"1, 2\": 15m, 3: 10m}");
    }
    return files;
  }
  Result<Answer> enact(const Enactment& wanted) {
    return run([&](auto& t) { return desk::enact_program(t, shelf_, Caller::desk(), wanted); });
  }
  // As the worker does, until nothing is left to do by now.
  void carry_on() {
    for (int slices = 0; slices < 100; ++slices) {
      std::optional<Instant> next;
      (void)store_->read([&](ports::Reader& reader) { next = desk::next_enactment_work(reader); });
      if (!next || *next > time_.now()) return;
      ASSERT_TRUE(run([&](auto& t) { return desk::carry_on_enactments(t, shelf_); }));
    }
    FAIL() << "there is always something left";
  }
  TicketId open_third() {
    desk::OpenTicket input = incident();
    input.severity = "3";
    return TicketId{number(run([&](auto& t) { return desk::open_ticket(t, shelf_, customer_, input); }), "ticket")};
  }
  Instant due(TicketId ticket, std::string_view clock) {
    for (const desk::ClockView& each : view(agent_, ticket).clocks)
      if (each.clock == clock) return each.due;
    return far_future;
  }
  std::string version_of(TicketId ticket) { return view(agent_, ticket).request.ticket.version; }
  std::string in_force() {
    std::string hash;
    (void)store_->read([&](ports::Reader& reader) { hash = reader.programs().front().in_force; });
    return hash;
  }
  desk::DryRun tried(const Enactment& wanted) {
    desk::DryRun result;
    (void)store_->read([&](ports::Reader& reader) {
      auto run = desk::dry_run(reader, shelf_, Caller::desk(), wanted, time_.now());
      EXPECT_TRUE(run.has_value());
      if (run) result = std::move(*run);
    });
    return result;
  }
  void TearDown() override {
    const auto findings = store::verify(*database_);
    ASSERT_TRUE(findings);
    EXPECT_TRUE(findings->empty());
  }
  static std::string text_of(const Result<Answer>& answer, std::string_view name) {
    return answer ? parse_json(answer->body)->get_string(name).value_or("") : "refused";
  }
};

TEST_F(VersionsOfADesk, one_that_is_planned_begins_at_its_instant_whoever_looks_first) {
  const std::string today = in_force();
  const auto planned = enact({.files = other(false, true), .from = *from_iso("2026-11-24T02:00:00Z")});
  EXPECT_EQ(text_of(planned, "state"), "planned");
  EXPECT_EQ(in_force(), today);
  const TicketId before = open_third();
  EXPECT_EQ(due(before, "first_response"), *from_iso("2026-11-24T01:30:00Z"));
  time_.push_to(*from_iso("2026-11-24T02:00:00Z"));
  const TicketId after = open_third();  // the worker has not been there yet
  EXPECT_EQ(due(after, "first_response"), *from_iso("2026-11-24T02:10:00Z"));
  EXPECT_EQ(in_force(), today);
  carry_on();
  EXPECT_EQ(in_force(), text_of(planned, "hash"));
  EXPECT_EQ(version_of(before), today);  // in_flight: keep
}

TEST_F(VersionsOfADesk, its_calendars_are_known_before_it_begins) {
  const TicketId running = open_third();
  ASSERT_EQ(due(running, "restore"), *from_iso("2026-12-02T01:00:00Z"));  // 48 h of 8 a day from Tuesday 10:00
  ASSERT_TRUE(enact({.files = other(true, false), .from = *from_iso("2026-11-25T00:00:00Z")}));
  EXPECT_EQ(due(running, "restore"), *from_iso("2026-12-03T01:00:00Z"));
  const TicketId later = open_third();  // still under the old version
  EXPECT_EQ(due(later, "restore"), *from_iso("2026-12-03T01:00:00Z"));
}

TEST_F(VersionsOfADesk, only_one_is_planned_and_can_be_taken_back) {
  const TicketId running = open_third();
  const auto planned = enact({.files = other(true, false), .from = *from_iso("2026-11-25T00:00:00Z")});
  ASSERT_TRUE(planned);
  EXPECT_EQ(code_of(enact({.files = other(true, true)})), ErrorCode::version_planned);
  const std::int64_t id = number(planned, "enactment");
  EXPECT_EQ(code_of(run([&](auto& t) { return desk::withdraw_enactment(t, shelf_, agent_, id); })),
            ErrorCode::not_allowed);
  ASSERT_TRUE(run([&](auto& t) { return desk::withdraw_enactment(t, shelf_, Caller::desk(), id); }));
  EXPECT_EQ(due(running, "restore"), *from_iso("2026-12-02T01:00:00Z"));
  EXPECT_EQ(code_of(run([&](auto& t) { return desk::withdraw_enactment(t, shelf_, Caller::desk(), id); })),
            ErrorCode::not_found);
  time_.push_to(*from_iso("2026-11-26T00:00:00Z"));
  carry_on();
  EXPECT_NE(in_force(), text_of(planned, "hash"));
}

TEST_F(VersionsOfADesk, what_has_begun_is_not_taken_back_but_the_old_one_comes_again) {
  const std::string today = in_force();
  const TicketId running = open_third();
  ASSERT_TRUE(enact({.files = other(true, false)}));
  ASSERT_EQ(due(running, "restore"), *from_iso("2026-12-03T01:00:00Z"));
  const auto again = enact({.hash = today});
  EXPECT_EQ(text_of(again, "state"), "in_force");
  EXPECT_EQ(in_force(), today);
  EXPECT_EQ(due(running, "restore"), *from_iso("2026-12-02T01:00:00Z"));
  EXPECT_EQ(text_of(enact({.hash = today}), "hash"), today);  // twice changes nothing
  (void)store_->read([&](ports::Reader& reader) { EXPECT_EQ(reader.enactments(program_).size(), 3U); });
}

TEST_F(VersionsOfADesk, requests_move_where_it_is_said) {
  const TicketId running = open_third();
  const TicketId overdue = open_third();
  time_.push_to(*from_iso("2026-11-24T01:05:00Z"));
  const auto moved = enact({.files = other(false, true), .in_flight = Enactment::InFlight::move});
  EXPECT_EQ(number(moved, "moved"), 2);
  EXPECT_EQ(version_of(running), text_of(moved, "hash"));
  EXPECT_EQ(due(running, "first_response"), *from_iso("2026-11-24T01:15:00Z"));  // ten minutes from the change (R4)
  time_.push_to(*from_iso("2026-11-24T01:16:00Z"));
  wake_all();
  EXPECT_EQ(view(agent_, overdue).clocks.front().breached_at, *from_iso("2026-11-24T01:15:00Z"));
}

TEST_F(VersionsOfADesk, who_is_overdue_is_settled_under_the_version_that_he_leaves) {
  const TicketId overdue = open_third();
  time_.push_to(*from_iso("2026-11-24T01:40:00Z"));  // due at 01:30, and nobody has looked
  ASSERT_TRUE(enact({.files = other(false, true), .in_flight = Enactment::InFlight::move}));
  EXPECT_EQ(view(agent_, overdue).clocks.front().breached_at, *from_iso("2026-11-24T01:30:00Z"));
}

TEST_F(VersionsOfADesk, a_dry_run_tells_what_then_happens) {
  const TicketId running = open_third();
  time_.push_to(*from_iso("2026-11-24T01:12:00Z"));
  const Enactment keep{.files = other(true, true), .in_flight = Enactment::InFlight::keep};
  const desk::DryRun kept = tried(keep);
  EXPECT_EQ(kept.requests, 1);
  EXPECT_EQ(kept.later, 1);  // restore, by the holiday
  EXPECT_EQ(kept.earlier, 0);
  ASSERT_EQ(kept.moved.size(), 1U);
  EXPECT_EQ(kept.moved[0].clock, "restore");
  EXPECT_EQ(kept.moved[0].after, *from_iso("2026-12-03T01:00:00Z"));
  const Enactment move{.files = other(true, true), .in_flight = Enactment::InFlight::move};
  const desk::DryRun moved = tried(move);
  EXPECT_EQ(moved.later, 1);
  EXPECT_EQ(moved.earlier, 1);  // first response: ten minutes from now, 01:22 before 01:30
  EXPECT_EQ(moved.breached_now, 0);
  ASSERT_TRUE(enact(move));
  for (const desk::DueMoved& each : moved.moved) EXPECT_EQ(due(running, each.clock), each.after) << each.clock;
}

TEST_F(VersionsOfADesk, a_dry_run_changes_nothing_and_is_for_administrators) {
  const TicketId running = open_third();
  tried({.files = other(true, true), .in_flight = Enactment::InFlight::move});
  EXPECT_EQ(due(running, "restore"), *from_iso("2026-12-02T01:00:00Z"));
  (void)store_->read([&](ports::Reader& reader) {
    const auto refused = desk::dry_run(reader, shelf_, agent_, {.files = other(true, true)}, time_.now());
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, ErrorCode::not_allowed);
  });
}

TEST_F(VersionsOfADesk, a_draft_is_kept_and_shown_and_binds_nobody) {
  const auto draft = run([&](auto& t) { return desk::store_draft(t, shelf_, Caller::desk(), other(true, true)); });
  const std::string hash = text_of(draft, "hash");
  EXPECT_NE(in_force(), hash);
  (void)store_->read([&](ports::Reader& reader) {
    const auto view = desk::view_versions(reader, shelf_, Caller::desk(), program_);
    ASSERT_TRUE(view.has_value());
    ASSERT_EQ(view->versions.size(), 2U);
    EXPECT_EQ(view->enactments.size(), 1U);
    EXPECT_EQ(std::ranges::count(view->versions, true, &desk::VersionView::in_force), 1);
    const auto files = desk::version_files(reader, Caller::desk(), hash);
    ASSERT_TRUE(files.has_value());
    EXPECT_EQ(files->size(), 2U);
    EXPECT_FALSE(desk::view_versions(reader, shelf_, agent_, program_).has_value());
  });
  ASSERT_TRUE(enact({.hash = hash}));
  EXPECT_EQ(in_force(), hash);
}

TEST_F(VersionsOfADesk, never_backwards_and_nothing_unknown) {
  EXPECT_EQ(code_of(enact({.files = other(true, false), .from = *from_iso("2026-11-23T00:00:00Z")})),
            ErrorCode::invalid);
  EXPECT_EQ(code_of(enact({.hash = "no such hash"})), ErrorCode::unknown_value);
}

TEST_F(VersionsOfADesk, every_step_is_in_the_log) {
  const auto planned = enact({.files = other(true, false), .from = *from_iso("2026-11-25T00:00:00Z")});
  const std::int64_t id = number(planned, "enactment");
  ASSERT_TRUE(run([&](auto& t) { return desk::withdraw_enactment(t, shelf_, Caller::desk(), id); }));
  std::vector<std::string> verbs;
  (void)store_->read([&](ports::Reader& reader) {
    for (const ports::LogRow& row : reader.log_of(ports::Subject::program, program_.value))
      verbs.push_back(parse_json(row.act)->get_string("verb").value_or(""));
  });
  EXPECT_EQ(verbs, (std::vector<std::string>{"enact", "in_force", "enact", "withdraw"}));
}

// A product with terms of its own: an overlay that holds is pinned with the request, and its calendars splice, too.
class Overlaid : public VersionsOfADesk {
 protected:
  std::vector<program::SourceFile> program_files() override {
    auto files = VersionsOfADesk::program_files();
    files.front().content +=
        "products: {box: {title: Box}, line: {title: Line}}\n"
        "overlays: [{when: {product: box}, lay: overlays/box.yaml}]\n";
    files.push_back({"overlays/box.yaml", "clocks: {first_response: {within: 5m}}\n"});
    return files;
  }
  TicketId open_for(const std::string& product) {
    desk::OpenTicket input = incident();
    input.severity = "3";
    input.values = {tickets::Value::of("product", product)};
    return TicketId{number(run([&](auto& t) { return desk::open_ticket(t, shelf_, customer_, input); }), "ticket")};
  }
};

TEST_F(Overlaid, holds_for_whom_it_is_and_stays) {
  const TicketId box = open_for("box"), line = open_for("line");
  EXPECT_EQ(due(box, "first_response"), *from_iso("2026-11-24T01:05:00Z"));
  EXPECT_EQ(due(line, "first_response"), *from_iso("2026-11-24T01:30:00Z"));
  EXPECT_EQ(version_of(box), version_of(line) + "+1");
  ASSERT_TRUE(act(agent_, box, Verb::reply, "We are on it."));
  EXPECT_EQ(state(agent_, box, "first_response"), "met");
}

TEST_F(Overlaid, counts_in_the_calendars_that_hold_by_now) {
  const TicketId box = open_for("box");
  ASSERT_EQ(due(box, "restore"), *from_iso("2026-12-02T01:00:00Z"));
  auto files = program_files();
  files[1].content = "days:\n  jp: [2025-01-01, 2026-11-26]\n";
  EXPECT_EQ(number(enact({.files = files}), "spliced"), 1);
  EXPECT_EQ(due(box, "restore"), *from_iso("2026-12-03T01:00:00Z"));
  EXPECT_EQ(due(open_for("box"), "first_response"), *from_iso("2026-11-24T01:05:00Z"));
}

TEST_F(Overlaid, moves_with_its_overlay) {
  const TicketId box = open_for("box");
  auto files = program_files();
  files.back().content = "clocks: {first_response: {within: 3m}}\n";
  EXPECT_EQ(number(enact({.files = files, .in_flight = Enactment::InFlight::move}), "moved"), 1);
  EXPECT_EQ(due(box, "first_response"), *from_iso("2026-11-24T01:03:00Z"));
  EXPECT_TRUE(version_of(box).ends_with("+1"));
}

}  // namespace
}  // namespace yakusoku
