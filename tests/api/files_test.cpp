// rooms: adapters/api adapters/access adapters/shelf adapters/store adapters/engine_postgres adapters/engine_sqlite adapters/system desk
// Files on the wire as Zendesk's clients send and fetch them, and who gets them.

#include "api_desk.hpp"

namespace yakusoku::api_tests {
namespace {

const std::string picture = std::string("\x89PNG\r\n\x1a\n") + "dots";

class FilesApi : public ApiDesk {
 protected:
  Answered upload(const std::string& who, const std::string& name, const std::string& content,
                  const std::string& type = "application/binary", const std::string& more = {}) {
    return call(who, "POST", "/uploads.json?filename=" + name + more, content, {{"Content-Type", type}});
  }
  std::string token(const std::string& who, const std::string& name, const std::string& content,
                    const std::string& type = "application/binary") {
    const Answered answered = upload(who, name, content, type);
    EXPECT_EQ(answered.status, 201) << answered.body;
    const Json found = answered.at({"upload", "token"});
    return found.is_string() ? found.string() : std::string();
  }
  Answered comment(const std::string& who, const std::string& ticket, const std::string& rest) {
    return call(who, "PUT", "/tickets/" + ticket + ".json",
                R"({"ticket":{"comment":{"body":"See this.",)" + rest + "}}}");
  }
  static std::string uploads(const std::string& word) { return R"("uploads":[")" + word + "\"]"; }
  Json newest(const std::string& who, const std::string& ticket) {
    const auto comments = get(who, "/tickets/" + ticket + "/comments.json").list({"comments"});
    if (comments.empty()) return {};
    const Json* files = comments.back().find("attachments");
    return files && !files->items().empty() ? files->items().front() : Json();
  }
  // Where a client would go for it.
  Answered fetch(const std::string& who, const Json& file, Fields headers = {}) {
    const std::string url = file.get_string("content_url").value_or("");
    const std::string base = "http://desk.example:8080";
    EXPECT_TRUE(url.starts_with(base)) << url;
    headers.emplace_back("Authorization", "Bearer token-" + who);
    return send("GET", *http::percent_decode(url.substr(std::min(url.size(), base.size()))), "", headers);
  }
  static Json at(const Json& json, std::string_view name) {
    const Json* found = json.find(name);
    return found ? *found : Json();
  }
};

TEST_F(FilesApi, an_upload_goes_with_a_comment_and_comes_back_byte_for_byte) {
  const std::string ticket = open_ticket();
  const Answered sent = upload("misaki", "%E9%9A%9C%E5%AE%B3.png", picture, "image/png");
  ASSERT_EQ(sent.status, 201) << sent.body;
  EXPECT_EQ(sent.at({"upload", "attachment", "file_name"}), Json("障害.png"));
  EXPECT_EQ(sent.at({"upload", "attachment", "size"}), Json(static_cast<std::int64_t>(picture.size())));
  EXPECT_EQ(sent.at({"upload", "expires_at"}), Json("2026-11-25T01:00:00Z"));
  ASSERT_EQ(comment("misaki", ticket, uploads(sent.at({"upload", "token"}).string())).status, 200);
  const Json file = newest("misaki", ticket);
  EXPECT_EQ(at(file, "file_name"), Json("障害.png"));
  EXPECT_EQ(at(file, "content_type"), Json("image/png"));
  const Answered got = fetch("misaki", file);
  EXPECT_EQ(got.status, 200);
  EXPECT_EQ(got.body, picture);
  EXPECT_EQ(got.header("Content-Type"), "image/png");
  EXPECT_TRUE(got.header("Content-Disposition").starts_with("inline; "));
  EXPECT_EQ(got.header("X-Content-Type-Options"), "nosniff");
  EXPECT_TRUE(got.header("Content-Security-Policy").contains("sandbox"));
  EXPECT_TRUE(got.header("Cache-Control").starts_with("private"));
  EXPECT_EQ(fetch("misaki", file, {{"If-None-Match", got.header("ETag")}}).status, 304);
  EXPECT_EQ(fetch("eve", file, {{"If-None-Match", got.header("ETag")}}).status, 404);
  const std::string id = std::to_string(at(file, "id").integer());
  EXPECT_EQ(get("emma", "/attachments/" + id + ".json").at({"attachment"}), newest("emma", ticket));
  EXPECT_EQ(get("eve", "/attachments/" + id + ".json").status, 404);
  EXPECT_EQ(get("emma", "/attachments/4711.json").status, 404);
}

TEST_F(FilesApi, a_body_said_to_be_json_is_still_a_file_and_a_form_is_taken_apart) {
  const std::string word = token("emma", "a.json", "{not json", "application/json");
  EXPECT_EQ(blobs_.get(to_hex(sha256("{not json"))).value_or(""), "{not json");
  const std::string form =
      "--b\r\nContent-Disposition: form-data; name=\"uploaded_data\"; filename=\"x.log\"\r\n"
      "Content-Type: text/plain\r\n\r\nline\r\n--b\r\nContent-Disposition: form-data; name=\"filename\"\r\n\r\n"
      "y.log\r\n--b--\r\n";
  const Answered ruby =
      call("emma", "POST", "/uploads.json", form, {{"Content-Type", "multipart/form-data; boundary=b"}});
  EXPECT_EQ(ruby.status, 201) << ruby.body;
  EXPECT_EQ(ruby.at({"upload", "attachment", "file_name"}), Json("y.log"));
  EXPECT_EQ(ruby.at({"upload", "attachment", "content_type"}), Json("text/plain"));
  const Answered second = upload("emma", "b.txt", "two", "text/plain", "&token=" + word);
  EXPECT_EQ(second.list({"upload", "attachments"}).size(), 2u);
  EXPECT_EQ(second.at({"upload", "attachment", "file_name"}), Json("b.txt"));
  const std::string ticket = open_ticket();
  ASSERT_EQ(comment("emma", ticket, R"("uploads":")" + word + "\"").status, 200) << "a bare token is one too";
  const auto comments = get("emma", "/tickets/" + ticket + "/comments").list({"comments"});
  EXPECT_EQ(at(comments.back(), "attachments").items().size(), 2u);
}

TEST_F(FilesApi, an_upload_of_another_is_no_upload) {
  const std::string ticket = open_ticket();
  const std::string word = token("emma", "a.txt", "hers");
  const std::int64_t before = head();
  const Answered refused = comment("misaki", ticket, uploads(word));
  EXPECT_EQ(refused.status, 422);
  EXPECT_FALSE(refused.at({"details", "uploads"}).is_null());
  EXPECT_EQ(head(), before);
  EXPECT_EQ(upload("misaki", "b.txt", "x", "text/plain", "&token=" + word).status, 422);
  EXPECT_EQ(send("GET", "/uploads/" + word + "/1", "", {{"Authorization", "Bearer token-misaki"}}).status, 404);
  EXPECT_EQ(send("GET", "/uploads/" + word + "/1", "", {{"Authorization", "Bearer token-emma"}}).body, "hers");
  EXPECT_EQ(send("GET", "/uploads/" + word + "/2", "", {{"Authorization", "Bearer token-emma"}}).status, 404);
  EXPECT_EQ(call("misaki", "DELETE", "/uploads/" + word + ".json").status, 404);
  const Answered gone = call("emma", "DELETE", "/uploads/" + word + ".json");
  EXPECT_EQ(gone.status, 204);
  EXPECT_EQ(gone.body, "");
  EXPECT_EQ(comment("emma", ticket, uploads(word)).status, 422);
  EXPECT_EQ(send("POST", "/api/v2/uploads?filename=a", "x", {}).status, 401);
}

TEST_F(FilesApi, a_notes_file_is_ours_alone_and_nobody_learns_of_it) {
  const std::string ticket = open_ticket();
  ASSERT_EQ(comment("emma", ticket, R"("public":false,)" + uploads(token("emma", "plan.txt", "secret"))).status, 200);
  const Json file = newest("emma", ticket);
  EXPECT_EQ(fetch("emma", file).body, "secret");
  EXPECT_EQ(fetch("noor", file).status, 200);
  const Answered denied = fetch("misaki", file);
  EXPECT_EQ(denied.status, 404);
  const std::string none = "/attachments/4711/plan.txt";
  EXPECT_EQ(denied.body, send("GET", none, "", {{"Authorization", "Bearer token-misaki"}}).body);
  // Nobody at all is sent to the log-in, whether it is there or not.
  const std::string path = "/attachments/" + std::to_string(at(file, "id").integer()) + "/plan.txt";
  for (const std::string& each : {path, none}) {
    const Answered anonymous = send("GET", each, "", {});
    EXPECT_EQ(anonymous.status, 303);
    EXPECT_EQ(anonymous.header("Location"), "/login?return_to=" + http::percent_encode(each));
    EXPECT_EQ(send("GET", each, "", {{"Authorization", "Bearer wrong"}}).status, 401);
  }
}

TEST_F(FilesApi, what_a_browser_could_run_is_only_downloaded) {
  const std::string ticket = open_ticket();
  for (const auto& [name, type] : std::vector<std::pair<std::string, std::string>>{{"a.html", "text/html"},
                                                                                   {"a.svg", "image/svg+xml"},
                                                                                   {"a.xml", "application/xml"},
                                                                                   {"a.png", "image/png"},
                                                                                   {"a.js", "text/javascript"},
                                                                                   {"a.pdf", "application/pdf"},
                                                                                   {"a.php.jpg", "image/jpeg"}}) {
    const std::string word = token("misaki", name, "<script>alert(1)</script>", type);
    ASSERT_EQ(comment("misaki", ticket, uploads(word)).status, 200) << name;
    const Answered got = fetch("emma", newest("emma", ticket));
    EXPECT_TRUE(got.header("Content-Disposition").starts_with("attachment; ")) << name;
    EXPECT_EQ(got.header("X-Content-Type-Options"), "nosniff");
    EXPECT_TRUE(got.header("Content-Security-Policy").contains("sandbox"));
    if (type.contains("html") || type.contains("xml") || type.contains("script")) {
      EXPECT_EQ(got.header("Content-Type"), "application/octet-stream") << name;
    }
  }
}

TEST_F(FilesApi, a_name_is_no_path_and_breaks_no_header) {
  for (const auto& [sent, kept] :
       std::vector<std::pair<std::string, std::string>>{{"..%2F..%2Fetc%2Fpasswd", "passwd"},
                                                        {"a%0D%0ASet-Cookie%3A%20x", "aSet-Cookie_ x"},
                                                        {"%E2%80%AEgnp.exe", "gnp.exe"},
                                                        {"%2F", "file"}}) {
    const Answered answered = upload("misaki", sent, "x");
    EXPECT_EQ(answered.status, 201) << sent << answered.body;
    EXPECT_EQ(answered.at({"upload", "attachment", "file_name"}), Json(kept));
  }
  EXPECT_EQ(call("misaki", "POST", "/uploads", "x").status, 422) << "a file has a name";
}

TEST_F(FilesApi, limits_have_codes_and_a_full_disk_is_said) {
  const auto route = router_.find("POST", "/api/v2/uploads");
  ASSERT_NE(route.route, nullptr);
  EXPECT_EQ(route.route->options.body_limit, (std::size_t{50} << 20) + 64 * 1024);
  EXPECT_EQ(upload("misaki", "big.bin", std::string((std::size_t{50} << 20) + 1, 'x')).status, 413);
  const std::string ticket = open_ticket();
  std::string words;
  for (int i = 0; i < 21; ++i) words += (i ? ",\"" : "\"") + token("misaki", "n.txt", std::to_string(i)) + "\"";
  EXPECT_EQ(comment("misaki", ticket, R"("uploads":[)" + words + "]").status, 422);
  EXPECT_EQ(comment("misaki", ticket, R"("uploads":{"a":1})").status, 422);
  EXPECT_EQ(comment("misaki", ticket, R"("uploads":[1])").status, 422);
  blobs_.refuse = true;
  EXPECT_EQ(upload("misaki", "a.txt", "not yet known").status, 503);
}

TEST_F(FilesApi, who_uploads_without_end_is_told_to_wait) {
  Answered last;
  for (int i = 0; i < 301; ++i) last = upload("eve", "n.txt", "x");
  EXPECT_EQ(last.status, 429);
  EXPECT_NE(last.header("Retry-After"), "");
}

TEST_F(FilesApi, a_redacted_file_is_gone_and_its_place_stays) {
  const std::string ticket = open_ticket();
  ASSERT_EQ(comment("misaki", ticket, uploads(token("misaki", "passport.png", picture, "image/png"))).status, 200);
  const Json file = newest("emma", ticket);
  const auto comments = get("emma", "/tickets/" + ticket + "/comments").list({"comments"});
  const std::string path = "/tickets/" + ticket + "/comments/" + std::to_string(at(comments.back(), "id").integer()) +
                           "/attachments/" + std::to_string(at(file, "id").integer()) + "/redact.json";
  EXPECT_EQ(call("misaki", "PUT", path).status, 403);
  EXPECT_EQ(call("emma", "PUT", "/tickets/" + ticket + "/comments/1/attachments/1/redact").status, 404);
  const Answered redacted = call("emma", "PUT", path);
  EXPECT_EQ(redacted.status, 200) << redacted.body;
  EXPECT_EQ(redacted.at({"attachment", "file_name"}), Json("redacted"));
  EXPECT_EQ(redacted.at({"attachment", "deleted"}), Json(true));
  EXPECT_TRUE(redacted.at({"attachment", "content_url"}).is_null());
  EXPECT_EQ(fetch("emma", file).status, 404);
  EXPECT_EQ(at(newest("misaki", ticket), "file_name"), Json("redacted"));
}

TEST_F(FilesApi, the_workspaces_own_acts_take_files_and_its_screen_shows_them) {
  const std::string ticket = open_ticket();
  const std::string one = token("emma", "one.txt", "1"), two = token("emma", "two.txt", "2");
  EXPECT_EQ(call("emma", "POST", "/tickets/" + ticket + "/replies", R"({"body":"",)" + uploads(one) + "}").status,
            200);
  EXPECT_EQ(call("emma", "POST", "/tickets/" + ticket + "/notes", R"({"body":"n",)" + uploads(two) + "}").status,
            200);
  const auto conversation = get("emma", "/desk/tickets/" + ticket).list({"conversation"});
  ASSERT_EQ(conversation.size(), 3u);
  EXPECT_EQ(at(at(conversation[1], "attachments").items().front(), "file_name"), Json("one.txt"));
  EXPECT_EQ(at(conversation[2], "attachments").items().size(), 1u);
}

TEST_F(FilesApi, a_mail_is_shown_as_it_was_sent_without_script_and_without_being_traced) {
  const std::string ticket = open_ticket();
  const std::string hash = *blobs_.put(picture);
  desk::Caller caller;
  caller.person = PersonId{customer_};
  caller.door = "mail";
  desk::ChangeTicket change;
  change.ticket = TicketId{std::stoll(ticket)};
  change.act.verb = lifecycle::Verb::message;
  change.words.text = "# not a heading";
  change.words.source = 5;
  change.words.folded = "> quoted";
  change.words.html = R"(<p>Hi <img src="cid:a&amp;b@mail"><img data-held-src="https://track.example/p.gif"></p>)";
  desk::NewAttachment inside;
  inside.name = "shot.png";
  inside.type = "image/png";
  inside.size = static_cast<std::int64_t>(picture.size());
  inside.blob = hash;
  inside.content_id = "a&b@mail";
  inside.inside_text = true;
  change.words.files = {inside};
  number([&](auto& t) { return desk::change_ticket(t, shelf_, caller, change); }, "ticket");
  const auto conversation = get("emma", "/desk/tickets/" + ticket).list({"conversation"});
  const Json message = conversation.back();
  EXPECT_EQ(at(message, "html"), Json("<p># not a heading</p>"));
  EXPECT_EQ(at(message, "folded"), Json("> quoted"));
  EXPECT_EQ(at(message, "held_images"), Json(true));
  const std::string path = at(message, "as_sent").string();
  const Answered page = send("GET", path, "", {{"Authorization", "Bearer token-emma"}});
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(page.body.contains("src=\"/attachments/")) << page.body;
  EXPECT_FALSE(page.body.contains("<img src=\"https:"));
  const std::string policy = page.header("Content-Security-Policy");
  EXPECT_TRUE(policy.contains("default-src 'none'") && policy.contains("sandbox") &&
              !policy.contains("allow-scripts"));
  EXPECT_FALSE(policy.contains("https:"));
  EXPECT_EQ(page.header("Referrer-Policy"), "no-referrer");
  const Answered shown = send("GET", path + "?images=1", "", {{"Authorization", "Bearer token-emma"}});
  EXPECT_TRUE(shown.body.contains("<img src=\"https://track.example/p.gif\""));
  EXPECT_EQ(send("GET", path, "", {{"Authorization", "Bearer token-eve"}}).status, 404);
  EXPECT_EQ(
      send("GET", "/api/v2/tickets/" + ticket + "/comments/1/html", "", {{"Authorization", "Bearer token-emma"}})
          .status,
      404);
}

}  // namespace
}  // namespace yakusoku::api_tests
