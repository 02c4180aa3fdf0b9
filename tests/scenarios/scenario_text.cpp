#include "scenario_text.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "base/zones.hpp"
#include "expectations.hpp"
#include "words.hpp"

namespace yakusoku::scenarios {
namespace {

using lifecycle::Side;
using lifecycle::Verb;

constexpr std::size_t most_lines = 20'000;

std::unexpected<Error> wanted(std::string detail) { return fail(ErrorCode::invalid, "", std::move(detail)); }

struct Numbered {
  int number;
  std::string_view text;
};

class Reader {
 public:
  explicit Reader(Scenario& scenario) : scenario_(scenario) {}
  Outcome line(const Numbered& numbered);

 private:
  using Does = decltype(Line::does);
  Result<Does> action(const std::string& word, Words& words);
  Result<Does> open(Words& words);
  Result<Does> act(Verb verb, Words& words);
  Outcome tail(lifecycle::Act& act, Words& words, bool takes_values);
  Outcome extras(Verb verb, Perform& perform, Words& words);
  Outcome people_extras(Verb verb, Perform& perform, Words& words);
  Outcome by(lifecycle::Act& act, Words& words);
  Result<Does> works(Words& words);
  Result<calendars::Definition> hours(Words& words);
  Result<Does> off_or_on(bool away, Words& words);
  Result<Does> close_days(Words& words);
  Outcome moved(Instant to);
  PersonId person(const std::string& name);

  Scenario& scenario_;
  Surroundings around_;
};

PersonId Reader::person(const std::string& name) {
  auto found = std::ranges::find(around_.people, name);
  if (found == around_.people.end()) found = around_.people.insert(found, name);
  return PersonId{101 + (found - around_.people.begin())};
}

Outcome Reader::moved(Instant to) {
  if (around_.now && to < *around_.now) return wanted("a time that lies ahead: clocks don't go back");
  around_.now = to;
  return {};
}

Outcome Reader::by(lifecycle::Act& act, Words& words) {
  const std::string who = TRY(words.need("who"));
  act.actor.role.clear();
  if (who == "customer") {
    act.actor.side = Side::customer;
  } else if (who == "program") {
    act.actor.side = Side::program;
  } else {
    act.actor.side = Side::vendor;
    act.actor.role = who;
  }
  return {};
}

// by WHO, via DOOR, agreed, and, where the verb takes them, FACT VALUE.
Outcome Reader::tail(lifecycle::Act& act, Words& words, bool takes_values) {
  while (!words.done()) {
    if (words.take("by")) {
      TRY_OUTCOME(by(act, words));
    } else if (words.take("via")) {
      act.door = TRY(words.need("a door"));
    } else if (words.take("agreed")) {
      act.consent = true;
    } else if (takes_values) {
      const std::string name = words.next();
      std::string value = TRY(words.need("the value of " + name));
      act.values.push_back(
          tickets::Value::of(name, value == "unknown" ? program::FactValue{} : program::FactValue(std::move(value))));
    } else {
      return words.end();
    }
  }
  return {};
}

Result<Reader::Does> Reader::open(Words& words) {
  if (!around_.now) return wanted("`at` has to say first when it is");
  Perform perform;
  perform.act.verb = Verb::open;
  perform.act.actor.side = Side::customer;
  perform.act.values.push_back(tickets::Value::of("kind", TRY(words.need("a kind"))));
  std::string name = "it";
  std::vector<std::string> rest;
  while (!words.done()) {
    std::string word = words.next();
    if (word == "as") {
      name = TRY(words.need("a name"));
    } else {
      rest.push_back(word == "severity" ? "asked_severity" : std::move(word));
    }
  }
  Words others(std::move(rest), around_);
  TRY_OUTCOME(tail(perform.act, others, true));
  if (around_.opened.contains(name)) return wanted("another name: " + name + " is open already");
  around_.request = name;
  around_.opened[name] = *around_.now;
  return Does(std::move(perform));
}

// What is said with the verb before `by`, `via` and values.
Outcome Reader::extras(Verb verb, Perform& perform, Words& words) {
  lifecycle::Act& act = perform.act;
  switch (verb) {
    case Verb::reply:
      for (;;) {
        if (words.take("asks")) {
          act.asks = true;
        } else if (words.take("promise")) {
          act.until = TRY(words.instant());
        } else if (words.take("keeps")) {
          act.keeps_promise = true;
        } else if (words.take("mark")) {
          act.marks.push_back(TRY(words.need("a mark")));
        } else if (words.take("solve")) {
          act.reason = TRY(words.need("a closing reason"));
        } else {
          return {};
        }
      }
    case Verb::happen:
      act.event = TRY(words.need("an event"));
      while (!words.done() && words.peek() != "by" && words.peek() != "via") {
        const std::string name = words.next();
        act.attributes.push_back({name, TRY(words.need("the value of " + name))});
      }
      return {};
    case Verb::hold: {
      const std::string on = words.done() || words.peek() == "until" ? "customer" : words.next();
      act.values.push_back(tickets::Value::of("waiting_on", on));
      if (words.take("until")) act.until = TRY(words.instant());
      return {};
    }
    case Verb::assign:
      perform.owner = TRY(words.need("a person or nobody"));
      if (perform.owner != "nobody") act.owner = person(perform.owner);
      return {};
    case Verb::promise: act.until = TRY(words.instant()); return {};
    case Verb::agree:
      act.clock = TRY(words.need("a clock"));
      act.amount = TRY(words.need("an amount"));
      return {};
    case Verb::solve:
    case Verb::close:
      if (words.peek() != "by" && words.peek() != "via") act.reason = words.next();
      return {};
    case Verb::open:
    case Verb::message:
    case Verb::note:
    case Verb::set:
    case Verb::resume:
    case Verb::reopen:
    case Verb::absorb:
    case Verb::merged:
    case Verb::splice:
    case Verb::wake:
    case Verb::escalate:
    case Verb::acknowledge:
    case Verb::end_escalation:
    case Verb::plan_change:
    case Verb::plan_step:
    case Verb::offer:
    case Verb::take_over:
    case Verb::meet:
    case Verb::withdraw_offer: return people_extras(verb, perform, words);
    case Verb::drop_baton:
    case Verb::effort_gap:
    case Verb::move:
    case Verb::annotate: return {};
  }
  return {};
}

// Escalations, and hand-offs from shift to shift.
Outcome Reader::people_extras(Verb verb, Perform& perform, Words& words) {
  lifecycle::Act& act = perform.act;
  const auto ends = [&] { return words.done() || words.peek() == "by" || words.peek() == "via"; };
  switch (verb) {
    case Verb::escalate:
      if (words.take("to")) act.level = TRY(words.need("a tier, a level or next"));
      if (words.take("because")) act.words = "because";
      while (words.take("with")) {
        const std::string name = TRY(words.need("a fact"));
        act.values.push_back(tickets::Value::of(name, TRY(words.need("its value"))));
      }
      return {};
    case Verb::acknowledge:
    case Verb::end_escalation:
    case Verb::plan_step:
      if (words.take("accepted")) act.event = "accepted";
      if (words.take("done")) act.event = "done";
      if (ends()) return {};
      if (verb == Verb::plan_step) {
        act.plan.emplace_back().number = static_cast<int>(TRY(words.number("a step's number")));
      } else {
        act.number = TRY(words.number("an escalation's number"));
      }
      return {};
    case Verb::meet: {
      act.event = TRY(words.need("asked, scheduled, declined, cancelled, held or missed"));
      meetings::Meeting& said = act.meeting.emplace_back();
      if (act.event == "asked") {
        std::string& what = words.take("session") ? said.session : said.door;
        what = TRY(words.need("a door, or session NAME"));
      } else if (!ends() && words.peek() != "at") {
        act.number = TRY(words.number("a meeting's number"));
      } else {
        act.number = 1;
      }
      if (words.take("at")) said.from = TRY(words.instant());
      if (words.take("to")) said.to = TRY(words.instant());
      if (words.take("control")) act.attributes.push_back({"control", "yes"});
      return {};
    }
    case Verb::plan_change:
      while (!ends()) act.plan.emplace_back().side = words.next();
      return {};
    case Verb::offer:
      if (words.take("to")) {
        perform.owner = TRY(words.need("a person"));
        act.owner = person(perform.owner);
      }
      if (words.take("team")) act.values.push_back(tickets::Value::of("team", TRY(words.need("a team"))));
      if (words.take("checked")) act.event = "checked";
      return {};
    case Verb::take_over:
      perform.actor = TRY(words.need("who takes it over"));
      act.actor.person = person(perform.actor);
      if (words.take("as_is")) act.consent = true;
      return {};
    default: return {};  // says no more than its name
  }
}

Result<Reader::Does> Reader::works(Words& words) {
  Works works;
  works.name = TRY(words.need("a name"));
  works.agent.id = person(works.name);
  works.agent.role = "agent";
  static const std::map<std::string, std::vector<std::string> people::Agent::*, std::less<>> lists{
      {"team", &people::Agent::teams},
      {"duty", &people::Agent::duties},
      {"skill", &people::Agent::skills},
      {"speaks", &people::Agent::languages},
      {"product", &people::Agent::products}};
  static const std::map<std::string, std::string people::Agent::*, std::less<>> singles{
      {"site", &people::Agent::site},
      {"zone", &people::Agent::zone},
      {"tier", &people::Agent::tier},
      {"role", &people::Agent::role}};
  while (!words.done()) {
    if (words.peek() == "always" || words.peek() == "never" || words.peek() == "hours") {
      works.hours = TRY(hours(words));
      continue;
    }
    const std::string name = words.next();
    if (name == "at_most") {
      works.agent.at_most = TRY(words.number("a number"));
      continue;
    }
    std::string value = TRY(words.need("the value of " + name));
    if (const auto list = lists.find(name); list != lists.end()) {
      (works.agent.*list->second).push_back(std::move(value));
    } else if (const auto single = singles.find(name); single != singles.end()) {
      works.agent.*single->second = std::move(value);
    } else {
      works.agent.known.emplace_back(name, std::move(value));
    }
  }
  works.agent.rota = works.name;
  return Does(Work{std::move(works)});
}

// always, never, hours mon-fri 09:00-18:00 [ZONE]
Result<calendars::Definition> Reader::hours(Words& words) {
  if (words.take("always")) return calendars::always();
  if (words.take("never")) return calendars::never();
  words.take("hours");
  static constexpr std::array<std::string_view, 7> names{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  const auto day = [&](std::string_view name) { return std::ranges::find(names, name) - names.begin(); };
  const std::string days = TRY(words.need("days such as mon-fri"));
  const std::string times = TRY(words.need("times such as 09:00-18:00"));
  const auto first = day(days.substr(0, 3)), last = days.size() > 4 ? day(days.substr(4)) : first;
  if (first == 7 || last == 7 || last < first || times.size() != 11) return wanted("hours mon-fri 09:00-18:00");
  const auto seconds_at = [&](std::size_t from) {
    return (std::stoi(times.substr(from, 2)) * 60 + std::stoi(times.substr(from + 3, 2))) * 60;
  };
  calendars::Definition definition;
  definition.kind = calendars::Definition::Kind::week;
  calendars::Window window{seconds_at(0), seconds_at(6)};
  if (window.to <= window.from) window.to += 24 * 3600;
  for (auto each = first; each <= last; ++each)
    definition.week.weekly[static_cast<std::size_t>(each)].push_back(window);
  definition.week.zone = zones::exists(words.peek()) ? words.next() : around_.zone;
  return definition;
}

Result<Reader::Does> Reader::off_or_on(bool away, Words& words) {
  OffOrOn stretch;
  stretch.away = away;
  stretch.name = TRY(words.need("a name"));
  stretch.id = person(stretch.name);
  if (!words.take("from")) return wanted("from WHEN to WHEN");
  stretch.from = TRY(words.instant());
  if (!words.take("to")) return wanted("from WHEN to WHEN");
  stretch.to = TRY(words.instant());
  return Does(Stretch{std::move(stretch)});
}

Result<Reader::Does> Reader::act(Verb verb, Words& words) {
  Perform perform;
  perform.act.verb = verb;
  if (verb == Verb::message) {
    perform.act.actor.side = Side::customer;
  } else {
    perform.act.actor.role = "agent";
  }
  TRY_OUTCOME(extras(verb, perform, words));
  TRY_OUTCOME(tail(perform.act, words, verb == Verb::message || verb == Verb::set || verb == Verb::assign));
  return Does(std::move(perform));
}

Result<Reader::Does> Reader::close_days(Words& words) {
  CloseDays closing;
  closing.calendar = TRY(words.need("a calendar"));
  if (!words.take("closed")) return wanted("closed DATE …");
  while (const auto date = zones::date_of(words.peek())) {
    closing.dates.push_back(*date);
    words.next();
  }
  if (closing.dates.empty()) return wanted("a date such as 2025-06-12");
  if (!around_.now) return wanted("`at` has to say first when it is");
  closing.from = words.take("from") ? TRY(words.instant()) : *around_.now;
  return Does(std::move(closing));
}

Result<Reader::Does> Reader::action(const std::string& word, Words& words) {
  if (word == "at" || word == "sleep") {
    const bool asleep = word == "sleep";
    if (asleep && !words.take("until")) return wanted("sleep until WHEN");
    const Instant to = TRY(words.instant());
    TRY_OUTCOME(moved(to));
    return Does(MoveTo{to, asleep});
  }
  if (word == "wake") return Does(Wake{});
  if (word == "known") {
    const std::string name = TRY(words.need("a fact"));
    const std::string value = TRY(words.need("its value"));
    return Does(
        Know{tickets::Value::of(name, value == "unknown" ? program::FactValue{} : program::FactValue(value))});
  }
  if (word == "open") return open(words);
  if (word == "holds" || word == "contact" || word == "signs" || word == "buy" || word == "approve" ||
      word == "asker") {
    Term term{{word}};
    while (!words.done()) term.words.push_back(words.next());
    return Does(std::move(term));
  }
  if (word == "works") return works(words);
  if (word == "away" || word == "shift") return off_or_on(word == "away", words);
  if (word == "calendar") return close_days(words);
  if (word == "merge") {
    Merge merge;
    merge.from = TRY(words.need("a request"));
    if (!words.take("into")) return wanted("merge A into B");
    merge.into = TRY(words.need("a request"));
    for (const std::string& each : {merge.from, merge.into})
      if (!around_.opened.contains(each)) return wanted("a request that is open instead of " + each);
    around_.request = merge.into;
    return Does(std::move(merge));
  }
  if (word == "expect") {
    Expect expect = TRY(read_expectation(words));
    if (expect.what == Expect::What::owner && expect.word != "nobody") expect.person = person(expect.word);
    return Does(std::move(expect));
  }
  static constexpr std::array verbs{
      Verb::message,        Verb::reply,       Verb::note,      Verb::happen,   Verb::set,
      Verb::hold,           Verb::resume,      Verb::assign,    Verb::promise,  Verb::agree,
      Verb::solve,          Verb::close,       Verb::reopen,    Verb::escalate, Verb::acknowledge,
      Verb::end_escalation, Verb::plan_change, Verb::plan_step, Verb::offer,    Verb::take_over,
      Verb::withdraw_offer, Verb::meet};
  for (const Verb verb : verbs)
    if (lifecycle::enum_words(verb)[static_cast<std::size_t>(verb)] == word) return act(verb, words);
  return wanted("an action or `expect` instead of " + word);
}

Outcome Reader::line(const Numbered& numbered) {
  Words words(TRY(cut(numbered.text)), around_);
  if (words.done()) return {};
  const std::string word = words.next();
  if (word == "scenario") {
    while (!words.done()) scenario_.name += (scenario_.name.empty() ? "" : " ") + words.next();
    return scenario_.name.empty() ? Outcome(wanted("the scenario's name")) : Outcome();
  }
  if (word == "program") {
    scenario_.program = TRY(words.need("a program's folder"));
    return words.end();
  }
  if (word == "zone") {
    around_.zone = TRY(words.need("a zone"));
    if (!zones::exists(around_.zone)) return wanted("a zone such as Asia/Tokyo instead of " + around_.zone);
    return words.end();
  }
  if (word == "on") {
    const std::string name = TRY(words.need("a request"));
    if (!around_.opened.contains(name)) return wanted("a request that is open instead of " + name);
    around_.request = name;
    return words.end();
  }
  Line line;
  line.number = numbered.number;
  line.text = std::string(numbered.text.substr(numbered.text.find_first_not_of(" \t")));
  line.does = TRY(action(word, words));
  line.request = around_.request;
  TRY_OUTCOME(words.end());
  const auto* expect = std::get_if<Expect>(&line.does);
  const bool needs_open =
      std::holds_alternative<Perform>(line.does) || (expect && expect->what != Expect::What::term);
  if (needs_open && around_.opened.empty()) return wanted("`open` first");
  scenario_.lines.push_back(std::move(line));
  return {};
}

}  // namespace

Result<std::vector<Scenario>> parse(std::string_view text, const std::string& file) {
  std::vector<std::vector<Numbered>> groups{{}};  // the first: what all of them begin with
  int number = 0;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const Numbered line{++number, text.substr(0, end)};
    if (static_cast<std::size_t>(number) > most_lines) return fail(ErrorCode::limit, file, "fewer lines");
    const auto words = cut(line.text);
    if (words && !words->empty() && words->front() == "scenario") groups.emplace_back();
    groups.back().push_back(line);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  std::vector<Scenario> scenarios;
  for (std::size_t i = groups.size() == 1 ? 0 : 1; i < groups.size(); ++i) {
    Scenario scenario;
    Reader reader(scenario);
    const auto read = [&](const std::vector<Numbered>& lines) -> Outcome {
      for (const Numbered& each : lines) {
        if (auto outcome = reader.line(each); !outcome) {
          return fail(outcome.error().code, file + ":" + std::to_string(each.number), outcome.error().detail);
        }
      }
      return {};
    };
    if (i > 0) TRY_OUTCOME(read(groups.front()));
    TRY_OUTCOME(read(groups[i]));
    if (scenario.name.empty()) scenario.name = file;
    if (scenario.program.empty())
      return fail(ErrorCode::required, file + ":" + std::to_string(groups[i].empty() ? 1 : groups[i].front().number),
                  "program NAME");
    scenarios.push_back(std::move(scenario));
  }
  return scenarios;
}

}  // namespace yakusoku::scenarios
