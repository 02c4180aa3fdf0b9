#include "expectations.hpp"

#include <algorithm>
#include <array>

namespace yakusoku::scenarios {
namespace {

using What = Expect::What;

std::unexpected<Error> wanted(std::string detail) { return fail(ErrorCode::invalid, "", std::move(detail)); }

// "at WHEN" where it stands there.
Outcome maybe_at(Words& words, Expect& expect) {
  if (words.take("at")) expect.at = TRY(words.instant());
  return {};
}

Outcome breached(Words& words, Expect& expect) {
  expect.what = What::breached;
  if (expect.negated) return {};
  expect.times = words.times();
  TRY_OUTCOME(maybe_at(words, expect));
  if (words.take("detected")) expect.detected = TRY(words.instant());
  return {};
}

Outcome of_clock(Words& words, Expect& expect) {
  expect.clock = TRY(words.need("a clock"));
  expect.negated = words.take("not");
  const std::string word = TRY(words.need("what the clock should be"));
  static constexpr std::array<std::string_view, 3> states{"idle", "running", "paused"};
  static constexpr std::array<std::string_view, 4> verdicts{"met", "late", "withdrawn", "merged"};
  if (word == "breached") return breached(words, expect);
  if (word == "flagged") {
    expect.what = What::flagged;
    return {};
  }
  if (expect.negated) return wanted("only `breached` and `flagged` can be denied");
  if (word == "due") {
    expect.what = What::due;
    expect.at = words.take("none") ? far_future : TRY(words.instant());
  } else if (std::ranges::find(states, word) != states.end()) {
    expect.what = What::state;
    expect.word = word;
  } else if (std::ranges::find(verdicts, word) != verdicts.end()) {
    expect.what = What::verdict;
    expect.word = word;
    TRY_OUTCOME(maybe_at(words, expect));
    if (words.take("by")) expect.length = TRY(words.length());
  } else if (word == "cycle") {
    expect.what = What::cycle;
    expect.times = TRY(words.number("the cycle's number"));
  } else if (word == "amount" || word == "calendar") {
    expect.what = word == "amount" ? What::amount : What::calendar;
    expect.word = TRY(words.need(word));
  } else {
    return wanted(
        "due, running, paused, idle, met, late, withdrawn, merged, breached, cycle, flagged, amount or calendar "
        "instead of " +
        word);
  }
  return {};
}

Outcome warned(Words& words, Expect& expect) {
  expect.what = What::warned;
  expect.clock = TRY(words.need("a clock"));
  expect.word = TRY(words.need("the warning, such as 50%"));
  if (words.take("before")) expect.word += " before";
  expect.times = words.times();
  if (expect.negated) expect.times = 0;
  return maybe_at(words, expect);
}

Outcome action(Words& words, Expect& expect) {
  expect.what = What::action;
  expect.clock = TRY(words.need("an action"));
  expect.times = words.times();
  if (!expect.times && !words.done()) {
    expect.word = words.next();
    expect.times = words.times();
  }
  return maybe_at(words, expect);
}

// Who escalated, who hands over, what nobody was there for.
Outcome of_people(const std::string& word, Words& words, Expect& expect) {
  if (word == "owning_team") {
    expect.what = What::team;
    expect.word = TRY(words.need("a team or none"));
  } else if (word == "escalated") {
    expect.what = What::escalation;
    expect.clock = TRY(words.need("a tier or level"));
    expect.word = TRY(words.need("stands, acknowledged, ended or none"));
    while (!words.done()) {
      if (words.take("told")) {
        expect.words.push_back("told:" + TRY(words.need("whom")));
      } else if (words.take("skipped")) {
        expect.words.push_back("skipped:" + TRY(words.need("whom")));
      } else if (words.take("lane")) {
        expect.words.emplace_back("lane");
      } else if (words.take("not_before")) {
        expect.at = TRY(words.instant());
      } else {
        return words.end();
      }
    }
  } else if (word == "level") {
    expect.what = What::level;
    expect.clock = TRY(words.need("a level"));
    expect.word = TRY(words.need("open, from or closed"));
    if (expect.word == "from") expect.at = TRY(words.instant());
    if (expect.word == "closed") expect.second = words.next();
  } else if (word == "handoff") {
    expect.what = What::handoff;
    expect.word = TRY(words.need("offered, accepted, dropped, withdrawn or none"));
    while (!words.done()) {
      if (words.take("from")) {
        expect.words.push_back("from:" + TRY(words.need("a team")));
      } else if (words.take("to")) {
        expect.words.push_back("to:" + TRY(words.need("a team")));
      } else if (words.take("until")) {
        expect.at = TRY(words.instant());
      } else {
        return words.end();
      }
    }
  } else if (word == "meeting") {
    expect.what = What::meeting;
    expect.word = TRY(words.need("asked, scheduled, declined, cancelled, held, missed or none"));
    if (words.take("at")) expect.at = TRY(words.instant());
    if (words.take("to")) expect.detected = TRY(words.instant());
  } else if (word == "dropped") {
    expect.what = What::dropped;
    expect.times = TRY(words.number("how many"));
  } else {
    expect.what = What::effort_gap;
    if (words.take("none")) return {};
    if (words.take("from")) expect.at = TRY(words.instant());
    if (words.take("to")) expect.detected = TRY(words.instant());
    if (words.take("told")) expect.word = "told";
    if (!expect.at) return wanted("none or from WHEN [to WHEN] [told]");
  }
  return {};
}

Outcome of_request(const std::string& word, Words& words, Expect& expect) {
  if (word == "status") {
    expect.what = What::status;
    expect.word = TRY(words.need("a status"));
    expect.second = words.next();
  } else if (word == "told" || word == "reminded") {
    expect.what = word == "told" ? What::told : What::reminded;
    expect.word = TRY(words.need("whom"));
    expect.times = words.times();
  } else if (word == "promise") {
    expect.what = What::promise;
    expect.word = TRY(words.need("given, kept, broken, replaced or none"));
    TRY_OUTCOME(maybe_at(words, expect));
  } else if (word == "refused") {
    expect.what = What::refused;
    expect.word = TRY(words.need("an error code"));
    expect.second = words.next();
  } else if (word == "wake") {
    expect.what = What::wake;
    expect.at = words.take("never") ? far_future : TRY(words.instant());
  } else if (word == "next") {
    expect.what = What::next_due;
    if (!words.take("due")) return wanted("next due");
    expect.at = words.take("none") ? far_future : TRY(words.instant());
  } else if (word == "fact") {
    expect.what = What::fact;
    expect.clock = TRY(words.need("a fact"));
    expect.word = TRY(words.need("its value"));
  } else if (word == "remaining") {
    expect.what = What::remaining;
    expect.clock = TRY(words.need("a clock"));
    expect.length = TRY(words.length());
  } else if (word == "allowed") {
    expect.what = What::allowed;
    while (!words.done()) expect.word += (expect.word.empty() ? "" : " ") + words.next();
  } else if (word == "rank") {
    expect.what = What::rank;
    expect.times = TRY(words.number("a rank"));
  } else {
    expect.what = What::owner;
    expect.word = TRY(words.need("a person or nobody"));
  }
  return {};
}

}  // namespace

Result<Expect> read_expectation(Words& words) {
  static constexpr std::array<std::string_view, 12> own{"status", "told", "reminded",  "promise", "refused", "wake",
                                                        "next",   "fact", "remaining", "allowed", "rank",    "owner"};
  static constexpr std::array<std::string_view, 7> people{"owning_team", "escalated", "level",     "meeting",
                                                          "handoff",     "dropped",   "effort_gap"};
  static constexpr std::array<std::string_view, 7> terms{"plan",    "missed",    "contact", "contacts",
                                                         "balance", "objective", "spending"};
  Expect expect;
  if (std::ranges::find(terms, words.peek()) != terms.end()) {
    expect.what = What::term;
    while (!words.done()) expect.words.push_back(words.next());
  } else if (words.take("not")) {
    expect.negated = true;
    if (!words.take("warned")) return wanted("only `warned` can be denied here: not warned CLOCK 50%");
    TRY_OUTCOME(warned(words, expect));
  } else if (words.take("warned")) {
    TRY_OUTCOME(warned(words, expect));
  } else if (words.take("action")) {
    TRY_OUTCOME(action(words, expect));
  } else if (std::ranges::find(own, words.peek()) != own.end()) {
    const std::string word = words.next();
    TRY_OUTCOME(of_request(word, words, expect));
  } else if (std::ranges::find(people, words.peek()) != people.end()) {
    const std::string word = words.next();
    TRY_OUTCOME(of_people(word, words, expect));
  } else {
    words.take("clock");
    TRY_OUTCOME(of_clock(words, expect));
  }
  TRY_OUTCOME(words.end());
  return expect;
}

}  // namespace yakusoku::scenarios
