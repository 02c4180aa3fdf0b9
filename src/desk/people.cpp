#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.hpp"
#include "base/zones.hpp"
#include "desk/attaching.hpp"
#include "desk/mail_parts.hpp"
#include "desk/permits.hpp"

namespace yakusoku::desk {
namespace {

constexpr std::size_t most_person_name = 200;
constexpr Duration session_life = hours(12);
constexpr Duration most_away = days(366);
constexpr int most_parents = 100;
constexpr std::size_t most_facts = 50;

bool looks_like_address(std::string_view text) {
  const std::size_t at = text.find('@');
  return at != std::string_view::npos && at > 0 && at + 1 < text.size() && text.size() <= 254 &&
         text.find_first_of(" \t\r\n<>,;\"") == std::string_view::npos &&
         text.find('@', at + 1) == std::string_view::npos;
}

Outcome fits(Reader& reader, const ports::PersonRow& row) {
  if (row.name.empty()) return fail(ErrorCode::required, "name");
  if (row.name.size() > most_person_name) return fail(ErrorCode::too_large, "name");
  if (!looks_like_address(row.email))
    return fail(ErrorCode::invalid, "email", "an address such as hanako@example.com");
  if (!row.zone.empty() && !zones::exists(row.zone)) return fail(ErrorCode::unknown_zone, "time_zone", row.zone);
  if (row.organization && !reader.organization(row.organization))
    return fail(ErrorCode::unknown_value, "organization_id");
  const auto other = reader.person_by_address(row.email);
  if (other && other->id != row.id) return fail(ErrorCode::duplicate, "email", row.email);
  return {};
}

}  // namespace

Result<Answer> create_person(Transaction& transaction, const Caller& caller, const NewPerson& input) {
  const bool own_organization = caller.role == ports::Role::customer_admin && input.role == ports::Role::customer &&
                                input.organization == caller.organization;
  const bool agents_customer =
      caller.staff() && caller.role != ports::Role::light_agent && !ports::is_staff(input.role);
  if (!own_organization && !agents_customer) TRY_OUTCOME(administers(caller));
  ports::PersonRow row;
  row.name = input.name;
  row.email = ascii_lower(input.email);
  row.role = input.role;
  row.organization = input.organization;
  row.language = input.language;
  row.zone = input.zone;
  row.password = input.password;
  row.groups = input.groups;
  row.created_at = row.updated_at = transaction.now();
  TRY_OUTCOME(fits(transaction, row));
  row.id = PersonId{transaction.next_id("person")};
  transaction.put(row);
  if (ports::is_staff(row.role)) transaction.change_duty_mark();
  return answer_of("person", row.id.value,
                   record_change(transaction, caller, ports::Subject::person, row.id.value, "create", {"role"}));
}

Result<Answer> update_person(Transaction& transaction, const Caller& caller, const ports::PersonRow& wanted) {
  const auto present = transaction.person(wanted.id);
  if (!present) return fail(ErrorCode::not_found, "user");
  ports::PersonRow row = wanted;
  row.email = ascii_lower(row.email);
  row.created_at = present->created_at;
  row.updated_at = transaction.now();
  const bool self = caller.person == row.id;
  const bool administrates = caller.is_desk || caller.role == ports::Role::admin;
  if (!administrates) {
    if (!self) return fail(ErrorCode::not_allowed);
    // What decides about rights is not one's own to change.
    if (row.role != present->role) return fail(ErrorCode::not_allowed, "role");
    if (row.organization != present->organization) return fail(ErrorCode::not_allowed, "organization_id");
    if (row.email != present->email) return fail(ErrorCode::not_allowed, "email");
    if (row.groups != present->groups || row.suspended != present->suspended) return fail(ErrorCode::not_allowed);
  }
  TRY_OUTCOME(fits(transaction, row));
  std::vector<std::string> fields;
  const auto differs = [&](const char* name, bool changed) {
    if (changed) fields.emplace_back(name);
  };
  differs("name", row.name != present->name);
  differs("email", row.email != present->email);
  differs("role", row.role != present->role);
  differs("organization", row.organization != present->organization);
  differs("language", row.language != present->language);
  differs("zone", row.zone != present->zone);
  differs("password", row.password != present->password);
  differs("suspended", row.suspended != present->suspended);
  transaction.put(row);
  const bool works_otherwise =
      row.groups != present->groups || row.role != present->role || row.suspended != present->suspended;
  if (works_otherwise && (ports::is_staff(row.role) || ports::is_staff(present->role)))
    look_again(transaction, row, present->groups);
  // Rights that were taken away, or a password that was changed, end what was begun under them.
  if (row.password != present->password || row.suspended || row.role != present->role)
    transaction.remove_sessions_of(row.id);
  return answer_of("person", row.id.value,
                   record_change(transaction, caller, ports::Subject::person, row.id.value, "update", fields));
}

Result<Answer> set_away(Transaction& transaction, const Caller& caller, PersonId id, Instant until) {
  auto row = transaction.person(id);
  const bool own_people = caller.role == ports::Role::customer_admin && caller.organization && row &&
                          row->organization == caller.organization;
  const bool staff = caller.is_desk || (caller.staff() && caller.role != ports::Role::light_agent);
  if (!row || (!staff && !own_people && caller.person != id)) return fail(ErrorCode::not_found, "user");
  if (ports::is_staff(row->role))
    return fail(ErrorCode::unknown_value, "user", "absences of staff stand in the rotas");
  if (until - transaction.now() > most_away) return fail(ErrorCode::limit, "until", "at most a year ahead");
  row->away_until = until;
  row->updated_at = transaction.now();
  transaction.put(*row);
  transaction.wake_requests_of(id, transaction.now());
  return answer_of("person", id.value,
                   record_change(transaction, caller, ports::Subject::person, id.value, "away", {"away_until"}));
}

namespace {

// Facts that the row keeps itself are not said twice.
Outcome facts_fit(const Json& facts) {
  static constexpr std::array own{"id", "zone", "country", "language", "domain", "parent", "open_requests"};
  if (!facts.is_object()) return fail(ErrorCode::invalid, "facts", "an object is expected");
  if (facts.members().size() > most_facts) return fail(ErrorCode::too_many, "facts");
  for (const auto& [name, value] : facts.members()) {
    const bool short_word = value.is_string() && value.string().size() <= most_person_name;
    if (std::ranges::find(own, name) != own.end() || (!short_word && !value.is_integer()))
      return fail(ErrorCode::invalid, "facts", name);
  }
  return {};
}

// One is above another only where no one is above himself.
Outcome parent_fits(Reader& reader, const ports::OrganizationRow& row) {
  OrganizationId above = row.parent;
  for (int steps = 0; above; ++steps) {
    const auto parent = reader.organization(above);
    if (!parent) return fail(ErrorCode::unknown_value, "parent_id");
    if (above == row.id || steps == most_parents) return fail(ErrorCode::invalid, "parent_id", "it is above itself");
    above = parent->parent;
  }
  return {};
}

Outcome fits(Reader& reader, const ports::OrganizationRow& row) {
  if (row.name.empty()) return fail(ErrorCode::required, "name");
  if (row.name.size() > most_person_name) return fail(ErrorCode::too_large, "name");
  if (!row.zone.empty() && !zones::exists(row.zone)) return fail(ErrorCode::unknown_zone, "time_zone", row.zone);
  TRY_OUTCOME(facts_fit(row.facts));
  TRY_OUTCOME(parent_fits(reader, row));
  const auto other = reader.organization_by_name(row.name);
  if (other && other->id != row.id) return fail(ErrorCode::duplicate, "name", row.name);
  return {};
}

}  // namespace

Result<Answer> create_organization(Transaction& transaction, const Caller& caller,
                                   const ports::OrganizationRow& wanted) {
  if (!caller.staff() || caller.role == ports::Role::light_agent) return fail(ErrorCode::not_allowed);
  ports::OrganizationRow row = wanted;
  row.id = OrganizationId{};
  row.created_at = row.updated_at = transaction.now();
  TRY_OUTCOME(fits(transaction, row));
  row.id = OrganizationId{transaction.next_id("organization")};
  transaction.put(row);
  return answer_of("organization", row.id.value,
                   record_change(transaction, caller, ports::Subject::organization, row.id.value, "create", {}));
}

Result<Answer> update_organization(Transaction& transaction, const Caller& caller,
                                   const ports::OrganizationRow& wanted) {
  if (!caller.staff() || caller.role == ports::Role::light_agent) return fail(ErrorCode::not_allowed);
  const auto present = transaction.organization(wanted.id);
  if (!present) return fail(ErrorCode::not_found, "organization");
  ports::OrganizationRow row = wanted;
  row.created_at = present->created_at;
  row.updated_at = transaction.now();
  TRY_OUTCOME(fits(transaction, row));
  transaction.put(row);
  return answer_of("organization", row.id.value,
                   record_change(transaction, caller, ports::Subject::organization, row.id.value, "update", {}));
}

Result<Answer> start_session(Transaction& transaction, PersonId person, std::string token_hash, std::string csrf) {
  const auto row = transaction.person(person);
  if (!row || row->suspended) return fail(ErrorCode::wrong_password);
  const Instant now = transaction.now();
  transaction.put(ports::SessionRow{std::move(token_hash), person, std::move(csrf), now, now, now + session_life});
  return answer_of("person", person.value, 0);
}

Result<Answer> end_session(Transaction& transaction, std::string token_hash) {
  transaction.remove_session(token_hash);
  return answer_of("person", 0, 0);
}

Result<Answer> create_token(Transaction& transaction, const Caller& caller, PersonId person, std::string token_hash) {
  if (caller.person != person) TRY_OUTCOME(administers(caller));
  if (!transaction.person(person)) return fail(ErrorCode::not_found, "user");
  transaction.put(ports::TokenRow{std::move(token_hash), person, transaction.now()});
  return answer_of("person", person.value,
                   record_change(transaction, caller, ports::Subject::person, person.value, "token", {}));
}

Result<Answer> erase_person(Transaction& transaction, const Caller& caller, PersonId id, std::string why) {
  TRY_OUTCOME(administers(caller));
  if (why.empty()) return fail(ErrorCode::required, "why");
  auto person = transaction.person(id);
  if (!person) return fail(ErrorCode::not_found, "user");
  const Instant now = transaction.now();
  constexpr int slice = 100;
  std::int64_t before = std::numeric_limits<std::int64_t>::max();
  for (;;) {
    const auto rows = transaction.requests_of(ports::Viewer::desk(), id, before, slice);
    for (ports::TicketRow row : rows) {
      before = std::min(before, row.id.value);
      for (const ports::MessageRow& message : transaction.messages(ports::Viewer::desk(), row.id))
        if (message.author == id && message.erased_at == far_future) {
          transaction.erase_message(message.id, now, caller.person, why);
          erase_files(transaction, row.id, message.id);
          erase_mail_source(transaction, message.source);
        }
      row.subject = "—";
      transaction.update(row);
    }
    if (rows.size() < static_cast<std::size_t>(slice)) break;
  }
  transaction.put_phones(id, {});
  // What he wrote on others' requests, too.
  for (MessageId after{};;) {
    const auto messages = transaction.messages_of_author(id, after, slice);
    for (const ports::MessageRow& message : messages) {
      after = message.id;
      if (message.erased_at != far_future) continue;
      transaction.erase_message(message.id, now, caller.person, why);
      erase_files(transaction, message.ticket, message.id);
      erase_mail_source(transaction, message.source);
    }
    if (messages.size() < static_cast<std::size_t>(slice)) break;
  }
  erase_mail_of(transaction, *person);
  person->name = "—";
  person->email = fmt::format("erased-{}@invalid", id.value);
  person->password.clear();
  person->suspended = true;
  person->updated_at = now;
  transaction.put(*person);
  transaction.remove_sessions_of(id);
  transaction.insert(ports::ErasureRow{transaction.next_id("erasure"), now, caller.person, "person", id.value,
                                       "words, name, address"});
  return answer_of("person", id.value,
                   record_change(transaction, caller, ports::Subject::person, id.value, "erase", {}));
}

Result<Answer> redact_message(Transaction& transaction, const Caller& caller, TicketId ticket, MessageId message,
                              std::string why) {
  if (!caller.staff() || caller.role == ports::Role::light_agent) return fail(ErrorCode::not_allowed);
  if (why.empty()) return fail(ErrorCode::required, "why");
  for (const ports::MessageRow& each : transaction.messages(caller.viewer(), ticket)) {
    if (each.id != message) continue;
    transaction.erase_message(message, transaction.now(), caller.person, why);
    erase_files(transaction, ticket, message);
    erase_mail_source(transaction, each.source);
    transaction.insert(ports::ErasureRow{transaction.next_id("erasure"), transaction.now(), caller.person, "message",
                                         message.value, "words"});
    return answer_of("ticket", ticket.value, 0);
  }
  return fail(ErrorCode::not_found, "comment");
}

}  // namespace yakusoku::desk
