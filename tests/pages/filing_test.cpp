// rooms: adapters/pages adapters/shelf adapters/store adapters/engine_sqlite adapters/system desk core/lifecycle
// Filing a request in a program that asks for a field: faults beside it, what people type as text, promises foretold.

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <memory>
#include <sstream>

#include "../fixtures/memory_blobs.hpp"
#include "adapters/access/access.hpp"
#include "adapters/engine_sqlite/sqlite.hpp"
#include "adapters/pages/pages.hpp"
#include "adapters/shelf/locked_shelf.hpp"
#include "adapters/store/open_store.hpp"
#include "adapters/system/dice.hpp"
#include "adapters/system/test_clock.hpp"
#include "desk/desk.hpp"

namespace yakusoku {
namespace {

namespace fs = std::filesystem;

fs::path source(const std::string& path) { return fs::path(YAKUSOKU_SOURCE_DIR) / path; }

// What a hand would put into a program to try a page: a title with markup, a field that must be answered.
constexpr const char* program_text = R"(
program: paper
title: {en: Paper <b>mill</b>, ja: 製紙}
effective: 2026-01-01
zone: Asia/Tokyo
languages: [en, ja]
calendars:
  mill:
    title: {en: Hours of the mill, ja: 工場の営業時間}
    zone: Asia/Tokyo
    open: {mon-fri: "09:00-17:00"}
facts:
  machine:
    title: {en: Which machine, ja: 対象の機械}
    type: text
    from: customer
kinds:
  incident:
    title: {en: Incident, ja: インシデント}
    form: [machine, subject, description]
  question:
    title: {en: Question, ja: ご質問}
severity:
  levels:
    1: {title: {en: Standstill, ja: 停止}}
    2: {title: {en: Slow, ja: 低下}}
  is: {by: [kind], cells: {incident: asked, else: none}}
clocks:
  first_response:
    title: {en: First response, ja: 初回応答}
    starts: opened
    met_by: reply
    within: {by: [severity], cells: {1: 30m, 2: 2h in mill, none: 4h}}
closing:
  reasons:
    done: {title: {en: Done, ja: 完了}}
)";

// Slow hashes have their own test.
class PlainPasswords : public ports::Passwords {
 public:
  std::string hash(std::string_view password) override { return "plain:" + std::string(password); }
  bool matches(std::string_view password, std::string_view hash) override {
    return hash == "plain:" + std::string(password);
  }
};

class Sink : public http::ResponseSink {
 public:
  void take(http::Response response) override { response_ = std::move(response); }
  void abandon() override { ADD_FAILURE() << "nobody answered"; }
  std::optional<http::Response> response_;
};

using Fields = std::vector<std::pair<std::string, std::string>>;

std::string written(const Fields& fields) {
  std::string body;
  for (const auto& [name, value] : fields)
    body += (body.empty() ? "" : "&") + http::percent_encode(name) + "=" + http::percent_encode(value);
  return body;
}

// The value of the hidden input of that name.
std::string hidden(const std::string& page, const std::string& name) {
  const std::string start = "name=\"" + name + "\" value=\"";
  const std::size_t at = page.find(start);
  if (at == std::string::npos) return {};
  return page.substr(at + start.size(), page.find('"', at + start.size()) - at - start.size());
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

class Filing : public ::testing::Test {
 protected:
  void SetUp() override {
    database_ = std::move(*engine_sqlite::open_database({}));
    store_ = std::move(*store::open_store(*database_, time_, dice_));
    using desk::Caller;
    const std::vector<program::SourceFile> files{{"program.yaml", program_text}};
    number([&](auto& t) { return desk::enact_program(t, shelf_, Caller::desk(), {files}); }, "program");
    ports::OrganizationRow acme;
    acme.name = "ACME";
    acme_ = number([&](auto& t) { return desk::create_organization(t, Caller::desk(), acme); }, "organization");
    add("emma", ports::Role::agent, 0);
    add("misaki", ports::Role::customer, acme_);
    add("eve", ports::Role::customer, 0);
    services_ = std::make_unique<access::Services>(
        access::Services{*store_, shelf_, {}, {}, passwords_, dice_, blobs_, "", false, {}, {}});
    services_->submit = [this](ports::Command command, std::function<void(ports::Done)> done) {
      std::vector<ports::Command> commands;
      commands.push_back(std::move(command));
      done(store_->run(commands).front());
    };
    services_->now = [this] { return time_.now(); };
    pages::add_pages(router_, *services_, gate_, {source("web").string()});
  }

  std::int64_t number(std::function<Result<ports::Answer>(ports::Transaction&)> body, std::string_view name) {
    std::vector<ports::Command> commands(1);
    commands[0].run = std::move(body);
    const auto answer = store_->run(commands).front().answer;
    if (!answer)
      ADD_FAILURE() << entry_of(answer.error().code).name << " " << answer.error().field << answer.error().detail;
    return answer ? parse_json(answer->body)->get_integer(name).value_or(0) : 0;
  }

  void add(const std::string& name, ports::Role role, std::int64_t organization, const std::string& shown = {}) {
    desk::NewPerson person;
    person.name = shown.empty() ? name : shown;
    person.email = name + "@example.com";
    person.role = role;
    person.organization = OrganizationId{organization};
    person.language = "en";
    person.zone = "Asia/Tokyo";
    person.password = passwords_.hash("secret");
    const auto id = number([&](auto& t) { return desk::create_person(t, desk::Caller::desk(), person); }, "person");
    people_[name] = PersonId{id};
  }

  http::Response send(const std::string& method, const std::string& target, const std::string& body = {},
                      const Fields& headers = {}) {
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
    request.host = "desk.example";
    request.peer = "192.0.2.1";
    if (method == "POST") request.headers.add("Content-Type", "application/x-www-form-urlencoded");
    for (const auto& [name, value] : headers) request.headers.add(name, value);
    const auto found = router_.find(method, request.path);
    if (!found.route) return http::Response::text(404, "no route");
    request.route = found.route->pattern;
    request.path_values = found.path_values;
    const auto sink = std::make_shared<Sink>();
    found.route->handler(std::move(request), http::Responder(sink));
    if (sink->response_) return *sink->response_;
    ADD_FAILURE() << method << " " << target << " was not answered";
    return http::Response::text(500, "");
  }

  // The cookie that a log-in gives.
  std::string log_in(const std::string& who) {
    const auto answer = send("POST", "/login", written({{"email", who + "@example.com"}, {"password", "secret"}}));
    EXPECT_EQ(answer.status, 303) << answer.body;
    const std::string cookie(answer.headers.find("Set-Cookie").value_or(""));
    return cookie.substr(0, cookie.find(';'));
  }
  http::Response get(const std::string& cookie, const std::string& target) {
    return send("GET", target, {}, {{"Cookie", cookie}});
  }
  http::Response post(const std::string& cookie, const std::string& target, const Fields& fields, Fields headers = {}) {
    headers.emplace_back("Cookie", cookie);
    return send("POST", target, written(fields), headers);
  }

  static constexpr const char* form_address = "/requests/new?brand=paper&kind=incident";

  Fields incident(const std::string& cookie) {
    const std::string form = get(cookie, form_address).body;
    return {{"csrf", hidden(form, "csrf")}, {"key", hidden(form, "key")}, {"brand", "paper"},
            {"kind", "incident"},           {"machine", "PM 4"},          {"severity", "1"},
            {"subject", "Web break"},       {"description", "It stands."}};
  }
  static void set(Fields& fields, const std::string& name, const std::string& value) {
    for (auto& [each, old] : fields)
      if (each == name) old = value;
  }
  // Files it and returns the page's address.
  std::string file(const std::string& cookie) {
    const auto answer = post(cookie, "/requests/new", incident(cookie));
    EXPECT_EQ(answer.status, 303) << answer.body;
    return std::string(answer.headers.find("Location").value_or(""));
  }
  void by_agent(const std::string& address, lifecycle::Verb verb, const std::string& words) {
    desk::ChangeTicket change;
    change.ticket = TicketId{std::stoll(address.substr(address.rfind('/') + 1))};
    change.act.verb = verb;
    change.words.text = words;
    desk::Caller emma;
    emma.person = people_["emma"];
    emma.role = ports::Role::agent;
    emma.door = "desk";
    number([&](auto& t) { return desk::change_ticket(t, shelf_, emma, change); }, "ticket");
  }
  std::int64_t requests_of(const std::string& who) {
    const std::string list = get(log_in(who), "/requests").body;
    std::int64_t count = 0;
    for (std::size_t at = list.find("class=\"row\""); at != std::string::npos; at = list.find("class=\"row\"", at + 1))
      ++count;
    return count;
  }

  system::TestClock time_{*from_iso("2026-11-24T01:00:00Z")};
  system::SeededDice dice_{7};
  PlainPasswords passwords_;
  std::unique_ptr<store::Database> database_;
  std::unique_ptr<ports::Store> store_;
  shelf::LockedShelf shelf_;
  MemoryBlobs blobs_;
  std::unique_ptr<access::Services> services_;
  access::Gate gate_;
  http::Router router_;
  std::int64_t acme_ = 0;
  std::map<std::string, PersonId> people_;
};

TEST_F(Filing, EveryPageRendersInBothLanguages) {
  const std::string misaki = log_in("misaki"), emma = log_in("emma"), request = file(misaki);
  const std::vector<std::pair<std::string, std::string>> all{
      {"", "/"},       {"", "/login"},          {"", "/program/paper"},
      {misaki, "/requests"}, {misaki, request}, {misaki, "/requests/new"},
      {misaki, "/requests/new?brand=paper"},    {misaki, form_address},
      {misaki, "/requests/999"},                {emma, "/desk"}};
  for (const auto& [cookie, address] : all) {
    for (const std::string language : {"en", "ja"}) {
      const auto page = get(cookie, address + (has(address, "?") ? "&" : "?") + "language=" + language);
      EXPECT_EQ(page.status, address == "/requests/999" ? 404 : 200) << address;
      EXPECT_TRUE(has(page.body, "<html lang=\"" + language + "\">")) << address;
      EXPECT_FALSE(has(page.body, "{{")) << address;
      for (std::size_t at = page.body.find("pages."); at != std::string::npos; at = page.body.find("pages.", at + 1))
        EXPECT_TRUE(page.body.substr(at).starts_with("pages.css\"")) << page.body.substr(at, 40) << " on " << address;
    }
  }
}

TEST_F(Filing, AMissingFieldIsSaidBesideItAndNothingTypedIsLost) {
  const std::string misaki = log_in("misaki");
  Fields fields = incident(misaki);
  set(fields, "machine", "");
  set(fields, "description", "It <stands> still.");
  const auto page = post(misaki, "/requests/new", fields);
  EXPECT_EQ(page.status, 422);
  const std::size_t field = page.body.find("name=\"machine\"");
  ASSERT_NE(field, std::string::npos);
  const std::string beside = page.body.substr(field, page.body.find("</label>", field) - field);
  EXPECT_TRUE(has(beside, "class=\"problem\"")) << beside;
  EXPECT_TRUE(has(beside, "aria-invalid")) << beside;
  const std::size_t subject = page.body.find("name=\"subject\"");
  EXPECT_FALSE(has(page.body.substr(subject, page.body.find("</label>", subject) - subject), "class=\"problem\""));
  EXPECT_TRUE(has(page.body, "value=\"Web break\""));
  EXPECT_TRUE(has(page.body, "It &lt;stands&gt; still."));
  EXPECT_TRUE(has(page.body, "value=\"1\" required checked"));
  EXPECT_EQ(requests_of("misaki"), 0);
  set(fields, "machine", "PM 4");
  set(fields, "subject", "");
  const auto second = post(misaki, "/requests/new", fields);
  const std::size_t empty = second.body.find("name=\"subject\"");
  EXPECT_TRUE(has(second.body.substr(empty, second.body.find("</label>", empty) - empty), "class=\"problem\""));
}

TEST_F(Filing, AFormNeedsItsTokenAndItsOwnSite) {
  const std::string misaki = log_in("misaki"), eve = log_in("eve"), request = file(misaki);
  Fields without = incident(misaki), foreign = incident(misaki);
  set(without, "csrf", "");
  EXPECT_EQ(post(misaki, "/requests/new", without).status, 403);
  set(without, "csrf", hidden(get(eve, form_address).body, "csrf"));
  EXPECT_EQ(post(misaki, "/requests/new", without).status, 403);
  const Fields elsewhere{{"Origin", "https://evil.example"}};
  EXPECT_EQ(post(misaki, "/requests/new", foreign, elsewhere).status, 403);
  const Fields solve{{"act", "solve"}, {"csrf", hidden(get(misaki, request).body, "csrf")}};
  EXPECT_EQ(post(misaki, request, solve, elsewhere).status, 403);
  EXPECT_EQ(post(misaki, request, {{"act", "reply"}, {"body", "Hello"}}).status, 403);
  EXPECT_EQ(post(misaki, "/logout", {}).status, 403);
  const std::string login = written({{"email", "eve@example.com"}, {"password", "secret"}});
  EXPECT_EQ(send("POST", "/login", login, elsewhere).status, 403);
  EXPECT_EQ(send("POST", "/login", login, {{"Origin", "http://desk.example"}}).status, 303);
  EXPECT_EQ(requests_of("misaki"), 1);
  EXPECT_FALSE(has(get(misaki, request).body, "Hello"));
}

TEST_F(Filing, NotesAndForeignRequestsStayHidden) {
  const std::string misaki = log_in("misaki"), eve = log_in("eve"), request = file(misaki);
  by_agent(request, lifecycle::Verb::note, "between ourselves");
  by_agent(request, lifecycle::Verb::reply, "for everybody");
  const std::string own = get(misaki, request).body;
  EXPECT_TRUE(has(own, "for everybody"));
  EXPECT_FALSE(has(own, "between ourselves"));
  const auto foreign = get(eve, request), missing = get(eve, "/requests/999");
  EXPECT_EQ(foreign.status, 404);
  EXPECT_EQ(missing.status, 404);
  const auto without_address = [](std::string body, const std::string& address) {
    for (std::size_t at = body.find(address); at != std::string::npos; at = body.find(address))
      body.erase(at, address.size());
    return body;
  };
  EXPECT_EQ(without_address(foreign.body, request), without_address(missing.body, "/requests/999"));
  const std::string token = hidden(get(eve, form_address).body, "csrf");
  EXPECT_EQ(post(eve, request, {{"csrf", token}, {"act", "reply"}, {"body", "from Eve"}}).status, 404);
  EXPECT_FALSE(has(get(misaki, request).body, "from Eve"));
  EXPECT_EQ(get("", request).status, 303);
}

TEST_F(Filing, WhatPeopleTypeComesOutAsText) {
  add("mallory", ports::Role::customer, acme_, "<script>name</script>");
  const std::string mallory = log_in("mallory");
  Fields fields = incident(mallory);
  set(fields, "subject", "<script>subject</script>");
  set(fields, "description", "<script>words</script> \"><img src=x onerror=alert(1)> [x](javascript:alert(2))");
  const auto filed = post(mallory, "/requests/new", fields);
  ASSERT_EQ(filed.status, 303) << filed.body;
  const std::string address(filed.headers.find("Location").value_or(""));
  for (const std::string& page : {get(mallory, address).body, get(mallory, "/requests").body}) {
    EXPECT_TRUE(has(page, "&lt;script&gt;subject&lt;/script&gt;"));
    EXPECT_FALSE(has(page, "<script"));
    EXPECT_FALSE(has(page, "<img"));
    EXPECT_FALSE(has(page, "href=\"javascript:"));
  }
  EXPECT_TRUE(has(get(mallory, address).body, "&lt;script&gt;name&lt;/script&gt;"));
  set(fields, "machine", "");
  set(fields, "subject", "\"><script>again</script>");
  EXPECT_FALSE(has(post(mallory, "/requests/new", fields).body, "<script"));
  EXPECT_FALSE(has(send("GET", "/").body, "<b>mill"));
  EXPECT_FALSE(has(send("GET", "/login?return_to=%22%3E%3Cscript%3E").body, "<script"));
}

TEST_F(Filing, TheFormSaysWhatWillBePromisedAndThePageWhatIs) {
  const std::string misaki = log_in("misaki");
  const std::string form = get(misaki, form_address).body;
  EXPECT_TRUE(has(form, "First response: by 10:30 JST, within 30 min"));
  EXPECT_TRUE(has(form, "First response: by 12:00 JST, within 2 h"));
  const std::string page = get(misaki, file(misaki)).body;
  EXPECT_TRUE(has(page, "by 10:30 JST (30 min left)"));
  EXPECT_TRUE(has(page, "aria-label=\"First response: by 10:30 JST (30 min left)\""));
  const std::string program = send("GET", "/program/paper?language=ja").body;
  EXPECT_TRUE(has(program, "30 分以内"));
  EXPECT_TRUE(has(program, "2 時間以内（「工場の営業時間」の間で計測）"));
  EXPECT_TRUE(has(program, "2026年1月1日(木)"));
}

}  // namespace
}  // namespace yakusoku
