#include "adapters/api/calls.hpp"

#include <charconv>
#include <utility>

#include "base/sha256.hpp"

namespace yakusoku::api {
namespace {

constexpr std::int64_t most_kinds = 1000;

}  // namespace

http::Response json_response(int status, const Json& json) { return http::Response::json(status, to_text(json)); }

http::Response error_response(const Error& error, std::string_view language) {
  const ErrorEntry& entry = entry_of(error.code);
  const std::string sentence(language == "ja" ? entry.japanese : entry.english);
  Json body = Json::object(
      {{"error", std::string(entry.word)}, {"code", std::string(entry.name)}, {"description", sentence}});
  if (!error.field.empty()) {
    Json detail = Json::object({{"error", std::string(entry.name)}, {"description", error.field + ": " + sentence}});
    if (!error.clause.empty()) detail.set("clause", error.clause);
    body.set("details", Json::object({{error.field, Json::array({std::move(detail)})}}));
  }
  if (!error.clause.empty()) body.set("clause", error.clause);
  http::Response response = json_response(entry.http, body);
  if (error.code == ErrorCode::too_often)
    response.headers.set("Retry-After", error.detail.empty() ? "60" : error.detail);
  if (entry.http == 503) response.headers.set("Retry-After", "5");
  return response;
}

http::Response fresh_response(const Call& call, const Json& json) {
  const std::string text = to_text(json);
  const std::string tag = http::weak_etag(to_hex(sha256(text)).substr(0, 32));
  if (auto same = http::not_modified(call.request, tag)) return *std::move(same);
  http::Response response = http::Response::json(200, text);
  response.headers.set("ETag", tag);
  response.headers.set("Cache-Control", "private, no-cache");
  return response;
}

Result<std::int64_t> id_of(const Call& call, std::string_view name) {
  const std::string_view text = call.request.path_value(name);
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc{} || end != text.data() + text.size() || id <= 0 || id >= far_future.seconds)
    return fail(ErrorCode::not_found);
  return id;
}

std::string text_in(const Json& json, std::string_view name) { return json.get_string(name).value_or(""); }

Result<const Json*> object_in(const Call& call, std::string_view name) {
  const Json* found = call.body.find(name);
  if (!found || !found->is_object()) return fail(ErrorCode::required, std::string(name));
  return found;
}

std::int64_t expected_version(const Call& call) {
  std::string_view sent = call.request.header("If-Match").value_or("");
  if (sent.starts_with("W/")) sent.remove_prefix(2);
  if (sent.starts_with('"')) sent.remove_prefix(1);
  std::int64_t version = 0;
  std::from_chars(sent.data(), sent.data() + sent.size(), version);
  return version;
}

Json iso_or_null(Instant at) { return at == far_future ? Json() : Json(to_iso(at)); }

std::int64_t form_id(ProgramId program, std::size_t place) {
  return program.value * most_kinds + static_cast<std::int64_t>(place) + 1;
}

Outcome Routes::begin(http::Request request, bool staff_only, Call& call) {
  call.language = access::language_of(request, std::nullopt);
  call.access = TRY(access::authenticate(request, services_, gate_));
  call.language = access::language_of(request, call.access);
  if (staff_only && !call.access.caller.staff()) return fail(ErrorCode::not_allowed);
  const bool changes = request.method != "GET" && request.method != "HEAD";
  if (changes && call.access.by_session &&
      !access::csrf_matches(call.access, request.header("X-CSRF-Token").value_or(""))) {
    return fail(ErrorCode::csrf);
  }
  call.body = Json::object();
  if (changes && !request.body.empty()) {
    auto body = parse_json(request.body);
    if (!body || !body->is_object())
      return fail(ErrorCode::malformed, "", body ? "an object is expected" : body.error().detail);
    call.body = *std::move(body);
  }
  call.now = services_.now();
  call.base = access::base_url(request, services_);
  call.request = std::move(request);
  return {};
}

Outcome Routes::begin_raw(http::Request request, Call& call) {
  std::string body = std::exchange(request.body, {});
  TRY_OUTCOME(begin(std::move(request), false, call));
  call.request.body = std::move(body);
  return {};
}

// What a question is answered with, by a reader of its own.
Result<Json> Routes::asked(Call& call, const Read& body) {
  Result<Json> json = fail(ErrorCode::storage);
  TRY_OUTCOME(services_.store.read([&](ports::Reader& reader) {
    call.now = std::max(call.now, reader.clock_at());
    json = body(reader, call);
  }));
  return json;
}

void Routes::add_question(std::string_view method, std::string_view pattern, Read body, bool staff_only) {
  router_.add(method, pattern,
              [this, body = std::move(body), staff_only](http::Request request, http::Responder respond) {
                Call call;
                if (const Outcome begun = begin(std::move(request), staff_only, call); !begun)
                  return respond(error_response(begun.error(), call.language));
                const Result<Json> json = asked(call, body);
                if (!json) return respond(error_response(json.error(), call.language));
                respond(call.request.method == "POST" ? json_response(200, *json) : fresh_response(call, *json));
              });
}

void Routes::read(std::string_view pattern, Read body, bool staff_only) {
  add_question("GET", pattern, std::move(body), staff_only);
}

void Routes::ask(std::string_view pattern, Read body, bool staff_only) {
  add_question("POST", pattern, std::move(body), staff_only);
}

void Routes::submit(const std::shared_ptr<Call>& call, http::Responder respond, const Write& body, int status,
                    Shown shown) {
  auto use_case = body(*call);
  if (!use_case) return respond(error_response(use_case.error(), call->language));
  services_.submit(access::command(call->request, call->access, *std::move(use_case)),
                   [this, call, respond, status, shown = std::move(shown)](const ports::Done& done) {
                     if (!done.answer) return respond(error_response(done.answer.error(), call->language));
                     auto answer = parse_json(done.answer->body);
                     Result<Json> json = answer ? std::move(answer) : Result<Json>(Json::object());
                     if (shown) {
                       Result<Json> seen = fail(ErrorCode::storage);
                       (void)services_.store.read([&](ports::Reader& reader) {
                         call->now = std::max(call->now, reader.clock_at());
                         seen = shown(reader, *call, *json);
                       });
                       json = std::move(seen);
                     }
                     if (!json) return respond(error_response(json.error(), call->language));
                     http::Response response = json_response(status, *json);
                     if (done.replayed) response.headers.set("X-Idempotency-Lookup", "hit");
                     if (status == 201) {
                       for (const auto& [name, value] : json->members()) {
                         if (const auto url = value.get_string("url")) response.headers.set("Location", *url);
                       }
                     }
                     respond(std::move(response));
                   });
}

void Routes::write(std::string_view method, std::string_view pattern, Write body, int status, bool staff_only) {
  router_.add(method, pattern,
              [this, body = std::move(body), status, staff_only](http::Request request, http::Responder respond) {
                const auto call = std::make_shared<Call>();
                if (const Outcome begun = begin(std::move(request), staff_only, *call); !begun)
                  return respond(error_response(begun.error(), call->language));
                submit(call, std::move(respond), body, status, nullptr);
              });
}

void Routes::write_and_show(std::string_view method, std::string_view pattern, Write body, int status, Shown shown) {
  router_.add(method, pattern,
              [this, body = std::move(body), status, shown = std::move(shown)](http::Request request,
                                                                               http::Responder respond) {
                const auto call = std::make_shared<Call>();
                if (const Outcome begun = begin(std::move(request), false, *call); !begun)
                  return respond(error_response(begun.error(), call->language));
                submit(call, std::move(respond), body, status, shown);
              });
}

http::Response refusal(const http::Refusal& refused) {
  const ErrorCode code = refused.status == 404   ? ErrorCode::no_such_endpoint
                         : refused.status == 405 ? ErrorCode::method_not_allowed
                         : refused.status == 413 ? ErrorCode::too_large
                         : refused.status == 503 ? ErrorCode::unavailable
                         : refused.status >= 500 ? ErrorCode::internal
                                                 : ErrorCode::malformed;
  http::Request asked;
  asked.headers.add("Accept-Language", refused.accept_language);
  http::Response response = error_response({code, "", "", ""}, access::language_of(asked, std::nullopt));
  response.status = refused.status;
  return response;
}

void add_api(http::Router& router, access::Services& services, access::Gate& gate, LiveHub& hub) {
  // The routes' closures keep what they share for as long as the router lives.
  auto routes = std::make_shared<Routes>(router, services, gate);
  router.add("GET", "/api/v2/healthz",
             [routes](http::Request, http::Responder respond) { respond(http::Response::text(200, "ok\n")); });
  add_own_reads(*routes);
  add_own_acts(*routes);
  add_live(*routes, hub);
  add_tickets(*routes);
  add_bulk(*routes);
  add_audits(*routes);
  add_standing(*routes);
  add_customers(*routes);
  add_balances(*routes);
  add_phone(*routes);
  add_entitlements(*routes);
  add_shifts(*routes);
  add_evidence(*routes);
  add_meetings(*routes);
  add_thin_spots(*routes);
  add_programs(*routes);
  add_program_checks(*routes);
  add_requests(*routes);
  add_catalogue(*routes);
  add_people(*routes);
  add_attachments(*routes);
  add_mail(*routes);
  add_mail_doctor(*routes);
}

}  // namespace yakusoku::api
