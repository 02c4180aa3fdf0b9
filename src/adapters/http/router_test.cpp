#include "adapters/http/router.hpp"

#include <gtest/gtest.h>

namespace yakusoku::http {
namespace {

Router router_of(std::initializer_list<std::pair<const char*, const char*>> routes) {
  Router router;
  for (const auto& [method, pattern] : routes) router.add(method, pattern, [](Request, Responder) {});
  return router;
}

std::string pattern(const Router& router, const char* method, const char* path) {
  const auto found = router.find(method, path);
  return found.route == nullptr ? "-" + found.allow : found.route->pattern;
}

TEST(Router, TheMostLiteralPatternWins) {
  for (bool backwards : {false, true}) {
    const Router router = backwards ? router_of({{"GET", "/a/{rest...}"}, {"GET", "/a/{id}"}, {"GET", "/a/new"}})
                                    : router_of({{"GET", "/a/new"}, {"GET", "/a/{id}"}, {"GET", "/a/{rest...}"}});
    EXPECT_EQ(pattern(router, "GET", "/a/new"), "/a/new");
    EXPECT_EQ(pattern(router, "GET", "/a/7"), "/a/{id}");
    EXPECT_EQ(pattern(router, "GET", "/a/new/b"), "/a/{rest...}");
    EXPECT_EQ(pattern(router, "GET", "/a"), "-");
  }
}

TEST(Router, CapturesByName) {
  const Router router = router_of({{"GET", "/api/v2/{kind}/{id}/audits"}, {"GET", "/f/{x}/{rest...}"}, {"GET", "/"}});
  const auto found = router.find("GET", "/api/v2/tickets/12/audits");
  EXPECT_EQ(found.path_values, (Pairs{{"kind", "tickets"}, {"id", "12"}}));
  EXPECT_EQ(router.find("GET", "/f/1/b/c").path_values, (Pairs{{"x", "1"}, {"rest", "b/c"}}));
  EXPECT_EQ(pattern(router, "GET", "/"), "/");
}

TEST(Router, GoesBackFromADeadEnd) {
  const Router router = router_of({{"GET", "/a/b/c"}, {"GET", "/a/{x}/d"}, {"POST", "/a/new"}, {"GET", "/a/{id}"}});
  EXPECT_EQ(pattern(router, "GET", "/a/b/d"), "/a/{x}/d");
  EXPECT_EQ(router.find("GET", "/a/b/d").path_values, (Pairs{{"x", "b"}}));
  EXPECT_EQ(pattern(router, "GET", "/a/new"), "/a/{id}");
  EXPECT_EQ(pattern(router, "POST", "/a/new"), "/a/new");
}

TEST(Router, SaysWhichMethodsAPathTakes) {
  const Router router = router_of({{"GET", "/a/{id}"}, {"PUT", "/a/{id}"}, {"POST", "/a/new"}});
  EXPECT_EQ(pattern(router, "DELETE", "/a/7"), "-GET, HEAD, PUT");
  EXPECT_EQ(pattern(router, "DELETE", "/a/new"), "-GET, HEAD, POST, PUT");
  EXPECT_EQ(pattern(router, "HEAD", "/a/7"), "/a/{id}");
  EXPECT_EQ(pattern(router, "GET", "/b"), "-");
}

TEST(Router, JsonSuffixIsAbsentBelowApiOnly) {
  const Router router = router_of({{"GET", "/api/v2/tickets/{id}"}, {"GET", "/api/v2/tickets"}, {"GET", "/f/{name}"}});
  EXPECT_EQ(pattern(router, "GET", "/api/v2/tickets.json"), "/api/v2/tickets");
  EXPECT_EQ(router.find("GET", "/api/v2/tickets/5.json").path_values, (Pairs{{"id", "5"}}));
  EXPECT_EQ(router.find("GET", "/f/5.json").path_values, (Pairs{{"name", "5.json"}}));
}

}  // namespace
}  // namespace yakusoku::http
