#include "base/json.hpp"

#include <gtest/gtest.h>

#include "base/json_fields.hpp"

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

struct BegunOtherwise {
  using visited = void;
  int number = 1;
  bool open = true;
  std::string word = "none";
  Instant due = far_future, at{};
  std::vector<int> list{7};
  template <class F>
  void visit(F& f) {
    f("number", number), f("open", open), f("word", word), f("due", due), f("at", at), f("list", list);
  }
  friend bool operator==(const BegunOtherwise&, const BegunOtherwise&) = default;
};

TEST(JsonFields, come_back_whatever_a_member_begins_as) {
  const std::vector<BegunOtherwise> values{{},
                                           {0, false, "", Instant{}, far_future, {}},
                                           {5, true, "x", Instant{9}, Instant{9}, {1, 2}},
                                           {1, false, "none", far_future, Instant{}, {7}}};
  for (const BegunOtherwise& value : values) {
    BegunOtherwise read;
    ASSERT_TRUE(read_fields(write_fields(value), read));
    EXPECT_EQ(read, value) << to_text(write_fields(value));
  }
}

}  // namespace
}  // namespace yakusoku
