// rooms: adapters/http base
// How the server lives: order, times, crowds, streams, and its end.
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

#include "test_desk.hpp"

namespace yakusoku::http_tests {
namespace {

using http::EventStream;
using http::Response;
using http::ServerOptions;
using namespace std::chrono_literals;

const std::string hello = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n";

ServerOptions quick() {
  ServerOptions options;
  options.limits.header_time = 200ms;
  options.limits.body_time = 200ms;
  options.limits.idle_time = 200ms;
  options.limits.write_time = 200ms;
  options.limits.heartbeat = 50ms;
  options.limits.slowest = 100 * 1024 * 1024;
  return options;
}

// Doors that handlers wait at until a test opens them.
class Gate {
 public:
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  void pass() {
    std::unique_lock lock(mutex_);
    ++arrived_;
    changed_.notify_all();
    changed_.wait(lock, [&] { return open_; });
  }
  void wait_for_arrival() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return arrived_ > 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = false;
  int arrived_ = 0;
};

TEST(Server, PipelinedRequestsAreAnsweredInOrder) {
  http::Router router = TestServer::routes();
  // The first is answered from another thread, later than the second could be.
  auto gate = std::make_shared<Gate>();
  router.add("GET", "/slow", [gate](http::Request, http::Responder answer) {
    std::thread([gate, answer] {
      gate->pass();
      answer(Response::text(200, "slow"));
    }).detach();
  });
  TestServer desk({}, std::move(router));
  RawClient client = desk.client();
  client.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\nGET /quick HTTP/1.1\r\nHost: a\r\n\r\n" + hello);
  gate->wait_for_arrival();
  gate->open();
  EXPECT_EQ(client.read_answer().body, "slow");
  EXPECT_EQ(client.read_answer().body, "quick");
  EXPECT_EQ(client.read_answer().body, "hello");
}

TEST(Server, ThousandsOfPipelinedRequestsCostNoStack) {
  TestServer desk;
  RawClient client = desk.client();
  std::string bytes;
  for (int i = 0; i < 1500; ++i) bytes += "GET /quick HTTP/1.1\r\nHost: a\r\n\r\n";
  std::thread sender([&] { client.send(bytes); });
  int right = 0;
  for (int i = 0; i < 1500; ++i) right += client.read_answer().body == "quick";
  sender.join();
  EXPECT_EQ(right, 1500);
}

TEST(Server, KeepsAndClosesConnectionsAsAsked) {
  TestServer desk;
  RawClient kept = desk.client();
  EXPECT_EQ(kept.ask(hello).header("Connection"), "keep-alive");
  EXPECT_EQ(kept.ask("GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").header("Connection"), "close");
  EXPECT_TRUE(kept.is_closed_by_server());
  RawClient old = desk.client();
  EXPECT_EQ(old.ask("GET /hello HTTP/1.0\r\n\r\n").body, "hello");
  EXPECT_TRUE(old.is_closed_by_server());
}

TEST(Server, HandlersThatFailAreAnsweredFor) {
  TestServer desk;
  RawClient client = desk.client();
  EXPECT_EQ(client.ask("GET /throws HTTP/1.1\r\nHost: a\r\n\r\n").status, 500);
  EXPECT_EQ(client.ask("GET /silent HTTP/1.1\r\nHost: a\r\n\r\n").status, 500);
  EXPECT_EQ(client.ask("GET /answers-and-throws HTTP/1.1\r\nHost: a\r\n\r\n").body, "said");
  EXPECT_EQ(client.ask(hello).body, "hello");
  const auto lines = desk.log(4);
  ASSERT_EQ(lines.size(), 4u);
  EXPECT_EQ(lines[0].problem, "thrown: broken inside");
  EXPECT_NE(lines[1].problem, "");
}

TEST(Server, ImpossibleAnswersBecome500) {
  http::Router router = TestServer::routes();
  router.add("GET", "/odd-header", [](http::Request, http::Responder answer) {
    Response response;
    response.headers.add("X Y\r\nZ", "1");
    answer(response);
  });
  router.add("GET", "/odd-status", [](http::Request, http::Responder answer) { answer(Response::text(42, "x")); });
  TestServer desk({}, std::move(router));
  RawClient client = desk.client();
  EXPECT_EQ(client.ask("GET /odd-header HTTP/1.1\r\nHost: a\r\n\r\n").status, 500);
  EXPECT_EQ(client.ask("GET /odd-status HTTP/1.1\r\nHost: a\r\n\r\n").status, 500);
  RawClient other = desk.client();
  other.send("GET /empty HTTP/1.1\r\nHost: a\r\n\r\n");
  const RawAnswer empty = other.read_answer();
  EXPECT_EQ(empty.status, 204);
  EXPECT_EQ(empty.header("Content-Length"), "");
  EXPECT_EQ(other.ask(hello).body, "hello");
}

TEST(Server, TheOwnerDressesRefusals) {
  ServerOptions options;
  options.refusal_page = [](const http::Refusal& refusal) {
    return Response::json(refusal.status, "{\"path\":\"" + refusal.path + "\"}");
  };
  TestServer desk(options);
  RawClient client = desk.client();
  const RawAnswer answer = client.ask("GET /api/v2/nothing HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(answer.body, "{\"path\":\"/api/v2/nothing\"}");
  EXPECT_EQ(client.ask("GET / HTTP/1.1\r\n\r\n").status, 400);
}

TEST(Server, TheAccessLogNamesNoSecrets) {
  TestServer desk;
  RawClient client = desk.client();
  const RawAnswer answer = client.ask("GET /echo/%E7%B4%84?token=geheim HTTP/1.1\r\nHost: a\r\n\r\n");
  client.ask("GET /reset/geheim HTTP/1.1\r\nHost: a\r\n\r\n");
  const auto lines = desk.log(2);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0].path, "/echo/%E7%B4%84");
  EXPECT_EQ(lines[0].route, "/echo/{rest...}");
  EXPECT_EQ(lines[0].status, 200);
  EXPECT_EQ(lines[0].peer, "127.0.0.1");
  EXPECT_EQ(lines[0].id, answer.header("X-Request-Id"));
  EXPECT_EQ(lines[0].response_bytes, answer.head.size() + answer.body.size());
  EXPECT_EQ(lines[1].path, "/reset/{token}");
  EXPECT_NE(lines[0].id, lines[1].id);
}

TEST(Times, ASlowHeaderIsAnswered408) {
  TestServer desk(quick());
  RawClient client = desk.client();
  std::atomic<bool> answered{false};
  // Slowloris: a byte now and then never buys more time.
  std::thread drip([&] {
    client.send("GET /hello HTTP/1.1\r\nHost: a\r\nX-A: ");
    while (!answered && client.send("a")) std::this_thread::sleep_for(20ms);
  });
  const RawAnswer answer = client.read_answer();
  answered = true;
  drip.join();
  EXPECT_EQ(answer.status, 408);
  EXPECT_EQ(answer.header("Connection"), "close");
}

TEST(Times, ASlowBodyIsAnswered408) {
  TestServer desk(quick());
  RawClient client = desk.client();
  EXPECT_EQ(client.ask("POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc").status, 408);
  EXPECT_TRUE(client.is_closed_by_server());
}

TEST(Times, SilentConnectionsAreClosedSilently) {
  TestServer desk(quick());
  RawClient mute = desk.client();
  EXPECT_TRUE(mute.is_closed_by_server());
  RawClient idle = desk.client();
  EXPECT_EQ(idle.ask(hello).status, 200);
  EXPECT_TRUE(idle.is_closed_by_server());
}

TEST(Times, WhoeverDoesNotReadIsDropped) {
  http::Router router;
  router.add("GET", "/big", [](http::Request, http::Responder answer) {
    answer(Response::text(200, std::string(32 * 1024 * 1024, 'x')));
  });
  TestServer desk(quick(), std::move(router));
  RawClient client = desk.client();
  client.send("GET /big HTTP/1.1\r\nHost: a\r\n\r\n");
  while (desk.server().connections() == 0) std::this_thread::yield();
  const auto until = std::chrono::steady_clock::now() + 10s;
  while (desk.server().connections() > 0 && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(5ms);
  EXPECT_EQ(desk.server().connections(), 0u);
}

TEST(Crowds, TwoHundredConnectionsAtOnce) {
  TestServer desk;
  std::vector<RawClient> clients;
  for (int i = 0; i < 200; ++i) clients.push_back(desk.client());
  for (int round = 0; round < 5; ++round) {
    for (RawClient& client : clients) ASSERT_TRUE(client.send(hello));
    for (RawClient& client : clients) ASSERT_EQ(client.read_answer().body, "hello");
  }
  EXPECT_EQ(desk.server().connections(), 200u);
}

TEST(Crowds, OneTooManyIsTurnedAway) {
  ServerOptions options;
  options.limits.connections = 3;
  TestServer desk(options);
  std::vector<RawClient> clients;
  for (int i = 0; i < 3; ++i) {
    clients.push_back(desk.client());
    ASSERT_EQ(clients.back().ask(hello).status, 200);
  }
  RawClient late = desk.client();
  EXPECT_EQ(late.read_answer().status, 503);
}

TEST(Streams, EventsReachTheListenerInOrder) {
  EventStream events;
  http::Router router;
  router.add("GET", "/events", [events](http::Request, http::Responder answer) { answer(Response::stream(events)); });
  TestServer desk({}, std::move(router));
  EXPECT_TRUE(events.send("early", "before anybody listens", "1"));
  RawClient client = desk.client();
  const RawAnswer head = client.ask("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(head.header("Content-Type"), "text/event-stream; charset=utf-8");
  ASSERT_TRUE(client.read_until("id: 1\nevent: early\ndata: before anybody listens\n\n"));
  EXPECT_TRUE(events.send("", "two\nlines\r\nand three", "2\nevent: forged"));
  ASSERT_TRUE(client.read_until("id: 2event: forged\ndata: two\ndata: lines\ndata: and three\n\n"));
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(events.send("n", std::to_string(i)));
  events.send("last", "word");
  events.close();
  ASSERT_TRUE(client.read_until("event: last\ndata: word\n\n"));
  EXPECT_TRUE(client.held().ends_with("event: last\ndata: word\n\n"));
  EXPECT_FALSE(events.send("after", "the end"));
}

TEST(Streams, SilenceIsFilledWithHeartbeats) {
  EventStream events;
  http::Router router;
  router.add("GET", "/events", [events](http::Request, http::Responder answer) { answer(Response::stream(events)); });
  TestServer desk(quick(), std::move(router));
  RawClient client = desk.client();
  client.ask("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_TRUE(client.read_until(":\n\n:\n\n"));
}

TEST(Streams, TheSenderLearnsThatTheListenerLeft) {
  EventStream events;
  http::Router router;
  router.add("GET", "/events", [events](http::Request, http::Responder answer) { answer(Response::stream(events)); });
  TestServer desk({}, std::move(router));
  {
    RawClient client = desk.client();
    client.ask("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
  }
  const auto until = std::chrono::steady_clock::now() + 10s;
  while (!events.closed() && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(1ms);
  EXPECT_TRUE(events.closed());
}

TEST(Streams, ASlowListenerIsDropped) {
  EventStream events(64 * 1024);
  http::Router router;
  router.add("GET", "/events", [events](http::Request, http::Responder answer) { answer(Response::stream(events)); });
  TestServer desk({}, std::move(router));
  RawClient client = desk.client();
  client.ask("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
  const std::string data(16 * 1024, 'x');
  int sent = 0;
  while (sent < 100'000 && events.send("e", data)) ++sent;
  EXPECT_LT(sent, 100'000);
  EXPECT_TRUE(events.closed());
}

TEST(End, WhatRunsIsFinishedWhatIdlesIsClosed) {
  auto gate = std::make_shared<Gate>();
  EventStream events;
  http::Router router = TestServer::routes();
  router.add("GET", "/slow", [gate](http::Request, http::Responder answer) {
    gate->pass();
    answer(Response::text(200, "finished"));
  });
  router.add("GET", "/events", [events](http::Request, http::Responder answer) { answer(Response::stream(events)); });
  TestServer desk({}, std::move(router));
  const std::uint16_t port = desk.port();
  RawClient idle = desk.client();
  EXPECT_EQ(idle.ask(hello).status, 200);
  RawClient listener = desk.client();
  EXPECT_EQ(listener.ask("GET /events HTTP/1.1\r\nHost: a\r\n\r\n").status, 200);
  RawClient busy = desk.client();
  busy.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
  gate->wait_for_arrival();
  auto stopped = std::async(std::launch::async, [&] { return desk.server().stop(10s); });
  EXPECT_TRUE(idle.is_closed_by_server());
  EXPECT_TRUE(listener.is_closed_by_server());
  EXPECT_TRUE(events.closed());
  gate->open();
  const RawAnswer answer = busy.read_answer();
  EXPECT_EQ(answer.body, "finished");
  EXPECT_EQ(answer.header("Connection"), "close");
  EXPECT_TRUE(stopped.get());
  EXPECT_FALSE(RawClient(port).connected());
}

TEST(End, TheDeadlineHolds) {
  std::optional<http::Responder> kept;
  http::Router router;
  std::promise<void> taken;
  router.add("GET", "/never", [&](http::Request, http::Responder answer) {
    kept = answer;
    taken.set_value();
  });
  TestServer desk({}, std::move(router));
  RawClient client = desk.client();
  client.send("GET /never HTTP/1.1\r\nHost: a\r\n\r\n");
  taken.get_future().wait();
  EXPECT_FALSE(desk.server().stop(50ms));
  EXPECT_EQ(client.read_answer().status, 0);
  // The answer that comes when the server is gone harms nobody; nor does a stream.
  EventStream events;
  (*kept)(Response::stream(events));
  EXPECT_TRUE(events.closed());
}

TEST(End, APortInUseIsNotShared) {
  TestServer desk;
  ServerOptions options;
  options.listen = "127.0.0.1:" + std::to_string(desk.port());
  const auto second = http::Server::start(options, http::Router());
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code, ErrorCode::unavailable);
  options.listen = "nonsense";
  EXPECT_EQ(http::Server::start(options, http::Router()).error().code, ErrorCode::invalid);
}

}  // namespace
}  // namespace yakusoku::http_tests
