#include "core/routing/routing.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "base/zones.hpp"

namespace yakusoku::routing {
namespace {

using people::Agent;
using program::FactValue;

FactValue known_list(const std::vector<std::string>& own, const std::vector<std::string>* teams) {
  if (!own.empty()) return own;
  if (teams && !teams->empty()) return *teams;
  return {};
}

FactValue known_word(const std::string& own, const std::string& teams = {}) {
  if (!own.empty()) return own;
  return teams.empty() ? FactValue{} : FactValue(teams);
}

bool has(const FactValue& list, const std::string& word) {
  const auto* words = std::get_if<std::vector<std::string>>(&list);
  return words && std::ranges::find(*words, word) != words->end();
}

// How many of the things that the request is about he knows: its product, its language, its kind and its tags.
std::int64_t skill(const FactsOfAgent& agent, const program::Facts& facts) {
  std::int64_t score = 0;
  const std::string product = program::to_text(facts.value_of("product"));
  const std::string language = program::to_text(facts.value_of("language"));
  if (!product.empty() && has(agent.value_of("agent.products"), product)) ++score;
  if (!language.empty() && has(agent.value_of("agent.languages"), language)) ++score;
  const FactValue skills = agent.value_of("agent.skills");
  for (const char* fact : {"kind", "product", "component", "environment"})
    if (has(skills, program::to_text(facts.value_of(fact)))) ++score;
  const FactValue tags = facts.value_of("tag");
  if (const auto* many = std::get_if<std::vector<std::string>>(&tags)) {
    for (const std::string& each : *many) score += has(skills, each) ? 1 : 0;
  } else {
    score += has(skills, program::to_text(tags)) ? 1 : 0;
  }
  return score;
}

// The zone that counts for nearness: a fact of the program's own that is a zone, else the customer's.
std::string zone_asked(const program::Program& program, const program::Facts& facts) {
  for (const program::FactRule& rule : program.facts) {
    if (rule.type != program::FactRule::Type::zone) continue;
    if (const std::string zone = program::to_text(facts.value_of(rule.name)); zones::exists(zone)) return zone;
  }
  for (const char* fact : {"contact.zone", "customer.zone"})
    if (const std::string zone = program::to_text(facts.value_of(fact)); zones::exists(zone)) return zone;
  return {};
}

std::string zone_of(const program::Program& program, const Agent& agent) {
  if (!agent.zone.empty()) return agent.zone;
  const program::Site* site = program.site(agent.site);
  return site && zones::exists(site->zone) ? site->zone : std::string();
}

// How far apart two zones' clocks stand now, the short way round the earth.
std::int64_t distance(const std::string& zone, const std::string& other, Instant at) {
  constexpr std::int64_t day = 86400;
  if (zone.empty() || other.empty()) return day;
  const std::int64_t apart = std::abs(std::int64_t{zones::offset(zone, at)} - zones::offset(other, at)) % day;
  return std::min(apart, day - apart);
}

// Some team of his takes other requests only: he is not lent.
bool is_kept_for_others(const program::Program& program, const Agent& agent, const program::Facts& facts) {
  return std::ranges::any_of(agent.teams, [&](const std::string& key) {
    const program::Team* team = program.team(key);
    return team && team->is_reserved && !program::holds(team->reserved, facts);
  });
}

struct Candidate {
  const Agent* agent = nullptr;
  std::vector<std::int64_t> scores;  // more is better, in the order of `pick`
  std::int64_t open = 0;
};

}  // namespace

std::span<const std::string_view> enum_words(Nobody) {
  static constexpr std::array<std::string_view, 6> words{"no",           "no_team",     "none_on_purpose",
                                                         "nobody_there", "nobody_fits", "all_full"};
  return words;
}

FactValue FactsOfAgent::value_of(std::string_view fact) const {
  if (!fact.starts_with("agent.")) return others_.value_of(fact);
  const std::string_view name = fact.substr(6);
  if (name == "id") return agent_.id.value;
  if (name == "site") return known_word(agent_.site);
  if (name == "zone") return known_word(agent_.zone);
  if (name == "role") return known_word(agent_.role);
  if (name == "tier") return known_word(agent_.tier, team_ ? team_->tier : std::string());
  if (name == "teams") return known_list(agent_.teams, nullptr);
  if (name == "skills") return known_list(agent_.skills, team_ ? &team_->skills : nullptr);
  if (name == "languages") return known_list(agent_.languages, team_ ? &team_->languages : nullptr);
  if (name == "products") return known_list(agent_.products, team_ ? &team_->products : nullptr);
  for (const auto& [known, value] : agent_.known)
    if (known == fact || known == name) return value;
  return {};
}

Owning owning_team(const program::Program& program, const program::Facts& facts) {
  if (const std::string named = program::to_text(facts.value_of("team")); !named.empty()) return {named, "team"};
  const auto chosen = program::choose(program.coverage, facts);
  const program::Kind* kind = program.kind(program::to_text(facts.value_of("kind")));
  if (chosen.value) return {*chosen.value, chosen.path.empty() ? std::string("coverage") : std::string(chosen.path)};
  if (kind && !kind->team.empty()) return {kind->team, "kinds." + kind->id + ".team"};
  return {};
}

Picked pick(const Question& question) {
  Picked picked;
  const Owning owning = owning_team(question.program, question.facts);
  picked.team = owning.team;
  picked.team_clause = owning.clause;
  if (owning.team.empty() || owning.team == "none") {
    picked.nobody = owning.team.empty() ? Nobody::no_team : Nobody::none_on_purpose;
    return picked;
  }
  const program::Team* team = question.program.team(owning.team);
  const auto rule = std::ranges::find_if(question.program.routing, [&](const program::RoutingRule& each) {
    return program::holds(each.when, question.facts);
  });
  static const program::RoutingRule plain{{}, {}, {"skill", "on_shift", "load"}, ""};
  const program::RoutingRule& how = rule == question.program.routing.end() ? plain : *rule;
  picked.rule = how.path;
  if (team && team->is_reserved && !program::holds(team->reserved, question.facts)) {
    picked.nobody = Nobody::nobody_fits;
    return picked;
  }
  const std::vector<const Agent*> there = question.roster.on_duty(owning.team, question.now);
  const std::string wanted_zone = zone_asked(question.program, question.facts);
  std::vector<Candidate> candidates;
  bool some_full = false;
  for (const Agent* each : there) {
    if (each->id == question.not_to || is_kept_for_others(question.program, *each, question.facts)) continue;
    const FactsOfAgent facts(*each, team, question.facts);
    if (!program::holds(how.require, facts)) continue;
    Candidate candidate;
    candidate.agent = each;
    candidate.open = question.open_of(each->id);
    if (each->at_most > 0 && candidate.open >= each->at_most) {
      some_full = true;
      continue;
    }
    for (const std::string& word : how.pick) {
      if (word == "skill") candidate.scores.push_back(skill(facts, question.facts));
      if (word == "nearest_site")
        candidate.scores.push_back(-distance(zone_of(question.program, *each), wanted_zone, question.now));
      if (word == "load") candidate.scores.push_back(-candidate.open);
    }
    candidates.push_back(std::move(candidate));
  }
  picked.candidates = candidates.size();
  if (candidates.empty()) {
    picked.nobody = there.empty() ? Nobody::nobody_there : some_full ? Nobody::all_full : Nobody::nobody_fits;
    return picked;
  }
  const auto best = std::ranges::max_element(candidates, [](const Candidate& a, const Candidate& b) {
    if (a.scores != b.scores) return a.scores < b.scores;
    if (a.open != b.open) return a.open > b.open;
    return a.agent->id > b.agent->id;
  });
  picked.owner = best->agent->id;
  auto score = best->scores.begin();
  for (const std::string& word : how.pick)
    if (word == "skill" || word == "nearest_site" || word == "load")
      picked.reasons.emplace_back(word, std::abs(*score++));
  return picked;
}

}  // namespace yakusoku::routing
