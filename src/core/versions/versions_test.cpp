// What a difference says: its clause, its cases, its effect and its words; and that nothing is missed.

#include <algorithm>
#include <random>

#include "core/versions/house_for_tests.hpp"
#include "core/versions/meaning.hpp"

namespace yakusoku::versions {
namespace {

using program::program_of;

struct Told {
  std::vector<Difference> found;
  std::shared_ptr<const program::Program> before, after;
  std::string words(std::size_t i, std::string_view language) const {
    return i < found.size() ? words_of(found[i], *before, *after, language) : "";
  }
};
Told told(std::string_view find, std::string_view put) {
  Told result{{}, program_of(std::string(house)), house_with(find, put)};
  result.found = differences(*result.before, *result.after);
  return result;
}

TEST(Differences, ATargetIsToldWithItsCellAndItsEffect) {
  const Told longer = told("1: 15m", "1: 30m");
  ASSERT_EQ(longer.found.size(), 1u);
  EXPECT_EQ(longer.found[0].path, "clocks.first.within.cells.1");
  EXPECT_EQ(longer.found[0].thing, "clocks.first");
  EXPECT_EQ(longer.found[0].effect, Effect::worse);
  EXPECT_EQ(longer.words(0, "en"), "First response, severity 1 (Down): 15 min → 30 min.");
  EXPECT_EQ(longer.words(0, "ja"), "初回応答、重大度1（Down）：15 分 → 30 分に変更しました。");
  const Told shorter = told("1: 15m", "1: 10m");
  ASSERT_EQ(shorter.found.size(), 1u);
  EXPECT_EQ(shorter.found[0].effect, Effect::better);
}

// 4 h that run at any hour are never later than 4 h of the office; the other way round they are never sooner.
TEST(Differences, ElapsedTimeIsBetterThanAsMuchTimeInHours) {
  EXPECT_EQ(told("2: 4h in office", "2: 4h").found.at(0).effect, Effect::better);
  EXPECT_EQ(told("1: 15m", "1: 15m in office").found.at(0).effect, Effect::worse);
  EXPECT_EQ(told("2: 4h in office", "2: 5h").found.at(0).effect, Effect::neither);
  EXPECT_EQ(told("2: 4h in office", "2: 4h in wide").found.at(0).effect, Effect::neither);
}

TEST(Differences, PromisesGrowFirmAndSoft) {
  const Told soft = told("3: 1bd in office}", "3: best effort}");
  ASSERT_EQ(soft.found.size(), 1u);
  EXPECT_EQ(soft.found[0].kind, "promise_softened");
  EXPECT_EQ(soft.found[0].effect, Effect::worse);
  // Softer but sooner: nobody can say.
  EXPECT_EQ(told("2: 4h in office", "2: aim 1h in office").found.at(0).effect, Effect::neither);
}

// A duty of the customer: more time for him is better, as a shorter one is of the vendor's.
TEST(Differences, TheCustomersDutiesCountTheOtherWayRound) {
  std::string before(house);
  before.replace(before.find("    when: {kind: problem}"), 0, "    owed_by: customer\n");
  std::string after = before;
  after.replace(after.find("1: 1h"), 5, "1: 2h");
  const auto found = differences(*program_of(before), *program_of(after));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].effect, Effect::better);
}

TEST(Differences, CasesWithTheSameChangeAreOne) {
  const Told both = told("{1: 15m, 2: 4h in office, 3: 1bd in office}", "{\"1, 2\": 30m, 3: 1bd in office}");
  ASSERT_EQ(both.found.size(), 2u);  // two old values, one new
  const Told by_plan =
      told("{by: [severity], cells: {1: 1h, else: none}}",
           "[{when: {plan: silver, severity: 2}, is: 2h}, {by: [severity], cells: {1: 1h, else: none}}]");
  ASSERT_EQ(by_plan.found.size(), 1u);
  // `plan: silver` is also true of gold, which builds on it.
  EXPECT_EQ(by_plan.words(0, "en"), "Next update, severity 2 (Slow), plan Silver, Gold: promised anew, 2 h.");
  EXPECT_EQ(by_plan.found[0].path, "clocks.update.within[0]");
}

TEST(Differences, ARenameIsNoRemoval) {
  std::string after(house);
  const auto put = [&](std::string_view find, std::string_view with) {
    after.replace(after.find(find), find.size(), with);
  };
  put("days:\n", "was: {levels: {1: critical}}\ndays:\n");
  put("    1: {title: Down", "    critical: {title: Down");
  put("{1: 15m,", "{critical: 15m,");
  put("{1: 1h,", "{critical: 1h,");
  const auto before_program = program_of(std::string(house));
  const auto after_program = program_of(after);
  const auto found = differences(*before_program, *after_program);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].kind, "level_renamed");
  EXPECT_EQ(found[0].before, Json("1"));
  EXPECT_EQ(found[0].after, Json("critical"));
  EXPECT_EQ(found[1].kind, "was_changed");
  // Without `was`, one level went and another came.
  put("was: {levels: {1: critical}}\n", "");
  std::vector<std::string> kinds;
  for (const Difference& each : differences(*before_program, *program_of(after))) kinds.push_back(each.kind);
  EXPECT_NE(std::ranges::find(kinds, "level_removed"), kinds.end());
  EXPECT_NE(std::ranges::find(kinds, "level_added"), kinds.end());
  EXPECT_EQ(std::ranges::find(kinds, "level_renamed"), kinds.end());
}

TEST(Differences, EffectsOfHoursDoorsAndDates) {
  EXPECT_EQ(told("\"09:00-18:00\"", "\"09:00-19:00\"").found.at(0).effect, Effect::better);
  EXPECT_EQ(told("\"09:00-18:00\"", "\"10:00-18:00\"").found.at(0).effect, Effect::worse);
  EXPECT_EQ(told("\"09:00-18:00\"", "\"10:00-19:00\"").found.at(0).effect, Effect::neither);
  EXPECT_EQ(told("2026-02-11, ", "2026-02-11, 2026-05-01, ").found.at(0).effect, Effect::worse);
  EXPECT_EQ(told("2026-02-11, ", "").found.at(0).effect, Effect::better);
  EXPECT_EQ(told("may: [open, reply], intake", "may: [open], intake").found.at(0).effect, Effect::worse);
  EXPECT_EQ(told(", intake: office", "").found.at(0).effect, Effect::better);
  EXPECT_EQ(told("within: 7d", "within: 3d").found.at(0).effect, Effect::worse);
  EXPECT_EQ(told("admit:\n", "admit:\n  - {when: {product: cloud, kind: problem}, refuse: Not supported}\n")
                .found.at(0)
                .effect,
            Effect::worse);
  EXPECT_EQ(told("title: Portal", "title: Web").found.at(0).effect, Effect::neither);
}

TEST(Differences, WordsOfDatesAndHours) {
  const Told dates = told("12-29..01-03", "12-30..01-03");
  ASSERT_EQ(dates.found.size(), 1u);
  EXPECT_EQ(dates.found[0].before, Json::array({"12-29"}));
  EXPECT_EQ(dates.words(0, "ja"), "jp：日付を削除しました（毎年12月29日）。");
  const Told hours = told("\"09:00-18:00\"", "\"09:00-17:30\"");
  EXPECT_EQ(hours.words(0, "ja"), "営業時間：時間帯を月〜金 09:00-18:00 → 月〜金 09:00-17:30に変更しました。");
  EXPECT_EQ(hours.words(0, "en"), "Office hours: hours Mon-Fri 09:00-18:00 → Mon-Fri 09:00-17:30.");
}

// A change of one language alone is told to readers of the other too.
TEST(Differences, TextsOfOneLanguage) {
  const Told ja = told("ja: サポート}", "ja: ご案内}");
  EXPECT_EQ(ja.words(0, "ja"), "プログラムの名称：「サポート」 → 「ご案内」に変更しました。");
  EXPECT_EQ(ja.words(0, "en"), "title of the program: サポート (Japanese) → ご案内 (Japanese).");
}

// ---- nothing is missed

void places_in(const Json& json, std::vector<std::size_t> at, std::vector<std::vector<std::size_t>>& all) {
  const std::size_t size = json.is_object() ? json.members().size() : json.is_array() ? json.items().size() : 0;
  for (std::size_t i = 0; i < size; ++i) {
    at.push_back(i);
    all.push_back(at);
    places_in(json.is_object() ? json.members()[i].second : json.items()[i], at, all);
    at.pop_back();
  }
}

// One change of the value at that place: another word, the other flag, one more, or the entry taken away.
void edit(Json& json, const std::vector<std::size_t>& place, bool take_away) {
  Json* parent = &json;
  for (std::size_t i = 0; i + 1 < place.size(); ++i)
    parent = parent->is_object() ? &parent->members()[place[i]].second : &parent->items()[place[i]];
  const auto index = static_cast<std::ptrdiff_t>(place.back());
  if (take_away && parent->is_object()) {
    parent->members().erase(parent->members().begin() + index);
  } else if (take_away) {
    parent->items().erase(parent->items().begin() + index);
  } else {
    Json& value = parent->is_object() ? parent->members()[place.back()].second : parent->items()[place.back()];
    if (value.is_string()) {
      value = value.string() + "x";
    } else if (value.is_bool()) {
      value = !value.boolean();
    } else if (value.is_integer()) {
      value = value.integer() + 1;
    } else if (value.is_object()) {
      value.set("zz", "new");
    } else {
      Json first = value.items().empty() ? Json("new") : value.items().front();
      if (first.is_object()) first.set("zz", "new");
      if (first.is_string()) first = "new";
      value.items().insert(value.items().begin(), std::move(first));
    }
  }
}

// Sets of dates are compared by their days, which do not come from the tree.
bool counts(const Json& tree, const std::vector<std::size_t>& place) {
  return tree.members()[place[0]].first != "days";
}

std::string path_of(const Json& tree, const std::vector<std::size_t>& place) {
  std::string path;
  const Json* at = &tree;
  for (const std::size_t i : place) {
    path += "/" + (at->is_object() ? at->members()[i].first : std::to_string(i));
    at = at->is_object() ? &at->members()[i].second : &at->items()[i];
  }
  return path;
}
// Conditions and branches of a choice may change and still give every case the same, as when a cell that falls back to
// the plan beneath goes away. What a rule gives (`is`) may not.
bool may_mean_nothing(const std::string& path) {
  const auto has = [&](const char* part) { return path.find(part) != std::string::npos; };
  return !has("/is") && (has("/when") || has("/keys") || has("/by") || has("/cells"));
}

TEST(Differences, EverySingleEditOfATreeShows) {
  std::mt19937 dice(20260401);
  std::vector<std::shared_ptr<const program::Program>> programs = {program_of(std::string(house))};
  for (const auto& folder : program::folders_in(program::source_folder / "programs"))
    programs.push_back(program::read(program::files_of(folder)).program);
  int edits = 0, without_meaning = 0;
  for (const auto& program : programs) {
    ASSERT_TRUE(program);
    EXPECT_TRUE(differences(*program, *program).empty());
    std::vector<std::vector<std::size_t>> places;
    places_in(program->tree, {}, places);
    std::ranges::shuffle(places, dice);
    places.resize(std::min<std::size_t>(places.size(), 60));
    for (const auto& place : places) {
      if (!counts(program->tree, place)) continue;
      program::Program edited = *program;
      edit(edited.tree, place, dice() % 3 == 0);
      const bool differs = meaning_of(*program, {}) != meaning_of(edited, {});
      ++edits;
      if (!differs) ++without_meaning;
      const auto found = differences(*program, edited);
      if (found.empty() == differs && !may_mean_nothing(path_of(program->tree, place)))
        ADD_FAILURE() << program->id << path_of(program->tree, place);
      for (const Difference& each : found)
        for (const char* language : {"ja", "en"}) {
          const std::string words = words_of(each, *program, edited, language);
          for (const char* left_open : {"{name}", "{noun}", "{cases}", "{part}", "{before", "{after"})
            EXPECT_EQ(words.find(left_open), std::string::npos) << each.kind << " " << words;
          EXPECT_FALSE(words.empty()) << each.kind;
        }
    }
  }
  EXPECT_GT(edits - without_meaning, 200);
}

}  // namespace
}  // namespace yakusoku::versions
