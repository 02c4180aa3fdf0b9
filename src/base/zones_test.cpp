#include "base/zones.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cstdlib>
#include <ctime>

namespace yakusoku::zones {
namespace {

Instant at(const char* text) { return from_iso(text).value(); }
std::int32_t date(const char* text) { return date_of(text).value(); }

TEST(Zones, names_that_can_be_used) {
  for (const char* good :
       {"Asia/Tokyo", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "UTC", "UTC+9", "UTC-3:30", "UTC+14"})
    EXPECT_TRUE(exists(good)) << good;
  for (const char* bad :
       {"", "Mars/Base", "../etc/passwd", "/etc/localtime", "localtime", "posixrules", "right/UTC", "Asia", "Asia/",
        "Asia/Tokyo ", "UTC+", "UTC+19", "UTC+9:60", "UTC+123", "UTC 9", "tzdata.zi", "Asia//Tokyo"})
    EXPECT_FALSE(exists(bad)) << bad;
  EXPECT_FALSE(exists(std::string(100000, 'A')));
}

TEST(Zones, fixed_offsets) {
  EXPECT_EQ(offset("UTC-3:30", Instant{0}), -12600);
  EXPECT_EQ(offset("UTC+9", Instant{0}), 32400);
  EXPECT_EQ(offset("UTC", Instant{0}), 0);
  EXPECT_EQ(abbreviation("UTC+9", Instant{0}), "UTC+9");
  EXPECT_FALSE(next_transition("UTC+9", Instant{0}).has_value());
  EXPECT_EQ(instant_of("UTC-3:30", 0, 0), Instant{12600});
}

TEST(Zones, walls) {
  const WallTime wall = wall_time("Asia/Kathmandu", Instant{-1});  // the zone stood at 5:30 until 1986
  EXPECT_EQ(wall.date, 0);
  EXPECT_EQ(wall.second, 5 * 3600 + 1799);
  EXPECT_EQ(wall_time("UTC", Instant{-1}).date, -1);
  EXPECT_EQ(abbreviation("America/Los_Angeles", at("2026-07-01T00:00:00Z")), "PDT");
}

TEST(Zones, single_moments_in_gaps_and_folds) {
  EXPECT_EQ(instant_of("America/New_York", date("2026-03-08"), 9000), at("2026-03-08T03:00:00-04:00"));
  EXPECT_EQ(instant_of("America/New_York", date("2026-11-01"), 5400), at("2026-11-01T01:30:00-04:00"));
  EXPECT_EQ(instant_of("America/Sao_Paulo", date("2018-11-04"), 0), at("2018-11-04T01:00:00-02:00"));
  EXPECT_EQ(instant_of("Pacific/Apia", date("2011-12-30"), 43200), at("2011-12-31T00:00:00+14:00"));
  EXPECT_EQ(instant_of("UTC", 0, 86400 + 60), Instant{86460});
}

TEST(Zones, transitions_go_on_for_ever) {
  EXPECT_EQ(next_transition("America/New_York", at("2026-01-01T00:00:00Z")), at("2026-03-08T07:00:00Z"));
  EXPECT_EQ(next_transition("America/New_York", at("2026-03-08T07:00:00Z")), at("2026-11-01T06:00:00Z"));
  EXPECT_FALSE(next_transition("Asia/Tokyo", at("2026-01-01T00:00:00Z")).has_value());
  for (const int year : {2037, 2099, 2436, 2437, 2438, 2499, 2500, 3000, 9999}) {
    Instant from{instant_of("UTC", date((std::to_string(year) + "-01-01").c_str()), 0)};
    for (int n = 0; n < 4; ++n) {
      const auto next = next_transition("Europe/London", from);
      ASSERT_TRUE(next.has_value()) << year;
      EXPECT_LT(*next - from, days(240)) << year;
      EXPECT_NE(offset("Europe/London", *next), offset("Europe/London", *next - seconds(1))) << year;
      from = *next;
    }
  }
}

TEST(Zones, dates_as_text) {
  EXPECT_EQ(date("1970-01-02"), 1);
  EXPECT_EQ(date_text(date("2024-02-29")), "2024-02-29");
  EXPECT_EQ(date_text(date("9999-12-31")), "9999-12-31");
  for (const char* bad :
       {"", "2026-02-29", "2026-13-01", "1899-12-31", "2026-1-1", "2026-01-01 ", "2026/01/01", "02026-01-1"})
    EXPECT_FALSE(date_of(bad).has_value()) << bad;
  EXPECT_EQ(day_of_week(date("2026-11-24")), 1);
  EXPECT_EQ(day_of_week(date("1969-12-28")), 6);
}

// The C library reads the same files with code of its own.
TEST(Zones, agree_with_the_c_library) {
  const char* before = std::getenv("TZ");
  const std::string kept = before != nullptr ? before : "";
  for (const char* zone :
       {"America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Europe/Dublin", "Pacific/Apia",
        "America/Sao_Paulo", "Asia/Kathmandu", "Antarctica/Troll", "Pacific/Chatham", "America/Havana"}) {
    setenv("TZ", (std::string(":") + zone).c_str(), 1);
    tzset();
    EXPECT_TRUE(rc::check(zone, [zone](std::uint32_t raw) {
      const std::int64_t second = std::int64_t{raw} * 2 % 7258118400;  // until 2200
      const std::time_t time = second;
      std::tm civil{};
      localtime_r(&time, &civil);
      RC_ASSERT(offset(zone, Instant{second}) == civil.tm_gmtoff);
      RC_ASSERT(wall_time(zone, Instant{second}).second == civil.tm_hour * 3600 + civil.tm_min * 60 + civil.tm_sec);
      RC_ASSERT(abbreviation(zone, Instant{second}) == civil.tm_zone);
      const auto next = next_transition(zone, Instant{second});
      if (!next) return;
      const std::time_t last = next->seconds - 1;
      localtime_r(&last, &civil);
      RC_ASSERT(civil.tm_gmtoff == offset(zone, Instant{second}));
      const std::time_t first = next->seconds;
      localtime_r(&first, &civil);
      RC_ASSERT(civil.tm_gmtoff != offset(zone, Instant{second}));
    }));
  }
  if (before != nullptr) {
    setenv("TZ", kept.c_str(), 1);
  } else {
    unsetenv("TZ");
  }
  tzset();
}

}  // namespace
}  // namespace yakusoku::zones
