#pragma once
// private to the room
// What taking mail in and sending it out share: the order for a letter as the outbox keeps it, and what machines' mail
// does to an address or a request.

#include <string>
#include <string_view>
#include <vector>

#include "base/json_fields.hpp"
#include "base/text.hpp"
#include "core/intake/mail.hpp"
#include "desk/mail.hpp"

namespace yakusoku::desk {

// A letter's payload: whom and what about, never the words themselves.
struct LetterOrder {
  using visited = void;
  std::string notice;  // program::NoticeKind's word
  TicketId ticket;
  PersonId person;     // who gets it
  bool given = false;  // to the address that the request was opened with, not the person's own
  std::string other;   // closing: digest of another address that is registered on the request, of the same person
  MessageId message;   // whose words it carries
  std::int64_t version = 0;  // the ticket's, of the record that asked for it
  std::int64_t source = 0;   // wrong_door: the mail that is answered
  std::string event;         // staff_told: warned, missed, told, loop, bounce, …
  std::string clock;
  std::string reason;  // solved, closed
  Instant due = far_future;
  std::vector<tickets::Attribute> text;  // the program's own words, by language
  int meeting = 0;                       // meeting: its number
  bool automatic = true;
  std::int64_t count = 0;                                // digest: the hour whose notices it stands for
  Instant asked_at = far_future, tried_at = far_future;  // tried_at: when it was first put off
  template <class F>
  void visit(F& f) {
    f("notice", notice), f("ticket", ticket), f("person", person), f("given", given), f("other", other);
    f("message", message), f("version", version), f("source", source), f("event", event), f("clock", clock);
    f("reason", reason), f("due", due), f("text", text), f("meeting", meeting), f("automatic", automatic),
        f("count", count), f("asked_at", asked_at), f("tried_at", tried_at);
  }
};

std::int64_t hour_of(Instant at);  // whole hours of the epoch
// An address as the counters know it: a digest, so that no erasure has to look for it there.
std::string counted_as(std::string_view address);
// Leads hear, once an hour, that mail waits for a person.
void tell_of_held(Transaction& transaction, const MailOffice& office, std::int64_t source);
// Whoever of ours leads, or where nobody does administers.
std::vector<PersonId> who_leads(Reader& reader);
// Every person of ours that may come in.
std::vector<ports::PersonRow> all_staff(Reader& reader);
// A person as he acts by mail.
Caller caller_of(const ports::PersonRow& person);
// What our own receiving server says of a mail's sender.
intake::Honesty honesty_of(const MailOffice& office, const ports::ReadMail& mail);
TicketId ticket_of(const Result<Answer>& answer);

Outcome decides_on_mail(const Caller& caller);
bool waits_for_a_person(ports::MailOutcome outcome);

// Erasure: empties what mail keeps of a person, or of one message: sources, senders, subjects, addresses.
void erase_mail_of(Transaction& transaction, const ports::PersonRow& person);
void erase_mail_source(Transaction& transaction, std::int64_t source);

// The letter of ours that a machine's mail proves to speak of: by its VERP address, or the Message-ID it returns.
struct ProvenLetter {
  TicketId ticket;
  PersonId person;
  std::string address;
};
std::optional<ProvenLetter> letter_spoken_of(Reader& reader, const MailOffice& office, const ports::ReadMail& mail,
                                             const std::vector<std::string>& addressed_to);
// Both answer which request the report speaks of; zero: it proves none, and did nothing.
TicketId note_bounce(Transaction& transaction, const MailOffice& office, const ports::ReadMail& mail,
                     const std::vector<std::string>& addressed_to);
TicketId note_complaint(Transaction& transaction, const MailOffice& office, const ports::ReadMail& mail,
                        const std::vector<std::string>& addressed_to);
void note_absence(Transaction& transaction, Shelf& shelf, TicketId ticket, const ports::PersonRow& person,
                  Words words);
// An address does not take mail: marked, and the request's owner is told.
void mark_bounced(Transaction& transaction, const MailOffice& office, const ProvenLetter& letter,
                  const std::string& code, const std::string& detail);
// A letter could not be delivered: the request's owner is told.
void tell_owner_of_failure(Transaction& transaction, const MailOffice& office, const ProvenLetter& letter);
// A letter of the desk's to be sent; an order that is known already (by its stable id) changes nothing. Its Message-ID
// is known from now on: the answer may come before the sender has noted that it was sent.
void enqueue_letter(Transaction& transaction, const MailOffice& office, const LetterOrder& order,
                    const std::string& stable_id, Instant ready_at);
// The mailbox that writes about a ticket; nullptr: its program has none.
const ports::Mailbox* mailbox_for(Reader& reader, const MailOffice& office, TicketId ticket);

// The address that a letter goes to; empty: there is none (any more).
std::string address_of(Reader& reader, const LetterOrder& order);

}  // namespace yakusoku::desk
