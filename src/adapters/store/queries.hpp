#pragma once

// The reads of ports/store.hpp over one connection; Reader and Transaction both answer by them.

#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/store/database.hpp"
#include "ports/store.hpp"

namespace yakusoku::store {

class Queries {
 public:
  explicit Queries(Connection& connection) : connection_(connection) {}

  std::optional<ports::TicketRow> ticket(const ports::Viewer& viewer, TicketId id);
  std::vector<ports::TicketRow> tickets(const ports::Viewer& viewer, std::span<const TicketId> ids);
  std::vector<ports::TicketRow> queue(const ports::Viewer& viewer, const ports::QueueQuery& query);
  std::int64_t count(const ports::Viewer& viewer, const ports::QueueQuery& query, std::int64_t at_most);
  std::vector<ports::TicketRow> requests_of(const ports::Viewer& viewer, PersonId person, std::int64_t before_id,
                                            int limit);
  std::vector<ports::TicketRow> requests_of_organization(const ports::Viewer& viewer, OrganizationId organization,
                                                         std::int64_t before_id, int limit);
  std::vector<ports::TicketRow> tickets_after(const ports::Viewer& viewer, TicketId after, int limit);
  std::vector<ports::TicketRow> tickets_changed_since(const ports::Viewer& viewer, std::int64_t position, int limit);
  std::vector<ports::MessageRow> messages(const ports::Viewer& viewer, TicketId ticket);
  std::optional<ports::MessageRow> message(MessageId id);
  MessageId newest_message(TicketId ticket);
  std::vector<ports::MessageRow> messages_of_author(PersonId author, MessageId after, int limit);
  std::vector<ports::ParticipantRow> participants(const ports::Viewer& viewer, TicketId ticket);
  std::vector<ports::ClockRow> clocks(const ports::Viewer& viewer, TicketId ticket);
  std::vector<ports::LogRow> log_of(ports::Subject subject, std::int64_t id);
  std::vector<ports::LogRow> log_after(std::int64_t position, int limit);
  void ticket_acts(TicketId first, TicketId last, std::int64_t head,
                   const std::function<void(const ports::TicketAct&)>& each);
  TicketId newest_ticket();
  std::int64_t head();
  Instant clock_at();

  std::optional<ports::PersonRow> person(PersonId id);
  std::optional<ports::PersonRow> person_by_address(std::string_view address);
  std::vector<ports::PersonRow> people(const ports::PersonQuery& query);
  std::vector<ports::PersonRow> staff(PersonId after, int limit);
  std::optional<ports::OrganizationRow> organization(OrganizationId id);
  std::vector<ports::OrganizationRow> organizations(std::int64_t after, int limit);
  std::optional<ports::OrganizationRow> organization_by_name(std::string_view name);
  std::vector<ports::GroupRow> groups();
  std::vector<ports::ProgramRow> programs();
  std::optional<ports::ProgramVersionRow> program_version(std::string_view hash);
  std::vector<ports::ProgramVersionRow> program_versions(ProgramId program);
  std::vector<ports::EnactmentRow> enactments(ProgramId program);
  std::vector<ports::EnactmentRow> unfinished_enactments();
  std::string enactments_mark();
  std::vector<ports::TicketRow> unclosed_tickets(ProgramId program, TicketId after, int limit);
  std::optional<ports::SessionRow> session(std::string_view token_hash);
  std::optional<ports::TokenRow> token(std::string_view hash);
  std::vector<std::pair<TicketId, Instant>> due_wakes(Instant before, int limit);
  std::optional<Instant> earliest_wake();
  std::vector<ports::OutboxRow> outbox(std::int64_t after, int limit);

  // mail_queries.cpp
  std::vector<ports::OutboxRow> outbox_ready(std::string_view channel, Instant by, int limit);
  std::optional<ports::OutboxRow> outbox_by_stable_id(std::string_view stable_id);
  std::vector<ports::AttachmentRow> attachments(TicketId ticket);
  std::optional<ports::AttachmentRow> attachment(AttachmentId id);
  std::optional<ports::UploadRow> upload(std::string_view token_hash);
  bool blob_is_used(std::string_view hash);
  std::optional<ports::MailSourceRow> mail_source(std::int64_t id);
  std::optional<ports::MailSourceRow> mail_source_by_arrival(std::string_view arrival);
  std::vector<ports::MailSourceRow> mail_sources(ports::MailOutcome outcome, std::int64_t after, int limit);
  std::vector<ports::MailSourceRow> mail_sources_after(std::int64_t after, int limit);
  std::vector<ports::MailSourceRow> mail_sources_of_blob(std::string_view hash);
  std::vector<ports::MailSourceRow> mail_sources_of_person(PersonId person, std::int64_t after, int limit);
  std::optional<std::int64_t> follower_position(std::string_view name);
  std::vector<ports::MailIdRow> mail_ids(std::string_view message_id);
  std::vector<ports::MailIdRow> mail_ids_between(TicketId ticket, PersonId person, int newest);
  std::vector<ports::MailSourceRow> mail_sources_of_sender(std::string_view address, std::int64_t after, int limit);
  std::vector<ports::TicketAddressRow> ticket_addresses(TicketId ticket);
  std::optional<ports::MailAddressRow> mail_address(std::string_view address);
  std::int64_t mail_count(std::string_view scope, std::string_view key, std::int64_t since_hour);

  // duty_queries.cpp
  std::vector<ports::AgentRow> agents();
  std::optional<ports::AgentRow> agent(PersonId person);
  std::vector<ports::RotaRow> rotas();
  std::vector<ports::DutyExceptionRow> duty_exceptions(Instant ending_after);
  std::vector<ports::DutyExceptionRow> duty_exceptions_of(PersonId person, Instant ending_after);
  std::optional<ports::DutyExceptionRow> duty_exception(std::int64_t id);
  std::int64_t duty_mark();
  std::int64_t open_requests_of(PersonId person);
  std::vector<ports::StaffGroup> staff_groups();
  std::vector<ports::AttentionRow> attention_of(TicketId ticket);
  std::vector<ports::AttentionRow> attention(std::string_view kind, ProgramId program, int limit);
  std::vector<ports::TicketRow> tickets_due_by(Instant before, ProgramId program, int limit);
  PersonId person_of_phone(std::string_view number);
  std::vector<std::string> phones_of(PersonId person);
  OrganizationId organization_of_domain(std::string_view domain);
  std::vector<ports::OrganizationRow> organizations_below(OrganizationId parent);
  std::vector<ports::ContractRow> contracts_of(OrganizationId organization);
  bool keeps_contracts(ProgramId program);
  std::optional<ports::ContractRow> contract(std::int64_t id);
  std::vector<ports::NamedContactRow> named_contacts(OrganizationId organization, ProgramId program, Instant at);
  std::vector<ports::AssetRow> assets_of(OrganizationId organization);
  std::optional<ports::AssetRow> asset(std::int64_t id);
  std::vector<std::string> ledger_movements(OrganizationId organization, ProgramId program, std::string_view ledger);
  std::int64_t open_requests_of(OrganizationId organization, int at_most);
  bool another_in_work(TicketId but, OrganizationId organization, PersonId requester);

 private:
  void add_groups(std::vector<ports::PersonRow>& people);

  Connection& connection_;
};

// Base is ports::Reader or ports::Transaction.
template <class Base>
class Reading : public Base {
 public:
  explicit Reading(Connection& connection) : connection_(connection), queries_(connection) {}

  using Viewer = ports::Viewer;
  std::optional<ports::TicketRow> ticket(const Viewer& viewer, TicketId id) final {
    return queries_.ticket(viewer, id);
  }
  std::vector<ports::TicketRow> tickets(const Viewer& viewer, std::span<const TicketId> ids) final {
    return queries_.tickets(viewer, ids);
  }
  std::vector<ports::TicketRow> queue(const Viewer& viewer, const ports::QueueQuery& query) final {
    return queries_.queue(viewer, query);
  }
  std::int64_t count(const Viewer& viewer, const ports::QueueQuery& query, std::int64_t at_most) final {
    return queries_.count(viewer, query, at_most);
  }
  std::vector<ports::TicketRow> requests_of(const Viewer& viewer, PersonId person, std::int64_t before_id,
                                            int limit) final {
    return queries_.requests_of(viewer, person, before_id, limit);
  }
  std::vector<ports::TicketRow> requests_of_organization(const Viewer& viewer, OrganizationId organization,
                                                         std::int64_t before_id, int limit) final {
    return queries_.requests_of_organization(viewer, organization, before_id, limit);
  }
  std::vector<ports::TicketRow> tickets_after(const Viewer& viewer, TicketId after, int limit) final {
    return queries_.tickets_after(viewer, after, limit);
  }
  std::vector<ports::TicketRow> tickets_changed_since(const Viewer& viewer, std::int64_t position, int limit) final {
    return queries_.tickets_changed_since(viewer, position, limit);
  }
  std::vector<ports::MessageRow> messages(const Viewer& viewer, TicketId id) final {
    return queries_.messages(viewer, id);
  }
  std::optional<ports::MessageRow> message(MessageId id) final { return queries_.message(id); }
  MessageId newest_message(TicketId ticket) final { return queries_.newest_message(ticket); }
  std::vector<ports::MessageRow> messages_of_author(PersonId author, MessageId after, int limit) final {
    return queries_.messages_of_author(author, after, limit);
  }
  std::vector<ports::ParticipantRow> participants(const Viewer& viewer, TicketId id) final {
    return queries_.participants(viewer, id);
  }
  std::vector<ports::ClockRow> clocks(const Viewer& viewer, TicketId id) final { return queries_.clocks(viewer, id); }
  std::vector<ports::LogRow> log_of(ports::Subject subject, std::int64_t id) final {
    return queries_.log_of(subject, id);
  }
  std::vector<ports::LogRow> log_after(std::int64_t position, int limit) final {
    return queries_.log_after(position, limit);
  }
  void ticket_acts(TicketId first, TicketId last, std::int64_t head,
                   const std::function<void(const ports::TicketAct&)>& each) final {
    queries_.ticket_acts(first, last, head, each);
  }
  TicketId newest_ticket() final { return queries_.newest_ticket(); }

  std::optional<ports::PersonRow> person(PersonId id) final { return queries_.person(id); }
  std::optional<ports::PersonRow> person_by_address(std::string_view address) final {
    return queries_.person_by_address(address);
  }
  std::vector<ports::PersonRow> people(const ports::PersonQuery& query) final { return queries_.people(query); }
  std::vector<ports::PersonRow> staff(PersonId after, int limit) final { return queries_.staff(after, limit); }
  std::optional<ports::OrganizationRow> organization(OrganizationId id) final { return queries_.organization(id); }
  std::vector<ports::OrganizationRow> organizations(std::int64_t after, int limit) final {
    return queries_.organizations(after, limit);
  }
  std::optional<ports::OrganizationRow> organization_by_name(std::string_view name) final {
    return queries_.organization_by_name(name);
  }
  std::vector<ports::GroupRow> groups() final { return queries_.groups(); }
  std::vector<ports::ProgramRow> programs() final { return queries_.programs(); }
  std::optional<ports::ProgramVersionRow> program_version(std::string_view hash) final {
    return queries_.program_version(hash);
  }
  std::vector<ports::ProgramVersionRow> program_versions(ProgramId program) final {
    return queries_.program_versions(program);
  }
  std::vector<ports::EnactmentRow> enactments(ProgramId program) final { return queries_.enactments(program); }
  std::vector<ports::EnactmentRow> unfinished_enactments() final { return queries_.unfinished_enactments(); }
  std::string enactments_mark() final { return queries_.enactments_mark(); }
  std::vector<ports::TicketRow> unclosed_tickets(ProgramId program, TicketId after, int limit) final {
    return queries_.unclosed_tickets(program, after, limit);
  }
  std::optional<ports::SessionRow> session(std::string_view token_hash) final { return queries_.session(token_hash); }
  std::optional<ports::TokenRow> token(std::string_view hash) final { return queries_.token(hash); }
  std::vector<std::pair<TicketId, Instant>> due_wakes(Instant before, int limit) final {
    return queries_.due_wakes(before, limit);
  }
  std::optional<Instant> earliest_wake() final { return queries_.earliest_wake(); }
  std::vector<ports::OutboxRow> outbox(std::int64_t after, int limit) final { return queries_.outbox(after, limit); }
  std::vector<ports::OutboxRow> outbox_ready(std::string_view channel, Instant by, int limit) final {
    return queries_.outbox_ready(channel, by, limit);
  }
  std::optional<ports::OutboxRow> outbox_by_stable_id(std::string_view stable_id) final {
    return queries_.outbox_by_stable_id(stable_id);
  }
  std::vector<ports::AttachmentRow> attachments(TicketId ticket) final { return queries_.attachments(ticket); }
  std::optional<ports::AttachmentRow> attachment(AttachmentId id) final { return queries_.attachment(id); }
  std::optional<ports::UploadRow> upload(std::string_view token_hash) final { return queries_.upload(token_hash); }
  bool blob_is_used(std::string_view hash) final { return queries_.blob_is_used(hash); }
  std::optional<ports::MailSourceRow> mail_source(std::int64_t id) final { return queries_.mail_source(id); }
  std::optional<ports::MailSourceRow> mail_source_by_arrival(std::string_view arrival) final {
    return queries_.mail_source_by_arrival(arrival);
  }
  std::vector<ports::MailSourceRow> mail_sources(ports::MailOutcome outcome, std::int64_t after, int limit) final {
    return queries_.mail_sources(outcome, after, limit);
  }
  std::vector<ports::MailSourceRow> mail_sources_after(std::int64_t after, int limit) final {
    return queries_.mail_sources_after(after, limit);
  }
  std::vector<ports::MailSourceRow> mail_sources_of_blob(std::string_view hash) final {
    return queries_.mail_sources_of_blob(hash);
  }
  std::vector<ports::MailSourceRow> mail_sources_of_person(PersonId person, std::int64_t after, int limit) final {
    return queries_.mail_sources_of_person(person, after, limit);
  }
  std::optional<std::int64_t> follower_position(std::string_view name) final {
    return queries_.follower_position(name);
  }
  std::vector<ports::MailIdRow> mail_ids(std::string_view message_id) final { return queries_.mail_ids(message_id); }
  std::vector<ports::MailIdRow> mail_ids_between(TicketId ticket, PersonId person, int newest) final {
    return queries_.mail_ids_between(ticket, person, newest);
  }
  std::vector<ports::MailSourceRow> mail_sources_of_sender(std::string_view address, std::int64_t after,
                                                           int limit) final {
    return queries_.mail_sources_of_sender(address, after, limit);
  }
  std::vector<ports::TicketAddressRow> ticket_addresses(TicketId ticket) final {
    return queries_.ticket_addresses(ticket);
  }
  std::optional<ports::MailAddressRow> mail_address(std::string_view address) final {
    return queries_.mail_address(address);
  }
  std::int64_t mail_count(std::string_view scope, std::string_view key, std::int64_t since_hour) final {
    return queries_.mail_count(scope, key, since_hour);
  }
  std::vector<ports::AgentRow> agents() final { return queries_.agents(); }
  std::optional<ports::AgentRow> agent(PersonId person) final { return queries_.agent(person); }
  std::vector<ports::RotaRow> rotas() final { return queries_.rotas(); }
  std::vector<ports::DutyExceptionRow> duty_exceptions(Instant ending_after) final {
    return queries_.duty_exceptions(ending_after);
  }
  std::vector<ports::DutyExceptionRow> duty_exceptions_of(PersonId person, Instant ending_after) final {
    return queries_.duty_exceptions_of(person, ending_after);
  }
  std::optional<ports::DutyExceptionRow> duty_exception(std::int64_t id) final { return queries_.duty_exception(id); }
  std::int64_t duty_mark() final { return queries_.duty_mark(); }
  std::int64_t open_requests_of(PersonId person) final { return queries_.open_requests_of(person); }
  std::vector<ports::StaffGroup> staff_groups() final { return queries_.staff_groups(); }
  std::vector<ports::AttentionRow> attention_of(TicketId ticket) final { return queries_.attention_of(ticket); }
  std::vector<ports::AttentionRow> attention(std::string_view kind, ProgramId program, int limit) final {
    return queries_.attention(kind, program, limit);
  }
  std::vector<ports::TicketRow> tickets_due_by(Instant before, ProgramId program, int limit) final {
    return queries_.tickets_due_by(before, program, limit);
  }
  OrganizationId organization_of_domain(std::string_view domain) final {
    return queries_.organization_of_domain(domain);
  }
  std::vector<ports::OrganizationRow> organizations_below(OrganizationId parent) final {
    return queries_.organizations_below(parent);
  }
  bool keeps_contracts(ProgramId program) final { return queries_.keeps_contracts(program); }
  std::vector<ports::ContractRow> contracts_of(OrganizationId organization) final {
    return queries_.contracts_of(organization);
  }
  std::optional<ports::ContractRow> contract(std::int64_t id) final { return queries_.contract(id); }
  std::vector<ports::NamedContactRow> named_contacts(OrganizationId organization, ProgramId program,
                                                     Instant at) final {
    return queries_.named_contacts(organization, program, at);
  }
  std::vector<ports::AssetRow> assets_of(OrganizationId organization) final {
    return queries_.assets_of(organization);
  }
  std::optional<ports::AssetRow> asset(std::int64_t id) final { return queries_.asset(id); }
  std::vector<std::string> ledger_movements(OrganizationId organization, ProgramId program,
                                            std::string_view ledger) final {
    return queries_.ledger_movements(organization, program, ledger);
  }
  std::int64_t open_requests_of(OrganizationId organization, int at_most) final {
    return queries_.open_requests_of(organization, at_most);
  }
  bool another_in_work(TicketId but, OrganizationId organization, PersonId requester) final {
    return queries_.another_in_work(but, organization, requester);
  }
  PersonId person_of_phone(std::string_view number) final { return queries_.person_of_phone(number); }
  std::vector<std::string> phones_of(PersonId person) final { return queries_.phones_of(person); }

 protected:
  Connection& connection_;
  Queries queries_;
};

}  // namespace yakusoku::store
