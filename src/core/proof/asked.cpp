// What the rules of a program ask: read off its typed tree, so that every place where a case can stand is looked at by
// one walk.

#include <algorithm>
#include <array>

#include "base/zones.hpp"
#include "core/proof/cases.hpp"

namespace yakusoku::proof {
namespace {

constexpr std::array<std::string_view, 6> dimensions = {"plan",    "product", "severity",
                                                        "channel", "kind",    "plan.chain"};
constexpr std::array<std::string_view, 3> instants = {"opened", "started", "now"};
constexpr std::array<std::string_view, 4> records_zones = {"contact.zone", "customer.zone", "contract.zone",
                                                           "asset.zone"};

bool among(std::span<const std::string_view> names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

class Walk {
 public:
  Walk(const program::Program& program, Asked& asked) : program_(program), asked_(asked) {}

  void part(const Json* json) {
    if (!json) return;
    if (json->is_array()) {
      for (const Json& each : json->items()) part(&each);
    } else if (json->is_object()) {
      if (const auto fact = json->get_string("fact")) test(*fact, *json);
      if (const Json* by = json->find("by"); by && by->is_array()) cells(*by, json->find("cells"), 0);
      for (const auto& [key, value] : json->members()) part(&value);
    }
  }
  // The facts of a calendar's cases and zones.
  void calendar(const std::string& name) {
    for (const std::string& fact : program_.calendar_asks(name)) zone_or_fact(fact);
  }
  bool asks_arrival() const { return asks_arrival_; }

 private:
  std::set<std::string>* values(const std::string& fact) {
    asks_arrival_ = asks_arrival_ || fact == "opened" || fact == "started";
    if (among(dimensions, fact) || among(instants, fact)) return nullptr;
    const program::FactRule* rule = program_.fact(fact);
    if (rule && rule->is) {
      if (computed_.insert(fact).second)
        if (const Json* facts = program_.tree.find("facts"))
          if (const Json* own = facts->find(fact)) part(own->find("is"));
      return nullptr;
    }
    auto& found = asked_.values[fact];
    if (rule) found.insert(rule->values.begin(), rule->values.end());
    if (rule && rule->type == program::FactRule::Type::flag) found.insert("yes");
    return &found;
  }
  void zone_or_fact(const std::string& fact) {
    if (among(records_zones, fact)) {
      asked_.zone = true;
    } else {
      values(fact);
    }
  }
  void test(const std::string& fact, const Json& test) {
    if (among(records_zones, fact)) asked_.zone = true;
    auto* found = values(fact);
    const Json* within = &test;
    if (const Json* negated = test.find("not")) within = negated;
    for (const auto& [word, value] : within->members()) {
      if (word == "in" && value.is_string() && among(instants, fact)) {
        asked_.calendars.push_back(value.string());
        calendar(value.string());
      } else if ((word == "from" || word == "before") && value.is_string() && among(instants, fact)) {
        if (const auto date = zones::date_of(value.string()))
          asked_.dates.push_back(zones::instant_of(program_.zone, *date, 0));
      } else if (found) {
        value_of(word, value, fact, *found);
      }
    }
  }
  void value_of(const std::string& word, const Json& value, const std::string& fact, std::set<std::string>& found) {
    if (word == "one_of" && value.is_array()) {
      for (const Json& each : value.items())
        if (each.is_string()) found.insert(each.string());
    } else if (word == "or_worse" || word == "or_better") {
      for (const std::string& each : program_.order_of(fact)) found.insert(each);
    } else if ((word == "at_least" || word == "below") && value.is_integer()) {
      found.insert(std::to_string(value.integer()));
    } else if (word == "at_most" && value.is_integer()) {
      found.insert(std::to_string(value.integer() + 1));
    } else if ((word == "from" || word == "before") && value.is_string()) {
      found.insert(value.string());
    } else if (word == "known" || word == "unknown") {
      if (found.empty()) found.insert("given");
    }
  }
  void cells(const Json& by, const Json* cells, std::size_t depth) {
    if (!cells || !cells->is_array() || depth >= by.items().size() || !by.items()[depth].is_string()) return;
    auto* found = values(by.items()[depth].string());
    for (const Json& branch : cells->items()) {
      if (const Json* keys = branch.find("keys"); found && keys && keys->is_array())
        for (const Json& key : keys->items())
          if (key.is_string() && key.string() != "known" && key.string() != "unknown" && key.string() != "none")
            found->insert(key.string());
      this->cells(by, branch.find("cells"), depth + 1);
    }
  }

  const program::Program& program_;
  Asked& asked_;
  std::set<std::string> computed_;
  bool asks_arrival_ = false;
};

void zones_in(const Json& json, std::vector<std::string>& found) {
  const auto take = [&](const Json& zone) {
    if (zone.is_string() && zones::exists(zone.string())) found.push_back(zone.string());
  };
  if (json.is_array()) {
    for (const Json& each : json.items()) zones_in(each, found);
  } else if (json.is_object()) {
    for (const auto& [key, value] : json.members()) {
      if (key == "zone") {
        take(value);
        if (value.is_array())
          for (const Json& each : value.items()) take(each);
      } else {
        zones_in(value, found);
      }
    }
  }
}

std::string offsets(const std::string& zone, Interval horizon) {
  std::string pattern = std::to_string(zones::offset(zone, horizon.from));
  for (auto at = zones::next_transition(zone, horizon.from); at && *at < horizon.to;
       at = zones::next_transition(zone, *at))
    pattern += "|" + std::to_string(at->seconds) + ":" + std::to_string(zones::offset(zone, *at));
  return pattern;
}

}  // namespace

Asked asked_by(const program::Program& program) {
  Asked asked;
  Walk coverage(program, asked);
  coverage.part(program.tree.find("coverage"));
  asked.coverage_asks_arrival = coverage.asks_arrival();
  Walk walk(program, asked);
  for (const char* part : {"effort", "calendars", "sites"}) walk.part(program.tree.find(part));
  for (const std::string& name : program.calendar_names) walk.calendar(name);
  for (const program::ClockRule& clock : program.clocks) {
    if (clock.owed_by != "vendor") continue;
    const Json* clocks = program.tree.find("clocks");
    const Json* written = clocks ? clocks->find(clock.name) : nullptr;
    if (!written) continue;
    walk.part(written->find("when"));
    walk.part(written->find("within"));
  }
  std::ranges::sort(asked.calendars);
  asked.calendars.erase(std::ranges::unique(asked.calendars).begin(), asked.calendars.end());
  std::ranges::sort(asked.dates);
  return asked;
}

std::vector<std::string> zones_of(const program::Program& program, Interval horizon) {
  std::vector<std::string> named;
  if (zones::exists(program.zone)) named.push_back(program.zone);
  for (const char* part : {"calendars", "sites"})
    if (const Json* json = program.tree.find(part)) zones_in(*json, named);
  std::set<std::string> patterns;
  std::vector<std::string> distinct;
  for (const std::string& zone : named)
    if (patterns.insert(offsets(zone, horizon)).second) distinct.push_back(zone);
  return distinct;
}

}  // namespace yakusoku::proof
