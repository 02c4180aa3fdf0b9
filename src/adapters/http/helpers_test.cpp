#include <gtest/gtest.h>

#include "adapters/http/caching.hpp"
#include "adapters/http/cookies.hpp"
#include "adapters/http/credentials.hpp"
#include "adapters/http/rate_limiter.hpp"
#include "adapters/http/security_headers.hpp"
#include "adapters/http/text.hpp"

namespace yakusoku::http {
namespace {

Request with(const char* name, const char* value) {
  Request request;
  request.method = "GET";
  request.headers.add(name, value);
  return request;
}

TEST(Cookies, FollowTheHostRule) {
  EXPECT_EQ(set_cookie({.name = "session", .value = "abc"}, true),
            "__Host-session=abc; Path=/; Secure; HttpOnly; SameSite=Lax");
  EXPECT_EQ(set_cookie({.name = "session", .value = "", .max_age = 0, .same_site = SameSite::strict}, false),
            "session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict");
}

TEST(Cookies, AreReadByTheNameTheyWereGiven) {
  const Request request = with("Cookie", "a=1; session=plain; __Host-session=right;;b; c=\"q\"; d=x y");
  EXPECT_EQ(cookie_value(request, "session", true), "right");
  EXPECT_EQ(cookie_value(request, "session", false), "plain");
  EXPECT_EQ(cookie_value(request, "c", false), "q");
  EXPECT_EQ(cookie_value(request, "d", false), std::nullopt);
  EXPECT_EQ(cookie_value(with("Cookie", "__Host-s=1; __Host-s=2"), "s", true), std::nullopt);
}

TEST(Credentials, BasicIsReadStrictly) {
  const auto right = basic_credentials(with("Authorization", "basic YUBiL3Rva2VuOng6eQ==").headers);
  ASSERT_TRUE(right);
  EXPECT_EQ(right->user, "a@b/token");
  EXPECT_EQ(right->password, "x:y");
  for (const char* wrong : {"Basic", "Basic ", "Basic YQ==", "Basic Y6E6", "Basic !!!!", "Basic YTpi=", "Bearer YTpi",
                            "Basic YTph YTph"})
    EXPECT_FALSE(basic_credentials(with("Authorization", wrong).headers)) << wrong;
  Request twice = with("Authorization", "Basic YTpi");
  EXPECT_TRUE(basic_credentials(twice.headers));
  twice.headers.add("authorization", "Basic YTpi");
  EXPECT_FALSE(basic_credentials(twice.headers));
}

TEST(Credentials, BearerIsOneWord) {
  EXPECT_EQ(bearer_token(with("Authorization", "Bearer abc.def").headers), "abc.def");
  EXPECT_FALSE(bearer_token(with("Authorization", "Bearer a b").headers));
  EXPECT_FALSE(bearer_token(with("Authorization", "Basic abc").headers));
}

TEST(Caching, TheSameTagIsAnswered304) {
  const std::string tag = weak_etag("ticket 7 version 3");
  EXPECT_TRUE(tag.starts_with("W/\""));
  EXPECT_NE(tag, weak_etag("ticket 7 version 4"));
  EXPECT_TRUE(etag_matches("\"other\", " + tag, tag));
  EXPECT_TRUE(etag_matches(tag.substr(2), tag));
  EXPECT_TRUE(etag_matches("*", tag));
  EXPECT_FALSE(etag_matches("", tag));
  EXPECT_FALSE(etag_matches("\"other\"", tag));
  Request request = with("If-None-Match", tag.c_str());
  const auto answer = not_modified(request, tag);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 304);
  EXPECT_EQ(answer->headers.find("ETag"), tag);
  request.method = "PUT";
  EXPECT_FALSE(not_modified(request, tag));
}

TEST(Text, Escapes) {
  EXPECT_EQ(html_escape("<a href=\"x\">'&</a>"), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&lt;/a&gt;");
  EXPECT_EQ(percent_encode("a/b c約-._~"), "a%2Fb%20c%E7%B4%84-._~");
  EXPECT_EQ(percent_decode("a%2Fb+c"), "a/b+c");
  EXPECT_FALSE(percent_decode("%0"));
}

TEST(Text, Utf8IsStrict) {
  EXPECT_TRUE(is_utf8("a約😀"));
  for (const char* wrong : {"\x80", "\xC0\x80", "\xC3", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF8"})
    EXPECT_FALSE(is_utf8(wrong));
}

TEST(Security, OnlyOurOwnPathsAreReturnedTo) {
  EXPECT_EQ(safe_return_to("/requests/7?x=1#a"), "/requests/7?x=1#a");
  for (const char* wrong : {"", "//evil", "/\\evil", "\\evil", "/a\\b", "https://evil", "javascript:alert(1)",
                            "/\tevil", "/a\r\nb", "evil", " /a", "/約"})
    EXPECT_EQ(safe_return_to(wrong, "/home"), "/home") << wrong;
  EXPECT_EQ(safe_return_to("/" + std::string(2000, 'a')), "/");
}

TEST(Security, HeadersAllowNothingInline) {
  Response response;
  response.headers.add("Referrer-Policy", "no-referrer");
  add_security_headers(response, true);
  const std::string policy(*response.headers.find("Content-Security-Policy"));
  EXPECT_FALSE(policy.contains("unsafe"));
  EXPECT_FALSE(policy.contains('*'));
  EXPECT_TRUE(policy.contains("default-src 'none'"));
  EXPECT_EQ(response.headers.find("Referrer-Policy"), "no-referrer");
  EXPECT_TRUE(response.headers.find("Strict-Transport-Security"));
  Response plain;
  add_security_headers(plain, false);
  EXPECT_FALSE(plain.headers.find("Strict-Transport-Security"));
}

TEST(Security, DownloadsAreNeverRun) {
  const Response page = file_download("見積.html", "text/html; charset=utf-8", "<script>");
  EXPECT_EQ(page.headers.find("Content-Type"), "application/octet-stream");
  EXPECT_TRUE(page.headers.find("Content-Security-Policy")->contains("sandbox"));
  EXPECT_EQ(page.headers.find("Content-Disposition"),
            "attachment; filename=\"__.html\"; filename*=UTF-8''%E8%A6%8B%E7%A9%8D.html");
  EXPECT_EQ(file_download("a.svg", "image/svg+xml", "").headers.find("Content-Type"), "application/octet-stream");
  EXPECT_EQ(file_download("a.png", "Image/PNG", "").headers.find("Content-Type"), "image/png");
  EXPECT_TRUE(file_download("a.png", "image/png", "<script>").headers.find("Content-Disposition")->starts_with("attachment"));
  EXPECT_TRUE(file_download("a.png", "image/png", "\x89PNG\r\n\x1a\n...").headers.find("Content-Disposition")->starts_with("inline"));
  EXPECT_TRUE(file_download("a.pdf", "application/pdf", "%PDF-").headers.find("Content-Disposition")->starts_with("attachment"));
  EXPECT_FALSE(is_picture("image/webp", "RIFF1234WAVE"));
  EXPECT_TRUE(is_picture("image/webp; x=y", "RIFF1234WEBPVP8 "));
  EXPECT_EQ(content_disposition("a\"\r\nX: b.txt"), "attachment; filename=\"a_X_ b.txt\"; filename*=UTF-8''a_X_%20b.txt");
}

TEST(RateLimiter, RefillsEvenly) {
  RateLimiter limiter({.burst = 3, .period = minutes(1)});
  const Instant start{1'000'000};
  for (int i = 0; i < 3; ++i) EXPECT_EQ(limiter.take("a", start).seconds, 0);
  EXPECT_EQ(limiter.take("a", start).seconds, 20);
  EXPECT_EQ(limiter.take("b", start).seconds, 0);
  EXPECT_EQ(limiter.take("a", start + seconds(19)).seconds, 1);
  EXPECT_EQ(limiter.take("a", start + seconds(20)).seconds, 0);
  EXPECT_EQ(limiter.take("a", start + seconds(20)).seconds, 20);
  limiter.forget("a");
  EXPECT_EQ(limiter.take("a", start + seconds(20)).seconds, 0);
}

TEST(RateLimiter, AClockThatGoesBackLocksNobodyOut) {
  RateLimiter limiter({.burst = 2, .period = minutes(1)});
  EXPECT_EQ(limiter.take("a", Instant{1'000'000}).seconds, 0);
  EXPECT_LE(limiter.take("a", Instant{10}).seconds, 30);
}

TEST(RateLimiter, ItsTableIsBoundedAndForgetsFullBucketsFirst) {
  RateLimiter limiter({.burst = 1, .period = minutes(1)}, 3);
  const Instant now{1'000'000};
  for (const char* key : {"a", "b", "c", "d", "e"}) EXPECT_EQ(limiter.take(key, now).seconds, 0);
  EXPECT_EQ(limiter.keys(), 3u);
  EXPECT_GT(limiter.take("e", now).seconds, 0);
  EXPECT_EQ(limiter.take("f", now + minutes(2)).seconds, 0);
  EXPECT_EQ(limiter.keys(), 1u);
}

TEST(RateLimiter, OneNetworkIsOneKey) {
  EXPECT_EQ(address_key("203.0.113.7"), "203.0.113.7");
  EXPECT_EQ(address_key("2001:db8:1:2:3:4:5:6"), address_key("2001:db8:1:2::9"));
  EXPECT_NE(address_key("2001:db8:1:2::1"), address_key("2001:db8:1:3::1"));
  EXPECT_EQ(address_key("::ffff:203.0.113.7"), "203.0.113.7");
}

}  // namespace
}  // namespace yakusoku::http
