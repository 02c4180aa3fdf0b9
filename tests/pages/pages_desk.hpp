#pragma once

// A desk in memory with the pages on a router, and a browser without script: it keeps cookies, follows nothing, and
// fills in forms as they were given.

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "../fixtures/memory_blobs.hpp"
#include "adapters/engine_sqlite/sqlite.hpp"
#include "adapters/pages/pages.hpp"
#include "adapters/shelf/locked_shelf.hpp"
#include "adapters/store/open_store.hpp"
#include "adapters/system/dice.hpp"
#include "adapters/system/test_clock.hpp"
#include "desk/desk.hpp"

namespace yakusoku::pages_tests {

// What hashing costs is not looked at here.
class ReadablePasswords : public ports::Passwords {
 public:
  std::string hash(std::string_view password) override { return "as it is:" + std::string(password); }
  bool matches(std::string_view password, std::string_view hash) override {
    return !hash.empty() && this->hash(password) == hash;
  }
};

class KeptAnswer : public http::ResponseSink {
 public:
  void take(http::Response response) override { response_ = std::move(response); }
  void abandon() override {}
  std::optional<http::Response> response_;
};

inline std::string file_text(const std::string& path) {
  std::ifstream stream(std::string(YAKUSOKU_SOURCE_DIR) + "/" + path);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

inline std::string form_text(const http::Pairs& fields) {
  std::string text;
  for (const auto& [name, value] : fields)
    text += (text.empty() ? "" : "&") + http::percent_encode(name) + "=" + http::percent_encode(value);
  return text;
}

// The value of the page's first input of that name.
inline std::string hidden(const http::Response& page, const std::string& name) {
  const std::string before = "name=\"" + name + "\" value=\"";
  const std::size_t at = page.body.find(before);
  if (at == std::string::npos) return {};
  return page.body.substr(at + before.size(), page.body.find('"', at + before.size()) - at - before.size());
}

inline std::string header(const http::Response& response, std::string_view name) {
  return std::string(response.headers.find(name).value_or(""));
}

class PagesDesk : public ::testing::Test {
 protected:
  void SetUp() override {
    database_ = std::move(*engine_sqlite::open_database({}));
    store_ = std::move(*store::open_store(*database_, time_, dice_));
    std::vector<program::SourceFile> files;
    for (const std::string name : {"program.yaml", "days.yaml"})
      files.push_back({name, file_text("tests/programs/golden/" + name)});
    key_ = program::read(files).program->id;
    number([&](auto& t) { return desk::enact_program(t, shelf_, desk::Caller::desk(), {files}); }, "program");
    ports::OrganizationRow acme;
    acme.name = "ACME";
    acme.zone = "Asia/Tokyo";
    const auto organization =
        number([&](auto& t) { return desk::create_organization(t, desk::Caller::desk(), acme); }, "organization");
    agent_ = add("emma", ports::Role::agent, 0, "en");
    add("misaki", ports::Role::customer, organization, "ja");
    add("ken", ports::Role::customer, organization, "ja");
    add("boss", ports::Role::customer_admin, organization, "en");
    add("eve", ports::Role::customer, 0, "en");
    services_ = std::make_unique<access::Services>(
        access::Services{*store_, shelf_, {}, {}, passwords_, dice_, blobs_, "", false, {}, {}});
    services_->submit = [this](ports::Command command, const std::function<void(ports::Done)>& done) {
      done(store_->run(std::span(&command, 1)).front());
    };
    services_->now = [this] { return time_.now(); };
    pages::add_pages(router_, *services_, gate_, {});
  }

  std::int64_t number(std::function<Result<ports::Answer>(ports::Transaction&)> body, std::string_view name) {
    ports::Command command{"", "", std::move(body)};
    const auto answer = store_->run(std::span(&command, 1)).front().answer;
    if (!answer) ADD_FAILURE() << entry_of(answer.error().code).name << " " << answer.error().field;
    return answer ? parse_json(answer->body)->get_integer(name).value_or(0) : 0;
  }

  std::int64_t add(const std::string& name, ports::Role role, std::int64_t organization, const std::string& language) {
    desk::NewPerson person;
    person.name = name;
    person.email = name + "@example.com";
    person.role = role;
    person.organization = OrganizationId{organization};
    person.language = language;
    person.password = passwords_.hash("word of " + name);
    return number([&](auto& t) { return desk::create_person(t, desk::Caller::desk(), person); }, "person");
  }

  http::Response send(const std::string& method, const std::string& target, const std::string& body = {},
                      const http::Pairs& headers = {}) {
    http::Request request;
    request.method = method;
    request.target = target;
    request.host = "desk.example";
    request.peer = "192.0.2.7";
    const std::size_t mark = target.find('?');
    request.path = target.substr(0, mark);
    if (mark != std::string::npos) request.query = *http::read_urlencoded(target.substr(mark + 1));
    if (!cookie_.empty()) request.headers.add("Cookie", cookie_);
    if (method == "POST") request.headers.add("Content-Type", "application/x-www-form-urlencoded");
    for (const auto& [name, value] : headers) request.headers.set(name, value);
    request.body = body;
    const auto found = router_.find(method, request.path);
    if (!found.route) return pages::refusal_page({404, request.path, "test"});
    request.path_values = found.path_values;
    request.route = found.route->pattern;
    const auto sink = std::make_shared<KeptAnswer>();
    found.route->handler(std::move(request), http::Responder(sink));
    if (!sink->response_) ADD_FAILURE() << method << " " << target << ": no answer";
    return sink->response_ ? *sink->response_ : http::Response{};
  }
  http::Response get(const std::string& target, const http::Pairs& headers = {}) {
    return send("GET", target, {}, headers);
  }
  http::Response post(const std::string& target, const http::Pairs& fields) {
    return send("POST", target, form_text(fields));
  }

  http::Response log_in(const std::string& name, const std::string& return_to = "/") {
    cookie_.clear();
    const auto answer = post("/login", {{"email", name + "@example.com"}, {"password", "word of " + name},
                                        {"return_to", return_to}});
    const std::string set = header(answer, "Set-Cookie");
    cookie_ = set.substr(0, set.find(';'));
    return answer;
  }

  http::Pairs filled(const http::Response& form) {
    return {{"csrf", hidden(form, "csrf")},   {"key", hidden(form, "key")},
            {"brand", key_},                  {"kind", "incident"},
            {"severity", "1"},                {"subject", "Port <b>down</b>"},
            {"description", "Nothing <script>alert(1)</script> reaches us."}};
  }
  // Files one as whoever is logged in; its page's path.
  std::string file_one() {
    const auto answer = post("/requests/new", filled(get("/requests/new?brand=" + key_ + "&kind=incident")));
    EXPECT_EQ(answer.status, 303) << answer.body;
    return header(answer, "Location");
  }
  std::int64_t head() {
    std::int64_t position = 0;
    EXPECT_TRUE(store_->read([&](ports::Reader& reader) { position = reader.head(); }));
    return position;
  }
  void act(std::int64_t ticket, lifecycle::Verb verb, const std::string& words) {
    desk::Caller caller;
    caller.person = PersonId{agent_};
    caller.role = ports::Role::agent;
    caller.door = "desk";
    desk::ChangeTicket change;
    change.ticket = TicketId{ticket};
    change.act.verb = verb;
    change.words.text = words;
    number([&](auto& t) { return desk::change_ticket(t, shelf_, caller, change); }, "ticket");
  }

  system::TestClock time_{*from_iso("2026-11-24T01:00:00Z")};
  system::SeededDice dice_{11};
  ReadablePasswords passwords_;
  std::unique_ptr<store::Database> database_;
  std::unique_ptr<ports::Store> store_;
  shelf::LockedShelf shelf_;
  MemoryBlobs blobs_;
  std::unique_ptr<access::Services> services_;
  access::Gate gate_;
  http::Router router_;
  std::string cookie_, key_;
  std::int64_t agent_ = 0;
};

}  // namespace yakusoku::pages_tests
