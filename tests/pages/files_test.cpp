// rooms: adapters/pages adapters/shelf adapters/store adapters/engine_sqlite adapters/system desk core/lifecycle
// Files in forms without script: sent with a request or an answer, kept when the form is refused, shown beside the words.

#include "desk/views.hpp"
#include "pages_desk.hpp"

namespace yakusoku::pages_tests {
namespace {

struct Part {
  std::string field, name, content, type = "text/plain";
};

std::string multipart(const http::Pairs& fields, const std::vector<Part>& files, const std::string& boundary = "xYx") {
  std::string body;
  for (const auto& [name, value] : fields)
    body += "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
  for (const Part& each : files) {
    body += "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + each.field + "\"; filename=\"" + each.name +
            "\"\r\nContent-Type: " + each.type + "\r\n\r\n" + each.content + "\r\n";
  }
  return body + "--" + boundary + "--\r\n";
}

class FilesPages : public PagesDesk {
 protected:
  http::Response submit(const std::string& target, const http::Pairs& fields, const std::vector<Part>& files,
                        const std::string& boundary = "xYx") {
    return send_as("multipart/form-data; boundary=" + boundary, target, multipart(fields, files, boundary));
  }
  http::Response send_as(const std::string& type, const std::string& target, const std::string& body) {
    return send("POST", target, body, {{"Content-Type", type}});
  }
  std::string form_path(const std::string& kind = "incident") const {
    return "/requests/new?brand=" + key_ + "&kind=" + kind;
  }
  // What the page's hidden inputs carry over.
  http::Pairs kept(const http::Response& page) {
    http::Pairs fields;
    const std::string before = "name=\"kept\" value=\"";
    for (std::size_t at = page.body.find(before); at != std::string::npos; at = page.body.find(before, at + 1)) {
      const std::size_t from = at + before.size();
      fields.emplace_back("kept", page.body.substr(from, page.body.find('"', from) - from));
    }
    return fields;
  }
  // A program whose inquiries ask for traces.
  void ask_for_traces() {
    std::string text = file_text("tests/programs/golden/program.yaml");
    const std::string title = "    title: {en: General inquiry, ja: 一般的なお問い合わせ}\n";
    const std::size_t at = text.find(title);
    ASSERT_NE(at, std::string::npos);
    text.insert(at, "    form: [traces, subject, description]\n");
    text += "facts:\n  traces: {title: {en: Traces, ja: トレース}, type: file, from: customer}\n";
    const std::vector<program::SourceFile> files{{"program.yaml", text},
                                                 {"days.yaml", file_text("tests/programs/golden/days.yaml")}};
    number([&](auto& t) { return desk::enact_program(t, shelf_, desk::Caller::desk(), {files}); }, "program");
  }
};

TEST_F(FilesPages, files_come_with_a_request_and_stand_beside_its_words) {
  log_in("misaki");
  const auto form = get(form_path());
  EXPECT_TRUE(form.body.contains("enctype=\"multipart/form-data\""));
  EXPECT_TRUE(form.body.contains("type=\"file\" name=\"files\" multiple"));
  const auto answer = submit("/requests/new", filled(form),
                             {{"files", "障害<b>.png", "dots", "image/png"}, {"files", "a.log", std::string(2000, 'x')}});
  ASSERT_EQ(answer.status, 303) << answer.body;
  const auto page = get(header(answer, "Location"));
  EXPECT_TRUE(page.body.contains("障害_b_.png"));
  EXPECT_TRUE(page.body.contains("/attachments/1/%E9%9A%9C%E5%AE%B3_b_.png"));
  EXPECT_TRUE(page.body.contains("<img src=\"/attachments/1/"));
  EXPECT_FALSE(page.body.contains("<img src=\"/attachments/2/"));
  EXPECT_TRUE(page.body.contains("2.0 KB"));
  EXPECT_EQ(blobs_.count(), 2u);
}

TEST_F(FilesPages, an_answer_may_be_a_file_alone) {
  log_in("misaki");
  const std::string path = file_one();
  const auto page = get(path);
  const auto answer = submit(path, {{"csrf", hidden(page, "csrf")}, {"key", hidden(page, "key")}, {"body", ""}, {"act", "reply"}},
                             {{"files", "trace.txt", "hops"}});
  ASSERT_EQ(answer.status, 303) << answer.body;
  EXPECT_TRUE(get(path).body.contains("trace.txt"));
  log_in("eve");
  EXPECT_EQ(get(path).status, 404);
}

TEST_F(FilesPages, a_refused_form_keeps_its_files) {
  log_in("misaki");
  auto fields = filled(get(form_path()));
  for (auto& [name, value] : fields)
    if (name == "subject") value.clear();
  const auto refused = submit("/requests/new", fields, {{"files", "one.txt", "1"}});
  EXPECT_EQ(refused.status, 422);
  EXPECT_TRUE(refused.body.contains("添付済み: one.txt")) << refused.body;
  for (auto& [name, value] : fields)
    if (name == "subject") value = "Again";
  for (auto& each : kept(refused)) fields.push_back(each);
  const auto answer = submit("/requests/new", fields, {{"files", "two.txt", "2"}});
  ASSERT_EQ(answer.status, 303) << answer.body;
  const auto page = get(header(answer, "Location"));
  EXPECT_TRUE(page.body.contains("one.txt") && page.body.contains("two.txt"));
  // A token that is not his brings nothing.
  log_in("ken");
  auto stolen = filled(get(form_path()));
  stolen.emplace_back("kept", "files 0123456789");
  EXPECT_EQ(submit("/requests/new", stolen, {}).status, 422);
}

TEST_F(FilesPages, sent_twice_it_is_done_once_whatever_the_boundary) {
  log_in("misaki");
  const auto fields = filled(get(form_path()));
  const auto first = submit("/requests/new", fields, {{"files", "a.txt", "a"}}, "one");
  const auto second = submit("/requests/new", fields, {{"files", "a.txt", "a"}}, "two");
  ASSERT_EQ(first.status, 303);
  EXPECT_EQ(second.status, 303);
  EXPECT_EQ(header(second, "Location"), header(first, "Location"));
  EXPECT_EQ(submit("/requests/new", fields, {{"files", "a.txt", "other"}}).status, 422) << "the key with another content";
}

TEST_F(FilesPages, what_the_program_asks_for_is_a_field_of_its_own) {
  ask_for_traces();
  log_in("misaki");
  const auto form = get(form_path("inquiry"));
  EXPECT_TRUE(form.body.contains("name=\"file:traces\" multiple required"));
  auto fields = filled(form);
  for (auto& [name, value] : fields)
    if (name == "kind") value = "inquiry";
  const auto missing = submit("/requests/new", fields, {});
  EXPECT_EQ(missing.status, 422);
  const auto answer = submit("/requests/new", fields, {{"file:traces", "hops.txt", "1 2 3"}});
  ASSERT_EQ(answer.status, 303) << answer.body;
  EXPECT_TRUE(get(header(answer, "Location")).body.contains("hops.txt"));
  const TicketId ticket{std::stoll(header(answer, "Location").substr(10))};
  ASSERT_TRUE(store_->read([&](ports::Reader& reader) {
    desk::Caller agent;
    agent.person = PersonId{agent_};
    agent.role = ports::Role::agent;
    const auto view = desk::view_ticket(reader, shelf_, agent, ticket, time_.now());
    EXPECT_EQ(view->request.ticket.word("traces"), "1");
  }));
}

TEST_F(FilesPages, too_many_files_and_a_full_disk_are_said_beside_the_form) {
  log_in("misaki");
  const auto form = get(form_path());
  std::vector<Part> many;
  for (int i = 0; i < 21; ++i) many.push_back({"files", "n" + std::to_string(i), std::to_string(i)});
  const auto refused = submit("/requests/new", filled(form), many);
  EXPECT_EQ(refused.status, 422);
  EXPECT_TRUE(refused.body.contains("Port &lt;b&gt;down&lt;/b&gt;")) << "the words are not lost";
  blobs_.refuse = true;
  EXPECT_EQ(submit("/requests/new", filled(form), {{"files", "a", "new"}}).status, 503);
  EXPECT_EQ(router_.find("POST", "/requests/new").route->options.body_limit, std::size_t{51} << 20);
  EXPECT_EQ(router_.find("POST", "/requests/{id}").route->options.body_limit, std::size_t{51} << 20);
  EXPECT_EQ(router_.find("POST", "/login").route->options.body_limit, 0u);
}

TEST_F(FilesPages, a_mail_shows_its_words_as_text_and_its_history_folded) {
  log_in("misaki");
  const std::string path = file_one();
  desk::Caller caller;
  caller.person = PersonId{agent_};
  caller.role = ports::Role::agent;
  desk::ChangeTicket change;
  change.ticket = TicketId{std::stoll(path.substr(10))};
  change.act.verb = lifecycle::Verb::reply;
  change.words.text = "# plain\nline";
  change.words.source = 3;
  change.words.folded = "> <script>quoted</script>";
  desk::NewAttachment inside;
  inside.name = "note.txt";
  inside.type = "text/plain";
  inside.size = 5;
  inside.blob = "hash";
  change.words.files = {inside};
  number([&](auto& t) { return desk::change_ticket(t, shelf_, caller, change); }, "ticket");
  const auto page = get(path);
  EXPECT_TRUE(page.body.contains("<p># plain<br>\nline</p>"));
  EXPECT_TRUE(page.body.contains("<details class=\"folded\"><summary>引用された過去のメール</summary>"));
  EXPECT_TRUE(page.body.contains("&gt; &lt;script&gt;quoted"));
  EXPECT_TRUE(page.body.contains("note.txt"));
  caller.role = ports::Role::admin;
  number([&](auto& t) { return desk::redact_attachment(t, caller, AttachmentId{1}, "personal"); }, "attachment");
  const auto redacted = get(path);
  EXPECT_FALSE(redacted.body.contains("note.txt"));
  EXPECT_TRUE(redacted.body.contains("削除されたファイル"));
}

}  // namespace
}  // namespace yakusoku::pages_tests
