// From the log to letters: which record asks for mail, to whom, and how much of it is too much.

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "desk/mail_parts.hpp"
#include "desk/writing.hpp"

namespace yakusoku::desk {
namespace {

constexpr std::size_t most_told = 20;            // of a team
constexpr std::int64_t hours_counted = 31 * 24;  // automatic_answer_every may be long

// One record of a ticket, and what is known around it.
struct Reading {
  Transaction& transaction;
  const MailOffice& office;
  const ports::LogRow& record;
  ports::TicketRow row;
  lifecycle::Act act;
  std::vector<lifecycle::Fact> facts;
  std::optional<ports::MessageRow> message;  // what was said with it, to everyone
  std::vector<ports::ParticipantRow> participants;
  std::shared_ptr<const people::Roster> roster;  // of its program
  int letters = 0;

  bool by_customer() const { return act.actor.side == lifecycle::Side::customer; }
  bool by_program() const { return act.actor.side == lifecycle::Side::program; }
};

std::optional<Reading> reading_of(Transaction& transaction, Shelf& shelf, const MailOffice& office,
                                  const ports::LogRow& record) {
  const TicketId ticket{record.id};
  auto row = transaction.ticket(ports::Viewer::desk(), ticket);
  if (!row || !mailbox_for(transaction, office, ticket)) return std::nullopt;
  Reading reading{transaction, office, record, std::move(*row), {}, {}, {}, {}, {}};
  reading.roster = shelf.roster(transaction, reading.row.program);
  const auto act = parse_json(record.act);
  const auto facts = parse_json(record.facts);
  if (!act || !read_fields(*act, reading.act) || !facts || !facts->is_array()) return std::nullopt;
  for (const Json& each : facts->items()) {
    auto fact = lifecycle::fact_from_json(each);
    if (fact) reading.facts.push_back(std::move(*fact));
  }
  reading.participants = transaction.participants(ports::Viewer::desk(), ticket);
  if (reading.act.message)
    if (auto message = transaction.message(reading.act.message);
        message && message->visibility == ports::Visibility::everyone)
      reading.message = std::move(message);
  return reading;
}

LetterOrder order_for(const Reading& reading, program::NoticeKind kind, PersonId person) {
  LetterOrder order;
  order.notice = program::word_of(kind);
  order.ticket = reading.row.id;
  order.person = person;
  order.given = person == reading.row.requester;
  order.version = reading.record.version;
  if (reading.message) order.message = reading.message->id;
  return order;
}

// A closing, a reminder, a promise and a receipt are never folded: each says what its reader has to know.
bool folds(const LetterOrder& order) {
  return order.notice == program::word_of(program::NoticeKind::message) ||
         order.notice == program::word_of(program::NoticeKind::reopened) ||
         order.notice == program::word_of(program::NoticeKind::staff_told);
}

// Machine-made letters to one reader of one request are counted; what is too much becomes one digest at the hour's end.
// `ready_at`: not before; in the past: now.
void send(Reading& reading, const LetterOrder& order, Instant ready_at = {}) {
  Transaction& to = reading.transaction;
  const Instant now = to.now();
  const std::string whose = fmt::format("{}-{}", order.ticket.value, order.person.value);
  const int most = reading.office.settings->notices_per_request_an_hour;
  if (order.automatic && most > 0 && folds(order)) {
    if (to.mail_count("notice", whose, hour_of(now)) >= most) {
      to.count_mail("folded", whose, hour_of(now));
      LetterOrder digest;
      digest.notice = program::word_of(program::NoticeKind::digest);
      digest.ticket = order.ticket;
      digest.person = order.person;
      digest.given = order.given;
      digest.count = hour_of(now);
      enqueue_letter(to, reading.office, digest, fmt::format("digest-{}-{}", whose, hour_of(now)),
                     Instant{(hour_of(now) + 1) * hours(1).seconds});
      return;
    }
    to.count_mail("notice", whose, hour_of(now));
  }
  enqueue_letter(
      to, reading.office, order,
      fmt::format("t{}-{}-{}-{}", order.ticket.value, order.version, order.person.value, ++reading.letters),
      std::max(now, ready_at));
}

std::vector<PersonId> staff_of(Reading& reading, std::string_view who) {
  const ports::TicketRow& row = reading.row;
  if (who == "owner" && row.assignee) return {row.assignee};
  std::vector<PersonId> people;
  const bool team = who == "owner" || who == "team";
  for (const ports::PersonRow& each : all_staff(reading.transaction)) {
    const bool member = std::ranges::find(each.groups, row.group.value) != each.groups.end();
    const bool meant = team ? member : ports::word_of(each.role) == who;
    if (meant && people.size() < most_told) people.push_back(each.id);
  }
  // A role of the program's ladder (an operations manager) is a duty of somebody's; else whoever leads hears of it.
  if (people.empty() && !team && !ports::role_of(who))
    for (const ports::AgentRow& each : reading.transaction.agents())
      if (std::ranges::find(each.duties, who) != each.duties.end()) people.push_back(each.person);
  if (people.empty() && !team) people = who_leads(reading.transaction);
  return people;
}

struct Told {
  PersonId person;
  Instant at;  // in the past: now
};

// Of several who are meant, those on duty hear of it; the others' mailboxes are left in peace. Is none there, an owner and
// a team read it when their shift begins, and whoever answers for it (a lead, a role of a ladder) reads it at once.
std::vector<Told> told_of(Reading& reading, std::string_view who) {
  const Instant now = reading.transaction.now();
  std::vector<Told> there, away;
  for (const PersonId each : staff_of(reading, who)) {
    if (!reading.roster->agent(each) || reading.roster->on_duty(each, now)) {
      there.push_back({each, {}});
      continue;
    }
    const auto shift = reading.roster->shift(each, now);
    away.push_back({each, shift ? shift->from : Instant{}});
  }
  if (!there.empty()) return there;
  if (who != "owner" && who != "team")
    for (Told& each : away) each.at = {};
  return away;
}

void tell_staff(Reading& reading, std::string_view who, std::string event, const lifecycle::Noticed* notice) {
  for (const auto& [each, ready_at] : told_of(reading, who)) {
    if (each == reading.act.actor.person && !reading.by_program()) continue;
    LetterOrder order = order_for(reading, program::NoticeKind::staff_told, each);
    order.event = event;
    if (notice) {
      order.clock = notice->clock;
      order.due = notice->due;
      order.text = notice->text;
      if (notice->verb == "task" && order.text.empty()) order.text.push_back({"", notice->argument});
      order.message = {};
    }
    send(reading, order, ready_at);
  }
}

// What a mail says about how it wants to be answered, and who has it already.
struct Came {
  bool answerable = true;
  bool verified = false;  // our own server vouches for its sender
  std::set<std::int64_t> copied;
  std::string address;
};
Came came_by(Reading& reading) {
  Came came;
  if (!reading.message || reading.message->source == 0) return came;
  const auto source = reading.transaction.mail_source(reading.message->source);
  if (!source) return came;
  came.address = ascii_lower(source->sender);
  const ports::MailEnvelope envelope = envelope_of(*source);
  came.answerable = envelope.no_answer.empty();
  came.verified = envelope.verified;
  for (const PersonId each : envelope.copied) came.copied.insert(each.value);
  return came;
}

// Two machines that answer each other: every answer of theirs opens a request anew. The receipts stop, a person is told.
bool stops_a_loop(Reading& reading, const Came& came) {
  const int most = reading.office.settings->notices_per_request_an_hour;
  if (came.address.empty() || most <= 0) return false;
  Transaction& to = reading.transaction;
  const std::int64_t hour = hour_of(to.now());
  const std::string whose = counted_as(came.address);
  // Where our server checks and says nothing, the address may be a victim's: one answer in a while.
  if (!reading.office.settings->own_server.empty() && !came.verified) {
    const std::int64_t since = hour - reading.office.settings->automatic_answer_every.seconds / hours(1).seconds;
    if (to.mail_count("receipt", whose, since) > 0) return true;
  }
  if (to.mail_count("receipt", whose, hour) < most) {
    to.count_mail("receipt", whose, hour);
    return false;
  }
  if (to.mail_count("loop", whose, hour) == 0) {
    to.count_mail("loop", whose, hour);
    tell_staff(reading, "lead", "loop", nullptr);
  }
  return true;
}

void on_open(Reading& reading) {
  if (!reading.by_customer()) {
    const auto kind = reading.message ? program::NoticeKind::reply : program::NoticeKind::receipt;
    LetterOrder order = order_for(reading, kind, reading.row.requester);
    order.automatic = !reading.message;
    send(reading, order);
    return;
  }
  const Came came = came_by(reading);
  if (!came.answerable || stops_a_loop(reading, came)) return;
  send(reading, order_for(reading, program::NoticeKind::receipt, reading.row.requester));
}

void to_customers(Reading& reading, program::NoticeKind kind, bool automatic, const LetterOrder& like,
                  const std::set<std::int64_t>& but) {
  std::vector<PersonId> readers{reading.row.requester};
  for (const ports::ParticipantRow& each : reading.participants)
    if (each.from_version <= reading.record.version && each.person != reading.row.requester)
      readers.push_back(each.person);
  for (const PersonId each : readers) {
    if (each == reading.act.actor.person || but.contains(each.value)) continue;
    LetterOrder order = order_for(reading, kind, each);
    order.automatic = automatic;
    order.reason = like.reason;
    order.due = like.due;
    send(reading, order);
  }
}

void on_status(Reading& reading, const tickets::StatusSet& fact, bool& told) {
  LetterOrder like;
  like.reason = fact.reason;
  switch (fact.status) {
    case tickets::Status::solved:
      if (reading.by_customer()) return;
      told = true;
      to_customers(reading, program::NoticeKind::solved, reading.by_program() || !reading.message, like, {});
      return;
    case tickets::Status::closed: {
      if (fact.merged_into) return;
      to_customers(reading, program::NoticeKind::closed, true, like, {});
      // To every other address that is registered on the request, too.
      for (const ports::TicketAddressRow& each : reading.transaction.ticket_addresses(reading.row.id)) {
        const auto person = reading.transaction.person(each.person);
        if (each.given || !person || ports::is_staff(person->role) || person->email == each.address) continue;
        LetterOrder order = order_for(reading, program::NoticeKind::closed, each.person);
        order.other = counted_as(each.address);
        order.reason = fact.reason;
        send(reading, order);
      }
      return;
    }
    case tickets::Status::open:
      if (!reading.by_customer() && reading.act.verb != lifecycle::Verb::open)
        to_customers(reading, program::NoticeKind::reopened, true, like, {});
      return;
  }
}

void on_notice(Reading& reading, const lifecycle::Noticed& notice) {
  // Ours, not the program's: whom, and what it is about (nobody_on_duty, dropped_baton, …).
  if (notice.verb == "tell" && !notice.who.empty() && !notice.argument.empty())
    return tell_staff(reading, notice.who, notice.argument, &notice);
  const bool names_whom = notice.verb == "tell" || notice.verb == "remind";
  const std::string whom = names_whom && !notice.argument.empty() ? notice.argument : notice.who;
  if (names_whom && whom == "customer") {
    const auto kind = notice.verb == "remind" ? program::NoticeKind::reminder : program::NoticeKind::reply;
    LetterOrder order = order_for(reading, kind, reading.row.requester);
    order.clock = notice.clock;
    order.due = notice.due;
    order.text = notice.text;
    order.message = {};
    send(reading, order);
    return;
  }
  if (names_whom || notice.verb == "task" || notice.verb == "escalate")
    tell_staff(reading, whom.empty() ? "lead" : whom, notice.verb, &notice);
}

bool sets_kind(const Reading& reading) {
  return std::ranges::any_of(reading.facts, [](const lifecycle::Fact& fact) {
    const auto* set = std::get_if<tickets::ValueSet>(&fact);
    return set && set->value.name == "kind";
  });
}

// Both sides are invited, and hear when it is put elsewhere, declined or called off; whoever did that knows.
void on_meeting(Reading& reading, const meetings::Meeting& meeting) {
  using meetings::State;
  const bool tells =
      meeting.state == State::scheduled || meeting.state == State::declined || meeting.state == State::cancelled;
  if (!tells) return;
  std::vector<PersonId> readers{reading.row.requester};
  for (const ports::ParticipantRow& each : reading.participants)
    if (each.person != reading.row.requester) readers.push_back(each.person);
  const PersonId ours = meeting.host ? meeting.host : reading.row.assignee;
  if (ours && std::ranges::find(readers, ours) == readers.end()) readers.push_back(ours);
  for (const PersonId each : readers) {
    // An invitation goes to him, too, who made it: so it stands in his calendar.
    if (each == reading.act.actor.person && meeting.from == far_future) continue;
    LetterOrder order = order_for(reading, program::NoticeKind::meeting, each);
    order.meeting = meeting.number;
    send(reading, order);
  }
}

void read_record(Reading& reading) {
  bool told = false;  // the words went out with a notice of their own
  for (const lifecycle::Fact& fact : reading.facts) {
    if (const auto* status = std::get_if<tickets::StatusSet>(&fact)) on_status(reading, *status, told);
    if (const auto* notice = std::get_if<lifecycle::Noticed>(&fact)) on_notice(reading, *notice);
    if (const auto* changed = std::get_if<meetings::MeetingChanged>(&fact)) on_meeting(reading, changed->meeting);
  }
  using lifecycle::Verb;
  switch (reading.act.verb) {
    case Verb::open: on_open(reading); return;
    case Verb::reply:
    case Verb::solve:
      if (!told && reading.message) to_customers(reading, program::NoticeKind::reply, false, {}, {});
      return;
    case Verb::message:
      if (!reading.message) return;
      to_customers(reading, program::NoticeKind::message, true, {}, came_by(reading).copied);
      if (reading.row.assignee) tell_staff(reading, "owner", "message", nullptr);
      return;
    case Verb::promise: {
      LetterOrder like;
      like.due = reading.act.until;
      to_customers(reading, program::NoticeKind::promise, true, like, {});
      return;
    }
    case Verb::set:
      // What was misfiled goes where it belongs; its asker is told, and need not ask again.
      if (reading.act.actor.side == lifecycle::Side::vendor && sets_kind(reading))
        to_customers(reading, program::NoticeKind::moved, true, {}, {});
      return;
    case Verb::note:
    case Verb::happen:
    case Verb::hold:
    case Verb::resume:
    case Verb::assign:
    case Verb::agree:
    case Verb::annotate:
    case Verb::close:
    case Verb::reopen:
    case Verb::absorb:
    case Verb::merged:
    case Verb::splice:
    case Verb::escalate:
    case Verb::acknowledge:
    case Verb::end_escalation:
    case Verb::plan_change:
    case Verb::plan_step:
    case Verb::offer:
    case Verb::take_over:
    case Verb::withdraw_offer:
    case Verb::drop_baton:
    case Verb::effort_gap:
    case Verb::meet:
    case Verb::move:
    case Verb::wake: return;
  }
}

}  // namespace

Result<Answer> follow_mail(Transaction& transaction, Shelf& shelf, const MailOffice& office, int limit) {
  constexpr std::string_view name = "mail";
  const auto position = transaction.follower_position(name);
  if (!position) {
    transaction.put_follower(name, transaction.head());
    return Answer{200, R"({"read":0})"};
  }
  const auto records = transaction.log_after(*position, limit);
  for (const ports::LogRow& record : records) {
    if (record.subject != ports::Subject::ticket) continue;
    if (auto reading = reading_of(transaction, shelf, office, record)) read_record(*reading);
  }
  if (!records.empty()) {
    transaction.put_follower(name, records.back().position);
    transaction.forget_mail_counts(hour_of(transaction.now()) - hours_counted);
  }
  return Answer{200, fmt::format(R"({{"read":{}}})", records.size())};
}

}  // namespace yakusoku::desk
