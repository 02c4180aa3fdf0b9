#include "base/json.hpp"

#include <gtest/gtest.h>

namespace yakusoku {
namespace {

TEST(Json, reads_back_what_it_wrote) {
  const Json value = Json::object({{"name", "約束\n\"x\""}, {"n", 42}, {"list", Json::array({true, nullptr, 1.5})}});
  EXPECT_EQ(parse_json(to_text(value)).value(), value);
  EXPECT_EQ(parse_json(to_pretty_text(value)).value(), value);
}

TEST(Json, refuses_what_strangers_send_to_break_it) {
  for (const char* bad : {"", "{", "[1,]", "{\"a\":1,\"a\":2}", "1E400", "9007199254740993", "-9007199254740993",
                          "1 2", "\"\\ud800\"", "\"\xff\"", "nul", "18446744073709551615"})
    EXPECT_FALSE(parse_json(bad).has_value()) << bad;
  EXPECT_FALSE(parse_json(std::string(100000, '[')).has_value());
}

TEST(Json, closes_no_script_element) { EXPECT_EQ(to_text(Json("</script>")), "\"<\\/script>\""); }

}  // namespace
}  // namespace yakusoku
