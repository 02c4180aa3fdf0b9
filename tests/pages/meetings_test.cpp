// rooms: adapters/pages adapters/access adapters/http adapters/shelf adapters/store adapters/engine_sqlite adapters/system desk core/program ports base
// A customer asks for a call from his request's page, reads when it is, and calls it off.

#include "pages_desk.hpp"

namespace yakusoku::pages_tests {
namespace {

class MeetingsPage : public PagesDesk {
 protected:
  void SetUp() override {
    PagesDesk::SetUp();
    std::vector<program::SourceFile> files;
    for (const std::string name : {"program.yaml", "days.yaml"})
      files.push_back({name, file_text("tests/programs/golden/" + name)});
    std::string& text = files.front().content;
    const std::string doors = "doors:\n";
    text.insert(text.find(doors) + doors.size(),
                "  screen: {title: {en: Screen sharing, ja: 画面共有}, may: [reply], out: yes}\n"
                "  hotline: {title: {en: Hotline, ja: 専用電話}, may: [reply], out: yes, when: {severity: 3}}\n");
    program_ = ProgramId{
        number([&](auto& t) { return desk::enact_program(t, shelf_, desk::Caller::desk(), {files}); }, "program")};
    desk::OpenTicket input;
    input.program = program_;
    input.kind = "incident";
    input.severity = "1";
    input.subject = "Port down";
    input.description = "Nothing reaches us.";
    input.requester = PersonId{person_id("boss")};
    ticket_ = number([&](auto& t) { return desk::open_ticket(t, shelf_, desk::Caller::desk(), input); }, "ticket");
    log_in("boss");
  }

  std::int64_t person_id(const std::string& name) {
    std::int64_t id = 0;
    (void)store_->read(
        [&](ports::Reader& reader) { id = reader.person_by_address(name + "@example.com")->id.value; });
    return id;
  }
  std::string path() const { return "/requests/" + std::to_string(ticket_); }
  http::Response does(std::vector<std::pair<std::string, std::string>> fields) {
    const auto page = get(path());
    fields.insert(fields.begin(), {{"csrf", hidden(page, "csrf")}, {"key", hidden(page, "key")}});
    return post(path(), fields);
  }

  ProgramId program_;
  std::int64_t ticket_ = 0;
};

TEST_F(MeetingsPage, what_is_his_may_be_asked_for_and_called_off) {
  const std::string before = get(path()).body;
  EXPECT_NE(before.find("<option value=\"door screen\">Screen sharing</option>"), std::string::npos);
  EXPECT_EQ(before.find("Hotline"), std::string::npos);
  const auto asked =
      does({{"act", "meet"}, {"meeting", "door screen"}, {"wished", ""}, {"body", "Please look with me."}});
  ASSERT_EQ(303, asked.status) << asked.body;
  const std::string after = get(path()).body;
  EXPECT_NE(after.find("asked for; we will propose a time"), std::string::npos) << after;
  EXPECT_NE(after.find("Please look with me."), std::string::npos);
  ASSERT_EQ(303, does({{"act", "call_off 1"}}).status);
  EXPECT_NE(get(path()).body.find("called off"), std::string::npos);
}

TEST_F(MeetingsPage, what_is_not_his_is_refused_with_its_clause) {
  const auto refused = does({{"act", "meet"}, {"meeting", "door hotline"}, {"body", "Call me."}});
  EXPECT_EQ(422, refused.status);
  EXPECT_NE(refused.body.find("doors.hotline.when.severity"), std::string::npos) << refused.body;
  EXPECT_NE(refused.body.find("Call me."), std::string::npos) << "what he wrote stays";
  EXPECT_EQ(422, does({{"act", "meet"}, {"meeting", ""}, {"body", "x"}}).status);
  EXPECT_EQ(422, does({{"act", "call_off 7"}}).status);
}

class EvidencePage : public PagesDesk {
 protected:
  void SetUp() override {
    PagesDesk::SetUp();
    const std::vector<program::SourceFile> files{
        {"program.yaml", file_text("tests/programs/complete_evidence/program.yaml")}};
    desk::OpenTicket input;
    input.program = ProgramId{
        number([&](auto& t) { return desk::enact_program(t, shelf_, desk::Caller::desk(), {files}); }, "program")};
    input.kind = "failure";
    input.subject = "Backup failed";
    input.description = "Last night.";
    input.values.push_back(tickets::Value::of("job", std::string("17")));
    (void)store_->read(
        [&](ports::Reader& reader) { input.requester = reader.person_by_address("boss@example.com")->id; });
    ticket_ = number([&](auto& t) { return desk::open_ticket(t, shelf_, desk::Caller::desk(), input); }, "ticket");
    log_in("boss");
  }
  std::string shown() { return get("/requests/" + std::to_string(ticket_)).body; }
  std::int64_t ticket_ = 0;
};

TEST_F(EvidencePage, what_is_asked_for_is_listed_with_by_when_it_is_awaited) {
  const std::string before = shown();
  EXPECT_NE(before.find("0 of 1 sent"), std::string::npos) << before;
  EXPECT_NE(before.find("name=\"file:log\""), std::string::npos);
  EXPECT_EQ(before.find("Awaited"), std::string::npos) << "nobody has asked for it yet";
  desk::Caller agent;
  agent.person = PersonId{agent_};
  agent.role = ports::Role::agent;
  agent.door = "desk";
  desk::ChangeTicket ask;
  ask.ticket = TicketId{ticket_};
  ask.act.verb = lifecycle::Verb::reply;
  ask.act.asks = true;
  ask.words.text = "Please send us the log.";
  number([&](auto& t) { return desk::change_ticket(t, shelf_, agent, ask); }, "ticket");
  EXPECT_NE(shown().find("Awaited by "), std::string::npos);
  // Sent from the same page, it has come, and nothing is awaited any more.
  const auto page = get("/requests/" + std::to_string(ticket_));
  std::string body;
  for (const auto& [name, value] :
       http::Pairs{{"csrf", hidden(page, "csrf")}, {"key", "evidence"}, {"act", "evidence"}})
    body += "--xYx\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
  body +=
      "--xYx\r\nContent-Disposition: form-data; name=\"file:log\"; filename=\"backup.log\"\r\n"
      "Content-Type: text/plain\r\n\r\nno space left\r\n--xYx--\r\n";
  const auto sent = send("POST", "/requests/" + std::to_string(ticket_), body,
                         {{"Content-Type", "multipart/form-data; boundary=xYx"}});
  EXPECT_EQ(sent.status, 303) << sent.body;
  const std::string after = shown();
  EXPECT_NE(after.find("1 of 1 sent"), std::string::npos) << after;
  EXPECT_EQ(after.find("Awaited by "), std::string::npos);
  EXPECT_EQ(after.find("name=\"file:log\""), std::string::npos);
}

}  // namespace
}  // namespace yakusoku::pages_tests
