#include "desk/shifts.hpp"

#include <algorithm>
#include <set>

#include "base/zones.hpp"
#include "core/calendars/calendars.hpp"
#include "desk/views.hpp"
#include "desk/writing.hpp"

namespace yakusoku::desk {
namespace {

constexpr std::size_t most_listed = 50;
constexpr std::size_t most_exceptions = 1000;  // of one person, that are not over
constexpr Duration feed_ahead = days(90);

Outcome leads(const Caller& caller) {
  const bool may = caller.is_desk || caller.role == ports::Role::admin || caller.role == ports::Role::lead;
  return may ? Outcome{} : fail(ErrorCode::not_allowed);
}

Result<ports::PersonRow> staff_member(Reader& reader, PersonId person) {
  auto row = reader.person(person);
  if (!row || !ports::is_staff(row->role)) return fail(ErrorCode::unknown_value, "person");
  return std::move(*row);
}

// What is known of him at work; an empty row where nothing is.
ports::AgentRow agent_row(Reader& reader, PersonId person) {
  for (ports::AgentRow& each : reader.agents())
    if (each.person == person) return std::move(each);
  ports::AgentRow row;
  row.person = person;
  return row;
}

// His stretches of duty; of several programs any knows the same.
std::vector<std::pair<Instant, Instant>> shifts_of(Reader& reader, Shelf& shelf, PersonId person, Instant now) {
  std::vector<std::pair<Instant, Instant>> shifts;
  for (const ports::ProgramRow& each : reader.programs()) {
    const auto roster = shelf.roster(reader, each.id);
    if (!roster->agent(person)) continue;
    for (const people::Interval& stretch : roster->duty(person, now - days(1), now + feed_ahead)) {
      if (shifts.size() >= most_exceptions) break;
      shifts.emplace_back(stretch.from, stretch.to);
    }
    break;
  }
  return shifts;
}

Outcome fits(Reader& reader, const ports::AgentRow& row) {
  if (!row.zone.empty() && !zones::exists(row.zone)) return fail(ErrorCode::unknown_zone, "zone", row.zone);
  if (row.at_most < 0 || row.at_most > 10000) return fail(ErrorCode::invalid, "at_most");
  const auto few = [](const std::vector<std::string>& list, const char* name) {
    return list.size() <= most_listed ? Outcome{} : fail(ErrorCode::too_many, name);
  };
  TRY_OUTCOME(few(row.skills, "skills"));
  TRY_OUTCOME(few(row.languages, "languages"));
  TRY_OUTCOME(few(row.products, "products"));
  TRY_OUTCOME(few(row.duties, "duties"));
  if (row.rota.empty()) return {};
  for (const ports::RotaRow& rota : reader.rotas())
    if (rota.name == row.rota) return {};
  return fail(ErrorCode::unknown_value, "rota", row.rota);
}

}  // namespace

void look_again(Transaction& transaction, const ports::PersonRow& person, const std::vector<std::int64_t>& further) {
  std::set<std::int64_t> groups(person.groups.begin(), person.groups.end());
  groups.insert(further.begin(), further.end());
  transaction.change_duty_mark();
  transaction.wake_open_requests(person.id, std::vector(groups.begin(), groups.end()), transaction.now());
}

Result<Answer> put_agent(Transaction& transaction, const Caller& caller, const ports::AgentRow& row) {
  TRY_OUTCOME(leads(caller));
  const ports::PersonRow person = TRY(staff_member(transaction, row.person));
  TRY_OUTCOME(fits(transaction, row));
  ports::AgentRow kept = row;
  kept.feed = agent_row(transaction, row.person).feed;  // his calendar keeps its address
  transaction.put(kept);
  look_again(transaction, person);
  return answer_of("person", row.person.value,
                   record_change(transaction, caller, ports::Subject::person, row.person.value, "work"));
}

Result<Answer> put_rota(Transaction& transaction, const Caller& caller, const ports::RotaRow& wanted) {
  TRY_OUTCOME(leads(caller));
  if (wanted.name.empty() || wanted.name.size() > 100) return fail(ErrorCode::invalid, "name");
  const auto json = parse_json(wanted.hours);
  if (!json) return fail(ErrorCode::malformed, "hours", json.error().detail);
  auto hours = calendars::from_canonical(*json);
  if (!hours) return fail(ErrorCode::invalid, "hours", hours.error().detail);
  TRY_OUTCOME(calendars::valid(*hours));
  ports::RotaRow row = wanted;
  row.hours = to_text(calendars::to_json(*hours));
  transaction.put(row);
  transaction.change_duty_mark();
  // Many share a rota and its groups: each group is looked at once.
  std::set<PersonId> people;
  for (const ports::AgentRow& agent : transaction.agents())
    if (agent.rota == row.name) people.insert(agent.person);
  std::set<std::int64_t> groups;
  for (const ports::StaffGroup& each : transaction.staff_groups())
    if (people.contains(each.person)) groups.insert(each.group);
  for (const PersonId each : people) transaction.wake_open_requests(each, {}, transaction.now());
  transaction.wake_open_requests({}, std::vector(groups.begin(), groups.end()), transaction.now());
  return answer_of("rota", row.name, record_change(transaction, caller, ports::Subject::settings, 0, "rota"));
}

Result<Answer> add_duty_exception(Transaction& transaction, const Caller& caller,
                                  const ports::DutyExceptionRow& wanted) {
  const bool own = caller.staff() && wanted.person == caller.person && wanted.away;
  if (!own) TRY_OUTCOME(leads(caller));
  const ports::PersonRow person = TRY(staff_member(transaction, wanted.person));
  if (wanted.to <= wanted.from) return fail(ErrorCode::invalid, "to", "it ends after it begins");
  if (wanted.to - wanted.from > days(366)) return fail(ErrorCode::limit, "to", "at most a year");
  if (transaction.duty_exceptions_of(person.id, transaction.now()).size() >= most_exceptions)
    return fail(ErrorCode::too_many, "exceptions");
  ports::DutyExceptionRow row = wanted;
  row.id = transaction.next_id("duty_exception");
  transaction.put(row);
  look_again(transaction, person);
  return answer_of(
      "exception", row.id,
      record_change(transaction, caller, ports::Subject::person, person.id.value, row.away ? "away" : "shift"));
}

Result<Answer> remove_duty_exception(Transaction& transaction, const Caller& caller, std::int64_t id) {
  const auto row = transaction.duty_exception(id);
  if (!row) return fail(ErrorCode::not_found, "exception");
  const bool own = caller.staff() && row->person == caller.person && row->away;
  if (!own) TRY_OUTCOME(leads(caller));
  transaction.remove_duty_exception(id);
  if (const auto person = transaction.person(row->person)) look_again(transaction, *person);
  return answer_of(
      "exception", id,
      record_change(transaction, caller, ports::Subject::person, row->person.value, "exception_removed"));
}

Result<Answer> import_calendar(Transaction& transaction, const Caller& caller, const ImportedCalendar& calendar) {
  const bool own = caller.staff() && calendar.person == caller.person && calendar.away;
  if (!own) TRY_OUTCOME(leads(caller));
  const ports::PersonRow person = TRY(staff_member(transaction, calendar.person));
  if (calendar.source.empty() || calendar.source.size() > 100) return fail(ErrorCode::invalid, "source");
  transaction.remove_duty_exceptions_from(person.id, calendar.source, transaction.now());
  const std::size_t kept = transaction.duty_exceptions_of(person.id, transaction.now()).size();
  if (kept + calendar.stretches.size() > most_exceptions) return fail(ErrorCode::too_many, "exceptions");
  for (const auto& [from, to] : calendar.stretches) {
    ports::DutyExceptionRow row;
    row.id = transaction.next_id("duty_exception");
    row.person = person.id;
    row.from = from;
    row.to = to;
    row.away = calendar.away;
    row.kind = calendar.kind;
    row.source = calendar.source;
    transaction.put(row);
  }
  look_again(transaction, person);
  record_change(transaction, caller, ports::Subject::person, person.id.value, calendar.away ? "away" : "shift");
  return Answer{200, to_text(Json::object({{"person", person.id.value},
                                           {"taken", static_cast<std::int64_t>(calendar.stretches.size())}}))};
}

Result<Answer> put_feed(Transaction& transaction, const Caller& caller, PersonId id, std::string digest) {
  if (!caller.staff() || caller.person != id) TRY_OUTCOME(leads(caller));
  const ports::PersonRow person = TRY(staff_member(transaction, id));
  ports::AgentRow row = agent_row(transaction, person.id);
  row.feed = std::move(digest);
  transaction.put(row);
  return answer_of("person", id.value,
                   record_change(transaction, caller, ports::Subject::person, id.value, "calendar_address"));
}

Result<ShiftFeed> view_feed(Reader& reader, Shelf& shelf, PersonId id, const std::string& digest, Instant now) {
  const auto person = reader.person(id);
  const bool works = person && ports::is_staff(person->role) && !person->suspended;
  if (!works || digest.empty() || agent_row(reader, id).feed != digest) return fail(ErrorCode::not_found, "calendar");
  return ShiftFeed{person->name, shifts_of(reader, shelf, id, now)};
}

Result<ShiftFeed> view_shifts(Reader& reader, Shelf& shelf, const Caller& caller, PersonId id, Instant now) {
  if (!caller.staff()) return fail(ErrorCode::not_allowed);
  const auto person = reader.person(id);
  if (!person || !ports::is_staff(person->role)) return fail(ErrorCode::not_found, "person");
  return ShiftFeed{person->name, shifts_of(reader, shelf, id, now)};
}

Result<DutyView> view_duty(Reader& reader, Shelf& shelf, const Caller& caller, ProgramId program, Instant at) {
  if (!caller.staff()) return fail(ErrorCode::not_allowed);
  DutyView view;
  view.at = at;
  const auto named = [&](const people::Agent& agent, Instant until) {
    const auto person = reader.person(agent.id);
    return OnDuty{agent.id, person ? person->name : std::string(), agent.site, until};
  };
  for (const ProgramView& each : programs(reader, shelf)) {
    if (!each.program || (program && each.row.id != program)) continue;
    const auto roster = shelf.roster(reader, each.row.id);
    for (const program::Team& team : each.program->teams) {
      TeamOnDuty row;
      row.program = each.row.id;
      row.key = team.id;
      row.title = team.title;
      row.kept = !roster->team(team.id).empty();
      for (const people::Agent* agent : roster->on_duty(team.id, at)) {
        if (row.there.size() >= most_listed) break;
        const auto shift = roster->shift(agent->id, at);
        row.there.push_back(named(*agent, shift ? shift->to : far_future));
      }
      if (row.there.empty()) {
        if (const auto next = roster->shift(team.id, at)) {
          row.next_at = next->from;
          for (const people::Agent* agent : roster->on_duty(team.id, next->from))
            row.next.push_back(named(*agent, next->to));
        }
      }
      view.teams.push_back(std::move(row));
    }
    for (const program::Site& site : each.program->sites) {
      SiteOnDuty row{site.id, site.zone, site.title, 0};
      for (const people::Agent* agent : roster->at_site(site.id)) row.there += roster->on_duty(agent->id, at) ? 1 : 0;
      view.sites.push_back(std::move(row));
    }
  }
  return view;
}

}  // namespace yakusoku::desk
