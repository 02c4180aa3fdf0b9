// The proof agrees with whoever walks the time: over random small programs whose windows and amounts are whole minutes,
// every start at the beginning and at the last second of a minute is lived through, one by one, with the clocks' own
// arithmetic, and every such second is asked whether it lies in a gap. Within a minute a due stands still or moves along
// with its start, so these seconds tell all.

#include <rapidcheck.h>

#include <random>

#include "core/clocks/compiled_calendars.hpp"
#include "core/proof/proved_for_tests.hpp"
#include "core/proof/spans.hpp"

namespace yakusoku::proof {
namespace {

class Draw {
 public:
  explicit Draw(std::uint64_t seed) : dice_(seed) {}
  int upto(int most) { return static_cast<int>(dice_() % static_cast<unsigned>(most + 1)); }
  template <std::size_t N>
  const char* one_of(const char* const (&words)[N]) {
    return words[upto(static_cast<int>(N) - 1)];
  }
  std::string length() { return std::to_string(15 * (1 + upto(60))) + "m"; }

  std::string week() {
    std::string open;
    for (const char* day : {"mon", "tue", "wed", "thu", "fri", "sat", "sun"}) {
      if (upto(4) == 0) continue;
      const int from = 10 * upto(100), to = std::min(1440, from + 10 * (6 + upto(70)));
      open += std::string(open.empty() ? "" : ", ") + day + ": \"" + clock(from) + "-" + clock(to) + "\"";
    }
    const char* zone = one_of({"America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Tokyo"});
    return std::string("{zone: ") + zone + ", open: {" + (open.empty() ? "mon: \"09:00-17:00\"" : open) +
           "}, day: " + one_of({"close", "same_time", "3h"}) + (upto(2) == 0 ? ", dates: {shut: closed}}" : "}");
  }
  std::string calendar() { return one_of({"c0", "c1", "c2", "always"}); }
  std::string week_name() { return one_of({"c0", "c1", "c2"}); }
  std::string amount() {
    switch (upto(8)) {
      case 0: return length();
      case 1: return length() + " in " + calendar();
      case 2: return length() + " then in " + calendar();
      case 3: return std::to_string(1 + upto(1)) + "bd in " + week_name();
      case 4: return "by close " + std::string(one_of({"today", "next day"})) + " in " + week_name();
      case 5: return "by open next day in " + week_name();
      case 6: return "by 12:30 " + std::string(one_of({"today", "next day"})) + " in " + week_name();
      case 7: return "by next opening of " + week_name();
      default: return "aim " + length();
    }
  }
  std::string within() {
    if (upto(1) == 0) return "{is: " + amount() + "}";
    const char* fact = one_of({"opened", "started"});
    return std::string("[{when: {") + fact + ": {in: " + week_name() + "}}, is: " + amount() + "}, {is: " + amount() +
           "}]";
  }
  std::string coverage() {
    const std::string rest = one_of({"a", "b"});
    const std::string other = one_of({"a", "b", "none"});
    switch (upto(3)) {
      case 0: return rest;
      case 1: return "[{when: {opened: {in: " + week_name() + "}}, is: " + other + "}, {is: " + rest + "}]";
      case 2: return "[{when: {now: {in: " + week_name() + "}}, is: " + other + "}]";
      default: return "[{when: {now: {in: " + week_name() + "}}, is: " + other + "}, {is: " + rest + "}]";
    }
  }
  std::string program(const std::string& date) {
    std::string yaml = "program: p\nzone: UTC\ndays: {shut: [" + date + "]}\ncalendars:\n";
    for (const char* name : {"c0", "c1", "c2"}) yaml += std::string("  ") + name + ": " + week() + "\n";
    yaml += "clocks:\n  first: {starts: opened, met_by: " + std::string(one_of({"reply", "restored"})) +
            ", within: " + within() + "}\n  next: {starts: " + one_of({"message", "first.met"}) +
            ", met_by: reply, within: " + within() + "}\n";
    yaml +=
        "teams: {a: {hours: " + calendar() + "}, b: {hours: " + week_name() + "}}\ncoverage: " + coverage() + "\n";
    yaml += "effort: " + calendar() + "\ndoors: {mail: {may: [open], intake: " + calendar() + "}}\n";
    return yaml;
  }

 private:
  static std::string clock(int minute) {
    const auto two = [](int n) { return std::string(n < 10 ? "0" : "") + std::to_string(n); };
    return two(minute / 60) + ":" + two(minute % 60);
  }
  std::mt19937_64 dice_;
};

class Moment final : public program::Facts {
 public:
  Moment(const program::Program& program, clocks::Calendars& calendars) : program_(program), calendars_(calendars) {}
  Instant opened, started, now;
  program::FactValue value_of(std::string_view fact) const override {
    if (fact == "opened") return opened.seconds;
    if (fact == "started") return started.seconds;
    if (fact == "now") return now.seconds;
    return {};
  }
  bool is_open(std::string_view name, Instant at) const override {
    const auto text = calendars_.text(program_, std::string(name), *this);
    if (text->empty()) return true;
    return calendars_.compiled(*text)->is_open(at);
  }

 private:
  const program::Program& program_;
  clocks::Calendars& calendars_;
};

using Seen = std::map<std::pair<GapKind, std::string>, std::set<Instant>>;

class Walker {
 public:
  Walker(const program::Program& program, Interval horizon)
      : program_(program),
        horizon_(horizon),
        calendars_(horizon.from - days(30), horizon.to + days(60)),
        moment_(program, calendars_) {
    for (Instant at = horizon.from; at < horizon.to; at = at + seconds(60)) {
      grid_.push_back(at);
      grid_.push_back(at + seconds(59));
    }
    const auto asked = program::facts_asked(program.coverage);
    by_arrival_ = std::ranges::find(asked, "opened") != asked.end();
  }

  Seen walk() {
    for (const Instant at : grid_) openings_.try_emplace(class_of_kept(at), at);
    for (const Instant at : grid_) effort(at);
    // Arrivals are told apart by all that a rule asks of them: two classes by each calendar named.
    for (const Instant at : grid_)
      if (moment_.is_open(program_.door("mail")->intake, at)) classes_.try_emplace(class_of_kept(at), at);
    for (const program::ClockRule& clock : program_.clocks) live(clock);
    return std::move(seen_);
  }

 private:
  int class_of(Instant at) const {
    return (moment_.is_open("c0", at) ? 1 : 0) + (moment_.is_open("c1", at) ? 2 : 0) +
           (moment_.is_open("c2", at) ? 4 : 0);
  }
  std::string team(Instant opened, Instant at) {
    moment_.opened = by_arrival_ ? opened : at;
    moment_.started = moment_.now = at;
    const auto chosen = program::choose(program_.coverage, moment_);
    return chosen.value ? *chosen.value : std::string();
  }
  bool present(Instant opened, Instant at) {
    const std::string owner = team(opened, at);
    for (const program::Team& each : program_.teams)
      if (each.id == owner) return moment_.is_open(each.hours, at);
    return false;
  }
  void missed(GapKind kind, const std::string& path, Instant opened, Instant at) {
    if (at < horizon_.from || at >= horizon_.to) return;
    seen_[{team(opened, at) == "none" ? GapKind::nobody_on_purpose : kind, path}].insert(at);
  }
  void effort(Instant at) {
    for (const Instant opened : openings_for_coverage(at)) {
      const auto chosen = program::choose(program_.effort, moment_);
      if (moment_.is_open(*chosen.value, at) && !present(opened, at))
        missed(GapKind::effort_unattended, std::string(chosen.path), opened, at);
    }
  }
  // One arrival for each way in which coverage may see it; whether a door takes it is not asked of effort.
  std::vector<Instant> openings_for_coverage(Instant at) {
    if (!by_arrival_) return {at};
    std::vector<Instant> all;
    for (const auto& [number, instant] : openings_) all.push_back(instant);
    return all;
  }
  int class_of_kept(Instant at) {
    const auto found = every_class_.find(at);
    return found != every_class_.end() ? found->second : every_class_.emplace(at, class_of(at)).first->second;
  }

  void live(const program::ClockRule& clock) {
    const std::string event = clock.starts.patterns.front().event;
    const bool exact = event == "opened";
    for (const auto& [number, arrival] : classes_) {
      std::map<std::string, Instant> latest;  // by clause
      for (const Instant start : grid_) {
        const bool starts =
            exact ? moment_.is_open(program_.door("mail")->intake, start) && class_of_kept(start) == number
                  : start >= arrival && (event == "message" || present(arrival, start));
        if (starts) begin(clock, arrival, start, exact, latest);
        for (const auto& [path, due] : latest) runs(clock, path, arrival, start, due);
      }
    }
  }
  void begin(const program::ClockRule& clock, Instant arrival, Instant start, bool exact,
             std::map<std::string, Instant>& latest) {
    moment_.opened = exact ? start : arrival;
    moment_.started = moment_.now = start;
    const auto selection = clocks::select(clock, program_, moment_, start, calendars_);
    if (!selection) return;
    const Instant due = selection->absolute != far_future
                            ? selection->absolute
                            : clocks::due_after(*selection, start, selection->budget, calendars_);
    auto& kept = latest.try_emplace(selection->path, due).first->second;
    kept = std::max(kept, due);
    if (!present(arrival, due) && !present(arrival, due - seconds(1)))
      missed(GapKind::falls_due_unattended, selection->path, arrival, due);
  }
  void runs(const program::ClockRule& clock, const std::string& path, Instant arrival, Instant at, Instant due) {
    if (at >= due) return;
    const program::Amount* amount = nullptr;
    for (const auto& rule : clock.within.rules)
      if (rule.path == path) amount = &std::get<program::Amount>(rule.is);
    using Form = program::Amount::Form;
    const bool counts_some =
        amount->form == Form::length_in || amount->form == Form::business_days || amount->form == Form::moment;
    if (counts_some && !moment_.is_open(amount->calendar, at)) return;
    if (!present(arrival, at)) return missed(GapKind::runs_unattended, path, arrival, at);
    const bool takes_work =
        std::get<std::vector<program::EventPattern>>(clock.met_by.rules[0].is)[0].event == "restored";
    const auto effort = program::choose(program_.effort, moment_);
    if (takes_work && !moment_.is_open(*effort.value, at)) seen_[{GapKind::outside_effort, path}].insert(at);
  }

  const program::Program& program_;
  Interval horizon_;
  clocks::CompiledCalendars calendars_;
  Moment moment_;
  std::vector<Instant> grid_;
  bool by_arrival_ = false;
  std::map<int, Instant> classes_;   // of arrivals that the door takes, the first of each
  std::map<int, Instant> openings_;  // of any instants
  std::map<Instant, int> every_class_;
  Seen seen_;
};

// Every second of the walk lies in a gap of the proof if and only if the walk saw one there.
void compare(const std::string& yaml, Interval horizon) {
  RC_LOG() << yaml << to_iso(horizon.from) << "\n";
  const auto program = program::program_of(yaml);
  Options options;
  options.from = horizon.from, options.to = horizon.to;
  const auto proof = prove(*program, options);
  RC_ASSERT(proof.has_value());
  RC_ASSERT(proof->rows.size() == 1U);
  std::map<std::pair<GapKind, std::string>, Spans> gaps;
  for (const Gap& gap : proof->rows[0].gaps) gaps[{gap.kind, gap.path}].push_back({gap.from, gap.to});
  Seen seen = Walker(*program, horizon).walk();
  for (const auto& [key, spans] : gaps) seen[key];
  for (const auto& [key, instants] : seen) {
    const Spans& spans = gaps[key];
    for (Instant at = horizon.from; at < horizon.to; at = at + seconds(60)) {
      for (const Instant each : {at, at + seconds(59)}) {
        if (holds(spans, each) == instants.contains(each)) continue;
        RC_LOG() << enum_words(key.first)[static_cast<std::size_t>(key.first)] << " " << key.second << " at "
                 << to_iso(each) << ": the walk says " << instants.contains(each) << "\n";
        RC_FAIL("the proof and the walk differ");
      }
    }
  }
}

TEST(ProofWalk, agrees_minute_by_minute_around_changes_of_the_wall) {
  EXPECT_TRUE(rc::check([](std::uint64_t seed) {
    Draw draw(seed);
    // Days with a change of daylight saving in New York, London or on Lord Howe, and one without.
    const char* date =
        draw.one_of({"2026-03-08", "2026-03-29", "2026-04-05", "2026-10-25", "2026-11-01", "2026-06-10"});
    const Instant day = at(std::string(date) + "T00:00:00Z");
    compare(draw.program(date), {day - hours(6 + draw.upto(6)), day + hours(20 + draw.upto(8))});
  }));
}

}  // namespace
}  // namespace yakusoku::proof
