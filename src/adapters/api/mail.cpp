// Mail that waits for a person, in the shape of Zendesk's suspended tickets; what mail knows of a request's addresses; how
// it goes with the mailboxes.

#include "adapters/api/paging.hpp"

namespace yakusoku::api {
namespace {

using ports::MailOutcome;
using ports::MailSourceRow;

constexpr int most_shown = 1000;

// "not_a_participant:12" is a reason and the request that was named.
Json source_json(const MailSourceRow& row, const Call& call) {
  const std::string_view why = row.why;
  const std::size_t colon = why.find(':');
  const bool names_request = colon != std::string_view::npos && !why.starts_with("refused");
  Json about;
  if (names_request)
    about = Json(static_cast<std::int64_t>(std::strtoll(std::string(why.substr(colon + 1)).c_str(), nullptr, 10)));
  const std::string outcome(ports::mail_outcomes[static_cast<std::size_t>(row.outcome)]);
  return Json::object({{"id", row.id},
                       {"url", call.base + "/api/v2/suspended_tickets/" + std::to_string(row.id) + ".json"},
                       {"subject", row.subject},
                       {"author", Json::object({{"id", row.person ? Json(row.person.value) : Json()},
                                                {"email", row.sender},
                                                {"name", row.sender}})},
                       {"cause", std::string(names_request ? why.substr(0, colon) : why)},
                       {"outcome", outcome},
                       {"about_ticket_id", std::move(about)},
                       {"ticket_id", row.ticket ? Json(row.ticket.value) : Json()},
                       {"brand_id", row.program ? Json(row.program.value) : Json()},
                       {"recipient", row.mailbox},
                       {"created_at", to_iso(row.arrived_at)}});
}

// All that wait, oldest first: held ones, those at a wrong door, those that could not be read.
std::vector<MailSourceRow> waiting(ports::Reader& reader) {
  std::vector<MailSourceRow> rows;
  for (const MailOutcome outcome : {MailOutcome::held, MailOutcome::no_request, MailOutcome::failed})
    for (MailSourceRow& each : reader.mail_sources(outcome, 0, most_shown)) rows.push_back(std::move(each));
  std::ranges::sort(rows, {}, &MailSourceRow::id);
  return rows;
}

Result<MailSourceRow> source_of(access::Services& services, const Call& call) {
  const std::int64_t id = TRY(id_of(call));
  std::optional<MailSourceRow> row;
  TRY_OUTCOME(services.store.read([&](ports::Reader& reader) { row = reader.mail_source(id); }));
  if (!row) return fail(ErrorCode::not_found, "suspended_ticket");
  return *row;
}

Result<Json> one_json(access::Services& services, const Call& call) {
  const MailSourceRow row = TRY(source_of(services, call));
  Json json = source_json(row, call);
  if (services.mail.read && !row.blob.empty()) {
    const auto taken = services.mail.read(row);
    if (taken) {
      json.set("content", taken->mail.text);
      json.set("reply", taken->mail.reply);
      json.set("author", Json::object({{"id", row.person ? Json(row.person.value) : Json()},
                                       {"email", taken->mail.from.address},
                                       {"name", taken->mail.from.name}}));
      Json notes = Json::array();
      for (const std::string& each : taken->mail.notes) notes.push(each);
      json.set("notes", std::move(notes));
      Json results = Json::array();
      for (const ports::AuthenticationResult& each : taken->mail.authentication)
        results.push(Json::object({{"server", each.server}, {"method", each.method}, {"result", each.result}, {"domain", each.domain}}));
      json.set("authentication_results", std::move(results));
    }
  }
  return Json::object({{"suspended_ticket", std::move(json)}});
}

Result<Routes::UseCase> recover(access::Services& services, const Call& call) {
  if (!services.mail.read) return fail(ErrorCode::unavailable, "mail", "this desk has no mailbox");
  const MailSourceRow row = TRY(source_of(services, call));
  auto taken = std::make_shared<desk::TakenMail>(TRY(services.mail.read(row)));
  const TicketId into{call.body.get_integer("ticket_id").value_or(0)};
  return [&services, taken, into, caller = call.access.caller](ports::Transaction& transaction) {
    return desk::accept_mail(transaction, services.shelf, *services.mail.office, caller, *taken, into);
  };
}

Json address_json(ports::Reader& reader, const ports::TicketAddressRow& row) {
  Json json = Json::object({{"address", row.address}, {"user_id", row.person.value}, {"given", row.given}});
  const auto known = reader.mail_address(row.address);
  json.set("state", known && !known->state.empty() ? known->state : "well");
  if (known && !known->state.empty()) {
    json.set("since", to_iso(known->since));
    json.set("code", known->code);
    json.set("detail", known->detail);
  }
  return json;
}

Result<Json> mail_of_ticket(ports::Reader& reader, const Call& call) {
  const TicketId ticket{TRY(id_of(call))};
  const auto row = reader.ticket(call.access.caller.viewer(), ticket);
  if (!row) return fail(ErrorCode::not_found, "ticket");
  std::vector<ports::TicketAddressRow> addresses = reader.ticket_addresses(ticket);
  // Who never wrote by mail has his own address.
  const auto add = [&](PersonId id) {
    const auto person = reader.person(id);
    if (!person || person->email.empty()) return;
    if (std::ranges::find(addresses, person->email, &ports::TicketAddressRow::address) == addresses.end())
      addresses.push_back({ticket, person->email, id, false});
  };
  add(row->requester);
  for (const ports::ParticipantRow& each : reader.participants(call.access.caller.viewer(), ticket)) add(each.person);
  Json list = Json::array();
  for (const ports::TicketAddressRow& each : addresses) list.push(address_json(reader, each));
  return Json::object({{"addresses", std::move(list)}});
}

}  // namespace

void add_mail(Routes& routes) {
  access::Services& services = routes.services();
  routes.read(
      "/api/v2/suspended_tickets",
      [](ports::Reader& reader, const Call& call) -> Result<Json> {
        Json list = Json::array();
        for (const MailSourceRow& each : waiting(reader)) list.push(source_json(each, call));
        return offset_page(call, "suspended_tickets", std::move(list));
      },
      true);
  routes.read(
      "/api/v2/suspended_tickets/{id}",
      [&services](ports::Reader&, const Call& call) { return one_json(services, call); }, true);
  routes.write(
      "PUT", "/api/v2/suspended_tickets/{id}/recover",
      [&services](const Call& call) { return recover(services, call); }, 200, true);
  routes.write(
      "DELETE", "/api/v2/suspended_tickets/{id}",
      [](const Call& call) -> Result<Routes::UseCase> {
        const std::int64_t id = TRY(id_of(call));
        return [id, caller = call.access.caller](ports::Transaction& transaction) {
          return desk::dismiss_mail(transaction, caller, id);
        };
      },
      200, true);
  routes.read("/api/v2/tickets/{id}/mail", mail_of_ticket, true);
  routes.read(
      "/api/v2/mailboxes",
      [&services](ports::Reader&, const Call&) -> Result<Json> {
        return Json::object({{"mailboxes", services.mail.mailboxes ? services.mail.mailboxes() : Json::array()}});
      },
      true);
}

}  // namespace yakusoku::api
