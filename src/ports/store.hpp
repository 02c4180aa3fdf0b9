#pragma once

// THE STORE'S DOOR. One writer at a time, one transaction a batch, one savepoint a command; readers beside it. Use
// cases are functions over a Transaction that may run twice and never wait, send, or touch a file. Two engines stand
// behind it and one contract suite holds both. Errors are values; `storage` where the disk says no.

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "ports/customer_rows.hpp"
#include "ports/duty_rows.hpp"
#include "ports/rows.hpp"

namespace yakusoku::ports {

// Who looks. Its scope is part of the SQL of every read of tickets and messages: none compiles without one.
struct Viewer {
  PersonId person;
  Role role = Role::customer;
  OrganizationId organization;  // a customer_admin sees all of this organisation's requests, a customer his own
  static Viewer desk();         // the desk itself: sees all; for wakes, verify, jobs
  bool sees_all = false;
  bool staff() const { return sees_all || is_staff(role); }
};

struct QueueQuery {
  enum class View { open, mine, group, unassigned, due, pending, solved, all } view = View::open;
  ProgramId program{};  // zero: every program
  GroupId group{};
  PersonId assignee{};
  // Keyset: rows after this tuple in (rank, next_due, id); empty: from the start.
  struct After {
    std::int64_t rank;
    Instant next_due;
    TicketId id;
  };
  std::optional<After> after{};
  int limit = 50;  // at most 100
};

struct PersonQuery {
  std::optional<Role> role{};
  bool staff_only = false;
  OrganizationId organization{};
  std::string starts_with{};  // of name or address
  std::int64_t after = 0;
  int limit = 100;
};

class Reader {
 public:
  virtual ~Reader() = default;

  virtual std::optional<TicketRow> ticket(const Viewer& viewer, TicketId id) = 0;
  virtual std::vector<TicketRow> tickets(const Viewer& viewer, std::span<const TicketId> ids) = 0;
  virtual std::vector<TicketRow> queue(const Viewer& viewer, const QueueQuery& query) = 0;
  virtual std::int64_t count(const Viewer& viewer, const QueueQuery& query, std::int64_t at_most) = 0;
  virtual std::vector<TicketRow> requests_of(const Viewer& viewer, PersonId person, std::int64_t before_id,
                                             int limit) = 0;
  virtual std::vector<TicketRow> requests_of_organization(const Viewer& viewer, OrganizationId organization,
                                                          std::int64_t before_id, int limit) = 0;
  // By id, for lists and exports.
  virtual std::vector<TicketRow> tickets_after(const Viewer& viewer, TicketId after, int limit) = 0;
  virtual std::vector<TicketRow> tickets_changed_since(const Viewer& viewer, std::int64_t position, int limit) = 0;
  // Oldest first; a customer gets the public ones, a participant what came with his version and after.
  virtual std::vector<MessageRow> messages(const Viewer& viewer, TicketId ticket) = 0;
  // For the desk itself: no viewer is asked.
  virtual std::optional<MessageRow> message(MessageId id) = 0;
  virtual MessageId newest_message(TicketId ticket) = 0;  // zero: none
  virtual std::vector<MessageRow> messages_of_author(PersonId author, MessageId after, int limit) = 0;
  virtual std::vector<ParticipantRow> participants(const Viewer& viewer, TicketId ticket) = 0;
  virtual std::vector<ClockRow> clocks(const Viewer& viewer, TicketId ticket) = 0;
  // The ticket's records, oldest first; staff only (a customer's receipts are made from them by desk/).
  virtual std::vector<LogRow> log_of(Subject subject, std::int64_t id) = 0;
  virtual std::vector<LogRow> log_after(std::int64_t position, int limit) = 0;
  // What was done to these tickets up to that log position, in the order of their ids and versions, one at a time: for
  // backtests over a whole desk. `each` asks this reader nothing.
  virtual void ticket_acts(TicketId first, TicketId last, std::int64_t head,
                           const std::function<void(const TicketAct&)>& each) = 0;
  virtual TicketId newest_ticket() = 0;  // zero: none yet
  virtual std::int64_t head() = 0;       // newest log position
  virtual Instant clock_at() = 0;        // the desk clock as last written

  virtual std::optional<PersonRow> person(PersonId id) = 0;
  virtual std::optional<PersonRow> person_by_address(std::string_view address) = 0;
  virtual std::vector<PersonRow> people(const PersonQuery& query) = 0;
  virtual std::vector<PersonRow> staff(PersonId after, int limit) = 0;
  virtual std::optional<OrganizationRow> organization(OrganizationId id) = 0;
  virtual std::vector<OrganizationRow> organizations(std::int64_t after, int limit) = 0;
  virtual std::optional<OrganizationRow> organization_by_name(std::string_view name) = 0;
  virtual std::vector<GroupRow> groups() = 0;
  virtual std::vector<ProgramRow> programs() = 0;
  virtual std::optional<ProgramVersionRow> program_version(std::string_view hash) = 0;
  virtual std::vector<ProgramVersionRow> program_versions(ProgramId program) = 0;  // newest effective last
  virtual std::vector<EnactmentRow> enactments(ProgramId program) = 0;             // in the order of their decision
  virtual std::vector<EnactmentRow> unfinished_enactments() = 0;
  virtual std::string enactments_mark() = 0;  // another text after each change of state of any; empty: none yet
  // Of those that are not closed, by id.
  virtual std::vector<TicketRow> unclosed_tickets(ProgramId program, TicketId after, int limit) = 0;
  virtual std::optional<SessionRow> session(std::string_view token_hash) = 0;
  virtual std::optional<TokenRow> token(std::string_view hash) = 0;
  virtual std::vector<std::pair<TicketId, Instant>> due_wakes(Instant before, int limit) = 0;  // next_wake < before
  virtual std::optional<Instant> earliest_wake() = 0;
  virtual std::vector<OutboxRow> outbox(std::int64_t after, int limit) = 0;
  // What may be tried by then, oldest first: of each lane only its first undone row.
  virtual std::vector<OutboxRow> outbox_ready(std::string_view channel, Instant by, int limit) = 0;
  virtual std::optional<OutboxRow> outbox_by_stable_id(std::string_view stable_id) = 0;

  // Oldest first. Whoever asks shows only those of messages that he may see.
  virtual std::vector<AttachmentRow> attachments(TicketId ticket) = 0;
  virtual std::optional<AttachmentRow> attachment(AttachmentId id) = 0;
  virtual std::optional<UploadRow> upload(std::string_view token_hash) = 0;
  virtual bool blob_is_used(std::string_view hash) = 0;  // by an attachment, an upload or a mail's source

  virtual std::optional<MailSourceRow> mail_source(std::int64_t id) = 0;
  virtual std::optional<MailSourceRow> mail_source_by_arrival(std::string_view arrival) = 0;
  virtual std::vector<MailSourceRow> mail_sources(MailOutcome outcome, std::int64_t after, int limit) = 0;
  virtual std::vector<MailSourceRow> mail_sources_after(std::int64_t after,
                                                        int limit) = 0;  // whatever became of them
  virtual std::vector<MailSourceRow> mail_sources_of_blob(std::string_view hash) = 0;
  virtual std::vector<MailSourceRow> mail_sources_of_sender(std::string_view address, std::int64_t after,
                                                            int limit) = 0;
  virtual std::vector<MailSourceRow> mail_sources_of_person(PersonId person, std::int64_t after, int limit) = 0;
  virtual std::vector<MailIdRow> mail_ids(std::string_view message_id) = 0;
  // Of those that went to this person or came from him, oldest first of the newest.
  virtual std::vector<MailIdRow> mail_ids_between(TicketId ticket, PersonId person, int newest) = 0;
  virtual std::vector<TicketAddressRow> ticket_addresses(TicketId ticket) = 0;
  virtual std::optional<MailAddressRow> mail_address(std::string_view address) = 0;
  // How far a follower of the log has read; nullopt: it never did.
  virtual std::optional<std::int64_t> follower_position(std::string_view name) = 0;
  // How many were counted under this key in the hours from `since` on (whole hours of the epoch).
  virtual std::int64_t mail_count(std::string_view scope, std::string_view key, std::int64_t since_hour) = 0;
  // PEOPLE AT WORK. What a roster is made of; the mark is another one after each change of any of it.
  virtual std::vector<AgentRow> agents() = 0;
  virtual std::optional<AgentRow> agent(PersonId person) = 0;
  virtual std::vector<RotaRow> rotas() = 0;
  virtual std::vector<DutyExceptionRow> duty_exceptions(Instant ending_after) = 0;
  virtual std::vector<DutyExceptionRow> duty_exceptions_of(PersonId person, Instant ending_after) = 0;
  virtual std::optional<DutyExceptionRow> duty_exception(std::int64_t id) = 0;
  virtual std::int64_t duty_mark() = 0;
  // How many open requests somebody has.
  virtual std::int64_t open_requests_of(PersonId person) = 0;
  // Who of the staff is in which group.
  virtual std::vector<StaffGroup> staff_groups() = 0;
  // What hangs in the air; of one program, or of all where it is zero.
  virtual std::vector<AttentionRow> attention_of(TicketId ticket) = 0;
  virtual std::vector<AttentionRow> attention(std::string_view kind, ProgramId program, int limit) = 0;
  // Open ones that fall due before that moment, soonest first; for boards of the staff.
  virtual std::vector<TicketRow> tickets_due_by(Instant before, ProgramId program, int limit) = 0;
  // CUSTOMERS. Zero: nobody has that domain.
  virtual OrganizationId organization_of_domain(std::string_view domain) = 0;
  virtual std::vector<OrganizationRow> organizations_below(OrganizationId parent) = 0;
  virtual std::vector<ContractRow> contracts_of(OrganizationId organization) = 0;
  virtual bool keeps_contracts(ProgramId program) = 0;  // anybody's
  virtual std::optional<ContractRow> contract(std::int64_t id) = 0;
  virtual PersonId person_of_phone(std::string_view number) = 0;  // zero: nobody's
  virtual std::vector<std::string> phones_of(PersonId person) = 0;
  // Those who are contacts now.
  // Whose time is not over at that moment: also who is to be one, `since` a moment that lies ahead.
  virtual std::vector<NamedContactRow> named_contacts(OrganizationId organization, ProgramId program, Instant at) = 0;
  virtual std::vector<AssetRow> assets_of(OrganizationId organization) = 0;
  virtual std::optional<AssetRow> asset(std::int64_t id) = 0;
  // What moved on one of its balances, oldest first: each a movement as JSON (core/entitlements/ledgers).
  virtual std::vector<std::string> ledger_movements(OrganizationId organization, ProgramId program,
                                                    std::string_view ledger) = 0;
  // Whether another request of that customer, or that asker, is not solved and has an owner; zero is nobody.
  virtual bool another_in_work(TicketId but, OrganizationId organization, PersonId requester) = 0;
  // How many of its requests are not solved; more than `at_most` are told as `at_most`.
  virtual std::int64_t open_requests_of(OrganizationId organization, int at_most) = 0;
};

class Transaction : public Reader {
 public:
  virtual Instant now() = 0;                                   // the desk clock, read once a batch
  virtual std::int64_t next_id(std::string_view counter) = 0;  // from 1

  virtual void insert(const TicketRow& row) = 0;
  virtual void update(const TicketRow& row) = 0;
  // Fills position and chain. The row's version must follow the subject's newest.
  virtual LogRow append(LogRow row) = 0;
  virtual MessageRow insert(MessageRow row) = 0;  // fills digest
  virtual void insert(const ParticipantRow& row) = 0;
  virtual void put(const ClockRow& row) = 0;   // inserts or replaces the cycle
  virtual void put(const PersonRow& row) = 0;  // `duplicate` where the address is taken: checked by the use case
  virtual void put(const OrganizationRow& row) = 0;
  virtual void put(const GroupRow& row) = 0;
  virtual void put(const ProgramRow& row) = 0;
  virtual void insert(const ProgramVersionRow& row) = 0;
  virtual void put(const EnactmentRow& row) = 0;
  virtual void put(const AgentRow& row) = 0;
  virtual void put(const RotaRow& row) = 0;
  virtual void put(const DutyExceptionRow& row) = 0;
  virtual void remove_duty_exception(std::int64_t id) = 0;
  // Those that a calendar brought and that are not over.
  virtual void remove_duty_exceptions_from(PersonId person, std::string_view source, Instant ending_after) = 0;
  virtual void change_duty_mark() = 0;
  // Open requests of that person and those groups are looked at again at once.
  virtual void wake_open_requests(PersonId person, std::span<const std::int64_t> groups, Instant at) = 0;
  virtual void put_attention(TicketId ticket,
                             std::span<const AttentionRow> rows) = 0;  // in the place of those before
  virtual void put(const ContractRow& row) = 0;
  virtual void put(const NamedContactRow& row) = 0;
  virtual void put(const AssetRow& row) = 0;
  virtual void append_movement(OrganizationId organization, ProgramId program, std::string_view ledger,
                               std::string_view movement) = 0;
  // Unsolved requests of a customer, or of one of his people, are looked at again at once.
  virtual void wake_requests_of(OrganizationId organization, Instant at) = 0;
  virtual void wake_requests_of(PersonId requester, Instant at) = 0;
  virtual void put_phones(PersonId person, std::span<const std::string> numbers) = 0;  // in the place of those before
  virtual void put(const SessionRow& row) = 0;
  virtual void remove_session(std::string_view token_hash) = 0;
  virtual void remove_sessions_of(PersonId person) = 0;
  virtual void put(const TokenRow& row) = 0;
  virtual void enqueue(const OutboxRow& row) = 0;  // a stable_id known already changes nothing
  // How an attempt went: attempts, ready_at, done_at, last_error and payload of the row.
  virtual void settle(const OutboxRow& row) = 0;
  virtual void insert(const AttachmentRow& row) = 0;
  virtual void erase_attachments(MessageId message) = 0;  // name and bytes; size, type and when stay
  virtual void erase_attachment(AttachmentId id) = 0;
  virtual void put(const UploadRow& row) = 0;
  virtual void remove_upload(std::string_view token_hash) = 0;
  virtual void remove_uploads_before(Instant at) = 0;
  virtual void put(const MailSourceRow& row) = 0;     // inserts, or replaces what became of it
  virtual void insert(const MailIdRow& row) = 0;      // one known already changes nothing
  virtual void put(const TicketAddressRow& row) = 0;  // keeps `given` once it is set
  virtual void put(const MailAddressRow& row) = 0;
  virtual void count_mail(std::string_view scope, std::string_view key, std::int64_t hour) = 0;
  virtual void forget_mail_counts(std::int64_t before_hour) = 0;
  virtual void put_follower(std::string_view name, std::int64_t position) = 0;
  virtual void forget_addresses_of(PersonId person) = 0;  // erasure: of his requests' notices
  virtual void forget_mail_ids_of(PersonId person) = 0;   // erasure: of what he wrote
  virtual void forget_mail_address(std::string_view address) = 0;
  // A mail read again: what stands outside the digest. The body is the log's.
  virtual void mend_message(MessageId id, std::string_view html, std::string_view folded) = 0;
  virtual void erase_message(MessageId id, Instant at, PersonId by, std::string_view why) = 0;
  virtual void insert(const ErasureRow& row) = 0;
};

// What a command answered, kept under its key for 14 days and given again when the key comes again.
struct Answer {
  int status = 200;
  std::string body;  // JSON text
};

struct Command {
  std::string key;          // idempotency key; empty: never remembered
  std::string fingerprint;  // of the content; the same key with another fingerprint is `key_reused`
  std::function<Result<Answer>(Transaction&)> run;  // may run twice; an error rolls back its savepoint
};

struct Done {
  Result<Answer> answer;
  bool replayed = false;  // a stored answer was given again
};

class Store {
 public:
  virtual ~Store() = default;
  // One batch: BEGIN IMMEDIATE, desk clock, each command in its savepoint, COMMIT; then the answers. On a failed commit
  // every answer is `storage`. Called from one thread at a time.
  virtual std::vector<Done> run(std::span<Command> commands) = 0;
  // A short read transaction; from any thread. `storage` where the disk fails: what the body got is then void.
  virtual Outcome read(const std::function<void(Reader&)>& body) = 0;
};

// Where the desk's clock comes from.
class TimeSource {
 public:
  virtual ~TimeSource() = default;
  virtual Instant now() = 0;
};

// Randomness for tokens and salts; seeded in tests.
class Dice {
 public:
  virtual ~Dice() = default;
  virtual std::string bytes(std::size_t count) = 0;
};

}  // namespace yakusoku::ports
