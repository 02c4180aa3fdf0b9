// Each kind of gap where it is and where it is not, by hand.

#include "core/proof/proved_for_tests.hpp"

namespace yakusoku::proof {
namespace {

using Lines = std::vector<std::string>;

const std::string desk = R"(
teams: {support: {hours: office}}
coverage: support
doors: {mail: {may: [open]}}
)";

std::string with_clock(const std::string& within) {
  return office_program("clocks: {c: {starts: opened, met_by: reply, within: " + within + "}}\n" + desk);
}

TEST(Proof, hours_that_agree_leave_no_gap) {
  const Proof proof = proved(with_clock("8h in office"), one_week());
  ASSERT_EQ(proof.rows.size(), 1U);
  EXPECT_TRUE(proof.rows[0].gaps.empty()) << text_of(proof);
  // Nights and the weekend are off shift: eleven bands in a week that begins and ends closed.
  EXPECT_EQ(proof.duties[0].bands.size(), 11U);
}

TEST(Proof, an_elapsed_promise_falls_due_and_runs_through_nights_and_the_weekend) {
  const Proof proof = proved(with_clock("4h"), one_week());
  // What is opened at midnight is due at 04:00; a due at 17:00:00 is still the last second's, one at 09:00 the first's.
  EXPECT_EQ(gaps_of(proof.rows[0], GapKind::falls_due_unattended),
            (Lines{"2026-01-05T04:00:00Z..2026-01-05T09:00:00Z clocks.c.within",
                   "2026-01-05T17:00:01Z..2026-01-06T09:00:00Z clocks.c.within",
                   "2026-01-06T17:00:01Z..2026-01-07T09:00:00Z clocks.c.within",
                   "2026-01-07T17:00:01Z..2026-01-08T09:00:00Z clocks.c.within",
                   "2026-01-08T17:00:01Z..2026-01-09T09:00:00Z clocks.c.within",
                   "2026-01-09T17:00:01Z..2026-01-12T00:00:00Z clocks.c.within"}));
  const auto runs = gaps_of(proof.rows[0], GapKind::runs_unattended);
  ASSERT_EQ(runs.size(), 6U);
  EXPECT_EQ(runs.front(), "2026-01-05T00:00:00Z..2026-01-05T09:00:00Z clocks.c.within");
  EXPECT_EQ(runs.back(), "2026-01-09T17:00:00Z..2026-01-12T00:00:00Z clocks.c.within");
  EXPECT_EQ(proof.rows[0].gaps.front().team, "support");
}

TEST(Proof, due_at_the_next_opening_runs_unattended_and_never_falls_due_so) {
  const Proof proof = proved(with_clock("4h then in office"), one_week());
  EXPECT_EQ(gaps_of(proof, GapKind::falls_due_unattended), 0U);
  EXPECT_EQ(gaps_of(proof, GapKind::runs_unattended), 6U);
}

TEST(Proof, business_days_and_moments_keep_to_their_hours) {
  for (const char* within : {"1bd in office", "by 12:00 next day in office", "by close today in office"})
    EXPECT_TRUE(proved(with_clock(within), one_week()).rows[0].gaps.empty()) << within;
  // An opening of the weekend's: Saturday 00:00, one instant, and everything opened before runs until then.
  const Proof proof = proved(with_clock("by next opening of weekend"), one_week());
  EXPECT_EQ(gaps_of(proof.rows[0], GapKind::falls_due_unattended),
            Lines{"2026-01-10T00:00:00Z..2026-01-10T00:00:01Z clocks.c.within"});
}

TEST(Proof, a_promise_chosen_by_arrival_is_proved_for_each) {
  const Proof proof = proved(with_clock("[{when: {opened: {in: office}}, is: 2h}, {is: 8h in office}]"), one_week());
  // The last arrival in hours is at 16:59:59, due at 18:59:59.
  const auto due = gaps_of(proof.rows[0], GapKind::falls_due_unattended);
  ASSERT_EQ(due.size(), 5U) << text_of(proof);
  EXPECT_EQ(due[0], "2026-01-05T17:00:01Z..2026-01-05T19:00:00Z clocks.c.within[0]");
  EXPECT_EQ(gaps_of(proof.rows[0], GapKind::runs_unattended)[0],
            "2026-01-05T17:00:00Z..2026-01-05T18:59:59Z clocks.c.within[0]");
}

TEST(Proof, intake_bounds_what_is_opened) {
  std::string yaml = with_clock("2h");
  yaml.replace(yaml.find("may: [open]"), 11, "may: [open], intake: office");
  const auto due = gaps_of(proved(yaml, one_week()).rows[0], GapKind::falls_due_unattended);
  ASSERT_EQ(due.size(), 5U);
  EXPECT_EQ(due[0], "2026-01-05T17:00:01Z..2026-01-05T19:00:00Z clocks.c.within");
}

TEST(Proof, clocks_of_other_events_start_when_these_can_happen) {
  const Proof proof = proved(office_program(R"(
clocks:
  first: {starts: opened, met_by: reply, within: 8h in office}
  update: {starts: first.met, met_by: reply, within: 1h}
  next: {starts: message, met_by: reply, within: aim 1h}
)" + desk),
                             one_week());
  Lines update, next;
  for (const Gap& gap : proof.rows[0].gaps) {
    if (gap.kind != GapKind::falls_due_unattended) continue;
    EXPECT_EQ(gap.soft, gap.path == "clocks.next.within");
    (gap.soft ? next : update).push_back(to_iso(gap.from) + ".." + to_iso(gap.to));
  }
  // We answer in hours only, until 16:59:59; a message may come at midnight.
  ASSERT_EQ(update.size(), 5U);
  EXPECT_EQ(update[0], "2026-01-05T17:00:01Z..2026-01-05T18:00:00Z");
  ASSERT_EQ(next.size(), 6U);
  EXPECT_EQ(next[0], "2026-01-05T01:00:00Z..2026-01-05T09:00:00Z");
  EXPECT_EQ(proof.rows[0].promises[1].start, Start::on_duty);
  EXPECT_EQ(proof.rows[0].promises[2].start, Start::customer);
}

TEST(Proof, soft_words_without_a_figure_are_named_and_leave_no_gap) {
  const Proof proof = proved(with_clock("best effort"), one_week());
  EXPECT_TRUE(proof.rows[0].gaps.empty());
  ASSERT_EQ(proof.rows[0].promises.size(), 1U);
  EXPECT_EQ(proof.rows[0].promises[0].unproved, "no figure");
}

TEST(Proof, duties_of_customers_and_inner_clocks_are_not_proved) {
  const Proof proof =
      proved(office_program("clocks:\n  a: {owed_by: customer, starts: opened, met_by: message, within: 4h}\n"
                            "  b: {owed_by: support, starts: opened, met_by: reply, within: 4h}\n" +
                            desk),
             one_week());
  EXPECT_TRUE(proof.rows[0].gaps.empty());
}

TEST(Proof, effort_needs_somebody_on_duty) {
  const Proof always = proved(office_program("effort: always\n" + desk), one_week());
  const auto gaps = gaps_of(always.rows[0], GapKind::effort_unattended);
  ASSERT_EQ(gaps.size(), 6U);
  EXPECT_TRUE(gaps[0].starts_with("2026-01-05T00:00:00Z..2026-01-05T09:00:00Z effort")) << gaps[0];
  EXPECT_TRUE(proved(office_program("effort: office\n" + desk), one_week()).rows[0].gaps.empty());
}

std::string at_any_hour(const std::string& clock) {
  return office_program("clocks: {c: " + clock +
                        "}\neffort: office\nteams: {support: {hours: always}}\ncoverage: support\n");
}

TEST(Proof, what_takes_work_runs_outside_the_hours_of_work) {
  const Proof restore = proved(at_any_hour("{starts: opened, met_by: [restored, solved], within: 6h}"), one_week());
  const auto gaps = gaps_of(restore.rows[0], GapKind::outside_effort);
  ASSERT_EQ(gaps.size(), 6U);
  EXPECT_EQ(gaps[0], "2026-01-05T00:00:00Z..2026-01-05T09:00:00Z clocks.c.within");
  EXPECT_EQ(restore.rows[0].gaps.size(), 6U);
  for (const char* clock : {"{starts: opened, met_by: [restored, solved], within: 6h in office}",
                            "{starts: opened, met_by: reply, within: 6h}"})  // an answer takes no work
    EXPECT_TRUE(proved(at_any_hour(clock), one_week()).rows[0].gaps.empty()) << clock;
}

std::string by_coverage(const std::string& coverage) {
  return office_program(
      "clocks: {c: {starts: opened, met_by: reply, within: 4h}}\nteams: {support: {hours: always}}\n"
      "coverage: " +
      coverage + "\n");
}

TEST(Proof, nobody_on_purpose_is_told_apart) {
  const Proof proof = proved(by_coverage("[{when: {now: {in: weekend}}, is: none}, {is: support}]"), one_week());
  EXPECT_EQ(gaps_of(proof.rows[0], GapKind::nobody_on_purpose),
            Lines{"2026-01-10T00:00:00Z..2026-01-12T00:00:00Z clocks.c.within"});
  EXPECT_EQ(proof.rows[0].gaps.size(), 1U);
  ASSERT_EQ(proof.duties[0].bands.size(), 2U);
  EXPECT_EQ(proof.duties[0].bands[1].state, OnDuty::on_purpose);
  EXPECT_TRUE(proved(by_coverage("support"), one_week()).rows[0].gaps.empty());
}

TEST(Proof, where_no_rule_of_coverage_holds_nobody_is_there) {
  const Proof proof = proved(by_coverage("[{when: {now: {in: office}}, is: support}]"), one_week());
  EXPECT_EQ(gaps_of(proof, GapKind::nobody_on_purpose), 0U);
  EXPECT_EQ(gaps_of(proof, GapKind::runs_unattended), 6U);
  EXPECT_EQ(proof.duties[0].bands.front().state, OnDuty::uncovered);
}

TEST(Proof, coverage_may_hang_on_the_arrival) {
  const Proof proof = proved(by_coverage("[{when: {opened: {in: weekend}}, is: none}, {is: support}]"), one_week());
  EXPECT_EQ(gaps_of(proof.rows[0], GapKind::nobody_on_purpose),
            Lines{"2026-01-10T00:00:00Z..2026-01-12T00:00:00Z clocks.c.within"});
  EXPECT_EQ(proof.rows[0].gaps.size(), 1U);
}

TEST(Proof, a_door_that_claims_all_hours) {
  const auto claimed = [](const std::string& hours, const std::string& claim) {
    return proved(office_program("teams: {support: {hours: " + hours +
                                 "}}\ncoverage: support\n"
                                 "doors: {phone: {may: [open]" +
                                 claim + "}}\n"),
                  one_week());
  };
  const Proof proof = claimed("office", ", claims: {covers: 24x7}");
  const auto gaps = gaps_of(proof.rows[0], GapKind::beyond_claim);
  ASSERT_EQ(gaps.size(), 6U);
  EXPECT_EQ(gaps[1], "2026-01-05T17:00:00Z..2026-01-06T09:00:00Z doors.phone");
  EXPECT_TRUE(claimed("office", "").rows[0].gaps.empty());
  EXPECT_TRUE(claimed("always", ", claims: {covers: 24x7}").rows[0].gaps.empty());
}

TEST(Proof, a_holiday_of_the_team_that_the_promise_does_not_keep) {
  std::string yaml = with_clock("8h in office") + "days: {shut: [2026-01-07]}\n";
  yaml.replace(yaml.find("hours: office"), 13, "hours: ours");
  yaml.replace(yaml.find("  weekend"), 0,
               "  ours: {zone: UTC, open: {mon-fri: \"09:00-17:00\"}, dates: {shut: closed}}\n");
  const Proof proof = proved(yaml, one_week());
  EXPECT_EQ(gaps_of(proof.rows[0], GapKind::runs_unattended),
            Lines{"2026-01-07T09:00:00Z..2026-01-07T17:00:00Z clocks.c.within"});
  // Dues lie after the opening, up to the closing edge.
  EXPECT_EQ(gaps_of(proof.rows[0], GapKind::falls_due_unattended),
            Lines{"2026-01-07T09:00:01Z..2026-01-07T17:00:01Z clocks.c.within"});
}

TEST(Proof, two_regimes_of_daylight_saving) {
  Options year;
  year.from = at("2026-01-01T00:00:00Z"), year.to = at("2027-01-01T00:00:00Z");
  const Proof proof = proved(R"(
program: p
zone: UTC
calendars:
  london: {zone: Europe/London, open: {mon-fri: "14:00-22:00"}}
  york: {zone: America/New_York, open: {mon-fri: "09:00-17:00"}}
clocks: {c: {starts: opened, met_by: reply, within: 1h in london}}
teams: {support: {hours: york}}
coverage: support
)",
                             year);
  // New York changes on 8 March and 1 November, London on 29 March and 25 October: 15 and 5 working days between.
  const auto runs = gaps_of(proof.rows[0], GapKind::runs_unattended);
  ASSERT_EQ(runs.size(), 20U);
  EXPECT_EQ(runs.front(), "2026-03-09T21:00:00Z..2026-03-09T22:00:00Z clocks.c.within");
  EXPECT_EQ(runs[14], "2026-03-27T21:00:00Z..2026-03-27T22:00:00Z clocks.c.within");
  EXPECT_EQ(runs[15], "2026-10-26T21:00:00Z..2026-10-26T22:00:00Z clocks.c.within");
  EXPECT_EQ(runs.back(), "2026-10-30T21:00:00Z..2026-10-30T22:00:00Z clocks.c.within");
}

TEST(Proof, a_team_supports_its_products_only) {
  const Proof proof = proved(office_program(R"(
products: [a, b]
clocks: {c: {starts: opened, met_by: reply, within: 8h in office}}
teams: {support: {hours: office, products: [a]}}
coverage: support
)"),
                             one_week());
  ASSERT_EQ(proof.rows.size(), 2U);
  EXPECT_TRUE(proof.rows[0].gaps.empty());
  EXPECT_EQ(proof.rows[1].combinations[0].product, "b");
  EXPECT_EQ(gaps_of(proof.rows[1], GapKind::runs_unattended).size(), 5U);
}

TEST(Proof, sites_give_a_team_its_hours_where_it_has_none) {
  const Proof proof = proved(office_program(R"(
clocks: {c: {starts: opened, met_by: reply, within: 8h in office}}
sites: {here: {zone: UTC, hours: office}}
teams: {support: {sites: [here]}}
coverage: support
)"),
                             one_week());
  EXPECT_TRUE(proof.rows[0].gaps.empty());
  EXPECT_EQ(proof.duties[0].bands.size(), 11U);
}

TEST(Proof, equal_cases_are_one_row) {
  const Proof proof = proved(office_program(R"(
severity: {levels: {1: {}, 2: {}, 3: {}}, is: asked}
clocks: {c: {starts: opened, met_by: reply, within: {by: [severity], cells: {"1, 2": 4h, 3: 8h in office}}}}
)" + desk),
                             one_week());
  ASSERT_EQ(proof.rows.size(), 2U);
  EXPECT_EQ(words_of(proof.rows[0].combinations), "severity 1, 2; channel mail");
  EXPECT_EQ(words_of(proof.rows[1].combinations), "severity 3; channel mail");
  EXPECT_TRUE(proof.rows[1].gaps.empty());
}

TEST(Proof, zones_count_where_hours_take_theirs_from_the_customer) {
  const std::string yaml = R"(
program: p
effective: 2026-01-05
zone: UTC
calendars:
  theirs: {zone: customer.zone, open: {mon-fri: "09:00-17:00"}}
  tokyo: {zone: Asia/Tokyo, open: {mon-fri: "09:00-17:00"}}
  seoul: {zone: Asia/Seoul, open: {mon-fri: "09:00-17:00"}}
clocks: {c: {starts: opened, met_by: reply, within: 1h in theirs}}
teams: {support: {hours: tokyo}}
coverage: support
)";
  const Proof proof = proved(yaml, one_week());
  ASSERT_EQ(proof.rows.size(), 2U);  // Seoul's wall reads as Tokyo's
  EXPECT_EQ(proof.rows[0].combinations[0].zone, "UTC");
  EXPECT_EQ(gaps_of(proof.rows[0], GapKind::runs_unattended).size(), 5U);
  EXPECT_EQ(proof.rows[1].combinations[0].zone, "Asia/Tokyo");
  EXPECT_TRUE(proof.rows[1].gaps.empty());
  // Without such hours the zone is no case.
  EXPECT_EQ(proved(with_clock("1h"), one_week()).rows[0].combinations[0].zone, "");
}

TEST(Proof, other_facts_that_rules_ask_are_cases) {
  const Proof proof = proved(with_clock("[{when: {phoned: yes}, is: 4h}, {is: 8h in office}]"), one_week());
  ASSERT_EQ(proof.rows.size(), 2U);
  EXPECT_TRUE(proof.rows[0].gaps.empty());
  EXPECT_EQ(proof.rows[1].combinations[0].further, (std::vector<FactGiven>{{"phoned", "yes"}}));
  EXPECT_FALSE(proof.rows[1].gaps.empty());
}

TEST(Proof, real_shifts_take_the_place_of_the_programs_hours) {
  Options options = one_week();
  options.shifts["support"] = calendars::always();
  EXPECT_TRUE(proved(with_clock("4h"), options).rows[0].gaps.empty());
}

TEST(Proof, too_many_cases_are_refused_with_what_to_narrow) {
  const auto program = program::program_of(office_program(R"(
severity: {levels: {1: {}, 2: {}}, is: asked}
clocks: {c: {starts: opened, met_by: reply, within: {by: [severity], cells: {1: 1h, 2: 2h}}}}
)" + desk));
  Options options = one_week();
  options.most_rows = 1;
  EXPECT_EQ(prove(*program, options).error().code, ErrorCode::limit);
  options.only["severity"] = {"2"};
  EXPECT_TRUE(prove(*program, options));
  options = one_week();
  options.most_combinations = 1;
  const auto refused = prove(*program, options);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().detail.find("2 levels"), std::string::npos) << refused.error().detail;
  options.most_combinations = 2;
  EXPECT_TRUE(prove(*program, options));
}

TEST(Proof, claims_of_calendars_beside_the_truth) {
  Options year;
  year.from = at("2026-01-01T00:00:00Z"), year.to = at("2027-01-01T00:00:00Z");
  const Proof proof = proved(R"(
program: p
zone: UTC
calendars:
  weekend: {from: fri 17:00 America/Los_Angeles, to: mon 10:00 Australia/Sydney, claims: {length: 48h}}
  tokyo: {from: sat 00:00 Asia/Tokyo, to: mon 00:00 Asia/Tokyo, claims: {length: 48h}}
  office: {open: {mon-fri: "09:00-17:00"}, claims: {covers: 24x7}}
  other: {open: {mon-fri: "09:00-17:00"}, claims: {staff: many}}
)",
                             year);
  ASSERT_EQ(proof.claims.size(), 4U);
  EXPECT_FALSE(proof.claims[0].holds);
  ASSERT_EQ(proof.claims[0].lengths.size(), 3U);  // 26 weekends of 2026 are as claimed (peers.md section 4)
  EXPECT_EQ(proof.claims[0].lengths[0].length, hours(46));
  EXPECT_EQ(proof.claims[0].lengths[1].length, hours(47));
  EXPECT_EQ(proof.claims[0].lengths[2].length, hours(48));
  EXPECT_EQ(proof.claims[0].lengths[0].begins.size(), 18U);
  EXPECT_EQ(proof.claims[0].lengths[1].begins.size(), 8U);
  EXPECT_EQ(proof.claims[0].lengths[2].begins.size(), 26U);
  EXPECT_TRUE(proof.claims[1].holds);
  EXPECT_FALSE(proof.claims[2].holds);
  EXPECT_EQ(proof.claims[2].first, at("2026-01-01T00:00:00Z"));
  EXPECT_FALSE(proof.claims[3].checked);
}

TEST(Proof, json_reads_back) {
  const Proof proof = proved(with_clock("4h"), one_week());
  Proof read;
  ASSERT_TRUE(read_fields(to_json(proof), read));
  EXPECT_EQ(read, proof);
}

}  // namespace
}  // namespace yakusoku::proof
