// Does our mail arrive? For administrators: what the DNS says, and the advice for customers. Name servers are asked at most
// once a minute and language, by one call at a time.

#include <map>

#include "adapters/api/calls.hpp"

namespace yakusoku::api {
namespace {

constexpr Duration kept_for = minutes(1);
constexpr std::string_view while_another_asks = "2";  // seconds

struct Findings {
  Json json;
  Instant at;
};
struct Doctor {
  std::mutex mutex;
  bool asking = false;
  std::map<std::string, Findings, std::less<>> kept;  // by language: two at most
};

Json with_time(const Findings& found) {
  Json json = found.json;
  json.set("asked_at", to_iso(found.at));
  return json;
}

Result<Json> findings(Doctor& doctor, access::Services& services, const Call& call) {
  if (call.access.caller.role != ports::Role::admin) return fail(ErrorCode::not_allowed);
  if (!services.mail.doctor) return fail(ErrorCode::unavailable, "mail", "this desk has no mailbox");
  const std::string language = call.language == "ja" ? "ja" : "en";
  {
    const std::lock_guard lock(doctor.mutex);
    const auto kept = doctor.kept.find(language);
    if (kept != doctor.kept.end() && call.now < kept->second.at + kept_for) return with_time(kept->second);
    if (doctor.asking) return fail(ErrorCode::too_often, "", std::string(while_another_asks));
    doctor.asking = true;
  }
  auto json = services.mail.doctor(language);
  const std::lock_guard lock(doctor.mutex);
  doctor.asking = false;
  if (!json) return std::unexpected(json.error());
  return with_time(doctor.kept.insert_or_assign(language, Findings{*std::move(json), call.now}).first->second);
}

}  // namespace

void add_mail_doctor(Routes& routes) {
  const auto doctor = std::make_shared<Doctor>();
  // No read transaction is open while name servers think.
  routes.router().add("GET", "/api/v2/mail/doctor",
                      [&routes, doctor](http::Request request, const http::Responder& respond) {
                        Call call;
                        if (const Outcome begun = routes.begin_raw(std::move(request), call); !begun)
                          return respond(error_response(begun.error(), call.language));
                        const std::string_view wanted = call.request.query_value("language").value_or("");
                        if (wanted == "ja" || wanted == "en") call.language = wanted;
                        const auto json = findings(*doctor, routes.services(), call);
                        if (!json) return respond(error_response(json.error(), call.language));
                        respond(json_response(200, *json));
                      });
}

}  // namespace yakusoku::api
