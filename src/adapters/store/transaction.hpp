#pragma once

// The writes of ports::Transaction inside the running batch. Position, chain and counters live in a BatchState that is
// copied at each savepoint and put back when a command is undone; the store writes it out before the commit.

#include <map>
#include <string>

#include "adapters/store/queries.hpp"

namespace yakusoku::store {

struct BatchState {
  std::int64_t head = 0;
  std::string chain;  // the link of the record at head
  std::map<std::string, std::int64_t, std::less<>>
      counters;  // what next_id gives next, of the kinds asked for so far
};

class BatchTransaction final : public Reading<ports::Transaction> {
 public:
  BatchTransaction(Connection& connection, Instant now, ports::Dice& dice, BatchState& state)
      : Reading(connection), now_(now), dice_(dice), state_(state) {}

  std::int64_t head() override { return state_.head; }
  Instant clock_at() override { return now_; }
  Instant now() override { return now_; }
  std::int64_t next_id(std::string_view counter) override;

  void insert(const ports::TicketRow& row) override;
  void update(const ports::TicketRow& row) override;
  ports::LogRow append(ports::LogRow row) override;
  ports::MessageRow insert(ports::MessageRow row) override;
  void insert(const ports::ParticipantRow& row) override;
  void put(const ports::ClockRow& row) override;
  void put(const ports::PersonRow& row) override;
  void put(const ports::OrganizationRow& row) override;
  void put(const ports::GroupRow& row) override;
  void put(const ports::ProgramRow& row) override;
  void insert(const ports::ProgramVersionRow& row) override;
  void put(const ports::EnactmentRow& row) override;
  void put(const ports::AgentRow& row) override;
  void put(const ports::RotaRow& row) override;
  void put(const ports::DutyExceptionRow& row) override;
  void remove_duty_exception(std::int64_t id) override;
  void remove_duty_exceptions_from(PersonId person, std::string_view source, Instant ending_after) override;
  void change_duty_mark() override;
  void wake_open_requests(PersonId person, std::span<const std::int64_t> groups, Instant at) override;
  void put_attention(TicketId ticket, std::span<const ports::AttentionRow> rows) override;
  void put(const ports::ContractRow& row) override;
  void put(const ports::NamedContactRow& row) override;
  void put(const ports::AssetRow& row) override;
  void append_movement(OrganizationId organization, ProgramId program, std::string_view ledger,
                       std::string_view movement) override;
  void wake_requests_of(OrganizationId organization, Instant at) override;
  void wake_requests_of(PersonId requester, Instant at) override;
  void put_phones(PersonId person, std::span<const std::string> numbers) override;
  void put(const ports::SessionRow& row) override;
  void remove_session(std::string_view token_hash) override;
  void remove_sessions_of(PersonId person) override;
  void put(const ports::TokenRow& row) override;
  void enqueue(const ports::OutboxRow& row) override;
  void settle(const ports::OutboxRow& row) override;
  void insert(const ports::AttachmentRow& row) override;
  void erase_attachments(MessageId message) override;
  void erase_attachment(AttachmentId id) override;
  void put(const ports::UploadRow& row) override;
  void remove_upload(std::string_view token_hash) override;
  void remove_uploads_before(Instant at) override;
  void put(const ports::MailSourceRow& row) override;
  void insert(const ports::MailIdRow& row) override;
  void put(const ports::TicketAddressRow& row) override;
  void put(const ports::MailAddressRow& row) override;
  void count_mail(std::string_view scope, std::string_view key, std::int64_t hour) override;
  void forget_mail_counts(std::int64_t before_hour) override;
  void put_follower(std::string_view name, std::int64_t position) override;
  void forget_addresses_of(PersonId person) override;
  void forget_mail_ids_of(PersonId person) override;
  void forget_mail_address(std::string_view address) override;
  void mend_message(MessageId id, std::string_view html, std::string_view folded) override;
  void erase_message(MessageId id, Instant at, PersonId by, std::string_view why) override;
  void insert(const ports::ErasureRow& row) override;

 private:
  Instant now_;
  ports::Dice& dice_;
  BatchState& state_;
};

}  // namespace yakusoku::store
