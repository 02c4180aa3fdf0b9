// Writes of people at work, of what hangs in the air, and of what customers hold.

#include "adapters/store/statements.hpp"
#include "adapters/store/transaction.hpp"

namespace yakusoku::store {

using namespace ports;

namespace {

template <class Row>
std::string details_of(const Row& row) {
  return to_text(write_fields(row));
}

}  // namespace

void BatchTransaction::put(const AgentRow& row) {
  execute(connection_, "duty/put_agent", row.person, details_of(row));
}

void BatchTransaction::put(const RotaRow& row) {
  execute(connection_, "duty/put_rota", row.name, row.title, row.hours);
}

void BatchTransaction::put(const DutyExceptionRow& row) {
  execute(connection_, "duty/put_exception", row.id, row.person, row.from, row.to, row.away, row.kind, row.source);
}

void BatchTransaction::remove_duty_exception(std::int64_t id) { execute(connection_, "duty/remove_exception", id); }

void BatchTransaction::remove_duty_exceptions_from(PersonId person, std::string_view source, Instant ending_after) {
  execute(connection_, "duty/remove_exceptions_from", person, source, ending_after);
}

void BatchTransaction::change_duty_mark() { execute(connection_, "duty/next_mark"); }

void BatchTransaction::wake_open_requests(PersonId person, std::span<const std::int64_t> groups, Instant at) {
  if (person) execute(connection_, "duty/wake_of_person", person, at);
  for (const std::int64_t group : groups) execute(connection_, "duty/wake_of_group", group, at);
}

void BatchTransaction::put_attention(TicketId ticket, std::span<const AttentionRow> rows) {
  execute(connection_, "attention/remove", ticket);
  for (const AttentionRow& row : rows)
    execute(connection_, "attention/insert", ticket, row.kind, row.key, row.at, row.since);
}

void BatchTransaction::put(const ContractRow& row) {
  execute(connection_, "customers/put_contract", row.id, row.organization, row.program, details_of(row));
}

void BatchTransaction::put(const NamedContactRow& row) {
  execute(connection_, "customers/put_contact", row.id, row.organization, row.program, row.person, row.until,
          details_of(row));
}

void BatchTransaction::put(const AssetRow& row) {
  execute(connection_, "customers/put_asset", row.id, row.organization, details_of(row));
}

void BatchTransaction::append_movement(OrganizationId organization, ProgramId program, std::string_view ledger,
                                       std::string_view movement) {
  execute(connection_, "ledgers/append", organization, program, ledger, movement);
}

void BatchTransaction::wake_requests_of(OrganizationId organization, Instant at) {
  execute(connection_, "tickets/wake_of_organization", organization, at);
}

void BatchTransaction::wake_requests_of(PersonId requester, Instant at) {
  execute(connection_, "tickets/wake_of_requester", requester, at);
}

void BatchTransaction::put_phones(PersonId person, std::span<const std::string> numbers) {
  execute(connection_, "phones/forget", person);
  for (const std::string& number : numbers) execute(connection_, "phones/put", number, person);
}

}  // namespace yakusoku::store
