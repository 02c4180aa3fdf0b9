#include "core/proof/duty.hpp"

#include <algorithm>

namespace yakusoku::proof {
namespace {

constexpr std::size_t all_stretches = 1'000'000;
constexpr std::size_t most_parts = 64;
constexpr const char* always_key = "always";
constexpr const char* never_key = "never";

void split(Parts& parts, const Spans& by) {
  Parts finer;
  for (const Part& part : parts) {
    Spans inside = intersection_of(part.at, by), outside = difference_of(part.at, by);
    if (!inside.empty()) finer.push_back({std::move(inside)});
    if (!outside.empty()) finer.push_back({std::move(outside)});
  }
  parts = std::move(finer);
}

// A site's hours go by case: the first rule of the tree that plainly names a calendar; empty: always.
std::string site_calendar(const Json* site) {
  const Json* hours = site ? site->find("hours") : nullptr;
  if (!hours || !hours->is_array()) return {};
  for (const Json& rule : hours->items())
    if (const auto name = rule.get_string("is")) return *name;
  return {};
}

}  // namespace

std::string Kept::key_of(const std::string& calendar, const CaseFacts& facts) {
  open_.try_emplace(always_key, Spans{horizon_});
  open_.try_emplace(never_key);
  if (calendar.empty()) return always_key;
  const auto text = calendars_.text(program_, calendar, facts);
  if (!text) return never_key;
  if (text->empty()) return always_key;
  std::string key = text->digest();
  if (!open_.contains(key)) {
    const auto compiled = calendars_.of(*text);
    open_.emplace(key, compiled->open_within(horizon_.from, horizon_.to, all_stretches));
  }
  return key;
}

std::string Kept::key_of(const calendars::Definition& definition) {
  const std::string text = to_text(calendars::to_json(definition));
  if (!open_.contains(text))
    open_.emplace(text, calendars_.compiled(text)->open_within(horizon_.from, horizon_.to, all_stretches));
  return text;
}

std::string Kept::on_shift(const std::string& team, const std::string& product, const CaseFacts& facts) {
  open_.try_emplace(never_key);
  const Json* teams = program_.tree.find("teams");
  const Json* written = teams ? teams->find(team) : nullptr;
  const Json* products = written ? written->find("products") : nullptr;
  if (products && products->is_array() && !product.empty()) {
    const auto is_it = [&](const Json& each) { return each.is_string() && each.string() == product; };
    if (std::ranges::none_of(products->items(), is_it)) return never_key;
  }
  if (const auto real = options_.shifts.find(team); real != options_.shifts.end()) return key_of(real->second);
  for (const program::Team& each : program_.teams)
    if (each.id == team && !each.hours.empty()) return key_of(each.hours, facts);
  const Json* names = written ? written->find("sites") : nullptr;
  const Json* sites = program_.tree.find("sites");
  if (!names || !names->is_array() || names->items().empty() || !sites) return key_of(std::string(), facts);
  Spans any;
  std::string key = "sites";
  for (const Json& name : names->items()) {
    const Json* site = name.is_string() ? sites->find(name.string()) : nullptr;
    const std::string calendar = site_calendar(site);
    const std::string one = key_of(calendar, facts);
    key += "|" + one;
    any = union_of(any, open(one));
  }
  open_.emplace(key, std::move(any));
  return key;
}

std::shared_ptr<const Parts> Kept::parts(const Asked& asked, const CaseFacts& facts, std::string& key) {
  std::vector<std::string> keys;
  for (const std::string& calendar : asked.calendars) keys.push_back(key_of(calendar, facts));
  key = "parts";
  for (const std::string& each : keys) key += "|" + each;
  if (const auto found = parts_.find(key); found != parts_.end()) return found->second;
  Parts parts{{Spans{horizon_}}};
  for (const std::string& each : keys) split(parts, open(each));
  for (const Instant date : asked.dates) split(parts, Spans{{Instant{-far_future.seconds}, date}});
  auto shared = parts.size() > most_parts ? nullptr : std::make_shared<const Parts>(std::move(parts));
  return parts_.emplace(key, std::move(shared)).first->second;
}

Watch watch_of(const Parts& parts, const std::vector<Owner>& owners, const Kept& kept) {
  Watch watch;
  std::map<std::string, Spans> turns;
  std::vector<Band> bands;
  const auto band = [&](const Spans& at, OnDuty state, const std::string& team) {
    for (const Interval& span : at) bands.push_back({span.from, span.to, state, team});
  };
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Owner& owner = owners[i];
    if (owner.team == nobody) {
      watch.purpose = union_of(watch.purpose, parts[i].at);
      band(parts[i].at, OnDuty::on_purpose, {});
    } else if (owner.team.empty()) {
      band(parts[i].at, OnDuty::uncovered, {});
    } else {
      const Spans there = intersection_of(parts[i].at, kept.open(owner.shift));
      watch.on = union_of(watch.on, there);
      turns[owner.team] = union_of(turns[owner.team], parts[i].at);
      band(there, OnDuty::present, owner.team);
      band(difference_of(parts[i].at, there), OnDuty::off_shift, owner.team);
    }
  }
  for (auto& turn : turns) watch.turns.push_back(std::move(turn));
  std::ranges::sort(bands, {}, &Band::from);
  for (Band& each : bands) {
    std::vector<Band>& joined = watch.duty.bands;
    if (!joined.empty() && joined.back().state == each.state && joined.back().team == each.team) {
      joined.back().to = each.to;
    } else {
      joined.push_back(std::move(each));
    }
  }
  return watch;
}

std::string Watch::team_at(Interval span) const {
  std::string names;
  for (const auto& [team, at] : turns) {
    const auto first = std::ranges::upper_bound(at, span.from, {}, &Interval::to);
    if (first == at.end() || first->from >= span.to) continue;
    names += (names.empty() ? "" : ", ") + team;
  }
  return names;
}

}  // namespace yakusoku::proof
