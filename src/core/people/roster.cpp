#include "core/people/roster.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace yakusoku::people {
namespace {

using Spans = std::vector<Interval>;

void join(Spans& spans) {
  std::ranges::sort(spans);
  Spans joined;
  for (const Interval& each : spans) {
    if (each.from >= each.to) continue;
    if (!joined.empty() && each.from <= joined.back().to) {
      joined.back().to = std::max(joined.back().to, each.to);
    } else {
      joined.push_back(each);
    }
  }
  spans = std::move(joined);
}

// What `hole` leaves of joined spans.
void cut(Spans& spans, const Interval& hole) {
  Spans left;
  for (const Interval& each : spans) {
    if (each.to <= hole.from || hole.to <= each.from) {
      left.push_back(each);
      continue;
    }
    if (each.from < hole.from) left.push_back({each.from, hole.from});
    if (hole.to < each.to) left.push_back({hole.to, each.to});
  }
  spans = std::move(left);
}

// The stretch at a moment or the next, out of those that reach beyond it.
std::optional<Interval> first_of(const Spans& spans, Instant at) {
  for (const Interval& each : spans)
    if (each.to > at) return each;
  return std::nullopt;
}

constexpr Duration longest_shift = days(7);  // how far back a stretch that holds now is looked for

}  // namespace

Roster::Roster(Parts parts) : agents_(std::move(parts.agents)), exceptions_(std::move(parts.exceptions)) {
  std::ranges::sort(agents_, {}, &Agent::id);
  for (Rota& each : parts.rotas)
    rotas_.emplace_back(std::move(each.name), calendars::Calendar::compile(each.hours, parts.from, parts.to));
  std::ranges::sort(rotas_, {}, [](const auto& each) -> const std::string& { return each.first; });
  std::ranges::sort(exceptions_, {}, [](const Exception& each) {
    return std::tuple(each.person, each.from, each.to, each.away);
  });
  std::map<std::string, std::vector<std::size_t>> teams;
  for (std::size_t i = 0; i < agents_.size(); ++i)
    for (const std::string& team : agents_[i].teams) teams[team].push_back(i);
  teams_.assign(teams.begin(), teams.end());
}

const Agent* Roster::agent(PersonId person) const {
  const auto found = std::ranges::lower_bound(agents_, person, {}, &Agent::id);
  return found == agents_.end() || found->id != person ? nullptr : &*found;
}

std::vector<const Agent*> Roster::team(std::string_view team) const {
  std::vector<const Agent*> members;
  const auto found = std::ranges::find(teams_, team, [](const auto& each) -> std::string_view { return each.first; });
  if (found == teams_.end()) return members;
  for (const std::size_t place : found->second) members.push_back(&agents_[place]);
  return members;
}

std::vector<const Agent*> Roster::with_duty(std::string_view duty) const {
  std::vector<const Agent*> people;
  for (const Agent& each : agents_)
    if (each.role == duty || std::ranges::find(each.duties, duty) != each.duties.end()) people.push_back(&each);
  return people;
}

std::vector<const Agent*> Roster::at_site(std::string_view site) const {
  std::vector<const Agent*> people;
  for (const Agent& each : agents_)
    if (each.site == site) people.push_back(&each);
  return people;
}

bool Roster::away(PersonId person, Instant at) const {
  return std::ranges::any_of(exceptions(person), [&](const Exception& each) {
    return each.away && each.from <= at && at < each.to;
  });
}

const std::shared_ptr<const calendars::Calendar>* Roster::hours(const Agent& agent) const {
  const auto found = std::ranges::lower_bound(rotas_, agent.rota, {}, [](const auto& each) -> const std::string& {
    return each.first;
  });
  return found == rotas_.end() || found->first != agent.rota ? nullptr : &found->second;
}

std::span<const Exception> Roster::exceptions(PersonId person) const {
  const auto found = std::ranges::equal_range(exceptions_, person, {}, &Exception::person);
  return {found.begin(), found.end()};
}

bool Roster::on_duty(PersonId person, Instant at) const {
  const Agent* who = agent(person);
  if (!who) return false;
  bool there = false;
  for (const Exception& each : exceptions(person)) {
    if (at < each.from || each.to <= at) continue;
    if (each.away) return false;  // whoever is away is away from single shifts, too
    there = true;
  }
  if (there) return true;
  const auto* rota = hours(*who);
  return rota && (*rota)->is_open(at);
}

std::vector<const Agent*> Roster::on_duty(std::string_view team, Instant at) const {
  std::vector<const Agent*> there = this->team(team);
  std::map<const void*, bool> open;  // many share a rota
  std::erase_if(there, [&](const Agent* each) {
    if (!exceptions(each->id).empty()) return !on_duty(each->id, at);
    const auto* rota = hours(*each);
    if (!rota) return true;
    const auto [known, fresh] = open.try_emplace(rota->get(), false);
    if (fresh) known->second = (*rota)->is_open(at);
    return !known->second;
  });
  return there;
}

Spans Roster::duty(PersonId person, Instant from, Instant to) const {
  const Agent* who = agent(person);
  if (!who) return {};
  Spans spans;
  if (const auto* rota = hours(*who)) spans = (*rota)->open_within(from, to);
  for (const Exception& each : exceptions(person))
    if (!each.away) spans.push_back({std::max(each.from, from), std::min(each.to, to)});
  join(spans);
  for (const Exception& each : exceptions(person))
    if (each.away) cut(spans, {each.from, each.to});
  return spans;
}

Spans Roster::duty(std::string_view team, Instant from, Instant to) const {
  return duty(this->team(team), from, to);
}

Spans Roster::duty(const std::vector<const Agent*>& people, Instant from, Instant to) const {
  Spans spans;
  std::map<const void*, bool> added;
  for (const Agent* each : people) {
    const auto* rota = hours(*each);
    if (exceptions(each->id).empty() && (!rota || !added.try_emplace(rota->get(), true).second)) continue;
    const Spans own = duty(each->id, from, to);
    spans.insert(spans.end(), own.begin(), own.end());
  }
  join(spans);
  return spans;
}

std::optional<Interval> Roster::shift(PersonId person, Instant at, Duration ahead) const {
  return first_of(duty(person, at - longest_shift, at + ahead), at);
}

std::optional<Interval> Roster::shift(std::string_view team, Instant at, Duration ahead) const {
  return first_of(duty(team, at - longest_shift, at + ahead), at);
}

std::optional<Instant> Roster::next_change(std::string_view team, Instant at, Duration ahead) const {
  std::optional<Instant> next;
  std::map<const void*, bool> looked;  // whoever has nothing but a rota that was looked at comes and goes with it
  for (const Agent* each : this->team(team)) {
    const auto* rota = hours(*each);
    if (exceptions(each->id).empty() && (!rota || !looked.try_emplace(rota->get(), true).second)) continue;
    for (const Interval& span : duty(each->id, at - longest_shift, at + ahead)) {
      const Instant moment = span.from > at ? span.from : span.to;
      if (moment <= at || moment >= at + ahead) continue;
      if (!next || moment < *next) next = moment;
      break;
    }
  }
  return next;
}

}  // namespace yakusoku::people
