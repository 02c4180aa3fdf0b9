#pragma once

// The rows that cross the store's door: plain values, one struct a table (STORAGE.md). Instants are UTC seconds;
// where a column sorts, "none" is far_future. `state` and `facts` are JSON text whose meaning is core's, not the store's.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "base/json.hpp"
#include "base/time.hpp"

namespace yakusoku::ports {

enum class Role { admin, lead, agent, light_agent, customer_admin, customer };
bool is_staff(Role role);
std::string_view word_of(Role role);
std::optional<Role> role_of(std::string_view word);

struct PersonRow {
  PersonId id;
  std::string name;
  std::string email;  // the verified main address, case-folded
  Role role = Role::customer;
  OrganizationId organization;
  std::string language;  // "ja", "en"; empty: the desk's
  std::string zone;      // IANA; empty: the organisation's
  std::string password;  // argon2id; empty: cannot log in by password
  bool suspended = false;
  Instant away_until;  // somebody who asks is away until then; behind us: he is there
  std::vector<std::int64_t> groups;
  Instant created_at, updated_at;
};

struct OrganizationRow {
  OrganizationId id;
  std::string name;
  std::string zone, country, language;
  std::vector<std::string> domains;
  OrganizationId parent;
  Json facts = Json::object();  // further customer.* facts: {"spend": 120000, "partner": "tsubaki"}
  Instant created_at, updated_at;
};

struct StaffGroup {
  PersonId person;
  std::int64_t group = 0;
  Role role = Role::agent;
};

struct GroupRow {
  GroupId id;
  ProgramId program;
  std::string key;  // the program's team
  std::string name;
};

struct ProgramRow {
  ProgramId id;
  std::string key;       // the program's id, as in megaport
  std::string title;     // JSON object: text by language
  std::string in_force;  // hash of the version in force
};

struct ProgramVersionRow {
  std::string hash;
  ProgramId program;
  std::string files;  // JSON: [{"name","content"}]
  Instant published_at, effective_at;
  PersonId by;
};

enum class EnactmentState { planned, in_force, withdrawn };
inline constexpr std::string_view enactment_states[] = {"planned", "in_force", "withdrawn"};
inline std::span<const std::string_view> enum_words(EnactmentState) { return enactment_states; }

// One decision to put a version in force from an instant on. What it means for requests in flight is carried out in
// slices; a ticket number of -1 says that a part of it is done.
struct EnactmentRow {
  std::int64_t id = 0;
  ProgramId program;
  std::string hash;
  Instant decided_at, starts_at;
  PersonId by;
  EnactmentState state = EnactmentState::planned;
  bool moves = false;  // in_flight: move
  std::int64_t spliced_to = -1, moved_to = -1;
  std::int64_t spliced = 0, moved = 0;  // tickets
  std::int64_t changed = 0;             // log position of its last change of state

  bool unfinished() const {
    return state == EnactmentState::planned || spliced_to >= 0 ||
           (state == EnactmentState::in_force && moved_to >= 0);
  }
};

// How far a ticket is along, coarsely: the wire's status categories in their order.
enum class Category { fresh, open, pending, hold, solved, closed };

struct TicketRow {
  TicketId id;
  std::int64_t version = 0;  // number of its newest log record
  int shape = 1;
  std::string state;  // core/lifecycle's, JSON
  ProgramId program;
  std::string kind, severity;  // the program's ids; severity empty: none
  Category category = Category::fresh;
  std::int64_t rank = 0;
  Instant next_due = far_future;  // of the clocks a customer sees; paused or none: far_future
  Instant next_wake = far_future;
  GroupId group;
  PersonId assignee, requester;
  OrganizationId organization;
  std::string channel, language, subject;
  Instant created_at, updated_at;
  std::int64_t changed = 0;  // log position of the newest record
  std::vector<std::string> tags;
};

enum class Visibility { everyone, staff };

struct MessageRow {
  MessageId id;
  TicketId ticket;
  std::int64_t version = 0;  // the ticket's version it came with
  PersonId author;
  Visibility visibility = Visibility::everyone;
  std::string channel;
  Instant at;
  std::string body;         // Markdown text; empty once erased
  std::string html;         // of a mail that had some: already safe; empty: none. Outside the digest
  std::string folded;       // of a mail: quoted history and signature taken out of the body. Outside the digest
  std::int64_t source = 0;  // the mail it came by
  std::string digest;       // salted digest that the facts carry (hex); set by the store on insert
  Instant erased_at = far_future;  // far_future: not erased
  PersonId erased_by;
  std::string erased_why;
};

struct ParticipantRow {
  TicketId ticket;
  PersonId person;
  std::string role;               // cc, follower
  std::int64_t from_version = 0;  // sees what came with this version and after
};

enum class CycleState { idle, running, paused, met, missed, withdrawn, superseded, merged };

struct ClockRow {
  TicketId ticket;
  std::string clock;
  int cycle = 1;
  CycleState state = CycleState::running;
  bool customer_facing = true;
  std::string program_hash;
  std::string calendar;  // key of the compiled calendar's definition
  Instant started_at;
  Instant due = far_future;
  std::int64_t budget = 0, spent = 0;  // open seconds
  std::string verdict;                 // "", met, late, missed, broken, kept
  Instant verdict_at = far_future;
  std::int64_t over_open = 0, over_wall = 0;
};

enum class ActorKind { program, person, system };

// What a log record is about.
enum class Subject { ticket, person, organization, program, settings, session, mail };

struct LogRow {
  std::int64_t position = 0;  // given by the store
  Subject subject = Subject::ticket;
  std::int64_t id = 0;
  std::int64_t version = 0;  // unique with subject and id, from 1
  Instant at;
  ActorKind actor_kind = ActorKind::person;
  PersonId actor;
  bool by_program = false;  // the desk's own act
  std::string act;          // JSON
  std::string facts;        // JSON array
  int shape = 1;
  std::string chain;  // hex of sha256(previous chain, this record); given by the store
};

// A ticket's record without what followed, but for the first of a ticket and those that move it to another version.
struct TicketAct {
  TicketId ticket;
  std::int64_t version = 0;
  Instant at;
  std::string act, facts;  // JSON; facts empty where they are left out
};

struct OutboxRow {
  std::int64_t id = 0;
  std::string channel;    // mail, webhook, …
  std::string lane;       // in order within it
  std::string stable_id;  // unique; what a receiver may know it by
  std::int64_t position = 0;
  Instant ready_at;
  int attempts = 0;
  std::string payload;  // JSON
  Instant done_at = far_future;
  std::string last_error;  // what the last attempt met; after done_at: why nothing was sent
};

// A file that a message carries; the bytes lie among the blobs.
struct AttachmentRow {
  AttachmentId id;
  TicketId ticket;
  MessageId message;
  std::string name, type;
  std::int64_t size = 0;
  std::string blob;        // empty once erased
  std::string content_id;  // of a mail's part; empty: none
  bool inside_text = false;
  Instant at;
};

// A file that waits for its message; its token is the uploader's secret.
struct UploadRow {
  std::string token_hash;
  PersonId person;
  std::string name, type;
  std::int64_t size = 0;
  std::string blob;
  Instant at;
};

// What became of a mail. waiting: kept, not yet read. opened, appended: on `ticket`. held: an agent decides. no_request:
// its door only appends; answered. ignored: bounce, machine's answer, report. duplicate: the same mail came before.
// dismissed: held, and an agent said no. failed: reading it failed again and again; an agent sees it among the held.
enum class MailOutcome { waiting, opened, appended, held, no_request, ignored, duplicate, dismissed, failed };
inline constexpr std::string_view mail_outcomes[] = {"waiting", "opened",    "appended",  "held",  "no_request",
                                                     "ignored", "duplicate", "dismissed", "failed"};
inline std::span<const std::string_view> enum_words(MailOutcome) { return mail_outcomes; }

struct MailSourceRow {
  std::int64_t id = 0;
  std::string arrival;  // unique: what its carrier calls it, each time the same
  std::string mailbox;  // the settings' name; "spool"
  Instant arrived_at;
  std::string envelope;  // a MailEnvelope (ports/mail.hpp) as JSON; "{}": nothing is known
  std::string blob;      // the raw source; empty once erased
  MailOutcome outcome = MailOutcome::waiting;
  std::string why;              // the machine word of a reason: not_a_participant, unverified_sender, …
  int parser_level = 0;         // of the parser that read it last
  std::string sender, subject;  // as read; empty once erased
  ProgramId program;
  TicketId ticket;
  MessageId message;
  PersonId person;
  int attempts = 0;
};

// A Message-ID and the request it belongs to.
struct MailIdRow {
  std::string message_id;
  TicketId ticket;
  PersonId person;    // outgoing: to whom; incoming: whose
  MessageId message;  // zero: a notice without a message
  bool outgoing = false;
  Instant at;
};

// An address that a request's notices may go to; `given`: the one it was opened with.
struct TicketAddressRow {
  TicketId ticket;
  std::string address;
  PersonId person;
  bool given = false;
};

struct MailAddressRow {
  std::string address;  // whole, lower-case
  std::string state;    // "", delayed, bounced, complained
  Instant since = far_future;
  std::string code, detail;              // as the other server said
  Instant answered_at = far_future;      // last automatic answer; far_future: never
  Instant unsubscribed_at = far_future;  // wants no bulk mail; far_future: never said
};

struct SessionRow {
  std::string token_hash;  // hex
  PersonId person;
  std::string csrf;
  Instant created_at, seen_at, expires_at;
};

struct TokenRow {
  std::string hash;
  PersonId person;
  Instant created_at;
};

struct ErasureRow {
  std::int64_t id = 0;
  Instant at;
  PersonId by;
  std::string subject_kind;
  std::int64_t subject_id = 0;
  std::string scope;
};

}  // namespace yakusoku::ports
