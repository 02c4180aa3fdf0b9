// Files on the wire: uploads before a comment, attachments beside it, their bytes, and a mail as it was sent.

#include "adapters/api/paging.hpp"
#include "base/sha256.hpp"
#include "base/text.hpp"

namespace yakusoku::api {
namespace {

constexpr std::size_t upload_bytes = static_cast<std::size_t>(desk::most_file_bytes);
constexpr std::size_t form_bytes = upload_bytes + 64 * 1024;  // the same file in a form
constexpr http::Rate uploads_a_person{300, hours(1)};

std::string hash_of(std::string_view token) { return to_hex(sha256(token)); }

// A stranger's words inside our address.
std::string file_path(std::int64_t id, std::string_view name) {
  return "/attachments/" + std::to_string(id) + "/" + http::percent_encode(http::safe_file_name(name));
}

Json upload_file_json(const ports::UploadRow& row, std::size_t number, const std::string& token, const Call& call) {
  const std::string url = call.base + "/uploads/" + token + "/" + std::to_string(number);
  return Json::object({{"id", Json()},
                       {"file_name", row.name},
                       {"content_url", url},
                       {"content_type", row.type},
                       {"size", row.size},
                       {"inline", false},
                       {"thumbnails", Json::array()}});
}

struct Sent {
  std::string name, type, bytes;
};

// The body is the file, or a form with the field uploaded_data; what its Content-Type says is never read as JSON.
Result<Sent> sent_file(Call& call) {
  const std::string type(call.request.header("Content-Type").value_or(""));
  std::string name(call.request.query_value("filename").value_or(""));
  if (!ascii_lower(type).starts_with("multipart/form-data")) {
    if (call.request.body.size() > upload_bytes) return fail(ErrorCode::too_large, "file");
    if (name.empty()) return fail(ErrorCode::required, "filename");
    return Sent{http::safe_file_name(name), type, std::move(call.request.body)};
  }
  http::FormLimits limits;
  limits.file_bytes = upload_bytes;
  auto form = TRY(http::read_multipart(type, call.request.body, limits));
  if (name.empty()) name = std::string(form.find("filename").value_or(""));
  for (http::UploadedFile& each : form.files) {
    if (each.field != "uploaded_data") continue;
    return Sent{name.empty() ? each.name : http::safe_file_name(name), each.content_type, std::move(each.content)};
  }
  return fail(ErrorCode::required, "uploaded_data");
}

Result<Json> uploaded_json(ports::Reader& reader, const Call& call, const std::string& token) {
  const auto rows = desk::view_upload(reader, call.access.caller, hash_of(token), call.now);
  if (rows.empty()) return fail(ErrorCode::not_found, "upload");
  Json list = Json::array();
  for (std::size_t i = 0; i < rows.size(); ++i) list.push(upload_file_json(rows[i], i + 1, token, call));
  Json newest = list.items().back();
  return Json::object({{"upload", Json::object({{"token", token},
                                                {"expires_at", to_iso(rows.front().at + desk::upload_life)},
                                                {"attachment", std::move(newest)},
                                                {"attachments", std::move(list)}})}});
}

void upload(Routes& routes, http::RateLimiter& limiter, http::Request request, const http::Responder& respond) {
  const auto call = std::make_shared<Call>();
  const auto refuse = [&](const Error& error) { respond(error_response(error, call->language)); };
  if (const Outcome begun = routes.begin_raw(std::move(request), *call); !begun) return refuse(begun.error());
  const Duration wait = limiter.take(std::to_string(call->access.caller.person.value), call->now);
  if (wait > seconds(0)) return refuse({ErrorCode::too_often, "", std::to_string(wait.seconds), ""});
  auto file = sent_file(*call);
  if (!file) return refuse(file.error());
  call->request.body = {};
  const std::string_view joined = call->request.query_value("token").value_or("");
  const std::string token = joined.empty() ? access::random_word(routes.services().dice) : std::string(joined);
  desk::NewUpload input{
      hash_of(token), !joined.empty(), file->name, file->type, static_cast<std::int64_t>(file->bytes.size()), {}};
  auto blob = routes.services().blobs.put(file->bytes);
  if (!blob) return refuse(blob.error());
  input.blob = *std::move(blob);
  ports::Command command;  // without a key: a second upload of the same is another one, and the first goes by itself
  command.run = [input, caller = call->access.caller](ports::Transaction& transaction) {
    return desk::store_upload(transaction, caller, input);
  };
  routes.services().submit(std::move(command), [&routes, call, respond, token](const ports::Done& done) {
    if (!done.answer) return respond(error_response(done.answer.error(), call->language));
    Result<Json> shown = fail(ErrorCode::storage);
    (void)routes.services().store.read([&](ports::Reader& reader) {
      call->now = std::max(call->now, reader.clock_at());
      shown = uploaded_json(reader, *call, token);
    });
    respond(shown ? json_response(201, *shown) : error_response(shown.error(), call->language));
  });
}

void forget_upload(Routes& routes, http::Request request, const http::Responder& respond) {
  const auto call = std::make_shared<Call>();
  if (const Outcome begun = routes.begin_raw(std::move(request), *call); !begun)
    return respond(error_response(begun.error(), call->language));
  ports::Command command;
  command.run = [hash = hash_of(call->request.path_value("token")), caller = call->access.caller](
                    ports::Transaction& transaction) { return desk::remove_upload(transaction, caller, hash); };
  routes.services().submit(std::move(command), [call, respond](const ports::Done& done) {
    if (!done.answer) return respond(error_response(done.answer.error(), call->language));
    http::Response nothing;
    nothing.status = 204;
    respond(std::move(nothing));
  });
}

// What a browser gets where the bytes should be: words, and the log-in first where nobody is logged in.
http::Response refused_bytes(const http::Request& request, const Error& error, std::string_view language) {
  const bool names_himself = request.header("Authorization").has_value();
  if (error.code == ErrorCode::not_authenticated && !names_himself)
    return http::Response::redirect("/login?return_to=" + http::percent_encode(request.target));
  const ErrorEntry& entry = entry_of(error.code);
  return http::Response::text(entry.http, std::string(language == "ja" ? entry.japanese : entry.english) + "\n");
}

struct Wanted {
  std::string name, type, blob;
};
using Find = std::function<Result<Wanted>(ports::Reader&, const Call&)>;

// Bytes by their row: who may see it is asked each time, also of whoever holds them already.
void serve_bytes(Routes& routes, const Find& find, http::Request request, const http::Responder& respond) {
  Call call;
  const http::Request asked = request;
  const auto refuse = [&](const Error& error) { respond(refused_bytes(asked, error, call.language)); };
  if (const Outcome begun = routes.begin_raw(std::move(request), call); !begun) return refuse(begun.error());
  Result<Wanted> wanted = fail(ErrorCode::storage);
  (void)routes.services().store.read([&](ports::Reader& reader) {
    call.now = std::max(call.now, reader.clock_at());
    wanted = find(reader, call);
  });
  if (!wanted) return refuse(wanted.error());
  const std::string tag = http::weak_etag(wanted->blob.substr(0, 32));
  if (auto same = http::not_modified(asked, tag)) return respond(*std::move(same));
  auto bytes = routes.services().blobs.get(wanted->blob);
  if (!bytes) return refuse({ErrorCode::storage, "", bytes.error().detail, ""});
  http::Response response = http::file_download(wanted->name, wanted->type, *std::move(bytes));
  response.headers.set("Cache-Control", "private, no-cache");
  response.headers.set("ETag", tag);
  respond(std::move(response));
}

Result<Wanted> stored(ports::Reader& reader, const Call& call) {
  const AttachmentId id{TRY(id_of(call))};
  const auto file = TRY(desk::find_attachment(reader, call.access.caller, id));
  if (file.blob.empty()) return fail(ErrorCode::not_found, "attachment");
  return Wanted{file.name, file.type, file.blob};
}

Result<Wanted> waiting(ports::Reader& reader, const Call& call) {
  const auto rows =
      desk::view_upload(reader, call.access.caller, hash_of(call.request.path_value("token")), call.now);
  const std::int64_t number = TRY(id_of(call, "number"));
  if (number > static_cast<std::int64_t>(rows.size())) return fail(ErrorCode::not_found, "upload");
  const ports::UploadRow& row = rows[static_cast<std::size_t>(number - 1)];
  return Wanted{row.name, row.type, row.blob};
}

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
}

// A mail as it was sent, in a frame of its own: no script, no form; pictures of the mail itself, and from elsewhere only
// where the reader asked for them (whoever wrote it learns that he was read).
http::Response as_sent(const desk::ConversationItem& item, bool remote_images, std::string_view language) {
  std::string html = item.message.html;
  for (const ports::AttachmentRow& each : item.files) {
    if (each.content_id.empty() || each.blob.empty()) continue;
    const std::string path = "src=\"" + file_path(each.id.value, each.name) + "\"";
    replace_all(html, "src=\"cid:" + http::html_escape(each.content_id) + "\"", path);
    replace_all(html, "src=\"cid:" + http::percent_encode(each.content_id) + "\"", path);
  }
  if (remote_images) replace_all(html, "<img data-held-src=", "<img src=");
  http::Response page = http::Response::html(
      200, "<!doctype html><html lang=\"" + std::string(language) +
               "\"><head><meta charset=\"utf-8\"><base target=\"_blank\"><style>:root{color-scheme:light}"
               "body{margin:12px;background:#fff;color:#1d2530;font:15px/1.6 system-ui,sans-serif;"
               "overflow-wrap:anywhere}img{max-width:100%;height:auto}pre{white-space:pre-wrap}"
               "table{max-width:100%}</style></head><body>" +
               html + "</body></html>");
  page.headers.set("Content-Security-Policy",
                   std::string("default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:") +
                       (remote_images ? " https:" : "") +
                       "; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
                       "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox");
  page.headers.set("X-Frame-Options", "SAMEORIGIN");
  page.headers.set("Referrer-Policy", "no-referrer");
  page.headers.set("Cache-Control", "private, no-store");
  return page;
}

void serve_as_sent(Routes& routes, http::Request request, const http::Responder& respond) {
  Call call;
  const http::Request asked = request;
  const auto refuse = [&](const Error& error) { respond(refused_bytes(asked, error, call.language)); };
  if (const Outcome begun = routes.begin_raw(std::move(request), call); !begun) return refuse(begun.error());
  const auto ticket = id_of(call), comment = id_of(call, "comment");
  Result<http::Response> page = fail(ErrorCode::not_found, "comment");
  if (ticket && comment) {
    (void)routes.services().store.read([&](ports::Reader& reader) {
      const auto view =
          desk::view_ticket(reader, routes.services().shelf, call.access.caller, TicketId{*ticket}, call.now);
      if (!view) return;
      for (const desk::ConversationItem& each : view->conversation) {
        if (each.message.id.value != *comment || each.message.html.empty()) continue;
        page = as_sent(each, call.request.query_value("images") == "1", call.language);
      }
    });
  }
  if (!page) return refuse(page.error());
  respond(*std::move(page));
}

void add_redaction(Routes& routes) {
  const auto redact = [](const Call& call) -> Result<Routes::UseCase> {
    const AttachmentId id{TRY(id_of(call, "attachment"))};
    const TicketId ticket{TRY(id_of(call))};
    const MessageId comment{TRY(id_of(call, "comment"))};
    std::string why = text_in(call.body, "why");
    if (why.empty()) why = "redacted";
    return [caller = call.access.caller, id, ticket, comment,
            why](ports::Transaction& transaction) -> Result<ports::Answer> {
      const auto file = transaction.attachment(id);
      if (!file || file->ticket != ticket || file->message != comment)
        return fail(ErrorCode::not_found, "attachment");
      return desk::redact_attachment(transaction, caller, id, why);
    };
  };
  const auto shown = [](ports::Reader& reader, const Call& call, const Json& answer) -> Result<Json> {
    const AttachmentId id{answer.get_integer("attachment").value_or(0)};
    const auto file = TRY(desk::find_attachment(reader, call.access.caller, id));
    return Json::object({{"attachment", attachment_json(file, call.base)}});
  };
  // node-zendesk says DELETE, the others PUT.
  for (const std::string_view method : {"PUT", "DELETE"})
    routes.write_and_show(method, "/api/v2/tickets/{id}/comments/{comment}/attachments/{attachment}/redact", redact,
                          200, shown);
}

}  // namespace

Json attachment_json(const ports::AttachmentRow& file, std::string_view base) {
  const bool gone = file.blob.empty();
  const std::string id = std::to_string(file.id.value);
  const Json content = gone ? Json() : Json(std::string(base) + file_path(file.id.value, file.name));
  return Json::object({{"id", file.id.value},
                       {"url", std::string(base) + "/api/v2/attachments/" + id + ".json"},
                       {"file_name", gone ? std::string("redacted") : file.name},
                       {"content_url", content},
                       {"mapped_content_url", content},
                       {"content_type", file.type},
                       {"size", file.size},
                       {"width", Json()},
                       {"height", Json()},
                       {"inline", file.inside_text},
                       {"deleted", gone},
                       {"thumbnails", Json::array()}});
}

Outcome take_uploads(const Json& from, desk::Words& words) {
  const Json* uploads = from.find("uploads");
  if (!uploads || uploads->is_null()) return {};
  if (uploads->is_string()) {
    words.uploads.push_back(hash_of(uploads->string()));
    return {};
  }
  if (!uploads->is_array()) return fail(ErrorCode::invalid, "uploads", "a list of tokens is expected");
  if (uploads->items().size() > desk::most_files) return fail(ErrorCode::limit, "uploads");
  for (const Json& each : uploads->items()) {
    if (!each.is_string()) return fail(ErrorCode::invalid, "uploads", "a list of tokens is expected");
    words.uploads.push_back(hash_of(each.string()));
  }
  return {};
}

void add_attachments(Routes& routes) {
  const auto limiter = std::make_shared<http::RateLimiter>(uploads_a_person);
  http::RouteOptions large;
  large.body_limit = form_bytes;
  http::RouteOptions secret;
  secret.secret_path = true;
  routes.router().add(
      "POST", "/api/v2/uploads",
      [&routes, limiter](http::Request request, const http::Responder& respond) {
        upload(routes, *limiter, std::move(request), respond);
      },
      large);
  routes.router().add(
      "DELETE", "/api/v2/uploads/{token}",
      [&routes](http::Request request, const http::Responder& respond) {
        forget_upload(routes, std::move(request), respond);
      },
      secret);
  routes.read("/api/v2/attachments/{id}", [](ports::Reader& reader, const Call& call) -> Result<Json> {
    const AttachmentId id{TRY(id_of(call))};
    const auto file = TRY(desk::find_attachment(reader, call.access.caller, id));
    return Json::object({{"attachment", attachment_json(file, call.base)}});
  });
  routes.router().add("GET", "/attachments/{id}/{name}",
                      [&routes](http::Request request, const http::Responder& respond) {
                        serve_bytes(routes, stored, std::move(request), respond);
                      });
  routes.router().add(
      "GET", "/uploads/{token}/{number}",
      [&routes](http::Request request, const http::Responder& respond) {
        serve_bytes(routes, waiting, std::move(request), respond);
      },
      secret);
  routes.router().add("GET", "/api/v2/tickets/{id}/comments/{comment}/html",
                      [&routes](http::Request request, const http::Responder& respond) {
                        serve_as_sent(routes, std::move(request), respond);
                      });
  add_redaction(routes);
}

}  // namespace yakusoku::api
