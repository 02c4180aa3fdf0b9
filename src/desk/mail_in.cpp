// Mail that came: kept, judged, and made a request, a message, or something a person decides on.

#include <algorithm>

#include <fmt/format.h>

#include "core/intake/mail_words.hpp"
#include "desk/mail_taking.hpp"
#include "desk/writing.hpp"

namespace yakusoku::desk {

using ports::MailOutcome;
using ports::MailSourceRow;

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
  if (seen.kind == intake::Kind::normal && seen.has_sender && !seen.from_us &&
      seen.honesty != intake::Honesty::failed)
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
  record_change(transaction, caller, ports::Subject::mail, source->id, "accept");
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
    source->subject = subject_of(taken.mail);
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
  record_change(transaction, caller, ports::Subject::mail, id, "dismiss");
  return answer_about(*source);
}

}  // namespace yakusoku::desk
