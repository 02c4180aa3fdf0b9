#pragma once

// WHO WORKS WHEN, entered and changed. A change of somebody's hours makes the desk look again, at once, at the open
// requests that he owns and at those of his teams. Administrators and leads change anybody's, an agent enters when he
// himself is away. Refusals: not_allowed, not_found, invalid, unknown_value (a rota), too_many.

#include "desk/desk.hpp"

namespace yakusoku::desk {

// The person must be one of the staff. {"person"}
Result<Answer> put_agent(Transaction&, const Caller&, const ports::AgentRow&);
// `hours`: a calendar's definition in either form that core/calendars reads. {"rota"}
Result<Answer> put_rota(Transaction&, const Caller&, const ports::RotaRow&);
// A shift besides, or a stretch in which he is away; at most a year long. {"exception"}
Result<Answer> add_duty_exception(Transaction&, const Caller&, const ports::DutyExceptionRow&);
Result<Answer> remove_duty_exception(Transaction&, const Caller&, std::int64_t id);

// A calendar of his, named by `source`: what it brought before and is not over gives way to what it says now. Whoever may
// enter one stretch may bring many. {"person", "taken"}
struct ImportedCalendar {
  PersonId person;
  std::string source, kind;
  bool away = true;
  std::vector<std::pair<Instant, Instant>> stretches;
};
Result<Answer> import_calendar(Transaction&, const Caller&, const ImportedCalendar&);

// His calendar has an address with a secret word; of the word only the digest is kept, in hex. A new one makes the old one
// useless. He himself, leads and administrators. {"person"}
Result<Answer> put_feed(Transaction&, const Caller&, PersonId, std::string digest);
// His shifts of the next 90 days, for whoever knows the word's digest; not_found: nobody does.
struct ShiftFeed {
  std::string name;
  std::vector<std::pair<Instant, Instant>> shifts;
};
Result<ShiftFeed> view_feed(Reader&, Shelf&, PersonId, const std::string& digest, Instant now);
// The same for one of the staff who looks.
Result<ShiftFeed> view_shifts(Reader&, Shelf&, const Caller&, PersonId, Instant now);

// Who is there at that moment, team by team.
struct OnDuty {
  PersonId person;
  std::string name, site;
  Instant until;
};
struct TeamOnDuty {
  ProgramId program;
  std::string key;
  program::Text title;
  std::vector<OnDuty> there;
  Instant next_at = far_future;  // when somebody comes next, where nobody is there
  std::vector<OnDuty> next;
  bool kept = false;  // somebody of the team has a rota
};
struct SiteOnDuty {
  std::string id, zone;
  program::Text title;
  std::int64_t there = 0;
};
struct DutyView {
  Instant at;
  std::vector<TeamOnDuty> teams;
  std::vector<SiteOnDuty> sites;
};
// Of one program, or of all where it is zero; staff only.
Result<DutyView> view_duty(Reader&, Shelf&, const Caller&, ProgramId, Instant at);

}  // namespace yakusoku::desk
