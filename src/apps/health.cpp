#include "apps/health.hpp"

#include <unistd.h>

#include <fstream>
#include <memory>

#include <fmt/format.h>

#include "base/json.hpp"

namespace yakusoku::apps {
namespace {

void put(std::string& text, std::string_view name, std::string_view type, std::string_view help, double value) {
  text += fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n{0} {3}\n", name, help, type, value);
}

// Of this process, in bytes; 0 where the system does not tell.
std::int64_t resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  std::int64_t whole = 0, resident = 0;
  statm >> whole >> resident;
  return resident * sysconf(_SC_PAGESIZE);
}

std::string desk_figures(const HealthOf& desk) {
  std::int64_t head = 0, letters = 0, late = 0;
  const Outcome read = desk.store.read([&](ports::Reader& reader) {
    head = reader.head();
    letters = static_cast<std::int64_t>(reader.outbox_ready("mail", desk.now(), 1000).size());
    if (const auto wake = reader.earliest_wake()) late = std::max<std::int64_t>(0, (desk.now() - *wake).seconds);
  });
  std::string text;
  put(text, "yakusoku_database_up", "gauge", "Whether the database answers reads.", read ? 1 : 0);
  put(text, "yakusoku_duty_held", "gauge", "Whether this node has the mail room and clears blobs away.",
      desk.on_duty() ? 1 : 0);
  put(text, "yakusoku_writer_waiting", "gauge", "Commands that wait for the writer.",
      static_cast<double>(desk.waiting()));
  put(text, "process_resident_memory_bytes", "gauge", "Memory of the process.", static_cast<double>(resident_bytes()));
  if (!read) return text;
  put(text, "yakusoku_log_head", "counter", "Position of the newest record of the log.", static_cast<double>(head));
  put(text, "yakusoku_wake_lateness_seconds", "gauge", "How long the earliest wake-up has been due.",
      static_cast<double>(late));
  put(text, "yakusoku_letters_waiting", "gauge", "Letters that are ready to be sent, at most 1000 are counted.",
      static_cast<double>(letters));
  return text;
}

http::Response told(int status, bool ready, std::string_view why) {
  http::Response response =
      http::Response::json(status, to_text(Json::object({{"ready", ready}, {"why", std::string(why)}})) + "\n");
  response.headers.set("Cache-Control", "no-store");
  if (!ready) response.headers.set("Retry-After", "5");
  return response;
}

}  // namespace

void RequestFigures::take(const http::AccessLine& line) {
  const std::lock_guard lock(mutex_);
  Series& series = series_[{line.method, line.route.empty() ? "none" : line.route, line.status}];
  ++series.count;
  series.microseconds += line.microseconds;
  for (std::size_t i = 0; i < bounds_us.size(); ++i)
    if (line.microseconds <= bounds_us[i]) ++series.within[i];
}

std::string RequestFigures::text() const {
  std::string text =
      "# HELP yakusoku_request_seconds Requests, from the read head to the last written byte.\n"
      "# TYPE yakusoku_request_seconds histogram\n";
  const std::lock_guard lock(mutex_);
  for (const auto& [key, series] : series_) {
    const auto& [method, route, status] = key;
    const std::string labels = fmt::format(R"(method="{}",route="{}",status="{}")", method, route, status);
    for (std::size_t i = 0; i < bounds_us.size(); ++i)
      text += fmt::format("yakusoku_request_seconds_bucket{{{},le=\"{}\"}} {}\n", labels,
                          static_cast<double>(bounds_us[i]) / 1e6, series.within[i]);
    text += fmt::format("yakusoku_request_seconds_bucket{{{0},le=\"+Inf\"}} {1}\n", labels, series.count);
    text += fmt::format("yakusoku_request_seconds_sum{{{0}}} {1}\nyakusoku_request_seconds_count{{{0}}} {2}\n", labels,
                        static_cast<double>(series.microseconds) / 1e6, series.count);
  }
  return text;
}

void add_health(http::Router& router, HealthOf desk, const RequestFigures& figures) {
  const auto shared = std::make_shared<const HealthOf>(std::move(desk));
  router.add("GET", "/healthz", [](const http::Request&, const http::Responder& respond) {
    respond(http::Response::text(200, "ok\n"));
  });
  router.add("GET", "/readyz", [shared](const http::Request&, const http::Responder& respond) {
    ports::Command nothing;
    // A count that nobody reads: rows that stay as they are would not reach the disk.
    nothing.run = [](ports::Transaction& transaction) -> Result<ports::Answer> {
      transaction.next_id("probe");
      return ports::Answer{};
    };
    shared->submit(std::move(nothing), [respond](const ports::Done& done) {
      respond(done.answer ? told(200, true, "") : told(503, false, entry_of(done.answer.error().code).name));
    });
  });
  router.add("GET", "/metrics", [shared, &figures](const http::Request&, const http::Responder& respond) {
    http::Response response = http::Response::text(200, desk_figures(*shared) + figures.text());
    response.headers.set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    response.headers.set("Cache-Control", "no-store");
    respond(std::move(response));
  });
}

}  // namespace yakusoku::apps
