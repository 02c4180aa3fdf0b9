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

}  // namespace
}  // namespace yakusoku::pages_tests
