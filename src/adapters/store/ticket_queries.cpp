#include <algorithm>
#include <limits>

#include "adapters/store/queries.hpp"
#include "adapters/store/record_chain.hpp"
#include "adapters/store/row_text.hpp"
#include "adapters/store/statements.hpp"
#include "base/assert.hpp"

namespace yakusoku::store {
namespace {

using namespace ports;

constexpr int largest_page = 10'000;
std::int64_t page_of(int limit) { return std::clamp(limit, 0, largest_page); }

// The scope that each statement over tickets begins with: $1 to $3.
struct Scope {
  explicit Scope(const Viewer& viewer)
      : staff(viewer.staff() ? 1 : 0),
        person(viewer.person.value),
        organization(viewer.role == Role::customer_admin ? viewer.organization.value : 0) {
    // "Nobody" must not match rows without a requester.
    if (person == 0) person = -1;
  }
  int staff;
  std::int64_t person, organization;
};

template <class... Values>
Rows scoped(Connection& connection, const Viewer& viewer, std::string_view name, const Values&... values) {
  const Scope scope(viewer);
  return query(connection, name, scope.staff, scope.person, scope.organization, values...);
}

TicketRow ticket_from(Rows& rows) {
  TicketRow row;
  row.id = {rows.integer()};
  row.version = rows.integer();
  row.shape = static_cast<int>(rows.integer());
  row.state = rows.text();
  row.program = {rows.integer()};
  row.kind = rows.text();
  row.severity = rows.text();
  row.category = rows.as<Category>();
  row.rank = rows.integer();
  row.next_due = rows.instant();
  row.next_wake = rows.instant();
  row.group = {rows.integer()};
  row.assignee = {rows.integer()};
  row.requester = {rows.integer()};
  row.organization = {rows.integer()};
  row.channel = rows.text();
  row.language = rows.text();
  row.subject = rows.text();
  row.created_at = rows.instant();
  row.updated_at = rows.instant();
  row.changed = rows.integer();
  row.tags = list_of(rows.text());
  return row;
}

std::vector<TicketRow> tickets_from(Rows rows) {
  std::vector<TicketRow> out;
  while (rows.next()) out.push_back(ticket_from(rows));
  return out;
}

LogRow record_from(Rows& rows) {
  LogRow row;
  row.position = rows.integer();
  row.subject = rows.as<Subject>();
  row.id = rows.integer();
  row.version = rows.integer();
  row.at = rows.instant();
  row.actor_kind = rows.as<ActorKind>();
  row.actor = {rows.integer()};
  row.by_program = rows.boolean();
  row.act = rows.text();
  row.facts = rows.text();
  row.shape = static_cast<int>(rows.integer());
  row.chain = hex_of(rows.bytes());
  return row;
}

std::vector<LogRow> records_from(Rows rows) {
  std::vector<LogRow> out;
  while (rows.next()) out.push_back(record_from(rows));
  return out;
}

struct ViewStatements {
  std::string_view page, count;
};

ViewStatements statements_of(QueueQuery::View view) {
  switch (view) {
    case QueueQuery::View::open: return {"queue/open", "queue/count_open"};
    case QueueQuery::View::mine: return {"queue/mine", "queue/count_mine"};
    case QueueQuery::View::group: return {"queue/group", "queue/count_group"};
    case QueueQuery::View::unassigned: return {"queue/unassigned", "queue/count_unassigned"};
    case QueueQuery::View::due: return {"queue/due", "queue/count_due"};
    case QueueQuery::View::pending: return {"queue/pending", "queue/count_pending"};
    case QueueQuery::View::solved: return {"queue/solved", "queue/count_solved"};
    case QueueQuery::View::all: return {"queue/all", "queue/count_all"};
  }
  ASSERT(false);
  return {};
}

// Whose queue: the assignee's or the group's, where the view has one.
std::int64_t owner_of(const QueueQuery& query) {
  return query.view == QueueQuery::View::group ? query.group.value : query.assignee.value;
}

}  // namespace

std::optional<TicketRow> Queries::ticket(const Viewer& viewer, TicketId id) {
  Rows rows = scoped(connection_, viewer, "tickets/load", id);
  if (!rows.next()) return std::nullopt;
  return ticket_from(rows);
}

std::vector<TicketRow> Queries::tickets(const Viewer& viewer, std::span<const TicketId> ids) {
  std::vector<TicketRow> out;
  for (const TicketId id : ids) {
    if (std::optional<TicketRow> row = ticket(viewer, id)) out.push_back(*std::move(row));
  }
  return out;
}

std::vector<TicketRow> Queries::queue(const Viewer& viewer, const QueueQuery& query) {
  constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
  const QueueQuery::After after = query.after.value_or(QueueQuery::After{least, {least}, {least}});
  const std::int64_t limit = std::clamp(query.limit, 0, 100);
  return tickets_from(scoped(connection_, viewer, statements_of(query.view).page, query.program, after.rank,
                             after.next_due, after.id, limit, owner_of(query)));
}

std::int64_t Queries::count(const Viewer& viewer, const QueueQuery& query, std::int64_t at_most) {
  Rows rows = scoped(connection_, viewer, statements_of(query.view).count, query.program, at_most, owner_of(query));
  return rows.next() ? rows.integer() : 0;
}

std::vector<TicketRow> Queries::requests_of(const Viewer& viewer, PersonId person, std::int64_t before_id, int limit) {
  return tickets_from(scoped(connection_, viewer, "tickets/of_person", person,
                             before_id == 0 ? far_future.seconds : before_id, page_of(limit)));
}

std::vector<TicketRow> Queries::requests_of_organization(const Viewer& viewer, OrganizationId organization,
                                                         std::int64_t before_id, int limit) {
  return tickets_from(scoped(connection_, viewer, "tickets/of_organization", organization,
                             before_id == 0 ? far_future.seconds : before_id, page_of(limit)));
}

std::vector<TicketRow> Queries::tickets_after(const Viewer& viewer, TicketId after, int limit) {
  return tickets_from(scoped(connection_, viewer, "tickets/after", after, page_of(limit)));
}

std::vector<TicketRow> Queries::tickets_due_by(Instant before, ProgramId program, int limit) {
  return tickets_from(query(connection_, "tickets/due_by", before, program, std::clamp(limit, 0, 1000)));
}

std::vector<TicketRow> Queries::unclosed_tickets(ProgramId program, TicketId after, int limit) {
  return tickets_from(query(connection_, "tickets/unclosed", program, after, page_of(limit)));
}

std::vector<TicketRow> Queries::tickets_changed_since(const Viewer& viewer, std::int64_t position, int limit) {
  return tickets_from(scoped(connection_, viewer, "tickets/changed_since", position, page_of(limit)));
}

namespace {

std::vector<MessageRow> messages_from(Rows rows) {
  std::vector<MessageRow> out;
  while (rows.next()) {
    MessageRow row;
    row.id = {rows.integer()};
    row.ticket = {rows.integer()};
    row.version = rows.integer();
    row.author = {rows.integer()};
    row.visibility = rows.as<Visibility>();
    row.channel = rows.text();
    row.at = rows.instant();
    row.body = rows.text();
    row.digest = hex_of(rows.bytes());
    row.erased_at = rows.instant();
    row.erased_by = {rows.integer()};
    row.erased_why = rows.text();
    row.html = rows.text();
    row.folded = rows.text();
    row.source = rows.integer();
    out.push_back(std::move(row));
  }
  return out;
}

}  // namespace

std::vector<MessageRow> Queries::messages(const Viewer& viewer, TicketId ticket) {
  return messages_from(scoped(connection_, viewer, "messages/of_ticket", ticket));
}

std::optional<MessageRow> Queries::message(MessageId id) {
  auto rows = messages_from(query(connection_, "messages/load", id));
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

MessageId Queries::newest_message(TicketId ticket) {
  Rows rows = query(connection_, "messages/newest", ticket);
  return MessageId{rows.next() ? rows.integer() : 0};
}

std::vector<MessageRow> Queries::messages_of_author(PersonId author, MessageId after, int limit) {
  return messages_from(query(connection_, "messages/of_author", author, after, std::clamp(limit, 0, 1000)));
}

std::vector<ParticipantRow> Queries::participants(const Viewer& viewer, TicketId ticket) {
  std::vector<ParticipantRow> out;
  Rows rows = scoped(connection_, viewer, "participants/of_ticket", ticket);
  while (rows.next()) {
    ParticipantRow row;
    row.ticket = {rows.integer()};
    row.person = {rows.integer()};
    row.role = rows.text();
    row.from_version = rows.integer();
    out.push_back(std::move(row));
  }
  return out;
}

std::vector<ClockRow> Queries::clocks(const Viewer& viewer, TicketId ticket) {
  std::vector<ClockRow> out;
  Rows rows = scoped(connection_, viewer, "clocks/of_ticket", ticket);
  while (rows.next()) {
    ClockRow row;
    row.ticket = {rows.integer()};
    row.clock = rows.text();
    row.cycle = static_cast<int>(rows.integer());
    row.state = rows.as<CycleState>();
    row.customer_facing = rows.boolean();
    row.program_hash = rows.text();
    row.calendar = rows.text();
    row.started_at = rows.instant();
    row.due = rows.instant();
    row.budget = rows.integer();
    row.spent = rows.integer();
    row.verdict = rows.text();
    row.verdict_at = rows.instant();
    row.over_open = rows.integer();
    row.over_wall = rows.integer();
    out.push_back(std::move(row));
  }
  return out;
}

std::vector<LogRow> Queries::log_of(Subject subject, std::int64_t id) {
  return records_from(query(connection_, "log/of_subject", subject, id));
}

std::vector<LogRow> Queries::log_after(std::int64_t position, int limit) {
  return records_from(query(connection_, "log/after", position, page_of(limit)));
}

void Queries::ticket_acts(TicketId first, TicketId last, std::int64_t head,
                          const std::function<void(const TicketAct&)>& each) {
  Rows rows = query(connection_, "log/ticket_acts", Subject::ticket, first, last, head);
  while (rows.next()) {
    TicketAct row;
    row.ticket = {rows.integer()};
    row.version = rows.integer();
    row.at = rows.instant();
    row.act = rows.text();
    row.facts = rows.text();
    each(row);
  }
}

TicketId Queries::newest_ticket() {
  Rows rows = query(connection_, "log/newest_subject", Subject::ticket);
  return TicketId{rows.next() ? rows.integer() : 0};
}

std::int64_t Queries::head() {
  Rows rows = query(connection_, "desk/load");
  return rows.next() ? rows.integer() : 0;
}

Instant Queries::clock_at() {
  Rows rows = query(connection_, "desk/load");
  if (!rows.next()) return {};
  rows.integer();
  return rows.instant();
}

std::vector<std::pair<TicketId, Instant>> Queries::due_wakes(Instant before, int limit) {
  std::vector<std::pair<TicketId, Instant>> out;
  Rows rows = query(connection_, "tickets/due_wakes", before, page_of(limit));
  while (rows.next()) {
    const TicketId id{rows.integer()};
    out.emplace_back(id, rows.instant());
  }
  return out;
}

std::optional<Instant> Queries::earliest_wake() {
  Rows rows = query(connection_, "tickets/earliest_wake");
  if (!rows.next()) return std::nullopt;
  return rows.instant();
}

}  // namespace yakusoku::store
