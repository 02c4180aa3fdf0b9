// Mail that came: kept, judged, and made a request, a message, or something a person decides on.

#include <algorithm>

#include <fmt/format.h>

#include "core/intake/mail.hpp"
#include "core/intake/mail_words.hpp"
#include "desk/mail.hpp"
#include "desk/mail_parts.hpp"
#include "desk/writing.hpp"

namespace yakusoku::desk {
namespace {

using ports::MailOutcome;
using ports::MailSourceRow;
using ports::ReadMail;

constexpr std::size_t most_body = 60000;
constexpr std::size_t most_references = 50;  // looked up, newest first
constexpr std::size_t most_copied = 20;      // people of To and Cc who come to take part by one mail

// Cuts between characters.
std::size_t whole_characters(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text.size();
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
  return most;
}

std::string no_subject(std::string_view language) { return language == "ja" ? "（件名なし）" : "(no subject)"; }
std::string no_words(std::string_view language) { return language == "ja" ? "（本文なし）" : "(no text)"; }

struct Body {
  std::string said, folded;
};
Body body_of(const ReadMail& mail, std::string_view language) {
  Body body{mail.reply.empty() ? mail.text : mail.reply, mail.reply.empty() ? std::string() : mail.folded};
  if (body.said.find_first_not_of(" \t\r\n") == std::string::npos) body.said = no_words(language);
  const std::size_t fits = whole_characters(body.said, most_body);
  if (fits < body.said.size()) {
    body.folded = body.said.substr(fits) + "\n" + body.folded;
    body.said.resize(fits);
  }
  body.folded.resize(whole_characters(body.folded, 4 * most_body));
  return body;
}

const ports::Mailbox* mailbox_of(const ports::MailSettings& settings, const MailSourceRow& source,
                                 const ReadMail& mail) {
  if (const ports::Mailbox* own = settings.named(source.mailbox)) return own;
  const auto find = [&](const std::string& address) { return settings.at_address(address); };
  if (const auto envelope = parse_json(source.envelope); envelope && envelope->is_object()) {
    if (const Json* to = envelope->find("to"); to && to->is_array())
      for (const Json& each : to->items())
        if (each.is_string())
          if (const ports::Mailbox* found = find(each.string())) return found;
  }
  for (const std::string& each : mail.delivered_to)
    if (const ports::Mailbox* found = find(each)) return found;
  for (const auto* list : {&mail.to, &mail.cc})
    for (const ports::MailAddress& each : *list)
      if (const ports::Mailbox* found = find(each.address)) return found;
  return settings.mailboxes.empty() ? nullptr : &settings.mailboxes.front();
}

// Where the mail was addressed to: plus parts of these may be words of ours.
std::vector<std::string> addressed_to(const MailSourceRow& source, const ReadMail& mail) {
  std::vector<std::string> all = mail.delivered_to;
  for (const auto* list : {&mail.to, &mail.cc})
    for (const ports::MailAddress& each : *list) all.push_back(each.address);
  if (const auto envelope = parse_json(source.envelope); envelope && envelope->is_object()) {
    if (const Json* to = envelope->find("to"); to && to->is_array())
      for (const Json& each : to->items())
        if (each.is_string()) all.push_back(each.string());
  }
  return all;
}

Caller caller_of(const ports::PersonRow& person) {
  Caller caller;
  caller.person = person.id;
  caller.role = person.role;
  caller.organization = person.organization;
  caller.door = "mail";
  return caller;
}

// All that one mail's taking knows.
struct Taking {
  Transaction& transaction;
  Shelf& shelf;
  const MailOffice& office;
  const TakenMail& taken;
  MailSourceRow source;
  const ports::Mailbox* mailbox = nullptr;
  std::optional<ports::PersonRow> writer;
  intake::Honesty honesty = intake::Honesty::unknown;
  std::shared_ptr<const program::Program> program;  // in force, of the mailbox
  ProgramId program_id;
  bool vouched = false;          // by a person of ours, who let it in
  std::vector<PersonId> copied;  // who has the mail already: it names them in To or Cc

  const ReadMail& mail() const { return taken.mail; }
  std::string language() const {
    if (writer && !writer->language.empty()) return writer->language;
    if (program && std::ranges::find(program->languages, mail().language) != program->languages.end())
      return mail().language;
    if (mailbox && !mailbox->language.empty()) return mailbox->language;
    return program && !program->languages.empty() ? program->languages.front() : "en";
  }
};

Taking taking_of(Transaction& transaction, Shelf& shelf, const MailOffice& office, const TakenMail& taken,
                 MailSourceRow source) {
  Taking taking{transaction, shelf, office, taken, std::move(source), nullptr, {}, {}, nullptr, {}, false, {}};
  taking.mailbox = mailbox_of(*office.settings, taking.source, taken.mail);
  const std::string from = intake::plain_address(taken.mail.from.address);
  if (!taken.mail.from.address.empty()) {
    taking.writer = transaction.person_by_address(ascii_lower(taken.mail.from.address));
    if (!taking.writer) taking.writer = transaction.person_by_address(from);
  }
  std::vector<intake::Result> results;
  for (const ports::AuthenticationResult& each : taken.mail.authentication)
    results.push_back({each.server, each.method, each.result, each.domain});
  taking.honesty = intake::honesty_of(results, office.settings->own_server, intake::domain_of(from));
  if (!taking.mailbox) return taking;
  for (const ports::ProgramRow& row : transaction.programs()) {
    if (row.key != taking.mailbox->program) continue;
    taking.program_id = row.id;
    taking.program = shelf.version(transaction, row.in_force);
  }
  return taking;
}

// Whether a customer's words are taken there: what the request itself would say to them.
bool takes_words(const Taking& taking, const ports::TicketRow& row) {
  auto loaded = load(taking.transaction, taking.shelf, ports::Viewer::desk(), row.id);
  if (!loaded) return false;
  lifecycle::Act act;
  act.verb = taking.writer && ports::is_staff(taking.writer->role) ? lifecycle::Verb::reply : lifecycle::Verb::message;
  act.actor = actor_of(caller_of(*taking.writer), loaded->request);
  act.door = "mail";
  return lifecycle::decide(loaded->request, act,
                           world_of(taking.transaction, taking.shelf, *loaded, taking.transaction.now()))
      .has_value();
}

void name(Taking& taking, std::vector<intake::Named>& named, TicketId ticket, bool secret) {
  auto row = taking.transaction.ticket(ports::Viewer::desk(), ticket);
  for (int hops = 0; row && hops < 8; ++hops) {  // of a merged one the request that took it in
    const auto loaded = load(taking.transaction, taking.shelf, ports::Viewer::desk(), row->id);
    if (!loaded || !loaded->request.ticket.merged_into) break;
    row = taking.transaction.ticket(ports::Viewer::desk(), loaded->request.ticket.merged_into);
  }
  if (!row) return;
  const auto known = std::ranges::find(named, row->id, &intake::Named::ticket);
  if (known != named.end()) {
    known->secret = known->secret || secret;
    return;
  }
  intake::Named each;
  each.ticket = row->id;
  each.secret = secret;
  if (taking.writer && !taking.writer->suspended) {
    each.is_party = taking.transaction.ticket(caller_of(*taking.writer).viewer(), row->id).has_value();
    each.takes = each.is_party && takes_words(taking, *row);
  }
  named.push_back(each);
}

std::vector<intake::Named> named_by(Taking& taking) {
  std::vector<intake::Named> named;
  const PersonId writer = taking.writer ? taking.writer->id : PersonId{};
  std::vector<std::string> ids = taking.mail().in_reply_to;
  const auto& references = taking.mail().references;
  ids.insert(ids.end(), references.rbegin(), references.rend());
  if (!taking.mail().returned_message_id.empty()) ids.push_back(taking.mail().returned_message_id);
  if (ids.size() > most_references) ids.resize(most_references);
  for (const std::string& id : ids)
    for (const ports::MailIdRow& each : taking.transaction.mail_ids(id))
      name(taking, named, each.ticket, each.outgoing && writer && each.person == writer);
  for (const std::string& address : addressed_to(taking.source, taking.mail()))
    if (const auto whose = intake::proven_reply_address(taking.office.key, address))
      name(taking, named, whose->ticket, writer && whose->person == writer);
  if (const auto ticket = intake::ticket_in_subject(taking.mail().subject)) name(taking, named, *ticket, false);
  return named;
}

// A letter of ours that came back, a test of the doctor's among them.
bool is_ours(Taking& taking) {
  if (taking.mail().message_id.empty()) return false;
  const bool test = taking.mail().message_id.starts_with("test.") && !taking.mail().auto_reply_allowed &&
                    taking.office.settings->at_address(taking.mail().from.address);
  const auto known = taking.transaction.mail_ids(taking.mail().message_id);
  return test || std::ranges::any_of(known, &ports::MailIdRow::outgoing);
}

intake::Kind kind_of(ports::MailClass mail_class) {
  switch (mail_class) {
    case ports::MailClass::normal: return intake::Kind::normal;
    case ports::MailClass::bounce: return intake::Kind::bounce;
    case ports::MailClass::auto_reply: return intake::Kind::auto_reply;
    case ports::MailClass::feedback_report: return intake::Kind::feedback_report;
    case ports::MailClass::read_receipt: return intake::Kind::read_receipt;
    case ports::MailClass::delivery_status: return intake::Kind::delivery_status;
  }
  return intake::Kind::normal;
}

// What the door lets this writer do; what is known of him may decide.
std::vector<std::string> allowed_by(Taking& taking, const program::Door& door) {
  lifecycle::Request entering;
  if (taking.writer)
    for (const tickets::Value& each : known_of(taking.transaction, taking.writer->id, taking.writer->organization))
      tickets::evolve(entering.ticket, tickets::ValueSet{each, "", ""});
  tickets::evolve(entering.ticket, tickets::ValueSet{tickets::Value::of("channel", std::string("mail")), "", ""});
  lifecycle::World world;
  world.now = taking.transaction.now();
  world.program = taking.program.get();
  world.calendars = &taking.shelf;
  const auto chosen = program::choose(door.may, lifecycle::FactsSeen(entering, world));
  return chosen.value ? *chosen.value : std::vector<std::string>{};
}

intake::Seen seen_of(Taking& taking) {
  intake::Seen seen;
  const ReadMail& mail = taking.mail();
  seen.kind = kind_of(mail.mail_class);
  seen.ours = is_ours(taking);
  seen.from_us = taking.office.settings->at_address(mail.from.address) != nullptr;
  seen.checks = !taking.office.settings->own_server.empty();
  seen.spam = mail.spam;
  seen.several_authors = mail.authors.size() > 1 && taking.honesty != intake::Honesty::passed;
  seen.has_sender = !mail.from.address.empty();
  if (taking.writer) {
    seen.standing = ports::is_staff(taking.writer->role) ? intake::Standing::staff : intake::Standing::customer;
    seen.suspended = taking.writer->suspended;
  }
  seen.honesty = taking.honesty;
  seen.named = named_by(taking);
  if (taking.program) {
    if (const program::Door* door = taking.program->door("mail")) {
      const std::vector<std::string> may = allowed_by(taking, *door);
      seen.door_opens = std::ranges::find(may, "open") != may.end();
      seen.door_takes_replies = std::ranges::find(may, "reply") != may.end();
    }
  }
  seen.most_per_sender = taking.office.settings->mails_per_sender_an_hour;
  seen.from_sender_this_hour = static_cast<int>(taking.transaction.mail_count(
      "sender", counted_as(mail.from.address), hour_of(taking.transaction.now())));
  return seen;
}

Answer answer_about(const MailSourceRow& source) {
  const std::string outcome(ports::mail_outcomes[static_cast<std::size_t>(source.outcome)]);
  Json json = Json::object({{"mail", source.id}, {"outcome", outcome}});
  if (source.ticket) json.set("ticket", source.ticket.value);
  if (!source.why.empty()) json.set("why", source.why);
  return {200, to_text(json)};
}

Result<Answer> settle_source(Taking& taking, MailOutcome outcome, std::string why, TicketId ticket = {},
                             MessageId message = {}) {
  MailSourceRow& source = taking.source;
  source.outcome = outcome;
  source.why = std::move(why);
  source.ticket = ticket;
  source.message = message;
  source.person = taking.writer ? taking.writer->id : PersonId{};
  source.program = taking.program_id;
  source.parser_level = taking.taken.parser_level;
  source.sender = taking.mail().from.address;
  source.subject = taking.mail().subject.substr(0, whole_characters(taking.mail().subject, most_subject));
  auto envelope = parse_json(source.envelope);
  Json kept = envelope && envelope->is_object() ? *envelope : Json::object({});
  if (!taking.mail().auto_reply_allowed) kept.set("no_answer", taking.mail().no_auto_reply_because);
  if (taking.honesty == intake::Honesty::passed || taking.vouched) kept.set("verified", true);
  if (!taking.mail().message_id.empty()) kept.set("message_id", taking.mail().message_id);
  if (!taking.mail().language.empty()) kept.set("language", taking.mail().language);
  if (!taking.copied.empty()) {
    Json copied = Json::array();
    for (const PersonId each : taking.copied) copied.push(each.value);
    kept.set("copied", std::move(copied));
  }
  source.envelope = to_text(kept);
  taking.transaction.put(source);
  return answer_about(source);
}

// Somebody who writes for the first time. Only a sender that our own server vouches for joins his company by its domain.
ports::PersonRow new_person(Taking& taking, const ports::MailAddress& address, bool vouched) {
  ports::PersonRow row;
  row.id = {taking.transaction.next_id("person")};
  row.email = ascii_lower(address.address);
  row.name = !address.name.empty() ? address.name : row.email.substr(0, row.email.find('@'));
  row.created_at = row.updated_at = taking.transaction.now();
  if (taking.program &&
      std::ranges::find(taking.program->languages, taking.mail().language) != taking.program->languages.end())
    row.language = taking.mail().language;
  if (vouched) row.organization = organization_of_domain(taking.transaction, intake::domain_of(row.email));
  taking.transaction.put(row);
  record_person(taking.transaction, row.id, "by_mail");
  return row;
}

// People in To and Cc take part from then on: they see only what comes after.
void let_take_part(Taking& taking, TicketId ticket, std::int64_t from_version) {
  const program::Door* door = taking.program ? taking.program->door("mail") : nullptr;
  if (door && !door->cc_is_participant) return;
  // Who may be somebody else brings nobody along.
  if (!taking.office.settings->own_server.empty() && taking.honesty != intake::Honesty::passed && !taking.vouched) return;
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

Words words_of(Taking& taking) {
  const Body body = body_of(taking.mail(), taking.language());
  Words words;
  words.text = body.said;
  words.folded = body.folded;
  words.html = taking.mail().html;
  words.source = taking.source.id;
  words.files = taking.taken.files;
  return words;
}

Result<Answer> hold(Taking& taking, std::string why) {
  tell_of_held(taking.transaction, taking.office, taking.source.id);
  return settle_source(taking, MailOutcome::held, std::move(why));
}

std::string why_and(const std::string& why, TicketId about) {
  return why.empty() || !about ? why : fmt::format("{}:{}", why, about.value);
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
  const auto decided = lifecycle::decide({}, act,
                                         world_of(taking.transaction, taking.shelf, *taking.program, person,
                                                  organization, taking.transaction.now()));
  if (decided || decided.error().code != ErrorCode::required || decided.error().field != "severity") return {};
  if (!taking.mailbox->severity.empty()) return taking.mailbox->severity;
  const auto& levels = taking.program->severity.levels;
  return levels.empty() ? std::string() : levels.back().id;
}

Result<Answer> open_by_mail(Taking& taking, const std::string& why, bool vouched) {
  if (!taking.program || taking.program->kinds.empty()) return hold(taking, "no_mailbox");
  if (!taking.writer) taking.writer = new_person(taking, taking.mail().from, vouched);
  OpenTicket input;
  input.program = taking.program_id;
  input.kind = taking.mailbox->kind.empty() ? taking.program->kinds.front().id : taking.mailbox->kind;
  input.language = taking.language();
  input.subject = taking.mail().subject.substr(0, whole_characters(taking.mail().subject, most_subject));
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
  change.act.verb = light                                     ? lifecycle::Verb::note
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
  const std::vector<std::string> to = addressed_to(taking.source, taking.mail());
  switch (kind_of(taking.mail().mail_class)) {
    case intake::Kind::bounce:
    case intake::Kind::delivery_status: about = note_bounce(taking.transaction, taking.office, taking.mail(), to); break;
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

// The same letter that came before: byte for byte (a mailbox made anew), or the same Message-ID from the same writer for
// the same program (sent to two of its addresses).
std::optional<TicketId> came_before(Taking& taking) {
  for (const MailSourceRow& each : taking.transaction.mail_sources_of_blob(taking.source.blob))
    if (each.id < taking.source.id && each.outcome != MailOutcome::waiting) return each.ticket;
  if (taking.mail().message_id.empty() || !taking.writer) return std::nullopt;
  for (const ports::MailIdRow& each : taking.transaction.mail_ids(taking.mail().message_id)) {
    if (each.outgoing || each.person != taking.writer->id) continue;
    // Some devices give each mail the same Message-ID: only the same words are the same mail.
    const auto row = taking.transaction.ticket(ports::Viewer::desk(), each.ticket);
    const auto message = taking.transaction.message(each.message);
    if (!row || row->program != taking.program_id || !message) continue;
    if (message->body == body_of(taking.mail(), taking.language()).said) return each.ticket;
  }
  return std::nullopt;
}

}  // namespace

Result<Answer> keep_mail(Transaction& transaction, const MailSourceRow& arrival) {
  const auto known = transaction.mail_source_by_arrival(arrival.arrival);
  if (known) return Answer{200, to_text(Json::object({{"mail", known->id}, {"known", true}}))};
  MailSourceRow row = arrival;
  row.id = transaction.next_id("mail");
  row.outcome = MailOutcome::waiting;
  transaction.put(row);
  return Answer{201, to_text(Json::object({{"mail", row.id}, {"known", false}}))};
}

Result<Answer> begin_reading(Transaction& transaction, std::span<const std::int64_t> sources) {
  for (const std::int64_t id : sources) {
    auto row = transaction.mail_source(id);
    if (!row || row->outcome != MailOutcome::waiting) continue;
    ++row->attempts;
    transaction.put(*row);
  }
  return Answer{};
}

Result<Answer> give_up_mail(Transaction& transaction, std::int64_t source, std::string why) {
  auto row = transaction.mail_source(source);
  if (!row) return fail(ErrorCode::not_found, "mail");
  if (row->outcome != MailOutcome::waiting) return answer_about(*row);
  row->outcome = MailOutcome::failed;
  row->why = std::move(why);
  transaction.put(*row);
  return answer_about(*row);
}

Result<Answer> take_mail(Transaction& transaction, Shelf& shelf, const MailOffice& office, const TakenMail& taken) {
  const auto source = transaction.mail_source(taken.source);
  if (!source) return fail(ErrorCode::not_found, "mail");
  if (source->outcome != MailOutcome::waiting) return answer_about(*source);
  Taking taking = taking_of(transaction, shelf, office, taken, *source);
  if (const auto ticket = came_before(taking))
    return settle_source(taking, MailOutcome::duplicate, "came_before", *ticket);
  const intake::Seen seen = seen_of(taking);
  const intake::Verdict verdict = intake::judge(seen);
  // What was forged in his name counts against nobody.
  if (seen.kind == intake::Kind::normal && seen.has_sender && !seen.from_us && seen.honesty != intake::Honesty::failed)
    transaction.count_mail("sender", counted_as(taken.mail.from.address), hour_of(transaction.now()));
  switch (verdict.decision) {
    case intake::Decision::append: return append_by_mail(taking, verdict.ticket, verdict.why);
    case intake::Decision::open:
      return open_by_mail(taking, why_and(verdict.why, verdict.ticket), taking.honesty == intake::Honesty::passed);
    case intake::Decision::hold:
      return hold(taking, why_and(verdict.why, seen.named.empty() ? TicketId{} : seen.named.front().ticket));
    case intake::Decision::wrong_door: return answer_wrong_door(taking, verdict);
    case intake::Decision::note_only: return note_machine(taking, verdict);
  }
  return fail(ErrorCode::internal);
}

Result<Answer> hold_mail(Transaction& transaction, Shelf& shelf, const MailOffice& office, const TakenMail& taken,
                         std::string why) {
  const auto source = transaction.mail_source(taken.source);
  if (!source) return fail(ErrorCode::not_found, "mail");
  if (source->outcome != MailOutcome::waiting) return answer_about(*source);
  Taking taking = taking_of(transaction, shelf, office, taken, *source);
  return hold(taking, std::move(why));
}

Result<Answer> accept_mail(Transaction& transaction, Shelf& shelf, const MailOffice& office, const Caller& caller,
                           const TakenMail& taken, TicketId into) {
  TRY_OUTCOME(decides_on_mail(caller));
  const auto source = transaction.mail_source(taken.source);
  if (!source) return fail(ErrorCode::not_found, "mail");
  if (!waits_for_a_person(source->outcome)) return fail(ErrorCode::not_in_this_state, "mail");
  Taking taking = taking_of(transaction, shelf, office, taken, *source);
  if (taken.mail.from.address.empty()) return fail(ErrorCode::required, "from", "the mail names no sender");
  if (taking.writer && (taking.writer->suspended || ports::is_staff(taking.writer->role)))
    return fail(ErrorCode::not_allowed, "from", "nobody else speaks for a person of ours or a suspended one");
  record_mail(transaction, caller, source->id, "accept");
  taking.vouched = true;
  if (!into) {
    if (!taking.program) return fail(ErrorCode::unknown_value, "mailbox");
    return open_by_mail(taking, "accepted", true);
  }
  if (!transaction.ticket(caller.viewer(), into)) return fail(ErrorCode::not_found, "ticket");
  if (!taking.writer) taking.writer = new_person(taking, taken.mail.from, false);
  if (!transaction.ticket(caller_of(*taking.writer).viewer(), into)) {
    const auto row = transaction.ticket(ports::Viewer::desk(), into);
    transaction.insert(ports::ParticipantRow{into, taking.writer->id, "cc", row->version + 1});
  }
  return append_by_mail(taking, into, "accepted");
}

namespace {

// Of one that became a message. True: something is different now.
bool mend_message(Taking& taking) {
  const auto messages = taking.transaction.messages(ports::Viewer::desk(), taking.source.ticket);
  const auto message = std::ranges::find(messages, taking.source.message, &ports::MessageRow::id);
  if (message == messages.end() || message->erased_at != far_future) return false;
  const Words words = words_of(taking);
  bool changed = words.html != message->html || words.folded != message->folded;
  if (changed) taking.transaction.mend_message(message->id, words.html, words.folded);
  const auto files = taking.transaction.attachments(message->ticket);
  for (const NewAttachment& each : words.files) {
    const bool known = std::ranges::any_of(files, [&](const ports::AttachmentRow& file) {
      return file.message == message->id && (file.blob == each.blob || file.blob.empty());
    });
    if (known) continue;
    attach(taking.transaction, message->ticket, message->id, each, message->at);
    changed = true;
  }
  if (words.text == message->body || taking.source.parser_level >= taking.taken.parser_level) return changed;
  ChangeTicket note;
  note.ticket = message->ticket;
  note.act.verb = lifecycle::Verb::note;
  note.act.door = "mail";
  note.words.text = words.text;
  note.words.source = taking.source.id;
  Caller desk = Caller::desk();
  desk.door = "mail";
  // A closed request takes no note; its source can be read all the same.
  return change_ticket(taking.transaction, taking.shelf, desk, note).has_value() || changed;
}

}  // namespace

Result<Answer> reread_mail(Transaction& transaction, Shelf& shelf, const MailOffice& office, const TakenMail& taken) {
  auto source = transaction.mail_source(taken.source);
  if (!source) return fail(ErrorCode::not_found, "mail");
  bool changed = false;
  if (source->outcome == MailOutcome::failed) {
    source->outcome = MailOutcome::waiting;
    source->attempts = 0;
    changed = true;
  }
  Taking taking = taking_of(transaction, shelf, office, taken, *source);
  if (source->message && taking.program) changed = mend_message(taking);
  if (waits_for_a_person(source->outcome)) {
    source->sender = taken.mail.from.address;
    source->subject = taken.mail.subject.substr(0, whole_characters(taken.mail.subject, most_subject));
  }
  source->parser_level = taken.parser_level;
  transaction.put(*source);
  return Answer{200, to_text(Json::object({{"mail", source->id}, {"changed", changed}}))};
}

Result<Answer> dismiss_mail(Transaction& transaction, const Caller& caller, std::int64_t id) {
  TRY_OUTCOME(decides_on_mail(caller));
  auto source = transaction.mail_source(id);
  if (!source) return fail(ErrorCode::not_found, "mail");
  if (!waits_for_a_person(source->outcome)) return fail(ErrorCode::not_in_this_state, "mail");
  source->outcome = MailOutcome::dismissed;
  transaction.put(*source);
  record_mail(transaction, caller, id, "dismiss");
  return answer_about(*source);
}

}  // namespace yakusoku::desk
