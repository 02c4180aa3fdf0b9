// Promises that are soft, vague, or in each other's way.

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "core/check/parts.hpp"
#include "core/check/quantities.hpp"

namespace yakusoku::check {

using program::Amount;
using program::ClockRule;
using program::Program;

namespace {

// Words that promise haste and no time.
bool is_vague(std::string_view text) {
  static constexpr std::string_view words[] = {
      "as fast as", "as soon as", "as quickly as", "promptly", "without delay", "in due course", "timely", "regularly",
      "できる限り", "できるだけ", "なるべく", "速やか", "すみやか", "早急", "至急", "随時", "順次", "定期的"};
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  const bool figure = std::ranges::any_of(in_digits(text), [](char c) { return c >= '0' && c <= '9'; });
  return !figure && std::ranges::any_of(words, [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

bool names(const Amount& amount, const std::vector<Quantity>& quantities) {
  const std::int64_t length = amount.length.seconds;
  std::int64_t sum = 0;
  for (const Quantity& each : quantities) {
    std::int64_t seconds = 0;
    switch (each.unit) {
      case Unit::minutes: seconds = 60; break;
      case Unit::hours: seconds = 3600; break;
      case Unit::days: seconds = 86400; break;
      case Unit::weeks: seconds = 7 * 86400; break;
      case Unit::months: seconds = 30 * 86400; break;
      case Unit::business_days:
        if (amount.form == Amount::Form::business_days && each.number == amount.days) return true;
        break;
    }
    if (seconds * each.number == length && length > 0) return true;
    sum += seconds * each.number;
  }
  return length > 0 && sum == length;  // 1 hour 30 minutes
}

bool measurable(const Amount& amount) {
  return amount.form == Amount::Form::length || amount.form == Amount::Form::length_in ||
         amount.form == Amount::Form::length_then_in || amount.form == Amount::Form::business_days;
}

// One case's dues under one clock, from each sample on.
struct Dues {
  const Amount* amount = nullptr;
  std::string path;
  std::string about;  // "kind question, product x"
  std::vector<Instant> due;
};

class Promises {
 public:
  Promises(Examples& examples, Findings& findings)
      : examples_(examples), program_(examples.program()), findings_(findings) {}

  void run() {
    for (const ClockRule& clock : program_.clocks) {
      each_amount(clock, [&](const Amount& amount, const program::Text& says, const std::string& path) {
        soft(amount, path);
        words(amount, says, path);
      });
      if (clock.owed_by == "vendor") order(clock);
    }
    for (const ClockRule& clock : program_.clocks)
      for (const ClockRule& ending : program_.clocks)
        if (clock.owed_by == "vendor" && ending.owed_by == "vendor" && &clock != &ending) beside(clock, ending);
  }

 private:
  void soft(const Amount& amount, const std::string& path) {
    switch (amount.promise) {
      case Amount::Promise::best_effort:
      case Amount::Promise::aim:
      case Amount::Promise::at_least: findings_.add("soft_promise", path, {{"amount", amount.written}}); break;
      case Amount::Promise::none:
      case Amount::Promise::firm: break;
    }
  }
  void words(const Amount& amount, const program::Text& says, const std::string& path) {
    for (const auto& [language, text] : says.by_language()) {
      const auto quantities = quantities_in(text);
      if (measurable(amount) && !quantities.empty() && !names(amount, quantities)) {
        findings_.add("says_differs", path, {{"words", text}, {"amount", amount.written}});
      } else if (amount.binding() && is_vague(text)) {
        findings_.add("vague_words", path, {{"words", text}, {"amount", amount.written}});
      }
    }
  }

  Dues dues_of(const program::Choice<Amount>& within, const Imagined& request) {
    const auto chosen = program::choose(within, request);
    if (!chosen.value || !chosen.value->binding()) return {};
    Dues dues{chosen.value, std::string(chosen.path), {}, {}};
    for (const Instant start : examples_.samples()) dues.due.push_back(examples_.due(*chosen.value, request, start));
    return dues;
  }

  // Levels worst first and plans best first: what comes first must not be due later.
  void order(const ClockRule& clock) {
    const Cases cases = cases_of(program_, clock);
    const auto within = told_apart(clock.within);
    for (const char* axis : {"severity", "plan"}) {
      if (!cases.has(axis)) continue;
      std::vector<std::string> ranked = program_.order_of(axis);
      if (std::string_view(axis) == "plan") ranked = program_.plans;
      std::map<std::string, std::map<std::size_t, Dues>> groups;  // all else equal
      cases.each([&](const Imagined& request) {
        const auto* value = std::get_if<std::string>(&request.values.find(axis)->second);
        if (!value || !applies(clock, cases, request, false)) return true;
        std::string others;
        for (const auto& [fact, each] : request.values)
          if (fact != axis) others += fact + "=" + program::to_text(each) + ";";
        const auto place = static_cast<std::size_t>(std::ranges::find(ranked, *value) - ranked.begin());
        Dues dues = dues_of(within, request);
        dues.about = others_in_words(request, axis);
        if (dues.amount) groups[others].emplace(place, std::move(dues));
        return true;
      });
      for (const auto& [others, dues] : groups)
        for (auto one = dues.begin(); one != dues.end(); ++one)
          for (auto other = std::next(one); other != dues.end(); ++other)
            compare(axis, ranked[one->first], one->second, ranked[other->first], other->second);
    }
  }
  static std::string others_in_words(const Imagined& request, std::string_view axis) {
    std::vector<std::string> facts;
    for (const auto& [fact, value] : request.values)
      if (fact != axis && (fact != "severity" || axis == "plan")) facts.push_back(fact);
    const std::string words = in_words(request, facts);
    return words.empty() ? words : " (" + words + ")";
  }
  void compare(std::string_view axis, const std::string& first, const Dues& one, const std::string& second,
               const Dues& other) {
    if (one.path == other.path && one.amount->calendar.empty()) return;
    const std::string pair = fmt::format("{}|{}|{}", axis, one.path, first);
    if (said_.contains(pair)) return;
    const bool levels = axis == "severity";
    for (std::size_t i = 0; i < one.due.size(); ++i) {
      if (one.due[i] <= other.due[i] || one.due[i] == far_future || other.due[i] == far_future) continue;
      Named named = {{levels ? "worse" : "better", first},
                     {levels ? "milder" : "lesser", second},
                     {"amount", one.amount->written},
                     {"other", other.amount->written},
                     {"facts", one.about},
                     {"start", examples_.words(examples_.samples()[i])},
                     {"due", examples_.words(one.due[i])},
                     {"other_due", examples_.words(other.due[i])}};
      said_.insert(pair);
      findings_.add(levels ? "level_order" : "plan_order", one.path, std::move(named));
      return;
    }
  }

  static bool ends_trouble(const ClockRule& clock) {
    return (has_event(clock, "restored") || has_event(clock, "solved") || has_event(clock, "fix_released")) &&
           !has_event(clock, "reply");
  }
  static bool is_cadence(const ClockRule& clock) {
    return std::ranges::any_of(clock.starts.patterns, [&](const program::EventPattern& pattern) {
      return pattern.clock == clock.name && pattern.event == "met";
    });
  }
  // An update later than the restoring, a first answer later than the restoring.
  void beside(const ClockRule& clock, const ClockRule& ending) {
    const bool cadence = is_cadence(clock);
    const bool answer = starts_by(clock, "opened") && has_event(clock, "reply");
    if ((!cadence && !answer) || !ends_trouble(ending) || !starts_by(ending, "opened")) return;
    Cases cases = cases_of(program_, clock);
    cases.look_at(ending.within);
    cases.look_at(ending.when);
    const auto within = told_apart(clock.within);
    const auto until = told_apart(ending.within);
    cases.each([&](const Imagined& request) {
      if (!applies(clock, cases, request, false) || !applies(ending, cases, request, false)) return true;
      const Dues mine = dues_of(within, request);
      const Dues other = dues_of(until, request);
      const std::string pair = fmt::format("{}|{}", mine.path, ending.name);
      if (!mine.amount || !other.amount || said_.contains(pair)) return true;
      for (std::size_t i = 0; i < mine.due.size(); ++i) {
        if (mine.due[i] <= other.due[i] || mine.due[i] == far_future) continue;
        said_.insert(pair);
        findings_.add(cadence ? "cadence_longer" : "response_after_restore", mine.path,
                      {{"amount", mine.amount->written},
                       {"other", other.amount->written},
                       {"clock", ending.name},
                       {"facts", in_words(request, {"kind", "severity", "plan"})},
                       {"start", examples_.words(examples_.samples()[i])},
                       {"due", examples_.words(mine.due[i])},
                       {"other_due", examples_.words(other.due[i])}});
        break;
      }
      return true;
    });
  }

  Examples& examples_;
  const Program& program_;
  Findings& findings_;
  std::set<std::string> said_;  // of whom a wrong order was told: one example is enough
};

}  // namespace

void check_promises(Examples& examples, Findings& findings) { Promises(examples, findings).run(); }

}  // namespace yakusoku::check
