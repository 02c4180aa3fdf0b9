#include "adapters/shelf/rosters.hpp"

#include <map>

namespace yakusoku::shelf {
namespace {

constexpr Duration behind = days(31), ahead = days(400);

std::vector<std::pair<std::string, program::FactValue>> facts_in(const Json& known) {
  std::vector<std::pair<std::string, program::FactValue>> facts;
  if (!known.is_object()) return facts;
  for (const auto& [name, value] : known.members()) {
    if (value.is_string()) facts.emplace_back(name, value.string());
    if (value.is_integer()) facts.emplace_back(name, value.integer());
    if (value.is_bool()) facts.emplace_back(name, std::string(value.boolean() ? "yes" : "no"));
  }
  return facts;
}

}  // namespace

people::Roster roster_of(ports::Reader& reader, ProgramId program, Instant now) {
  people::Roster::Parts parts;
  parts.from = now - behind;
  parts.to = now + ahead;
  const auto rows = reader.agents();
  if (rows.empty()) return {};  // nobody keeps a rota on this desk
  std::map<std::int64_t, std::string> teams;
  for (const ports::GroupRow& group : reader.groups())
    if (group.program == program) teams.emplace(group.id.value, group.key);
  std::map<PersonId, people::Agent> members;
  for (const ports::StaffGroup& each : reader.staff_groups()) {
    const auto team = teams.find(each.group);
    people::Agent& agent = members[each.person];
    agent.id = each.person;
    agent.role = std::string(ports::word_of(each.role));
    if (team != teams.end()) agent.teams.push_back(team->second);
  }
  for (const ports::AgentRow& row : rows) {
    const auto member = members.find(row.person);
    people::Agent agent = member == members.end() ? people::Agent{} : member->second;
    if (member == members.end() && !row.duties.empty()) {  // a director, say: of no team, but on the ladder
      const auto person = reader.person(row.person);
      if (!person || !ports::is_staff(person->role) || person->suspended) continue;
      agent.id = row.person;
      agent.role = std::string(ports::word_of(person->role));
    }
    if (agent.teams.empty() && row.duties.empty()) continue;
    agent.site = row.site;
    agent.zone = row.zone;
    agent.tier = row.tier;
    agent.skills = row.skills;
    agent.languages = row.languages;
    agent.products = row.products;
    agent.duties = row.duties;
    agent.at_most = row.at_most;
    agent.rota = row.rota;
    agent.known = facts_in(row.known);
    parts.agents.push_back(std::move(agent));
  }
  if (parts.agents.empty()) return {};
  for (const ports::RotaRow& row : reader.rotas()) {
    const auto json = parse_json(row.hours);
    auto hours = json ? calendars::from_json(*json) : Result<calendars::Definition>(std::unexpected(json.error()));
    if (hours && calendars::valid(*hours)) parts.rotas.push_back({row.name, std::move(*hours)});
  }
  for (const ports::DutyExceptionRow& row : reader.duty_exceptions(parts.from))
    parts.exceptions.push_back({row.person, row.from, row.to, row.away});
  return people::Roster(std::move(parts));
}

}  // namespace yakusoku::shelf
