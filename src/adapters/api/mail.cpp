// Mail that waits for a person, in the shape of Zendesk's suspended tickets; what mail knows of a request's addresses; how
// it goes with the mailboxes.

#include <charconv>

#include "adapters/api/paging.hpp"
#include "base/error_codes.hpp"
#include "base/text.hpp"

namespace yakusoku::api {
namespace {

using ports::MailOutcome;
using ports::MailSourceRow;

constexpr std::int64_t most_shown = 1000;

// "not_a_participant:12" is a reason and the request that was named, "refused:required:product" one and what the program
// said.
struct Cause {
  std::string word;
  std::int64_t ticket = 0;
  std::string refusal, field;
};
Cause cause_of(std::string_view why) {
  const std::size_t colon = why.find(':');
  Cause cause{std::string(why.substr(0, colon)), 0, {}, {}};
  if (colon == std::string_view::npos) return cause;
  const std::string_view rest = why.substr(colon + 1);
  if (cause.word != "refused") {
    std::from_chars(rest.data(), rest.data() + rest.size(), cause.ticket);
    return cause;
  }
  const std::size_t second = std::min(rest.find(':'), rest.size());
  cause.refusal = rest.substr(0, second);
  cause.field = rest.substr(std::min(rest.size(), second + 1));
  return cause;
}

Json about_json(const Cause& cause) { return cause.ticket == 0 ? Json() : Json(cause.ticket); }

// The program's no in the reader's words; null where it said none.
Json refusal_json(const Cause& cause, std::string_view language) {
  if (cause.refusal.empty()) return {};
  Json json = Json::object({{"code", cause.refusal}, {"field", cause.field}});
  for (const ErrorEntry& each : error_catalogue())
    if (each.name == cause.refusal)
      json.set("description", std::string(language == "ja" ? each.japanese : each.english));
  return json;
}

Json source_json(const MailSourceRow& row, const Call& call) {
  const Cause cause = cause_of(row.why);
  const std::string outcome(ports::mail_outcomes[static_cast<std::size_t>(row.outcome)]);
  return Json::object({{"id", row.id},
                       {"url", call.base + "/api/v2/suspended_tickets/" + std::to_string(row.id) + ".json"},
                       {"subject", row.subject},
                       {"author", Json::object({{"id", row.person ? Json(row.person.value) : Json()},
                                                {"email", row.sender},
                                                {"name", row.sender}})},
                       {"cause", cause.word},
                       {"refusal", refusal_json(cause, call.language)},
                       {"outcome", outcome},
                       {"about_ticket_id", about_json(cause)},
                       {"ticket_id", row.ticket ? Json(row.ticket.value) : Json()},
                       {"brand_id", row.program ? Json(row.program.value) : Json()},
                       {"recipient", row.mailbox},
                       {"created_at", to_iso(row.arrived_at)}});
}

// All that wait, oldest first: held ones, those at a wrong door, those that could not be read.
std::vector<MailSourceRow> waiting(ports::Reader& reader, std::int64_t most) {
  std::vector<MailSourceRow> rows;
  for (const MailOutcome outcome : {MailOutcome::held, MailOutcome::no_request, MailOutcome::failed})
    for (MailSourceRow& each : reader.mail_sources(outcome, 0, static_cast<int>(most)))
      rows.push_back(std::move(each));
  std::ranges::sort(rows, {}, &MailSourceRow::id);
  return rows;
}

Result<MailSourceRow> source_of(ports::Reader& reader, const Call& call) {
  auto row = reader.mail_source(TRY(id_of(call)));
  if (!row) return fail(ErrorCode::not_found, "suspended_ticket");
  return *std::move(row);
}

// What the caller may do with it: nobody speaks by mail for us or a person of ours, nor for one who may not come in.
Json may_json(access::Services& services, ports::Reader& reader, const MailSourceRow& row, const Call& call) {
  Json may = Json::array();
  const bool waits = row.outcome == MailOutcome::held || row.outcome == MailOutcome::no_request ||
                     row.outcome == MailOutcome::failed;
  if (!waits || call.access.caller.role == ports::Role::light_agent) return may;
  const auto writer = row.person ? reader.person(row.person) : reader.person_by_address(ascii_lower(row.sender));
  const bool speaks = !writer || (!writer->suspended && !ports::is_staff(writer->role));
  const bool ours = services.mail.office && services.mail.office->settings->at_address(row.sender);
  if (speaks && !ours && !row.sender.empty() && !row.blob.empty()) may.push("recover");
  may.push("dismiss");
  return may;
}

Result<Json> one_json(access::Services& services, ports::Reader& reader, const Call& call) {
  const MailSourceRow row = TRY(source_of(reader, call));
  Json json = source_json(row, call);
  json.set("may", may_json(services, reader, row, call));
  json.set("source_url",
           row.blob.empty() ? Json() : Json("/api/v2/suspended_tickets/" + std::to_string(row.id) + "/source"));
  if (services.mail.read && !row.blob.empty()) {
    const auto taken = services.mail.read(row);
    if (taken) {
      json.set("content", taken->mail.text);
      json.set("reply", taken->mail.reply);
      json.set("folded", taken->mail.folded);
      Json to = Json::array();
      for (const ports::MailAddress& each : taken->mail.to) to.push(each.address);
      json.set("to", std::move(to));
      Json files = Json::array();
      for (const desk::NewAttachment& each : taken->files)
        files.push(Json::object({{"file_name", each.name}, {"content_type", each.type}, {"size", each.size}}));
      json.set("attachments", std::move(files));
      if (services.mail.office)
        json.set("sender_verification", std::string(desk::sender_verification(*services.mail.office, taken->mail)));
      json.set("author", Json::object({{"id", row.person ? Json(row.person.value) : Json()},
                                       {"email", taken->mail.from.address},
                                       {"name", taken->mail.from.name}}));
      Json notes = Json::array();
      for (const std::string& each : taken->mail.notes) notes.push(each);
      json.set("notes", std::move(notes));
      Json results = Json::array();
      for (const ports::AuthenticationResult& each : taken->mail.authentication)
        results.push(Json::object(
            {{"server", each.server}, {"method", each.method}, {"result", each.result}, {"domain", each.domain}}));
      json.set("authentication_results", std::move(results));
    }
  }
  return Json::object({{"suspended_ticket", std::move(json)}});
}

Result<Routes::UseCase> recover(access::Services& services, const Call& call) {
  if (!services.mail.read) return fail(ErrorCode::unavailable, "mail", "this desk has no mailbox");
  Result<MailSourceRow> row = fail(ErrorCode::storage);
  TRY_OUTCOME(services.store.read([&](ports::Reader& reader) { row = source_of(reader, call); }));
  if (!row) return std::unexpected(row.error());
  auto taken = std::make_shared<desk::TakenMail>(TRY(services.mail.read(*row)));
  const TicketId into{call.body.get_integer("ticket_id").value_or(0)};
  return [&services, taken, into, caller = call.access.caller](ports::Transaction& transaction) {
    return desk::accept_mail(transaction, services.shelf, *services.mail.office, caller, *taken, into);
  };
}

// The bytes as they came, to be read elsewhere: never shown as a page of ours. Of a mail that became a message whoever sees
// that message may have them.
Result<MailSourceRow> readable_source(access::Services& services, const Call& call) {
  if (!call.access.caller.staff()) return fail(ErrorCode::not_allowed);
  Result<MailSourceRow> row = fail(ErrorCode::storage);
  TRY_OUTCOME(services.store.read([&](ports::Reader& reader) {
    row = source_of(reader, call);
    const bool seen = row && !row->blob.empty() &&
                      (!row->ticket || reader.ticket(call.access.caller.viewer(), row->ticket).has_value());
    if (!seen) row = fail(ErrorCode::not_found, "suspended_ticket");
  }));
  return row;
}

void serve_source(Routes& routes, http::Request request, const http::Responder& respond) {
  Call call;
  if (const Outcome begun = routes.begin_raw(std::move(request), call); !begun)
    return respond(error_response(begun.error(), call.language));
  const auto row = readable_source(routes.services(), call);
  if (!row) return respond(error_response(row.error(), call.language));
  auto bytes = routes.services().blobs.get(row->blob);
  if (!bytes) return respond(error_response(bytes.error(), call.language));
  http::Response response = http::file_download("mail-" + std::to_string(row->id) + ".eml", "", *std::move(bytes));
  response.headers.set("Content-Type", "message/rfc822");
  respond(std::move(response));
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

Json via_mail_json(ports::Reader& reader, const ports::MessageRow& message) {
  const auto row = message.source == 0 ? std::nullopt : reader.mail_source(message.source);
  if (!row) return {};
  const Cause cause = cause_of(row->why);
  return Json::object({{"cause", cause.word.empty() ? Json() : Json(cause.word)},
                       {"about_ticket_id", about_json(cause)},
                       {"source_id", row->blob.empty() ? Json() : Json(row->id)}});
}

std::int64_t held_mails(ports::Reader& reader, std::int64_t most) { return std::ssize(waiting(reader, most)); }

void add_mail(Routes& routes) {
  access::Services& services = routes.services();
  routes.read(
      "/api/v2/suspended_tickets",
      [](ports::Reader& reader, const Call& call) -> Result<Json> {
        Json list = Json::array();
        for (const MailSourceRow& each : waiting(reader, most_shown)) list.push(source_json(each, call));
        return offset_page(call, "suspended_tickets", std::move(list));
      },
      true);
  routes.read(
      "/api/v2/suspended_tickets/{id}",
      [&services](ports::Reader& reader, const Call& call) { return one_json(services, reader, call); }, true);
  routes.router().add("GET", "/api/v2/suspended_tickets/{id}/source",
                      [&routes](http::Request request, const http::Responder& respond) {
                        serve_source(routes, std::move(request), respond);
                      });
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
