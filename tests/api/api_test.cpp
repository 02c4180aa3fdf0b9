// rooms: adapters/api adapters/access adapters/shelf adapters/store adapters/engine_postgres adapters/engine_sqlite adapters/system desk
// Who gets in, who sees and does what, and how a refusal looks.

#include "api_desk.hpp"

namespace yakusoku::api_tests {
namespace {

// "user:password" of the addresses below, as base64 has it.
std::string basic(const std::string& text) {
  static constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < text.size(); i += 3) {
    unsigned bits = 0;
    for (std::size_t k = 0; k < 3; ++k)
      bits = bits << 8 | (i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k) out += i + k > text.size() ? '=' : alphabet[bits >> (18 - 6 * k) & 63U];
  }
  return "Basic " + out;
}

TEST_F(ApiDesk, nobody_gets_in_without_saying_who_he_is) {
  const std::string ticket = open_ticket();
  for (const std::string path : {"/users/me", "/tickets", "/desk/me", "/desk/queue", "/desk/events", "/requests"})
    EXPECT_EQ(send("GET", "/api/v2" + path, "", {}).status, 401) << path;
  EXPECT_EQ(send("GET", "/api/v2/tickets/" + ticket, "", {}).status, 401);
  const std::int64_t before = head();
  EXPECT_EQ(send("POST", "/api/v2/tickets", incident(), {}).status, 401);
  EXPECT_EQ(send("PUT", "/api/v2/tickets/" + ticket, R"({"ticket":{"comment":{"body":"x"}}})", {}).status, 401);
  EXPECT_EQ(head(), before);
  const Answered refused = send("GET", "/api/v2/users/me", "", {{"Authorization", "Bearer wrong"}});
  EXPECT_EQ(refused.status, 401);
  EXPECT_EQ(refused.at({"error"}), Json("Couldn't authenticate you"));
}

TEST_F(ApiDesk, a_token_or_a_password_names_the_person) {
  const auto who = [&](const std::string& authorization) {
    return send("GET", "/api/v2/users/me.json", "", {{"Authorization", authorization}});
  };
  EXPECT_EQ(who("Bearer token-emma").at({"user", "id"}), Json(agent_));
  EXPECT_EQ(who(basic("emma@example.com/token:token-emma")).at({"user", "id"}), Json(agent_));
  EXPECT_EQ(who(basic("Emma@Example.com:secret emma")).at({"user", "id"}), Json(agent_));
  EXPECT_EQ(who(basic("misaki@example.com/token:token-emma")).status, 401) << "another's token";
  EXPECT_EQ(who(basic("emma@example.com:secret misaki")).status, 401);
  EXPECT_EQ(who(basic("emma@example.com:")).status, 401);
}

TEST_F(ApiDesk, who_is_suspended_is_out_from_the_next_call_on) {
  ASSERT_EQ(get("misaki", "/users/me").status, 200);
  const std::string path = "/users/" + std::to_string(customer_);
  ASSERT_EQ(call("ada", "PUT", path, R"({"user":{"suspended":true}})").status, 200);
  EXPECT_EQ(get("misaki", "/users/me").status, 401);
  const std::int64_t before = head();
  EXPECT_EQ(call("misaki", "POST", "/tickets", incident()).status, 401);
  EXPECT_EQ(
      send("GET", "/api/v2/users/me", "", {{"Authorization", basic("misaki@example.com:secret misaki")}}).status,
      401);
  EXPECT_EQ(head(), before);
}

TEST_F(ApiDesk, guessing_passwords_is_slowed_down_for_the_account_from_wherever_it_comes) {
  int tries = 0;
  Answered answered;
  do {
    peer_ = "192.0.2." + std::to_string(++tries);
    answered = send("GET", "/api/v2/users/me", "", {{"Authorization", basic("emma@example.com:guess")}});
  } while (answered.status == 401 && tries < 50);
  ASSERT_EQ(answered.status, 429);
  EXPECT_LE(tries, 11);
  const std::string wait = answered.header("Retry-After");
  ASSERT_FALSE(wait.empty());
  EXPECT_GT(std::stol(wait), 0);
  const auto right = [&] {
    return send("GET", "/api/v2/users/me", "", {{"Authorization", basic("emma@example.com:secret emma")}}).status;
  };
  EXPECT_EQ(right(), 429) << "the right one is not told apart while it is shut";
  time_.push_to(time_.now() + seconds(std::stol(wait)) + minutes(5));
  EXPECT_EQ(right(), 200);
}

TEST_F(ApiDesk, one_address_that_guesses_at_many_accounts_is_shut_out) {
  int status = 401, tries = 0;
  while (status == 401 && tries < 60) {
    const std::string account = "nobody" + std::to_string(++tries) + "@example.com";
    status = send("GET", "/api/v2/users/me", "", {{"Authorization", basic(account + ":guess")}}).status;
  }
  EXPECT_EQ(status, 429);
  EXPECT_EQ(get("emma", "/users/me").status, 200) << "tokens are no guesses";
  peer_ = "198.51.100.7";
  EXPECT_EQ(send("GET", "/api/v2/users/me", "", {{"Authorization", basic("emma@example.com:secret emma")}}).status,
            200);
}

TEST_F(ApiDesk, a_session_changes_nothing_without_its_csrf_token) {
  std::string cookie, csrf;
  http::Request request;
  request.peer = peer_;
  access::log_in(request, *services_, gate_, "emma@example.com", "secret emma", [&](Result<access::LoggedIn> done) {
    ASSERT_TRUE(done);
    cookie = done->cookie.substr(0, done->cookie.find(';'));
    csrf = done->access.csrf;
  });
  const std::string ticket = open_ticket();
  const Answered me = send("GET", "/api/v2/desk/me", "", {{"Cookie", cookie}});
  EXPECT_EQ(me.at({"csrf_token"}), Json(csrf));
  const std::string path = "/api/v2/tickets/" + ticket + "/notes", body = R"({"body":"Seen."})";
  const std::int64_t before = head();
  EXPECT_EQ(send("POST", path, body, {{"Cookie", cookie}}).status, 403);
  EXPECT_EQ(send("POST", path, body, {{"Cookie", cookie}, {"X-CSRF-Token", csrf + "0"}}).status, 403);
  EXPECT_EQ(send("POST", "/api/v2/tickets", incident(), {{"Cookie", cookie}}).status, 403);
  EXPECT_EQ(head(), before);
  EXPECT_EQ(send("POST", path, body, {{"Cookie", cookie}, {"X-CSRF-Token", csrf}}).status, 200);
  time_.push_to(time_.now() + hours(13));
  EXPECT_EQ(send("GET", "/api/v2/desk/me", "", {{"Cookie", cookie}}).status, 401) << "twelve hours are over";
}

TEST_F(ApiDesk, the_desks_own_lists_are_not_for_customers) {
  for (const std::string path : {"/desk/queue", "/desk/views", "/desk/events", "/tickets", "/users", "/organizations",
                                 "/groups", "/tickets/show_many?ids=1", "/incremental/tickets/cursor?start_time=0"}) {
    EXPECT_EQ(get("misaki", path).status, 403) << path;
    EXPECT_EQ(get("noor", path).status, 200) << path;
  }
  EXPECT_EQ(get("misaki", "/tickets/" + open_ticket() + "/audits").status, 403);
}

TEST_F(ApiDesk, a_foreign_ticket_is_told_apart_from_a_missing_one_by_nobody) {
  const std::string ticket = open_ticket();
  const std::int64_t before = head();
  const std::vector<std::pair<std::string, std::string>> reads = {
      {"GET", ""}, {"GET", "/comments"}, {"GET", "/clocks"}, {"GET", "/receipts"}};
  for (const auto& [method, tail] : reads) {
    const Answered foreign = call("eve", method, "/tickets/" + ticket + tail);
    const Answered missing = call("eve", method, "/tickets/4711" + tail);
    EXPECT_EQ(foreign.status, 404) << tail;
    EXPECT_EQ(foreign.body, missing.body) << tail;
    EXPECT_EQ(foreign.at({"error"}), Json("RecordNotFound"));
  }
  EXPECT_EQ(get("eve", "/desk/tickets/" + ticket).body, get("eve", "/desk/tickets/4711").body);
  EXPECT_EQ(get("eve", "/requests/" + ticket).body, get("eve", "/requests/4711").body);
  const std::string comment = R"({"ticket":{"comment":{"body":"Mine?"}}})";
  const Answered foreign = call("eve", "PUT", "/tickets/" + ticket, comment);
  EXPECT_EQ(foreign.status, 404);
  EXPECT_EQ(foreign.body, call("eve", "PUT", "/tickets/4711", comment).body);
  for (const std::string act : {"replies", "closures", "events", "reopenings", "facts"}) {
    const std::string body = R"({"body":"x","reason":"settled","event":"escalation_asked","product":"y"})";
    const Answered refused = call("eve", "POST", "/tickets/" + ticket + "/" + act, body);
    EXPECT_EQ(refused.status, 404) << act;
    EXPECT_EQ(refused.body, call("eve", "POST", "/tickets/4711/" + act, body).body) << act;
  }
  EXPECT_EQ(get("misaki", "/users/" + std::to_string(stranger_)).body, get("misaki", "/users/4711").body);
  EXPECT_EQ(head(), before);
}

TEST_F(ApiDesk, notes_stay_among_us) {
  const std::string ticket = open_ticket();
  ASSERT_EQ(call("emma", "POST", "/tickets/" + ticket + "/notes", R"({"body":"Do not trust LA1."})").status, 200);
  ASSERT_EQ(call("emma", "PUT", "/tickets/" + ticket, R"({"ticket":{"comment":{"body":"Nor LA2.","public":false}}})")
                .status,
            200);
  for (const std::string& path : {"/tickets/" + ticket + "/comments", "/desk/tickets/" + ticket, "/tickets/" + ticket,
                                  "/requests/" + ticket + "/comments", "/tickets/" + ticket + "/receipts"}) {
    const Answered seen = get("misaki", path);
    EXPECT_EQ(seen.status, 200) << path;
    EXPECT_EQ(seen.body.find("LA1"), std::string::npos) << path;
    EXPECT_EQ(seen.body.find("LA2"), std::string::npos) << path;
  }
  EXPECT_NE(get("noor", "/tickets/" + ticket + "/comments").body.find("LA1"), std::string::npos);
  EXPECT_NE(get("emma", "/desk/tickets/" + ticket).body.find("LA2"), std::string::npos);
  EXPECT_TRUE(get("misaki", "/desk/tickets/" + ticket).list({"history"}).empty());
}

TEST_F(ApiDesk, a_customer_gives_himself_nothing) {
  const std::string ticket = open_ticket();
  const std::string self = "/users/" + std::to_string(customer_);
  const std::int64_t before = head();
  const std::string own_before = get("misaki", "/users/me").body;
  for (const std::string field : {R"("role":"admin")", R"("desk_role":"lead")", R"("organization_id":null)",
                                  R"("email":"else@example.com")", R"("tags":["vip"])", R"("plan":"premier")",
                                  R"("suspended":true)", R"("password":"x")", R"("ticket_restriction":null)"})
    EXPECT_EQ(call("misaki", "PUT", self, R"({"user":{"name":"Mallory",)" + field + "}}").status, 403) << field;
  EXPECT_EQ(call("misaki", "POST", "/users", R"({"user":{"name":"Second","email":"second@example.com"}})").status,
            403);
  EXPECT_EQ(call("misaki", "POST", "/organizations", R"({"organization":{"name":"Mine"}})").status, 403);
  const std::string owner = std::to_string(agent_), other = std::to_string(stranger_);
  for (const std::string& field :
       std::vector<std::string>{R"("organization_id":7)", R"("plan":"premier")", R"("tags":["vip"])",
                                R"("assignee_id":)" + owner, R"("requester_id":)" + other, R"("status":"solved")",
                                R"("group_id":99)", R"("created_at":"2020-01-01T00:00:00Z")",
                                R"("via":{"channel":"mail"})", R"("collaborator_ids":[)" + owner + "]"}) {
    EXPECT_EQ(call("misaki", "POST", "/tickets", incident("," + field)).status, 403) << field;
    if (field.find("solved") != std::string::npos) continue;
    const std::string update = R"({"ticket":{"comment":{"body":"And?"},)" + field + "}}";
    EXPECT_EQ(call("misaki", "PUT", "/tickets/" + ticket, update).status, 403) << field;
  }
  for (const std::string value : {R"("plan":"premier")", R"("tag":"vip")", R"("severity_set":"1")", R"("rank":0)"}) {
    EXPECT_EQ(call("misaki", "POST", "/tickets", incident(R"(,"facts":{)" + value + "}")).status / 100, 4) << value;
    EXPECT_EQ(call("misaki", "POST", "/tickets/" + ticket + "/facts", "{" + value + "}").status / 100, 4) << value;
  }
  const std::string foreign_words = R"({"ticket":{"comment":{"body":"I said so","author_id":)" + owner + "}}}";
  EXPECT_EQ(call("misaki", "PUT", "/tickets/" + ticket, foreign_words).status, 403);
  EXPECT_EQ(head(), before);
  EXPECT_EQ(get("misaki", "/users/me").body, own_before);
  EXPECT_EQ(call("misaki", "PUT", self, R"({"user":{"name":"Misaki Ito","locale":"ja"}})").status, 200);
}

TEST_F(ApiDesk, a_person_written_back_as_shown_keeps_his_role) {
  const std::string path = "/users/" + std::to_string(light_);
  const Answered shown = get("ada", path);
  EXPECT_EQ(shown.at({"user", "role"}), Json("agent"));
  ASSERT_EQ(call("ada", "PUT", path, shown.body).status, 200);
  ASSERT_EQ(call("ada", "PUT", path, R"({"user":{"role":"agent"}})").status, 200);
  EXPECT_EQ(get("ada", path).at({"user", "desk_role"}), shown.at({"user", "desk_role"}));
  ASSERT_EQ(call("ada", "PUT", path, R"({"user":{"role":"end-user"}})").status, 200);
  EXPECT_EQ(get("ada", path).at({"user", "desk_role"}), Json("customer"));
}

TEST_F(ApiDesk, odd_ids_lead_nowhere) {
  const std::int64_t before = head();
  for (const std::string id : {"0", "-1", "9223372036854775808", "9007199254740993", "18446744073709551617", "1e9",
                               "x", "1x", "0x1", " 1", "1.5"}) {
    for (const std::string path : {"/tickets/", "/desk/tickets/", "/users/", "/organizations/", "/requests/"})
      EXPECT_EQ(get("emma", path + id).status, 404) << path << id;
    EXPECT_EQ(call("emma", "PUT", "/tickets/" + id, R"({"ticket":{"status":"open"}})").status, 404) << id;
    EXPECT_EQ(call("emma", "POST", "/tickets/" + id + "/notes", R"({"body":"x"})").status, 404) << id;
  }
  for (const std::string id : {"0", "-1", "1e9", "\"x\"", "9007199254740991", "[1]"})
    EXPECT_EQ(call("emma", "POST", "/tickets", incident(R"(,"requester_id":)" + id)).status == 500, false) << id;
  EXPECT_EQ(call("emma", "POST", "/tickets", incident(R"(,"requester_id":9007199254740991)")).status, 422);
  EXPECT_EQ(call("emma", "POST", "/tickets", incident(R"(,"brand_id":4711)")).status, 422);
  EXPECT_EQ(call("emma", "POST", "/tickets", incident(R"(,"ticket_form_id":-3)")).status, 422);
  EXPECT_GE(head(), before);
}

TEST_F(ApiDesk, what_is_no_json_object_is_not_read) {
  const std::int64_t before = head();
  const std::string deep = std::string(100'000, '[');
  for (const std::string& body :
       {std::string("{"), std::string("[]"), std::string("\"ticket\""), std::string("nul"),
        std::string(R"({"ticket":1,"ticket":2})"), std::string(R"({"ticket":{}} x)"), deep,
        std::string(R"({"ticket":{"brand_id":9223372036854775808}})"), std::string("{\"ticket\":\"\xff\"}")}) {
    const Answered refused = call("emma", "POST", "/tickets", body);
    EXPECT_EQ(refused.status, 400) << body.substr(0, 40);
    EXPECT_EQ(refused.at({"error"}), Json("BadRequest"));
  }
  EXPECT_EQ(call("emma", "POST", "/tickets", "").status, 422);
  EXPECT_EQ(call("emma", "POST", "/tickets", R"({"ticket":[]})").status, 422);
  EXPECT_EQ(call("emma", "POST", "/tickets", R"({"ticket":{"type":"incident","comment":"text"}})").status, 422);
  EXPECT_EQ(head(), before);
}

TEST_F(ApiDesk, an_unknown_path_has_no_route_and_a_known_one_says_its_methods) {
  EXPECT_FALSE(router_.find("GET", "/api/v2/triggers_of_old").route);
  EXPECT_EQ(router_.find("GET", "/api/v2/triggers_of_old").allow, "");
  EXPECT_NE(router_.find("DELETE", "/api/v2/tickets").allow.find("POST"), std::string::npos);
}

TEST_F(ApiDesk, a_refusal_speaks_the_readers_language) {
  add("yuki", ports::Role::customer, acme_, "ja");
  const auto& entry = entry_of(ErrorCode::not_found);
  EXPECT_EQ(get("yuki", "/tickets/4711").at({"description"}), Json(entry.japanese));
  EXPECT_EQ(get("yuki", "/tickets/4711", {{"Accept-Language", "en"}}).at({"description"}), Json(entry.japanese));
  EXPECT_EQ(get("misaki", "/tickets/4711", {{"Accept-Language", "ja"}}).at({"description"}), Json(entry.english));
  EXPECT_EQ(get("misaki", "/tickets/4711?language=ja").at({"description"}), Json(entry.japanese));
  const auto& forbidden = entry_of(ErrorCode::not_allowed);
  EXPECT_EQ(get("yuki", "/desk/queue").at({"description"}), Json(forbidden.japanese)) << "also at the door";
  EXPECT_EQ(call("yuki", "POST", "/tickets", "{").at({"description"}), Json(entry_of(ErrorCode::malformed).japanese));
  const Answered unknown = send("GET", "/api/v2/users/me", "", {{"Accept-Language", "ja,en;q=0.5"}});
  EXPECT_EQ(unknown.at({"description"}), Json(entry_of(ErrorCode::not_authenticated).japanese));
}

}  // namespace
}  // namespace yakusoku::api_tests
