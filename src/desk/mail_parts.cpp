#include "desk/mail_parts.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/sha256.hpp"
#include "core/intake/mail_words.hpp"
#include "desk/attaching.hpp"
#include "desk/writing.hpp"

namespace yakusoku::desk {
namespace {

constexpr std::size_t most_detail = 500;

}  // namespace

std::int64_t hour_of(Instant at) { return at.seconds / hours(1).seconds; }

std::string counted_as(std::string_view address) {
  const auto digest = sha256(intake::plain_address(address));
  return to_hex(std::span(digest).first(12));
}

std::vector<ports::PersonRow> all_staff(Reader& reader) {
  constexpr int page = 500;
  std::vector<ports::PersonRow> all;
  for (PersonId after{};;) {
    const auto rows = reader.staff(after, page);
    for (const ports::PersonRow& each : rows) {
      after = each.id;
      if (!each.suspended) all.push_back(each);
    }
    if (rows.size() < static_cast<std::size_t>(page)) return all;
  }
}

std::vector<PersonId> who_leads(Reader& reader) {
  const auto staff = all_staff(reader);
  std::vector<PersonId> found;
  for (const ports::Role role : {ports::Role::lead, ports::Role::admin}) {
    for (const ports::PersonRow& each : staff)
      if (each.role == role) found.push_back(each.id);
    if (!found.empty()) return found;
  }
  return found;
}

void tell_of_held(Transaction& transaction, const MailOffice& office, std::int64_t source) {
  const Instant now = transaction.now();
  if (transaction.mail_count("held", "", hour_of(now)) > 0) return;
  transaction.count_mail("held", "", hour_of(now));
  for (const PersonId each : who_leads(transaction)) {
    LetterOrder order;
    order.notice = program::word_of(program::NoticeKind::held);
    order.source = source;
    order.person = each;
    enqueue_letter(transaction, office, order, fmt::format("held-{}-{}", each.value, hour_of(now)), now);
  }
}

Caller caller_of(const ports::PersonRow& person) {
  Caller caller;
  caller.person = person.id;
  caller.role = person.role;
  caller.organization = person.organization;
  caller.door = "mail";
  return caller;
}

intake::Honesty honesty_of(const MailOffice& office, const ports::ReadMail& mail) {
  std::vector<intake::Result> results;
  for (const ports::AuthenticationResult& each : mail.authentication)
    results.push_back({each.server, each.method, each.result, each.domain});
  return intake::honesty_of(results, office.settings->own_server, intake::domain_of(mail.from.address));
}

ports::MailEnvelope envelope_of(const ports::MailSourceRow& source) {
  ports::MailEnvelope envelope;
  const auto json = parse_json(source.envelope);
  if (!json || !read_fields(*json, envelope)) return {};
  return envelope;
}

TicketId ticket_of(const Result<Answer>& answer) {
  const auto json = answer ? parse_json(answer->body) : Result<Json>(std::unexpected(answer.error()));
  const Json* ticket = json && json->is_object() ? json->find("ticket") : nullptr;
  return TicketId{ticket && ticket->is_integer() ? ticket->integer() : 0};
}

void erase_mail_source(Transaction& transaction, std::int64_t source) {
  auto row = transaction.mail_source(source);
  if (!row || row->blob.empty()) return;
  erase_bytes(transaction, row->blob, fmt::format("blob-of-mail-{}", source));
  row->blob.clear();
  row->sender.clear();
  row->subject.clear();
  row->envelope = "{}";
  transaction.put(*row);
}

void erase_mail_of(Transaction& transaction, const ports::PersonRow& person) {
  constexpr int slice = 100;
  for (std::int64_t after = 0;;) {
    const auto rows = transaction.mail_sources_of_person(person.id, after, slice);
    for (const ports::MailSourceRow& each : rows) {
      after = each.id;
      transaction.forget_mail_address(intake::plain_address(each.sender));
      erase_mail_source(transaction, each.id);
    }
    if (rows.size() < static_cast<std::size_t>(slice)) break;
  }
  // Those that were held before he was known here.
  for (std::int64_t after = 0;;) {
    const auto rows = transaction.mail_sources_of_sender(person.email, after, slice);
    for (const ports::MailSourceRow& each : rows) {
      after = each.id;
      erase_mail_source(transaction, each.id);
    }
    if (rows.size() < static_cast<std::size_t>(slice)) break;
  }
  transaction.forget_mail_ids_of(person.id);
  transaction.forget_mail_address(ascii_lower(person.email));
  transaction.forget_addresses_of(person.id);
}

Outcome decides_on_mail(const Caller& caller) {
  if (caller.is_desk || (caller.staff() && caller.role != ports::Role::light_agent)) return {};
  return fail(ErrorCode::not_allowed);
}

bool waits_for_a_person(ports::MailOutcome outcome) {
  switch (outcome) {
    case ports::MailOutcome::held:
    case ports::MailOutcome::no_request:
    case ports::MailOutcome::failed: return true;
    case ports::MailOutcome::waiting:
    case ports::MailOutcome::opened:
    case ports::MailOutcome::appended:
    case ports::MailOutcome::ignored:
    case ports::MailOutcome::duplicate:
    case ports::MailOutcome::dismissed: return false;
  }
  return false;
}

std::string address_of(Reader& reader, const LetterOrder& order) {
  if (order.source != 0 && !order.person) {
    const auto source = reader.mail_source(order.source);
    return source ? source->sender : std::string();
  }
  if (!order.other.empty()) {
    for (const ports::TicketAddressRow& each : reader.ticket_addresses(order.ticket))
      if (counted_as(each.address) == order.other) return each.address;
    return {};  // forgotten by an erasure
  }
  if (order.given) {
    for (const ports::TicketAddressRow& each : reader.ticket_addresses(order.ticket))
      if (each.given && each.person == order.person) return each.address;
  }
  const auto person = reader.person(order.person);
  return person && !person->suspended ? person->email : std::string();
}

std::optional<ProvenLetter> letter_spoken_of(Reader& reader, const MailOffice& office, const ports::ReadMail& mail,
                                             const std::vector<std::string>& addressed_to) {
  for (const std::string& address : addressed_to) {
    const auto id = intake::proven_bounce_address(office.key, address);
    if (!id) continue;
    const auto rows = reader.outbox(*id - 1, 1);
    if (rows.empty() || rows.front().id != *id) continue;
    LetterOrder order;
    const auto payload = parse_json(rows.front().payload);
    if (!payload || !read_fields(*payload, order)) continue;
    return ProvenLetter{order.ticket, order.person, address_of(reader, order)};
  }
  for (const ports::MailIdRow& each : reader.mail_ids(mail.returned_message_id)) {
    if (!each.outgoing) continue;
    LetterOrder order;
    order.ticket = each.ticket;
    order.person = each.person;
    order.given = true;
    return ProvenLetter{each.ticket, each.person, address_of(reader, order)};
  }
  return std::nullopt;
}

const ports::Mailbox* mailbox_for(Reader& reader, const MailOffice& office, TicketId ticket) {
  const auto row = reader.ticket(ports::Viewer::desk(), ticket);
  if (!row) return nullptr;
  const ports::Mailbox* found = nullptr;
  for (const ports::ProgramRow& program : reader.programs()) {
    if (program.id != row->program) continue;
    for (const ports::Mailbox& each : office.settings->mailboxes) {
      if (each.program != program.key) continue;
      if (!each.kind.empty() && each.kind == row->kind) return &each;
      if (!found) found = &each;
    }
  }
  return found;
}

void enqueue_letter(Transaction& transaction, const MailOffice& office, const LetterOrder& order,
                    const std::string& stable_id, Instant ready_at) {
  ports::OutboxRow row;
  row.channel = "mail";
  // In order for one reader of one request; nobody waits for another's broken mailbox.
  // A digest waits for its hour, and nobody for a digest.
  row.lane = fmt::format("mail-{}-{}-{}{}", order.ticket.value, order.person.value, order.source,
                         order.notice == program::word_of(program::NoticeKind::digest) ? "-digest" : "");
  row.stable_id = stable_id;
  row.ready_at = ready_at;
  LetterOrder asked = order;
  asked.asked_at = transaction.now();
  row.payload = to_text(write_fields(asked));
  transaction.enqueue(row);
  const ports::Mailbox* mailbox = order.ticket ? mailbox_for(transaction, office, order.ticket) : nullptr;
  if (!mailbox) return;
  const std::string id = intake::message_id(office.key, intake::domain_of(mailbox->address), stable_id);
  transaction.insert(ports::MailIdRow{id, order.ticket, order.person, order.message, true, transaction.now()});
}

void mark_bounced(Transaction& transaction, const MailOffice& office, const ProvenLetter& letter,
                  const std::string& code, const std::string& detail) {
  if (letter.address.empty()) return;
  const std::string address = ascii_lower(letter.address);
  ports::MailAddressRow row = transaction.mail_address(address).value_or(ports::MailAddressRow{});
  row.address = address;
  row.state = "bounced";
  row.since = transaction.now();
  row.code = code;
  row.detail = detail.substr(0, most_detail);
  transaction.put(row);
  tell_owner_of_failure(transaction, office, letter);
}

void tell_owner_of_failure(Transaction& transaction, const MailOffice& office, const ProvenLetter& letter) {
  const auto ticket = transaction.ticket(ports::Viewer::desk(), letter.ticket);
  if (!ticket || !ticket->assignee || ticket->assignee == letter.person) return;
  LetterOrder order;
  order.notice = "staff_told";
  order.event = "bounced";
  order.ticket = letter.ticket;
  order.person = ticket->assignee;
  enqueue_letter(transaction, office, order,
                 fmt::format("bounce-{}-{}-{}", letter.ticket.value, letter.person.value, hour_of(transaction.now())),
                 transaction.now());
}

namespace {

// Some servers report no Diagnostic-Code and tell the reason only in their words to people: on the line with the address.
std::string reason_of(const ports::DeliveryReport& report, const ports::ReadMail& mail, std::string_view address) {
  if (!report.diagnostic.empty()) return report.diagnostic;
  std::string_view rest = mail.text;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    const std::size_t at = ascii_lower(line).find(address);
    if (at != std::string::npos) {
      const std::size_t reason = line.find_first_not_of(" :>\t", at + address.size());
      if (reason != std::string_view::npos) return std::string(line.substr(reason));
    }
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 1);
  }
  return {};
}

}  // namespace

TicketId note_bounce(Transaction& transaction, const MailOffice& office, const ports::ReadMail& mail,
                     const std::vector<std::string>& addressed_to) {
  const auto letter = letter_spoken_of(transaction, office, mail, addressed_to);
  if (!letter || letter->address.empty()) return {};
  const std::string address = ascii_lower(letter->address);
  // A report speaks of the letter's own recipient or, where it names nobody, of the letter.
  const auto speaks_of = [&](std::string_view action) {
    return std::ranges::find_if(mail.reports, [&](const ports::DeliveryReport& each) {
      return each.action == action && (each.recipient.empty() || ascii_lower(each.recipient) == address);
    });
  };
  const auto failed = speaks_of("failed");
  if (failed != mail.reports.end()) {
    mark_bounced(transaction, office, *letter, failed->status, reason_of(*failed, mail, address));
  } else if (mail.reports.empty() && mail.mail_class == ports::MailClass::bounce) {
    mark_bounced(transaction, office, *letter, {}, mail.subject);
  } else if (speaks_of("delayed") != mail.reports.end()) {
    ports::MailAddressRow row = transaction.mail_address(address).value_or(ports::MailAddressRow{});
    if (row.state == "bounced") return letter->ticket;
    row.address = address;
    row.state = "delayed";
    row.since = transaction.now();
    transaction.put(row);
  }
  return letter->ticket;
}

TicketId note_complaint(Transaction& transaction, const MailOffice& office, const ports::ReadMail& mail,
                        const std::vector<std::string>& addressed_to) {
  const auto letter = letter_spoken_of(transaction, office, mail, addressed_to);
  if (!letter || letter->address.empty()) return {};
  const std::string address = ascii_lower(letter->address);
  ports::MailAddressRow row = transaction.mail_address(address).value_or(ports::MailAddressRow{});
  row.address = address;
  row.unsubscribed_at = transaction.now();
  if (row.state != "bounced") {
    row.state = "complained";
    row.since = transaction.now();
  }
  transaction.put(row);
  return letter->ticket;
}

void note_absence(Transaction& transaction, Shelf& shelf, TicketId ticket, const ports::PersonRow& person,
                  Words words) {
  ChangeTicket change;
  change.ticket = ticket;
  change.act.verb = lifecycle::Verb::happen;
  change.act.event = "away_notice";
  change.act.door = "mail";
  words.for_everyone = false;
  change.words = std::move(words);
  Caller desk = Caller::desk();
  desk.person = person.id;
  desk.door = "mail";
  // A closed request takes nothing more; the mail's source names it all the same.
  (void)change_ticket(transaction, shelf, desk, change);
}

}  // namespace yakusoku::desk
