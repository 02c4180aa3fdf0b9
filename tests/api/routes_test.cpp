// rooms: adapters/api adapters/access adapters/shelf adapters/store adapters/engine_postgres adapters/engine_sqlite adapters/system desk base
// Requests, bulk calls, the export, forms and live events, as Zendesk's clients ask for them.

#include "api_desk.hpp"

namespace yakusoku::api_tests {
namespace {

class Routes : public ApiDesk {};

TEST_F(Routes, a_customer_files_and_answers_under_requests_and_others_never_learn_of_it) {
  const Answered filed =
      call("misaki", "POST", "/requests.json",
           R"({"request":{"subject":"Down","type":"incident","priority":"high","comment":{"body":"**All**"}}})");
  ASSERT_EQ(filed.status, 201) << filed.body;
  const std::string id = std::to_string(filed.at({"request", "id"}).integer());
  EXPECT_EQ(filed.header("Location"), "http://desk.example:8080/api/v2/requests/" + id + ".json");
  EXPECT_EQ(call("misaki", "PUT", "/requests/" + id, R"({"request":{"comment":{"body":"Any news?"}}})").status, 200);
  const Answered comments = get("misaki", "/requests/" + id + "/comments");
  EXPECT_EQ(comments.at({"count"}).integer(), 2);
  EXPECT_EQ(comments.at({"comments", "0", "html_body"}).string(), "<p><strong>All</strong></p>\n");
  EXPECT_EQ(get("misaki", "/requests").at({"requests"}).items().size(), 1U);
  EXPECT_EQ(get("eve", "/requests").at({"requests"}).items().size(), 0U);
  const Answered hidden = get("eve", "/requests/" + id);
  EXPECT_EQ(hidden.status, 404);
  EXPECT_EQ(hidden.body, get("eve", "/requests/999999").body);
}

TEST_F(Routes, a_page_ends_with_a_null_link_and_offset_pages_count) {
  for (int i = 0; i < 3; ++i) open_ticket();
  const Answered first = get("emma", "/tickets?page%5Bsize%5D=2");
  EXPECT_EQ(first.at({"tickets"}).items().size(), 2U);
  ASSERT_TRUE(first.at({"links", "next"}).is_string());
  const std::string next = first.at({"links", "next"}).string();
  const std::string base = "http://desk.example:8080/api/v2";
  ASSERT_TRUE(next.starts_with(base + "/tickets.json?"));
  const Answered last = get("emma", "/tickets" + next.substr(next.find('?')));
  EXPECT_EQ(last.at({"tickets"}).items().size(), 1U);
  EXPECT_TRUE(last.at({"links", "next"}).is_null());
  const Answered forms = get("emma", "/ticket_forms?per_page=3");
  EXPECT_EQ(forms.at({"count"}).integer(), 4);  // the golden program's kinds
  EXPECT_EQ(forms.at({"next_page"}).string(), base + "/ticket_forms.json?page=2&per_page=3");
  const Answered rest = get("emma", "/ticket_forms?per_page=3&page=2");
  EXPECT_EQ(rest.at({"ticket_forms"}).items().size(), 1U);
  EXPECT_TRUE(rest.at({"next_page"}).is_null());
}

TEST_F(Routes, many_are_created_all_or_none_and_at_most_a_hundred) {
  const std::string one = R"({"subject":"a","type":"incident","priority":"high","comment":{"body":"b"}})";
  const Answered made = call("emma", "POST", "/tickets/create_many", R"({"tickets":[)" + one + "," + one + "]}");
  ASSERT_EQ(made.status, 200) << made.body;
  EXPECT_EQ(made.at({"job_status", "status"}).string(), "completed");
  const std::string id = std::to_string(made.at({"job_status", "results", "1", "id"}).integer());
  EXPECT_EQ(get("emma", "/tickets/show_many?ids=" + id + ",99999").at({"count"}).integer(), 1);
  const std::int64_t before = head();
  const std::string bad = R"({"subject":"a","type":"nothing such","comment":{"body":"b"}})";
  EXPECT_EQ(call("emma", "POST", "/tickets/create_many", R"({"tickets":[)" + one + "," + bad + "]}").status, 422);
  EXPECT_EQ(head(), before);
  std::string many = one;
  for (int i = 0; i < 100; ++i) many += "," + one;
  EXPECT_EQ(call("emma", "POST", "/tickets/create_many", R"({"tickets":[)" + many + "]}").status, 400);
  EXPECT_EQ(call("misaki", "POST", "/tickets/create_many", R"({"tickets":[)" + one + "]}").status, 403);
}

TEST_F(Routes, the_export_leaves_the_last_minute_for_the_next_call) {
  open_ticket();
  const Answered fresh = get("emma", "/incremental/tickets/cursor?start_time=0&cursor=undefined");
  EXPECT_EQ(fresh.at({"count"}).integer(), 0);
  EXPECT_TRUE(fresh.at({"end_of_stream"}).boolean());
  time_.push_to(time_.now() + minutes(2));
  const Answered settled = get("emma", "/incremental/tickets/cursor?cursor=" + fresh.at({"after_cursor"}).string());
  EXPECT_EQ(settled.at({"count"}).integer(), 1);
  EXPECT_EQ(get("misaki", "/incremental/tickets/cursor").status, 403);
}

TEST_F(Routes, wrong_passwords_shut_an_address_out_and_right_ones_never_do) {
  const Fields right{{"Authorization", "Basic bWlzYWtpQGV4YW1wbGUuY29tOnNlY3JldCBtaXNha2k="}};  // misaki's
  for (int i = 0; i < 60; ++i) ASSERT_EQ(send("GET", "/api/v2/users/me", "", right).status, 200) << i;
  const Fields wrong{{"Authorization", "Basic ZXZlQGV4YW1wbGUuY29tOng="}};  // eve@example.com:x
  int refused = 0;
  for (int i = 0; i < 12; ++i) refused += send("GET", "/api/v2/users/me", "", wrong).status == 429 ? 1 : 0;
  EXPECT_EQ(refused, 2);
}

TEST_F(Routes, customers_get_no_events) { EXPECT_EQ(get("misaki", "/desk/events").status, 403); }

TEST_F(Routes, a_listener_hears_of_each_change_and_of_what_he_missed) {
  http::EventStream stream;
  hub_->listen(stream, PersonId{agent_}, 0);
  const std::int64_t before = head();
  const std::string id = open_ticket();
  hub_->publish(head());
  const std::string heard = stream.take_waiting();
  EXPECT_NE(heard.find("event: ticket"), std::string::npos) << heard;
  EXPECT_NE(heard.find("\"ticket\":" + id), std::string::npos) << heard;
  http::EventStream late;
  hub_->listen(late, PersonId{agent_}, before);
  EXPECT_NE(late.take_waiting().find("\"ticket\":" + id), std::string::npos);
}

}  // namespace
}  // namespace yakusoku::api_tests
