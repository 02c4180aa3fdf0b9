// What a letter says, made at the moment it is sent: from the request as it is then, for the one who reads it.

#include <algorithm>

#include <fmt/format.h>

#include "core/intake/mail_words.hpp"
#include "core/meetings/invitation.hpp"
#include "core/wording/time_words.hpp"
#include "desk/mail_parts.hpp"
#include "desk/views.hpp"
#include "desk/writing.hpp"

namespace yakusoku::desk {
namespace {

using program::NoticeKind;

constexpr std::size_t most_history = 100000;  // bytes of quoted messages
constexpr std::size_t messages_quoted = 20;
constexpr int ids_in_references = 50;

// A phrase of the house with its {names} filled in.
std::string filled(std::string_view phrase, std::initializer_list<std::pair<std::string_view, std::string>> values) {
  std::string out;
  for (std::size_t at = 0; at < phrase.size();) {
    const std::size_t open = phrase.find('{', at);
    const std::size_t close = open == std::string_view::npos ? open : phrase.find('}', open);
    if (close == std::string_view::npos) return out.append(phrase.substr(at));
    out.append(phrase.substr(at, open - at));
    const std::string_view name = phrase.substr(open + 1, close - open - 1);
    for (const auto& [known, value] : values)
      if (known == name) out.append(value);
    at = close + 1;
  }
  return out;
}

struct Writing {
  Reader& reader;
  Shelf& shelf;
  const MailOffice& office;
  const LetterPress& press;
  LetterOrder order;
  NoticeKind kind = NoticeKind::reply;
  Instant now;
  const ports::Mailbox* mailbox = nullptr;
  Loaded loaded;
  std::optional<ports::PersonRow> person;
  bool staff = false;
  std::string language, zone;
  std::vector<ports::MessageRow> messages;  // those that the reader may see

  std::string_view phrase(std::string_view name) const { return press.house->phrase(language, name); }
  std::string when(Instant at) const { return wording::moment_words(language, zone, at); }
  std::string left(Instant at) const { return wording::length_words(language, (at - now).seconds); }
  std::string name_of(PersonId id) const {
    const auto row = id ? reader.person(id) : std::nullopt;
    return row ? row->name : std::string();
  }
};

std::string zone_of(Reader& reader, const ports::PersonRow& person, const Loaded& loaded) {
  if (!person.zone.empty()) return person.zone;
  if (const auto organization = reader.organization(person.organization); organization && !organization->zone.empty())
    return organization->zone;
  const std::string pinned = loaded.request.ticket.word("contact.zone");
  if (!pinned.empty() && !ports::is_staff(person.role)) return pinned;
  return loaded.program->zone.empty() ? "UTC" : loaded.program->zone;
}

std::string promise_line(const Writing& writing, const ClockView& clock) {
  const std::string what = clock.title.empty() ? clock.clock : std::string(clock.title.in(writing.language));
  if (clock.state == "paused")
    return filled(writing.phrase(clock.paused_by == "customer" ? "promise_paused" : "promise_held"),
                  {{"what", what}});
  const bool firm = clock.firmness == "firm" || clock.promised;
  if (clock.due == far_future || (!firm && clock.firmness != "aim")) {
    const std::string says(clock.says.in(writing.language));
    return filled(writing.phrase(says.empty() ? "promise_soft" : "promise_says"), {{"what", what}, {"says", says}});
  }
  if (clock.due <= writing.now)
    return filled(writing.phrase("promise_late"), {{"what", what}, {"when", writing.when(clock.due)}});
  const std::string_view phrase =
      writing.phrase(clock.firmness == "aim" && !clock.promised ? "promise_aim" : "promise_by");
  return filled(phrase, {{"what", what}, {"when", writing.when(clock.due)}, {"left", writing.left(clock.due)}});
}

void say_promises(const Writing& writing, notices::Values& values) {
  std::string lines;
  Instant earliest =
      writing.order.due != far_future && writing.kind != NoticeKind::staff_told ? writing.order.due : far_future;
  for (const ClockView& clock :
       view_clocks(writing.loaded.request, *writing.loaded.program, writing.shelf, writing.now, writing.staff)) {
    const bool runs = clock.state == "running" || clock.state == "paused" || clock.state == "missed";
    if (!runs) continue;
    const bool asked =
        writing.kind == NoticeKind::reminder ? clock.clock == writing.order.clock : clock.owed_by == "vendor";
    if (asked && clock.due != far_future && clock.state == "running" &&
        (writing.kind == NoticeKind::reminder || earliest == far_future || clock.due < earliest))
      earliest = clock.due;
    if (clock.owed_by != "vendor") continue;
    if (!lines.empty()) lines += '\n';
    lines += promise_line(writing, clock);
  }
  values.set("promise.words", lines);
  if (earliest == far_future) return;
  values.set("promise.due", writing.when(earliest));
  if (earliest > writing.now) values.set("promise.left", writing.left(earliest));
}

const ports::MessageRow* carried(const Writing& writing) {
  const auto found = std::ranges::find(writing.messages, writing.order.message, &ports::MessageRow::id);
  return found == writing.messages.end() ? nullptr : &*found;
}

std::string own_words(const Writing& writing) {
  for (const tickets::Attribute& each : writing.order.text)
    if (each.name == writing.language) return each.value;
  return writing.order.text.empty() ? std::string() : writing.order.text.front().value;
}

std::string html_of(const Writing& writing, const ports::MessageRow& message) {
  if (message.channel == "mail") return {};  // plain text: the renderer makes of it what it makes of text
  return writing.press.html_of ? writing.press.html_of(message.body) : std::string();
}

void say_words(const Writing& writing, notices::Values& values) {
  if (const ports::MessageRow* message = carried(writing)) {
    values.set("author.name", writing.name_of(message->author));
    const std::string html = html_of(writing, *message);
    if (html.empty()) {
      values.set("words", message->body);
    } else {
      values.set("words", message->body, html);
    }
    return;
  }
  values.set("words", own_words(writing));
}

// What was said before, newest first, each below its dated line.
void say_history(const Writing& writing, notices::Values& values) {
  std::string text;
  std::size_t quoted = 0;
  for (auto each = writing.messages.rbegin(); each != writing.messages.rend() && quoted < messages_quoted; ++each) {
    if (each->visibility != ports::Visibility::everyone || each->erased_at != far_future) continue;
    if (writing.order.message && each->id.value >= writing.order.message.value) continue;
    std::string block = filled(writing.phrase("history_line"),
                               {{"when", writing.when(each->at)}, {"author", writing.name_of(each->author)}});
    block += '\n';
    std::string_view rest = each->body;
    while (!rest.empty()) {
      const std::size_t end = rest.find('\n');
      block.append("> ").append(rest.substr(0, end)) += '\n';
      if (end == std::string_view::npos) break;
      rest.remove_prefix(end + 1);
    }
    if (text.size() + block.size() > most_history) break;
    if (!text.empty()) text += '\n';
    text += block;
    ++quoted;
  }
  while (text.ends_with('\n')) text.pop_back();
  if (!text.empty()) values.set("history", text);
}

void say_request(const Writing& writing, notices::Values& values) {
  const ports::TicketRow& row = writing.loaded.row;
  const program::Program& program = *writing.loaded.program;
  values.set("request.number", std::to_string(row.id.value));
  values.set("request.subject", row.subject);
  if (const program::Kind* kind = program.kind(row.kind))
    values.set("request.kind", std::string(kind->title.in(writing.language)));
  if (const program::Level* level = program.severity.level(row.severity))
    values.set("request.severity", fmt::format("{} {}", row.severity, level->title.in(writing.language)));
  static constexpr std::string_view statuses[] = {"status_new",  "status_open",   "status_pending",
                                                  "status_hold", "status_solved", "status_closed"};
  values.set("request.status", std::string(writing.phrase(statuses[static_cast<std::size_t>(row.category)])));
  if (const auto organization = writing.reader.organization(row.organization))
    values.set("customer.name", organization->name);
  for (const ports::GroupRow& group : writing.reader.groups())
    if (group.id == row.group) values.set("team.title", group.name);
  if (!writing.office.settings->base_url.empty())
    values.set("url", fmt::format("{}{}{}", writing.office.settings->base_url,
                                  writing.staff ? "/desk#/tickets/" : "/requests/", row.id.value));
}

// Whether the program lets anybody do that by mail.
bool mail_may(const program::Program& program, std::string_view what) {
  const program::Door* door = program.door("mail");
  if (!door) return false;
  return std::ranges::any_of(door->may.rules, [&](const auto& rule) {
    const auto* list = std::get_if<std::vector<std::string>>(&rule.is);
    return !list || std::ranges::find(*list, what) != list->end();
  });
}

void say_ending(const Writing& writing, notices::Values& values) {
  const program::Closing& closing = writing.loaded.program->closing;
  if (const program::ClosingReason* reason = closing.reason(writing.order.reason)) {
    values.set("reason.title", std::string(reason->title.in(writing.language)));
    values.set("reason.means", std::string(reason->means.in(writing.language)));
  }
  const tickets::Ticket& ticket = writing.loaded.request.ticket;
  const bool over = ticket.status == tickets::Status::closed && ticket.solved_at != far_future;
  if (ticket.status == tickets::Status::open) return;
  // By mail only where the program's mail door does it; else on the page.
  const bool by_mail = mail_may(*writing.loaded.program, over ? "open" : "reply");
  const auto say = [&](std::string_view by_mail_phrase, std::string_view page_phrase, std::string when) {
    values.set("reopen.words",
               filled(writing.phrase(by_mail ? by_mail_phrase : page_phrase), {{"when", std::move(when)}}));
  };
  if (over) {
    say("reopen_over", "reopen_over_page", {});
  } else if (closing.reopen.within) {
    const Instant until = std::min(ticket.solved_at, ticket.closed_at) + *closing.reopen.within;
    say("reopen_until", "reopen_until_page", writing.when(until));
  } else {
    say("reopen_always", "reopen_always_page", {});
  }
}

std::string vendor_name(const Writing& writing) {
  return filled(writing.phrase("from"),
                {{"vendor", std::string(writing.loaded.program->vendor_in(writing.language))}});
}

const meetings::Meeting* meeting_of(const Writing& writing) {
  const auto& all = writing.loaded.request.meetings;
  const auto found = std::ranges::find(all, writing.order.meeting, &meetings::Meeting::number);
  return found == all.end() ? nullptr : &*found;
}

std::string meeting_title(const Writing& writing, const meetings::Meeting& meeting) {
  const program::Program& program = *writing.loaded.program;
  for (const program::SessionRule& each : program.sessions)
    if (each.id == meeting.session) return std::string(each.title.in(writing.language));
  const program::Door* door = program.door(meeting.door);
  return door ? std::string(door->title.in(writing.language)) : meeting.door;
}

std::string words_of(const Writing& writing, MessageId id) {
  const auto found = std::ranges::find(writing.messages, id, &ports::MessageRow::id);
  return !id || found == writing.messages.end() ? std::string() : found->body;
}

std::string_view meeting_event(const meetings::Meeting& meeting) {
  using meetings::State;
  if (meeting.state == State::scheduled) return meeting.sequence > 0 ? "meeting_moved" : "meeting_scheduled";
  return meeting.state == State::declined ? "meeting_declined" : "meeting_cancelled";
}

void say_meeting(const Writing& writing, const meetings::Meeting& meeting, notices::Values& values) {
  const std::string title = meeting_title(writing, meeting);
  values.set("event.title", filled(writing.phrase(meeting_event(meeting)), {{"what", title}}));
  values.set("meeting.title", title);
  if (meeting.from != far_future) {
    values.set("meeting.from", writing.when(meeting.from));
    values.set("meeting.length", wording::length_words(writing.language, (meeting.to - meeting.from).seconds));
  }
  values.set("words", words_of(writing, meeting.open() ? meeting.where : meeting.notes));
}

// What calendar programs read; a meeting that never had a time needs none.
void invite(const Writing& writing, const meetings::Meeting& meeting, ports::OutgoingMail& mail) {
  if (meeting.from == far_future) return;
  meetings::Invitation invitation;
  invitation.uid = fmt::format("request-{}-meeting-{}@{}", writing.order.ticket.value, meeting.number,
                               intake::domain_of(writing.mailbox->address));
  invitation.sequence = meeting.sequence;
  invitation.cancelled = meeting.state == meetings::State::cancelled;
  invitation.made_at = writing.now;
  invitation.from = meeting.from;
  invitation.to = meeting.to;
  invitation.summary = fmt::format("{} #{} {}", meeting_title(writing, meeting), writing.order.ticket.value,
                                   writing.loaded.row.subject);
  invitation.description = words_of(writing, meeting.why);
  invitation.location = words_of(writing, meeting.where);
  invitation.organizer = {vendor_name(writing), writing.mailbox->address};
  invitation.attendees = {{writing.person->name, mail.to.address}};
  mail.calendar = meetings::to_icalendar(invitation);
  mail.calendar_method = invitation.cancelled ? "CANCEL" : "REQUEST";
}

// The languages of the house have names; of another one its tag is said.
void say_languages(const Writing& writing, notices::Values& values) {
  const lifecycle::World world = world_of(writing.reader, writing.shelf, writing.loaded, writing.now);
  const auto chosen =
      program::choose(writing.loaded.program->speaks, lifecycle::FactsSeen(writing.loaded.request, world));
  if (!chosen.value || chosen.value->empty()) return;
  std::string list;
  for (const std::string& each : *chosen.value) {
    const std::string name(writing.phrase("language_" + each));
    list += (list.empty() ? "" : std::string(writing.phrase("language_or"))) + (name.empty() ? each : name);
  }
  values.set("language.words", filled(writing.phrase("answers_in"), {{"languages", list}}));
}

notices::Values values_of(const Writing& writing) {
  notices::Values values;
  values.set("contact.name", writing.person->name);
  values.set("contact.language", writing.language);
  say_request(writing, values);
  say_promises(writing, values);
  say_words(writing, values);
  say_ending(writing, values);
  if (!writing.staff) say_history(writing, values);
  if (writing.kind == NoticeKind::receipt) say_languages(writing, values);
  const ports::MessageRow* message = carried(writing);
  const PersonId acted = message ? message->author : writing.loaded.row.assignee;
  if (const auto agent = writing.reader.person(acted); agent && ports::is_staff(agent->role))
    values.set("agent.name", agent->name);
  if (writing.kind == NoticeKind::staff_told) {
    std::string clock;
    if (const program::ClockRule* rule = writing.loaded.program->clock(writing.order.clock))
      clock = rule->title.empty() ? rule->name : std::string(rule->title.in(writing.language));
    values.set("event.title", filled(writing.phrase("event_" + writing.order.event), {{"clock", clock}}));
  }
  if (const meetings::Meeting* meeting = meeting_of(writing)) say_meeting(writing, *meeting, values);
  if (writing.kind == NoticeKind::digest) {
    const std::string whose = fmt::format("{}-{}", writing.order.ticket.value, writing.order.person.value);
    const std::int64_t count = writing.reader.mail_count("folded", whose, writing.order.count) -
                               writing.reader.mail_count("folded", whose, writing.order.count + 1);
    values.set("count", std::to_string(count));
    values.set("words", fmt::format("#{} {}", writing.loaded.row.id.value, writing.loaded.row.subject));
  }
  return values;
}

// The chain as the reader's own mail program knows it: what he sent, and what went to him.
void thread(const Writing& writing, ports::OutgoingMail& mail) {
  std::string answered;
  for (const ports::MailIdRow& each :
       writing.reader.mail_ids_between(writing.order.ticket, writing.order.person, ids_in_references)) {
    if (each.message_id == mail.message_id) continue;
    mail.references.push_back(each.message_id);
    answered = each.message_id;
    if (!each.outgoing) mail.in_reply_to = each.message_id;
  }
  if (mail.in_reply_to.empty()) mail.in_reply_to = answered;
}

void address_it(const Writing& writing, const ports::OutboxRow& row, ports::OutgoingMail& mail) {
  const std::string& own = writing.mailbox->address;
  mail.stable_id = row.stable_id;
  mail.message_id = intake::message_id(writing.office.key, intake::domain_of(own), row.stable_id);
  mail.from = {vendor_name(writing), own};
  const ports::MessageRow* message = carried(writing);
  const auto author = message ? writing.reader.person(message->author) : std::nullopt;
  if (!writing.order.automatic && author && ports::is_staff(author->role))
    mail.from.name =
        filled(writing.phrase("from_person"), {{"person", author->name}, {"vendor", vendor_name(writing)}});
  mail.reply_to = {vendor_name(writing),
                   intake::reply_address(writing.office.key, own, {writing.order.ticket, writing.order.person})};
  mail.envelope_from = intake::bounce_address(writing.office.key, own, row.id);
  mail.language = writing.language;
  mail.at = writing.now;
  if (!writing.order.automatic) return;
  mail.auto_submitted = writing.kind == NoticeKind::receipt ? "auto-replied" : "auto-generated";
  if (writing.kind == NoticeKind::digest && !writing.staff && !writing.office.settings->base_url.empty())
    mail.unsubscribe_url = writing.office.settings->base_url + unsubscribe_path(writing.office, mail.to.address);
}

Letter skip(std::string why) {
  Letter letter;
  letter.skipped = std::move(why);
  return letter;
}

// Why nothing is sent to that address; empty: it is.
std::string refused_address(Reader& reader, const LetterOrder& order, const std::string& address) {
  if (address.empty()) return "no_address";
  const auto known = reader.mail_address(ascii_lower(address));
  if (!known) return {};
  if (order.automatic && known->state == "bounced") return "bounced";
  if (order.notice == program::word_of(NoticeKind::digest) && known->unsubscribed_at != far_future)
    return "unsubscribed";
  return {};
}

Result<Letter> finish(const Writing& writing, ports::OutgoingMail mail, const notices::Values& values) {
  if (!notices::sends(*writing.loaded.program, writing.kind)) return skip("never_sent");
  const notices::Rendered words =
      TRY(notices::render(*writing.loaded.program, *writing.press.house, writing.kind, writing.language, values));
  mail.subject = words.subject;
  mail.text = words.text;
  mail.html = words.html;
  Letter letter;
  letter.since = writing.order.tried_at;
  if (const ports::MessageRow* message = carried(writing))
    for (const ports::AttachmentRow& each : writing.reader.attachments(writing.order.ticket))
      if (each.message == message->id && !each.blob.empty()) letter.files.push_back(each);
  letter.mail = std::move(mail);
  return letter;
}

// Letters that speak of a mail and of no request: to its writer, that this door only takes answers; to people of ours, that
// it waits for them.
Result<Letter> letter_about_a_mail(Reader& reader, Shelf& shelf, const MailOffice& office, const LetterPress& press,
                                   const ports::OutboxRow& row, LetterOrder order, NoticeKind kind, Instant now) {
  const auto source = reader.mail_source(order.source);
  if (!source) return skip("gone");
  const bool held = kind == NoticeKind::held;
  Writing writing{reader, shelf, office, press, std::move(order), kind, now, nullptr, {}, {}, held, {}, {}, {}};
  for (const ports::ProgramRow& program : reader.programs()) {
    if (program.id != source->program) continue;
    writing.loaded.program = shelf.version(reader, program.in_force);
    for (const ports::Mailbox& each : office.settings->mailboxes)
      if (each.program == program.key && (!writing.mailbox || each.name == source->mailbox)) writing.mailbox = &each;
  }
  if (!writing.mailbox || !writing.loaded.program) return skip("no_mailbox");
  const ports::MailEnvelope envelope = envelope_of(*source);
  writing.person = held ? reader.person(writing.order.person) : reader.person_by_address(ascii_lower(source->sender));
  std::string language = writing.person ? writing.person->language : std::string();
  if (language.empty() && !held) language = envelope.language;
  if (language.empty()) language = writing.mailbox->language;
  writing.language = notices::language_for(*writing.loaded.program, *press.house, kind, language);
  notices::Values values;
  values.set("contact.name", writing.person ? writing.person->name : std::string());
  values.set("request.subject", source->subject);
  ports::OutgoingMail mail;
  if (held) {
    values.set("author.name", source->sender);
    if (!office.settings->base_url.empty()) values.set("url", office.settings->base_url + "/desk#/mail");
    mail.to = {writing.person->name, writing.person->email};
    mail.auto_submitted = "auto-generated";
  } else {
    for (const program::Door& door : writing.loaded.program->doors)
      if (door.id == "portal") values.set("door.name", std::string(door.title.in(writing.language)));
    if (!office.settings->base_url.empty()) values.set("door.address", office.settings->base_url + "/requests/new");
    mail.to = {writing.person ? writing.person->name : std::string(), source->sender};
    mail.auto_submitted = "auto-replied";
    if (!envelope.message_id.empty()) {
      mail.in_reply_to = envelope.message_id;
      mail.references = {envelope.message_id};
    }
  }
  mail.from = {vendor_name(writing), writing.mailbox->address};
  mail.stable_id = row.stable_id;
  mail.message_id = intake::message_id(office.key, intake::domain_of(writing.mailbox->address), row.stable_id);
  mail.language = writing.language;
  mail.at = now;
  return finish(writing, std::move(mail), values);
}

}  // namespace

Result<Letter> compose_letter(Reader& reader, Shelf& shelf, const MailOffice& office, const LetterPress& press,
                              const ports::OutboxRow& row, Instant now) {
  const auto payload = parse_json(row.payload);
  LetterOrder order;
  if (!payload || !read_fields(*payload, order)) return skip("unreadable");
  const auto kind = program::notice_kind(order.notice);
  if (!kind) return skip("unknown_notice");
  const std::string address = address_of(reader, order);
  if (const std::string why = refused_address(reader, order, address); !why.empty()) return skip(why);
  if (order.source != 0) return letter_about_a_mail(reader, shelf, office, press, row, std::move(order), *kind, now);
  Writing writing{reader, shelf, office, press, std::move(order), *kind, now, nullptr, {}, {}, false, {}, {}, {}};
  writing.person = reader.person(writing.order.person);
  if (!writing.person || writing.person->suspended) return skip("suspended");
  writing.staff = ports::is_staff(writing.person->role);
  const ports::Viewer viewer = caller_of(*writing.person).viewer();
  writing.mailbox = mailbox_for(reader, office, writing.order.ticket);
  if (!writing.mailbox) return skip("no_mailbox");
  auto loaded = load(reader, shelf, viewer, writing.order.ticket);
  if (!loaded)
    return loaded.error().code == ErrorCode::not_found ? Result<Letter>(skip("not_visible"))
                                                       : Result<Letter>(std::unexpected(loaded.error()));
  writing.loaded = std::move(*loaded);
  writing.messages = reader.messages(viewer, writing.order.ticket);
  if (writing.order.message) {
    const ports::MessageRow* message = carried(writing);
    if (!message) return skip("not_visible");
    if (message->erased_at != far_future) return skip("erased");
  }
  const std::string wanted =
      !writing.person->language.empty() ? writing.person->language : writing.loaded.row.language;
  writing.language = notices::language_for(*writing.loaded.program, *press.house, writing.kind, wanted);
  writing.zone = zone_of(reader, *writing.person, writing.loaded);
  ports::OutgoingMail mail;
  mail.to = {writing.person->name, address};
  address_it(writing, row, mail);
  thread(writing, mail);
  const meetings::Meeting* meeting = meeting_of(writing);
  if (writing.kind == NoticeKind::meeting && !meeting) return skip("gone");
  if (meeting) invite(writing, *meeting, mail);
  return finish(writing, std::move(mail), values_of(writing));
}

namespace {

// Whether a refusal is about the mailbox (RFC 3463: 5.1.x, 5.2.x; without such a code 550, 551, 553), and not about us or
// the letter.
bool speaks_of_address(std::string_view code) {
  const std::size_t blank = code.find(' ');
  if (blank != std::string_view::npos) {
    const std::string_view enhanced = code.substr(blank + 1);
    return enhanced.starts_with("5.1.") || enhanced.starts_with("5.2.");
  }
  return code == "550" || code == "551" || code == "553";
}

}  // namespace

Result<Answer> settle_letter(Transaction& transaction, const MailOffice& office, std::int64_t letter,
                             const ports::Delivery& delivery, Instant retry_at) {
  const auto rows = transaction.outbox(letter - 1, 1);
  if (rows.empty() || rows.front().id != letter) return fail(ErrorCode::not_found, "letter");
  ports::OutboxRow row = rows.front();
  if (row.done_at != far_future) return Answer{};
  ++row.attempts;
  row.last_error = delivery.code.empty() ? "no answer" : delivery.code;  // the server's words may hold the address
  LetterOrder order;
  const auto payload = parse_json(row.payload);
  const bool known = payload && read_fields(*payload, order);
  const ProvenLetter letter_of{order.ticket, order.person, known ? address_of(transaction, order) : std::string()};
  switch (delivery.outcome) {
    case ports::Delivery::Outcome::delivered:
      row.last_error.clear();
      row.done_at = transaction.now();
      break;
    case ports::Delivery::Outcome::refused:
      row.done_at = transaction.now();
      if (known && order.ticket && speaks_of_address(delivery.code))
        mark_bounced(transaction, office, letter_of, delivery.code, delivery.text);
      else if (known && order.ticket)
        tell_owner_of_failure(transaction, office, letter_of);
      break;
    case ports::Delivery::Outcome::later:
      row.ready_at = retry_at;
      if (retry_at == far_future) {  // days of trouble on the way say nothing of the address
        row.done_at = transaction.now();
        if (known && order.ticket) tell_owner_of_failure(transaction, office, letter_of);
      } else if (known && order.tried_at == far_future) {
        order.tried_at = transaction.now();
        row.payload = to_text(write_fields(order));
      }
      break;
  }
  transaction.settle(row);
  return Answer{};
}

Result<Answer> drop_letter(Transaction& transaction, std::int64_t letter, std::string why) {
  const auto rows = transaction.outbox(letter - 1, 1);
  if (rows.empty() || rows.front().id != letter) return fail(ErrorCode::not_found, "letter");
  ports::OutboxRow row = rows.front();
  row.done_at = transaction.now();
  row.last_error = std::move(why);
  transaction.settle(row);
  return Answer{};
}

}  // namespace yakusoku::desk
