#include "adapters/store/transaction.hpp"

#include "adapters/store/record_chain.hpp"
#include "adapters/store/row_text.hpp"
#include "adapters/store/statements.hpp"
#include "base/assert.hpp"

namespace yakusoku::store {

using namespace ports;

namespace {

constexpr std::size_t salt_size = 16;

}  // namespace

std::int64_t BatchTransaction::next_id(std::string_view counter) {
  auto found = state_.counters.find(counter);
  if (found == state_.counters.end()) {
    Rows rows = query(connection_, "desk/counter", counter);
    found = state_.counters.emplace(counter, rows.next() ? rows.integer() : 1).first;
  }
  return found->second++;
}

void BatchTransaction::insert(const TicketRow& row) {
  execute(connection_, "tickets/insert", row.id, row.version, row.shape, row.state, row.program, row.kind,
          row.severity, row.category, row.rank, row.next_due, row.next_wake, row.group, row.assignee, row.requester,
          row.organization, row.channel, row.language, row.subject, row.created_at, row.updated_at, row.changed,
          list_text(row.tags));
}

void BatchTransaction::update(const TicketRow& row) {
  Rows updated = query(connection_, "tickets/update", row.id, row.version, row.shape, row.state, row.program,
                       row.kind, row.severity, row.category, row.rank, row.next_due, row.next_wake, row.group,
                       row.assignee, row.requester, row.organization, row.channel, row.language, row.subject,
                       row.created_at, row.updated_at, row.changed, list_text(row.tags));
  ASSERT(updated.next());
}

LogRow BatchTransaction::append(LogRow row) {
  // A first record that is not the first is refused by the unique index; for later ones the index cannot see a gap.
  if (row.version != 1) {
    Rows newest = query(connection_, "log/newest_version", row.subject, row.id);
    ASSERT(newest.next() && newest.integer() + 1 == row.version);
  }
  row.position = state_.head + 1;
  const std::string link = chain_link(state_.chain, row);
  execute(connection_, "log/append", row.position, row.subject, row.id, row.version, row.at, row.actor_kind,
          row.actor, row.by_program, row.act, row.facts, row.shape, Bytes{link});
  state_.head = row.position;
  state_.chain = link;
  row.chain = hex_of(link);
  return row;
}

MessageRow BatchTransaction::insert(MessageRow row) {
  const std::string salt = dice_.bytes(salt_size);
  const std::string digest = message_digest(salt, row.body);
  execute(connection_, "messages/insert", row.id, row.ticket, row.version, row.author, row.visibility, row.channel,
          row.at, row.body, Bytes{salt}, Bytes{digest}, row.erased_at, row.erased_by, row.erased_why, row.html,
          row.folded, row.source);
  row.digest = hex_of(digest);
  return row;
}

void BatchTransaction::insert(const ParticipantRow& row) {
  execute(connection_, "participants/insert", row.ticket, row.person, row.role, row.from_version);
}

void BatchTransaction::put(const ClockRow& row) {
  execute(connection_, "clocks/put", row.ticket, row.clock, row.cycle, row.state, row.customer_facing,
          row.program_hash, row.calendar, row.started_at, row.due, row.budget, row.spent, row.verdict, row.verdict_at,
          row.over_open, row.over_wall);
}

void BatchTransaction::put(const PersonRow& row) {
  execute(connection_, "people/put", row.id, row.name, row.email, row.role, row.organization, row.language, row.zone,
          row.password, row.suspended, row.away_until, row.created_at, row.updated_at);
  execute(connection_, "people/leave_groups", row.id);
  for (const std::int64_t group : row.groups) execute(connection_, "people/join_group", row.id, group);
}

void BatchTransaction::put(const OrganizationRow& row) {
  execute(connection_, "organizations/put", row.id, row.name, row.zone, row.country, row.language,
          list_text(row.domains), row.parent, to_text(row.facts), row.created_at, row.updated_at);
  execute(connection_, "organizations/leave_domains", row.id);
  for (const std::string& domain : row.domains) execute(connection_, "organizations/take_domain", domain, row.id);
}

void BatchTransaction::put(const GroupRow& row) {
  execute(connection_, "groups/put", row.id, row.program, row.key, row.name);
}

void BatchTransaction::put(const ProgramRow& row) {
  execute(connection_, "programs/put", row.id, row.key, row.title, row.in_force);
}

void BatchTransaction::insert(const ProgramVersionRow& row) {
  execute(connection_, "programs/insert_version", row.hash, row.program, row.files, row.published_at,
          row.effective_at, row.by);
}

void BatchTransaction::put(const EnactmentRow& row) {
  execute(connection_, "programs/put_enactment", row.id, row.program, row.hash, row.decided_at, row.starts_at, row.by,
          row.state, row.moves, row.spliced_to, row.moved_to, row.spliced, row.moved, row.changed);
}

void BatchTransaction::put(const SessionRow& row) {
  execute(connection_, "sessions/put", row.token_hash, row.person, row.csrf, row.created_at, row.seen_at,
          row.expires_at);
}

void BatchTransaction::remove_session(std::string_view token_hash) {
  execute(connection_, "sessions/remove", token_hash);
}

void BatchTransaction::remove_sessions_of(PersonId person) {
  execute(connection_, "sessions/remove_of_person", person);
}

void BatchTransaction::put(const TokenRow& row) {
  execute(connection_, "tokens/put", row.hash, row.person, row.created_at);
}

void BatchTransaction::enqueue(const OutboxRow& row) {
  const std::int64_t id = row.id == 0 ? next_id("outbox") : row.id;
  const std::int64_t position = row.position == 0 ? state_.head : row.position;
  execute(connection_, "outbox/enqueue", id, row.channel, row.lane, row.stable_id, position, row.ready_at,
          row.attempts, row.payload, row.done_at);
}

void BatchTransaction::mend_message(MessageId id, std::string_view html, std::string_view folded) {
  execute(connection_, "messages/mend", id, html, folded);
}

void BatchTransaction::erase_message(MessageId id, Instant at, PersonId by, std::string_view why) {
  Rows erased = query(connection_, "messages/erase", id, at, by, why, Bytes{});
  ASSERT(erased.next());
}

void BatchTransaction::insert(const ErasureRow& row) {
  const std::int64_t id = row.id == 0 ? next_id("erasure") : row.id;
  execute(connection_, "erasures/insert", id, row.at, row.by, row.subject_kind, row.subject_id, row.scope);
}

void BatchTransaction::settle(const OutboxRow& row) {
  Rows settled = query(connection_, "outbox/settle", row.id, row.ready_at, row.attempts, row.payload, row.done_at,
                       row.last_error);
  ASSERT(settled.next());
}

void BatchTransaction::insert(const AttachmentRow& row) {
  execute(connection_, "attachments/insert", row.id, row.ticket, row.message, row.name, row.type, row.size, row.blob,
          row.content_id, row.inside_text, row.at);
}

void BatchTransaction::erase_attachments(MessageId message) { execute(connection_, "attachments/erase", message); }

void BatchTransaction::erase_attachment(AttachmentId id) { execute(connection_, "attachments/erase_one", id); }

void BatchTransaction::put(const UploadRow& row) {
  execute(connection_, "uploads/put", row.token_hash, row.person, row.name, row.type, row.size, row.blob, row.at);
}

void BatchTransaction::remove_upload(std::string_view token_hash) {
  execute(connection_, "uploads/remove", token_hash);
}

void BatchTransaction::remove_uploads_before(Instant at) { execute(connection_, "uploads/remove_before", at); }

void BatchTransaction::put(const MailSourceRow& row) {
  execute(connection_, "mail/put_source", row.id, row.arrival, row.mailbox, row.arrived_at, row.envelope, row.blob,
          mail_outcomes[static_cast<std::size_t>(row.outcome)], row.why, row.parser_level, row.sender, row.subject,
          row.program, row.ticket, row.message, row.person, row.attempts);
}

void BatchTransaction::insert(const MailIdRow& row) {
  execute(connection_, "mail/insert_id", row.message_id, row.ticket, row.person, row.message, row.outgoing, row.at);
}

void BatchTransaction::put(const TicketAddressRow& row) {
  execute(connection_, "mail/put_ticket_address", row.ticket, row.address, row.person, row.given);
}

void BatchTransaction::put(const MailAddressRow& row) {
  execute(connection_, "mail/put_address", row.address, row.state, row.since, row.code, row.detail, row.answered_at,
          row.unsubscribed_at);
}

void BatchTransaction::count_mail(std::string_view scope, std::string_view key, std::int64_t hour) {
  execute(connection_, "mail/count", scope, key, hour);
}

void BatchTransaction::forget_mail_counts(std::int64_t before_hour) {
  execute(connection_, "mail/forget_counts", before_hour);
}

void BatchTransaction::put_follower(std::string_view name, std::int64_t position) {
  execute(connection_, "followers/put", name, position);
}

void BatchTransaction::forget_addresses_of(PersonId person) { execute(connection_, "mail/forget_addresses", person); }

void BatchTransaction::forget_mail_ids_of(PersonId person) { execute(connection_, "mail/forget_ids", person); }

void BatchTransaction::forget_mail_address(std::string_view address) {
  execute(connection_, "mail/forget_address", address);
}

}  // namespace yakusoku::store
