// Live listeners: after each commit, whoever listens hears which tickets changed. Ids are log positions.

#include <atomic>
#include <charconv>
#include <list>

#include "adapters/api/calls.hpp"

namespace yakusoku::api {
namespace {

constexpr int most_behind = 1000;
constexpr std::size_t most_listeners = 12'000;
constexpr Duration recheck = minutes(1);

std::string data_of(const ports::LogRow& record) {
  return to_text(Json::object({{"ticket", record.id}, {"version", record.version}, {"position", record.position}}));
}

}  // namespace

struct LiveHub::Listeners {
  struct One {
    http::EventStream stream;
    PersonId person;
    Instant checked;
  };
  mutable std::mutex mutex;
  std::list<One> all;
  std::int64_t told = 0;
};

LiveHub::LiveHub(ports::Store& store) : store_(store), listeners_(std::make_unique<Listeners>()) {
  (void)store_.read([&](ports::Reader& reader) { listeners_->told = reader.head(); });
}
LiveHub::~LiveHub() = default;

std::size_t LiveHub::listeners() const {
  const std::lock_guard lock(listeners_->mutex);
  return listeners_->all.size();
}

void LiveHub::publish(std::int64_t head) {
  const std::lock_guard lock(listeners_->mutex);
  if (listeners_->all.empty()) {
    listeners_->told = std::max(listeners_->told, head);
    return;
  }
  (void)store_.read([&](ports::Reader& reader) {
    const Instant now = reader.clock_at();
    while (listeners_->told < head) {
      const auto records = reader.log_after(listeners_->told, most_behind);
      if (records.empty()) break;
      for (const ports::LogRow& record : records) {
        listeners_->told = record.position;
        if (record.subject != ports::Subject::ticket) continue;
        const std::string data = data_of(record);
        const std::string id = std::to_string(record.position);
        std::erase_if(listeners_->all, [&](Listeners::One& one) { return !one.stream.send("ticket", data, id); });
      }
    }
    // A role that was taken away is noticed within a minute of anything happening.
    std::erase_if(listeners_->all, [&](Listeners::One& one) {
      if (now < one.checked + recheck) return false;
      one.checked = now;
      const auto person = reader.person(one.person);
      const bool gone = !person || person->suspended || !ports::is_staff(person->role);
      if (gone) one.stream.close();
      return gone;
    });
  });
}

void LiveHub::listen(http::EventStream stream, PersonId person, std::int64_t last_seen) {
  const std::lock_guard lock(listeners_->mutex);
  if (listeners_->all.size() >= most_listeners) {
    stream.close();
    return;
  }
  Instant now{};
  (void)store_.read([&](ports::Reader& reader) {
    now = reader.clock_at();
    if (last_seen <= 0 || last_seen >= listeners_->told) return;
    const auto records = reader.log_after(last_seen, most_behind);
    if (!records.empty() && records.back().position < listeners_->told) {
      stream.send("reload", "{}", std::to_string(listeners_->told));
      return;
    }
    for (const ports::LogRow& record : records)
      if (record.subject == ports::Subject::ticket)
        stream.send("ticket", data_of(record), std::to_string(record.position));
  });
  listeners_->all.push_back({std::move(stream), person, now});
}

void add_live(Routes& routes, LiveHub& hub) {
  access::Services& services = routes.services();
  access::Gate& gate = routes.gate();
  routes.router().add(
      "GET", "/api/v2/desk/events", [&services, &gate, &hub](http::Request request, http::Responder respond) {
        const auto access = access::authenticate(request, services, gate);
        const std::string language = access::language_of(request, access ? std::optional(*access) : std::nullopt);
        if (!access) return respond(error_response(access.error(), language));
        if (!access->caller.staff()) return respond(error_response({ErrorCode::not_allowed, "", "", ""}, language));
        std::int64_t last_seen = 0;
        const std::string_view sent = request.header("Last-Event-ID").value_or("");
        std::from_chars(sent.data(), sent.data() + sent.size(), last_seen);
        http::EventStream stream;
        respond(http::Response::stream(stream));
        hub.listen(stream, access->caller.person, last_seen);
      });
  if (!services.push_clock) return;
  routes.router().add(
      "POST", "/api/v2/desk/test_clock", [&services, &gate](http::Request request, http::Responder respond) {
        const auto access = access::authenticate(request, services, gate);
        const auto body = parse_json(request.body);
        const auto at = body ? from_iso(body->get_string("now").value_or("")) : std::nullopt;
        const bool meant = access && (!access->by_session ||
                                      access::csrf_matches(*access, request.header("X-CSRF-Token").value_or("")));
        if (!meant || access->caller.role != ports::Role::admin)
          return respond(error_response({ErrorCode::not_allowed, "", "", ""}, "en"));
        if (!at) return respond(error_response({ErrorCode::invalid, "now", "", ""}, "en"));
        services.push_clock(*at, [&services, respond] {
          // Whoever plays a punctual worker pushes to each wake on the way.
          std::optional<Instant> wake;
          (void)services.store.read([&](ports::Reader& reader) { wake = reader.earliest_wake(); });
          respond(json_response(200, Json::object({{"now", to_iso(services.now())},
                                                   {"next_wake", iso_or_null(wake.value_or(far_future))}})));
        });
      });
}

}  // namespace yakusoku::api
