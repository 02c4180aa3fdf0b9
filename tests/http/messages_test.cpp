// rooms: adapters/http base
// What the server takes for a request, and what it refuses by itself.
#include <gtest/gtest.h>

#include "test_desk.hpp"

namespace yakusoku::http_tests {
namespace {

using http::ServerOptions;
using namespace std::string_literals;

struct Case {
  const char* name;
  std::string bytes;
  int status;
};

void PrintTo(const Case& item, std::ostream* out) { *out << item.name; }

class Refused : public testing::TestWithParam<Case> {};

// Every refusal of a message that can't be trusted also ends the connection: what follows may be a smuggled request.
TEST_P(Refused, IsAnsweredAndTheConnectionEnds) {
  TestServer desk;
  RawClient client = desk.client();
  const RawAnswer answer = client.ask(GetParam().bytes + "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(answer.status, GetParam().status);
  EXPECT_EQ(answer.header("Connection"), "close");
  EXPECT_TRUE(client.is_closed_by_server());
}

const std::string post = "POST /body HTTP/1.1\r\nHost: a\r\n";

INSTANTIATE_TEST_SUITE_P(
    Messages, Refused,
    testing::Values(
        Case{"no_host", "GET /hello HTTP/1.1\r\n\r\n", 400},
        Case{"two_hosts", "GET /hello HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400},
        Case{"odd_host", "GET /hello HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
        Case{"gzip_coding", post + "Transfer-Encoding: gzip\r\n\r\n", 501},
        Case{"gzip_then_chunked", post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501},
        Case{"chunked_twice", post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
        Case{"coding_before_length", post + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n", 400},
        Case{"length_before_coding", post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
        Case{"unknown_coding_and_length", post + "Content-Length: 3\r\nTransfer-Encoding: xchunked\r\n\r\nabc", 400},
        Case{"old_version_with_coding", "POST /body HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
        Case{"two_lengths", post + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 400},
        Case{"list_of_lengths", post + "Content-Length: 3, 3\r\n\r\nabc", 400},
        Case{"negative_length", post + "Content-Length: -1\r\n\r\n", 400},
        Case{"signed_length", post + "Content-Length: +3\r\n\r\nabc", 400},
        Case{"endless_length", post + "Content-Length: 99999999999999999999999\r\n\r\n", 400},
        Case{"folded_line", "GET /hello HTTP/1.1\r\nHost: a\r\nX-A: b\r\n c\r\n\r\n", 400},
        Case{"folded_by_tab", "GET /hello HTTP/1.1\r\nHost: a\r\nX-A: b\r\n\tc\r\n\r\n", 400},
        Case{"bare_line_feed", "GET /hello HTTP/1.1\r\nHost: a\nX-A: b\r\n\r\n", 400},
        Case{"bare_carriage_return", "GET /hello HTTP/1.1\r\nHost: a\r\nX-A: b\rc\r\n\r\n", 400},
        Case{"nul_in_value", "GET /hello HTTP/1.1\r\nHost: a\r\nX-A: b\0c\r\n\r\n"s, 400},
        Case{"space_before_colon", "GET /hello HTTP/1.1\r\nHost : a\r\n\r\n", 400},
        Case{"no_method", "/hello HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        Case{"version_2", "GET /hello HTTP/2.0\r\nHost: a\r\n\r\n", 505},
        Case{"bad_chunk_size", post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400},
        Case{"chunk_too_long", post + "Transfer-Encoding: chunked\r\n\r\n2\r\nabcd\r\n0\r\n\r\n", 400},
        Case{"odd_expectation", post + "Content-Length: 3\r\nExpect: coffee\r\n\r\nabc", 417},
        Case{"parent_path", "GET /echo/../hello HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        Case{"encoded_parent_path", "GET /echo/%2e%2E/hello HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        Case{"encoded_slash", "GET /echo/a%2Fb HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        Case{"encoded_backslash", "GET /echo/a%5Cb HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        Case{"encoded_nul", "GET /echo/a%00b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        Case{"nul_in_query", "GET /echo/a?q=%00 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        Case{"encoded_line_break", "GET /echo/a%0d%0ab HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        Case{"broken_escape", "GET /echo/a%4 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        Case{"no_utf8", "GET /echo/%FF%FE HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        Case{"overlong_slash", "GET /echo/%C0%AF HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        Case{"large_header", "GET /hello HTTP/1.1\r\nHost: a\r\nX-A: " + std::string(33 * 1024, 'a') + "\r\n\r\n", 431},
        Case{"large_body", post + "Content-Length: 1048577\r\n\r\n" + std::string(200'000, 'a'), 413}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(Messages, AHeaderOfManyFieldsIsTooLarge) {
  TestServer desk;
  std::string bytes = "GET /hello HTTP/1.1\r\nHost: a\r\n";
  for (int i = 0; i < 250; ++i) bytes += "X-A: b\r\n";
  EXPECT_EQ(desk.client().ask(bytes + "\r\n").status, 431);
}

TEST(Messages, AHeaderWithoutEndIsRefusedBeforeItEnds) {
  TestServer desk;
  EXPECT_EQ(desk.client().ask("GET /hello HTTP/1.1\r\nX-A: " + std::string(40'000, 'a')).status, 431);
}

TEST(Messages, ChunkedBodiesAreCountedAsTheyCome) {
  TestServer desk;
  RawClient client = desk.client();
  client.send("POST /body HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
  const std::string chunk = "10000\r\n" + std::string(0x10000, 'x') + "\r\n";
  for (int i = 0; i < 17; ++i) client.send(chunk);
  EXPECT_EQ(client.read_answer().status, 413);
}

TEST(Messages, EndlessChunkExtensionsAreRefused) {
  TestServer desk;
  RawClient client = desk.client();
  client.send("POST /body HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;a=" + std::string(40'000, 'b'));
  EXPECT_EQ(client.read_answer().status, 400);
}

TEST(Messages, ChunksInPiecesWithTrailersAreOneBody) {
  TestServer desk;
  RawClient client = desk.client();
  const std::string bytes = "POST /body HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n"
                            "5;x=y\r\nhello\r\n6\r\n world\r\n0\r\nHost: evil\r\n\r\n";
  for (char c : bytes) client.send({&c, 1});
  const RawAnswer answer = client.read_answer();
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "hello world");
  EXPECT_EQ(client.ask("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n").body, "hello");
}

TEST(Messages, AnEmptyChunkedBodyMayComeInPieces) {
  TestServer desk;
  RawClient client = desk.client();
  client.send("POST /body HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.read_answer().status, 100);
  for (char c : std::string("0\r\n\r\n")) client.send({&c, 1});
  const RawAnswer answer = client.read_answer();
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "");
}

TEST(Messages, ARouteMayTakeMore) {
  TestServer desk;
  const std::string body(3 * 1024 * 1024, 'b');
  RawClient client = desk.client();
  client.send("POST /large HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n");
  client.send(body);
  const RawAnswer answer = client.read_answer();
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, body);
}

TEST(Messages, BodiesTogetherHaveALimit) {
  ServerOptions options;
  options.limits.body_memory = 100'000;
  TestServer desk(options);
  RawClient first = desk.client();
  first.send("POST /large HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n" + std::string(60'000, 'a'));
  RawClient second = desk.client();
  second.send("POST /large HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n" + std::string(200'000, 'a'));
  const RawAnswer answer = second.read_answer();
  EXPECT_EQ(answer.status, 503);
  EXPECT_NE(answer.header("Retry-After"), "");
}

TEST(Messages, TargetsAreDecodedAndNormalised) {
  TestServer desk;
  RawClient client = desk.client();
  EXPECT_EQ(client.ask("GET /echo//%E7%B4%84/a%20b/?q=x+y%26&r HTTP/1.1\r\nHost: a\r\n\r\n").body,
            "/echo/約/a b|q=x y&|r=");
  EXPECT_EQ(client.ask("GET http://desk.example/echo/1?x=2 HTTP/1.1\r\nHost: desk.example\r\n\r\n").body,
            "/echo/1|x=2");
}

TEST(Messages, UnknownPathsAndMethodsKeepTheConnection) {
  TestServer desk;
  RawClient client = desk.client();
  EXPECT_EQ(client.ask("GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n").status, 404);
  const RawAnswer wrong = client.ask("DELETE /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(wrong.header("Allow"), "GET, HEAD");
  client.send("HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  const RawAnswer head = client.read_answer(true);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("Content-Length"), "5");
  EXPECT_EQ(client.ask("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n").body, "hello");
}

TEST(Messages, ContinueIsSaidOnlyWhenTheBodyIsWanted) {
  TestServer desk;
  RawClient client = desk.client();
  client.send("POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.read_answer().status, 100);
  const RawAnswer answer = client.ask("ok");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "ok");
  EXPECT_EQ(client.ask("POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999\r\nExpect: 100-continue\r\n\r\n").status,
            413);
  EXPECT_EQ(desk.client().ask("POST /no HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n").status,
            404);
}

TEST(Messages, AnswersCarryTheSecurityHeadersAndNoInjection) {
  TestServer desk;
  RawClient client = desk.client();
  const RawAnswer answer = client.ask("GET /split HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(answer.header("Set-Cookie"), "");
  EXPECT_EQ(answer.header("X-Name"), "a  Set-Cookie: evil=1");
  EXPECT_EQ(answer.header("X-Content-Type-Options"), "nosniff");
  EXPECT_TRUE(answer.header("Content-Security-Policy").contains("script-src 'self'"));
  EXPECT_EQ(answer.header("Strict-Transport-Security"), "");
  const RawAnswer missing = client.ask("GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_TRUE(missing.header("Content-Security-Policy").contains("frame-ancestors 'none'"));
}

TEST(Messages, OnlyTrustedProxiesSayWhoAsks) {
  const std::string ask = "GET /peer HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 9.9.9.9, 203.0.113.7\r\n"
                          "X-Forwarded-Proto: https\r\n\r\n";
  TestServer plain;
  EXPECT_EQ(plain.client().ask(ask).body, "127.0.0.1 plain");
  ServerOptions options;
  options.trusted_proxies = {"127.0.0.1"};
  TestServer behind(options);
  const RawAnswer answer = behind.client().ask(ask);
  EXPECT_EQ(answer.body, "203.0.113.7 secure");
  EXPECT_NE(answer.header("Strict-Transport-Security"), "");
  EXPECT_EQ(behind.client().ask("GET /peer HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: <script>\r\n\r\n").body,
            "127.0.0.1 plain");
}

}  // namespace
}  // namespace yakusoku::http_tests
