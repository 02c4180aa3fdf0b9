#include <gtest/gtest.h>

#include "adapters/mail_text/mail_text.hpp"

namespace yakusoku::mail_text {
namespace {

TEST(Unflow, soft_line_ends_are_joined) {
  EXPECT_EQ(unflow("a \nb\nc\n", false), "a b\nc\n");
  EXPECT_EQ(unflow("a \r\nb\r\n\r\nc", false), "a b\n\nc");
}

TEST(Unflow, delsp_takes_the_blank_away) {
  EXPECT_EQ(unflow("お世話に \nなって \nおります。\n", true), "お世話になっております。\n");
}

TEST(Unflow, stuffed_lines_lose_their_blank) {
  EXPECT_EQ(unflow(" >not a quote\n From here\n  indented\n", false), ">not a quote\nFrom here\n indented\n");
}

TEST(Unflow, quotes_keep_their_depth_and_do_not_run_into_each_other) {
  EXPECT_EQ(unflow("> a \n> b\n>> c \n> d \ne\n", false), "> a b\n>> c\n> d\ne\n");
  EXPECT_EQ(unflow(">\n> x\n", false), ">\n> x\n");
}

TEST(Unflow, the_signature_line_stays_alone) {
  EXPECT_EQ(unflow("a \n-- \nname \nmore\n", false), "a\n-- \nname more\n");
  EXPECT_EQ(unflow("> a \n> -- \n> n\n", false), "> a\n> -- \n> n\n");
}

TEST(Unflow, nothing_and_no_last_line_end) {
  EXPECT_EQ(unflow("", true), "");
  EXPECT_EQ(unflow("a ", false), "a ");
}

}  // namespace
}  // namespace yakusoku::mail_text
