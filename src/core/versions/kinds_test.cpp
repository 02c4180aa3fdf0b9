// Every kind of difference: an edit that shows exactly it, and what shows its absence.

#include <algorithm>
#include <iterator>
#include <set>

#include "core/versions/house_for_tests.hpp"

namespace yakusoku::versions {
namespace {

struct Edit {
  std::string_view find, put;
  std::vector<std::string> forward;   // the kinds of house -> edited, sorted
  std::vector<std::string> backward;  // of edited -> house; empty: the same
};

const std::vector<Edit>& edits() {
  static const std::vector<Edit> all = {
      {"title: {en: Support, ja: サポート}", "title: {en: Support, ja: ご案内}", {"title_changed"}, {}},
      {"vendor: House", "vendor: Home", {"vendor_changed"}, {}},
      {"effective: 2026-01-01", "effective: 2026-04-01", {"effective_changed"}, {}},
      {"zone: Asia/Tokyo\nlanguages", "zone: Asia/Seoul\nlanguages", {"calendar_zone_changed", "zone_changed"}, {}},
      {"[en, ja]", "[en, ja, de]", {"languages_changed"}, {}},
      {"in_flight: keep", "in_flight: move", {"in_flight_changed"}, {}},
      {"days:\n", "was: {kinds: {old: problem}}\ndays:\n", {"was_changed"}, {}},
      {"2026-02-11, ", "2026-02-11, 2026-05-01, ", {"holiday_added"}, {"holiday_removed"}},
      {"makeup: [2026-09-26]", "makeup: [2026-09-26]\n  more: [2026-10-01]", {"days_added"}, {"days_removed"}},
      {"mon-fri: \"09:00-18:00\"", "mon-fri: \"09:00-17:00\"", {"calendar_hours_changed"}, {}},
      {"zone: Asia/Tokyo, day", "zone: Asia/Seoul, day", {"calendar_zone_changed"}, {}},
      {"jp: closed, makeup", "jp: \"10:00-12:00\", makeup", {"calendar_dates_changed"}, {}},
      {"day: same_time", "day: 9h", {"calendar_day_changed"}, {}},
      {"Wide hours", "Broad hours", {"calendar_changed"}, {}},
      {"periods:", "  nights: {open: {daily: \"22:00-06:00\"}}\nperiods:", {"calendar_added"}, {"calendar_removed"}},
      {"every: quarter, from: 04-01", "every: quarter, from: 05-01", {"period_changed"}, {}},
      {"  fiscal:", "  season: {every: half}\n  fiscal:", {"period_added"}, {"period_removed"}},
      {"title: Logs", "title: Log files", {"fact_changed"}, {}},
      {"  logs:", "  since: {type: instant, from: customer}\n  logs:", {"fact_added"}, {"fact_removed"}},
      {"[big, small]", "[small, big]", {"fact_values_reordered"}, {}},
      {"scoped: Scope agreed", "scoped: Scope settled", {"mark_changed"}, {}},
      {"  scoped:", "  paid: Paid\n  scoped:", {"mark_added"}, {"mark_removed"}},
      {"Hello there", "Hello you", {"text_changed"}, {}},
      {"  hello:", "  bye: Bye\n  hello:", {"text_added"}, {"text_removed"}},
      {"[box, cloud]", "[box, cloud, app]", {"product_added"}, {"product_removed"}},
      {"[box, cloud]", "{box: {title: A box}, cloud: {}}", {"product_changed"}, {}},
      {"[production, test]", "[production, test, trial]", {"environment_added"}, {"environment_removed"}},
      {"[production, test]", "{production: Live, test: {}}", {"environment_changed"}, {}},
      {"title: Question, means: How", "title: Inquiry, means: How", {"kind_renamed"}, {}},
      {"How is it done", "How it is done", {"kind_redefined"}, {}},
      {"form: [impact, subject", "form: [impact, logs, subject", {"kind_form_changed"}, {}},
      {"means: How is it done", "means: How is it done, exempt: [clocks]", {"kind_changed"}, {}},
      {"severity:\n", "  wish: {title: Wish}\nseverity:\n", {"kind_added"}, {"kind_removed"}},
      {"title: Slow", "title: Degraded", {"level_renamed"}, {}},
      {"It looks wrong", "It looks odd", {"level_redefined"}, {}},
      {"means: It looks wrong", "means: It looks wrong, api: {priority: low}", {"level_changed"}, {}},
      {"  is: {by: [kind]", "    4: {title: Wish}\n  is: {by: [kind]", {"level_added"}, {"level_removed"}},
      {"else: 3}", "else: 2}", {"severity_rule_changed"}, {}},
      {"[{who: vendor}]", "[{who: vendor, to: lower}]", {"severity_rights_changed"}, {}},
      {"hand_to: sales", "hand_to: partner", {"admission_changed"}, {}},
      {"admit:\n",
       "admit:\n  - {when: {product: cloud, kind: problem}, refuse: Not supported}\n",
       {"admission_added"},
       {"admission_removed"}},
      {"starts: opened", "starts: message", {"clock_start_changed"}, {}},
      {"met_by: reply\n    ends_on", "met_by: status_post\n    ends_on", {"clock_met_changed"}, {}},
      {"ends_on: solved", "ends_on: [solved, restored]", {"clock_end_changed"}, {}},
      {"when: {kind: problem}\n", "when: {kind: [problem, question]}\n", {"clock_scope_changed"}, {}},
      {"waiting_on: customer}", "waiting_on: third_party}", {"clock_pause_changed"}, {}},
      {"starts: opened", "starts: opened\n    owed_by: desk", {"clock_owed_changed"}, {}},
      {"at: due, do: {tell: lead}", "at: due, do: {tell: team}", {"clock_steps_changed"}, {}},
      {"warn: [50%]", "warn: [50%, 80%]", {"clock_warnings_changed"}, {}},
      {"title: Next update", "title: Following update", {"clock_changed"}, {}},
      {"reactions:",
       "  late: {owed_by: nobody, starts: solved, ends_on: reopened, steps: [{at: 48h, do: solve}]}\nreactions:",
       {"clock_added"},
       {"clock_removed"}},
      {"1: 15m", "1: 30m", {"target_changed"}, {}},
      {"3: 1bd in office}", "3: aim 1bd in office}", {"promise_softened"}, {"promise_hardened"}},
      {"else: none}", "2: 8h, else: none}", {"target_added"}, {"target_removed"}},
      {"1: 15m", "1: {is: 15m, says: Very fast}", {"target_words_changed"}, {}},
      {"at: reopened, do: {tell: owner}", "at: reopened, do: {tell: team}", {"reaction_changed"}, {}},
      {"  - {at: reopened",
       "  - {at: merged, do: {tell: owner}}\n  - {at: reopened",
       {"reaction_added"},
       {"reaction_removed"}},
      {"effort: office", "effort: wide", {"effort_changed"}, {}},
      {"at least 92%", "at least 95%", {"objective_changed"}, {}},
      {"  monthly:",
       "  yearly: {of: first, missed: at most 3, over: year}\n  monthly:",
       {"objective_added"},
       {"objective_removed"}},
      {"title: Gold", "title: Golden", {"plan_renamed"}, {}},
      {"100 a month", "120 a month", {"plan_price_changed"}, {}},
      {"valid: {from: 2026-01-01}", "valid: {from: 2026-02-01}", {"plan_validity_changed"}, {}},
      {"sold: {from: 2026-01-01}", "sold: {from: 2026-03-01}", {"plan_sale_changed"}, {}},
      {"{product: box}", "{product: cloud}", {"plan_includes_changed"}, {}},
      {"title: Silver", "title: Silver, means: Small", {"plan_changed"}, {}},
      {"contacts:", "  bronze: {title: Bronze}\ncontacts:", {"plan_added"}, {"plan_removed"}},
      {"number: 3", "number: 4", {"contacts_number_changed"}, {}},
      {"contact.verified", "contact.certified", {"contacts_changed"}, {}},
      {"grant: 6", "grant: 8", {"ledger_grant_changed"}, {}},
      {"unit: incident", "unit: hour", {"ledger_changed"}, {}},
      {"teams:",
       "  hours: {title: Hours, unit: hour, grant: 2, every: purchase}\nteams:",
       {"ledger_added"},
       {"ledger_removed"}},
      {"title: Desk, hours: office", "title: Desk, hours: wide", {"team_hours_changed"}, {}},
      {"title: Desk", "title: The desk", {"team_changed"}, {}},
      {"sites:", "  night: {title: Night}\nsites:", {"team_added"}, {"team_removed"}},
      {"title: Tokyo", "title: 東京", {"site_changed"}, {}},
      {"coverage:", "  osaka: {title: Osaka, zone: Asia/Tokyo}\ncoverage:", {"site_added"}, {"site_removed"}},
      {"coverage: desk", "coverage: [{when: {severity: 1}, is: desk}, {is: none}]", {"coverage_changed"}, {}},
      {"[skill, load]", "[load, skill]", {"routing_changed"}, {}},
      {"then: [due, opened]", "then: [opened, due]", {"queue_changed"}, {}},
      {"speaks: [en]", "speaks: [en, ja]", {"speaks_changed"}, {}},
      {"may: [open, reply], intake", "may: [open], intake", {"door_permissions_changed"}, {}},
      {"intake: office", "intake: wide", {"door_intake_changed"}, {}},
      {"title: Portal", "title: Web", {"door_changed"}, {}},
      {"escalation:\n", "  phone: {title: Phone, may: [open]}\nescalation:\n", {"door_added"}, {"door_removed"}},
      {"manager: lead", "manager: head", {"escalation_changed"}, {}},
      {"needs: [impact]", "needs: [impact, logs]", {"escalation_request_changed"}, {}},
      {"Second line", "Third line", {"tier_changed"}, {}},
      {"two: Second line", "two: Second line, three: Third line", {"tier_added"}, {"tier_removed"}},
      {"Head of support", "Head of service", {"escalation_level_changed"}, {}},
      {"handoffs:",
       "    - {level: 3, who: chief, title: Chief}\nhandoffs:",
       {"escalation_level_added"},
       {"escalation_level_removed"}},
      {"overlap: 30m", "overlap: 45m", {"handoff_changed"}, {}},
      {"closing:\n", "  - {between: [desk, desk], overlap: 10m}\nclosing:\n", {"handoff_added"}, {"handoff_removed"}},
      {"default: answered", "default: gone", {"closing_changed"}, {}},
      {"title: Answered", "title: Replied", {"closing_reason_changed"}, {}},
      {"    gone:", "    fixed: {title: Fixed}\n    gone:", {"closing_reason_added"}, {"closing_reason_removed"}},
      {"within: 7d", "within: 14d", {"reopening_changed"}, {}},
      {"length: 1h", "length: 2h", {"session_changed"}, {}},
      {"sessions: {", "sessions: {talk: {title: Talk}, ", {"session_added"}, {"session_removed"}},
      {"{title: Start}", "{title: Begin}", {"package_changed"}, {}},
      {"packages: {", "packages: {more: {title: More}, ", {"package_added"}, {"package_removed"}},
      {"every: quarter, opens", "every: month, opens", {"duty_changed"}, {}},
      {"duties: {", "duties: {yearly: {every: year}, ", {"duty_added"}, {"duty_removed"}},
      {"engagements:", "engagements:\n  title: Work", {"engagements_changed"}, {}},
      {"https://status.example", "https://state.example", {"status_page_changed"}, {}},
      {"title: API", "title: The API", {"status_component_changed"}, {}},
      {"api: {title", "web: {title: Web}, api: {title", {"status_component_added"}, {"status_component_removed"}},
      {"en: Received", "en: We have it", {"notice_changed"}, {}},
      {"notices: {", "notices: {reply: none, ", {"notice_added"}, {"notice_removed"}},
      {"title: Question", "title: Question, note: our choice", {"note_changed"}, {}},
      {"title: Question", "title: Question, source: missing", {"source_changed"}, {}},
      {"title: Question", "title: Question, clause: \"4.2\"", {"clause_changed"}, {}},
      {"title: Desk", "title: Desk, claims: {covers: 24x7}", {"claim_changed"}, {}},
      {"program: house", "program: home", {"changed"}, {}},
  };
  return all;
}

std::vector<std::string> kinds_between(const program::Program& before, const program::Program& after) {
  std::set<std::string> kinds;
  for (const Difference& each : differences(before, after)) kinds.insert(each.kind);
  return {kinds.begin(), kinds.end()};
}

TEST(DifferenceKinds, EachEditShowsItsKindAndNoOther) {
  const auto plain = program::program_of(std::string(house));
  for (const Edit& each : edits()) {
    const auto edited = house_with(each.find, each.put);
    EXPECT_EQ(kinds_between(*plain, *edited), each.forward) << each.find << " -> " << each.put;
    EXPECT_EQ(kinds_between(*edited, *plain), each.backward.empty() ? each.forward : each.backward) << each.put;
  }
}

// Kinds that need more than an edit of one place.
TEST(DifferenceKinds, OrderRenamesAndOverlays) {
  const auto plain = program::program_of(std::string(house));
  const auto levels = house_with(
      "    2: {title: Slow, means: Some things do not work}\n    3: {title: Cosmetic, means: It looks wrong}\n",
      "    3: {title: Cosmetic, means: It looks wrong}\n    2: {title: Slow, means: Some things do not work}\n");
  EXPECT_EQ(kinds_between(*plain, *levels), std::vector<std::string>{"levels_reordered"});
  const std::string_view gold =
      "  gold: {title: Gold, price: 100 a month, valid: {from: 2026-01-01}, sold: {from: 2026-01-01}, builds_on: "
      "[silver]}\n";
  const std::string_view silver = "  silver: {title: Silver, when: {product: box}}\n";
  const auto plans = house_with(std::string(gold) + std::string(silver), std::string(silver) + std::string(gold));
  EXPECT_EQ(kinds_between(*plain, *plans), std::vector<std::string>{"plans_reordered"});

  const std::string_view lay = "overlays: [{when: {plan: gold}, lay: overlays/gold.yaml}]\nin_flight: keep";
  const auto one = house_with("in_flight: keep", lay, {{"overlays/gold.yaml", "effort: always\n"}});
  const auto other = house_with("in_flight: keep", lay, {{"overlays/gold.yaml", "effort: wide\n"}});
  EXPECT_EQ(kinds_between(*plain, *one), (std::vector<std::string>{"overlay_added", "overlays_changed"}));
  EXPECT_EQ(kinds_between(*one, *plain), (std::vector<std::string>{"overlay_removed", "overlays_changed"}));
  EXPECT_EQ(kinds_between(*one, *other), std::vector<std::string>{"overlay_changed"});
}

TEST(DifferenceKinds, NoneIsWithoutATest) {
  std::set<std::string> shown = {"levels_reordered", "plans_reordered", "overlay_added",
                                 "overlay_removed",  "overlay_changed", "overlays_changed"};
  for (const Edit& each : edits()) {
    shown.insert(each.forward.begin(), each.forward.end());
    shown.insert(each.backward.begin(), each.backward.end());
  }
  std::vector<std::string> without;
  std::ranges::set_difference(kinds_of_difference(), shown, std::back_inserter(without));
  EXPECT_EQ(without, std::vector<std::string>{});
}

// The same program in other words of YAML: nothing of any kind.
TEST(DifferenceKinds, AnotherSpellingIsNoDifference) {
  constexpr std::pair<std::string_view, std::string_view> rewrites[] = {
      {"in_flight: keep\n", ""},
      {"[2026-01-12, 2026-02-11, 12-29..01-03]", "[2026-02-11, 12-29..12-31, 01-01..01-03, 2026-01-12]"},
      {"makeup: [2026-09-26]", "makeup: {union: [2026-09-26]}"},
      {"mon-fri: \"09:00-18:00\"", "mon: \"09:00-12:00, 12:00-18:00\", tue-fri: \"09:00-18:00\""},
      {"title: Wide hours", "title: {en: Wide hours}"},
      {"[big, small]", "{big: {}, small: {}}"},
      {"[box, cloud]", "{box: {}, cloud: {}}"},
      {"scoped: Scope agreed", "scoped: {title: {en: Scope agreed}}"},
      {"form: [impact, subject, description]", "form: [{ask: impact, optional: no}, subject, description]"},
      {"{by: [kind], cells: {problem: asked, else: 3}}", "[{when: {kind: problem}, is: asked}, {is: 3}]"},
      {"when: {product: cloud, kind: question}", "when: {kind: question, product: cloud}"},
      {"starts: opened", "starts: [opened]\n    owed_by: vendor\n    reopening: resume"},
      {"{by: [severity], cells: {1: 15m, 2: 4h in office, 3: 1bd in office}}",
       "[{when: {severity: 3}, is: 1bd in office}, {when: {severity: 2}, is: 240m in office}, {when: {severity: 1}, "
       "is: 15m}]"},
      {"{by: [severity], cells: {1: 1h, else: none}}", "{by: [severity], cells: {1: 60m}}"},
      {"starts: [first.met, update.met]", "starts: [update.met, first.met]"},
      {"coverage: desk", "coverage: [{is: desk}]"},
      {"may: [open, reply], intake: office", "intake: office, may: [reply, open], out: no"},
      {"speaks: [en]", "speaks: en"},
      {"needs: [reply]", "needs: reply"},
      {"contacts: {number: 3, must: {contact.verified: yes}}",
       "contacts:\n  must: {contact.verified: yes}\n  number: 3"},
  };
  const auto plain = program::program_of(std::string(house));
  std::string all(house);
  for (const auto& [find, put] : rewrites) {
    const auto rewritten = house_with(find, put);
    EXPECT_EQ(kinds_between(*plain, *rewritten), std::vector<std::string>{}) << put;
    all.replace(all.find(find), find.size(), put);
  }
  EXPECT_EQ(kinds_between(*plain, *program::program_of(all)), std::vector<std::string>{});
}

}  // namespace
}  // namespace yakusoku::versions
