// A tree as lines of plain text, each with what the writer's mail client says of it by its own marks.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

struct GumboInternalNode;

namespace yakusoku::mail_text {

enum class Mark : std::uint8_t {
  none,         // the text itself has to tell
  quote,        // history: a quote in a client's own wrapping
  attribution,  // "On … wrote:" in a client's own wrapping
  history,      // from here to the end everything is history
  signature,
};

struct Line {
  std::string text;
  Mark mark = Mark::none;
};

// Paragraphs apart by blank lines, "- " and "1. " before items, cells apart by " | ", "> " before quotes, no blanks
// that are only layout.
std::vector<Line> lines_of_tree(const GumboInternalNode& body);

std::string joined(const std::vector<Line>& lines);

}  // namespace yakusoku::mail_text
