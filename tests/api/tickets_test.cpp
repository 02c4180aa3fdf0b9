// rooms: adapters/api adapters/access adapters/shelf adapters/store adapters/engine_postgres adapters/engine_sqlite adapters/system desk
// Tickets on the wire: what Zendesk's clients send and get, and what becomes of it under a program.

#include "api_desk.hpp"

namespace yakusoku::api_tests {
namespace {

TEST_F(ApiDesk, creating_answers_201_with_the_ticket_its_place_and_an_audit) {
  const Answered created = call("misaki", "POST", "/tickets.json", incident());
  ASSERT_EQ(created.status, 201) << created.body;
  const std::string url =
      "http://desk.example:8080/api/v2/tickets/" + std::to_string(created.at({"ticket", "id"}).integer()) + ".json";
  EXPECT_EQ(created.header("Location"), url);
  EXPECT_EQ(created.at({"ticket", "url"}), Json(url));
  EXPECT_TRUE(created.at({"audit", "events"}).is_array());
  EXPECT_EQ(created.at({"ticket", "status"}), Json("new"));
  EXPECT_EQ(created.at({"ticket", "requester_id"}), Json(customer_));
  EXPECT_EQ(created.at({"ticket", "organization_id"}), Json(acme_));
  EXPECT_EQ(created.at({"ticket", "created_at"}), Json("2026-11-24T01:00:00Z"));
  EXPECT_TRUE(created.header("Content-Type").starts_with("application/json"));
}

TEST_F(ApiDesk, priority_and_severity_are_one_thing_said_twice) {
  const std::vector<std::pair<std::string, std::string>> pairs = {{"urgent", "1"}, {"high", "2"}, {"normal", "3"}};
  for (const auto& [priority, severity] : pairs) {
    const std::string start = R"({"ticket":{"subject":"a","comment":{"body":"b"},"type":"incident",)";
    const Answered coarse = call("misaki", "POST", "/tickets", start + R"("priority":")" + priority + "\"}}");
    EXPECT_EQ(coarse.at({"ticket", "severity"}), Json(severity));
    const Answered exact = call("misaki", "POST", "/tickets", start + R"("severity":")" + severity + "\"}}");
    EXPECT_EQ(exact.at({"ticket", "priority"}), Json(priority));
  }
  EXPECT_EQ(call("misaki", "POST", "/tickets", incident(R"(,"severity":"1")")).status, 201) << "they agree";
  const std::int64_t before = head();
  const Answered disagreeing = call("misaki", "POST", "/tickets", incident(R"(,"severity":"3")"));
  EXPECT_EQ(disagreeing.status, 422);
  EXPECT_FALSE(disagreeing.at({"details", "priority"}).is_null());
  EXPECT_EQ(disagreeing.at({"clause"}), Json("severity.levels"));
  EXPECT_EQ(head(), before);
}

TEST_F(ApiDesk, a_ticket_written_back_as_shown_changes_nothing) {
  const std::string ticket = open_ticket();
  for (const std::string who : {"emma", "misaki"}) {
    const Answered shown = get(who, "/tickets/" + ticket);
    const std::int64_t before = head();
    const Answered written = call(who, "PUT", "/tickets/" + ticket, shown.body);
    EXPECT_EQ(written.status, 200) << written.body;
    EXPECT_EQ(written.at({"ticket"}), shown.at({"ticket"}));
    EXPECT_EQ(head(), before) << who;
  }
}

TEST_F(ApiDesk, an_update_carries_words_fields_owner_and_status_together) {
  const std::string ticket = open_ticket();
  const Answered updated = call("emma", "PUT", "/tickets/" + ticket + ".json",
                                R"({"ticket":{"comment":{"body":"We look."},"priority":"high","tags":["la1"],)"
                                R"("assignee_id":)" +
                                    std::to_string(agent_) + R"(,"status":"hold","subject":"LA1 down"}})");
  ASSERT_EQ(updated.status, 200) << updated.body;
  EXPECT_EQ(updated.at({"ticket", "severity"}), Json("2"));
  EXPECT_EQ(updated.at({"ticket", "priority"}), Json("high"));
  EXPECT_EQ(updated.at({"ticket", "assignee_id"}), Json(agent_));
  EXPECT_EQ(updated.at({"ticket", "status"}), Json("hold"));
  EXPECT_EQ(updated.at({"ticket", "subject"}), Json("LA1 down"));
  EXPECT_EQ(updated.at({"ticket", "tags"}), Json::array({"la1"}));
  EXPECT_TRUE(updated.at({"audit", "events"}).is_array());
  const Answered comments = get("misaki", "/tickets/" + ticket + "/comments");
  EXPECT_EQ(comments.at({"count"}), Json(2));
  EXPECT_EQ(comments.at({"comments", "1", "body"}), Json("We look."));
  EXPECT_EQ(comments.at({"comments", "1", "public"}), Json(true));
}

TEST_F(ApiDesk, an_update_is_heard_whole_or_refused) {
  const std::string ticket = open_ticket();
  const Answered groups = get("emma", "/groups");
  const Json group = groups.at({"groups", "0", "id"});
  ASSERT_TRUE(group.is_integer());
  const std::string known = R"({"ticket":{"group_id":)" + std::to_string(group.integer()) + "}}";
  EXPECT_EQ(call("emma", "PUT", "/tickets/" + ticket, known).at({"ticket", "group_id"}), group);
  const std::int64_t before = head();
  for (const std::string field : {R"("group_id":99)", R"("organization_id":99)", R"("requester_id":1)",
                                  R"("brand_id":9)", R"("assignee_id":4711)", R"("tags":"vip")", R"("comment":"x")",
                                  R"("kind":"x")", R"("severity":"9")", R"("priority":"low")"}) {
    const std::string body = R"({"ticket":{"subject":"Changed",)" + field + "}}";
    EXPECT_EQ(call("emma", "PUT", "/tickets/" + ticket, body).status, 422) << field;
  }
  EXPECT_EQ(head(), before);
}

TEST_F(ApiDesk, an_update_is_all_or_nothing) {
  const std::string ticket = open_ticket();
  const std::int64_t before = head();
  const Answered refused = call("emma", "PUT", "/tickets/" + ticket,
                                R"({"ticket":{"comment":{"body":"Done."},"status":"solved","closure":"restored"}})");
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(refused.at({"clause"}), Json("closing.reasons.restored")) << "the proof is missing";
  EXPECT_EQ(head(), before);
  EXPECT_EQ(get("misaki", "/tickets/" + ticket + "/comments").at({"count"}), Json(1));
  ASSERT_EQ(call("emma", "POST", "/tickets/" + ticket + "/events", R"({"event":"restored"})").status, 200);
  const Answered solved = call("emma", "PUT", "/tickets/" + ticket,
                               R"({"ticket":{"comment":{"body":"Done."},"status":"solved","closure":"restored"}})");
  EXPECT_EQ(solved.at({"ticket", "status"}), Json("solved"));
}

TEST_F(ApiDesk, statuses_are_written_as_far_as_they_mean_an_act) {
  const std::string ticket = open_ticket();
  const auto set = [&](const std::string& status) {
    return call("emma", "PUT", "/tickets/" + ticket, R"({"ticket":{"status":")" + status + "\"}}");
  };
  EXPECT_EQ(set("hold").at({"ticket", "status"}), Json("hold"));
  const std::int64_t version = version_of(ticket);
  for (const std::string status : {"new", "deleted", "closed", "x"}) EXPECT_EQ(set(status).status, 422) << status;
  EXPECT_EQ(version_of(ticket), version);
  EXPECT_EQ(set("open").at({"ticket", "status"}), Json("open"));
  EXPECT_EQ(set("solved").at({"ticket", "status"}), Json("solved")) << "the program's default reason";
  EXPECT_EQ(set("open").at({"ticket", "status"}), Json("open")) << "reopened within the window";
  EXPECT_EQ(set("solved").status, 200);
  EXPECT_EQ(set("closed").at({"ticket", "status"}), Json("closed"));
}

TEST_F(ApiDesk, a_public_question_that_sets_pending_pauses_the_clock_and_a_mere_status_does_not) {
  const auto restore = [&](const std::string& ticket) {
    for (const Json& clock : get("emma", "/tickets/" + ticket + "/clocks").list({"clocks"}))
      if (clock.get_string("clock") == "restore") return clock.get_string("state").value_or("");
    return std::string("none");
  };
  const std::string unasked = open_ticket(), asked = open_ticket();
  ASSERT_EQ(call("emma", "PUT", "/tickets/" + unasked, R"({"ticket":{"status":"pending"}})").status, 200);
  EXPECT_EQ(restore(unasked), "running") << "R2: nothing was asked";
  ASSERT_EQ(
      call("emma", "PUT", "/tickets/" + asked, R"({"ticket":{"comment":{"body":"Which port?"},"status":"pending"}})")
          .status,
      200);
  EXPECT_EQ(restore(asked), "paused");
  EXPECT_EQ(get("emma", "/tickets/" + asked).at({"ticket", "status"}), Json("pending"));
  ASSERT_EQ(call("misaki", "PUT", "/tickets/" + asked, R"({"ticket":{"comment":{"body":"LA1."}}})").status, 200);
  EXPECT_EQ(restore(asked), "running");
}

TEST_F(ApiDesk, a_form_tells_the_kind_and_a_type_only_where_it_is_alone) {
  const std::string start = R"({"ticket":{"subject":"a","comment":{"body":"b"})";
  const Answered forms = get("misaki", "/ticket_forms");
  ASSERT_EQ(forms.list({"ticket_forms"}).size(), 4U);
  for (const Json& form : forms.list({"ticket_forms"})) {
    const std::string id = std::to_string(form.get_integer("id").value_or(0));
    const bool asks = form.get_string("kind") == "incident";
    const std::string more = asks ? R"(,"priority":"high")" : "";
    const Answered opened = call("misaki", "POST", "/tickets", start + R"(,"ticket_form_id":)" + id + more + "}}");
    EXPECT_EQ(opened.status, 201) << opened.body;
    EXPECT_EQ(opened.at({"ticket", "kind"}), Json(form.get_string("kind").value_or("")));
    EXPECT_EQ(opened.at({"ticket", "ticket_form_id"}).integer(), form.get_integer("id"));
  }
  EXPECT_EQ(call("misaki", "POST", "/tickets", start + R"(,"type":"question"}})").at({"ticket", "kind"}),
            Json("inquiry"));
  const Answered vague = call("misaki", "POST", "/tickets", start + "}}");
  EXPECT_EQ(vague.status, 422);
  EXPECT_FALSE(vague.at({"details", "ticket_form_id"}).is_null());
  EXPECT_EQ(call("misaki", "POST", "/tickets", start + R"(,"ticket_form_id":999999}})").status, 422);
}

TEST_F(ApiDesk, safe_updates_conflict_only_over_what_others_changed) {
  const std::string ticket = open_ticket();
  const std::string stamp = get("emma", "/tickets/" + ticket).at({"ticket", "updated_at"}).string();
  const std::string version = std::to_string(version_of(ticket));
  time_.push_to(time_.now() + seconds(5));
  ASSERT_EQ(call("ada", "PUT", "/tickets/" + ticket, R"({"ticket":{"priority":"high"}})").status, 200);
  const std::string guard = R"(,"safe_update":true,"updated_stamp":")" + stamp + "\"}}";
  const std::int64_t before = head();
  EXPECT_EQ(call("emma", "PUT", "/tickets/" + ticket, R"({"ticket":{"priority":"normal")" + guard).status, 409);
  EXPECT_EQ(call("emma", "PUT", "/tickets/" + ticket, R"({"ticket":{"priority":"normal"}})", {{"If-Match", version}})
                .status,
            409);
  EXPECT_EQ(head(), before);
  EXPECT_EQ(call("emma", "PUT", "/tickets/" + ticket, R"({"ticket":{"comment":{"body":"Hi."})" + guard).status, 200);
  EXPECT_EQ(call("emma", "PUT", "/tickets/" + ticket, R"({"ticket":{"priority":"normal"}})").status, 200);
}

TEST_F(ApiDesk, pages_end_where_links_next_is_null) {
  std::vector<std::string> tickets;
  for (int i = 0; i < 5; ++i) tickets.push_back(open_ticket());
  std::string path = "/tickets.json?page%5Bsize%5D=2";
  std::vector<std::string> seen;
  for (int pages = 1;; ++pages) {
    ASSERT_LE(pages, 3);
    const Answered page = get("emma", path);
    ASSERT_EQ(page.status, 200) << path;
    for (const Json& each : page.list({"tickets"}))
      seen.push_back(std::to_string(each.get_integer("id").value_or(0)));
    const Json next = page.at({"links", "next"});
    EXPECT_EQ(page.at({"meta", "has_more"}), Json(!next.is_null()));
    if (next.is_null()) break;
    const std::string base = "http://desk.example:8080/api/v2";
    ASSERT_TRUE(next.string().starts_with(base + "/tickets.json?")) << next.string();
    path = next.string().substr(base.size());
  }
  EXPECT_EQ(seen, tickets);
  EXPECT_TRUE(get("emma", "/tickets?page%5Bsize%5D=5").at({"links", "next"}).is_null()) << "full, and the last";
  for (const std::string odd :
       {"page%5Bsize%5D=1000000", "page%5Bsize%5D=-1", "page%5Bsize%5D=x", "page%5Bafter%5D=-9"})
    EXPECT_EQ(get("emma", "/tickets?" + odd).status, 200) << odd;
}

TEST_F(ApiDesk, a_key_that_comes_again_is_answered_again_and_does_nothing) {
  const Fields key = {{"Idempotency-Key", "once"}};
  const Answered first = call("misaki", "POST", "/tickets", incident(), key);
  ASSERT_EQ(first.status, 201);
  const std::int64_t before = head();
  const Answered again = call("misaki", "POST", "/tickets", incident(), key);
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(again.header("Location"), first.header("Location"));
  EXPECT_EQ(again.header("X-Idempotency-Lookup"), "hit");
  const Answered other = call("misaki", "POST", "/tickets", incident(R"(,"raw_subject":"x")"), key);
  EXPECT_EQ(other.status, 422);
  EXPECT_EQ(other.at({"error"}), Json("IdempotencyKeyReused"));
  EXPECT_EQ(head(), before);
  const Answered anothers = call("eve", "POST", "/tickets", incident(), key);
  EXPECT_EQ(anothers.status, 201) << "a key is its sender's own";
  EXPECT_NE(anothers.at({"ticket", "id"}), first.at({"ticket", "id"}));
}

TEST_F(ApiDesk, a_refused_call_does_not_use_up_its_key) {
  const Fields key = {{"Idempotency-Key", "twice"}};
  const std::string ticket = open_ticket(), path = "/tickets/" + ticket + "/closures";
  ASSERT_EQ(call("emma", "POST", path, R"({"reason":"restored"})", key).status, 422);
  ASSERT_EQ(call("emma", "POST", "/tickets/" + ticket + "/events", R"({"event":"restored"})").status, 200);
  EXPECT_EQ(call("emma", "POST", path, R"({"reason":"restored"})", key).status, 200);
}

TEST_F(ApiDesk, what_did_not_change_is_not_sent_again) {
  const std::string path = "/tickets/" + open_ticket();
  const std::string tag = get("emma", path).header("ETag");
  ASSERT_TRUE(tag.starts_with("W/\"")) << tag;
  const Answered same = get("emma", path, {{"If-None-Match", tag}});
  EXPECT_EQ(same.status, 304);
  EXPECT_TRUE(same.body.empty());
  ASSERT_EQ(call("emma", "PUT", path, R"({"ticket":{"priority":"high"}})").status, 200);
  const Answered changed = get("emma", path, {{"If-None-Match", tag}});
  EXPECT_EQ(changed.status, 200);
  EXPECT_NE(changed.header("ETag"), tag);
}

TEST_F(ApiDesk, staff_open_for_others_by_number_or_address_with_owner_and_tags) {
  const std::string more = R"(,"tags":["vip"],"assignee_id":)" + std::to_string(agent_) + R"(,"requester":)";
  const Answered known = call("emma", "POST", "/tickets", incident(more + R"({"email":"Misaki@example.com"})"));
  ASSERT_EQ(known.status, 201) << known.body;
  EXPECT_EQ(known.at({"ticket", "requester_id"}), Json(customer_));
  EXPECT_EQ(known.at({"ticket", "assignee_id"}), Json(agent_));
  EXPECT_EQ(known.at({"ticket", "tags"}), Json::array({"vip"}));
  const Answered fresh =
      call("emma", "POST", "/tickets", incident(more + R"({"name":"Rin","email":"rin@example.com"})"));
  ASSERT_EQ(fresh.status, 201) << fresh.body;
  const std::string rin = std::to_string(fresh.at({"ticket", "requester_id"}).integer());
  EXPECT_EQ(get("emma", "/users/" + rin).at({"user", "email"}), Json("rin@example.com"));
  EXPECT_EQ(get("emma", "/users/" + rin).at({"user", "role"}), Json("end-user"));
  const std::int64_t before = head();
  EXPECT_EQ(call("emma", "POST", "/tickets", incident(R"(,"organization_id":99)")).status, 422);
  EXPECT_EQ(head(), before);
}

TEST_F(ApiDesk, many_at_once_are_all_or_none) {
  const std::string one = incident().substr(10, incident().size() - 11);
  const Answered made = call("emma", "POST", "/tickets/create_many", "{\"tickets\":[" + one + "," + one + "]}");
  ASSERT_EQ(made.status, 200) << made.body;
  EXPECT_EQ(made.at({"job_status", "status"}), Json("completed"));
  EXPECT_EQ(made.at({"job_status", "total"}), Json(2));
  const std::string ids = std::to_string(made.at({"job_status", "results", "0", "id"}).integer()) + "," +
                          std::to_string(made.at({"job_status", "results", "1", "id"}).integer());
  EXPECT_EQ(get("emma", "/tickets/show_many.json?ids=" + ids).list({"tickets"}).size(), 2U);
  const std::int64_t before = head();
  EXPECT_EQ(call("emma", "POST", "/tickets/create_many", "{\"tickets\":[" + one + ",{}]}").status, 422);
  std::string many = one;
  for (int i = 0; i < 100; ++i) many += "," + one;
  EXPECT_EQ(call("emma", "POST", "/tickets/create_many", "{\"tickets\":[" + many + "]}").status, 400);
  EXPECT_EQ(call("misaki", "POST", "/tickets/create_many", "{\"tickets\":[" + one + "]}").status, 403);
  EXPECT_EQ(head(), before);
}

TEST_F(ApiDesk, a_customers_requests_are_his_own_newest_first) {
  std::vector<std::string> own;
  for (int i = 0; i < 3; ++i) own.insert(own.begin(), open_ticket());
  open_ticket("eve");
  std::vector<std::string> seen;
  std::string path = "/requests.json?page%5Bsize%5D=2";
  for (int pages = 1; pages <= 2; ++pages) {
    const Answered page = get("misaki", path);
    for (const Json& each : page.list({"requests"}))
      seen.push_back(std::to_string(each.get_integer("id").value_or(0)));
    const Json next = page.at({"links", "next"});
    ASSERT_EQ(next.is_null(), pages == 2);
    if (!next.is_null()) path = next.string().substr(std::string("http://desk.example:8080/api/v2").size());
  }
  EXPECT_EQ(seen, own);
  const std::string body = R"({"request":{"subject":"a","type":"question","comment":{"body":"b"}}})";
  const Answered created = call("misaki", "POST", "/requests", body);
  ASSERT_EQ(created.status, 201) << created.body;
  const std::string id = std::to_string(created.at({"request", "id"}).integer());
  EXPECT_EQ(call("misaki", "PUT", "/requests/" + id, R"({"request":{"comment":{"body":"c"}}})").status, 200);
  EXPECT_EQ(get("misaki", "/requests/" + id + "/comments").list({"comments"}).size(), 2U);
  EXPECT_EQ(call("misaki", "PUT", "/requests/" + id, R"({"request":{"solved":true}})").at({"request", "status"}),
            Json("solved"));
}

TEST_F(ApiDesk, the_export_walks_every_change_once_it_has_settled) {
  const std::string first = open_ticket(), second = open_ticket();
  EXPECT_TRUE(get("emma", "/incremental/tickets/cursor.json?start_time=0").list({"tickets"}).empty());
  time_.push_to(time_.now() + minutes(2));
  // The desk's clock moves with what is written.
  ASSERT_EQ(call("ada", "PUT", "/users/" + std::to_string(light_), R"({"user":{"name":"Noor A."}})").status, 200);
  const Answered all = get("emma", "/incremental/tickets/cursor.json?start_time=0&cursor=undefined");
  EXPECT_EQ(all.list({"tickets"}).size(), 2U);
  EXPECT_EQ(all.at({"end_of_stream"}), Json(true));
  const std::string cursor = all.at({"after_cursor"}).string();
  EXPECT_TRUE(get("emma", "/incremental/tickets/cursor?cursor=" + cursor).list({"tickets"}).empty());
  ASSERT_EQ(call("emma", "PUT", "/tickets/" + first, R"({"ticket":{"priority":"high"}})").status, 200);
  time_.push_to(time_.now() + minutes(2));
  const Answered changed = get("emma", "/incremental/tickets/cursor?cursor=" + cursor);
  ASSERT_EQ(changed.list({"tickets"}).size(), 1U);
  EXPECT_EQ(std::to_string(changed.at({"tickets", "0", "id"}).integer()), first);
}

}  // namespace
}  // namespace yakusoku::api_tests
