#include "desk/mail_taking.hpp"

#include <algorithm>

#include "core/intake/mail_words.hpp"
#include "desk/writing.hpp"

namespace yakusoku::desk {
namespace {

using ports::MailOutcome;
using ports::MailSourceRow;
using ports::ReadMail;

constexpr std::size_t most_body = 60000;
constexpr std::size_t most_references = 50;  // looked up, newest first

std::string no_words(std::string_view language) { return language == "ja" ? "（本文なし）" : "(no text)"; }

struct Body {
  std::string said, folded;
};
Body body_of(const ReadMail& mail, std::string_view language) {
  Body body{mail.reply.empty() ? mail.text : mail.reply, mail.reply.empty() ? std::string() : mail.folded};
  if (body.said.find_first_not_of(" \t\r\n") == std::string::npos) body.said = no_words(language);
  const std::size_t fits = cut_between_characters(body.said, most_body).size();
  if (fits < body.said.size()) {
    body.folded = body.said.substr(fits) + "\n" + body.folded;
    body.said.resize(fits);
  }
  body.folded.resize(cut_between_characters(body.folded, 4 * most_body).size());
  return body;
}

// The carrier's own, else the first that the mail was addressed to.
const ports::Mailbox* mailbox_of(const Taking& taking) {
  const ports::MailSettings& settings = *taking.office.settings;
  if (const ports::Mailbox* own = settings.named(taking.source.mailbox)) return own;
  for (const std::string& each : addressed_to(taking))
    if (const ports::Mailbox* found = settings.at_address(each)) return found;
  return settings.mailboxes.empty() ? nullptr : &settings.mailboxes.front();
}

// Whether a customer's words are taken there: what the request itself would say to them.
bool takes_words(const Taking& taking, const ports::TicketRow& row) {
  auto loaded = load(taking.transaction, taking.shelf, ports::Viewer::desk(), row.id);
  if (!loaded) return false;
  lifecycle::Act act;
  act.verb =
      taking.writer && ports::is_staff(taking.writer->role) ? lifecycle::Verb::reply : lifecycle::Verb::message;
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
  for (const std::string& address : addressed_to(taking))
    if (const auto whose = intake::proven_reply_address(taking.office.key, address))
      name(taking, named, whose->ticket, writer && whose->person == writer);
  if (const auto ticket = intake::ticket_in_subject(taking.mail().subject)) name(taking, named, *ticket, false);
  return named;
}

// A letter of ours that came back.
bool is_ours(Taking& taking) {
  const auto known = taking.transaction.mail_ids(taking.mail().message_id);
  return std::ranges::any_of(known, &ports::MailIdRow::outgoing);
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

}  // namespace

std::string Taking::language() const {
  if (writer && !writer->language.empty()) return writer->language;
  if (program && std::ranges::find(program->languages, mail().language) != program->languages.end())
    return mail().language;
  if (mailbox && !mailbox->language.empty()) return mailbox->language;
  return program && !program->languages.empty() ? program->languages.front() : "en";
}

std::vector<std::string> addressed_to(const Taking& taking) {
  std::vector<std::string> all = envelope_of(taking.source).to;
  const ports::ReadMail& mail = taking.mail();
  all.insert(all.end(), mail.delivered_to.begin(), mail.delivered_to.end());
  for (const auto* list : {&mail.to, &mail.cc})
    for (const ports::MailAddress& each : *list) all.push_back(each.address);
  return all;
}

Taking taking_of(Transaction& transaction, Shelf& shelf, const MailOffice& office, const TakenMail& taken,
                 MailSourceRow source) {
  Taking taking{transaction, shelf, office, taken, std::move(source), nullptr, {}, {}, nullptr, {}, false, {}};
  taking.mailbox = mailbox_of(taking);
  const std::string from = intake::plain_address(taken.mail.from.address);
  if (!taken.mail.from.address.empty()) {
    taking.writer = transaction.person_by_address(ascii_lower(taken.mail.from.address));
    if (!taking.writer) taking.writer = transaction.person_by_address(from);
  }
  taking.honesty = honesty_of(office, taken.mail);
  if (!taking.mailbox) return taking;
  for (const ports::ProgramRow& row : transaction.programs()) {
    if (row.key != taking.mailbox->program) continue;
    taking.program_id = row.id;
    taking.program = shelf.version(transaction, row.in_force);
  }
  return taking;
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
  seen.from_sender_this_hour = static_cast<int>(
      taking.transaction.mail_count("sender", counted_as(mail.from.address), hour_of(taking.transaction.now())));
  return seen;
}

Words words_of(const Taking& taking) {
  const Body body = body_of(taking.mail(), taking.language());
  Words words;
  words.text = body.said;
  words.folded = body.folded;
  words.html = taking.mail().html;
  words.source = taking.source.id;
  words.files = taking.taken.files;
  return words;
}

std::string subject_of(const ReadMail& mail) {
  return std::string(cut_between_characters(mail.subject, most_subject));
}

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

}  // namespace yakusoku::desk
