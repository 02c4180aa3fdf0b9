#pragma once
// private to the room
// One mail on its way in: what is known of it (mail_taking.cpp), what it becomes (mail_outcomes.cpp). The use cases are
// mail_in.cpp's.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/intake/mail.hpp"
#include "desk/mail_parts.hpp"

namespace yakusoku::desk {

// All that one mail's taking knows.
struct Taking {
  Transaction& transaction;
  Shelf& shelf;
  const MailOffice& office;
  const TakenMail& taken;
  ports::MailSourceRow source;
  const ports::Mailbox* mailbox = nullptr;
  std::optional<ports::PersonRow> writer;
  intake::Honesty honesty = intake::Honesty::unknown;
  std::shared_ptr<const program::Program> program;  // in force, of the mailbox
  ProgramId program_id;
  bool vouched = false;          // by a person of ours, who let it in
  std::vector<PersonId> copied;  // who has the mail already: it names them in To or Cc

  const ports::ReadMail& mail() const { return taken.mail; }
  std::string language() const;  // the writer's, as far as it is known
};

Taking taking_of(Transaction& transaction, Shelf& shelf, const MailOffice& office, const TakenMail& taken,
                 ports::MailSourceRow source);

// What core/intake judges by: who writes, what he may, which requests the mail names and with what proof.
intake::Seen seen_of(Taking& taking);
intake::Kind kind_of(ports::MailClass mail_class);
// Where the mail was addressed to: plus parts of these may be words of ours.
std::vector<std::string> addressed_to(const Taking& taking);
// What it says, as a message carries it; and its subject, cut to what a request's may hold.
Words words_of(const Taking& taking);
std::string subject_of(const ports::ReadMail& mail);
// The same letter that came before: byte for byte (a mailbox made anew), or the same Message-ID and words from the same
// writer for the same program (sent to two of its addresses). The request that it became; zero: it became none.
std::optional<TicketId> came_before(Taking& taking);

// What a mail becomes; each writes the outcome beside its source and answers with it. `why` is a machine word, with the
// request that the mail names behind a colon (why_and).
std::string why_and(const std::string& why, TicketId about);
Answer answer_about(const ports::MailSourceRow& source);
Result<Answer> settle_source(Taking& taking, ports::MailOutcome outcome, std::string why, TicketId ticket = {},
                             MessageId message = {});
Result<Answer> hold(Taking& taking, std::string why);
Result<Answer> open_by_mail(Taking& taking, const std::string& why, bool vouched);
Result<Answer> append_by_mail(Taking& taking, TicketId ticket, const std::string& why);
Result<Answer> answer_wrong_door(Taking& taking, const intake::Verdict& verdict);
Result<Answer> note_machine(Taking& taking, const intake::Verdict& verdict);
// Somebody who writes for the first time. Only a sender who is vouched for joins his company by its domain.
ports::PersonRow new_person(Taking& taking, const ports::MailAddress& address, bool vouched);

}  // namespace yakusoku::desk
