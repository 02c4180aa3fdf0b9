// Findings as they are printed.

#include "core/check/report.hpp"

#include <gtest/gtest.h>

namespace yakusoku::check {
namespace {

using program::Finding;
using program::Weight;

TEST(Report, findings_print_on_one_line_each) {
  const std::vector<Finding> findings = {
      {Weight::error, "unknown_key", {"a.yaml", 2, 3}, "x.y", "bad\x1b[31m\nword", "this"},
      {Weight::note, "author_choice", {"b.yaml", 0, 0}, "", "our choice", ""}};
  EXPECT_EQ("a.yaml:2:3: error: x.y: bad [31m word; expected this\nb.yaml: note: our choice\n",
            findings_text(findings));
  const Json json = findings_json(findings);
  EXPECT_EQ(2, json.items()[0].get_integer("line"));
  EXPECT_FALSE(json.items()[1].find("line"));
  EXPECT_FALSE(json.items()[1].find("expected"));
}

}  // namespace
}  // namespace yakusoku::check
