#include "desk/phone.hpp"

#include <algorithm>

#include "core/entitlements/gate.hpp"
#include "desk/standing.hpp"
#include "desk/views.hpp"

namespace yakusoku::desk {
namespace {

constexpr std::size_t most_phones = 20;
constexpr std::size_t most_rings = 20;

struct Dialled {
  ProgramView program;
  const program::Door* door = nullptr;
  std::string site;
};

std::optional<Dialled> find_number(Reader& reader, Shelf& shelf, const std::string& number) {
  for (ProgramView& each : programs(reader, shelf)) {
    if (!each.program) continue;
    for (const program::Door& door : each.program->doors)
      for (const program::Door::Dialled& one : door.numbers)
        if (dialled(one.number) == number) return Dialled{each, &door, one.site};
  }
  return std::nullopt;
}

// What the program sees of whoever calls, as if he opened a request by that door now.
struct Calling {
  lifecycle::Request request;
  lifecycle::World world;
};
Calling calling_of(Reader& reader, Shelf& shelf, const Dialled& called, const std::optional<ports::PersonRow>& person,
                   Instant now) {
  Calling calling;
  lifecycle::Act act;
  act.verb = lifecycle::Verb::open;
  act.actor.side = lifecycle::Side::customer;
  act.door = called.door->id;
  act.requester = person ? person->id : PersonId{};
  act.organization = person ? person->organization : OrganizationId{};
  calling.world = world_of(reader, shelf, *called.program.program, act.requester, act.organization, now);
  if (person) stand_behind(reader, called.program.row.id, act, calling.world);
  calling.request = lifecycle::entering(act, calling.world);
  return calling;
}

class Offices {
 public:
  Offices(Reader& reader, Shelf& shelf, const Dialled& called, const program::Facts& facts, Instant now)
      : reader_(reader),
        shelf_(shelf),
        program_(*called.program.program),
        roster_(shelf.roster(reader, called.program.row.id)),
        facts_(facts),
        now_(now) {}

  // The site's own order, beginning with the one that was dialled.
  std::vector<const program::Site*> in_order(const std::string& dialled_site) const {
    std::vector<const program::Site*> sites;
    for (const program::Site& each : program_.sites) sites.push_back(&each);
    const auto own = std::ranges::find(sites, dialled_site, [](const program::Site* each) { return each->id; });
    if (own != sites.end()) std::ranges::rotate(sites, own);
    return sites;
  }

  // While somebody is there: until when; nullopt: nobody is.
  std::optional<Instant> online(const program::Site& site) const {
    if (const auto people = roster_->at_site(site.id); !people.empty()) return until(roster_->duty(people, now_ - days(7), now_ + days(30)));
    const auto chosen = program::choose(site.hours, facts_);
    return chosen.value ? open_until(*chosen.value) : std::optional(far_future);
  }
  std::optional<Instant> online(const program::Team& team) const {
    if (!roster_->team(team.id).empty()) return until(roster_->duty(team.id, now_ - days(7), now_ + days(30)));
    return team.hours.empty() ? std::optional(far_future) : open_until(team.hours);
  }
  Instant opens(const program::Site& site) const {
    if (const auto people = roster_->at_site(site.id); !people.empty()) {
      for (const people::Interval& each : roster_->duty(people, now_, now_ + days(30)))
        if (each.from > now_) return each.from;
      return far_future;
    }
    const auto chosen = program::choose(site.hours, facts_);
    const auto calendar = chosen.value ? calendar_of(*chosen.value) : nullptr;
    return calendar ? calendar->next_open(now_).value_or(far_future) : now_;
  }

  // Whoever is there, least on his desk first.
  void add_rings(std::vector<const people::Agent*> there, std::vector<std::string>& rings) const {
    std::erase_if(there, [&](const auto* each) { return !roster_->on_duty(each->id, now_); });
    std::vector<std::tuple<std::int64_t, std::int64_t, std::string>> numbers;
    for (const people::Agent* each : there)
      if (const auto row = reader_.agent(each->id); row && !row->phone.empty())
        numbers.emplace_back(reader_.open_requests_of(each->id), each->id.value, row->phone);
    std::ranges::sort(numbers);
    for (const auto& [open, id, number] : numbers) add(number, rings);
  }
  void add_rings(const program::Site& site, std::vector<std::string>& rings) const {
    add_rings(roster_->at_site(site.id), rings);
    for (const std::string& each : site.rings) add(each, rings);
  }
  std::vector<const people::Agent*> team(const std::string& key) const { return roster_->team(key); }

 private:
  static void add(const std::string& number, std::vector<std::string>& rings) {
    if (rings.size() < most_rings && std::ranges::find(rings, number) == rings.end()) rings.push_back(number);
  }
  std::optional<Instant> until(const std::vector<people::Interval>& duty) const {
    for (const people::Interval& each : duty)
      if (each.from <= now_ && now_ < each.to) return each.to;
    return std::nullopt;
  }
  std::shared_ptr<const calendars::Calendar> calendar_of(const std::string& name) const {
    const auto text = shelf_.text(program_, name, facts_);
    if (!text || text->empty()) return nullptr;  // around the clock
    return shelf_.of(*text);
  }
  std::optional<Instant> open_until(const std::string& name) const {
    const auto calendar = calendar_of(name);
    if (!calendar) return far_future;
    if (!calendar->is_open(now_)) return std::nullopt;
    return calendar->next_closed(now_).value_or(far_future);
  }

  Reader& reader_;
  Shelf& shelf_;
  const program::Program& program_;
  std::shared_ptr<const people::Roster> roster_;
  const program::Facts& facts_;
  Instant now_;
};

void find_office(const Offices& offices, const Dialled& called, const program::Facts& facts, PhoneRoute& route) {
  for (const program::Site* site : offices.in_order(called.site)) {
    const auto until = offices.online(*site);
    if (!until) {
      route.opens_at = std::min(route.opens_at, offices.opens(*site));
      continue;
    }
    if (route.office.empty()) {
      route.office = site->id;
      route.office_title = site->title;
      route.until = *until;
    }
    offices.add_rings(*site, route.rings);
  }
  if (!route.office.empty()) return;
  const auto covering = program::choose(called.program.program->coverage, facts);
  const program::Team* team = covering.value ? called.program.program->team(*covering.value) : nullptr;
  const auto until = team ? offices.online(*team) : std::nullopt;
  if (!until) return;
  route.office = team->id;
  route.office_title = team->title;
  route.until = *until;
  offices.add_rings(offices.team(team->id), route.rings);
}

}  // namespace

std::string dialled(std::string_view number) {
  std::string digits;
  for (const char c : number)
    if (c >= '0' && c <= '9') digits += c;
  if (number.find('+') == std::string_view::npos && digits.starts_with("00")) digits.erase(0, 2);
  if (digits.size() > 20) digits.resize(20);
  return digits.empty() ? std::string() : "+" + digits;
}

Result<PhoneRoute> phone_route(Reader& reader, Shelf& shelf, const Caller& caller, std::string_view called,
                               std::string_view calling, Instant now) {
  if (!caller.staff()) return fail(ErrorCode::not_allowed);
  const std::string number = dialled(called);
  if (number.empty()) return fail(ErrorCode::required, "called", "the number that was dialled");
  const auto found = find_number(reader, shelf, number);
  if (!found) return fail(ErrorCode::unknown_value, "called", number, "doors");
  std::optional<ports::PersonRow> person;
  if (const std::string from = dialled(calling); !from.empty())
    if (const PersonId id = reader.person_of_phone(from)) person = reader.person(id);
  const Calling seen = calling_of(reader, shelf, *found, person, now);
  const lifecycle::FactsSeen facts(seen.request, seen.world);
  PhoneRoute route;
  route.program = found->program.row.id;
  route.program_key = found->program.row.key;
  route.door = found->door->id;
  route.dialled_site = found->site;
  find_office(Offices(reader, shelf, *found, facts, now), *found, facts, route);
  const auto gate = entitlements::at_door(*found->program.program, found->door->id, "open", facts);
  route.entitled = person.has_value() && gate.open;
  route.clause = gate.open ? std::string() : gate.clause;
  route.instead = gate.instead;
  if (!person) return route;
  route.caller = person->id;
  route.name = person->name;
  route.language = person->language;
  route.plan = program::to_text(facts.value_of("plan"));
  if (const auto row = person->organization ? reader.organization(person->organization) : std::nullopt)
    route.organization = row->name;
  return route;
}

Result<Answer> put_phones(Transaction& transaction, const Caller& caller, PersonId person,
                          const std::vector<std::string>& numbers) {
  const bool staff = caller.is_desk || (caller.staff() && caller.role != ports::Role::light_agent);
  if (!staff && caller.person != person) return fail(ErrorCode::not_allowed);
  if (!transaction.person(person)) return fail(ErrorCode::not_found, "user");
  if (numbers.size() > most_phones) return fail(ErrorCode::too_many, "phones");
  std::vector<std::string> all;
  for (const std::string& each : numbers) {
    std::string number = dialled(each);
    if (number.size() < 4) return fail(ErrorCode::invalid, "phones", "a number such as +81 3 5550 0100");
    if (const PersonId owner = transaction.person_of_phone(number); owner && owner != person)
      return fail(ErrorCode::duplicate, "phones", number);
    all.push_back(std::move(number));
  }
  transaction.put_phones(person, all);
  const std::int64_t position = record_change(transaction, caller, ports::Subject::person, person.value, "phones");
  return answer_of("person", person.value, position);
}

}  // namespace yakusoku::desk
