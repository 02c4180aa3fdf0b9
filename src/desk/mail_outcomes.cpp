#include <algorithm>

#include <fmt/format.h>

#include "core/intake/mail_words.hpp"
#include "desk/mail_taking.hpp"
#include "desk/writing.hpp"

namespace yakusoku::desk {
namespace {

using ports::MailOutcome;
using ports::MailSourceRow;

constexpr std::size_t most_copied = 20;  // people of To and Cc who come to take part by one mail

std::string no_subject(std::string_view language) { return language == "ja" ? "（件名なし）" : "(no subject)"; }

// People in To and Cc take part from then on: they see only what comes after.
void let_take_part(Taking& taking, TicketId ticket, std::int64_t from_version) {
  const program::Door* door = taking.program ? taking.program->door("mail") : nullptr;
  if (door && !door->cc_is_participant) return;
  // Who may be somebody else brings nobody along.
  if (!taking.office.settings->own_server.empty() && taking.honesty != intake::Honesty::passed && !taking.vouched)
    return;
  const auto row = taking.transaction.ticket(ports::Viewer::desk(), ticket);
  if (!row) return;
  std::size_t added = 0;
  std::vector<PersonId> present{row->requester};
  for (const ports::ParticipantRow& each : taking.transaction.participants(ports::Viewer::desk(), ticket))
    present.push_back(each.person);
  for (const auto* list : {&taking.mail().to, &taking.mail().cc}) {
    for (const ports::MailAddress& each : *list) {
      if (added >= most_copied || present.size() >= most_copied + 30) return;
      if (each.address.find('@') == std::string::npos || taking.office.settings->at_address(each.address)) continue;
      auto person = taking.transaction.person_by_address(ascii_lower(each.address));
      if (person && (person->suspended || ports::is_staff(person->role))) continue;
      if (!person) person = new_person(taking, each, false);
      taking.copied.push_back(person->id);
      if (std::ranges::find(present, person->id) != present.end()) continue;
      taking.transaction.insert(ports::ParticipantRow{ticket, person->id, "cc", from_version});
      taking.transaction.put(ports::TicketAddressRow{ticket, ascii_lower(each.address), person->id, false});
      present.push_back(person->id);
      ++added;
    }
  }
}

// Somebody who writes from there, and our server says it is he: mail may go there again.
void mark_well(Taking& taking) {
  if (taking.honesty != intake::Honesty::passed) return;
  const auto known = taking.transaction.mail_address(ascii_lower(taking.mail().from.address));
  if (!known || (known->state != "bounced" && known->state != "delayed")) return;
  ports::MailAddressRow row = *known;
  row.state.clear();
  row.code.clear();
  row.detail.clear();
  row.since = far_future;
  taking.transaction.put(row);
}

Result<Answer> settled_on(Taking& taking, MailOutcome outcome, const std::string& why, TicketId ticket) {
  mark_well(taking);
  const MessageId message = taking.transaction.newest_message(ticket);
  const Instant now = taking.transaction.now();
  if (!taking.mail().message_id.empty())
    taking.transaction.insert(
        ports::MailIdRow{taking.mail().message_id, ticket, taking.writer->id, message, false, now});
  taking.transaction.put(ports::TicketAddressRow{ticket, ascii_lower(taking.mail().from.address), taking.writer->id,
                                                 outcome == MailOutcome::opened});
  return settle_source(taking, outcome, why, ticket, message);
}

// Where the customer has to say how severe it is: a mail can't, so the mailbox's level or the mildest stands until somebody
// does.
std::string unsaid_severity(Taking& taking, const OpenTicket& input) {
  lifecycle::Act act;
  act.verb = lifecycle::Verb::open;
  act.door = "mail";
  act.actor = actor_of(caller_of(*taking.writer), {});
  act.values = input.values;
  act.values.push_back(tickets::Value::of("kind", input.kind));
  act.values.push_back(tickets::Value::of("language", input.language));
  const PersonId person = taking.writer->id;
  const OrganizationId organization = taking.writer->organization;
  const auto decided = lifecycle::decide(
      {}, act,
      world_of(taking.transaction, taking.shelf, *taking.program, person, organization, taking.transaction.now()));
  if (decided || decided.error().code != ErrorCode::required || decided.error().field != "severity") return {};
  if (!taking.mailbox->severity.empty()) return taking.mailbox->severity;
  const auto& levels = taking.program->severity.levels;
  return levels.empty() ? std::string() : levels.back().id;
}

}  // namespace

Answer answer_about(const MailSourceRow& source) {
  const std::string outcome(ports::mail_outcomes[static_cast<std::size_t>(source.outcome)]);
  Json json = Json::object({{"mail", source.id}, {"outcome", outcome}});
  if (source.ticket) json.set("ticket", source.ticket.value);
  if (!source.why.empty()) json.set("why", source.why);
  return {200, to_text(json)};
}

Result<Answer> settle_source(Taking& taking, MailOutcome outcome, std::string why, TicketId ticket,
                             MessageId message) {
  MailSourceRow& source = taking.source;
  source.outcome = outcome;
  source.why = std::move(why);
  source.ticket = ticket;
  source.message = message;
  source.person = taking.writer ? taking.writer->id : PersonId{};
  source.program = taking.program_id;
  source.parser_level = taking.taken.parser_level;
  source.sender = taking.mail().from.address;
  source.subject = subject_of(taking.mail());
  ports::MailEnvelope envelope = envelope_of(source);
  if (!taking.mail().auto_reply_allowed)
    envelope.no_answer = taking.mail().no_auto_reply_because.empty() ? "unsaid" : taking.mail().no_auto_reply_because;
  envelope.verified = taking.honesty == intake::Honesty::passed || taking.vouched;
  envelope.message_id = taking.mail().message_id;
  envelope.language = taking.mail().language;
  envelope.copied = taking.copied;
  source.envelope = to_text(write_fields(envelope));
  taking.transaction.put(source);
  return answer_about(source);
}

ports::PersonRow new_person(Taking& taking, const ports::MailAddress& address, bool vouched) {
  ports::PersonRow row;
  row.id = {taking.transaction.next_id("person")};
  row.email = ascii_lower(address.address);
  row.name = !address.name.empty() ? address.name : row.email.substr(0, row.email.find('@'));
  row.created_at = row.updated_at = taking.transaction.now();
  if (taking.program &&
      std::ranges::find(taking.program->languages, taking.mail().language) != taking.program->languages.end())
    row.language = taking.mail().language;
  if (vouched) row.organization = taking.transaction.organization_of_domain(intake::domain_of(row.email));
  taking.transaction.put(row);
  record_change(taking.transaction, Caller::desk(), ports::Subject::person, row.id.value, "by_mail");
  return row;
}

Result<Answer> hold(Taking& taking, std::string why) {
  tell_of_held(taking.transaction, taking.office, taking.source.id);
  return settle_source(taking, MailOutcome::held, std::move(why));
}

std::string why_and(const std::string& why, TicketId about) {
  return why.empty() || !about ? why : fmt::format("{}:{}", why, about.value);
}

Result<Answer> open_by_mail(Taking& taking, const std::string& why, bool vouched) {
  if (!taking.program || taking.program->kinds.empty()) return hold(taking, "no_mailbox");
  if (!taking.writer) taking.writer = new_person(taking, taking.mail().from, vouched);
  OpenTicket input;
  input.program = taking.program_id;
  input.kind = taking.mailbox->kind.empty() ? taking.program->kinds.front().id : taking.mailbox->kind;
  input.language = taking.language();
  input.subject = subject_of(taking.mail());
  if (input.subject.empty()) input.subject = no_subject(input.language);
  input.with = words_of(taking);
  input.description = input.with.text;
  if (!taking.mailbox->team.empty()) input.values.push_back(tickets::Value::of("team", taking.mailbox->team));
  input.severity = unsaid_severity(taking, input);
  const Answer opened = TRY(open_ticket(taking.transaction, taking.shelf, caller_of(*taking.writer), input));
  const TicketId ticket = ticket_of(opened);
  let_take_part(taking, ticket, 1);
  return settled_on(taking, MailOutcome::opened, why, ticket);
}

Result<Answer> append_by_mail(Taking& taking, TicketId ticket, const std::string& why) {
  ChangeTicket change;
  change.ticket = ticket;
  const bool light = taking.writer->role == ports::Role::light_agent;
  change.act.verb = light                                  ? lifecycle::Verb::note
                    : ports::is_staff(taking.writer->role) ? lifecycle::Verb::reply
                                                           : lifecycle::Verb::message;
  change.words = words_of(taking);
  const auto row = taking.transaction.ticket(ports::Viewer::desk(), ticket);
  TRY(change_ticket(taking.transaction, taking.shelf, caller_of(*taking.writer), change));
  let_take_part(taking, ticket, row->version + 2);
  return settled_on(taking, MailOutcome::appended, why, ticket);
}

Result<Answer> answer_wrong_door(Taking& taking, const intake::Verdict& verdict) {
  const std::string address = intake::plain_address(taking.mail().from.address);
  const Instant now = taking.transaction.now();
  ports::MailAddressRow row = taking.transaction.mail_address(address).value_or(ports::MailAddressRow{});
  const Duration every = taking.office.settings->automatic_answer_every;
  const bool rested = row.answered_at == far_future || row.answered_at + every <= now;
  if (taking.mail().auto_reply_allowed && rested) {
    row.address = address;
    row.answered_at = now;
    taking.transaction.put(row);
    LetterOrder order;
    order.notice = "wrong_door";
    order.source = taking.source.id;
    enqueue_letter(taking.transaction, taking.office, order, fmt::format("source-{}", taking.source.id), now);
  }
  return settle_source(taking, MailOutcome::no_request, why_and(verdict.why, verdict.ticket));
}

// What a machine said is written down where it belongs, as a note of the desk's, and moves nothing but what it proves.
Result<Answer> note_machine(Taking& taking, const intake::Verdict& verdict) {
  TicketId about = verdict.ticket;
  const std::vector<std::string> to = addressed_to(taking);
  switch (kind_of(taking.mail().mail_class)) {
    case intake::Kind::bounce:
    case intake::Kind::delivery_status:
      about = note_bounce(taking.transaction, taking.office, taking.mail(), to);
      break;
    case intake::Kind::feedback_report:
      about = note_complaint(taking.transaction, taking.office, taking.mail(), to);
      break;
    case intake::Kind::auto_reply:
      if (about) note_absence(taking.transaction, taking.shelf, about, *taking.writer, words_of(taking));
      break;
    case intake::Kind::read_receipt:
    case intake::Kind::normal: break;
  }
  return settle_source(taking, MailOutcome::ignored, verdict.why, about);
}

}  // namespace yakusoku::desk
