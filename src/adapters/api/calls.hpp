#pragma once
// private to the room
// One call: authenticated, its body read, its answer shaped. Every route goes through here.

#include <functional>
#include <optional>
#include <string>

#include "adapters/api/api.hpp"
#include "desk/views.hpp"

namespace yakusoku::desk {
struct BalanceView;
}

namespace yakusoku::api {

struct Call {
  http::Request request;
  access::Access access;
  std::string language;
  Json body;  // an object; empty for GET
  Instant now;
  std::string base;  // scheme and host of links, as the client came or as configured
};

http::Response error_response(const Error& error, std::string_view language);
http::Response json_response(int status, const Json& json);
// With an ETag of the content, or 304.
http::Response fresh_response(const Call& call, const Json& json);

// What the routes share.
class Routes {
 public:
  Routes(http::Router& router, access::Services& services, access::Gate& gate)
      : router_(router), services_(services), gate_(gate) {}

  using Read = std::function<Result<Json>(ports::Reader&, const Call&)>;
  using UseCase = std::function<Result<ports::Answer>(ports::Transaction&)>;
  using Write = std::function<Result<UseCase>(const Call&)>;

  // GET: a short read transaction, 200 with an ETag.
  void read(std::string_view pattern, Read body, bool staff_only = false);
  // POST: a question whose body says what is asked; nothing changes by it.
  void ask(std::string_view pattern, Read body, bool staff_only = false);
  // A change: through the writer with its key; its answer's body goes out as it is.
  void write(std::string_view method, std::string_view pattern, Write body, int status = 200,
             bool staff_only = false);
  // The same, then `shown` reads what the client gets.
  using Shown = std::function<Result<Json>(ports::Reader&, const Call&, const Json& answer)>;
  void write_and_show(std::string_view method, std::string_view pattern, Write body, int status, Shown shown);

  // For routes whose body is no JSON: who calls, from where; the body stays in call.request.
  Outcome begin_raw(http::Request request, Call& call);

  access::Services& services() { return services_; }
  access::Gate& gate() { return gate_; }
  http::Router& router() { return router_; }

 private:
  // Says in `call.language` how to answer, also where it refuses.
  Outcome begin(http::Request request, bool staff_only, Call& call);
  Result<Json> asked(Call& call, const Read& body);
  void add_question(std::string_view method, std::string_view pattern, Read body, bool staff_only);
  void submit(const std::shared_ptr<Call>& call, http::Responder respond, const Write& body, int status, Shown shown);

  http::Router& router_;
  access::Services& services_;
  access::Gate& gate_;
};

// POST /api/v2/tickets/{id}/NAME: fills the act and its words from the call's body.
using Fill = std::function<Outcome(const Call&, desk::ChangeTicket&)>;
void add_act(Routes& routes, std::string_view name, Fill fill);
// Staff may enter what the customer said or did elsewhere: `by` "customer", `via` the door by which he came.
Outcome take_side(const Call& call, desk::ChangeTicket& change);

// The {id} of the path; not_found where it is no id.
Result<std::int64_t> id_of(const Call& call, std::string_view name = "id");
Json iso_or_null(Instant at);
std::string text_in(const Json& json, std::string_view name);
// The member that has to be an object: "ticket", "user"; required where it is none.
Result<const Json*> object_in(const Call& call, std::string_view name);
// The version of If-Match, with or without quotes; 0: none was sent.
std::int64_t expected_version(const Call& call);
// Forms have one number over all programs: the kind's place behind its program's number.
std::int64_t form_id(ProgramId program, std::size_t place);

void add_own_reads(Routes& routes);
void add_own_acts(Routes& routes);
void add_standing(Routes& routes);
void add_customers(Routes& routes);
void add_balances(Routes& routes);
void add_phone(Routes& routes);
void add_entitlements(Routes& routes);
void add_shifts(Routes& routes);
void add_evidence(Routes& routes);
void add_meetings(Routes& routes);
void add_thin_spots(Routes& routes);
void add_audits(Routes& routes);
void add_programs(Routes& routes);
void add_program_checks(Routes& routes);
void add_live(Routes& routes, LiveHub& hub);
void add_tickets(Routes& routes);
void add_bulk(Routes& routes);
void add_requests(Routes& routes);
void add_catalogue(Routes& routes);
void add_people(Routes& routes);
void add_attachments(Routes& routes);
void add_mail(Routes& routes);
void add_mail_doctor(Routes& routes);

// The screen's pieces, also the tickets' routes' (ticket_json.cpp).
Json ticket_json(const ports::TicketRow& row, const program::Program& program, const Call& call);
Json item_json(const desk::QueueItem& item, const Call& call);
Json balance_json(const desk::BalanceView& each, const Call& call);
Json program_json(const desk::ProgramView& view, ports::Reader& reader, std::string_view language);
Json message_json(const desk::ConversationItem& item);
// Of a message that came by mail: {"cause","about_ticket_id","source_id"}, for staff; null: it did not.
Json via_mail_json(ports::Reader& reader, const ports::MessageRow& message);
// How many mails wait for a person, counted up to about `most`.
std::int64_t held_mails(ports::Reader& reader, std::int64_t most);
// A file of a message in Zendesk's shape; `base` empty: links from here.
Json attachment_json(const ports::AttachmentRow& file, std::string_view base);
// The `uploads` of a comment or an act, as tokens or one token, join the words.
Outcome take_uploads(const Json& from, desk::Words& words);
// The conversation as Zendesk's comments, of tickets and requests alike.
Result<Json> comments_json(ports::Reader& reader, desk::Shelf& shelf, const Call& call);
std::string_view status_word(ports::Category category);

}  // namespace yakusoku::api
