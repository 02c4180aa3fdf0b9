// rooms: adapters/api adapters/access adapters/shelf adapters/store adapters/engine_postgres adapters/engine_sqlite adapters/system desk base
// What our own routes let staff and customers say: closing, agreements, what was said elsewhere, notes on breaches,
// facts, programs put in force; and how lists, histories and refusals read.

#include "api_desk.hpp"

namespace yakusoku::api_tests {
namespace {

class Acts : public ApiDesk {
 protected:
  void move(Duration by) {
    time_.push_to(time_.now() + by);
    std::vector<std::pair<TicketId, Instant>> due;
    ASSERT_TRUE(store_->read([&](ports::Reader& reader) { due = reader.due_wakes(time_.now(), 100); }));
    for (const auto& each : due) number([&](auto& t) { return desk::wake_ticket(t, shelf_, each.first); }, "ticket");
  }
  Json receipt(const std::string& who, const std::string& ticket, const std::string& clock) {
    for (const Json& each : get(who, "/tickets/" + ticket + "/receipts").list({"receipts"}))
      if (each.find("clock")->get_string("clock") == clock) return each;
    return {};
  }
  static Json::Array list(const Json& json, std::string_view name) {
    const Json* found = json.find(name);
    return found && found->is_array() ? found->items() : Json::Array{};
  }
};

TEST_F(Acts, closing_asks_for_the_reasons_proof_and_is_final) {
  const std::string id = open_ticket();
  EXPECT_EQ(call("misaki", "POST", "/tickets/" + id + "/closings", R"({"reason":"settled"})").status, 403);
  const Answered unproven = call("emma", "POST", "/tickets/" + id + "/closings", R"({"reason":"restored"})");
  EXPECT_EQ(unproven.status, 422);
  EXPECT_EQ(unproven.at({"code"}), Json("proof_missing"));
  EXPECT_EQ(unproven.at({"clause"}), Json("closing.reasons.restored"));
  EXPECT_EQ(call("emma", "POST", "/tickets/" + id + "/closings", R"({"reason":"settled"})").status, 200);
  const Answered screen = get("emma", "/desk/tickets/" + id);
  EXPECT_EQ(screen.at({"ticket", "status"}), Json("closed"));
  EXPECT_EQ(screen.at({"closure", "reason"}), Json("settled"));
  EXPECT_EQ(screen.at({"closure", "closed_at"}), Json("2026-11-24T01:00:00Z"));
  EXPECT_EQ(call("emma", "POST", "/tickets/" + id + "/replies", R"({"body":"x"})").at({"code"}),
            Json("not_in_this_state"));
}

TEST_F(Acts, an_agreement_is_refused_where_the_program_has_none) {
  const std::string id = open_ticket();
  const Answered refused =
      call("emma", "POST", "/tickets/" + id + "/agreements", R"({"clock":"restore","amount":"36h"})");
  EXPECT_EQ(refused.at({"code"}), Json("refused_by_program"));
  EXPECT_EQ(refused.at({"clause"}), Json("clocks.restore"));
  EXPECT_EQ(call("emma", "POST", "/tickets/" + id + "/agreements", R"({"amount":"36h"})").at({"code"}),
            Json("required"));
}

TEST_F(Acts, what_the_customer_did_elsewhere_is_entered_by_us_in_our_own_name) {
  const std::string id = open_ticket();
  const std::string events = "/tickets/" + id + "/events", replies = "/tickets/" + id + "/replies";
  EXPECT_EQ(call("misaki", "POST", events, R"({"event":"call","by":"customer"})").status, 403);
  EXPECT_EQ(call("emma", "POST", events, R"({"event":"call","via":"phone"})").status, 403);
  EXPECT_EQ(call("emma", "POST", events, R"({"event":"call","by":"somebody"})").at({"code"}), Json("unknown_value"));
  EXPECT_EQ(get("emma", "/tickets/" + id + "/facts?names=phoned").at({"facts", "phoned"}), Json("no"));
  EXPECT_EQ(call("emma", "POST", events, R"({"event":"call","by":"customer","via":"phone"})").status, 200);
  EXPECT_EQ(get("emma", "/tickets/" + id + "/facts?names=phoned").at({"facts", "phoned"}), Json("yes"));

  // His answer by phone is his turn, not ours: what stood still for him runs again.
  EXPECT_EQ(call("emma", "POST", replies, R"({"body":"Which port?","asks":true})").status, 200);
  EXPECT_EQ(receipt("emma", id, "restore").find("clock")->get_string("state"), "paused");
  EXPECT_EQ(call("emma", "POST", replies, R"({"body":"Port 7, he says.","by":"customer","via":"phone"})").status,
            200);
  EXPECT_EQ(receipt("emma", id, "restore").find("clock")->get_string("state"), "running");
  const Json::Array said = get("emma", "/desk/tickets/" + id).list({"conversation"});
  EXPECT_EQ(said.back().get_string("author"), "emma");
  EXPECT_EQ(said.back().get_string("visibility"), "everyone");
  const Json::Array audits = get("emma", "/tickets/" + id + "/audits").list({"audits"});
  EXPECT_EQ(audits.back().get_integer("author_id"), agent_);
  EXPECT_EQ(audits.back().find("via")->get_string("channel"), "phone");
  EXPECT_EQ(call("noor", "POST", replies, R"({"body":"x","by":"customer"})").status, 403);
}

TEST_F(Acts, a_door_that_does_not_reopen_refuses_also_by_our_hand) {
  const std::string id = open_ticket();
  ASSERT_EQ(call("emma", "POST", "/tickets/" + id + "/closures", R"({"reason":"settled"})").status, 200);
  const Answered by_phone =
      call("emma", "POST", "/tickets/" + id + "/replies", R"({"body":"Again.","by":"customer","via":"phone"})");
  EXPECT_EQ(by_phone.at({"clause"}), Json("closing.reopen.doors"));
  EXPECT_EQ(
      call("emma", "POST", "/tickets/" + id + "/replies", R"({"body":"Again.","by":"customer","via":"mail"})").status,
      200);
  EXPECT_EQ(get("emma", "/tickets/" + id).at({"ticket", "status"}), Json("open"));
}

TEST_F(Acts, a_breach_is_annotated_and_stays) {
  add("lina", ports::Role::lead, 0);
  const std::string id = open_ticket(), path = "/tickets/" + id + "/breach_notes";
  const std::string note = R"({"clock":"first_response","body":"The line was cut by a digger."})";
  EXPECT_EQ(call("emma", "POST", path, note).at({"code"}), Json("not_in_this_state"));  // not breached yet
  move(minutes(20));                                                                    // due after 15 minutes
  EXPECT_EQ(call("misaki", "POST", path, note).status, 404);
  EXPECT_EQ(call("emma", "POST", path, R"({"clock":"first_response"})").at({"code"}), Json("required"));
  EXPECT_EQ(call("emma", "POST", path, note).status, 200);
  const std::string excuse = R"({"clock":"first_response","cycle":1,"body":"Force majeure.","excused":true})";
  EXPECT_EQ(call("emma", "POST", path, excuse).status, 403);
  EXPECT_EQ(call("lina", "POST", path, excuse).status, 200);
  const Json seen = receipt("emma", id, "first_response");
  EXPECT_EQ(seen.find("clock")->get_string("state"), "missed");
  EXPECT_EQ(seen.find("clock")->get_string("breached_at"), "2026-11-24T01:15:00Z");
  const Json::Array notes = list(seen, "notes");
  ASSERT_EQ(notes.size(), 2U);
  EXPECT_EQ(notes[0].get_string("why"), "The line was cut by a digger.");
  EXPECT_EQ(notes[0].get_boolean("excused"), false);
  EXPECT_EQ(notes[1].get_string("by"), "lina");
  EXPECT_EQ(notes[1].get_string("at"), "2026-11-24T01:20:00Z");
  EXPECT_EQ(notes[1].get_string("breached_at"), "2026-11-24T01:15:00Z");
  EXPECT_EQ(notes[1].get_boolean("excused"), true);
  bool told = false;
  for (const Json& line : list(seen, "lines")) {
    if (line.get_string("change") != "breached") continue;
    told = true;
    EXPECT_EQ(line.get_string("at"), "2026-11-24T01:15:00Z");
    EXPECT_EQ(line.get_string("detected_at"), "2026-11-24T01:20:00Z");
    EXPECT_EQ(line.get_string("severity"), "1");
    EXPECT_FALSE(line.get_string("zone_data").value_or("").empty());
  }
  EXPECT_TRUE(told);
  // The customer sees his breach, and nothing of what we say about it.
  const Answered shown = get("misaki", "/tickets/" + id + "/receipts");
  EXPECT_NE(shown.body.find("breached"), std::string::npos);
  EXPECT_EQ(shown.body.find("digger"), std::string::npos);
  EXPECT_EQ(list(receipt("misaki", id, "first_response"), "notes").size(), 0U);
}

TEST_F(Acts, each_written_time_is_told_with_what_became_of_it) {
  const std::string id = open_ticket(), path = "/tickets/" + id;
  ASSERT_EQ(call("emma", "POST", path + "/replies", R"({"body":"a","promise":"2026-11-24T01:30:00Z"})").status, 200);
  ASSERT_EQ(call("emma", "POST", path + "/promises", R"({"until":"2026-11-24T01:40:00Z"})").status, 200);
  const Json::Array promises = get("emma", "/desk/tickets/" + id).list({"promises"});
  ASSERT_EQ(promises.size(), 2U);
  EXPECT_EQ(promises[0].get_string("outcome"), "replaced");
  EXPECT_EQ(promises[1].get_string("outcome"), "given");
  EXPECT_EQ(promises[1].get_string("due"), "2026-11-24T01:40:00Z");
}

TEST_F(Acts, facts_are_for_us_and_told_by_name) {
  const std::string id = open_ticket();
  EXPECT_EQ(get("misaki", "/tickets/" + id + "/facts").status, 403);
  const Answered all = get("emma", "/tickets/" + id + "/facts");
  EXPECT_EQ(all.at({"facts", "kind"}), Json("incident"));
  EXPECT_EQ(all.at({"facts", "severity"}), Json("1"));
  const Answered some = get("emma", "/tickets/" + id + "/facts?names=severity,nothing_such");
  EXPECT_EQ(some.at({"facts"}).members().size(), 2U);
  EXPECT_TRUE(some.at({"facts", "nothing_such"}).is_null());
}

TEST_F(Acts, a_program_is_put_in_force_by_an_admin_and_never_backwards) {
  const auto file = [](const std::string& name, const std::string& more = "") {
    std::ifstream stream(std::string(YAKUSOKU_SOURCE_DIR) + "/tests/programs/golden/" + name);
    const std::string text((std::istreambuf_iterator<char>(stream)), {});
    return Json::object({{"name", name}, {"content", text + more}});
  };
  const auto body = [](Json files, const std::string& from = "") {
    Json json = Json::object({{"files", std::move(files)}});
    if (!from.empty()) json.set("from", from);
    return to_text(json);
  };
  const Answered opened = call("emma", "POST", "/tickets",
                               R"({"ticket":{"subject":"Slow","kind":"incident",)"
                               R"("severity":"3","comment":{"body":"b","public":false}}})");
  ASSERT_EQ(opened.status, 201) << opened.body;
  const std::string id = std::to_string(opened.at({"ticket", "id"}).integer());
  const auto due = [&] { return receipt("emma", id, "restore").find("clock")->get_string("due"); };
  EXPECT_EQ(due(), "2026-12-02T01:00:00Z");  // 48 hours of 8 from Tuesday 10:00 in Tokyo
  const Json holiday = Json::array({file("program.yaml"), file("days.yaml", "")});
  Json changed = holiday;
  changed.items()[1].set("content", "days:\n  jp: [2025-01-01, 2026-11-26]\n");
  EXPECT_EQ(call("emma", "POST", "/desk/programs", body(changed)).status, 403);
  EXPECT_EQ(call("ada", "POST", "/desk/programs", body(changed, "2026-11-23T00:00:00Z")).at({"code"}),
            Json("invalid"));
  EXPECT_EQ(call("ada", "POST", "/desk/programs", R"({"files":[]})").at({"code"}), Json("required"));
  const Answered broken = call("ada", "POST", "/desk/programs",
                               R"({"files":[{"name":"program.yaml","content":"program: golden\nnonsense: 1\n"}]})");
  EXPECT_EQ(broken.at({"code"}), Json("invalid"));
  EXPECT_EQ(due(), "2026-12-02T01:00:00Z");
  const Answered enacted = call("ada", "POST", "/desk/programs", body(changed, "2026-11-25T00:00:00Z"));
  ASSERT_EQ(enacted.status, 200) << enacted.body;
  EXPECT_EQ(enacted.at({"spliced"}).integer(), 1);
  EXPECT_EQ(due(), "2026-12-03T01:00:00Z");
}

TEST_F(Acts, lists_go_by_offset_with_a_count_where_a_page_is_named) {
  for (int i = 0; i < 3; ++i) open_ticket();
  const std::string base = "http://desk.example:8080/api/v2";
  const Answered first = get("emma", "/tickets?per_page=2");
  EXPECT_EQ(first.list({"tickets"}).size(), 2U);
  EXPECT_EQ(first.at({"count"}).integer(), 3);
  EXPECT_EQ(first.at({"next_page"}), Json(base + "/tickets.json?page=2&per_page=2"));
  EXPECT_TRUE(first.at({"previous_page"}).is_null());
  const Answered last = get("emma", "/tickets?per_page=2&page=2");
  EXPECT_EQ(last.list({"tickets"}).size(), 1U);
  EXPECT_TRUE(last.at({"next_page"}).is_null());
  EXPECT_EQ(last.at({"previous_page"}), Json(base + "/tickets.json?page=1&per_page=2"));
  EXPECT_EQ(get("emma", "/users?page=1").at({"count"}).integer(), 5);
  EXPECT_EQ(get("emma", "/organizations?page=1").at({"organizations", "0", "name"}), Json("ACME"));
  EXPECT_EQ(get("emma", "/organizations?page=2").list({"organizations"}).size(), 0U);
  EXPECT_EQ(get("emma", "/tickets?page=101&per_page=100").status, 400);
  EXPECT_EQ(get("misaki", "/tickets?page=1").status, 403);
}

TEST_F(Acts, an_organization_changes_only_where_it_is_said) {
  const std::string path = "/organizations/" + std::to_string(acme_);
  EXPECT_EQ(call("misaki", "PUT", path, R"({"organization":{"name":"Mine"}})").status, 404);
  EXPECT_EQ(call("noor", "PUT", path, R"({"organization":{"name":"Mine"}})").status, 403);
  EXPECT_EQ(call("emma", "PUT", "/organizations/999", R"({"organization":{"name":"x"}})").status, 404);
  EXPECT_EQ(call("emma", "PUT", path, R"({"organization":{"time_zone":"Mars/Base"}})").at({"code"}),
            Json("unknown_zone"));
  EXPECT_EQ(call("emma", "PUT", path, R"({"organization":{"domain_names":["a",1]}})").at({"code"}), Json("invalid"));
  const Answered changed =
      call("emma", "PUT", path, R"({"organization":{"time_zone":"Asia/Tokyo","domain_names":["acme.example"]}})");
  ASSERT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(changed.at({"organization", "name"}), Json("ACME"));
  EXPECT_EQ(changed.at({"organization", "time_zone"}), Json("Asia/Tokyo"));
  EXPECT_EQ(changed.at({"organization", "domain_names", "0"}), Json("acme.example"));
}

TEST_F(Acts, audits_say_what_changed_field_by_field) {
  const std::string id = open_ticket();
  ASSERT_EQ(call("emma", "POST", "/tickets/" + id + "/severity", R"({"level":"2"})").status, 200);
  ASSERT_EQ(call("emma", "POST", "/tickets/" + id + "/notes", R"({"body":"Looks like a *cable*."})").status, 200);
  const Json::Array audits = get("emma", "/tickets/" + id + "/audits").list({"audits"});
  ASSERT_EQ(audits.size(), 3U);
  const auto event = [&](std::size_t place, std::string_view type, std::string_view name, std::string_view value) {
    for (const Json& each : list(audits[place], "events"))
      if (each.get_string("type") == type && each.get_string(name) == value) return each;
    return Json();
  };
  EXPECT_EQ(event(0, "Create", "field_name", "kind").get_string("value"), "incident");
  EXPECT_EQ(event(0, "Comment", "body", "Nothing reaches us.").get_boolean("public"), true);
  EXPECT_EQ(event(0, "Clock", "clock", "restore").get_integer("cycle"), 1);
  EXPECT_EQ(audits[1].get_string("act"), "set");
  EXPECT_EQ(event(1, "Change", "field_name", "severity").get_string("value"), "2");
  EXPECT_EQ(event(1, "Clock", "change", "selected").get_string("rule").value_or("").substr(0, 1), "R");
  EXPECT_EQ(event(2, "Comment", "body", "Looks like a *cable*.").get_boolean("public"), false);
  EXPECT_EQ(get("misaki", "/tickets/" + id + "/audits").status, 403);
}

TEST_F(Acts, what_the_server_refuses_is_json_in_the_readers_language) {
  for (const auto& [status, code] :
       {std::pair{404, ErrorCode::no_such_endpoint}, std::pair{405, ErrorCode::method_not_allowed},
        std::pair{413, ErrorCode::too_large}, std::pair{400, ErrorCode::malformed},
        std::pair{431, ErrorCode::malformed}, std::pair{503, ErrorCode::unavailable},
        std::pair{500, ErrorCode::internal}}) {
    for (const bool japanese : {false, true}) {
      const http::Response refused = api::refusal({status, "/api/v2/x", "id", japanese ? "ja,en;q=0.8" : "en"});
      EXPECT_EQ(refused.status, status);
      const Json json = *parse_json(refused.body);
      EXPECT_EQ(json.get_string("code"), entry_of(code).name);
      EXPECT_EQ(json.get_string("description"), japanese ? entry_of(code).japanese : entry_of(code).english);
    }
  }
}

}  // namespace
}  // namespace yakusoku::api_tests
