#pragma once

// A desk in memory with the API on a router: calls go in as requests and come out as answers, without a socket.

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "../engines/test_database.hpp"
#include "../fixtures/memory_blobs.hpp"
#include "adapters/access/access.hpp"
#include "adapters/api/api.hpp"
#include "adapters/shelf/locked_shelf.hpp"
#include "adapters/system/dice.hpp"
#include "adapters/system/test_clock.hpp"
#include "base/sha256.hpp"
#include "desk/desk.hpp"

namespace yakusoku {
inline void PrintTo(const Json& json, std::ostream* out) { *out << to_text(json); }
}  // namespace yakusoku

namespace yakusoku::api_tests {

// Slow hashes belong to their own test; here only who is let in matters.
class PlainPasswords : public ports::Passwords {
 public:
  std::string hash(std::string_view password) override { return "plain:" + std::string(password); }
  bool matches(std::string_view password, std::string_view hash) override {
    return hash == "plain:" + std::string(password);
  }
};

struct Answered {
  int status = 0;
  http::Headers headers;
  std::string body;
  Json json;

  std::string header(std::string_view name) const { return std::string(headers.find(name).value_or("")); }
  // The value at that path of members and indexes; null where there is none.
  Json at(std::initializer_list<std::string_view> path) const {
    const Json* place = &json;
    for (const std::string_view step : path) {
      const Json* next = place->find(step);
      if (!next && place->is_array()) {
        const auto index = static_cast<std::size_t>(std::stoul(std::string(step)));
        next = index < place->items().size() ? &place->items()[index] : nullptr;
      }
      if (!next) return {};
      place = next;
    }
    return *place;
  }
  Json::Array list(std::initializer_list<std::string_view> path) const {
    Json found = at(path);
    return found.is_array() ? std::move(found.items()) : Json::Array{};
  }
};

class CapturingSink : public http::ResponseSink {
 public:
  void take(http::Response response) override { response_ = std::move(response); }
  void abandon() override { ADD_FAILURE() << "nobody answered"; }
  std::optional<http::Response> response_;
};

using Fields = std::vector<std::pair<std::string, std::string>>;

class ApiDesk : public ::testing::Test {
 protected:
  void SetUp() override {
    store_ = std::make_unique<tests::TestStore>(engine_, time_, dice_);
    std::vector<program::SourceFile> files;
    for (const std::string name : {"program.yaml", "days.yaml"}) {
      std::ifstream stream(std::string(YAKUSOKU_SOURCE_DIR) + "/tests/programs/golden/" + name);
      std::ostringstream text;
      text << stream.rdbuf();
      files.push_back({name, text.str()});
    }
    using desk::Caller;
    brand_ = number([&](auto& t) { return desk::enact_program(t, shelf_, Caller::desk(), {files}); }, "program");
    ports::OrganizationRow acme;
    acme.name = "ACME";
    acme_ = number([&](auto& t) { return desk::create_organization(t, Caller::desk(), acme); }, "organization");
    admin_ = add("ada", ports::Role::admin, 0);
    agent_ = add("emma", ports::Role::agent, 0);
    light_ = add("noor", ports::Role::light_agent, 0);
    customer_ = add("misaki", ports::Role::customer, acme_);
    stranger_ = add("eve", ports::Role::customer, 0);
    services_ = std::make_unique<access::Services>(
        access::Services{*store_, shelf_, {}, {}, passwords_, dice_, blobs_, "", false, {}, {}});
    services_->submit = [this](ports::Command command, std::function<void(ports::Done)> done) {
      std::vector<ports::Command> commands;
      commands.push_back(std::move(command));
      done(store_->run(commands).front());
    };
    services_->now = [this] { return time_.now(); };
    hub_ = std::make_unique<api::LiveHub>(*store_);
    api::add_api(router_, *services_, gate_, *hub_);
  }

  std::int64_t number(std::function<Result<ports::Answer>(ports::Transaction&)> body, std::string_view name) {
    std::vector<ports::Command> commands(1);
    commands[0].run = std::move(body);
    const auto answer = store_->run(commands).front().answer;
    if (!answer) ADD_FAILURE() << entry_of(answer.error().code).name << " " << answer.error().field;
    return answer ? parse_json(answer->body)->get_integer(name).value_or(0) : 0;
  }

  // His address is NAME@example.com, his password "secret NAME", his token "token-NAME".
  std::int64_t add(const std::string& name, ports::Role role, std::int64_t organization,
                   std::string language = "en") {
    desk::NewPerson person;
    person.name = name;
    person.email = name + "@example.com";
    person.role = role;
    person.organization = OrganizationId{organization};
    person.language = std::move(language);
    person.password = passwords_.hash("secret " + name);
    const auto id = number([&](auto& t) { return desk::create_person(t, desk::Caller::desk(), person); }, "person");
    const std::string token = to_hex(sha256("token-" + name));
    number([&](auto& t) { return desk::create_token(t, desk::Caller::desk(), PersonId{id}, token); }, "person");
    return id;
  }

  // How far the log has come: a refusal leaves it where it was.
  std::int64_t head() {
    std::int64_t position = 0;
    EXPECT_TRUE(store_->read([&](ports::Reader& reader) { position = reader.head(); }));
    return position;
  }

  Answered send(const std::string& method, std::string target, const std::string& body, const Fields& headers) {
    http::Request request;
    request.method = method;
    request.target = target;
    const std::size_t mark = target.find('?');
    request.path = target.substr(0, mark);
    std::istringstream query(mark == std::string::npos ? std::string() : target.substr(mark + 1));
    for (std::string pair; std::getline(query, pair, '&');) {
      const std::size_t equals = pair.find('=');
      request.query.emplace_back(*http::percent_decode(pair.substr(0, equals)),
                                 *http::percent_decode(pair.substr(equals + 1)));
    }
    request.body = body;
    request.host = "desk.example:8080";
    request.peer = peer_;
    for (const auto& [name, value] : headers) request.headers.add(name, value);
    const auto found = router_.find(method, request.path);
    Answered answered;
    if (!found.route) {
      answered.status = found.allow.empty() ? 404 : 405;
      return answered;
    }
    request.route = found.route->pattern;
    request.path_values = found.path_values;
    const auto sink = std::make_shared<CapturingSink>();
    found.route->handler(std::move(request), http::Responder(sink));
    if (!sink->response_) {
      ADD_FAILURE() << method << " " << target << " was not answered";
      return answered;
    }
    answered.status = sink->response_->status;
    answered.headers = sink->response_->headers;
    answered.body = sink->response_->body;
    if (auto json = parse_json(answered.body)) answered.json = *std::move(json);
    return answered;
  }

  // As somebody by his token.
  Answered call(const std::string& who, const std::string& method, const std::string& path,
                const std::string& body = {}, Fields headers = {}) {
    headers.emplace_back("Authorization", "Bearer token-" + who);
    return send(method, "/api/v2" + path, body, headers);
  }
  Answered get(const std::string& who, const std::string& path, Fields headers = {}) {
    return call(who, "GET", path, {}, std::move(headers));
  }

  static std::string incident(const std::string& more = {}) {
    return R"({"ticket":{"subject":"Port down","type":"incident","priority":"urgent",)"
           R"("comment":{"body":"Nothing reaches us."})" +
           more + "}}";
  }
  std::string open_ticket(const std::string& who = "misaki") {
    const Answered answered = call(who, "POST", "/tickets.json", incident());
    EXPECT_EQ(answered.status, 201) << answered.body;
    return std::to_string(answered.at({"ticket", "id"}).is_integer() ? answered.at({"ticket", "id"}).integer() : 0);
  }
  std::int64_t version_of(const std::string& ticket) {
    const Json version = get("emma", "/tickets/" + ticket).at({"ticket", "version"});
    return version.is_integer() ? version.integer() : -1;
  }

  system::TestClock time_{*from_iso("2026-11-24T01:00:00Z")};
  system::SeededDice dice_{7};
  PlainPasswords passwords_;
  std::string peer_ = "192.0.2.1";
  tests::TestEngine engine_;
  store::Database* database_ = &engine_.first();
  std::unique_ptr<ports::Store> store_;
  shelf::LockedShelf shelf_;
  MemoryBlobs blobs_;
  std::unique_ptr<access::Services> services_;
  access::Gate gate_;
  std::unique_ptr<api::LiveHub> hub_;
  http::Router router_;
  std::int64_t brand_ = 0, acme_ = 0, admin_ = 0, agent_ = 0, light_ = 0, customer_ = 0, stranger_ = 0;
};

}  // namespace yakusoku::api_tests
