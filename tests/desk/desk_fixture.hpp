#pragma once
// A desk over SQLite in memory under the golden program: an agent, a light agent, two customers of ACME and a stranger.

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "../engines/test_database.hpp"
#include "adapters/shelf/locked_shelf.hpp"
#include "adapters/store/verify.hpp"
#include "adapters/system/dice.hpp"
#include "adapters/system/test_clock.hpp"
#include "desk/views.hpp"

namespace yakusoku {
using desk::Caller;
using lifecycle::Verb;
using ports::Answer;

inline std::string content_of(const std::string& path) {
  std::ifstream stream(std::string(YAKUSOKU_SOURCE_DIR) + "/" + path);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

class Desk : public ::testing::Test {
 protected:
  void SetUp() override {
    store_ = std::make_unique<tests::TestStore>(engine_, time_, dice_);
    const std::vector<program::SourceFile> files = program_files();
    program_ = ProgramId{
        number(run([&](auto& t) { return desk::enact_program(t, shelf_, Caller::desk(), {files}); }), "program")};
    ports::OrganizationRow acme;
    acme.name = "ACME";
    acme.zone = "Asia/Tokyo";
    acme_ = OrganizationId{
        number(run([&](auto& t) { return desk::create_organization(t, Caller::desk(), acme); }), "organization")};
    agent_ = add("Emma", ports::Role::agent, {});
    light_ = add("Noor", ports::Role::light_agent, {});
    customer_ = add("Misaki", ports::Role::customer, acme_);
    colleague_ = add("Ken", ports::Role::customer, acme_);
    stranger_ = add("Eve", ports::Role::customer, {});
  }

  virtual std::vector<program::SourceFile> program_files() {
    std::vector<program::SourceFile> files;
    for (const char* name : {"program.yaml", "days.yaml"})
      files.push_back({name, content_of(std::string("tests/programs/golden/") + name)});
    files.front().content += further_rules();
    return files;
  }

  // More of the program, for what golden does not have.
  virtual std::string further_rules() const { return {}; }

  Caller add(const std::string& name, ports::Role role, OrganizationId organization) {
    desk::NewPerson person;
    person.name = name;
    person.email = name + "@example.com";
    person.role = role;
    person.organization = organization;
    Caller caller;
    caller.person =
        PersonId{number(run([&](auto& t) { return desk::create_person(t, Caller::desk(), person); }), "person")};
    caller.role = role;
    caller.organization = organization;
    caller.door = ports::is_staff(role) ? "desk" : "portal";
    return caller;
  }

  Result<Answer> run(std::function<Result<Answer>(ports::Transaction&)> body, std::string key = {}) {
    std::vector<ports::Command> commands(1);
    commands[0].key = std::move(key);
    commands[0].run = std::move(body);
    return store_->run(commands).front().answer;
  }

  static std::int64_t number(const Result<Answer>& answer, std::string_view name) {
    if (!answer)
      ADD_FAILURE() << entry_of(answer.error().code).name << " " << answer.error().field << " "
                    << answer.error().detail;
    return answer ? parse_json(answer->body)->get_integer(name).value_or(0) : 0;
  }

  desk::OpenTicket incident() const {
    desk::OpenTicket input;
    input.program = program_;
    input.kind = "incident";
    input.severity = "1";
    input.subject = "Port down";
    input.description = "Nothing reaches us.";
    return input;
  }

  TicketId open() {
    return TicketId{
        number(run([&](auto& t) { return desk::open_ticket(t, shelf_, customer_, incident()); }), "ticket")};
  }

  Result<Answer> act(const Caller& caller, TicketId ticket, Verb verb, std::string words = {},
                     std::function<void(lifecycle::Act&)> fill = {}) {
    desk::ChangeTicket change;
    change.ticket = ticket;
    change.act.verb = verb;
    change.words.text = std::move(words);
    if (fill) fill(change.act);
    return run([&](auto& t) { return desk::change_ticket(t, shelf_, caller, change); });
  }

  ErrorCode code_of(const Result<Answer>& answer) {
    EXPECT_FALSE(answer.has_value());
    return answer ? ErrorCode::internal : answer.error().code;
  }

  desk::TicketView view(const Caller& caller, TicketId ticket) {
    desk::TicketView result;
    (void)store_->read([&](ports::Reader& reader) {
      auto seen = desk::view_ticket(reader, shelf_, caller, ticket, time_.now());
      if (seen) result = std::move(*seen);
    });
    return result;
  }

  std::string state(const Caller& caller, TicketId ticket, std::string_view clock) {
    for (const desk::ClockView& each : view(caller, ticket).clocks)
      if (each.clock == clock) return each.state;
    return "none";
  }

  void wake_all() {
    for (;;) {
      std::vector<std::pair<TicketId, Instant>> due;
      (void)store_->read([&](ports::Reader& reader) { due = reader.due_wakes(time_.now(), 1); });
      if (due.empty()) return;
      ASSERT_TRUE(run([&](auto& t) { return desk::wake_ticket(t, shelf_, due[0].first); }));
    }
  }

  system::TestClock time_{*from_iso("2026-11-24T01:00:00Z")};
  system::SeededDice dice_{7};
  tests::TestEngine engine_;
  store::Database* database_ = &engine_.first();
  std::unique_ptr<ports::Store> store_;
  shelf::LockedShelf shelf_;
  ProgramId program_;
  OrganizationId acme_;
  Caller agent_, light_, customer_, colleague_, stranger_;
};

}  // namespace yakusoku
