#pragma once

// MAIL'S USE CASES. In: a source is kept (keep_mail) before anybody reads it; once read, take_mail says what becomes of it
// (core/intake judges) and does it, exactly once. Held ones wait for a person (accept_mail, dismiss_mail). Out: follow_mail
// turns the log's records into letters in the outbox, and compose_letter makes a letter's words at the moment it is sent,
// so that what was erased is in no copy. Nothing here parses, sends, or touches a file.

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/notices/notices.hpp"
#include "desk/desk.hpp"
#include "ports/mail.hpp"
#include "ports/mail_settings.hpp"

namespace yakusoku::desk {

struct MailOffice {
  const ports::MailSettings* settings = nullptr;
  std::string key;  // of the secret words (core/intake/mail_words.hpp)
};

// Keeps an arrival whose blob is stored; one whose name is known, or whose very bytes came before, changes nothing more.
// {"mail": id, "known": bool}
Result<Answer> keep_mail(Transaction&, const ports::MailSourceRow& arrival);
// Counts an attempt of reading these, before it is made: what kills the reader is given up after `most_attempts`.
constexpr int most_attempts = 3;
Result<Answer> begin_reading(Transaction&, std::span<const std::int64_t> sources);
// Could not be read: a person sees it among the held, with its source.
Result<Answer> give_up_mail(Transaction&, std::int64_t source, std::string why);

// What is kept beside a source; all empty where that can't be read.
ports::MailEnvelope envelope_of(const ports::MailSourceRow& source);

struct TakenMail {
  std::int64_t source = 0;
  ports::ReadMail mail;              // its attachments' bytes are not looked at
  std::vector<NewAttachment> files;  // they, as stored
  int parser_level = 0;
};
// {"mail", "outcome", "ticket"?, "why"?}. A source that was taken already is answered as it was. What the program refuses
// (it wants what a mail can't say) is an error, and nothing was written: hold_mail keeps it for a person.
Result<Answer> take_mail(Transaction&, Shelf&, const MailOffice&, const TakenMail&);
Result<Answer> hold_mail(Transaction&, Shelf&, const MailOffice&, const TakenMail&, std::string why);

// A person decides on a held or answered mail: it becomes a message of `into`, or, where that is zero, a new request. It
// speaks for its writer, as one that this person vouched for. {"ticket"}
Result<Answer> accept_mail(Transaction&, Shelf&, const MailOffice&, const Caller&, const TakenMail&, TicketId into);
Result<Answer> dismiss_mail(Transaction&, const Caller&, std::int64_t source);
// A source read again after an upgrade. One that could not be read waits anew. Of a message HTML, fold and files become
// what the new reading gives; its words stand in the log, and where the new reading has others, a note says them to
// people of ours. An erased message stays empty. {"mail", "changed": bool}
Result<Answer> reread_mail(Transaction&, Shelf&, const MailOffice&, const TakenMail&);

// Reads the log after the follower's place, at most `limit` records, and enqueues the letters that they ask for. The first
// time it begins at the log's end: what happened before there was mail is not mailed. {"read": n}
Result<Answer> follow_mail(Transaction&, Shelf&, const MailOffice&, int limit);

// Where a letter's words come from, beside the request itself.
struct LetterPress {
  const notices::Defaults* house = nullptr;
  std::function<std::string(std::string_view)> html_of;  // safe HTML of a message's Markdown
};

// What a letter says now; nullopt with a reason in `skipped`: nothing is to be sent (erased, suspended, bounced, …).
struct Letter {
  std::optional<ports::OutgoingMail> mail;
  std::string skipped;
  std::vector<ports::AttachmentRow> files;  // to be read into mail->attachments by who sends
  Instant since = far_future;               // when it was asked for
};
Result<Letter> compose_letter(Reader&, Shelf&, const MailOffice&, const LetterPress&, const ports::OutboxRow&,
                              Instant now);
// How an attempt went. `retry_at` far_future: not again. A refusal marks the address, and the owner is told.
Result<Answer> settle_letter(Transaction&, const MailOffice&, std::int64_t letter, const ports::Delivery&,
                             Instant retry_at);
// It was not sent and will not be.
Result<Answer> drop_letter(Transaction&, std::int64_t letter, std::string why);

// What our own server says of a mail's sender: "passed", "failed", or "unknown" where it said nothing.
std::string_view sender_verification(const MailOffice&, const ports::ReadMail&);

// No more digests for an address, by one click (RFC 8058): the path and query of its link, whose link it is (nullopt: not
// made by this desk), and what the click does.
std::string unsubscribe_path(const MailOffice&, std::string_view address);
std::optional<std::string> address_of_link(const MailOffice&, std::string_view address, std::string_view word);
Result<Answer> unsubscribe_address(Transaction&, const std::string& address);

}  // namespace yakusoku::desk
