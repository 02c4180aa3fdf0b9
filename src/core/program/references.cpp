#include "core/program/references.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "base/zones.hpp"
#include "core/program/calendars_written.hpp"
#include "core/program/words.hpp"

namespace yakusoku::program {
namespace {

using Words = std::vector<std::string>;

bool contains(const Words& words, std::string_view word) { return std::ranges::find(words, word) != words.end(); }

std::string guess_among(std::string_view word, const Words& known) {
  const std::string guess = nearest(word, known);
  return guess.empty() ? "" : "; did you mean `" + guess + "`?";
}
std::string listed(const Words& words) {
  if (words.size() <= 12) return one_of(words);
  return one_of({words.begin(), words.begin() + 12}) + ", ..";
}

// What a built-in fact may be compared with: fixed words, the names of a space, or anything.
struct BuiltIn {
  std::string_view name;
  std::string_view values;  // words with spaces between them; "@space": names of it
};
constexpr std::string_view yes_no = "yes no";
constexpr BuiltIn built_in[] = {
    {"kind", "@kind"},
    {"product", "@product"},
    {"component", ""},
    {"version", ""},
    {"phase", "beta current maintained extended ended"},
    {"environment", "@environment"},
    {"severity", "@level"},
    {"asked_severity", "@level"},
    {"channel", ""},
    {"language", ""},
    {"tag", ""},
    {"cause", ""},
    {"status", "open solved closed"},
    {"waiting_on", "vendor customer third_party"},
    {"workaround", "none offered given failed"},
    {"plan", "@plan"},
    {"team", "@team"},
    {"tier", "@tier"},
    {"site", "@site"},
    {"owner", ""},
    {"handed_to", ""},
    {"restored", yes_no},
    {"phoned", yes_no},
    {"outage", yes_no},
    {"escalated", ""},
    {"attempts", ""},
    {"reopened", ""},
    {"opened", ""},
    {"started", ""},
    {"now", ""},
    {"subject", ""},
    {"description", ""},
    {"contact.role", ""},
    {"contact.named", yes_no},
    {"contact.personal", yes_no},
    {"contact.certified", yes_no},
    {"contact.verified", yes_no},
    {"contact.address", ""},
    {"contact.employer", ""},
    {"contact.language", ""},
    {"contact.zone", ""},
    {"contact.away", yes_no},
    {"customer.id", ""},
    {"customer.country", ""},
    {"customer.region", ""},
    {"customer.domain", ""},
    {"customer.zone", ""},
    {"customer.language", ""},
    {"customer.spend", ""},
    {"customer.partner", ""},
    {"customer.parent", ""},
    {"customer.open_requests", ""},
    {"contract.plan", "@plan"},
    {"contract.signed", ""},
    {"contract.from", ""},
    {"contract.to", ""},
    {"contract.zone", ""},
    {"contract.terms", ""},
    {"contract.paid", yes_no},
    {"asset.id", ""},
    {"asset.covered", yes_no},
    {"asset.plan", "@plan"},
    {"asset.zone", ""},
    {"agent.skills", ""},
    {"agent.languages", ""},
    {"agent.site", "@site"},
    {"agent.country", ""},
    {"agent.certified", yes_no},
    {"agent.on_shift", yes_no},
    {"agent.load", ""},
};
const Words clock_states = {"idle", "running", "paused", "met", "missed"};

class NameCheck {
 public:
  NameCheck(const Gathered& gathered, const KnownNames& known, Report& report)
      : gathered_(gathered), known_(known), report_(report) {
    for (const BuiltIn& each : built_in) all_facts_.emplace_back(each.name);
    for (const auto& [name, fact] : known.facts) {
      all_facts_.push_back(name);
      if (fact.from.find('.') != std::string::npos) all_facts_.push_back(fact.from);
    }
    for (const std::string& clock : known.of("clock")) all_facts_.push_back("clock." + clock);
    for (const std::string& ledger : known.of("ledger")) all_facts_.push_back("ledger." + ledger);
  }

  void run() {
    for (const auto& [space, places] : gathered_.names) twice(space, places);
    for (const Reference& each : gathered_.references) reference(each);
    for (const FactUse& each : gathered_.facts) fact(each);
    for (const EventUse& each : gathered_.events) event(each);
    for (const NamePlace& each : gathered_.zones) zone(each);
    for (const NamePlace& each : gathered_.languages) {
      if (known_.languages.empty() || contains(known_.languages, each.name)) continue;
      report_.error("unknown_language", each.place, each.key,
                    fmt::format("`{}` is none of the program's languages", each.name), listed(known_.languages));
    }
    for (const NamePlace& each : gathered_.ics) {
      if (contains(known_.files, each.name)) continue;
      report_.error("unknown_file", each.place, each.key,
                    fmt::format("the folder holds no file `{}`{}", each.name, guess_among(each.name, known_.files)),
                    "an .ics file beside program.yaml");
    }
  }

 private:
  void twice(const std::string& space, const std::vector<NamePlace>& places) {
    // These belong to the part that lists them, not to the whole program.
    static const Words local = {"value",    "component", "version",     "component_shown",
                                "audience", "milestone", "deliverable", "package_limit"};
    if (contains(local, space)) return;
    std::set<std::string> seen;
    for (const NamePlace& each : places) {
      if (seen.insert(each.name).second) continue;
      report_.error("duplicate_name", each.place, each.key, fmt::format("`{}` stands here twice", each.name),
                    "each name once");
    }
  }
  void reference(const Reference& each) {
    Words known = each.others;
    for (const std::string& space : cut(each.space, '|')) {
      const Words& names = known_.of(space);
      known.insert(known.end(), names.begin(), names.end());
      if (space == "calendar") known.insert(known.end(), {"always", "never"});
      if (space == "proof") {
        for (const char* of : {"fact", "mark"}) known.insert(known.end(), known_.of(of).begin(), known_.of(of).end());
        known.insert(known.end(), product_events().begin(), product_events().end());
        known.insert(known.end(), all_facts_.begin(), all_facts_.end());
        for (const std::string& clock : known_.of("clock"))
          for (const char* verb : {".started", ".met", ".missed", ".withdrawn"}) known.push_back(clock + verb);
      }
    }
    if (contains(known, each.name) || report_.full()) return;
    std::string what = each.space;
    std::ranges::replace(what, '_', ' ');
    if (const auto bar = what.find('|'); bar != std::string::npos) what.replace(bar, 1, " or ");
    if (what == "days") what = "set of dates";
    report_.error("unknown_name", each.place, each.key,
                  fmt::format("there is no {} `{}`{}", what, each.name, guess_among(each.name, known)),
                  known.empty() ? fmt::format("a {} of this program; it has none", what) : listed(known));
  }

  void fact(const FactUse& each) {
    if (report_.full()) return;
    if (!contains(all_facts_, each.fact)) {
      const bool record = each.fact.find('.') != std::string::npos;
      report_.error("unknown_fact", each.place, each.key,
                    fmt::format("there is no fact `{}`{}", each.fact, guess_among(each.fact, all_facts_)),
                    record ? fmt::format("a built-in fact, or one declared under facts with `from: {}`", each.fact)
                           : "a built-in fact, or one declared under facts");
      return;
    }
    const auto own = known_.facts.find(each.fact);
    if (each.in_predicate && own != known_.facts.end() && own->second.personal) {
      report_.error("personal_fact", each.place, each.key,
                    fmt::format("`{}` is personal: no rule may ask it", each.fact), "a fact that is not personal");
    }
    if (each.fact.starts_with("agent.") && !each.key.starts_with("routing")) {
      report_.error("agent_fact", each.place, each.key, fmt::format("`{}` is known in `routing` only", each.fact),
                    "a fact of the request or its records");
    }
    if (each.ordered && known_.order_of(each.fact).empty()) {
      report_.error("no_order", each.place, each.key, fmt::format("the values of `{}` have no order", each.fact),
                    "severity, or a fact of type choice");
      return;
    }
    const auto values = values_of(each.fact);
    if (!values) return;
    for (const std::string& value : each.values) {
      if (contains(*values, value)) continue;
      report_.error("unknown_value", each.place, each.key,
                    fmt::format("`{}` is never `{}`{}", each.fact, value, guess_among(value, *values)),
                    listed(*values));
    }
  }
  // nullopt: anything may stand there.
  std::optional<Words> values_of(const std::string& fact) const {
    if (const auto own = known_.facts.find(fact); own != known_.facts.end()) {
      if (own->second.type == "choice") return own->second.values;
      if (own->second.type == "flag") return Words{"yes", "no"};
      return std::nullopt;
    }
    if (fact.starts_with("clock.")) return clock_states;
    for (const BuiltIn& each : built_in) {
      if (each.name != fact || each.values.empty()) continue;
      if (!each.values.starts_with('@')) return words_of(each.values);
      Words names = known_.of(std::string(each.values.substr(1)));
      if (names.empty() && fact != "severity") return std::nullopt;  // a program that lists none takes any
      if (each.values == "@level") names.emplace_back("none");
      return names;
    }
    return std::nullopt;
  }

  void event(const EventUse& each) {
    if (!each.clock.empty()) {
      const Words& clocks = known_.of("clock");
      if (contains(clocks, each.clock)) return;
      report_.error("unknown_name", each.place, each.key,
                    fmt::format("there is no clock `{}`{}", each.clock, guess_among(each.clock, clocks)),
                    listed(clocks));
      return;
    }
    Words events = product_events();
    events.insert(events.end(), known_.of("mark").begin(), known_.of("mark").end());
    if (contains(events, each.event)) return;
    report_.error("unknown_event", each.place, each.key,
                  fmt::format("there is no event `{}`{}", each.event, guess_among(each.event, events)),
                  "an event, CLOCK.met, or a name under marks");
  }
  void zone(const NamePlace& each) {
    const bool record = each.name.find('.') != std::string::npos;
    if (is_zone_fact(each.name) && each.key != "zone" && (record || contains(all_facts_, each.name))) {
      fact({each.name, {}, false, false, each.place, each.key});
    } else if (!zones::exists(each.name)) {
      report_.error("unknown_zone", each.place, each.key,
                    fmt::format("there is no time zone `{}`", each.name.substr(0, 60)),
                    each.key == "zone" ? "Asia/Tokyo, or a fixed one such as UTC-8"
                                       : "Asia/Tokyo, a fixed one such as UTC-8, or a fact such as contract.zone");
    }
  }

  const Gathered& gathered_;
  const KnownNames& known_;
  Report& report_;
  Words all_facts_;
};

// The name that a key begins with under that part: calendars.NAME.open, calendars.NAME[0].is.
std::optional<std::string> owner_of(std::string_view key, std::string_view part) {
  if (!key.starts_with(part) || key.size() <= part.size() || key[part.size()] != '.') return std::nullopt;
  key.remove_prefix(part.size() + 1);
  return std::string(key.substr(0, key.find_first_of(".[")));
}

class Graph {
 public:
  void edge(const std::string& from, const std::string& to, const Place& place, const std::string& key) {
    edges_.push_back({from, to, place, key});
  }
  // What lies on a cycle is left when everything that ends, and everything that nothing leads to, is taken away.
  void report_cycles(std::string_view what, Report& report) {
    take_ends_away(&Edge::from, &Edge::to);
    take_ends_away(&Edge::to, &Edge::from);
    std::set<std::string> said;
    for (const Edge& edge : edges_) {
      if (!said.insert(edge.from).second) continue;
      report.error("cycle", edge.place, edge.key,
                   fmt::format("the {} `{}` comes back to itself through `{}`", what, edge.from, edge.to),
                   "parts that do not build on themselves");
    }
  }

 private:
  struct Edge {
    std::string from, to;
    Place place;
    std::string key;
  };
  void take_ends_away(std::string Edge::*from, std::string Edge::*to) {
    std::map<std::string, std::size_t> leading_on;
    std::map<std::string, std::vector<std::string>> leading_here;
    for (const Edge& edge : edges_) {
      ++leading_on[edge.*from];
      leading_on.try_emplace(edge.*to, 0);
      leading_here[edge.*to].push_back(edge.*from);
    }
    std::vector<std::string> ends;
    for (const auto& [name, count] : leading_on)
      if (count == 0) ends.push_back(name);
    std::set<std::string> gone;
    while (!ends.empty()) {
      const std::string end = std::move(ends.back());
      ends.pop_back();
      gone.insert(end);
      for (const std::string& name : leading_here[end])
        if (--leading_on[name] == 0) ends.push_back(name);
    }
    std::erase_if(edges_, [&](const Edge& edge) { return gone.contains(edge.*to); });
  }
  std::vector<Edge> edges_;
};

}  // namespace

void KnownNames::add(const Gathered& gathered, const Json& tree) {
  for (const auto& [space, places] : gathered.names) {
    Words& names = by_space[space];
    for (const NamePlace& each : places)
      if (!contains(names, each.name)) names.push_back(each.name);
  }
  if (const Json* languages_given = tree.find("languages"); languages_given && languages_given->is_array()) {
    languages.clear();
    for (const Json& each : languages_given->items())
      if (each.is_string()) languages.push_back(each.string());
  }
  add_periods(tree);
  const Json* own = tree.find("facts");
  if (!own || !own->is_object()) return;
  for (const auto& [name, written] : own->members()) {
    Fact& fact = facts[name];
    if (const auto type = written.get_string("type")) fact.type = *type;
    if (const auto from = written.get_string("from")) fact.from = *from;
    if (const auto personal = written.get_boolean("personal")) fact.personal = *personal;
    const Json* values = written.find("values");
    if (!values) continue;
    fact.values.clear();
    if (values->is_array())
      for (const Json& value : values->items())
        if (value.is_string()) fact.values.push_back(value.string());
    if (values->is_object())
      for (const auto& [value, title] : values->members()) fact.values.push_back(value);
  }
}

void KnownNames::add_periods(const Json& tree) {
  const Json* written = tree.find("periods");
  if (!written || !written->is_object()) return;
  for (const auto& [name, entry] : written->members()) {
    std::erase_if(periods, [&](const Period& each) { return each.name == name; });
    Period period;
    period.name = name;
    const auto every = std::ranges::find(period_words(), entry.get_string("every").value_or(""));
    if (every != period_words().end()) period.every = static_cast<Period::Every>(every - period_words().begin());
    if (const auto from = entry.get_string("from"); from && from->size() == 5) {
      period.from_month = static_cast<int>(parse_count(from->substr(0, 2)).value_or(1));
      period.from_day = static_cast<int>(parse_count(from->substr(3, 2)).value_or(1));
    }
    periods.push_back(std::move(period));
  }
}

const Words& KnownNames::of(const std::string& space) const {
  static const Words none;
  const auto found = by_space.find(space);
  return found == by_space.end() ? none : found->second;
}

std::vector<std::string> KnownNames::order_of(std::string_view fact) const {
  if (fact == "severity" || fact == "asked_severity") return of("level");
  if (fact == "plan" || fact == "contract.plan" || fact == "asset.plan") {  // written best first
    Words plans = of("plan");
    std::ranges::reverse(plans);
    return plans;
  }
  const auto own = facts.find(std::string(fact));
  return own != facts.end() && own->second.type == "choice" ? own->second.values : Words{};
}

void check_names(const Gathered& gathered, const KnownNames& known, Report& report) {
  NameCheck(gathered, known, report).run();
}

void check_cycles(const Gathered& gathered, Report& report) {
  Graph calendars, days, plans, doors, facts;
  for (const Reference& each : gathered.references) {
    const auto within = [&](std::string_view part, std::string_view space, Graph& graph) {
      const auto owner = each.space == space ? owner_of(each.key, part) : std::nullopt;
      if (owner) graph.edge(*owner, each.name, each.place, each.key);
    };
    within("calendars", "calendar", calendars);
    within("days", "days", days);
    within("plans", "plan", plans);
    if (each.key.ends_with(".falls_to")) within("doors", "door", doors);
  }
  for (const FactUse& each : gathered.facts) {
    const auto owner = owner_of(each.key, "facts");
    if (owner && each.key.starts_with("facts." + *owner + ".is")) facts.edge(*owner, each.fact, each.place, each.key);
  }
  calendars.report_cycles("calendar", report);
  days.report_cycles("set of dates", report);
  plans.report_cycles("plan", report);
  doors.report_cycles("door", report);
  facts.report_cycles("fact", report);
}

}  // namespace yakusoku::program
