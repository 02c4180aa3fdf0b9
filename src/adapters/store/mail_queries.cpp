// The reads of files and mail.

#include <algorithm>

#include "adapters/store/queries.hpp"
#include "adapters/store/row_text.hpp"
#include "adapters/store/statements.hpp"

namespace yakusoku::store {

using namespace ports;

namespace {

constexpr int most_rows = 1000;

std::vector<OutboxRow> outbox_from(Rows rows) {
  std::vector<OutboxRow> out;
  while (rows.next()) {
    OutboxRow row;
    row.id = rows.integer();
    row.channel = rows.text();
    row.lane = rows.text();
    row.stable_id = rows.text();
    row.position = rows.integer();
    row.ready_at = rows.instant();
    row.attempts = static_cast<int>(rows.integer());
    row.payload = rows.text();
    row.done_at = rows.instant();
    row.last_error = rows.text();
    out.push_back(std::move(row));
  }
  return out;
}

std::vector<AttachmentRow> attachments_from(Rows rows) {
  std::vector<AttachmentRow> out;
  while (rows.next()) {
    AttachmentRow row;
    row.id = {rows.integer()};
    row.ticket = {rows.integer()};
    row.message = {rows.integer()};
    row.name = rows.text();
    row.type = rows.text();
    row.size = rows.integer();
    row.blob = rows.text();
    row.content_id = rows.text();
    row.inside_text = rows.boolean();
    row.at = rows.instant();
    out.push_back(std::move(row));
  }
  return out;
}

MailOutcome outcome_of(std::string_view word) {
  const auto found = std::ranges::find(mail_outcomes, word);
  return found == std::end(mail_outcomes) ? MailOutcome::failed
                                          : static_cast<MailOutcome>(found - std::begin(mail_outcomes));
}

std::vector<MailSourceRow> sources_from(Rows rows) {
  std::vector<MailSourceRow> out;
  while (rows.next()) {
    MailSourceRow row;
    row.id = rows.integer();
    row.arrival = rows.text();
    row.mailbox = rows.text();
    row.arrived_at = rows.instant();
    row.envelope = rows.text();
    row.blob = rows.text();
    row.outcome = outcome_of(rows.text());
    row.why = rows.text();
    row.parser_level = static_cast<int>(rows.integer());
    row.sender = rows.text();
    row.subject = rows.text();
    row.program = {rows.integer()};
    row.ticket = {rows.integer()};
    row.message = {rows.integer()};
    row.person = {rows.integer()};
    row.attempts = static_cast<int>(rows.integer());
    out.push_back(std::move(row));
  }
  return out;
}

std::vector<MailIdRow> ids_from(Rows rows) {
  std::vector<MailIdRow> out;
  while (rows.next()) {
    MailIdRow row;
    row.message_id = rows.text();
    row.ticket = {rows.integer()};
    row.person = {rows.integer()};
    row.message = {rows.integer()};
    row.outgoing = rows.boolean();
    row.at = rows.instant();
    out.push_back(std::move(row));
  }
  return out;
}

}  // namespace

std::vector<OutboxRow> Queries::outbox(std::int64_t after, int limit) {
  return outbox_from(query(connection_, "outbox/after", after, std::clamp(limit, 0, most_rows)));
}

std::vector<OutboxRow> Queries::outbox_ready(std::string_view channel, Instant by, int limit) {
  return outbox_from(query(connection_, "outbox/ready", channel, by, std::clamp(limit, 0, most_rows)));
}

std::optional<OutboxRow> Queries::outbox_by_stable_id(std::string_view stable_id) {
  return only(outbox_from(query(connection_, "outbox/by_stable_id", stable_id)));
}

std::vector<AttachmentRow> Queries::attachments(TicketId ticket) {
  return attachments_from(query(connection_, "attachments/of_ticket", ticket));
}

std::optional<AttachmentRow> Queries::attachment(AttachmentId id) {
  return only(attachments_from(query(connection_, "attachments/load", id)));
}

std::optional<UploadRow> Queries::upload(std::string_view token_hash) {
  Rows rows = query(connection_, "uploads/load", token_hash);
  if (!rows.next()) return std::nullopt;
  UploadRow row;
  row.token_hash = rows.text();
  row.person = {rows.integer()};
  row.name = rows.text();
  row.type = rows.text();
  row.size = rows.integer();
  row.blob = rows.text();
  row.at = rows.instant();
  return row;
}

bool Queries::blob_is_used(std::string_view hash) {
  Rows rows = query(connection_, "attachments/uses_blob", hash);
  return rows.next();
}

std::optional<MailSourceRow> Queries::mail_source(std::int64_t id) {
  return only(sources_from(query(connection_, "mail/source", id)));
}

std::optional<MailSourceRow> Queries::mail_source_by_arrival(std::string_view arrival) {
  return only(sources_from(query(connection_, "mail/source_by_arrival", arrival)));
}

std::vector<MailSourceRow> Queries::mail_sources(MailOutcome outcome, std::int64_t after, int limit) {
  return sources_from(query(connection_, "mail/sources_by_outcome", mail_outcomes[static_cast<std::size_t>(outcome)],
                            after, std::clamp(limit, 0, most_rows)));
}

std::vector<MailSourceRow> Queries::mail_sources_after(std::int64_t after, int limit) {
  return sources_from(query(connection_, "mail/sources_after", after, std::clamp(limit, 0, most_rows)));
}

std::vector<MailSourceRow> Queries::mail_sources_of_blob(std::string_view hash) {
  return sources_from(query(connection_, "mail/sources_of_blob", hash));
}

std::vector<MailSourceRow> Queries::mail_sources_of_person(PersonId person, std::int64_t after, int limit) {
  return sources_from(query(connection_, "mail/sources_of_person", person, after, std::clamp(limit, 0, most_rows)));
}

std::optional<std::int64_t> Queries::follower_position(std::string_view name) {
  Rows rows = query(connection_, "followers/load", name);
  if (!rows.next()) return std::nullopt;
  return rows.integer();
}

std::vector<MailIdRow> Queries::mail_ids(std::string_view message_id) {
  return ids_from(query(connection_, "mail/ids", message_id));
}

std::vector<MailIdRow> Queries::mail_ids_between(TicketId ticket, PersonId person, int newest) {
  std::vector<MailIdRow> out =
      ids_from(query(connection_, "mail/ids_between", ticket, person, std::clamp(newest, 0, most_rows)));
  std::ranges::reverse(out);
  return out;
}

std::vector<MailSourceRow> Queries::mail_sources_of_sender(std::string_view address, std::int64_t after, int limit) {
  return sources_from(query(connection_, "mail/sources_of_sender", address, after, std::clamp(limit, 0, most_rows)));
}

std::vector<TicketAddressRow> Queries::ticket_addresses(TicketId ticket) {
  std::vector<TicketAddressRow> out;
  Rows rows = query(connection_, "mail/ticket_addresses", ticket);
  while (rows.next()) {
    TicketAddressRow row;
    row.ticket = {rows.integer()};
    row.address = rows.text();
    row.person = {rows.integer()};
    row.given = rows.boolean();
    out.push_back(std::move(row));
  }
  return out;
}

std::optional<MailAddressRow> Queries::mail_address(std::string_view address) {
  Rows rows = query(connection_, "mail/address", address);
  if (!rows.next()) return std::nullopt;
  MailAddressRow row;
  row.address = rows.text();
  row.state = rows.text();
  row.since = rows.instant();
  row.code = rows.text();
  row.detail = rows.text();
  row.answered_at = rows.instant();
  row.unsubscribed_at = rows.instant();
  return row;
}

std::int64_t Queries::mail_count(std::string_view scope, std::string_view key, std::int64_t since_hour) {
  Rows rows = query(connection_, "mail/counted", scope, key, since_hour);
  return rows.next() ? rows.integer() : 0;
}

}  // namespace yakusoku::store
