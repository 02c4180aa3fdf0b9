#pragma once

// USE CASES. Each is a function over a transaction: it permits, loads, lets core/lifecycle decide, and writes log, row,
// clocks and outbox. It may run twice; it never waits, sends, or touches a file. Adapters wrap one into a ports::Command
// with the caller's idempotency key and hand it to the writer; what people see they read afterwards (views.hpp).
// Every answer's body is {"ticket","version","position", …} of what was written. Refusals are base/error_catalogue.inc's.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clocks/cycle.hpp"
#include "core/lifecycle/decide.hpp"
#include "core/people/roster.hpp"
#include "core/program/program.hpp"
#include "ports/store.hpp"

namespace yakusoku::desk {

using ports::Answer;
using ports::Reader;
using ports::Transaction;

// Program versions and compiled calendars, kept by whoever wires the desk; safe to ask from any thread.
class Shelf : public clocks::Calendars {
 public:
  // nullptr: no such version, or one that this binary can't read. A hash with overlays behind it (program/overlays.hpp)
  // is the version with these laid.
  virtual std::shared_ptr<const program::Program> version(Reader& reader, std::string_view hash) = 0;
  // Who works for that program, as it stands in the store now; never nullptr. Empty: nobody keeps a rota.
  virtual std::shared_ptr<const people::Roster> roster(Reader& reader, ProgramId program) = 0;
};

// Who acts. `door` is how he came: portal, api, mail, chat, phone, desk.
struct Caller {
  PersonId person;
  ports::Role role = ports::Role::customer;
  OrganizationId organization;
  std::string door;
  bool staff() const { return ports::is_staff(role); }
  ports::Viewer viewer() const;
  static Caller desk();  // the desk itself
  bool is_desk = false;
};

// A file whose bytes lie among the blobs already.
struct NewAttachment {
  std::string name, type;
  std::int64_t size = 0;
  std::string blob;
  std::string content_id;  // of a mail's part
  bool inside_text = false;
  AttachmentId id{};  // zero: given when the message is kept
};

struct Words {
  std::string text;          // Markdown, of a mail plain text; at most 64 KiB
  bool for_everyone = true;  // false: a note
  std::string html;          // of a mail: safe HTML
  std::string folded;        // of a mail: history and signature taken out of the text
  std::int64_t source = 0;   // the mail it came by
  std::vector<NewAttachment> files;
  std::vector<std::string> uploads;  // digests of tokens; each the caller's own, and used up with these words
};

constexpr std::size_t most_subject = 300;

struct OpenTicket {
  ProgramId program;
  std::string kind;
  std::string subject;  // at most most_subject bytes
  std::string description;
  std::string language;                // empty: the requester's
  std::string severity;                // as asked; empty: none said
  std::vector<tickets::Value> values;  // product, tag, the program's facts
  PersonId requester;                  // zero: the caller; staff may open for others
  std::vector<PersonId> participants;
  Words with;  // what comes beside the description: files, a mail's HTML and fold
  bool public_words =
      true;  // staff: the description is a public answer of ours (R: first response met at start) or a note
};
Result<Answer> open_ticket(Transaction&, Shelf&, const Caller&, const OpenTicket&);

// Anything done to one ticket: the verb and its arguments as core/lifecycle takes them; words become a message.
// expected_version 0: none; else a `set` or `assign` is refused as `conflict` if its fields changed since.
struct ChangeTicket {
  TicketId ticket;
  lifecycle::Act act;
  Words words;
  std::int64_t expected_version = 0;
  // Staff enter what the customer said or did elsewhere (he called, he is away): message, happen, reopen. The act is
  // his, with act.door as he came; the record and the words bear the name of whoever entered it.
  bool for_customer = false;
  std::vector<std::string> plan_words = {};  // plan_change: of each of act.plan, for both sides to read
};
Result<Answer> change_ticket(Transaction&, Shelf&, const Caller&, const ChangeTicket&);
// Several acts at once, all or nothing (an API update carries a comment, fields and a status).
Result<Answer> change_ticket(Transaction&, Shelf&, const Caller&, const std::vector<ChangeTicket>&);

// Merges `from` into `into` (R9): both of one program, both seen by the caller.
Result<Answer> merge_tickets(Transaction&, Shelf&, const Caller&, TicketId from, TicketId into);
// What is to be said about a breach, for us alone; the breach stays as it is (R14). Only leads and admins excuse one.
// `not_in_this_state` where that clock was not breached.
struct BreachNote {
  TicketId ticket;
  std::string clock;
  int cycle = 0;  // 0: the last one that was breached
  bool excused = false;
  std::string why;
};
Result<Answer> annotate_breach(Transaction&, Shelf&, const Caller&, const BreachNote&);
Result<Answer> set_subject(Transaction&, Shelf&, const Caller&, TicketId, std::string subject);
Result<Answer> add_participant(Transaction&, Shelf&, const Caller&, TicketId, PersonId, std::string role);

// The worker's act: {"again": instant or null}.
Result<Answer> wake_ticket(Transaction&, Shelf&, TicketId);

struct NewPerson {
  std::string name, email;
  ports::Role role = ports::Role::customer;
  OrganizationId organization;
  std::string language, zone;
  std::string password;  // argon2id hash, hashed outside the writer; empty: cannot log in by password
  std::vector<std::int64_t> groups;
};
Result<Answer> create_person(Transaction&, const Caller&, const NewPerson&);         // {"person": id}
Result<Answer> update_person(Transaction&, const Caller&, const ports::PersonRow&);  // whole row; bounds by role
// Somebody who asks is away until then; an instant that has passed: he is back. He himself, whoever administers his
// organisation, and staff. His open requests are looked at again at once. {"person": id}
Result<Answer> set_away(Transaction&, const Caller&, PersonId, Instant until);
Result<Answer> create_organization(Transaction&, const Caller&,
                                   const ports::OrganizationRow&);  // {"organization": id}
Result<Answer> update_organization(Transaction&, const Caller&, const ports::OrganizationRow&);
Result<Answer> start_session(Transaction&, PersonId, std::string token_hash, std::string csrf);  // 12 hours
Result<Answer> end_session(Transaction&, std::string token_hash);
Result<Answer> create_token(Transaction&, const Caller&, PersonId, std::string token_hash);

// VERSIONS OF A PROGRAM. One is put in force from an instant on: new requests are opened under it, and the calendars of
// what runs under older ones read as it says (R6). Requests in flight keep their rules, or move, as the program or the
// administrator says. The program's teams become groups. A version that is not there yet is stored. Only one may be
// planned at a time: `version_planned`. {"program","hash","enactment","starts_at","state","spliced","moved"}
struct Enactment {
  std::vector<program::SourceFile> files = {};  // or
  std::string hash = {};                        // of a version that the desk has: an older one, a draft
  Instant from = {};                            // zero: from now on; never backwards
  enum class InFlight { as_written, keep, move } in_flight = InFlight::as_written;
};
Result<Answer> enact_program(Transaction&, Shelf&, const Caller&, const Enactment&);
// Takes back one that has not begun.
Result<Answer> withdraw_enactment(Transaction&, Shelf&, const Caller&, std::int64_t enactment);
// Keeps a version that nobody has put in force. {"program","hash"}
Result<Answer> store_draft(Transaction&, Shelf&, const Caller&, const std::vector<program::SourceFile>&);
// The worker's: begins what was planned for by now, and does one slice of what is left to do for requests in flight.
Result<Answer> carry_on_enactments(Transaction&, Shelf&);
// When carry_on_enactments has something to do; zero: at once; nullopt: nothing is planned or left.
std::optional<Instant> next_enactment_work(Reader&);
// Empties a person's words and name under the append-only log; who, when, why stay.
Result<Answer> erase_person(Transaction&, const Caller&, PersonId, std::string why);
Result<Answer> redact_message(Transaction&, const Caller&, TicketId, MessageId, std::string why);
// Of a file name and bytes go; who may, and that there was one, stay.
Result<Answer> redact_attachment(Transaction&, const Caller&, AttachmentId, std::string why);

// FILES come before the words that carry them: the bytes are among the blobs, an upload waits a day under a token for the
// message that names it. `joins`: further files under a token of the caller's; `limit` over twenty. {"expires_at"}
constexpr std::int64_t most_file_bytes = std::int64_t{50} << 20;
constexpr std::size_t most_files = 20;
constexpr Duration upload_life = hours(24);
struct NewUpload {
  std::string token_hash;
  bool joins = false;
  std::string name, type;
  std::int64_t size = 0;
  std::string blob;
};
Result<Answer> store_upload(Transaction&, const Caller&, const NewUpload&);
Result<Answer> remove_upload(Transaction&, const Caller&, const std::string& token_hash);

}  // namespace yakusoku::desk
